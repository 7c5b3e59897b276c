"""End gaps: all sentences without a translation at an end of a text cost as much as one."""

import math

import numpy as np
import pytest

from aligner.evidence.end_gaps import add_end_gaps
from aligner.evidence.gale_church import GaleChurch
from aligner.evidence.length_model import LengthModel
from aligner.lattice.grid import Band
from aligner.lattice.quantized import dequantize
from aligner.lattice.viterbi import best_path, path_cost

ORDERS = pytest.mark.parametrize("swapped", [False, True], ids=["long source", "long target"])


def lengths(n, seed=1):
    return np.maximum(np.random.default_rng(seed).lognormal(4, 0.6, n).round(), 1.0)


def costs_of(n, m):
    """The costs of a partial text without and with end gaps, and its model."""
    model = LengthModel.from_lengths(lengths(n), lengths(m)).as_partial(n, m)
    alone = model.costs(lengths(n), lengths(m))
    return alone, add_end_gaps(alone, model), model


def at(costs, i, j):
    """The costs, in nats, of the beads of all kinds that end at a node."""
    kinds = np.arange(len(costs.kinds))
    row, i, j = (np.full(len(kinds), value) for value in (0, i, j))
    return dequantize(costs.of_beads(kinds, row, i, j))


def placed(swapped, i, j):
    return (j, i) if swapped else (i, j)


@ORDERS
@pytest.mark.parametrize("j", [0, 4])
@pytest.mark.parametrize("missing", [1, 3, 8])
def test_an_end_gap_costs_as_much_as_one_sentence(swapped, j, missing):
    _, costs, model = costs_of(*placed(swapped, 12, 4))
    ends = range(1, missing + 1) if j == 0 else range(13 - missing, 13)
    kind = -1 if swapped else -2
    paid = sum(at(costs, *placed(swapped, i, j))[kind] for i in ends)
    assert paid == pytest.approx(-math.log(model.priors[costs.kinds[kind]]), abs=0.01)


@ORDERS
def test_other_beads_cost_what_they_cost_without_end_gaps(swapped):
    alone, costs, _ = costs_of(*placed(swapped, 12, 4))
    gap, other = (-1, -2) if swapped else (-2, -1)
    for i, j in [(3, 2), (6, 1), (8, 3), (7, 4), (6, 0)]:
        node = placed(swapped, i, j)
        assert at(costs, *node)[:-2].tolist() == at(alone, *node)[:-2].tolist()
        assert at(costs, *node)[other] == at(alone, *node)[other]
    for i, j in [(3, 2), (6, 1), (8, 3)]:
        node = placed(swapped, i, j)
        assert at(costs, *node)[gap] == at(alone, *node)[gap]


@ORDERS
def test_a_path_with_long_end_gaps_costs_two_sentences_for_them(swapped):
    alone, costs, model = costs_of(*placed(swapped, 30, 4))
    path = np.array(
        [(i, 0) for i in range(11)] + [(i, i - 10) for i in range(11, 15)] + [(i, 4) for i in range(15, 31)]
    )
    path = path[:, ::-1] if swapped else path
    band = Band.full([(0, 0), costs.size])
    one = -math.log(model.priors[(0, 1) if swapped else (1, 0)])
    difference = path_cost(alone, band, path) - path_cost(costs, band, path)
    assert difference == pytest.approx((10 + 16 - 2) * one, abs=0.02)


@pytest.mark.parametrize(("n", "m"), [(10, 10), (12, 10)])
def test_without_end_gaps_the_costs_stay_the_same(n, m):
    for model in (LengthModel.from_lengths(lengths(n), lengths(m)), GaleChurch.from_lengths(lengths(n), lengths(m))):
        costs = model.costs(lengths(n), lengths(m))
        assert add_end_gaps(costs, model) is costs


def test_the_part_that_is_translated_is_found():
    source = lengths(40)
    target = source[15:25]
    model = LengthModel.from_lengths(source, target).as_partial(40, 10)
    costs = add_end_gaps(model.costs(source, target), model)
    path = set(map(tuple, best_path(costs, Band.full([(0, 0), (40, 10)])).tolist()))
    assert {(15 + at, at) for at in range(11)} <= path
