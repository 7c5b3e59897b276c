"""The cheapest path, compared with an oracle that visits every bead; ties, ends and batches."""

import brute
import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import Table, coarse, fine, searches, uniform

from aligner.lattice.costs import MAX_COST, dequantize, quantize
from aligner.lattice.grid import Band, Block
from aligner.lattice.kinds import RANK_BITS, Kinds
from aligner.lattice.limits import BatchLimits
from aligner.lattice.sweep import DiagonalBatch, StackedBands
from aligner.lattice.viterbi import best_paths, path_cost


def nodes_of_paths(costs, bands, *limits):
    """The nodes of the path through each band."""
    return [list(map(tuple, path.tolist())) for path in best_paths(costs, bands, *limits)]


def kinds_of(costs, band=None):
    """The kinds of the beads on the path through a band of the only text."""
    (path,) = best_paths(costs, [band or costs.full()])
    return list(map(tuple, np.diff(path, axis=0).tolist()))


@settings(max_examples=examples(100))
@given(searches(coarse))
def test_the_best_paths_are_those_of_the_oracle(costs_and_bands):
    costs, bands = costs_and_bands
    assert nodes_of_paths(costs, bands) == [brute.best_path(costs, band)[0] for band in bands]


@settings(max_examples=examples(50))
@given(searches(fine))
def test_the_cost_of_a_path_is_that_of_the_oracle(costs_and_bands):
    costs, bands = costs_and_bands
    totals = [brute.best_path(costs, band)[1] for band in bands]
    assert [
        path_cost(costs, band.text, path) for band, path in zip(bands, best_paths(costs, bands), strict=True)
    ] == pytest.approx([total / brute.NAT for total in totals], abs=1e-12)


@settings(max_examples=examples(50))
@given(searches(coarse), st.integers(1, 300), st.integers(1, 3000), st.integers(0, 300))
def test_paths_do_not_depend_on_the_batch(costs_and_bands, nodes, table, few):
    costs, bands = costs_and_bands
    alone = [nodes_of_paths(costs, [band])[0] for band in bands]
    assert nodes_of_paths(costs, bands) == alone
    limits = BatchLimits(nodes=nodes, few_nodes=few, table_nodes=table)
    assert nodes_of_paths(costs, bands[::-1], limits) == alone[::-1]


def test_no_band_has_no_path():
    assert best_paths(uniform(1, 1, [(1, 1)]), []) == []


@pytest.mark.parametrize(
    ("kinds", "bead", "path"),
    [
        pytest.param([(2, 2), (1, 1)], [2.0, 1.0], [(1, 1)] * 4, id="fewer sentences"),
        pytest.param([(2, 2), (3, 1), (1, 3)], [2.0, 2.0, 2.0], [(2, 2)] * 2, id="sides that differ less"),
        pytest.param([(3, 1), (1, 3)], [2.0, 2.0], [(3, 1), (1, 3)], id="fewer source sentences"),
        pytest.param([(4, 4)], [24.0], [(4, 4)], id="kinds before deletions and insertions"),
        pytest.param([(4, 4)], [99.0], [(0, 1)] * 4 + [(1, 0)] * 4, id="deletions before insertions"),
    ],
)
def test_of_paths_that_cost_the_same_the_search_takes_the_one_with(kinds, bead, path):
    assert kinds_of(uniform(4, 4, kinds, bead=bead)) == path


def test_costs_that_are_quantized_to_the_same_number_are_equal():
    # 0.1 + 0.2 is not 0.3 in floating point.
    table = np.full((3, 2, 2), [[[0.3]], [[0.1]], [[0.2]]])
    assert kinds_of(Table([(1, 1)], [table])) == [(1, 1)]


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
    (nodes,) = best_paths(costs, [costs.full()])
    assert path_cost(costs, 0, nodes) == 3 * abs(n - m) + min(n, m)


def test_a_cost_of_a_node_is_paid_by_the_two_sided_beads_on_either_side():
    node = np.zeros((3, 3))
    node[1, 1] = 0.5
    costs = uniform(2, 2, [(1, 1), (2, 2)], bead=[1.0, 4.0], node=node)
    assert kinds_of(costs) == [(1, 1), (1, 1)]
    assert path_cost(costs, 0, np.array([(0, 0), (1, 1), (2, 2)])) == 3.0
    assert path_cost(costs, 0, np.array([(0, 0), (2, 2)])) == 4.0
    node[1, 1] = 1.5
    assert kinds_of(uniform(2, 2, [(1, 1), (2, 2)], bead=[1.0, 4.0], node=node)) == [(2, 2)]


def test_a_cost_of_a_node_is_not_paid_by_deletions_and_insertions():
    costs = uniform(1, 1, [(1, 1)], bead=100.0, node=7.0)
    assert kinds_of(costs) == [(0, 1), (1, 0)]
    assert path_cost(costs, 0, np.array([(0, 0), (0, 1), (1, 1)])) == 6.0


