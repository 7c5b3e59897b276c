"""Quantized costs, sums of sentences, and the costs of beads, compared with an oracle."""

import brute
import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import fine, random_walk, searches

from aligner.lattice.costs import sums_of_last
from aligner.lattice.kinds import RANK_BITS
from aligner.lattice.log_table import log_table
from aligner.lattice.quantized import MAX_COST, QUANTUM, dequantize, quantize

INT32 = np.iinfo(np.int32)
SIZES = st.lists(st.integers(0, 1000).map(float), max_size=8)


@pytest.mark.parametrize("cost", [0.0, 1.0, -1.0, 0.1, -1999.9, 1999.9, QUANTUM, -QUANTUM])
def test_a_quantized_cost_is_the_nearest_number_of_quanta(cost):
    assert dequantize(quantize(cost)) == pytest.approx(cost, abs=QUANTUM / 2)
    assert dequantize(quantize(np.array([cost])))[0] / QUANTUM % 1 == 0


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("cost", [MAX_COST, 2 * MAX_COST, 1e300, np.inf])
def test_a_quantized_cost_has_limits(cost, sign):
    assert dequantize(quantize(sign * cost)) == sign * MAX_COST


def test_quantized_costs_leave_the_bits_of_the_rank_free():
    costs = quantize(np.linspace(-2 * MAX_COST, 2 * MAX_COST, 9999))
    assert costs.dtype == np.int32
    assert not (costs & ((1 << RANK_BITS) - 1)).any()


def test_the_costs_of_a_bead_have_room_in_32_bits():
    """A prior, two sides and words, all of them as large as can be, and 100 nats of lengths and breaks."""
    assert INT32.max > 4 * int(quantize(MAX_COST)) + int(quantize(100.0))


def test_quantized_costs_add_up_in_any_order():
    costs = quantize(np.random.default_rng(1).uniform(-9, 9, 1000))
    total = sum(costs.tolist())
    assert dequantize(np.array([total]))[0] == sum(dequantize(costs).tolist()) == sum(dequantize(costs[::-1]).tolist())


def test_ranks_in_the_low_bits_do_not_count():
    assert (dequantize(quantize(np.array([-1.5, 0.0, 2.5])) + 63) == [-1.5, 0.0, 2.5]).all()


@given(SIZES, st.integers(0, 5))
def test_sums_of_the_last_sentences(sizes, most):
    sums = sums_of_last(np.array(sizes), most)
    assert sums.shape == (most + 1, len(sizes) + 1)
    for place in range(len(sizes) + 1):
        for count in range(most + 1):
            assert sums[count, place] == sum(sizes[max(place - count, 0) : place])


@given(st.lists(st.floats(2.0**-24, 2.0**127, width=32), min_size=1))
def test_logarithms_of_a_table_are_off_by_little(values):
    logs = dequantize(log_table(1.5).of(np.array(values, np.float32)))
    assert logs.tolist() == pytest.approx([1.5 * np.log(value) for value in values], abs=1.5 * 2.5e-4 + 2 * QUANTUM)


@settings(max_examples=examples(60))
@given(searches(fine, most=7))
def test_beads_of_a_band_cost_what_the_oracle_says(costs_and_band):
    costs, band = costs_and_band
    for number, block in enumerate(brute.blocks_of(band)):
        for (i, j, s, t), cost in brute.beads(costs, block).items():
            bead = costs.kinds.index((s, t)), block[i + s][0], i + s, j + t
            (found,) = costs.of_beads(*(np.array([value]) for value in bead)).tolist()
            if s and t:
                found += int(costs.of_nodes(np.array([i]), np.array([j]))[0])
            assert found == cost
            assert band.start[number] <= i


@settings(max_examples=examples(30))
@given(searches(fine, most=7), st.integers(0, 2**32))
def test_the_costs_of_a_path_are_those_of_its_beads(costs_and_band, seed):
    costs, band = costs_and_band
    path = random_walk(np.random.default_rng(seed), band)
    costs_of_beads = {}
    for block in brute.blocks_of(band):
        costs_of_beads |= brute.beads(costs, block)
    steps = np.hstack([path[:-1], np.diff(path, axis=0)]).tolist()
    if {tuple(step) for step in steps} <= set(costs_of_beads):
        found = costs.of_path(path, band.rows_of_beads(path))
        assert found.tolist() == [costs_of_beads[tuple(step)] for step in steps]


@given(searches(fine, most=5))
def test_costs_know_the_size_of_their_text(costs_and_band):
    costs, band = costs_and_band
    assert costs.size == (band.rows[-1], band.last[-1])
