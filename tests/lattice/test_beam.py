"""Beams: they find the path of a search in full, give up when they may search no more nodes, and say so."""

import brute
import numpy as np
import pytest
from effort import examples
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from kernel_inputs import beam as search_beam
from tables import fine, lengths_of_translation, random_costs, searches, uniform

from aligner import kernel
from aligner.evidence.gale_church import GaleChurch
from aligner.evidence.length_model import LengthModel
from aligner.lattice import beam, reference
from aligner.lattice.budget import BeadBudget
from aligner.lattice.grid import Band
from aligner.lattice.limits import SearchLimits
from aligner.lattice.viterbi import best_path, path_cost

SMALL = SearchLimits(full_nodes=0)  # every block is searched in beams
MODELS = pytest.mark.parametrize("model", [GaleChurch, LengthModel])
NAT = brute.NAT


def full(n, m):
    return Band.full([(0, 0), (n, m)])


def translated(model, count, seed, gap=0):
    """The costs of the lengths of a text and of its translation, in which a passage of sentences is missing."""
    source, target, _ = lengths_of_translation(count, seed)
    begin = int(np.random.default_rng(seed).integers(0, max(len(target) - gap, 1)))
    target = np.delete(target, slice(begin, begin + gap))
    return model.from_lengths(source, target).costs(source, target)


def assert_found(costs, all_nodes=None, limits=SMALL):
    """The search in beams finds the path of a search in full, and knows it."""
    all_nodes = all_nodes or full(*costs.size)
    result = beam.search(costs, all_nodes, limits)
    assert result.complete
    assert result.path.tolist() == best_path(costs, all_nodes).tolist()
    assert result.path.tolist() == best_path(costs, result.band).tolist()
    return result


@MODELS
@pytest.mark.parametrize(("count", "gap"), [(100, 0), (120, 30), (150, 60)])
def test_the_path_is_that_of_a_search_in_full(model, count, gap):
    result = assert_found(translated(model, count, count, gap))
    assert result.band.nodes < full(*result.path[-1].tolist()).nodes


@pytest.mark.slow
@MODELS
@pytest.mark.parametrize("seed", range(30))
def test_paths_of_many_texts_are_those_of_a_search_in_full(model, seed):
    rng = np.random.default_rng(seed)
    assert_found(translated(model, int(rng.integers(100, 300)), seed, int(rng.choice([0, 5, 30, 80]))))


@settings(max_examples=examples(60))
@given(searches(fine, most=14))
def test_with_any_costs_the_path_is_the_best_of_the_beam_and_leads_from_corner_to_corner(costs_and_band):
    costs, band = costs_and_band[0]._replace(words=None, bead_table=None), costs_and_band[1]
    try:
        in_full = best_path(costs, band)
    except ValueError:
        assume(False)
    result = beam.search(costs, band, SMALL._replace(margin=5.0))
    assert result.path[[0, -1]].tolist() == in_full[[0, -1]].tolist()
    assert result.path.tolist() == best_path(costs, result.band).tolist()
    assert path_cost(costs, band, result.path) >= path_cost(costs, band, in_full)


@pytest.mark.parametrize("bead", [1.0, 9.0], ids=["pairs are cheap", "nothing is"])
@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 40), (40, 0), (1, 60), (60, 1), (30, 60)])
def test_blocks_that_are_hardly_more_than_a_line(n, m, bead):
    assert_found(uniform(n, m, [(1, 1), (1, 2), (2, 1)], bead=bead))


def test_sentences_that_cost_nothing_to_leave_out_are_kept():
    """A beam with a potential once began after the first sentences, since it was cheaper to begin there."""
    costs = uniform(3, 80, [(1, 1)], bead=-200.0, deletion=50.0, insertion=0.0)
    path = assert_found(costs).path
    assert path[0].tolist() == [0, 0]
    assert (np.diff(path, axis=0).sum(axis=1) <= 2).all()


@pytest.mark.parametrize("core", [pytest.param(kernel.lattice, id="in use"), pytest.param(None, id="reference")])
@pytest.mark.parametrize("slope", [0.0, 0.5, 3.0, 40.0, -3.0])
def test_every_path_of_a_beam_is_a_path_from_corner_to_corner(core, slope, monkeypatch):
    """Whatever the potential is: each bead of the path has one of the kinds."""
    monkeypatch.setattr(kernel, "lattice", core)
    rng = np.random.default_rng(1)
    for _ in range(10):
        band = full(8, 12)
        costs = random_costs(rng, band, (8, 12), [(1, 1), (2, 1), (1, 3)], fine)
        beams = beam._Beams(costs, band, 0, SMALL, 10**6)
        for margin in (0, NAT, 30 * NAT):
            path, _ = beams._search(margin, slope)
            if path is not None:
                assert path[[0, -1]].tolist() == [[0, 0], [8, 12]]
                assert set(map(tuple, np.diff(path, axis=0).tolist())) <= set(costs.kinds)


