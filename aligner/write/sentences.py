"""The numbered sentences of a bitext: a file for each language, a line for each sentence.

Formats without texts speak of them. The first line is sentence 0 of `index` and `ladder`, and sentence 1 of formats
that count from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO

from aligner.bitext import Bitext
from aligner.write.repair import repaired_text
from aligner.write.writer import one_line


def suffixes(source_language: str, target_language: str) -> tuple[str, str]:
    """Return the suffixes of the files: the tags of the languages, each after a dot."""
    return f".{source_language}", f".{target_language}"


def write(bitext: Bitext, files: Sequence[BinaryIO], repairs: Sequence[str] = ()) -> None:
    """Write all sentences in UTF-8, those of rows that are left out, too. A line end within one becomes a space.

    files: one for the source and one for the target, open for writing.
    repairs: names of the repairs of the texts.
    """
    for document, file in zip((bitext.source, bitext.target), files, strict=True):
        for start, end in document.sentences:
            text = document.text[start:end]
            if repairs:
                text = repaired_text(text, document.language, repairs)
            file.write(one_line(text).encode("utf-8") + b"\n")


def contents_of_files(bitext: Bitext, repairs: Sequence[str] = ()) -> list[bytes]:
    """Return the contents of the file of the source and of that of the target."""
    files = BytesIO(), BytesIO()
    write(bitext, files, repairs)
    return [file.getvalue() for file in files]
