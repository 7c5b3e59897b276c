"""Moses: two files of text, a line of one for each line of the other, as tools for machine translation read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from aligner.rows import Rows
from aligner.write import sentences
from aligner.write.document import OutputOptions
from aligner.write.encodable import encodable
from aligner.write.writer import Writer, one_line


class Moses(Writer):
    """A file for each language, with the text of one side of each pair in a line.

    A tab or a line end within a text becomes a space, so that the files have equally many lines by any count. Rows
    without a text on one side are left out, since a line must not be empty.
    """

    name = "moses"
    suffix = ""
    pairs_only = True

    def suffixes(self, source_language: str, target_language: str) -> tuple[str, ...]:
        """Return the tags of the languages, each after a dot."""
        return sentences.suffixes(source_language, target_language)

    def write(self, rows: Rows, options: OutputOptions, files: Sequence[BinaryIO]) -> None:
        """Write the two files in UTF-8."""
        source_file, target_file = files
        for row in encodable(rows):
            if row.paired:
                source_file.write(one_line(row.source).encode("utf-8") + b"\n")
                target_file.write(one_line(row.target).encode("utf-8") + b"\n")
