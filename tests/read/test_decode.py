"""Decoding: which encoding is detected, which notices and which errors the user gets."""

import codecs
import io
import os
import random
import sys
from types import SimpleNamespace

import pytest

from aligner.errors import InputError
from aligner.read import readers
from aligner.read.packed import decode

ARABIC = "وصل القطار إلى المحطة، ثم نزل الركاب.\nهل تأخروا؟ لا أحد يعرف."
VOWELLED = "وَصَلَ القِطَارُ إِلَى المَحَطَّةِ، وَنَزَلَ الرُّكَّابُ."
ENGLISH = "He said, “It’s late” — and left the café.\nNobody followed."
BOTH = f"{ARABIC}\n{ENGLISH}"

MARKED = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


def refusal(data, encoding=None):
    """Return the error for bytes that cannot be decoded."""
    with pytest.raises(InputError) as caught:
        decode.decode_bytes(data, "book.txt", encoding)
    return caught.value


# Encodings that are certain: there is no notice.


@pytest.mark.parametrize("text", ["A", "plain ASCII\n", ARABIC, ENGLISH, BOTH, "\x1b[1mbold\x1b[0m\tand a tab\f"])
def test_utf8_is_read_without_notice(text):
    assert decode.decode_bytes(text.encode(), "book.txt") == decode.InputText("book.txt", text, "utf-8")


@pytest.mark.parametrize("encoding", MARKED)
@pytest.mark.parametrize("text", ["A", "لا", BOTH], ids=["latin letter", "arabic word", "both"])
def test_a_byte_order_mark_gives_the_encoding_and_is_not_part_of_the_text(encoding, text):
    data = MARKED[encoding] + text.encode(encoding)
    assert decode.decode_bytes(data, "book.txt") == decode.InputText("book.txt", text, encoding)


def test_only_the_first_byte_order_mark_is_left_out():
    assert decode.decode_bytes(codecs.BOM_UTF8 * 2 + b"A", "book.txt").text == "\ufeffA"


# Encodings that are guessed: there is a notice.


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    ["A", "Hi", "12", "لا", "مرحبا", "٢٥", "؟", "“نعم”", "\u200fلا", ENGLISH, ARABIC, BOTH, BOTH * 2000],
    ids=lambda text: ascii(text[:8]),
)
def test_utf16_without_a_byte_order_mark_is_recognised(text, encoding):
    notice = f"no byte order mark; read as {encoding.upper()} (use --encoding if this is wrong)"
    assert decode.decode_bytes(text.encode(encoding), "book.txt") == decode.InputText(
        "book.txt", text, encoding, notice
    )


NAMES_8BIT = {"cp1252": "Windows-1252", "cp1256": "Windows-1256", "iso8859_6": "ISO-8859-6"}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param("لا", "cp1256", id="cp1256 word"),
        pytest.param("هل وصلت؟", "cp1256", id="cp1256 question"),
        pytest.param("قال: «نعم» — ثم خرج…", "cp1256", id="cp1256 quotes"),
        pytest.param(ARABIC, "cp1256", id="cp1256"),
        pytest.param(ARABIC * 3000, "cp1256", id="cp1256 long"),
        pytest.param(f"{ARABIC}\nHe was late.", "cp1256", id="cp1256 both languages"),
        pytest.param("He was late.\n" * 8000 + ARABIC * 2000, "cp1256", id="cp1256 after a long block of English"),
        pytest.param(VOWELLED, "cp1256", id="cp1256 vowelled"),
        pytest.param("هل وصلت؟", "iso8859_6", id="iso8859_6 question"),
        pytest.param(ARABIC, "iso8859_6", id="iso8859_6"),
        pytest.param(ARABIC * 3000, "iso8859_6", id="iso8859_6 long"),
        pytest.param(VOWELLED, "iso8859_6", id="iso8859_6 vowelled"),
        pytest.param("café", "cp1252", id="cp1252 word"),
        pytest.param(ENGLISH, "cp1252", id="cp1252 curly quotes"),
        pytest.param(ENGLISH * 3000, "cp1252", id="cp1252 long"),
        pytest.param("a" * 100_000 + "“b”", "cp1252", id="cp1252 quotes at the end only"),
    ],
)
def test_an_8_bit_encoding_is_recognised_by_its_letters(text, encoding):
    notice = f"not UTF-8; read as {NAMES_8BIT[encoding]} (use --encoding if this is wrong)"
    assert decode.decode_bytes(text.encode(encoding), "book.txt") == decode.InputText(
        "book.txt", text, encoding, notice
    )


