"""The reader of gettext files (PO): the texts of a program and their translations."""

from __future__ import annotations

import codecs
from dataclasses import replace

import regex

from aligner.bitext import InputText

SUFFIXES = (".po",)
_FIRST_ENTRY = regex.compile(rb'(?:\s*+(?:#[^\n]*+\n)?)*+(?:msgctxt|msgid)\s*+"')
_CHARSET = regex.compile(rb"(?i)charset=([\w-]+)")
_HEAD = 4096  # bytes in which the header names the encoding


def recognises(data: bytes) -> bool:
    """Return True if the first line that is no comment begins an entry."""
    return _FIRST_ENTRY.match(data[:_HEAD]) is not None


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Return the table of the entries: a row for each, with the text of the program and its translation.

    Raises InputError for a file that is not PO.
    """
    from aligner.read.packed import decode
    from aligner.read.pairs import gettext_units, unit_table

    declared = None if encoding else _charset(data)
    text = decode.decode_bytes(data, name, encoding or declared)
    if declared:
        text = replace(text, encoding_reason="as the header declares")
    return unit_table.read(gettext_units.units(text.text.replace("\r\n", "\n"), name), text)


def _charset(data: bytes) -> str | None:
    """Return the encoding that the header names; None if it names none, as in a template."""
    named = _CHARSET.search(data[:_HEAD])
    try:
        return codecs.lookup(named[1].decode()).name if named else None
    except LookupError:
        return None
