"""The model of length as it was published: Gale & Church, "A program for aligning sentences in
bilingual corpora", Computational Linguistics 19(1), 1993, pages 75-102.

Each character of one language gives rise to a random number of characters of the other, with mean
c and variance s2. Nothing is learned from the text.
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

RATIO = 1.0  # c: the paper, section 3.2, finds 1.1 and 1.06 and takes 1 for any pair of languages
VARIANCE = 6.8  # s2: section 3.2, the slope of the squared difference against the length
# In the order in which the costs are made: all two-sided ones by source and then by target sentences.
# Table 5: 1-1 .89, 1-0 or 0-1 .0099, 2-1 or 1-2 .089, 2-2 .011. Two kinds share a row, and its mass.
PRIORS: dict[Kind, float] = {
    (1, 1): 0.89,
    (1, 2): 0.089 / 2,
    (2, 1): 0.089 / 2,
    (2, 2): 0.011,
    (1, 0): 0.0099 / 2,
    (0, 1): 0.0099 / 2,
}


_DROPPED = 13  # bits of a float32 that are left out of an index: 1,024 entries an octave
_LEAST, _MOST = -28, 12  # powers of two of squares that are tabulated; what is beyond counts as the last
_MAKE_UNITS = 12  # the power of two by which squares are multiplied, to be in units
assert 2.0**-_MAKE_UNITS == QUANTUM


@cache
def _table() -> Int32s:
    """-ln erfcx(sqrt(q)), whole, by the leading bits of q in units; made when it is first asked for."""
    first = 127 + _LEAST + _MAKE_UNITS << 23 - _DROPPED
    index = np.arange(first, 127 + _MOST + _MAKE_UNITS << 23 - _DROPPED)
    squares = ((index << _DROPPED) + (1 << _DROPPED - 1)).astype(np.int32).view(np.float32) * QUANTUM
    return np.concatenate(
        [np.zeros(first, np.int32), quantize(np.array([-log_erfcx(math.sqrt(square)) for square in squares.tolist()]))]
    )


def log_erfcx(x: float) -> float:
    """ln exp(x^2) erfc(x), for x >= 0: the part of ln erfc that changes slowly.

    Beyond x = 8, where erfc comes near its underflow at 26, by the expansion of Abramowitz & Stegun
    7.1.23; the error is below 1e-6.

    >>> round(log_erfcx(1.0) - 1, 4), round(log_erfcx(30.0) - 900, 4)
    (-1.8496, -903.9741)
    """
    if x < 8.0:
        return x * x + math.log(math.erfc(x))
    square = 1 / (2 * x * x)
    return -math.log(x * math.sqrt(math.pi)) + math.log1p(-square + 3 * square**2 - 15 * square**3)


@dataclass(frozen=True)
class GaleChurch:
    """The published model. It is what it is for every text: `fitted` returns it unchanged."""

    learns: ClassVar[bool] = False

    priors: dict[Kind, float]
    ratio: float = RATIO
    variance: float = VARIANCE

    @classmethod
    def from_lengths(cls, source: Floats, target: Floats, initial: Mapping[Kind, float] | None = None) -> GaleChurch:
        """The model, which asks nothing of the lengths of the two texts."""
        return cls(PRIORS)

    def refit(
        self, source: Floats, target: Floats, beads: BeadPosteriors, counts: Mapping[Kind, float] | None = None
    ) -> GaleChurch:
        """Itself."""
        return self

    @staticmethod
    def costs(models: Sequence[GaleChurch], sizes: Sequence[tuple[Floats, Floats]]) -> GaleChurchCosts:
        """The costs of all beads of some texts, given their models and the characters of each sentence."""
        return GaleChurchCosts(models, sizes)

    def parameters(self) -> dict[str, float]:
        """What was used, for the record."""
        return {"ratio": self.ratio, "variance": self.variance}

    def cost(self, kind: Kind, source: float, target: float) -> float:
        """-ln P(kind) P(lengths | the two belong together), in nats; source, target: characters of each side.

        With d = (target - ratio * source) / sqrt(variance * mean), the lengths are as likely as a
        normal deviate beyond |d| on either side: 2 (1 - Phi(|d|)) = erfc(|d| / sqrt(2)). The mean
        is that of `source` and `target / ratio`, as their program has it; section 3.3 has the
        source alone there, which leaves an insertion without a variance.
        """
        mean = (source + target / self.ratio) / 2
        square = (target - self.ratio * source) ** 2 / (2 * self.variance * max(mean, 1e-9))
        return square - log_erfcx(math.sqrt(square)) - math.log(self.priors[kind])


class GaleChurchCosts:
    """Costs of the beads of any number of texts; a `costs.BeadCosts`.

    -ln erfc(|d| / sqrt(2)) = q - ln erfcx(sqrt(q)), q = d^2 / 2: no root is taken, and the second part
    changes so slowly that it is looked up by the leading bits of q and off by less than one unit.
    """

    def __init__(self, models: Sequence[GaleChurch], sizes: Sequence[tuple[Floats, Floats]]) -> None:
        model = models[0]  # all texts have the same
        self.kinds = Kinds(model.priors)
        self.groups = [slice(0, len(self.kinds))]
        # With x = ratio * source, y = target, and both times `scale`, q = (y - x)^2 / (y + x), in units.
        scale = model.ratio / model.variance / QUANTUM
        self.sides = (
            _side([source for source, _ in sizes], scale * model.ratio),
            _side([target for _, target in sizes], scale),
        )
        self._prior = quantize(np.array([-math.log(prior) for prior in model.priors.values()]))

    def priors(self, texts: Ints) -> Int32s:
        """(kinds, *shape), as `costs.BeadCosts` says."""
        return np.broadcast_to(self._prior.reshape(-1, *([1] * texts.ndim)), (len(self.kinds), *texts.shape))

    def beads(self, group: slice, texts: Ints, source: Int32s, target: Int32s) -> Int32s:
        """(group, *shape), as `costs.BeadCosts` says."""
        # Kinds 1-1, 1-2, 2-1 and 2-2, in this order, are all pairs of one or two source and target sentences.
        x, y = source[:2, None].view(np.float32), target[None, :2].view(np.float32)
        squares = y - x
        squares *= squares
        squares /= y + x
        two_sided = _minus_log_erfc(squares).reshape(4, *source.shape[1:])
        return np.concatenate([two_sided, source[2:], target[2:]])[group]

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> None:
        """Nothing; lengths say nothing of a node."""

    def floors(self, text: int) -> tuple[Floats, Floats]:
        """As `costs.BeadCosts` says: lengths that agree cost nothing."""
        source, target = (
            np.vstack([dequantize(side.of_text(text)[2]), np.zeros((2, side.of_text(text).shape[1]))])
            for side in self.sides
        )
        return source, target


def _minus_log_erfc(squares: npt.NDArray[np.float32]) -> Int32s:
    """-ln erfc(sqrt(q)), whole, of squares q in units, which are used up."""
    np.minimum(squares, np.float32(2.0 ** (_MOST + _MAKE_UNITS) * 0.999), out=squares)
    costs = squares.astype(np.int32)
    costs <<= RANK_BITS
    index = squares.view(np.int32)
    index >>= _DROPPED
    costs += _table().take(index, mode="clip")
    return costs


def _side(lengths: Sequence[Floats], scale: float) -> SideFacts:
    """Characters, times a scale, of the last one and two sentences before each place, never quite nothing;
    and what the last sentence costs without a partner."""
    row, begins = concatenate_with_starts(lengths)
    scaled = (np.maximum(sums_of_last(row, 2)[1:], 1e-6) * scale).astype(np.float32)
    return SideFacts(np.vstack([scaled.view(np.int32), _minus_log_erfc(scaled[:1].copy())]), begins)
