"""The published model: its function of the normal distribution, its costs, and how they grow."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.gale_church import PRIORS, GaleChurch, log_erfc
from aligner.search import Posteriors

MODEL = GaleChurch(PRIORS)
EXTREMES = [0.0, 1.0, 2.0, 100.0, 10.0**5, 10.0**6]


def slow_log_erfc(x):
    """ln erfc(x) for x >= 5 by its continued fraction (Abramowitz & Stegun 7.1.14), which converges everywhere."""
    fraction = x
    for k in range(200, 0, -1):
        fraction = x + k / 2 / fraction
    return -x * x - math.log(fraction * math.sqrt(math.pi))


def cost(kind, source, target):
    return float(MODEL.cost(kind, np.float64(source), np.float64(target)))


def test_log_erfc_is_that_of_the_library_as_long_as_that_does_not_underflow():
    x = np.linspace(0.0, 26.0, 10_007)
    assert log_erfc(x) == pytest.approx(np.array([math.log(math.erfc(value)) for value in x]), abs=1e-6)


@pytest.mark.parametrize("x", [5.0, 7.999, 8.0, 8.001, 26.0, 27.5, 100.0, 1e4])
def test_log_erfc_is_exact_beyond(x):
    assert log_erfc(np.array([x]))[0] == pytest.approx(slow_log_erfc(x), abs=1e-6)


def test_log_erfc_falls_without_a_step():
    falls = np.diff(log_erfc(np.arange(0.0, 40.0, 0.0007)))
    assert falls.max() < 0
    assert np.diff(falls).max() < 1e-6


def test_the_worked_example():
    """A substitution of 100 and 110 characters, from section 3 of the paper with c = 1 and s2 = 6.8.

    mean = (100 + 110) / 2 = 105, delta = (110 - 100) / sqrt(105 * 6.8) = 10 / 26.7208 = 0.37424
    2 (1 - Phi(0.37424)) = 2 (1 - 0.64589) = 0.70822
    -ln 0.89 - ln 0.70822 = 0.11653 + 0.34500 = 0.46153
    """
    delta = (110 - 100) / math.sqrt((100 + 110) / 2 * 6.8)
    phi = (1 + math.erf(delta / math.sqrt(2))) / 2
    assert cost((1, 1), 100, 110) == pytest.approx(-math.log(0.89) - math.log(2 * (1 - phi)), abs=1e-6)
    assert cost((1, 1), 100, 110) == pytest.approx(0.46153, abs=1e-5)


def test_the_worked_example_of_a_deletion():
    """Ten characters and none: mean = 5, delta = 10 / sqrt(5 * 6.8) = 1.71499, 2 (1 - Phi) = 0.08635."""
    assert cost((1, 0), 10, 0) == pytest.approx(-math.log(0.0099 / 2) - math.log(0.08635), abs=1e-4)


def test_another_ratio_and_variance():
    """150 characters are expected for 100; the mean of 180 and 100 is, in source characters, 110."""
    model = GaleChurch(PRIORS, ratio=1.5, variance=4.0)
    assert model.cost((1, 1), np.float64(100), np.float64(150)) == pytest.approx(-math.log(0.89))
    expected = -math.log(0.89) - math.log(math.erfc((180 - 150) / math.sqrt(110 * 4.0) / math.sqrt(2)))
    assert model.cost((1, 1), np.float64(100), np.float64(180)) == pytest.approx(expected, abs=1e-6)


def test_priors_sum_to_one_as_far_as_the_paper_rounds():
    assert sum(PRIORS.values()) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("kind", PRIORS)
def test_equal_lengths_cost_the_prior_alone(kind):
    assert cost(kind, 70, 70) == pytest.approx(-math.log(PRIORS[kind]))
    assert cost(kind, 0, 0) == pytest.approx(-math.log(PRIORS[kind]))


@pytest.mark.parametrize("kind", PRIORS)
def test_cost_grows_with_the_difference(kind):
    differences = np.unique(np.geomspace(1, 10**6, 500).astype(int))
    for grown in (
        MODEL.cost(kind, np.float64(100), 100.0 + differences),
        MODEL.cost(kind, 100.0 + differences, np.float64(100)),
        MODEL.cost(kind, np.float64(0), 1.0 * differences),
    ):
        assert (np.diff(grown) > 0).all()


@pytest.mark.parametrize("kind", PRIORS)
def test_cost_is_finite_and_never_negative(kind):
    lengths = np.array(EXTREMES)
    costs = MODEL.cost(kind, lengths[:, None], lengths)
    assert np.isfinite(costs).all()
    assert (costs >= 0).all()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(EXTREMES), max_size=5), st.lists(st.integers(0, 400), max_size=5))
def test_beads_cost_what_their_lengths_cost(source, target):
    costs = MODEL.costs(np.array(source), np.array(target, float))
    for i in range(len(source) + 1):
        (found,) = costs.beads(slice(i, i + 1), np.arange(len(target) + 1)[None, :])
        for number, (s, t) in enumerate(costs.kinds):
            for j in range(t, len(target) + 1):
                if i >= s:
                    expected = cost((s, t), sum(source[i - s : i]), sum(target[j - t : j]))
                    assert found[number, j] == pytest.approx(expected)
    assert costs.deletion[1:] == pytest.approx(np.array([cost((1, 0), length, 0) for length in source]))
    assert costs.insertion[1:] == pytest.approx(np.array([cost((0, 1), 0, length) for length in target]))


def test_beads_of_some_rows_and_columns():
    costs = MODEL.costs(np.arange(5.0, 10.0), np.arange(7.0, 13.0))
    rows, columns = slice(2, 4), np.array([[2, 3, 4], [4, 5, 6]])
    every = costs.beads(slice(0, 6), np.tile(np.arange(7), (6, 1)))
    some = costs.beads(rows, columns)
    assert some.tolist() == [every[2][:, 2:5].tolist(), every[3][:, 4:7].tolist()]
    assert costs.nodes(rows, columns).tolist() == [[0.0] * 3] * 2


def test_beads_have_the_kinds_of_the_paper_in_its_order():
    assert MODEL.costs(np.ones(1), np.ones(1)).kinds == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_nothing_is_learned():
    one, lengths = np.ones(1, np.intp), np.array([10.0])
    beads = Posteriors(one - 1, one - 1, one, one, np.ones(1))
    assert GaleChurch.of(lengths, 5 * lengths).fitted(lengths, 5 * lengths, beads) == MODEL
    assert MODEL.parameters() == {"ratio": 1.0, "variance": 6.8}
