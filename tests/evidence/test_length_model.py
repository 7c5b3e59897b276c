"""The fitted length model: its equation, sentence by sentence, and its parameters fitted to hand-made beads."""

from dataclasses import replace
from math import lgamma, log, pi

import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.evidence.length_model import (
    MANY_BEADS,
    MIN_EXPECTED,
    MIN_POSTERIOR,
    MIN_SLOPE,
    PRIOR_WEIGHT,
    LengthModel,
    initial_priors,
)
from aligner.lattice.forward_backward import BeadPosteriors, bead_posteriors
from aligner.lattice.grid import Band
from aligner.lattice.quantized import QUANTUM, dequantize
from aligner.lattice.viterbi import best_path

LENGTHS = st.lists(st.integers(5, 400), min_size=1, max_size=11).map(lambda sizes: np.array(sizes, float))


def log_student(d, v):
    """ln of Student's density with 5 degrees of freedom and variance v; its scale is v 3 / 5."""
    scale = v * 3 / 5
    return lgamma(3) - lgamma(2.5) - log(5 * pi * scale) / 2 - 3 * log(1 + d * d / (5 * scale))


def log_gamma(x, k, mean, variance):
    """ln of the density at x of the sum of k gamma variates with this mean and variance each."""
    shape, rate = k * mean**2 / variance, mean / variance
    return shape * log(rate) - lgamma(shape) + (shape - 1) * log(x) - rate * x


def bead_cost(model, kind, source, target):
    """The cost of a bead by the equation at the head of `length_model`. source, target: lengths of its sentences."""
    (s, t), c = kind, model.ratio
    x, y = sum(source), sum(target) / c
    (mean_x, variance_x), (mean_y, variance_y) = model.source, model.target

    def v(m):
        return model.slope * m + model.curve * m * m

    worth = log(model.priors[kind])
    worth += (log_student(y - x, v(x)) - log_gamma(y, t, mean_y / c, variance_y / c**2)) / 2
    worth += (log_student(y - x, v(y)) - log_gamma(x, s, mean_x, variance_x)) / 2
    return -worth


def costs_of(model, source, target):
    """The costs of a text, of lists of lengths."""
    return model.costs(np.array(source, float), np.array(target, float))


def every_bead(costs):
    """(kinds, n + 1, m + 1): the costs of all beads of a text, in nats."""
    kind, i, j = np.indices((len(costs.kinds), *(side + 1 for side in costs.size)))
    found = costs.of_beads(kind, i, i, j)
    assert found.dtype == np.int32
    return dequantize(found)


def likely(*beads):
    """Hand-made posteriors; a bead is (i, j, s, t, probability)."""
    *places, probability = zip(*beads, strict=True)
    return BeadPosteriors(*(np.array(column, np.intp) for column in places), np.array(probability, float))


def one_to_one(count):
    """The 1-1 beads of `count` sentences, each with posterior 1."""
    return likely(*((k, k, 1, 1, 1.0) for k in range(count)))


def fitted(source, target, beads=None):
    source, target = np.array(source, float), np.array(target, float)
    return LengthModel.from_lengths(source, target).refit(source, target, beads or one_to_one(len(source)))


def test_initial_priors_are_those_of_the_docstring():
    priors = initial_priors()
    assert sum(priors.values()) == pytest.approx(1)
    assert len(priors) == 41
    assert priors[1, 1] == 0.70
    assert priors[1, 0] == priors[0, 1] == 0.01
    assert priors[1, 3] / priors[1, 2] == pytest.approx(0.45)
    assert priors[2, 2] / priors[1, 3] == pytest.approx(0.25)
    assert priors[3, 3] / priors[2, 4] == pytest.approx(0.25)
    assert all(priors[s, t] == priors[t, s] for s, t in priors)


def test_beads_have_up_to_ten_sentences_and_three_on_the_smaller_side():
    costs = costs_of(LengthModel.from_lengths(np.ones(1), np.ones(1)), [1], [1])
    assert costs.kinds[-2:] == ((1, 0), (0, 1))
    assert list(costs.kinds[:-2]) == [(s, t) for s in range(1, 10) for t in range(1, 11 - s) if min(s, t) <= 3]


@settings(max_examples=examples(50))
@given(LENGTHS, LENGTHS, st.floats(0.3, 3.0), st.floats(0.2, 20.0), st.floats(0.0, 0.5))
def test_beads_cost_what_the_formula_says(source, target, ratio, slope, curve):
    model = replace(LengthModel.from_lengths(source, target), ratio=ratio, slope=slope, curve=curve)
    costs = costs_of(model, source, target)
    found = every_bead(costs)
    for number, (s, t) in enumerate(costs.kinds[:-2]):
        for i in range(s, len(source) + 1):
            for j in range(t, len(target) + 1):
                # The model counts a side of less than a character as one.
                if min(sum(source[i - s : i]), sum(target[j - t : j]) / model.ratio) >= 1:
                    expected = bead_cost(model, (s, t), source[i - s : i], target[j - t : j])
                    assert found[number, i, j] == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize(("slope", "curve"), [(0.2, 0.0), (6.8, 0.0), (3.0, 0.1), (20.0, 2.0)])
