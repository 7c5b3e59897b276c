"""The translation table of words whose vectors are near each other."""

from math import exp, sqrt

import numpy as np
import pytest
from aligning import ARABIC, ENGLISH, documents

from aligner.align import shared_lexicon
from aligner.align.shared_lexicon import SharedLexicon
from aligner.bitext import Parallel
from aligner.lexical.translation_table import TranslationTable, merge_tables
from aligner.lexical.vocabulary import Vocabulary
from aligner.semantic import word_neighbours as module
from aligner.semantic.word_neighbours import (
    LEAST,
    LEAST_MARGIN,
    MARGIN_SPAN,
    SHARE,
    SHARPNESS,
    word_neighbours,
)

ANGLES = {"بحر": 0, "قمر": 80, "كتاب": 170, "sea": 10, "moon": 85, "ocean": 20, "harbour": 120, "at": 0}


def encode(words):
    """Vectors in the plane, of another length than 1."""
    turns = np.radians([ANGLES[word] for word in words])
    return 3 * np.stack([np.cos(turns), np.sin(turns)], axis=1).astype(np.float32)


@pytest.fixture
def vocabularies():
    source, target = Vocabulary("ar", "en"), Vocabulary("en", "ar")
    source.add(["بحر قمر كتاب 12"])
    target.add(["the sea, moon ocean harbour at 12".replace("the ", "")])
    return source, target


def entries(vocabularies, table):
    """{(source word, target word): (forward, backward)}."""
    source, target = (vocabulary.surface_forms for vocabulary in vocabularies)
    return {
        (source[u], target[w]): (forward, backward)
        for u, w, forward, backward in zip(*(column.tolist() for column in table), strict=True)
    }


def probability(angle, all_angles):
    weight, total = (sum(exp(SHARPNESS * np.cos(np.radians(a))) for a in part) for part in ([angle], all_angles))
    return SHARE * sqrt((np.cos(np.radians(angle)) - LEAST) / (1 - LEAST)) * weight / total


def test_near_words_are_translations_and_short_words_and_numbers_are_not(vocabularies):
    found = entries(vocabularies, word_neighbours(vocabularies, merge_tables([]), encode))
    assert set(found) == {("بحر", "sea"), ("بحر", "ocean"), ("قمر", "moon"), ("قمر", "harbour"), ("كتاب", "harbour")}
    assert found["بحر", "sea"][0] == pytest.approx(probability(10, [10, 85, 20, 120]), abs=1e-6)
    assert found["بحر", "sea"][1] == pytest.approx(probability(10, [10, 70, 160]), abs=1e-6)


def test_a_word_that_a_lexicon_translates_gets_no_neighbours(vocabularies):
    number = vocabularies[0].surface_forms.index("بحر"), vocabularies[1].surface_forms.index("sea")
    for weights, expected in [((0.4, 0.1), False), ((0.1, 0.1), True)]:
        given = TranslationTable.from_pairs([(*number, *weights)])
        found = entries(vocabularies, word_neighbours(vocabularies, given, encode))
        assert (("بحر", "ocean") in found) is expected
        assert ("قمر", "moon") in found


def test_only_the_nearest_words_are_translations(vocabularies, monkeypatch):
    monkeypatch.setattr(module, "NEIGHBOURS", 1)
    monkeypatch.setattr(module, "_ROWS", 2)
    found = entries(vocabularies, word_neighbours(vocabularies, merge_tables([]), encode))
    assert found["بحر", "ocean"] == (0.0, pytest.approx(SHARE * sqrt((np.cos(np.radians(20)) - LEAST) / (1 - LEAST))))


SOURCE_WORDS, TARGET_WORDS = ("بحر", "قمر", "كتاب"), ("sea", "moon", "ocean", "harbour")


def cosine(word, other):
    return np.cos(np.radians(ANGLES[word] - ANGLES[other]))


def margin(word, other, crowd):
    """The margin of a source and a target word, where r is the mean of the `crowd` largest cosines of a word."""
    of_word = sorted(cosine(word, w) for w in TARGET_WORDS)[-crowd:]
    of_other = sorted(cosine(u, other) for u in SOURCE_WORDS)[-crowd:]
    return cosine(word, other) - (np.mean(of_word) + np.mean(of_other)) / 2


@pytest.mark.parametrize("rows", [2, 1024])
def test_by_margin_words_must_be_neighbours_in_both_directions(vocabularies, monkeypatch, rows):
    monkeypatch.setattr(module, "CROWD", 2)
    monkeypatch.setattr(module, "_ROWS", rows)
    found = entries(vocabularies, word_neighbours(vocabularies, merge_tables([]), encode, by_margin=True))
    # The moon and the harbour are near each other, too, but the harbour is nearer to the book.
    assert set(found) == {("بحر", "sea"), ("بحر", "ocean"), ("قمر", "moon"), ("كتاب", "harbour")}
    margins = {(u, w): margin(u, w, 2) for u in SOURCE_WORDS for w in TARGET_WORDS}
    for u, w in found:
        scale = SHARE * sqrt(min((margins[u, w] - LEAST_MARGIN) / MARGIN_SPAN, 1.0)) * exp(SHARPNESS * margins[u, w])
        forward = scale / sum(exp(SHARPNESS * margins[u, other]) for other in TARGET_WORDS)
        backward = scale / sum(exp(SHARPNESS * margins[other, w]) for other in SOURCE_WORDS)
        assert found[u, w] == (pytest.approx(forward, abs=1e-6), pytest.approx(backward, abs=1e-6))


def test_there_are_no_translations_without_words_or_vectors(vocabularies):
    assert not len(word_neighbours(vocabularies, merge_tables([]), lambda words: None).source)
    empty = Vocabulary("ar", "en")
    empty.add(["12 34"])
    assert not len(word_neighbours((empty, vocabularies[1]), merge_tables([]), encode).source)


@pytest.mark.parametrize(
    ("languages", "by_margin"), [pytest.param(("ar", "en"), True, id="with a lexicon"), (("fa", "ca"), False)]
)
def test_neighbours_are_judged_by_their_margin_where_a_lexicon_holds_most_words(monkeypatch, languages, by_margin):
    calls = []

    def note(vocabularies, given, encode, *, by_margin):
        calls.append(by_margin)
        return merge_tables([])

    monkeypatch.setattr(shared_lexicon, "word_neighbours", note)
    pair = Parallel(*documents(ARABIC, ENGLISH, languages))
    SharedLexicon.from_documents([pair], [])
    assert calls == []
    SharedLexicon.from_documents([pair], [], vectors=NoVectors())
    assert calls == [by_margin]


class NoVectors:
    """A source of vectors that has none."""

    def of_words(self, words):
        return None


def test_many_words_get_no_neighbours_by_margin(vocabularies, monkeypatch):
    monkeypatch.setattr(module, "MAX_WORDS_BY_MARGIN", 3)  # the target has four words
    assert len(word_neighbours(vocabularies, merge_tables([]), encode).source)
    assert not len(word_neighbours(vocabularies, merge_tables([]), encode, by_margin=True).source)
