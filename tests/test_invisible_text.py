"""Text that cannot be seen: it is in the row of its neighbour, or it is counted."""

import pytest
from hostile import invisible_documents

import aligner
from aligner.bitext import Document, Span
from aligner.read import readers
from aligner.settings import Settings
from aligner.split.invisible_text import left_over, with_invisible_text


def spans_of(text, *sentences):
    """The document of sentences of a text, each a paragraph."""
    starts = [text.index(sentence) for sentence in sentences]
    spans = zip(starts, sentences, strict=True)
    return Document("en", text, tuple((Span(start, start + len(sentence)),) for start, sentence in spans))


def grown(text, *sentences):
    document, _ = with_invisible_text((spans_of(text, *sentences), Document("ar", "", ())), is_one_text=False)
    return [document.sentence(number) for number in range(len(sentences))]


@pytest.mark.parametrize("mark", "\u00ad\u200b\u200c\u200d\u200e\u200f\u202b\u2060\u2066\u2069\u061c\x08", ids=ascii)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=ascii)
def test_a_line_goes_with_the_sentence_before_it(mark, end):
    assert grown(f"One.{end} {mark}\u3000{mark}{end}Two.", "One.", "Two.") == [
        f"One.{end} {mark}\u3000{mark}",
        "Two.",
    ]
    assert grown(f"One.{end}{mark} ", "One.") == [f"One.{end}{mark}"]


def test_lines_before_the_first_sentence_go_with_it():
    assert grown(" \u200f\n\u200d\nOne.\nTwo.", "One.", "Two.") == ["\u200f\n\u200d\nOne.", "Two."]


@pytest.mark.parametrize(
    "gap", ["\n", " ", "\n\ufeff\n", "\n\x1c\n", "\n12\n", "\n\u06dd\n", "\n\u200f12\n"], ids=ascii
)
def test_nothing_else_goes_with_a_sentence(gap):
    assert grown(f"One.{gap}Two.", "One.", "Two.") == ["One.", "Two."]


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        ("\u200f\n12\n", ["One.\u200f", "Two."]),
        ("\n12\n\u200f\n", ["One.", "\u200f\nTwo."]),
        ("\n\u200f12\n\u200e 13 \u200d\n", ["One.", "\u200d\nTwo."]),
    ],
    ids=ascii,
)
def test_of_left_out_text_only_what_stands_apart_goes_with_a_sentence(gap, expected):
    assert grown(f"One.{gap}Two.", "One.", "Two.") == expected


def test_in_one_text_the_sentence_of_either_side_is_the_neighbour():
    text = "One.\n\u200f\nواحد.\n\u200e\n"
    both = with_invisible_text((spans_of(text, "واحد."), spans_of(text, "One.")), is_one_text=True)
    assert [document.sentence(0) for document in both] == ["واحد.\n\u200e", "One.\n\u200f"]


def test_what_is_left_over_is_counted_but_not_within_left_out_words():
    text = "One. | \u200f\u200d | 1\u200f2 \u200e| Two."
    documents = spans_of(text, "One.", "Two."), Document("ar", "", ())
    assert left_over(documents, is_one_text=False) == [[7, 8, 16], []]


@pytest.mark.parametrize("kind", invisible_documents.KINDS)
def test_no_character_of_a_document_is_lost(kind):
    assert invisible_documents.lost_and_added(*invisible_documents.document(kind, 1)) == ({}, {})


@pytest.mark.slow
@pytest.mark.parametrize("kind", invisible_documents.KINDS)
@pytest.mark.parametrize("options", [{}, {"pre_split": True}, {"refine": True}, {"split_clauses": True}], ids=str)
def test_no_character_of_many_documents_is_lost(kind, options):
    for seed in range(3):
        document = invisible_documents.document(kind, seed)
        assert invisible_documents.lost_and_added(*document, Settings(**options)) == ({}, {}), seed


def test_a_mark_in_a_cell_of_its_own_is_counted(run, here):
    (here / "table.md").write_text("| ar | en |\n|---|---|\n| قطار | train |\n| \u200f | door |\n", encoding="utf-8")
    result = run("table.md", "-f", "tsv")
    assert "align: table.md: 1 invisible character is in no row (first in line 4)" in result.stderr


@pytest.mark.parametrize("mark", ["\u2067", "\u202b", "\u2069", "\u202c", "\u202e"], ids=ascii)
def test_a_mark_without_its_partner_stays_where_it_is(mark, story):
    arabic = story.arabic.replace("القطار", f"{mark}القطار")
    assert aligner.align_texts(arabic, story.english).pairs().__next__().source.startswith(f"وصل {mark}القطار")


def test_a_verse_sign_alone_is_a_sentence():
    text = readers.read_bytes("وصل القطار.\n\u06dd\nنزل الركاب.\n\nThe train came.\n\nAll got off.\n".encode(), "a.txt")
    assert "\u06dd" in "".join(pair.source for pair in aligner.align_texts(text.text))
