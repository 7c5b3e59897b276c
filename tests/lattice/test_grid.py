"""Bands: all nodes of blocks, those near a path, narrower and wider ones, and samples."""

import brute
import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import bands, corners_of_blocks, random_walk, with_edges

from aligner.lattice.grid import Band, row_limits, sum_of_products, sums_before

SIZES = st.tuples(st.integers(0, 9), st.integers(0, 9))
SEEDS = st.integers(0, 2**32)


def nodes_of(band):
    """The nodes of each block of a band."""
    return [set(brute.nodes_of(block)) for block in brute.blocks_of(band)]


def assert_sound(band, full):
    """A search can work on the band: it has rows of nodes of its blocks, in order, and their corners."""
    assert band.bounds.tolist() == full.bounds.tolist()
    assert band.start.tolist() == full.start.tolist()
    assert band.first.dtype == band.last.dtype == band.bounds.dtype == band.start.dtype == np.int64
    assert (full.first <= band.first).all()
    assert (band.first <= band.last).all()
    assert (band.last <= full.last).all()
    for begin, end in zip(band.bounds[:-1], band.bounds[1:], strict=True):
        assert (np.diff(band.first[begin:end]) >= 0).all()
        assert (np.diff(band.last[begin:end]) >= 0).all()
        assert band.first[begin] == full.first[begin]
        assert band.last[end - 1] == full.last[end - 1]


@st.composite
def full_bands(draw):
    """All nodes of the blocks of a text."""
    n, m = draw(SIZES)
    return Band.full(draw(corners_of_blocks(n, m)))


@st.composite
def any_bands(draw):
    """A band of a text, and all nodes of its blocks."""
    n, m = draw(SIZES)
    band = draw(bands(n, m))
    ends = band.bounds[1:] - 1
    return band, Band.full([(0, 0), *zip(band.rows[ends].tolist(), band.last[ends].tolist(), strict=True)])


def test_sums_before_each_place():
    assert sums_before(np.array([3.0, 1.0, 2.0])).tolist() == [0, 3, 4, 6]
    assert sums_before(np.array([])).tolist() == [0]


def test_a_full_band_has_all_nodes_between_anchors():
    band = Band.full([(0, 0), (1, 2), (1, 3), (3, 3)])
    assert_sound(band, band)
    assert nodes_of(band) == [
        {(i, j) for i in (0, 1) for j in (0, 1, 2)},
        {(1, 2), (1, 3)},
        {(1, 3), (2, 3), (3, 3)},
    ]
    assert band.blocks == 3
    assert band.rows.tolist() == [0, 1, 1, 1, 2, 3]
    assert band.nodes == 11
    assert band.nodes_of_blocks.tolist() == [6, 2, 3]


@given(any_bands())
def test_the_nodes_of_a_band_are_counted(band_and_full):
    band, _ = band_and_full
    sizes = [len(block) for block in nodes_of(band)]
    assert band.nodes_of_blocks.tolist() == sizes
    assert band.nodes == sum(sizes)


@given(full_bands(), SEEDS)
def test_the_rows_of_the_beads_of_a_path_are_those_in_which_they_end(full, seed):
    path = random_walk(np.random.default_rng(seed), full)
    rows = full.rows_of_beads(path).tolist()
    assert rows == sorted(rows)
    assert full.rows[rows].tolist() == path[1:, 0].tolist()
    # At an anchor, the bead that leads to it ends in the block before, and the next bead begins in the block after.
    for (begin, end), row in zip(zip(path[:-1].tolist(), path[1:].tolist(), strict=True), rows, strict=True):
        (block,) = [block for block in brute.blocks_of(full) if row in {number for number, *_ in block.values()}]
        assert {tuple(begin), tuple(end)} <= set(brute.nodes_of(block))


@given(full_bands(), SEEDS, st.integers(0, 4))
def test_a_band_around_a_path_has_the_nodes_near_it(full, seed, width):
    path = random_walk(np.random.default_rng(seed), full)
    band = full.around(path, width)
    assert_sound(band, full)
    for nodes, all_nodes in zip(nodes_of(band), nodes_of(full), strict=True):
        expected = {
            (i, j)
            for i, j in all_nodes
            if any(abs(i - k) <= width and abs(j - k_j) <= width for k, k_j in path.tolist())
        }
        assert nodes == expected


