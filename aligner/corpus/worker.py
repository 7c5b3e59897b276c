"""What a worker does: a task of documents is read and split, searched as one, and written.

A task goes to another process, maybe on another machine, and may be done twice, there or elsewhere:
a worker that was lost may have done half of it. So what it does is the same each time, and
an output is there as a whole or not at all.
"""

from __future__ import annotations

import errno
import logging
import traceback
from collections import Counter
from collections.abc import Sequence
from time import perf_counter
from typing import Any, NamedTuple

from aligner import pipeline, storage
from aligner.bitext import Bitext
from aligner.diagnostics import Diagnostics
from aligner.errors import InputError
from aligner.read import decode
from aligner.version import __version__
from aligner.write import formats
from aligner.write.result import AlignedDocument

DONE, EMPTY, FAILED, UNCHANGED, STOPPED = "done", "empty", "failed", "unchanged", "stopped"
# After these no other output could be written either.
_NO_MORE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ESTALE})


class Entry(NamedTuple):
    """A document to do. paths: its one or two files, as the user would name them.

    output: where the result goes; nothing if results are collected. inputs: the hash of the
    inputs that an earlier run has finished with, so that nothing is to be done if it is theirs.
    ours: whether an earlier run has written an output. written: the hash of that output; empty if
    whatever is in its place may go.
    """

    name: str
    paths: tuple[str, ...]
    output: str
    inputs: str = ""
    ours: bool = False
    written: str = ""


class Task(NamedTuple):
    """Documents that travel together, and how they are to be done.

    place: the folder that paths start from. aside: where outputs are written before they get their name.
    """

    entries: tuple[Entry, ...]
    settings: pipeline.Settings
    form: formats.OutputOptions
    place: str
    aside: str
    version: str = __version__


class Result(NamedTuple):
    """What became of a document: one of the states above.

    inputs: hash of what was read; empty if the next run has to try again. counts: see `_counts`.
    rows: what is to be collected. trace: where in the program it failed, if that is an error of ours.
    """

    name: str
    state: str
    inputs: str = ""
    written: str | None = None
    counts: dict[str, Any] = {}  # noqa: RUF012 - nothing is ever put into it
    doubt: float = 0.0
    seconds: float = 0.0
    notices: tuple[str, ...] = ()
    error: str = ""
    rows: bytes = b""
    trace: str = ""

    @property
    def sentences(self) -> int:
        """How many sentences were aligned, both sides together."""
        return sum(self.counts[side]["sentences"] for side in ("source", "target")) if self.counts else 0


class _Ready(NamedTuple):
    """A document that waits for the search."""

    entry: Entry
    inputs: str
    prepared: pipeline.PreparedDocument
    seconds: float


def run(task: Task) -> list[Result]:
    """Do a task; what became of each of its documents, in their order.

    One that fails is in the way of no other. After one that is STOPPED, because nothing more can be
    written, the others are missing. Raises InputError if this is another version of the program than
    the one that made the task.
    """
    if task.version != __version__:
        problem = f"this worker has align {__version__}, the command has {task.version}"
        raise InputError("the workers", problem, hint="install the same everywhere")
    results: dict[str, Result] = {}
    waiting: list[_Ready] = []
    for entry in task.entries:
        ready = _prepared(entry, task)
        if isinstance(ready, Result):
            results[entry.name] = ready
        else:
            waiting.append(ready)
    for ready, found in _aligned(waiting, task.settings):
        result = found if isinstance(found, Result) else _finished(ready, *found, task)
        results[ready.entry.name] = result
        if result.state == STOPPED:
            break
    return [results[entry.name] for entry in task.entries if entry.name in results]


def _prepared(entry: Entry, task: Task) -> _Ready | Result:
    """A document, read and split; what became of it if that is all."""
    began = perf_counter()
    inputs = ""
    try:
        data = _read(entry.paths, task.place)
        inputs = _hash(data)
        if inputs == entry.inputs and (not entry.ours or storage.exists(storage.join(task.place, entry.output))):
            return Result(entry.name, UNCHANGED, inputs)
        texts = [
            decode.decode_bytes(each, path, task.settings.encoding)
            for each, path in zip(data, entry.paths, strict=True)
        ]
        prepared = pipeline.prepare(texts, task.settings)
    except Exception as error:
        return _failed(entry, inputs, error, began, task)
    return _Ready(entry, inputs, prepared, perf_counter() - began)


def fingerprint(paths: Sequence[str], place: str = "") -> str:
    """The hash of the inputs of a document; nothing if they cannot be read."""
    try:
        return _hash(_read(paths, place))
    except InputError:
        return ""


def _read(paths: Sequence[str], place: str) -> list[bytes]:
    return [storage.read(storage.join(place, path), path) for path in paths]


def _hash(data: Sequence[bytes]) -> str:
    return storage.digest("".join(map(storage.digest, data)).encode())


