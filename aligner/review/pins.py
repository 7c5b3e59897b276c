"""Checked rows come back: a review of a document becomes beads that its alignment has to have."""

from __future__ import annotations

import logging
import os.path
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from aligner import storage
from aligner.bitext import CheckedBead
from aligner.characters import VISIBLE
from aligner.errors import InputError
from aligner.notices import Notice, number_ranges
from aligner.preparation import PreparedDocument
from aligner.read.review import Review, is_review, read_review
from aligner.read.review_table import ReviewTable, read_review_table
from aligner.review import faults
from aligner.review.chain import PlacedRow, checked_beads, conflicts
from aligner.review.places import first_in_disorder, place_cells
from aligner.review.side_index import SideIndex


def with_pins(prepared: PreparedDocument, path: str) -> PreparedDocument:
    """Return a document whose alignment has the checked rows of a review: of the page, or of an edited table.

    path: the file of the review.

    Raises InputError for a file that is not a review, and for a review that does not agree with the texts.
    """
    if is_review(storage.read(path)) or os.path.splitext(path)[1].lower() == ".json":
        return with_review(prepared, read_review(path))
    tags = prepared.parallel.source.language, prepared.parallel.target.language
    return with_table(prepared, read_review_table(path, *tags))


def with_review(prepared: PreparedDocument, review: Review) -> PreparedDocument:
    """Return a document whose alignment has the checked rows of a review of the page.

    Raises InputError for a review of other texts, and of the same texts that were split in another way.
    """
    digests = tuple(text.digest for text in prepared.texts)
    if digests != review.digests and digests == review.digests[::-1]:
        raise InputError(
            review.name,
            "this review has the source and the target exchanged",
            hint="give the values of --from and --to that were given then",
        )
    if digests != review.digests:
        names = " and ".join(text.name for text in prepared.texts)
        raise InputError(
            review.name,
            f"this review is of other texts than {names}",
            hint="give the texts that were reviewed, unchanged",
        )
    for reading in _readings(prepared):
        if _sizes(reading) == review.sizes:
            return _with_checked(reading, review.name, review.checked)
    now, then = (" and ".join(map(str, sizes)) for sizes in (_sizes(prepared), review.sizes))
    problem = f"the texts were split into {then} sentences when they were reviewed, and are split into {now} now"
    raise InputError(review.name, problem, hint="give the options for reading and splitting that were given then")


class _Search(NamedTuple):
    """The result of a search for the rows of a table in a document.

    beads: the beads of the checked rows, in order.
    faults: number of a row -> a function that finds out what is wrong with it.
    without_place: numbers of checked rows without a sentence on a side whose place is not known.
    anything: True if a cell of any row is in the texts.
    """

    beads: Sequence[CheckedBead]
    faults: dict[int, Callable[[], faults.Fault]]
    without_place: Sequence[int]
    anything: bool


def with_table(prepared: PreparedDocument, table: ReviewTable) -> PreparedDocument:
    """Return a document whose alignment has the checked rows of a table.

    Raises InputError for a checked row that is not in the texts, or whose place the table leaves open.
    """
    results = []
    for reading in _readings(prepared):
        result = _find(reading, table)
        if not result.faults:
            notices = _notices(table, result)
            return _with_checked(reading, table.name, result.beads, notices)
        results.append(result)
    if len(table.rows) > 1 and not any(result.anything for result in results):
        names = " and ".join(text.name for text in prepared.texts)
        raise InputError(
            table.name, f"no row of this table is in {names}", hint="give the texts of which the table was made"
        )
    raise faults.error_of(table, min(results, key=lambda result: len(result.faults)).faults)


def _find(prepared: PreparedDocument, table: ReviewTable) -> _Search:
    """Find the rows of a table in the sentences of a document."""
    indices = [SideIndex(side) for side in (prepared.parallel.source, prepared.parallel.target)]
    names = [prepared.texts[0].name, prepared.texts[-1].name]
    sizes = _sizes(prepared)
    is_checked = [row.is_checked for row in table.rows]
    wrong: dict[int, Callable[[], faults.Fault]] = {}
    places: list[list[range | None]] = []
    for side, index in enumerate(indices):
        cells = [row.texts[side] for row in table.rows]
        candidates = [index.places(cell) for cell in cells]
        places.append(place_cells(candidates, is_checked, sizes[side]))
        disordered = first_in_disorder(candidates)
        disorder = "" if disordered is None else table.place(table.rows[disordered].number)
        for row, (cell, of_cell, place) in enumerate(zip(cells, candidates, places[side], strict=True)):
            if not is_checked[row] or place is not None or row in wrong or not VISIBLE.search(cell):
                continue
            if of_cell:
                wrong[row] = partial(faults.unclear, cell, side, len(of_cell), names[side], disorder)
            else:
                wrong[row] = partial(faults.not_found, cell, side, indices, names)
    rows = _placed_rows(table, places)
    for conflict in conflicts(rows):
        earlier = table.place(table.rows[conflict.earlier].number)
        wrong.setdefault(conflict.row, partial(faults.conflicting, conflict, earlier))
    anything = any(place is not None for of_side in places for place in of_side)
    if wrong:
        return _Search((), wrong, (), anything)
    beads = checked_beads(rows, sizes)
    without_place = [row.number for row in rows if row.is_checked and row.number not in beads]
    in_order = sorted(beads.values(), key=lambda bead: (bead[0].start, bead[1].start))
    return _Search(in_order, {}, without_place, anything)


def _placed_rows(table: ReviewTable, places: Sequence[Sequence[range | None]]) -> list[PlacedRow]:
    """Return the rows whose cells have places, but for empty cells."""
    result = []
    for number, (row, source, target) in enumerate(zip(table.rows, *places, strict=True)):
        sides = source, target
        is_complete = all(
            place is not None or not VISIBLE.search(cell) for place, cell in zip(sides, row.texts, strict=True)
        )
        if is_complete:
            result.append(PlacedRow(number, sides, row.is_checked))
    return result


def _notices(table: ReviewTable, search: _Search) -> list[Notice]:
    """Return what the user should know about a table."""
    notices = []
    if table.doubtful_marks:
        marks = ", ".join(map(faults.quoted, table.doubtful_marks))
        notices.append(Notice(f"{table.name}: took {marks} under checked for a mark that the row is right"))
    if search.without_place:
        numbers = [table.rows[row].number for row in search.without_place]
        rows = number_ranges(table.unit, numbers)
        text = (
            f"left out {rows}, without a translation: the rows above and below do not show the place in the other text"
        )
        notices.append(Notice(f"{table.name}: {text}"))
    return notices


def _with_checked(
    prepared: PreparedDocument, name: str, beads: Sequence[CheckedBead], notices: Sequence[Notice] = ()
) -> PreparedDocument:
    """Return a document with checked beads, and without another reading."""
    count = f"{len(beads)} checked row{'s' * (len(beads) != 1)}"
    kept = Notice(f"{name}: kept {count}", logging.INFO) if beads else Notice(f"{name}: no row is marked as checked")
    parallel = prepared.parallel._replace(checked=beads)
    return prepared._replace(parallel=parallel, other_reading=None, notices=[*prepared.notices, *notices, kept])


def _readings(prepared: PreparedDocument) -> list[PreparedDocument]:
    return [prepared, *([prepared.other_reading] if prepared.other_reading else [])]


def _sizes(prepared: PreparedDocument) -> tuple[int, int]:
    """Return the numbers of source and of target sentences."""
    return len(prepared.parallel.source.sentences), len(prepared.parallel.target.sentences)
