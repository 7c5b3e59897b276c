"""The files of edited tables as spreadsheet programs save them: TSV, CSV and XLSX."""

import io
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from aligner.errors import InputError
from aligner.read.review_table import ReviewedRow, is_mark, is_review_table, read_review_table

HEADER = ("src_text", "trg_text", "confidence", "kind", "checked")
ROWS = [
    ("جاء الولد.\nنام.", 'The boy said "no"; he slept, too.', "0.9", "2-1", "x"),
    ("قام.", "He got up.", "0.8", "1-1", ""),
]
EXPECTED = [ReviewedRow(2, ROWS[0][:2], True), ReviewedRow(3, ROWS[1][:2], False)]


def quoted(delimiter, *, always=False):
    """The table with quotation marks around the cells that need them, or around all."""

    def cell(text):
        needs = always or any(mark in text for mark in (delimiter, '"', "\n"))
        return '"{}"'.format(text.replace('"', '""')) if needs else text

    return "".join(delimiter.join(map(cell, row)) + "\r\n" for row in (HEADER, *ROWS))


def read(name, content):
    """The rows of a file with a content; the file is recognised as a review."""
    Path(name).write_bytes(content)
    assert is_review_table(name, "ar", "en")
    return read_review_table(name, "ar", "en").rows


def without_numbers(rows):
    return [(row.texts, row.is_checked) for row in rows]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.tsv", quoted("\t").encode()),
        ("t.tsv", quoted("\t", always=True).encode()),
        ("t.txt", quoted("\t").encode("utf-16")),  # "Unicode text" of Excel
        ("t.txt", quoted("\t").encode("utf-16-le")),
        ("t.txt", quoted("\t").encode("utf-16-be")),
        ("t.csv", quoted(",").encode("utf-8-sig")),
        ("t.csv", quoted(";").encode("utf-8-sig")),
        ("t.csv", quoted("|", always=True).encode()),
        ("t.csv", ("sep=;\r\n" + quoted(";")).encode()),
        ("t.tsv", ("sep=\t\r\n" + quoted("\t")).encode()),
        ("t.csv", ("\r\n" + quoted(";")).encode()),
        ("t.csv", quoted(";").encode("cp1256")),
        ("t.csv", quoted(",").replace("\r\n", "\n").encode()),
        ("t.csv", quoted(",").replace("\r\n", "\r").encode()),  # of Excel on a Macintosh
        ("t.txt", quoted("\t").replace("\r\n", "\r").encode()),
    ],
)
def test_delimited_file(name, content, here):
    assert without_numbers(read(name, content)) == without_numbers(EXPECTED)


def test_name_of_a_column_that_holds_the_delimiter(here):
    text = 'src_text,trg_text,"note, mine",checked\nجاء.,He came.,,x\n'
    assert read("t.csv", text.encode()) == [ReviewedRow(2, ("جاء.", "He came."), True)]


def test_line_that_names_the_tab_is_no_row(here):
    text = "sep=\t\nsrc_text\ttrg_text\tchecked\nجاء.\tHe came.\tx\n"
    assert read("t.tsv", text.encode()) == [ReviewedRow(3, ("جاء.", "He came."), True)]


@pytest.mark.parametrize(("directive", "line"), [("", 4), ("sep=,\r\n", 5)])
def test_rows_have_the_numbers_of_their_lines(directive, line, here):
    """The first row has two lines."""
    assert [row.number for row in read("t.csv", (directive + quoted(",")).encode())] == [line - 2, line]


def test_line_end_in_the_last_text_of_a_row(here):
    """Every line of the file has the cells of both texts."""
    text = 'src_text\ttrg_text\tchecked\nجاء.\t"He came.\nHe ""slept""."\tx\nقام.\tHe got up.\t\n'
    assert read("t.tsv", text.encode()) == [
        ReviewedRow(2, ("جاء.", 'He came.\nHe "slept".'), True),
        ReviewedRow(4, ("قام.", "He got up."), False),
    ]


def test_quotation_marks_of_texts_are_not_those_of_cells(here):
    """A quotation begins in a row and ends in the next one."""
    text = 'src_text\ttrg_text\tchecked\n"جاء.\t"He came.\tx\nنام."\tHe slept."\tx\n'
    assert read("t.tsv", text.encode()) == [
        ReviewedRow(2, ('"جاء.', '"He came.'), True),
        ReviewedRow(3, ('نام."', 'He slept."'), True),
    ]


