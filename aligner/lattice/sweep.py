"""Bands side by side: a batch of them is swept one diagonal at a time, all bands in one NumPy call.

A band of a batch is a *lane*. Tables have the axes (diagonals, margin + slots, lanes). In a lane, the node
(i, j) stands on diagonal i + j, counted from the start of the band, and in slot i, counted from its first node,
modulo the number of slots. So a bead that ends in slot k begins in slot k - s, in every lane, wherever its
band has moved to. The starts of all beads of a kind are one slice of an earlier diagonal; no index array is needed.

A narrow band needs far fewer slots than the text has sentences: it moves round a ring of slots. The *margin*
in front of slot 0 repeats the last slots, so that a slice can go back across slot 0. It is as wide as the
widest bead. There are at least as many slots as the band and the margin together are wide. So a slice
that goes back to a node outside the band meets an empty slot, and not another node.

Example: a band of 3 nodes a diagonal, for beads of at most one sentence a side. Margin 1, 3 + 1 = 4 slots;
the table of one lane, with the nodes i,j that stand in it:

               margin | slot 0  slot 1  slot 2  slot 3
    diagonal 3        |  0,3     1,2     2,1
    diagonal 4   3,1  |          1,3     2,2     3,1
    diagonal 5   3,2  |          1,4     2,3     3,2
    diagonal 6   3,3  |  4,2             2,4     3,3

The bead 1-1 into (4, 2), in slot 0 of diagonal 6, begins at (3, 1): two diagonals back and one slot to the
left, in the margin. The bead 1-0 into (1, 3), in slot 1 of diagonal 4, begins at (0, 3): one diagonal
back and one slot to the left. The bead 0-1 into (4, 2) would begin at (4, 1), outside the band; slot 0 of
diagonal 5 is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.lattice.costs import SideFacts
from aligner.lattice.grid import Band, Bools, Floats, Int32s, Ints, Number
from aligner.lattice.kinds import Kinds
from aligner.lattice.limits import BATCH_LIMITS, BatchLimits

_CLASSES_PER_OCTAVE = 8  # classes of size into which bands fall between n and 2n source sentences

_Lookup = Callable[[Ints, Ints], Int32s]  # of places and lanes, which broadcast: (facts, *shape)


class StackedBands(NamedTuple):
    """Several bands in one table: the diagonals of a band after those of the band before it; see `grid.Band`.

    texts, starts: (bands,), as in each band.
    begins: (bands + 1,), where the diagonals of each band begin; the last entry is the number of all.
    first, last: (all diagonals,), as in each band.
    """

    texts: Ints
    starts: Ints
    begins: Ints
    first: Ints
    last: Ints

    @classmethod
    def from_bands(cls, bands: Sequence[Band]) -> StackedBands:
        """Stack bands, at least one."""
        texts, starts, firsts, lasts = zip(*bands, strict=True)
        begins = np.cumsum([0, *map(len, firsts)])
        return cls(np.array(texts), np.array(starts), begins, np.concatenate(firsts), np.concatenate(lasts))


class Diagonal(NamedTuple):
    """One diagonal of every lane, as `DiagonalBatch.sweep` yields it.

    The arrays are views of tables that the next diagonal changes.

    number: diagonals before it.
    slots: the slots in which any lane has a node; the arrays hold these slots only.
    source, target: (facts, slots, lanes), the facts of the two sides at each node, see `costs.SideFacts`; an empty
    slot holds facts of an arbitrary place.
    outside: (slots, lanes), True where a slot is empty.
    """

    number: int
    slots: slice
    source: Int32s
    target: Int32s
    outside: Bools


class DiagonalBatch:
    """The geometry of bands that are swept together, one a lane.

    texts: (lanes,), number of the text of each lane.
    last: (lanes,), number of the last diagonal of each lane.
    diagonals, slots, lanes: size of the tables.
    reach: diagonals that the longest bead goes back.
    margin: slots that the widest bead goes back.
    """

    def __init__(self, bands: StackedBands, kinds: Kinds, numbers: Ints | None = None) -> None:
        """Lay out bands.

        numbers: which of the bands; None for all.
        """
        chosen = np.arange(len(bands.texts)) if numbers is None else numbers
        self.texts = bands.texts[chosen]
        self.last = bands.begins[chosen + 1] - bands.begins[chosen] - 1
        self.diagonals = int(self.last.max()) + 1
        self.lanes = len(chosen)
        # A band that has ended repeats its last diagonal, so that all lanes have as many.
        rows = np.minimum(np.arange(self.diagonals)[:, None], self.last) + bands.begins[chosen]
        self._first = bands.first[rows]  # (diagonals, lanes): i of the first node, less the base
        self._last = bands.last[rows]
        self._start = bands.starts[chosen]
        self._base = self._first[0].copy()  # (lanes,): i of the node that stands in slot 0 of diagonal 0
        self._first -= self._base
        self._last -= self._base
        self.reach = kinds.longest
        self.margin = kinds.widest
        width = int((self._last - self._first).max()) + 1
        span = int(self._last.max()) + 1
        self.slots = min(span, width + self.margin)
        self._is_ring = self.slots < span

    def table(self, diagonals: int, value: Number) -> npt.NDArray[Number]:
        """A new table, (diagonals, margin + slots, lanes), filled with a value."""
        return np.full((diagonals, self.margin + self.slots, self.lanes), value, type(value))

    def store(self, row: npt.NDArray[Number], slots: slice, values: npt.NDArray[Number]) -> None:
        """Store values, (slots, lanes), in slots of a row: one diagonal of a table."""
        row[self.margin + slots.start : self.margin + slots.stop] = values
        if self._is_ring:
            row[: self.margin] = row[self.slots :]

    def fold_margin(self, row: Floats) -> None:
        """Add the values in the margin of a row to the slots that the margin repeats, after sums were made in both."""
        if self._is_ring:
            row[self.slots :] += row[: self.margin]

    def bead_starts(self, s: int, slots: slice) -> slice:
        """The part of a row that holds the starts of beads of s source sentences that end in slots."""
        return slice(self.margin - s + slots.start, self.margin - s + slots.stop)

    def nodes_at(self, number: Ints | int, slots: Ints, lanes: Ints) -> tuple[Ints, Ints]:
        """(i, j) of the nodes in slots of lanes.

        number: their diagonal; one number, or one for each node.
        """
        first = self._first[number, lanes]
        i = first + (slots - first) % self.slots + self._base[lanes]
        return i, self._start[lanes] + number - i

    def lanes_ending(self, number: int) -> Ints:
        """The lanes of which a diagonal is the last."""
        return np.flatnonzero(self.last == number)

    def sweep(self, sides: tuple[SideFacts, SideFacts]) -> Iterator[Diagonal]:
        """Yield the diagonals in order, with the facts of both sides at each node.

        Facts are gathered once, and a diagonal is a slice of them. On the diagonal d, slot i has the node (i, d - i).
        So from a diagonal to the next, the source place of a slot stays the same, and its target place grows by 1.
        If the facts of targets are tabled in descending order, the slice of a diagonal moves up by one row.
        """
        source, target = (self._lookup(side) for side in sides)
        return (self._sweep_ring if self._is_ring else self._sweep_line)(source, target)

    def _sweep_line(self, source_at: _Lookup, target_at: _Lookup) -> Iterator[Diagonal]:
        """The diagonals where every source place has a slot of its own: all facts are gathered first."""
        slot, lanes = np.arange(self.slots)[:, None], np.arange(self.lanes)
        source = source_at(self._base + slot, lanes)
        # Row r holds the target place diagonals - 1 - r. Slot k of a diagonal needs number - k: the row shift + k.
        steps = np.arange(self.diagonals - 1, -self.slots, -1)[:, None]
        target = target_at(self._start - self._base + steps, lanes)
        for number, slots in enumerate(self._occupied_slots()):
            outside = (slot[slots] < self._first[number]) | (slot[slots] > self._last[number])
            shift = self.diagonals - 1 - number
            yield Diagonal(
                number, slots, source[:, slots], target[:, shift + slots.start : shift + slots.stop], outside
            )

    def _sweep_ring(self, source_at: _Lookup, target_at: _Lookup) -> Iterator[Diagonal]:
        """The diagonals where source places share slots: a diagonal adds at most one place to each side of a lane.

        Row r of the ring of targets holds the target places -r, modulo the number of slots. The ring stands twice
        in its table, so that the slice of a diagonal, which begins at -number, need not wrap around.
        """
        size = self.slots
        slots, slot, lanes = slice(0, size), np.arange(size)[:, None], np.arange(self.lanes)
        first_target = self._start - self._base  # of slot 0 on diagonal 0
        first_moves, last_moves = (np.diff(edge, axis=0) > 0 for edge in (self._first, self._last))
        outside = slot > self._last[0]
        source = source_at(self._base + slot, lanes)
        target = np.tile(target_at(first_target - slot, lanes), (1, 2, 1))
        for number in range(self.diagonals):
            if number:
                # 1. The first node of a lane leaves its slot.
                (leaving,) = first_moves[number - 1].nonzero()
                outside[self._first[number - 1, leaving] % size, leaving] = True
                # 2. A node with a new source place takes a slot.
                (entering,) = last_moves[number - 1].nonzero()
                new = self._last[number, entering]
                outside[new % size, entering] = False
                source[:, new % size, entering] = source_at(self._base[entering] + new, entering)
                # 3. If no node left, the first node of a lane has a new target place.
                (onward,) = ((number <= self.last) & ~first_moves[number - 1]).nonzero()
                ahead = number - self._first[number, onward]
                facts = target_at(first_target[onward] + ahead, onward)
                target[:, -ahead % size, onward] = facts
                target[:, -ahead % size + size, onward] = facts
            shift = -number % size
            yield Diagonal(number, slots, source, target[:, shift : shift + size], outside)

    def _occupied_slots(self) -> list[slice]:
        """For each diagonal, the slots from the first to the last in which a lane that has not ended has a node."""
        ended = np.arange(self.diagonals)[:, None] > self.last
        first = np.where(ended, self.slots, self._first).min(axis=1)
        last = np.where(ended, 0, self._last).max(axis=1)
        return [slice(*ends) for ends in zip(first.tolist(), (last + 1).tolist(), strict=True)]

    def _lookup(self, side: SideFacts) -> _Lookup:
        """A function that returns the facts, (facts, ..., lanes), of places in the texts of lanes.

        A place outside its text has the facts of the nearest place in it.
        """
        begins = side.begins[self.texts]
        ends = np.append(side.begins[1:], side.table.shape[1])[self.texts] - 1

        def lookup(places: Ints, lanes: Ints) -> Int32s:
            least = begins[lanes]
            facts: Int32s = side.table.take(np.minimum(np.maximum(places + least, least), ends[lanes]), axis=1)
            return facts

        return lookup


def batch_bands(
    bands: Sequence[Band], kinds: Kinds, limits: BatchLimits = BATCH_LIMITS
) -> Iterator[tuple[list[int], DiagonalBatch]]:
    """Yield batches of bands of similar size, each with the numbers of its bands; every band is in one batch."""
    if not bands:
        return
    stacked = StackedBands.from_bands(bands)
    # 1. Sort the bands by size, the largest first.
    begins, ends = stacked.begins[:-1], stacked.begins[1:] - 1
    width = np.maximum.reduceat(stacked.last - stacked.first + 1, begins)
    size_class = np.log2(stacked.last[ends] - stacked.first[begins] + 1.0) * _CLASSES_PER_OCTAVE
    order = np.lexsort((width, ends - begins, size_class.astype(np.intp)))[::-1]
    length, width = (ends - begins + 1)[order], width[order]
    begin = 0
    while begin < len(order):
        # 2. For each number of lanes, compute the size of a batch that begins here.
        candidates = slice(begin, begin + limits.nodes // kinds.widest + 1)
        longest = np.maximum.accumulate(length[candidates])
        shortest = np.minimum.accumulate(length[candidates])
        nodes = np.arange(1, len(longest) + 1) * (np.maximum.accumulate(width[candidates]) + kinds.widest)
        # 3. Take as many bands as the limits allow, but at least one.
        unlike = (shortest <= limits.length_ratio * longest) & (nodes >= limits.few_nodes)
        too_many = unlike | (nodes > limits.nodes) | (nodes * longest > limits.table_nodes)
        too_many[0] = False
        end = begin + (int(too_many.argmax()) or len(too_many))
        numbers = order[begin:end]
        yield numbers.tolist(), DiagonalBatch(stacked, kinds, numbers)
        begin = end


def log_sum(terms: Floats) -> Floats:
    """ln of the sum of exp(terms) along the first axis; the sum of -inf alone is -inf. The terms are overwritten."""
    peak = terms.max(axis=0)
    peak[peak == -np.inf] = 0.0
    terms -= peak
    np.exp(terms, out=terms)
    with np.errstate(divide="ignore"):
        # `sum` adds a single column in another order than several columns; `cumsum` adds all in the same order.
        total = terms.sum(axis=0) if peak.size > 1 else np.cumsum(terms, axis=0)[-1]
        sums: Floats = np.log(total) + peak
    return sums
