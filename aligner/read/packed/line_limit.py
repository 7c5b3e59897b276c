"""Limits of the lines of a text: a line that is very long, or very many that are tiny, are no text.

They would take hours, or all memory.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from aligner import limits
from aligner.bitext import InputText
from aligner.errors import InputError

MAX_LINE = limits.LINE.value  # characters
MANY_LINES = (
    limits.TINY_LINES.value
)  # visible lines, paragraphs or rows, up to which all of them may be tiny, as in a list of words
MAX_PARAGRAPHS = limits.PARAGRAPHS.value  # paragraphs and lines of a page, a book or a document
MIN_MEAN = 12  # characters of a line, on average, in a text of more lines; captions have 25, and sentences more
MANY_SIGNS = limits.DENSE_SIGNS.value  # signs between cells, or of JSON, up to which they may be as dense as they like
MIN_TEXT = 6  # bytes for each of more signs; cells of sentences and of numbers have 20 on average
_MAX_BYTES = 4  # bytes of one character, in every encoding
_BEFORE_JSON = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"  # blanks and byte order marks
_JSON_BEGINS = 64  # bytes within which JSON begins

_VISIBLE_LINE, _VISIBLE_LINE_OF_BYTES = regex.compile(r"[^\s][^\r\n]*+"), regex.compile(rb"[^\s][^\r\n]*+")
_SIGNS = {b"\t": "tabs", b";": "semicolons", b"|": "bars", b",": "commas", b"\n": "line ends", b"\r": "line ends"}

_HINT = "break it into lines, such as one a paragraph"


def check_bytes(data: bytes, name: str) -> None:
    """Raise InputError for bytes that are no text in any encoding, before memory is taken for their characters.

    A line is too long, lines are too many, or signs that separate cells too dense. JSON may be one line, however long,
    that is divided as it is read.

    data: the content of a file of text.
    name: the name of the file for messages.
    """
    _check_mean(data, name)
    for sign, signs in _SIGNS.items():
        count = data.count(sign)
        if count > MANY_SIGNS and len(data) < MIN_TEXT * count:
            raise too_dense(name, signs, MIN_TEXT)
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
            check_length(MAX_LINE + 1, text.name, place)
        if end < 0:
            lines = max(characters.count("\n", 0, start), characters.count("\r", 0, start))
            raise _too_long(text.name, 1 + lines)
        start = end + 1


def check_length(length: int, name: str, label: str) -> None:
    """Raise InputError for a paragraph or cell that is too long.

    length: its characters.
    name: the name of the file for messages.
    label: its place in words.
    """
    if length > MAX_LINE:
        raise InputError(name, f"{label} has more than {MAX_LINE:,} characters", hint="divide it")


def check_lines(text: InputText) -> None:
    """Raise InputError for a text of very many lines, paragraphs or rows that are tiny."""
    _check_mean(text.text, text.name)


def check_paragraphs(number: int, name: str) -> None:
    """Raise InputError if a page, a book or a document has too many paragraphs and lines.

    number: how many it has up to now.
    name: the name of the file for messages.
    """
    if number > MAX_PARAGRAPHS:
        problem = limits.PARAGRAPHS.problem(MAX_PARAGRAPHS)
        raise InputError(name, problem, hint="divide it into several files")


def check_rows(number: int, characters: int, name: str) -> None:
    """Raise InputError for very many rows that are tiny, before the rest of them is read.

    number, characters: how many rows were read, and how many characters are in them.
    name: the name of the file for messages.
    """
    if number > MANY_LINES and characters < MIN_MEAN * number:
        raise _tiny(name)


def _check_mean(characters: str | bytes, name: str) -> None:
    """Raise InputError if there are very many visible lines, and few characters in each of them."""
    lines: Iterator[object]
    if isinstance(characters, str):
        ends, lines = max(characters.count("\n"), characters.count("\r")), _VISIBLE_LINE.finditer(characters)
    else:
        ends, lines = max(characters.count(b"\n"), characters.count(b"\r")), _VISIBLE_LINE_OF_BYTES.finditer(characters)
    if ends < MANY_LINES or ends * MIN_MEAN <= len(characters):
        return
    limit = max(MANY_LINES, len(characters) // MIN_MEAN)
    if any(number == limit for number, _ in enumerate(lines)):
        raise _tiny(name)


def _tiny(name: str) -> InputError:
    problem = limits.TINY_LINES.problem(MANY_LINES)
    return InputError(name, problem, hint="divide it into several files, if it is a list")


def too_dense(name: str, what: str, size: int) -> InputError:
    """Return the error for signs that are so close to each other that hardly any text is between them.

    name: the name of the file for messages.
    what: what the signs are.
    size: characters in which there is one at least.
    """
    problem = limits.DENSE_SIGNS.problem(MANY_SIGNS, f"{what}, one in {size} characters or more")
    return InputError(name, problem, hint="leave out empty columns and lines, or divide it into several files")


def _too_long(name: str, line: int) -> InputError:
    return InputError(name, limits.LINE.problem(MAX_LINE), hint=_HINT, line=line)
