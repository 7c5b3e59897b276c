"""CSV, as `align` and spreadsheets write it: cells in quotation marks if they need them, line ends within cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from aligner.convert.inputs import Input
from aligner.convert.pair_file import PairFile, Wanted
from aligner.convert.table_rows import NumberedCells, is_of_pairs, named_columns, read_table
from aligner.formula_guard import unguarded
from aligner.read.tables import delimited, headers

SUFFIX = ".csv"
DELIMITERS = (",", ";", "\t", "|")  # Excel writes semicolons where the comma separates decimals
_MAX_CELL = 2**31 - 1  # characters; the largest limit that the module csv takes everywhere


def looks_like(head: Input) -> bool:
    """Return True if the first row is the header of a table of pairs without tabs; in `.csv`, also a row of one."""
    if head.path.lower().endswith(SUFFIX):
        return _delimiter(head.head_text, Wanted()) is not None
    return _delimiter(head.head_text, Wanted(), named_only=True) in (",", ";", "|")


def read(inputs: Sequence[Input], wanted: Wanted) -> PairFile:
    """Return the pairs of CSV. In a file of `align`, the guard before what looks like a formula is removed."""
    (file,) = inputs
    lines = file.raw_lines(wanted.encoding, newline="")
    first = next(lines, "")
    before = 0
    if directive := delimited.DIRECTIVE.fullmatch(first):
        delimiter, before = directive[1], 1
    else:
        lines = chain((first,), lines)
        delimiter = _delimiter(file.head_text, wanted) or DELIMITERS[0]
    rows = _unguarded(quoted_rows(lines, delimiter, before, file.name))
    return read_table(rows, wanted, file, may_lack_cells=True)


def quoted_rows(lines: Iterable[str], delimiter: str, before: int, name: str) -> Iterator[NumberedCells]:
    """Yield the rows of lines, without blank lines. Raises InputError for quotation marks that do not match.

    before: number of lines of the file before these.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    try:
        while (cells := _next_row(reader)) is not None:
            if any(cells):
                yield before + number + 1, cells
            number = reader.line_num
    except csv.Error as error:
        raise delimited.malformed(name, delimited.problem_of(error), before + number + 1) from None


def _next_row(rows: Iterator[list[str]]) -> list[str] | None:
    """Return the next row, however long its cells are; None at the end."""
    limit = csv.field_size_limit(_MAX_CELL)  # one limit for all readers of the program
    try:
        return next(rows, None)
    finally:
        csv.field_size_limit(limit)


def _unguarded(rows: Iterator[NumberedCells]) -> Iterator[NumberedCells]:
    """Yield rows without the guards of `write.csv_table`, if the first row is the header of a file of `align`."""
    first = next(rows, None)
    if first is None:
        return
    yield first
    is_output = headers.is_output([cell.strip() for cell in first[1]])
    for number, cells in rows:
        yield number, list(map(unguarded, cells)) if is_output else cells


def _delimiter(text: str, wanted: Wanted, *, named_only: bool = False) -> str | None:
    """Return the delimiter for which the first row is a header or a row of a table of pairs; None if there is none.

    named_only: True to look for a header only.
    """
    first_rows = {}
    for delimiter in DELIMITERS:
        try:
            first_rows[delimiter] = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            continue
    for delimiter, cells in first_rows.items():
        if len(cells) > 1 and named_columns(cells, wanted):
            return delimiter
    if named_only:
        return None
    return next((delimiter for delimiter, cells in first_rows.items() if is_of_pairs(cells, wanted)), None)