def test_a_path_begins_and_ends_where_it_is_cheapest():
    # Two substitutions lead from the middle of the first diagonal of the chunk to the middle of its last.
    costs = uniform(6, 6, [(1, 1)])
    assert nodes_of_paths(costs, [costs.full().part(4, 8)]) == [[(0, 4), (1, 5), (2, 6)]]
    table = np.full((3, 7, 7), [[[1.0]], [[3.0]], [[3.0]]])
    table[0, 4, 4] = 0.5
    assert nodes_of_paths(Table([(1, 1)], [table]), [costs.full().part(4, 8)]) == [[(2, 2), (3, 3), (4, 4)]]


def test_a_tie_between_ends_goes_to_fewer_source_sentences_in_any_batch():
    # A narrow band moves round a ring of slots, where the order of slots is not that of i; a wide band does not.
    costs = uniform(40, 40, [(1, 1)])
    narrow = Band.around(costs.block(), np.arange(81) // 2, 3)
    for start in range(20, 40):
        chunk = narrow.part(start, start + 6)
        others = [costs.full().part(start, start + 6)]
        assert nodes_of_paths(costs, [chunk]) == nodes_of_paths(costs, [chunk, *others])[:1]
        assert nodes_of_paths(costs, [chunk])[0][-1][0] == chunk.first[-1]


def test_a_band_that_falls_apart_has_no_path_unless_a_bead_spans_the_gap():
    apart = Band(0, 0, np.array([0, 1, 1]), np.array([0, 0, 1]))
    assert nodes_of_paths(uniform(1, 1, [(1, 1)]), [apart]) == [[(0, 0), (1, 1)]]
    with pytest.raises(ValueError, match="no path inside the band leads to its end"):
        best_paths(uniform(1, 1, [(2, 2)]), [apart])


def test_the_largest_costs_add_up():
    size = 300
    costs = uniform(size, size, [(1, 1)], bead=MAX_COST, deletion=MAX_COST, insertion=MAX_COST)
    band = Band.around(costs.block(), np.arange(2 * size + 1) // 2, 2)
    assert kinds_of(costs, band) == [(1, 1)] * size
    assert path_cost(costs, 0, np.stack([np.arange(size + 1)] * 2, axis=1)) == MAX_COST * size


def test_the_smallest_costs_add_up():
    size = 300
    costs = uniform(size, size, [(1, 1)], bead=-MAX_COST, deletion=0.0, insertion=0.0)
    band = Band.around(costs.block(), np.arange(2 * size + 1) // 2, 2)
    assert kinds_of(costs, band) == [(1, 1)] * size
    assert path_cost(costs, 0, np.stack([np.arange(size + 1)] * 2, axis=1)) == -MAX_COST / 2 * size


@pytest.mark.slow
def test_paths_of_200_texts_are_those_of_a_search_of_every_node():
    rng = np.random.default_rng(11)
    kinds = [(1, 1), (1, 2), (2, 1), (2, 2)]
    sizes = rng.integers(0, 301, (200, 2)).tolist()
    beads = [coarse(rng, 6, n + 1, m + 1) for n, m in sizes]
    costs = Table(kinds, beads, [coarse(rng, n + 1, m + 1) / 4 for n, m in sizes], coarse(rng, 200, 6))
    bands = [Band.full(Block(text, 0, 0, n, m)) for text, (n, m) in enumerate(sizes)]
    for text, ((n, m), path) in enumerate(zip(sizes, best_paths(costs, bands), strict=True)):
        nodes, total = brute.cheapest(brute.tables(costs, text, n, m), n, m)
        assert list(map(tuple, path.tolist())) == nodes
        assert path_cost(costs, text, path) == dequantize(np.array([total]))[0]


def test_a_batch_of_bands_returns_the_places_of_its_nodes():
    bands = [Band.around(Block(0, 3, 5, 12, 9), 3 + np.arange(22) * 12 // 21, 1), Band.full(Block(1, 0, 0, 2, 3))]
    batch = DiagonalBatch(StackedBands.from_bands(bands), Kinds([(1, 1), (2, 1), (1, 0), (0, 1)]))
    for lane, band in enumerate(bands):
        for i, j in brute.nodes_of(band):
            slot = np.array([(i - band.first[0]) % batch.slots])
            assert [int(at[0]) for at in batch.nodes_at(i + j - band.start, slot, np.array([lane]))] == [i, j]


def test_quantized_costs_leave_the_bits_of_the_rank_free():
    assert not (quantize(np.linspace(-MAX_COST, MAX_COST, 999)) & ((1 << RANK_BITS) - 1)).any()
