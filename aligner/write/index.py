"""Index: the sentence numbers of each bead, without texts."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.rows import Rows
from aligner.write.document import OutputOptions
from aligner.write.writer import TextWriter, confidence_text, one_line


class Index(TextWriter):
    """Source and target sentence numbers of each bead, from 0, and its confidence: `[0, 1]:[0]:0.987`.

    In a file of several documents, each line begins with the name of the document and a tab.
    """

    name = "index"
    suffix = ".index"
    appends = True

    def body(self, rows: Rows, options: OutputOptions) -> Iterator[str]:
        """Yield one line a bead."""
        for row in rows.rows:
            document = f"{one_line(row.document)}\t" if options.documents else ""
            confidence = f":{confidence_text(row)}" if row.confidence is not None else ""
            yield f"{document}{list(row.source_numbers)}:{list(row.target_numbers)}{confidence}\n"
