"""The lattice that the search walks: what beads cost, and which nodes are looked at.

A node (i, j) stands after i source and j target sentences; a bead is an edge from (i - s, j - t)
to (i, j); a path from (0, 0) to (n, m) is an alignment. Nodes with the same i + j make a diagonal:
no bead joins two of them, so that a search can take a whole diagonal at a time, and a missing
chapter shifts a band of diagonals without making it any wider.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Words = npt.NDArray[np.int32]
Kind = tuple[int, int]
Number = TypeVar("Number", bound=np.generic)
Rows = Ints | slice | int
Path = Ints  # (beads + 1, 2): the nodes (i, j) of a path, in order

UNIT = 2.0**-12  # nats: what costs are rounded to, so that sums are exact, in any order and on any machine
SPARE = 6  # bits of a whole cost that are left free, for the search to tell kinds of bead by
FEW = 1024  # nodes
_SMALL = 128  # sentences of both texts
DEAREST = 8000.0  # nats: a bead that would cost more costs this


def whole(nats: Floats | float) -> Words:
    """Costs as whole numbers of units, with `SPARE` bits free below them."""
    limited = np.clip(nats, -DEAREST / 2, DEAREST)
    return np.rint(limited * (1 / UNIT)).astype(np.int32) << SPARE


def nats(whole_costs: npt.NDArray[np.signedinteger]) -> Floats:
    """What whole costs are in nats."""
    return (whole_costs >> SPARE).astype(np.float64) * UNIT


def sums_before(values: Floats) -> Floats:
    """(k + 1,): the sum of the values before each of k places, and of all of them."""
    return np.concatenate([[0.0], np.cumsum(values)])


class Side(NamedTuple):
    """What there is to know of one side of a bead, at the place where the bead ends, for some texts.

    table: (facts, places), the places of one text after those of another: n + 1 for n sentences.
    Facts are words of 32 bits, of which each model knows its own: whole numbers, or floats under
    another name. begins: (texts,), where the places of each text begin.
    """

    table: Words
    begins: Ints

    def of(self, text: int) -> Words:
        """(facts, n + 1): what is known of one text."""
        ends = np.append(self.begins, self.table.shape[1])
        return self.table[:, ends[text] : ends[text + 1]]

    def at(self, texts: Ints, places: Ints) -> Words:
        """(facts, *shape): what is known at some places of some texts."""
        return self.table.take(self.begins[texts] + places, axis=1)


def in_a_row(values: Sequence[npt.NDArray[Number]], first: float = 0) -> tuple[npt.NDArray[Number], Ints]:
    """Values of the sentences of some texts as one array of the places after them, and where each text begins.

    first: the value of the place before the first sentence of each text.
    """
    gap = np.full(1, first, values[0].dtype)
    sizes = np.array([len(each) + 1 for each in values])
    row = np.concatenate([part for each in values for part in (gap, each)])
    return row, np.cumsum(sizes) - sizes


def sums_of_last(row: Floats, most: int) -> Floats:
    """(most + 1, places): the sum of the last 0 to `most` values up to each place of a row of texts.

    What would begin before its text has a sum that means nothing, but is finite.
    """
    before = np.cumsum(row)
    sums: Floats = before - before[np.maximum(np.arange(len(row)) - np.arange(most + 1)[:, None], 0)]
    return sums


class BeadCosts(Protocol):
    """What beads cost: -ln of a probability or of a ratio of two, so less is better; in units, see `whole`.

    A cost is made of what is known of the two sides of the bead. Several texts may be asked about
    at once: `texts` holds the number of the text of each node, and may be of any shape that goes
    with the shape of the nodes. What stands for a bead that would begin outside of its text is
    never looked at.

    kinds: (s, t), those with both sides first, then (1, 0) and (0, 1).
    groups: the kinds cut into stretches that are quick to ask about at once; others may be, too.
    sides: the source and the target of the texts.
    priors: (kinds, *shape), what beads cost in each text wherever they stand.
    beads: (group, *shape), what the bead of each kind of a group that ends at each node costs
    beyond that, given what is known of its source there, (facts, *shape), and of its target.
    nodes: (*shape), cost of a two-sided bead for having this node as one of its two ends; None if
    no node of any text costs anything.
    floors: what either side costs at least, in nats, wherever the other stands: for the source and
    the target of a text, (most + 1, places), of the last k sentences before a place as one side of
    a bead; row 0, of the last sentence as a bead by itself. A bead costs no less than its prior and
    the floors of its sides.
    """

    @property
    def kinds(self) -> Sequence[Kind]: ...  # noqa: D102
    @property
    def groups(self) -> Sequence[slice]: ...  # noqa: D102
    @property
    def sides(self) -> tuple[Side, Side]: ...  # noqa: D102
    def priors(self, texts: Ints) -> Words: ...  # noqa: D102
    def beads(self, group: slice, texts: Ints, source: Words, target: Words) -> Words: ...  # noqa: D102
    def nodes(self, texts: Ints, source: Words, target: Words) -> Words | None: ...  # noqa: D102
    def floors(self, text: int) -> tuple[Floats, Floats]: ...  # noqa: D102


class SideRows:
    """The rows, of a table of facts of sides of so many sentences, for the two-sided beads of a group.

    least: the number of sentences that the first row is of.
    """

    def __init__(self, kinds: Sequence[Kind], least: int) -> None:
        self._s, self._t = np.array([kind for kind in kinds if all(kind)], np.intp).reshape(-1, 2).T - least
        self._known: dict[tuple[int, int], tuple[int, Rows, Rows]] = {}

    def of(self, group: slice) -> tuple[int, Rows, Rows]:
        """How many two-sided beads there are in a group, and the rows of their source sides and target sides.

        A number and a slice, by which nothing is copied, where the kinds have the same source side and
        target sides that follow each other.
        """
        key = group.start, group.stop
        if key not in self._known:
            s, t = self._s[group], self._t[group]
            alike = len(s) > 0 and (s == s[0]).all() and (np.diff(t) == 1).all()
            rows = (int(s[0]), slice(int(t[0]), int(t[-1]) + 1)) if alike else (s, t)
            self._known[key] = len(s), *rows
        return self._known[key]


def groups_of(costs: BeadCosts, nodes: int) -> Sequence[slice]:
    """The kinds of bead to ask about at once at some nodes: all where there are few, so that there are few calls."""
    return costs.groups if nodes > FEW else [slice(0, len(costs.kinds))]


def beads_of(costs: BeadCosts, texts: Ints, source: Words, target: Words) -> Words:
    """(kinds, *shape): what the beads of all kinds that end at some nodes cost, but for the nodes' own costs."""
    groups = groups_of(costs, source[0].size)
    found = [costs.beads(group, texts, source, target) for group in groups]
    costs_of_all: Words = np.concatenate(found) + costs.priors(texts)
    return costs_of_all


