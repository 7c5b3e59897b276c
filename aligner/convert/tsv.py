"""TSV, as `align` and corpora have it: one row a line, tabs between the cells."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.bitext import InputText
from aligner.convert.csv_table import quoted_rows
from aligner.convert.inputs import HEAD, Input
from aligner.convert.pair_file import PairFile, Wanted
from aligner.convert.table_rows import is_of_pairs, read_table
from aligner.read.tables import delimited


def looks_like(head: Input) -> bool:
    """Return True if the first line is the header or a row of a table of pairs, with tabs."""
    return is_of_pairs(head.first_line.split("\t"), Wanted())


def read(inputs: Sequence[Input], wanted: Wanted) -> PairFile:
    """Return the pairs of a TSV; blank lines are no rows.

    Quotation marks belong to the text, unless a spreadsheet has put them around the cells.
    """
    (file,) = inputs
    if _is_quoted(file):
        file.note("removed the quotation marks around cells")
        rows = quoted_rows(file.raw_lines(wanted.encoding, newline=""), "\t", 0, file.name)
        return read_table(rows, wanted, file, may_lack_cells=True)
    lines = file.lines(wanted.encoding)
    cells = ((number, line.split("\t")) for number, line in lines if line.strip(" "))
    return read_table(cells, wanted, file)


def _is_quoted(file: Input) -> bool:
    """Return True if the first lines have quotation marks around cells, as spreadsheets put them."""
    text = file.head_text
    if len(file.head) == HEAD:
        text = _whole_rows(text)
    if '"' not in text:
        return False
    made = delimited.find_table(InputText(file.name, text, "utf-8"))
    return made is not None and bool(made.remarks)


def _whole_rows(text: str) -> str:
    """Return a text up to its last line end outside of quotation marks; a cell may hold line ends."""
    line_ends = [line_end for line_end in "\r\n" if line_end in text]  # none is looked for in vain from line to line
    end, marks = len(text), text.count('"')
    while end and marks % 2:
        start = max((text.rfind(line_end, 0, end - 1) for line_end in line_ends), default=-1) + 1
        marks -= text.count('"', start, end)
        end = start
    return text[:end]
