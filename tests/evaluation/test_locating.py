"""Places of texts by their order: cases, and a search over all ways to place a few texts."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.evaluation import locating
from aligner.evaluation.locating import locate


def test_texts_without_gaps():
    assert locate(["ab", "", "c"], "abcd") == [(0, 2), None, (2, 3)]


def test_a_repeated_text_follows_the_one_before():
    assert locate(["no", "yes", "why"], "yesnoyeswhy") == [(3, 5), (5, 8), (8, 11)]


def test_of_equal_places_the_one_without_a_gap_is_taken():
    assert locate(["a", "b"], ".a.ab") == [(3, 4), (4, 5)]


def test_a_text_that_is_not_there_does_not_derail_the_others():
    assert locate(["a", "xx", "c"], "abc") == [(0, 1), None, (2, 3)]


def test_a_text_out_of_order_is_left_out_if_the_others_have_more_characters():
    assert locate(["cc", "aaa", "bbb"], "aaabbbcc") == [None, (0, 3), (3, 6)]


def test_a_frequent_text_is_placed_behind_another(monkeypatch):
    monkeypatch.setattr(locating, "MAX_PLACES", 3)
    assert locate(["bb", "."], "....bb....") == [(4, 6), (6, 7)]


def placements(items, text, start=0):
    """All lists of places that ascend and do not overlap."""
    if not items:
        yield []
        return
    for rest in placements(items[1:], text, start):
        yield [None, *rest]
    for at in range(start, len(text)):
        if items[0] and text.startswith(items[0], at):
            end = at + len(items[0])
            for rest in placements(items[1:], text, end):
                yield [(at, end), *rest]


def worth(places):
    """Characters, and the number of texts that follow the one before, or the beginning, without a gap."""
    placed = [(0, 0), *(place for place in places if place)]
    adjacent = sum(first[1] == second[0] for first, second in pairwise(placed))
    return sum(end - start for start, end in placed), adjacent


@settings(max_examples=20)
@given(st.lists(st.text("ab", max_size=2), max_size=3), st.text("ab", max_size=5))
def test_no_other_way_places_more_characters_or_has_fewer_gaps(items, text):
    places = locate(items, text)
    assert places in list(placements(items, text))
    assert worth(places) == max(map(worth, placements(items, text)))


@pytest.mark.parametrize("block", [1, 2, 3])
@given(st.text("ab", min_size=1, max_size=7), st.text("ab", max_size=20))
def test_blocks_find_all_occurrences(block, item, text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locating, "BLOCK", block)
        starts = locating._Occurrences(text).of(item)
    assert starts == [at for at in range(len(text)) if text.startswith(item, at)]
