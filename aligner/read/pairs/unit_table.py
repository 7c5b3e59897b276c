"""Tables of units: the text of a file of pairs, with a row for each unit and a column for each language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import regex

from aligner import limits
from aligner.bitext import InputText
from aligner.characters import VISIBLE
from aligner.errors import InputError
from aligner.notices import number_ranges
from aligner.read.packed import decode, line_limit, xml_root
from aligner.read.pairs.units import Header, Unit
from aligner.read.tables import headers, table

MAX_LANGUAGES = limits.LANGUAGES.value  # columns
MAX_KEY = 80  # characters of the name of a unit in a place; a longer one is cut
# A line end within a text and the indentation after it: XML that was laid out, not a line of the text.
_INDENTED = regex.compile(r"(?<![ \t])[ \t]*+\r?\n(?:\t|  )[ \t]*+")
_CHUNK = 1 << 20  # bytes that are parsed at a time


def parts_of(data: bytes, name: str, encoding: str | None) -> Iterable[bytes | str]:
    """Return an XML file in parts: bytes, whose encoding XML declares, or text in the encoding that the user named."""
    if not data:
        raise InputError(name, "the input is empty")
    if encoding:
        return [decode.decode_bytes(data, name, encoding).text]
    return (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))


def of_xml(data: bytes, name: str, encoding: str | None) -> InputText:
    """Return the input of an XML file without its text, with the encoding that the user names, or XML itself."""
    reason = "as named" if encoding else "as the XML declares"
    return InputText(name, "", encoding or xml_root.encoding(data), encoding_reason=reason)


def read(items: Iterable[Header | Unit], file: InputText) -> InputText:
    """Return the table of the units of a file.

    file: the input, whose text is replaced.

    Raises InputError for a file without a text.
    """
    remarks = []
    units: dict[int, Unit] = {}
    number = characters = 0
    for item in items:
        if isinstance(item, Unit):
            number += 1
            units[number] = item
            characters += sum(len(text) for _, text in item.texts)
            line_limit.check_rows(number, characters, file.name)
        elif item.tool == headers.TOOL:
            remarks.append(headers.ALIGNED_ALREADY)
    if not any(map(_is_visible, units.values())):
        raise InputError(file.name, "there is no translation unit with a text", hint="give a file of pairs")
    columns = _columns(units.values())
    if len(columns) > MAX_LANGUAGES:
        raise InputError(file.name, limits.LANGUAGES.problem(MAX_LANGUAGES), hint="export two of them")
    rows = ((number, _cells(unit, columns)) for number, unit in units.items())
    text = table.with_rows(file, table.with_unseen_rows(rows), lambda number: _label(number, units[number]))
    with_codes = [number for number, unit in units.items() if unit.codes]
    with_sub_flows = [number for number, unit in units.items() if unit.sub_flows]
    for what, left in (("inline codes", with_codes), ("texts within inline codes (sub)", with_sub_flows)):
        if left:
            remarks.append(f"left out the {what} of {number_ranges('unit', left)}")
    return replace(
        text,
        column_names=tuple(tag or "text" for tag, _ in columns),
        column_languages=tuple(tag for tag, _ in columns),
        row_unit="unit",
        remarks=tuple(remarks),
    )


def _is_visible(unit: Unit) -> bool:
    return any(VISIBLE.search(text) for _, text in unit.texts)


def _variants(unit: Unit) -> Iterator[tuple[tuple[str, int], str]]:
    """Yield the texts of a unit by their column: the tag, and how many texts of the unit have it before."""
    counts: Counter[str] = Counter()
    for tag, text in unit.texts:
        if text and not text.isspace():
            yield (tag, counts[tag]), text
            counts[tag] += 1


def _columns(units: Iterable[Unit]) -> dict[tuple[str, int], int]:
    """Return the number of each column, from 0."""
    columns: dict[tuple[str, int], int] = {}
    for unit in units:
        for column, _ in _variants(unit):
            columns.setdefault(column, len(columns))
    return columns


def _cells(unit: Unit, columns: dict[tuple[str, int], int]) -> list[str]:
    """Return the cells of a unit, up to the last one with a text."""
    of_unit = {columns[column]: _INDENTED.sub(" ", text) for column, text in _variants(unit)}
    return [of_unit.get(number, "") for number in range(max(of_unit, default=-1) + 1)]


def _label(number: int, unit: Unit) -> str:
    """Return the place of a unit: its number, and the name that it has in the file."""
    key = " ".join(unit.key.split())
    key = f"{key[:MAX_KEY]}…" if len(key) > MAX_KEY else key
    return f"unit {number} ({key})" if key else f"unit {number}"
