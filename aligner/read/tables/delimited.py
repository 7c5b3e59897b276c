"""CSV and quoted tables: cells as spreadsheets write them, with quotation marks around cells that need them.

A file `.csv` is a table whatever it holds. Plain text is one only if a spreadsheet would have written it: the cells
that are quoted are those that must be, or all; or its first line names the columns.
The text of the result has the cells without these marks, a tab between two cells and a line end between two rows.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from threading import Lock
from typing import Any, NamedTuple

import regex

from aligner.bitext import InputText
from aligner.characters import BYTE_ORDER_MARK, LINE_END, VISIBLE
from aligner.errors import InputError
from aligner.formula_guard import unguarded
from aligner.read.packed import decode
from aligner.read.tables.table import with_unseen_rows

SUFFIXES = (".csv",)

_DELIMITERS = ("\t", ";", "|", ",")  # of a .csv file; the comma is last, since texts hold most of it
_PLAIN_DELIMITERS = ("\t", ";", ",")  # of plain text that may be a table of a spreadsheet
_USUAL_WIDTH = 0.5  # share of the rows with as many cells, from which on the delimiter separates cells
_MAX_FIELD = 2**31 - 1  # characters; the largest limit that the module csv takes everywhere

DIRECTIVE = regex.compile(r"(?i)sep=(.)(?:\r\n|[\r\n])")  # the first line by which Excel names the delimiter
_ESCAPED_MARK = '\\"'
_LETTER = regex.compile(r"\p{L}")
_FIELD_LIMIT = Lock()  # the limit of the length of a cell in the module csv is one for all threads


Dialect = dict[str, Any]  # arguments of `csv.reader`
# Marks are doubled within a cell, and stand at its ends. `_Row.quoted` needs that.
_EXACT: Dialect = {"strict": True}
# Blanks may stand before a cell, as in CSV that is written by hand.
_DOUBLED: Dialect = {**_EXACT, "skipinitialspace": True}
# A backslash stands before a mark within a cell, as databases write it.
_ESCAPED: Dialect = {**_DOUBLED, "doublequote": False, "escapechar": "\\"}


class _Row(NamedTuple):
    """A row of cells.

    number: number of the line, from 1, on which it begins.
    cells: the cells without quotation marks around them.
    quoted: whether quotation marks stood around each cell; without meaning in another dialect than `_EXACT`.
    """

    number: int
    cells: list[str]
    quoted: list[bool]


class _MalformedError(Exception):
    """A text that is not a table of a delimiter: the line, from 1, and the problem."""

    def __init__(self, line: int, problem: str) -> None:
        self.line, self.problem = line, problem
        super().__init__(problem)


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Decode a file of comma-separated values, or with semicolons, tabs or bars between the values.

    Raises InputError for quotation marks that do not match, and for rows of different widths.
    """
    from aligner.read.tables import table

    text = decode.decode_bytes(data, name, encoding)
    body, before = text.text, 0
    delimiters: tuple[str, ...] = _DELIMITERS
    if directive := DIRECTIVE.match(body):
        body, before, delimiters = body[directive.end() :], 1, (directive[1],)
    tables: list[tuple[str, list[_Row]]] = []
    problem: _MalformedError | None = None
    for delimiter, dialect in product(delimiters, (_DOUBLED, _ESCAPED) if _ESCAPED_MARK in body else (_DOUBLED,)):
        try:
            tables.append((delimiter, _parse(body, delimiter, dialect, before)))
        except _MalformedError as error:
            problem = error if not tables or delimiter in body.partition("\n")[0] else problem
    # A delimiter that the first row has comes first: that row names the columns, or is as good as any.
    tables.sort(key=lambda candidate: not any(len(row.cells) > 1 for row in candidate[1][:1]))
    for _, rows in tables:
        if _is_regular(rows):
            return table.with_rows(text, map(_numbered, _without_guards(rows)))
    if problem:
        raise malformed(name, problem.problem, problem.line)
    delimiter, rows = max(tables, key=lambda candidate: _commonest_width(candidate[1]))
    if _commonest_width(rows) <= _USUAL_WIDTH * len(rows):
        return table.with_rows(text, map(_numbered, tables[0][1]))  # one column: no delimiter separates cells
    first = next(row for row in rows if len(row.cells) > 1)
    uneven = next(row for row in rows if len(row.cells) not in (1, len(first.cells)))
    raise InputError(
        name,
        f"this line has {len(uneven.cells)} cells, but line {first.number} has {len(first.cells)}",
        hint=f'put quotation marks around cells that hold "{delimiter}"',
        line=uneven.number,
    )


def find_table(text: InputText) -> InputText | None:
    """Return the table that plain text holds if a spreadsheet has written it so, or None.

    With tabs, the cells are quoted that must be, or all. With semicolons or commas, all cells are quoted, or the first
    line names the columns.
    """
    first_line = text.text.lstrip(BYTE_ORDER_MARK).partition("\n")[0]
    if not any(delimiter in first_line for delimiter in _PLAIN_DELIMITERS) and '"' not in text.text:
        return None
    from aligner.read.tables import headers, table

    for delimiter in _PLAIN_DELIMITERS:
        names_columns = delimiter != "\t" and sum(map(headers.names_text, first_line.split(delimiter))) > 1
        may_be_quoted = '"' in text.text if delimiter == "\t" else first_line.startswith('"')
        if delimiter not in text.text or not (names_columns or may_be_quoted):
            continue
        try:
            rows = _parse(text.text, delimiter, _EXACT)
        except _MalformedError:
            continue
        if not _is_regular(rows):
            continue
        is_output = headers.is_output(rows[0].cells) and "\r" not in text.text  # this program ends lines with LF
        if names_columns or _is_quoted(rows, delimiter, is_output=is_output):
            remarks = ["removed the quotation marks around cells"] * any(any(row.quoted) for row in rows)
            made = rows if delimiter == "\t" else _without_guards(rows)
            return table.with_rows(replace(text, remarks=(*text.remarks, *remarks)), map(_numbered, made))
    return None


