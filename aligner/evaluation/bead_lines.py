"""Files of beads without texts: indices, `[0, 1]:[0]`, and ladders, `2<tab>1`.

The third field is a confidence if all of them have the form in which `align` writes it; scores of other programs, which
are no probabilities, are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from aligner.convert.text_files import CONFIDENCE, NUMBER
from aligner.errors import InputError

_NUMBERS = rf"((?:[,\s]*+{NUMBER})*+[,\s]*+)"
_BEAD = regex.compile(rf"\s*\[{_NUMBERS}\]\s*:\s*\[?{_NUMBERS}\]?\s*(?::\s*(\S*).*)?")
_OF_DOCUMENT = regex.compile(r"[^\t\[]*\t\s*\[")  # the name of a document before a bead
_RUNG = regex.compile(rf"({NUMBER})\t({NUMBER})(?:\t(-?[\d.eE+-]+))?\s*")


MAX_SENTENCES = 1_000_000  # of a side of a ladder, whose numbers alone need no memory; ten long novels have fewer


class LineBead(NamedTuple):
    """A bead of a file.

    line: number of its line, from 1.
    source, target: numbers of its sentences, from 0, as the line has them.
    confidence: in [0, 1]; None if the file has none.
    """

    line: int
    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float | None


NumberedLines = Iterable[tuple[int, str]]  # numbers of lines, from 1, and their texts without ends


def content(lines: NumberedLines) -> Iterator[tuple[int, str]]:
    """Yield the lines that are neither blank nor comments."""
    return ((number, line) for number, line in lines if line.strip() and not line.lstrip().startswith("#"))


def is_index_line(line: str) -> bool:
    """Return True for a line of an index."""
    return _BEAD.fullmatch(line) is not None or _OF_DOCUMENT.match(line) is not None


def is_rung(line: str) -> bool:
    """Return True for the first rung of a ladder, which begins with the first sentence of a side."""
    match = _RUNG.fullmatch(line)
    return match is not None and (match[1] == "0" or match[2] == "0")


def read_index(lines: NumberedLines, name: str) -> list[LineBead]:
    """Return the beads of an index; one without any sentence is left out.

    Raises InputError for a line that is no bead.
    """
    beads, scores = [], []
    for number, line in content(lines):
        if not (match := _BEAD.fullmatch(line)):
            if _OF_DOCUMENT.match(line):
                hint = "write one file a document, and give the folder of them"
                raise InputError(name, "the index names documents", hint=hint, line=number)
            raise InputError(name, f"not a bead: {line.strip()[:40]!r}", hint="write it as [0, 1]:[0]", line=number)
        source, target = (tuple(map(int, match[side].replace(",", " ").split())) for side in (1, 2))
        if source or target:
            beads.append((number, source, target))
            scores.append(match[3] or "")
    confidences = _confidences(scores)
    return [LineBead(*bead, confidence) for bead, confidence in zip(beads, confidences, strict=True)]


def read_ladder(lines: NumberedLines, name: str) -> tuple[list[LineBead], tuple[int, int]]:
    """Return the beads between the rungs of a ladder, and the numbers of sentences, which are its last rung.

    A rung has the score of the bead that begins there.

    Raises InputError for a line that is no rung, and for numbers that fall.
    """
    rungs = [(0, 0, 0, "")]
    for number, line in content(lines):
        if not (match := _RUNG.fullmatch(line)):
            hint = "write two numbers and a score, with tabs between them"
            raise InputError(name, f"not a rung of a ladder: {line.strip()[:40]!r}", hint=hint, line=number)
        rung = (number, int(match[1]), int(match[2]), match[3] or "")
        if rung[1] < rungs[-1][1] or rung[2] < rungs[-1][2]:
            problem = f"{rung[1]} and {rung[2]} come after {rungs[-1][1]} and {rungs[-1][2]}"
            raise InputError(name, problem, hint="the numbers of a ladder do not fall", line=number)
        if max(rung[1:3]) > MAX_SENTENCES:
            problem = f"sentence {max(rung[1:3])} is beyond {MAX_SENTENCES:,}"
            raise InputError(name, problem, hint="divide the document", line=number)
        rungs.append(rung)
    steps = [step for step in pairwise(rungs) if step[0][1:3] != step[1][1:3]]
    confidences = _confidences([score for (*_, score), _ in steps])
    beads = [
        LineBead(line, tuple(range(i, next_i)), tuple(range(j, next_j)), confidence)
        for ((line, i, j, _), (_, next_i, next_j, _)), confidence in zip(steps, confidences, strict=True)
    ]
    return beads, (rungs[-1][1], rungs[-1][2])


def _confidences(scores: Sequence[str]) -> list[float | None]:
    """Return the confidences that scores are; None for each if they are scores of another program."""
    given = [score for score in scores if score]
    if not all(map(CONFIDENCE.fullmatch, given)):
        return [None] * len(scores)
    return [float(score) if score else None for score in scores]
