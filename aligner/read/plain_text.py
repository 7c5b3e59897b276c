"""The reader of plain text, tables included: with tabs, as spreadsheets write them, and JSON."""

from __future__ import annotations

import regex

from aligner.bitext import InputText
from aligner.errors import InputError
from aligner.read import decode, delimited, json_rows, markdown_table

_TMX = regex.compile(r"\s*+(?:<[?!][^<>]*+>\s*+)*+<tmx[\s>]")  # the root element, after what XML begins with

SUFFIXES = (".txt", ".tsv")


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Decode a file of plain text, and find the table in it if its form shows one; see `decode.decode_bytes`.

    Raises InputError for TMX, whose pairs are aligned already.
    """
    text = decode.decode_bytes(data, name, encoding)
    if _TMX.match(text.text):
        hint = "change its format with `align convert`"
        raise InputError(name, "this is a translation memory, which is aligned already", hint=hint)
    return with_table(text)


def with_table(text: InputText) -> InputText:
    """Return a plain text with the rows of the table in it, if its form shows one."""
    return json_rows.find_objects(text) or delimited.find_table(text) or markdown_table.find_table(text) or text
