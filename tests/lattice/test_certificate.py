"""Certificates: a path that is proved is the best of the entire lattice, and no short excursion is better."""

from itertools import pairwise

import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import WORD_STEP, coarse, fine, random_costs, random_walk, uniform, with_cheap_path, words_of_pairs

from aligner.evidence.gale_church import GaleChurch
from aligner.evidence.length_model import LengthModel
from aligner.lattice import certificate as module
from aligner.lattice.certificate import Certificate, _longest_excursion, certify
from aligner.lattice.costs import WordSums
from aligner.lattice.grid import Band
from aligner.lattice.quantized import dequantize, quantize
from aligner.lattice.viterbi import best_path, path_cost


def certificate(costs, all_nodes, band, max_worth=None):
    """The certificate of the cheapest path of a band, its cost, and the cost of the cheapest path of all nodes."""
    in_band, in_full = (path_cost(costs, all_nodes, best_path(costs, nodes)) for nodes in (band, all_nodes))
    return certify(costs, all_nodes, band, max_worth), in_band, in_full


def worth_of_words(words, size):
    """(n,) and (m,), nats: what the words of each sentence add to the worth of a bead at most, wherever it is."""
    n, m = size
    source, target = (table.astype(np.int64).reshape(-1, n + 1, m + 1) for table in (words.source, words.target))
    steps = np.diff(source, axis=1).max(axis=(0, 2)), np.diff(target, axis=2).max(axis=(0, 1))
    return tuple(np.maximum(step, 0) / WORD_STEP + 1e-3 for step in steps)


def paths_of_a_text(n, m, seed, noise):
    """Costs by which a path is cheaper than others, the bounds of its words, and all nodes."""
    costs, _ = with_cheap_path(n, m, seed=seed, noise=noise)
    return costs, worth_of_words(costs.words, (n, m)), Band.full([(0, 0), (n, m)])


@settings(max_examples=examples(60))
@given(seed=st.integers(0, 2**32), half_width=st.integers(0, 5), noise=st.sampled_from([0.0, 1.0, 4.0]))
def test_no_path_is_better_than_one_that_is_proved(seed, half_width, noise):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(5, 25, 2).tolist()
    costs, max_worth, all_nodes = paths_of_a_text(n, m, seed, noise)
    band = all_nodes.around(random_walk(rng, all_nodes), half_width)
    proof, in_band, in_full = certificate(costs, all_nodes, band, max_worth)
    assert in_full == in_band or not proof.proved


