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

import math
from dataclasses import dataclass, replace

import numpy as np

from aligner.lattice import Floats, Ints, Kind, sums_before
from aligner.search import Posteriors

FREEDOM = 5.0  # degrees of freedom of Student's t
MOST = 10  # sentences in a bead, both sides together; literature is translated 1-9
LEAST = 3  # sentences on the smaller side
PRIOR_WEIGHT = 20.0  # beads that the initial priors count for when they are fitted
SLOPE, CURVE = 6.8, 0.0  # s2 as Gale & Church found it, and t2, to begin with
LEAST_SLOPE = 0.2
CERTAIN = 0.05  # beads less probable than this do not count for c, s2 and t2
SPREAD = 0.5  # coefficient of variation of sentence lengths that a text of few sentences is drawn to
SPREAD_WEIGHT = 2.0  # sentences
TEMPERATURE = 1.3  # of the posteriors; fitted on the development sets of the README, with paragraph breaks in


def initial_priors() -> dict[Kind, float]:
    """P(kind) before a text is seen: 1-1 .70, 1-0 and 0-1 .01 each, the rest by size.

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
        | {kind: 0.28 * weight / whole for kind, weight in weights.items()}
        | {(1, 0): 0.01, (0, 1): 0.01}
    )


@dataclass(frozen=True)
class LengthModel:
    """The fitted parameters.

    priors: P(kind), sums to 1. ratio: c, target characters a source character. slope, curve: s2
    and t2. source, target: mean and variance of the sentence lengths of each text, in its own
    characters.
    """

    priors: dict[Kind, float]
    ratio: float
    slope: float
    curve: float
    source: tuple[float, float]
    target: tuple[float, float]

    @classmethod
    def of(cls, source: Floats, target: Floats) -> LengthModel:
        """The model before anything is fitted; c is the ratio of the lengths of the whole texts."""
        ratio = max(float(target.sum()), 1.0) / max(float(source.sum()), 1.0)
        return cls(initial_priors(), ratio, SLOPE, CURVE, _moments(source), _moments(target))

    @property
    def temperature(self) -> float:
        """What costs are divided by before they are turned to confidence."""
        return TEMPERATURE

    def parameters(self) -> dict[str, float]:
        """What was found, for the record."""
        return {"ratio": self.ratio, "slope": self.slope, "curve": self.curve}

    def costs(self, source: Floats, target: Floats) -> LengthCosts:
        """The costs of all beads of two texts, given the characters of each sentence."""
        return LengthCosts(self, source, target)

    def fitted(self, source: Floats, target: Floats, beads: Posteriors) -> LengthModel:
        """The model refitted to the beads found with it: one M-step.

        P(kind) = (expected beads of the kind + 20 P0(kind)) / (all expected beads + 20).
        c = sum w Y / sum w X over two-sided beads, w their posterior. s2 and t2: regression of
        (y - x)^2 on m and m^2, m = (x + y) / 2, with weights w / v(m)^2, times 9 v / d^2 where a
        difference d is beyond three standard deviations.
        """
        initial = initial_priors()
        counts = dict.fromkeys(initial, 0.0)
        sizes, which = np.unique(np.stack([beads.s, beads.t]), axis=1, return_inverse=True)
        expected = np.bincount(which.ravel(), weights=beads.probability, minlength=sizes.shape[1])
        for s, t, count in zip(*sizes.tolist(), expected.tolist(), strict=True):
            counts[s, t] += count
        whole = sum(counts.values()) + PRIOR_WEIGHT
        priors = {kind: (counts[kind] + PRIOR_WEIGHT * share) / whole for kind, share in initial.items()}

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


class LengthCosts:
    """Costs of the beads of two texts under `LengthModel`; a `lattice.BeadCosts`.

    All that depends on one side alone is tabled once; what is left for a bead is one logarithm,
    3/2 ln (1 + d^2 / 3 v(x)) (1 + d^2 / 3 v(y)), d = y - x.
    """

    def __init__(self, model: LengthModel, source: Floats, target: Floats) -> None:
        self.kinds = [kind for kind in model.priors if all(kind)]
        self._prior = [-math.log(model.priors[kind]) for kind in self.kinds]
        self._most = max(max(kind) for kind in self.kinds)
        self.deletion = np.full(len(source) + 1, -math.log(model.priors[1, 0]))
        self.insertion = np.full(len(target) + 1, -math.log(model.priors[0, 1]))
        self._source = _side(model, source, self._most, 1.0, model.source)
        self._target = _side(model, target, self._most, model.ratio, model.target)

    def beads(self, rows: slice, columns: Ints) -> Floats:
        """(rows, kinds, width), as `lattice.BeadCosts` says."""
        sources = [[table[s, rows, None] for table in self._source] for s in range(self._most + 1)]
        targets = [[table[t][columns] for table in self._target] for t in range(self._most + 1)]
        costs = np.empty((len(columns), len(self.kinds), columns.shape[1]))
        for number, (s, t) in enumerate(self.kinds):
            (x, sharp_x, alone_x), (y, sharp_y, alone_y) = sources[s], targets[t]
            square = (y - x) ** 2
            cost = 1.5 * np.log((1 + square * sharp_x) * (1 + square * sharp_y))
            cost += alone_y
            cost += alone_x + self._prior[number]
            costs[:, number] = cost
        return costs

    def nodes(self, rows: slice, columns: Ints) -> Floats:
        """(rows, width): nothing; lengths say nothing of a node."""
        return np.zeros(columns.shape)


def _side(
    model: LengthModel, lengths: Floats, most: int, ratio: float, moments: tuple[float, float]
) -> tuple[Floats, Floats, Floats]:
    """Three tables (most + 1, sentences + 1) for a bead side of k sentences that ends after sentence i.

    Its characters divided by `ratio`, at least 1; 1 / 3 v of it; and its part of the cost: half of
    ln Gamma_k(it) - ln t(0; v(it)).
    """
    mean, variance = moments[0] / ratio, moments[1] / ratio**2
    scale = variance / mean  # a gamma distribution with mean k mean and variance k variance
    before = sums_before(lengths / ratio)
    ends = np.arange(len(before))
    size = np.ones((most + 1, len(before)))
    alone = np.zeros_like(size)
    for k in range(1, most + 1):
        size[k] = np.maximum(before - before[np.maximum(ends - k, 0)], 1.0)
        shape = k * mean / scale
        alone[k] = (shape - 1) * np.log(size[k] / scale) - size[k] / scale - math.log(scale) - math.lgamma(shape)
    spread = model.slope * size + model.curve * size**2
    peak = math.lgamma((FREEDOM + 1) / 2) - math.lgamma(FREEDOM / 2) - 0.5 * math.log(FREEDOM * math.pi)
    student = peak - 0.5 * np.log(spread * (FREEDOM - 2) / FREEDOM)
    return size, 1 / ((FREEDOM - 2) * spread), (alone - student) / 2
