"""Rows by their documents, and the names of the inputs that rows come from."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from aligner.rows import Row, Rows
from aligner.write.document import OutputOptions


def source_names(rows: Rows) -> list[str]:
    """Return the names of the inputs: one with both languages, or source and target; none if they are not known."""
    return [source["name"] for source in rows.meta.get("sources", ())]


def name_of_inputs(rows: Rows) -> str:
    """Return the names of the inputs as notices have them; empty if they are not known."""
    return " and ".join(source_names(rows))


def by_document(rows: Rows, options: OutputOptions) -> Iterable[tuple[str, Iterable[Row]]]:
    """Return the name and the rows of each document; the name is empty if the file holds one document."""
    if options.documents:
        return groupby(rows.rows, key=attrgetter("document"))
    return [("", rows.rows)]
