"""The cheapest path and the totals of nodes, compared with an oracle that tries every path; ties and ends."""

import brute
import numpy as np
import pytest
from effort import examples
from hypothesis import assume, given, settings
from tables import coarse, fine, random_costs, searches, uniform

from aligner.lattice import reference, viterbi
from aligner.lattice.costs import Breaks
from aligner.lattice.grid import Band
from aligner.lattice.quantized import MAX_COST, quantize
from aligner.lattice.viterbi import UNREACHED, best_path, path_cost, totals

IMPLEMENTATIONS = pytest.mark.parametrize("searches_of", [viterbi, reference], ids=["in use", "reference"])


def full(n, m):
    return Band.full([(0, 0), (n, m)])


def has_path(costs, band):
    return all(brute.paths(brute.beads(costs, block), *brute.corners_of(block)) for block in brute.blocks_of(band))


def kinds_of(costs, band=None):
    """The kinds of the beads on the best path through a band."""
    path = best_path(costs, full(*costs.size) if band is None else band)
    return list(map(tuple, np.diff(path, axis=0).tolist()))


@IMPLEMENTATIONS
@settings(max_examples=examples(100))
@given(costs_and_band=searches(coarse, most=4, most_kinds=3, widest=3))
def test_the_best_path_is_the_best_of_all_paths(searches_of, costs_and_band):
    costs, band = costs_and_band
    if has_path(costs, band):
        nodes, total = brute.best_path(costs, band)
        path = searches_of.best_path(costs, band)
        assert path.tolist() == list(map(list, nodes))
        assert path_cost(costs, band, path) == total / brute.NAT
    else:
        with pytest.raises(ValueError, match="no path inside the band leads to its end"):
            searches_of.best_path(costs, band)


@settings(max_examples=examples(50))
@given(searches(fine, most=12))
def test_the_best_path_of_a_larger_band_is_that_of_a_search_node_by_node(costs_and_band):
    costs, band = costs_and_band
    try:
        path = best_path(costs, band)
    except ValueError:
        assume(False)
    nodes, total = brute.cheapest(costs, band)
    assert path.tolist() == list(map(list, nodes))
    assert path_cost(costs, band, path) == total / brute.NAT


@IMPLEMENTATIONS
@settings(max_examples=examples(60))
@given(costs_and_band=searches(coarse, most=3, most_kinds=3, widest=3))
def test_the_totals_of_nodes_are_the_least_of_all_paths(searches_of, costs_and_band):
    costs, band = costs_and_band
    for totals_found, totals_expected in zip(searches_of.totals(costs, band), brute.totals(costs, band), strict=True):
        assert [None if total == UNREACHED else total for total in totals_found.tolist()] == totals_expected


@settings(max_examples=examples(40))
@given(searches(fine, most=12))
def test_the_totals_of_the_nodes_of_the_best_path_add_up_to_its_cost(costs_and_band):
    costs, band = costs_and_band
    try:
        path = best_path(costs, band)
    except ValueError:
        assume(False)
    from_begin, to_end = totals(costs, band)
    through = dict(zip(brute.all_nodes_of(band), (from_begin + to_end).tolist(), strict=True))
    if band.blocks == 1:
        assert {through[tuple(node)] for node in path.tolist()} == {min(through.values())}
        assert min(through.values()) / brute.NAT == path_cost(costs, band, path)


@pytest.mark.parametrize(
    ("kinds", "bead", "path"),
    [
        pytest.param([(1, 1), (2, 2)], [1.0, 2.0], [(1, 1)] * 4, id="fewer sentences"),
        pytest.param([(1, 3), (2, 2), (3, 1)], [2.0, 2.0, 2.0], [(2, 2)] * 2, id="sides that differ less"),
        pytest.param([(1, 3), (3, 1)], [2.0, 2.0], [(3, 1), (1, 3)], id="fewer source sentences"),
        pytest.param([(4, 4)], [24.0], [(4, 4)], id="kinds before deletions and insertions"),
        pytest.param([(4, 4)], [99.0], [(0, 1)] * 4 + [(1, 0)] * 4, id="deletions before insertions"),
    ],
)
def test_of_paths_that_cost_the_same_the_search_takes_the_one_with(kinds, bead, path):
    assert kinds_of(uniform(4, 4, kinds, bead=bead)) == path


def test_costs_that_are_quantized_to_the_same_number_are_equal():
    # 0.1 + 0.2 is not 0.3 in floating point.
    assert kinds_of(uniform(1, 1, [(1, 1)], bead=0.3, deletion=0.1, insertion=0.2)) == [(1, 1)]


