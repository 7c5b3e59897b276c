"""The least confidence from which on a share of the pairs is right, by pairs that a person has marked.

The confidences of `align` are calibrated to the marks. With c the confidence and p the probability of a right pair,

    logit p = a + b logit c,   a ~ N(0, 2^2),  b ~ N(1, 0.5^2)

This is the calibration of Platt (1999), with the confidence as an offset: with few marks, a stays near 0 and b near 1,
so that p stays near c. The posterior of a and b is computed on a grid. The share of right pairs from a limit on is the
mean of p over all pairs of the table from there on, marked or not; its estimate is the mean of the posterior, and its
interval holds 95 % of the posterior. Beside it stands what the marks show by themselves: the interval of Wilson (1927)
of the share of right ones among the marked pairs from the limit on.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

TARGETS = (0.95, 0.99)  # shares of right pairs
USUAL_MARKS = 50  # marks that are asked for
SPREAD_A, SPREAD_B = 2.0, 0.5  # standard deviations of a and b before the marks are seen
MIN_B = 0.05  # least b, so that p rises with c
GRID = [number / 2 for number in range(-8, 9)]  # standard deviations from the greatest posterior; its points
STEPS = 50  # of Newton's method, at most
LONGEST_STEP = 1.0  # of Newton's method, in a and in b; a longer one may lead away from the maximum
NEGLIGIBLE = 1e-4  # weight of a point of the grid, divided by the greatest one, below which it is left out
Z = 1.959964  # quantile of the normal distribution for an interval of 95 %
MOST_CERTAIN = 0.9995  # confidence; files have three decimals, so that 1.000 may be as little

Marks = Sequence[tuple[float, bool]]
Counts = Mapping[tuple[float, bool], int]  # logit of the confidence, and the mark -> number of pairs
Curve = tuple[float, Sequence[float]]  # weight of a point of the grid, and the share of right pairs from each level on


class Level(NamedTuple):
    """A confidence that pairs have, and the number of pairs from it on."""

    confidence: float
    pairs: int


class Limit(NamedTuple):
    """The least confidence for a target.

    target: share of right pairs that is asked for.
    confidence: the least confidence, with three decimals; None if no limit reaches the target.
    interval: interval of that confidence; an end is None if no limit reaches the target there.
    pairs: number of pairs of the table from there on.
    share: their estimated share of right ones; None without a limit.
    share_interval: its interval.
    marked, right: number of marked pairs from there on, and of right ones among them.
    observed: interval of Wilson of the share of right ones among the marked pairs.
    shown: True if the lower end of `observed` reaches the target: the marks alone show it.
    marks_needed: right marks in a row with which they would show it.
    """

    target: float
    confidence: float | None
    interval: tuple[float | None, float | None]
    pairs: int
    share: float | None
    share_interval: tuple[float, float] | None
    marked: int
    right: int
    observed: tuple[float, float]
    shown: bool
    marks_needed: int


def find_limits(confidences: Sequence[float], marks: Marks, targets: Sequence[float] = TARGETS) -> list[Limit]:
    """Return the limit of each target.

    confidences: the confidence of each pair, marked or not.
    marks: confidence and mark, True for right, of the marked ones; at least one.
    """
    levels = _levels(confidences)
    curves = [(weight, _shares(levels, a, b)) for weight, a, b in calibrate(marks)]
    return [_limit(levels, marks, target, curves) for target in targets]


def _levels(confidences: Sequence[float]) -> list[Level]:
    """Return the different confidences, in descending order, with the number of pairs from each on."""
    counts = Counter(map(_rounded, confidences))
    ordered = sorted(counts, reverse=True)
    return list(map(Level, ordered, accumulate(counts[confidence] for confidence in ordered)))


def calibrate(marks: Marks) -> list[tuple[float, float, float]]:
    """Return the posterior of a and b: weight, a and b of each point of the grid; weights sum to 1.

    >>> points = calibrate([(0.9, True)] * 40 + [(0.9, False)] * 10)
    >>> round(sum(weight * _logistic(a + b * _logit(0.9)) for weight, a, b in points), 1)
    0.8
    """
    counts = Counter((_logit(confidence), right) for confidence, right in marks)
    a, b, (aa, ab, bb) = _maximum(counts)
    # The grid follows the covariance, which is the inverse of the curvature, by its Cholesky factor.
    determinant = aa * bb - ab * ab
    spread_a, shared = math.sqrt(bb / determinant), -ab / math.sqrt(bb * determinant)
    rest = math.sqrt(max(aa / determinant - shared * shared, 0.0))
    points = [(a + u * spread_a, b + u * shared + v * rest) for u in GRID for v in GRID]
    of_points = [(_log_posterior(counts, *point), *point) for point in points if point[1] >= MIN_B]
    of_points = of_points or [(0.0, a, MIN_B)]
    greatest = max(of_points)[0]
    kept = [(math.exp(weight - greatest), *point) for weight, *point in of_points]
    kept = [point for point in kept if point[0] > NEGLIGIBLE]
    total = math.fsum(weight for weight, _, _ in kept)
    return [(weight / total, a, b) for weight, a, b in kept]


def _maximum(counts: Counts) -> tuple[float, float, tuple[float, float, float]]:
    """Return a and b of the greatest posterior, and the curvature there, by Newton's method: aa, ab and bb."""
    a, b = 0.0, 1.0
    for _ in range(STEPS):
        by_a, by_b = -a / SPREAD_A**2, (1 - b) / SPREAD_B**2
        aa, ab, bb = 1 / SPREAD_A**2, 0.0, 1 / SPREAD_B**2
        for (x, right), count in counts.items():
            p = _logistic(a + b * x)
            by_a, by_b = by_a + count * (right - p), by_b + count * (right - p) * x
            weight = count * p * (1 - p)
            aa, ab, bb = aa + weight, ab + weight * x, bb + weight * x * x
        determinant = aa * bb - ab * ab
        steps = (bb * by_a - ab * by_b) / determinant, (aa * by_b - ab * by_a) / determinant
        longest = max(map(abs, steps))
        scale = min(1.0, LONGEST_STEP / longest) if longest else 1.0
        a, b = a + scale * steps[0], b + scale * steps[1]
        if longest < 1e-9:
            break
    return a, b, (aa, ab, bb)


