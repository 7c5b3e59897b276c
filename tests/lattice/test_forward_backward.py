"""Posteriors, compared with an oracle that visits every path; sums of probabilities; the band of probable nodes."""

from math import exp

import brute
import numpy as np
import pytest
from effort import examples
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tables import fine, random_costs, random_walk, searches, uniform, with_cheap_path, words_of_pairs

from aligner import kernel
from aligner.lattice import reference
from aligner.lattice.forward_backward import BeadPosteriors, bead_posteriors
from aligner.lattice.grid import Band
from aligner.lattice.quantized import quantize

ALL = 1e-9  # least posterior, where a test compares nearly all; the rest is negligible

in_use_and_reference = pytest.mark.parametrize(
    "core", [pytest.param(kernel.lattice, id="in use"), pytest.param(None, id="reference")]
)


def full(n, m):
    return Band.full([(0, 0), (n, m)])


def by_bead(beads):
    """{(i, j, s, t): probability}; checks that every bead occurs once, and that beads are in order."""
    *columns, probability = beads
    places = list(zip(*(column.tolist() for column in columns), strict=True))
    assert sorted(set(places)) == places
    return dict(zip(places, probability.tolist(), strict=True))


def posteriors(costs, band=None, temperature=1.0, least=ALL):
    return by_bead(bead_posteriors(costs, band or full(*costs.size), temperature, least)[0])


def posteriors_or_reject(*arguments):
    """The posteriors; an example in which no path leads to the end is left out."""
    try:
        return posteriors(*arguments)
    except ValueError:
        assume(False)


def assert_close(probabilities, expected):
    """Posteriors are equal but for what negligible nodes add, which the search leaves out."""
    beads = set(probabilities) | set(expected)
    found, of_oracle = ({bead: side.get(bead, 0.0) for bead in beads} for side in (probabilities, expected))
    assert found == pytest.approx(of_oracle, rel=1e-6, abs=1e-7)


@in_use_and_reference
@settings(max_examples=examples(60))
@given(costs_and_band=searches(fine, most=3, most_kinds=3, widest=3), temperature=st.sampled_from([0.5, 1.0, 1.3, 4.0]))
def test_posteriors_are_shares_of_all_paths(core, costs_and_band, temperature):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "lattice", core)
        probabilities = posteriors_or_reject(*costs_and_band, temperature)
    assert_close(probabilities, brute.posteriors(*costs_and_band, temperature))


@settings(max_examples=examples(40))
@given(searches(fine, most=10), st.sampled_from([1.0, 3.0]))
def test_posteriors_of_larger_bands_are_those_of_sums_node_by_node(costs_and_band, temperature):
    probabilities = posteriors_or_reject(*costs_and_band, temperature)
    assert_close(probabilities, brute.shares_of_beads(*costs_and_band, temperature))


@settings(max_examples=examples(50))
@given(searches(fine))
def test_the_beads_of_every_sentence_sum_to_one(costs_and_band):
    costs, band = costs_and_band
    probabilities = posteriors_or_reject(costs, band)
    sums = [np.zeros(size) for size in costs.size]
    for (i, j, s, t), probability in probabilities.items():
        sums[0][i : i + s] += probability
        sums[1][j : j + t] += probability
    for of_side in sums:
        assert of_side == pytest.approx(np.ones(len(of_side)), abs=1e-6)


@settings(max_examples=examples(50))
@given(searches(fine))
def test_the_probable_band_holds_all_probable_nodes(costs_and_band):
    costs, band = costs_and_band
    try:
        _, probable = bead_posteriors(costs, band)
    except ValueError:
        assume(False)
    nodes = set(brute.all_nodes_of(probable))
    shares = brute.shares_of_beads(costs, band)
    assert {(i, j) for (i, j, _, _), probability in shares.items() if probability > 1e-9} <= nodes
    assert nodes <= set(brute.all_nodes_of(band))


def test_the_probable_band_leaves_out_all_other_nodes():
    costs, path = with_cheap_path(9, 9)
    sure = costs._replace(priors=costs.priors + quantize(np.array([30.0] * 5)))  # a path of fewer beads costs less
    _, probable = bead_posteriors(sure._replace(words=words_of_pairs(100 * np.eye(10), 2)), full(9, 9))
    assert brute.all_nodes_of(probable) == list(map(tuple, path.tolist()))


@pytest.mark.parametrize(("n", "m"), [(0, 0), (3, 0), (0, 3)])
def test_where_there_is_one_path_it_is_certain(n, m):
    assert list(posteriors(uniform(n, m, [(1, 1)])).values()) == pytest.approx([1.0] * (n + m))


def test_the_posterior_of_one_bead_by_hand():
    # Three paths: the bead, at 1 nat, or a deletion and an insertion in either order, at 6 nats.
    both = exp(-1) / (exp(-1) + 2 * exp(-6))
    beads, _ = bead_posteriors(uniform(1, 1, [(1, 1)]), full(1, 1))
    assert beads.of_path(np.array([(0, 0), (1, 1)])) == [pytest.approx(both)]


