"""Doubts for the user, with the lines of the input, and for the metadata."""

from dataclasses import replace

import pytest

from aligner import split_text
from aligner.bitext import Bead, Bitext, Place
from aligner.diagnostics import Diagnostics, Doubt
from aligner.write.doubts import doubt_notices, doubts_as_json
from aligner.write.metadata import alignment_notices


def bitext(source, target, *, paired=True):
    """A bitext with all sentences in one bead, or each text in a bead of its own."""
    documents = split_text(source, "ar"), split_text(target, "en")
    n, m = (len(document.sentences) for document in documents)
    one_sided = [Bead(range(n), range(0), 1.0), Bead(range(n, n), range(m), 1.0)]
    return Bitext(*documents, [Bead(range(n), range(m), 1.0)] if paired else one_sided)


TEXTS = bitext(
    "نام سامي. نامت ليلى.\n\nوصل القطار. نزل الركاب.\nهطل المطر.\n", "One. Two.\r\nThree. Four.\r\rFive.\r\n"
)
ALL = range(5), range(5)


def notices(*doubts, texts=TEXTS):
    return list(doubt_notices(texts, doubts))


def test_without_doubts_nothing_is_said():
    assert notices() == []
    assert alignment_notices(TEXTS, Diagnostics({})) == []


def test_a_search_that_gave_up_is_reported():
    (notice,) = alignment_notices(TEXTS, Diagnostics({}, complete=False))
    assert notice.endswith(
        "the search gave up; a better alignment may exist; divide the texts, or add paragraph breaks"
    )


def test_unrelated_texts():
    assert notices(Doubt("unrelated", *ALL)) == ["few words match; these may not be translations of each other"]


def test_unrelated_texts_without_a_pair():
    texts = bitext("نام سامي.", "One. Two.", paired=False)
    assert notices(Doubt("unrelated", range(1), range(2)), texts=texts) == [
        "no sentences could be paired (1 of the Arabic, 2 of the English); these may not be translations of each other"
    ]


def test_unrelated_stretches():
    doubts = Doubt("unrelated", range(1, 4), range(1, 2)), Doubt("unrelated", range(4, 5), range(3, 5))
    assert notices(*doubts) == [
        "few words match in lines 1-3 (sentences 2-4) of the Arabic and line 1 (sentence 2) of the English,"
        " line 4 (sentence 5) of the Arabic and lines 2-4 (sentences 4-5) of the English;"
        " they may not be translations of each other"
    ]


def test_order():
    assert notices(Doubt("order", range(2, 3), range(4, 5))) == [
        "the two texts seem to be in another order: line 3 of the Arabic, for example, matches line 4 of the English;"
        " pairs are never crossed, so put one of the texts in the order of the other"
    ]


@pytest.mark.parametrize(
    ("side", "shorter", "longer"), [("source", "English", "Arabic"), ("target", "Arabic", "English")]
)
def test_abridged(side, shorter, longer):
    assert notices(Doubt("abridged", *ALL, side)) == [
        f"the {shorter} is much shorter than the {longer}; it may be a summary, an abridged translation, or a"
        " translation of a part"
    ]


def test_sentences_without_partner():
    doubts = (
        Doubt("no-partner", range(3), range(0), "source"),
        Doubt("no-partner", range(4, 5), range(2, 2), "source"),
        Doubt("no-partner", range(2, 2), range(2, 4), "target"),
    )
    assert notices(*doubts) == [
        "some sentences of the Arabic seem to have no partner in the English: lines 1-3 (sentences 1-3),"
        " line 4 (sentence 5)",
        "some sentences of the English seem to have no partner in the Arabic: line 2 (sentences 3-4)",
    ]


def test_low_confidence():
    assert notices(Doubt("uncertain", range(2, 4), range(1, 3))) == [
        "low confidence in line 3 (sentences 3-4) of the Arabic and lines 1-2 (sentences 2-3) of the English;"
        " check these pairs"
    ]


def test_of_many_stretches_the_first_are_named():
    (notice,) = notices(*(Doubt("no-partner", range(k % 5, k % 5 + 1), range(0), "source") for k in range(8)))
    assert notice.endswith("line 4 (sentence 5) and 3 more")


@pytest.mark.parametrize(
    ("labels", "place", "lines"),
    [
        (["paragraph 7", "paragraph 8", "paragraph 9"], "paragraphs 7-8", [1, 2]),
        (["part1.xhtml, paragraph 2", "part1.xhtml, paragraph 3", ""], "part1.xhtml, paragraphs 2-3", [1, 2]),
        (["Sheet1, row 5", "Sheet2, row 6", ""], "Sheet1, row 5 to Sheet2, row 6", [1, 2]),
        (["table 1, row 2, cell 1", "table 1, row 2, cell 2", ""], "table 1, row 2, cells 1-2", [1, 2]),
        (["caption 4", "captions 5-6", ""], "caption 4 to captions 5-6", [1, 2]),
        (["footnote 3", "footnote 1", ""], "footnote 3 to footnote 1", [1, 2]),
        (["line 12", "line 15", "line 16"], "lines 12-15", [12, 15]),
    ],
)
def test_places_of_a_file_are_named_as_in_the_file(labels, place, lines):
    documents = split_text("نام سامي.\nوصل القطار.\nهطل المطر.\n", "ar"), split_text("One.", "en")
    places = tuple(map(Place, documents[0].line_starts, labels))
    texts = Bitext(replace(documents[0], places=places), documents[1], [Bead(range(3), range(1), 1.0)])
    doubt = Doubt("no-partner", range(2), range(0), "source")
    (notice,) = notices(doubt, texts=texts)
    assert notice.endswith(f" in the English: {place} (sentences 1-2)")
    assert doubts_as_json(texts, [doubt])[0]["src_lines"] == lines


def test_metadata_count_sentences_from_0_and_lines_from_1():
    doubts = Doubt("unrelated", range(1, 4), range(1)), Doubt("no-partner", range(3, 3), range(4, 5), "target")
    assert doubts_as_json(TEXTS, doubts) == [
        {
            "kind": "unrelated",
            "src_sentences": [1, 3],
            "trg_sentences": [0, 0],
            "src_lines": [1, 3],
            "trg_lines": [1, 1],
        },
        {
            "kind": "no-partner",
            "src_sentences": None,
            "trg_sentences": [4, 4],
            "src_lines": None,
            "trg_lines": [4, 4],
        },
    ]
