"""Workbooks: the cells of the sheets of an XLSX file, as text."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from zipfile import BadZipFile

from aligner.errors import InputError

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")  # the last two are refused, with a hint
MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # first bytes of ZIP archives, and of older and of encrypted workbooks
_HINT = "save it in the spreadsheet program as XLSX, without a password"


def read_sheets(data: bytes, name: str) -> Iterator[list[tuple[int, list[str]]]]:
    """Yield for each sheet the numbers of its rows, from 1, and their cells; rows without text are left out.

    data: the content of the file.
    name: the name of the file for messages.

    Raises InputError if openpyxl is not installed, and for bytes that are not a workbook.
    """
    try:
        import openpyxl  # heavy, and an extra
    except ImportError:
        hint = "install it with: pip install 'bitext-align[xlsx]'"
        raise InputError(name, "XLSX needs openpyxl, which is not installed", hint=hint) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out, such as lists to choose from
        try:
            workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for sheet in workbook.worksheets:
                sheet.reset_dimensions()  # programs may write a wrong size of the sheet
                rows = (list(map(cell_text, values)) for values in sheet.iter_rows(values_only=True))
                yield [(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]
        except (BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError, EOFError):  # SyntaxError: of XML
            raise InputError(name, "this is not an XLSX workbook", hint=_HINT) from None


def cell_text(value: object) -> str:
    """Return the text of the value of a cell; a whole number has no decimals.

    >>> cell_text(1990.0), cell_text(0.5), cell_text(None), cell_text(True)
    ('1990', '0.5', '', 'TRUE')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
