"""Costs and noise of words: a worked example, and the equations of `word_likelihood`, one token at a time."""

from math import log

import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from word_oracle import KEYS, PRECISION, PRIOR_NU, TEXTS, WordOracle, costs_of_words

from aligner import kernel
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Band
from aligner.lexical.word_likelihood import CLASS_WEIGHT, MAX_ABSENT, NOISE_LIMITS, TYPE_WEIGHT
from aligner.lexical.word_model import MIN_POSTERIOR

KINDS = [(1, 1), (1, 2), (1, 4), (2, 1), (2, 2), (4, 1), (1, 0), (0, 1)]


def full_band(text):
    """All nodes of a text."""
    return Band.full([(0, 0), tuple(map(len, text.sides))])


def one_to_one_costs(text):
    """{(i, j): nats}: costs of the words of the beads of one sentence a side, by the node where a bead ends."""
    costs = costs_of_words(text.model(), full_band(text), 1)
    return {(i + 1, j + 1): nats for (i, j, _, _), nats in costs.items()}


def test_worked_example():
    """The example of the docstring of `word_likelihood`, in which one token has a translation in the other text.

    Sentences have five tokens, texts ten. Token 0 of the first sentences has the translation 0, T = 0.9 both ways; its
    ratio is (0.9 / 5 + 0.015) / (0.09 + 0.015) in the right bead, and 0.015 / (0.09 + 0.015) in a wrong one.
    """
    sentences = [[0, 1, 1, 1, 1], [1, 1, 1, 1, 1]]
    assert one_to_one_costs(WordOracle(sentences, sentences, [(0, 0, 0.9, 0.9)])) == pytest.approx(
        {
            (1, 1): -log(0.3 + 0.7 * 0.195 / 0.105),  # -0.47: both tokens are in the bead
            (1, 2): -log(0.3 + 0.7 * 0.015 / 0.105) / 2,  # +0.46: one token without its translation
            (2, 1): -log(0.3 + 0.7 * 0.015 / 0.105) / 2,
            (2, 2): 0.0,  # no token with a translation
        },
        abs=PRECISION,
    )


