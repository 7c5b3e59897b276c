"""The entries of gettext files (PO), as units: the text of the program and its translation.

The forms of a plural are the lines of one unit, since languages have different numbers of them. The first entry, whose
text is empty, is the header. Entries that are no longer used (`#~`) and comments are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from aligner.errors import InputError
from aligner.read.pairs.units import Header, Unit, language_tag

_FIELD = regex.compile(r'(?P<field>msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*(?P<string>".*)')
_STRING = regex.compile(r'"(?P<text>(?:[^"\\]|\\.)*+)"\s*')
_ESCAPE = regex.compile(r"\\(x[0-9A-Fa-f]{2}|[0-7]{1,3}|.)")
_CHARACTERS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_LANGUAGE = regex.compile(r"(?im)^Language:[ \t]*([\w@-]+)")


def units(text: str, name: str) -> Iterator[Header | Unit]:
    """Yield the header, if there is one, and each entry with a text that is more than white space.

    Raises InputError for a line that is not PO.
    """
    language = ""
    for line, fields in _entries(text, name):
        source = _joined(fields, "msgid")
        target = _joined(fields, "msgstr")
        if not source and "msgctxt" not in fields:
            named = _LANGUAGE.search(target)
            language = language_tag(named[1].partition("@")[0]) if named else ""
            yield Header("", "")
            continue
        unit = Unit(line, "".join(fields.get("msgctxt", ())))
        unit.texts = [(tag, of_side) for tag, of_side in (("", source), (language, target)) if of_side.strip()]
        if unit.texts:
            yield unit


def _joined(fields: dict[str, list[str]], beginning: str) -> str:
    """Return the texts of the fields with this beginning, each a line: those of a plural are several."""
    texts = ("".join(pieces) for field, pieces in fields.items() if field.startswith(beginning))
    return "\n".join(filter(None, texts))


def _entries(text: str, name: str) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """Yield the number of the first line of each entry, and its fields, whose strings may be in several pieces."""
    fields: dict[str, list[str]] = {}
    first, current = 1, ""
    for number, line in _lines(text):
        match = _FIELD.fullmatch(line)
        field = match["field"] if match else current
        string = _STRING.fullmatch(match["string"] if match else line)
        if not field or not string:
            hint = 'write msgid or msgstr, and a text in quotation marks, with \\" for a mark within it'
            raise InputError(name, "this line is not gettext (PO)", hint=hint, line=number)
        begins = match and (field in fields or (field in ("msgctxt", "msgid") and "msgid" in fields))
        if begins:
            yield first, fields
            fields = {}
        if not fields:
            first = number
        current = field
        fields.setdefault(field, []).append(_ESCAPE.sub(_unescaped, string["text"]))
    if fields:
        yield first, fields


def _lines(text: str) -> Iterable[tuple[int, str]]:
    """Return the lines that are neither blank nor comments, with their numbers from 1."""
    lines = enumerate((line.strip() for line in text.split("\n")), 1)
    return ((number, line) for number, line in lines if line and not line.startswith("#"))


def _unescaped(match: regex.Match[str]) -> str:
    """Return the character that an escape stands for."""
    escape = match[1]
    if escape[0] == "x" and len(escape) > 1:
        return chr(int(escape[1:], 16))
    if escape.isdecimal():
        return chr(int(escape, 8))
    return _CHARACTERS.get(escape, escape)
