"""Hugging Face: JSON lines of translations, as the training scripts of `transformers` take them."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.rows import Rows
from aligner.write.document import OutputOptions
from aligner.write.encodable import encodable
from aligner.write.json_lines import json_text
from aligner.write.writer import TextWriter


class HuggingFace(TextWriter):
    """`{"translation": {"ar": "...", "en": "..."}}` for each pair: a text of each language by its tag."""

    name = "hf"
    suffix = ".jsonl"
    pairs_only = True
    appends = True

    def body(self, rows: Rows, options: OutputOptions) -> Iterator[str]:
        """Yield one object a pair."""
        source, target = rows.source_language, rows.target_language
        for row in encodable(rows):
            if row.paired:
                yield json_text({"translation": {source: row.source, target: row.target}}) + "\n"
