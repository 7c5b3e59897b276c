"""The index of the bundled lexicon: the same lexicon from it, and from the words whenever the index cannot be used."""

import os
import stat

import pytest

from aligner import data_files
from aligner.lexical import lexicon, lexicon_index


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache folder of the user."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "bitext-align"


@pytest.fixture
def opened(tmp_path):
    """A function that opens a small lexicon; it returns the columns as lists, and whether they were built."""
    words = tmp_path / "ar-en.tsv"
    words.write_text("باب\tdoor\t0.8\nباب\tgate\t0.1\nبيت\thouses\t0.6\n", encoding="utf-8")

    def opened():
        built = []

        def build(content):
            built.append(content)
            return lexicon._bundled_columns(("ar", "en"), content)

        columns = lexicon_index.load(words, build)
        assert all(array.dtype in ("int64", "float64") for array in columns[2:])
        return [dict(column) if isinstance(column, dict) else column.tolist() for column in columns], bool(built)

    opened.words = words
    return opened


def index_of(cache):
    """The only file of the cache."""
    (path,) = cache.iterdir()
    return path


EXPECTED = [
    {"باب": 0, "بيت": 1},
    {"door": 0, "gat": 1, "hous": 2},
    [0, 2, 3],
    [0, 1, 2],
    [0.8, 0.1, 0.6],
    [0.8, 0.1, 0.6],
]


def test_the_second_run_opens_what_the_first_has_written(cache, opened):
    assert opened() == (EXPECTED, True)
    assert opened() == (EXPECTED, False)
    assert stat.S_IMODE(cache.stat().st_mode) & 0o077 == 0
    assert index_of(cache).name.startswith("ar-en-")


def test_other_words_have_another_index(cache, opened):
    opened()
    opened.words.write_text("نهر\triver\t0.9\n", encoding="utf-8")
    assert opened() == ([{"نهر": 0}, {"river": 0}, [0, 1], [0], [0.9], [0.9]], True)
    assert len(list(cache.iterdir())) == 2


def test_other_rules_of_stems_have_another_index(cache, opened, monkeypatch):
    opened()
    monkeypatch.setattr(lexicon_index, "RULES", {})
    assert opened() == (EXPECTED, True)
    assert len(list(cache.iterdir())) == 2


def damaged(data):
    """Contents of a broken index, by name."""
    header = lexicon_index._HEADER.size
    yield "empty", b""
    yield "header alone", data[:header]
    yield "a part of the header", data[: header - 1]
    yield "cut", data[:-1]
    yield "longer", data + b"\0"
    yield "other magic", b"align lexicon 2\n" + data[16:]
    yield "other key", data[:16] + bytes([data[16] ^ 1]) + data[17:]
    yield "other sizes", data[: header - 8] + bytes([data[header - 8] ^ 1]) + data[header - 7 :]
    yield "other stems", data[:header] + bytes([data[header] ^ 1]) + data[header + 1 :]
    yield "other weight", data[:-1] + bytes([data[-1] ^ 1])
    yield "a foreign file", b"\xff" * len(data)


def test_a_broken_index_is_ignored_and_made_anew(cache, opened):
    opened()
    path = index_of(cache)
    whole = path.read_bytes()
    for name, content in damaged(whole):
        path.write_bytes(content)
        assert opened() == (EXPECTED, True), name
        assert index_of(cache).read_bytes() == whole, name
    assert opened() == (EXPECTED, False)


def test_a_folder_in_the_place_of_the_index_is_left_alone(cache, opened):
    opened()
    path = index_of(cache)
    path.unlink()
    path.mkdir()
    assert opened() == (EXPECTED, True)
    assert index_of(cache) == path


@pytest.mark.parametrize("place", ["a file", "below a file", "no folder"])
def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path, monkeypatch, opened, place):
    (tmp_path / "file").write_text("mine")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / ("below" if place == "below a file" else "")))
    if place == "no folder":
        monkeypatch.setattr(lexicon_index, "cache_folder", lambda: None)
    assert opened() == opened() == (EXPECTED, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ar-en.tsv", "file"]
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.slow
def test_the_bundled_lexicon_is_the_same_from_its_index(cache):
    from_words = lexicon._bundled.__wrapped__("ar", "en")
    from_index = lexicon._bundled.__wrapped__("ar", "en")
    assert from_words[:2] == from_index[:2]
    assert [list(column) for column in from_words[:2]] == [list(column) for column in from_index[:2]]
    for before, after in zip(from_words[2:], from_index[2:], strict=True):
        assert before.dtype == after.dtype
        assert before.tobytes() == after.tobytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows has its folder in another variable")
def test_the_cache_folder_is_absolute_or_there_is_none(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", "/home/reader")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/cache")
    assert str(data_files.cache_folder()) == "/var/cache/bitext-align"
    for unset in ("", "cache", "./cache"):
        monkeypatch.setenv("XDG_CACHE_HOME", unset)
        assert str(data_files.cache_folder()) == "/home/reader/.cache/bitext-align"
    monkeypatch.setattr("sys.platform", "darwin")
    assert str(data_files.cache_folder()) == "/home/reader/Library/Caches/bitext-align"
    monkeypatch.setenv("HOME", "relative")
    assert data_files.cache_folder() is None
