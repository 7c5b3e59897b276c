"""Texts of which only a part is translated: a chapter, or what is left of a file that was cut off."""

import math

import numpy as np
import pytest
from aligner.align.group import PairGroup
from aligner.lattice.terms import SummedCosts
from aligning import ARABIC, COUNT, ENGLISH, MADE_UP, aligned_in_one_call, one_to_one

from aligner.align import em
from aligner.align.methods import METHODS
from aligner.align.models import Models
from aligner.align.partial import choose_full_or_partial
from aligner.align.text_pair import TextPair
from aligner.evidence.end_gaps import EndGapTerm
from aligner.evidence.length_model import LengthModel
from aligner.lattice.costs import costs_of_all_kinds, dequantize
from aligner.lattice.grid import Band, Block
from aligner.lattice.viterbi import best_paths
from aligner.lexical import lexicon


def lengths(n, seed=1):
    return np.maximum(np.random.default_rng(seed).lognormal(4, 0.6, n).round(), 1.0)


def chosen_gap_kinds(sizes):
    """For each text of these lengths, the kind of the beads in its end gaps, or None."""
    method = METHODS["length"]
    group = PairGroup([TextPair(sides) for sides in sizes], method)
    return [model.gap_kind for model in choose_full_or_partial(group, method.first_models(group.pairs)).lengths]


def kept(where, n, share):
    """The numbers of the sentences that are left of a text of n sentences.

    where: the place of the missing ones. share: their share of the text.
    """
    missing = int(n * share)
    first = {"beginning": 0, "end": n - missing, "middle": (n - missing) // 2}
    if where == "both ends":
        return [*range(missing // 2, n - missing + missing // 2)]
    return [number for number in range(n) if not first[where] <= number < first[where] + missing]


def translated(n):
    """Sentences of made-up words, and their translations."""
    rng = np.random.default_rng(4)
    chosen = [rng.choice(len(MADE_UP), size, replace=False) for size in rng.integers(3, 15, n)]
    return [[" ".join(MADE_UP[number][side] for number in numbers) + "." for numbers in chosen] for side in (0, 1)]


# Sentences of the story that are left on one side: the first, the number of the one after the last, and the side.
PARTS_OF_THE_STORY = [
    (begin, min(begin + size, COUNT), shorter)
    for begin in range(0, COUNT - 4, 3)
    for size in (4, 7, 11)
    for shorter in ("source", "target")
]
LARGE_PARTS = [
    (where, share, shorter)
    for where in ("beginning", "end", "middle", "both ends")
    for share in (0.3, 0.5)
    for shorter in (0, 1)
]


@pytest.fixture(scope="module")
def beads_of_parts_of_the_story():
    texts = [
        (ARABIC[begin:end], ENGLISH) if shorter == "source" else (ARABIC, ENGLISH[begin:end])
        for begin, end, shorter in PARTS_OF_THE_STORY
    ]
    return dict(zip(PARTS_OF_THE_STORY, aligned_in_one_call(texts), strict=True))


@pytest.fixture(scope="module")
def beads_of_large_parts():
    """The beads of 50 sentences and their translations, with some missing on one side, and a lexicon of all words."""
    texts = []
    for where, share, shorter in LARGE_PARTS:
        sides = translated(50)
        sides[shorter] = [sides[shorter][number] for number in kept(where, 50, share)]
        texts.append(sides)
    words = lexicon.from_entries(*zip(*MADE_UP, strict=True), [0.9] * len(MADE_UP), "ar", "en")
    return dict(zip(LARGE_PARTS, aligned_in_one_call(texts, [words]), strict=True))


class TestPartialTextsAreFound:
    @pytest.mark.parametrize(("begin", "end", "shorter"), PARTS_OF_THE_STORY)
    def test_some_sentences_of_a_story(self, begin, end, shorter, beads_of_parts_of_the_story):
        pairs = [(k - begin, k) if shorter == "source" else (k, k - begin) for k in range(begin, end)]
        assert one_to_one(beads_of_parts_of_the_story[begin, end, shorter]) == pairs

    @pytest.mark.parametrize(("where", "share", "shorter"), LARGE_PARTS)
    def test_a_large_part_is_missing(self, where, share, shorter, beads_of_large_parts):
        left = kept(where, 50, share)
        pairs = [(at, number) if shorter == 0 else (number, at) for at, number in enumerate(left)]
        found = one_to_one(beads_of_large_parts[where, share, shorter])
        assert len(set(found) & set(pairs)) >= len(pairs) - 2
        assert len(found) <= len(pairs) + 1

    @pytest.mark.parametrize(
        ("n", "where", "share"),
        [
            *((120, where, 0.4) for where in ("beginning", "end", "both ends")),
            *(
                pytest.param(300, where, share, marks=pytest.mark.slow)
                for where in ("beginning", "end", "both ends")
                for share in (0.3, 0.5)
            ),
            pytest.param(1000, "end", 0.3, marks=pytest.mark.slow),
        ],
    )
    def test_lengths_alone_are_enough_if_sentences_are_missing_at_the_ends(self, n, where, share):
        source = lengths(n)
        target = (source * np.random.default_rng(2).lognormal(0, 0.1, n) * 1.2).round()
        left = kept(where, n, share)
        (path,) = em.align_lengths([(source, target[left])], "length")
        pairs = {tuple(node) for node, step in zip(path.tolist(), np.diff(path, axis=0), strict=False) if step.all()}
        assert len(pairs & {(number, at) for at, number in enumerate(left)}) > 0.95 * len(left)

    def test_a_full_translation_has_no_end_gaps(self):
        source = lengths(60)
        halves = np.repeat(source / 2, 2)  # each sentence is translated as two
        assert chosen_gap_kinds([(source, halves)]) == [None]

    def test_texts_with_nothing_in_common_are_not_partial(self):
        sizes = [(lengths(40, seed), lengths(20, seed + 1)) for seed in range(10)]
        assert sum(kind is not None for kind in chosen_gap_kinds(sizes)) <= 1


class TestPartialModel:
    @pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 5), (5, 0), (10, 10), (10, 12), (12, 10)])
    def test_texts_of_about_as_many_sentences_are_not_partial(self, n, m):
        assert LengthModel.from_lengths(lengths(n), lengths(m)).as_partial(n, m) is None

    def test_the_ratio_is_that_of_the_mean_lengths_of_sentences(self):
        source = lengths(30)
        target = 2 * source[:10]
        found = LengthModel.from_lengths(source, target).as_partial(30, 10)
        assert found.ratio == pytest.approx(target.mean() / source.mean())
        assert found.gap_kind == (1, 0)
        assert LengthModel.from_lengths(target, source).as_partial(10, 30).gap_kind == (0, 1)

    def test_the_published_model_has_no_end_gaps(self):
        model = em.METHODS["gale-church"].model.from_lengths(lengths(30), lengths(10))
        assert model.as_partial(30, 10) is None


