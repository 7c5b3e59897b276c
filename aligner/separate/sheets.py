"""Workbooks of several sheets: the columns of each sheet, and the source and the target of all of them.

Each sheet is a table of its own. A sheet in which the languages are not found has the columns of another one with the
same first row, as where a column waits for its translation. Any other is left out if its cells are in one language and
another sheet holds both; otherwise it is an error. Two sheets, each in one language, are a text and its translation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from aligner import languages
from aligner.bitext import InputText
from aligner.errors import InputError
from aligner.notices import counted
from aligner.read.tables import table
from aligner.separate import columns
from aligner.separate.columns import SeparatedTable
from aligner.separate.sides import Sides

FEW = 0.1  # cells in the other language by those in its own, up to which a sheet is in one language
BOTH = 0.2  # share of the cells in the rarer language, from which on a sheet holds text and translation


class SeparatedSheet(NamedTuple):
    """A sheet and its sides; a text that is one table is one sheet.

    text: the input with the rows of the sheet; its name is that of the file and of the sheet.
    table: the source and the target.
    """

    text: InputText
    table: SeparatedTable


class SeparatedSheets(NamedTuple):
    """The sheets of an input.

    sheets: those that hold both languages, or, of two files, the language of their file.
    sides: the source and the target of all of them, one after the other.
    remarks: sentences for the user about sheets that are left out.
    """

    sheets: Sequence[SeparatedSheet]
    sides: Sides
    remarks: Sequence[str]


def separate_columns(
    text: InputText, source: str, target: str, *, forced: bool = False, named: Sequence[str] | None = None
) -> SeparatedSheets | None:
    """Return the two sides of a table or of the sheets of a workbook; None if the text is no table.

    The parameters are those of `columns.separate_columns`, and the errors, too.
    """
    parts = list(_parts(text))
    tables: list[SeparatedTable | None] = []
    errors: dict[int, InputError] = {}
    for number, part in enumerate(parts):
        try:
            tables.append(columns.separate_columns(part, source, target, forced=forced, named=named))
        except InputError as error:
            tables.append(None)
            errors[number] = error
    if not any(tables):
        if by_language := _by_language(text, parts, (source, target)) if named is None else None:
            return by_language
        if errors:
            raise next(iter(errors.values()))
        return None
    headers = {_first_row(part): made for part, made in zip(parts, tables, strict=True) if made and made.header}
    remarks = []
    for number, part in enumerate(parts):
        if tables[number]:
            continue
        alike = headers.get(_first_row(part))
        if alike and alike.columns:
            chosen = [str(column + 1) for column in alike.columns]
            tables[number] = columns.separate_columns(part, source, target, named=chosen)
        else:
            hint = "give this sheet as a file of its own, or remove it"
            refusal = errors.get(number) or InputError(part.name, "it has one column", hint=hint)
            if _holds_both(part, source, target):
                raise refusal
            sheet = f'the sheet "{text.sheets[number].title}" ({counted(len(part.rows), "row")})'
            remarks.append(f"left out {sheet}: {refusal.problem}")
    return joined([SeparatedSheet(part, made) for part, made in zip(parts, tables, strict=True) if made], remarks)


def _by_language(text: InputText, parts: Sequence[InputText], tags: tuple[str, str]) -> SeparatedSheets | None:
    """Return the sides of two sheets, each in one language; None for any other sheets."""
    if len(parts) != 2:
        return None
    counts = [Counter(_sides_of_cells(part, *tags)) for part in parts]
    order = [side for count in counts for side in (0, 1) if count[side] and count[1 - side] <= FEW * count[side]]
    if sorted(order) != [0, 1]:
        return None
    tables = [(part, columns.separate_column(part, tags, side)) for part, side in zip(parts, order, strict=True)]
    made_of_two = joined([SeparatedSheet(part, made) for part, made in tables if made], [])
    titles = [text.sheets[order.index(side)].title for side in (0, 1)]
    names = [f'the sheet "{title}" is {languages.name(tag)}' for title, tag in zip(titles, tags, strict=True)]
    return made_of_two._replace(remarks=[f"{' and '.join(names)}; they are aligned as two texts"])


def separate_column(text: InputText, tags: tuple[str, str], side: int) -> SeparatedSheets | None:
    """Return the text of one side in a table or in the sheets of a workbook; None if the text is no table.

    The parameters are those of `columns.separate_column`.
    """
    tables = [(part, columns.separate_column(part, tags, side)) for part in _parts(text)]
    sheets = [SeparatedSheet(part, made) for part, made in tables if made]
    return joined(sheets, []) if sheets else None


def _parts(text: InputText) -> Iterator[InputText]:
    """Yield the input once for each sheet, with the rows of the sheet."""
    if not text.sheets:
        yield text
    for sheet in text.sheets:
        name = f"{text.name}, {sheet.title}"
        yield replace(text, name=name, rows=text.rows[sheet.start : sheet.stop], sheets=())


def _holds_both(part: InputText, source: str, target: str) -> bool:
    """Return True if so many cells of a sheet are in either language that it is no note beside the others."""
    sides = _sides_of_cells(part, source, target)
    return min(sides.count(0), sides.count(1)) > BOTH * len(sides)


def _sides_of_cells(part: InputText, source: str, target: str) -> list[int]:
    """Return the likelier side of each cell that has one."""
    return [cell.side for row in table.cells_of(part, source, target).rows for cell in row if cell.side is not None]


def _first_row(part: InputText) -> tuple[str, ...]:
    """Return the texts of the first row, without empty cells at its end."""
    texts = [part.text[start:end].strip() for start, end in part.rows[0].cells] if part.rows else []
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def joined(sheets: Sequence[SeparatedSheet], remarks: Sequence[str]) -> SeparatedSheets:
    """Return sheets with the sides of all of them."""
    sides = Sides([], [], "columns", [], [])
    for sheet in sheets:
        of_sheet = sheet.table.sides
        before = len(sides.source), len(sides.target)
        sides.source.extend(of_sheet.source)
        sides.target.extend(of_sheet.target)
        sides.row_ends.extend((before[0] + source, before[1] + target) for source, target in of_sheet.row_ends)
    return SeparatedSheets(sheets, sides, remarks)
