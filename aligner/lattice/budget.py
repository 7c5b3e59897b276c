"""The budget of the searches of a text, so that no text takes many times as long as others of its size."""

from __future__ import annotations

import numpy as np

from aligner.lattice.costs import BeadCosts
from aligner.lattice.grid import Band
from aligner.lattice.limits import SearchLimits


class BeadBudget:
    """The beads that the beams of all searches of a text may still have.

    left: number of beads.
    """

    def __init__(self, left: int) -> None:
        self.left = left

    @classmethod
    def of_sentences(cls, sentences: int, limits: SearchLimits) -> BeadBudget:
        """The budget of a text; `sentences` are those of both sides."""
        return cls(limits.max_beads_a_sentence * (sentences + 1))

    def max_nodes(self, costs: BeadCosts, all_nodes: Band) -> list[int]:
        """Nodes that the beams of each block may have in one direction: by its sentences, of a third of the beads."""
        begin, end = all_nodes.bounds[:-1], all_nodes.bounds[1:]
        rows, columns = end - begin, all_nodes.last[end - 1] - all_nodes.first[begin] + 1
        share = (rows + columns) / (sum(costs.size) + 2 * all_nodes.blocks)
        nodes: list[int] = (share * (max(self.left, 0) / 3 / len(costs.kinds))).astype(np.int64).tolist()
        return nodes
