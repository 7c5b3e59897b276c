"""What beads cost for their lengths under a fitted model; the equation stands at the head of `length_model`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np

from aligner.lattice.costs import (
    MAX_COST,
    SideFacts,
    SideRows,
    concatenate_with_starts,
    dequantize,
    quantize,
    sums_of_last,
)
from aligner.lattice.grid import Floats, Int32s, Ints
from aligner.lattice.kinds import Kind, Kinds
from aligner.lattice.log_table import quantized_log

FREEDOM = 5.0  # degrees of freedom of Student's t
GIVEN_UP = MAX_COST / 8  # nats, for a kind that another text still has
LONGEST = 1e7  # characters; a longer side counts as this long, and all stays within a float32


class Fitted(Protocol):
    """What has been found out about two texts.

    priors: P(kind). ratio: target characters a source character. slope: s2. curve: t2. source: mean
    and variance of the lengths of its sentences, in characters. target: likewise, in its own.
    """

    @property
    def priors(self) -> Mapping[Kind, float]: ...  # noqa: D102
    @property
    def ratio(self) -> float: ...  # noqa: D102
    @property
    def slope(self) -> float: ...  # noqa: D102
    @property
    def curve(self) -> float: ...  # noqa: D102
    @property
    def source(self) -> tuple[float, float]: ...  # noqa: D102
    @property
    def target(self) -> tuple[float, float]: ...  # noqa: D102


class LengthCosts:
    """Costs of the beads of any number of texts under their models; a `costs.BeadCosts`.

    All that depends on one side alone is tabled once; what is left for a bead is one logarithm,
    3/2 ln (3 v(x) + d^2) (3 v(y) + d^2), d = y - x.
    """

    def __init__(self, models: Sequence[Fitted], sizes: Sequence[tuple[Floats, Floats]]) -> None:
        every = set().union(*(model.priors for model in models))
        paired = sorted(kind for kind in every if all(kind))
        self.kinds = Kinds([*paired, (1, 0), (0, 1)])
        self._prior = quantize(
            np.array([[-math.log(p) if (p := m.priors.get(kind)) else GIVEN_UP for m in models] for kind in self.kinds])
        )
        # Kinds with the same source side stand together.
        firsts = [k for k, (s, _) in enumerate(paired) if not k or s != paired[k - 1][0]]
        self.groups = [slice(*bounds) for bounds in pairwise([*firsts, len(paired), len(paired) + 2])]
        self._most = max(max(kind) for kind in paired)
        self._rows = SideRows(paired, least=1)
        ratios = [model.ratio for model in models]
        self.sides = (
            _side(models, [x for x, _ in sizes], self._most, [1.0] * len(models), [m.source for m in models]),
            _side(models, [y for _, y in sizes], self._most, ratios, [m.target for m in models]),
        )

    def priors(self, texts: Ints) -> Int32s:
        """(kinds, *shape), as `costs.BeadCosts` says."""
        return self._prior[:, texts]

    def beads(self, group: slice, texts: Ints, source: Int32s, target: Int32s) -> Int32s:
        """(group, *shape), as `costs.BeadCosts` says."""
        count, of_source, of_target = self._rows.of(group)
        costs = np.zeros((group.stop - group.start, *source.shape[1:]), np.int32)
        if not count:
            return costs
        size, sharp, alone = (slice(number * self._most, (number + 1) * self._most) for number in range(3))
        squares = target[size][of_target].view(np.float32) - source[size][of_source].view(np.float32)
        squares *= squares
        product = squares + source[sharp][of_source].view(np.float32)
        squares += target[sharp][of_target].view(np.float32)
        product *= squares
        two_sided = costs[:count]
        two_sided += quantized_log(product, 1.5)
        two_sided += source[alone][of_source]
        two_sided += target[alone][of_target]
        return costs

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> None:
        """Nothing; lengths say nothing of a node."""

    def floors(self, text: int) -> tuple[Floats, Floats]:
        """As `costs.BeadCosts` says: what a bead costs whose sides are equally long."""
        most = self._most
        source, target = (
            np.vstack(
                [
                    np.zeros(side.of_text(text).shape[1]),
                    # Off by no more than the table of logarithms.
                    1.5 * np.log(side.of_text(text)[most : 2 * most].view(np.float32))
                    + dequantize(side.of_text(text)[2 * most :])
                    - 1e-3,
                ]
            )
            for side in self.sides
        )
        return source, target


def _side(
    models: Sequence[Fitted],
    lengths: Sequence[Floats],
    most: int,
    ratios: Sequence[float],
    moments: Sequence[tuple[float, float]],
) -> SideFacts:
    """Facts of the sides of 1 to `most` sentences that end at each place: 3 rows for each number of sentences.

    Characters divided by `ratio`, at least 1; 3 v of them; and their part of the cost: half of
    ln Gamma_k(they) - ln t(0; v(they)), less 3/2 ln 3 v.
    """
    row, begins = concatenate_with_starts(lengths)
    text = np.repeat(np.arange(len(models)), [len(each) + 1 for each in lengths])
    ratio, slope, curve = (
        np.array(values)[text] for values in (ratios, [m.slope for m in models], [m.curve for m in models])
    )
    each_mean, each_variance = np.array(moments).T / np.array([ratios, np.square(ratios)])
    each_scale = each_variance / each_mean  # a gamma distribution with mean k mean and variance k variance
    k = np.arange(1, most + 1)[:, None]
    each_shape = k * each_mean / each_scale
    peaks = np.array([[math.lgamma(shape) for shape in shapes] for shapes in each_shape.tolist()])
    peaks += np.log(each_scale)
    scale = each_scale[text]
    size = np.clip(sums_of_last(row, most)[1:] / ratio, 1.0, LONGEST)
    alone = (each_shape[:, text] - 1) * np.log(size / scale) - size / scale - peaks[:, text]
    spread = slope * size + curve * size**2
    sharp = (FREEDOM - 2) * spread
    peak = math.lgamma((FREEDOM + 1) / 2) - math.lgamma(FREEDOM / 2) - 0.5 * math.log(FREEDOM * math.pi)
    student = peak - 0.5 * np.log(sharp / FREEDOM)
    own = (alone - student) / 2 - 1.5 * np.log(sharp)
    floats = np.concatenate([size, sharp]).astype(np.float32).view(np.int32)
    return SideFacts(np.concatenate([floats, quantize(own)]), begins)