class TestEndGapTerm:
    @staticmethod
    def costs(n, m):
        model = LengthModel.from_lengths(lengths(n), lengths(m)).as_partial(n, m)
        length = LengthModel.costs([model], [(lengths(n), lengths(m))])
        return SummedCosts(length, [EndGapTerm([model], [(n, m)], length.kinds)]), length, model

    @staticmethod
    def at(costs, i, j):
        texts = np.zeros(1, np.intp)
        known = [side.at(texts, np.array([at])) for side, at in zip(costs.sides, (i, j), strict=True)]
        return dequantize(costs_of_all_kinds(costs, texts, *known)[:, 0])

    @pytest.mark.parametrize("j", [0, 4])
    @pytest.mark.parametrize("missing", [1, 3, 8])
    def test_an_end_gap_costs_as_much_as_one_sentence(self, j, missing):
        costs, _, model = self.costs(12, 4)
        ends = range(1, missing + 1) if j == 0 else range(13 - missing, 13)
        paid = sum(self.at(costs, i, j)[-2] for i in ends)
        assert paid == pytest.approx(-math.log(model.priors[1, 0]), abs=0.01)

    def test_other_beads_cost_what_they_cost_without_end_gaps(self):
        costs, length, _ = self.costs(12, 4)
        for i, j in [(3, 2), (6, 1), (8, 3), (7, 4), (6, 0)]:
            assert self.at(costs, i, j)[:-2].tolist() == self.at(length, i, j)[:-2].tolist()
            assert self.at(costs, i, j)[-1] == self.at(length, i, j)[-1]
        for i, j in [(3, 2), (6, 1), (8, 3)]:
            assert self.at(costs, i, j)[-2] == self.at(length, i, j)[-2]

    def test_no_bead_costs_less_than_its_floors(self):
        costs, length, _ = self.costs(14, 5)
        priors = dequantize(costs.priors(np.zeros(1, np.intp))[:, 0])
        of_source, of_target = costs.floors(0)
        for i in range(1, 15):
            for j in range(1, 6):
                alone = (self.at(costs, i, j) - priors)[-2:]
                assert alone[0] >= of_source[0][i] - 1e-9
                assert alone[1] >= of_target[0][j] - 1e-9
        assert (of_source[1:] == length.floors(0)[0][1:]).all()

    def test_a_text_costs_the_same_beside_a_partial_one(self):
        sizes = [(lengths(9), lengths(8)), (lengths(12), lengths(4))]
        whole, part = (LengthModel.from_lengths(*sides) for sides in sizes)
        pairs = [TextPair(sides) for sides in sizes]
        models = Models([whole, part.as_partial(12, 4)], [None, None])
        bands = [Band.full(Block(0, 0, 0, 9, 8))]
        beside = METHODS["length"].costs(pairs, models)
        alone = METHODS["length"].costs(pairs[:1], models.select([0]))
        assert np.array_equal(best_paths(beside, bands)[0], best_paths(alone, bands)[0])
