"""Contents: the languages of files by the letters at their beginning and their end, without aligning them."""

from __future__ import annotations

import os
from collections.abc import Sequence

from aligner import languages, storage
from aligner.errors import InputError
from aligner.language_weights import letter_counter, weigher
from aligner.read import readers
from aligner.read.packed import compressed
from aligner.separate.line_languages import weigh_lines

LOOK_BYTES = 1 << 14  # bytes at either end of a file that are looked at, so that two texts in turn are seen
MAX_LOOKED_AT = 1 << 24  # bytes of a file that is read entirely only to find out which languages it holds
ONLY_SHARE = 0.9  # share of letters in one language, below which a file holds both
# Least share of the letters of a text that are of its script. Latin letters stand in texts of any script: names, code.
LATIN_SHARE, OTHER_SHARE = 0.7, 0.3


class Letters:
    """The letters of source and target in files.

    tags: language tags of source and target.
    encoding: the encoding of the files, or None to detect it.
    """

    def __init__(self, tags: Sequence[str], encoding: str | None = None) -> None:
        self.tags, self.encoding = tags, encoding
        self.can_tell = languages.script(tags[0]) != languages.script(tags[1])
        self._count = letter_counter(tags[0], tags[1])
        self._weigh = weigher(tags[0], tags[1])

    def only_side(self, path: str) -> int | None:
        """The side, 0 or 1, of a file that has no line in the other language; None for any other file."""
        text = self._text(path)
        source, target = self._count(text)
        side = int(target > source)
        # A row of a table holds both languages, but counts as a line in one.
        if not text or max(source, target) < ONLY_SHARE * (source + target) or source == target:
            return None
        return None if any(line.side == 1 - side for line in weigh_lines(text, self._weigh)) else side

    def holds_both(self, path: str) -> bool:
        """True for a file in which there are letters of both sides, which can be told apart."""
        letters = self._count(self._text(path))
        return min(letters) > (1 - ONLY_SHARE) * sum(letters)

    def may_hold_both(self, path: str, size: int) -> bool:
        """True for a file that may hold both languages: in its letters, or in columns if letters cannot tell.

        size: its bytes. A file that cannot be read does not hold both, and one that is too large to look at may do so.
        """
        if size > MAX_LOOKED_AT:
            return True
        if self.can_tell:
            return self.holds_both(path)
        try:
            rows = readers.read_bytes(_ends_of_file(path), path, self.encoding).rows
        except (InputError, OSError):
            return False
        return any(len(row.cells) > 1 for row in rows)

    def may_be(self, path: str, side: int) -> bool:
        """True for a file that may be a text of a side, and not one of the other side or of both."""
        letters = self._count(self._text(path))
        least = LATIN_SHARE if languages.script(self.tags[side]) == "Latn" else OTHER_SHARE
        return letters[side] >= least * sum(letters)

    def _text(self, path: str) -> str:
        """The text at both ends of a file; empty if its languages cannot be told apart, or if it cannot be read."""
        if not self.can_tell:
            return ""
        try:
            return readers.read_bytes(_ends_of_file(path), path, self.encoding).text
        except (InputError, OSError):
            return ""


def _ends_of_file(path: str) -> bytes:
    """The lines at the beginning and at the end of a file, or all of it.

    All of a small file is returned, of a URL, and of a file in a format whose lines cannot be read without the others.
    """
    if storage.is_url(path):
        return storage.read(path)
    in_lines = readers.reader_of(path).in_lines
    with open(path, "rb") as file:
        head = file.read(2 * LOOK_BYTES)
        size = file.seek(0, os.SEEK_END)
        if size <= len(head):
            return head
        if not in_lines or compressed.compression_of(head):
            file.seek(0)
            data = compressed.unpack(file.read(), path)
            return _ends(data[: 2 * LOOK_BYTES], data[-LOOK_BYTES:], len(data)) if in_lines else data
        file.seek(size // 2 * 2 - LOOK_BYTES)  # an even number: UTF-16 has two bytes a character
        return _ends(head, file.read(), size)


def _ends(head: bytes, tail: bytes, size: int) -> bytes:
    """The lines at the beginning and at the end of a text.

    head: its beginning, all of it if it is small.
    tail: its last bytes.
    size: all bytes of it.
    """
    if size <= len(head):
        return head
    head = head[:LOOK_BYTES]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head + tail[len(tail) % 2 :]
    return head[: head.rfind(b"\n") + 1] + tail[tail.find(b"\n") + 1 :] or head
