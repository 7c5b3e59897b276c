"""Adaptive bands: they find the path of a search in full; they are widened, and cut into chunks."""

from itertools import pairwise

import brute
import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import Table, coarse, random_walk, tables, uniform

from aligner.evidence.gale_church import GaleChurch
from aligner.lattice import adaptive_band as module
from aligner.lattice.adaptive_band import AdaptiveBand, search_adaptive
from aligner.lattice.grid import Band, Block, proportional_centre_line
from aligner.lattice.limits import SearchLimits
from aligner.lattice.viterbi import best_paths, path_cost

KINDS = [(1, 1), (1, 2), (2, 1)]
# Every block is searched in a band, and no band is cut, unless a test says otherwise.
NARROW = SearchLimits(full_nodes=0, half_width=8, chunk_diagonals=1 << 40, narrow_nodes=1 << 20)
FULL = NARROW._replace(full_nodes=1 << 18)

in_a_band_and_in_full = pytest.mark.parametrize("limits", [NARROW, FULL], ids=["in a band", "in full"])
cut_and_not_cut = pytest.mark.parametrize(
    "limits", [NARROW._replace(chunk_diagonals=60), NARROW], ids=["cut", "not cut"]
)


@pytest.fixture
def searched(monkeypatch):
    """A list of the numbers of chunks, one for each call of the search."""
    counts = []

    def spied(costs, bands):
        counts.append(len(bands))
        return best_paths(costs, bands)

    monkeypatch.setattr(module, "best_paths", spied)
    return counts


def straight(block):
    """A centre line from corner to corner of a block, counted from where the block begins."""
    return lambda: np.arange(block.n + block.m + 1) * block.n // max(block.n + block.m, 1)


def adaptive_band(block, centre_line=None, limits=NARROW):
    return AdaptiveBand(block, centre_line or straight(block), limits=limits)


def path_in_full(costs, block):
    (path,) = best_paths(costs, [Band.full(block)])
    return path.tolist()


def translated(seed, count, dropped=()):
    """A text and its translation: costs by their lengths, their block, and a centre line.

    dropped: source sentences without a translation.
    """
    rng = np.random.default_rng(seed)
    source = rng.integers(10, 200, count).astype(float)
    target = np.rint(source * rng.uniform(0.85, 1.15, count))
    for at in range(5, count - 5, 9):
        target[at : at + 2] = [target[at] + target[at + 1], 0]
    keep = np.ones(count, bool)
    keep[list(dropped)] = False
    target = target[keep & (target > 0)]
    costs = GaleChurch.costs([GaleChurch.from_lengths(source, target)], [(source, target)])
    block = Block(0, 0, 0, len(source), len(target))
    return costs, block, lambda: proportional_centre_line(source, target)


@pytest.mark.parametrize(("n", "m", "full"), [(9, 9, True), (9, 10, False)])
def test_a_block_is_searched_in_full_up_to_a_number_of_nodes(n, m, full):
    band = adaptive_band(Block(0, 0, 0, n, m), limits=NARROW._replace(full_nodes=100, half_width=1))
    assert band.full == full
    assert (band.band().width == min(n, m) + 1) == full


def test_the_centre_line_of_a_block_that_is_searched_in_full_is_not_computed():
    def centre_line():
        raise AssertionError

    band = AdaptiveBand(Block(0, 0, 0, 9, 9), centre_line)
    search_adaptive(uniform(9, 9, KINDS, bead=[0.0, 5.0, 5.0]), [band])
    assert len(band.path) == 10


@pytest.mark.parametrize("seed", range(5))
@cut_and_not_cut
def test_the_path_is_that_of_a_search_in_full(seed, limits):
    dropped = np.random.default_rng(seed).choice(200, 6, replace=False)
    costs, block, centre_line = translated(seed, 200, dropped.tolist())
    band = adaptive_band(block, centre_line, limits)
    search_adaptive(costs, [band])
    assert band.path.tolist() == path_in_full(costs, block)
    assert not band.full


