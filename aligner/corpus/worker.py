"""The work of one process: read and split a batch of documents, align them together, and write the outputs.

A batch may go to another process, even on another machine. It may be done twice, since a worker that was lost may
have done a part of it. Therefore the same batch always gives the same bytes, and an output is written atomically.
"""

from __future__ import annotations

import errno
import logging
import traceback
from contextlib import suppress
from dataclasses import replace
from time import perf_counter
from typing import NamedTuple

from aligner import errors, notices, pipeline, storage
from aligner.bitext import Bitext
from aligner.corpus import inputs, kept_documents, outputs
from aligner.corpus.batch import Batch, DocumentResult, WorkItem
from aligner.corpus.records import Counts, State, suspicion_of
from aligner.corpus.time_limit import time_limit
from aligner.diagnostics import Diagnostics
from aligner.errors import InputError
from aligner.settings import Settings
from aligner.version import __version__
from aligner.write import formats, sentences
from aligner.write.writer import escape_bytes

# After these errors, no other output could be written either.
_FATAL_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ESTALE})


class _Prepared(NamedTuple):
    """A document that is read and split."""

    item: WorkItem
    digest: str  # hash of the inputs
    document: pipeline.PreparedDocument
    seconds: float


class _Searched(NamedTuple):
    """The result of the search for one document, and its share of the time."""

    bitext: Bitext
    diagnostics: Diagnostics
    seconds: float


def run_batch(batch: Batch, settings: Settings) -> list[DocumentResult]:
    """Align the documents of a batch, and write the outputs that have a path.

    If a document takes longer than the batch allows, this process ends.

    A failed document does not affect the others. If nothing more can be written, the batch stops, and its last
    result is STOPPED.

    Returns a result for each document, in their order; fewer if the batch stops.

    Raises InputError if another version of the program made the batch.
    """
    if batch.version != __version__:
        problem = f"this worker has align {__version__}, the command has {batch.version}"
        raise InputError("the workers", problem, hint="install the same version everywhere")
    if batch.timeout is None:
        return _run_together(batch, settings)
    results_of_items: list[DocumentResult] = []
    for item in batch.items:
        with time_limit(batch.timeout):
            results_of_items += _run_together(batch._replace(items=(item,)), settings)
        if results_of_items[-1].document.state == State.STOPPED:
            break
    return results_of_items


def _run_together(batch: Batch, settings: Settings) -> list[DocumentResult]:
    """Align the documents of a batch together; see `run_batch`."""
    results: dict[str, DocumentResult] = {}
    prepared: list[_Prepared] = []
    # 1. Read and split every document.
    for item in batch.items:
        ready_or_result = _prepare(item, batch, settings)
        if isinstance(ready_or_result, DocumentResult):
            results[item.document.name] = ready_or_result
        else:
            prepared.append(ready_or_result)
    # 2. Align all documents in one call.  3. Write the outputs.
    for ready, searched in _align(prepared, settings):
        with notices.recorded() as of_writer:
            result = searched if isinstance(searched, DocumentResult) else _finish(ready, searched, batch, settings)
        result = _with_notices(result, of_writer)
        results[ready.item.document.name] = result
        if result.document.state == State.STOPPED:
            break
    names = (item.document.name for item in batch.items)
    return [results[name] for name in names if name in results]


def _prepare(item: WorkItem, batch: Batch, settings: Settings) -> _Prepared | DocumentResult:
    """Read and split a document. Returns its result instead if it is unchanged, was edited by hand, or fails."""
    began = perf_counter()
    digest = ""
    paths, review = item.document.paths, item.document.review
    try:
        contents = inputs.read_files(item.document.input_paths, batch.folder)
        digest = inputs.digest(contents)
        if result := _left_alone(item, digest, batch):
            return result
        of_texts = contents[: len(paths)]
        document = kept_documents.take(inputs.digest(of_texts), paths, settings)
        if document is None:
            document = pipeline.prepare(inputs.decode_files(of_texts, paths, settings.encoding), settings)
        if review:
            document = pipeline.with_pins(document, review, settings, contents[-1])
    except Exception as error:
        return _fail_input(item, digest, error, perf_counter() - began, batch)
    return _Prepared(item, digest, document, perf_counter() - began)


def _left_alone(item: WorkItem, digest: str, batch: Batch) -> DocumentResult | None:
    """The result of a document whose outputs are left as they are; None if they have to be written.

    digest: hash of the inputs.
    """
    paths = _output_paths(item, batch) if item.has_output else []
    edited = bool(outputs.edited(paths, item.written))
    if edited and not item.force:
        outdated = digest != item.finished_inputs
        return DocumentResult(replace(item.document, state=State.EDITED, edited=True, outdated=outdated))
    if item.is_current and digest == item.finished_inputs and not edited and outputs.exist(paths):
        return DocumentResult(replace(item.document, state=State.UNCHANGED))
    return None


