"""Posteriors, compared with an oracle that visits every bead; sums of probabilities; long bands in chunks."""

from math import exp

import brute
import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import Table, fine, random_walk, searches, uniform

from aligner.lattice import forward_backward as module
from aligner.lattice.forward_backward import BeadPosteriors, bead_posteriors
from aligner.lattice.grid import Band
from aligner.lattice.limits import BatchLimits, SearchLimits
from aligner.lattice.viterbi import best_paths

ALL = 1e-12  # least posterior, where a test compares nearly all
SHORT_CHUNKS = SearchLimits(chunk_diagonals=60, narrow_nodes=16)


def by_bead(beads):
    """{(i, j, s, t): probability}; checks that every bead occurs once and that beads are in the order of their ends."""
    *columns, probability = beads
    places = list(zip(*(column.tolist() for column in columns), strict=True))
    assert len(set(places)) == len(places)
    assert (np.diff(beads.ends) >= 0).all()
    return dict(zip(places, probability.tolist(), strict=True))


def posteriors(costs, bands, temperature=1.0, least=ALL, **limits):
    return [by_bead(beads) for beads in bead_posteriors(costs, bands, temperature, least, **limits)]


def alone(costs, **options):
    """The posteriors in the entire lattice of the only text."""
    return posteriors(costs, [costs.full()], **options)[0]


def likely(probabilities):
    """The posteriors above 1e-9. Smaller ones are not compared, since they depend on rounding."""
    return {bead: probability for bead, probability in probabilities.items() if probability > 1e-9}


@settings(max_examples=examples(70))
@given(searches(fine, most=8), st.sampled_from([0.5, 1.0, 1.3, 4.0]))
def test_posteriors_are_those_of_the_oracle(costs_and_bands, temperature):
    costs, bands = costs_and_bands
    for band, probabilities in zip(bands, posteriors(costs, bands, temperature), strict=True):
        expected = brute.posteriors(costs, band, temperature)
        assert likely(probabilities) == pytest.approx(likely(expected), rel=1e-5)


@settings(max_examples=examples(50))
@given(searches(fine))
def test_the_beads_of_every_sentence_sum_to_one(costs_and_bands):
    costs, bands = costs_and_bands
    # A path may begin and end anywhere on two diagonals; every path passes the sentences between the last node where
    # it may begin and the first node where it may end.
    for band, probabilities in zip(bands, posteriors(costs, bands), strict=True):
        source, target = (np.zeros(size) for size in costs.sizes[band.text])
        for (i, j, s, t), probability in probabilities.items():
            source[i : i + s] += probability
            target[j : j + t] += probability
        end = band.start + len(band.first) - 1
        passed_source = source[band.last[0] : band.first[-1]]
        passed_target = target[band.start - band.first[0] : end - band.last[-1]]
        assert passed_source == pytest.approx(np.ones(len(passed_source)))
        assert passed_target == pytest.approx(np.ones(len(passed_target)))


@settings(max_examples=examples(50))
@given(searches(fine), st.integers(1, 300), st.integers(1, 3000), st.integers(0, 300))
def test_posteriors_do_not_depend_on_the_batch(costs_and_bands, nodes, table, few):
    costs, bands = costs_and_bands
    expected = [likely(posteriors(costs, [band])[0]) for band in bands]
    limits = BatchLimits(nodes=nodes, few_nodes=few, table_nodes=table)
    in_other_batches = posteriors(costs, bands[::-1], batch_limits=limits)[::-1]
    for results in (posteriors(costs, bands), in_other_batches):
        assert [likely(result) for result in results] == [pytest.approx(beads, rel=1e-9) for beads in expected]


def test_no_band_has_no_posteriors():
    assert bead_posteriors(uniform(1, 1, [(1, 1)]), []) == []


@pytest.mark.parametrize(("n", "m"), [(0, 0), (3, 0), (0, 3)])
def test_where_there_is_one_path_it_is_certain(n, m):
    assert list(alone(uniform(n, m, [(1, 1)])).values()) == pytest.approx([1.0] * (n + m))


def test_the_posterior_of_one_bead_by_hand():
    # Three paths: the bead, at 1 nat, or a deletion and an insertion in either order, at 6 nats.
    costs = uniform(1, 1, [(1, 1)])
    both = exp(-1) / (exp(-1) + 2 * exp(-6))
    assert bead_posteriors(costs, [costs.full()])[0].of_path(np.array([(0, 0), (1, 1)])) == [pytest.approx(both)]