def test_bytes_that_fit_no_8_bit_encoding_are_refused():
    assert str(refusal(b"It is\nlate \x81, \x93so late\x94.")) == (
        "book.txt, line 2: byte 0x81 at offset 11 is neither UTF-8 nor Windows-1252; name the encoding with --encoding"
    )


# Encodings that the user names.


@pytest.mark.parametrize(
    ("data", "encoding", "text", "python_name"),
    [
        (ARABIC.encode("cp1256"), "windows-1256", ARABIC, "cp1256"),
        (b"\xe1\xc7", "cp1252", "áÇ", "cp1252"),
        (b"\xe4\xc7", "ISO-8859-6", "لا", "iso8859-6"),
        ("été".encode("latin-1"), "latin-1", "été", "iso8859-1"),
        (BOTH.encode("utf-16-be"), "UTF-16BE", BOTH, "utf-16-be"),
        (codecs.BOM_UTF8 + ARABIC.encode(), "utf8", ARABIC, "utf-8"),
        (codecs.BOM_UTF8 + ARABIC.encode(), "utf-8-sig", ARABIC, "utf-8"),
        (codecs.BOM_UTF16_BE + ARABIC.encode("utf-16-be"), "utf-16", ARABIC, "utf-16-be"),
        (codecs.BOM_UTF16_LE + ARABIC.encode("utf-16-le"), "utf-16-le", ARABIC, "utf-16-le"),
        (codecs.BOM_UTF32_LE + ARABIC.encode("utf-32-le"), "utf-32", ARABIC, "utf-32-le"),
        (codecs.BOM_UTF8 + b"A", "cp1252", "ï»¿A", "cp1252"),
        (b"A\x00\x01", "ascii", "A\x00\x01", "ascii"),
    ],
    ids=[
        "Arabic",
        "even if another fits better",
        "even if another comes first",
        "Latin",
        "UTF-16 without a mark",
        "UTF-8 with its mark",
        "UTF-8 with its mark, named after it",
        "UTF-16 with its mark",
        "UTF-16LE with its mark",
        "UTF-32 with its mark",
        "even if a byte order mark gives another",
        "even if it is not text",
    ],
)
def test_the_encoding_that_the_user_names_is_used(data, encoding, text, python_name):
    assert decode.decode_bytes(data, "book.txt", encoding) == decode.InputText("book.txt", text, python_name)


@pytest.mark.parametrize(("encoding", "half"), [("utf-7", b"+2AA-"), ("unicode_escape", rb"\ud800")])
def test_half_a_character_is_refused(encoding, half):
    message = f"book.txt, line 2: {encoding} gives half a character (a surrogate without its pair)"
    assert str(refusal(b"Yes.\n" + half, encoding)).startswith(message)


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13"])
def test_an_unknown_encoding_is_refused(encoding):
    assert str(refusal(b"A", encoding)) == f"book.txt: no encoding is called '{encoding}'; try utf-8, utf-16 or cp1256"


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (b"one\ntwo \xe9", "utf-8", "line 2: byte 0xe9 at offset 8 is not UTF-8 (unexpected end of data)"),
        (b"caf\xe9", "ascii", "line 1: byte 0xe9 at offset 3 is not ASCII (ordinal not in range(128))"),
        (b"one\n\x81", "cp1252", "line 2: byte 0x81 at offset 4 is not CP1252 (character maps to <undefined>)"),
    ],
    ids=["utf-8", "ascii", "cp1252"],
)
def test_a_byte_that_breaks_the_named_encoding_is_named(data, encoding, message):
    expected = f"book.txt, {message}; repair it, or name the encoding with --encoding"
    assert str(refusal(data, encoding)) == expected


