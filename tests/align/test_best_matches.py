"""Best matches of sentences without regard to their order, and those that cross others."""

from itertools import pairwise

from aligning import ARABIC, COUNT, ENGLISH
from hypothesis import given
from hypothesis import strategies as st
from judging import paired_beads, words_of

from aligner.align.best_matches import BestMatch, best_matches, displaced
from aligner.align.word_support import word_support


def matches(source, target):
    """(source, target) of the best matches of two lists of sentences."""
    count = min(len(source), len(target))
    return [match[:2] for match in best_matches(word_support(words_of(source, target), paired_beads(count)))]


def test_sentences_match_their_translations():
    found = matches(ARABIC, ENGLISH)
    assert len(found) > COUNT / 2
    assert all(i == j for i, j in found)


def test_sentences_match_their_translations_in_any_order():
    half = COUNT // 2
    found = matches(ARABIC, ENGLISH[half:] + ENGLISH[:half])
    assert len(found) > COUNT / 2
    assert all((i + half) % COUNT == j for i, j in found)


def test_sentences_that_are_the_same_have_no_best_match():
    assert matches(["قرأ سامي كتابا عن البحر والجبل والنهر."] * 5, ["Sami read a book about the sea."] * 5) == []


def test_texts_without_content_have_none():
    assert matches(["من في"], ["of in"]) == []


def at(*targets):
    """Matches of consecutive source sentences with target sentences."""
    return [BestMatch(source, target, 9.0) for source, target in enumerate(targets)]


def test_matches_in_order_do_not_cross():
    assert displaced(at(0, 2, 3, 7)) == []


def test_a_sentence_that_was_moved_crosses_the_others():
    assert [match.source for match in displaced(at(1, 2, 3, 0, 4))] == [3]


def test_half_of_the_matches_cross_if_the_halves_were_exchanged():
    assert len(displaced(at(3, 4, 5, 0, 1, 2))) == 3


@given(st.permutations(range(8)))
def test_the_others_are_in_order_and_none_could_be_added(targets):
    crossing = displaced(at(*targets))
    rest = [match for match in at(*targets) if match not in crossing]
    assert all(left.target < right.target for left, right in pairwise(rest))
    longest = [1] * len(targets)
    for right in range(len(targets)):
        for left in range(right):
            if targets[left] < targets[right]:
                longest[right] = max(longest[right], longest[left] + 1)
    assert len(rest) == max(longest)
