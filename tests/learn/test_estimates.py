"""The estimates of a profile: priors, lengths, the significance of translations, abbreviations."""

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.learn.abbreviations import learn_abbreviations
from aligner.learn.lengths import learn_lengths
from aligner.learn.priors import SMOOTHING, default_priors, learn_priors
from aligner.learn.sample import Sample
from aligner.learn.words import log_p
from aligner.rows import Row


class TestPriors:
    def test_rows_and_defaults_add_up(self):
        rows = {(1, 1): 100.0, (1, 2): 30.0, (1, 0): 10.0}
        priors = learn_priors(rows)
        assert sum(priors.values()) == pytest.approx(1)
        assert priors[1, 2] == pytest.approx((30 + SMOOTHING * default_priors()[1, 2]) / (140 + SMOOTHING))
        assert priors[0, 1] == pytest.approx(SMOOTHING * default_priors()[0, 1] / (140 + SMOOTHING))

    def test_many_rows_outweigh_the_defaults(self):
        assert learn_priors({(1, 1): 9e5, (2, 1): 1e5, (0, 1): 1.0})[2, 1] == pytest.approx(0.1, abs=1e-3)

    def test_rows_of_one_and_one_show_nothing(self):
        assert learn_priors({(1, 1): 500.0}) == {}

    def test_pairs_show_nothing_about_one_sided_kinds(self):
        priors, default = learn_priors({(1, 1): 50.0, (1, 3): 9.0}), default_priors()
        assert all(map(min, priors))
        assert sum(priors.values()) == pytest.approx(1 - default[1, 0] - default[0, 1])

    def test_one_sided_rows_beside_rows_of_one_and_one(self):
        assert set(learn_priors({(1, 1): 50.0, (0, 1): 9.0})) == {(1, 0), (0, 1)}

    def test_kinds_that_are_not_searched_do_not_count(self):
        rows = {(1, 1): 50.0, (1, 2): 9.0}
        assert learn_priors(rows | {(5, 5): 40.0, (1, 30): 2.0}) == learn_priors(rows)


class TestLengths:
    def test_ratio_and_variance(self):
        pairs = [(float(m), 1.5 * (m + sign * math.sqrt(4 * m))) for m in range(20, 200) for sign in (-1, 1)]
        ratio, slope, curve = learn_lengths(pairs, [1.0] * len(pairs))
        assert ratio == pytest.approx(1.5, rel=0.01)
        assert slope + curve * 110 == pytest.approx(4, rel=0.15)

    def test_pairs_of_little_weight_count_little(self):
        pairs, weights = [(100.0, 120.0)] * 40 + [(100.0, 900.0)] * 10, [1.0] * 40 + [0.06] * 10
        assert learn_lengths(pairs, weights).ratio < 1.35


class TestSignificance:
    @settings(max_examples=12)
    @given(st.integers(2, 7), st.data())
    def test_p_is_the_share_of_arrangements(self, total, data):
        first, second = data.draw(st.integers(1, total)), data.draw(st.integers(1, total))
        together = data.draw(st.integers(max(0, first + second - total), min(first, second)))
        places = [len(set(range(first)) & set(chosen)) >= together for chosen in combinations(range(total), second)]
        p = math.exp(log_p(first, second, together, total))
        if together * total > first * second:
            assert p == pytest.approx(sum(places) / len(places))
        else:
            assert p == 1

    def test_frequent_words_are_quick_and_finite(self):
        assert log_p(50_000, 40_000, 25_000, 100_000) < -1000


class TestSample:
    def test_rows_of_all_kinds(self):
        sample = Sample()
        sample.add(
            [
                Row("Eins. Zwei.", "Un.", "2-1", 0.5, source_sentences=["Eins.", "Zwei."], target_sentences=["Un."]),
                Row("Drei. Vier.", "Deux.", "2-1", source_sentences=["Drei. Vier."], target_sentences=["Deux."]),
                Row("", "Trois.", "0-1", 0.8),
                Row("Fünf. Sechs.", "", "2-0"),
            ]
        )
        assert sample.kinds == {(2, 1): 1.5, (0, 1): 0.8, (1, 0): 2.0}
        assert (sample.rows, sample.pairs, sample.weights, sample.sizes) == (4, 2, [0.5, 1.0], [2, 2])
        assert sample.lengths == [(10.0, 3.0), (11.0, 5.0)]
        assert sample.sentences == (["Eins.", "Zwei."], ["Un.", "Deux."])  # where the others end is not known


# Sentences -> the abbreviations that they show.
ABBREVIATIONS = {
    "within sentences": (["Der Zug hielt an Gl. 4 und Gl. 5.", "Von Gl. 7 fährt keiner."], ["gl"]),
    "too few": (["Der Zug hielt an Gl. 4.", "Von Gl. 7 fährt keiner."], []),
    "ends sentences": (["Gl. 4 und Gl. 5 und Gl. 6 sind frei."] + ["Er hielt an Gl."] * 2, []),
    "an ordinary word": (["Er kam an. Dann ging er. Es kam an. Sie kam an. Bald"] + ["Er kam an Bord."] * 9, []),
    "listed already": (["Das ist z.B. Holz, z.B. Stein, z.B. Glas, und Dr. Kern, Dr. Lau und Dr. Roth."], []),
    "a single letter": (["Herr K. Lau, Herr K. Roth und Herr K. Kern kamen."], []),
    "several parts": (["Die Höhe ü.NHN. 5 und ü.NHN. 6 und ü.NHN. 7 gilt."], ["ü.nhn"]),
    "a long word": (["Sie fuhr nach Niederwalluf. Er und Niederwalluf. Sie und Niederwalluf. Es"], []),
}


@pytest.mark.parametrize(("sentences", "expected"), ABBREVIATIONS.values(), ids=ABBREVIATIONS)
def test_abbreviations(sentences, expected):
    assert learn_abbreviations(sentences, "de") == expected
