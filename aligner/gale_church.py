"""The model of length as it was published: Gale & Church, "A program for aligning sentences in
bilingual corpora", Computational Linguistics 19(1), 1993, pages 75-102.

Each character of one language gives rise to a random number of characters of the other, with mean
c and variance s2. Nothing is learned from the text.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from aligner.lattice import Floats, Ints, Kind, sums_before
from aligner.search import Posteriors

RATIO = 1.0  # c: the paper, section 3.2, finds 1.1 and 1.06 and takes 1 for any pair of languages
VARIANCE = 6.8  # s2: section 3.2, the slope of the squared difference against the length
# Table 5: 1-1 .89, 1-0 or 0-1 .0099, 2-1 or 1-2 .089, 2-2 .011. Two kinds share a row, and its mass.
PRIORS: dict[Kind, float] = {
    (1, 1): 0.89,
    (1, 2): 0.089 / 2,
    (2, 1): 0.089 / 2,
    (2, 2): 0.011,
    (1, 0): 0.0099 / 2,
    (0, 1): 0.0099 / 2,
}

_TABULATED = 8.0  # standard deviations over sqrt(2); beyond, the expansion is exact to 1e-6
_STEPS = 1024  # table entries per unit: linear interpolation is off by less than 3e-7
TEMPERATURE = 2.0  # of the posteriors, which are too sure of themselves; fitted as that of the length model


@cache
def _table() -> Floats:
    """ln erfc at every step; made when it is first asked for, which `--method length` never does."""
    return np.array([math.log(math.erfc(step / _STEPS)) for step in range(int(_TABULATED * _STEPS) + 2)])


def log_erfc(x: Floats) -> Floats:
    """The logarithm of the complementary error function, for x >= 0; the error is below 1e-6.

    Up to x = 8 a table of exact values, with straight lines between them; beyond, where erfc
    comes near its underflow at 26, the expansion of Abramowitz & Stegun 7.1.23,
    exp(-x^2) / (x sqrt(pi)) (1 - 1 / 2x^2 + 3 / 4x^4 - 15 / 8x^6), taken in logarithms.

    >>> log_erfc(np.array([0.0, 1.0, 30.0])).round(4).tolist()
    [0.0, -1.8496, -903.9741]
    """
    near = np.minimum(x, _TABULATED)
    low = (near * _STEPS).astype(np.intp)
    exact = _table()
    table = exact[low] + (near * _STEPS - low) * (exact[low + 1] - exact[low])
    far = np.maximum(x, _TABULATED)
    square = 1 / (2 * far * far)
    expansion = -far * far - np.log(far * math.sqrt(math.pi)) + np.log1p(-square + 3 * square**2 - 15 * square**3)
    return np.where(x < _TABULATED, table, expansion)


@dataclass(frozen=True)
class GaleChurch:
    """The published model. It is what it is for every text: `fitted` returns it unchanged."""

    priors: dict[Kind, float]
    ratio: float = RATIO
    variance: float = VARIANCE

    @classmethod
    def of(cls, source: Floats, target: Floats) -> GaleChurch:
        """The model, which asks nothing of the lengths of the two texts."""
        return cls(PRIORS)

    def fitted(self, source: Floats, target: Floats, beads: Posteriors) -> GaleChurch:
        """Itself."""
        return self

    @property
    def temperature(self) -> float:
        """What costs are divided by before they are turned to confidence."""
        return TEMPERATURE

    def parameters(self) -> dict[str, float]:
        """What was used, for the record."""
        return {"ratio": self.ratio, "variance": self.variance}

    def costs(self, source: Floats, target: Floats) -> GaleChurchCosts:
        """The costs of all beads of two texts, given the characters of each sentence."""
        return GaleChurchCosts(self, source, target)

    def cost(self, kind: Kind, source: Floats, target: Floats) -> Floats:
        """Cost in nats of beads of one kind: -ln P(kind) - ln P(lengths | kind).

        source, target: characters of each side; arrays of any shapes that go together.

        With d = (target - ratio * source) / sqrt(variance * mean), the lengths are as likely as a
        normal deviate beyond |d| on either side: 2 (1 - Phi(|d|)) = erfc(|d| / sqrt(2)). The mean
        is that of `source` and `target / ratio`, as their program has it; section 3.3 has the
        source alone there, which leaves an insertion without a variance.
        """
        mean = (source + target / self.ratio) / 2
        delta = np.abs(target - self.ratio * source) / np.sqrt(np.maximum(mean, 1e-9) * self.variance)
        costs: Floats = -math.log(self.priors[kind]) - log_erfc(delta / math.sqrt(2))
        return costs


class GaleChurchCosts:
    """Costs of the beads of two texts under `GaleChurch`; a `lattice.BeadCosts`."""

    def __init__(self, model: GaleChurch, source: Floats, target: Floats) -> None:
        self._model = model
        self._before_source = sums_before(source)  # (n + 1,) characters before sentence i
        self._before_target = sums_before(target)
        self.kinds = [kind for kind in model.priors if all(kind)]
        nothing = np.zeros(1)
        self.deletion = model.cost((1, 0), np.concatenate([nothing, source]), nothing)
        self.insertion = model.cost((0, 1), nothing, np.concatenate([nothing, target]))

    def beads(self, rows: slice, columns: Ints) -> Floats:
        """(rows, kinds, width), as `lattice.BeadCosts` says."""
        ends = np.arange(rows.start, rows.stop)
        costs = np.empty((len(ends), len(self.kinds), columns.shape[1]))
        for number, (s, t) in enumerate(self.kinds):
            source = self._before_source[ends] - self._before_source[np.maximum(ends - s, 0)]
            target = self._before_target[columns] - self._before_target[np.maximum(columns - t, 0)]
            costs[:, number] = self._model.cost((s, t), source[:, None], target)
        return costs

    def nodes(self, rows: slice, columns: Ints) -> Floats:
        """(rows, width): nothing; lengths say nothing of a node."""
        return np.zeros(columns.shape)