@settings(max_examples=examples(60))
@given(seed=st.integers(0, 2**32), half_width=st.integers(1, 4), values=st.sampled_from([fine, coarse]))
def test_with_any_costs_no_path_is_better_than_one_that_is_proved(seed, half_width, values):
    """Costs of lengths, breaks and one-sided beads that are not of any model; lengths cost nothing."""
    rng = np.random.default_rng(seed)
    n, m = rng.integers(3, 20, 2).tolist()
    all_nodes = Band.full([(0, 0), (n // 2, m // 3), (n, m)])
    costs = random_costs(rng, all_nodes, (n, m), [(1, 1), (1, 2), (3, 1)], values, words=False, bead_table=False)
    ones = uniform(n, m, costs.kinds[:-2]).lengths
    costs = costs._replace(lengths=ones, priors=costs.priors + quantize(np.full(5, 3.0)))
    band = all_nodes.around(random_walk(rng, all_nodes), half_width)
    proof, in_band, in_full = certificate(costs, all_nodes, band)
    assert in_full == in_band or not proof.proved


def test_a_path_is_proved_where_all_others_cost_far_more():
    costs, max_worth, all_nodes = paths_of_a_text(30, 30, 1, 0.0)
    band = all_nodes.around(np.stack([np.arange(31)] * 2, axis=1), 4)
    assert band.nodes < all_nodes.nodes
    assert certify(costs, all_nodes, band, max_worth) == Certificate(proved=True)


def test_a_band_as_wide_as_the_lattice_is_proved():
    costs, max_worth, all_nodes = paths_of_a_text(20, 20, 1, 4.0)
    assert certify(costs, all_nodes, all_nodes, max_worth) == Certificate(proved=True)


@pytest.mark.parametrize("first_is_wide", [True, False])
def test_the_weakest_certificate_of_blocks_counts(first_is_wide):
    """One block is searched in full, and in the other a better path is left out."""
    costs, max_worth, _ = paths_of_a_text(40, 40, 1, 0.0)
    all_nodes = Band.full([(0, 0), (20, 20), (40, 40)])
    words = costs.words._asdict() | {
        name: costs.words._asdict()[name][all_nodes.rows] for name in ("cell", "first", "last")
    }
    costs = costs._replace(words=WordSums(**words))  # the row of the anchor stands there twice
    corner = np.array([(0, 0), (0, 20), (20, 20), (20, 40), (40, 40)])
    around = all_nodes.around(corner, 1)
    rows = slice(0, 21) if first_is_wide else slice(21, 42)
    around.first[rows], around.last[rows] = all_nodes.first[rows], all_nodes.last[rows]
    proof, in_band, in_full = certificate(costs, all_nodes, around, max_worth)
    assert in_full < in_band
    assert not proof.proved


@settings(max_examples=examples(30))
@given(seed=st.integers(0, 2**32), half_width=st.integers(2, 3), size=st.integers(30, 60))
def test_a_better_path_leaves_the_band_for_longer_than_the_excursion(seed, half_width, size):
    """The main diagonal is cheap, and one that lies some source sentences lower is cheaper."""
    rng, offset = np.random.default_rng(seed), 2 * half_width + 3
    worth = np.zeros((size + 1, size + 1))
    at = np.arange(1, size + 1)
    worth[at, at] = rng.uniform(3.0, 3.3, size)
    worth[at[offset:], at[:-offset]] = rng.uniform(3.8, 4.0, size - offset)
    costs = uniform(size, size, [(1, 1), (1, 2), (2, 1)], bead=4.5, deletion=2.0, insertion=2.0)
    costs = costs._replace(words=words_of_pairs(worth, 2))
    all_nodes = Band.full([(0, 0), (size, size)])
    band = all_nodes.around(np.stack([np.arange(size + 1)] * 2, axis=1), half_width // 2)
    proof, in_band, in_full = certificate(costs, all_nodes, band, worth_of_words(costs.words, (size, size)))
    assert in_full <= in_band
    if in_full < in_band:
        path = best_path(costs, all_nodes)
        inside = np.flatnonzero((band.first[path[:, 0]] <= path[:, 1]) & (path[:, 1] <= band.last[path[:, 0]]))
        diagonals = path.sum(axis=1)
        excursions = [diagonals[back] - diagonals[left] for left, back in pairwise(inside) if back > left + 1]
        assert not proof.proved
        assert 0 <= proof.excursion < max(excursions)


def assert_proofs_by_lengths_hold(model, seed, half_width):
    rng = np.random.default_rng(seed)
    source, target = (np.maximum(rng.lognormal(4, 0.7, rng.integers(20, 60)).round(), 1.0) for _ in range(2))
    if rng.random() < 0.7:
        target = source[rng.random(len(source)) > 0.1]
    costs = model.from_lengths(source, target).costs(source, target)
    all_nodes = Band.full([(0, 0), (len(source), len(target))])
    band = all_nodes.around(random_walk(rng, all_nodes), 0)
    band = all_nodes.around(best_path(costs, band), half_width)
    proof, in_band, in_full = certificate(costs, all_nodes, band)
    assert in_full == in_band or not proof.proved


MODELS = pytest.mark.parametrize("model", [GaleChurch, LengthModel])


@MODELS
@settings(max_examples=examples(15))
@given(seed=st.integers(0, 2**32), half_width=st.integers(0, 12))
def test_no_path_is_better_than_one_that_is_proved_by_lengths(model, seed, half_width):
    assert_proofs_by_lengths_hold(model, seed, half_width)


@pytest.mark.slow
@MODELS
@settings(max_examples=examples(200))
@given(seed=st.integers(0, 2**32), half_width=st.integers(0, 12))
def test_no_path_is_better_than_one_of_many_that_are_proved_by_lengths(model, seed, half_width):
    assert_proofs_by_lengths_hold(model, seed, half_width)


@MODELS
@pytest.mark.parametrize("seed", range(3))
def test_no_bead_costs_less_than_its_floors(model, seed):
    rng = np.random.default_rng(seed)
    source, target = (np.maximum(rng.lognormal(4, 0.7, size).round(), 1.0) for size in (15, 12))
    costs = model.from_lengths(source, target).costs(source, target)
    of_source, of_target = module._floors(costs, None)
    row = np.zeros(1, np.intp)
    for number, (s, t) in enumerate(costs.kinds):
        for i in range(s, 16):
            for j in range(t, 13):
                bead = costs.of_beads(np.array([number]), row, np.array([i]), np.array([j])) - costs.priors[number]
                floors = of_source[s if t else 0, i] if s else 0.0, of_target[t if s else 0, j] if t else 0.0
                assert float(dequantize(bead)[0]) >= sum(floors) - 1e-9


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=20), st.integers(0, 18))
def test_the_longest_excursion_is_that_of_a_loop(pairs, cost):
    leave, enter = (np.array(side, float) for side in zip(*pairs, strict=True))
    better = [b - a for a in range(len(leave)) for b in range(a + 1, len(leave)) if leave[a] + enter[b] < cost]
    expected = min(better) - 1 if better else len(leave)
    longest = _longest_excursion(leave, enter, float(cost))
    assert longest == expected if better else longest >= expected
