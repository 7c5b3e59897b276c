"""Columns: separates the source and the target of a table that holds both.

1. The columns are those that the user names, those in the two languages, or of several columns in one language those
   that a header names or whose lengths fit.
2. A first row that names the columns is left out.
3. The cells of each row go to their sides. Two cells that stand in the wrong columns change places; a cell without
   a letter of the language of its column goes to the side of its own language, unless it may be a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from aligner import languages
from aligner.bitext import InputText, Span
from aligner.characters import VISIBLE
from aligner.errors import InputError
from aligner.read import column_choice, headers, table
from aligner.read.table import Cells

_LINE = regex.compile(r"[^\r\n]++")


class SeparatedTable(NamedTuple):
    """The source and the target of a table.

    source: spans of the lines of the source cells, in order.
    target: spans of the lines of the target cells, in order.
    row_ends: number of source spans and of target spans up to the end of each row; the spans of a row translate
        each other.
    header: the names of the columns, if a row holds them; otherwise empty.
    header_rows: numbers of the lines or rows that hold these names.
    ignored: numbers, from 1, of the columns that hold text but are neither the source nor the target.
    changes: numbers of the lines or rows that were changed: `swapped`, the two cells have changed places; `moved`, a
        cell went to the other side; `doubtful`, a cell may be on the wrong side.
    """

    source: list[Span]
    target: list[Span]
    row_ends: list[tuple[int, int]]
    header: list[str]
    header_rows: list[int]
    ignored: list[int]
    changes: dict[str, list[int]]


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
    if not text.rows:
        if forced and not any(len(row) > 1 for row in cells.texts):
            raise _unclear(text, "no line has a tab")
        if not forced and not table.looks_tabular(cells):
            return None
    if cells.width < 2 and not forced:
        return None  # one column: the layout of its lines decides
    columns, has_header = _find_columns(text, cells, (source, target), named)
    if isinstance(columns, str):
        if named:
            raise InputError(text.name, columns, hint="name the column of each language with --columns, such as 1,2")
        if forced or text.rows or table.holds_both_languages(cells):
            raise _unclear(text, columns)
        return None  # the tabs are part of the text
    return _separate(text, cells, columns, table.latin_side(source, target), has_header=has_header)


def separate_column(text: InputText, tags: tuple[str, str], side: int) -> SeparatedTable | None:
    """Return the text of one side in a table that holds one language, or None if the text is not a table.

    The text is the source or the target of the result; the other is empty.

    text: the decoded input.
    tags: language tags of the source and of the target.
    side: 0 for the source, 1 for the target.
    """
    if not text.rows:
        return None
    cells = table.cells_of(text, *tags)
    names = text.column_names or cells.texts[0]
    labels = [headers.label(name, {languages.primary(tag) for tag in tags}) for name in names]
    is_named = all(label for label, name in zip(labels, names, strict=True) if name.strip())
    has_header = not text.column_names and len(cells.rows) > 1 and is_named
    header, body, header_rows = _without_header(cells) if has_header else ([], cells, [])
    chosen = column_choice.columns_in_language(body, labels if has_header or text.column_names else [], side)
    result = SeparatedTable([], [], [], header, header_rows, _ignored(body, chosen), {})
    for row in body.rows:
        for column in chosen:
            if column < len(row.cells):
                (result.source, result.target)[side].extend(_visible_lines(text.text, row.cells[column]))
    return result


def _unclear(text: InputText, problem: str) -> InputError:
    """Return the error for a table whose columns are unclear."""
    between = "" if text.rows else ", with a tab between them"
    hint = f"keep one column of each language{between}; or choose two columns, as in --columns 1,2"
    return InputError(text.name, problem, hint=hint)


def _find_columns(
    text: InputText, cells: Cells, tags: tuple[str, str], named: Sequence[str] | None
) -> tuple[tuple[int, int] | str, bool]:
    """Return the columns of both sides, or why they are unclear; and whether the first row is a header."""
    codes = [languages.primary(tag) for tag in tags]
    names = text.column_names or cells.texts[0]
    labels = [headers.label(name, codes) for name in names]
    columns: tuple[int, int] | str
    if named:
        columns = column_choice.named_columns(named, names, cells.width)
        if isinstance(columns, str):
            return columns, False
        if _are_in_reverse(cells, columns):
            columns = columns[::-1]
        if not text.column_names and any(column_choice.is_name_of(column, names) for column in named):
            return columns, True
    else:
        columns = _columns_by_language(text, cells, tags, labels)
    if isinstance(columns, str) or text.column_names or len(cells.rows) < 2:
        return columns, False
    wrong_script = any(cells.is_wrong(0, column, side) for side, column in enumerate(columns))
    return columns, headers.is_header(names, columns, wrong_script=wrong_script, codes=codes)


def _columns_by_language(
    text: InputText, cells: Cells, tags: tuple[str, str], labels: column_choice.Labels
) -> tuple[int, int] | str:
    """Return the columns of the source and the target, or why they are unclear."""
    if text.column_names:
        attempts = [(cells, labels)]
    elif sum(labelled is not None and labelled.text for labelled in labels) > 1:
        attempts = [(cells.without_first(), labels), (cells, [])]
    else:
        attempts = [(cells, []), (cells.without_first(), [])]  # the first row may be a header in any language
    problem = ""
    for rows, names in attempts:
        columns = column_choice.choose_columns(rows, tags, names)
        if not isinstance(columns, str):
            return columns
        problem = problem or columns
    by_name = [
        [column for column, label in enumerate(labels) if label and label.text and label.language == tag]
        for tag in map(languages.primary, tags)
    ]
    same_script = languages.script(tags[0]) == languages.script(tags[1])
    if same_script and all(len(of_language) == 1 for of_language in by_name):
        return by_name[0][0], by_name[1][0]
    return problem


def _are_in_reverse(cells: Cells, columns: tuple[int, int]) -> bool:
    """Return whether the first column is mostly in the language of the target, and the second in that of the source."""
    tallies = [[language for _, language in cells.column(column)] for column in columns]
    return all(tally.count(1 - side) > tally.count(side) for side, tally in enumerate(tallies))


def _separate(
    text: InputText, cells: Cells, columns: tuple[int, int], latin: int | None, *, has_header: bool
) -> SeparatedTable:
    """Return the sides of the rows of a table, by its columns."""
    header: list[str] = []
    header_rows: list[int] = []
    if has_header:
        header, cells, header_rows = _without_header(cells)
    changes: dict[str, list[int]] = {"swapped": [], "moved": [], "doubtful": []}
    result = SeparatedTable([], [], [], header, header_rows, _ignored(cells, columns), changes)
    for index, row in enumerate(cells.rows):
        sides, change = _place_cells(cells, index, columns, latin)
        if change:
            result.changes[change].append(row.number)
        for column, side in sorted(sides.items()):
            (result.source, result.target)[side].extend(_visible_lines(text.text, row.cells[column]))
        result.row_ends.append((len(result.source), len(result.target)))
    return result


def _without_header(cells: Cells) -> tuple[list[str], Cells, list[int]]:
    """Return the names in the first row, the other rows, and the numbers of the rows with these names.

    Files that were joined have several such rows.
    """
    header = [cell.strip() for cell in cells.texts[0]]
    is_header = [[cell.strip() for cell in texts] == header for texts in cells.texts]
    return (
        header,
        cells.select([not names for names in is_header]),
        [row.number for row, names in zip(cells.rows, is_header, strict=True) if names],
    )


def _place_cells(cells: Cells, index: int, columns: tuple[int, int], latin: int | None) -> tuple[dict[int, int], str]:
    """Return the sides of the cells of a row that have text, by column, and the change that `SeparatedTable` names."""
    texts, likely, pure = cells.texts[index], cells.sides[index], cells.pure[index]
    sides = {
        column: side for side, column in enumerate(columns) if column < len(texts) and VISIBLE.search(texts[column])
    }
    change = ""
    if len(sides) == 2 and all(likely[column] == 1 - side for column, side in sides.items()):
        sides, change = {column: 1 - side for column, side in sides.items()}, "swapped"
    are_equal = len(sides) == 2 and texts[columns[0]] == texts[columns[1]]
    for column, side in sides.items():
        may_stay = pure[column] == latin and (are_equal or column_choice.may_be_name(texts[column]))
        if pure[column] == 1 - side and not may_stay:
            sides[column], change = 1 - side, "moved"
        elif likely[column] == 1 - side:
            change = change or "doubtful"
    return sides, change


def _ignored(cells: Cells, columns: Sequence[int]) -> list[int]:
    """Return the numbers, from 1, of the columns that hold text but are not aligned."""
    return [column + 1 for column in range(cells.width) if column not in columns and any(cells.column(column))]


def _visible_lines(text: str, cell: Span) -> Iterator[Span]:
    """Yield the lines of a cell that have a visible character."""
    lines = (Span(*match.span()) for match in _LINE.finditer(text, *cell))
    return (line for line in lines if VISIBLE.search(text, *line))
