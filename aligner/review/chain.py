"""Beads of the places of cells: one chain, in the order of both texts, in which the checked rows are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from aligner.bitext import CheckedBead


class PlacedRow(NamedTuple):
    """A row whose cells have places.

    number: number of the row in the table, from 0.
    sides: the sentences of the source and of the target; None for an empty cell. One side has sentences.
    is_checked: True if a person has marked the row.
    """

    number: int
    sides: tuple[range | None, range | None]
    is_checked: bool

    @property
    def bead(self) -> CheckedBead | None:
        """The bead of a row with sentences on both sides; None for another row."""
        source, target = self.sides
        return None if source is None or target is None else (source, target)


class Conflict(NamedTuple):
    """Two checked rows that no alignment has together.

    row: the later row in the table.
    earlier: the other one.
    side: the side on which both have a sentence; None if they cross, in that one stands first in the source and the
        other in the target.
    """

    row: int
    earlier: int
    side: int | None


def conflicts(rows: Sequence[PlacedRow]) -> list[Conflict]:
    """Return the conflicts between checked rows that are neighbours in a text."""
    result = []
    checked = [row for row in rows if row.is_checked]
    for side in (0, 1):
        placed = sorted((ends, row.number) for row in checked if (ends := _ends(row.sides[side])))
        for ((_, stop), before), ((start, _), after) in pairwise(placed):
            if start < stop:
                result.append(Conflict(max(before, after), min(before, after), side))
    paired = sorted((bead[0].start, bead[1].start, row.number) for row in checked if (bead := row.bead))
    for (_, first_target, before), (_, second_target, after) in pairwise(paired):
        if second_target < first_target:
            result.append(Conflict(max(before, after), min(before, after), None))
    return result


def _ends(sentences: range | None) -> tuple[int, int] | None:
    return None if sentences is None else (sentences.start, sentences.stop)


def checked_beads(rows: Sequence[PlacedRow], sizes: tuple[int, int]) -> dict[int, CheckedBead]:
    """Return the bead of each checked row by its number; rows without a sentence on a side may lack one.

    A row without a sentence on a side stands where a bead of the chain ends, or else begins. The chain has the checked
    rows, and the others that agree with them.

    rows: the rows in the order of the table, without conflicts.
    sizes: numbers of source and of target sentences.
    """
    covered = [bytearray(size) for size in sizes]
    for row in rows:
        if row.is_checked:
            _cover(row, covered)
    chain = dict(_agreeing(rows, covered))
    corners = _Corners(sizes, chain.values())
    one_sided = []
    for row in rows:
        if row.bead is None and (row.is_checked or not _is_covered(row, covered)):
            _cover(row, covered)
            one_sided.append(row)
    for row in (*one_sided, *reversed(one_sided)):
        if row.number not in chain and (bead := corners.bead_at(row)):
            corners.add(bead)
            chain[row.number] = bead
    return {row.number: chain[row.number] for row in rows if row.is_checked and row.number in chain}


def _cover(row: PlacedRow, covered: Sequence[bytearray]) -> None:
    for of_side, sentences in zip(covered, row.sides, strict=True):
        if sentences is not None:
            of_side[sentences.start : sentences.stop] = b"\x01" * len(sentences)


def _is_covered(row: PlacedRow, covered: Sequence[bytearray]) -> bool:
    return any(
        sentences is not None and 1 in of_side[sentences.start : sentences.stop]
        for of_side, sentences in zip(covered, row.sides, strict=True)
    )


def _agreeing(rows: Sequence[PlacedRow], covered: Sequence[bytearray]) -> Iterator[tuple[int, CheckedBead]]:
    """Yield the paired rows that are checked, and the others that fit between them, in order; cover their sentences."""
    paired = [(bead, row) for row in rows if (bead := row.bead)]
    paired.sort(key=lambda pair: (pair[0][0].start, pair[0][1].start))
    limits = [(len(covered[0]), len(covered[1]))]  # where the next checked row begins, from the last row on
    for (source, target), row in reversed(paired):
        limits.append((source.start, target.start) if row.is_checked else limits[-1])
    i = j = 0
    for ((source, target), row), limit in zip(paired, limits[-2::-1], strict=True):
        fits = source.start >= i and target.start >= j and source.stop <= limit[0] and target.stop <= limit[1]
        if row.is_checked or (fits and not _is_covered(row, covered)):
            _cover(row, covered)
            i, j = source.stop, target.stop
            yield row.number, (source, target)


class _Corners:
    """Nodes (i, j) at which beads begin and end, by either of their numbers."""

    def __init__(self, sizes: tuple[int, int], beads: Iterable[CheckedBead]) -> None:
        self._other: tuple[defaultdict[int, list[int]], ...] = (defaultdict(list), defaultdict(list))
        self._add((0, 0))
        self._add(sizes)
        for bead in beads:
            self.add(bead)

    def add(self, bead: CheckedBead) -> None:
        """Add where a bead begins and ends."""
        source, target = bead
        self._add((source.start, target.start))
        self._add((source.stop, target.stop))

    def _add(self, node: tuple[int, int]) -> None:
        self._other[0][node[0]].append(node[1])
        self._other[1][node[1]].append(node[0])

    def bead_at(self, row: PlacedRow) -> CheckedBead | None:
        """Return the bead of a row without a sentence on one side; None if no bead touches its sentences."""
        side = 0 if row.sides[1] is None else 1
        sentences = row.sides[side] or range(0)
        if before := self._other[side].get(sentences.start):
            place = max(before)
        elif after := self._other[side].get(sentences.stop):
            place = min(after)
        else:
            return None
        nothing = range(place, place)
        return (sentences, nothing) if side == 0 else (nothing, sentences)