def test_trailing_delimiters_may_be_missing(here):
    """Excel leaves them out from the seventeenth row on if the last column is empty there."""
    text = "src_text,trg_text,note,checked\nجاء.,He came.,,x\nنام.,He slept.\nقام.,\n"
    assert without_numbers(read("t.csv", text.encode())) == [
        (("جاء.", "He came."), True),
        (("نام.", "He slept."), False),
        (("قام.", ""), False),
    ]


def test_quotation_mark_that_is_not_closed(here):
    Path("t.csv").write_text('src_text,trg_text,checked\n"جاء.,He came.,x\n', encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_review_table("t.csv", "ar", "en")
    assert str(error.value) == (
        "t.csv, line 2: a quotation mark is not closed; double the quotation marks within a cell, and put one before"
        " and one after it"
    )


@pytest.mark.parametrize(
    "text",
    [
        "جاء الولد.\nنام.\n",
        "src_text\ttrg_text\tconfidence\n",
        "checked\tsrc_text\n",
        "Checked, double-checked, the source and the target were fine.\n",
        "",
        "\x00\x00",
    ],
)
def test_other_file_is_not_recognised(text, here):
    Path("t.tsv").write_text(text, encoding="utf-8")
    assert not is_review_table("t.tsv", "ar", "en")


@pytest.mark.parametrize("cell", ["x", "X", " 1 ", "✓", "نعم", "TRUE", "ok.", "2026-11-28", "maybe"])
def test_mark(cell):
    assert is_mark(cell)


@pytest.mark.parametrize(
    "cell", ["", " ", "\u200f", "0", "No", "FALSE", "لا", "خطأ", "✗", "-", "Not checked", "wrong!"]
)
def test_cell_that_is_no_mark(cell):
    assert not is_mark(cell)


def workbook(*sheets):
    """The bytes of a workbook with sheets of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_workbook(here):
    assert read("t.xlsx", workbook([HEADER, *ROWS, (), ("", None)])) == EXPECTED


def test_workbook_with_values_that_are_not_text(here):
    rows = [HEADER, (1990, 12.5, 0.9, "1-1", True), (7.0, "Seven", 1, "1-1", False), ("أ", "A", 1, "1-1", 1)]
    assert without_numbers(read("T.XLSX", workbook(rows))) == [
        (("1990", "12.5"), True),
        (("7", "Seven"), False),
        (("أ", "A"), True),
    ]


def test_workbook_whose_second_sheet_is_the_table(here):
    rows = read("t.xlsx", workbook([("notes",)], [], [(), HEADER, *ROWS]))
    assert rows == [ReviewedRow(3, ROWS[0][:2], True), ReviewedRow(4, ROWS[1][:2], False)]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        (
            "t.xlsx",
            workbook([("src_text", "trg_text"), ("جاء.", "He came.")]),
            "this is not a review; the first row of a table has to name the columns src_text, trg_text and checked;"
            " mark the rows that are right in the last of them",
        ),
        (
            "t.xlsx",
            b"src_text\ttrg_text\tchecked\n",
            "this is not an XLSX workbook; save it in the spreadsheet program as XLSX, without a password",
        ),
        (
            "t.xls",
            b"\xd0\xcf\x11\xe0 an old workbook",
            "this is not an XLSX workbook; save it in the spreadsheet program as XLSX, without a password",
        ),
        (
            "edited",
            b"PK\x03\x04 another archive",
            "this is not an XLSX workbook; save it in the spreadsheet program as XLSX, without a password",
        ),
        (
            "t.xlsx",
            b"",
            "this is not an XLSX workbook; save it in the spreadsheet program as XLSX, without a password",
        ),
    ],
)
def test_file_that_is_not_a_table(name, content, problem, here):
    Path(name).write_bytes(content)
    with pytest.raises(InputError) as error:
        read_review_table(name, "ar", "en")
    assert str(error.value) == f"{name}: {problem}"


def test_damaged_workbook(here):
    """A part of a workbook is no XML any more."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([HEADER, *ROWS]))) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data[: len(data) // 2] if "sheet1" in name else data)
    Path("t.xlsx").write_bytes(file.getvalue())
    with pytest.raises(InputError, match=r"^t\.xlsx: this is not an XLSX workbook; save it"):
        read_review_table("t.xlsx", "ar", "en")


def test_workbook_without_the_library(here, monkeypatch):
    Path("t.xlsx").write_bytes(workbook([HEADER]))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(InputError) as error:
        read_review_table("t.xlsx", "ar", "en")
    assert str(error.value) == (
        "t.xlsx: XLSX needs openpyxl, which is not installed; install it with: pip install 'bitext-align[xlsx]'"
    )