def _aligned(
    waiting: list[_Ready], settings: pipeline.Settings
) -> list[tuple[_Ready, tuple[Bitext, Diagnostics, float] | Result]]:
    """The bitext of each document, with the seconds that it took; if they fail together, each on its own."""
    if not waiting:
        return []
    began = perf_counter()
    bitexts = None
    try:
        bitexts = pipeline.align_documents([ready.prepared.parallel for ready in waiting], settings)
    except Exception as error:
        if len(waiting) == 1:
            return [(waiting[0], _broken(waiting[0].entry, error))]
    if bitexts is None:
        return [pair for ready in waiting for pair in _aligned([ready], settings)]
    sizes = [len(bitext.source.sentences) + len(bitext.target.sentences) for bitext, _ in bitexts]
    share = (perf_counter() - began) / max(sum(sizes), 1)
    return [
        (ready, (bitext, diagnostics, share * size))
        for ready, (bitext, diagnostics), size in zip(waiting, bitexts, sizes, strict=True)
    ]


def _finished(ready: _Ready, bitext: Bitext, diagnostics: Diagnostics, seconds: float, task: Task) -> Result:
    """A document after the search: filtered, counted, and written or made ready to be collected."""
    began = perf_counter()
    entry = ready.entry
    written, rows = None, b""
    try:
        outcome = pipeline.finish(ready.prepared, bitext, diagnostics, task.settings)
        if entry.output:
            data = "".join(formats.lines(outcome.rows, task.form)).encode("utf-8")
            written = _put(entry, data, task)
        else:
            rows = "".join(formats.collected(entry.name, outcome.rows, task.form)).encode("utf-8")
    except OSError as error:
        return _broken(entry, error)._replace(state=STOPPED if error.errno in _NO_MORE else FAILED)
    except Exception as error:
        return _broken(entry, error)
    counts, doubt = _counts(outcome)
    notices = tuple(notice.text for notice in outcome.notices if notice.level > logging.INFO)
    problem = f"{' and '.join(entry.paths)}: {outcome.problem}" if outcome.problem else ""
    seconds += ready.seconds + perf_counter() - began
    state = DONE if outcome.pairs else EMPTY
    return Result(entry.name, state, ready.inputs, written, counts, doubt, seconds, notices, problem, rows)


def _put(entry: Entry, data: bytes, task: Task) -> str:
    """Write an output; its hash. InputError if one from an earlier run was changed since."""
    path = storage.join(task.place, entry.output)
    new = storage.digest(data)
    if entry.written and storage.exists(path):
        there = storage.digest(storage.read(path))
        if there == new:
            return new
        if there != entry.written:
            raise InputError(entry.output, "was changed after it was written", hint="write over it with --force")
    storage.put(path, data, storage.join(task.place, task.aside))
    return new


def _failed(entry: Entry, inputs: str, error: Exception, began: float, task: Task) -> Result:
    """A document that cannot be aligned; what an earlier run wrote of other inputs is removed."""
    written = _left(entry)
    if inputs and entry.ours and entry.output:
        path = storage.join(task.place, entry.output)
        try:
            if not entry.written or storage.digest(storage.read(path)) == entry.written:
                storage.remove(path)
                written = None
        except (InputError, OSError):
            pass  # it stays as it is, and is still known to be ours
    return _broken(entry, error)._replace(inputs=inputs, written=written, seconds=perf_counter() - began)


def _broken(entry: Entry, error: Exception) -> Result:
    """A document that has failed and is to be tried again by the next run."""
    ours = not isinstance(error, (InputError, OSError, MemoryError))
    trace = "".join(traceback.format_exception(error)) if ours else ""
    return Result(entry.name, FAILED, "", _left(entry), error=_reason(entry, error), trace=trace)


def _left(entry: Entry) -> str | None:
    """What is known to be ours in the place of an output that was not written now."""
    return entry.written if entry.ours else None


def _reason(entry: Entry, error: Exception) -> str:
    """What went wrong with a document, in words that name its files."""
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, OSError):
        return str(InputError(entry.output, f"cannot be written: {error.strerror or error}"))
    if isinstance(error, MemoryError):
        return str(InputError(" and ".join(entry.paths), "there is not memory enough for it"))
    problem = f"{type(error).__name__}: {error}"
    return str(InputError(" and ".join(entry.paths), problem, hint="this is an error of align; please report it"))


def _counts(outcome: AlignedDocument) -> tuple[dict[str, Any], float]:
    """What the summary adds up, and the share of the sentences that are probably not well paired.

    A sentence counts as well paired as the confidence of its bead says; one that is alone does not.
    """
    beads = outcome.rows.bitext.beads
    kinds = Counter(bead.kind for bead in outcome.rows.beads if bead.paired)
    sentences = outcome.source.sentences + outcome.target.sentences
    sure = sum(bead.confidence * (len(bead.source) + len(bead.target)) for bead in beads if bead.paired)
    counts = {
        "source": outcome.source._asdict(),
        "target": outcome.target._asdict(),
        "kinds": dict(kinds),
        "millionths": round(1e6 * sum(bead.confidence for bead in outcome.rows.beads if bead.paired)),
    }
    return counts, round(1 - sure / sentences, 6) if sentences else 0.0
