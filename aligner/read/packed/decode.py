"""Bytes to characters: byte order marks, detection of encodings, and messages about broken bytes."""

from __future__ import annotations

import codecs
import sys

import regex

from aligner import input_bytes
from aligner.bitext import InputText
from aligner.characters import BYTE_ORDER_MARK, line_number
from aligner.errors import InputError

STANDARD_INPUT = "standard input"

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # comes before UTF-16-LE, whose mark is its first two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control bytes that a text seldom contains. 0x1a is allowed as the last byte, the end of a file in DOS.
_CONTROLS = regex.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]|\x1a(?!\Z)")
_CONTROL_BYTES = bytes(byte for byte in range(128) if _CONTROLS.match(bytes([byte, 0])))
# Share of such bytes in a text: in valid UTF-8 and in UTF-16, which other bytes seldom are, and in an 8-bit encoding,
# in which nearly any bytes are text. A tenth of random bytes are such.
MAX_CONTROLS, MAX_CONTROLS_8BIT = 0.1, 0.02
MIN_CONTROLS = 1  # such bytes that a text may have, however short it is
_NOT_ASCII = regex.compile(rb"[\x80-\xff]")
_ARABIC_WORDS = regex.compile(r"(?:\p{Arabic}\p{Mn}*+){2,}")
_COMMON_ARABIC = frozenset("اليمونرتبةعدسفهكحق")  # the most frequent letters, about two thirds of any Arabic text
_8BIT_NAMES = {"cp1252": "Windows-1252", "cp1256": "Windows-1256", "iso8859_6": "ISO-8859-6"}
_SAMPLE = 1 << 16  # bytes by which an encoding is guessed; more do not change the guess
_USUAL_HIGH_BYTES = (0x00, 0x06, 0x20, 0xFE)  # of UTF-16: Latin, Arabic, punctuation, Arabic presentation forms
_USUAL = 0.9  # share of usual high bytes, from which on bytes can be UTF-16
_TRY_ENCODINGS = "try utf-8, utf-16 or cp1256"
_HALF_CHARACTER = regex.compile(r"\p{Cs}")  # UTF-7 and unicode_escape may give it; no output can be written with it
_OVERRIDE = "use --encoding if this is wrong"


def load(path: str) -> tuple[str, bytes]:
    """Return the name of an input for messages, and its bytes.

    path: a path or URL; `-` for standard input.

    Raises InputError for an input that cannot be read.
    """
    if path != "-":
        return path, input_bytes.read_file(path)
    if sys.stdin is None:
        raise InputError(STANDARD_INPUT, "is closed", hint="name a file")
    return STANDARD_INPUT, input_bytes.read_stream(sys.stdin.buffer, STANDARD_INPUT)


def decode_bytes(data: bytes, name: str, encoding: str | None = None) -> InputText:
    """Decode bytes in a given encoding, or in the one they seem to be in.

    Without an encoding, the first of these that fits is used:

    1. the encoding of a byte order mark, which is not part of the text;
    2. UTF-16 without a byte order mark, by its zero bytes;
    3. UTF-8;
    4. an 8-bit encoding of Arabic (Windows-1256, ISO-8859-6) or English (Windows-1252).

    The second and the fourth are guesses, which the notice of the result reports. A text may hold a few control
    characters, which are kept; with many of them, the bytes are not text.

    data: the content of a file.
    name: the name of the file for messages.
    encoding: a Python name of an encoding, or None to detect it.

    Raises InputError for no bytes at all, for bytes that break the encoding, and for bytes that are not text.
    """
    if not data:
        raise InputError(name, "the input is empty")
    for mark, marked in _BYTE_ORDER_MARKS:
        if data.startswith(mark) and (encoding is None or _is_marked(encoding, marked)):
            return _decode_strictly(data[len(mark) :], name, marked, skipped=len(mark))
    if encoding is not None:
        return _decode_strictly(data, name, encoding)
    controls = _count_controls(data)
    if controls and (utf16 := _guess_utf16(data)):
        return _guessed(name, data.decode(utf16), utf16, "no byte order mark", utf16.upper())
    if controls > max(MIN_CONTROLS, MAX_CONTROLS * len(data)):
        raise _binary(data, name)
    try:
        reason = "only ASCII characters" if data.isascii() else "valid UTF-8"
        return InputText(name, data.decode("utf-8"), "utf-8", encoding_reason=reason)
    except UnicodeDecodeError as error:
        if controls > max(MIN_CONTROLS, MAX_CONTROLS_8BIT * len(data)):
            raise _binary(data, name) from None
        if _is_mostly_utf8(data):
            raise _broken_byte(data, name, "utf-8", error, 0) from None
    return _guess_8bit(data, name)