class Box(NamedTuple):
    """A part of a lattice that every path enters at one corner and leaves at the other.

    A whole text, or what stands between two walls. text: its number. i, j: the corner where it
    begins. n, m: source and target sentences in it.
    """

    text: int
    i: int
    j: int
    n: int
    m: int

    @property
    def nodes(self) -> int:
        """How many there are."""
        return (self.n + 1) * (self.m + 1)

    def limits(self) -> tuple[Ints, Ints]:
        """(n + m + 1,) each, not to be changed: the least and the largest i on every diagonal."""
        limits = _small_limits if self.n + self.m < _SMALL else _limits
        least, largest = limits(self.n, self.m)
        return (least + self.i, largest + self.i) if self.i else (least, largest)


def _limits(n: int, m: int) -> tuple[Ints, Ints]:
    diagonals = np.arange(n + m + 1)
    return np.maximum(diagonals - m, 0), np.minimum(diagonals, n)


@lru_cache(maxsize=1 << 12)
def _small_limits(n: int, m: int) -> tuple[Ints, Ints]:
    """Many small texts are of the same size."""
    limits = _limits(n, m)
    for each in limits:
        each.setflags(write=False)
    return limits


class Band(NamedTuple):
    """The nodes that a search looks at, on consecutive diagonals of one text.

    start: i + j on the first of them. first, last: (diagonals,) i of the first and the last node of
    each; both grow by 0 or 1 from one to the next. A path begins on the first diagonal and ends
    on the last.
    """

    text: int
    start: int
    first: Ints
    last: Ints

    @property
    def width(self) -> int:
        """The largest number of nodes on a diagonal."""
        return int((self.last - self.first).max()) + 1

    @classmethod
    def full(cls, box: Box) -> Band:
        """All nodes of a box."""
        return cls(box.text, box.i + box.j, *box.limits())

    @classmethod
    def around(cls, box: Box, walk: Ints, half: Ints | int) -> Band:
        """`half` nodes of each diagonal on either side of a walk, (n + m + 1,), i on each.

        half: one number, or one for each diagonal; where it grows or shrinks by more than a step,
        the band is a little wider.
        """
        least, largest = box.limits()
        first = np.maximum(_stepping_below(walk - half), least)
        last = np.minimum(-_stepping_below(-(walk + half)[::-1])[::-1], largest)
        return cls(box.text, box.i + box.j, first, last)

    @classmethod
    def together(cls, bands: Sequence[Band]) -> Band:
        """Bands that follow each other, each from the node where the one before ends, as one."""
        rest = [band for band in bands[1:] if len(band.first) > 1]
        first = np.concatenate([bands[0].first, *(band.first[1:] for band in rest)])
        last = np.concatenate([bands[0].last, *(band.last[1:] for band in rest)])
        return cls(bands[0].text, bands[0].start, first, last)

    def part(self, begin: int, end: int) -> Band:
        """The diagonals from number `begin` up to number `end`, both included."""
        return Band(self.text, self.start + begin, self.first[begin : end + 1], self.last[begin : end + 1])

    def clearance(self, box: Box, walk: Ints) -> Ints:
        """(diagonals,): the distance, in nodes, of a walk from the nearer edge that is not one of the box.

        walk: i on each diagonal. The number of diagonals, which no distance reaches, where no such
        edge is near.
        """
        least, largest = box.limits()
        none = len(least)
        before = np.where(self.first > least, walk - self.first, none)
        behind = np.where(self.last < largest, self.last - walk, none)
        return np.minimum(before, behind)


def _stepping_below(walk: Ints) -> Ints:
    """The highest walk that is nowhere above another and grows by 0 or 1 from each place to the next."""
    number = np.arange(len(walk))
    monotone = np.minimum.accumulate(walk[::-1])[::-1]
    return np.minimum.accumulate(monotone - number) + number


def walk_along(path: Path) -> Ints:
    """i on every diagonal from the first node of a path to its last; beads are walked in a straight line."""
    diagonals = path.sum(axis=1)
    every = np.arange(diagonals[0], diagonals[-1] + 1)
    # Far below one step, and far above what the interpolation is off by.
    return np.floor(np.interp(every, diagonals, path[:, 0]) + 1e-6).astype(np.intp)


def walk_in_step(source: Floats, target: Floats) -> Ints:
    """(n + m + 1,): i on every diagonal of a walk along which both texts are equally far.

    source, target: (n,) and (m,), characters of each sentence.
    """
    far = [sums_before(sizes)[1:] / max(float(sizes.sum()), 1.0) for sizes in (source, target)]
    order = np.argsort(np.concatenate(far), kind="stable")
    return np.concatenate([[0], np.cumsum(order < len(source))])
