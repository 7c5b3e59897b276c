"""Ladder: the numbers of the sentences at which beads begin, as hunalign writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.errors import InputError
from aligner.rows import Row, Rows
from aligner.write.document import OutputOptions
from aligner.write.document_rows import row_name
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
        for number, row in enumerate(rows.rows, 1):
            _check_order(rows, row, number, place)
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
    begins = [numbers[0] if numbers else at for numbers, at in zip(_numbers(row), place, strict=True)]
    return (begins[0], begins[1]), (begins[0] + sizes[0], begins[1] + sizes[1])


def _numbers(row: Row) -> tuple[Sequence[int], Sequence[int]]:
    return row.source_numbers, row.target_numbers


def _check_order(rows: Rows, row: Row, number: int, place: tuple[int, int]) -> None:
    """Raise InputError for a row that cannot stand in a ladder.

    number: number of the row, from 1.
    place: where the row before it ends.
    """
    for numbers, after in zip(_numbers(row), place, strict=True):
        if numbers and numbers[0] < after:
            problem = f"its first sentence, {numbers[0]}, does not follow sentence {after - 1} of an earlier row"
        elif numbers and list(numbers) != list(range(numbers[0], numbers[0] + len(numbers))):
            problem = f"its sentences, {', '.join(map(str, numbers))}, are not neighbours"
        else:
            continue
        hint = "a ladder holds neighbouring sentences in their order; choose another format, such as index"
        raise InputError(row_name(rows, row, number), problem, hint=hint)
