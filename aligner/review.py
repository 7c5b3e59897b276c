"""Checked rows come back: a review of a document becomes beads that its alignment has to have."""

from __future__ import annotations

from aligner.errors import InputError
from aligner.preparation import PreparedDocument
from aligner.read.review import Review


def with_review(prepared: PreparedDocument, review: Review) -> PreparedDocument:
    """Return a document whose alignment has the checked rows of a review.

    Raises InputError for a review of other texts, and of the same texts that were split in another way.
    """
    digests = tuple(text.digest for text in prepared.texts)
    if digests != review.digests:
        names = " and ".join(text.name for text in prepared.texts)
        raise InputError(
            review.name,
            f"this review is of other texts than {names}",
            hint="give the texts that were reviewed, unchanged",
        )
    for reading in (prepared, prepared.other_reading):
        if reading and _sizes(reading) == review.sizes:
            return reading._replace(parallel=reading.parallel._replace(checked=review.checked), other_reading=None)
    now, then = (" and ".join(map(str, sizes)) for sizes in (_sizes(prepared), review.sizes))
    problem = f"the texts were split into {then} sentences when they were reviewed, and are split into {now} now"
    raise InputError(review.name, problem, hint="give the options for reading and splitting that were given then")


def _sizes(prepared: PreparedDocument) -> tuple[int, int]:
    """Return the numbers of source and of target sentences."""
    return len(prepared.parallel.source.sentences), len(prepared.parallel.target.sentences)
