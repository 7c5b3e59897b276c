"""Reviews: what a person has checked on the page of a document, to be kept when the document is aligned again."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from aligner import storage
from aligner.bitext import CheckedBead
from aligner.errors import InputError

VERSION = 1  # of the format; the page writes it under `review`
_START = b'"review":'  # first key of the object
_HINT = "save it again on the page"


class Review(NamedTuple):
    """The checked rows of a document.

    name: the file, for messages.
    digests: SHA-256 of the text of each input, in the order source, target.
    sizes: numbers of source and of target sentences.
    checked: the checked beads, in order.
    """

    name: str
    digests: tuple[str, ...]
    sizes: tuple[int, int]
    checked: tuple[CheckedBead, ...]


def is_review(data: bytes) -> bool:
    """Return True for the contents of a review, by their beginning."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and data.lstrip(b"\xef\xbb\xbf{ \t\r\n").startswith(_START)


def read_review(path: str) -> Review:
    """Return the review in a file that the page of a document saved.

    Raises InputError for a file that is not a review, and for rows that are not beads of one alignment.
    """
    data = storage.read(path)
    try:
        record = json.loads(data.decode("utf-8-sig"))
        if not isinstance(record, dict) or record.get("review") != VERSION:
            raise InputError(path, f"this is not a review of version {VERSION}", hint=_HINT)
        return _review_of(record, path)
    except (UnicodeDecodeError, ValueError, TypeError, KeyError, RecursionError):
        raise InputError(path, "this review is damaged", hint=_HINT) from None


def _review_of(record: dict[str, Any], path: str) -> Review:
    """Return the review of a JSON object; raises TypeError, KeyError or ValueError for what is not one."""
    digests = tuple(str(source["sha256"]) for source in record["inputs"])
    sizes = int(record["src_sentences"]), int(record["trg_sentences"])
    beads: list[CheckedBead] = []
    source_end = target_end = 0
    for bead in record["beads"]:
        # A side without a sentence stands where the row before it ends.
        source, target = _range(bead["source"], source_end), _range(bead["target"], target_end)
        if source.start < source_end or target.start < target_end or not (source or target):
            raise ValueError("a sentence stands in two rows")
        source_end, target_end = source.stop, target.stop
        if bead["checked"] is True:
            beads.append((source, target))
    if source_end > sizes[0] or target_end > sizes[1]:
        raise ValueError("a row has a sentence that is not there")
    return Review(path, digests, sizes, tuple(beads))


def _range(numbers: list[int], place: int) -> range:
    """Return numbers of neighbouring sentences as a range, of none as an empty one; raises ValueError for others."""
    if not numbers:
        return range(place, place)
    result = range(numbers[0], numbers[0] + len(numbers))
    if numbers != list(result):
        raise ValueError("the sentences of a row are not neighbours")
    return result
