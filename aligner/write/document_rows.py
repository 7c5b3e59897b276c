"""Rows by their documents, and the names of rows and of the inputs that they come from."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from aligner.rows import Row, Rows
from aligner.write.document import OutputOptions
from aligner.write.writer import escape_bytes


def source_names(rows: Rows) -> list[str]:
    """Return the names of the inputs: one with both languages, or source and target; none if they are not known."""
    return [source["name"] for source in rows.meta.get("sources", ())]


def name_of_inputs(rows: Rows) -> str:
    """Return the names of the inputs as notices have them; empty if they are not known."""
    return " and ".join(source_names(rows))


def row_name(rows: Rows, row: Row, number: int) -> str:
    """Return the name of a row for messages: `book.txt, row 3`.

    The name begins with the document of a row, or with the inputs of all rows, if they are known.

    number: number of the row, from 1, without the header line.
    """
    document = escape_bytes(row.document or name_of_inputs(rows))
    return f"{document}, row {number}" if document else f"row {number}"


def by_document(rows: Rows, options: OutputOptions) -> Iterable[tuple[str, Iterable[Row]]]:
    """Return the name and the rows of each document; the name is empty if the file holds one document."""
    if options.documents:
        return groupby(rows.rows, key=attrgetter("document"))
    return [("", rows.rows)]
