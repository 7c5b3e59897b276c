"""Paragraph breaks as evidence: neither walls that no bead may cross, nor ignored.

At the end of a bead both texts break together with probability `shared`, and each of them on its own
account with probability `stray`; inside of a bead a text breaks with probability `inner`. The evidence is
the likelihood ratio of that model to breaks that fall anywhere: a break on both sides speaks for
the end of a bead there, a break on one side, or inside a bead, against it. How much is learned from the
text: where breaks correspond, stray breaks prove rare and the evidence is strong; where they do not,
`shared` falls to nothing and so does the evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Floats, Ints

SHARED = 0.8  # share of the rarer breaks that are taken to correspond, before the text is seen
WEIGHT = 3.0  # breaks that the initial rates count for
INNER = 0.1  # rate of breaks inside of a bead, as a share of their rate anywhere


@dataclass(frozen=True)
class BreakModel:
    """The breaks of two texts and how far they are believed.

    at_source, at_target: (n + 1,) and (m + 1,), whether a paragraph begins after so many sentences;
    False at either end of the text. rates: share of the inner places of each text that are breaks.
    shared: P(both texts break | end of a bead) by design. stray: P(a text breaks on its own account
    | end of a bead), inner: P(a text breaks | inside of a bead), for the source and the target.
    """

    at_source: Ints
    at_target: Ints
    rates: tuple[float, float]
    shared: float
    stray: tuple[float, float]
    inner: tuple[float, float]

    @classmethod
    def from_breaks(cls, n: int, m: int, source: Sequence[int], target: Sequence[int]) -> BreakModel | None:
        """The model before it is fitted; None unless both texts break somewhere.

        n, m: sentences of the texts. source, target: sentences before each break.
        """
        if not source or not target:
            return None
        at = (np.zeros(n + 1, np.intp), np.zeros(m + 1, np.intp))
        at[0][list(source)] = 1
        at[1][list(target)] = 1
        return cls(*at, (0.0, 0.0), 0.0, (0.0, 0.0), (0.0, 0.0))._initial()

    def _initial(self) -> BreakModel:
        """The same breaks, with the rates that are believed before the beads are seen."""
        source, target = ((int(at.sum()) + 0.5) / (len(at) - 1) for at in (self.at_source, self.at_target))
        shared = SHARED * min(source, target)
        return replace(
            self,
            rates=(source, target),
            shared=shared,
            stray=(source - shared, target - shared),
            inner=(INNER * source, INNER * target),
        )

    def parameters(self) -> dict[str, float]:
        """What was found, for the record."""
        return {
            "shared": self.shared,
            "stray_source": self.stray[0],
            "stray_target": self.stray[1],
            "inner_source": self.inner[0],
            "inner_target": self.inner[1],
        }

    def node_costs(self) -> Floats:
        """(2, 2): cost in nats of the end of a bead at a node, by whether the source and the target break there.

        -ln [ P(source breaks or not, target breaks or not | end of a bead) / P(source) P(target) ].
        At either end of a text, where every text breaks, nothing is to be learned from it.
        """
        own = [np.array([1 - rate, rate]) for rate in self.stray]
        joint = (1 - self.shared) * np.outer(*own)
        joint[1, 1] += self.shared
        alone = np.outer(*(np.array([1 - rate, rate]) for rate in self.rates))
        costs: Floats = np.log(alone / joint)
        return costs

    def inner_costs(self) -> tuple[Floats, Floats]:
        """(n + 1,) and (m + 1,): cost in nats of each place of a text for being inside of a bead."""
        source, target = (
            np.log([(1 - rate) / (1 - inner), rate / inner])[at]
            for rate, inner, at in zip(self.rates, self.inner, (self.at_source, self.at_target), strict=True)
        )
        return source, target

    def _within(self, i: Ints, j: Ints) -> npt.NDArray[np.bool_]:
        return (i > 0) & (i < len(self.at_source) - 1) & (j > 0) & (j < len(self.at_target) - 1)

    def refit(self, beads: BeadPosteriors) -> BreakModel:
        """The model refitted to the beads found with it: one M-step.

        A break on both sides at the end of a bead is a shared one with probability
        shared / (shared + (1 - shared) stray_source stray_target). Each of the two ends of a
        two-sided bead counts for half a place; ends of the text count for none. The initial rates
        count for as many places as make `WEIGHT` breaks.
        """
        paired = (beads.s > 0) & (beads.t > 0)
        i, j, s, t = beads.i[paired], beads.j[paired], beads.s[paired], beads.t[paired]
        weight = beads.probability[paired]
        ends = np.zeros((2, 2))
        for at_i, at_j in ((i, j), (i + s, j + t)):
            within = self._within(at_i, at_j)
            np.add.at(ends, (self.at_source[at_i[within]], self.at_target[at_j[within]]), weight[within] / 2)

        first = self._initial()
        both = self.shared / (self.shared + (1 - self.shared) * self.stray[0] * self.stray[1])
        joint, places = both * float(ends[1, 1]), float(ends.sum())
        shared = _rate(joint, places, first.shared, WEIGHT / min(self.rates))
        stray, inner = [], []
        for side, (at, start, count) in enumerate(((self.at_source, i, s), (self.at_target, j, t))):
            alone = float(ends.sum(axis=1 - side)[1])
            stray.append(_rate(alone - joint, places - joint, first.stray[side], WEIGHT / self.rates[side]))
            before = np.cumsum(at)
            broken = float(weight @ (before[start + count - 1] - before[start]))
            inner.append(_rate(broken, float(weight @ (count - 1)), first.inner[side], WEIGHT / self.rates[side]))
        return replace(self, shared=shared, stray=(stray[0], stray[1]), inner=(inner[0], inner[1]))


def _rate(events: float, places: float, initial: float, weight: float) -> float:
    """A rate with `weight` places at an initial rate added to what was counted."""
    return (events + weight * initial) / (places + weight)
