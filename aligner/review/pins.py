"""Checked rows come back: a review of a document becomes beads that its alignment has to have."""

from __future__ import annotations

import os.path

from aligner import input_bytes
from aligner.errors import InputError
from aligner.preparation import PreparedDocument
from aligner.read.review import Review, is_review, read_review
from aligner.read.review_table import read_review_table
from aligner.review.documents import names_of, sizes_of, with_checked
from aligner.review.edited_table import with_table


def with_pins(prepared: PreparedDocument, path: str, data: bytes | None = None) -> PreparedDocument:
    """Return a document whose alignment has the checked rows of a review: of the page, or of an edited table.

    path: the file of the review.
    data: its content; None to read it.

    Raises InputError for a file that is not a review, and for a review that does not agree with the texts.
    """
    if data is None:
        data = input_bytes.read_file(path)
    if is_review(data) or os.path.splitext(path)[1].lower() == ".json":
        return with_review(prepared, read_review(path, data))
    tags = prepared.parallel.source.language, prepared.parallel.target.language
    return with_table(prepared, read_review_table(path, *tags, data=data))


def with_review(prepared: PreparedDocument, review: Review) -> PreparedDocument:
    """Return a document whose alignment has the checked rows of a review of the page.

    Raises InputError for a review of other texts, and of the same texts that were split in another way.
    """
    digests = tuple(text.digest for text in prepared.texts)
    if digests != review.digests and digests == review.digests[::-1]:
        problem = "this review has the source and the target exchanged"
        raise InputError(review.name, problem, hint="give the values of --from and --to that were given then")
    if digests != review.digests:
        problem = f"this review is of other texts than {names_of(prepared)}"
        raise InputError(review.name, problem, hint="give the texts that were reviewed, unchanged")
    fitting = [reading for reading in prepared.readings if review.layout in ("", reading.layout)]
    if not fitting:
        problem = f"the text was read as {review.layout} when it was reviewed, and is read as {prepared.layout} now"
        raise InputError(review.name, problem, hint=f"give --layout {review.layout}")
    for reading in fitting:
        if sizes_of(reading) == review.sizes:
            return with_checked(reading, review.name, review.checked)
    now, then = (" and ".join(map(str, sizes)) for sizes in (sizes_of(fitting[0]), review.sizes))
    problem = f"the texts were split into {then} sentences when they were reviewed, and are split into {now} now"
    raise InputError(review.name, problem, hint="give the options for reading and splitting that were given then")
