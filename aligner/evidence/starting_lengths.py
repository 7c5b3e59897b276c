"""The lengths of texts as a profile has them: where their model starts, and what its refits are drawn to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aligner.lattice.kinds import Kind

WEIGHT = 30.0  # two-sided beads that the values count for in a refit; a short text cannot show its own variance


class StartingLengths(NamedTuple):
    """Parameters of the lengths of other texts of the same kind; see `length_model.LengthModel`.

    ratio: c, target characters per source character.
    slope, curve: s2 and t2.
    """

    ratio: float
    slope: float
    curve: float

    def drawn(self, fitted: StartingLengths, beads: float) -> StartingLengths:
        """The parameters that were fitted to a text, drawn to these: w new + (1 - w) old, w = beads / (beads + 30).

        The ratio is a factor, so that the mean of its logarithm is taken.

        fitted: the parameters of the text alone.
        beads: expected two-sided beads from which they were fitted.
        """
        w = beads / (beads + WEIGHT)
        return StartingLengths(
            fitted.ratio**w * self.ratio ** (1 - w),
            w * fitted.slope + (1 - w) * self.slope,
            w * fitted.curve + (1 - w) * self.curve,
        )


class StartingPriors(NamedTuple):
    """P(kind) of beads in other texts of the same kind.

    two_sided: the kinds with sentences on both sides; only their proportions count. Empty if they are not known.
    one_sided: P(1-0) and P(0-1); empty if they are not known.
    """

    two_sided: Mapping[Kind, float]
    one_sided: Mapping[Kind, float]

    def initial(self, default: Mapping[Kind, float]) -> dict[Kind, float]:
        """P(kind) in the first round.

        One-sided kinds have the geometric mean of the default and of the value here: words show which sentences lack a
        translation, too, and with the value itself they would be counted twice.

        default: P(kind) without a profile, which sums to 1; a kind without a value here keeps its proportion.
        """
        one_sided = {kind: prior for kind, prior in default.items() if not min(kind)}
        one_sided |= {kind: (one_sided[kind] * prior) ** 0.5 for kind, prior in self.one_sided.items()}
        two_sided = {kind: self.two_sided.get(kind, prior) for kind, prior in default.items() if min(kind)}
        scale = (1 - sum(one_sided.values())) / sum(two_sided.values())
        return {kind: scale * prior for kind, prior in two_sided.items()} | one_sided