def test_a_band_around_a_path_with_a_wide_bead_has_the_nodes_beside_the_bead():
    band = Band.full([(0, 0), (4, 4)]).around(np.array([(0, 0), (4, 4)]), 0)
    assert (band.first.tolist(), band.last.tolist()) == ([0, 0, 0, 0, 4], [0, 4, 4, 4, 4])


@given(full_bands(), SEEDS)
def test_a_band_whose_width_varies_is_sound_and_holds_the_path_and_what_is_near(full, seed):
    rng = np.random.default_rng(seed)
    path = random_walk(rng, full)
    width = rng.integers(0, 5, int(full.rows[-1]) + 1)
    band = full.around(path, width)
    assert_sound(band, full)
    inside = set(brute.all_nodes_of(band))
    for i, j in path.tolist():
        assert {(i, at) for at in range(j - width[i], j + width[i] + 1)} & set(brute.all_nodes_of(full)) <= inside


@given(any_bands(), SEEDS)
def test_a_narrowed_band_has_the_nodes_between_the_first_and_the_last_given_ones(band_and_full, seed):
    band, _ = band_and_full
    rng = np.random.default_rng(seed)
    first, last = rng.integers(band.first, band.last + 1), rng.integers(band.first, band.last + 1)
    narrow = band.narrowed(first, last)  # where last < first, a row has no such nodes
    assert_sound(narrow, band._replace(first=np.minimum(band.first, narrow.first)))
    assert (narrow.first >= band.first).all()
    assert (narrow.last <= band.last).all()
    given_rows = first <= last
    assert (narrow.first <= first)[given_rows].all()
    assert (narrow.last >= last)[given_rows].all()


def test_a_row_without_nodes_gets_those_between_its_neighbours():
    full = Band.full([(0, 0), (4, 9)])
    narrow = full.narrowed(np.array([0, 10, 10, 5, 9]), np.array([1, -1, -1, 6, 9]))
    assert narrow.first.tolist() == [0, 1, 1, 5, 9]
    assert narrow.last.tolist() == [1, 5, 5, 6, 9]


@given(any_bands())
def test_a_band_that_is_narrowed_to_its_own_nodes_stays_the_same(band_and_full):
    band, full = band_and_full
    if band.blocks == 1:
        narrow = full.narrowed(band.first, band.last)
        assert (narrow.first.tolist(), narrow.last.tolist()) == (band.first.tolist(), band.last.tolist())


@given(st.data(), st.integers(0, 4))
def test_a_widened_band_has_the_nodes_at_most_a_margin_away(data, margin):
    n, m = data.draw(SIZES)
    full = Band.full([(0, 0), (n, m)])
    rng = np.random.default_rng(data.draw(SEEDS))
    edges = np.sort(rng.integers(0, m + 1, (2, n + 1)), axis=1)
    band = with_edges(full, edges.min(axis=0), edges.max(axis=0))
    wide = full.widened(band, margin)
    assert_sound(wide, full)
    assert set(brute.all_nodes_of(wide)) == {
        (i + by_i, j + by_j)
        for i, j in brute.all_nodes_of(band)
        for by_i in range(-margin, margin + 1)
        for by_j in range(-margin, margin + 1)
        if 0 <= i + by_i <= n and 0 <= j + by_j <= m
    } | set(brute.all_nodes_of(wide)) & filled(band, margin)


def filled(band, margin):
    """The nodes between those that are near a band in each row."""
    n, first, last = int(band.rows[-1]), band.first.tolist(), band.last.tolist()
    nodes = set()
    for i in range(n + 1):
        near = range(max(i - margin, 0), min(i + margin, n) + 1)
        nodes |= {(i, j) for j in range(min(first[k] for k in near) - margin, max(last[k] for k in near) + margin + 1)}
    return nodes


@given(any_bands(), SEEDS, st.integers(0, 4))
def test_a_widened_band_of_several_blocks_is_sound_and_holds_the_band(band_and_full, seed, margin):
    band, full = band_and_full
    wide = full.widened(band, margin)
    assert_sound(wide, full)
    for nodes, wider in zip(nodes_of(band), nodes_of(wide), strict=True):
        assert nodes <= wider


