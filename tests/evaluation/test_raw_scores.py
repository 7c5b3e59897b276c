"""End-to-end scores: each rule with a small document."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.evaluation import score_raw
from aligner.evaluation.raw_gold import canonical, gold_of_pairs, gold_of_segments
from aligner.evaluation.raw_scores import PrintedPair, judge_raw, score_judged_raw

SEGMENTS = [
    ("aa. bb.", "one. two."),
    ("cc.", "three."),
    ("dd.", ""),
    ("ee.", "five. six."),
    ("", "seven."),
    ("ff.", "eight."),
]
GOLD = gold_of_pairs(SEGMENTS)


def scores(*pairs, gold=GOLD):
    return score_raw(gold, [PrintedPair(*pair) for pair in pairs])


def test_gold_against_itself():
    result = scores(*SEGMENTS)
    assert (*result.cut, *result.pair, *result.null) == (1,) * 9
    assert (result.source_accuracy, result.target_accuracy, result.coverage, result.lost) == (1, 1, 1, 0)


def test_white_space_and_marks_of_direction_do_not_count():
    result = scores(*((f"\u200f {source}\n", target.replace(".", " .")) for source, target in SEGMENTS))
    assert (result.cut.f1, result.pair.f1, result.lost) == (1, 1, 0)


def test_text_without_a_partner_may_be_left_out():
    result = scores(*(pair for pair in SEGMENTS if all(pair)))
    assert (result.cut.f1, result.pair.f1, result.null.f1) == (1, 1, 1)
    assert result.coverage < 1


def test_a_cut_inside_one_segment_on_both_sides_does_not_count():
    result = scores(("aa.", "one."), ("bb.", "two."), *SEGMENTS[1:])
    assert (result.cut.f1, result.pair.f1, result.inner_cuts, result.predicted_pairs) == (1, 1, 1, 4)


def test_pairs_are_joined_only_if_nothing_is_missing_between_them():
    gold = gold_of_pairs([("aa. bb. cc.", "1. 2. 3."), ("dd.", "4.")])
    result = scores(("aa.", "1."), ("cc.", "3."), ("dd.", "4."), gold=gold)
    assert (result.predicted_pairs, result.pair.precision) == (3, 1 / 3)


def test_a_cut_inside_on_one_side_is_wrong():
    result = scores(("aa.", "one. two."), ("bb.", ""), *SEGMENTS[1:])
    assert (result.cut.precision, result.cut.recall, result.wrong_cuts) == (5 / 6, 1, 1)


def test_two_segments_in_one_pair_miss_a_cut():
    result = scores(("aa. bb. cc.", "one. two. three."), *SEGMENTS[2:])
    assert (result.cut.precision, result.cut.recall, result.pair.recall) == (1, 4 / 5, 2 / 4)
    earned = (6 * 8 / 14 + 3 * 6 / 14 + 3 + 3 + 3) / 18
    assert result.source_accuracy == pytest.approx(earned)


def test_a_pair_of_texts_without_partners_moves_no_cut_but_is_wrong():
    gold = gold_of_pairs([("a", "1"), ("b", ""), ("", "2"), ("c", "3")])
    result = scores(("a", "1"), ("b", "2"), ("c", "3"), gold=gold)
    assert (result.cut.f1, result.pair.precision, result.pair.recall, result.null.f1) == (1, 2 / 3, 1, 0)


def test_a_text_that_was_changed_is_lost():
    result = scores(("zzz", "one. two."), *SEGMENTS[1:])
    assert (result.lost, result.texts, result.pair.recall) == (1, 10, 3 / 4)


def test_no_output():
    result = scores()
    assert (result.cut.f1, result.pair.f1, result.coverage) == (0, 0, 0)


def test_a_document_of_one_segment_has_no_cuts():
    result = scores(("a", "1"), gold=gold_of_pairs([("a", "1")]))
    assert result.cut == (1, 1, 1)
    assert result.null is None


def test_cuts_by_what_is_seen_there():
    source, target = "aa.\nbb cc. dd", "1.\n2 3. 4"
    spans = [((0, 3), (0, 2)), ((4, 6), (3, 4)), ((7, 10), (5, 7)), ((11, 13), (8, 9))]
    gold = gold_of_segments(source, target, spans, "gold.json")
    result = scores(("aa.", "1."), ("bb cc.", "2 3."), ("dd", "4"), gold=gold)
    assert result.by_cut_kind == {"paragraph": (1, 1.0), "mark": (1, 1.0), "none": (1, 0.0)}


def test_confidence_is_right_within_a_segment_and_between_corners():
    pairs = [PrintedPair("aa.", "one.", 0.9), PrintedPair("bb. cc.", "two. three.", 0.2)]
    judged = judge_raw(GOLD, [*pairs, PrintedPair("ee. ff.", "five. six.", 0.5)])
    assert [(pair.confidence, pair.right) for pair in judged.placed] == [(0.9, True), (0.2, False), (0.5, False)]


@pytest.mark.parametrize(
    ("spans", "problem"),
    [
        ([((0, 2), (0, 1))], "the source text 'bb' after the last segment is in no segment"),
        ([((0, 2), (0, 1)), ((1, 5), None)], "segment 2 has the source span [1, 5], after 2 of 5 characters"),
        ([((0, 9), (0, 1))], "segment 1 has the source span [0, 9], after 0 of 5 characters"),
        ([((3, 5), (0, 1))], "the source text 'aa' before segment 1 is in no segment"),
    ],
)
def test_segments_that_do_not_cover_the_text(spans, problem):
    with pytest.raises(InputError, match=r"gold\.json: ") as error:
        gold_of_segments("aa bb", "1", spans, "gold.json")
    assert error.value.problem == problem


def test_characters_that_do_not_count_may_be_in_no_segment():
    gold = gold_of_segments("\u200faa\u200f bb\u200e", "1", [((1, 3), (0, 1)), ((5, 7), None)], "gold.json")
    assert (gold.source, gold.spans) == ("aabb", [((0, 2), (0, 1)), ((2, 4), None)])


texts = st.text("ab.", max_size=4)


@settings(max_examples=15)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5), st.lists(st.tuples(texts, texts), max_size=5))
def test_figures_are_shares(segments, pairs):
    result = scores(*pairs, gold=gold_of_pairs(segments))
    shares = [*result.cut, *result.pair, *(result.null or ()), result.source_accuracy, result.target_accuracy]
    assert all(0 <= share <= 1 + 1e-12 for share in (*shares, result.coverage))
    of_gold = scores(*segments, gold=gold_of_pairs(segments))
    assert (of_gold.cut.f1, of_gold.lost) == (1, 0)
    assert of_gold.pair.f1 == (1 if of_gold.gold_pairs else 0)


def test_counts_are_summed_over_documents():
    judged = [judge_raw(GOLD, [PrintedPair(*pair) for pair in SEGMENTS]), judge_raw(GOLD, [])]
    assert score_judged_raw(judged).cut.recall == 0.5


def test_canonical_characters():
    assert canonical("é\u00a0\u200f") == "e\u0301"