@cut_and_not_cut
@pytest.mark.parametrize("begin", [0, 40, 100, 170], ids=lambda begin: f"from {begin}")
def test_a_band_is_widened_where_a_passage_is_missing(begin, limits, searched):
    costs, block, _ = translated(1, 200, range(begin, begin + 30))
    band = adaptive_band(block, limits=limits)
    before = band.band()
    search_adaptive(costs, [band])
    assert len(searched) > 1
    assert band.band().width > before.width
    assert band.path.tolist() == path_in_full(costs, block)


def test_a_band_is_widened_only_near_where_it_has_to_be():
    costs, block, _ = translated(1, 600, range(300, 320))
    adaptive = adaptive_band(block)
    search_adaptive(costs, [adaptive])
    assert adaptive.path.tolist() == path_in_full(costs, block)
    band = adaptive.band()
    widths = band.last - band.first + 1
    assert widths.max() == 33
    assert np.median(widths[30:250]) == 17


@settings(max_examples=examples(40))
@given(tables(coarse, most=14), st.integers(0, 2**32))
def test_an_accepted_path_keeps_clear_of_the_edges(costs, seed):
    """With any costs, it may not be the best path of the block, but it is the best path of its band."""
    rng = np.random.default_rng(seed)
    limits = SearchLimits(full_nodes=20, half_width=2)
    blocks = [costs.block(text) for text in range(len(costs.sizes))]
    bands = [AdaptiveBand(block, lambda block=block: random_walk(rng, block), limits=limits) for block in blocks]
    search_adaptive(costs, bands)
    for block, adaptive in zip(blocks, bands, strict=True):
        band = adaptive.band()
        nodes, total = brute.best_path(costs, band)
        assert list(map(tuple, adaptive.path.tolist())) == nodes
        assert path_cost(costs, block.text, adaptive.path) == pytest.approx(total / brute.NAT)
        clear = band.clearance(block, np.array(line_along(nodes)))
        assert adaptive.full or clear.min() >= 1


def line_along(nodes):
    """i on every diagonal; a bead of s and t sentences is a straight line."""
    line = [nodes[0][0]]
    for (i, j), (k, n) in pairwise(nodes):
        line += [i + (k - i) * step // (k - i + n - j) for step in range(1, k - i + n - j + 1)]
    return line


@in_a_band_and_in_full
def test_a_block_that_begins_inside_a_text(limits):
    costs, block, _ = translated(2, 200, [100])
    path = np.array(path_in_full(costs, block))
    i, j = path[len(path) // 3].tolist()
    inner = Block(0, i, j, block.n - i, block.m - j)
    band = adaptive_band(inner, limits=limits)
    search_adaptive(costs, [band])
    assert band.path.tolist() == path_in_full(costs, inner) == path[len(path) // 3 :].tolist()
    assert band.full == (limits is FULL)


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 300), (300, 0), (1, 300), (300, 1), (2, 300)])
@in_a_band_and_in_full
def test_a_block_that_is_hardly_more_than_a_line(n, m, limits):
    """The best beads of the few sentences depend on all of the other text, so no seam between chunks holds."""
    block = Block(0, 0, 0, n, m)
    costs = uniform(n, m, KINDS)
    band = adaptive_band(block, limits=limits._replace(chunk_diagonals=50))
    search_adaptive(costs, [band])
    assert band.path.tolist() == path_in_full(costs, block)


