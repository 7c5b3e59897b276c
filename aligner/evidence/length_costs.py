"""Costs of beads by their lengths under a fitted model; `length_model` states the equation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from aligner.evidence.protocols import LengthParameters
from aligner.lattice.costs import BeadCosts, Float32s, Lengths, sums_of_last
from aligner.lattice.grid import Floats, Int32s
from aligner.lattice.kinds import DELETION, INSERTION, Kind, Kinds
from aligner.lattice.log_table import log_table
from aligner.lattice.quantized import quantize

FREEDOM = 5.0  # degrees of freedom of Student's t
MAX_LENGTH = 1e7  # characters; a longer side counts as this long, so that every value fits in a float32


def length_costs(model: LengthParameters, source: Floats, target: Floats) -> BeadCosts:
    """The costs of the beads of a text by their lengths.

    Everything that depends on one side alone is tabled, see `_side`. What is left to compute for a bead is one
    logarithm, 3/2 ln [ (3 v(x) + d^2) (3 v(y) + d^2) ], d = y - x.

    model: the parameters of the text.
    source, target: (n,) and (m,), characters of each sentence.
    """
    kinds = sorted_kinds(tuple(model.priors))
    x, x_spread, source_costs = _side(model, source, kinds.widest, 1.0, model.source)
    y, y_spread, target_costs = _side(model, target, kinds.widest, model.ratio, model.target)
    return BeadCosts(
        kinds,
        priors_of_kinds(kinds, model.priors),
        Lengths(x, y, log_table(1.5), x_spread, y_spread),
        source_costs,
        target_costs,
        np.zeros((2, len(source) + 1), np.int32),
        np.zeros((2, len(target) + 1), np.int32),
    )


@lru_cache(maxsize=256)
def sorted_kinds(kinds: tuple[Kind, ...]) -> Kinds:
    """Kinds in the order of costs: two-sided ones by their sentences, then (1, 0) and (0, 1)."""
    return Kinds([*sorted(kind for kind in kinds if all(kind)), DELETION, INSERTION])


def priors_of_kinds(kinds: Kinds, priors: Mapping[Kind, float]) -> Int32s:
    """(kinds,): -ln P(kind), quantized."""
    return quantize(np.array([-math.log(priors[kind]) for kind in kinds]))


def _side(
    model: LengthParameters, lengths: Floats, widest: int, ratio: float, moments: tuple[float, float]
) -> tuple[Float32s, Float32s, Int32s]:
    """Three tables about the last 1 to `widest` sentences before each place, (widest, n + 1) each:

        x        characters divided by the ratio, at least 1
        3 v(x)
        alone    the part of the cost that depends on x alone; quantized

    With ln t(d; v) = ln t(0; v) - 3 ln [ (3 v + d^2) / 3 v ], the part of the cost that depends on x alone is

        1/2 [ ln Gamma_k(x) - ln t(0; v(x)) ] - 3/2 ln 3 v(x).

    lengths: (n,), characters of the sentences.
    ratio: the divisor of the characters; c for a target, 1 for a source.
    moments: mean and variance of the lengths of sentences, in characters.
    """
    size = np.clip(sums_of_last(lengths, widest)[1:] / ratio, 1.0, MAX_LENGTH)
    # The length of k sentences has a gamma distribution with k times the mean and k times the variance of one.
    mean, variance = moments[0] / ratio, moments[1] / ratio**2
    scale = variance / mean
    shape = np.arange(1, widest + 1)[:, None] * (mean / scale)
    log_norm = np.array([[math.lgamma(k)] for k in shape[:, 0].tolist()]) + math.log(scale)
    log_gamma = (shape - 1) * np.log(size / scale) - size / scale - log_norm
    spread = (FREEDOM - 2) * (model.slope * size + model.curve * size**2)
    student_norm = math.lgamma((FREEDOM + 1) / 2) - math.lgamma(FREEDOM / 2) - 0.5 * math.log(FREEDOM * math.pi)
    log_spread = np.log(spread)
    log_student = student_norm - 0.5 * (log_spread - math.log(FREEDOM))
    alone = (log_gamma - log_student) / 2 - 1.5 * log_spread
    return size.astype(np.float32), spread.astype(np.float32), quantize(alone)
