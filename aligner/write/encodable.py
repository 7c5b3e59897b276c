"""The check that all texts of rows can be written in UTF-8."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aligner.errors import InputError
from aligner.rows import Row


def encodable(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows; raise InputError for the first one that holds half a character.

    Readers refuse such texts, so that only callers of the library can have them.
    """
    for number, row in enumerate(rows, 1):
        for name, text in (("source", row.source), ("target", row.target), ("document", row.document)):
            try:
                text.encode("utf-8")
            except UnicodeEncodeError:
                raise InputError(
                    place(row, number),
                    f"the {name} holds half a character (a surrogate without its pair), which no encoding can write",
                    hint="repair the text",
                ) from None
        yield row


def place(row: Row, number: int) -> str:
    """Return the name of a row for messages: `row 3`, or `book, row 3` in a file that holds several documents.

    number: number of the row, from 1, without the header line.
    """
    document = row.document.encode("utf-8", "backslashreplace").decode("utf-8")
    return f"{document}, row {number}" if document else f"row {number}"
