"""Costs of end gaps: sentences without a translation before the first and after the last pair.

If one text translates a part of the other only, all sentences of an end gap together cost as much as a single
one-sided bead ("free end gaps" in sequence alignment).
"""

from __future__ import annotations

import math

import numpy as np

from aligner.evidence.protocols import AnyLengthModel
from aligner.lattice.costs import BeadCosts
from aligner.lattice.grid import Int32s
from aligner.lattice.kinds import DELETION, INSERTION, Kind
from aligner.lattice.quantized import quantize

ONE_SIDED: tuple[Kind, Kind] = DELETION, INSERTION


def add_end_gaps(costs: BeadCosts, model: AnyLengthModel) -> BeadCosts:
    """The costs with those of one-sided beads in end gaps corrected; the same costs if the model has no `gap_kind`.

    What the two places of a node add to a one-sided bead that ends there is, in an end gap, 0 for the first and the
    last sentence of the text, and minus the cost of the bead for the other sentences. Elsewhere it is 0, except that
    the first and the last sentence cost twice as much.
    """
    if not model.gap_kind:
        return costs
    n, m = costs.size
    return costs._replace(
        one_source=costs.one_source + _side(model, n, DELETION),
        one_target=costs.one_target + _side(model, m, INSERTION),
    )


def _side(model: AnyLengthModel, size: int, kind: Kind) -> Int32s:
    """(2, size + 1): corrections of the places of one side of a text, for deletions and for insertions.

    At the two ends of the text with fewer sentences, every one-sided bead of the other text is free: that is the
    correction of the ends. The first and the last sentence of the other text get their cost back.

    kind: the one-sided kind that has a sentence of this side.
    """
    corrections = np.zeros((len(ONE_SIDED), size + 1), np.int32)
    if model.gap_kind:
        cost = quantize(-math.log(model.priors[model.gap_kind]))
        row = ONE_SIDED.index(model.gap_kind)
        if model.gap_kind == kind:
            corrections[row, [1, size]] = cost
        else:
            corrections[row, [0, size]] = -cost
    return corrections
