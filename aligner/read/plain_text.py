"""The reader of plain text, tab-separated tables included."""

from __future__ import annotations

from aligner.bitext import InputText
from aligner.read import decode

SUFFIXES = (".txt", ".tsv", ".md", ".markdown")


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Decode a file of plain text; see `decode.decode_bytes`."""
    return decode.decode_bytes(data, name, encoding)
