"""Ladder: the numbers of the sentences at which beads begin, as hunalign writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.errors import InputError
from aligner.rows import Row, Rows
from aligner.write.document import OutputOptions
from aligner.write.writer import TextWriter, confidence_text

LEFT_OUT = "0.000"  # score of sentences whose row is left out: nothing is claimed of them


class Ladder(TextWriter):
    """One rung a bead, `i`, tab, `j`, tab, score: the bead begins after i source and j target sentences.

    A bead ends at the next rung. The last rung is the numbers of all sentences; it begins no bead, and repeats the
    score before it, since readers expect three columns. The score is the confidence. A file without confidences has
    two columns, as ladders that were made by hand.

    A ladder has a place for every sentence. Without rungs for rows that are left out, their neighbours would reach over
    them. So sentences of such rows stand in beads of one side, those of the source first, with the score `LEFT_OUT`.
    """

    name = "ladder"
    suffix = ".ladder"
    one_document = True

    def body(self, rows: Rows, options: OutputOptions) -> Iterator[str]:
        """Yield one line a rung.

        Raises InputError if rows are not in the order of their sentences, since rungs cannot cross.
        """
        place = (0, 0)
        score = ""
        for row in rows.rows:
            begin, end = _places(row, place)
            score = confidence_text(row)
            yield from _left_out(place, begin, score)
            yield _rung(begin, score)
            place = end
        last = rows.sizes or place
        yield from _left_out(place, last, score)
        yield _rung(last, score)


def _rung(place: tuple[int, int], score: str) -> str:
    """Return the line of a rung.

    place: numbers of source and target sentences before it.
    """
    return "\t".join([*map(str, place), *([score] if score else [])]) + "\n"


def _left_out(place: tuple[int, int], end: tuple[int, int], score: str) -> Iterator[str]:
    """Yield a rung for the source sentences between two places, and one for the target sentences.

    score: that of a row of the file; empty if the file has no scores.
    """
    left_out = LEFT_OUT if score else ""
    if end[0] > place[0]:
        yield _rung(place, left_out)
    if end[1] > place[1]:
        yield _rung((end[0], place[1]), left_out)


def _places(row: Row, place: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return where a row begins and ends.

    place: where the row before it ends. A side without numbers begins there.
    """
    sizes = len(row.source_numbers), len(row.target_numbers)
    if not any(sizes):  # numbers are not known
        source, _, target = row.kind.partition("-")
        sizes = int(source), int(target)
    begins = _begin(row.source_numbers, place[0]), _begin(row.target_numbers, place[1])
    return begins, (begins[0] + sizes[0], begins[1] + sizes[1])


def _begin(numbers: Sequence[int], place: int) -> int:
    """Return the first number of a side. Raises InputError if the numbers cannot stand in a ladder."""
    if not numbers:
        return place
    first = numbers[0]
    if first < place or list(numbers) != list(range(first, first + len(numbers))):
        problem = f"sentences {', '.join(map(str, numbers))} do not follow sentence {place - 1}"
        raise InputError("ladder", problem, hint="a ladder holds neighbouring sentences in their order")
    return first
