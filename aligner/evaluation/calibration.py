"""Calibration of confidences: 90 % of the pairs with confidence 0.9 should be right.

- expected calibration error: the mean difference between the mean confidence of a bin and the share of its pairs that
  are right, weighted by the number of pairs, over ten bins of equal width (Guo et al. 2017, "On Calibration of Modern
  Neural Networks", section 2).
- Brier score: the mean square of the difference between a confidence and 1 for a right pair, 0 for a wrong one.
- log-loss: the mean of -ln p for a right pair, -ln(1 - p) for a wrong one.
- coverage at a precision: the greatest share of the pairs that can be kept by a least confidence such that the kept
  pairs have that precision.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from aligner.evaluation.scores import share

BINS = 10  # of equal width
MIN_PROBABILITY = 1e-3  # keeps the log-loss of a pair finite: files hold confidences with three decimals
PRECISIONS = (0.95, 0.99)  # for which the coverage is reported

Judgement = tuple[float, bool]  # a confidence, and whether the pair is right


class Bin(NamedTuple):
    """The pairs with confidences from `least` to below `limit`; the last bin includes 1.

    pairs: their number.
    confidence: their mean confidence.
    right: share of them that are right.
    """

    least: float
    limit: float
    pairs: int
    confidence: float
    right: float


class Coverage(NamedTuple):
    """The pairs that a least confidence keeps.

    precision: the precision that was asked for.
    least_confidence: the least confidence; None if no pairs have that precision.
    pairs: number of kept pairs.
    share: kept pairs / all pairs.
    """

    precision: float
    least_confidence: float | None
    pairs: int
    share: float


class Calibration(NamedTuple):
    """The calibration of the confidences of two-sided beads.

    pairs: their number.
    mean_confidence, right: mean confidence, and share of right pairs.
    expected_error, brier, log_loss: see the module.
    bins: the bins that hold pairs.
    coverages: one for each of `PRECISIONS`.
    """

    pairs: int
    mean_confidence: float
    right: float
    expected_error: float
    brier: float
    log_loss: float
    bins: list[Bin]
    coverages: list[Coverage]


def calibrate(judgements: Iterable[Judgement]) -> Calibration:
    """Return the calibration of confidences.

    judgements: confidence of each pair, in [0, 1], and whether it is right.

    >>> calibrate([(0.9, True), (0.8, False)]).right
    0.5
    """
    pairs = sorted(judgements)  # sums do not depend on the order of the pairs
    losses = [-math.log(max(p if right else 1 - p, MIN_PROBABILITY)) for p, right in pairs]
    members: list[list[Judgement]] = [[] for _ in range(BINS)]
    for p, right in pairs:
        members[min(int(p * BINS), BINS - 1)].append((p, right))
    return Calibration(
        len(pairs),
        share(math.fsum(p for p, _ in pairs), len(pairs)),
        share(sum(right for _, right in pairs), len(pairs)),
        share(sum(abs(math.fsum(p - right for p, right in of_bin)) for of_bin in members), len(pairs)),
        share(math.fsum((p - right) ** 2 for p, right in pairs), len(pairs)),
        share(math.fsum(losses), len(pairs)),
        [_bin(number, of_bin) for number, of_bin in enumerate(members) if of_bin],
        [_coverage(pairs, precision) for precision in PRECISIONS],
    )


def _bin(number: int, members: Sequence[Judgement]) -> Bin:
    count = len(members)
    confidence = math.fsum(p for p, _ in members) / count
    return Bin(number / BINS, (number + 1) / BINS, count, confidence, sum(right for _, right in members) / count)


def _coverage(pairs: Sequence[Judgement], precision: float) -> Coverage:
    """Return the coverage at a precision. Pairs of equal confidence are kept together.

    pairs: ascending.
    """
    kept = right = 0
    best = Coverage(precision, None, 0, 0.0)
    for confidence, group in groupby(reversed(pairs), key=lambda judgement: judgement[0]):
        judged = [is_right for _, is_right in group]
        kept, right = kept + len(judged), right + sum(judged)
        if right / kept >= precision:
            best = Coverage(precision, confidence, kept, kept / len(pairs))
    return best
