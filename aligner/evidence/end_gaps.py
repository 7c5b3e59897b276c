"""End gaps as a term of the costs: sentences without a translation before the first and after the last pair.

If one text translates a part of the other only, all sentences of an end gap together cost as much as a single
one-sided bead ("free end gaps" in sequence alignment).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from aligner.evidence.protocols import AnyLengthModel
from aligner.lattice.costs import SideFacts, dequantize, quantize
from aligner.lattice.grid import Floats, Int32s, Ints
from aligner.lattice.kinds import DELETION, INSERTION, Kind, Kinds

ONE_SIDED: tuple[Kind, Kind] = DELETION, INSERTION


class EndGapTerm:
    """Corrects the costs of one-sided beads in end gaps; a `Term`.

    The facts of a side are what each place adds to the costs of a deletion and of an insertion that ends there. In
    an end gap, the two sides of a node add up to 0 for the first and the last sentence of the text, and for the other
    sentences to minus the cost of the bead. Elsewhere they add up to 0, except that the first and the last sentence
    cost twice as much.

    models: the length model of each text; a text whose model has no `gap_kind` is not changed.
    sizes: (n, m), the sentences of each text.
    kinds: the kinds of the beads that the term adds to.
    """

    evidence = "length"  # end gaps replace priors of the length model, so their cost is reported with it

    def __init__(self, models: Sequence[AnyLengthModel], sizes: Sequence[tuple[int, int]], kinds: Kinds) -> None:
        self._paired = kinds.paired
        self.sides = (
            SideFacts.from_texts([_side(model, n, DELETION) for model, (n, _) in zip(models, sizes, strict=True)]),
            SideFacts.from_texts([_side(model, m, INSERTION) for model, (_, m) in zip(models, sizes, strict=True)]),
        )

    def add_beads(self, costs: Int32s, group: slice, texts: Ints, source: Int32s, target: Int32s) -> None:
        """Add the corrections of one-sided beads; two-sided beads are not changed."""
        for number in range(max(group.start, self._paired), group.stop):
            costs[number - group.start] += source[number - self._paired] + target[number - self._paired]

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> None:
        """None: end gaps are no evidence about a node."""

    def add_floors(self, floors: tuple[Floats, Floats], text: int) -> None:
        """Add the correction of a one-sided bead for its own side, and the least that the other side has."""
        corrections = [dequantize(side.of_text(text)) for side in self.sides]
        for number, floor in enumerate(floors):
            floor[0] += corrections[number][number] + float(corrections[1 - number][number].min())


def _side(model: AnyLengthModel, size: int, kind: Kind) -> Int32s:
    """(2, size + 1): corrections of the places of one side of a text.

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
