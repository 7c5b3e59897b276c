"""The search against an oracle that visits every bead, and its promises on ties, bands and posteriors."""

from math import exp, inf, nan

import brute
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aligner import lattice
from aligner.lattice import Band
from aligner.search import best_path, posteriors

ALL = 1e-12  # posteriors down to this one are asked for where all are compared


class Table:
    """Costs that stand in tables, or in what broadcasts to them; a `lattice.BeadCosts`."""

    def __init__(self, n, m, kinds, bead_costs, node_costs, deletion, insertion):
        """bead_costs: (n + 1, kinds, m + 1). node_costs: (n + 1, m + 1)."""
        self.n, self.m, self.kinds = n, m, kinds
        self.bead_costs = np.array(np.broadcast_to(bead_costs, (n + 1, len(kinds), m + 1)), float)
        self.node_costs = np.array(np.broadcast_to(node_costs, (n + 1, m + 1)), float)
        self.deletion = np.array(np.broadcast_to(deletion, n + 1), float)
        self.insertion = np.array(np.broadcast_to(insertion, m + 1), float)
        # What is never to be looked at is made so that it would be noticed.
        self.deletion[0] = self.insertion[0] = nan
        for number, (s, t) in enumerate(kinds):
            self.bead_costs[:s, number] = self.bead_costs[:, number, :t] = -1000.0

    def beads(self, rows, columns):
        ends = np.arange(rows.start, rows.stop)[:, None]
        return self.bead_costs[ends, :, columns].transpose(0, 2, 1)

    def nodes(self, rows, columns):
        return self.node_costs[np.arange(rows.start, rows.stop)[:, None], columns]


def uniform(n, m, kinds, *, bead=1.0, deletion=3.0, insertion=3.0):
    """Costs that depend on the kind alone; bead: one number for all two-sided kinds, or one for each."""
    return Table(n, m, kinds, np.reshape(bead, (-1, 1)), 0.0, deletion, insertion)


def path_of(costs, band=None):
    return best_path(costs, band or Band.full(costs.n, costs.m))[0]


def found(costs, band, temperature=1.0, least=ALL):
    """{(i, j, s, t): probability} as the search finds it."""
    *beads, probability = posteriors(costs, band, temperature, least)
    starts_and_kinds = list(zip(*(column.tolist() for column in beads), strict=True))
    assert len(set(starts_and_kinds)) == len(starts_and_kinds)
    return dict(zip(starts_and_kinds, probability.tolist(), strict=True))


def likely(probabilities):
    """Only those above 1e-9, with which no comparison can hang on the last digit."""
    return {bead: probability for bead, probability in probabilities.items() if probability > 1e-9}


def coarse(rng, *shape):
    """Few different costs, so that there are many ties, and their sums are exact."""
    return rng.integers(-3, 9, shape) / 2


def fine(rng, *shape):
    return rng.uniform(-5, 15, shape)


@st.composite
def tables(draw, costs):
    n, m = draw(st.integers(0, 7)), draw(st.integers(0, 7))
    kinds = draw(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=5, unique=True))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    beads, deletion = costs(rng, n + 1, len(kinds), m + 1), costs(rng, n + 1)
    for some in (beads, deletion):
        some[rng.random(some.shape) < draw(st.sampled_from([0.0, 0.2]))] = inf
    return Table(n, m, kinds, beads, costs(rng, n + 1, m + 1), deletion, costs(rng, m + 1))


@st.composite
def bands(draw, n, m):
    """Bands of either make; one between no walls is full."""
    if draw(st.booleans()):
        lengths = [draw(st.lists(st.integers(0, 9), min_size=size, max_size=size)) for size in (n, m)]
        return Band.diagonal(*(np.array(side, float) for side in lengths), draw(st.integers(0, 3)))
    rows, columns = (sorted(draw(st.lists(st.integers(0, size), max_size=2))) for size in (n, m))
    return Band.between(n, m, list(zip(rows, columns, strict=False)))


@st.composite
def searches(draw, costs):
    """Costs, and a band inside which there is some path."""
    table = draw(tables(costs))
    band = draw(bands(table.n, table.m))
    assume(brute.best_path(table, brute.nodes_of(band))[1] < inf)
    return table, band


@settings(deadline=None, max_examples=150)
@given(searches(coarse))
def test_the_best_path_is_that_of_the_oracle(costs_and_band):
    costs, band = costs_and_band
    assert best_path(costs, band) == brute.best_path(costs, brute.nodes_of(band))


@settings(deadline=None, max_examples=100)
@given(searches(fine), st.sampled_from([0.5, 1.0, 1.3, 4.0]))
def test_posteriors_are_those_of_the_oracle(costs_and_band, temperature):
    costs, band = costs_and_band
    expected = brute.posteriors(costs, brute.nodes_of(band), temperature)
    assert likely(found(costs, band, temperature)) == pytest.approx(likely(expected), rel=1e-6)