def test_the_posterior_of_one_bead_at_nodes_that_cost():
    # The bead pays for both of its ends, the deletion and the insertion for none.
    both = exp(-2) / (exp(-2) + 2 * exp(-6))
    assert posteriors(uniform(1, 1, [(1, 1)], node=0.5))[0, 0, 1, 1] == pytest.approx(both)


def test_a_temperature_divides_the_costs():
    costs = uniform(3, 2, [(1, 1), (2, 1)])
    halved = uniform(3, 2, [(1, 1), (2, 1)], bead=0.5, deletion=1.5, insertion=1.5)
    assert posteriors(costs, temperature=2.0) == pytest.approx(posteriors(halved))


def test_posteriors_of_likely_beads_are_lower_at_a_high_temperature():
    costs = uniform(4, 4, [(1, 1), (1, 2), (2, 1)], bead=[1.0, 5.0, 5.0])
    path = np.stack([np.arange(5)] * 2, axis=1)
    sure, less_sure = (min(bead_posteriors(costs, full(4, 4), heat)[0].of_path(path)) for heat in (1.0, 3.0))
    assert less_sure < sure


def test_posteriors_below_the_least_are_left_out():
    costs = uniform(4, 4, [(1, 1), (1, 2), (2, 1)])
    every_bead, probable = posteriors(costs), posteriors(costs, least=0.01)
    assert probable == {bead: probability for bead, probability in every_bead.items() if probability >= 0.01}
    assert 0 < len(probable) < len(every_bead)


def test_posteriors_are_looked_up_by_place_and_kind():
    costs = uniform(2, 1, [(1, 1), (2, 1)], bead=[1.0, 2.0])
    beads, _ = bead_posteriors(costs, full(2, 1))
    every = posteriors(costs)
    assert beads.of_path(np.array([(0, 0), (1, 0), (2, 1)])) == [every[0, 0, 1, 0], every[1, 0, 1, 1]]
    assert beads.of_path(np.array([(0, 0), (2, 1)])) == [every[0, 0, 2, 1]]
    assert beads.of_path(np.array([(0, 0), (1, 2)])) == [0.0]


def test_without_beads_every_bead_of_a_path_has_no_posterior():
    none = np.zeros(0, np.intp)
    assert BeadPosteriors(none, none, none, none, np.zeros(0)).of_path(np.array([(0, 0), (1, 1)])) == [0.0]


def test_the_posterior_of_a_bead_of_a_path_is_at_most_one():
    beads = BeadPosteriors(*np.array([[0], [0], [1], [1]]), np.array([1 + 1e-15]))
    assert beads.of_path(np.array([(0, 0), (1, 1)])) == [1.0]


@in_use_and_reference
def test_a_band_that_falls_apart_has_no_path_unless_a_bead_spans_the_gap(core, monkeypatch):
    monkeypatch.setattr(kernel, "lattice", core)
    apart = full(1, 1)._replace(first=np.array([0, 1]), last=np.array([0, 1]))
    assert posteriors(uniform(1, 1, [(1, 1)]), apart) == {(0, 0, 1, 1): pytest.approx(1)}
    with pytest.raises(ValueError, match="no path inside the band leads to its end"):
        posteriors(uniform(1, 1, [(2, 2)]), apart)


def test_costs_far_beyond_the_range_of_exp():
    costs = uniform(3, 3, [(1, 1)], bead=500.0, deletion=2000.0, insertion=2000.0)
    beads, _ = bead_posteriors(costs, full(3, 3))
    assert beads.of_path(np.stack([np.arange(4)] * 2, axis=1)) == pytest.approx([1.0] * 3)


def test_each_window_of_a_sample_has_the_posteriors_that_it_has_alone():
    rng = np.random.default_rng(2)
    band = full(40, 40)
    path = random_walk(rng, band)
    windows = band.around(path, 3).windows(path, 3, 8)
    costs = random_costs(rng, windows, (40, 40), [(1, 1), (1, 2), (3, 1)], fine, words=False, bead_table=False)
    together, alone = posteriors(costs, windows), {}
    for block in range(windows.blocks):
        rows = slice(windows.bounds[block], windows.bounds[block + 1])
        first, last = windows.first[rows], windows.last[rows]
        alone |= posteriors(
            costs, Band(np.array([0, len(first)]), windows.start[block : block + 1], first.copy(), last.copy())
        )
    assert windows.blocks == 3
    assert together == alone


@given(st.lists(st.floats(-25.0, 1e-9), min_size=1))
def test_the_exponential_is_that_of_the_library(values):
    assert reference.exponential(np.array(values)) == pytest.approx(np.exp(values), rel=1e-14)


@given(st.lists(st.floats(1.0, 1e6), min_size=1))
def test_the_logarithm_is_that_of_the_library(values):
    assert reference.logarithm(np.array(values)) == pytest.approx(np.log(values), rel=1e-14, abs=1e-14)
