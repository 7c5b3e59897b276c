"""Outputs: the beads in the files that programs write.

Every function takes a file in UTF-8, and raises OutputError for one that is not in the documented format.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import regex

from aligner.errors import InputError
from aligner.evaluation import bead_lines
from aligner.evaluation.beads import Bead

Beads = list[Bead]

_BLEUALIGN_LINE = regex.compile(r"alignment: ([\d,]*+) - ([\d,]*+)")


class OutputError(Exception):
    """A program wrote a file that is not in its documented format, or none."""


def read_index(file: Path) -> Beads:
    """The beads of lines such as `[0, 1]:[0]:0.987`, which `align`, vecalign and galechurch write."""
    try:
        return [Bead(bead.source, bead.target) for bead in bead_lines.read_index(_lines(file), file.name)]
    except InputError as error:
        raise OutputError(str(error)) from None


def read_ladder(file: Path, sizes: tuple[int, int]) -> Beads:
    """The beads of the output of hunalign: a rung and its score a line, separated by tabs.

    sizes: sentences of each side. hunalign reads the end of the last line as the begin of one more sentence, which is
        left out, and writes no last rung, which is added.
    """
    try:
        beads, last = bead_lines.read_ladder(_lines(file), file.name)
    except InputError as error:
        raise OutputError(str(error)) from None
    if not beads:
        return []
    if last[0] <= sizes[0] and last[1] <= sizes[1]:
        beads.append(bead_lines.LineBead(0, tuple(range(last[0], sizes[0])), tuple(range(last[1], sizes[1])), None))
    inside = (
        Bead(tuple(i for i in bead.source if i < sizes[0]), tuple(j for j in bead.target if j < sizes[1]))
        for bead in beads
    )
    return [bead for bead in inside if bead.source or bead.target]


def read_links(file: Path) -> Beads:
    """The beads of lines `source target`, the links of nltk in ascending order: links that share a sentence are one."""
    beads: list[tuple[set[int], set[int]]] = []
    for number, line in _lines(file):
        numbers = line.split()
        if len(numbers) != 2 or not all(word.isdecimal() for word in numbers):
            raise OutputError(f"line {number} is no link: {line[:40]!r}")
        i, j = map(int, numbers)
        if not beads or (i not in beads[-1][0] and j not in beads[-1][1]):
            beads.append((set(), set()))
        beads[-1][0].add(i)
        beads[-1][1].add(j)
    return [Bead(tuple(sorted(source)), tuple(sorted(target))) for source, target in beads]


def read_bleualign_log(file: Path) -> Beads:
    """The beads of `alignment: 0,1 - 2`, lines of Bleualign's log with `--verbosity 2`."""
    beads = []
    for _, line in _lines(file):
        if match := _BLEUALIGN_LINE.match(line):
            source, target = (tuple(map(int, filter(None, side.split(",")))) for side in match.groups())
            beads.append(Bead(source, target))
    return beads


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file that are not blank, with their numbers from 1."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"the output cannot be read: {error}") from None
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line
