"""Columns whose languages the format names, as in TMX: which of them hold the source and the target.

A side takes the text whose tag is the one that the user named, or else one of the same language in another region. A
row may have its text in any of these columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aligner import languages
from aligner.bitext import InputText, Span
from aligner.errors import InputError
from aligner.language_weights import LanguageWeights
from aligner.notices import number_ranges
from aligner.read.tables.table import Cell, Cells

_EMPTY = Cell(Span(0, 0), "", LanguageWeights((0, 0), (0, 0), has_words=False))


class TaggedRows(NamedTuple):
    """The rows of a table of two columns, the source and the target.

    cells: the rows with a text on either side.
    remarks: sentences for the user about texts that are on neither side, and about rows of one side.
    """

    cells: Cells
    remarks: tuple[str, ...]


def choose_rows(text: InputText, cells: Cells, source: str, target: str) -> TaggedRows | None:
    """Return the source and the target of each row by the tags of the columns; None if no tag is known.

    cells: the cells of the text.
    source, target: language tags.

    Raises InputError if no column is in a language.
    """
    if not any(text.column_languages):
        return None
    columns = _columns(text, source, target)
    chosen, one_sided = Cells([], []), []
    left_out: dict[str, list[int]] = {}
    for number, row in zip(cells.numbers, cells.rows, strict=True):
        taken: list[int] = []
        sides = []
        for of_side in columns:
            fitting = [column for column in of_side if column < len(row) and row[column].is_visible]
            column = next((column for column in fitting if column not in taken), None)
            taken += [] if column is None else [column]
            sides.append(_EMPTY if column is None else row[column])
        for column, cell in enumerate(row):
            if cell.is_visible and column not in taken:
                left_out.setdefault(text.column_languages[column], []).append(number)
        if not taken:
            continue
        if len(taken) == 1:
            one_sided.append(number)
        chosen.numbers.append(number)
        chosen.rows.append(sides)
    remarks = [
        f"left out the text in {tag or 'an unnamed language'} of {number_ranges(text.row_unit, numbers)}"
        for tag, numbers in left_out.items()
    ]
    if one_sided:
        has, stays = ("has", "stays") if len(one_sided) == 1 else ("have", "stay")
        where = number_ranges(text.row_unit, one_sided)
        remarks.append(f"{where} {has} a text in one language only, and {stays} without a translation")
    return TaggedRows(chosen, tuple(remarks))


def _columns(text: InputText, source: str, target: str) -> list[list[int]]:
    """Return the numbers of the columns that may hold the source, and those of the target; the likeliest first."""
    tags = text.column_languages
    columns = [_alike(tags, tag, of_other_side) for tag, of_other_side in ((source, target), (target, source))]
    unnamed = [column for column, tag in enumerate(tags) if not tag]
    if unnamed and any(columns):
        columns = [of_side or unnamed for of_side in columns]
    missing = [tag for tag, of_side in zip((source, target), columns, strict=True) if not of_side]
    if not missing:
        return columns
    listed = list(dict.fromkeys(filter(None, tags)))
    if len(listed) == 1:
        hint = "translate it first, or give two files" if len(missing) == 1 else "give a file with both languages"
        raise InputError(text.name, f"the only language is {listed[0]}", hint=hint)
    problem = f"the languages are {', '.join(listed[:-1])} and {listed[-1]}, not {' or '.join(missing)}"
    hint = f"choose them with --from {listed[0]} and --to {listed[1]}"
    raise InputError(text.name, problem, hint=hint if len(listed) == 2 else "choose two of them with --from and --to")


def _alike(tags: Sequence[str], tag: str, of_other_side: str) -> list[int]:
    """Return the numbers of the columns in a language: those with its tag, then those of other regions."""
    exact = [column for column, candidate in enumerate(tags) if candidate == tag]
    language = languages.primary(tag)
    of_language = [column for column, candidate in enumerate(tags) if languages.primary(candidate) == language]
    return exact + [column for column in of_language if tags[column] not in (tag, of_other_side)]
