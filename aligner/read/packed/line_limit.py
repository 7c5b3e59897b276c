"""The limit of the length of a line: a line that is longer is no text, and would take hours or all memory."""

from __future__ import annotations

from aligner.bitext import InputText
from aligner.errors import InputError

MAX_LINE = 10_000_000  # characters; the longest novels have half of that, and nobody keeps two of them on one line
_MAX_BYTES = 4  # bytes of one character, in every encoding
_BEFORE_JSON = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"  # blanks and byte order marks
_JSON_BEGINS = 64  # bytes within which JSON begins

_HINT = "break it into lines, such as one a paragraph"


def check_bytes(data: bytes, name: str) -> None:
    """Raise InputError for a line that is too long in every encoding, before memory is taken for its characters.

    JSON may be one line, however long, that is divided as it is read.

    data: the content of a file of text.
    name: the name of the file for messages.
    """
    if data[:_JSON_BEGINS].lstrip(_BEFORE_JSON).startswith((b"[", b"{")):
        return
    limit = _MAX_BYTES * MAX_LINE
    start = 0
    while len(data) - start > limit:
        end = data.rfind(b"\n", start, start + limit + 1)
        if end < 0:
            end = data.rfind(b"\r", start, start + limit + 1)
        if end < 0:
            raise _too_long(name, 1 + max(data.count(b"\n", 0, start), data.count(b"\r", 0, start)))
        start = end + 1


def check_text(text: InputText) -> None:
    """Raise InputError for a text with a line that is too long; it may be a paragraph or a cell of another format."""
    characters, start = text.text, 0
    while len(characters) - start > MAX_LINE:
        end = characters.rfind("\n", start, start + MAX_LINE + 1)
        if end < 0:
            end = characters.rfind("\r", start, start + MAX_LINE + 1)
        if end < 0 and (place := text.place_of(start)):
            raise InputError(text.name, f"{place} has more than {MAX_LINE:,} characters", hint="divide it")
        if end < 0:
            lines = max(characters.count("\n", 0, start), characters.count("\r", 0, start))
            raise _too_long(text.name, 1 + lines)
        start = end + 1


def _too_long(name: str, line: int) -> InputError:
    return InputError(name, f"this line has more than {MAX_LINE:,} characters", hint=_HINT, line=line)
