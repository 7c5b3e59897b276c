"""TSV: one bead a line, in columns that tabs separate."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.rows import Row, Rows
from aligner.write.document import OutputOptions
from aligner.write.encodable import encodable
from aligner.write.writer import Flags, TextWriter, confidence_text, one_line

COLUMNS = ("src_text", "trg_text", "confidence", "kind")
DOCUMENT_COLUMN = "document"
FLAGS_COLUMN = "flags"


class Tsv(TextWriter):
    """Source text, target text, confidence and kind of each bead, and its flags on request.

    Nothing is quoted or escaped, so readers must switch quoting off. A tab or a line end within a text becomes a
    space, so that each line is exactly one bead.
    """

    name = "tsv"
    suffix = ".tsv"
    appends = True
    has_header = True
    flags = Flags.ON_REQUEST

    def begin(self, options: OutputOptions) -> str:
        """Return the header line, if asked for."""
        return "\t".join(column_names(options)) + "\n" if options.header else ""

    def body(self, rows: Rows, options: OutputOptions) -> Iterator[str]:
        """Yield one line a bead."""
        for row in encodable(rows):
            yield "\t".join(map(one_line, cells(row, options))) + "\n"


def column_names(options: OutputOptions) -> tuple[str, ...]:
    """Return the names of the columns of a table of pairs."""
    return (DOCUMENT_COLUMN,) * options.documents + COLUMNS + (FLAGS_COLUMN,) * options.flags


def cells(row: Row, options: OutputOptions) -> tuple[str, ...]:
    """Return the cells of a row of a table of pairs, in the order of `column_names`."""
    of_pair = (row.source, row.target, confidence_text(row), row.kind)
    return (row.document,) * options.documents + of_pair + (",".join(row.flags),) * options.flags
