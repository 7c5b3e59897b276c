"""Files that are not read: what a file is, by its first bytes or its suffix, and the error that says what to do."""

from __future__ import annotations

import os.path
import shlex
from codecs import BOM_UTF8

from aligner.errors import InputError
from aligner.read.packed import compressed
from aligner.read.packed.unread_formats import UNREAD, UnreadFormat

_EXAMPLE = "book"  # in the step for standard input, which has no name
_HEAD = 64  # bytes within which a sign begins that stands after blanks
_MADE = ("txt", "epub", "po")  # suffixes of the files that the steps make


def format_of(data: bytes) -> UnreadFormat | None:
    """Return the format of bytes that are not read, by the bytes; None for any other bytes.

    >>> format_of(b"%PDF-1.7 ...").name
    'a PDF'
    """
    text_head = data[:_HEAD].removeprefix(BOM_UTF8).lstrip()
    for unread in UNREAD:
        has_sign = any(
            data.startswith(sign, offset) or (offset == 0 and text_head.startswith(sign))
            for offset, sign in unread.signs
        )
        if has_sign and (not unread.parts or any(part in data for part in unread.parts)):
            return unread
    return None


def format_of_name(path: str) -> UnreadFormat | None:
    """Return the format of a file that is not read, by its suffix; None for any other suffix.

    >>> format_of_name("law/Book.PDF.gz").name
    'a PDF'
    """
    suffix = os.path.splitext(compressed.without_suffix(path))[1].lower()
    return next((unread for unread in UNREAD if suffix and suffix in unread.suffixes), None)


def step(unread: UnreadFormat, path: str) -> str:
    """Return what to do with a file, as a user types it.

    path: the path of the file; empty for one that has none.
    """
    stem, suffix = os.path.splitext(path) if path else (_EXAMPLE, next(iter(unread.suffixes), ""))
    made = {kind: shlex.quote(f"{stem}.{kind}") for kind in _MADE}
    return unread.step.format(file=shlex.quote(stem + suffix), **made)


def error(unread: UnreadFormat, name: str, path: str) -> InputError:
    """Return the error for a file in a format that is not read.

    name: the name of the file for messages.
    path: its path; empty for one that has none.
    """
    return InputError(name, f"this is {unread.name}, which align does not read", hint=step(unread, path))
