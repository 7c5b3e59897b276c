"""A model of length that learns from the text: many kinds of bead, and lengths as mutual information.

The published probability of a difference never charges a bead for the text that it takes up, so
that with many kinds of bead it merges everything. Here a bead is worth

    ln P(kind) + 1/2 ln [ t(y - x; v(x)) / Gamma_t(y) ] + 1/2 ln [ t(y - x; v(y)) / Gamma_s(x) ]

with x the source side in characters and y the target side divided by the ratio c: how much better
one side explains the other than that side's own language does. t is Student's distribution, whose
tails forgive a free translation; v(m) = s2 m + t2 m^2; Gamma_k is the length of k sentences of that
text. A bead with one empty side is worth ln P(kind). Priors, c, s2 and t2 are fitted by
expectation-maximisation (Dempster, Laird & Rubin 1977) from the posteriors of the beads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from aligner.evidence.length_costs import LengthCosts
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Floats, Ints, sums_before
from aligner.lattice.kinds import Kind

MOST = 10  # sentences in a bead, both sides together; literature is translated 1-9
LEAST = 3  # sentences on the smaller side
PRIOR_WEIGHT = 20.0  # beads that the initial priors count for when they are fitted
MANY, UNMET = 1000.0, 0.01  # of so many beads, fewer than so many of a kind are none, and the kind is given up
SLOPE, CURVE = 6.8, 0.0  # s2 as Gale & Church found it, and t2, to begin with
NULL = 0.01  # P(1-0) and P(0-1) before a text is seen
LEAST_SLOPE = 0.2
CERTAIN = 0.05  # beads less probable than this do not count for c, s2 and t2
SPREAD = 0.5  # coefficient of variation of sentence lengths that a text of few sentences is drawn to
SPREAD_WEIGHT = 2.0  # sentences


def initial_priors(null: float = NULL) -> dict[Kind, float]:
    """P(kind) before a text is seen: 1-1 .70, 1-0 and 0-1 `null` each, the rest by size.

    The rest of the mass falls by .45 with each further sentence and by .25 where the smaller side
    has more than one, and again more than two.
    """
    kinds = [(s, t) for s in range(1, MOST) for t in range(1, MOST + 1 - s) if min(s, t) <= LEAST]
    kinds.sort(key=lambda kind: (sum(kind), abs(kind[0] - kind[1]), kind))
    weights = {
        (s, t): 0.45 ** (s + t - 2) * (0.25 if min(s, t) > 1 else 1.0) * (0.25 if min(s, t) > 2 else 1.0)
        for s, t in kinds
        if (s, t) != (1, 1)
    }
    whole = sum(weights.values())
    return (
        {(1, 1): 0.70}
        | {kind: (0.30 - 2 * null) * weight / whole for kind, weight in weights.items()}
        | {(1, 0): null, (0, 1): null}
    )


def expected_counts(beads: BeadPosteriors) -> dict[Kind, float]:
    """How many beads of each kind there are, by their posteriors."""
    kinds, which = np.unique(np.stack([beads.s, beads.t]), axis=1, return_inverse=True)
    counts = np.bincount(which.ravel(), weights=beads.probability, minlength=kinds.shape[1])
    return {(s, t): count for s, t, count in zip(*kinds.tolist(), counts.tolist(), strict=True)}


@dataclass(frozen=True)
class LengthModel:
    """The fitted parameters.

    priors: P(kind) of the kinds that have not been given up, sums to 1. ratio: c, target characters a
    source character. slope, curve: s2 and t2. source, target: mean and variance of the sentence
    lengths of each text, in its own characters. initial: P0(kind), before the text was seen.
    part: where one text is taken to be a part of the other, the kind of bead that the rest of the other
    is made of; see `ends`.
    """

    learns: ClassVar[bool] = True

    priors: Mapping[Kind, float]
    ratio: float
    slope: float
    curve: float
    source: tuple[float, float]
    target: tuple[float, float]
    initial: Mapping[Kind, float]
    part: Kind | None = None

    @classmethod
    def from_lengths(cls, source: Floats, target: Floats, initial: Mapping[Kind, float] | None = None) -> LengthModel:
        """The model before anything is fitted; c is the ratio of the lengths of the whole texts."""
        ratio = max(float(target.sum()), 1.0) / max(float(source.sum()), 1.0)
        initial = initial or initial_priors()
        return cls(initial, ratio, SLOPE, CURVE, _moments(source), _moments(target), initial)

    @staticmethod
    def costs(models: Sequence[LengthModel], sizes: Sequence[tuple[Floats, Floats]]) -> LengthCosts:
        """The costs of all beads of some texts, given their models and the characters of each sentence."""
        return LengthCosts(models, sizes)

    def parameters(self) -> dict[str, float]:
        """What was found, for the record."""
        return {"ratio": self.ratio, "slope": self.slope, "curve": self.curve}

    def refit(
        self, source: Floats, target: Floats, beads: BeadPosteriors, counts: Mapping[Kind, float] | None = None
    ) -> LengthModel:
        """The model refitted to the beads found with it: one M-step.

        counts: expected beads of each kind, where they are those of several texts.

        P(kind) = (expected beads of the kind + 20 P0(kind)) / (all expected beads + 20); a long text
        keeps only the kinds that it shows, and is searched the faster for it.
        c = sum w Y / sum w X over two-sided beads, w their posterior. s2 and t2: regression of
        (y - x)^2 on m and m^2, m = (x + y) / 2, with weights w / v(m)^2, times 9 v / d^2 where a
        difference d is beyond three standard deviations.
        """
        counts = expected_counts(beads) if counts is None else counts
        whole = sum(counts.values())
        met = {
            kind: counts.get(kind, 0.0) + PRIOR_WEIGHT * share
            for kind, share in self.initial.items()
            if whole < MANY or sum(kind) <= 2 or counts.get(kind, 0.0) >= UNMET
        }
        priors = {kind: count / sum(met.values()) for kind, count in met.items()}

        used = (beads.probability > CERTAIN) & (beads.s > 0) & (beads.t > 0)
        if not used.any():
            return replace(self, priors=priors)
        weight = beads.probability[used]
        x = _sums(source, beads.i[used], beads.s[used])
        target_sums = _sums(target, beads.j[used], beads.t[used])
        ratio = max(float(weight @ target_sums), 1.0) / max(float(weight @ x), 1.0)
        slope, curve = self._variance(weight, np.maximum(x, 1.0), np.maximum(target_sums / ratio, 1.0))
        return replace(self, priors=priors, ratio=ratio, slope=slope, curve=curve)

    def _variance(self, weight: Floats, x: Floats, y: Floats) -> tuple[float, float]:
        m = (x + y) / 2
        v = self.slope * m + self.curve * m * m
        square = (y - x) ** 2
        weight = weight / v**2 * np.minimum(1.0, 9 * v / np.maximum(square, 1e-9))
        two, three, four = (float(weight @ m**power) for power in (2, 3, 4))
        one_way, other_way = float(weight @ (square * m)), float(weight @ (square * m * m))
        determinant = two * four - three * three
        slope, curve = SLOPE, CURVE
        if determinant > 1e-9 * two * four:
            slope = (one_way * four - other_way * three) / determinant
            curve = (two * other_way - three * one_way) / determinant
        if determinant <= 1e-9 * two * four or curve < 0:
            slope, curve = one_way / two, 0.0
        elif slope < LEAST_SLOPE:
            slope, curve = LEAST_SLOPE, max(0.0, (other_way - LEAST_SLOPE * three) / four)
        return max(slope, LEAST_SLOPE), curve


def _moments(lengths: Floats) -> tuple[float, float]:
    """Mean and variance of sentence lengths; a text of few sentences is drawn to a usual spread."""
    n = len(lengths)
    mean = max(float(lengths.mean()) if n else 1.0, 1.0)
    usual = (SPREAD * mean) ** 2
    return mean, (float(((lengths - mean) ** 2).sum()) + SPREAD_WEIGHT * usual) / (n + SPREAD_WEIGHT)


def _sums(lengths: Floats, start: Ints, count: Ints) -> Floats:
    before = sums_before(lengths)
    sums: Floats = before[start + count] - before[start]
    return sums
