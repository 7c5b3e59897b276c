"""Texts of which only a part is translated: a chapter, or what is left of a file that was cut off."""

import numpy as np
import pytest
from aligning import ARABIC, COUNT, ENGLISH, MADE_UP, aligned_in_one_call, one_to_one

from aligner.align import em
from aligner.align.methods import METHODS
from aligner.align.partial import choose_full_or_partial
from aligner.align.text_pair import TextPair
from aligner.align.text_search import TextSearch
from aligner.evidence.length_model import LengthModel
from aligner.lexical import lexicon


def lengths(n, seed=1):
    return np.maximum(np.random.default_rng(seed).lognormal(4, 0.6, n).round(), 1.0)


def chosen_gap_kind(*sides):
    """The kind of the beads in the end gaps of a text of these lengths, or None."""
    search = TextSearch(TextPair(sides), METHODS["length"])
    return choose_full_or_partial(search, METHODS["length"].first_models(search.pair)).length.gap_kind


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
        assert chosen_gap_kind(source, halves) is None

    def test_texts_with_nothing_in_common_are_not_partial(self):
        sizes = [(lengths(40, seed), lengths(20, seed + 1)) for seed in range(10)]
        assert sum(chosen_gap_kind(*sides) is not None for sides in sizes) <= 1


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
