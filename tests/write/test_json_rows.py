"""Rows as JSON lines, read back."""

import json

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from output_documents import bytes_of, text_of, three_beads

from aligner.bitext import Span
from aligner.rows import Row
from aligner.write import formats, json_rows
from aligner.write.document import OutputOptions

NUMBERS = st.lists(st.integers(0, 10**6), max_size=3).map(tuple)
SPANS = st.none() | st.tuples(st.integers(0, 99), st.integers(99, 10**9)).map(lambda ends: Span(*ends))
SENTENCES = st.lists(st.text(min_size=1), min_size=1, max_size=3).map(tuple)
ORIGINS = st.lists(st.sampled_from(["paragraph 3", "table 1, row 2, cell 1"])).map(tuple)
TIMES = st.none() | st.tuples(st.floats(0, 9), st.floats(9, 1e5))
ROWS = st.builds(
    Row,
    source=st.just(""),
    target=st.just(""),
    kind=st.from_regex("[0-9]-[0-9]", fullmatch=True),
    confidence=st.none() | st.floats(0, 1),
    source_numbers=NUMBERS,
    target_numbers=NUMBERS,
    source_sentences=SENTENCES,
    target_sentences=SENTENCES,
    source_span=SPANS,
    target_span=SPANS,
    flags=st.lists(st.sampled_from(["length", "numbers"])).map(tuple),
    why=st.none() | st.just({"kind": -0.36, "matched": [["قطار", "train"]]}),
    document=st.text(),
    source_origin=ORIGINS,
    target_origin=ORIGINS,
    source_time=TIMES,
    target_time=TIMES,
)


@settings(max_examples=examples(50))
@given(ROWS)
def test_a_row_is_read_back_from_one_line(row):
    row = row._replace(source=" ".join(row.source_sentences), target="\n".join(row.target_sentences))
    line = json_rows.line_of(row)
    assert line.count("\n") == 0
    assert list(json_rows.read_lines([line.encode("utf-8") + b"\n"])) == [row]


def test_rows_of_a_document_make_the_same_file_of_every_format():
    rows = three_beads().rows("a/b")
    lines = [json_rows.line_of(row).encode("utf-8") for row in rows.rows]
    for form, writer in formats.FORMATS.items():
        if not writer.appends:
            continue
        options = OutputOptions(form, documents=True)
        expected = bytes_of(three_beads().rows("a/b"), options)
        assert bytes_of(rows._replace(rows=json_rows.read_lines(lines)), options) == expected


def test_the_lines_of_the_format_jsonl_are_rows():
    text = text_of(three_beads().rows(), OutputOptions("jsonl"))
    first, second, third = (json_rows.row_from_object(json.loads(line)) for line in text.splitlines())
    assert first[:6] == ("وصل القطار. نزل الركاب.", "The train came and all got off.", "2-1", 0.987, (0, 1), (0,))
    assert (second.source, second.target, second.kind, second.target_span) == ("نام الحارس.", "", "1-0", None)
    assert (third.source_sentences, third.target_sentences) == ((), ("It rained.",))


def test_members_that_are_missing_are_not_known():
    row = json_rows.row_from_object({"src_text": "ا", "trg_text": "a"})
    assert row == Row("ا", "a", "1-1", source_sentences=("ا",), target_sentences=("a",))
    assert json_rows.row_from_object({"src_text": "ا", "trg_text": None}).kind == "1-0"
    assert json_rows.row_from_object({"src_text": "ا", "trg_text": "a", "src_sentences": [0, 1]}).kind == "2-1"


@pytest.mark.parametrize(
    ("items", "problem"),
    [
        ({"src_text": 1}, "src_text is not a str: 1"),
        ({"confidence": "high"}, "confidence is not a number: 'high'"),
        ({"confidence": True}, "confidence is not a number: True"),
        ({"src_sentences": "0"}, "src_sentences is not a list: '0'"),
        ({"src_sentences": ["0"]}, r"src_sentences does not hold int only: \['0'\]"),
        ({"trg_sentences": [-1]}, r"trg_sentences has a negative number: \[-1\]"),
        ({"src_span": [3]}, r"src_span is not a start and an end: \[3\]"),
        ({"src_span": [3, 2]}, r"src_span is not a start and an end: \[3, 2\]"),
        ({"src_text": "ا ب", "src_sentence_texts": ["ب", "ا"]}, "src_sentence_texts are not the sentences of the text"),
        ({"flags": [1]}, r"flags does not hold str only: \[1\]"),
    ],
)
def test_a_member_of_another_type_is_an_error(items, problem):
    with pytest.raises(ValueError, match=problem):
        json_rows.row_from_object(items)
