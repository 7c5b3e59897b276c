"""Costs of beads by their lengths under fitted models; `length_model` states the equation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from aligner.evidence.protocols import LengthParameters
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
from aligner.lattice.kinds import DELETION, INSERTION, Kinds
from aligner.lattice.log_table import quantized_log

FREEDOM = 5.0  # degrees of freedom of Student's t
ABSENT_KIND_COST = MAX_COST / 8  # nats; cost of a kind that the model of a text has given up, but another has not
MAX_LENGTH = 1e7  # characters; a longer side counts as this long, so that every value fits in a float32
LOG_TABLE_ERROR = 1e-3  # nats; larger than the errors of the table of logarithms


class LengthCosts:
    """Costs of the beads of any number of texts under their models; satisfies `BeadCosts`.

    Everything that depends on one side alone is tabled once, see `_side`. What is left to compute for a bead is one
    logarithm, 3/2 ln [ (3 v(x) + d^2) (3 v(y) + d^2) ], d = y - x.

    models: the parameters of each text.
    lengths: characters of the source and the target sentences of each text, (n,) and (m,).
    """

    def __init__(self, models: Sequence[LengthParameters], lengths: Sequence[tuple[Floats, Floats]]) -> None:
        kinds_of_all = set().union(*(model.priors for model in models))
        paired = sorted(kind for kind in kinds_of_all if all(kind))
        self.kinds = Kinds([*paired, DELETION, INSERTION])
        self._priors = quantize(
            np.array(
                [
                    [-math.log(p) if (p := model.priors.get(kind)) else ABSENT_KIND_COST for model in models]
                    for kind in self.kinds
                ]
            )
        )
        # Kinds with the same source side make a group.
        firsts = [k for k, (s, _) in enumerate(paired) if not k or s != paired[k - 1][0]]
        self.groups = [slice(*bounds) for bounds in pairwise([*firsts, len(paired), len(paired) + 2])]
        self._widest = max(max(kind) for kind in paired)
        self._rows = SideRows(paired, least=1)
        sources, targets = zip(*lengths, strict=True)
        ones, ratios = [1.0] * len(models), [model.ratio for model in models]
        self.sides = (
            _side(models, sources, self._widest, ones, [model.source for model in models]),
            _side(models, targets, self._widest, ratios, [model.target for model in models]),
        )

    def priors(self, texts: Ints) -> Int32s:
        """(kinds, *shape): -ln P(kind) under the model of each text; see `BeadCosts`."""
        return self._priors[:, texts]

    def beads(self, group: slice, texts: Ints, source: Int32s, target: Int32s) -> Int32s:
        """(group, *shape): costs of the lengths; 0 for one-sided beads; see `BeadCosts`."""
        count, of_source, of_target = self._rows.of_group(group)
        costs = np.zeros((group.stop - group.start, *source.shape[1:]), np.int32)
        if not count:
            return costs
        size, spread, alone = (slice(number * self._widest, (number + 1) * self._widest) for number in range(3))
        squares = target[size][of_target].view(np.float32) - source[size][of_source].view(np.float32)
        squares *= squares
        product = squares + source[spread][of_source].view(np.float32)
        squares += target[spread][of_target].view(np.float32)
        product *= squares
        two_sided = costs[:count]
        two_sided += quantized_log(product, 1.5)
        two_sided += source[alone][of_source]
        two_sided += target[alone][of_target]
        return costs

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> None:
        """None: lengths are no evidence about a node."""

    def floors(self, text: int) -> tuple[Floats, Floats]:
        """Lower bounds: the part of the cost that each side has if both are equally long, d = 0; see `BeadCosts`."""
        source, target = (self._floor(side.of_text(text)) for side in self.sides)
        return source, target

    def _floor(self, facts: Int32s) -> Floats:
        """(widest + 1, places): the lower bounds of one side, given its facts."""
        spread = facts[self._widest : 2 * self._widest].view(np.float32)
        alone = dequantize(facts[2 * self._widest :])
        return np.vstack([np.zeros(facts.shape[1]), 1.5 * np.log(spread) + alone - LOG_TABLE_ERROR])


def _side(
    models: Sequence[LengthParameters],
    lengths: Sequence[Floats],
    widest: int,
    ratios: Sequence[float],
    moments: Sequence[tuple[float, float]],
) -> SideFacts:
    """The facts of the sides of 1 to `widest` sentences that end at each place.

    Three blocks of rows, each with one row for each number of sentences k:

        x             characters divided by the ratio, at least 1; a float32
        3 v(x)        a float32
        alone         the part of the cost that depends on x alone; quantized

    With ln t(d; v) = ln t(0; v) - 3 ln [ (3 v + d^2) / 3 v ], the part of the cost that depends on x alone is

        1/2 [ ln Gamma_k(x) - ln t(0; v(x)) ] - 3/2 ln 3 v(x).

    lengths: (n,) characters of the sentences of each text.
    ratios: the divisor of the characters of each text; c for a target, 1 for a source.
    moments: mean and variance of the sentence lengths of each text, in characters.
    """
    row, begins = concatenate_with_starts(lengths)
    text = np.repeat(np.arange(len(models)), [len(of_text) + 1 for of_text in lengths])
    ratio, slope, curve = (
        np.array(values)[text]
        for values in (ratios, [model.slope for model in models], [model.curve for model in models])
    )
    # The length of k sentences has a gamma distribution with k times the mean and k times the variance of one.
    mean, variance = np.array(moments).T / np.array([ratios, np.square(ratios)])  # (texts,), as are the next three
    scale_of_text = variance / mean
    k = np.arange(1, widest + 1)[:, None]
    shape = k * mean / scale_of_text
    log_norm = np.array([[math.lgamma(value) for value in values] for values in shape.tolist()])
    log_norm += np.log(scale_of_text)
    scale = scale_of_text[text]
    size = np.clip(sums_of_last(row, widest)[1:] / ratio, 1.0, MAX_LENGTH)
    log_gamma = (shape[:, text] - 1) * np.log(size / scale) - size / scale - log_norm[:, text]
    spread = (FREEDOM - 2) * (slope * size + curve * size**2)
    student_norm = math.lgamma((FREEDOM + 1) / 2) - math.lgamma(FREEDOM / 2) - 0.5 * math.log(FREEDOM * math.pi)
    log_student = student_norm - 0.5 * np.log(spread / FREEDOM)
    alone = (log_gamma - log_student) / 2 - 1.5 * np.log(spread)
    floats = np.concatenate([size, spread]).astype(np.float32).view(np.int32)
    return SideFacts(np.concatenate([floats, quantize(alone)]), begins)
