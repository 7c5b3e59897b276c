"""A length model that is fitted to the texts: many kinds of bead, and lengths as mutual information.

The published model of Gale & Church compares differences of lengths only, and does not charge a bead for the text
that it takes up. With many kinds of bead it would merge everything. In this model a bead is worth

    ln P(kind) + 1/2 ln [ t(y - x; v(x)) / Gamma_t(y) ] + 1/2 ln [ t(y - x; v(y)) / Gamma_s(x) ]

with x the source side in characters, and y the target side in characters divided by the ratio c. This is how much
better a side is predicted from the other side than from the sentence lengths of its own text, as the mean of both
directions. t is Student's distribution with 5 degrees of freedom and variance v, whose tails tolerate a free
translation; v(m) = s2 m + t2 m^2; Gamma_k is the distribution of the length of k sentences of that text. A one-sided
bead is worth ln P(kind). Priors, c, s2 and t2 are fitted by expectation-maximisation (Dempster, Laird & Rubin 1977)
from the posteriors of the beads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from aligner.evidence.length_costs import length_costs
from aligner.evidence.starting_lengths import StartingLengths
from aligner.lattice.costs import BeadCosts
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Floats, Ints, sum_of_products, sums_before
from aligner.lattice.kinds import DELETION, INSERTION, Kind

MAX_SENTENCES = 10  # sentences of a bead, both sides together; literature has beads of 1-9
MAX_SMALLER_SIDE = 3  # sentences of the smaller side of a bead
PRIOR_WEIGHT = 20.0  # beads that the initial priors count for in a refit
MANY_BEADS = 1000.0  # expected beads from which on a refit gives up kinds that the text does not have
MIN_EXPECTED = 0.01  # expected beads of a kind; with fewer, and `MANY_BEADS` in all, the kind is given up
INITIAL_SLOPE = 6.8  # s2, variance per character, as Gale & Church found it
INITIAL_CURVE = 0.0  # t2, variance per squared character
ONE_SIDED_PRIOR = 0.01  # P(1-0) and P(0-1) in the first round
MIN_SLOPE = 0.2  # variance per character; the least s2, so that texts of equal lengths do not make it 0
MIN_POSTERIOR = 0.05  # less probable beads are not used to fit c, s2 and t2
USUAL_VARIATION = 0.5  # standard deviation of sentence lengths divided by their mean, as in most texts
VARIATION_WEIGHT = 2.0  # sentences that the usual variation counts for
PARTIAL_RATIO = 1.2  # a text may be partial if the other has more than this many times its sentences


def initial_priors(one_sided: float = ONE_SIDED_PRIOR) -> dict[Kind, float]:
    """P(kind) in the first round: 1-1 .70, 1-0 and 0-1 `one_sided` each, the other kinds by size.

    The rest of the mass falls by a factor of .45 with each further sentence, and by a factor of .25 if the smaller
    side has more than one sentence, and again if it has more than two.
    """
    kinds = [
        (s, t)
        for s in range(1, MAX_SENTENCES)
        for t in range(1, MAX_SENTENCES + 1 - s)
        if min(s, t) <= MAX_SMALLER_SIDE
    ]
    kinds.sort(key=lambda kind: (sum(kind), abs(kind[0] - kind[1]), kind))
    weights = {
        (s, t): 0.45 ** (s + t - 2) * (0.25 if min(s, t) > 1 else 1.0) * (0.25 if min(s, t) > 2 else 1.0)
        for s, t in kinds
        if (s, t) != (1, 1)
    }
    total = sum(weights.values())
    return (
        {(1, 1): 0.70}
        | {kind: (0.30 - 2 * one_sided) * weight / total for kind, weight in weights.items()}
        | {DELETION: one_sided, INSERTION: one_sided}
    )


def expected_counts(beads: BeadPosteriors) -> dict[Kind, float]:
    """The expected number of beads of each kind: the sum of their posteriors."""
    width = int(beads.t.max(initial=0)) + 1
    number = beads.s * width + beads.t
    counts = np.bincount(number, weights=beads.probability)
    return {divmod(k, width): float(counts[k]) for k in np.flatnonzero(np.bincount(number)).tolist()}


@dataclass(frozen=True)
class LengthModel:
    """Fitted parameters of the lengths of two texts; satisfies `AnyLengthModel`.

    priors: P(kind) of the kinds that are not given up; sums to 1.
    ratio: c, target characters per source character.
    slope, curve: s2 and t2.
    source, target: mean and variance of the sentence lengths of either text, in its own characters.
    initial: P(kind) in the first round.
    gap_kind: the one-sided kind of the beads in end gaps, if one text is taken for a translation of a part of the
    other; else None. See `end_gaps`.
    start: the parameters of a profile, to which refits are drawn; None without one.
    """

    learns: ClassVar[bool] = True

    priors: Mapping[Kind, float]
    ratio: float
    slope: float
    curve: float
    source: tuple[float, float]
    target: tuple[float, float]
    initial: Mapping[Kind, float]
    gap_kind: Kind | None = None
    start: StartingLengths | None = None

    @classmethod
    def from_lengths(cls, source: Floats, target: Floats, initial: Mapping[Kind, float] | None = None) -> LengthModel:
        """The model of the first round; c is the ratio of the lengths of the entire texts.

        source, target: (n,) and (m,), characters of each sentence.
        initial: P(kind); `initial_priors()` if None.
        """
        ratio = max(float(target.sum()), 1.0) / max(float(source.sum()), 1.0)
        initial = initial or initial_priors()
        return cls(initial, ratio, INITIAL_SLOPE, INITIAL_CURVE, _moments(source), _moments(target), initial)

    def costs(self, source: Floats, target: Floats) -> BeadCosts:
        """The costs of the beads of the text, given the characters of its sentences, (n,) and (m,)."""
        return length_costs(self, source, target)

    def parameters(self) -> dict[str, float]:
        """The fitted parameters by name, for the metadata of the output."""
        return {"ratio": self.ratio, "slope": self.slope, "curve": self.curve}

    def starting_from(self, start: StartingLengths) -> LengthModel:
        """The model of the first round with the parameters of a profile."""
        return replace(self, ratio=start.ratio, slope=start.slope, curve=start.curve, start=start)

    def with_priors(self, priors: Mapping[Kind, float]) -> LengthModel:
        """The model with other priors, P(kind), which are made to sum to 1."""
        total = sum(priors.values())
        return replace(self, priors={kind: prior / total for kind, prior in priors.items()})

    def as_partial(self, n: int, m: int) -> LengthModel | None:
        """The model if the text with fewer sentences translates a part of the other only.

        c is then the ratio of the mean lengths of sentences, since the lengths of the entire texts mislead.

        n, m: source and target sentences.

        Returns None if the texts have about as many sentences, or if one is empty.
        """
        if not min(n, m) or max(n, m) <= PARTIAL_RATIO * min(n, m):
            return None
        return replace(self, ratio=self.ratio * n / m, gap_kind=DELETION if n > m else INSERTION)

    def refit(
        self, source: Floats, target: Floats, beads: BeadPosteriors, counts: Mapping[Kind, float] | None = None
    ) -> LengthModel:
        """The model fitted to the beads that it makes likely: one M-step.

        P(kind) = (expected beads of the kind + 20 P0(kind)) / (all expected beads + 20), with P0 the initial priors. A
        long text keeps only kinds of which it has beads, and kinds of up to two sentences: the search is faster.
        c = sum w Y / sum w X over two-sided beads, with X and Y the characters of their sides and w their posterior.
        s2 and t2: regression of (y - x)^2 on m and m^2, m = (x + y) / 2, with weights w / v(m)^2, times 9 v / d^2
        where a difference d exceeds three standard deviations. With a profile, all three are drawn to its values.

        source, target: (n,) and (m,), characters of each sentence.
        counts: expected beads of each kind, if they were counted in several texts; None counts `beads`.
        """
        counts = expected_counts(beads) if counts is None else counts
        total = sum(counts.values())
        smoothed = {
            kind: counts.get(kind, 0.0) + PRIOR_WEIGHT * share
            for kind, share in self.initial.items()
            if total < MANY_BEADS or sum(kind) <= 2 or counts.get(kind, 0.0) >= MIN_EXPECTED
        }
        priors = {kind: count / sum(smoothed.values()) for kind, count in smoothed.items()}

        used = (beads.probability > MIN_POSTERIOR) & (beads.s > 0) & (beads.t > 0)
        if not used.any():
            return replace(self, priors=priors)
        weight = beads.probability[used]
        x = _lengths_of_sides(source, beads.i[used], beads.s[used])
        target_characters = _lengths_of_sides(target, beads.j[used], beads.t[used])
        ratio = max(sum_of_products(weight, target_characters), 1.0) / max(sum_of_products(weight, x), 1.0)
        slope, curve = self._fit_variance(weight, np.maximum(x, 1.0), np.maximum(target_characters / ratio, 1.0))
        if self.start is not None:
            fitted = StartingLengths(ratio, slope, curve)
            ratio, slope, curve = self.start.drawn(fitted, float(np.cumsum(weight)[-1]))
        return replace(self, priors=priors, ratio=ratio, slope=slope, curve=curve)

    def _fit_variance(self, weight: Floats, x: Floats, y: Floats) -> tuple[float, float]:
        """s2 and t2, by weighted least squares; t2 is at least 0 and s2 at least `MIN_SLOPE`."""
        m = (x + y) / 2
        v = self.slope * m + self.curve * m * m
        square = (y - x) ** 2
        weight = weight / v**2 * np.minimum(1.0, 9 * v / np.maximum(square, 1e-9))
        # The normal equations: (sum_m2, sum_m3; sum_m3, sum_m4) (s2, t2) = (by_m, by_m2).
        m2 = m * m
        sum_m2, sum_m3, sum_m4 = (sum_of_products(weight, power) for power in (m2, m2 * m, m2 * m2))
        by_m, by_m2 = sum_of_products(weight, square * m), sum_of_products(weight, square * m2)
        determinant = sum_m2 * sum_m4 - sum_m3 * sum_m3
        slope, curve = INITIAL_SLOPE, INITIAL_CURVE
        if determinant > 1e-9 * sum_m2 * sum_m4:
            slope = (by_m * sum_m4 - by_m2 * sum_m3) / determinant
            curve = (sum_m2 * by_m2 - sum_m3 * by_m) / determinant
        if determinant <= 1e-9 * sum_m2 * sum_m4 or curve < 0:
            slope, curve = by_m / sum_m2, 0.0
        elif slope < MIN_SLOPE:
            slope, curve = MIN_SLOPE, max(0.0, (by_m2 - MIN_SLOPE * sum_m3) / sum_m4)
        return max(slope, MIN_SLOPE), curve


def _moments(lengths: Floats) -> tuple[float, float]:
    """Mean and variance of sentence lengths; the fewer sentences, the closer is the variance to the usual one."""
    n = len(lengths)
    mean = max(float(lengths.mean()) if n else 1.0, 1.0)
    usual = (USUAL_VARIATION * mean) ** 2
    return mean, (float(((lengths - mean) ** 2).sum()) + VARIATION_WEIGHT * usual) / (n + VARIATION_WEIGHT)


def _lengths_of_sides(lengths: Floats, start: Ints, count: Ints) -> Floats:
    """(beads,): characters of `count` sentences from `start` on."""
    before = sums_before(lengths)
    sums: Floats = before[start + count] - before[start]
    return sums