class TestCosts:
    @settings(max_examples=examples(20))
    @given(text=TEXTS, seed=st.integers(0, 2**32))
    def test_beads_cost_what_the_equation_gives_after_a_refit(self, text, seed):
        model = text.model().refit(random_beads(text, seed))
        nu = noise_by_type(text, model)
        for bead, nats in costs_of_words(model, full_band(text), 4).items():
            assert nats == pytest.approx(-text.worth(*bead, nu=nu), abs=PRECISION * (1 + text.size(*bead)))

    def test_costs_do_not_depend_on_the_band(self):
        rng = np.random.default_rng(7)
        sides = [[rng.integers(0, 6, rng.integers(0, 5)).tolist() for _ in range(size)] for size in (40, 30)]
        text = WordOracle(*sides, [(0, 1, 0.6, 0.3), (1, 0, 0.5, 0.5), (2, 2, 0.9, 0.9), (3, 3, 0.8, 0.8)])
        rows = np.arange(41)
        ends = np.maximum(rows - 12, 0), np.minimum(rows + 3, 30)
        narrow = Band(np.array([0, 41]), np.array([0]), *ends)
        in_full, in_narrow = (costs_of_words(text.model(), band, 4) for band in (full_band(text), narrow))
        assert len(in_full) > len(in_narrow) > 0
        assert in_narrow == {bead: in_full[bead] for bead in in_narrow}

    @pytest.mark.parametrize(
        ("n", "m"), [pytest.param(0, 0, id="none"), pytest.param(3, 0, id="source"), pytest.param(0, 3, id="target")]
    )
    def test_a_text_without_sentences_has_word_costs(self, n, m):
        text = WordOracle([[0]] * n, [[0]] * m, [(0, 0, 0.5, 0.5)])
        assert text.model().sums(full_band(text), 2).target.shape == (2, (n + 1) * (m + 1))
        assert [bounds.tolist() for bounds in text.model().max_worth()] == [
            pytest.approx([0.0] * n, abs=0.01),
            pytest.approx([0.0] * m, abs=0.01),
        ]

    def test_unknown_words_and_marks_without_a_translation_in_the_other_text_cost_nothing(self):
        source, target, pairs = [[0, 1], [0], [1, 3]], [[0], [0, 3], [1]], [(0, 0, 0.7, 0.4)]
        assert any(one_to_one_costs(WordOracle(source, target, pairs)).values())
        # Token 1 has no translation. Token 3 occurs in one text only, and so does its translation 4.
        untranslated = WordOracle([[1], [1, 1], []], [[1], [], [1, 3]], [(3, 4, 0.9, 0.9), (4, 3, 0.9, 0.9)])
        assert not any(costs_of_words(untranslated.model(), full_band(untranslated)).values())
        assert untranslated.model().parameters() == {"reliable_source": 0.0, "reliable_target": 0.0}

    def test_a_known_word_whose_translation_does_not_occur_costs_as_much_in_every_bead(self):
        text = WordOracle([[0, 1], [1]], [[1], [1, 1]], [(0, 5, 0.9, 0.9)])
        cost = -log(PRIOR_NU[0]) / 2
        assert one_to_one_costs(text) == pytest.approx(
            {(1, 1): cost, (1, 2): cost, (2, 1): 0.0, (2, 2): 0.0}, abs=PRECISION
        )

    def test_only_the_first_words_of_a_sentence_without_a_translation_count(self):
        cost = [
            one_to_one_costs(WordOracle([[1] + [0] * count, [1]], [[1], [1]], []))[1, 1]
            for count in (MAX_ABSENT - 1, MAX_ABSENT, MAX_ABSENT + 5)
        ]
        assert cost[0] < cost[1] == cost[2] == pytest.approx(-log(PRIOR_NU[0]) / 2 * MAX_ABSENT, abs=0.01)

    def test_beads_with_translations_cost_less_than_nothing_and_others_more(self):
        sentences = [[k, 4, 4, 4, 4] for k in range(3)]
        cost = one_to_one_costs(WordOracle(sentences, sentences, [(k, k, 0.9, 0.9) for k in range(3)]))
        assert all((cost[i, j] < 0) == (i == j) for i, j in cost)

    @settings(max_examples=examples(25))
    @given(text=TEXTS)
    def test_no_bead_is_worth_more_than_the_bounds_of_its_sentences(self, text):
        source, target = text.model().max_worth()
        for i in range(len(source)):
            for j in range(len(target)):
                for s, t in KINDS[:-2]:
                    if i + s <= len(source) and j + t <= len(target):
                        assert text.worth(i, j, s, t) <= source[i : i + s].sum() + target[j : j + t].sum()


def random_beads(text, seed):
    """Posteriors of beads anywhere in a text, of which some are probable."""
    rng = np.random.default_rng(seed)
    n, m = map(len, text.sides)
    beads = [(0, 0, 0, 0, 1.0)]
    for _ in range(6):
        i, j = int(rng.integers(0, n + 1)), int(rng.integers(0, m + 1))
        s, t = (int(rng.integers(0, min(4, left) + 1)) for left in (n - i, m - j))
        beads.append((i, j, s, t, float(rng.choice([MIN_POSTERIOR / 2, 0.3, 1.0]))))
    *places, posterior = zip(*beads, strict=True)
    return BeadPosteriors(*(np.array(column, np.intp) for column in places), np.array(posterior, float))


def noise_by_type(text, model):
    """nu of each type of the source and of the target in a model; the prior for types that do not occur."""
    noise = []
    for side, likelihood in zip(text.sides, (model.source, model.target), strict=True):
        types = sorted({token for sentence in side for token in sentence})
        nu = dict(zip(types, likelihood.noise.tolist(), strict=True))
        noise.append([nu.get(number, prior) for number, prior in enumerate(PRIOR_NU)])
    return tuple(noise)


def refit_noise(text, beads, nu):
    """nu of each type of either side after one step of EM, by the equations of `WordLikelihood.refit`."""
    refitted = []
    for side in (0, 1):
        noise, counted = [], []  # (type, amount) of each token
        for i, j, s, t, posterior in zip(*(column.tolist() for column in beads), strict=True):
            if posterior > MIN_POSTERIOR and s and t:
                ranges = range(i, i + s), range(j, j + t)
                for w, ratio in text.ratios(side, ranges[side], ranges[1 - side]):
                    noise.append((w, posterior * nu[side][w] / (nu[side][w] + (1 - nu[side][w]) * ratio)))
                    counted.append((w, posterior))

        def total(amounts, is_included):
            return sum(amount for w, amount in amounts if is_included(w))

        new = []
        for w, (kind, stem) in enumerate(KEYS):

            def same_class(v, kind=kind, stem=stem):
                return KEYS[v][0] == kind and (kind != "mark" or KEYS[v][1] == stem)

            of_class = total(noise, same_class) + CLASS_WEIGHT * PRIOR_NU[w]
            of_class /= total(counted, same_class) + CLASS_WEIGHT
            of_type = (total(noise, w.__eq__) + TYPE_WEIGHT * of_class) / (total(counted, w.__eq__) + TYPE_WEIGHT)
            new.append(min(max(of_type, NOISE_LIMITS[0]), NOISE_LIMITS[1]))
        refitted.append(new)
    return tuple(refitted)