def _align(prepared: list[_Prepared], settings: Settings) -> list[tuple[_Prepared, _Searched | DocumentResult]]:
    """Align documents in one call; if that fails, each document in a call of its own."""
    if not prepared:
        return []
    began = perf_counter()
    bitexts = None
    try:
        bitexts = pipeline.align_prepared([ready.document for ready in prepared], settings)
    except Exception as error:
        if len(prepared) == 1:
            return [(prepared[0], _fail(prepared[0].item, error))]
    if bitexts is None:  # not in the handler, which would keep the memory of the failed call
        return [pair for ready in prepared for pair in _align([ready], settings)]
    sizes = [len(bitext.source.sentences) + len(bitext.target.sentences) for _, bitext, _ in bitexts]
    seconds_per_sentence = (perf_counter() - began) / max(sum(sizes), 1)
    return [
        (ready._replace(document=document), _Searched(bitext, diagnostics, seconds_per_sentence * size))
        for ready, (document, bitext, diagnostics), size in zip(prepared, bitexts, sizes, strict=True)
    ]


def _finish(ready: _Prepared, searched: _Searched, batch: Batch, settings: Settings) -> DocumentResult:
    """Filter and count a document after the search, and write it or return its rows."""
    began = perf_counter()
    item = ready.item
    written, rows = None, b""
    name = escape_bytes(item.document.name)
    try:
        if item.document.review:
            settings = replace(settings, pins=storage.join(batch.folder, item.document.review))
        aligned = pipeline.finish(ready.document, searched.bitext, searched.diagnostics, settings)
        if item.outputs:
            contents = formats.contents_of_files(aligned.output.rows()._replace(name=name), batch.output_options)
            if batch.output_options.sentences:
                contents += sentences.contents_of_files(aligned.output.bitext, aligned.output.repairs)
            parts_folder = storage.join(batch.folder, batch.parts_folder)
            written = outputs.write(_output_paths(item, batch), item.outputs, contents, item.guarded, parts_folder)
        else:
            rows = formats.collected(aligned.output.rows(name), batch.output_options)
    except OSError as error:
        failed = _fail(item, error)
        state = State.STOPPED if error.errno in _FATAL_ERRORS else State.FAILED
        return failed._replace(document=replace(failed.document, state=state))
    except Exception as error:
        return _fail(item, error)
    document = replace(
        item.document,
        state=State.DONE if aligned.pairs else State.EMPTY,
        inputs=ready.digest,
        written=written,
        counts=Counts.from_document(aligned),
        suspicion=suspicion_of(aligned),
        seconds=ready.seconds + searched.seconds + perf_counter() - began,
        notices="\n".join(notice.text for notice in aligned.notices if notice.level > logging.INFO),
        error=f"{item.document.label}: {aligned.problem}" if aligned.problem else "",
    )
    return DocumentResult(document, rows)


def _output_paths(item: WorkItem, batch: Batch) -> list[str]:
    """The paths of the files to write, wherever the worker is."""
    return [storage.join(batch.folder, path) for path in item.outputs]


def _with_notices(result: DocumentResult, of_writer: list[notices.Notice]) -> DocumentResult:
    """Add what the writer logged to the notices of a document."""
    lines = [*filter(None, [result.document.notices]), *(notice.text for notice in of_writer)]
    return result._replace(document=replace(result.document, notices="\n".join(lines)))


def _fail_input(item: WorkItem, digest: str, error: Exception, seconds: float, batch: Batch) -> DocumentResult:
    """The result of a document that cannot be read or split. Removes the outputs of its earlier contents.

    digest: hash of the files; empty if they cannot be read.
    """
    written = item.left_behind
    if digest and item.has_output and item.outputs:
        # If they cannot be removed, they stay, and the journal still knows that this program wrote them.
        with suppress(InputError, OSError):
            if outputs.remove(_output_paths(item, batch), item.guarded):
                written = None
    failed = _fail(item, error)
    return failed._replace(document=replace(failed.document, inputs=digest, written=written, seconds=seconds))


def _fail(item: WorkItem, error: Exception) -> DocumentResult:
    """The result of a document that failed, and that the next run must try again."""
    expected = isinstance(error, (InputError, OSError, MemoryError))
    trace = "" if expected else "".join(traceback.format_exception(error))
    document = replace(item.document, state=State.FAILED, written=item.left_behind, error=_describe(item, error))
    return DocumentResult(document, trace=trace)


def _describe(item: WorkItem, error: Exception) -> str:
    """The message for an error of one document, which names its files."""
    label = item.document.label
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, OSError):
        return str(errors.cannot_write(" and ".join(item.outputs), error))
    if isinstance(error, MemoryError):
        return str(InputError(label, "not enough memory"))
    problem = f"{type(error).__name__}: {error}"
    return str(InputError(label, problem, hint="this is an error of align; please report it"))
