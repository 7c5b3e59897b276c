"""Edited tables: their rows are found again in the sentences of a document, and the checked ones become beads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from aligner.bitext import CheckedBead
from aligner.characters import VISIBLE
from aligner.errors import InputError
from aligner.notices import Notice, number_ranges
from aligner.preparation import PreparedDocument
from aligner.read.review_table import ReviewTable
from aligner.review import faults
from aligner.review.chain import PlacedRow, checked_beads, conflicts
from aligner.review.documents import names_of, sizes_of, with_checked
from aligner.review.faults import Fault
from aligner.review.places import first_in_disorder, place_cells
from aligner.review.side_index import SideIndex

_Faults = dict[int, Callable[[], Fault]]  # number of a row -> a function that finds out what is wrong with it


class _Side(NamedTuple):
    """The cells of a side of a table, and their places in the text.

    cells: the text of each row.
    sentences: the sentences of the text.
    candidates: the places at which each cell may stand.
    places: the place of each cell; None if it has none, or several.
    """

    cells: Sequence[str]
    sentences: SideIndex
    candidates: Sequence[Sequence[range]]
    places: Sequence[range | None]


def with_table(prepared: PreparedDocument, table: ReviewTable) -> PreparedDocument:
    """Return a document whose alignment has the checked rows of a table.

    Raises InputError for a checked row that is not in the texts, or whose place the table leaves open.
    """
    errors = []
    is_known = False
    for reading in prepared.readings:
        sides = [_side(reading, table, number) for number in (0, 1)]
        rows = list(_placed_rows(table, sides))
        wrong = _faults_of_cells(reading, table, sides)
        for conflict in conflicts(rows):
            earlier = table.place(table.rows[conflict.earlier].number)
            wrong.setdefault(conflict.row, partial(faults.conflicting, conflict, earlier))
        if not wrong:
            beads = checked_beads(rows, sizes_of(reading))
            return with_checked(reading, table.name, _in_order(beads.values()), _notices(table, rows, beads))
        errors.append(wrong)
        is_known = is_known or _any_cell_is_known(sides)
    if len(table.rows) > 1 and not is_known:
        problem = f"no row of this table is in {names_of(prepared)}"
        raise InputError(table.name, problem, hint="give the texts of which the table was made")
    raise faults.error_of(table, min(errors, key=len))


def _side(prepared: PreparedDocument, table: ReviewTable, number: int) -> _Side:
    """Return a side of a table, with the places of its cells.

    number: 0 for the source, 1 for the target.
    """
    document = (prepared.parallel.source, prepared.parallel.target)[number]
    index = SideIndex(document)
    cells = [row.texts[number] for row in table.rows]
    candidates = [index.places(cell) for cell in cells]
    places = place_cells(candidates, [row.is_checked for row in table.rows], len(document.sentences))
    return _Side(cells, index, candidates, places)


def _placed_rows(table: ReviewTable, sides: Sequence[_Side]) -> Iterator[PlacedRow]:
    """Yield the rows whose cells have places, but for empty cells."""
    for number, row in enumerate(table.rows):
        source, target = (side.places[number] for side in sides)
        if all(side.places[number] is not None or not VISIBLE.search(side.cells[number]) for side in sides):
            yield PlacedRow(number, (source, target), row.is_checked)


def _faults_of_cells(prepared: PreparedDocument, table: ReviewTable, sides: Sequence[_Side]) -> _Faults:
    """Return the faults of checked rows whose cells have no place."""
    names = prepared.texts[0].name, prepared.texts[-1].name
    indices = [side.sentences for side in sides]
    wrong: _Faults = {}
    for number, side in enumerate(sides):
        disordered = first_in_disorder(side.candidates)
        disorder = "" if disordered is None else table.place(table.rows[disordered].number)
        for row, (cell, candidates) in enumerate(zip(side.cells, side.candidates, strict=True)):
            if not table.rows[row].is_checked or side.places[row] is not None or not VISIBLE.search(cell):
                continue
            if candidates:
                fault = partial(faults.unclear, cell, number, len(candidates), names[number], disorder)
            else:
                fault = partial(faults.not_found, cell, number, indices, names)
            wrong.setdefault(row, fault)
    return wrong


def _any_cell_is_known(sides: Sequence[_Side]) -> bool:
    """Return True if a cell of any row is in one of the texts, if only on the other side."""
    texts = [side.sentences for side in sides]
    return any(text.places(cell) for side in sides for cell in side.cells for text in texts)


def _in_order(beads: Iterable[CheckedBead]) -> list[CheckedBead]:
    return sorted(beads, key=lambda bead: (bead[0].start, bead[1].start))


def _notices(table: ReviewTable, rows: Sequence[PlacedRow], beads: Mapping[int, CheckedBead]) -> list[Notice]:
    """Return what the user should know about a table.

    beads: number of a checked row -> its bead.
    """
    notices = []
    if table.doubtful_marks:
        marks = ", ".join(map(faults.quoted, table.doubtful_marks))
        notices.append(Notice(f"{table.name}: took {marks} under checked for a mark that the row is right"))
    if without_place := [table.rows[row.number].number for row in rows if row.is_checked and row.number not in beads]:
        problem = "the rows above and below do not show the place in the other text"
        places = number_ranges(table.unit, without_place)
        notices.append(Notice(f"{table.name}: left out {places}, without a translation: {problem}"))
    return notices
