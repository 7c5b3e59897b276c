"""Bytes to text: files and standard input, encodings, byte order marks."""

from __future__ import annotations

import codecs
import sys

import regex

from aligner import storage
from aligner.bitext import InputText
from aligner.errors import InputError

STANDARD_INPUT = "standard input"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = regex.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]|\x1a(?!\Z)")  # not in text; DOS ended it with 1a
_LINE_END = regex.compile(r"\r\n|[\n\r]")
_HIGH = regex.compile(rb"[\x80-\xff]")
_ARABIC_WORDS = regex.compile(r"(?:\p{Arabic}\p{Mn}*+){2,}")
# The commonest letters of Arabic text, about two thirds of it, in the order of any frequency list.
_COMMON = frozenset("اليمونرتبةعدسفهكحق")
_SAMPLE = 1 << 16  # bytes that are looked at where a guess is made


def read_text(path: str, encoding: str | None = None) -> InputText:
    """The text of a file by its path or URL, or of standard input where that is `-`. Raises InputError."""
    if path == "-":
        if sys.stdin is None:
            raise InputError(STANDARD_INPUT, "is closed", hint="name a file")
        return decode_bytes(sys.stdin.buffer.read(), STANDARD_INPUT, encoding)
    return decode_bytes(storage.read(path), path, encoding)


def decode_bytes(data: bytes, name: str, encoding: str | None = None) -> InputText:
    """The text of some bytes, in the encoding given or found.

    Looked for in this order: a byte order mark; UTF-8, strictly; UTF-16 without a mark, by its
    zero bytes; then the 8-bit encodings of Arabic (Windows-1256, ISO-8859-6) or English
    (Windows-1252), which is an assumption and said to be one. A byte order mark is not part of
    the text. Raises InputError for a byte that breaks the encoding, and for what is not text.
    """
    if not data:
        raise InputError(name, "the input is empty")
    for mark, marked in _MARKS:
        if data.startswith(mark) and (encoding is None or _same(encoding, marked)):
            return _strict(data[len(mark) :], name, marked, skipped=len(mark))
    if encoding is not None:
        return _strict(data, name, encoding)
    if found := _sixteen(data):
        return InputText(name, data.decode(found), found, f"no byte order mark; read as {found.upper()}")
    if control := _CONTROLS.search(data):
        raise InputError(
            name,
            f"this looks like a binary file: byte 0x{data[control.start()]:02x} at offset {control.start()}",
            hint="give plain text, or name its encoding with --encoding",
            line=_line(data, control.start()),
        )
    try:
        return InputText(name, data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            raise _broken(data, name, "utf-8", error, 0) from None
    return _eight(data, name)


def _same(one: str, other: str) -> bool:
    """Whether an encoding that was asked for is the one that a byte order mark tells of."""
    try:
        asked = codecs.lookup(one).name
    except LookupError:
        return False
    return asked in (other, other.rpartition("-")[0], f"{other}-sig")


def _strict(data: bytes, name: str, encoding: str, skipped: int = 0) -> InputText:
    try:
        return InputText(name, data.decode(encoding), codecs.lookup(encoding).name)
    except LookupError:
        raise InputError(name, f"no encoding is called {encoding!r}", hint="try utf-8, utf-16 or cp1256") from None
    except UnicodeDecodeError as error:
        raise _broken(data, name, encoding, error, skipped) from None
    except UnicodeError:
        raise InputError(name, f"{encoding} decodes no text", hint="try utf-8, utf-16 or cp1256") from None


def _broken(data: bytes, name: str, encoding: str, error: UnicodeDecodeError, skipped: int) -> InputError:
    byte = data[error.start]
    return InputError(
        name,
        f"byte 0x{byte:02x} at offset {error.start + skipped} is not {encoding.upper()} ({error.reason})",
        hint="repair it, or name the encoding with --encoding",
        line=_line(data, error.start, encoding),
    )


def _line(data: bytes, offset: int, encoding: str = "latin-1") -> int:
    return 1 + len(_LINE_END.findall(data[:offset].decode(encoding, errors="replace")))


def _sixteen(data: bytes) -> str | None:
    """UTF-16 without a mark: zero bytes on one side only, since blanks and digits have one."""
    if len(data) % 2 or (b"\x00" not in data and not _CONTROLS.search(data)):
        return None
    sample = data[:_SAMPLE]
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        # The high byte of a character: 0 in Latin, 6 in Arabic, 0x20 in punctuation.
        usual = sum(high.count(byte) for byte in (0x00, 0x06, 0x20, 0xFE))
        if usual < 0.9 * len(high):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return encoding
    return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 as a whole have more good sequences in them than bad ones."""
    text = data.decode("utf-8", errors="replace")
    good = sum(1 for character in text if character > "\x7f" and character != "\N{REPLACEMENT CHARACTER}")
    return good > text.count("\N{REPLACEMENT CHARACTER}")


def _eight(data: bytes, name: str) -> InputText:
    """Text in one of three 8-bit encodings, by how its letters fall."""
    first = _HIGH.search(data)
    sample = data[first.start() if first else 0 :][:_SAMPLE]
    best, best_share = "cp1252", 0.5
    for encoding in ("cp1256", "iso8859_6"):
        try:
            text = sample.decode(encoding)
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        letters = sum(character > "\x7f" and character.isalpha() for character in text)
        words = "".join(_ARABIC_WORDS.findall(text))
        share = sum(letter in _COMMON for letter in words) / max(letters, 1)
        if share > best_share:
            best, best_share = encoding, share
    called = {"cp1252": "Windows-1252", "cp1256": "Windows-1256", "iso8859_6": "ISO-8859-6"}[best]
    try:
        text = data.decode(best)
    except UnicodeDecodeError as error:
        raise InputError(
            name,
            f"byte 0x{data[error.start]:02x} at offset {error.start} fits neither UTF-8 nor {called}",
            hint="name the encoding with --encoding",
            line=_line(data, error.start),
        ) from None
    return InputText(name, text, best, f"not UTF-8; read as {called} (--encoding says otherwise)")
