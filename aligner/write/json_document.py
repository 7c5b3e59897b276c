"""JSON: one document a file, with its metadata."""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps

from aligner.write.document import OutputDocument, OutputOptions
from aligner.write.json_lines import bead_object
from aligner.write.writer import Flags, Writer


class JsonDocument(Writer):
    """One JSON object a file: `meta`, and `pairs`, which is a list of one object a bead, each on its own line."""

    name = "json"
    suffix = ".json"
    collects = False
    flags = Flags.ALWAYS
    shows_reasons = True

    def lines(self, document: OutputDocument, options: OutputOptions) -> Iterator[str]:
        """Yield the object, in pieces that are not always whole lines."""
        meta = dumps(document.meta, ensure_ascii=False, indent=2).replace("\n", "\n  ")
        yield f'{{\n  "meta": {meta},\n  "pairs": ['
        separator = "\n    "
        for bead in document.beads:
            yield separator + bead_object(document.bitext, bead)
            separator = ",\n    "
        yield "\n  ]\n}\n" if document.beads else "]\n}\n"
