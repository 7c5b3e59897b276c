"""Tables within documents: separates the source and the target if most of a document is a table that holds both.

A document, such as a DOCX, may have paragraphs between its tables, and tables of several forms. Tables of one width
have the same columns, which `columns` finds as in any table. The lines of paragraphs between tables, of titles across
tables, and of tables in one language go to the sides of their languages. Lines between two rows translate each other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby

import regex

from aligner.bitext import InputText, Span, TableRow
from aligner.errors import InputError
from aligner.language_weights import letter_counter, weigher
from aligner.read.tables import table
from aligner.separate import columns
from aligner.separate.columns import SeparatedTable
from aligner.separate.sides import Sides

BULK = 0.5  # share of the characters in tables of both languages, from which on a document is read as a table

_LINE = regex.compile(r"[^\r\n]++")


def separate_document(
    text: InputText, source: str, target: str, *, forced: bool = False, named: Sequence[str] | None = None
) -> SeparatedTable | None:
    """Return the two sides of a document with tables, or None if most of it is not a table of both languages.

    The arguments are those of `columns.separate_columns`, which finds the columns.

    Raises InputError for a document most of which is a table of both languages whose columns are unclear.
    """
    by_width: dict[int, list[TableRow]] = defaultdict(list)
    for row in text.rows:
        by_width[len(row.cells)].append(row)
    by_width.pop(1, None)
    tables: list[SeparatedTable] = []
    rows_of_tables: set[Span] = set()
    unclear: InputError | None = None
    for rows in by_width.values():
        part = replace(text, rows=tuple(rows), are_paragraphs=False)
        try:
            separated = columns.separate_columns(part, source, target, forced=forced, named=named)
        except InputError as error:
            is_bulk = _size(rows) >= BULK * len(text.text)
            if forced or named or (is_bulk and table.holds_both_languages(table.cells_of(part, source, target))):
                unclear = error
            continue
        if separated is not None:
            tables.append(separated)
            rows_of_tables.update(map(_extent, rows))
    if not tables and unclear is not None:
        raise unclear
    size = sum(end - start for start, end in rows_of_tables)
    if not tables or (size < BULK * len(text.text) and not (forced or named)):
        return None
    return _merged(text, tables, rows_of_tables, (source, target))


def _size(rows: Sequence[TableRow]) -> int:
    """Return the number of characters in rows."""
    return sum(end - start for start, end in map(_extent, rows))


def _extent(row: TableRow) -> Span:
    """Return the span from the first cell of a row to the last."""
    return Span(row.cells[0].start, row.cells[-1].end)


def _merged(
    text: InputText, tables: Sequence[SeparatedTable], rows_of_tables: set[Span], tags: tuple[str, str]
) -> SeparatedTable:
    """Return the sides of the tables and of the lines outside of them, in the order of the document.

    rows_of_tables: the spans of the rows of the tables.
    tags: language tags of the source and of the target.
    """
    count = letter_counter(*tags)
    source = [span for of_table in tables for span in of_table.sides.source]
    target = [span for of_table in tables for span in of_table.sides.target]
    headers = [number for of_table in tables for number in of_table.header_rows]
    starts = sorted(span.start for span in source + target)

    def is_separated(row: TableRow) -> bool:
        """Return whether the text of a row is on its side, or is not to be aligned: names of columns, numbers."""
        start, end = _extent(row)
        if (start, end) not in rows_of_tables:
            return False
        has_sides = bisect_left(starts, start) < bisect_right(starts, end)
        return has_sides or row.number in headers or not any(count(text.text[start:end]))

    ends: list[int] = []  # of each row, and of the lines between two rows
    for are_separated, group in groupby(text.rows, is_separated):
        rows = list(group)
        if are_separated:
            ends += [_extent(row).end for row in rows]
            continue
        ends.append(_extent(rows[-1]).end)
        for side, line in _sides_of_lines(text.text, rows, tags):
            (source, target)[side].append(line)
    source.sort()
    target.sort()
    # The names of the columns are on neither side, and make no row.
    row_ends = sorted({(_before(source, end), _before(target, end)) for end in ends} - {(0, 0)})
    return SeparatedTable(
        Sides(source, target, "columns", row_ends, []),
        next((of_table.header for of_table in tables if of_table.header), []),
        sorted(headers),
        sorted({column for of_table in tables for column in of_table.ignored}),
        {change: sorted(chain(*(of_table.changes[change] for of_table in tables))) for change in tables[0].changes},
    )


def _sides_of_lines(text: str, rows: Sequence[TableRow], tags: tuple[str, str]) -> Iterator[tuple[int, Span]]:
    """Yield the lines of rows with their sides. A line without letters goes with the line before it, or after it."""
    weigh, count = weigher(*tags), letter_counter(*tags)

    def likelier_side(line: str) -> int | None:
        if (side := weigh(line).side) is not None:
            return side
        source, target = count(line)  # those of names of files, too
        return None if source == target else int(target > source)

    lines = [Span(*line.span()) for row in rows for cell in row.cells for line in _LINE.finditer(text, *cell)]
    sides = [likelier_side(text[slice(*line)]) for line in lines]
    side = next((of_line for of_line in sides if of_line is not None), 0)
    for line, of_line in zip(lines, sides, strict=True):
        side = side if of_line is None else of_line
        yield side, line


def _before(spans: Sequence[Span], end: int) -> int:
    """Return the number of spans that start before an offset or at it."""
    return bisect_right(spans, end, key=lambda span: span.start)
