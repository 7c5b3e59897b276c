"""A prepared document and its checked beads."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from aligner.bitext import CheckedBead
from aligner.notices import Notice
from aligner.preparation import PreparedDocument


def with_checked(
    prepared: PreparedDocument, name: str, beads: Sequence[CheckedBead], notices: Sequence[Notice] = ()
) -> PreparedDocument:
    """Return a document with checked beads, and without another reading.

    name: the file of the review, for a notice of the number of beads.
    beads: the checked beads, in order.
    notices: what else the user should know about the review.
    """
    count = f"{len(beads)} checked row{'s' * (len(beads) != 1)}"
    kept = Notice(f"{name}: kept {count}", logging.INFO) if beads else Notice(f"{name}: no row is marked as checked")
    parallel = prepared.parallel._replace(checked=beads)
    return prepared._replace(parallel=parallel, other_reading=None, notices=[*prepared.notices, *notices, kept])


def sizes_of(prepared: PreparedDocument) -> tuple[int, int]:
    """Return the numbers of source and of target sentences."""
    return len(prepared.parallel.source.sentences), len(prepared.parallel.target.sentences)


def names_of(prepared: PreparedDocument) -> str:
    """Return the names of the texts of a document, for messages."""
    return " and ".join(text.name for text in prepared.texts)
