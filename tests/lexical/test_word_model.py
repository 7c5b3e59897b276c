"""What words say of a bead, by the formula at the head of `explained`, one token at a time."""

from collections import Counter
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import random_walk

from aligner.lattice.costs import MAX_COST, dequantize
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Band, Block
from aligner.lexical.translation_table import TranslationTable
from aligner.lexical.vocabulary import TokenizedText, Vocabulary
from aligner.lexical.word_likelihood import CHANCE, CLASS_WEIGHT, LEAST_LENGTH, LIMITS, TYPE_WEIGHT, UNRELIABLE
from aligner.lexical.word_model import CERTAIN, WordModel

KEYS = [("word", "a"), ("word", "b"), ("number", "7"), ("mark", "?"), ("mark", "%"), ("address", "www.a")]
KINDS = [(1, 1), (1, 2), (1, 4), (2, 1), (2, 2), (4, 1), (1, 0), (0, 1)]
NU = [UNRELIABLE[kind] for kind, _ in KEYS]
PRECISION = 4e-4  # nats a token, by which the table of logarithms and short floats are off


class Text:
    """The types of the tokens of the sentences of two texts, and the translations of types, as the oracle sees them.

    pairs: (u, w, T(w | u), T(u | w)), no pair twice.
    """

    def __init__(self, source, target, pairs):
        self.sides = source, target
        self.pairs = pairs

    def model(self):
        """The same for the program."""
        vocabularies = Vocabulary("de", "fr", keys=KEYS), Vocabulary("fr", "de", keys=KEYS)
        texts = tuple(tokens(sentences) for sentences in self.sides)
        return WordModel.from_tokens(texts, vocabularies, TranslationTable.from_pairs(self.pairs))

    def ratios(self, side, mine, others):
        """[(w, ratio)]: how much likelier each token w of the sentences `mine` of a side is beside the sentences
        `others` of the other side than anywhere; tokens without a known translation are left out."""
        text, other = self.sides[side], self.sides[1 - side]
        found = {(u, w): ahead for u, w, ahead, _ in self.pairs}
        if side == 0:
            found = {(w, u): back for u, w, _, back in self.pairs}

        def given(w, sentences):
            return sum(found.get((u, w), 0.0) for sentence in sentences for u in sentence)

        size = max(sum(map(len, other)), 1)
        count = Counter(w for sentence in text for w in sentence)
        group = other[others.start : others.stop]
        length = max(sum(map(len, group)), LEAST_LENGTH)
        ratios = []
        for w in (w for sentence in text[mine.start : mine.stop] for w in sentence):
            anywhere = given(w, other) / size
            chance = CHANCE * count[w] / sum(count.values())
            if anywhere:
                ratios.append((w, (given(w, group) / length + chance) / (anywhere + chance)))
        return ratios

    def worth(self, i, j, s, t, nu=(NU, NU)):
        """What a bead is worth, in nats; the mean of what its two sides are."""
        sides = [(0, range(i, i + s), range(j, j + t)), (1, range(j, j + t), range(i, i + s))]
        return sum(log(nu[each[0]][w] + (1 - nu[each[0]][w]) * r) for each in sides for w, r in self.ratios(*each)) / 2

    def size(self, i, j, s, t):
        """Tokens of a bead."""
        return sum(map(len, self.sides[0][i : i + s])) + sum(map(len, self.sides[1][j : j + t]))


def tokens(sentences):
    """The sentences of one text as the vocabulary gives them."""
    ends = np.cumsum([0, *map(len, sentences)])
    return TokenizedText(np.array([token for each in sentences for token in each], np.intp), ends)


TYPES = st.integers(0, len(KEYS) - 1)
SENTENCES = st.lists(st.lists(TYPES, max_size=9), max_size=9)
WEIGHTS = st.floats(0.01, 1.0)
TRANSLATIONS = st.dictionaries(st.tuples(TYPES, TYPES), st.tuples(WEIGHTS, WEIGHTS), max_size=10)
TEXTS = st.builds(
    lambda source, target, found: Text(source, target, [(*pair, *ways) for pair, ways in found.items()]),
    SENTENCES,
    SENTENCES,
    TRANSLATIONS,
)