# Broken bytes, and bytes that are not text.


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            "مرحبا\nأهلا ".encode() + b"\xd8" + " بكم".encode(),
            "book.txt, line 2: byte 0xd8 at offset 20 is not UTF-8 (invalid continuation byte)",
            id="a byte is missing",
        ),
        pytest.param(
            "مرحبا\nأهلا ".encode() + b"\xff" + "بكم".encode(),
            "book.txt, line 2: byte 0xff at offset 20 is not UTF-8 (invalid start byte)",
            id="a byte too many",
        ),
        pytest.param(
            "مرحبا\nأهلا".encode()[:-1],
            "book.txt, line 2: byte 0xd8 at offset 17 is not UTF-8 (unexpected end of data)",
            id="cut off",
        ),
        pytest.param(
            codecs.BOM_UTF8 + "مرحبا\n".encode() + b"\xff",
            "book.txt, line 2: byte 0xff at offset 14 is not UTF-8 (invalid start byte)",
            id="the offset counts the byte order mark",
        ),
        pytest.param(
            codecs.BOM_UTF16_LE + "ab\nc".encode("utf-16-le") + b"d",
            "book.txt, line 2: byte 0x64 at offset 10 is not UTF-16-LE (truncated data)",
            id="UTF-16 cut off",
        ),
        pytest.param(
            codecs.BOM_UTF16_BE + "ab\n".encode("utf-16-be") + b"\xd8\x00\x00a",
            "book.txt, line 2: byte 0xd8 at offset 8 is not UTF-16-BE (illegal UTF-16 surrogate)",
            id="half a character of UTF-16",
        ),
    ],
)
def test_a_broken_byte_is_named_with_file_line_and_offset(data, message):
    assert str(refusal(data)) == f"{message}; repair it, or name the encoding with --encoding"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(
    ("mark", "encoding", "broken"),
    [
        (b"", "utf-8", b"\xff"),
        (codecs.BOM_UTF8, "utf-8", b"\xff"),
        (codecs.BOM_UTF16_LE, "utf-16-le", b"\x00\xd8A\x00"),
        (codecs.BOM_UTF16_BE, "utf-16-be", b"\xd8\x00\x00A"),
    ],
    ids=["UTF-8", "UTF-8 with mark", "UTF-16LE", "UTF-16BE"],
)
def test_lines_are_counted_with_any_line_end(mark, encoding, broken, end):
    before = end.join(["سطر أول", "سطر ثان", "", "رابع "])
    error = refusal(mark + before.encode(encoding) + broken)
    assert error.line == 4
    assert f"offset {len(mark) + len(before.encode(encoding))} " in error.problem


@pytest.mark.parametrize(
    ("data", "byte", "offset", "line"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10", "1a", 6, 2, id="PNG"),
        pytest.param(bytes(100), "00", 0, 1, id="zeros"),
        pytest.param(bytes(101), "00", 0, 1, id="an odd number of zeros"),
        pytest.param(b"PK\x03\x04\x14\x00\x06\x00", "03", 2, 1, id="zip, such as a .docx"),
        pytest.param(b"one\ntwo\nth\x00\x01\x02ree\n", "00", 10, 3, id="three within a short text"),
        pytest.param("قال لا أحد\x07 ".encode("cp1256") * 9, "07", 10, 1, id="too many for an 8-bit encoding"),
        pytest.param("ab".encode("utf-16-le") + b"\n", "00", 1, 1, id="UTF-16 without a mark, cut off"),
    ],
)
def test_a_binary_file_is_refused(data, byte, offset, line):
    assert str(refusal(data)) == (
        f"book.txt, line {line}: this looks like a binary file: byte 0x{byte} at offset {offset}; "
        "give plain text, or name its encoding with --encoding"
    )


