"""The check that all texts of rows can be written in UTF-8."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.errors import InputError
from aligner.rows import Row, Rows
from aligner.write.document_rows import row_name


def encodable(rows: Rows) -> Iterator[Row]:
    """Yield rows; raise InputError for the first one that holds half a character.

    Readers refuse such texts, so that only callers of the library can have them.
    """
    for number, row in enumerate(rows.rows, 1):
        for name, text in (("source", row.source), ("target", row.target), ("document", row.document)):
            try:
                text.encode("utf-8")
            except UnicodeEncodeError:
                raise InputError(
                    row_name(rows, row, number),
                    f"the {name} holds half a character (a surrogate without its pair), which no encoding can write",
                    hint="repair the text",
                ) from None
        yield row
