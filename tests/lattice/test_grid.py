"""Bands: boxes, corridors round a walk, and walks themselves."""

import numpy as np
import pytest
from brute import nodes_of
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import random_walk

from aligner.lattice.grid import Band, Block, centre_line_along, proportional_centre_line, sums_before

SIZES = st.lists(st.integers(0, 1000).map(float), max_size=8)


def test_sums_before_each_place():
    assert sums_before(np.array([3.0, 1.0, 2.0])).tolist() == [0, 3, 4, 6]
    assert sums_before(np.array([])).tolist() == [0]


def boxes(most=12):
    sizes = st.integers(0, most)
    return st.builds(Block, st.integers(0, 3), sizes, sizes, sizes, sizes)


@st.composite
def walks(draw):
    """A box and a walk through it."""
    box = draw(boxes())
    return box, random_walk(np.random.default_rng(draw(st.integers(0, 2**32))), box)


def assert_sound(band, box):
    """Of a box, all its diagonals, whose ends grow by 0 or 1."""
    assert (band.text, band.start) == (box.text, box.i + box.j)
    assert len(band.first) == len(band.last) == box.n + box.m + 1
    assert (band.first <= band.last).all()
    for ends in (band.first, band.last):
        assert set(np.diff(ends).tolist()) <= {0, 1}
    nodes = nodes_of(band)
    assert nodes[0] == (box.i, box.j)
    assert nodes[-1] == (box.i + box.n, box.j + box.m)
    assert set(nodes) <= set(nodes_of(Band.full(box)))


@settings(deadline=None)
@given(boxes())
def test_a_full_band_has_all_nodes_of_a_box(box):
    band = Band.full(box)
    assert_sound(band, box)
    nodes = nodes_of(band)
    assert len(nodes) == len(set(nodes)) == box.nodes
    assert set(nodes) == {
        (i, j) for i in range(box.i, box.i + box.n + 1) for j in range(box.j, box.j + box.m + 1)
    }  # fmt: skip
    assert band.width == min(box.n, box.m) + 1


@settings(deadline=None)
@given(walks(), st.integers(0, 5))
def test_a_band_around_a_walk_has_the_nodes_near_it(box_and_walk, half):
    box, walk = box_and_walk
    band = Band.around(box, walk, half)
    assert_sound(band, box)
    assert set(nodes_of(band)) == {
        (i, j) for i, j in nodes_of(Band.full(box)) if abs(i - walk[i + j - band.start]) <= half
    }
    assert band.width <= 2 * half + 1


@settings(deadline=None)
@given(walks(), st.integers(0, 2**32))
def test_a_band_whose_width_varies_is_as_narrow_as_steps_of_one_allow(box_and_walk, seed):
    box, walk = box_and_walk
    half = np.random.default_rng(seed).integers(0, 9, len(walk))
    band = Band.around(box, walk, half)
    assert_sound(band, box)
    least, largest = box.limits()
    places = range(len(walk))
    for k in places:
        first = min(walk[other] - half[other] + max(k - other, 0) for other in places)
        last = max(walk[other] + half[other] - max(other - k, 0) for other in places)
        assert (band.first[k], band.last[k]) == (max(first, least[k]), min(last, largest[k]))


@settings(deadline=None)
@given(walks(), st.integers(0, 2**32))
def test_a_band_is_sound_even_round_something_that_jumps(box_and_walk, seed):
    """Where only a part of a walk is replaced, there is a step between the two."""
    box, walk = box_and_walk
    rng = np.random.default_rng(seed)
    mixed = np.where(rng.random(len(walk)) < 0.5, walk, random_walk(rng, box))
    assert_sound(Band.around(box, mixed, rng.integers(0, 9, len(walk))), box)


@pytest.mark.parametrize(("begin", "end"), [(0, 4), (2, 5), (3, 3), (6, 99)])
def test_a_part_of_a_band(begin, end):
    band = Band.around(Block(2, 5, 1, 4, 6), 5 + np.array([0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4]), 1)
    part = band.part(begin, end)
    assert part.text == 2
    assert nodes_of(part) == [(i, j) for i, j in nodes_of(band) if begin <= i + j - 6 <= end]


@settings(deadline=None)
@given(walks(), st.integers(0, 4), st.integers(0, 2**32))
def test_how_clear_of_the_edges_of_a_band_a_walk_is(box_and_walk, half, seed):
    box, middle = box_and_walk
    band = Band.around(box, middle, half)
    rng = np.random.default_rng(seed)
    walk = rng.integers(band.first, band.last + 1)
    every = set(nodes_of(Band.full(box)))
    for number, (i, clearance) in enumerate(zip(walk.tolist(), band.clearance(box, walk).tolist(), strict=True)):
        at = band.start + number
        edges = [k for k in (band.first[number] - 1, band.last[number] + 1) if (k, at - k) in every]
        assert clearance == min([abs(i - k) - 1 for k in edges], default=len(walk))


def test_a_walk_along_a_path_goes_straight_through_its_beads():
    path = np.array([(0, 0), (1, 1), (1, 2), (4, 3), (5, 3)])
    assert centre_line_along(path).tolist() == [0, 0, 1, 1, 1, 2, 3, 4, 5]
    assert centre_line_along(path + np.array([7, 2])).tolist() == [7, 7, 8, 8, 8, 9, 10, 11, 12]
    assert centre_line_along(path[:1]).tolist() == [0]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(any), max_size=30))
def test_a_walk_along_a_path_passes_its_nodes_in_steps_of_one(kinds):
    path = np.cumsum([(3, 4), *kinds], axis=0)
    walk = centre_line_along(path)
    assert len(walk) == path[-1].sum() - 7 + 1
    assert set(np.diff(walk).tolist()) <= {0, 1}
    assert (walk[path.sum(axis=1) - 7] == path[:, 0]).all()


@pytest.mark.parametrize(
    ("source", "target", "walk"),
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
def test_a_walk_in_step(source, target, walk):
    assert proportional_centre_line(np.array(source, float), np.array(target, float)).tolist() == walk


@settings(deadline=None)
@given(SIZES, SIZES)
def test_a_walk_in_step_leads_from_corner_to_corner_in_steps_of_one(source, target):
    walk = proportional_centre_line(np.array(source, float), np.array(target, float))
    assert (walk[0], walk[-1], len(walk)) == (0, len(source), len(source) + len(target) + 1)
    assert set(np.diff(walk).tolist()) <= {0, 1}


def test_a_walk_in_step_is_equally_far_in_both_texts():
    rng = np.random.default_rng(1)
    source, target = rng.uniform(1, 100, 300), rng.uniform(1, 30, 500)
    walk = proportional_centre_line(source, target)
    far_source, far_target = sums_before(source / source.sum()), sums_before(target / target.sum())
    behind = far_source[walk] - far_target[np.arange(801) - walk]
    assert np.abs(behind).max() <= max((source / source.sum()).max(), (target / target.sum()).max())
