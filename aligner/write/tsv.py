"""TSV: one bead a line, in columns that tabs separate."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.write.document import OutputDocument, OutputOptions
from aligner.write.writer import Flags, Writer, one_line

COLUMNS = ("src_text", "trg_text", "confidence", "kind")
FLAGS_COLUMN = "flags"


class Tsv(Writer):
    """Source text, target text, confidence and kind of each bead, and its flags on request.

    Nothing is quoted or escaped, so readers must switch quoting off. A tab or a line end within a text becomes a
    space, so that each line is exactly one bead.
    """

    name = "tsv"
    suffix = ".tsv"
    has_header = True
    flags = Flags.ON_REQUEST

    def lines(self, document: OutputDocument, options: OutputOptions) -> Iterator[str]:
        """Yield the header line, if asked for, and one line a bead."""
        if options.header:
            yield _header_line(options)
        source, target = document.bitext.source, document.bitext.target
        for bead in document.beads:
            flags = "\t" + ",".join(bead.flags) if options.flags else ""
            texts = f"{one_line(source.passage(bead.source))}\t{one_line(target.passage(bead.target))}"
            yield f"{texts}\t{bead.confidence:.3f}\t{bead.kind}{flags}\n"

    def collected_header(self, options: OutputOptions) -> str:
        """Return the header line, which begins with the column `document`."""
        return f"document\t{_header_line(options)}"


def _header_line(options: OutputOptions) -> str:
    return "\t".join((*COLUMNS, FLAGS_COLUMN) if options.flags else COLUMNS) + "\n"
