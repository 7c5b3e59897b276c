"""Tables of workbooks: the rows of all sheets that the spreadsheet program shows, in order.

Cells that are joined over several rows, beside one other column of text, make one row of them: the texts of that column
are the translation of the joined cell.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import regex

from aligner import limits
from aligner.bitext import InputText, Place, SheetRows
from aligner.errors import InputError
from aligner.notices import counted
from aligner.read.packed import line_limit
from aligner.read.packed.archive import ZIP_SIGN, Archive
from aligner.read.pairs import ods, sheet_marks, workbook
from aligner.read.pairs.ods import SheetWithMarks
from aligner.read.pairs.sheet_marks import SheetMarks
from aligner.read.pairs.workbook import NumberedCells
from aligner.read.tables import table

# In the namespaces of a form of XLSX that openpyxl takes for an empty workbook.
_STRICT = b"http://purl.oclc.org/ooxml/"
_LETTER = regex.compile(r"\p{L}")


def is_workbook(data: bytes) -> bool:
    """Return True for a workbook of Excel or of LibreOffice, by the directory of its archive."""
    try:
        archive = Archive(data, "", "")
    except InputError:
        return False
    return "xl/workbook.xml" in archive.names or ods.is_ods(archive)


def read(data: bytes, name: str) -> InputText:
    """Return the rows of a workbook.

    Raises InputError for bytes that are no workbook, and if openpyxl is not installed.
    """
    if data.startswith(ZIP_SIGN):
        workbook.check_size(data, name)
        archive = Archive(data, name, "workbook")
        if ods.is_ods(archive):
            return _table(name, *ods.read_sheets(archive, name))
        if "xl/workbook.bin" in archive.names:
            raise InputError(name, "XLSB is not read", hint="save it in the spreadsheet program as XLSX")
    sheets = workbook.read_sheets(data, name)
    archive = Archive(data, name, "XLSX")
    if "xl/workbook.xml" in archive.names and _STRICT in archive.read("xl/workbook.xml"):
        hint = "save it in the spreadsheet program as an ordinary XLSX workbook"
        raise InputError(name, "this is a workbook of the form Strict Open XML, which is not read", hint=hint)
    marks = sheet_marks.read_marks(archive, name)
    no_marks = SheetMarks([], 0)
    with_marks = [SheetWithMarks(sheet, marks.get(sheet.title, no_marks)) for sheet in sheets]
    return _table(name, with_marks, sheet_marks.count_asides(archive))


def _table(name: str, sheets: Iterable[SheetWithMarks], asides: Mapping[str, int]) -> InputText:
    """Return the table of the rows of sheets.

    asides: noun -> number of the texts beside the cells, such as comments.
    """
    rows: list[NumberedCells] = []
    labels: list[str] = []
    ranges: list[SheetRows] = []
    remarks = []
    size = _Size(name)
    if any(asides.values()):
        left_out = (counted(number, noun) for noun, number in asides.items() if number)
        remarks.append(f"left out {' and '.join(left_out)}, since only cells are read")
    for sheet, marks in sheets:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of dates that are none
            of_sheet = []
            for row in sheet.rows:
                size.add(row[1])
                of_sheet.append(row)
        if not of_sheet:
            continue
        if sheet.is_hidden:
            remarks.append(f'left out the hidden sheet "{sheet.title}" ({counted(len(of_sheet), "row")})')
            continue
        if formulas := marks.formulas_without_value:
            left = f'left out {counted(formulas, "formula")} without a value in the sheet "{sheet.title}"'
            remarks.append(f"{left}; open the file in the spreadsheet program, and save it")
        start = len(rows)
        for row, last in joined(of_sheet, marks.merged):
            rows.append(row)
            labels.append(f"{sheet.title}, row {row[0]}" if row[0] == last else f"{sheet.title}, rows {row[0]}-{last}")
        ranges.append(SheetRows(sheet.title, start, len(rows)))
    if not rows:
        problem = "there is no text in this workbook" if not remarks else f"there is no text to read; {remarks[0]}"
        raise InputError(name, problem)
    text = table.with_rows(InputText(name, "", "utf-8", row_unit="row", remarks=tuple(remarks)), rows)
    places = tuple(Place(row.cells[0].start, label) for row, label in zip(text.rows, labels, strict=True))
    return replace(text, sheets=tuple(ranges) if len(ranges) > 1 else (), places=places)


class _Size:
    """The size of the sheets of a workbook, a small file of which may repeat a text, or an empty cell, very often.

    name: the name of the file for messages.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows = self._cells = self._characters = 0

    def add(self, cells: Sequence[str]) -> None:
        """Count the cells of a row. Raises InputError for a workbook that is too large."""
        self._rows += 1
        self._cells += len(cells)
        self._characters += sum(map(len, cells))
        line_limit.check_rows(self._rows, self._characters, self._name)
        for number, value, limit in (
            (self._cells, workbook.MAX_CELLS, limits.SHEET_CELLS),
            (self._characters, workbook.MAX_TEXT, limits.SHEET_TEXT),
        ):
            if number > value:
                raise workbook.too_large(self._name, "its sheets have", limit, value)


def joined(rows: Sequence[NumberedCells], merged: Sequence[tuple[int, int]]) -> Iterator[tuple[NumberedCells, int]]:
    """Yield each row, with the number of its last one if it is made of several.

    merged: first and last rows of joined cells, in order.
    """
    stack: list[NumberedCells] = []
    position, end = 0, 0
    for row in rows:
        if stack and row[0] > end:
            yield from _one_or_all(stack)
            stack = []
        while position < len(merged) and merged[position][0] <= row[0]:
            end = max(end, merged[position][1])
            position += 1
        stack.append(row)
    yield from _one_or_all(stack)


def _one_or_all(rows: Sequence[NumberedCells]) -> Iterator[tuple[NumberedCells, int]]:
    """Yield rows with joined cells as one row if they have letters in two columns, and otherwise one by one."""
    lettered = {column for _, cells in rows for column, cell in enumerate(cells) if _LETTER.search(cell)}
    is_full = any(sum(map(bool, map(_LETTER.search, cells))) > 1 for _, cells in rows[1:])
    if len(rows) < 2 or len(lettered) != 2 or is_full:
        yield from ((row, row[0]) for row in rows)
        return
    width = max(len(cells) for _, cells in rows)
    columns = ([cells[column] for _, cells in rows if column < len(cells)] for column in range(width))
    yield (rows[0][0], ["\n".join(filter(None, cells)) for cells in columns]), rows[-1][0]
