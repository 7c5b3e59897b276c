"""Moses: two files of equally many lines."""

import subprocess

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from output_documents import one_pair, output_document, side, three_beads

from aligner.errors import InputError
from aligner.rows import Row, Rows
from aligner.write import files, formats
from aligner.write.document import OutputOptions

MOSES = OutputOptions("moses")


def written(rows):
    return formats.contents_of_files(rows, MOSES)


def test_exact():
    source, target = written(three_beads().rows())
    assert source.decode() == "وصل القطار. نزل الركاب.\n"
    assert target.decode() == "The train came and all got off.\n"


def test_without_pairs_is_empty():
    assert written(output_document(side("ar"), side("en")).rows()) == [b"", b""]


def test_a_run_of_line_ends_and_tabs_is_one_space():
    source, target = written(one_pair("ا\r\n\tب\u2028ج", "a\x85\v\f\x1c\x1d\x1e\u2029b\tc").rows())
    assert (source.decode(), target.decode()) == ("ا ب ج\n", "a b c\n")


TEXTS = st.text(max_size=12) | st.text("\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029ا b", max_size=8)


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_lines_are_equally_many_by_any_count_and_never_empty(pairs):
    rows = Rows("ar", "en", [Row(source, target, "1-1") for source, target in pairs])
    expected = sum(bool(source and target) for source, target in pairs)
    for data in written(rows):
        text = data.decode("utf-8")
        assert len(text.splitlines()) == text.count("\n") == len(text.split("\n")) - 1 == expected
        assert all(text.split("\n")[:-1])


def test_texts_are_otherwise_unchanged():
    text = '  "a" \\t &amp; <b>\u200f\u0640 ﷺ\u00a0x  '
    assert [data.decode() for data in written(one_pair(text, text).rows())] == [text + "\n"] * 2


class TestNames:
    @pytest.mark.parametrize(
        ("name", "tags", "expected"),
        [
            ("out", ("ar", "en"), ["out.ar", "out.en"]),
            ("out.ar", ("ar", "en"), ["out.ar", "out.en"]),
            ("out.en", ("ar", "en"), ["out.ar", "out.en"]),
            ("Books.ar-en", ("ar", "en"), ["Books.ar-en.ar", "Books.ar-en.en"]),
            ("Books.ar-en.ar", ("ar", "en"), ["Books.ar-en.ar", "Books.ar-en.en"]),
            ("out.tsv", ("ar", "en"), ["out.tsv.ar", "out.tsv.en"]),
            ("out", ("ar-EG", "en-GB"), ["out.ar-EG", "out.en-GB"]),
            ("out.en-GB", ("ar-EG", "en-GB"), ["out.ar-EG", "out.en-GB"]),
        ],
    )
    def test_have_the_tags_of_the_languages(self, tmp_path, name, tags, expected):
        files.write_atomically(tmp_path / name, Rows(*tags, [Row("ا", "a", "1-1")]), MOSES, force=False)
        assert sorted(path.name for path in tmp_path.iterdir()) == expected
        assert [(tmp_path / name).read_text() for name in expected] == ["ا\n", "a\n"]

    def test_file_that_exists_keeps_both(self, tmp_path):
        (tmp_path / "out.en").write_text("old")
        with pytest.raises(InputError, match=r"out\.en: the file exists; write over it with --force"):
            files.write_atomically(tmp_path / "out", three_beads().rows(), MOSES, force=False)
        assert [path.name for path in tmp_path.iterdir()] == ["out.en"]
        files.write_atomically(tmp_path / "out", three_beads().rows(), MOSES, force=True)
        assert (tmp_path / "out.en").read_text() == "The train came and all got off.\n"

    @pytest.mark.parametrize("name", [".", "..", "/"])
    def test_folder_is_an_error(self, name):
        with pytest.raises(InputError, match="this is a folder; give a name in it, which gets the suffixes"):
            files.paths_of(files.Path(name), "moses", "ar", "en")

    def test_device_is_an_error(self):
        with pytest.raises(InputError, match="a device or a pipe cannot hold a file for each language"):
            files.paths_of(files.Path("/dev/null"), "moses", "ar", "en")


def test_failure_while_writing_leaves_old_files(tmp_path):
    def rows():
        yield Row("ا", "a", "1-1")
        raise OSError(28, "No space left on device")

    for name in ("out.ar", "out.en"):
        (tmp_path / name).write_text("old")
    with pytest.raises(InputError, match="cannot be written: No space left on device"):
        files.write_atomically(tmp_path / "out", Rows("ar", "en", rows()), MOSES, force=True)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"out.ar": "old", "out.en": "old"}


