"""Calibration: figures by hand."""

from math import log

import pytest

from aligner.evaluation import calibrate
from aligner.evaluation.calibration import Bin, Coverage

JUDGED = [(0.95, True), (0.95, True), (0.92, False), (0.55, True), (0.5, False), (1.0, True)]


def test_figures():
    result = calibrate(JUDGED)
    assert (result.pairs, result.right) == (6, pytest.approx(4 / 6))
    # ten bins: 0.95, 0.95, 0.92 and 1.0 with 3 right; 0.55 and 0.5 with 1 right
    assert result.expected_error == pytest.approx((abs(3.82 - 3) + abs(1.05 - 1)) / 6)
    assert result.brier == pytest.approx((2 * 0.05**2 + 0.92**2 + 0.45**2 + 0.5**2) / 6)
    assert result.log_loss == pytest.approx(-(2 * log(0.95) + log(0.08) + log(0.55) + log(0.5)) / 6)


def test_bins_hold_what_is_at_their_beginning():
    first, last = calibrate(JUDGED).bins
    assert first == Bin(0.5, 0.6, 2, pytest.approx(0.525), 0.5)
    assert last == Bin(0.9, 1.0, 4, pytest.approx(0.955), 0.75)


def test_a_certain_error_costs_a_finite_loss():
    assert calibrate([(1.0, False)]).log_loss == pytest.approx(log(1000))


def test_coverage_is_the_greatest_share_with_the_precision():
    judged = [(0.9, True)] * 19 + [(0.8, False)] + [(0.7, True)] * 19 + [(0.6, False)] * 2
    assert calibrate(judged).coverages == [
        Coverage(0.95, 0.7, 39, pytest.approx(39 / 41)),
        Coverage(0.99, 0.9, 19, pytest.approx(19 / 41)),
    ]


def test_a_precision_that_is_reached_exactly_is_enough():
    judged = [(0.9, True)] * 19 + [(0.8, False)]
    assert calibrate(judged).coverages[0] == Coverage(0.95, 0.8, 20, 1.0)


def test_pairs_of_equal_confidence_are_kept_together():
    assert calibrate([(0.9, True), (0.9, False)]).coverages[0] == Coverage(0.95, None, 0, 0.0)


def test_the_order_of_pairs_does_not_matter():
    assert calibrate(JUDGED) == calibrate(JUDGED[::-1])


def test_nothing_is_no_division_by_zero():
    assert calibrate([]).expected_error == 0
