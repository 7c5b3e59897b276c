"""The compiled core and the NumPy reference compute the same bits: paths, totals, posteriors, probable bands, beams."""

import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import coarse, fine, random_costs, random_walk, searches

from aligner import kernel
from aligner.evidence.length_model import initial_priors
from aligner.lattice.beam import near_best
from aligner.lattice.forward_backward import bead_posteriors
from aligner.lattice.grid import Band
from aligner.lattice.reference_beam import ReferenceBeam
from aligner.lattice.viterbi import best_path, totals

pytestmark = pytest.mark.skipif(kernel.lattice is None, reason="the core is not compiled")

SEARCHES = st.one_of(searches(fine, most=14), searches(coarse, most=14), searches(fine, most=9, widest=9))
KINDS = sorted(kind for kind in initial_priors() if all(kind))[::4]
NAT = 1 << 18


def results(search, *arguments):
    """The result of a search, or the message of the error that it raises; arrays as bytes."""
    try:
        result = search(*arguments)
    except ValueError as error:
        return str(error)
    return [[column.dtype.str, column.tobytes()] for column in (result if isinstance(result, tuple) else (result,))]


def posteriors(costs, band, *options):
    beads, probable = bead_posteriors(costs, band, *options)
    return *beads, *probable


def beam(costs, band, block, margin, max_nodes, potential):
    """The result of the beam of a block, and the rows that it has filled; rows that it did not reach are 0."""
    first, last = (np.zeros(band.bounds[block + 1] - band.bounds[block], np.int64) for _ in range(2))
    if kernel.lattice is not None:
        excess, path = kernel.lattice.beam(costs.arrays(), band, block, margin, max_nodes, potential, first, last)
        path = None if path is None else np.frombuffer(path, np.int64).reshape(-1, 2)
    else:
        excess, path = ReferenceBeam(costs, band, block, margin, potential, first, last).search(max_nodes)
    if path is None:
        return np.array([excess, -1])
    return np.array([excess]), path, first, last


def assert_same_bits(search, *arguments):
    by_core = results(search, *arguments)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "lattice", None)
        assert results(search, *arguments) == by_core


@settings(max_examples=examples(200))
@given(SEARCHES)
def test_paths_and_totals_of_random_texts(costs_and_band):
    assert_same_bits(best_path, *costs_and_band)
    assert_same_bits(totals, *costs_and_band)


@settings(max_examples=examples(100))
@given(SEARCHES, st.sampled_from([0.0, 5.0, 60.0]))
def test_nodes_near_the_best_paths_of_random_texts(costs_and_band, slack):
    assert_same_bits(near_best, *costs_and_band, slack)


@settings(max_examples=examples(200))
@given(SEARCHES, st.sampled_from([0.3, 1.0, 2.0, 30.0]), st.sampled_from([1e-3, 0.2, 1e-9]))
def test_posteriors_of_random_texts(costs_and_band, temperature, least):
    assert_same_bits(posteriors, *costs_and_band, temperature, least)


@settings(max_examples=examples(200))
@given(SEARCHES, st.data())
def test_beams_of_random_texts(costs_and_band, data):
    costs, band = costs_and_band
    block = data.draw(st.integers(0, band.blocks - 1))
    margin = data.draw(st.sampled_from([0, NAT, 8 * NAT, 40 * NAT, 1 << 50]))
    most = data.draw(st.sampled_from([1, 20, 1 << 40]))
    slope = data.draw(st.sampled_from([0.0, 3.0, -2.0, 15.0]))
    potential = np.rint(np.arange(costs.size[1] + 1) * slope * NAT).astype(np.int64)
    assert_same_bits(beam, costs, band, block, margin, most, potential)


def long_text(seed, n, m, half_width):
    """Costs of a text whose rows are wider than a tile of the core, with all kinds; and a band of it."""
    rng = np.random.default_rng(seed)
    full = Band.full([(0, 0), (n // 3, m // 2), (n, m)])
    band = full.around(random_walk(rng, full), half_width)
    return random_costs(rng, band, (n, m), KINDS, fine, breaks=bool(seed % 2), words=seed < 2), band


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_rows_wider_than_a_tile(seed):
    costs, band = long_text(seed, 5, 1100, 600)
    assert_same_bits(best_path, costs, band)
    assert_same_bits(totals, costs, band)
    assert_same_bits(posteriors, costs, band)
    assert_same_bits(beam, costs, band, 1, 1 << 50, 1 << 40, np.zeros(1101, np.int64))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_long_texts(seed):
    costs, band = long_text(seed, 300, 280, 40)
    assert_same_bits(best_path, costs, band)
    assert_same_bits(totals, costs, band)
    assert_same_bits(posteriors, costs, band)
    assert_same_bits(beam, costs, band, 0, 60 * NAT, 1 << 40, np.zeros(281, np.int64))


@settings(max_examples=examples(50))
@given(st.integers(0, 2**32))
@pytest.mark.slow
def test_posteriors_in_windows_that_do_not_touch(seed):
    """The blocks of a sample of a band are apart from each other."""
    rng = np.random.default_rng(seed)
    full = Band.full([(0, 0), (40, 40)])
    path = random_walk(rng, full)
    band = full.around(path, 3).windows(path, 3, 8)
    costs = random_costs(rng, band, (40, 40), [(1, 1), (1, 2), (3, 1)], fine)
    assert_same_bits(posteriors, costs, band)
    assert_same_bits(totals, costs, band)