def test_a_millinat_is_no_tie():
    assert kinds_of(uniform(2, 2, [(1, 1), (2, 2)], bead=[1.0, 1.999])) == [(2, 2)]


@pytest.mark.parametrize(
    ("n", "m", "path"),
    [
        pytest.param(0, 0, [], id="nothing"),
        pytest.param(3, 0, [(1, 0)] * 3, id="no target"),
        pytest.param(0, 3, [(0, 1)] * 3, id="no source"),
        pytest.param(1, 1, [(1, 1)], id="one sentence each"),
        pytest.param(1, 3, [(0, 1), (0, 1), (1, 1)], id="one to three"),
    ],
)
def test_few_sentences(n, m, path):
    costs = uniform(n, m, [(1, 1), (2, 1), (1, 2)], bead=[1.0, 9.0, 9.0])
    assert kinds_of(costs) == path
    assert path_cost(costs, full(n, m), best_path(costs, full(n, m))) == 3 * abs(n - m) + min(n, m)


@pytest.mark.parametrize(("node", "path"), [(0.5, [(1, 1), (1, 1)]), (1.5, [(2, 2)])])
def test_a_cost_of_a_node_is_paid_by_the_two_sided_beads_on_either_side(node, path):
    costs = uniform(2, 2, [(1, 1), (2, 2)], bead=[1.0, 4.0])
    of_break = quantize(np.array([[0, 0, 0], [0, node, 0], [0, 0, 0]]))
    costs = costs._replace(breaks=Breaks(*[np.array([2, 1, 2], np.uint8)] * 2, of_break))
    assert kinds_of(costs) == path
    assert path_cost(costs, full(2, 2), np.array([(0, 0), (1, 1), (2, 2)])) == 2.0 + 2 * node
    assert path_cost(costs, full(2, 2), np.array([(0, 0), (2, 2)])) == 4.0


def test_a_cost_of_a_node_is_not_paid_by_deletions_and_insertions():
    costs = uniform(1, 1, [(1, 1)], bead=100.0, node=7.0)
    assert kinds_of(costs) == [(0, 1), (1, 0)]
    assert path_cost(costs, full(1, 1), np.array([(0, 0), (0, 1), (1, 1)])) == 6.0


def test_a_path_passes_every_anchor_and_an_anchor_may_be_given_twice():
    costs = uniform(6, 6, [(1, 1), (2, 2)])
    band = Band.full([(0, 0), (1, 4), (1, 4), (5, 4), (6, 6)])
    path = list(map(tuple, best_path(costs, band).tolist()))
    assert {(1, 4), (5, 4)} <= set(path)
    assert path == sorted(set(path))


def test_the_beads_of_a_block_do_not_reach_into_the_next():
    costs = uniform(2, 2, [(2, 2)], bead=-50.0)
    assert kinds_of(costs) == [(2, 2)]
    assert len(kinds_of(costs, Band.full([(0, 0), (1, 1), (2, 2)]))) == 4


@IMPLEMENTATIONS
def test_a_band_that_falls_apart_has_no_path_unless_a_bead_spans_the_gap(searches_of):
    apart = full(2, 2)._replace(first=np.array([0, 1, 2]), last=np.array([0, 1, 2]))
    assert searches_of.best_path(uniform(2, 2, [(1, 1)]), apart).tolist() == [[0, 0], [1, 1], [2, 2]]
    with pytest.raises(ValueError, match="no path inside the band leads to its end"):
        searches_of.best_path(uniform(2, 2, [(1, 2)]), apart)


@pytest.mark.parametrize("cost", [MAX_COST, -MAX_COST])
def test_the_largest_and_the_smallest_costs_add_up(cost):
    size = 300
    costs = uniform(size, size, [(1, 1)], bead=cost, deletion=max(cost, 0.0), insertion=max(cost, 0.0))
    straight = np.stack([np.arange(size + 1)] * 2, axis=1)
    band = full(size, size).around(straight, 2)
    assert kinds_of(costs, band) == [(1, 1)] * size
    assert path_cost(costs, band, straight) == cost * size


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_paths_of_long_texts_are_those_of_a_search_node_by_node(seed):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(0, 150, 2).tolist()
    band = full(n, m)
    costs = random_costs(rng, band, (n, m), [(1, 1), (1, 2), (2, 1), (2, 2)], coarse)
    nodes, total = brute.cheapest(costs, band)
    assert best_path(costs, band).tolist() == list(map(list, nodes))
    assert path_cost(costs, band, best_path(costs, band)) == total / brute.NAT
