"""Posteriors against an oracle that visits every bead; that they are probabilities; and long bands, cut and joined."""

from math import exp

import brute
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import Table, fine, random_walk, searches, uniform

from aligner.lattice import chunks, sweep
from aligner.lattice import forward_backward as module
from aligner.lattice.forward_backward import BeadPosteriors, bead_posteriors
from aligner.lattice.grid import Band
from aligner.lattice.viterbi import best_paths

ALL = 1e-12  # posteriors down to this one are asked for where all are compared
TWO_BY_TWO = np.array([(0, 0), (1, 1), (2, 2)])


def by_bead(beads):
    """{(i, j, s, t): probability} of posteriors, each bead once and in the order of where it ends."""
    *columns, probability = beads
    places = list(zip(*(column.tolist() for column in columns), strict=True))
    assert len(set(places)) == len(places)
    assert (np.diff(beads.ends) >= 0).all()
    return dict(zip(places, probability.tolist(), strict=True))


def found(costs, bands, temperature=1.0, least=ALL):
    return [by_bead(beads) for beads in bead_posteriors(costs, bands, temperature, least)]


def alone(costs, **options):
    """The posteriors in the whole lattice of the only text."""
    return found(costs, [costs.full()], **options)[0]


def likely(probabilities):
    """Only those above 1e-9, with which no comparison can hang on the last digit."""
    return {bead: probability for bead, probability in probabilities.items() if probability > 1e-9}


@settings(deadline=None, max_examples=100)
@given(searches(fine, most=8), st.sampled_from([0.5, 1.0, 1.3, 4.0]))
def test_posteriors_are_those_of_the_oracle(costs_and_bands, temperature):
    costs, bands = costs_and_bands
    for band, probabilities in zip(bands, found(costs, bands, temperature), strict=True):
        expected = brute.posteriors(costs, band, temperature)
        assert likely(probabilities) == pytest.approx(likely(expected), rel=1e-5)


@settings(deadline=None, max_examples=50)
@given(searches(fine))
def test_every_sentence_stands_in_one_bead(costs_and_bands):
    costs, bands = costs_and_bands
    # A stretch may begin and end anywhere; what stands between the last node that may begin it and the first that
    # may end it is passed in any case.
    for band, probabilities in zip(bands, found(costs, bands), strict=True):
        source, target = (np.zeros(size) for size in costs.sizes[band.text])
        for (i, j, s, t), probability in probabilities.items():
            source[i : i + s] += probability
            target[j : j + t] += probability
        end = band.start + len(band.first) - 1
        passed_source = source[band.last[0] : band.first[-1]]
        passed_target = target[band.start - band.first[0] : end - band.last[-1]]
        assert passed_source == pytest.approx(np.ones(len(passed_source)))
        assert passed_target == pytest.approx(np.ones(len(passed_target)))


@settings(deadline=None, max_examples=50)
@given(searches(fine), st.integers(1, 300), st.integers(1, 3000), st.integers(0, 300))
def test_posteriors_do_not_depend_on_the_batch(costs_and_bands, nodes, table, few):
    costs, bands = costs_and_bands
    expected = [likely(found(costs, [band])[0]) for band in bands]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "_NODES", nodes)
        patch.setattr(sweep, "_TABLE", table)
        patch.setattr(sweep, "_FEW", few)
        cut = found(costs, bands[::-1])[::-1]
    for results in (found(costs, bands), cut):
        assert [likely(result) for result in results] == [pytest.approx(each, rel=1e-9) for each in expected]


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
    # The bead pays for both of its ends, the others for none.
    costs = uniform(1, 1, [(1, 1)], node=0.5)
    both = exp(-2) / (exp(-2) + 2 * exp(-6))
    assert alone(costs)[0, 0, 1, 1] == pytest.approx(both)


