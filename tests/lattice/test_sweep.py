"""Batches: the facts of each node, the starts of beads, and the bands that are swept together."""

import brute
import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import coarse, random_walk, searches, uniform

from aligner.lattice import sweep
from aligner.lattice.grid import Band, Block
from aligner.lattice.kinds import Kinds
from aligner.lattice.limits import BATCH_LIMITS, BatchLimits
from aligner.lattice.sweep import DiagonalBatch, StackedBands, batch_bands, log_sum

KINDS = Kinds([(1, 1), (2, 1), (1, 3), (1, 0), (0, 1)])


def slots_of(batch, band, number):
    """(slot, node) of the nodes of one diagonal of a band."""
    nodes = brute.on_diagonal(brute.nodes_of(band), band.start + number)
    return [((i - int(band.first[0])) % batch.slots, (i, j)) for i, j in nodes]


def assert_facts(batch, bands, sides):
    """Each diagonal has the facts of each node of each band, and marks all other slots as outside."""
    count = 0
    for diagonal in batch.sweep(sides):
        count += 1
        for lane, band in enumerate(bands):
            if diagonal.number >= len(band.first):
                continue
            text, inside = np.array([band.text]), set()
            for slot, (i, j) in slots_of(batch, band, diagonal.number):
                here = slot - diagonal.slots.start
                assert 0 <= here < diagonal.slots.stop - diagonal.slots.start
                assert diagonal.source[:, here, lane].tolist() == sides[0].at(text, np.array([i]))[:, 0].tolist()
                assert diagonal.target[:, here, lane].tolist() == sides[1].at(text, np.array([j]))[:, 0].tolist()
                inside.add(here)
            assert set(np.flatnonzero(~diagonal.outside[:, lane]).tolist()) == inside
    assert count == batch.diagonals == max(len(band.first) for band in bands)


