"""The reader of Markdown: plain text whose marks stay in it, with the units that the marks make."""

from __future__ import annotations

from dataclasses import replace

from aligner.bitext import InputText
from aligner.read import plain_text

SUFFIXES = (".md", ".markdown")


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Decode a file of Markdown, as `plain_text.read` does, and find the units in it; a table with bars has none."""
    from aligner.read.markdown_units import Scanner  # it takes a while to compile its patterns

    text = plain_text.read(data, name, encoding)
    return text if text.rows else replace(text, units=tuple(Scanner(text.text).units()))