@settings(deadline=None, max_examples=50)
@given(searches(fine))
def test_every_sentence_stands_in_one_bead(costs_and_band):
    costs, band = costs_and_band
    source, target = np.zeros(costs.n), np.zeros(costs.m)
    for (i, j, s, t), probability in found(costs, band).items():
        source[i : i + s] += probability
        target[j : j + t] += probability
    assert source == pytest.approx(np.ones(costs.n))
    assert target == pytest.approx(np.ones(costs.m))


@settings(deadline=None, max_examples=50)
@given(searches(fine), st.integers(1, 300))
def test_results_do_not_depend_on_how_much_is_held_at_a_time(costs_and_band, cells):
    costs, band = costs_and_band
    whole = best_path(costs, band), found(costs, band)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lattice, "_CELLS", cells)
        assert (best_path(costs, band), found(costs, band)) == whole


@pytest.mark.parametrize(
    ("kinds", "bead", "path"),
    [
        pytest.param([(1, 1), (2, 2)], [1.0, 2.0], [(1, 1), (1, 1)], id="1-1 first"),
        pytest.param([(2, 2), (1, 1)], [2.0, 1.0], [(2, 2)], id="2-2 first"),
        pytest.param([(1, 1)], [6.0], [(1, 1), (1, 1)], id="kinds before deletions and insertions"),
        pytest.param([(1, 1)], [9.0], [(0, 1), (0, 1), (1, 0), (1, 0)], id="the last bead is a deletion, if it may be"),
    ],
)
def test_ties_go_to_the_kind_that_stands_first(kinds, bead, path):
    assert path_of(uniform(2, 2, kinds, bead=bead)) == path


def test_costs_that_differ_by_a_rounding_error_tie():
    costs = uniform(2, 2, [(1, 1), (2, 2)], bead=[0.1, 0.3])
    costs.bead_costs[2, 0, 2] = 0.2  # 0.1 + 0.2 > 0.3 in floating point, and yet 1-1 comes first
    assert path_of(costs) == [(1, 1), (1, 1)]


def test_a_tenth_of_a_millinat_is_no_tie():
    assert path_of(uniform(2, 2, [(1, 1), (2, 2)], bead=[1.0, 1.9999])) == [(2, 2)]


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
    assert best_path(costs, Band.full(n, m)) == (path, 3 * abs(n - m) + min(n, m))


@pytest.mark.parametrize(("n", "m"), [(0, 0), (3, 0), (0, 3)])
def test_where_there_is_one_path_it_is_certain(n, m):
    costs = uniform(n, m, [(1, 1)])
    assert list(found(costs, Band.full(n, m)).values()) == pytest.approx([1.0] * (n + m))


def test_a_cost_of_a_node_is_paid_by_the_two_sided_beads_on_either_side():
    costs = uniform(2, 2, [(1, 1), (2, 2)], bead=[1.0, 4.0])
    costs.node_costs[1, 1] = 0.5
    assert best_path(costs, Band.full(2, 2)) == ([(1, 1), (1, 1)], 3.0)
    costs.node_costs[1, 1] = 1.5
    assert best_path(costs, Band.full(2, 2)) == ([(2, 2)], 4.0)


def test_a_cost_of_a_node_is_not_paid_by_deletions_and_insertions():
    costs = uniform(1, 1, [(1, 1)], bead=100.0)
    costs.node_costs[:] = 7.0
    assert best_path(costs, Band.full(1, 1)) == ([(0, 1), (1, 0)], 6.0)


def test_the_posterior_of_one_bead_by_hand():
    # Three paths: the bead, at 1 nat, or a deletion and an insertion in either order, at 6 nats.
    costs = uniform(1, 1, [(1, 1)])
    both = exp(-1) / (exp(-1) + 2 * exp(-6))
    assert posteriors(costs, Band.full(1, 1)).of([(1, 1)]) == [pytest.approx(both)]


def test_a_temperature_divides_the_costs():
    costs, halved = (
        uniform(3, 2, [(1, 1), (2, 1)]),
        uniform(3, 2, [(1, 1), (2, 1)], bead=0.5, deletion=1.5, insertion=1.5),
    )
    assert found(costs, Band.full(3, 2), temperature=2.0) == pytest.approx(found(halved, Band.full(3, 2)))


def test_a_high_temperature_makes_less_sure():
    costs = uniform(4, 4, [(1, 1), (1, 2), (2, 1)], bead=[1.0, 5.0, 5.0])
    sure, less_sure = (min(posteriors(costs, Band.full(4, 4), t).of([(1, 1)] * 4)) for t in (1.0, 3.0))
    assert less_sure < sure


def test_posteriors_below_the_least_are_left_out():
    costs = uniform(4, 4, [(1, 1), (1, 2), (2, 1)])
    every = found(costs, Band.full(4, 4))
    some = found(costs, Band.full(4, 4), least=0.01)
    assert some == {bead: probability for bead, probability in every.items() if probability >= 0.01}
    assert 0 < len(some) < len(every)


