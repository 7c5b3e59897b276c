"""JSON: one document a file, with its metadata."""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps

from aligner.rows import Rows
from aligner.write.document import OutputOptions
from aligner.write.encodable import encodable
from aligner.write.json_lines import row_object
from aligner.write.writer import Flags, TextWriter


class JsonDocument(TextWriter):
    """One JSON object a file: `meta`, and `pairs`, which is a list of one object a bead, each on its own line."""

    name = "json"
    suffix = ".json"
    one_document = True
    flags = Flags.ALWAYS
    shows_reasons = True

    def body(self, rows: Rows, options: OutputOptions) -> Iterator[str]:
        """Yield the object, in pieces that are not always whole lines."""
        meta = dumps(rows.meta, ensure_ascii=False, indent=2).replace("\n", "\n  ")
        yield f'{{\n  "meta": {meta},\n  "pairs": ['
        separator = "\n    "
        end = "]\n}\n"
        for row in encodable(rows):
            yield separator + row_object(row, rows, options)
            separator, end = ",\n    ", "\n  ]\n}\n"
        yield end
