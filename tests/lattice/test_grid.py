"""Blocks, bands and centre lines."""

import numpy as np
import pytest
from brute import nodes_of
from hypothesis import given
from hypothesis import strategies as st
from tables import random_walk

from aligner.lattice.grid import Band, Block, centre_line_along, proportional_centre_line, sums_before

SIZES = st.lists(st.integers(0, 1000).map(float), max_size=8)


def test_sums_before_each_place():
    assert sums_before(np.array([3.0, 1.0, 2.0])).tolist() == [0, 3, 4, 6]
    assert sums_before(np.array([])).tolist() == [0]


def blocks(most=12):
    sizes = st.integers(0, most)
    return st.builds(Block, st.integers(0, 3), sizes, sizes, sizes, sizes)


@st.composite
def centre_lines(draw):
    """A block and a centre line through it."""
    block = draw(blocks())
    return block, random_walk(np.random.default_rng(draw(st.integers(0, 2**32))), block)


def assert_sound(band, block):
    """The band has all diagonals of the block, and its edges grow by 0 or 1."""
    assert (band.text, band.start) == (block.text, block.i + block.j)
    assert len(band.first) == len(band.last) == block.n + block.m + 1
    assert (band.first <= band.last).all()
    for edge in (band.first, band.last):
        assert set(np.diff(edge).tolist()) <= {0, 1}
    nodes = nodes_of(band)
    assert nodes[0] == (block.i, block.j)
    assert nodes[-1] == (block.i + block.n, block.j + block.m)
    assert set(nodes) <= set(nodes_of(Band.full(block)))


@given(blocks())
def test_a_full_band_has_all_nodes_of_a_block(block):
    band = Band.full(block)
    assert_sound(band, block)
    nodes = nodes_of(band)
    assert len(nodes) == len(set(nodes)) == block.nodes
    assert set(nodes) == {
        (i, j) for i in range(block.i, block.i + block.n + 1) for j in range(block.j, block.j + block.m + 1)
    }  # fmt: skip
    assert band.width == min(block.n, block.m) + 1


@given(centre_lines(), st.integers(0, 5))
def test_a_band_around_a_centre_line_has_the_nodes_near_it(block_and_line, half_width):
    block, line = block_and_line
    band = Band.around(block, line, half_width)
    assert_sound(band, block)
    assert set(nodes_of(band)) == {
        (i, j) for i, j in nodes_of(Band.full(block)) if abs(i - line[i + j - band.start]) <= half_width
    }
    assert band.width <= 2 * half_width + 1


@given(centre_lines(), st.integers(0, 2**32))
def test_a_band_whose_width_varies_is_as_narrow_as_steps_of_one_allow(block_and_line, seed):
    block, line = block_and_line
    half_width = np.random.default_rng(seed).integers(0, 9, len(line))
    band = Band.around(block, line, half_width)
    assert_sound(band, block)
    least, largest = block.limits()
    places = range(len(line))
    for k in places:
        first = min(line[at] - half_width[at] + max(k - at, 0) for at in places)
        last = max(line[at] + half_width[at] - max(at - k, 0) for at in places)
        assert (band.first[k], band.last[k]) == (max(first, least[k]), min(last, largest[k]))


@given(centre_lines(), st.integers(0, 2**32))
def test_a_band_has_no_gap_even_around_a_line_that_jumps(block_and_line, seed):
    """A line jumps if a part of it is replaced."""
    block, line = block_and_line
    rng = np.random.default_rng(seed)
    mixed = np.where(rng.random(len(line)) < 0.5, line, random_walk(rng, block))
    assert_sound(Band.around(block, mixed, rng.integers(0, 9, len(line))), block)


@pytest.mark.parametrize(("begin", "end"), [(0, 4), (2, 5), (3, 3), (6, 99)])
def test_a_part_of_a_band(begin, end):
    band = Band.around(Block(2, 5, 1, 4, 6), 5 + np.array([0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4]), 1)
    part = band.part(begin, end)
    assert part.text == 2
    assert nodes_of(part) == [(i, j) for i, j in nodes_of(band) if begin <= i + j - 6 <= end]


@given(centre_lines(), st.integers(0, 4), st.integers(0, 2**32))
def test_the_clearance_of_a_line_is_the_distance_from_the_nearer_edge(block_and_line, half_width, seed):
    block, centre_line = block_and_line
    band = Band.around(block, centre_line, half_width)
    rng = np.random.default_rng(seed)
    line = rng.integers(band.first, band.last + 1)
    all_nodes = set(nodes_of(Band.full(block)))
    for number, (i, clearance) in enumerate(zip(line.tolist(), band.clearance(block, line).tolist(), strict=True)):
        at = band.start + number
        edges = [k for k in (band.first[number] - 1, band.last[number] + 1) if (k, at - k) in all_nodes]
        assert clearance == min([abs(i - k) - 1 for k in edges], default=len(line))


def test_the_centre_line_along_a_path_goes_straight_through_its_beads():
    path = np.array([(0, 0), (1, 1), (1, 2), (4, 3), (5, 3)])
    assert centre_line_along(path).tolist() == [0, 0, 1, 1, 1, 2, 3, 4, 5]
    assert centre_line_along(path + np.array([7, 2])).tolist() == [7, 7, 8, 8, 8, 9, 10, 11, 12]
    assert centre_line_along(path[:1]).tolist() == [0]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(any), max_size=30))
def test_the_centre_line_along_a_path_passes_its_nodes_in_steps_of_one(kinds):
    path = np.cumsum([(3, 4), *kinds], axis=0)
    line = centre_line_along(path)
    assert len(line) == path[-1].sum() - 7 + 1
    assert set(np.diff(line).tolist()) <= {0, 1}
    assert (line[path.sum(axis=1) - 7] == path[:, 0]).all()


@pytest.mark.parametrize(
    ("source", "target", "line"),
    [
        pytest.param([1, 1], [1, 1], [0, 1, 1, 2, 2], id="even"),
        pytest.param([1, 3], [2, 2], [0, 1, 1, 2, 2], id="uneven"),
        pytest.param([2, 2], [1, 1, 1, 1], [0, 0, 1, 1, 1, 2, 2], id="twice as many"),
        pytest.param([9], [1, 1, 1], [0, 0, 0, 1, 1], id="one source sentence"),
        pytest.param([], [1, 1], [0, 0, 0], id="no source"),
        pytest.param([1, 1], [], [0, 1, 2], id="no target"),
        pytest.param([0, 0], [0, 5], [0, 1, 2, 2, 2], id="a source without a character"),
        pytest.param([], [], [0], id="nothing"),
    ],
)
def test_a_proportional_centre_line(source, target, line):
    assert proportional_centre_line(np.array(source, float), np.array(target, float)).tolist() == line


@given(SIZES, SIZES)
def test_a_proportional_centre_line_leads_from_corner_to_corner_in_steps_of_one(source, target):
    line = proportional_centre_line(np.array(source, float), np.array(target, float))
    assert (line[0], line[-1], len(line)) == (0, len(source), len(source) + len(target) + 1)
    assert set(np.diff(line).tolist()) <= {0, 1}


def test_a_proportional_centre_line_is_equally_far_in_both_texts():
    rng = np.random.default_rng(1)
    source, target = rng.uniform(1, 100, 300), rng.uniform(1, 30, 500)
    line = proportional_centre_line(source, target)
    far_source, far_target = sums_before(source / source.sum()), sums_before(target / target.sum())
    behind = far_source[line] - far_target[np.arange(801) - line]
    assert np.abs(behind).max() <= max((source / source.sum()).max(), (target / target.sum()).max())
