"""Tables of pairs in which a person has marked rows: TSV, CSV or XLSX with a column `checked`.

Such a table is an output of this program that was edited in a spreadsheet program, and may be any table of pairs whose
header names the columns. Rows may be joined, divided and deleted; `aligner.review` finds them in the texts.
"""

from __future__ import annotations

import codecs
import os.path
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from typing import NamedTuple

from aligner import input_bytes, languages
from aligner.characters import BYTE_ORDER_MARK, LINE_END, VISIBLE
from aligner.data_files import data_file
from aligner.errors import InputError
from aligner.read.packed import decode
from aligner.read.pairs import workbook
from aligner.read.tables import delimited, headers
from aligner.read.tables.headers import SOURCE, TARGET

CHECKED, DOCUMENT = "checked", "document"  # names of columns
_DELIMITERS = ("\t", ";", ",", "|")
_HEAD = 1 << 14  # bytes; the header is within them
NOT_REVIEW = f"this is not a review; the first row of a table has to name the columns {SOURCE}, {TARGET} and {CHECKED}"
NAME_COLUMNS = "mark the rows that are right in the last of them"

NumberedCells = tuple[int, Sequence[str]]


class ReviewedRow(NamedTuple):
    """A row of a table.

    number: number of its line or row in the file, from 1.
    texts: the cells of the source and of the target.
    is_checked: True if a person has marked the row.
    """

    number: int
    texts: tuple[str, str]
    is_checked: bool


class ReviewTable(NamedTuple):
    """A table in which a person has marked rows.

    name: the file, for messages.
    unit: what `ReviewedRow.number` counts: `line` or `row`.
    rows: the rows with a text.
    doubtful_marks: marks that are neither a usual yes nor a usual no, each once.
    """

    name: str
    unit: str
    rows: Sequence[ReviewedRow]
    doubtful_marks: Sequence[str]

    def place(self, number: int) -> str:
        """Return the place of a row for messages, such as `line 7`."""
        return f"{self.unit} {number}"

    def error(self, number: int, problem: str, hint: str) -> InputError:
        """Return the error for a row."""
        if self.unit == "line":
            return InputError(self.name, problem, hint=hint, line=number)
        return InputError(f"{self.name}, {self.place(number)}", problem, hint=hint)


class _Form(NamedTuple):
    """The form of a delimited table.

    delimiter: the character between the cells.
    start: number of characters before the header: of the line that names the delimiter, if there is one.
    """

    delimiter: str
    start: int


class _Columns(NamedTuple):
    """Numbers of columns, from 0; `document` is None if the table has none."""

    checked: int
    source: int
    target: int
    document: int | None