def test_the_table_of_the_docstring_is_that_of_a_batch():
    """A band of three nodes a diagonal, in a table of four slots and a margin of one; diagonals 3 to 6."""
    band = Band.around(Block(0, 0, 0, 6, 6), np.arange(13) // 2, 1)
    batch = DiagonalBatch(StackedBands.from_bands([band]), Kinds([(1, 1), (1, 0), (0, 1)]))
    assert (batch.margin, batch.slots) == (1, 4)
    table = batch.table(batch.diagonals, np.int64(-1))
    for number in range(batch.diagonals):
        values = np.full((batch.slots, 1), -1)
        for slot, (i, _) in slots_of(batch, band, number):
            values[slot] = i
        batch.store(table[number], slice(0, batch.slots), values)
    for number in range(3, 7):
        cells = [f"{i},{number - i}" if i >= 0 else "" for i in table[number, :, 0].tolist()]
        drawn = f"    diagonal {number}   {cells[0]:3}  |  " + "     ".join(f"{cell:3}" for cell in cells[1:])
        assert drawn.rstrip() in sweep.__doc__.splitlines()


@settings(max_examples=examples(60))
@given(searches(coarse, most=14))
def test_a_diagonal_has_the_facts_of_each_node(costs_and_bands):
    costs, bands = costs_and_bands
    assert_facts(DiagonalBatch(StackedBands.from_bands(bands), costs.kinds), bands, costs.sides)


@pytest.mark.parametrize("half", [0, 1, 3, 50], ids=lambda half: f"half {half}")
def test_a_narrow_band_moves_round_a_ring_of_slots(half):
    costs = uniform(40, 37, KINDS[:3])
    rng = np.random.default_rng(half)
    bands = [Band.around(costs.block(), random_walk(rng, costs.block()), half) for _ in range(4)]
    batch = DiagonalBatch(StackedBands.from_bands(bands), KINDS)
    assert batch.slots == min(max(band.width for band in bands) + batch.margin, 41)
    assert (batch.slots < 41) == (half < 50)
    assert_facts(batch, bands, costs.sides)


@pytest.mark.parametrize("half", [1, 50], ids=["ring of slots", "a slot for each sentence"])
def test_the_start_of_a_bead_is_found_going_back_and_none_outside_the_band(half):
    block = Block(0, 0, 0, 30, 25)
    rng = np.random.default_rng(half)
    bands = [Band.around(block, random_walk(rng, block), half) for _ in range(3)]
    batch = DiagonalBatch(StackedBands.from_bands(bands), KINDS)
    table = batch.table(batch.diagonals, np.int64(-1))
    slots = slice(0, batch.slots)
    for number in range(batch.diagonals):
        values = np.full((batch.slots, batch.lanes), -1)
        for lane, band in enumerate(bands):
            for slot, (i, _) in slots_of(batch, band, number):
                values[slot, lane] = i
        batch.store(table[number], slots, values)
    for lane, band in enumerate(bands):
        nodes = set(brute.nodes_of(band))
        for number in range(batch.diagonals):
            for slot, (i, j) in slots_of(batch, band, number):
                for s, t in KINDS:
                    if s + t <= number:
                        before = table[number - s - t, batch.bead_starts(s, slots)][slot, lane]
                        assert before == (i - s if (i - s, j - t) in nodes else -1)


def test_sums_in_the_margin_are_added_to_the_slots_that_it_repeats():
    block = Block(0, 0, 0, 30, 30)
    batch = DiagonalBatch(StackedBands.from_bands([Band.around(block, np.arange(61) // 2, 2)]), KINDS)
    row = np.zeros((batch.margin + batch.slots, 1))
    row[: batch.margin, 0] = [1, 2, 3]
    row[batch.margin :, 0] = 10
    batch.fold_margin(row)
    assert row[batch.margin :, 0].tolist() == [10] * (batch.slots - 3) + [11, 12, 13]


def test_without_a_ring_the_margin_repeats_no_slots():
    batch = DiagonalBatch(StackedBands.from_bands([Band.full(Block(0, 0, 0, 3, 3))]), KINDS)
    row = np.ones((batch.margin + batch.slots, 1))
    batch.fold_margin(row)
    assert (row == 1).all()


@settings(max_examples=examples(50))
@given(searches(coarse, most=14))
def test_the_nodes_in_slots_are_those_of_the_bands(costs_and_bands):
    costs, bands = costs_and_bands
    batch = DiagonalBatch(StackedBands.from_bands(bands), costs.kinds)
    for lane, band in enumerate(bands):
        assert lane in batch.lanes_ending(len(band.first) - 1)
        for number in range(len(band.first)):
            slots, nodes = zip(*slots_of(batch, band, number), strict=True)
            i, j = batch.nodes_at(number, np.array(slots), np.full(len(slots), lane))
            assert list(zip(i.tolist(), j.tolist(), strict=True)) == list(nodes)


@settings(max_examples=examples(50))
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 30)), max_size=40),
    st.integers(1, 1000),
    st.integers(1, 20_000),
)
def test_every_band_is_in_one_batch_and_no_batch_is_too_large(shapes, most_nodes, most_table):
    bands = []
    for n, m, half in shapes:
        block = Block(0, 0, 0, n, m)
        bands.append(Band.around(block, np.arange(n + m + 1) * n // max(n + m, 1), half))
    limits = BatchLimits(nodes=most_nodes, few_nodes=0, table_nodes=most_table)
    batches = list(batch_bands(bands, KINDS, limits))
    assert sorted(number for numbers, _ in batches for number in numbers) == list(range(len(bands)))
    for numbers, batch in batches:
        assert batch.last.tolist() == [len(bands[number].first) - 1 for number in numbers]
        if len(numbers) > 1:
            nodes = batch.lanes * batch.slots
            assert nodes <= most_nodes
            assert nodes * batch.diagonals <= most_table
            assert (batch.last + 1).min() > limits.length_ratio * batch.diagonals


def test_few_nodes_are_swept_together_however_long_their_bands_are():
    bands = [Band.full(Block(0, 0, 0, size, 2)) for size in (5, 500, 50)]
    assert [numbers for numbers, _ in batch_bands(bands, KINDS)] == [[1, 2, 0]]


def test_a_narrow_band_does_not_make_room_for_wide_ones():
    """The longest band is narrow and the others are nearly as long, but a batch does not hold all of them."""
    bands = [Band.full(Block(0, 0, 0, 1, 1200)), *[Band.full(Block(0, 0, 0, 520, 520))] * 40]
    batches = [batch for _, batch in batch_bands(bands, KINDS)]
    assert len(batches) > 3
    assert all(batch.lanes * batch.slots <= BATCH_LIMITS.nodes for batch in batches)


def test_no_band_makes_no_batch():
    assert list(batch_bands([], KINDS)) == []


def test_a_log_of_sums():
    terms = np.array([[0.0, -np.inf, 1000.0, -2000.0], [np.log(2), -np.inf, 1000.0, -np.inf]])
    assert log_sum(terms).tolist() == pytest.approx([np.log(3), -np.inf, 1000 + np.log(2), -2000.0])
