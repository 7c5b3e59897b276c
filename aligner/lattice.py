"""The lattice that the search walks: what beads cost, which nodes are looked at, and where they are in a table.

A node (i, j) stands after i source and j target sentences; a bead is an edge from (i - s, j - t)
to (i, j); a path from (0, 0) to (n, m) is an alignment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Kind = tuple[int, int]

_CELLS = 1 << 20  # costs of beads that are held at a time


def sums_before(values: Floats) -> Floats:
    """(k + 1,): the sum of the values before each of k places, and of all of them."""
    return np.concatenate([[0.0], np.cumsum(values)])


class BeadCosts(Protocol):
    """What beads cost, in nats: -ln of a probability or of a ratio of two, so less is better.

    kinds: (s, t) with s, t >= 1, the beads with both sides, the preferred ones first.
    deletion: (n + 1,), cost of the bead 1-0 that ends after source sentence i; [0] is not used.
    insertion: (m + 1,), cost of the bead 0-1 that ends after target sentence j; [0] is not used.
    Insertions are finite; other costs may be infinite, and none is NaN.
    """

    @property
    def kinds(self) -> Sequence[Kind]: ...  # noqa: D102
    @property
    def deletion(self) -> Floats: ...  # noqa: D102
    @property
    def insertion(self) -> Floats: ...  # noqa: D102

    def beads(self, rows: slice, columns: Ints) -> Floats:
        """(rows, kinds, width): cost of the bead of each kind that ends at (i, columns[i]).

        Rows and columns are clipped to the lattice; what stands for a bead that would begin
        outside of it is never looked at, but must not be NaN.
        """
        ...

    def nodes(self, rows: slice, columns: Ints) -> Floats:
        """(rows, width): cost of a two-sided bead for having this node as one of its two ends."""
        ...


class Band(NamedTuple):
    """The nodes that a search looks at: in row i those from (i, first[i]) to (i, last[i])."""

    first: Ints  # (n + 1,)
    last: Ints  # (n + 1,), inclusive

    @property
    def width(self) -> int:
        """The largest number of nodes in a row."""
        return int((self.last - self.first).max()) + 1

    @classmethod
    def full(cls, n: int, m: int) -> Band:
        """All nodes."""
        return cls.between(n, m, ())

    @classmethod
    def diagonal(cls, source: Floats, target: Floats, half: int) -> Band:
        """`half` nodes on either side of the diagonal along which both texts are equally far.

        source, target: (n,) and (m,), characters of each sentence. Rows overlap, and (0, 0) and
        (n, m) are inside, whatever the lengths are.
        """
        far_source, far_target = (sums_before(sizes) for sizes in (source, target))
        m = len(target)
        share = far_source / max(far_source[-1], 1.0)
        centre = np.searchsorted(far_target / max(far_target[-1], 1.0), share).astype(np.intp)
        first = np.clip(np.minimum(centre, m) - half, 0, m)
        last = np.clip(np.maximum(np.append(centre[1:], m), centre) + half, 0, m)
        first[0], last[-1] = 0, m
        return cls(first, last)

    @classmethod
    def between(cls, n: int, m: int, walls: Sequence[tuple[int, int]]) -> Band:
        """The nodes that a path may visit which passes all walls, nodes (i, j) in order."""
        source = np.array([-1, *(i for i, _ in walls), n + 1])
        target = np.array([0, *(j for _, j in walls), m])
        rows = np.arange(n + 1)
        return cls(
            target[np.searchsorted(source, rows, side="left") - 1].astype(np.intp),
            target[np.searchsorted(source, rows, side="right")].astype(np.intp),
        )

    def clearance(self, path: Sequence[Kind], m: int) -> int:
        """The least distance, in nodes, of a path from the edge of the band; m where it has none."""
        least = m
        i = j = 0
        for s, t in path:
            i, j = i + s, j + t
            if self.first[i] > 0:
                least = min(least, j - int(self.first[i]))
            if self.last[i] < m:
                least = min(least, int(self.last[i]) - j)
        return least


class Lattice:
    """The arithmetic that both sweeps share: where the beads of a row come from or lead to."""

    def __init__(self, costs: BeadCosts, band: Band) -> None:
        self.costs = costs
        self.n, self.m = len(costs.deletion) - 1, len(costs.insertion) - 1
        self.first, self.last = band.first, band.last
        self.width = band.width
        self.pitch = self.width + 2  # a row of a table, with a node that cannot be reached at either end
        sizes = np.array(costs.kinds, np.intp).reshape(-1, 2)
        self.s, self.t = sizes[:, 0], sizes[:, 1]
        self.most = int(self.s.max(initial=0))
        self.offsets = np.arange(self.width)
        self.block = max(1, _CELLS // max(1, self.width * len(sizes)))

    def table(self, value: float) -> Floats:
        """(n + 1, pitch), filled: one entry a node, and the two that cannot be reached."""
        return np.full((self.n + 1, self.pitch), value)

    def columns(self, rows: slice) -> Ints:
        """(rows, width): the target sentences before each node of the band, clipped to the text."""
        columns: Ints = np.minimum(self.first[rows, None] + self.offsets, self.m)
        return columns

    def neighbours(self, i: int, sign: int) -> Ints:
        """(kinds, width): where the node that is one bead before (-1) or after (+1) is in a flat table.

        What lies outside the band or the text is sent to a node that cannot be reached.
        """
        rows = i + sign * self.s
        inside = np.minimum(np.maximum(rows, 0), self.n)
        columns = self.first[i] - self.first[inside] + sign * self.t + 1
        at: Ints = columns[:, None] + self.offsets
        np.maximum(at, 0, out=at)
        np.minimum(at, self.pitch - 1, out=at)
        at += (inside * self.pitch)[:, None]
        at[rows != inside] = 0
        return at

    def row(self, table: Floats, i: int, of: int) -> Floats:
        """(width,): row i of a table, shifted to stand under the nodes of row `of`."""
        at = self.offsets + (self.first[of] - self.first[i] + 1)
        shifted: Floats = table[i, np.minimum(np.maximum(at, 0), self.pitch - 1)]
        return shifted

    def size(self, i: int) -> int:
        """How many nodes row i has."""
        return int(self.last[i] - self.first[i]) + 1

    def blocks(self) -> Iterator[slice]:
        """The rows, so many at a time that their costs fit in memory."""
        for start in range(0, self.n + 1, self.block):
            yield slice(start, min(self.n + 1, start + self.block))
