"""Doubts about the rows of a table whose cells stand beside each other and are hardly paired."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from aligner.bitext import Bitext

MIN_ROWS = 3  # rows with both cells; fewer are seen at a glance
LIKELY = 0.5  # least confidence of a pair that speaks for its row
APART_SHARE = 0.5  # share of such rows without a pair; sound tables have hardly any


def row_notice(bitext: Bitext, anchors: Sequence[tuple[int, int]]) -> str:
    """Return a sentence for the user if most rows hold no likely pair, as after a cell was inserted; empty otherwise.

    anchors: the numbers of sentences of each side before the end of each row.
    """
    ends = [(0, 0), *anchors]
    with_both = [row for row, (begin, end) in enumerate(pairwise(ends)) if begin[0] < end[0] and begin[1] < end[1]]
    starts = [source for source, _ in ends]
    likely = (bead for bead in bitext.beads if bead.paired and bead.confidence >= LIKELY)
    paired = {bisect_right(starts, bead.source[0]) - 1 for bead in likely}
    apart = [row for row in with_both if row not in paired]
    if len(with_both) < MIN_ROWS or len(apart) < APART_SHARE * len(with_both):
        return ""
    places = bitext.source.places_of(range(ends[apart[0]][0], ends[apart[0]][0] + 1))
    first = f", the first in {places[0].label}," if places else ""
    return (
        f"the cells of {len(apart)} of {len(with_both)} rows{first} do not seem to translate each other; if rows have"
        " slipped, --realign aligns the columns across rows"
    )