def sample_as_utf8(data: bytes, size: int) -> bytes:
    """Return the beginning of a text in UTF-8 without byte order marks; any other bytes are returned as they are.

    data: the content of a file.
    size: bytes of the beginning that are decoded.
    """
    head = data[:size]
    for mark, marked in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            # A file that was saved twice has two marks.
            return head[len(mark) :].decode(marked, errors="ignore").lstrip(BYTE_ORDER_MARK).encode("utf-8")
    if b"\x00" in head and (utf16 := _guess_utf16(head[: len(head) // 2 * 2])):
        return head.decode(utf16, errors="ignore").encode("utf-8")
    return data


def _is_marked(encoding: str, marked: str) -> bool:
    """Return whether the encoding that the user named is the one that a byte order mark stands for."""
    try:
        codec = codecs.lookup(encoding).name
    except LookupError:
        return False
    return codec in (marked, marked.rpartition("-")[0], f"{marked}-sig")


def _decode_strictly(data: bytes, name: str, encoding: str, skipped: int = 0) -> InputText:
    """Decode bytes, or raise InputError. `skipped` bytes of the input, a byte order mark, came before."""
    try:
        text = data.decode(encoding)
    except LookupError:
        raise InputError(name, f"no encoding is called {encoding!r}", hint=_TRY_ENCODINGS) from None
    except UnicodeDecodeError as error:
        raise _broken_byte(data, name, encoding, error, skipped) from None
    except UnicodeError:
        raise InputError(name, f"{encoding} is not a text encoding", hint=_TRY_ENCODINGS) from None
    check_whole(text, name, encoding)
    reason = "byte order mark" if skipped else "as named"
    return InputText(name, text, codecs.lookup(encoding).name, encoding_reason=reason)


def check_whole(text: str, name: str, encoding: str, line: int = 1) -> None:
    """Raise InputError for a text with half a character, which some encodings give, and which no output can hold.

    line: number of its first line.
    """
    if half := _HALF_CHARACTER.search(text):
        raise InputError(
            name,
            f"{encoding} gives half a character (a surrogate without its pair)",
            hint="repair it, or name the encoding with --encoding",
            line=line - 1 + line_number(text, half.start()),
        )


def _broken_byte(data: bytes, name: str, encoding: str, error: UnicodeDecodeError, skipped: int) -> InputError:
    """Return the error for a byte that breaks an encoding."""
    byte = data[error.start]
    return InputError(
        name,
        f"byte 0x{byte:02x} at offset {error.start + skipped} is not {encoding.upper()} ({error.reason})",
        hint="repair it, or name the encoding with --encoding",
        line=_line_number(data, error.start, encoding),
    )


def _line_number(data: bytes, offset: int, encoding: str = "latin-1") -> int:
    """Return the number of the line, from 1, that holds an offset."""
    try:
        before = data[:offset].decode(encoding, errors="replace")
    except UnicodeError:  # codecs such as that of names of hosts replace nothing
        before = data[:offset].decode("latin-1")
    return line_number(before, len(before))


def _count_controls(data: bytes) -> int:
    """Return the number of control characters that a text seldom contains."""
    chunks = (data[start : start + _SAMPLE] for start in range(0, len(data), _SAMPLE))
    return sum(len(chunk) - len(chunk.translate(None, _CONTROL_BYTES)) for chunk in chunks) - data.endswith(b"\x1a")


def _binary(data: bytes, name: str) -> InputError:
    """Return the error for bytes that are not text, which names the first control character."""
    offset = next(control.start() for control in _CONTROLS.finditer(data))
    return InputError(
        name,
        f"this looks like a binary file: byte 0x{data[offset]:02x} at offset {offset}",
        hint="give plain text, or name its encoding with --encoding",
        line=_line_number(data, offset),
    )


def _guess_utf16(data: bytes) -> str | None:
    """Return the encoding of UTF-16 without a byte order mark, or None if bytes with control characters are not UTF-16.

    Blanks and digits have a zero byte in any script. All zero bytes are on one side of their pair, which
    gives the byte order.
    """
    if len(data) % 2:
        return None
    sample = data[:_SAMPLE]
    for encoding, high_bytes in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if sum(map(high_bytes.count, _USUAL_HIGH_BYTES)) < _USUAL * len(high_bytes):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.count("\x00") <= MAX_CONTROLS * len(text):
            return encoding
    return None


def _is_mostly_utf8(data: bytes) -> bool:
    """Return whether bytes that break UTF-8 hold more valid sequences of several bytes than invalid ones."""
    text = data.decode("utf-8", errors="replace")
    valid = sum(1 for character in text if character > "\x7f" and character != "\N{REPLACEMENT CHARACTER}")
    return valid > text.count("\N{REPLACEMENT CHARACTER}")


def _guess_8bit(data: bytes, name: str) -> InputText:
    """Decode text in one of three 8-bit encodings.

    An Arabic encoding is chosen if more than half of the letters that are not ASCII are then common Arabic
    letters within a word; otherwise Windows-1252. Raises InputError for a byte that Windows-1252 lacks.
    """
    first = _NOT_ASCII.search(data)
    sample = data[first.start() if first else 0 :][:_SAMPLE]
    best, best_share = "cp1252", 0.5
    for encoding in ("cp1256", "iso8859_6"):
        try:
            text = sample.decode(encoding)
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        letters = sum(character > "\x7f" and character.isalpha() for character in text)
        in_words = "".join(_ARABIC_WORDS.findall(text))
        share = sum(letter in _COMMON_ARABIC for letter in in_words) / max(letters, 1)
        if share > best_share:
            best, best_share = encoding, share
    try:
        text = data.decode(best)
    except UnicodeDecodeError as error:
        raise InputError(
            name,
            f"byte 0x{data[error.start]:02x} at offset {error.start} is neither UTF-8 nor {_8BIT_NAMES[best]}",
            hint="name the encoding with --encoding",
            line=_line_number(data, error.start),
        ) from None
    return _guessed(name, text, best, "not UTF-8", _8BIT_NAMES[best])


def _guessed(name: str, text: str, encoding: str, reason: str, encoding_name: str) -> InputText:
    """Return a text whose encoding was guessed, with a notice.

    reason: why none was certain.
    encoding_name: the encoding in messages.
    """
    notice = f"{reason}; read as {encoding_name} ({_OVERRIDE})"
    return InputText(name, text, encoding, notice, encoding_reason=f"guessed: {reason}")