def test_the_posterior_of_one_bead_at_nodes_that_cost():
    # The bead pays for both of its ends, the deletion and the insertion for none.
    costs = uniform(1, 1, [(1, 1)], node=0.5)
    both = exp(-2) / (exp(-2) + 2 * exp(-6))
    assert alone(costs)[0, 0, 1, 1] == pytest.approx(both)


def test_a_temperature_divides_the_costs():
    costs = uniform(3, 2, [(1, 1), (2, 1)])
    halved = uniform(3, 2, [(1, 1), (2, 1)], bead=0.5, deletion=1.5, insertion=1.5)
    assert alone(costs, temperature=2.0) == pytest.approx(alone(halved))


def test_posteriors_of_likely_beads_are_lower_at_a_high_temperature():
    costs = uniform(4, 4, [(1, 1), (1, 2), (2, 1)], bead=[1.0, 5.0, 5.0])
    path = np.stack([np.arange(5)] * 2, axis=1)
    sure, less_sure = (min(bead_posteriors(costs, [costs.full()], heat)[0].of_path(path)) for heat in (1.0, 3.0))
    assert less_sure < sure


def test_posteriors_below_the_least_are_left_out():
    costs = uniform(4, 4, [(1, 1), (1, 2), (2, 1)])
    every_bead, probable = alone(costs), alone(costs, least=0.01)
    assert probable == {bead: probability for bead, probability in every_bead.items() if probability >= 0.01}
    assert 0 < len(probable) < len(every_bead)


def test_posteriors_are_looked_up_by_place_and_kind():
    costs = uniform(2, 1, [(1, 1), (2, 1)], bead=[1.0, 2.0])
    (beads,) = bead_posteriors(costs, [costs.full()])
    every = alone(costs)
    assert beads.of_path(np.array([(0, 0), (1, 0), (2, 1)])) == [every[0, 0, 1, 0], every[1, 0, 1, 1]]
    assert beads.of_path(np.array([(0, 0), (2, 1)])) == [every[0, 0, 2, 1]]
    assert beads.of_path(np.array([(0, 0), (1, 2)])) == [0.0]


def test_the_posterior_of_a_bead_of_a_path_is_at_most_one():
    beads = BeadPosteriors(*np.array([[0], [0], [1], [1]]), np.array([1 + 1e-15]))
    assert beads.of_path(np.array([(0, 0), (1, 1)])) == [1.0]


def test_a_band_that_falls_apart_has_no_path_unless_a_bead_spans_the_gap():
    apart = Band(0, 0, np.array([0, 1, 1]), np.array([0, 0, 1]))
    assert posteriors(uniform(1, 1, [(1, 1)]), [apart]) == [{(0, 0, 1, 1): pytest.approx(1)}]
    with pytest.raises(ValueError, match="no path inside the band leads to its end"):
        bead_posteriors(uniform(1, 1, [(2, 2)]), [apart])


def test_costs_far_beyond_the_range_of_exp():
    costs = uniform(3, 3, [(1, 1)], bead=2000.0, deletion=5000.0, insertion=5000.0)
    (beads,) = bead_posteriors(costs, [costs.full()])
    assert beads.of_path(np.stack([np.arange(4)] * 2, axis=1)) == pytest.approx([1.0] * 3)


def test_beads_can_be_selected_by_the_diagonals_on_which_they_end():
    costs = uniform(4, 4, [(1, 1), (1, 2), (2, 1)])
    (beads,) = bead_posteriors(costs, [costs.full()])
    for begin, end in [(0, 9), (3, 6), (4, 4), (8, 9)]:
        assert by_bead(beads.within(begin, end)) == {
            bead: probability for bead, probability in by_bead(beads).items() if begin <= sum(bead) < end
        }


@pytest.fixture
def swept(monkeypatch):
    """A list of the numbers of chunks, one for each batch of new chunks whose posteriors are computed."""
    counts = []

    def spied(costs, bands, *options):
        counts.append(len(bands))
        return original(costs, bands, *options)

    original = module._posteriors_of_bands
    monkeypatch.setattr(module, "_posteriors_of_bands", spied)
    return counts


def in_chunks(costs, bands, least=1e-6):
    return posteriors(costs, bands, least=least, limits=SHORT_CHUNKS)


