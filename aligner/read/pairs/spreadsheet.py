"""The reader of spreadsheets: XLSX, and ODS of LibreOffice."""

from __future__ import annotations

from aligner.bitext import InputText
from aligner.read.packed import archive

SUFFIXES = (".xlsx", ".xlsm", ".ods")


def recognises(data: bytes) -> bool:
    """Return True for a workbook, by the directory of its archive."""
    if not data.startswith(archive.ZIP_SIGN):
        return False
    from aligner.read.pairs import sheet_table

    return sheet_table.is_workbook(data)


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Return the rows of all sheets of a workbook; the encoding is that of its XML, whatever the user named.

    Raises InputError for bytes that are no workbook, and if openpyxl is not installed.
    """
    from aligner.read.pairs import sheet_table

    return sheet_table.read(data, name)
