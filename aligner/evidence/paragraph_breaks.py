"""Paragraph breaks as evidence: a soft hint where beads end, fitted to the texts.

At the end of a bead both texts break together with probability `shared`, and otherwise each of them breaks
independently with probability `stray`; inside a bead a text breaks with probability `inner`. The evidence is the
likelihood ratio of this model to breaks that fall anywhere. A break on both sides makes the end of a bead more likely
there; a break on one side, or inside a bead, makes it less likely. The rates are fitted: where breaks
correspond, stray breaks are rare and the evidence is strong; where they do not, `shared` falls to 0 and so does the
evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Bools, Floats, Ints, sum_of_products

INITIAL_SHARED = 0.8  # share of the breaks of the text with fewer that correspond, in the first round
INITIAL_INNER = 0.1  # rate of breaks inside a bead divided by their rate anywhere, in the first round
INITIAL_WEIGHT = 3.0  # breaks that the initial rates count for in a refit


@dataclass(frozen=True)
class BreakModel:
    """The breaks of two texts, and fitted rates.

    at_source, at_target: (n + 1,) and (m + 1,), 1 at a place where a paragraph begins, else 0; 0 at both ends of a
    text.
    rates: share of the inner places of the source and of the target that are breaks.
    shared: P(both texts break | end of a bead), for breaks that correspond.
    stray: P(a text breaks independently of the other | end of a bead), for the source and the target.
    inner: P(a text breaks | inside a bead), for the source and the target.
    """

    at_source: Ints
    at_target: Ints
    rates: tuple[float, float]
    shared: float
    stray: tuple[float, float]
    inner: tuple[float, float]

    @classmethod
    def from_breaks(cls, n: int, m: int, source: Sequence[int], target: Sequence[int]) -> BreakModel | None:
        """The model of the first round, or None unless both texts have breaks.

        n, m: sentences of the texts.
        source, target: number of sentences before each break.
        """
        if not source or not target:
            return None
        at_source, at_target = np.zeros(n + 1, np.intp), np.zeros(m + 1, np.intp)
        at_source[list(source)] = 1
        at_target[list(target)] = 1
        return cls(at_source, at_target, (0.0, 0.0), 0.0, (0.0, 0.0), (0.0, 0.0))._with_initial_rates()

    def _with_initial_rates(self) -> BreakModel:
        """The same breaks, with the rates of the first round."""
        source, target = ((int(at.sum()) + 0.5) / (len(at) - 1) for at in (self.at_source, self.at_target))
        shared = INITIAL_SHARED * min(source, target)
        return replace(
            self,
            rates=(source, target),
            shared=shared,
            stray=(source - shared, target - shared),
            inner=(INITIAL_INNER * source, INITIAL_INNER * target),
        )

    def with_rates_of(self, model: BreakModel) -> BreakModel:
        """These breaks with the rates that were fitted to the same texts, before they were cut into more sentences."""
        return replace(self, rates=model.rates, shared=model.shared, stray=model.stray, inner=model.inner)

    def parameters(self) -> dict[str, float]:
        """The fitted rates by name, for the metadata of the output."""
        return {
            "shared": self.shared,
            "stray_source": self.stray[0],
            "stray_target": self.stray[1],
            "inner_source": self.inner[0],
            "inner_target": self.inner[1],
        }

    def node_costs(self) -> Floats:
        """(2, 2): cost in nats of the end of a bead at a node; row 1: the source breaks; column 1: the target.

        -ln [ P(source breaks or not, target breaks or not | end of a bead) / P(source) P(target) ].
        The ends of the texts are no evidence, since every text breaks there.
        """
        stray_source, stray_target = (np.array([1 - rate, rate]) for rate in self.stray)
        joint = (1 - self.shared) * np.outer(stray_source, stray_target)
        joint[1, 1] += self.shared
        independent = np.outer(*(np.array([1 - rate, rate]) for rate in self.rates))
        costs: Floats = np.log(independent / joint)
        return costs

    def inner_costs(self) -> tuple[Floats, Floats]:
        """(n + 1,) and (m + 1,): cost in nats of each place of a text for being inside a bead.

        -ln [ P(the text breaks or not | inside a bead) / P(it breaks or not) ].
        """
        source, target = (
            np.log([(1 - rate) / (1 - inner), rate / inner])[at]
            for rate, inner, at in zip(self.rates, self.inner, (self.at_source, self.at_target), strict=True)
        )
        return source, target

    def _is_inner(self, i: Ints, j: Ints) -> Bools:
        """True for each node (i, j) that stands at neither end of either text."""
        return (i > 0) & (i < len(self.at_source) - 1) & (j > 0) & (j < len(self.at_target) - 1)

    def refit(self, beads: BeadPosteriors) -> BreakModel:
        """The model fitted to the beads and their posteriors: one M-step.

        A break on both sides at the end of a bead is a shared one with probability
        shared / (shared + (1 - shared) stray_source stray_target). Either end of a two-sided bead counts as half a
        place, except at the ends of the texts, which are not counted. The initial rates count as many places as
        hold `INITIAL_WEIGHT` breaks.
        """
        paired = (beads.s > 0) & (beads.t > 0)
        i, j, s, t = beads.i[paired], beads.j[paired], beads.s[paired], beads.t[paired]
        weight = beads.probability[paired]
        # (2, 2): expected ends of beads, by whether the source and the target break there.
        at_i, at_j, half = np.append(i, i + s), np.append(j, j + t), np.append(weight, weight) / 2
        inner_node = self._is_inner(at_i, at_j)
        breaks = 2 * self.at_source[at_i[inner_node]] + self.at_target[at_j[inner_node]]
        ends = np.bincount(breaks, half[inner_node], 4).reshape(2, 2)

        initial = self._with_initial_rates()
        p_shared = self.shared / (self.shared + (1 - self.shared) * self.stray[0] * self.stray[1])
        joint, places = p_shared * float(ends[1, 1]), float(ends.sum())
        shared = _smoothed_rate(joint, places, initial.shared, INITIAL_WEIGHT / min(self.rates))
        stray, inner = [], []
        for side, (at, start, count) in enumerate(((self.at_source, i, s), (self.at_target, j, t))):
            initial_places = INITIAL_WEIGHT / self.rates[side]
            breaks_at_ends = float(ends.sum(axis=1 - side)[1])
            stray.append(_smoothed_rate(breaks_at_ends - joint, places - joint, initial.stray[side], initial_places))
            before = np.cumsum(at)
            breaks_inside = sum_of_products(weight, before[start + count - 1] - before[start])
            places_inside = sum_of_products(weight, count - 1)
            inner.append(_smoothed_rate(breaks_inside, places_inside, initial.inner[side], initial_places))
        return replace(self, shared=shared, stray=(stray[0], stray[1]), inner=(inner[0], inner[1]))


def _smoothed_rate(events: float, places: float, initial: float, initial_places: float) -> float:
    """Events per place, where the initial rate counts as `initial_places` further places."""
    return (events + initial_places * initial) / (places + initial_places)
