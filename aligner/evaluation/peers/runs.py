"""Runs of `align` with its methods, and of all other programs that are installed, on the same two files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from aligner import errors
from aligner.errors import InputError
from aligner.evaluation.beads import Bead, BeadScores, judge_beads, score_judged
from aligner.evaluation.peers import programs
from aligner.evaluation.peers.outputs import OutputError
from aligner.evaluation.peers.processes import Call, ProgramFailed, Usage, run
from aligner.evaluation.peers.programs import PROGRAMS, Means, Unavailable
from aligner.evaluation.peers.texts import Corpus, read_lines
from aligner.semantic import vector_cache
from aligner.semantic.encoders import find_encoder

METHODS = ("hybrid", "length", "gale-church")


class Task(NamedTuple):
    """A task for all programs.

    source, target: two files in UTF-8 with one sentence a line.
    languages: language tags of the source and of the target.
    gold: the beads to compare with; None if they are not known.
    translation: file with a translation of each line of the source, for Bleualign; None if there is none.
    encoder: name of an encoder for `align`, whose vectors vecalign gets, too; None for none.
    vectors: vecalign's vectors of both sides, `NAME.emb` with the lines of the overlaps in NAME, which `align` gets,
        too; None if there are none.
    time_limit: seconds of wall-clock time for each program.
    """

    source: Path
    target: Path
    languages: tuple[str, str]
    gold: Sequence[Bead] | None = None
    translation: Path | None = None
    encoder: str | None = None
    vectors: tuple[Path, Path] | None = None
    time_limit: float = 600


class Result(NamedTuple):
    """A row of the table.

    program: its name, with its options.
    problem: why it has no figures; empty if it has.
    usage: CPU seconds and peak memory.
    scores: the scores of its beads; None without gold.
    beads: number of its beads.
    """

    program: str
    problem: str = ""
    usage: Usage = Usage(None, None)
    scores: BeadScores | None = None
    beads: int = 0


def run_all(task: Task) -> Iterator[Result]:
    """Yield the result of each program, `align` first.

    Raises InputError for a file that is missing, has no sentence, or has lines that programs number differently.
    """
    check_sentences(task.source)
    check_sentences(task.target)
    with tempfile.TemporaryDirectory(prefix="align-peers-") as name:
        folder = Path(name)
        files = [path.absolute() for path in (task.source, task.target)]
        corpus = Corpus([files[0]], [files[1]], task.languages, folder)
        for call in _calls_of_align(task, corpus):
            yield _result(call, task, folder)
        means = _means(task, corpus)
        for program in PROGRAMS:
            command = program.find()
            if not command:
                yield Result(program.name, f"is not installed; {program.install}")
                continue
            try:
                calls = program.calls(command, corpus, means)
            except (Unavailable, OSError, ValueError) as error:
                yield Result(program.name, str(error))
                continue
            for call in calls:
                yield _result(call, task, folder)


def check_sentences(file: Path) -> None:
    """Raise InputError unless a file has one sentence on each line, whatever a program takes for the end of a line."""
    try:
        lines = read_lines(file)
    except OSError as error:
        raise errors.cannot_read(file, error) from None
    except UnicodeDecodeError as error:
        raise InputError(str(file), f"is not UTF-8: byte {error.start}", hint="convert it to UTF-8") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            hint = "programs number empty lines differently; write one sentence on each line"
            raise InputError(str(file), "the line is empty", hint=hint, line=number)
        if len(line.removesuffix("\r").splitlines()) > 1:
            problem = "the line holds a character at which other programs end a line, too, such as U+2028"
            raise InputError(str(file), problem, hint="replace it by a space", line=number)


def _calls_of_align(task: Task, corpus: Corpus) -> Iterator[Call]:
    """Yield the calls of `align`: its methods, and the default one with an encoder or with vectors."""
    for method in METHODS:
        yield programs.align(corpus, method)
    if task.encoder:
        yield programs.align(corpus, "hybrid", ["--encoder", task.encoder])
    if task.vectors:
        source, target = (str(path.absolute()) for path in task.vectors)
        call = programs.align(corpus, "hybrid", ["--source-vectors", source, "--target-vectors", target])
        yield call._replace(program="align with the vectors")


def _means(task: Task, corpus: Corpus) -> Means:
    """The files of the user, and vectors by the encoder if there are no others."""
    translation = task.translation.absolute() if task.translation else None
    if task.vectors:
        return Means(translation, (task.vectors[0].absolute(), task.vectors[1].absolute()))
    if not task.encoder or not _find("vecalign"):
        return Means(translation)
    encoder = find_encoder(task.encoder)

    def encode(lines: Sequence[str]) -> bytes:
        return vector_cache.encode(encoder, lines).astype("<f4").tobytes()

    return Means(translation, programs.write_overlaps(corpus, encode))


def _find(name: str) -> list[str] | None:
    """The command of a program; None if it is not installed."""
    return next(program.find() for program in PROGRAMS if program.name == name)


def _result(call: Call, task: Task, folder: Path) -> Result:
    """The result of one run."""
    printed = folder / "printed"
    try:
        usage = run(call, printed, time_limit=task.time_limit, environment={"PYTHONUTF8": "1"})
        beads = next(iter(call.beads(printed)), []) if call.beads else []
    except (ProgramFailed, OutputError, OSError) as error:
        return Result(call.program, str(error))
    if not beads:
        return Result(call.program, "ended without an error, but wrote no alignment")
    scores = None if task.gold is None else score_judged([judge_beads(task.gold, beads)])
    return Result(call.program, "", usage, scores, len(beads))
