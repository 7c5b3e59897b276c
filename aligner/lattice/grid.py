"""The lattice, and the parts of it that a search looks at: blocks, bands and centre lines.

A node (i, j) stands after i source and j target sentences. A bead is an edge from (i - s, j - t) to (i, j).
A path from (0, 0) to (n, m) is an alignment. Nodes with the same i + j make a diagonal. No bead joins two
nodes of one diagonal, so that a search can take a diagonal at a time; and a missing chapter moves a band of
diagonals without making it wider.
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

_CACHED_SENTENCES = 128  # sentences of both sides; the limits of smaller blocks are cached, since many are of one size


def sums_before(values: Floats) -> Floats:
    """(k + 1,): the sum of the values before each of k places; the last entry is the sum of all."""
    return np.concatenate([[0.0], np.cumsum(values)])


class Block(NamedTuple):
    """A rectangle of a lattice that every path enters at one corner and leaves at the opposite one.

    It is the lattice of an entire text, or the part between two anchors.

    text: number of the text.
    i, j: node of the corner where it begins.
    n, m: source and target sentences in it.
    """

    text: int
    i: int
    j: int
    n: int
    m: int

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return (self.n + 1) * (self.m + 1)

    def limits(self) -> tuple[Ints, Ints]:
        """(n + m + 1,) each: the least and the largest i on every diagonal. The arrays must not be changed."""
        limits = _cached_limits if self.n + self.m < _CACHED_SENTENCES else _limits
        least, largest = limits(self.n, self.m)
        return (least + self.i, largest + self.i) if self.i else (least, largest)


def _limits(n: int, m: int) -> tuple[Ints, Ints]:
    """Limits of a block that begins at (0, 0)."""
    diagonals = np.arange(n + m + 1)
    return np.maximum(diagonals - m, 0), np.minimum(diagonals, n)


@lru_cache(maxsize=1 << 12)
def _cached_limits(n: int, m: int) -> tuple[Ints, Ints]:
    """The same, but cached, and so read-only."""
    limits = _limits(n, m)
    for edge in limits:
        edge.setflags(write=False)
    return limits


class Band(NamedTuple):
    """The nodes that a search looks at, on consecutive diagonals of one text.

    A path begins at any node of the first diagonal and ends at any node of the last.

    text: number of the text.
    start: i + j on the first diagonal.
    first, last: (diagonals,), i of the first and of the last node of each diagonal; both grow by 0 or 1 from
    one diagonal to the next.
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
    def full(cls, block: Block) -> Band:
        """All nodes of a block."""
        return cls(block.text, block.i + block.j, *block.limits())

    @classmethod
    def around(cls, block: Block, centre_line: Ints, half_width: Ints | int) -> Band:
        """The nodes of a block near a centre line.

        centre_line: (n + m + 1,), i on every diagonal of the block.
        half_width: nodes on either side of the line; one number, or one for each diagonal. Where it changes by
        more than 1 from a diagonal to the next, the band is a little wider, since its edges move by 0 or 1.
        """
        least, largest = block.limits()
        first = np.maximum(_stepping_below(centre_line - half_width), least)
        last = np.minimum(-_stepping_below(-(centre_line + half_width)[::-1])[::-1], largest)
        return cls(block.text, block.i + block.j, first, last)

    @classmethod
    def concatenate(cls, bands: Sequence[Band]) -> Band:
        """The band of several bands that follow each other, each from the only node on which the one before it ends."""
        rest = [band for band in bands[1:] if len(band.first) > 1]
        first = np.concatenate([bands[0].first, *(band.first[1:] for band in rest)])
        last = np.concatenate([bands[0].last, *(band.last[1:] for band in rest)])
        return cls(bands[0].text, bands[0].start, first, last)

    def part(self, begin: int, end: int) -> Band:
        """The diagonals from number `begin` to number `end`, both included."""
        return Band(self.text, self.start + begin, self.first[begin : end + 1], self.last[begin : end + 1])

    def clearance(self, block: Block, line: Ints) -> Ints:
        """(diagonals,): nodes between a line and the nearer edge of the band, on each diagonal.

        Edges of the block do not count, since no path can cross them. Without an edge that counts, the
        clearance is the number of diagonals, which no distance reaches.

        line: (diagonals,), i on each diagonal.
        """
        least, largest = block.limits()
        unlimited = len(least)
        to_first = np.where(self.first > least, line - self.first, unlimited)
        to_last = np.where(self.last < largest, self.last - line, unlimited)
        return np.minimum(to_first, to_last)


def _stepping_below(line: Ints) -> Ints:
    """The highest line that is nowhere above the given one and grows by 0 or 1 from each place to the next."""
    number = np.arange(len(line))
    monotone = np.minimum.accumulate(line[::-1])[::-1]
    return np.minimum.accumulate(monotone - number) + number


def centre_line_along(path: Path) -> Ints:
    """i on every diagonal from the first node of a path to its last; a bead is a straight line."""
    diagonals = path.sum(axis=1)
    numbers = np.arange(diagonals[0], diagonals[-1] + 1)
    # 1e-6 is far below one step, and far above the rounding error of the interpolation.
    return np.floor(np.interp(numbers, diagonals, path[:, 0]) + 1e-6).astype(np.intp)


def proportional_centre_line(source: Floats, target: Floats) -> Ints:
    """(n + m + 1,): i on every diagonal of the line on which equal shares of both texts have been read.

    source, target: (n,) and (m,), characters of each sentence.
    """
    shares = [sums_before(sizes)[1:] / max(float(sizes.sum()), 1.0) for sizes in (source, target)]
    order = np.argsort(np.concatenate(shares), kind="stable")
    return np.concatenate([[0], np.cumsum(order < len(source))])
