"""Compressed inputs: what is unpacked, within which limits, and the errors for files that are damaged."""

import bz2
import gzip
import io
import lzma
import sys
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.bitext import InputText
from aligner.errors import InputError
from aligner.read import readers
from aligner.read.packed import compressed

zstandard = pytest.importorskip("zstandard")

TEXT = "وصل القطار إلى المحطة.\nThe train reached the station.\n"
PACK = {
    ".gz": gzip.compress,
    ".xz": lzma.compress,
    ".bz2": bz2.compress,
    ".zst": zstandard.ZstdCompressor(write_checksum=True).compress,
}
NAMES = {".gz": "gzip", ".xz": "xz", ".bz2": "bzip2", ".zst": "Zstandard"}
every_compression = pytest.mark.parametrize("suffix", PACK)


def refusal(data, name="book.txt.gz"):
    """Return the error for a file that cannot be unpacked."""
    with pytest.raises(InputError) as caught:
        compressed.unpack(data, name)
    return caught.value


# What is unpacked is unpacked again if it looks like another compressed file; a test below has such files.
@given(
    st.binary(max_size=300).filter(lambda data: compressed.compression_of(data) is None),
    st.sampled_from(sorted(PACK)),
    st.integers(1, 3),
)
def test_parts_are_joined(data, suffix, parts):
    assert compressed.unpack(PACK[suffix](data) * parts, "x") == data * parts


@every_compression
def test_a_part_that_is_larger_than_what_a_decoder_returns(suffix):
    data = b"01" * 700_000
    assert compressed.unpack(PACK[suffix](data) + PACK[suffix](b"."), "x") == data + b"."


@every_compression
def test_zeros_may_follow(suffix):
    assert compressed.unpack(PACK[suffix](b"text") + bytes(512), "x") == b"text"


@every_compression
@pytest.mark.parametrize("name", ["book.txt", "book.txt{}", "book", "book.GZ"])
def test_the_content_shows_the_compression(suffix, name):
    assert readers.read_bytes(PACK[suffix](TEXT.encode()), name.format(suffix)).text == TEXT


@every_compression
def test_standard_input_may_be_compressed(suffix, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(PACK[suffix](TEXT.encode()))))
    assert readers.read_path("-") == InputText("standard input", TEXT, "utf-8")


@pytest.mark.parametrize("path", ["a.csv.gz", "A.CSV.GZ", "a.csv.zst", "s3://b/a.csv.xz", "a.csv.gz.bz2"])
def test_the_inner_suffix_chooses_the_reader(path):
    assert readers.reader_of(path).name == "CSV"


def test_a_text_with_the_suffix_of_a_compression_is_read():
    assert readers.read_bytes(TEXT.encode(), "book.txt.gz").text == TEXT


@pytest.mark.parametrize("encoding", ["utf-16", "cp1256", "utf-8-sig"])
def test_the_encoding_is_that_of_the_text(encoding):
    text = TEXT[:23]
    assert readers.read_bytes(gzip.compress(text.encode(encoding)), "book.txt.gz").text == text


def test_an_empty_text_is_refused():
    with pytest.raises(InputError, match=r"^a\.txt\.gz: the input is empty$"):
        readers.read_bytes(gzip.compress(b""), "a.txt.gz")


@every_compression
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_file_that_is_cut_off_is_refused(suffix, kept):
    data = PACK[suffix](TEXT.encode() * 9)
    assert str(refusal(data[: int(kept * len(data))])) == (
        f"book.txt.gz: this {NAMES[suffix]} file is not complete: its end is missing; copy or download it again"
    )


@every_compression
def test_other_bytes_after_the_end_are_refused(suffix):
    assert refusal(PACK[suffix](b"text") + b"more").problem == (
        f"this {NAMES[suffix]} file is not complete: 4 bytes after its end are not {NAMES[suffix]}"
    )


@every_compression
def test_a_damaged_file_is_refused(suffix):
    data = bytearray(PACK[suffix](TEXT.encode() * 9))
    data[-6 if suffix != ".zst" else -3] ^= 0xFF
    assert refusal(bytes(data)).problem.startswith(
        f"this {NAMES[suffix]} file is damaged, or compressed in an unusual "
    )


@every_compression
def test_what_is_unpacked_is_limited(suffix, monkeypatch):
    monkeypatch.setattr(compressed, "LIMIT", 1 << 20)
    assert len(compressed.unpack(PACK[suffix](bytes(1 << 20)), "x")) == 1 << 20
    assert str(refusal(PACK[suffix](bytes(1 << 22)), "x.gz")) == (
        f"x.gz: this {NAMES[suffix]} file unpacks to more than 1 MB; divide it; a text of that size is rare, so that"
        " the file may be a trap"
    )


def test_a_window_that_takes_too_much_memory_is_refused(monkeypatch):
    monkeypatch.setattr(compressed, "MAX_WINDOW", 1 << 16)
    assert refusal(lzma.compress(b"text")).problem.startswith(
        "this xz file is damaged, or compressed in an unusual way"
    )


def test_a_file_may_be_compressed_twice_but_not_for_ever():
    data = TEXT.encode()
    for _ in range(compressed.MAX_LAYERS):
        data = gzip.compress(data)
    assert compressed.unpack(data, "x") == TEXT.encode()
    assert refusal(gzip.compress(data)).problem == "this is compressed more than 3 times over"


def test_without_the_package_zstandard_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "compression", None)
    monkeypatch.setitem(sys.modules, "zstandard", None)
    assert str(refusal(PACK[".zst"](b"text"), "x.zst")) == (
        "x.zst: Zstandard needs the package zstandard, which is not installed; install it with:"
        " pip install 'bitext-align[zst]'"
    )


def test_a_table_is_read_from_a_compressed_file(run, here):
    (here / "pairs.csv.gz").write_bytes(gzip.compress("ar,en\nوصل القطار.,The train came.\n".encode()))
    result = run("pairs.csv.gz")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[1].startswith("وصل القطار.\tThe train came.\t")


def test_the_language_of_a_file_is_that_in_its_name(run, here):
    (here / "m.de.gz").write_bytes(gzip.compress(b"Der Zug kam an.\n"))
    (here / "m.en.gz").write_bytes(gzip.compress(b"The train arrived.\n"))
    result = run("m.en.gz", "m.de.gz", "--from", "de", "--to", "en")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[1].startswith("Der Zug kam an.\tThe train arrived.\t")
