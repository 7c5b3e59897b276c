"""The table of readers: which reader reads which file."""

import io
import sys
from types import SimpleNamespace

import pytest

from aligner.bitext import InputText
from aligner.errors import InputError
from aligner.read import readers


def read_shouting(data, name, encoding):
    """Read a made-up format, whose text is in capitals."""
    return InputText(name, data.decode(encoding or "ascii").upper(), "ascii", "read aloud")


@pytest.fixture
def shouting(monkeypatch):
    """Register a second reader, as a new row of the table would."""
    reader = readers.Reader("shouting", (".shout",), read_shouting)
    monkeypatch.setattr(readers, "READERS", (*readers.READERS, reader))
    return reader


@pytest.mark.parametrize(
    "path", ["a.txt", "a.tsv", "A.TXT", "b.ar/a.txt", "s3://bucket/a.tsv", "a", "a.ar", ".txt", "-"]
)
def test_any_other_file_is_plain_text(shouting, path):
    assert readers.reader_of(path) is readers.PLAIN_TEXT


@pytest.mark.parametrize("path", ["a.shout", "A.SHOUT", "b.txt/a.shout", "s3://bucket/a.shout"])
def test_a_registered_suffix_chooses_its_reader(shouting, path):
    assert readers.reader_of(path) is shouting


def test_bytes_are_read_by_the_reader_of_their_path(shouting):
    assert readers.read_bytes(b"yes", "a.shout") == InputText("a.shout", "YES", "ascii", "read aloud")
    assert readers.read_bytes(b"yes", "a.txt") == InputText("a.txt", "yes", "utf-8")


def test_a_path_is_read_by_its_reader(shouting, here):
    (here / "a.shout").write_bytes(b"yes")
    assert readers.read_path("a.shout").text == "YES"


def test_the_encoding_that_the_user_names_reaches_the_reader(here):
    (here / "a.txt").write_bytes(b"\xe4\xc7")
    assert readers.read_path("a.txt", "iso8859-6").text == "لا"
    assert readers.read_bytes(b"\xe4\xc7", "a.txt", "iso8859-6").text == "لا"


def test_standard_input_is_plain_text(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO("لا".encode())))
    assert readers.read_path("-") == InputText("standard input", "لا", "utf-8")


def test_closed_standard_input_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match=r"^standard input: is closed; name a file$"):
        readers.read_path("-")


@pytest.fixture
def by_content(monkeypatch):
    """Register two formats with a sign: one of text, and one that is an archive."""
    text = readers.Reader("song", (".song",), read_shouting, lambda data: data.lstrip().startswith(b"[song]"))
    packed = readers.Reader("packed", (".packed",), read_shouting, lambda data: b"songs/" in data[-40:])
    monkeypatch.setattr(readers, "READERS", (*readers.READERS, text, packed))


@pytest.mark.parametrize("path", ["a.song", "a.txt", "a.csv", "a.packed", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_content_shows_the_format_in_any_encoding(by_content, path, encoding):
    data = "\n[song] وصل القطار، ونزل الركاب.\n".encode(encoding)
    assert readers.recognise(data, path).name == "song"
    assert readers.recognise("القطار [song]\n".encode(encoding), path) is readers.reader_of(path)


def test_the_directory_of_an_archive_shows_its_format(by_content):
    archive = b"PK\x03\x04" + bytes(9000) + b"songs/"
    assert readers.recognise(archive, "a.txt").name == readers.recognise(archive, "").name == "packed"


@pytest.mark.parametrize("path", ["a.song", "a.packed"])
def test_of_two_formats_that_fit_that_of_the_suffix_comes_first(by_content, path):
    assert readers.reader_of(path).suffixes[0] == readers.recognise(b"[song] songs/", path).suffixes[0]


def test_an_archive_that_is_not_complete_is_read_by_the_reader_of_its_suffix(by_content):
    archive = b"PK\x03\x04 and no directory"
    assert readers.recognise(archive, "a.packed").name == "packed"
    with pytest.raises(InputError, match=r"^a\.txt: this is a ZIP archive, which align does not read; unpack it"):
        readers.recognise(archive, "a.txt")


def test_a_missing_file_is_refused(here):
    with pytest.raises(InputError, match=r"^none\.txt: there is no such file$"):
        readers.read_path("none.txt")


def test_no_suffix_is_registered_twice():
    assert len(set(readers.SUFFIXES)) == len(readers.SUFFIXES)


def test_suffixes_are_in_lower_case_and_begin_with_a_dot():
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in readers.SUFFIXES)