def test_a_new_file_never_stands_beside_an_old_one(tmp_path, monkeypatch):
    seen = []
    replace = files.os.replace

    def watched(part, path):
        seen.append({path.name: path.read_text() for path in tmp_path.iterdir() if not path.name.startswith(".")})
        replace(part, path)

    for name in ("out.ar", "out.en"):
        (tmp_path / name).write_text("old")
    monkeypatch.setattr(files.os, "replace", watched)
    files.write_atomically(tmp_path / "out", Rows("ar", "en", [Row("ا", "a", "1-1")]), MOSES, force=True)
    assert seen == [{"out.ar": "old"}, {"out.ar": "ا\n"}]


def test_wc_counts_the_same_lines(tmp_path):
    rows = [Row(f"ا\u2028{number}\r", f"a\x85{number}", "1-1") for number in range(7)]
    files.write_atomically(tmp_path / "out", Rows("ar", "en", rows), MOSES, force=False)
    counts = subprocess.run(["wc", "-l", "out.ar", "out.en"], cwd=tmp_path, capture_output=True, check=True).stdout
    assert counts.split()[::2][:2] == [b"7", b"7"]


class TestCommand:
    def test_writes_two_files_of_pairs(self, files, run, story):
        assert run("book.txt", "-f", "moses", "-o", "out").exit_code == 0
        assert (files / "out.en").read_text().replace("\n", " ").strip() == story.english.replace("\n", " ").strip()
        assert len((files / "out.ar").read_text().splitlines()) == 4

    def test_standard_output_cannot_take_two_files(self, files, run):
        for output in ([], ["-o", "-"]):
            result = run("book.txt", "-f", "moses", *output)
            assert (result.exit_code, result.stdout) == (2, "")
            assert "moses writes a file for each language; name them with -o." in result.stderr

    def test_name_with_a_slash_at_the_end_is_a_folder(self, files, run):
        for form in ("moses", "tsv"):
            result = run("book.txt", "-f", form, "-o", "out/")
            assert (result.exit_code, result.stderr) == (1, "Error: out/: this is a folder; name a file in it\n")

    @pytest.mark.parametrize("output", ["book", "book.ar", "./book.en"])
    def test_inputs_are_never_written_over(self, files, run, story, output):
        (files / "book.ar").write_text(story.arabic)
        (files / "book.en").write_text(story.english)
        result = run("book.ar", "book.en", "-f", "moses", "-o", output, "--force")
        assert result.exit_code == 2
        assert "is an input; write to another file." in result.stderr
        assert ((files / "book.ar").read_text(), (files / "book.en").read_text()) == story


# Numbers of rows. A row has more than 100 bytes, so many of them in memory would take 25 megabytes.
FEW, MANY = "1000", "250000"

# Writes rows, and prints the highest peak of memory in kilobytes.
MEASURED = """
import os
import resource
import sys

from aligner.rows import Row, Rows
from aligner.write import formats
from aligner.write.document import OutputOptions

form, count = sys.argv[1], int(sys.argv[2])
rows = (Row(f"جملة عربية رقم {n}", f"English sentence number {n}", "1-1", 0.9) for n in range(count))
files = [open(os.devnull, "wb") for _ in formats.FORMATS[form].suffixes("ar", "en")]
formats.FORMATS[form].write(Rows("ar", "en", rows), OutputOptions(form), files)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
@pytest.mark.parametrize("form", ["moses", "hf"])
def test_many_rows_take_no_more_memory_than_few(python, form):
    few, many = (int(python("-c", MEASURED, form, count, check=True).stdout) for count in (FEW, MANY))
    assert many < few + 4000


# Writes collected rows to a file, makes the file of a format from them, and prints the peak of memory in kilobytes.
COLLECTED = """
import os
import resource
import sys

from aligner.rows import Row, Rows
from aligner.write import formats
from aligner.write.document import OutputOptions

options, count = OutputOptions("moses"), int(sys.argv[1])
with open("rows", "wb") as file:
    for n in range(count // 10):
        rows = [Row(f"جملة عربية رقم {n}", f"English sentence number {n}", "1-1", 0.9, [n], [n])] * 10
        file.write(formats.collected(Rows("ar", "en", rows), options))
with open("rows", "rb") as file, open("out.ar", "wb") as source, open("out.en", "wb") as target:
    formats.write_collected(file, ("ar", "en"), options, [source, target])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
def test_many_collected_rows_take_no_more_memory_than_few(python, here):
    few, many = (int(python("-c", COLLECTED, count, check=True).stdout) for count in (FEW, MANY))
    assert many < few + 4000
    assert (here / "out.en").read_bytes().count(b"\n") == int(MANY)
