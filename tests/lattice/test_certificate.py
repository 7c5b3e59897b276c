"""Certificates: a path that is proved is the best of the entire lattice, and no short excursion is better."""

from itertools import pairwise

import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import Table, fine, random_walk, tables

from aligner.evidence.gale_church import GaleChurch
from aligner.evidence.length_model import LengthModel
from aligner.lattice.certificate import Certificate, _longest_excursion, certify
from aligner.lattice.costs import costs_of_all_kinds, dequantize
from aligner.lattice.grid import Band, Block, proportional_centre_line
from aligner.lattice.viterbi import best_paths, path_cost


def certificate(costs, block, band):
    """The certificate of the cheapest path of a band, its cost, and the cost of the cheapest path of the block."""
    size = costs.sizes[block.text] if isinstance(costs, Table) else (block.n, block.m)
    in_full, in_band = (path_cost(costs, block.text, path) for path in best_paths(costs, [Band.full(block), band]))
    return certify(costs, size, block, band, in_band), in_band, in_full


def contrasting(rng, n, m, noise):
    """Costs by which the beads of one path are much cheaper than others; the less noise, the more is proved."""
    kinds = [(1, 1), (1, 2), (2, 1)]
    beads = rng.uniform(5, 5 + noise, (5, n + 1, m + 1))
    beads[0, np.arange(n + 1), np.arange(n + 1) * m // n] = 0.5
    return Table(kinds, [beads], [rng.uniform(0, noise / 4, (n + 1, m + 1))], rng.uniform(0, 1, (1, 5)))


@settings(max_examples=examples(40))
@given(seed=st.integers(0, 2**32), half_width=st.integers(0, 6), noise=st.sampled_from([0.0, 1.0, 4.0]))
def test_no_path_is_better_than_one_that_is_proved(seed, half_width, noise):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(5, 25, 2).tolist()
    costs = contrasting(rng, n, m, noise)
    band = Band.around(costs.block(), random_walk(rng, costs.block()), half_width)
    proof, in_band, in_full = certificate(costs, costs.block(), band)
    assert in_full == in_band or not proof.proved


def test_a_path_is_proved_where_all_others_cost_far_more():
    costs = contrasting(np.random.default_rng(1), 30, 30, 0.0)
    proof, *_ = certificate(costs, costs.block(), Band.around(costs.block(), np.arange(61) // 2, 5))
    assert proof == Certificate(proved=True)


def with_detour(rng, size, offset):
    """Costs by which the main diagonal is cheap, and one that lies `offset` source sentences lower is cheaper."""
    beads = rng.uniform(4, 5, (5, size + 1, size + 1))
    beads[0, np.arange(size + 1), np.arange(size + 1)] = rng.uniform(0.8, 1.2, size + 1)
    beads[0, np.arange(offset, size + 1), np.arange(size + 1 - offset)] = rng.uniform(0, 0.2, size + 1 - offset)
    beads[3:] = 2.0
    return Table([(1, 1), (1, 2), (2, 1)], [beads])


@settings(max_examples=examples(20))
@given(seed=st.integers(0, 2**32), half_width=st.integers(2, 3), size=st.integers(30, 60))
def test_a_better_path_leaves_the_band_for_longer_than_the_excursion(seed, half_width, size):
    costs = with_detour(np.random.default_rng(seed), size, 2 * half_width + 3)
    band = Band.around(costs.block(), np.arange(2 * size + 1) // 2, half_width)
    proof, in_band, in_full = certificate(costs, costs.block(), band)
    if in_full < in_band:
        (path,) = best_paths(costs, [costs.full()])
        diagonals = path.sum(axis=1)
        (inside,) = np.nonzero((band.first[diagonals] <= path[:, 0]) & (path[:, 0] <= band.last[diagonals]))
        excursions = [diagonals[back] - diagonals[left] for left, back in pairwise(inside) if back > left + 1]
        assert not proof.proved
        assert 0 < proof.excursion < max(excursions)


@settings(max_examples=examples(30))
@given(tables(fine, most=6))
def test_no_bead_of_a_table_costs_less_than_its_floors(costs):
    """The tables with which other tests are run satisfy `BeadCosts.floors`."""
    for text, (n, m) in enumerate(costs.sizes):
        of_source, of_target = costs.floors(text)
        i, j = (axis.ravel() for axis in np.mgrid[: n + 1, : m + 1])
        texts = np.full(len(i), text)
        facts = [side.at(texts, places) for side, places in zip(costs.sides, (i, j), strict=True)]
        nodes = costs.nodes(texts, *facts)
        nodes = np.zeros((n + 1, m + 1)) if nodes is None else dequantize(nodes).reshape(n + 1, m + 1)
        beads = dequantize(costs_of_all_kinds(costs, texts, *facts) - costs.priors(texts)).reshape(-1, n + 1, m + 1)
        for number, (s, t) in enumerate(costs.kinds):
            bead = beads[number, s:, t:]
            if s and t:
                bead = bead + nodes[s:, t:] + nodes[: max(n + 1 - s, 0), : max(m + 1 - t, 0)]
                assert (bead >= of_source[s, s:, None] + of_target[t, t:] - 1e-9).all()
            else:
                assert (bead >= (of_source[0, s:, None] if s else of_target[0, t:]) - 1e-9).all()


def test_a_band_as_wide_as_the_lattice_is_proved():
    costs = contrasting(np.random.default_rng(1), 20, 20, 4.0)
    assert certificate(costs, costs.block(), costs.full())[0] == Certificate(proved=True)


def assert_proofs_by_lengths_hold(model, seed, half_width):
    rng = np.random.default_rng(seed)
    source, target = (np.maximum(rng.lognormal(4, 0.7, rng.integers(20, 60)).round(), 1.0) for _ in range(2))
    if rng.random() < 0.7:
        target = source[rng.random(len(source)) > 0.1]
    costs = model.costs([model.from_lengths(source, target)], [(source, target)])
    block = Block(0, 0, 0, len(source), len(target))
    band = Band.around(block, proportional_centre_line(source, target), half_width)
    proof, in_band, in_full = certificate(costs, block, band)
    assert in_full == in_band or not proof.proved


MODELS = pytest.mark.parametrize("model", [GaleChurch, LengthModel])


@MODELS
@settings(max_examples=examples(8))
@given(seed=st.integers(0, 2**32), half_width=st.integers(0, 12))
def test_no_path_is_better_than_one_that_is_proved_by_lengths(model, seed, half_width):
    assert_proofs_by_lengths_hold(model, seed, half_width)


@pytest.mark.slow
@MODELS
@settings(max_examples=examples(50))
@given(seed=st.integers(0, 2**32), half_width=st.integers(0, 12))
def test_no_path_is_better_than_one_of_many_that_are_proved_by_lengths(model, seed, half_width):
    assert_proofs_by_lengths_hold(model, seed, half_width)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=20), st.integers(0, 18))
def test_the_longest_excursion_is_that_of_a_loop(pairs, cost):
    leave, enter = (np.array(side, float) for side in zip(*pairs, strict=True))
    better = [b - a for a in range(len(leave)) for b in range(a + 1, len(leave)) if leave[a] + enter[b] < cost]
    expected = min(better) - 1 if better else len(leave)
    longest = _longest_excursion(leave, enter, float(cost))
    assert longest == expected if better else longest >= expected
