"""Sentences that the caller has split: every item keeps its number, and stands in exactly one bead."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner import InputError, align_sentences
from aligner.characters import VISIBLE

ARABIC = ["طار العصفور فوق البيت.", "نام الحارس قرب الباب.", "نزل المطر على المدينة كلها."]
ENGLISH = ["The bird flew over the house.", "The guard slept by the door.", "Rain fell on the whole town."]

INVISIBLE = ["", " ", "\n\n", "\t", "\u200f", "\ufeff", "\x00", "\u2069 "]


def numbers(bitext):
    """The numbers of the items of each bead."""
    return [(list(bead.source), list(bead.target)) for bead in bitext.beads]


def test_beads_number_the_items():
    assert numbers(align_sentences(ARABIC, ENGLISH)) == [([0], [0]), ([1], [1]), ([2], [2])]


def test_nothing_is_split_or_joined():
    source, target = ["باب. جدار.\nبيت؟", "نام الحارس.\r\n"], ["A door. A wall.\n\nA house?", " The guard\tslept."]
    bitext = align_sentences(source, target)
    assert [bitext.source.sentence(number) for number in range(2)] == source
    assert [bitext.target.sentence(number) for number in range(2)] == target
    assert numbers(bitext) == [([0], [0]), ([1], [1])]


def test_items_of_a_bead_are_joined_by_a_space():
    bitext = align_sentences([ARABIC[0], "نام الحارس", "قرب الباب."], ENGLISH[:2])
    assert numbers(bitext) == [([0], [0]), ([1, 2], [1])]
    assert [pair.source for pair in bitext] == [ARABIC[0], "نام الحارس قرب الباب."]


def test_a_list_is_one_paragraph():
    bitext = align_sentences(ARABIC, ENGLISH)
    assert [len(paragraph) for paragraph in bitext.source.paragraphs] == [3]
    assert bitext.source.breaks == bitext.target.breaks == ()


@pytest.mark.parametrize("empty", INVISIBLE, ids=ascii)
def test_an_item_without_a_visible_character_is_a_bead_of_its_own(empty):
    bitext = align_sentences([empty, *ARABIC[:2], empty, empty, ARABIC[2]], [*ENGLISH, empty])
    assert numbers(bitext) == [
        ([0], []),
        ([1], [0]),
        ([2], [1]),
        ([3], []),
        ([4], []),
        ([5], [2]),
        ([], [3]),
    ]
    alone = [bead for bead in bitext.beads if not bead.paired]
    assert [(bead.confidence, bead.flags, bead.why) for bead in alone] == [(1.0, (), None)] * 4


def test_an_item_without_a_visible_character_does_not_change_other_beads():
    alone, beside = align_sentences(ARABIC, ENGLISH), align_sentences([*ARABIC, ""], ["\n", *ENGLISH])
    assert [pair for pair in beside if pair.bead.paired] != []
    assert [pair[:4] for pair in beside if pair.bead.paired] == [pair[:4] for pair in alone]


def test_a_bead_spans_over_an_item_without_a_visible_character():
    bitext = align_sentences([ARABIC[0], "نام الحارس", "", "قرب الباب.", ARABIC[2]], ENGLISH)
    assert numbers(bitext) == [([0], [0]), ([1, 2, 3], [1]), ([4], [2])]
    assert bitext.beads[1].kind == "3-1"


@pytest.mark.parametrize(
    ("source", "target", "beads"),
    [
        pytest.param([], [], [], id="both"),
        pytest.param([], ["A door.", "A wall."], [([], [0]), ([], [1])], id="source"),
        pytest.param(["باب.", ""], [], [([0], []), ([1], [])], id="target"),
        pytest.param(["", " "], ["\u200f"], [([0], []), ([1], []), ([], [0])], id="no visible item"),
        pytest.param(["", "باب."], [""], [([0], []), ([], [0]), ([1], [])], id="no visible item of the target"),
    ],
)
@pytest.mark.parametrize("method", ["hybrid", "length", "gale-church"])
def test_empty_lists(source, target, beads, method):
    assert sorted(numbers(align_sentences(source, target, method=method))) == sorted(beads)


_ITEMS = st.sampled_from([*INVISIBLE, *ARABIC, "باب", "12", "(أ) 1990\nثم"])
_TARGET_ITEMS = st.sampled_from([*INVISIBLE, *ENGLISH, "A door", "12", "(a) 1990\nthen"])


@given(st.lists(_ITEMS, max_size=7), st.lists(_TARGET_ITEMS, max_size=7), st.sampled_from(["hybrid", "length"]))
def test_every_item_is_in_one_bead_and_is_not_changed(source, target, method):
    bitext = align_sentences(source, target, method=method)
    assert [number for bead in bitext.beads for number in bead.source] == list(range(len(source)))
    assert [number for bead in bitext.beads for number in bead.target] == list(range(len(target)))
    assert [bitext.source.sentence(number) for number in range(len(source))] == source
    assert [bitext.target.sentence(number) for number in range(len(target))] == target
    counts = bitext.meta["sentences"]
    assert (counts["src"]["sentences"], counts["trg"]["sentences"]) == (len(source), len(target))


@given(st.lists(_ITEMS, max_size=7), st.lists(_TARGET_ITEMS, max_size=7), st.sampled_from(["hybrid", "length"]))
def test_visible_items_are_aligned_as_if_the_others_were_not_there(source, target, method):
    visible = [[number for number, item in enumerate(side) if VISIBLE.search(item)] for side in (source, target)]
    alone = align_sentences(
        *([side[n] for n in of_side] for side, of_side in zip((source, target), visible, strict=True)), method=method
    )
    bitext = align_sentences(source, target, method=method)
    beads = [
        (
            [visible[0].index(number) for number in bead.source if number in visible[0]],
            [visible[1].index(number) for number in bead.target if number in visible[1]],
            bead.confidence,
        )
        for bead in bitext.beads
    ]
    assert [bead for bead in beads if bead[0] or bead[1]] == [
        (list(bead.source), list(bead.target), bead.confidence) for bead in alone.beads
    ]
    # The ends of a bead are visible, and an item between two beads is a bead by itself.
    for bead, (left, right, _) in zip(bitext.beads, beads, strict=True):
        assert (left, right) != ([], []) or (len(bead.source) + len(bead.target), bead.confidence) == (1, 1.0)
        for numbers_of_side, of_side in zip((bead.source, bead.target), visible, strict=True):
            assert not (left or right) or {*numbers_of_side[:1], *numbers_of_side[-1:]} <= set(of_side)


@pytest.mark.parametrize("kind", [tuple, iter, lambda items: dict.fromkeys(items).keys()])
def test_items_may_be_any_ordered_collection(kind):
    assert align_sentences(kind(ARABIC), kind(ENGLISH)) == align_sentences(ARABIC, ENGLISH)


def test_exchanged_sides_are_refused():
    problem = "by their letters, the source sentences are English or the target sentences Arabic; exchange them, or"
    with pytest.raises(ValueError, match=f"^{problem} exchange source_language and target_language$"):
        align_sentences(ENGLISH, ARABIC)
    bitext = align_sentences(ENGLISH, ARABIC, source_language="en", target_language="ar")
    assert numbers(bitext) == [([0], [0]), ([1], [1]), ([2], [2])]


@pytest.mark.parametrize(("source", "target"), [(ENGLISH, []), ([], ARABIC), (["12."], ARABIC)])
def test_one_side_shows_that_the_sides_are_exchanged(source, target):
    with pytest.raises(ValueError, match="exchange them"):
        align_sentences(source, target)


def test_items_that_both_sides_have_do_not_count_for_the_languages():
    code = [f"print(read_file(name_{number}, encoding), flush=True)" for number in range(20)]
    bitext = align_sentences([*code, ARABIC[0]], [*code, ENGLISH[0]])
    assert numbers(bitext) == [([number], [number]) for number in range(21)]
    with pytest.raises(ValueError, match="exchange them"):
        align_sentences([*code, ENGLISH[0]], [*code, ARABIC[0]])


def test_a_third_script_is_refused():
    with pytest.raises(InputError, match=r"^source sentences: most of its letters are Cyrillic"):
        align_sentences(["Дверь открылась.", "Стена упала."], ENGLISH)


def test_one_language_is_refused():
    with pytest.raises(InputError, match=r"^source sentences and target sentences: both are in the letters of English"):
        align_sentences(ENGLISH, ENGLISH)


def test_another_language_of_the_script_is_a_notice(caplog):
    french = ["Il y a dans la ville une maison qui est à la mer et que les gens ne voient pas."] * 3
    align_sentences(ARABIC, french)
    assert (
        "aligner",
        logging.WARNING,
        'target sentences: the English text looks French; name its language with `target_language="fr"`',
    ) in caplog.record_tuples


def test_a_clean_list_logs_nothing(caplog):
    caplog.set_level(logging.INFO, logger="aligner")
    align_sentences(ARABIC, ENGLISH)
    assert caplog.record_tuples == []


def test_metadata_count_the_items_of_the_caller():
    meta = align_sentences(["", *ARABIC], ENGLISH, method="length").meta
    assert (meta["method"], meta["layout"], meta["rows"]) == ("length", "lists", 4)
    assert [source["name"] for source in meta["sources"]] == ["source sentences", "target sentences"]
    assert meta["sentences"]["src"] == {"sentences": 4, "paired": 3, "unaligned": 1, "filtered": 0}


def test_doubts_have_the_numbers_of_the_items(caplog):
    """Sentences without a partner keep their numbers behind empty ones."""
    foreign = ["كان الطقس جميلا في الجبل البعيد.", "أكل الأطفال التفاح والعنب.", "عاد المسافر إلى وطنه بعد سنوات."] * 4
    source = [*ARABIC, *foreign, *ARABIC]
    doubts = align_sentences(["", "", *source], [*ENGLISH, *ENGLISH]).meta["doubts"]
    assert [(doubt["kind"], doubt["src_sentences"], doubt["trg_sentences"]) for doubt in doubts] == [
        ("abridged", [0, 19], [0, 5]),
        ("no-partner", [5, 16], None),
    ]
    assert [doubt["src_lines"] for doubt in doubts] == [None, None]
    assert caplog.messages[-1] == (
        "source sentences and target sentences: some sentences of the Arabic seem to have no partner in the English:"
        " sentences 6-17"
    )


def test_reasons_and_lexicons(tmp_path):
    words = tmp_path / "words.tsv"
    words.write_text("زبرقان\tflurble\t1\n", encoding="utf-8")
    (pair,) = align_sentences(["زبرقان."], ["A flurble."], lexicon=words, why=True)
    assert pair.bead.why.matched == (("زبرقان", "flurble"),)
