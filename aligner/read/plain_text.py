"""The reader of plain text, tables included: with tabs, as spreadsheets write them, and JSON."""

from __future__ import annotations

from aligner.bitext import InputText
from aligner.read.packed import decode, line_limit
from aligner.read.tables import delimited, json_rows, markdown_table

SUFFIXES = (".txt", ".tsv")


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Decode a file of plain text, and find the table in it if its form shows one; see `decode.decode_bytes`.

    Raises InputError for a line that is too long.
    """
    text = decode.decode_bytes(data, name, encoding)
    if table := json_rows.find_objects(text):  # which may be one line, however long
        return table
    line_limit.check_text(text)
    return _with_cells(text)


def with_table(text: InputText) -> InputText:
    """Return a plain text with the rows of the table in it, if its form shows one."""
    return json_rows.find_objects(text) or _with_cells(text)


def _with_cells(text: InputText) -> InputText:
    """Return a text that is not JSON with the rows of the table in it, if its form shows one."""
    return delimited.find_table(text) or markdown_table.find_table(text) or text