def uncut(costs, bands):
    """The posteriors in bands that are not cut."""
    return posteriors(costs, bands, least=1e-6, limits=SearchLimits(chunk_diagonals=1 << 40))


def paired_somewhere(rng, n, m, sure=6.0):
    """Costs that make one path likely. The larger `sure`, the fewer diagonals a chunk needs to find the path."""
    table = rng.uniform(0, 4, (5, n + 1, m + 1))
    table[0] += sure
    table[1:3] += 2 + sure
    table[3:] += 5
    i = np.arange(n + 1)
    table[0, i, np.minimum(i * m // n, m)] = 0.5
    return table


KINDS = [(1, 1), (1, 2), (2, 1)]


@pytest.mark.parametrize("seed", range(6))
def test_long_bands_are_cut_and_their_posteriors_stay_the_same(seed, swept):
    rng = np.random.default_rng(seed)
    costs = Table(KINDS, [paired_somewhere(rng, n, m) for n, m in [(200, 180), (150, 160), (20, 30)]])
    halves = [6, 14, 5]  # the second band is wide and has fewer seams; the last one is short and has none
    bands = [
        Band.around(costs.block(text), random_walk(rng, costs.block(text)), half) for text, half in enumerate(halves)
    ]
    cut = in_chunks(costs, bands)
    assert swept[0] > 7
    assert len(swept) < 6
    for result, expected in zip(cut, uncut(costs, bands), strict=True):
        assert {bead for bead, probability in result.items() if probability > 2e-6} <= set(expected)
        assert {bead for bead, probability in expected.items() if probability > 2e-6} <= set(result)
        assert {bead: result.get(bead, 0.0) for bead in expected} == pytest.approx(expected, abs=1e-6)


def test_chunks_that_never_agree_are_merged(swept):
    # The one pair may stand anywhere; only the distant ends of the text tell how likely each place is.
    costs = uniform(1, 400, [(1, 1)], bead=-1.0)
    (cut,) = in_chunks(costs, [costs.full()])
    assert swept[0] > 4
    assert len(swept) > 1
    (expected,) = uncut(costs, [costs.full()])
    assert cut == pytest.approx(expected, abs=1e-9)
    assert sum(probability for (*_, s, t), probability in cut.items() if s and t) == pytest.approx(1, abs=1e-3)


def test_a_larger_tolerance_accepts_chunks_sooner(swept):
    rng = np.random.default_rng(3)
    costs = Table(KINDS, [paired_somewhere(rng, 200, 180, sure=1.0)])
    band = Band.around(costs.block(), random_walk(rng, costs.block()), 8)
    bead_posteriors(costs, [band], tolerance=0.0, limits=SHORT_CHUNKS)
    assert len(swept) > 1
    swept.clear()
    bead_posteriors(costs, [band], tolerance=1.1, limits=SHORT_CHUNKS)
    assert len(swept) == 1


def test_only_chunks_that_change_are_swept_again(swept):
    """If a seam does not hold, the two chunks beside it change and are swept; the results of the others are kept."""
    rng = np.random.default_rng(5)
    table = paired_somewhere(rng, 300, 300)
    table[0, 140:165, 140:165] = table[3:, 140:165, 140:165] = 1.0  # all paths through here cost about the same
    costs = Table(KINDS, [table])
    band = Band.around(costs.block(), np.arange(601) // 2, 6)
    (cut,) = in_chunks(costs, [band])
    assert swept[0] > 8
    assert all(later < 3 for later in swept[1:])
    (expected,) = uncut(costs, [band])
    assert cut == pytest.approx(expected, abs=1e-6)


def test_the_posteriors_of_a_path_in_chunks_are_those_of_the_oracle(swept):
    rng = np.random.default_rng(7)
    costs = Table(KINDS, [paired_somewhere(rng, 60, 55)])
    band = Band.around(costs.block(), np.arange(116) * 60 // 115, 5)
    ((path,), (beads,)) = best_paths(costs, [band]), bead_posteriors(costs, [band], limits=SHORT_CHUNKS)
    expected = brute.posteriors(costs, band)
    places = np.hstack([path[:-1], np.diff(path, axis=0)]).tolist()
    assert beads.of_path(path) == pytest.approx([expected[tuple(place)] for place in places], abs=1e-6)
    assert swept[0] > 1