@st.composite
def bands(draw, text):
    """All of the lattice of a text, or a narrow band round a random walk."""
    box = Block(0, 0, 0, *map(len, text.sides))
    if draw(st.booleans()):
        return Band.full(box)
    walk = random_walk(np.random.default_rng(draw(st.integers(0, 2**32))), box)
    return Band.around(box, walk, draw(st.integers(0, 3)))


def nodes_of(band):
    ends = zip(band.first.tolist(), band.last.tolist(), strict=True)
    return [(i, at - i) for at, (first, last) in enumerate(ends, band.start) for i in range(first, last + 1)]


def assert_scores_are_right(text, model, band, nu=(NU, NU)):
    """Every two-sided bead that begins and ends in a band costs what the formula says."""
    scores = model.scores(band, KINDS)
    nodes = set(nodes_of(band))
    assert scores.table.dtype == np.int32
    assert len(scores.rows) == len(text.sides[0]) + 1
    for i, j in nodes:
        for number, (s, t) in enumerate(KINDS[:-2]):
            if (i - s, j - t) in nodes:
                found = float(dequantize(scores.table[number, scores.rows[i] + j]))
                bead = i - s, j - t, s, t
                expected = -text.worth(*bead, nu=nu)
                assert found == pytest.approx(expected, abs=PRECISION * (1 + text.size(*bead)))