def test_a_temperature_divides_the_costs():
    costs = uniform(3, 2, [(1, 1), (2, 1)])
    halved = uniform(3, 2, [(1, 1), (2, 1)], bead=0.5, deletion=1.5, insertion=1.5)
    assert alone(costs, temperature=2.0) == pytest.approx(alone(halved))


def test_a_high_temperature_makes_less_sure():
    costs = uniform(4, 4, [(1, 1), (1, 2), (2, 1)], bead=[1.0, 5.0, 5.0])
    path = np.stack([np.arange(5)] * 2, axis=1)
    sure, less_sure = (min(bead_posteriors(costs, [costs.full()], heat)[0].of_path(path)) for heat in (1.0, 3.0))
    assert less_sure < sure


def test_posteriors_below_the_least_are_left_out():
    costs = uniform(4, 4, [(1, 1), (1, 2), (2, 1)])
    every, some = alone(costs), alone(costs, least=0.01)
    assert some == {bead: probability for bead, probability in every.items() if probability >= 0.01}
    assert 0 < len(some) < len(every)


def test_posteriors_are_looked_up_by_place_and_kind():
    costs = uniform(2, 1, [(1, 1), (2, 1)], bead=[1.0, 2.0])
    (beads,) = bead_posteriors(costs, [costs.full()])
    every = alone(costs)
    assert beads.of_path(np.array([(0, 0), (1, 0), (2, 1)])) == [every[0, 0, 1, 0], every[1, 0, 1, 1]]
    assert beads.of_path(np.array([(0, 0), (2, 1)])) == [every[0, 0, 2, 1]]
    assert beads.of_path(np.array([(0, 0), (1, 2)])) == [0.0]


def test_a_posterior_is_never_told_as_more_than_one():
    beads = BeadPosteriors(*np.array([[0], [0], [1], [1]]), np.array([1 + 1e-15]))
    assert beads.of_path(np.array([(0, 0), (1, 1)])) == [1.0]


def test_a_band_that_falls_apart_has_no_path_unless_a_bead_spans_the_gap():
    apart = Band(0, 0, np.array([0, 1, 1]), np.array([0, 0, 1]))
    assert found(uniform(1, 1, [(1, 1)]), [apart]) == [{(0, 0, 1, 1): pytest.approx(1)}]
    with pytest.raises(ValueError, match="no path inside the band leads to its end"):
        bead_posteriors(uniform(1, 1, [(2, 2)]), [apart])


def test_costs_far_beyond_the_range_of_exp():
    costs = uniform(3, 3, [(1, 1)], bead=2000.0, deletion=5000.0, insertion=5000.0)
    (beads,) = bead_posteriors(costs, [costs.full()])
    assert beads.of_path(np.stack([np.arange(4)] * 2, axis=1)) == pytest.approx([1.0] * 3)


def test_some_beads_are_those_that_end_between_two_diagonals():
    costs = uniform(4, 4, [(1, 1), (1, 2), (2, 1)])
    (beads,) = bead_posteriors(costs, [costs.full()])
    for begin, end in [(0, 9), (3, 6), (4, 4), (8, 9)]:
        assert by_bead(beads.within(begin, end)) == {
            bead: probability for bead, probability in by_bead(beads).items() if begin <= sum(bead) < end
        }


@pytest.fixture
def short(monkeypatch):
    """Stretches of 60 diagonals, and how many are swept together each time."""
    swept = []

    def spied(costs, bands, *options):
        swept.append(len(bands))
        return original(costs, bands, *options)

    original = module._swept
    monkeypatch.setattr(module, "_swept", spied)
    monkeypatch.setattr(chunks, "CORE", 60)
    monkeypatch.setattr(chunks, "NARROW", 16)
    return swept


