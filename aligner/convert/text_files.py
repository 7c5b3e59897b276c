"""Files of a sentence a line: two of them with an index or a ladder, or alone as a Moses pair.

An index, `[0, 1]:[0]:0.987`, is what `align`, vecalign and bertalign write; a ladder, `2<tab>1<tab>0.987`, is what
hunalign writes. Both speak of sentences by their numbers, from 0, which are lines of the two files.
"""

from __future__ import annotations

import os.path
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

import regex

from aligner import languages
from aligner.characters import VISIBLE
from aligner.convert.inputs import Input
from aligner.convert.pair_file import Numbering, PairFile, Places, Wanted, alone, kind_of, visible
from aligner.convert.sides import in_order, with_languages
from aligner.errors import InputError
from aligner.notices import number_ranges
from aligner.rows import Row

NUMBER = r"\d{1,9}+(?!\d)"  # of a sentence; no text has more, and Python does not read thousands of digits
_NUMBERS = rf"\[((?:[, ]*+{NUMBER})*+[, ]*+)\]"
_BEAD = regex.compile(rf"(?:([^\t]*)\t)?\s*{_NUMBERS}\s*:\s*{_NUMBERS}(?:\s*:\s*(\S+))?\s*")
_RUNG = regex.compile(rf"({NUMBER})\t({NUMBER})(?:\t(-?[\d.eE+-]+))?")
CONFIDENCE = regex.compile(r"0\.\d{3}|1\.000")  # as `align` writes it; the scores of other programs have other forms


class _Bead(NamedTuple):
    """A line of an index or of a ladder: its number, the sentences of both sides, and its score."""

    line: int
    source: tuple[int, ...]
    target: tuple[int, ...]
    score: str


def is_index(head: Input) -> bool:
    """Return True if the first line is one of an index."""
    return _BEAD.fullmatch(head.first_line) is not None


def is_ladder(head: Input) -> bool:
    """Return True if the first line is a rung of a ladder, which begins with the first sentence of a side."""
    match = _RUNG.fullmatch(head.first_line)
    return match is not None and (match[1] == "0" or match[2] == "0")


def read_index(inputs: Sequence[Input], wanted: Wanted) -> PairFile:
    """Return the pairs of an index with the sentences of both sides."""
    return _read(inputs, wanted, _index_beads)


def read_ladder(inputs: Sequence[Input], wanted: Wanted) -> PairFile:
    """Return the pairs of a ladder with the sentences of both sides."""
    return _read(inputs, wanted, _ladder_beads)


def _read(
    inputs: Sequence[Input],
    wanted: Wanted,
    read_beads: Callable[[Input, tuple[int, int]], Iterator[_Bead]],
) -> PairFile:
    """Return the pairs of a file of beads and two files of sentences."""
    alignment, *texts = inputs
    source, target = ([line for _, line in text.lines(wanted.encoding)] for text in texts)
    beads = list(read_beads(alignment, (len(source), len(target))))
    if not beads:
        raise InputError(alignment.name, "there is no row")
    for side, sentences in enumerate((source, target)):
        _check_numbers(beads, side, len(sentences), texts[side], alignment)
    scores = [bead.score for bead in beads if bead.score]
    are_confidences = all(map(CONFIDENCE.fullmatch, scores))
    if not are_confidences:
        alignment.note("the scores are not confidences of align, and are left out")
    rows = (
        _row(
            bead,
            [source[number] for number in bead.source],
            [target[number] for number in bead.target],
            float(bead.score) if bead.score and are_confidences else None,
        )
        for bead in beads
    )
    file = PairFile("", "", rows, alignment.notices, sizes=(len(source), len(target)))
    return _with_marks(file, texts, wanted)


def _row(bead: _Bead, source: list[str], target: list[str], confidence: float | None) -> Row:
    kind = f"{len(source)}-{len(target)}"
    return Row(" ".join(source), " ".join(target), kind, confidence, bead.source, bead.target, source, target)


def _check_numbers(beads: Sequence[_Bead], side: int, size: int, text: Input, alignment: Input) -> None:
    """Refuse sentences that are not there, or that stand in two rows; report those that stand in none.

    size: number of sentences of the side.
    text: the file that holds them.
    alignment: the file of beads.
    """
    lines: dict[int, int] = {}
    for bead in beads:
        for number in (bead.source, bead.target)[side]:
            if number >= size:
                problem = f"there is no sentence {number} in {text.name}, which has {size}, counted from 0"
                hint = "give the files of sentences that were aligned, those of the source first"
                raise InputError(alignment.name, problem, hint=hint, line=bead.line)
            if number in lines:
                problem = f"sentence {number} of {text.name} stands in line {lines[number]}, too"
                raise InputError(alignment.name, problem, hint="remove it from one of the lines", line=bead.line)
            lines[number] = bead.line
    if missing := [number + 1 for number in range(size) if number not in lines]:
        text.note(f"left out {number_ranges('line', missing)}, of which {alignment.name} does not speak")


