"""The places of the cells of a side, by the sentences that they hold and by the order of the rows.

1. A cell that stands once in the text has its place.
2. A cell that stands several times, such as "Yes.", stands between the places of the cells above and below that have
   one. If several such cells follow each other, each has its place if it is the same when all are placed as early and
   as late as they can be.

A place that the table leaves open is not guessed. If the rows are not in the order of the text, only the first rule
holds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

_start, _stop = attrgetter("start"), attrgetter("stop")


def first_in_disorder(candidates: Sequence[Sequence[range]]) -> int | None:
    """Return the first row whose cell stands before that of a row above it; None if the rows are in order.

    candidates: the places of the cell of each row; several places show no order.
    """
    last = 0
    for row, places in enumerate(candidates):
        if len(places) == 1:
            if places[0].start < last:
                return row
            last = places[0].start
    return None


def place_cells(candidates: Sequence[Sequence[range]], checked: Sequence[bool], sentences: int) -> list[range | None]:
    """Return the place of each cell of a side; None if the cell has none, or several.

    candidates: the places at which each cell may stand; none for an empty cell.
    checked: True for each row that is marked.
    sentences: number of sentences of the side.
    """
    result = [places[0] if len(places) == 1 else None for places in candidates]
    if first_in_disorder(candidates) is not None:
        return result  # neighbours in the table are not neighbours in the text
    begin, pending = 0, list[int]()
    for row, place in enumerate([*result, range(sentences, sentences)]):
        if place is None:
            pending += [row] if candidates[row] else []
            continue
        if pending:
            for resolved, resolved_place in _resolve(pending, candidates, checked, begin, place.start):
                result[resolved] = resolved_place
        begin, pending = place.stop, []
    return result


def _resolve(
    rows: Sequence[int], candidates: Sequence[Sequence[range]], checked: Sequence[bool], begin: int, end: int
) -> Iterator[tuple[int, range]]:
    """Yield the rows of repeated cells that have one place between two sentences, and that place.

    Cells that do not fit between them are left out: first of rows that are not checked.
    """
    rows = [row for row in rows if _earliest([candidates[row]], begin, end)]
    for kept in (rows, [row for row in rows if checked[row]]):
        cells = [candidates[row] for row in kept]
        early = _earliest(cells, begin, end)
        late = _latest(cells, begin, end)
        if early and late:
            yield from ((row, first) for row, first, last in zip(kept, early, late, strict=True) if first == last)
            return


def _earliest(cells: Sequence[Sequence[range]], begin: int, end: int) -> list[range] | None:
    """Return the first places that follow each other between two sentences; None if there are none."""
    result = []
    for places in cells:
        at = bisect_left(places, begin, key=_start)
        if at == len(places) or places[at].stop > end:
            return None
        result.append(places[at])
        begin = places[at].stop
    return result


def _latest(cells: Sequence[Sequence[range]], begin: int, end: int) -> list[range] | None:
    """Return the last places that follow each other between two sentences; None if there are none."""
    result = []
    for places in reversed(cells):
        at = bisect_right(places, end, key=_stop) - 1
        if at < 0 or places[at].start < begin:
            return None
        result.append(places[at])
        end = places[at].start
    return result[::-1]
