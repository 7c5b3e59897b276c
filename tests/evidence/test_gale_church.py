"""The published model: its function of the normal distribution, and its costs, exact and quantized."""

import math

import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.evidence.gale_church import PRIORS, GaleChurch, log_erfcx
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.quantized import QUANTUM, dequantize

MODEL = GaleChurch(PRIORS)
EXTREMES = [0.0, 1.0, 2.0, 100.0, 10.0**5, 10.0**6]
# nats; without its prior, a bead costs hardly more than this
CLAMP = 2.0**12
LENGTHS = st.one_of(st.integers(0, 400), st.integers(0, 30_000), st.sampled_from(EXTREMES)).map(float)


def slow_log_erfc(x):
    """ln erfc(x) for x >= 5 by its continued fraction (Abramowitz & Stegun 7.1.14), which converges everywhere."""
    fraction = x
    for k in range(200, 0, -1):
        fraction = x + k / 2 / fraction
    return -x * x - math.log(fraction * math.sqrt(math.pi))


def log_erfc(x):
    return log_erfcx(x) - x * x


def cost(kind, source, target):
    return MODEL.cost(kind, float(source), float(target))


def every_bead(costs):
    """{kind: (n + 1, m + 1)}: the costs of all beads of a text, in nats."""
    i, j = np.indices([side + 1 for side in costs.size])
    beads = [costs.of_beads(np.full(i.shape, kind), i, i, j) for kind in range(len(costs.kinds))]
    assert {found.dtype for found in beads} == {np.dtype(np.int32)}
    return dict(zip(costs.kinds, map(dequantize, beads), strict=True))


@pytest.mark.parametrize("x", [0.0, 1e-9, 0.1, 0.5, 1.0, 2.0, 5.0, 7.999, 8.0, 8.001, 20.0, 26.0])
def test_log_erfcx_is_that_of_the_library_as_long_as_that_does_not_underflow(x):
    assert log_erfc(x) == pytest.approx(math.log(math.erfc(x)), abs=1e-6)


def test_log_erfcx_is_that_of_the_library_in_between():
    for x in np.linspace(0.0, 26.0, 10_007).tolist():
        assert log_erfc(x) == pytest.approx(math.log(math.erfc(x)), abs=1e-6)


@pytest.mark.parametrize("x", [5.0, 7.999, 8.0, 8.001, 26.0, 27.5, 100.0, 1e4])
def test_log_erfcx_is_exact_beyond(x):
    assert log_erfcx(x) == pytest.approx(slow_log_erfc(x) + x * x, abs=1e-6)


def test_log_erfc_falls_without_a_step():
    falls = np.diff([log_erfc(x) for x in np.arange(0.0, 40.0, 0.0007).tolist()])
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
    differences = np.unique(np.geomspace(1, 10**6, 500).astype(int)).tolist()
    for grown in (
        [cost(kind, 100, 100 + difference) for difference in differences],
        [cost(kind, 100 + difference, 100) for difference in differences],
        [cost(kind, 0, difference) for difference in differences],
    ):
        assert (np.diff(grown) > 0).all()


@pytest.mark.parametrize("kind", PRIORS)
@pytest.mark.parametrize("source", EXTREMES)
@pytest.mark.parametrize("target", EXTREMES)
def test_cost_is_finite_and_never_negative(kind, source, target):
    assert 0 <= cost(kind, source, target) < math.inf


def assert_costs_what_the_model_says(found, kind, source, target, model=MODEL):
    """The cost is that of the model within three quanta plus the rounding error of float32, or it is clamped."""
    expected = model.cost(kind, source, target)
    prior = -math.log(model.priors[kind])
    if expected - prior < CLAMP * 0.99:
        x, y = model.ratio * source, target
        floats = 2.0**-23 * (2 + (x + y) / max(abs(y - x), 1e-9)) * (expected - prior)
        assert found == pytest.approx(expected, abs=3 * QUANTUM + floats)
    else:
        assert CLAMP * 0.98 < found - prior < CLAMP * 1.01


@settings(max_examples=examples(60))
@given(*[st.lists(LENGTHS, max_size=5)] * 2)
def test_beads_cost_what_their_lengths_cost(source, target):
    costs = MODEL.costs(np.array(source), np.array(target))
    for (s, t), found in every_bead(costs).items():
        for k in range(s, len(source) + 1):
            for n in range(t, len(target) + 1):
                sides = sum(source[k - s : k]), sum(target[n - t : n])
                assert_costs_what_the_model_says(found[k, n], (s, t), *sides)


def test_substitutions_of_all_lengths_cost_what_the_model_says():
    lengths = np.unique(np.concatenate([np.arange(60), np.geomspace(60, 2e6, 150).round()]))
    found = every_bead(MODEL.costs(lengths, lengths))
    for i, source in enumerate(lengths.tolist()):
        assert_costs_what_the_model_says(found[1, 0][i + 1, 0], (1, 0), source, 0.0)
        assert_costs_what_the_model_says(found[0, 1][0, i + 1], (0, 1), 0.0, source)
        for j, target in enumerate(lengths.tolist()):
            assert_costs_what_the_model_says(found[1, 1][i + 1, j + 1], (1, 1), source, target)


@pytest.mark.parametrize(("ratio", "variance"), [(1.06, 6.8), (0.7, 5.0), (1.0, 20.0)])
def test_beads_cost_what_a_model_of_another_ratio_or_variance_says(ratio, variance):
    model = GaleChurch(PRIORS, ratio, variance)
    lengths = np.array([0.0, 3.0, 40.0, 80.0, 100.0, 250.0, 900.0])
    found = every_bead(model.costs(lengths, lengths))[1, 1]
    for i, source in enumerate(lengths.tolist()):
        for j, target in enumerate(lengths.tolist()):
            assert_costs_what_the_model_says(found[i + 1, j + 1], (1, 1), source, target, model)


def test_quantized_costs_grow_with_the_difference_up_to_the_clamp():
    """The cost of a greater difference is smaller by one quantum at most, the error of rounding."""
    lengths = np.unique(np.geomspace(100, 2e6, 3000).round())
    found = every_bead(MODEL.costs(np.array([100.0]), lengths))
    for kind in ((1, 1), (0, 1)):
        grown = found[kind][1, 1:]
        assert np.diff(grown).min() >= -QUANTUM
        assert CLAMP < grown.max() < CLAMP + 20


def test_beads_have_the_kinds_of_the_paper_and_their_priors():
    costs = MODEL.costs(np.ones(1), np.ones(1))
    assert costs.kinds == ((1, 1), (1, 2), (2, 1), (2, 2), (1, 0), (0, 1))
    assert dequantize(costs.priors) == pytest.approx([-math.log(PRIORS[kind]) for kind in costs.kinds], abs=QUANTUM)


def test_lengths_have_no_costs_of_breaks_and_words():
    costs = MODEL.costs(np.ones(1), np.ones(1))
    assert (costs.breaks, costs.words) == (None, None)


def test_no_parameter_is_fitted():
    one, lengths = np.ones(1, np.intp), np.array([10.0])
    beads = BeadPosteriors(one - 1, one - 1, one, one, np.ones(1))
    assert GaleChurch.from_lengths(lengths, 5 * lengths).refit(lengths, 5 * lengths, beads) == MODEL
    assert not GaleChurch.learns
    assert MODEL.parameters() == {"ratio": 1.0, "variance": 6.8}