@pytest.mark.parametrize("core", [pytest.param(kernel.lattice, id="in use"), pytest.param(None, id="reference")])
def test_a_beam_has_all_nodes_of_its_path(core, monkeypatch):
    """Insertions lead to a node that is cheap by its potential, through nodes that cost more than the margin."""
    monkeypatch.setattr(kernel, "lattice", core)
    costs = uniform(1, 3, [(1, 1), (3, 3)], bead=1.0, deletion=9.0, insertion=2.0)
    potential = np.array([0, 0, 0, 20 * NAT])
    excess, path, first, last = search_beam(costs, full(1, 3), 0, NAT, 999, potential)
    assert np.frombuffer(path, np.int64).reshape(-1, 2).tolist() == [[0, 0], [1, 1], [1, 2], [1, 3]]
    assert [first.tolist(), last.tolist()] == [[0, 1], [0, 3]]
    assert excess == (3 - (5 - 20)) * NAT  # of the node (1, 2), over the cheapest node of its row, (1, 3)


def test_small_blocks_are_searched_in_full_and_large_ones_in_beams():
    costs = translated(GaleChurch, 150, 3)
    n, m = costs.size
    at = best_path(costs, full(n, m))
    i, j = at[len(at) // 10].tolist()
    all_nodes = Band.full([(0, 0), (i, j), (n, m)])
    result = assert_found(costs, all_nodes, SMALL._replace(full_nodes=int(all_nodes.nodes_of_blocks[0])))
    searched = result.band.nodes_of_blocks / all_nodes.nodes_of_blocks
    assert searched[0] == 1
    assert searched[1] < 0.5


def test_the_band_of_the_caller_is_not_changed():
    costs = translated(GaleChurch, 100, 1)
    all_nodes = full(*costs.size)
    before = [edge.copy() for edge in all_nodes]
    beam.search(costs, all_nodes, SMALL)
    assert [edge.tolist() for edge in all_nodes] == [edge.tolist() for edge in before]


def test_a_search_that_may_look_at_no_more_beads_says_that_it_is_not_complete():
    costs = translated(LengthModel, 120, 5, gap=40)
    in_full = best_path(costs, full(*costs.size)).tolist()
    results = [
        beam.search(costs, full(*costs.size), SMALL._replace(margin=4.0), budget=BeadBudget(beads))
        for beads in (50_000 * 2 ** np.arange(9)).tolist()
    ]
    for result in results:
        assert result.path.tolist() == in_full or not result.complete
        assert result.path[[0, -1]].tolist() == [[0, 0], list(costs.size)]
    is_complete = [result.complete for result in results]
    assert is_complete == sorted(is_complete)
    assert is_complete[0] < is_complete[-1]


def test_all_searches_of_a_text_share_a_budget():
    costs = translated(LengthModel, 120, 5, gap=40)
    budget = BeadBudget(3_000_000)
    results, left = [], []
    for _ in range(6):
        results.append(beam.search(costs, full(*costs.size), SMALL._replace(margin=4.0), budget=budget))
        left.append(budget.left)
    assert left == sorted(left, reverse=True)
    assert left[-1] >= 0
    assert [result.complete for result in results] == sorted((result.complete for result in results), reverse=True)
    assert results[0].complete > results[-1].complete


def test_beams_have_as_many_beads_as_the_sentences_allow():
    costs = translated(LengthModel, 120, 5, gap=40)
    for a_sentence, complete in ((1000, False), (1 << 15, True)):
        limits = SMALL._replace(margin=4.0, max_beads_a_sentence=a_sentence)
        assert beam.search(costs, full(*costs.size), limits).complete == complete


@pytest.mark.parametrize(("full_nodes", "complete"), [(0, False), (10**6, True)])
def test_the_nodes_of_paths_that_differ_are_searched_together_if_they_are_few(full_nodes, complete, monkeypatch):
    """Here, either way has a beam on its own side of the lattice, and finds a path of its own cost."""
    costs = uniform(60, 60, [(1, 1)], bead=1.0)
    ways = []

    def search_block(beams, slope):
        ways.append(beams)
        beams.complete, beams.path = True, best_path(beams._costs, beams._all_nodes)
        first, last = beams._least, np.append(beams._least[:-1], beams._largest[-1])
        beams.nodes = first, last
        return slope

    monkeypatch.setattr(beam._Beams, "search_block", search_block)
    monkeypatch.setattr(beam._Beams, "cost", property(lambda beams: float(beams is ways[0])))
    limits = SMALL._replace(full_nodes=full_nodes, max_beads_a_sentence=10)
    all_nodes = full(*costs.size)
    monkeypatch.setattr(Band, "nodes_of_blocks", property(lambda band: np.array([10**9])))
    result = beam.search(costs, all_nodes, limits)
    assert result.complete == complete
    assert (result.band.nodes == all_nodes.nodes) == complete


def test_a_search_that_finds_no_path_in_beams_searches_the_block_in_full():
    costs = translated(GaleChurch, 60, 5)
    result = beam.search(costs, full(*costs.size), SMALL._replace(max_beads_a_sentence=0))
    assert not result.complete
    assert result.path.tolist() == best_path(costs, full(*costs.size)).tolist()


def test_a_block_that_no_beam_leads_through_is_searched_near_its_diagonal():
    costs = translated(GaleChurch, 400, 5)
    result = beam.search(costs, full(*costs.size), SMALL._replace(max_beads_a_sentence=0))
    assert not result.complete
    assert result.band.nodes < full(*costs.size).nodes / 2
    assert result.path[[0, -1]].tolist() == [[0, 0], list(costs.size)]


@settings(max_examples=examples(50))
@given(searches(fine))
def test_the_best_path_costs_the_same_when_texts_are_read_backwards(costs_and_band):
    costs, band = costs_and_band
    costs = costs._replace(words=None, bead_table=None)
    backwards = costs.backwards(), band.backwards()
    try:
        path = best_path(costs, band)
    except ValueError:
        with pytest.raises(ValueError, match="no path"):
            best_path(*backwards)
    else:
        assert path_cost(costs, band, path) == path_cost(*backwards, best_path(*backwards))


@pytest.mark.slow
@pytest.mark.parametrize("model", [GaleChurch, LengthModel])
def test_texts_of_which_half_is_missing(model):
    """The cost of a long gap at one end is seen only there, so that beams from one end alone lose the path."""
    for seed in range(60):
        rng = np.random.default_rng(seed)
        source = np.rint(rng.lognormal(4, 0.6, 160)) + 1
        target = np.delete(source * rng.choice([0.6, 1.0, 1.8]), slice(*[[0, 80], [40, 110], [80, 160]][seed % 3]))
        costs = model.from_lengths(source, np.rint(target) + 1).costs(source, np.rint(target) + 1)
        path = best_path(costs, full(*costs.size))
        assert beam.search(costs, full(*costs.size), SMALL).path.tolist() == path.tolist()


def test_slopes_are_found_and_used_again():
    """Translations twice as long as the model expects: the path leaves the cheapest nodes of its rows behind."""
    rng = np.random.default_rng(1)
    source = rng.integers(20, 200, 400).astype(float)
    target = np.rint(source * rng.uniform(1.7, 2.3, 400))
    costs = GaleChurch.from_lengths(source, target).costs(source, target)
    slopes = {}
    first = beam.search(costs, full(400, 400), SMALL, slopes)
    assert slopes[0, False] != 0
    assert first.path.tolist() == best_path(costs, full(400, 400)).tolist()
    found = dict(slopes)
    assert beam.search(costs, full(400, 400), SMALL, slopes).path.tolist() == first.path.tolist()
    assert slopes == found


@pytest.mark.parametrize("core", [pytest.param(kernel.lattice, id="in use"), pytest.param(None, id="reference")])
def test_a_band_without_a_path_has_no_nodes_near_the_best_one(core, monkeypatch):
    monkeypatch.setattr(kernel, "lattice", core)
    costs, rows = uniform(1, 3, [(1, 2)]), np.array([0, 3])
    without_path = Band(np.array([0, 2]), np.array([0]), rows, rows)
    with pytest.raises(ValueError, match="no path inside the band leads to its end"):
        beam.near_best(costs, without_path, 1.0)


@settings(max_examples=examples(50))
@given(searches(fine, most=9), st.sampled_from([0.0, 3.0, 30.0, 1000.0]))
def test_near_nodes_are_those_of_paths_that_cost_hardly_more(costs_and_band, slack):
    costs, band = costs_and_band
    try:
        best_path(costs, band)
    except ValueError:
        assume(False)
    near = beam.near_best(costs, band, slack)
    from_begin, to_end = reference.totals(costs, band)
    begin = 0
    for searched, found in zip(brute.blocks_of(band), brute.blocks_of(near), strict=True):
        nodes = brute.nodes_of(searched)
        through = (from_begin + to_end)[begin : begin + len(nodes)].tolist()
        begin += len(nodes)
        near_nodes = {
            node for node, total in zip(nodes, through, strict=True) if total <= min(through) + int(slack * NAT)
        }
        assert near_nodes <= set(brute.nodes_of(found))
        if band.blocks > 1:
            continue
        # A row begins at its first near node, or at an earlier one of a row below; it ends likewise.
        for i, (_, first, last) in found.items():
            edges = sorted([min(j for k, j in near_nodes if k >= i), max(j for k, j in near_nodes if k <= i)])
            assert [first, last] == np.clip(edges, *searched[i][1:]).tolist()
