"""Reviews: what a person has checked on the page of a document, to be kept when the document is aligned again."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from aligner import input_bytes
from aligner.bitext import CheckedBead
from aligner.errors import InputError

VERSION = 1  # of the format; the page writes it under `review`
_START = b'"review":'  # first key of the object
_HEAD = 100  # bytes by which a review is recognised
_HINT = "save it again on the page"


class Review(NamedTuple):
    """The checked rows of a document.

    name: the file, for messages.
    digests: SHA-256 of the text of each input, in the order source, target.
    layout: how the inputs held both languages, as in `preparation.PreparedDocument`; empty if the page did not know.
    sizes: numbers of source and of target sentences.
    checked: the checked beads, in order.
    """

    name: str
    digests: tuple[str, ...]
    layout: str
    sizes: tuple[int, int]
    checked: tuple[CheckedBead, ...]


def is_review(data: bytes) -> bool:
    """Return True for the contents of a review, by their beginning."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and data.lstrip(b"\xef\xbb\xbf{ \t\r\n").startswith(_START)


def is_review_file(path: str) -> bool:
    """Return True for a file that begins as a review; False if it cannot be read."""
    try:
        with open(path, "rb") as file:
            return is_review(file.read(_HEAD))
    except OSError:
        return False


def read_review(path: str, data: bytes | None = None) -> Review:
    """Return the review in a file that the page of a document saved.

    data: the content of the file; None to read it.

    Raises InputError for a file that is not a review, and for rows that are not beads of one alignment.
    """
    try:
        record = json.loads((input_bytes.read_file(path) if data is None else data).decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _damaged(path, "this is not JSON") from None
    if not isinstance(record, dict) or record.get("review") != VERSION:
        raise InputError(path, f"this is not a review of version {VERSION}", hint=_HINT)
    try:
        return _review_of(record, path)
    except KeyError as error:
        raise _damaged(path, f"{error} is missing") from None
    except (TypeError, ValueError) as error:
        raise _damaged(path, str(error)) from None


def _damaged(path: str, problem: str) -> InputError:
    return InputError(path, f"this review is damaged: {problem}", hint=_HINT)


def _review_of(record: dict[str, Any], path: str) -> Review:
    """Return the review of a JSON object; raises TypeError, KeyError or ValueError for what is not one."""
    inputs = _objects(record, "inputs")
    digests = tuple(str(source["sha256"]) for source in inputs)
    sizes = _count(record, "src_sentences"), _count(record, "trg_sentences")
    beads: list[CheckedBead] = []
    ends = 0, 0
    for row, bead in enumerate(_objects(record, "beads"), 1):
        try:
            # A side without a sentence stands where the row before it ends.
            source, target = (_range(bead, name, end) for name, end in zip(("source", "target"), ends, strict=True))
            if source.start < ends[0] or target.start < ends[1] or not (source or target):
                raise ValueError("a sentence stands in two rows, or out of order, or the row has none")
            if source.stop > sizes[0] or target.stop > sizes[1]:
                raise ValueError("the texts have fewer sentences than its numbers say")
            is_checked = bead["checked"]
            if not isinstance(is_checked, bool):
                raise TypeError("checked is neither true nor false")
        except (TypeError, ValueError) as error:
            raise ValueError(f"row {row}: {error}") from None
        except KeyError as error:
            raise ValueError(f"row {row}: {error} is missing") from None
        ends = source.stop, target.stop
        if is_checked:
            beads.append((source, target))
    return Review(path, digests, str(record.get("layout", "")), sizes, tuple(beads))


def _objects(record: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return a list of objects in an object."""
    values = record[name]
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise TypeError(f"{name} is not a list of objects")
    return values


def _count(record: dict[str, Any], name: str) -> int:
    value = record[name]
    if not _is_count(value):
        raise TypeError(f"{name} is not a number of sentences")
    return int(value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _range(bead: dict[str, Any], name: str, place: int) -> range:
    """Return the numbers of neighbouring sentences of a side as a range, of none as an empty one."""
    numbers = bead[name]
    if not isinstance(numbers, list) or not all(map(_is_count, numbers)):
        raise TypeError(f"{name} is not a list of numbers of sentences")
    if not numbers:
        return range(place, place)
    result = range(numbers[0], numbers[0] + len(numbers))
    if numbers != list(result):
        raise ValueError(f"the {name} sentences are not neighbours; make the page without filters")
    return result