def _index_beads(file: Input, sizes: tuple[int, int]) -> Iterator[_Bead]:
    """Yield the beads of an index."""
    documents: set[str] = set()
    for line, text in file.lines(None):
        if not VISIBLE.search(text):
            continue
        if not (match := _BEAD.fullmatch(text)):
            raise InputError(file.name, "this is no line of an index", hint="write it as [0, 1]:[0]", line=line)
        documents.add(match[1] or "")
        if len(documents) > 1:
            hint = "give the index of one document with its two texts"
            raise InputError(file.name, "the index speaks of several documents", hint=hint, line=line)
        source, target = (tuple(map(int, regex.findall(r"\d+", match[group]))) for group in (2, 3))
        if source or target:
            yield _Bead(line, source, target, match[4] or "")


def _ladder_beads(file: Input, sizes: tuple[int, int]) -> Iterator[_Bead]:
    """Yield the beads between the rungs of a ladder. A rung has the score of the bead that begins there.

    The last rung is the number of sentences on both sides; a ladder without it ends at the last sentences.
    """
    rungs: list[tuple[int, int, int, str]] = []
    for line, text in file.lines(None):
        if not VISIBLE.search(text):
            continue
        if not (match := _RUNG.fullmatch(text)):
            hint = "write two numbers and a score, with tabs between them"
            raise InputError(file.name, "this is no rung of a ladder", hint=hint, line=line)
        rungs.append((line, int(match[1]), int(match[2]), match[3] or ""))
    if rungs and (rungs[0][1], rungs[0][2]) != (0, 0):
        rungs.insert(0, (rungs[0][0], 0, 0, ""))
    if rungs and (rungs[-1][1], rungs[-1][2]) != sizes:
        rungs.append((rungs[-1][0], max(sizes[0], rungs[-1][1]), max(sizes[1], rungs[-1][2]), ""))
        file.note(f"no rung is at the end of the texts; all sentences after line {rungs[-1][0]} are in one row")
    for (_, i, j, score), (line, next_i, next_j, _) in pairwise(rungs):
        if next_i < i or next_j < j:
            hint = "the numbers of a ladder do not fall"
            raise InputError(file.name, f"{next_i} and {next_j} come after {i} and {j}", hint=hint, line=line)
        if next_i > sizes[0] or next_j > sizes[1]:
            hint = "give the files of sentences that were aligned, those of the source first"
            problem = f"the texts have {sizes[0]} and {sizes[1]} sentences, fewer than {next_i} and {next_j}"
            raise InputError(file.name, problem, hint=hint, line=line)
        if next_i > i or next_j > j:
            yield _Bead(line, tuple(range(i, next_i)), tuple(range(j, next_j)), score)


def read_moses(inputs: Sequence[Input], wanted: Wanted) -> PairFile:
    """Return the pairs of two files of as many lines."""
    source, target = (file.lines(wanted.encoding) for file in inputs)
    pairs = PairFile("", "", _moses_rows(source, target, inputs), inputs[0].notices)
    return _with_marks(pairs, inputs, wanted)


def _moses_rows(
    source: Iterator[tuple[int, str]], target: Iterator[tuple[int, str]], inputs: Sequence[Input]
) -> Iterator[Row]:
    """Yield a row for each line; raises InputError with both numbers of lines if they differ."""
    numbering, empty = Numbering(), Places()
    for first, second in zip_longest(source, target):
        if first is None or second is None:
            rest, short = (target, 0) if first is None else (source, 1)
            line = (first or second)[0]
            counts = (line - 1, line + sum(1 for _ in rest))
            of_source, of_target = counts if short == 0 else counts[::-1]
            problem = f"{of_source} lines, but {inputs[1].name} has {of_target}"
            raise InputError(inputs[0].name, problem, hint="give two files in which each line translates the same line")
        texts = visible(first[1]), visible(second[1])
        if not any(texts):
            empty.add(first[0])
            continue
        kind = kind_of(*texts)
        yield Row(*texts, kind, None, *numbering.numbers(kind, ""), *alone(*texts))
    if empty.count:
        inputs[0].note(f"left out {empty.text('row')} without any text")


def _with_marks(pairs: PairFile, texts: Sequence[Input], wanted: Wanted) -> PairFile:
    """Return a file with its languages: those that the names of the two texts end with, or else the user's."""
    chosen = [languages.primary(tag) for tag in (wanted.source, wanted.target) if tag]
    marks = [language_mark(text.path, chosen) for text in texts]
    named = [languages.primary(tag) for tag in marks]
    if all(marks) and named[0] != named[1] and set(chosen) <= set(named):
        return in_order(pairs._replace(source_language=marks[0], target_language=marks[1]), wanted, texts[0].name)
    return with_languages(pairs, wanted, texts[0])


def language_mark(name: str, chosen: Sequence[str] = ()) -> str:
    """Return the language that a file name names: `ar` for `book.ar`, `book.ar.txt` and `ar.txt`; empty without one.

    chosen: codes of languages that the user named, which count besides the usual ones.
    """
    for part in reversed(os.path.basename(name).split(".")):
        try:
            tag = languages.tag(part)
        except ValueError:
            continue
        if languages.is_usual(tag) or languages.primary(tag) in chosen:
            return tag
    return ""
