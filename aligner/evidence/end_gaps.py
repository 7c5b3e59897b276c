"""What is missing at either end, where one text is taken to be a part of the other.

Before the first pair, and after the last, nothing can follow but what has no translation: all of it costs
as much as one sentence there does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from aligner.evidence.length_model import LengthModel
from aligner.lattice.costs import BeadCosts, SideFacts, dequantize, quantize
from aligner.lattice.grid import Floats, Int32s, Ints
from aligner.lattice.kinds import Kind

NULLS: tuple[Kind, Kind] = (1, 0), (0, 1)


class EndCosts:
    """Costs of a length model with those of ends changed; a `costs.BeadCosts`.

    Both sides have two more facts: what each place adds to the cost of the beads (1, 0) and (0, 1)
    that end there.
    """

    def __init__(self, length: BeadCosts, models: Sequence[LengthModel]) -> None:
        self._length, self.kinds, self.groups = length, length.kinds, length.groups
        self._facts = [len(side.table) for side in length.sides]
        source, target = (_with_ends(side, models, own) for side, own in zip(length.sides, NULLS, strict=True))
        self.sides = source, target

    def priors(self, texts: Ints) -> Int32s:
        """(kinds, *shape), as `costs.BeadCosts` says."""
        return self._length.priors(texts)

    def beads(self, group: slice, texts: Ints, source: Int32s, target: Int32s) -> Int32s:
        """(group, *shape), as `costs.BeadCosts` says."""
        of_source, of_target = self._facts
        costs = self._length.beads(group, texts, source[:of_source], target[:of_target])
        paired = len(self.kinds) - len(NULLS)
        for number in range(max(group.start, paired), group.stop):
            costs[number - group.start] += source[of_source + number - paired] + target[of_target + number - paired]
        return costs

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> Int32s | None:
        """(*shape), as `costs.BeadCosts` says."""
        of_source, of_target = self._facts
        return self._length.nodes(texts, source[:of_source], target[:of_target])

    def floors(self, text: int) -> tuple[Floats, Floats]:
        """As `costs.BeadCosts` says: a sentence by itself may stand where the other text has ended."""
        floors = self._length.floors(text)
        ends = [dequantize(side.of_text(text)[facts:]) for side, facts in zip(self.sides, self._facts, strict=True)]
        for number, floor in enumerate(floors):
            floor[0] += ends[number][number] + float(ends[1 - number][number].min())
        return floors


def _with_ends(side: SideFacts, models: Sequence[LengthModel], own: Kind) -> SideFacts:
    """One side with what its places add. own: the bead that has one sentence of this side.

    Where the other text has not begun or has ended, nothing has to be paid but for the first
    sentence of this text, and the last.
    """
    ends = np.zeros((len(NULLS), side.table.shape[1]), np.int32)
    lasts = np.append(side.begins[1:], side.table.shape[1]) - 1
    for model, first, last in zip(models, side.begins.tolist(), lasts.tolist(), strict=True):
        if model.part:
            cost = quantize(-math.log(model.priors[model.part]))
            if model.part == own:
                ends[NULLS.index(model.part), [first + 1, last]] = cost
            else:
                ends[NULLS.index(model.part), [first, last]] = -cost
    return SideFacts(np.concatenate([side.table, ends]), side.begins)
