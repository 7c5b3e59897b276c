"""The check that all texts of rows can be written in UTF-8, and the names of rows for messages."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.errors import InputError
from aligner.rows import Row, Rows


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


def row_name(rows: Rows, row: Row, number: int) -> str:
    """Return the name of a row for messages: `book.txt, row 3`.

    The name begins with the document of a row, or with the inputs of all rows, if they are known.

    number: number of the row, from 1, without the header line.
    """
    inputs = " and ".join(source["name"] for source in rows.meta.get("sources", ()))
    document = (row.document or inputs).encode("utf-8", "backslashreplace").decode("utf-8")
    return f"{document}, row {number}" if document else f"row {number}"
