"""Quantized costs, facts of the sides of texts, and the rows of them that a group of kinds needs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.evidence.length_model import initial_priors
from aligner.lattice.costs import (
    MAX_COST,
    QUANTUM,
    RANK_BITS,
    SideFacts,
    SideRows,
    concatenate_with_starts,
    dequantize,
    quantize,
    sums_of_last,
)

INT32 = np.iinfo(np.int32)
SIZES = st.lists(st.integers(0, 1000).map(float), max_size=8)


@pytest.mark.parametrize("cost", [0.0, 1.0, -1.0, 0.1, -3999.9, 7999.9, QUANTUM, -QUANTUM])
def test_a_quantized_cost_is_the_nearest_number_of_quanta(cost):
    assert dequantize(quantize(cost)) == pytest.approx(cost, abs=QUANTUM / 2)
    assert dequantize(quantize(np.array([cost])))[0] / QUANTUM % 1 == 0


@pytest.mark.parametrize(
    ("cost", "limited"),
    [
        pytest.param(MAX_COST, MAX_COST, id="the largest"),
        pytest.param(1e300, MAX_COST, id="larger"),
        pytest.param(np.inf, MAX_COST, id="infinite"),
        pytest.param(-MAX_COST / 2, -MAX_COST / 2, id="the least"),
        pytest.param(-np.inf, -MAX_COST / 2, id="less"),
    ],
)
def test_a_quantized_cost_has_limits(cost, limited):
    assert dequantize(quantize(cost)) == limited


def test_quantized_costs_leave_the_lowest_bits_free_and_have_room_for_priors_and_breaks():
    costs = quantize(np.linspace(-2 * MAX_COST, 2 * MAX_COST, 9999))
    assert costs.dtype == np.int32
    assert not (costs & ((1 << RANK_BITS) - 1)).any()
    assert INT32.max - costs.max() > 100 / QUANTUM * (1 << RANK_BITS)
    assert 2 * int(costs.min()) - INT32.min > 100 / QUANTUM * (1 << RANK_BITS)


def test_quantized_costs_add_up_in_any_order():
    costs = quantize(np.random.default_rng(1).uniform(-9, 9, 1000))
    total = sum(costs.tolist())
    assert dequantize(np.array([total]))[0] == sum(dequantize(costs).tolist()) == sum(dequantize(costs[::-1]).tolist())


def test_ranks_in_the_low_bits_do_not_count():
    assert (dequantize(quantize(np.array([-1.5, 0.0, 2.5])) + 63) == [-1.5, 0.0, 2.5]).all()


@pytest.mark.parametrize(
    ("texts", "row", "begins"),
    [
        pytest.param([[3, 1, 2]], [7, 3, 1, 2], [0], id="one text"),
        pytest.param([[3, 1], [], [5]], [7, 3, 1, 7, 7, 5], [0, 3, 4], id="three, one of them empty"),
        pytest.param([[]], [7], [0], id="nothing"),
    ],
)
def test_values_of_texts_make_one_row(texts, row, begins):
    found = concatenate_with_starts([np.array(each, float) for each in texts], 7)
    assert [each.tolist() for each in found] == [row, begins]


def test_a_row_keeps_the_dtype_of_its_values():
    assert concatenate_with_starts([np.arange(3, dtype=np.int32)])[0].dtype == np.int32


@given(st.lists(SIZES, min_size=1, max_size=4), st.integers(0, 5))
def test_sums_of_the_last_sentences(texts, most):
    row, begins = concatenate_with_starts([np.array(each, float) for each in texts])
    sums = sums_of_last(row, most)
    assert sums.shape == (most + 1, len(row))
    assert np.isfinite(sums).all()
    for sizes, begin in zip(texts, begins.tolist(), strict=True):
        for place in range(len(sizes) + 1):
            for count in range(min(place, most) + 1):
                assert sums[count, begin + place] == sum(sizes[place - count : place])


def test_facts_are_found_at_places_of_several_texts():
    side = SideFacts(np.array([[10, 11, 20, 21, 22], [0, 1, 2, 3, 4]], np.int32), np.array([0, 2]))
    assert side.at(np.array([0, 1]), np.array([[0, 2], [1, 0]])).tolist() == [[[10, 22], [11, 20]], [[0, 4], [1, 2]]]
    assert side.at(np.array([1]), np.array([0, 1, 2])).tolist() == [[20, 21, 22], [2, 3, 4]]


@pytest.mark.parametrize("least", [0, 1])
@pytest.mark.parametrize("kinds", [list(initial_priors()), [(1, 1), (1, 3), (2, 1)], [(2, 2)], []], ids=len)
def test_the_rows_of_every_group_are_those_of_its_two_sided_kinds(kinds, least):
    paired = sorted(kind for kind in kinds if all(kind))
    kinds = [*paired, (1, 0), (0, 1)]
    rows, table = SideRows(kinds, least), np.arange(least, 20)
    for start in range(len(kinds)):
        for stop in range(start + 1, len(kinds) + 1):
            count, s, t = rows.of_group(slice(start, stop))
            group = [kind for kind in kinds[start:stop] if all(kind)]
            assert count == len(group)
            assert np.broadcast_to(table[s], count).tolist() == [kind[0] for kind in group]
            assert np.broadcast_to(table[t], count).tolist() == [kind[1] for kind in group]


def test_facts_of_texts_are_laid_end_to_end():
    tables = [np.array([[1, 2], [3, 4]], np.int32), np.array([[5], [6]], np.int32)]
    side = SideFacts.from_texts(tables)
    assert side.begins.tolist() == [0, 2]
    assert [side.of_text(text).tolist() for text in (0, 1)] == [table.tolist() for table in tables]
