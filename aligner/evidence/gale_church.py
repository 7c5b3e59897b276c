"""The published length model: Gale & Church, "A program for aligning sentences in bilingual corpora", Computational
Linguistics 19(1), 1993, pages 75-102.

Each character of one language gives rise to a random number of characters of the other, with mean c and variance s2.
No parameter is fitted to the texts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import numpy as np

from aligner.evidence.length_costs import priors_of_kinds, sorted_kinds
from aligner.lattice.costs import BeadCosts, Float32s, Lengths, sums_of_last
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Floats, Int32s
from aligner.lattice.kinds import RANK_BITS, Kind
from aligner.lattice.log_table import EXPONENT_BIAS, MANTISSA_BITS, LogTable
from aligner.lattice.quantized import QUANTUM, quantize

RATIO = 1.0  # c, target characters per source character; section 3.2 finds 1.1 and 1.06, and uses 1 for all languages
VARIANCE = 6.8  # s2, variance per character; section 3.2, the slope of the squared difference against the length
# P(kind), table 5: 1-1 .89, 1-0 or 0-1 .0099, 2-1 or 1-2 .089, 2-2 .011. The two kinds of a row have half of it each.
PRIORS: dict[Kind, float] = {
    (1, 1): 0.89,
    (1, 2): 0.089 / 2,
    (2, 1): 0.089 / 2,
    (2, 2): 0.011,
    (1, 0): 0.0099 / 2,
    (0, 1): 0.0099 / 2,
}

_KEPT_BITS = 10  # leading bits of the mantissa of a float32 that the table tells apart
_MIN_POWER, _MAX_POWER = -28, 12  # the table has squares of 2^-28 up to 2^12; larger ones count as the largest
_QUANTUM_POWER = 12  # a square q is stored as q / `QUANTUM`, which is q * 2^12
assert 2.0**-_QUANTUM_POWER == QUANTUM
_MAX_SQUARE = np.float32(2.0 ** (_MAX_POWER + _QUANTUM_POWER) * 0.999)


@cache
def erfcx_table() -> LogTable:
    """-ln erfcx(sqrt(q)), quantized, by the leading bits of q / QUANTUM as a float32; made on first use."""
    dropped = MANTISSA_BITS - _KEPT_BITS
    first, end = (EXPONENT_BIAS + power + _QUANTUM_POWER << _KEPT_BITS for power in (_MIN_POWER, _MAX_POWER))
    index = np.arange(first, end)
    squares = ((index << dropped) + (1 << dropped - 1)).astype(np.int32).view(np.float32) * QUANTUM
    values = quantize(np.array([-log_erfcx(math.sqrt(square)) for square in squares.tolist()]))
    return LogTable(values, np.zeros(1, np.int32), dropped, first)


def log_erfcx(x: float) -> float:
    """ln [exp(x^2) erfc(x)] for x >= 0: the part of ln erfc that changes slowly.

    From x = 8 on, before erfc underflows at 26, the expansion of Abramowitz & Stegun 7.1.23 is used; its error is
    below 1e-6.

    >>> round(log_erfcx(1.0) - 1, 4), round(log_erfcx(30.0) - 900, 4)
    (-1.8496, -903.9741)
    """
    if x < 8.0:
        return x * x + math.log(math.erfc(x))
    square = 1 / (2 * x * x)
    return -math.log(x * math.sqrt(math.pi)) + math.log1p(-square + 3 * square**2 - 15 * square**3)


@dataclass(frozen=True)
class GaleChurch:
    """The published model, which is the same for all texts; satisfies `AnyLengthModel`."""

    learns: ClassVar[bool] = False
    gap_kind: ClassVar[Kind | None] = None  # the published model has no end gaps

    priors: dict[Kind, float]
    ratio: float = RATIO
    variance: float = VARIANCE

    @classmethod
    def from_lengths(cls, source: Floats, target: Floats, initial: Mapping[Kind, float] | None = None) -> GaleChurch:
        """The model with the published parameters; the arguments are not used."""
        return cls(PRIORS)

    def refit(
        self, source: Floats, target: Floats, beads: BeadPosteriors, counts: Mapping[Kind, float] | None = None
    ) -> GaleChurch:
        """The same model: no parameter is fitted."""
        return self

    def with_priors(self, priors: Mapping[Kind, float]) -> GaleChurch:
        """The same model: its priors are published."""
        return self

    def as_partial(self, n: int, m: int) -> GaleChurch | None:
        """None: the published model has no end gaps."""
        return None

    def costs(self, source: Floats, target: Floats) -> BeadCosts:
        """The costs of the beads of the text, given the characters of its sentences, (n,) and (m,)."""
        return gale_church_costs(self, source, target)

    def parameters(self) -> dict[str, float]:
        """The published parameters by name, for the metadata of the output."""
        return {"ratio": self.ratio, "variance": self.variance}

    def cost(self, kind: Kind, source: float, target: float) -> float:
        """-ln P(kind) P(lengths | the two sides translate each other), in nats.

        With d = (target - ratio * source) / sqrt(variance * mean), P(lengths | ...) is the probability that a standard
        normal deviate exceeds |d| on either side: 2 (1 - Phi(|d|)) = erfc(|d| / sqrt(2)). As in the program that the
        paper prints, `mean` is the mean of `source` and `target / ratio`; section 3.3 uses the source alone, which
        leaves an insertion without a variance.

        source, target: characters of either side.
        """
        mean = (source + target / self.ratio) / 2
        square = (target - self.ratio * source) ** 2 / (2 * self.variance * max(mean, 1e-9))
        return square - log_erfcx(math.sqrt(square)) - math.log(self.priors[kind])


def gale_church_costs(model: GaleChurch, source: Floats, target: Floats) -> BeadCosts:
    """The costs of the beads of a text under the published model.

    -ln erfc(|d| / sqrt(2)) = q - ln erfcx(sqrt(q)), q = d^2 / 2. No root is computed: the second part changes so slowly
    that it is looked up by the leading bits of q, with an error below 1.5 `QUANTUM`.

    With x = ratio * source and y = target, both times `scale`, (y - x)^2 / (y + x) is q / `QUANTUM`.

    source, target: (n,) and (m,), characters of each sentence.
    """
    kinds = sorted_kinds(tuple(model.priors))
    scale = model.ratio / model.variance / QUANTUM
    x, y = _side(source, kinds.widest, scale * model.ratio), _side(target, kinds.widest, scale)
    lengths = Lengths(x, y, erfcx_table(), max_square=_MAX_SQUARE)
    none_of_source, none_of_target = np.zeros(x.shape, np.int32), np.zeros(y.shape, np.int32)
    one_source, one_target = np.zeros((2, x.shape[1]), np.int32), np.zeros((2, y.shape[1]), np.int32)
    one_source[0], one_target[1] = _minus_log_erfc(x[0]), _minus_log_erfc(y[0])
    priors = priors_of_kinds(kinds, model.priors)
    return BeadCosts(kinds, priors, lengths, none_of_source, none_of_target, one_source, one_target)


def _minus_log_erfc(squares: Float32s) -> Int32s:
    """-ln erfc(sqrt(q)), quantized. squares: q / `QUANTUM`."""
    limited = np.minimum(squares, _MAX_SQUARE)
    costs: Int32s = (limited.astype(np.int32) << RANK_BITS) + erfcx_table().of(limited)
    return costs


def _side(lengths: Floats, widest: int, scale: float) -> Float32s:
    """(widest, n + 1): x of the last 1 to `widest` sentences before each place; at least 1e-6 characters, so that y + x
    is not 0."""
    return (np.maximum(sums_of_last(lengths, widest)[1:], 1e-6) * scale).astype(np.float32)
