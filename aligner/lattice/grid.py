"""The lattice, and the parts of it that a search looks at: blocks, bands and paths.

A node (i, j) stands after i source and j target sentences. A bead is an edge from (i - s, j - t) to (i, j).
A path from (0, 0) to (n, m) is an alignment.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Number = TypeVar("Number", bound=np.generic)
Path = Ints  # (beads + 1, 2): the nodes (i, j) of a path, in order


def sums_before(values: Floats) -> Floats:
    """(k + 1,): the sum of the values before each of k places; the last entry is the sum of all."""
    return np.concatenate([[0.0], np.cumsum(values)])


def sum_of_products(first: Floats, second: Floats | Ints) -> float:
    """The sum of the products of two columns, added up in order: the same bits on every machine.

    A product of matrices adds up in an order of its own, and keeps other threads busy if the columns are long.
    """
    return float(np.cumsum(first * second)[-1]) if len(first) else 0.0


class Band(NamedTuple):
    """Rows of nodes of one text: the part of its lattice that a search looks at.

    A block is a rectangle of the lattice that every path enters at its first corner and leaves at its last: the
    entire lattice, or the part between two anchors. The rows of each block follow those of the block before it. An
    anchor stands in two rows, the last of one block and the first of the next.

    bounds: (blocks + 1,), where the rows of each block begin; the last entry is the number of all rows.
    start: (blocks,), i of the first row of each block.
    first, last: (rows,), the least and the largest j of each row. Neither is less than in the row before. The first
    row of a block begins at the corner where paths enter, and its last row ends at the corner where they leave.
    """

    bounds: Int64s
    start: Int64s
    first: Int64s
    last: Int64s

    @classmethod
    def full(cls, corners: Sequence[tuple[int, int]]) -> Band:
        """All nodes of the blocks between corners; `corners` holds the first, all anchors, and the last."""
        nodes = np.array(corners, np.int64)
        rows = np.diff(nodes[:, 0]) + 1
        bounds = np.concatenate([[0], np.cumsum(rows)])
        return cls(bounds, nodes[:-1, 0].copy(), np.repeat(nodes[:-1, 1], rows), np.repeat(nodes[1:, 1], rows))

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return len(self.start)

    @property
    def rows(self) -> Int64s:
        """(rows,): i of each row."""
        sizes = np.diff(self.bounds)
        return np.arange(self.bounds[-1]) - np.repeat(self.bounds[:-1] - self.start, sizes)

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return int((self.last - self.first).sum()) + len(self.first)

    @property
    def row_and_j(self) -> tuple[Int64s, Int64s]:
        """(nodes,) each: the number of the row, and j, of every node, row by row."""
        sizes = self.last - self.first + 1
        row = np.repeat(np.arange(len(sizes)), sizes)
        return row, np.arange(len(row)) - (np.cumsum(sizes) - sizes - self.first)[row]

    @property
    def nodes_of_blocks(self) -> Int64s:
        """(blocks,): number of nodes of each block."""
        before = np.concatenate([[0], np.cumsum(self.last - self.first + 1)])[self.bounds]
        nodes: Int64s = before[1:] - before[:-1]
        return nodes

    def rows_of_ends(self, i: Ints, j: Ints, s: Ints) -> Int64s:
        """(beads,): number of the row in which each bead ends.

        i, j: (beads,), the node where each bead begins, in one of the blocks.
        s: (beads,), its source sentences.
        """
        corner = self.start + self.first[self.bounds[:-1]]  # i + j of the corner where each block begins
        block = np.searchsorted(corner, i + j, "right") - 1
        rows: Int64s = i + s - self.start[block] + self.bounds[block]
        return rows

    def rows_of_beads(self, path: Path) -> Int64s:
        """(beads,): number of the row in which each bead of a path ends.

        path: a path through all blocks of the band.
        """
        i, j = path.T
        return self.rows_of_ends(i[:-1], j[:-1], np.diff(i))

    def backwards(self) -> Band:
        """The same nodes when both texts are read backwards: (i, j) becomes (n - i, m - j).

        The last corner of the last block must be (n, m).
        """
        n, m = int(self.rows[-1]), int(self.last[-1])
        ends = self.start + np.diff(self.bounds) - 1
        bounds = (self.bounds[-1] - self.bounds)[::-1]
        return Band(bounds.copy(), (n - ends)[::-1].copy(), m - self.last[::-1], m - self.first[::-1])

    def around(self, path: Path, half_width: Ints | int) -> Band:
        """The nodes of this band that are near a path: at most `half_width` sentences away on either side of the text.

        path: a path through all blocks.
        half_width: one number, or one for each i of the text, (n + 1,).
        """
        least, largest = row_limits(path)
        rows, width = self.rows, np.broadcast_to(half_width, least.shape)
        i = np.arange(len(least))
        # The limits move by the width along both sides of the text. Where widths differ, a row takes the widest reach.
        first = np.minimum.accumulate((least[np.maximum(i - width, 0)] - width)[::-1])[::-1]
        last = np.maximum.accumulate(largest[np.minimum(i + width, len(i) - 1)] + width)
        return self._within(first[rows], last[rows])

    def narrowed(self, first: Int64s, last: Int64s) -> Band:
        """The nodes of this band from the first to the last of some nodes in each row.

        first, last: (rows,); last < first in a row without such nodes, which gets the nodes between those of its
        neighbours.
        """
        empty = last < first
        first = np.minimum.accumulate(np.where(empty, self.last, first)[::-1])[::-1]
        last = np.maximum.accumulate(np.where(empty, self.first, last))
        return self._within(np.minimum(first, last), np.maximum(first, last))

    def widened(self, band: Band, margin: int) -> Band:
        """The nodes of this band that are at most `margin` sentences away from another band, on either side.

        band: another band of the same rows.
        """
        row = np.arange(len(self.first))
        first, last = band.first[np.maximum(row - margin, 0)], band.last[np.minimum(row + margin, len(row) - 1)]
        return self._within(first - margin, last + margin)

    def joined(self, first: Band, second: Band) -> Band:
        """The nodes of two bands of the same rows, and those between them."""
        return self._within(np.minimum(first.first, second.first), np.maximum(first.last, second.last))

    def open_edges(self, limits: Band) -> tuple[Int64s, Int64s]:
        """(n + 1,) each: the least and the largest j in each row i, or -1 where that is an edge of the limits, too.

        limits: the band of all nodes of the blocks.
        """
        rows, open_first, open_last = self.rows, self.first > limits.first, self.last < limits.last
        # An anchor stands in two rows. Of either, one edge is an edge of its block.
        first, last = np.full((2, int(rows[-1]) + 1), -1)
        first[rows[open_first]] = self.first[open_first]
        last[rows[open_last]] = self.last[open_last]
        return first, last

    def windows(self, path: Path, count: int, sentences: int) -> Band:
        """A sample of this band: blocks between nodes of a path, at the same distance from each other.

        path: a path inside the band.
        count: number of windows, at most.
        sentences: source sentences of each window, about.
        """
        n = int(path[-1, 0])
        begins = np.linspace(0, max(n - sentences, 0), count).astype(np.int64)
        # 1. The nodes of the path next to the begin and the end of each window; windows must not overlap.
        node = np.searchsorted(path[:, 0], np.stack([begins, begins + sentences]))
        node = np.minimum(node, len(path) - 1)
        corners = path[node].astype(np.int64)
        is_apart = np.append(True, corners[0, 1:, 0] >= np.maximum.accumulate(corners[1, :-1, 0]))
        corners = corners[:, is_apart]
        # 2. The rows of the windows, limited to the rectangles between their corners. An anchor stands in two rows.
        least, largest = np.full(n + 1, self.last[-1]), np.zeros(n + 1, np.int64)
        np.minimum.at(least, self.rows, self.first)
        np.maximum.at(largest, self.rows, self.last)
        sizes = corners[1, :, 0] - corners[0, :, 0] + 1
        bounds = np.concatenate([[0], np.cumsum(sizes)])
        i = np.arange(bounds[-1]) - np.repeat(bounds[:-1] - corners[0, :, 0], sizes)
        first = np.maximum(least[i], np.repeat(corners[0, :, 1], sizes))
        last = np.minimum(largest[i], np.repeat(corners[1, :, 1], sizes))
        return Band(bounds, corners[0, :, 0].copy(), first, last)

    def _within(self, first: Int64s, last: Int64s) -> Band:
        """The nodes of this band between two lines, and its corners: every path enters and leaves there."""
        first, last = np.maximum(first, self.first), np.minimum(last, self.last)
        first[self.bounds[:-1]] = self.first[self.bounds[:-1]]
        last[self.bounds[1:] - 1] = self.last[self.bounds[1:] - 1]
        # A corner may lie outside of the lines; the rows beside it lead there.
        return Band(self.bounds, self.start, first, last)


def row_limits(path: Path) -> tuple[Int64s, Int64s]:
    """(n + 1,) each: the least and the largest j of a path in each row i.

    In a row inside a bead, these are j of its begin and of its end.

    path: nodes from (0, 0) to (n, m).
    """
    rows = np.arange(int(path[-1, 0]) + 1)
    before = np.searchsorted(path[:, 0], rows, "right") - 1  # the last node at or before each row
    after = np.searchsorted(path[:, 0], rows)  # the first node at or after each row
    least, largest = np.minimum(before, after), np.maximum(before, after)
    return path[least, 1].astype(np.int64), path[largest, 1].astype(np.int64)
