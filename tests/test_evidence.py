"""All costs of a bead, added up by a loop over the places inside of it."""

from math import inf

import numpy as np
import pytest
from brute import nodes_of
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.breaks import Breaks
from aligner.evidence import Evidence
from aligner.lattice import Band
from aligner.length_model import LengthModel

N, M = 9, 8
LENGTHS = np.arange(20.0, 20.0 + N), np.arange(30.0, 30.0 + M)
COSTS = LengthModel.of(*LENGTHS).costs(*LENGTHS)
ROWS, COLUMNS = slice(0, N + 1), np.tile(np.arange(M + 1), (N + 1, 1))


def places(size):
    return st.sets(st.integers(1, size - 1)).map(sorted)


def in_order(places):
    """Nodes in order, from places of each text."""
    return list(zip(*map(sorted, places), strict=False))


def beads_between(nodes):
    """All two-sided beads that begin and end in these nodes: number and kind, and where one ends."""
    for number, (s, t) in enumerate(COSTS.kinds):
        for i, j in nodes:
            if (i - s, j - t) in nodes:
                yield number, s, t, i, j


@settings(deadline=None, max_examples=30)
@given(places(N), places(M))
def test_what_is_inside_of_a_bead_is_added_to_its_length(source, target):
    breaks = Breaks.of(N, M, source, target)
    inner = breaks.inner_costs() if breaks else (np.zeros(N + 1), np.zeros(M + 1))
    alone, found = COSTS.beads(ROWS, COLUMNS), Evidence(COSTS, breaks, []).beads(ROWS, COLUMNS)
    for number, s, t, i, j in beads_between(nodes_of(Band.full(N, M))):
        inside = sum(inner[0][at] for at in range(i - s + 1, i)) + sum(inner[1][at] for at in range(j - t + 1, j))
        assert found[i, number, j] == pytest.approx(alone[i, number, j] + inside)


@settings(deadline=None, max_examples=50)
@given(st.tuples(*[st.lists(st.integers(0, size), max_size=3) for size in (N, M)]).map(in_order))
def test_a_bead_in_the_band_is_forbidden_if_it_misses_a_wall(walls):
    alone, found = COSTS.beads(ROWS, COLUMNS), Evidence(COSTS, None, walls).beads(ROWS, COLUMNS)
    for number, s, t, i, j in beads_between(nodes_of(Band.between(N, M, walls))):
        before_or_after_all = all(
            (i <= row and j <= column) or (i - s >= row and j - t >= column) for row, column in walls
        )
        assert found[i, number, j] == (alone[i, number, j] if before_or_after_all else inf), (s, t, i, j)


@settings(deadline=None, max_examples=30)
@given(places(N), places(M))
def test_a_node_costs_half_of_its_breaks(source, target):
    breaks = Breaks.of(N, M, source, target)
    expected = breaks.node_costs(ROWS, COLUMNS) / 2 if breaks else np.zeros((N + 1, M + 1))
    assert (Evidence(COSTS, breaks, []).nodes(ROWS, COLUMNS) == expected).all()


@pytest.mark.parametrize("breaks", [None, Breaks.of(N, M, (4,), (3,))], ids=["no breaks", "breaks"])
def test_some_rows_and_columns(breaks):
    evidence = Evidence(COSTS, breaks, [(5, 4)])
    rows, columns = slice(3, 5), np.array([[2, 3, 4], [4, 5, 6]])
    for every, some in (
        (evidence.beads(ROWS, COLUMNS), evidence.beads(rows, columns)),
        (evidence.nodes(ROWS, COLUMNS)[:, None], evidence.nodes(rows, columns)[:, None]),
    ):
        assert some.tolist() == [every[3][:, 2:5].tolist(), every[4][:, 4:7].tolist()]


def test_deletions_and_insertions_cost_what_lengths_say():
    evidence = Evidence(COSTS, Breaks.of(N, M, (4,), (3,)), [(5, 4)])
    assert evidence.deletion.tolist() == COSTS.deletion.tolist()
    assert evidence.insertion.tolist() == COSTS.insertion.tolist()
    assert evidence.kinds == COSTS.kinds