class TestScores:
    @settings(deadline=None, max_examples=60)
    @given(text=TEXTS, data=st.data())
    def test_beads_cost_what_the_formula_says(self, text, data):
        assert_scores_are_right(text, text.model(), data.draw(bands(text)))

    @settings(deadline=None, max_examples=25)
    @given(text=TEXTS, data=st.data(), seed=st.integers(0, 2**32))
    def test_beads_cost_what_the_formula_says_of_reliability_that_was_learned(self, text, data, seed):
        model = text.model().refit(certain(text, seed))
        assert_scores_are_right(text, model, data.draw(bands(text)), nu=unreliability(text, model))

    def test_blocks_of_many_sentences_are_put_together(self):
        rng = np.random.default_rng(7)
        sides = [[rng.integers(0, 6, rng.integers(0, 5)).tolist() for _ in range(size)] for size in (150, 140)]
        text = Text(*sides, [(0, 1, 0.6, 0.3), (1, 0, 0.5, 0.5), (2, 2, 0.9, 0.9), (3, 3, 0.8, 0.8)])
        box = Block(0, 0, 0, 150, 140)
        model = text.model()
        assert_scores_are_right(text, model, Band.around(box, random_walk(rng, box), 1))
        full, narrow = Band.full(box), Band.around(box, random_walk(rng, box), 5)
        everywhere, there = model.scores(full, KINDS), model.scores(narrow, KINDS)
        inside = set(nodes_of(narrow))
        for number, (s, t) in enumerate(KINDS[:-2]):
            ends = [(i, j) for i, j in inside if (i - s, j - t) in inside]
            one, other = ([scores.table[number, scores.rows[i] + j] for i, j in ends] for scores in (everywhere, there))
            assert np.abs(np.subtract(one, other, dtype=np.int64)).max() <= 1 << 7

    @pytest.mark.parametrize(
        ("n", "m"), [pytest.param(0, 0, id="none"), pytest.param(3, 0, id="source"), pytest.param(0, 3, id="target")]
    )
    def test_a_text_without_sentences_has_no_beads_but_can_be_asked(self, n, m):
        text = Text([[0]] * n, [[0]] * m, [(0, 0, 0.5, 0.5)])
        scores = text.model().scores(Band.full(Block(0, 0, 0, n, m)), KINDS)
        assert len(scores.rows) == n + 1
        assert [each.tolist() for each in scores.best()] == [
            pytest.approx([0.0] * n, abs=0.01),
            pytest.approx([0.0] * m, abs=0.01),
        ]

    def test_tokens_without_a_known_translation_say_nothing(self):
        source, target, pairs = [[0, 1], [0], [1, 2]], [[0], [0, 2], [1]], [(0, 0, 0.7, 0.4)]
        one = Text(source, target, pairs).model()
        band = Band.full(Block(0, 0, 0, 3, 3))
        assert one.scores(band, KINDS[:1]).table.any()
        # Token 5 has no translation, and the pair of 3 and 4 is of one token that is met and one that is not.
        silent = Text([[5], [5, 5], []], [[5], [], [5, 3]], [(3, 4, 0.9, 0.9), (4, 3, 0.9, 0.9)])
        assert not silent.model().scores(band, KINDS).table.any()
        assert silent.model().parameters() == {"reliable_source": 0.0, "reliable_target": 0.0}

    def test_what_is_translated_where_it_should_be_speaks_for_a_bead(self):
        sentences = [[k, 5, 5, 5, 5] for k in range(3)]
        text = Text(sentences, sentences, [(k, k, 0.9, 0.9) for k in range(3)])
        scores = text.model().scores(Band.full(Block(0, 0, 0, 3, 3)), KINDS[:1])
        cost = {
            (i, j): float(dequantize(scores.table[0, scores.rows[i] + j])) for i in range(1, 4) for j in range(1, 4)
        }
        assert all((cost[i, j] < 0) == (i == j) for i, j in cost)

    def test_very_long_sentences_do_not_run_over(self):
        """Two thousand numbers a sentence: a pair is worth more than the range of costs, and is the best one still."""
        count = 20
        sentences = [list(range(k * 2000, (k + 1) * 2000)) for k in range(count)]
        keys = [("number", str(number)) for number in range(2000 * count)]
        vocabularies = Vocabulary("de", "fr", keys=keys), Vocabulary("fr", "de", keys=keys)
        pairs = TranslationTable.from_pairs([(number, number, 0.9, 0.9) for number in range(2000 * count)])
        model = WordModel.from_tokens((tokens(sentences), tokens(sentences)), vocabularies, pairs)
        scores = model.scores(Band.full(Block(0, 0, 0, count, count)), KINDS)
        cost = np.array(
            [
                [dequantize(scores.table[0, scores.rows[i] + j]) for j in range(1, count + 1)]
                for i in range(1, count + 1)
            ]
        )
        share, nu = CHANCE / (2000 * count), UNRELIABLE["number"]
        each = log(nu + (1 - nu) * (0.9 / 2000 + share) / (0.9 / (2000 * count) + share))
        assert np.diag(cost) == pytest.approx(
            np.full(count, -max(-MAX_COST / 2, min(MAX_COST / 2, 2000 * each))), rel=1e-3
        )
        assert (cost[~np.eye(count, dtype=bool)] > 0).all()

    @settings(deadline=None, max_examples=30)
    @given(text=TEXTS)
    def test_no_bead_is_worth_more_than_the_best_of_its_sentences(self, text):
        model = text.model()
        source, target = model.best()
        for i in range(len(source)):
            for j in range(len(target)):
                for s, t in KINDS[:-2]:
                    if i + s <= len(source) and j + t <= len(target):
                        assert text.worth(i, j, s, t) <= source[i : i + s].sum() + target[j : j + t].sum()

    @settings(deadline=None, max_examples=30)
    @given(text=TEXTS, most=st.integers(1, 4))
    def test_no_sentences_are_worth_or_cost_more_than_their_reach(self, text, most):
        model = text.model()
        reach = model.source.reach(most) + model.target.reach(most) + 1e-9
        for i in range(len(text.sides[0])):
            for j in range(len(text.sides[1])):
                assert abs(2 * text.worth(i, j, most, most)) <= reach


def certain(text, seed):
    """Beads anywhere in a text, some of them likely."""
    rng = np.random.default_rng(seed)
    n, m = map(len, text.sides)
    beads = [(0, 0, 0, 0, 1.0)]
    for _ in range(6):
        i, j = int(rng.integers(0, n + 1)), int(rng.integers(0, m + 1))
        s, t = (int(rng.integers(0, min(4, left) + 1)) for left in (n - i, m - j))
        beads.append((i, j, s, t, float(rng.choice([CERTAIN / 2, 0.3, 1.0]))))
    *places, probability = zip(*beads, strict=True)
    return BeadPosteriors(*(np.array(column, np.intp) for column in places), np.array(probability, float))


