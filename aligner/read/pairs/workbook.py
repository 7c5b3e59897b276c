"""Workbooks: the cells of the sheets of an XLSX file, as text."""

from __future__ import annotations

import io
import re
import warnings
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import NamedTuple
from zipfile import BadZipFile, LargeZipFile, ZipFile

from aligner import limits
from aligner.errors import InputError
from aligner.read.packed import archive

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")  # the last two are refused, with a hint
MAGIC = (archive.ZIP_SIGN, b"\xd0\xcf\x11\xe0")  # of workbooks; the second of older and of encrypted ones
MAX_ROWS = limits.SHEET_ROWS.value  # rows of a sheet
MAX_CELLS = limits.SHEET_CELLS.value  # cells of all sheets, empty ones before the last cell of a row included
MAX_TEXT = limits.SHEET_TEXT.value  # characters of all sheets, whose cells may share one text
# A workbook that unpacks to more than the first bytes, and to more than so many times its size, is a trap: a sheet of a
# million equal rows unpacks to some 50 times its size.
_UNSUSPICIOUS, _MOST_TIMES = 1 << 22, 100

# SyntaxError: XML; OverflowError: a date beyond the year 9999
_BROKEN = (BadZipFile, LargeZipFile, KeyError, ValueError, TypeError, OSError, EOFError, SyntaxError, zlib.error)
_BROKEN_TOO = (AttributeError, IndexError, NotImplementedError, OverflowError, RuntimeError, AssertionError)
_HINT = "save it in the spreadsheet program as XLSX, without a password"
_ESCAPED = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")  # a character by its number, in texts of workbooks


NumberedCells = tuple[int, list[str]]  # the number of a row, from 1, and its cells


class Sheet(NamedTuple):
    """A sheet of a workbook.

    title: its name.
    rows: the number of each row with text, from 1, and its cells; can be read once.
    is_hidden: True if the spreadsheet program does not show it.
    """

    title: str
    rows: Iterator[NumberedCells]
    is_hidden: bool = False


def read_sheets(data: bytes, name: str) -> list[Sheet]:
    """Return the sheets of a workbook; their rows are read one at a time.

    data: the content of the file.
    name: the name of the file for messages.

    Raises InputError if openpyxl is not installed, and for bytes that are not a workbook, also while rows are read.
    """
    try:
        import openpyxl  # heavy, and an extra
    except ImportError:
        hint = "install it with: pip install 'bitext-align[xlsx]'"
        raise InputError(name, "XLSX needs openpyxl, which is not installed", hint=hint) from None
    check_size(data, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out, such as lists to choose from
        try:
            sheets = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets
            for sheet in sheets:
                sheet.reset_dimensions()  # programs may write a wrong size of the sheet
        except (*_BROKEN, *_BROKEN_TOO):
            raise _not_a_workbook(name) from None
    return [
        Sheet(sheet.title, _rows(sheet.iter_rows(values_only=True), name, sheet.title), sheet.sheet_state != "visible")
        for sheet in sheets
    ]


def check_size(data: bytes, name: str) -> None:
    """Raise InputError for an archive that unpacks to too much. No part unpacks to more than its directory says."""
    try:
        with ZipFile(io.BytesIO(data)) as file:
            size = sum(part.file_size for part in file.infolist())
    except (*_BROKEN, *_BROKEN_TOO):
        raise _not_a_workbook(name) from None
    if size > archive.LIMIT or size > max(_UNSUSPICIOUS, _MOST_TIMES * len(data)):
        problem = f"this workbook unpacks to {size >> 20} MB"
        raise InputError(name, problem, hint="divide it, or save its sheets as CSV; it may be a trap")


def too_large(name: str, what: str, limit: limits.Limit, value: int) -> InputError:
    """Return the error for a workbook that exceeds a limit.

    name: the name of the file for messages.
    what: the sheet or sheets, with the verb.
    value: the number that is in force.
    """
    return InputError(name, limit.problem(value, what), hint="divide it, or save it as CSV")


def _rows(rows: Iterable[tuple[object, ...]], name: str, title: str) -> Iterator[NumberedCells]:
    size = 0
    try:
        for number, values in enumerate(rows, 1):
            size += len(values)
            if number > MAX_ROWS or size > MAX_CELLS:
                exceeded = (limits.SHEET_ROWS, MAX_ROWS) if number > MAX_ROWS else (limits.SHEET_CELLS, MAX_CELLS)
                raise too_large(name, f'the sheet "{title}" has', *exceeded)
            cells = list(map(cell_text, values))
            if any(cells):
                yield number, cells
    except (*_BROKEN, *_BROKEN_TOO):
        raise _not_a_workbook(name) from None


def _not_a_workbook(name: str) -> InputError:
    """Return the error for bytes that openpyxl cannot read."""
    return InputError(name, "this is not an XLSX workbook", hint=_HINT)


def cell_text(value: object) -> str:
    """Return the text of the value of a cell; a whole number has no decimals, and no character is escaped.

    >>> cell_text(1990.0), cell_text(0.5), cell_text(None), cell_text(True), cell_text("a_x000B_b")
    ('1990', '0.5', '', 'TRUE', 'a\\x0bb')
    >>> cell_text(datetime(2024, 5, 1))
    '2024-05-01'
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value) if "_x" in value else value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return str(value.date())
    return str(value)
