"""Doubts about texts and the confidence that they leave: cases that a linguist can edit, and the rules one by one."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from aligning import ARABIC, COUNT, ENGLISH, align_one, documents
from hypothesis import given
from hypothesis import strategies as st

from aligner.align import em
from aligner.align.doubts import MIN_RUN_DOUBT, runs
from aligner.bitext import Parallel
from aligner.diagnostics import DOUBTS, Doubt

CASES = Path(__file__).parent.parent / "cases" / "doubts.txt"


def read_cases():
    """(comment, expected kind of doubt or `none`, Arabic lines, English lines) of each case."""
    *blocks, rest = CASES.read_text(encoding="utf-8").split("\n===\n")
    assert not rest.strip(), "the last block does not end in ==="
    for block in blocks:
        arabic, english = (part.strip("\n").split("\n") for part in block.split("\n---\n"))
        yield arabic[0].removeprefix("# "), arabic[1], arabic[2:], english


ALL_CASES = list(read_cases())
SWAPPED = ALL_CASES[::3]


@pytest.fixture(scope="module")
def results():
    """(beads, doubts) of the cases by comment and source language; aligned in one call, for speed.

    Every third case stands in the other order of the languages, too.
    """
    pairs = {(comment, "ar"): documents(arabic, english) for comment, _, arabic, english in ALL_CASES}
    pairs |= {(comment, "en"): documents(english, arabic, ("en", "ar")) for comment, _, arabic, english in SWAPPED}
    aligned = em.align_documents([Parallel(*pair) for pair in pairs.values()], "hybrid")
    return {key: (bitext.beads, found.doubts) for key, (bitext, found) in zip(pairs, aligned, strict=True)}


def test_cases_have_different_names():
    assert len({comment for comment, *_ in ALL_CASES}) == len(ALL_CASES)
    assert {kind for _, kind, *_ in ALL_CASES} <= {*DOUBTS, "none"}


@pytest.mark.parametrize(("comment", "kind"), [pytest.param(*case[:2], id=case[0]) for case in ALL_CASES])
def test_case(results, comment, kind):
    assert first_kind(results[comment, "ar"][1]) == kind


@pytest.mark.parametrize(("comment", "kind"), [pytest.param(*case[:2], id=case[0]) for case in SWAPPED])
def test_case_with_the_languages_in_the_other_order(results, comment, kind):
    assert first_kind(results[comment, "en"][1]) == kind


def first_kind(doubts):
    """The kind of the gravest doubt, or `none`."""
    return next((doubt.kind for doubt in doubts), "none")


@pytest.mark.parametrize("comment", [comment for comment, kind, *_ in ALL_CASES if kind == "unrelated"])
def test_false_pairs_have_low_confidence(results, comment):
    beads, ((_, source, target, _), *_) = results[comment, "ar"]
    of_stretch = [bead for bead in beads if bead.paired and bead.source[0] in source and bead.target[0] in target]
    assert all(bead.confidence < 0.2 for bead in of_stretch)


def test_pairs_outside_of_a_doubted_stretch_keep_their_confidence(results):
    beads, _ = results["a passage of the translation is from another text", "ar"]
    assert [bead.confidence > 0.9 for bead in beads[:4]] == [True] * 4


def test_side_and_ranges_of_a_missing_passage(results):
    comment = "a passage is missing from the translation"
    assert results[comment, "ar"][1] == [Doubt("no-partner", range(4, 10), range(4, 4), "source")]


def test_a_summary_joins_no_sentences_with_confidence():
    arabic = ["هطلت أمطار غزيرة على المدينة", "غمرت المياه شوارع كثيرة", "توقفت السيارات ساعات", "أغلقت المدارس."]
    arabic += ["قالت الأرصاد إن المطر سيستمر", "دعت البلدية السكان إلى البقاء في بيوتهم", "أنقذ الجنود عشرين شخصا."]
    english = ["Heavy rain flooded the city and closed the schools.", "Forecasters expect more rain."]
    bitext, found = align_one(*documents(arabic, english))
    assert [doubt.kind for doubt in found.doubts if doubt.kind != "no-partner"] == ["abridged"]
    assert all(bead.confidence < 0.5 for bead in bitext.beads if len(bead.source) > 2)


def test_order_names_two_sentences_that_match():
    doubts = align_one(*documents(ARABIC, ENGLISH[8:] + ENGLISH[:8]))[1].doubts
    ((_, (i,), (j,), _),) = [doubt for doubt in doubts if doubt.kind == "order"]
    assert (i + 8) % COUNT == j


def test_a_story_leaves_no_doubt():
    for method in ("hybrid", "length"):
        assert align_one(*documents(ARABIC, ENGLISH), method)[1].doubts == []


def test_a_method_without_words_sees_lengths_and_rows():
    doubts = align_one(*documents(ARABIC, ENGLISH[:2]), "length")[1].doubts
    assert doubts[0] == Doubt("abridged", range(COUNT), range(2), "source")


def test_an_empty_side_is_no_reason_for_doubt():
    assert align_one(*documents(ARABIC, []))[1].doubts == []


def test_without_a_lexicon_the_worth_of_words_decides():
    words = [" ".join(f"wort{(7 * k + n) % 50}" for n in range(9)) for k in range(12)]
    others = [" ".join(f"mot{(11 * k * k + 3 * n * k) % 47}" for n in range(9)) for k in range(12)]
    (doubt,) = align_one(*documents(words, others, ("de", "fr")))[1].doubts
    assert doubt.kind == "unrelated"


def test_doubts_do_not_depend_on_other_documents(results):
    comment, _, arabic, english = ALL_CASES[-1]
    bitext, found = align_one(*documents(arabic, english))
    assert (bitext.beads, found.doubts) == results[comment, "ar"]


@given(st.lists(st.integers(-9, 9)))
def test_runs_are_apart_and_deep_and_begin_and_end_with_doubt(support):
    found = list(runs(support, MIN_RUN_DOUBT))
    assert all(left[1] <= right[0] for left, right in pairwise(found))
    for first, end in found:
        assert sum(support[first:end]) <= -MIN_RUN_DOUBT
        assert support[first] < 0 > support[end - 1]


@given(st.lists(st.integers(0, 9)))
def test_support_has_no_runs_of_doubt(support):
    assert list(runs(support, MIN_RUN_DOUBT)) == []


def test_a_stretch_of_low_confidence_is_doubted():
    same = ["نعم."] * 40, ["Yes."] * 44
    bitext, found = align_one(*documents(same[0] + list(ARABIC), same[1] + list(ENGLISH)))
    ((kind, source, target, _),) = found.doubts
    assert kind == "uncertain"
    assert source.stop <= 42
    assert target.stop <= 46
    assert np.mean([bead.confidence for bead in bitext.beads if bead.source.stop <= source.stop]) < 0.5
