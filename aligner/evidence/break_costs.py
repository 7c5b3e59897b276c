"""Costs of the paragraph breaks at the ends of a bead and inside of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.costs import BeadCosts, SideFacts, SideRows, dequantize, quantize, sums_of_last
from aligner.lattice.grid import Floats, Int32s, Ints

_END = 2  # the state of either end of a text, where nothing is to be learned from breaks


class BreakCosts:
    """The costs of a length model with those of breaks added; a `costs.BeadCosts`.

    breaks: those of each text; None where they say nothing. sizes: (n, m) of each text.
    """

    def __init__(
        self, length: BeadCosts, breaks: Sequence[BreakModel | None], sizes: Sequence[tuple[int, int]]
    ) -> None:
        self._length, self.kinds, self.groups, self.sides = length, length.kinds, length.groups, length.sides
        self._silent = not any(breaks)
        if self._silent:
            return
        self._facts = [len(side.table) for side in length.sides]
        self._rows = SideRows(length.kinds, least=0)
        most = max(max(kind) for kind in self.kinds)
        inner = [
            each.inner_costs() if each else (np.zeros(n + 1), np.zeros(m + 1))
            for each, (n, m) in zip(breaks, sizes, strict=True)
        ]
        states = [
            (each.at_source, each.at_target) if each else (np.zeros(n + 1, np.intp), np.zeros(m + 1, np.intp))
            for each, (n, m) in zip(breaks, sizes, strict=True)
        ]
        source, target = (
            _with_breaks(side, [each[number] for each in inner], [each[number] for each in states], most)
            for number, side in enumerate(length.sides)
        )
        self.sides = source, target
        self._nodes = np.zeros((len(breaks), 3, 3), np.int32)
        for text, each in enumerate(breaks):
            if each:
                self._nodes[text, :_END, :_END] = quantize(each.node_costs() / 2)

    def priors(self, texts: Ints) -> Int32s:
        """(kinds, *shape), as `costs.BeadCosts` says."""
        return self._length.priors(texts)

    def beads(self, group: slice, texts: Ints, source: Int32s, target: Int32s) -> Int32s:
        """(group, *shape), as `costs.BeadCosts` says."""
        if self._silent:
            return self._length.beads(group, texts, source, target)
        of_source, of_target = self._facts
        costs = self._length.beads(group, texts, source[:of_source], target[:of_target])
        count, s, t = self._rows.of(group)
        if count:  # a sentence by itself has no place inside
            costs[:count] += source[of_source:][s]
            costs[:count] += target[of_target:][t]
        return costs

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> Int32s | None:
        """(*shape), as `costs.BeadCosts` says: half of what the breaks at a node cost."""
        return None if self._silent else self._nodes[texts, source[-1], target[-1]]

    def floors(self, text: int) -> tuple[Floats, Floats]:
        """As `costs.BeadCosts` says: half of the cheapest two nodes for either side, and what is inside of it."""
        source, target = self._length.floors(text)
        if not self._silent:
            for floor, side, own in zip((source, target), self.sides, self._facts, strict=True):
                inside = dequantize(side.of_text(text)[own + 1 : own + len(floor)])
                floor[1:] += inside + float(dequantize(self._nodes[text].min()))
        return source, target


def _with_breaks(side: SideFacts, inner: Sequence[Floats], breaks: Sequence[Ints], most: int) -> SideFacts:
    """The facts of one side, and after them what 0 to `most` sentences cost for the breaks inside, and the state.

    inner: (n + 1,) of each text, what its places cost for being inside of a bead. breaks: (n + 1,)
    of each text, whether it breaks there. The state is 1 where it does, 0 where not, and `_END` at
    either end.
    """
    # The last k sentences before a place have k - 1 places inside, the last of which is one before.
    sums = sums_of_last(np.concatenate(inner), most - 1)
    inside = np.zeros((most + 1, sums.shape[1]))
    inside[1:, 1:] = sums[:, :-1]
    state = np.concatenate(breaks).astype(np.int32)
    sizes = np.array([len(each) for each in breaks])
    state[side.begins] = state[side.begins + sizes - 1] = _END
    return SideFacts(np.vstack([side.table, quantize(inside), state[None]]), side.begins)