def unreliability(text, model):
    """nu of each type of the source and of the target, as a model has it now."""
    found = []
    for side, explained in zip(text.sides, (model.source, model.target), strict=True):
        met = sorted({token for sentence in side for token in sentence})
        nu = dict(zip(met, explained.unreliable.tolist(), strict=True))
        found.append([nu.get(number, first) for number, first in enumerate(NU)])
    return tuple(found)


def refitted(text, beads, nu):
    """nu of each type of either side after one round, by the docstring of `fitted`."""
    found = []
    for side in (0, 1):
        noise, counted = [], []  # (type, amount) of each token
        for i, j, s, t, probability in zip(*(column.tolist() for column in beads), strict=True):
            if probability > CERTAIN and s and t:
                here = range(i, i + s), range(j, j + t)
                for w, ratio in text.ratios(side, here[side], here[1 - side]):
                    noise.append((w, probability * nu[side][w] / (nu[side][w] + (1 - nu[side][w]) * ratio)))
                    counted.append((w, probability))

        def total(amounts, alike):
            return sum(amount for w, amount in amounts if alike(w))

        new = []
        for w, (kind, stem) in enumerate(KEYS):

            def same_class(other, kind=kind, stem=stem):
                return KEYS[other][0] == kind and (kind != "mark" or KEYS[other][1] == stem)

            of_class = (total(noise, same_class) + CLASS_WEIGHT * NU[w]) / (total(counted, same_class) + CLASS_WEIGHT)
            own = (total(noise, w.__eq__) + TYPE_WEIGHT * of_class) / (total(counted, w.__eq__) + TYPE_WEIGHT)
            new.append(min(max(own, LIMITS[0]), LIMITS[1]))
        found.append(new)
    return tuple(found)


class TestReliability:
    @settings(deadline=None, max_examples=60)
    @given(text=TEXTS, seed=st.integers(0, 2**32))
    def test_it_is_learned_from_beads_as_the_formula_says(self, text, seed):
        model, nu = text.model(), (NU, NU)
        for round in range(2):
            beads = certain(text, seed + round)
            model, nu = model.refit(beads), refitted(text, beads, nu)
            # Types that are not met are in no model.
            for found, expected, side in zip(unreliability(text, model), nu, text.sides, strict=True):
                met = {token for sentence in side for token in sentence}
                assert [found[w] for w in met] == pytest.approx([expected[w] for w in met])

    def test_a_token_that_keeps_its_promises_becomes_reliable(self):
        source, target = [[0, 2, 5, 5, 5], [1, 3, 5, 5, 5]], [[0, 3, 5, 5, 5], [1, 2, 5, 5, 5]]
        text = Text(source * 30, target * 30, [(k, k, 0.9, 0.9) for k in range(4)])
        beads = BeadPosteriors(np.arange(60), np.arange(60), *[np.ones(60, np.intp)] * 2, np.ones(60))
        model = text.model()
        for _ in range(5):
            model = model.refit(beads)
        kept, broken = model.target.unreliable[:2], model.target.unreliable[2:4]
        assert max(kept) < 0.2
        assert min(broken) > 0.7

    def test_it_can_be_taken_over_from_another_model_of_the_text(self):
        text = Text([[0, 2], [1, 3]], [[0, 3], [1, 2]], [(k, k, 0.9, 0.9) for k in range(4)])
        beads = BeadPosteriors(np.arange(2), np.arange(2), *[np.ones(2, np.intp)] * 2, np.ones(2))
        before = text.model()
        after = before.refit(beads)
        assert unreliability(text, before) != unreliability(text, after)
        assert unreliability(text, before.with_noise_of(after)) == unreliability(text, after)

    def test_the_mean_is_told(self):
        text = Text([[0, 3, 5]], [[0, 3]], [(0, 0, 0.9, 0.9), (3, 3, 0.8, 0.8)])
        assert text.model().parameters() == pytest.approx({"reliable_source": 0.55, "reliable_target": 0.55})
