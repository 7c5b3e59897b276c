"""Costs of the words of a bead."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.lattice.costs import BeadCosts, SideFacts
from aligner.lattice.grid import Floats, Int32s, Ints
from aligner.lexical.word_model import WordScores


class WordCosts:
    """Costs with those of words added; a `costs.BeadCosts`, for nodes of the bands that were scored.

    scores: those of each text. One more fact of the source and one of the target of a node sum to
    the cell where its beads stand.
    """

    def __init__(self, costs: BeadCosts, scores: Sequence[WordScores]) -> None:
        self._best = [each.best for each in scores]
        self._costs, self.kinds, self.groups = costs, costs.kinds, costs.groups
        tables = [each.table for each in scores]
        begins = np.cumsum([0, *(table.shape[1] for table in tables[:-1])])
        self._table = tables[0] if len(tables) == 1 else np.concatenate(tables, axis=1)
        rows = np.concatenate([each.rows + begin for each, begin in zip(scores, begins.tolist(), strict=True)])
        source, target = costs.sides
        columns = np.arange(target.table.shape[1]) - np.repeat(
            target.begins, np.diff(np.append(target.begins, target.table.shape[1]))
        )
        self.sides = _with_fact(source, rows), _with_fact(target, columns)

    def priors(self, texts: Ints) -> Int32s:
        """(kinds, *shape), as `costs.BeadCosts` says."""
        return self._costs.priors(texts)

    def beads(self, group: slice, texts: Ints, source: Int32s, target: Int32s) -> Int32s:
        """(group, *shape), as `costs.BeadCosts` says."""
        costs = self._costs.beads(group, texts, source[:-1], target[:-1])
        if group.start < len(self._table):
            cell = (source[-1] + target[-1]).astype(np.intp)
            scored = self._table[group].take(cell, axis=1, mode="clip")
            costs[: len(scored)] += scored
        return costs

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> Int32s | None:
        """(*shape), as `costs.BeadCosts` says."""
        return self._costs.nodes(texts, source[:-1], target[:-1])

    def floors(self, text: int) -> tuple[Floats, Floats]:
        """As `costs.BeadCosts` says: every token explained as well as any token can be."""
        floors = self._costs.floors(text)
        for floor, best in zip(floors, self._best[text](), strict=True):
            before = np.append(0.0, np.cumsum(best))
            ends = np.arange(len(before))
            for k in range(1, len(floor)):
                floor[k] -= before - before[np.maximum(ends - k, 0)]
        return floors


def _with_fact(side: SideFacts, fact: Ints) -> SideFacts:
    """One side with one more fact of each place."""
    return SideFacts(np.vstack([side.table, fact.astype(np.int32)[None]]), side.begins)
