"""JSON: objects with a string in each language, one object a line or in a list.

The text of the result is a table: one object a row, one field a column. A field of an object within an object is named
`translation.ar`. A list of strings becomes the lines of one cell. Numbers and other values are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import regex

from aligner import limits
from aligner.bitext import InputText
from aligner.characters import BYTE_ORDER_MARK, LINE_END, VISIBLE
from aligner.errors import InputError
from aligner.read.packed import decode, line_limit

SUFFIXES = (".jsonl", ".ndjson", ".json")

_HALF_CHARACTER = regex.compile(r"\p{Cs}")  # a surrogate without its other half, which no encoding can write
MAX_FIELDS = 5  # texts in one object, up to which it is one row; an object with more is a list of keys and texts
MAX_NAMES = limits.FIELDS.value  # names of the fields of all objects
MIN_TEXT = 4  # characters for each token, if there are very many; rows of short answers have as many
_TOKENS = ('"', "{", "[", ",")  # two quotation marks are a string
_ROW_HINT = "give objects with a text in each language, one object a line"


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Decode a file of JSON lines, or of one list of objects.

    Raises InputError for a line that is not JSON.
    """
    text = decode.decode_bytes(data, name, encoding)
    if _is_too_dense(text.text):
        raise line_limit.too_dense(name, "objects, strings and values", MIN_TEXT)
    try:
        records, unit = _records(text.text)
    except _NotJsonError as error:
        raise InputError(name, f"this line is not JSON ({error})", hint=_ROW_HINT, line=error.line) from None
    return _as_table(text, records, unit)


def find_objects(text: InputText) -> InputText | None:
    """Return the table that plain text holds if it is JSON with objects or lists in it, or None."""
    if not text.text.lstrip(f" \t\r\n{BYTE_ORDER_MARK}").startswith(("{", "[")) or _is_too_dense(text.text):
        return None
    try:
        records, unit = _records(text.text)
    except _NotJsonError:
        return None
    made = _as_table(text, records, unit)
    return made if len(made.column_names) > 1 else None


def _is_too_dense(text: str) -> bool:
    """Return whether JSON has very many objects, strings and values and little text, which would take all memory."""
    quotes, *others = map(text.count, _TOKENS)
    tokens = quotes // 2 + sum(others)
    return tokens > line_limit.MANY_SIGNS and len(text) < MIN_TEXT * tokens


class _NotJsonError(Exception):
    """A text that is not JSON, with the number of the line, from 1."""

    def __init__(self, line: int, problem: str) -> None:
        self.line = line
        super().__init__(problem)


def _records(text: str) -> tuple[list[tuple[int, dict[str, str]]], str]:
    """Return the objects of a text, with their numbers, and what the numbers count: `line` or `row`.

    Raises _NotJsonError if neither each line nor the entire text is JSON.
    """
    lines = [(number, line) for number, line in enumerate(LINE_END.split(text), 1) if VISIBLE.search(line)]
    try:
        values = [(number, _parse(line, number)) for number, line in lines]
    except _NotJsonError as error:
        try:
            values = [(1, _parse(text, 1))]
        except _NotJsonError:
            raise error from None
    try:
        if len(values) == 1 and (rows := _rows_within(values[0][1])) is not None:
            return [(number, dict(_strings(row))) for number, row in enumerate(rows, 1)], "row"
        return [(number, dict(_strings(value))) for number, value in values], "line"
    except RecursionError:
        raise _NotJsonError(values[0][0], "too many levels") from None


def _parse(text: str, line: int) -> Any:
    """Return the value of a text. Raises _NotJsonError if it is not an object or a list."""
    import json  # most texts are not JSON

    try:
        value = json.loads(text.strip(BYTE_ORDER_MARK))
    except json.JSONDecodeError as error:
        raise _NotJsonError(line + error.lineno - 1, error.msg) from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets a thousand deep
        raise _NotJsonError(line, str(error)) from None
    if not isinstance(value, dict | list):
        raise _NotJsonError(line, "neither an object nor a list")
    return value


def _rows_within(value: Any) -> list[Any] | None:
    """Return the rows that one value holds, or None if it is a row itself.

    The rows are the first of these that fits:

    1. the objects or lists of a list;
    2. the values that the fields of two languages have for one key: `{"ar": {"yes": ...}, "en": {"yes": ...}}`;
    3. such a list in a field, if only one field has one, or all values if they are objects;
    4. the key and the text of each field, if there are so many fields that they are no row.
    """
    if isinstance(value, list):
        return value if value and all(isinstance(row, dict | list) for row in value) else None
    from aligner.read.tables import headers

    named = {key: field for key, field in value.items() if headers.names_text(key)}
    if len(named) > 1:
        if all(isinstance(field, dict | list) for field in named.values()):
            return _rows_by_key(named)
        return None
    lists = [rows for field in value.values() if isinstance(field, list) and (rows := _rows_within(field)) is not None]
    if len(lists) == 1:
        return lists[0]
    if all(isinstance(field, dict) for field in value.values()):
        return [{"key": key, **field} for key, field in value.items()]
    strings = list(_strings(value))
    return [{"key": key, "value": text} for key, text in strings] if len(strings) > MAX_FIELDS else None


def _rows_by_key(fields: dict[str, Any]) -> list[dict[str, str]]:
    """Return a row for each key that the values of fields have, in the order of the first field."""
    by_key = {name: dict(_strings(field)) for name, field in fields.items()}
    keys = dict.fromkeys(key for strings in by_key.values() for key in strings)
    return [{name: strings[key] for name, strings in by_key.items() if key in strings} for key in keys]


def _strings(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the names and strings of the fields of a value, within objects and lists, too."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list) and name and all(isinstance(item, str) for item in value):
        yield name, "\n".join(value)
    elif isinstance(value, dict | list):
        fields = value.items() if isinstance(value, dict) else enumerate(value, 1)
        for key, field in fields:
            yield from _strings(field, f"{name}.{key}" if name else str(key))


def _as_table(text: InputText, records: list[tuple[int, dict[str, str]]], unit: str) -> InputText:
    """Return the table of objects. Raises InputError for a string that holds half a character."""
    from aligner.read.tables import table

    names = list(dict.fromkeys(name for _, record in records for name in record))
    if len(names) > MAX_NAMES:
        problem = limits.FIELDS.problem(MAX_NAMES)
        raise InputError(text.name, problem, hint=_ROW_HINT)
    rows = [(number, [record.get(name, "") for name in names]) for number, record in records]
    for number, cells in rows:
        if any(map(_HALF_CHARACTER.search, cells)):
            raise InputError(
                text.name,
                "a string holds half a character (a surrogate without its pair)",
                hint="write the JSON again with a program that writes valid Unicode",
                line=number if unit == "line" else None,
            )
    made = table.with_rows(text, table.with_unseen_rows(rows), f"{unit} {{}}".format)
    return replace(made, column_names=tuple(names), row_unit=unit)