def test_beads_of_all_lengths_cost_what_the_formula_says(slope, curve):
    # The lengths of these texts vary so much that no part of a cost is cut off by `quantize`.
    lengths = np.unique(np.geomspace(2, 1e6, 60).round())
    model = replace(LengthModel.from_lengths(lengths, lengths), ratio=1.1, slope=slope, curve=curve)
    found = every_bead(costs_of(model, lengths, lengths))[0]
    for i, source in enumerate(lengths.tolist()):
        for j, target in enumerate(lengths.tolist()):
            expected = bead_cost(model, (1, 1), [source], [target])
            assert found[i + 1, j + 1] == pytest.approx(expected, abs=2e-3)


def test_a_side_counts_as_one_character_at_least():
    model = LengthModel.from_lengths(np.array([50.0]), np.array([50.0]))
    found = every_bead(costs_of(model, [0, 1], [0, 1]))[0]
    assert found[1:, 1:] == pytest.approx(np.full((2, 2), bead_cost(model, (1, 1), [1], [1])), abs=2e-3)


def test_deletions_and_insertions_cost_their_prior():
    priors = initial_priors() | {(1, 0): 0.03, (0, 1): 0.05}
    model = replace(LengthModel.from_lengths(np.array([9.0, 90.0]), np.array([5.0])), priors=priors)
    found = every_bead(costs_of(model, [9, 90], [5]))
    assert found[-2] == pytest.approx(np.full((3, 2), -log(0.03)), abs=QUANTUM)
    assert found[-1] == pytest.approx(np.full((3, 2), -log(0.05)), abs=QUANTUM)


def test_lengths_have_no_costs_of_breaks_and_words():
    costs = costs_of(LengthModel.from_lengths(np.ones(1), np.ones(1)), [1], [1])
    assert (costs.breaks, costs.words) == (None, None)


def test_the_first_ratio_is_that_of_the_lengths_of_the_texts():
    model = LengthModel.from_lengths(np.array([10.0, 20.0, 30.0]), np.array([50.0, 40.0]))
    assert model.ratio == 1.5


def test_moments_of_a_long_text_are_its_own():
    target = np.tile([20.0, 60.0], 5000)
    mean, variance = LengthModel.from_lengths(np.array([5.0]), target).target
    assert mean == 40
    assert variance == pytest.approx(400, rel=1e-3)


def test_moments_of_one_sentence_are_the_usual_ones():
    # One sentence has no variance. The usual one, (40 / 2) ** 2, counts as two sentences of three in all.
    assert LengthModel.from_lengths(np.array([40.0]), np.array([5.0])).source == (40.0, pytest.approx(2 * 20**2 / 3))


def test_a_fit_weights_beads_by_their_posterior():
    beads = likely((0, 0, 1, 1, 1.0), (1, 1, 1, 1, 0.5), (1, 1, 1, 2, 0.25), (2, 2, 1, 0, 0.75))
    priors = fitted([100, 60, 10], [120, 60, 10], beads).priors
    assert PRIOR_WEIGHT == 20
    assert priors[1, 1] == pytest.approx((1.5 + 20 * 0.70) / 22.5)
    assert priors[1, 0] == pytest.approx((0.75 + 20 * 0.01) / 22.5)
    assert priors[1, 2] == pytest.approx((0.25 + 20 * initial_priors()[1, 2]) / 22.5)
    assert priors[0, 1] == pytest.approx(20 * 0.01 / 22.5)
    assert sum(priors.values()) == pytest.approx(1)


@pytest.mark.parametrize(("count", "given_up"), [(int(MANY_BEADS) - 3, False), (int(MANY_BEADS), True)])
def test_a_long_text_gives_up_kinds_without_beads(count, given_up):
    some = likely(
        *((k, k, 1, 1, 1.0) for k in range(count)),
        (count, count, 1, 2, 2 * MIN_EXPECTED),
        (count, count, 3, 1, MIN_EXPECTED / 2),
    )
    priors = fitted([60] * (count + 3), [60] * (count + 2), some).priors
    assert set(priors) == ({(1, 1), (1, 2), (1, 0), (0, 1)} if given_up else set(initial_priors()))
    assert sum(priors.values()) == pytest.approx(1)


def test_beads_cost_the_same_whether_other_kinds_are_given_up_or_not():
    source = np.random.default_rng(7).integers(20, 90, 30).astype(float)
    target = np.delete(source, 11) * 1.1
    every = LengthModel.from_lengths(source, target)
    few = replace(every, priors={kind: every.priors[kind] for kind in [(1, 1), (2, 1), (3, 2), (1, 0), (0, 1)]})
    of_every, of_few = every.costs(source, target), few.costs(source, target)
    assert of_few.kinds == ((1, 1), (2, 1), (3, 2), (1, 0), (0, 1))
    assert of_few.source.shape == (3, 31)
    for kind, beads in zip(of_few.kinds, every_bead(of_few), strict=True):
        s, t = kind
        assert beads[s:, t:].tolist() == every_bead(of_every)[of_every.kinds.index(kind)][s:, t:].tolist()
    path = best_path(of_few, Band.full([(0, 0), (30, 29)]))
    assert set(map(tuple, np.diff(path, axis=0).tolist())) <= set(of_few.kinds)


