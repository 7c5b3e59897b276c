"""The reader of spreadsheets: XLSX, and ODS of LibreOffice."""

from __future__ import annotations

import os.path

from aligner.bitext import InputText
from aligner.errors import InputError

SUFFIXES = (".xlsx", ".xlsm", ".ods")
OLD_SUFFIXES = (".xls", ".xlsb")  # refused, with the step that helps
_ZIP = b"PK\x03\x04"  # first bytes of an archive


def recognises(data: bytes) -> bool:
    """Return True for a workbook, by the directory of its archive."""
    if not data.startswith(_ZIP):
        return False
    from aligner.read import sheet_table

    return sheet_table.is_workbook(data)


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Return the rows of all sheets of a workbook; the encoding is that of its XML, whatever the user named.

    Raises InputError for bytes that are no workbook, and if openpyxl is not installed.
    """
    from aligner.read import sheet_table

    return sheet_table.read(data, name)


def refuse_old(data: bytes, name: str, encoding: str | None) -> InputText:
    """Raise InputError for a workbook in a format of Excel that is not XML."""
    from aligner.read import sheet_table

    kind = os.path.splitext(name)[1].lstrip(".").upper()
    raise InputError(name, f"{kind} is not read", hint=sheet_table.SAVE)
