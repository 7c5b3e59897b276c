"""Word support: matches of content words on the other side of a bead, by translations that the texts did not teach."""

import math

import numpy as np
import pytest
from aligning import ARABIC, ENGLISH
from hypothesis import given
from hypothesis import strategies as st
from judging import paired_beads, words_of

from aligner.align.word_support import CHANCE, MATCHED, function_stems, nats_of_matches, word_support
from aligner.bitext import Bead
from aligner.lexical import lexicon


def support(source, target, beads=None, **options):
    """The support of the sentences of both sides, rounded."""
    found = word_support(words_of(source, target, **options), beads or paired_beads(len(source)))
    return found.source.round(1).tolist(), found.target.round(1).tolist()


def test_nats_are_the_log_likelihood_ratio():
    chance = 1 - math.exp(-CHANCE * 20)
    expected = 3 * math.log(MATCHED / chance) + 2 * math.log((1 - MATCHED) / (1 - chance))
    assert nats_of_matches(np.array(3), np.array(2), np.array(20)) == pytest.approx(expected)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 200))
def test_a_match_is_evidence_for_a_translation_and_a_miss_against_it(matched, unmatched, words):
    nats, with_match, with_miss = nats_of_matches(
        np.array([matched, matched + 1, matched]),
        np.array([unmatched, unmatched, unmatched + 1]),
        np.array([words] * 3),
    )
    assert with_miss < nats < with_match


def test_true_pairs_have_support_and_false_pairs_have_not():
    source, target = support(ARABIC, ENGLISH)
    assert min(source + target) > 0
    source, target = support(ARABIC, ENGLISH[8:] + ENGLISH[:8])
    assert sum(source) < 0 > sum(target)


def test_function_words_are_no_evidence():
    assert support(["في من على هو"], ["in of on he"]) == ([0.0], [0.0])


def test_words_that_no_lexicon_holds_are_no_evidence():
    assert support(["قزبلتم شغفندر"], ["blorp snarfle"]) == ([0.0], [0.0])


def test_numbers_are_evidence():
    assert support(["١٩٨٤"], ["1984"])[0][0] > 3
    assert support(["١٩٨٤"], ["1985"])[0][0] < 0


def test_a_word_counts_once():
    assert support(["كتاب"], ["book"]) == support(["كتاب كتاب كتاب"], ["book book book book"])


def test_sentence_without_partner_has_no_match():
    beads = [Bead(range(1), range(0), 1.0), Bead(range(1, 1), range(1), 1.0)]
    source, target = support(["كتاب وباب"], ["A book and a door."], beads)
    assert source[0] < 0 > target[0]


def test_a_side_has_no_more_misses_than_the_other_side_has_words():
    assert support(["كتاب"], ["door house river garden bread"])[1] == support(["كتاب"], ["door"])[1]


def test_translations_of_a_corpus_are_no_evidence():
    learned = lexicon.from_entries(["كتاب"], ["garden"], [0.9], "ar", "en")
    assert support(["كتاب"], ["garden"], corpus=[learned])[0][0] < 0
    assert support(["كتاب"], ["garden"], lexicons=[learned])[0][0] > 0


def test_without_a_lexicon_all_translations_are_evidence():
    learned = lexicon.from_entries(["kissa"], ["chat"], [0.9], "fi", "fr")
    assert support(["kissa"], ["chat"], languages=("fi", "fr"), corpus=[learned])[0][0] > 0


def test_a_language_without_function_words_has_its_usual_first_words():
    assert "the" in function_stems("en")
    assert "der" in function_stems("de")
    assert function_stems("qaa") == frozenset()
