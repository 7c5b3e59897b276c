"""The lattice that the search walks, and which of its nodes are looked at.

A node (i, j) stands after i source and j target sentences; a bead is an edge from (i - s, j - t)
to (i, j); a path from (0, 0) to (n, m) is an alignment. Nodes with the same i + j make a diagonal:
no bead joins two of them, so that a search can take a whole diagonal at a time, and a missing
chapter shifts a band of diagonals without making it any wider.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Int32s = npt.NDArray[np.int32]
Number = TypeVar("Number", bound=np.generic)
Path = Ints  # (beads + 1, 2): the nodes (i, j) of a path, in order

_SMALL = 128  # sentences of both texts


def sums_before(values: Floats) -> Floats:
    """(k + 1,): the sum of the values before each of k places, and of all of them."""
    return np.concatenate([[0.0], np.cumsum(values)])


class Block(NamedTuple):
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
    def full(cls, box: Block) -> Band:
        """All nodes of a box."""
        return cls(box.text, box.i + box.j, *box.limits())

    @classmethod
    def around(cls, box: Block, walk: Ints, half: Ints | int) -> Band:
        """`half` nodes of each diagonal on either side of a walk, (n + m + 1,), i on each.

        half: one number, or one for each diagonal; where it grows or shrinks by more than a step,
        the band is a little wider.
        """
        least, largest = box.limits()
        first = np.maximum(_stepping_below(walk - half), least)
        last = np.minimum(-_stepping_below(-(walk + half)[::-1])[::-1], largest)
        return cls(box.text, box.i + box.j, first, last)

    @classmethod
    def concatenate(cls, bands: Sequence[Band]) -> Band:
        """Bands that follow each other, each from the node where the one before ends, as one."""
        rest = [band for band in bands[1:] if len(band.first) > 1]
        first = np.concatenate([bands[0].first, *(band.first[1:] for band in rest)])
        last = np.concatenate([bands[0].last, *(band.last[1:] for band in rest)])
        return cls(bands[0].text, bands[0].start, first, last)

    def part(self, begin: int, end: int) -> Band:
        """The diagonals from number `begin` up to number `end`, both included."""
        return Band(self.text, self.start + begin, self.first[begin : end + 1], self.last[begin : end + 1])

    def clearance(self, box: Block, walk: Ints) -> Ints:
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


def centre_line_along(path: Path) -> Ints:
    """i on every diagonal from the first node of a path to its last; beads are walked in a straight line."""
    diagonals = path.sum(axis=1)
    every = np.arange(diagonals[0], diagonals[-1] + 1)
    # Far below one step, and far above what the interpolation is off by.
    return np.floor(np.interp(every, diagonals, path[:, 0]) + 1e-6).astype(np.intp)


def proportional_centre_line(source: Floats, target: Floats) -> Ints:
    """(n + m + 1,): i on every diagonal of a walk along which both texts are equally far.

    source, target: (n,) and (m,), characters of each sentence.
    """
    far = [sums_before(sizes)[1:] / max(float(sizes.sum()), 1.0) for sizes in (source, target)]
    order = np.argsort(np.concatenate(far), kind="stable")
    return np.concatenate([[0], np.cumsum(order < len(source))])
