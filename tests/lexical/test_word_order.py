"""The order of words: its equation, one pair of tokens at a time, and the beads for which it counts."""

from math import exp, log

import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from word_oracle import PRECISION, PRIOR_NU, TEXTS, WordOracle

from aligner.lattice.bead_table import BeadTable
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Band
from aligner.lattice.kinds import Kinds
from aligner.lattice.quantized import QUANTUM
from aligner.lexical import word_order
from aligner.lexical.word_likelihood import CHANCE, MIN_LENGTH

TAU, KAPPA = 0.15, 0.3
MEAN = 2 * TAU - 2 * TAU**2 * (1 - exp(-1 / TAU))


def beads(*rows):
    """Beads (i, j, s, t)."""
    return BeadPosteriors(*np.array(rows, np.intp).reshape(-1, 4).T, np.ones(len(rows)))


def worth(text, *rows):
    """Nats: what the order of the words of beads is worth."""
    return (word_order.order_worth(text.model(), beads(*rows)) * QUANTUM).tolist()


def density(x, y):
    """K of two places, at the tabled distance just below theirs."""
    distance = int(abs(x - y) * word_order.STEPS + 1e-9) / word_order.STEPS
    return KAPPA + (1 - KAPPA) * exp(-distance / TAU) / MEAN


def expected_side(text, side, mine, others):
    """Nats: what the order of the tokens of some sentences is worth, given those of the other side."""
    tokens, given = ([w for k in group for w in text.sides[at][k]] for at, group in ((side, mine), (1 - side, others)))
    all_tokens, all_given = ([w for sentence in text.sides[at] for w in sentence] for at in (side, 1 - side))
    translation = {(u, w)[:: 1 if side else -1]: ways[1 - side] for u, w, *ways in text.pairs}
    total = 0.0
    for at, w in enumerate(tokens):
        gain = placed = 0.0
        for at_given, u in enumerate(given):
            value = translation.get((u, w), 0.0)
            gain += value
            placed += value * density((at_given + 0.5) / len(given), (at + 0.5) / len(tokens))
        if gain:
            anywhere = sum(translation.get((u, w), 0.0) for u in all_given) / len(all_given)
            chance = CHANCE * all_tokens.count(w) / len(all_tokens)
            nu, length = PRIOR_NU[w], max(len(given), MIN_LENGTH)
            without, ordered = ((amount / length + chance) / (anywhere + chance) for amount in (gain, placed))
            total += log((nu + (1 - nu) * ordered) / (nu + (1 - nu) * without))
    return total


class TestWorth:
    @settings(max_examples=examples(20))
    @given(text=TEXTS)
    def test_is_that_of_the_equation(self, text):
        n, m = map(len, text.sides)
        rows = [(i, j, s, t) for i in range(n) for j in range(m) for s in (1, 2) for t in (1, 3)]
        rows = [(i, j, s, t) for i, j, s, t in rows if i + s <= n and j + t <= m]
        for (i, j, s, t), nats in zip(rows, worth(text, *rows), strict=True):
            sides = (0, range(i, i + s), range(j, j + t)), (1, range(j, j + t), range(i, i + s))
            expected = sum(expected_side(text, *side) for side in sides) / 2
            assert nats == pytest.approx(expected, abs=2 * PRECISION * (1 + text.size(i, j, s, t)))

    def test_is_higher_in_order_than_in_reverse(self):
        words = [0, 1, 2, 5]
        pairs = [(w, w, 0.9, 0.9) for w in words]
        for target, sign in ((words, 1), (words[::-1], -1)):
            assert sign * worth(WordOracle([words], [target], pairs), (0, 0, 1, 1))[0] > 0.5

    def test_of_sentences_without_translations_is_zero(self):
        assert worth(WordOracle([[0, 1]], [[0, 1], []], [(2, 2, 0.9, 0.9)]), (0, 0, 1, 1), (0, 1, 1, 1)) == [0.0, 0.0]

    def test_of_a_very_long_side_is_zero(self):
        pairs = [(0, 0, 0.9, 0.9), (1, 1, 0.9, 0.9)]
        for size, is_zero in ((word_order.MAX_TOKENS, False), (word_order.MAX_TOKENS + 1, True)):
            sentence = [0] * (size - 1) + [1]
            for sides in (([sentence], [[0, 1]]), ([[0, 1]], [sentence])):
                assert (worth(WordOracle(*sides, pairs), (0, 0, 1, 1)) == [0.0]) is is_zero


def test_the_mean_density_is_one():
    places = (np.arange(400) + 0.5) / 400
    distances = np.abs(places - places[:, None]) * word_order.STEPS
    assert word_order.DENSITY[distances.astype(int)].mean() == pytest.approx(1.0, abs=0.005)
    assert word_order.DENSITY.max() == word_order.MAX_DENSITY


def test_of_too_many_likely_beads_the_likeliest_count(monkeypatch):
    likely = beads((0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 0), (1, 1, 1, 1))._replace(
        probability=np.array([0.3, 0.2, 0.9, 0.4])
    )
    monkeypatch.setattr(word_order, "bead_posteriors", lambda *_, **__: (likely, None))

    class Costs:
        size = 1, 1

    monkeypatch.setattr(word_order, "MAX_BEADS", 1)
    assert word_order._likely_beads(Costs, None).probability.tolist() == [0.3, 0.4]
    monkeypatch.setattr(word_order, "MAX_BEADS", 2)
    assert word_order._likely_beads(Costs, None).probability.tolist() == [0.3, 0.2, 0.4]


def test_costs_of_single_beads_are_added_and_cut_off():
    band, kinds = Band.full([(0, 0), (1, 1), (3, 2)]), Kinds([(1, 1), (2, 1), (1, 0), (0, 1)])
    table = BeadTable.zeros(kinds, band)
    # The bead (2, 1) from (1, 1) ends in the fifth row of the band, since the corner (1, 1) is in both blocks.
    row = band.rows_of_ends(np.array([0, 1]), np.array([0, 1]), np.array([1, 2]))
    assert row.tolist() == [1, 4]
    kind, j = np.array([0, 1]), np.array([1, 2])
    once = table.with_costs(kind, row, j, np.array([4000, -(10**9)]))
    assert once.costs(kind, row, j).tolist() == [4000 << 6, -32767 * 4 << 6]
    assert once.with_costs(kind, row, j, np.array([4000, 10**9])).costs(kind, row, j)[0] == 8000 << 6
    assert np.count_nonzero(once.table) == 2
    assert np.count_nonzero(table.table) == 0
