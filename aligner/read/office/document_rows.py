"""The rows of tables in documents of word processors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Paragraph(NamedTuple):
    """A paragraph that holds a visible character.

    text: its lines, with a line end between them.
    label: where it stands, as in `Place`.
    """

    text: str
    label: str


class Cell(NamedTuple):
    """A cell of a table.

    paragraphs: its paragraphs, those of tables within it included.
    columns: number of columns that it spans.
    rows: the rows of the tables within it, if it holds nothing else.
    """

    paragraphs: list[Paragraph]
    columns: int = 1
    rows: Sequence[list[Cell]] = ()


def visible_rows(rows: Sequence[list[Cell]]) -> list[list[Cell]]:
    """Return the rows of a table that hold a visible character, each with as many cells as the widest.

    A title that spans columns is a row of one cell. If a row is there only to hold another table, the rows of the inner
    table stand in its place.
    """
    width = max(map(len, rows), default=0)
    made: list[list[Cell]] = []
    for row in rows:
        visible = [cell for cell in row if cell.paragraphs]
        if len(visible) == 1 and visible[0].rows:
            made += visible[0].rows
        elif len(visible) == 1 and (visible[0].columns > 1 or width == 1):
            made.append(visible)
        elif visible:
            made.append(row + [Cell([])] * (width - len(row)))
    return made