def test_posteriors_are_looked_up_by_place_and_kind():
    costs = uniform(2, 1, [(1, 1), (2, 1)], bead=[1.0, 2.0])
    beads = posteriors(costs, Band.full(2, 1))
    every = found(costs, Band.full(2, 1))
    assert beads.of([(1, 0), (1, 1)]) == [every[0, 0, 1, 0], every[1, 0, 1, 1]]
    assert beads.of([(2, 1)]) == [every[0, 0, 2, 1]]
    assert beads.of([(1, 2)]) == [0.0]


@pytest.mark.parametrize("find", [best_path, posteriors])
def test_no_path_is_an_error(find):
    costs = uniform(2, 2, [(1, 1)], bead=inf, deletion=inf)
    with pytest.raises(ValueError, match="no path"):
        find(costs, Band.full(2, 2))


@pytest.mark.parametrize("find", [best_path, posteriors])
def test_a_band_that_falls_apart_has_no_path(find):
    apart = Band(np.array([0, 2]), np.array([0, 2]))
    with pytest.raises(ValueError, match="no path"):
        find(uniform(1, 2, [(1, 1)]), apart)


def test_costs_far_beyond_the_range_of_exp():
    costs = uniform(3, 3, [(1, 1)], bead=2000.0, deletion=5000.0, insertion=5000.0)
    assert posteriors(costs, Band.full(3, 3)).of([(1, 1)] * 3) == pytest.approx([1.0] * 3)


def rows_of(band):
    return list(zip(band.first.tolist(), band.last.tolist(), strict=True))


@pytest.mark.parametrize(
    ("walls", "rows"),
    [
        pytest.param([], [(0, 3)] * 4, id="no wall"),
        pytest.param([(2, 1)], [(0, 1), (0, 1), (0, 3), (1, 3)], id="one wall"),
        pytest.param([(1, 1), (2, 2)], [(0, 1), (0, 2), (1, 3), (2, 3)], id="two walls"),
        pytest.param([(1, 1), (1, 2)], [(0, 1), (0, 3), (2, 3), (2, 3)], id="same row"),
        pytest.param([(1, 1), (2, 1)], [(0, 1), (0, 1), (1, 3), (1, 3)], id="same column"),
        pytest.param([(0, 0), (3, 3)], [(0, 3)] * 4, id="both ends"),
        pytest.param([(0, 2)], [(0, 3), (2, 3), (2, 3), (2, 3)], id="insertions first"),
    ],
)
def test_a_band_between_walls(walls, rows):
    assert rows_of(Band.between(3, 3, walls)) == rows


@pytest.mark.parametrize(
    ("source", "target", "half", "rows"),
    [
        pytest.param([1, 1, 1], [1, 1, 1], 0, [(0, 1), (1, 2), (2, 3), (3, 3)], id="even"),
        pytest.param([1, 1, 1], [1, 1, 1], 1, [(0, 2), (0, 3), (1, 3), (2, 3)], id="even, wider"),
        pytest.param([1, 8, 1], [8, 1, 1], 0, [(0, 1), (1, 2), (2, 3), (3, 3)], id="uneven"),
        pytest.param([1, 1], [1, 1, 1, 1], 0, [(0, 2), (2, 4), (4, 4)], id="twice as many"),
        pytest.param([], [1, 1], 0, [(0, 2)], id="no source"),
        pytest.param([1, 1], [], 0, [(0, 0)] * 3, id="no target"),
    ],
)
def test_a_band_along_the_diagonal(source, target, half, rows):
    assert rows_of(Band.diagonal(np.array(source, float), np.array(target, float), half)) == rows


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 100_000), max_size=12), st.lists(st.integers(0, 100_000), max_size=12), st.integers(0, 4)
)
def test_a_band_along_the_diagonal_always_leads_to_the_end(source, target, half):
    band = Band.diagonal(np.array(source, float), np.array(target, float), half)
    assert band.first[0] == 0
    assert band.last[-1] == len(target)
    assert (band.first[1:] <= band.last[:-1]).all()
    assert (band.first <= band.last).all()
    path_of(uniform(len(source), len(target), [(1, 1)]), band)


def test_the_width_of_a_band_is_that_of_its_widest_row():
    assert Band(np.array([0, 0, 2]), np.array([1, 4, 4])).width == 5


@pytest.mark.parametrize(
    ("first", "last", "path", "clearance"),
    [
        pytest.param([0, 0, 0], [9, 9, 9], [(1, 4), (1, 5)], 9, id="no edge"),
        pytest.param([0, 1, 5], [6, 7, 9], [(1, 4), (1, 5)], 3, id="edges on both sides"),
        pytest.param([0, 4, 5], [6, 9, 9], [(1, 4), (1, 5)], 0, id="along the lower edge"),
        pytest.param([0, 0, 0], [9, 6, 9], [(1, 4), (1, 5)], 2, id="near the upper edge"),
        pytest.param([0, 3, 9], [9, 9, 9], [(2, 9)], 0, id="only nodes of the path count"),
    ],
)
def test_how_clear_of_the_edge_of_a_band_a_path_is(first, last, path, clearance):
    assert Band(np.array(first), np.array(last)).clearance(path, 9) == clearance
