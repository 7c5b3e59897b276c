"""Inputs of a conversion: a file, a URL or standard input, whose beginning can be looked at before it is read."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from functools import cached_property
from typing import BinaryIO

import regex

from aligner import errors, input_bytes, storage
from aligner.bitext import InputText
from aligner.characters import BYTE_ORDER_MARK
from aligner.errors import InputError
from aligner.read.packed import compressed, decode

HEAD = 1 << 16  # bytes of the beginning, by which the format and the encoding are recognised
# The last character of UTF-8 that is not ASCII, or as much of it as a cut has left.
_LAST_OF_UTF_8 = regex.compile(rb"[\xc0-\xff][\x80-\xbf]{0,3}\Z")
# A unit that may be the first half of a character of UTF-16.
_HALF_OF_UTF_16 = regex.compile(rb"(?s)(?:[\xd8-\xdb].|.[\xd8-\xdb])\Z")


class Input:
    """An input that is read once, from its beginning to its end. A compressed one is unpacked.

    name: its name for messages.
    path: its path or URL; `-` for standard input.
    head: its first bytes.
    notices: sentences about it for the user, which begin with its name; inputs that are read together share them.
    """

    def __init__(self, path: str, notices: list[str] | None = None) -> None:
        self.path = path
        self.notices = [] if notices is None else notices
        self.name = decode.STANDARD_INPUT if path == "-" else path
        self._rest = self._open()
        try:
            self._look()
        except InputError:
            self.close()
            raise

    def _look(self) -> None:
        """Read the first bytes, and unpack a compressed input."""
        try:
            self.head = _read_full(self._rest, HEAD)
            if compressed.compression_of(self.head):
                packed = self.head + input_bytes.read_stream(self._rest, self.name)
                self.close()
                self._rest = io.BytesIO(compressed.unpack(packed, self.name))
                self.head = _read_full(self._rest, HEAD)
        except OSError as error:
            raise errors.cannot_read(self.name, error) from None

    def _open(self) -> BinaryIO:
        if self.path == "-":
            if sys.stdin is None:
                raise InputError(self.name, "is closed", hint="name a file")
            return sys.stdin.buffer
        if storage.is_url(self.path):
            return io.BytesIO(storage.read(self.path))
        try:
            return open(self.path, "rb")
        except FileNotFoundError:
            raise InputError(self.name, "there is no such file") from None
        except OSError as error:
            raise errors.cannot_read(self.name, error) from None

    def note(self, sentence: str) -> None:
        """Take a sentence about the input for the user."""
        self.notices.append(f"{self.name}: {sentence}")

    def close(self) -> None:
        """Close the file; standard input stays open."""
        if self.path != "-":
            self._rest.close()

    def chunks(self, size: int = HEAD) -> Iterator[bytes]:
        """Yield all bytes, a part at a time."""
        yield self.head
        try:
            while chunk := self._rest.read(size):
                yield chunk
        except OSError as error:
            raise errors.cannot_read(self.name, error) from None

    def read(self) -> bytes:
        """Return all bytes. Raises InputError for more than `limits.FILE`."""
        data = io.BytesIO()  # which returns its content without a copy
        for chunk in self.chunks():
            data.write(chunk)
            input_bytes.check_size(data.tell(), self.name)
        return data.getvalue()

    @cached_property
    def head_text(self) -> str:
        """The first lines, without a byte order mark; empty if the bytes are not text."""
        try:
            text = self._decoded_head(None).text.removeprefix(BYTE_ORDER_MARK)
        except InputError:
            return ""
        return text[: text.rfind("\n") + 1] or text if len(self.head) == HEAD else text

    @property
    def first_line(self) -> str:
        """The first line, or as much of it as the first characters hold."""
        return self.head_text.partition(self._line_end)[0].removesuffix("\r")

    @property
    def _line_end(self) -> str:
        """The last character of a line: CR in a text without LF."""
        return "\r" if b"\r" in self.head and b"\n" not in self.head else "\n"

    def raw_lines(self, encoding: str | None, newline: str = "\n") -> Iterator[str]:
        """Yield the lines with their ends, without a byte order mark before the first.

        encoding: the encoding that the user named, or None to detect it by the first bytes.
        newline: as for `open`; by default, lines end at LF only.

        Raises InputError for bytes that are not text.
        """
        if not self.head:
            return
        head = self._decoded_head(encoding)
        if head.notice:
            self.note(head.notice)
        raw: io.RawIOBase = _Chunks(self.chunks(), self.name)
        # A stream needs a byte order mark where `bytes.decode` takes the order of most machines.
        codec = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(head.encoding, head.encoding)
        stream = io.TextIOWrapper(io.BufferedReader(raw), encoding=codec, newline=newline)
        number = 0
        try:
            for line in stream:
                number += 1
                if encoding is not None:
                    decode.check_whole(line, self.name, encoding, number)
                yield line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line
        except UnicodeDecodeError as error:
            raise self._broken_byte(error, number) from None
        except UnicodeError as error:  # codecs of no texts, such as that of names of hosts
            hint = "name the encoding of the text with --encoding"
            raise InputError(self.name, f"this is not {codec} ({error})", hint=hint, line=number + 1) from None

    def lines(self, encoding: str | None) -> Iterator[tuple[int, str]]:
        """Yield the number of each line, from 1, and its text without the line end, which is LF or CRLF.

        In a text without LF, lines end with CR.

        encoding: as for `raw_lines`.
        """
        newline = "" if self._line_end == "\r" else "\n"
        for number, line in enumerate(self.raw_lines(encoding, newline), 1):
            yield number, line.removesuffix("\n").removesuffix("\r")

    def _decoded_head(self, encoding: str | None) -> InputText:
        head = self.head
        if len(head) == HEAD and b"\x00" in head:  # UTF-16; it may end within a character
            head = _HALF_OF_UTF_16.sub(b"", head)
        elif len(head) == HEAD:
            head = head[: head.rfind(b"\n") + 1] or _LAST_OF_UTF_8.sub(b"", head)
        return decode.decode_bytes(head, self.name, encoding)

    def _broken_byte(self, error: UnicodeDecodeError, lines: int) -> InputError:
        """Return the error for a byte that breaks the encoding.

        lines: number of lines that were read before it.
        """
        return InputError(
            self.name,
            f"byte 0x{error.object[error.start]:02x} is not {error.encoding.upper()} ({error.reason})",
            hint="repair it, or name the encoding with --encoding",
            line=lines + 1 + error.object[: error.start].count(b"\n"),
        )


class _Chunks(io.RawIOBase):
    """A raw stream of parts, with lines of at most `limits.FILE` bytes.

    name: the name of the input for messages.
    """

    def __init__(self, chunks: Iterator[bytes], name: str) -> None:
        self._chunks, self._left, self._name = chunks, b"", name
        self._since_end = 0  # bytes since the end of a line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if not self._left:
            self._left = next((chunk for chunk in self._chunks if chunk), b"")
            end = max(self._left.rfind(b"\n"), self._left.rfind(b"\r"))
            self._since_end = len(self._left) - end if end >= 0 else self._since_end + len(self._left)
            input_bytes.check_size(self._since_end, self._name)
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


def _read_full(stream: BinaryIO, size: int) -> bytes:
    """Return as many bytes as asked for, or all if there are fewer; a pipe may give them in small parts."""
    parts: list[bytes] = []
    while size and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