def is_review_table(path: str, source: str, target: str) -> bool:
    """Return True for a file that is a table with the columns of a review.

    A workbook that cannot be read, and output of this program without that column, are taken for a review, which is
    then refused with the step that helps.

    source, target: language tags.
    """
    if os.path.splitext(path)[1].lower() in workbook.SUFFIXES:
        return _is_review_workbook(path, (source, target))
    try:
        with open(path, "rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False  # the reader of texts reports it
    return _form(_decoded_head(head), (source, target)) is not None


def _is_review_workbook(path: str, tags: tuple[str, str]) -> bool:
    """Return True if the first row of a sheet names the columns of a review, or if the workbook cannot be read."""
    try:
        rows = [next(sheet.rows, None) for sheet in workbook.read_sheets(input_bytes.read_file(path), path)]
    except InputError:
        return True
    return any(row and (_columns(row[1], tags) or headers.is_output(row[1])) for row in rows)


def read_review_table(path: str, source: str, target: str, *, data: bytes | None = None) -> ReviewTable:
    """Return the rows of a table with the columns of a review.

    source, target: language tags, by which the columns may be named.
    data: the content of the file; None to read it.

    Raises InputError for a file that is not such a table, and for a table of several documents.
    """
    tags = source, target
    if data is None:
        data = input_bytes.read_file(path)
    if os.path.splitext(path)[1].lower() in workbook.SUFFIXES or data.startswith(workbook.MAGIC):
        for sheet in workbook.read_sheets(data, path):
            cells = list(sheet.rows)
            if cells and (columns := _columns(cells[0][1], tags)):
                return _table(path, "row", cells[1:], columns)
        raise _not_a_review(path)
    # The encoding of the table is that of the spreadsheet program, whatever the texts have.
    text = decode.decode_bytes(data, path).text
    if (form := _form(text, tags)) is None:
        raise _not_a_review(path)
    body, before = text[form.start :], int(form.start > 0)
    if form.delimiter == "\t":
        rows = tab_rows(body, path, before)
    else:
        rows = delimited.parse(body, path, form.delimiter, before)
    # A name in quotation marks may hold the delimiter, so that the columns are those of the row, not of the line.
    if not (columns := _columns(rows[0][1], tags)):
        raise _not_a_review(path)
    return _table(path, "line", rows[1:], columns)


def _not_a_review(path: str) -> InputError:
    """Return the error for a file that does not name the columns of a review."""
    return InputError(path, NOT_REVIEW, hint=NAME_COLUMNS)


def _form(text: str, tags: tuple[str, str]) -> _Form | None:
    """Return the form of a table by its first lines; None if they do not name the columns."""
    directive = delimited.DIRECTIVE.match(text)
    start = directive.end() if directive else 0
    header = LINE_END.split(text[start:].lstrip(f"\r\n{BYTE_ORDER_MARK}"), 1)[0]
    for delimiter in (directive[1],) if directive else _DELIMITERS:
        if _columns(header.split(delimiter), tags):
            return _Form(delimiter, start)
    return None


def _columns(cells: Sequence[str], tags: tuple[str, str]) -> _Columns | None:
    """Return the columns that a header names, in any order and in upper or lower case; None for another row."""
    names = [cell.strip(f'"?:{BYTE_ORDER_MARK} \u00a0').casefold() for cell in cells]
    places = {name: place for place, name in reversed(list(enumerate(names)))}
    if CHECKED not in places:
        return None
    if SOURCE in places and TARGET in places:
        return _Columns(places[CHECKED], places[SOURCE], places[TARGET], places.get(DOCUMENT))
    codes = [languages.primary(tag) for tag in tags]
    labels = [headers.label(name, codes) if len(name.split()) <= headers.LONGEST_NAME else None for name in names]
    texts = [(place, labelled) for place, labelled in enumerate(labels) if labelled and labelled.text]
    of_sides = [[place for place, labelled in texts if labelled.language == code] for code in codes]
    if any(len(of_side) != 1 for of_side in of_sides) or of_sides[0] == of_sides[1]:
        return None
    return _Columns(places[CHECKED], of_sides[0][0], of_sides[1][0], places.get(DOCUMENT))


def tab_rows(text: str, name: str, before: int) -> Sequence[NumberedCells]:
    """Return the rows of a table with tabs between the cells.

    Spreadsheet programs put a cell with a line end in quotation marks. This program puts no cell in them, and if those
    of its texts were read so, a cell would hold tabs and line ends.

    name: the file, for messages.
    before: number of lines of the file before the text.
    """
    if '"' in text:
        with suppress(InputError):
            rows = delimited.parse(text, name, "\t", before)
            divided = [cell for _, cells in rows for cell in cells if LINE_END.search(cell)]
            if divided and not any("\t" in cell for cell in divided):
                return rows
    lines = enumerate(LINE_END.split(text), before + 1)
    return [(number, line.split("\t")) for number, line in lines if VISIBLE.search(line)]


def _table(name: str, unit: str, rows: Sequence[NumberedCells], columns: _Columns) -> ReviewTable:
    """Return the table of the rows below the header; raises InputError for rows of several documents."""
    reviewed: list[ReviewedRow] = []
    documents: dict[str, None] = {}
    doubtful: dict[str, None] = {}
    for number, cells in rows:
        source, target, mark = (
            cells[place] if place < len(cells) else "" for place in (columns.source, columns.target, columns.checked)
        )
        if not VISIBLE.search(source + target):
            continue
        if columns.document is not None and columns.document < len(cells) and cells[columns.document].strip():
            documents[cells[columns.document].strip()] = None
        mark = mark.strip(f'" \u00a0{BYTE_ORDER_MARK}')
        is_checked = is_mark(mark)
        if is_checked and _folded(mark) not in _marks()["yes"]:
            doubtful[mark] = None
        reviewed.append(ReviewedRow(number, (source, target), is_checked))
    if len(documents) > 1:
        names = ", ".join(list(documents)[:2])
        problem = f"the rows are of {len(documents)} documents ({names}{', …' * (len(documents) > 2)})"
        raise InputError(name, problem, hint="keep the rows of the document that you align")
    return ReviewTable(name, unit, reviewed, list(doubtful))


def is_mark(cell: str) -> bool:
    """Return True for a cell of the column `checked` that marks its row: any text that does not mean no.

    >>> [is_mark(cell) for cell in ("x", "نعم", "AK", "No", "0", "لا", "")]
    [True, True, True, False, False, False, False]
    """
    return VISIBLE.search(cell) is not None and _folded(cell) not in _marks()["no"]


def is_clear(cell: str) -> bool:
    """Return True for a mark that is a usual yes or a usual no."""
    return any(_folded(cell) in marks for marks in _marks().values())


def _folded(mark: str) -> str:
    return mark.strip().casefold().rstrip(".!")


@cache
def _marks() -> dict[str, frozenset[str]]:
    """Return the marks of `data/marks.toml` that mean yes and no."""
    tables = tomllib.loads(data_file("marks.toml").read_text(encoding="utf-8"))
    return {meaning: frozenset(table["words"]) for meaning, table in tables.items()}


def _decoded_head(data: bytes) -> str:
    """Return the first bytes of a file as text, by a byte order mark or zero bytes, for recognition."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "ignore")
    if b"\x00" in data:
        return data.decode("utf-16-be" if data.startswith(b"\x00") else "utf-16-le", "ignore")
    return data.decode("utf-8-sig", "ignore")
