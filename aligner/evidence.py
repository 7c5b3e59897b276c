"""What a bead costs in all: its lengths, the paragraph breaks at its ends and inside of it, and walls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.breaks import Breaks
from aligner.lattice import BeadCosts, Floats, Ints


class Evidence:
    """The costs of a length model with those of breaks and walls added; a `lattice.BeadCosts`.

    breaks: None where they say nothing. walls: nodes (i, j) that every path has to pass; no bead
    crosses one, and the band of the search has to be cut at them, too.
    """

    def __init__(self, length: BeadCosts, breaks: Breaks | None, walls: Sequence[tuple[int, int]]) -> None:
        self._length, self._breaks = length, breaks
        self.kinds, self.deletion, self.insertion = length.kinds, length.deletion, length.insertion
        n, m = len(self.deletion) - 1, len(self.insertion) - 1
        inner = breaks.inner_costs() if breaks else (np.zeros(n + 1), np.zeros(m + 1))
        sizes = np.array(self.kinds, np.intp)
        self._plain, self._walled = breaks is None and not walls, bool(walls)
        # In the row of a wall a bead may end before it and begin behind it, no other way round.
        self._ends, self._starts = np.full(n + 1, m), np.zeros(n + 1, np.intp)
        for i, j in walls:
            self._ends[i], self._starts[i] = min(self._ends[i], j), max(self._starts[i], j)
        self._source = _inside(sizes[:, 0], inner[0], [i for i, _ in walls])
        self._target = _inside(sizes[:, 1], inner[1], [j for _, j in walls])

    def beads(self, rows: slice, columns: Ints) -> Floats:
        """(rows, kinds, width), as `lattice.BeadCosts` says."""
        costs = self._length.beads(rows, columns)
        if not self._plain:
            costs += self._source[:, rows].T[:, :, None]
            costs += self._target[np.arange(len(self.kinds))[:, None], columns[:, None, :]]
        if self._walled:
            rows_ends = np.arange(rows.start, rows.stop)
            for number, (s, t) in enumerate(self.kinds):
                across = columns > self._ends[rows_ends][:, None]
                across |= columns - t < self._starts[np.maximum(rows_ends - s, 0)][:, None]
                costs[:, number][across] = np.inf
        return costs

    def nodes(self, rows: slice, columns: Ints) -> Floats:
        """(rows, width), as `lattice.BeadCosts` says: half of what the breaks at a node cost."""
        costs = self._length.nodes(rows, columns)
        return costs if self._breaks is None else costs + self._breaks.node_costs(rows, columns) / 2


def _inside(sizes: Ints, costs: Floats, walls: Sequence[int]) -> Floats:
    """(kinds, sentences + 1): cost of the places inside one side of a bead that ends after a sentence.

    sizes: sentences on this side, by kind. costs: (sentences + 1,) of each place. A place with a
    wall costs infinitely much.
    """
    walled = np.zeros(len(costs), np.intp)
    walled[list(walls)] = 1
    before, walls_before = np.cumsum(costs), np.cumsum(walled)
    ends = np.arange(len(costs))
    last, start = np.maximum(ends - 1, 0), np.maximum(ends - sizes[:, None], 0)
    inside = np.where(walls_before[last] > walls_before[start], np.inf, before[last] - before[start])
    return np.where(ends >= sizes[:, None], inside, 0.0)
