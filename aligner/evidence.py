"""What a bead costs in all: its lengths, the paragraph breaks at its ends and inside of it, and walls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.breaks import Breaks
from aligner.search import BeadCosts, Floats, Ints


class Evidence:
    """The costs of a length model with those of breaks and walls added; a `search.BeadCosts`.

    breaks: None where they say nothing. walls: nodes (i, j) that every path has to pass; no bead
    crosses one, and the band of the search has to be cut at them, too.
    """

    def __init__(self, length: BeadCosts, breaks: Breaks | None, walls: Sequence[tuple[int, int]]) -> None:
        self._length, self._breaks = length, breaks
        self.kinds, self.deletion, self.insertion = length.kinds, length.deletion, length.insertion
        n, m = len(self.deletion) - 1, len(self.insertion) - 1
        inner = breaks.inner_costs() if breaks else (np.zeros(n + 1), np.zeros(m + 1))
        sizes = np.array(self.kinds, np.intp)
        self._plain = breaks is None and not walls
        self._source = _inside(sizes[:, 0], inner[0], [i for i, _ in walls])
        self._target = _inside(sizes[:, 1], inner[1], [j for _, j in walls])

    def beads(self, rows: slice, columns: Ints) -> Floats:
        """(rows, kinds, width), as `search.BeadCosts` says."""
        costs = self._length.beads(rows, columns)
        if not self._plain:
            costs += self._source[:, rows].T[:, :, None]
            costs += self._target[np.arange(len(self.kinds))[:, None], columns[:, None, :]]
        return costs

    def nodes(self, rows: slice, columns: Ints) -> Floats:
        """(rows, width), as `search.BeadCosts` says: half of what the breaks at a node cost."""
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