class TestNoise:
    @pytest.mark.skipif(kernel.words is None, reason="the core is not compiled")
    @settings(max_examples=examples(100))
    @given(text=TEXTS, seed=st.integers(0, 2**32))
    def test_the_compiled_core_and_numpy_give_the_same_bits(self, text, seed):
        model, beads = text.model(), random_beads(text, seed)
        by_core = model.refit(beads)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kernel, "words", None)
            by_numpy = model.refit(beads)
        assert by_core.source.noise.tolist() == by_numpy.source.noise.tolist()
        assert by_core.target.noise.tolist() == by_numpy.target.noise.tolist()

    @pytest.mark.skipif(kernel.words is None, reason="the core is not compiled")
    def test_beads_outside_of_the_text_raise(self):
        model = WordOracle([[0], [3]], [[0, 3]], [(0, 0, 0.9, 0.9), (3, 3, 0.8, 0.8)]).model()
        one, p = np.array([1]), np.array([1.0])
        for source_start, source_count in [(0, 3), (2, 1), (-1, 1), (0, -1)]:
            with pytest.raises((ValueError, IndexError)):
                model.source.refit(np.array([source_start]), np.array([source_count]), 0 * one, one, p)
            with pytest.raises((ValueError, IndexError)):
                model.target.refit(0 * one, one, np.array([source_start]), np.array([source_count]), p)

    @settings(max_examples=examples(40))
    @given(text=TEXTS, seed=st.integers(0, 2**32))
    def test_a_refit_gives_what_the_equations_give(self, text, seed):
        model, nu = text.model(), (PRIOR_NU, PRIOR_NU)
        for round in range(2):
            beads = random_beads(text, seed + round)
            model, nu = model.refit(beads), refit_noise(text, beads, nu)
            # types that do not occur are not in a model
            for noise, expected, side in zip(noise_by_type(text, model), nu, text.sides, strict=True):
                types = {token for sentence in side for token in sentence}
                assert [noise[w] for w in types] == pytest.approx([expected[w] for w in types])

    def test_a_type_whose_translations_are_in_their_beads_becomes_reliable(self):
        source, target = [[0, 2, 4, 4, 4], [1, 3, 4, 4, 4]], [[0, 3, 4, 4, 4], [1, 2, 4, 4, 4]]
        text = WordOracle(source * 30, target * 30, [(k, k, 0.9, 0.9) for k in range(4)])
        beads = BeadPosteriors(np.arange(60), np.arange(60), *[np.ones(60, np.intp)] * 2, np.ones(60))
        model = text.model()
        for _ in range(5):
            model = model.refit(beads)
        in_beads, elsewhere = model.target.noise[:2], model.target.noise[2:4]
        assert max(in_beads) < 0.2
        assert min(elsewhere) > 0.7

    def test_noise_can_be_taken_from_another_model_of_the_text(self):
        text = WordOracle([[0, 2], [1, 3]], [[0, 3], [1, 2]], [(k, k, 0.9, 0.9) for k in range(4)])
        beads = BeadPosteriors(np.arange(2), np.arange(2), *[np.ones(2, np.intp)] * 2, np.ones(2))
        before = text.model()
        after = before.refit(beads)
        assert noise_by_type(text, before) != noise_by_type(text, after)
        assert noise_by_type(text, before.with_noise_of(after)) == noise_by_type(text, after)

    def test_parameters_are_the_mean_reliability_of_each_side(self):
        text = WordOracle([[0, 3, 1]], [[0, 3]], [(0, 0, 0.9, 0.9), (3, 3, 0.8, 0.8)])
        assert text.model().parameters() == pytest.approx({"reliable_source": 0.55, "reliable_target": 0.55})
