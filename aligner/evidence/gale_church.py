"""The published length model: Gale & Church, "A program for aligning sentences in bilingual corpora", Computational
Linguistics 19(1), 1993, pages 75-102.

Each character of one language gives rise to a random number of characters of the other, with mean c and variance s2.
No parameter is fitted to the texts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from aligner.lattice.costs import (
    QUANTUM,
    SideFacts,
    concatenate_with_starts,
    dequantize,
    quantize,
    sums_of_last,
)
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Floats, Int32s, Ints
from aligner.lattice.kinds import RANK_BITS, Kind, Kinds

RATIO = 1.0  # c, target characters per source character; section 3.2 finds 1.1 and 1.06, and uses 1 for all languages
VARIANCE = 6.8  # s2, variance per character; section 3.2, the slope of the squared difference against the length
# P(kind), table 5: 1-1 .89, 1-0 or 0-1 .0099, 2-1 or 1-2 .089, 2-2 .011. The two kinds of a row have half of it each.
# `GaleChurchCosts.beads` computes kinds in this order: two-sided ones by source and then by target sentences.
PRIORS: dict[Kind, float] = {
    (1, 1): 0.89,
    (1, 2): 0.089 / 2,
    (2, 1): 0.089 / 2,
    (2, 2): 0.011,
    (1, 0): 0.0099 / 2,
    (0, 1): 0.0099 / 2,
}

_DROPPED_BITS = 13  # low bits of a float32 that the index of the table leaves out; 1,024 entries per power of two
_MIN_POWER, _MAX_POWER = -28, 12  # the table has squares of 2^-28 up to 2^12; larger ones count as the largest
_QUANTUM_POWER = 12  # a square q is stored as q / `QUANTUM`, which is q * 2^12
assert 2.0**-_QUANTUM_POWER == QUANTUM


@cache
def _table() -> Int32s:
    """-ln erfcx(sqrt(q)), quantized, indexed by the leading bits of q / QUANTUM as a float32; made on first use."""
    first = 127 + _MIN_POWER + _QUANTUM_POWER << 23 - _DROPPED_BITS
    index = np.arange(first, 127 + _MAX_POWER + _QUANTUM_POWER << 23 - _DROPPED_BITS)
    squares = ((index << _DROPPED_BITS) + (1 << _DROPPED_BITS - 1)).astype(np.int32).view(np.float32) * QUANTUM
    return np.concatenate(
        [np.zeros(first, np.int32), quantize(np.array([-log_erfcx(math.sqrt(square)) for square in squares.tolist()]))]
    )


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

    def as_partial(self, n: int, m: int) -> GaleChurch | None:
        """None: the published model has no end gaps."""
        return None

    @classmethod
    def costs(cls, models: Sequence[GaleChurch], lengths: Sequence[tuple[Floats, Floats]]) -> GaleChurchCosts:
        """The costs of the beads of several texts, given the model of each and the characters of its sentences."""
        return GaleChurchCosts(models, lengths)

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


class GaleChurchCosts:
    """Costs of the beads of any number of texts; satisfies `BeadCosts`.

    -ln erfc(|d| / sqrt(2)) = q - ln erfcx(sqrt(q)), q = d^2 / 2. No root is computed: the second part changes so slowly
    that it is looked up by the leading bits of q, with an error below `QUANTUM`.

    With x = ratio * source and y = target, both times `scale`, (y - x)^2 / (y + x) is q / `QUANTUM`. The facts of a
    side are x (or y) of one sentence and of two, as float32, and the cost of its last sentence as a one-sided bead.
    """

    def __init__(self, models: Sequence[GaleChurch], lengths: Sequence[tuple[Floats, Floats]]) -> None:
        model = models[0]  # all texts have the same
        self.kinds = Kinds(model.priors)
        self.groups = [slice(0, len(self.kinds))]
        scale = model.ratio / model.variance / QUANTUM
        sources, targets = zip(*lengths, strict=True)
        self.sides = _side(sources, scale * model.ratio), _side(targets, scale)
        self._priors = quantize(np.array([-math.log(prior) for prior in model.priors.values()]))

    def priors(self, texts: Ints) -> Int32s:
        """(kinds, *shape): -ln P(kind), the same for all texts; see `BeadCosts`."""
        return np.broadcast_to(self._priors.reshape(-1, *([1] * texts.ndim)), (len(self.kinds), *texts.shape))

    def beads(self, group: slice, texts: Ints, source: Int32s, target: Int32s) -> Int32s:
        """(group, *shape): -ln of the probability of the lengths; see `BeadCosts`."""
        # Kinds 1-1, 1-2, 2-1 and 2-2, in this order, are all pairs of one or two source and target sentences.
        x, y = source[:2, None].view(np.float32), target[None, :2].view(np.float32)
        squares = y - x
        squares *= squares
        squares /= y + x
        two_sided = _minus_log_erfc(squares).reshape(4, *source.shape[1:])
        return np.concatenate([two_sided, source[2:], target[2:]])[group]

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> None:
        """None: lengths are no evidence about a node."""

    def floors(self, text: int) -> tuple[Floats, Floats]:
        """Lower bounds: the cost of sides of the same length is 0; see `BeadCosts`."""
        source, target = (
            np.vstack([dequantize(side.of_text(text)[2]), np.zeros((2, side.of_text(text).shape[1]))])
            for side in self.sides
        )
        return source, target


def _minus_log_erfc(squares: npt.NDArray[np.float32]) -> Int32s:
    """-ln erfc(sqrt(q)), quantized. `squares` holds q / `QUANTUM`, and is overwritten."""
    np.minimum(squares, np.float32(2.0 ** (_MAX_POWER + _QUANTUM_POWER) * 0.999), out=squares)
    costs = squares.astype(np.int32)
    costs <<= RANK_BITS
    index = squares.view(np.int32)
    index >>= _DROPPED_BITS
    costs += _table().take(index, mode="clip")
    return costs


def _side(lengths: Sequence[Floats], scale: float) -> SideFacts:
    """The facts of one side; see `GaleChurchCosts`. Lengths are at least 1e-6 characters, so that y + x is not 0."""
    row, begins = concatenate_with_starts(lengths)
    scaled = (np.maximum(sums_of_last(row, 2)[1:], 1e-6) * scale).astype(np.float32)
    return SideFacts(np.vstack([scaled.view(np.int32), _minus_log_erfc(scaled[:1].copy())]), begins)
