"""Subtitles in two languages: lines of one caption in two scripts, or two captions with one time, as rows of a table.

A row is a run of captions that ends where a sentence ends in both languages, so that the row holds entire sentences and
their translations. If a language has no full stops, the other one decides; if both have none, each caption is a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from aligner.bitext import InputText, Place
from aligner.read.subtitles import caption_pieces
from aligner.read.subtitles.caption_markup import ShownLine
from aligner.read.subtitles.caption_pieces import Piece
from aligner.read.subtitles.captions import Caption
from aligner.read.tables import table

BOTH = 0.5  # share of the captions with lines in both scripts, from which on a file is in two languages
SAME_TIME = 0.1  # seconds between the beginnings of two captions that are shown together

Shown = tuple[Caption, list[ShownLine]]


class CaptionRow(NamedTuple):
    """A row of captions in two languages.

    number: number of the first caption.
    cells: the pieces of each language.
    """

    number: int
    cells: tuple[list[Piece], list[Piece]]


def find_rows(shown: Sequence[Shown]) -> list[CaptionRow]:
    """Return the rows of subtitles in two languages; none if they are in one, or the languages stand apart."""
    for groups in ([[caption] for caption in shown], _shown_together(shown)):
        scripts = _scripts(groups)
        if scripts is not None:
            return list(_rows([(_number(group), _cells(group, scripts)) for group in groups]))
    return []


def with_rows(text: InputText, rows: Sequence[CaptionRow]) -> InputText:
    """Return a text with the rows of captions, and the places of their pieces."""
    table_text = table.with_rows(text, ((row.number, [_cell_text(cell) for cell in row.cells]) for row in rows))
    places: list[Place] = []
    for row, spans in zip(rows, table_text.rows, strict=True):
        for pieces, span in zip(row.cells, spans.cells, strict=True):
            places += caption_pieces.places_of(pieces, span.start)
    return replace(table_text, row_unit="caption", are_paragraphs=True, places=tuple(places))


def _shown_together(shown: Sequence[Shown]) -> list[list[Shown]]:
    """Return the captions in groups: two neighbours that appear at one time are a group."""
    groups: list[list[Shown]] = []
    for caption in shown:
        before = groups[-1][-1][0].time if groups and len(groups[-1]) == 1 else None
        time = caption[0].time
        if before is not None and time is not None and abs(time[0] - before[0]) <= SAME_TIME:
            groups[-1].append(caption)
        else:
            groups.append([caption])
    return groups


def _scripts(groups: Sequence[Sequence[Shown]]) -> tuple[str, str] | None:
    """Return the two scripts of the lines of captions, that of the upper line first; None unless most have both."""
    orders: Counter[tuple[str, str]] = Counter()
    size = 0
    for group in groups:
        scripts = list(dict.fromkeys(filter(None, (caption_pieces.script_of(line.text) for line in _lines(group)))))
        size += bool(scripts)
        if len(scripts) == 2:
            orders[scripts[0], scripts[1]] += 1
    if not orders:
        return None
    first, second = orders.most_common(1)[0][0]
    return (first, second) if orders[first, second] + orders[second, first] >= BOTH * size else None


def _lines(group: Sequence[Shown]) -> Iterator[ShownLine]:
    """Yield the lines of the captions of a group."""
    return (line for _, lines in group for line in lines)


def _number(group: Sequence[Shown]) -> int:
    return group[0][0].number or 0


def _cells(group: Sequence[Shown], scripts: tuple[str, str]) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces of each language in the captions of a group. A line without letters follows its neighbours."""
    sides = [scripts.index(script) if script in scripts else None for script in map(_script, _lines(group))]
    side = next((side_of_line for side_of_line in sides if side_of_line is not None), 0)
    cells: tuple[list[Piece], list[Piece]] = [], []
    at = 0
    for caption, lines in group:
        of_sides: tuple[list[ShownLine], list[ShownLine]] = [], []
        for line in lines:
            of_line = sides[at]
            side = side if of_line is None else of_line
            of_sides[side].append(line)
            at += 1
        for cell, of_side in zip(cells, of_sides, strict=True):
            cell.extend(caption_pieces.pieces_of(caption, of_side))
    return cells


def _script(line: ShownLine) -> str:
    return caption_pieces.script_of(line.text)


def _rows(captions: Sequence[tuple[int, tuple[list[Piece], list[Piece]]]]) -> Iterator[CaptionRow]:
    """Yield the rows of captions.

    captions: the number and the pieces of each caption.
    """
    pieces = [piece for _, cells in captions for cell in cells for piece in cell]
    without_stops = caption_pieces.scripts_without_stops(pieces)
    row: CaptionRow | None = None
    size = 0
    for number, cells in captions:
        if row and (size >= caption_pieces.MAX_CAPTIONS or _is_row_end(row.cells, cells, without_stops)):
            yield row
            row = None
        if row is None:
            row, size = CaptionRow(number, ([], [])), 0
        for of_row, cell in zip(row.cells, cells, strict=True):
            of_row.extend(cell)
        size += 1
    if row:
        yield row


def _is_row_end(
    row: tuple[list[Piece], list[Piece]], cells: tuple[list[Piece], list[Piece]], without_stops: set[str]
) -> bool:
    """Return whether a row ends before the pieces of the next caption."""
    if not all(row) or not all(cells):
        return True
    lefts, rights = [cell[-1] for cell in row], [cell[0] for cell in cells]
    if any(caption_pieces.is_break(left, right) for left, right in zip(lefts, rights, strict=True)):
        return True
    # A language without full stops does not show where its sentences end, but the other language does.
    return all(caption_pieces.has_end(left.text) for left in lefts if left.script not in without_stops)


def _cell_text(pieces: Sequence[Piece]) -> str:
    """Return the text of a cell: one line for each paragraph of it."""
    text = ""
    for position, piece in enumerate(pieces):
        if position:
            text += "\n" if caption_pieces.is_break(pieces[position - 1], piece) else " "
        text += piece.text
    return text
