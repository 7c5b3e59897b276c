"""Precision, recall and F1 of counts."""

from __future__ import annotations

from typing import NamedTuple


class Score(NamedTuple):
    """A precision, a recall and their harmonic mean, each from 0 to 1; 0 for a share of nothing."""

    precision: float
    recall: float
    f1: float


def share(part: float, total: float) -> float:
    """Return part / total; 0 if the total is 0."""
    return part / total if total else 0.0


def harmonic_mean(precision: float, recall: float) -> float:
    """Return 2PR / (P + R); 0 if both are 0.

    >>> harmonic_mean(0.5, 1.0)
    0.6666666666666666
    """
    return share(2 * precision * recall, precision + recall)


def score(right_predicted: float, predicted: float, right_gold: float, gold: float) -> Score:
    """Return the score of counts.

    right_predicted, predicted: what was predicted rightly, and all that was predicted.
    right_gold, gold: what of the gold was predicted, and all of the gold.
    """
    precision, recall = share(right_predicted, predicted), share(right_gold, gold)
    return Score(precision, recall, harmonic_mean(precision, recall))
