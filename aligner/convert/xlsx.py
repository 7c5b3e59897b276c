"""XLSX: the rows of the first sheet of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aligner.convert.inputs import Input
from aligner.convert.pair_file import PairFile, Wanted, listed
from aligner.convert.table_rows import NumberedCells, read_table
from aligner.errors import InputError
from aligner.read import workbook


def looks_like(head: Input) -> bool:
    """Return True if the first bytes are those of a ZIP archive."""
    return head.head.startswith(workbook.ZIP)


def read(inputs: Sequence[Input], wanted: Wanted) -> PairFile:
    """Return the pairs of the first sheet; the workbook is read as a whole, its rows one at a time."""
    (file,) = inputs
    sheets = workbook.read_sheets(file.read(), file.name)
    if not sheets:
        raise InputError(file.name, "the workbook has no sheet")
    if rest := [sheet.title for sheet in sheets[1:]]:
        file.note(f"left out the sheet{'s' * (len(rest) > 1)} {listed(rest)}; only the first is read")
    return read_table(_of_one_width(sheets[0].rows), wanted, file)


def _of_one_width(rows: Iterable[tuple[int, list[str]]]) -> Iterator[NumberedCells]:
    """Yield the cells of each row, as many as the first one has at least; further empty cells are left out."""
    width = 0
    for number, cells in rows:
        while not cells[-1] and len(cells) > width:
            cells.pop()
        width = width or len(cells)
        yield number, cells + [""] * (width - len(cells))
