"""Tables: lines of cells with tabs between them, and which two columns hold the source and the target."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from aligner.bitext import Span
from aligner.read.line_languages import LetterCounter, Line

TABLE = 0.8  # share of the lines with a tab, from which on a text may be a table
COLUMN = 0.95  # share of the cells in one language, from which on a column is in that language
NO_TABLE = "no line has a tab"


class Table(NamedTuple):
    """The cells of a text, and the columns that are aligned.

    rows: the spans of the cells of each line; rows may lack cells.
    columns: numbers, from 0, of the source column and of the target column.
    """

    rows: list[list[Span]]
    columns: tuple[int, int]


def find_table(
    text: str, lines: Sequence[Line], count: LetterCounter, names: tuple[str, str], *, forced: bool
) -> Table | str:
    """Return the table that the lines of a text make, or the reason why they make none: `NO_TABLE`, or a problem.

    text: the decoded input.
    lines: its visible lines.
    count: counts the letters of the source and of the target.
    names: the names of the two languages for the reason.
    forced: whether the user says that this is a table, so that one tab is enough.
    """
    rows = [_cells(text, line.span) for line in lines]
    tabbed = sum(len(row) > 1 for row in rows)
    if not tabbed or (not forced and tabbed < TABLE * len(rows)):
        return NO_TABLE
    columns = _choose_columns(text, rows, count, names)
    if isinstance(columns, str) and len(rows) > 1:
        columns = _choose_columns(text, rows[1:], count, names)  # the first row may be a header in any language
    return columns if isinstance(columns, str) else Table(rows, columns)


def _choose_columns(
    text: str, rows: Sequence[Sequence[Span]], count: LetterCounter, names: tuple[str, str]
) -> tuple[int, int] | str:
    """Return the numbers, from 0, of the source column and the target column, or the reason why there are none."""
    tallies = []  # for each column: number of cells that are mostly in the source, mostly in the target
    for column in range(max(len(row) for row in rows)):
        tally = [0, 0]
        for row in rows:
            source_letters, target_letters = count(text[slice(*row[column])]) if column < len(row) else (0, 0)
            if source_letters != target_letters:
                tally[int(target_letters > source_letters)] += 1
        tallies.append(tally)
    chosen = []
    for side, name in enumerate(names):
        candidates = [c for c, tally in enumerate(tallies) if tally[side] and tally[side] >= COLUMN * sum(tally)]
        # Of several candidates, a column that is filled in most rows is preferred.
        candidates = [c for c in candidates if tallies[c][side] > 0.5 * len(rows)] or candidates
        if not candidates:
            return f"no column is {name}"
        if len(candidates) > 1:
            return f"columns {', '.join(str(c + 1) for c in candidates)} are all {name}"
        chosen += candidates
    return chosen[0], chosen[1]


def _cells(text: str, line: Span) -> list[Span]:
    """Return the spans between the tabs of a line."""
    tabs = (match.start() for match in regex.finditer("\t", text, pos=line.start, endpos=line.end))
    return [Span(left + 1, right) for left, right in pairwise([line.start - 1, *tabs, line.end])]
