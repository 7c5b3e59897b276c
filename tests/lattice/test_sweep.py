"""Batches: what each step of a sweep knows of each node, how nodes are reached, and what is swept together."""

import brute
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import coarse, random_walk, searches, uniform

from aligner.lattice import sweep
from aligner.lattice.grid import Band, Block
from aligner.lattice.sweep import Bands, DiagonalBatch, batches, log_sum

KINDS = [(1, 1), (2, 1), (1, 3), (1, 0), (0, 1)]


def slots_of(batch, band, number):
    """Where the nodes of one diagonal of a band stand, and the nodes."""
    nodes = brute.on_diagonal(brute.nodes_of(band), band.start + number)
    return [((i - int(band.first[0])) % batch.slots, (i, j)) for i, j in nodes]


def assert_known(batch, bands, sides):
    """Each step knows of each node of each band what stands in the sides, and of every other that it is outside."""
    steps = 0
    for step in batch.steps(sides):
        steps += 1
        for member, band in enumerate(bands):
            if step.number >= len(band.first):
                continue
            text, inside = np.array([band.text]), set()
            for slot, (i, j) in slots_of(batch, band, step.number):
                here = slot - step.slots.start
                assert 0 <= here < step.slots.stop - step.slots.start
                assert step.source[:, here, member].tolist() == sides[0].at(text, np.array([i]))[:, 0].tolist()
                assert step.target[:, here, member].tolist() == sides[1].at(text, np.array([j]))[:, 0].tolist()
                inside.add(here)
            assert set(np.flatnonzero(~step.outside[:, member]).tolist()) == inside
    assert steps == batch.diagonals == max(len(band.first) for band in bands)


@settings(deadline=None, max_examples=80)
@given(searches(coarse, most=14))
def test_a_step_knows_each_node(costs_and_bands):
    costs, bands = costs_and_bands
    assert_known(DiagonalBatch(Bands.of(bands), costs.kinds), bands, costs.sides)


@pytest.mark.parametrize("half", [0, 1, 3, 50], ids=lambda half: f"half {half}")
def test_slots_are_used_again_where_a_band_is_narrow(half):
    costs = uniform(40, 37, KINDS[:3])
    rng = np.random.default_rng(half)
    bands = [Band.around(costs.box(), random_walk(rng, costs.box()), half) for _ in range(4)]
    batch = DiagonalBatch(Bands.of(bands), KINDS)
    assert batch.slots == min(max(band.width for band in bands) + batch.margin, 41)
    assert (batch.slots < 41) == (half < 50)
    assert_known(batch, bands, costs.sides)


@pytest.mark.parametrize("half", [1, 50], ids=["slots are used again", "they are not"])
def test_a_node_is_reached_by_going_back_and_none_outside_of_the_band_is(half):
    box = Block(0, 0, 0, 30, 25)
    rng = np.random.default_rng(half)
    bands = [Band.around(box, random_walk(rng, box), half) for _ in range(3)]
    batch = DiagonalBatch(Bands.of(bands), KINDS)
    table = batch.table(batch.diagonals, np.int64(-1))
    every = slice(0, batch.slots)
    for number in range(batch.diagonals):
        values = np.full((batch.slots, batch.members), -1)
        for member, band in enumerate(bands):
            for slot, (i, _) in slots_of(batch, band, number):
                values[slot, member] = i
        batch.put(table[number], every, values)
    for member, band in enumerate(bands):
        nodes = set(brute.nodes_of(band))
        for number in range(batch.diagonals):
            for slot, (i, j) in slots_of(batch, band, number):
                for s, t in KINDS:
                    if s + t <= number:
                        before = table[number - s - t, batch.back(s, every)][slot, member]
                        assert before == (i - s if (i - s, j - t) in nodes else -1)


def test_what_is_added_in_the_margin_is_folded_back():
    box = Block(0, 0, 0, 30, 30)
    batch = DiagonalBatch(Bands.of([Band.around(box, np.arange(61) // 2, 2)]), KINDS)
    row = np.zeros((batch.margin + batch.slots, 1))
    row[: batch.margin, 0] = [1, 2, 3]
    row[batch.margin :, 0] = 10
    batch.fold(row)
    assert row[batch.margin :, 0].tolist() == [10] * (batch.slots - 3) + [11, 12, 13]


def test_where_slots_are_not_used_again_nothing_is_folded():
    batch = DiagonalBatch(Bands.of([Band.full(Block(0, 0, 0, 3, 3))]), KINDS)
    row = np.ones((batch.margin + batch.slots, 1))
    batch.fold(row)
    assert (row == 1).all()


@settings(deadline=None, max_examples=50)
@given(searches(coarse, most=14))
def test_places_are_those_of_the_nodes(costs_and_bands):
    costs, bands = costs_and_bands
    batch = DiagonalBatch(Bands.of(bands), costs.kinds)
    for member, band in enumerate(bands):
        assert member in batch.ending(len(band.first) - 1)
        for number in range(len(band.first)):
            slots, nodes = zip(*slots_of(batch, band, number), strict=True)
            found = batch.places(number, np.array(slots), np.full(len(slots), member))
            assert list(zip(*(each.tolist() for each in found), strict=True)) == list(nodes)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 30)), max_size=40),
    st.integers(1, 1000),
    st.integers(1, 20_000),
)
def test_every_band_is_in_one_batch_and_no_batch_too_large(shapes, most_nodes, most_table):
    bands = []
    for n, m, half in shapes:
        box = Block(0, 0, 0, n, m)
        bands.append(Band.around(box, np.arange(n + m + 1) * n // max(n + m, 1), half))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "_NODES", most_nodes)
        patch.setattr(sweep, "_TABLE", most_table)
        patch.setattr(sweep, "_FEW", 0)
        found = list(batches(bands, KINDS))
    assert sorted(number for numbers, _ in found for number in numbers) == list(range(len(bands)))
    for numbers, batch in found:
        assert batch.last.tolist() == [len(bands[number].first) - 1 for number in numbers]
        if len(numbers) > 1:
            nodes = batch.members * batch.slots
            assert nodes <= most_nodes
            assert nodes * batch.diagonals <= most_table
            assert (batch.last + 1).min() > sweep._ALIKE * batch.diagonals


def test_few_nodes_are_swept_together_however_long_their_bands_are():
    bands = [Band.full(Block(0, 0, 0, size, 2)) for size in (5, 500, 50)]
    assert [numbers for numbers, _ in batches(bands, KINDS)] == [[1, 2, 0]]


def test_a_narrow_band_does_not_make_room_for_wide_ones():
    """The longest band is narrow, and the others nearly as long; yet they are not swept all at once."""
    bands = [Band.full(Block(0, 0, 0, 1, 1200)), *[Band.full(Block(0, 0, 0, 520, 520))] * 40]
    found = [batch for _, batch in batches(bands, KINDS)]
    assert len(found) > 3
    assert all(batch.members * batch.slots <= sweep._NODES for batch in found)


def test_no_band_makes_no_batch():
    assert list(batches([], KINDS)) == []


def test_a_log_of_sums():
    terms = np.array([[0.0, -np.inf, 1000.0, -2000.0], [np.log(2), -np.inf, 1000.0, -np.inf]])
    assert log_sum(terms).tolist() == pytest.approx([np.log(3), -np.inf, 1000 + np.log(2), -2000.0])
