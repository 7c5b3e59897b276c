"""The notice about a table most of whose rows hold no likely pair, as after a cell was inserted."""

from dataclasses import replace

import pytest

from aligner import split_text
from aligner.bitext import Bead, Bitext, Place
from aligner.write.row_doubts import row_notice

ROWS = 4
ANCHORS = [(row, row) for row in range(1, ROWS + 1)]


def table(*rows):
    """The bitext of a table of one sentence a cell. A row is the confidence of its pair; None for no pair."""
    documents = [split_text(f"{word}.\n" * len(rows), tag) for word, tag in (("نعم", "ar"), ("Yes", "en"))]
    places = tuple(Place(start, f"row {row}") for row, start in enumerate(documents[0].line_starts, 2))
    beads = []
    for row, confidence in enumerate(rows):
        sides = range(row, row + 1), range(row, row + 1)
        if confidence is None:
            beads += [Bead(sides[0], range(row, row), 1.0), Bead(range(row + 1, row + 1), sides[1], 1.0)]
        else:
            beads.append(Bead(*sides, confidence))
    return Bitext(replace(documents[0], places=places), documents[1], beads)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((0.9, None, None, 0.9), "2 of 4 rows, the first in row 3,"),
        ((0.4, 0.9, None, None), "3 of 4 rows, the first in row 2,"),
        ((0.9, None, 0.9, 0.9), ""),
        ((0.9, 0.9, 0.5, 0.9), ""),
    ],
)
def test_rows_without_a_likely_pair(rows, found):
    notice = row_notice(table(*rows), ANCHORS)
    assert notice.startswith(f"the cells of {found} do not seem") if found else notice == ""


def test_few_rows_and_texts_without_rows_are_not_judged():
    assert row_notice(table(None, None), ANCHORS[:2]) == ""
    assert row_notice(table(None, None, None, None), []) == ""


def test_rows_with_one_cell_do_not_count():
    bitext = table(None, 0.9, 0.9, 0.9)
    apart = [(1, 0), (1, 1), *ANCHORS[1:]]
    assert row_notice(bitext, apart) == ""
