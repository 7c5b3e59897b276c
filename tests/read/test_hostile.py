"""Files that are made to take hours or all memory: each is refused by a limit, here with low limits."""

import gzip

import office_files
import pytest

from aligner.errors import InputError
from aligner.health import glued
from aligner.read import readers
from aligner.read.office import document_flow
from aligner.read.packed import compressed, line_limit, xml_events
from aligner.read.pairs import workbook
from aligner.read.subtitles import captions, subtitles
from aligner.read.tables import json_rows

TINY = "there are more than 10 lines, and they have fewer than 12 characters on average, as no text has"
PARTS = "there are more than 10 paragraphs and lines; divide it into several files"
FIRST = "1\n00:00:01,000 --> 00:00:03,000\n"


@pytest.fixture(autouse=True)
def low_limits(monkeypatch):
    """Limits that short texts exceed."""
    monkeypatch.setattr(line_limit, "MANY_LINES", 10)
    monkeypatch.setattr(line_limit, "MANY_SIGNS", 20)
    monkeypatch.setattr(line_limit, "MAX_PARAGRAPHS", 10)


def refusal(data, name="book.txt"):
    """Return the message about a file that is refused."""
    with pytest.raises(InputError) as caught:
        readers.read_bytes(data if isinstance(data, bytes) else data.encode(), name)
    return str(caught.value)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.tsv", "a.jsonl", "a"])
@pytest.mark.parametrize("line", ["a\n", "ab\r\n", "a\n\n", "نعم\n"])
def test_many_tiny_lines_are_refused_in_every_format_of_lines(name, line):
    assert refusal(line * 11, name).startswith(f"{name}: {TINY}; divide it into several files, if it is a list")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_many_tiny_lines_are_refused_in_every_encoding(encoding):
    assert TINY in refusal(("قال\n" * 11).encode(encoding))


@pytest.mark.parametrize("text", ["a\n" * 10, "a sentence.\n" * 99, f"{'a' * 24}\na\n" * 99, f"{'a' * 40}\n\n\n" * 99])
def test_few_lines_may_be_tiny_and_many_may_be_short(text):
    assert readers.read_bytes(text.encode(), "book.txt").text == text


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("\t" * 21, "a.tsv"),
        ("a,b,c," * 7, "a.csv"),
        (", ".join("ab" * 11), "a.txt"),
        ("|a" * 21, "a.md"),
        ("\n" * 21, "a.txt"),
        ('[{"ar":"a","en":"b"},{"ar":"a","en":"b"},{"ar":"a","en":"b"},{"ar":"a","en":"b"}]', "a.json"),
        ("[" + "1," * 20 + "1]", "a.json"),
        ("{}" * 21, "a.jsonl"),
    ],
)
def test_signs_without_text_between_them_are_refused(data, name):
    message = refusal(data, name)
    assert "one in " in message
    assert message.endswith(
        " characters or more, as no text has; leave out empty columns and lines, or divide it into several files"
    )


def test_json_with_many_names_is_refused(monkeypatch):
    monkeypatch.setattr(json_rows, "MAX_NAMES", 3)
    assert "more than 3 different names" in refusal('[{"ar": "one word", "en": "two"}, {"a": "x", "b": "y"}]', "a.json")


@pytest.mark.parametrize("part", ["<p>x", "<tr><td>x", "<li>x", "<p>x<br>y", "<pre>a\nb</pre>"])
def test_a_page_of_many_paragraphs_is_refused(part):
    assert refusal(f"<html><table>{part * 11}", "a.html") == f"a.html: {PARTS}"


@pytest.mark.parametrize(
    "body",
    [
        office_files.paragraph("x") * 11,
        "<w:p>" + "<w:r><w:t>x</w:t><w:br/></w:r>" * 11 + "</w:p>",
        office_files.word_table(*[["x", "y"]] * 6),
    ],
)
def test_a_document_of_many_paragraphs_is_refused(body):
    assert refusal(office_files.docx(body), "a.docx") == f"a.docx: {PARTS}"


def test_a_table_of_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(document_flow, "MAX_CELLS", 8)
    wide = office_files.cell("a", properties='<w:gridSpan w:val="9"/>')
    message = "a.docx: its tables have more than 8 cells; divide it, or save the table as XLSX or CSV"
    assert refusal(office_files.docx(office_files.word_table([wide])), "a.docx") == message
    assert refusal(office_files.docx(office_files.word_table("abcd", "a", "a")), "a.docx") == message


def test_cells_beyond_the_last_column_are_kept(monkeypatch):
    monkeypatch.setattr(document_flow, "MAX_COLUMNS", 3)
    text = readers.read_bytes(office_files.docx(office_files.word_table("abcde", "fg")), "a.docx")
    assert "".join(text.text.split()) == "abcdefg"
    assert [len(row.cells) for row in text.rows] == [3, 3]


