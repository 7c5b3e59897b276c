"""Paragraphs of pages as the text of an input: a paragraph a line, or the rows of a table that holds both languages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

import regex

from aligner.bitext import InputText, Place
from aligner.read.tables import table
from aligner.read.web.html_text import Paragraph

# Three line ends between paragraphs: lines over such a gap are never joined, lines within a paragraph may be.
BETWEEN_PARAGRAPHS = "\n\n\n"
BULK = 0.5  # share of the letters of a page, from which on a table in two languages is the page
ONE_SCRIPT = 0.7  # share of the letters of a cell that are Latin, from which on it is in Latin letters
TIMES_AS_LONG = 4  # times as many letters as the other language, from which on cells are no translations

_LATIN = regex.compile(r"[\p{Latin}&&\p{L}]++", regex.V1)
_NATIVE = regex.compile(r"[\p{L}--\p{Latin}]++", regex.V1)


class PlacedParagraph(NamedTuple):
    """A paragraph with its place.

    paragraph: the paragraph.
    file: the file of an archive that it stands in, with a comma after it; empty for a page that is a file.
    number: its number in the page, from 1.
    """

    paragraph: Paragraph
    file: str
    number: int

    @property
    def label(self) -> str:
        """Its place in words."""
        return f"{self.file}paragraph {self.number}"

    @property
    def cell_label(self) -> str:
        """The place of its cell in words."""
        cell = self.paragraph.cell
        return f"{self.file}table {cell.table}, row {cell.row}, cell {cell.column}" if cell else self.label


class _Row(NamedTuple):
    """Paragraphs of one row of a table by their columns, from 0."""

    columns: dict[int, list[PlacedParagraph]]
    is_of_table: bool


def with_paragraphs(text: InputText, paragraphs: Sequence[PlacedParagraph]) -> InputText:
    """Return an input with the text of paragraphs, and with rows if most of them are a table in two scripts."""
    rows = list(_rows(paragraphs)) if any(placed.paragraph.cell for placed in paragraphs) else []
    if _hold_both_languages([row for row in rows if row.is_of_table], paragraphs):
        return _with_rows(text, rows)
    places, position = [], 0
    for placed in paragraphs:
        places.append(Place(position, placed.label))
        position += len(placed.paragraph.text) + len(BETWEEN_PARAGRAPHS)
    joined = BETWEEN_PARAGRAPHS.join(placed.paragraph.text for placed in paragraphs)
    return replace(text, text=joined, places=tuple(places))


def _rows(paragraphs: Sequence[PlacedParagraph]) -> Iterator[_Row]:
    """Yield the rows of the innermost tables, and between them the paragraphs that stand outside, as rows."""

    def row_of(placed: PlacedParagraph) -> tuple[str, int, int] | None:
        cell = placed.paragraph.cell
        return (placed.file, cell.table, cell.row) if cell else None

    for key, group in groupby(paragraphs, row_of):
        columns: dict[int, list[PlacedParagraph]] = defaultdict(list)
        for placed in group:
            cell = placed.paragraph.cell
            columns[cell.column - 1 if cell else int(_is_latin(placed.paragraph.text) or False)].append(placed)
        yield _Row(dict(sorted(columns.items())), key is not None)


def _hold_both_languages(rows: Sequence[_Row], paragraphs: Sequence[PlacedParagraph]) -> bool:
    """Return whether rows of tables are the bulk of a page, and hold a text and its translation, by their letters."""
    if not rows:
        return False
    letters_of_page = sum(sum(_letters(placed.paragraph.text)) for placed in paragraphs)
    both, letters = 0, [0, 0]
    for row in rows:
        cells = ["\n".join(placed.paragraph.text for placed in cell) for cell in row.columns.values()]
        both += {_is_latin(cell) for cell in cells} >= {True, False}
        for cell in cells:
            native, latin = _letters(cell)
            letters[_is_latin(cell) or False] += native + latin
    are_alike = max(letters) <= TIMES_AS_LONG * min(letters)
    return both >= table.BOTH * len(rows) and are_alike and sum(letters) >= BULK * letters_of_page


def _with_rows(text: InputText, rows: Sequence[_Row]) -> InputText:
    """Return an input with rows. Paragraphs outside of tables go to the columns with most letters of their script."""
    totals: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
    for row in rows:
        for column, cell in row.columns.items() if row.is_of_table else ():
            for script, count in enumerate(_letters("\n".join(placed.paragraph.text for placed in cell))):
                totals[script][column] += count
    columns = [total.most_common(1)[0][0] for total in totals]
    cells_of_rows, labels = [], []
    for row in rows:
        by_column = row.columns
        if not row.is_of_table:
            by_column = dict(sorted((columns[script], cell) for script, cell in row.columns.items()))
        cells = [by_column.get(column, []) for column in range(max(by_column) + 1)]
        cells_of_rows.append(["\n".join(placed.paragraph.text for placed in cell) for cell in cells])
        labels.append([cell[0].cell_label if cell else "" for cell in cells])
    with_cells = replace(table.with_rows(text, enumerate(cells_of_rows, 1)), row_unit="row")
    places = [
        Place(span.start, label)
        for row_cells, row_labels in zip(with_cells.rows, labels, strict=True)
        for span, label in zip(row_cells.cells, row_labels, strict=True)
        if label
    ]
    return replace(with_cells, places=tuple(places))


def _letters(text: str) -> tuple[int, int]:
    """Return the numbers of letters that are not Latin, and of those that are."""
    return sum(map(len, _NATIVE.findall(text))), sum(map(len, _LATIN.findall(text)))


def _is_latin(text: str) -> bool | None:
    """Return whether most letters of a text are Latin; None for a text without letters."""
    native, latin = _letters(text)
    return latin >= ONE_SCRIPT * (native + latin) if native + latin else None