def test_seams_that_do_not_hold_are_dropped_and_others_kept(searched):
    rng = np.random.default_rng(4)
    table = rng.uniform(4, 9, (5, 301, 301))
    table[0, np.arange(301), np.arange(301)] = 0.5
    # Where all beads cost the same, the path of a chunk, which may end anywhere, differs from a path that goes on.
    table[:, 150:190, 150:190] = 1.0
    costs = Table(KINDS, [table])
    band = adaptive_band(costs.block(), limits=NARROW._replace(half_width=6, chunk_diagonals=60))
    chunks = len(band.chunks())
    search_adaptive(costs, [band])
    assert chunks > len(band.chunks()) > 3
    assert band.path.tolist() == path_in_full(costs, costs.block())
    assert searched[0] == chunks
    assert all(count <= 3 for count in searched[1:])


def test_a_seam_that_does_not_hold_makes_the_next_chunk_twice_as_long():
    costs = uniform(1, 500, KINDS, bead=-1.0)
    band = adaptive_band(costs.block(), limits=FULL._replace(chunk_diagonals=50))
    counts = []
    while not band.accept(best_paths(costs, band.chunks())):
        counts.append(len(band.chunks()))
    assert len(counts) < 6
    assert band.path.tolist() == path_in_full(costs, costs.block())


def test_a_seam_near_an_edge_is_kept_while_the_band_is_widened():
    costs, block, _ = translated(1, 200, range(100, 130))
    band = adaptive_band(block, limits=NARROW._replace(chunk_diagonals=60))
    seams = band._seams(band.band())
    assert not band.accept(best_paths(costs, band.chunks()))
    assert band._seams(band.band()) == seams
    assert band.band().width > 17


def test_bands_are_searched_together_and_each_chunk_once(searched):
    table = np.full((5, 201, 201), 3.0)
    table[0, np.arange(201), np.arange(201)] = 0.0
    costs = Table(KINDS, [table])
    blocks = [costs.block(), Block(0, 10, 10, 150, 150), costs.block()]
    bands = [adaptive_band(block, limits=NARROW._replace(chunk_diagonals=60)) for block in blocks]
    search_adaptive(costs, bands)
    assert searched == [len(bands[0].chunks()) + len(bands[1].chunks())]
    for block, band in zip(blocks, bands, strict=True):
        assert band.path.tolist() == [[block.i + at, block.j + at] for at in range(block.n + 1)]


def test_a_second_search_with_the_same_costs_returns_the_same_path():
    costs, block, centre_line = translated(1, 200, [50, 120])
    band = adaptive_band(block, centre_line)
    search_adaptive(costs, [band])
    first = band.path.tolist()
    search_adaptive(costs, [band])
    assert band.path.tolist() == first


@in_a_band_and_in_full
def test_the_band_of_posteriors_is_close_to_the_path(limits):
    costs, block, centre_line = translated(1, 200, range(100, 130))
    band = adaptive_band(block, centre_line, limits._replace(posterior_half_width=3))
    search_adaptive(costs, [band])
    close = band.posterior_band()
    assert set(map(tuple, band.path.tolist())) <= set(brute.nodes_of(close))
    assert close.width == (block.m + 1 if limits is FULL else 7)


@in_a_band_and_in_full
def test_the_band_of_another_text_has_the_same_limits_and_nodes(limits):
    band = adaptive_band(Block(0, 3, 5, 40, 30), limits=limits)
    other = band.for_text(7)
    assert (other.limits, other.block) == (limits, Block(7, 3, 5, 40, 30))
    assert brute.nodes_of(other.band()) == brute.nodes_of(band.band())


def test_costs_are_computed_again_only_after_a_band_has_been_widened():
    costs, block, centre_line = translated(1, 200, range(100, 130))
    calls = []
    for first_line in (straight(block), centre_line):
        band = adaptive_band(block, first_line)
        calls.append(0)

        def recompute_costs():
            calls[-1] += 1
            return costs

        search_adaptive(costs, [band], recompute_costs)
        assert calls[-1] == band.widened
        search_adaptive(costs, [band], recompute_costs)
        assert calls[-1] == band.widened
    assert max(calls) > 0


def test_no_band_is_no_work():
    search_adaptive(uniform(1, 1, KINDS), [])
