"""Costs of paragraph breaks: breaks at the two ends of a bead, and breaks inside it."""

from __future__ import annotations

import numpy as np

from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.costs import END_OF_TEXT, BeadCosts, Breaks, Bytes, sums_of_last
from aligner.lattice.grid import Floats, Int32s, Ints
from aligner.lattice.quantized import quantize


def add_breaks(costs: BeadCosts, model: BreakModel | None) -> BeadCosts:
    """The costs with those of paragraph breaks added; the same costs without a model.

    A side of a bead has the cost of the breaks inside it. A node has half the cost of the breaks at it, since two beads
    meet there.
    """
    if model is None:
        return costs
    source, target = model.inner_costs()
    node_costs = np.zeros((3, 3), np.int32)
    node_costs[:END_OF_TEXT, :END_OF_TEXT] = quantize(model.node_costs() / 2)
    return costs._replace(
        source=costs.source + inside(source, len(costs.source)),
        target=costs.target + inside(target, len(costs.target)),
        breaks=Breaks(_states(model.at_source), _states(model.at_target), node_costs),
    )


def inside(inner_costs: Floats, widest: int) -> Int32s:
    """(widest, n + 1), quantized: the cost of the places inside the last 1 to `widest` sentences before each place.

    inner_costs: (n + 1,), nats of each place for being inside a bead.
    """
    # The last k sentences before a place have k - 1 places inside them, the last of which is one before.
    return quantize(sums_of_last(inner_costs, widest - 1)[:, :-1])


def _states(breaks: Ints) -> Bytes:
    """(n + 1,): the state of each place. The ends of a text are no evidence, since every text breaks there."""
    states = breaks.astype(np.uint8)
    states[[0, -1]] = END_OF_TEXT
    return states
