"""The beam of a block in NumPy, row by row: the reference of the compiled core, which finds the same beam and path."""

from __future__ import annotations

import numpy as np

from aligner.lattice.costs import BeadCosts
from aligner.lattice.grid import Band, Int64s, Path
from aligner.lattice.reference import RANK_MASK, UNREACHED


class ReferenceBeam:
    """The rows of a beam, one after the other; `beam` states the rule by which nodes stay.

    costs: those of the beads of the text.
    band: all nodes of its blocks.
    block: number of the block.
    margin: quantized.
    potential: (m + 1,), quantized; see `beam`.
    first, last: (rows,), where the nodes of each row are stored.
    """

    def __init__(
        self,
        costs: BeadCosts,
        band: Band,
        block: int,
        margin: int,
        potential: Int64s,
        first: Int64s,
        last: Int64s,
    ) -> None:
        self._costs, self._margin, self._potential = costs, margin, potential
        self._first_row, self._start = int(band.bounds[block]), int(band.start[block])
        rows = slice(self._first_row, band.bounds[block + 1])
        self._least, self._largest = band.first[rows], band.last[rows]
        self._first, self._last = first, last
        self._ranks = costs.kinds.tie_ranks()
        # Of each row: the totals and ranks of its nodes, and its least total without the potential.
        self._totals: list[Int64s] = []
        self._ranks_of_rows: list[Int64s] = []
        self._cheapest: list[int] = []

    def search(self, max_nodes: int) -> tuple[int, Path | None]:
        """The excess and the path of the beam.

        Without a path, the first result is 1 if the beam has more than `max_nodes` nodes, and 0 if it leads to no end.
        """
        nodes = 0
        for row in range(len(self._least)):
            if not self._search_row(row):
                return 0, None
            nodes += len(self._totals[-1])
            if nodes > max_nodes:
                return 1, None
        return self._trace_back() if self._last[-1] == self._largest[-1] else (0, None)

    def _search_row(self, row: int) -> bool:
        """Search one row. Returns False if no path leads to it."""
        # 1. All nodes to which beads lead from the rows before.
        low = max(int(self._first[row - 1]), int(self._least[row])) if row else int(self._least[0])
        widest, largest = self._costs.kinds.widest, int(self._largest[row])
        high = max([low, *(int(last) + widest for last in self._last[max(row - widest, 0) : row])])
        high = min(high, largest)
        self._first[row], self._last[row] = low, high
        keys = self._totals_without_insertions(row, low, high)
        # 2. Insertions lead from node to node: the least of (total - all insertions before) + all insertions before.
        insertions = self._insertion_costs(row, low, largest)
        before = np.concatenate([[0], np.cumsum(insertions)])[: len(keys)]
        total = keys & ~RANK_MASK
        inserted = np.minimum.accumulate(total - before) + before
        rank = np.where(inserted < total, self._ranks[-1], keys & RANK_MASK)
        total = np.minimum(np.minimum(inserted, total), UNREACHED)
        cheapest = int((total - self._potential[low : high + 1]).min())
        if cheapest >= UNREACHED // 2:
            return False
        # 3. Only insertions lead beyond the last node.
        beyond = np.append(total[-1], total[-1] + np.cumsum(insertions[len(total) - 1 :]))
        exceeds = beyond - self._potential[high : largest + 1] > cheapest + self._margin
        count = int(exceeds.argmax()) if exceeds.any() else len(beyond) - 1
        total = np.concatenate([total, beyond[1 : count + 1]])
        rank = np.concatenate([rank, np.full(count, self._ranks[-1])])
        # 4. Leave out expensive nodes at both ends, but none from which insertions lead to a node that stays.
        kept = np.flatnonzero(total - self._potential[low : low + len(total)] <= cheapest + self._margin)
        begin, end = int(kept[0]), int(kept[-1]) + 1
        while begin and rank[begin] == self._ranks[-1]:
            begin -= 1
        self._first[row], self._last[row] = low + begin, low + end - 1
        self._totals.append(total[begin:end])
        self._ranks_of_rows.append(rank[begin:end])
        self._cheapest.append(cheapest)
        return True

    def _totals_without_insertions(self, row: int, low: int, high: int) -> Int64s:
        """(nodes,): totals, with ranks, of the nodes from low to high by all kinds but insertions."""
        best = np.full(high - low + 1, UNREACHED)
        if not row:
            best[0] = 0
        for kind, (s, t) in enumerate(self._costs.kinds[:-1]):
            if s > row:
                continue
            before, first = self._totals[row - s], int(self._first[row - s])
            j = np.arange(max(low, first + t), min(high, first + len(before) - 1 + t) + 1)
            if len(j):
                i = np.full(len(j), self._start + row)
                sums = before[j - t - first] + self._ranks[kind]
                sums = sums + self._costs.of_beads(np.array(kind), np.array(self._first_row + row), i, j)
                if kind < self._costs.kinds.paired:
                    sums += self._costs.of_nodes(i - s, j - t)
                best[j - low] = np.minimum(best[j - low], sums)
        return best

    def _insertion_costs(self, row: int, low: int, high: int) -> Int64s:
        """(high - low,): costs of the insertions that end at the nodes after low, up to high."""
        j = np.arange(low + 1, high + 1)
        kind, row_of_band = np.array(len(self._costs.kinds) - 1), np.array(self._first_row + row)
        return self._costs.of_beads(kind, row_of_band, np.full(len(j), self._start + row), j).astype(np.int64)

    def _trace_back(self) -> tuple[int, Path]:
        """The excess and the path, which is followed from its end to its begin."""
        kind_of_rank, shapes = np.argsort(self._ranks), self._costs.kinds.shapes.tolist()
        row, j = len(self._least) - 1, int(self._largest[-1])
        path, excess = [], 0
        while True:
            path.append((self._start + row, j))
            node = j - int(self._first[row])
            excess = max(excess, int(self._totals[row][node] - self._potential[j]) - self._cheapest[row])
            if row == 0 and j == self._first[0]:
                return excess, np.array(path[::-1], np.intp)
            s, t = shapes[kind_of_rank[self._ranks_of_rows[row][node]]]
            row, j = row - s, j - t
