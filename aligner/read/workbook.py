"""Workbooks: the cells of the sheets of an XLSX file, as text."""

from __future__ import annotations

import io
import re
import warnings
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zipfile import BadZipFile

from aligner.errors import InputError

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")  # the last two are refused, with a hint
ZIP = b"PK\x03\x04"  # first bytes of a workbook, which is a ZIP archive
MAGIC = (ZIP, b"\xd0\xcf\x11\xe0")  # of workbooks; the second of older and of encrypted ones
_BROKEN = (BadZipFile, KeyError, ValueError, TypeError, OSError, EOFError, SyntaxError, zlib.error)  # SyntaxError: XML
_HINT = "save it in the spreadsheet program as XLSX, without a password"
_ESCAPED = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")  # a character by its number, in texts of workbooks


class Sheet(NamedTuple):
    """A sheet of a workbook.

    title: its name.
    rows: the number of each row with text, from 1, and its cells; can be read once.
    """

    title: str
    rows: Iterator[tuple[int, list[str]]]


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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out, such as lists to choose from
        try:
            sheets = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets
            for sheet in sheets:
                sheet.reset_dimensions()  # programs may write a wrong size of the sheet
        except _BROKEN:
            raise _not_a_workbook(name) from None
    return [Sheet(sheet.title, _rows(sheet.iter_rows(values_only=True), name)) for sheet in sheets]


def _rows(rows: Iterable[tuple[object, ...]], name: str) -> Iterator[tuple[int, list[str]]]:
    try:
        for number, values in enumerate(rows, 1):
            cells = list(map(cell_text, values))
            if any(cells):
                yield number, cells
    except _BROKEN:
        raise _not_a_workbook(name) from None


def _not_a_workbook(name: str) -> InputError:
    """Return the error for bytes that openpyxl cannot read."""
    return InputError(name, "this is not an XLSX workbook", hint=_HINT)


def cell_text(value: object) -> str:
    """Return the text of the value of a cell; a whole number has no decimals, and no character is escaped.

    >>> cell_text(1990.0), cell_text(0.5), cell_text(None), cell_text(True), cell_text("a_x000B_b")
    ('1990', '0.5', '', 'TRUE', 'a\\x0bb')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value))
