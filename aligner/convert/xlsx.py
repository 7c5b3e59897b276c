"""XLSX: the rows of the first sheet of a workbook."""

from __future__ import annotations

import io
import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from zipfile import BadZipFile

from aligner.convert.inputs import Input
from aligner.convert.pair_file import PairFile, Wanted, listed
from aligner.convert.table_rows import NumberedCells, read_table
from aligner.errors import InputError

_ESCAPED = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")  # a character by its number, in texts of workbooks
_BROKEN = (BadZipFile, KeyError, ValueError, OSError, SyntaxError, zlib.error)  # SyntaxError: of XML
_ZIP = b"PK\x03\x04"  # the first bytes of a workbook, which is a ZIP archive


def looks_like(head: Input) -> bool:
    """Return True if the first bytes are those of a ZIP archive."""
    return head.head.startswith(_ZIP)


def read(inputs: Sequence[Input], wanted: Wanted) -> PairFile:
    """Return the pairs of the first sheet; the workbook is read as a whole, its rows one at a time."""
    (file,) = inputs
    try:
        import openpyxl  # heavy, and in an extra
    except ImportError:
        raise InputError(file.name, "XLSX needs openpyxl", hint="install the extra: pip install '.[xlsx]'") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and the like, which are not read
            sheets = openpyxl.load_workbook(io.BytesIO(file.read()), read_only=True, data_only=True).worksheets
    except _BROKEN as error:
        raise _not_a_workbook(file, error) from None
    if not sheets:
        raise InputError(file.name, "the workbook has no sheet")
    if rest := [sheet.title for sheet in sheets[1:]]:
        file.note(f"left out the sheet{'s' * (len(rest) > 1)} {listed(rest)}; only the first is read")
    return read_table(_rows(sheets[0].iter_rows(values_only=True), file), wanted, file)


def _not_a_workbook(file: Input, error: Exception) -> InputError:
    """Return the error for bytes that openpyxl cannot read."""
    return InputError(file.name, f"this is not a workbook ({error})", hint="save it again as XLSX")


def _rows(rows: Iterator[tuple[object, ...]], file: Input) -> Iterator[NumberedCells]:
    """Yield the cells of each row that is not empty, as many as the first one has at least."""
    width, number = 0, 0
    try:
        for values in rows:
            number += 1
            cells = [_text(value) for value in values]
            while cells and not cells[-1] and len(cells) > width:
                cells.pop()
            width = width or len(cells)
            if any(cells):
                yield number, cells + [""] * (width - len(cells))
    except _BROKEN as error:
        raise _not_a_workbook(file, error) from None


def _text(value: object) -> str:
    """Return the text of a cell; an integer has no decimals, and characters that XML cannot hold are not escaped."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value))
