"""Tables: the rows of a text, and the cells of each row with their languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import regex

from aligner import languages
from aligner.bitext import InputText, Place, Span, TableRow
from aligner.characters import BYTE_ORDER_MARK, VISIBLE
from aligner.language_weights import LanguageWeights, weigher
from aligner.text_lines import numbered_lines

TABLE = 0.8  # share of the lines with a tab, from which on a text may be a table
BOTH = 0.5  # share of the rows with a cell in each language, from which on lines with tabs are a table


class Cell(NamedTuple):
    """A cell of a table.

    span: the cell in the text.
    text: its characters.
    evidence: its letters and their weight.
    """

    span: Span
    text: str
    evidence: LanguageWeights

    @property
    def is_visible(self) -> bool:
        """True if the cell has a visible character."""
        return VISIBLE.search(self.text) is not None

    @property
    def letters(self) -> tuple[int, int]:
        """Numbers of letters of the source and of the target."""
        return self.evidence.letters

    @property
    def side(self) -> int | None:
        """The likelier language: 0 for the source, 1 for the target; None if there is no majority."""
        return self.evidence.side

    @property
    def only_side(self) -> int | None:
        """The language of all letters: 0 for the source, 1 for the target; None if there are both or none."""
        source, target = self.letters
        return None if bool(source) == bool(target) else int(target > 0)

    @property
    def source_share(self) -> float | None:
        """Share of source letters in all letters, in [0, 1], by which cells of a row are compared; None without any."""
        return self.letters[0] / sum(self.letters) if any(self.letters) else None


class Cells(NamedTuple):
    """The rows of a table that hold a visible character.

    numbers: the number of each row, as in `TableRow`.
    rows: the cells of each row; a row may lack cells.
    """

    numbers: list[int]
    rows: list[list[Cell]]

    def texts(self, row: int) -> list[str]:
        """Return the texts of the cells of a row, without white space around them."""
        return [cell.text.strip() for cell in self.rows[row]]

    def without(self, texts: Sequence[str]) -> Cells:
        """Return the table without the rows that have these texts."""
        kept = [index for index in range(len(self.rows)) if self.texts(index) != texts]
        return Cells([self.numbers[index] for index in kept], [self.rows[index] for index in kept])

    def without_empty_cells(self) -> Cells:
        """Return the table with the cells that have a visible character."""
        return Cells(self.numbers, [[cell for cell in row if cell.is_visible] for row in self.rows])

    @property
    def width(self) -> int:
        """Number of columns."""
        return max(map(len, self.rows), default=0)

    def column(self, number: int) -> list[Cell]:
        """Return the cells of a column that have a visible character."""
        return [row[number] for row in self.rows if number < len(row) and row[number].is_visible]


def with_rows(
    text: InputText, rows: Iterable[tuple[int, Sequence[str]]], label: Callable[[int], str] = "line {}".format
) -> InputText:
    """Return the text of the cells of rows: a tab between two cells, and a line end between two rows.

    text: the input, whose other fields are kept.
    rows: the number of each row, from 1, and its cells, which may hold tabs and line ends.
    label: the place of a row in the file, by its number.
    """
    pieces: list[str] = []
    table_rows, position = [], 0
    for number, cells in rows:
        spans = []
        for cell in cells:
            spans.append(Span(position, position + len(cell)))
            position += len(cell) + 1
        pieces.append("\t".join(cells))
        table_rows.append(TableRow(number, tuple(spans)))
    places = tuple(Place(row.cells[0].start, label(row.number)) for row in table_rows if row.cells)
    return replace(text, text="\n".join(pieces), rows=tuple(table_rows), places=places)


def with_unseen_rows(rows: Iterable[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return the rows that hold a visible character, with the invisible text of the others in the row before them.

    Invisible text before the first row is put at the beginning of the second one, since the first may name the columns.

    rows: the number of each row, and its cells.

    >>> with_unseen_rows([(1, ["باب", "door"]), (2, ["\\u200f", ""])])[0][1][1].encode("unicode_escape")
    b'door\\\\u200f'
    """
    kept: list[tuple[int, list[str]]] = []
    before = ""
    for number, cells in rows:
        if any(map(VISIBLE.search, cells)):
            kept.append((number, cells))
        elif unseen := "".join("".join(cells).split()):
            if kept:
                of_row = kept[-1][1]
                last = max(column for column, cell in enumerate(of_row) if VISIBLE.search(cell))
                kept[-1] = (kept[-1][0], [*of_row[:last], of_row[last] + unseen, *of_row[last + 1 :]])
            else:
                before += unseen
    if before and kept:
        at = min(1, len(kept) - 1)
        number, cells = kept[at]
        first = next(column for column, cell in enumerate(cells) if VISIBLE.search(cell))
        kept[at] = (number, [*cells[:first], before + cells[first], *cells[first + 1 :]])
    return kept


def tab_rows(text: str) -> Iterator[TableRow]:
    """Yield the visible lines of a text as rows, whose cells are between tabs."""
    for number, line in numbered_lines(text):
        tabs = (match.start() for match in regex.finditer("\t", text, pos=line.start, endpos=line.end))
        yield TableRow(
            number, tuple(Span(left + 1, right) for left, right in pairwise([line.start - 1, *tabs, line.end]))
        )


def cells_of(text: InputText, source: str, target: str) -> Cells:
    """Return the cells of a text: those that its reader found, or those between tabs.

    text: the decoded input.
    source: language tag of the source.
    target: language tag of the target.
    """
    weigh = weigher(source, target)

    def cell(span: Span) -> Cell:
        content = text.text[span.start : span.end].strip(BYTE_ORDER_MARK)
        return Cell(span, content, weigh(content))

    rows = [(row.number, [cell(span) for span in row.cells]) for row in text.rows or tab_rows(text.text)]
    rows = [(number, cells) for number, cells in rows if any(cell.is_visible for cell in cells)]
    return Cells([number for number, _ in rows], [cells for _, cells in rows])


def looks_tabular(cells: Cells) -> bool:
    """Return whether so many rows have two cells that the text may be a table."""
    return sum(len(row) > 1 for row in cells.rows) >= max(TABLE * len(cells.rows), 1)


def holds_both_languages(cells: Cells) -> bool:
    """Return whether so many rows have a cell in each language that the text is a table, whatever its columns are."""
    with_both = sum({0, 1} <= {cell.side for cell in row} for row in cells.rows)
    return with_both >= max(BOTH * len(cells.rows), 1)


def latin_side(source: str, target: str) -> int | None:
    """Return the side in Latin letters, 0 or 1, if only one is."""
    is_latin = [languages.script(tag) == "Latn" for tag in (source, target)]
    return None if is_latin[0] == is_latin[1] else is_latin.index(True)