@given(full_bands(), SEEDS, st.integers(0, 3), st.integers(0, 3))
def test_joined_bands_have_the_nodes_of_both(full, seed, first_width, second_width):
    rng = np.random.default_rng(seed)
    first, second = (full.around(random_walk(rng, full), width) for width in (first_width, second_width))
    joined = full.joined(first, second)
    assert_sound(joined, full)
    assert joined.first.tolist() == np.minimum(first.first, second.first).tolist()
    assert joined.last.tolist() == np.maximum(first.last, second.last).tolist()


def test_open_edges_are_those_inside_the_blocks():
    full = Band.full([(0, 0), (3, 5)])
    band = with_edges(full, [0, 0, 1, 2], [1, 3, 5, 5])
    first, last = band.open_edges(full)
    assert first.tolist() == [-1, -1, 1, 2]
    assert last.tolist() == [1, 3, -1, -1]


def test_the_row_of_an_anchor_has_the_open_edges_of_both_blocks():
    full = Band.full([(0, 0), (2, 4), (3, 9)])
    band = with_edges(full, [0, 0, 2, 4, 5], [2, 3, 4, 6, 9])
    first, last = band.open_edges(full)
    assert first.tolist() == [-1, -1, 2, 5]
    assert last.tolist() == [2, 3, 6, -1]


def test_windows_are_blocks_between_nodes_of_a_path():
    path = np.stack([np.arange(101)] * 2, axis=1)
    full = Band.full([(0, 0), (100, 100)])
    windows = full.around(path, 3).windows(path, count=3, sentences=20)
    assert windows.start.tolist() == [0, 40, 80]
    assert np.diff(windows.bounds).tolist() == [21, 21, 21]
    for begin, nodes in zip((0, 40, 80), nodes_of(windows), strict=True):
        inside = range(begin, begin + 21)
        assert nodes == {(i, j) for i in inside for j in inside if abs(i - j) <= 6}


@settings(max_examples=examples(100))
@given(st.data(), SEEDS, st.integers(1, 5), st.integers(1, 8))
def test_windows_of_any_path_are_sound_and_apart(data, seed, count, sentences):
    """Whatever anchors the path passes; only the anchors themselves are no corners of the windows."""
    rng = np.random.default_rng(seed)
    size = data.draw(st.tuples(st.integers(1, 36), st.integers(0, 36)))
    full = Band.full(data.draw(corners_of_blocks(*size)))
    path = random_walk(rng, full)
    kept = np.sort(rng.choice(len(path), max(len(path) // 2, 1), replace=False))
    path = np.concatenate([[(0, 0)], path[kept], [size]])
    path = path[np.append(True, np.diff(path, axis=0).any(axis=1))]
    band = full.around(path, 2)
    windows = band.windows(path, count, sentences)
    assert 1 <= windows.blocks <= count
    ends = (0, 0)
    for block in brute.blocks_of(windows):
        begin, end = brute.corners_of(block)
        assert begin[0] >= ends[0]
        assert begin[1] >= ends[1]
        inside = {(i, j) for i, j in path.tolist() if begin[0] <= i <= end[0] and begin[1] <= j <= end[1]}
        assert {begin, end} <= inside <= set(brute.nodes_of(block))
        if full.blocks == 1:
            assert set(brute.nodes_of(block)) <= set(brute.all_nodes_of(band))
        ends = end


def test_row_limits_are_the_least_and_the_largest_node_of_a_path_in_each_row():
    least, largest = row_limits(np.array([(0, 0), (0, 2), (1, 3), (4, 5), (4, 6), (5, 6)]))
    assert least.tolist() == [0, 3, 3, 3, 5, 6]
    assert largest.tolist() == [2, 3, 5, 5, 6, 6]
    assert [limit.tolist() for limit in row_limits(np.array([(0, 0)]))] == [[0], [0]]


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 4), (4, 0)])
def test_blocks_that_are_hardly_more_than_a_line(n, m):
    band = Band.full([(0, 0), (n, m)])
    assert_sound(band, band)
    assert band.nodes == n + m + 1
    assert band.around(np.array([(0, 0), (n, m)]), 0).nodes == n + m + 1


def test_a_sum_of_products_is_added_up_in_order():
    first, second = np.array([1e16, 1.0, -1e16, 1.0]), np.array([1, 1, 1, 1])
    assert sum_of_products(first, second) == ((1e16 + 1.0) - 1e16) + 1.0
    assert sum_of_products(np.zeros(0), np.zeros(0)) == 0.0