def uncut(costs, bands, **options):
    """The posteriors in bands that are not cut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "CORE", 1 << 40)
        return found(costs, bands, **options)


def paired_somewhere(rng, n, m, sure=6.0):
    """Costs by which one walk is likely; the surer, the sooner it is found from wherever a search begins."""
    table = rng.uniform(0, 4, (5, n + 1, m + 1))
    table[0] += sure
    table[1:3] += 2 + sure
    table[3:] += 5
    i = np.arange(n + 1)
    table[0, i, np.minimum(i * m // n, m)] = 0.5
    return table


KINDS = [(1, 1), (1, 2), (2, 1)]


@pytest.mark.parametrize("seed", range(6))
def test_long_bands_are_cut_and_their_posteriors_stay_what_they_are(seed, short):
    rng = np.random.default_rng(seed)
    costs = Table(KINDS, [paired_somewhere(rng, n, m) for n, m in [(200, 180), (150, 160), (20, 30)]])
    halves = [6, 14, 5]  # the second is so wide that it is cut in fewer places, the last so short that it is not
    bands = [Band.around(costs.box(text), random_walk(rng, costs.box(text)), half) for text, half in enumerate(halves)]
    cut = found(costs, bands, least=1e-6)
    assert short[0] > 7
    assert len(short) < 6
    for one, other in zip(cut, uncut(costs, bands, least=1e-6), strict=True):
        assert {bead for bead, probability in one.items() if probability > 2e-6} <= set(other)
        assert {bead for bead, probability in other.items() if probability > 2e-6} <= set(one)
        assert {bead: one.get(bead, 0.0) for bead in other} == pytest.approx(other, abs=1e-6)


def test_stretches_whose_ends_reach_over_a_seam_are_searched_as_one(short):
    # Nothing but the two ends of the text says where the one pair stands, and they are far from each other.
    costs = uniform(1, 400, [(1, 1)], bead=-1.0)
    (cut,) = found(costs, [costs.full()], least=1e-6)
    assert short[0] > 4
    assert len(short) > 1
    (expected,) = uncut(costs, [costs.full()], least=1e-6)
    assert cut == pytest.approx(expected, abs=1e-9)
    assert sum(probability for (*_, s, t), probability in cut.items() if s and t) == pytest.approx(1, abs=1e-3)


def test_how_far_stretches_have_to_agree_can_be_said(short):
    rng = np.random.default_rng(3)
    costs = Table(KINDS, [paired_somewhere(rng, 200, 180, sure=1.0)])
    band = Band.around(costs.box(), random_walk(rng, costs.box()), 8)
    bead_posteriors(costs, [band], agreed=0.0)
    assert len(short) > 1
    short.clear()
    bead_posteriors(costs, [band], agreed=1.1)
    assert len(short) == 1


def test_only_what_changes_is_searched_again(short):
    """A seam that does not hold costs two stretches; the others are known."""
    rng = np.random.default_rng(5)
    table = paired_somewhere(rng, 300, 300)
    table[0, 140:165, 140:165] = table[3:, 140:165, 140:165] = 1.0  # nothing is to be told apart here
    costs = Table(KINDS, [table])
    band = Band.around(costs.box(), np.arange(601) // 2, 6)
    (cut,) = found(costs, [band], least=1e-6)
    assert short[0] > 8
    assert all(later < 3 for later in short[1:])
    (expected,) = uncut(costs, [band], least=1e-6)
    assert cut == pytest.approx(expected, abs=1e-6)


def test_a_path_is_as_likely_as_the_oracle_says(short):
    rng = np.random.default_rng(7)
    costs = Table(KINDS, [paired_somewhere(rng, 60, 55)])
    band = Band.around(costs.box(), np.arange(116) * 60 // 115, 5)
    ((path,), (beads,)) = best_paths(costs, [band]), bead_posteriors(costs, [band])
    expected = brute.posteriors(costs, band)
    places = np.hstack([path[:-1], np.diff(path, axis=0)]).tolist()
    assert beads.of_path(path) == pytest.approx([expected[tuple(place)] for place in places], abs=1e-6)
    assert short[0] > 1
