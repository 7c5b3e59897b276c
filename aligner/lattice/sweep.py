"""Bands side by side: how a batch of them is swept, one diagonal of every member at a time.

Tables are laid out (diagonals, slots, members). The node (i, j) of a member stands in slot i modulo
the number of slots, wherever its band has moved to, so that one bead back is the same distance
for all members of a batch: a slice, and no index. `margin` rows before the first slot repeat the
last slots; there are enough slots that no other node can be met where one outside of the band
would stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.lattice.costs import SideFacts
from aligner.lattice.grid import Band, Bools, Floats, Int32s, Ints, Number
from aligner.lattice.kinds import Kind

_NODES = 1 << 13  # nodes of a diagonal, all members together: work enough for a call, and small enough for a cache
_FEW = 1 << 11  # likewise: fewer are not worth a batch of their own
_ALIKE = 0.7  # length of the shortest band of a batch, as a share of the longest
_STEPS = 8  # in which the source sentences of bands double; those of one step are swept together
_TABLE = 1 << 22  # nodes of a batch


class Step(NamedTuple):
    """One diagonal of every member.

    slots: those where any member has a node; all else here speaks of these. source, target:
    (facts, slots, members), what is known of the two sides of beads that end at each node, see
    `costs.Side`; of a node nearby where a slot is empty. outside: (slots, members), whether it
    is. All three are views of tables that the next step changes.
    """

    number: int
    slots: slice
    source: Int32s
    target: Int32s
    outside: Bools


class Bands(NamedTuple):
    """Any number of bands, the diagonals of one after those of another; see `lattice.Band`.

    texts, starts: (bands,), of each. begins: (bands + 1,), where the diagonals of each begin.
    first, last: (diagonals,).
    """

    texts: Ints
    starts: Ints
    begins: Ints
    first: Ints
    last: Ints

    @classmethod
    def of(cls, bands: Sequence[Band]) -> Bands:
        """Some bands, at least one."""
        texts, starts, firsts, lasts = zip(*bands, strict=True)
        begins = np.cumsum([0, *map(len, firsts)])
        return cls(np.array(texts), np.array(starts), begins, np.concatenate(firsts), np.concatenate(lasts))


class DiagonalBatch:
    """The geometry of bands that are swept together.

    texts: (members,) of each band. last: (members,) number of its last diagonal. reach: diagonals
    that the longest bead goes back. margin: slots that a bead goes back at most.
    """

    def __init__(self, bands: Bands, kinds: Sequence[Kind], numbers: Ints | None = None) -> None:
        """Some of the bands, by their numbers, or all."""
        some = np.arange(len(bands.texts)) if numbers is None else numbers
        self.texts = bands.texts[some]
        self.last = bands.begins[some + 1] - bands.begins[some] - 1
        self.diagonals = int(self.last.max()) + 1
        self.members = len(some)
        # A band that has ended stays where it is.
        stays = np.minimum(np.arange(self.diagonals)[:, None], self.last) + bands.begins[some]
        self._first = bands.first[stays]
        self._last = bands.last[stays]
        self._start = bands.starts[some]
        self._base = self._first[0].copy()
        self._first -= self._base
        self._last -= self._base
        self.reach = max(s + t for s, t in kinds)
        self.margin = max(max(kind) for kind in kinds)
        width = int((self._last - self._first).max()) + 1
        span = int(self._last.max()) + 1
        self.slots = min(span, width + self.margin)
        self._wraps = self.slots < span

    def table(self, diagonals: int, value: Number) -> npt.NDArray[Number]:
        """(diagonals, margin + slots, members), filled."""
        return np.full((diagonals, self.margin + self.slots, self.members), value, type(value))

    def put(self, row: npt.NDArray[Number], slots: slice, values: npt.NDArray[Number]) -> None:
        """Some slots of one diagonal, (slots, members), into its row of a table."""
        row[self.margin + slots.start : self.margin + slots.stop] = values
        if self._wraps:
            row[: self.margin] = row[self.slots :]

    def fold(self, row: Floats) -> None:
        """What has been added in the margin of a row, back to the slots that the margin repeats."""
        if self._wraps:
            row[self.slots :] += row[: self.margin]

    def back(self, size: int, slots: slice) -> slice:
        """The part of a row where the nodes are that are `size` source sentences before some slots."""
        return slice(self.margin - size + slots.start, self.margin - size + slots.stop)

    def steps(self, sides: tuple[SideFacts, SideFacts]) -> Iterator[Step]:
        """The diagonals in order, with what is known of the two sides at each node.

        Nothing is gathered twice: the source of a node stays in its slot from diagonal to
        diagonal, the target moves on by one slot. Where slots are not used again, all of it is
        laid out at the beginning; where they are, targets stand twice in a ring of slots,
        backwards, so that those of any diagonal are one slice, and each step adds one sentence of
        either text at most.
        """
        slots, looked_at = self.slots, self._some()
        slot = np.arange(slots)[:, None]
        outside = slot > self._last[0]
        source_at, target_at = (self._known(side) for side in sides)
        every = np.arange(self.members)
        source = source_at(self._base + slot, every)
        begins = self._start - self._base
        left, come = (np.diff(edge, axis=0) > 0 for edge in (self._first, self._last))
        if self._wraps:
            ring = target_at(begins - slot, every)
            target = np.concatenate([ring, ring], axis=1)
        else:
            target = target_at(begins + np.arange(self.diagonals - 1, -slots, -1)[:, None], every)
        for number in range(self.diagonals):
            some = looked_at[number]
            if not self._wraps:
                outside = (slot[some] < self._first[number]) | (slot[some] > self._last[number])
            elif number:
                (leaving,), (coming,) = left[number - 1].nonzero(), come[number - 1].nonzero()
                new = self._last[number, coming]
                outside[self._first[number - 1, leaving] % slots, leaving] = True
                outside[new % slots, coming] = False
                (onward,) = ((number <= self.last) & ~left[number - 1]).nonzero()
                ahead = number - self._first[number, onward]
                behind = -ahead % slots
                source[:, new % slots, coming] = source_at(self._base[coming] + new, coming)
                found = target_at(begins[onward] + ahead, onward)
                target[:, behind, onward] = found
                target[:, behind + slots, onward] = found
            at = -number % slots if self._wraps else self.diagonals - 1 - number
            yield Step(number, some, source[:, some], target[:, at + some.start : at + some.stop], outside)

    def _some(self) -> list[slice]:
        """The slots, on every diagonal, where any member that has not ended has a node."""
        if self._wraps:
            return [slice(0, self.slots)] * self.diagonals
        ended = np.arange(self.diagonals)[:, None] > self.last
        first = np.where(ended, self.slots, self._first).min(axis=1)
        last = np.where(ended, 0, self._last).max(axis=1)
        return [slice(*ends) for ends in zip(first.tolist(), (last + 1).tolist(), strict=True)]

    def _known(self, side: SideFacts) -> Callable[[Ints, Ints], Int32s]:
        """What gives (facts, ..., members) at some places; at the nearest of its text for one outside of it."""
        begins = side.begins[self.texts]
        ends = np.append(side.begins[1:], side.table.shape[1])[self.texts] - 1

        def known(places: Ints, members: Ints) -> Int32s:
            least = begins[members]
            words: Int32s = side.table.take(np.minimum(np.maximum(places + least, least), ends[members]), axis=1)
            return words

        return known

    def places(self, number: Ints | int, slots: Ints, members: Ints) -> tuple[Ints, Ints]:
        """(i, j) of some nodes; number: their diagonal, or that of each."""
        first = self._first[number, members]
        i = first + (slots - first) % self.slots + self._base[members]
        return i, self._start[members] + number - i

    def ending(self, number: int) -> Ints:
        """The members whose last diagonal this is."""
        return np.flatnonzero(self.last == number)


def batches(bands: Sequence[Band], kinds: Sequence[Kind]) -> Iterator[tuple[list[int], DiagonalBatch]]:
    """All bands, as batches of such as are alike in size, with the numbers of the bands in each."""
    if not bands:
        return
    every = Bands.of(bands)
    begins, ends = every.begins[:-1], every.begins[1:] - 1
    width = np.maximum.reduceat(every.last - every.first + 1, begins)
    rows = np.log2(every.last[ends] - every.first[begins] + 1.0) * _STEPS
    order = np.lexsort((width, ends - begins, rows.astype(np.intp)))[::-1]
    length, width = (ends - begins + 1)[order], width[order]
    margin = max(max(kind) for kind in kinds)
    begin = 0
    while begin < len(order):
        some = slice(begin, begin + _NODES // margin + 1)
        longest, shortest = np.maximum.accumulate(length[some]), np.minimum.accumulate(length[some])
        nodes = np.arange(1, len(longest) + 1) * (np.maximum.accumulate(width[some]) + margin)
        unlike = (shortest <= _ALIKE * longest) & (nodes >= _FEW)
        too_many = unlike | (nodes > _NODES) | (nodes * longest > _TABLE)
        too_many[0] = False
        end = begin + (int(too_many.argmax()) or len(too_many))
        numbers = order[begin:end]
        yield numbers.tolist(), DiagonalBatch(every, kinds, numbers)
        begin = end


def log_sum(terms: Floats) -> Floats:
    """ln of the sum of exp(terms) along the first axis, made in place; all -inf sum to -inf."""
    peak = terms.max(axis=0)
    peak[peak == -np.inf] = 0.0
    terms -= peak
    np.exp(terms, out=terms)
    with np.errstate(divide="ignore"):
        sums: Floats = np.log(terms.sum(axis=0) if peak.size > 1 else np.cumsum(terms, axis=0)[-1]) + peak
    return sums
