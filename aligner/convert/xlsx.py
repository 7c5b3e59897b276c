"""XLSX: the rows of the first sheet of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aligner.convert.inputs import Input
from aligner.convert.pair_file import PairFile, Wanted, listed
from aligner.convert.table_rows import NumberedCells, read_table
from aligner.errors import InputError
from aligner.read.packed import archive
from aligner.read.pairs import workbook
from aligner.rows import Row


def looks_like(head: Input) -> bool:
    """Return True if the first bytes are those of a ZIP archive."""
    return head.head.startswith(archive.ZIP_SIGN)


def read(inputs: Sequence[Input], wanted: Wanted) -> PairFile:
    """Return the pairs of the first sheet; the workbook is read as a whole, its rows one at a time."""
    (file,) = inputs
    sheets = workbook.read_sheets(file.read(), file.name)
    if not sheets:
        raise InputError(file.name, "the workbook has no sheet")
    if rest := [sheet.title for sheet in sheets[1:]]:
        file.note(f"left out the sheet{'s' * (len(rest) > 1)} {listed(rest)}; only the first is read")
    try:
        pairs = read_table(_of_one_width(sheets[0].rows), wanted, file)
    except InputError as error:
        raise _of_row(error) from None
    return pairs._replace(rows=_with_numbers_of_rows(pairs.rows))


def _with_numbers_of_rows(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield rows; an error names the row of the sheet, not a line."""
    try:
        yield from rows
    except InputError as error:
        raise _of_row(error) from None


def _of_row(error: InputError) -> InputError:
    """Return an error whose line is the number of a row."""
    if error.line is None:
        return error
    problem, hint = (
        text.replace("this line", "this row").replace("the first line", "the first row")
        for text in (error.problem, error.hint)
    )
    return InputError(f"{error.name}, row {error.line}", problem, hint=hint)


def _of_one_width(rows: Iterable[tuple[int, list[str]]]) -> Iterator[NumberedCells]:
    """Yield the cells of each row, as many as the first one has at least; further empty cells are left out."""
    width = 0
    for number, cells in rows:
        while not cells[-1] and len(cells) > width:
            cells.pop()
        width = width or len(cells)
        yield number, cells + [""] * (width - len(cells))