@pytest.mark.parametrize("control", ["\x00", "\x08", "\x1a", "\x1f", "\x7f"])
@pytest.mark.parametrize(
    ("encoding", "words"), [("utf-8", 3), ("utf-16-le", 3), ("utf-16-be", 3), ("cp1256", 25), ("ascii", 3)]
)
def test_a_few_control_characters_are_read_and_kept(control, encoding, words):
    word = "Hello " if encoding == "ascii" else "قال لا "
    text = f"{word}{control}{word * words}{control}{word}"
    assert decode.decode_bytes(text.encode(encoding), "book.txt").text == text


def test_one_control_character_is_read_in_the_shortest_text():
    assert decode.decode_bytes(b"no\x00", "book.txt").text == "no\x00"


def test_random_bytes_are_refused():
    data = random.Random(5).randbytes(4096)
    assert [refusal(data[:size]).problem.partition(":")[0] for size in (64, 256, 4096)] == [
        "this looks like a binary file"
    ] * 3


@pytest.mark.parametrize("encoding", [None, "utf-8", "cp1256"])
def test_an_empty_input_is_refused(encoding):
    assert str(refusal(b"", encoding)) == "book.txt: the input is empty"


# Files and standard input.


def test_a_file_keeps_the_name_that_the_user_gave(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "كتاب.txt").write_bytes(ARABIC.encode("cp1256"))
    text = readers.read_path("كتاب.txt")
    assert (text.name, text.text, text.encoding) == ("كتاب.txt", ARABIC, "cp1256")


def test_line_ends_are_kept_as_they_are(tmp_path):
    path = tmp_path / "book.txt"
    path.write_bytes(b"one\r\ntwo\rthree\n")
    assert readers.read_path(str(path)).text == "one\r\ntwo\rthree\n"


def test_the_encoding_of_a_file_can_be_named(tmp_path):
    path = tmp_path / "book.txt"
    path.write_bytes(b"\xe4\xc7")
    assert readers.read_path(str(path), "iso8859-6").text == "لا"


def test_a_hyphen_is_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(codecs.BOM_UTF8 + ARABIC.encode())))
    assert readers.read_path("-") == decode.InputText("standard input", ARABIC, "utf-8")


def test_an_error_in_standard_input_names_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"")))
    with pytest.raises(InputError, match=r"^standard input: the input is empty$"):
        readers.read_path("-")


def test_a_missing_file_is_refused(tmp_path):
    path = str(tmp_path / "none.txt")
    with pytest.raises(InputError) as caught:
        readers.read_path(path)
    assert str(caught.value) == f"{path}: there is no such file"


def test_a_folder_is_refused_with_advice(tmp_path):
    with pytest.raises(InputError) as caught:
        readers.read_path(str(tmp_path))
    assert str(caught.value) == f"{tmp_path}: this is a folder, not a file; give one folder alone, with -o FOLDER"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("A")
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be read: Permission denied"):
        readers.read_path(str(path))


def test_an_error_of_the_system_is_reported(monkeypatch):
    def fails(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", fails)
    with pytest.raises(InputError, match=r"^book\.txt: cannot be read: Permission denied$"):
        readers.read_path("book.txt")


@pytest.mark.parametrize("encoding", ["idna", "punycode", "utf-7", "unicode_escape", "raw_unicode_escape", "undefined"])
def test_a_codec_that_replaces_nothing_gives_an_error(encoding):
    with pytest.raises(InputError):
        decode.decode_bytes(b"ab\n\x80\\u\\x\xff", "a.txt", encoding)