def test_the_ratio_is_that_of_likely_two_sided_beads():
    beads = likely(
        (0, 0, 1, 1, 1.0),
        (1, 1, 2, 1, 0.5),
        (3, 2, 1, 0, 1.0),  # one-sided, so not used
        (0, 2, 1, 1, MIN_POSTERIOR / 2),  # too improbable
    )
    model = fitted([100, 50, 30, 7], [120, 100, 9000], beads)
    assert model.ratio == pytest.approx((120 + 0.5 * 100) / (100 + 0.5 * 80))


@pytest.mark.parametrize(
    "beads",
    [
        pytest.param([(0, 0, 1, 0, 1.0), (1, 0, 0, 1, 1.0)], id="one-sided"),
        pytest.param([(0, 0, 1, 1, MIN_POSTERIOR / 2)], id="doubtful"),
    ],
)
def test_without_likely_two_sided_beads_only_priors_are_fitted(beads):
    lengths = np.array([10.0, 12.0]), np.array([30.0, 7.0])
    before = LengthModel.from_lengths(*lengths)
    after = before.refit(*lengths, likely(*beads))
    assert after.priors != before.priors
    assert replace(after, priors=before.priors) == before


@pytest.mark.parametrize(
    ("slope", "curve"),
    [
        pytest.param(3.0, 0.02, id="both"),
        pytest.param(5.0, 0.0, id="straight"),
        pytest.param(0.2, 0.1, id="curved"),
    ],
)
def test_the_variance_of_the_differences_is_recovered(slope, curve):
    sizes = np.array([20.0, 45.0, 80.0, 150.0, 300.0])
    half = np.sqrt(slope * sizes + curve * sizes**2) / 2  # every difference is one standard deviation
    source, target = np.concatenate([sizes - half, sizes + half]), np.concatenate([sizes + half, sizes - half])
    model = fitted(source, target)
    assert model.ratio == pytest.approx(1)
    assert model.parameters() == pytest.approx({"ratio": 1.0, "slope": slope, "curve": curve}, abs=1e-6)


def test_the_variance_is_a_weighted_regression():
    # Differences that cancel out, so that the ratio is 1; the last pair is far beyond three deviations.
    differences = np.array([40.0, -40.0, 30.0, -30.0, 90.0, -90.0, 700.0, -700.0])
    m = np.repeat([50.0, 100.0, 400.0, 450.0], 2)
    probability = np.array([1.0, 1.0, 0.5, 0.5, 1.0, 1.0, 0.8, 0.8])
    source, target = m - differences / 2, m + differences / 2
    model = fitted(source, target, one_to_one(8)._replace(probability=probability))

    v = 6.8 * m
    weight = probability / v**2 * np.minimum(1, 9 * v / differences**2)
    columns = np.sqrt(weight)[:, None] * np.stack([m, m**2], axis=1)
    (slope, curve), *_ = np.linalg.lstsq(columns, np.sqrt(weight) * differences**2)
    assert min(slope - MIN_SLOPE, curve) > 0
    assert (model.ratio, model.slope, model.curve) == pytest.approx((1.0, slope, curve))


@settings(max_examples=examples(50))
@given(
    st.lists(st.integers(0, 100_000), min_size=1, max_size=8), st.lists(st.integers(0, 100_000), min_size=1, max_size=8)
)
def test_a_fitted_variance_is_positive(source, target):
    count = min(len(source), len(target))
    model = fitted(source, target, one_to_one(count))
    assert model.slope >= MIN_SLOPE
    assert model.curve >= 0
    assert model.ratio > 0
    assert np.isfinite([model.ratio, model.slope, model.curve]).all()


def test_sentences_of_the_same_length_have_the_least_variance():
    model = fitted([50.0] * 20, [50.0] * 20)
    assert (model.ratio, model.slope, model.curve) == (1.0, MIN_SLOPE, 0.0)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        pytest.param([0], [0], id="empty sentences"),
        pytest.param([0, 0, 0], [0, 10], id="one empty side"),
        pytest.param([1], [1], id="one character"),
        pytest.param([1], [100_000], id="one character and 100,000"),
        pytest.param([100_000, 1, 0], [0, 1, 100_000], id="all at once"),
        pytest.param([50], [60], id="one sentence"),
        pytest.param([50] * 12, [60] * 12, id="no variance"),
        pytest.param([], [60], id="no source"),
        pytest.param([60], [], id="no target"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_costs_are_within_their_limits(source, target):
    """No cost with its prior is so large that those of breaks, added to it, would exceed 32 bits."""
    source, target = np.array(source, float), np.array(target, float)
    n, m = len(source), len(target)
    model = LengthModel.from_lengths(source, target)
    for _ in range(3):
        costs = costs_of(model, source, target)
        assert np.abs(every_bead(costs)).max() < 8100
        beads, _ = bead_posteriors(costs, Band.full([(0, 0), (n, m)]))
        assert np.isfinite(beads.probability).all()
        model = model.refit(source, target, beads)