def test_all_files_of_a_document_share_the_limit_of_tags(monkeypatch):
    monkeypatch.setattr(xml_events, "MAX_TAGS", 40)
    header = office_files.paragraph("x") * 4
    data = office_files.docx(office_files.paragraph("x"), hdr=header, ftr=header)
    assert "this DOCX has more than 40 tags" in refusal(data, "a.docx")


def test_a_document_that_is_read_twice_has_the_same_limit_of_tags(monkeypatch):
    body = office_files.paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "x")
    assert readers.read_bytes(office_files.docx(body), "a.docx").text == "x"
    monkeypatch.setattr(xml_events, "MAX_TAGS", 30)
    assert "this DOCX has more than 30 tags" in refusal(office_files.docx(body), "a.docx")


def test_units_that_are_tiny_are_refused_as_they_are_read():
    unit = '<tu><tuv xml:lang="ar"><seg>ا</seg></tuv><tuv xml:lang="en"><seg>a</seg></tuv></tu>'
    units = f'<tmx version="1.4"><header srclang="en"/><body>{unit * 11}</body></tmx>'
    assert refusal(units, "a.tmx").startswith(f"a.tmx: {TINY}")
    assert refusal('msgid ""\nmsgstr ""\n\n' + 'msgid "a"\nmsgstr "ا"\n\n' * 11, "a.po").startswith(f"a.po: {TINY}")


@pytest.mark.parametrize(
    ("rows", "text", "limits", "message"),
    [
        (11, "a", {}, TINY),
        (9, "a" * 99, {"MAX_TEXT": 800}, "its sheets have more than 800 characters; divide it, or save it as CSV"),
        (9, "a" * 99, {"MAX_CELLS": 8}, "8 cells; divide it, or save it as CSV"),
    ],
)
def test_a_workbook_that_repeats_a_row_is_refused(monkeypatch, rows, text, limits, message):
    for limit, value in limits.items():
        monkeypatch.setattr(workbook, limit, value)
    namespaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in office_files.ODF.items())
    row = f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell><text:p>{text}</text:p>'
    table = f'<table:table table:name="s">{row}</table:table-cell></table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {namespaces}>{body}</office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    assert message in refusal(office_files.archive({"mimetype": kind, "content.xml": content}), "a.ods")


def test_a_compressed_file_of_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(compressed, "MAX_PARTS", 3)
    assert readers.read_bytes(gzip.compress(b"a\n") * 3, "a.gz").text == "a\n" * 3
    assert refusal(gzip.compress(b"a\n") * 4, "a.gz") == (
        "a.gz: this gzip file has more than 3 parts; "
        "unpack it; no program writes so many, so that the file may be a trap"
    )


def test_subtitles_of_many_captions_or_lines_are_refused(monkeypatch):
    monkeypatch.setattr(subtitles, "MAX_LINES", 4)
    monkeypatch.setattr(captions, "MAX_CAPTIONS", 3)
    hint = "divide it into files of one film each"
    problem = "there are more than 3 captions"
    assert refusal(f"{FIRST}A longer line.\n\n" * 4, "a.srt") == f"a.srt: {problem}; {hint}"
    for part in ("<br>Long line", "<v Maya>Long line"):
        assert refusal(FIRST + part * 5, "a.srt") == f"a.srt: has more than 4 lines of captions; {hint}"


def test_slips_of_a_long_text_are_not_glued_words():
    """The glued words are few among those of the text, though not among those of its last line."""
    places = "city", "river", "market", "village", "council", "garden", "harbour", "station", "bridge", "hospital"
    nouns = [*places, "children", "minister"]
    slips = [f"The people of the old town walked to the{noun}was in the early hours of the day." for noun in nouns]
    for count, is_fault in ((5, True), (60, False)):
        text = "\n".join([*slips, *["We saw it all the next day, and it was as good as it had been."] * count, "Yes."])
        assert (glued.find(text, set(text), {"en"}) is not None) == is_fault


def test_glued_words_are_looked_for_up_to_a_limit(monkeypatch):
    line = "thetrainarrivedatthestation ofthecityinthemorning\n"
    monkeypatch.setattr(glued, "MAX_LOOKED_AT", 2 * len(line))
    counts = [glued.find(line * times, set(line), {"en"}).count for times in (1, 2, 3, 9)]
    assert counts[0] < counts[1] <= counts[2] == counts[3]


def test_cells_of_pages_keep_their_columns_under_cells_of_many_rows():
    page = "<table><tr><td rowspan=3 colspan=2>a<td>b<tr><td>c<tr><td>d<tr><td>e</table>"
    from aligner.read.web.html_text import page_text

    cells = [paragraph.cell[1:] for paragraph in page_text(page, "a.html", is_xml=False).paragraphs]
    assert cells == [(1, 1), (1, 3), (2, 3), (3, 3), (4, 1)]
