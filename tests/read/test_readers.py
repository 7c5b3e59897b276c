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


def test_a_missing_file_is_refused(here):
    with pytest.raises(InputError, match=r"^none\.txt: there is no such file$"):
        readers.read_path("none.txt")


def test_no_suffix_is_registered_twice():
    assert len(set(readers.SUFFIXES)) == len(readers.SUFFIXES)


def test_suffixes_are_in_lower_case_and_begin_with_a_dot():
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in readers.SUFFIXES)
