"""Tables: the rows of a text, and the cells of each row with their languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import compress, pairwise
from typing import NamedTuple

import regex

from aligner import languages
from aligner.bitext import InputText, Span, TableRow
from aligner.characters import BYTE_ORDER_MARK, LINE_END, VISIBLE
from aligner.read.line_languages import letter_counter
from aligner.read.paragraphs import visible_lines

TABLE = 0.8  # share of the lines with a tab, from which on a text may be a table
BOTH = 0.5  # share of the rows with a cell in each language, from which on lines with tabs are a table

LATIN_WEIGHT = 1 / 3  # of a Latin letter beside one of another script, which Latin text hardly ever holds
# Addresses, file names, tags and placeholders, which are the same in every language.
_NEUTRAL = regex.compile(r"(?<!\S)(?=[!-~]*[A-Za-z0-9][_./:@\\][A-Za-z0-9/])[!-~]+|</?[A-Za-z][^<>]*>|%?\{[^{}]*\}")


class Cells(NamedTuple):
    """The cells of a table, with the letters by which their languages are told.

    rows: the rows that hold a visible character.
    texts: for each row, the texts of its cells.
    sides: for each row, the language of most letters of each cell: 0 source, 1 target, None neither.
    pure: for each row, the language of each cell that has no letter of the other one, likewise.
    """

    rows: Sequence[TableRow]
    texts: list[list[str]]
    sides: list[list[int | None]]
    pure: list[list[int | None]]

    def without_first(self) -> Cells:
        """Return the table without its first row."""
        return self.select([False] + [True] * (len(self.rows) - 1))

    def select(self, selectors: Sequence[bool]) -> Cells:
        """Return the table of the rows whose selector is True."""
        return Cells(
            list(compress(self.rows, selectors)),
            list(compress(self.texts, selectors)),
            list(compress(self.sides, selectors)),
            list(compress(self.pure, selectors)),
        )

    def is_wrong(self, row: int, column: int, side: int) -> bool:
        """Return whether a cell on a side has letters of the other language only."""
        return column < len(self.pure[row]) and self.pure[row][column] == 1 - side

    @property
    def width(self) -> int:
        """Number of columns."""
        return max(map(len, self.texts), default=0)

    def column(self, number: int) -> Iterator[tuple[str, int | None]]:
        """Yield text and language of the cells of a column that have a visible character."""
        for texts, sides in zip(self.texts, self.sides, strict=True):
            if number < len(texts) and VISIBLE.search(texts[number]):
                yield texts[number], sides[number]


def with_rows(text: InputText, rows: Iterable[tuple[int, Sequence[str]]]) -> InputText:
    """Return the text of the cells of rows: a tab between two cells, and a line end between two rows.

    text: the input, whose other fields are kept.
    rows: the number of each row, from 1, and its cells, which may hold tabs and line ends.
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
    return replace(text, text="\n".join(pieces), rows=tuple(table_rows))


def tab_rows(text: str) -> Iterator[TableRow]:
    """Yield the visible lines of a text as rows, whose cells are between tabs."""
    number, counted_to = 1, 0
    for line in visible_lines(text):
        number += len(LINE_END.findall(text, counted_to, line.start))
        counted_to = line.start
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
    rows = [
        row for row in text.rows or tab_rows(text.text) if any(VISIBLE.search(text.text, *cell) for cell in row.cells)
    ]
    count = letter_counter(source, target)
    texts = [[text.text[start:end].strip(BYTE_ORDER_MARK) for start, end in row.cells] for row in rows]
    letters = [[count(cell) for cell in cells] for cells in texts]
    sides = [[_majority(*count(_NEUTRAL.sub(" ", cell)), latin_side(source, target)) for cell in row] for row in texts]
    pure = [[None if bool(a) == bool(b) else int(b > 0) for a, b in row] for row in letters]
    return Cells(rows, texts, sides, pure)


def _majority(source: float, target: float, latin: int | None) -> int | None:
    """Return the side of most letters, by their weight; None if there is no majority."""
    if latin == 0:
        source *= LATIN_WEIGHT
    elif latin == 1:
        target *= LATIN_WEIGHT
    return None if source == target else int(target > source)


def looks_tabular(cells: Cells) -> bool:
    """Return whether so many rows have two cells that the text may be a table."""
    return sum(len(row) > 1 for row in cells.texts) >= max(TABLE * len(cells.texts), 1)


def holds_both_languages(cells: Cells) -> bool:
    """Return whether so many rows have a cell in each language that the text is a table, whatever its columns are."""
    return sum({0, 1} <= set(sides) for sides in cells.sides) >= max(BOTH * len(cells.sides), 1)


def latin_side(source: str, target: str) -> int | None:
    """Return the side in Latin letters, 0 or 1, if only one is."""
    is_latin = [languages.script(tag) == "Latn" for tag in (source, target)]
    return None if is_latin[0] == is_latin[1] else is_latin.index(True)
