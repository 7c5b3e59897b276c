"""Columns: separates the source and the target of a table that holds both.

1. The columns are those that the user names, those in the two languages, or of several columns in one language those
   that a header names or whose lengths fit.
2. A first row that names the columns is left out.
3. The cells of each row go to their sides. Two cells that stand in the wrong columns change places; a cell without a
   letter of the language of its column goes to the side of its own language, unless it may be a Latin name in an
   Arabic text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from aligner import languages
from aligner.bitext import InputText, Span
from aligner.characters import VISIBLE
from aligner.errors import InputError
from aligner.read.tables import headers, table
from aligner.read.tables.table import Cell, Cells
from aligner.separate import column_choice, language_columns
from aligner.separate.sides import Sides

TITLE_ROWS = 2  # rows of one cell that may stand before the names of the columns

_LINE = regex.compile(r"[^\r\n]++")


class SeparatedTable(NamedTuple):
    """The source and the target of a table.

    sides: spans of the lines of the source and of the target cells, and the ends of the rows.
    header: the names of the columns, if a row holds them; otherwise empty.
    header_rows: numbers of the lines or rows that hold these names.
    ignored: numbers, from 1, of the columns that hold text but are neither the source nor the target.
    changes: numbers of the lines or rows that were changed: `swapped`, the two cells have changed places; `moved`, a
        cell went to the other side; `doubtful`, a cell may be on the wrong side.
    columns: numbers, from 0, of the source column and of the target column; None if the format names the languages.
    remarks: sentences for the user about texts that are on neither side, or on one side only.
    """

    sides: Sides
    header: list[str]
    header_rows: list[int]
    ignored: list[int]
    changes: dict[str, list[int]]
    columns: tuple[int, int] | None = None
    remarks: tuple[str, ...] = ()


def separate_columns(
    text: InputText, source: str, target: str, *, forced: bool = False, named: Sequence[str] | None = None
) -> SeparatedTable | None:
    """Return the two sides of a table, or None if the text is not a table.

    text: the decoded input.
    source: language tag of the source.
    target: language tag of the target.
    forced: whether the user says that this is a table.
    named: the columns of the source and of the target that the user named, or None to find them.

    Raises InputError for a table whose columns are unclear, and for another text if a table is asked for.
    """
    forced = forced or named is not None
    if not text.rows and not forced and "\t" not in text.text:
        return None
    cells = table.cells_of(text, source, target)
    if not cells.rows:
        return None
    latin = table.latin_side(source, target)
    if named is None and (tagged := language_columns.choose_rows(text, cells, source, target)):
        return _separate(text, tagged.cells, (0, 1), latin, [])._replace(columns=None, remarks=tagged.remarks)
    if not text.rows:
        if forced and cells.width < 2:
            raise _unclear(text, "no line has a tab")
        if not forced and not table.looks_tabular(cells):
            return None
    if cells.width < 2 and not forced:
        return None  # one column: the layout of its lines decides
    tags = (source, target)
    columns, header = _find_columns(text, cells, tags, named)
    if isinstance(columns, str) and not text.rows and not named:
        # Several tabs may stand between two cells, so that they look well.
        compact = cells.without_empty_cells()
        if compact.width == 2:
            cells = compact
            columns, header = _find_columns(text, cells, tags, None)
    if isinstance(columns, str):
        if named:
            raise InputError(text.name, columns, hint="name the column of each language with --columns, such as 1,2")
        if forced or text.rows or table.holds_both_languages(cells):
            raise _unclear(text, columns)
        return None  # the tabs are part of the text
    return _separate(text, cells, columns, latin, header)


def separate_column(text: InputText, tags: tuple[str, str], side: int) -> SeparatedTable | None:
    """Return the text of one side in a table that holds one language, or None if the text is not a table.

    The text is the source or the target of the result; the other is empty. Plain text with tabs is a table only if it
    has one column of text, beside numbers and keys.

    text: the decoded input.
    tags: language tags of the source and of the target.
    side: 0 for the source, 1 for the target.
    """
    if not text.rows and "\t" not in text.text:
        return None
    cells = table.cells_of(text, *tags)
    if not cells.rows or not (text.rows or table.looks_tabular(cells)):
        return None
    names = list(text.column_names) or cells.texts(0)
    labels = [headers.label(name, {languages.primary(tag) for tag in tags}) for name in names]
    is_named = all(label for label, name in zip(labels, names, strict=True) if name)
    header = names if is_named and not text.column_names and len(cells.rows) > 1 else []
    body = cells.without(header)
    columns = column_choice.columns_in_language(body, labels if header or text.column_names else [], side)
    if not text.rows and not column_choice.are_keys(
        body, [column for column in range(body.width) if column not in columns]
    ):
        return None
    sides = Sides([], [], "columns", [], [])
    for row in body.rows:
        for column in columns:
            if column < len(row):
                (sides.source, sides.target)[side].extend(_visible_lines(text.text, row[column].span))
    return SeparatedTable(sides, header, _rows_with(cells, header), _ignored(body, columns), {})


def _unclear(text: InputText, problem: str) -> InputError:
    """Return the error for a table whose columns are unclear."""
    between = "" if text.rows else ", with a tab between them"
    hint = f"keep one column of each language{between}; or choose two columns, as in --columns 1,2"
    return InputError(text.name, problem, hint=hint)


def _find_columns(
    text: InputText, cells: Cells, tags: tuple[str, str], named: Sequence[str] | None
) -> tuple[tuple[int, int] | str, list[str]]:
    """Return the columns of both sides, or why they are unclear; and the names of the columns, if a row holds them."""
    codes = [languages.primary(tag) for tag in tags]
    first = _first_row(cells)
    names = list(text.column_names) or cells.texts(first)
    columns: tuple[int, int] | str
    if not named and headers.is_output(names):
        columns = names.index(headers.SOURCE), names.index(headers.TARGET)
        columns = columns[::-1] if _are_in_reverse(cells, columns) else columns
        return columns, [] if text.column_names else names
    if named:
        columns = column_choice.named_columns(named, names, cells.width)
        if isinstance(columns, str):
            return columns, []
        if _are_in_reverse(cells, columns):
            columns = columns[::-1]
        if not text.column_names and any(column_choice.is_name_of(column, names) for column in named):
            return columns, names
    else:
        columns = _columns_by_language(cells, tags, names, are_certain=bool(text.column_names))
    if isinstance(columns, str) or text.column_names or len(cells.rows) < 2:
        return columns, []
    row = cells.rows[first]
    wrong_script = any(column < len(row) and row[column].only_side == 1 - side for side, column in enumerate(columns))
    is_header = headers.is_header(names, columns, wrong_script=wrong_script, codes=codes)
    return columns, names if is_header else []


def _first_row(cells: Cells) -> int:
    """Return the index of the row that may name the columns: the first with two cells, since a title may precede it."""
    for index, row in enumerate(cells.rows[: TITLE_ROWS + 1]):
        if sum(cell.is_visible for cell in row) > 1:
            return index
    return 0


def _columns_by_language(
    cells: Cells, tags: tuple[str, str], names: list[str], *, are_certain: bool
) -> tuple[int, int] | str:
    """Return the columns of the source and the target, or why they are unclear.

    names: the names of the columns, or the texts of a row that may hold them.
    are_certain: whether they are the names, and no row.
    """
    labels = [headers.label(name, [languages.primary(tag) for tag in tags]) for name in names]
    body = cells.without(names)
    if are_certain:
        attempts = [(cells, labels)]
    elif sum(labelled is not None and labelled.text for labelled in labels) > 1:
        attempts = [(body, labels), (cells, [])]
    else:
        attempts = [(cells, []), (body, [])]  # the row may be a header in any language
    problem = ""
    for rows, of_columns in attempts:
        columns = column_choice.choose_columns(rows, tags, of_columns)
        if not isinstance(columns, str):
            return columns
        problem = problem or columns
    return column_choice.columns_named_by_language(labels, tags) or problem


def _are_in_reverse(cells: Cells, columns: tuple[int, int]) -> bool:
    """Return whether the first column is mostly in the language of the target, and the second in that of the source."""
    tallies = [[cell.side for cell in cells.column(column)] for column in columns]
    return all(tally.count(1 - side) > tally.count(side) for side, tally in enumerate(tallies))


def _separate(
    text: InputText, cells: Cells, columns: tuple[int, int], latin: int | None, header: list[str]
) -> SeparatedTable:
    """Return the sides of the rows of a table, by its columns. Files that were joined have several headers."""
    header_rows = _rows_with(cells, header)
    cells = cells.without(header)
    changes: dict[str, list[int]] = {"swapped": [], "moved": [], "doubtful": []}
    sides = Sides([], [], "columns", [], [])
    for number, row in zip(cells.numbers, cells.rows, strict=True):
        side_of_column, change = _place_cells(row, columns, latin)
        if change:
            changes[change].append(number)
        for column, side in sorted(side_of_column.items()):
            (sides.source, sides.target)[side].extend(_visible_lines(text.text, row[column].span))
        sides.row_ends.append((len(sides.source), len(sides.target)))
    return SeparatedTable(sides, header, header_rows, _ignored(cells, columns), changes, columns)


def _rows_with(cells: Cells, texts: list[str]) -> list[int]:
    """Return the numbers of the rows that have these texts."""
    return [number for index, number in enumerate(cells.numbers) if cells.texts(index) == texts]


def _place_cells(row: Sequence[Cell], columns: tuple[int, int], latin: int | None) -> tuple[dict[int, int], str]:
    """Return the sides of the cells of a row that have text, by column, and the change that `SeparatedTable` names."""
    sides = {column: side for side, column in enumerate(columns) if column < len(row) and row[column].is_visible}
    change = ""
    if len(sides) == 2 and all(row[column].side == 1 - side for column, side in sides.items()):
        sides, change = {column: 1 - side for column, side in sides.items()}, "swapped"
    are_equal = len({row[column].text for column in sides}) < len(sides)
    shares = [row[column].source_share for column in sides]
    is_clear = len(shares) == 2 and None not in shares and shares[0] != shares[1]
    for column, side in sides.items():
        only_side = row[column].only_side
        may_stay = only_side == latin and (
            are_equal or (len(sides) == 2 and column_choice.may_be_name(row[column].text))
        )
        if only_side == 1 - side and not may_stay:
            sides[column], change = 1 - side, "moved"
        elif row[column].side == 1 - side and (only_side is not None or not is_clear):
            change = change or "doubtful"
    return sides, change


def _ignored(cells: Cells, columns: Sequence[int]) -> list[int]:
    """Return the numbers, from 1, of the columns that hold text but are not aligned."""
    return [column + 1 for column in range(cells.width) if column not in columns and cells.column(column)]


def _visible_lines(text: str, cell: Span) -> Iterator[Span]:
    """Yield the lines of a cell that have a visible character."""
    lines = (Span(*match.span()) for match in _LINE.finditer(text, *cell))
    return (line for line in lines if VISIBLE.search(text, *line))
