"""CSV: one bead a row, as spreadsheet programs open it."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from aligner.characters import BYTE_ORDER_MARK
from aligner.formula_guard import guarded
from aligner.notices import logger
from aligner.rows import Rows
from aligner.write.document import OutputOptions
from aligner.write.document_rows import row_name
from aligner.write.encodable import encodable
from aligner.write.spreadsheet import MAX_CELL, is_too_long
from aligner.write.tsv import cells, column_names
from aligner.write.writer import Flags, TextWriter


class Csv(TextWriter):
    """The columns of TSV by RFC 4180: commas, CRLF, and quotation marks around cells that need them.

    A file begins with a byte order mark, by which Excel knows that it is UTF-8. Texts keep their line ends. A cell that
    a spreadsheet may take for a formula is guarded; see `guarded`.
    """

    name = "csv"
    suffix = ".csv"
    appends = True
    has_header = True
    flags = Flags.ON_REQUEST

    def begin(self, options: OutputOptions) -> str:
        """Return the byte order mark, and the header line, if asked for."""
        return BYTE_ORDER_MARK + (_line(column_names(options)) if options.header else "")

    def body(self, rows: Rows, options: OutputOptions) -> Iterator[str]:
        """Yield one row a bead, and log a warning if texts are too long for Excel."""
        too_long, first = 0, ""
        for number, row in enumerate(encodable(rows), 1):
            if texts := is_too_long(row.source) + is_too_long(row.target):
                first = first or row_name(rows, row, number)
                too_long += texts
            yield _line(tuple(map(guarded, cells(row, options))))
        if too_long:
            subject = f"{too_long} texts have" if too_long > 1 else "1 text has"
            logger.warning(
                "%s more than %s characters, which Excel does not open in one cell (first: %s)",
                subject,
                f"{MAX_CELL:,}",
                first,
            )


class _Line:
    """A file for `csv.writer` that hands a line back to the caller of `writerow`."""

    def write(self, line: str) -> str:
        return line


_to_line = csv.writer(_Line(), lineterminator="\r\n").writerow


def _line(values: tuple[str, ...]) -> str:
    return str(_to_line(values))
