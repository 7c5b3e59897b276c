"""The translation table of words whose vectors are near each other."""

from math import exp, sqrt

import numpy as np
import pytest
from aligning import ARABIC, ENGLISH, documents

from aligner.align.shared_lexicon import SharedLexicon
from aligner.bitext import Parallel
from aligner.lexical.translation_table import TranslationTable, merge_tables
from aligner.lexical.vocabulary import Vocabulary
from aligner.semantic import word_neighbours as module
from aligner.semantic.word_neighbours import LEAST, SHARE, SHARPNESS, word_neighbours

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


def test_there_are_no_translations_without_words_or_vectors(vocabularies):
    assert not len(word_neighbours(vocabularies, merge_tables([]), lambda words: None).source)
    empty = Vocabulary("ar", "en")
    empty.add(["12 34"])
    assert not len(word_neighbours((empty, vocabularies[1]), merge_tables([]), encode).source)


class Asked:
    """A source of vectors that notes for which words it is asked."""

    def __init__(self):
        self.words = []

    def of_words(self, words):
        self.words += words


@pytest.mark.parametrize(
    ("languages", "has_neighbours"), [pytest.param(("ar", "en"), False, id="with a lexicon"), (("fa", "ca"), True)]
)
def test_words_have_neighbours_only_without_a_lexicon(languages, has_neighbours):
    vectors = Asked()
    SharedLexicon.from_documents([Parallel(*documents(ARABIC, ENGLISH, languages))], [], vectors=vectors)
    assert bool(vectors.words) == has_neighbours
