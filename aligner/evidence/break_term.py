"""Paragraph breaks as a term of the costs: breaks at the two ends of a bead, and breaks inside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.costs import SideFacts, SideRows, dequantize, quantize, sums_of_last
from aligner.lattice.grid import Floats, Int32s, Ints
from aligner.lattice.kinds import Kinds

# States of a place: 0 without a break, 1 with a break, and `_EDGE` at both ends of a text, which are no evidence.
_EDGE = 2


class BreakTerm:
    """Costs of paragraph breaks; a `Term`.

    The facts of a side are, for 0 to `kinds.widest` sentences that end at a place, the cost of the breaks inside
    them; and the state of the place.

    models: the break model of each text; None for a text without evidence, to which nothing is added.
    sizes: (n, m), the sentences of each text.
    kinds: the kinds of the beads that the term adds to.
    """

    evidence = "breaks"

    def __init__(self, models: Sequence[BreakModel | None], sizes: Sequence[tuple[int, int]], kinds: Kinds) -> None:
        self._rows = SideRows(kinds, least=0)
        breaks = [
            (model.at_source, model.at_target) if model else (np.zeros(n + 1, np.intp), np.zeros(m + 1, np.intp))
            for model, (n, m) in zip(models, sizes, strict=True)
        ]
        inner_costs = [
            model.inner_costs() if model else (np.zeros(n + 1), np.zeros(m + 1))
            for model, (n, m) in zip(models, sizes, strict=True)
        ]
        self.sides = (
            _side([source for source, _ in breaks], [source for source, _ in inner_costs], kinds.widest),
            _side([target for _, target in breaks], [target for _, target in inner_costs], kinds.widest),
        )
        self._node_costs = np.zeros((len(models), 3, 3), np.int32)
        for text, model in enumerate(models):
            if model:
                self._node_costs[text, :_EDGE, :_EDGE] = quantize(model.node_costs() / 2)

    def add_beads(self, costs: Int32s, group: slice, texts: Ints, source: Int32s, target: Int32s) -> None:
        """Add the costs of the breaks inside two-sided beads; a single sentence has none."""
        count, s, t = self._rows.of_group(group)
        if count:
            costs[:count] += source[s]
            costs[:count] += target[t]

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> Int32s:
        """(*shape): half the cost of the breaks at a node, since two beads meet there."""
        costs: Int32s = self._node_costs[texts, source[-1], target[-1]]
        return costs

    def add_floors(self, floors: tuple[Floats, Floats], text: int) -> None:
        """Add the costs inside each side, and to either side the least cost of a node, since a bead has two ends."""
        cheapest_node = float(dequantize(self._node_costs[text].min()))
        for floor, side in zip(floors, self.sides, strict=True):
            floor[1:] += dequantize(side.of_text(text)[1 : len(floor)]) + cheapest_node


def _side(breaks: Sequence[Ints], inner_costs: Sequence[Floats], widest: int) -> SideFacts:
    """The facts of one side.

    breaks: (n + 1,) of each text, 1 where a paragraph begins.
    inner_costs: (n + 1,) of each text, nats of each place for being inside a bead.
    """
    # The last k sentences before a place have k - 1 places inside them, the last of which is one before.
    sums = sums_of_last(np.concatenate(inner_costs), widest - 1)
    inside = np.zeros((widest + 1, sums.shape[1]))
    inside[1:, 1:] = sums[:, :-1]
    states = SideFacts.from_texts([of_text.astype(np.int32)[None] for of_text in breaks])
    states.table[0, states.begins] = _EDGE
    states.table[0, np.append(states.begins[1:], states.table.shape[1]) - 1] = _EDGE
    return SideFacts(np.concatenate([quantize(inside), states.table]), states.begins)