def _log_posterior(counts: Counts, a: float, b: float) -> float:
    """Return ln of the posterior of a and b, but for a constant."""
    total = -((a / SPREAD_A) ** 2 + ((b - 1) / SPREAD_B) ** 2) / 2
    for (x, right), count in counts.items():
        y = a + b * x if right else -(a + b * x)
        total -= count * (math.log1p(math.exp(-y)) if y > 0 else math.log1p(math.exp(y)) - y)
    return total


def wilson(right: int, number: int) -> tuple[float, float]:
    """Return the interval of 95 % of a share, of which `right` of a number of marks were right; (0, 1) without marks.

    >>> [round(end, 3) for end in wilson(50, 50)]
    [0.929, 1.0]
    """
    if not number:
        return 0.0, 1.0
    share, square = right / number, Z * Z
    centre = (share + square / (2 * number)) / (1 + square / number)
    half = Z * math.sqrt(share * (1 - share) / number + square / (4 * number**2)) / (1 + square / number)
    return max(0.0, centre - half), min(1.0, centre + half)


def marks_needed(target: float) -> int:
    """Return how many marks, all right, make the lower end of Wilson's interval reach a target.

    >>> marks_needed(0.95), marks_needed(0.99)
    (73, 381)
    """
    return math.ceil(Z * Z * target / (1 - target))


def _limit(levels: Sequence[Level], marks: Marks, target: float, curves: Sequence[Curve]) -> Limit:
    """Return the limit of a target, by the curves of the posterior."""
    # The more levels reach the target, the lower is the limit.
    fewest, greatest = _interval([(float(_reaching(shares, target)), weight) for weight, shares in curves])
    interval = _confidence(levels, int(greatest)), _confidence(levels, int(fewest))
    means = [math.fsum(weight * shares[place] for weight, shares in curves) for place in range(len(levels))]
    reached = _reaching(means, target)
    if not reached:
        return Limit(target, None, interval, 0, None, None, 0, 0, (0.0, 1.0), False, marks_needed(target))
    confidence, pairs = levels[reached - 1]
    of_marked = [right for value, right in marks if _rounded(value) >= confidence]
    observed = wilson(sum(of_marked), len(of_marked))
    return Limit(
        target,
        confidence,
        interval,
        pairs,
        means[reached - 1],
        _interval([(shares[reached - 1], weight) for weight, shares in curves]),
        len(of_marked),
        sum(of_marked),
        observed,
        observed[0] >= target,
        marks_needed(target),
    )


def _shares(levels: Sequence[Level], a: float, b: float) -> list[float]:
    """Return for each level the estimated share of right pairs from it on; it never rises."""
    total, before, shares = 0.0, 0, []
    for confidence, pairs in levels:
        total += (pairs - before) * _logistic(a + b * _logit(confidence))
        before = pairs
        shares.append(total / pairs)
    return shares


def _reaching(shares: Sequence[float], target: float) -> int:
    """Return the number of levels, from the first on, with which the share still reaches a target."""
    return bisect_right(shares, -target, key=lambda share: -share)


def _confidence(levels: Sequence[Level], number: int) -> float | None:
    """Return the confidence of the last of so many levels; None for none of them."""
    return levels[number - 1].confidence if number else None


def _interval(values: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the 2.5 and the 97.5 % point of values with weights that sum to 1."""
    ends: list[float] = []
    total, ordered = 0.0, sorted(values)
    for value, weight in ordered:
        total += weight
        while len(ends) < 2 and total >= (0.025, 0.975)[len(ends)]:
            ends.append(value)
    ends += [ordered[-1][0]] * (2 - len(ends))  # rounding may leave the sum below .975 for a single value
    return ends[0], ends[1]


def _rounded(confidence: float) -> float:
    return math.floor(confidence * 1000 + 1e-9) / 1000


def _logit(confidence: float) -> float:
    c = min(max(confidence, 1 - MOST_CERTAIN), MOST_CERTAIN)
    return math.log(c / (1 - c))


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