def parse(text: str, name: str, delimiter: str, lines_before: int = 0) -> list[tuple[int, list[str]]]:
    """Return the rows of a text whose delimiter is known, each with the number of its line, without blank lines.

    lines_before: number of lines of the file before the text.

    Raises InputError for quotation marks that do not match.
    """
    try:
        return list(map(_numbered, _parse(text, delimiter, _EXACT, lines_before)))
    except _MalformedError as error:
        raise malformed(name, error.problem, error.line) from None


def malformed(name: str, problem: str, line: int) -> InputError:
    """Return the error for quotation marks that do not match.

    problem: as `problem_of` words it.
    line: number of the line, from 1, on which the row begins.
    """
    hint = "double the quotation marks within a cell, and put one before and one after it"
    return InputError(name, problem, hint=hint, line=line)


def _parse(text: str, delimiter: str, dialect: Dialect, lines_before: int = 0) -> list[_Row]:
    """Return the rows of a text, without blank lines.

    dialect: how quotation marks within a cell are written.
    lines_before: number of lines of the file before the text.

    Raises _MalformedError for quotation marks that do not match.
    """
    import csv  # most texts are not tables

    rows, position, number = [], 0, 0
    with _FIELD_LIMIT:
        limit = csv.field_size_limit(min(len(text) + 1, _MAX_FIELD))
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, **dialect)
            for cells in reader:
                quoted = []
                for cell in cells:
                    quoted.append(text.startswith('"', position))
                    position += len(cell) + (cell.count('"') + 2) * quoted[-1] + len(delimiter)
                position += not cells  # after a cell, the line end has been counted as a delimiter
                position += text.startswith("\r\n", position - 1)
                if any(map(str.strip, cells)):
                    rows.append(_Row(lines_before + number + 1, cells, quoted))
                number = reader.line_num
        except csv.Error as error:
            raise _MalformedError(lines_before + number + 1, problem_of(error)) from None
        finally:
            csv.field_size_limit(limit)
    if all(any(map(VISIBLE.search, row.cells)) for row in rows):
        return rows
    quoted_of = {row.number: row.quoted for row in rows}
    return [_Row(number, cells, quoted_of[number]) for number, cells in with_unseen_rows(map(_numbered, rows))]


def _without_guards(rows: Sequence[_Row]) -> Sequence[_Row]:
    """Return the rows of CSV; in the output of this program, without the guards before what looks like a formula."""
    from aligner.read.tables import headers

    if not headers.is_output(rows[0].cells):
        return rows
    return [row._replace(cells=list(map(unguarded, row.cells))) for row in rows]


def _numbered(row: _Row) -> tuple[int, list[str]]:
    return row.number, row.cells


def problem_of(error: Exception) -> str:
    """Return what is wrong with a row, in words for the user.

    error: what the module csv reported.
    """
    return "a quotation mark is not closed" if "end of data" in str(error) else "text follows a closing quotation mark"


def _commonest_width(rows: Sequence[_Row]) -> int:
    """Return how many rows have the commonest number of cells, of two or more."""
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    return max(widths.values(), default=0)


def _is_regular(rows: Sequence[_Row]) -> bool:
    """Return whether all rows have as many cells, two or more. Rows without a delimiter may stand between them."""
    widths = {len(row.cells) for row in rows if len(row.cells) > 1}
    return len(widths) == 1 and sum(len(row.cells) > 1 for row in rows) > _USUAL_WIDTH * len(rows)


def _is_quoted(rows: Sequence[_Row], delimiter: str, *, is_output: bool) -> bool:
    """Return whether cells are quoted as a spreadsheet does it, so that the marks are not part of the text.

    A mark that is doubled and a line break within marks are sure signs, except in the output of this program: it is
    quoted only if another program has quoted all cells that need it. A cell with a line break and a tab is no sign:
    there the marks belong to two sentences.

    is_output: True for the output of this program.
    """
    cells = [(cell, is_quoted) for row in rows for cell, is_quoted in zip(row.cells, row.quoted, strict=True)]
    inside = [cell for cell, is_quoted in cells if is_quoted]
    if not inside or any(delimiter in cell and LINE_END.search(cell) for cell in inside):
        return False
    needs_marks = ['"' in cell or LINE_END.search(cell) is not None or delimiter in cell for cell, _ in cells]
    if all(needed == is_quoted for needed, (_, is_quoted) in zip(needs_marks, cells, strict=True)):
        return True
    if is_output:
        return False
    if delimiter == "\t" and all(
        (needed or "," in cell) == is_quoted for needed, (cell, is_quoted) in zip(needs_marks, cells, strict=True)
    ):
        return True  # Excel quotes cells with a comma, too
    if any('"' in cell or LINE_END.search(cell) for cell in inside):
        return True
    return all(is_quoted for cell, is_quoted in cells if _LETTER.search(cell))
