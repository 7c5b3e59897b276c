"""Pairs that a person has marked as right or wrong: TSV, CSV, XLSX or JSON lines with their confidence.

The table is what `align` writes, with a column, or a field, that has one of the names in `COLUMNS`. Marks are those of
`data/marks.toml`. An empty mark leaves a pair unmarked, and so does a mark that says that it was not looked at.
"""

from __future__ import annotations

import json
import os.path
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from aligner import storage
from aligner.convert.inputs import Input
from aligner.convert.pair_file import confidence_of
from aligner.errors import InputError
from aligner.read import review_table
from aligner.read.packed import decode
from aligner.read.pairs import workbook
from aligner.read.tables import delimited

# Names of the column with the marks, in lower case; the first one that a table has is taken.
COLUMNS = (
    "right", "correct", "is_right", "is_correct", "checked", "mark", "ok", "good", "judgement", "judgment",
    "صحيح", "صواب", "التقييم",
)  # fmt: skip
_UNMARKED = frozenset({"?", "؟", "☐", "not yet", "todo", "unchecked", "not checked", "n/a", "ليس بعد", "غير مدقق"})
_ONE_SIDED = (("source", "src_text", "src"), ("target", "trg_text", "trg"))
_HINT = "mark pairs in it with x, 1 or yes if they are right, and with 0 or no if they are wrong"

Cells = dict[str, str]


class MarkedPairs(NamedTuple):
    """The pairs of a table.

    name: the file, for messages.
    column: the name of the column with the marks.
    confidences: the confidence of each pair, marked or not.
    marked: confidence and mark, True for right, of the pairs that are marked.
    one_sided: number of marks at sentences without a translation, which are left out.
    """

    name: str
    column: str
    confidences: Sequence[float]
    marked: Sequence[tuple[float, bool]]
    one_sided: int


def read_marked(path: str) -> MarkedPairs:
    """Return the pairs of a file; raises InputError for a file without marks or confidences, and for a bad mark."""
    confidences: list[float] = []
    marked: list[tuple[float, bool]] = []
    column, one_sided = "", 0
    for place, cells in _rows(path):
        if not column:
            column = _column(path, cells)
        mark = meaning(cells.get(column, ""), path, place)
        if not all(any(cells.get(name, "").strip() for name in names) for names in _ONE_SIDED):
            one_sided += mark is not None
            continue
        confidence = confidence_of(cells.get("confidence", "").strip(), _where(path, place), place.line)
        if confidence is None:
            hint = "keep the column confidence that align wrote"
            raise InputError(_where(path, place), "the pair has no confidence", hint=hint, line=place.line)
        confidences.append(confidence)
        if mark is not None:
            marked.append((confidence, mark))
    if not marked:
        raise InputError(path, "no pair is marked", hint=_HINT)
    return MarkedPairs(path, column, confidences, marked, one_sided)


class _Place(NamedTuple):
    """The place of a row: a line of a text, or a row of a workbook."""

    line: int | None
    row: int | None = None


def meaning(cell: str, path: str, place: _Place) -> bool | None:
    """Return True for a mark that means right, False for wrong, and None for none; raises InputError for another."""
    folded = cell.strip('" \t\u00a0').casefold().rstrip(".!")
    if not folded or folded in _UNMARKED:
        return None
    if review_table.is_clear(folded):
        return review_table.is_mark(folded)
    problem = f"the mark {cell.strip()!r} is neither a yes nor a no"
    raise InputError(_where(path, place), problem, hint="write x, 1 or yes, or 0 or no", line=place.line)


def _where(path: str, place: _Place) -> str:
    return path if place.row is None else f"{path}, row {place.row}"


def _column(path: str, cells: Cells) -> str:
    """Return the name of the column with the marks."""
    if "confidence" not in cells:
        hint = "give a table of pairs that align wrote, with its first line"
        raise InputError(path, "there is no column confidence", hint=hint)
    column = next((name for name in COLUMNS if name in cells), "")
    if not column:
        names = ", ".join(COLUMNS[:2])
        raise InputError(path, f"no column is called {names} or checked", hint=f"add a column right; {_HINT}")
    return column


def _rows(path: str) -> Iterator[tuple[_Place, Cells]]:
    """Yield the place and the cells of each row, by the names of their columns in lower case."""
    if storage.is_folder(path):
        raise InputError(
            path, "this is a folder, not a file", hint="give one table of pairs that align wrote, with your marks"
        )
    with closing(Input(path)) as file:
        data = file.read()
    if os.path.splitext(path)[1].lower() in workbook.SUFFIXES or data.startswith(workbook.MAGIC):
        for sheet in workbook.read_sheets(data, path):
            names: list[str] = []
            for number, in_row in sheet.rows:
                if not names:
                    names = _names(in_row)
                else:
                    yield _Place(None, number), _by_name(names, in_row)
        return
    text = decode.decode_bytes(data, path).text.removeprefix("\ufeff")
    if text.lstrip().startswith("{"):
        yield from _json_rows(text, path)
        return
    directive = delimited.DIRECTIVE.match(text)
    body, before = text[directive.end() :] if directive else text, int(directive is not None)
    head = body.partition("\n")[0]
    delimiter = directive[1] if directive else max("\t;,|", key=head.count)
    if delimiter == "\t":
        rows = review_table.tab_rows(body, path, before)
    else:
        rows = delimited.parse(body, path, delimiter, before)
    names = _names(rows[0][1]) if rows else []
    for number, cells in rows[1:]:
        yield _Place(number), _by_name(names, cells)


def _json_rows(text: str, path: str) -> Iterator[tuple[_Place, Cells]]:
    """Yield the rows of JSON lines. A field that is missing is an empty cell, as programs leave out what is not set."""
    rows = []
    for number, line in enumerate(text.split("\n"), 1):  # JSON may hold other ends of lines, such as U+2028
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise InputError(path, "this line is not a JSON object", hint="write one pair a line", line=number)
        rows.append((number, {str(key).casefold(): _cell(item) for key, item in value.items()}))
    names = {name: "" for _, cells in rows for name in cells}
    for number, cells in rows:
        yield _Place(number), names | cells


def _cell(value: object) -> str:
    """Return a value of JSON as a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _names(cells: Sequence[str]) -> list[str]:
    return [cell.strip('"?: \ufeff\u00a0').casefold() for cell in cells]


def _by_name(names: Sequence[str], cells: Sequence[str]) -> Cells:
    """Return the cells of a row by the names of their columns; cells that are missing are empty."""
    row = dict.fromkeys(names, "")
    return row | {name: cell for name, cell in reversed(list(zip(names, cells, strict=False))) if name}
