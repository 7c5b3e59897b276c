"""The numbered sentences, `--sentences`: a file for each language, a line for each sentence."""

import ast
from io import BytesIO

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from output_documents import output_document, side, three_beads

from aligner.bitext import Bead, Bitext
from aligner.write import sentences


def test_exact():
    source, target = sentences.contents_of_files(three_beads().bitext)
    assert source.decode() == "وصل القطار.\nنزل الركاب.\nنام الحارس.\n"
    assert target.decode() == "The train came and all got off.\nIt rained.\n"


@settings(max_examples=examples(40))
@given(st.lists(st.text(min_size=1), max_size=5), st.lists(st.text(min_size=1), max_size=5))
def test_a_sentence_is_a_line_whatever_it_holds(source, target):
    beads = [Bead(range(number, number + 1), range(0), 1.0) for number in range(len(source))]
    beads += [Bead(range(len(source), len(source)), range(n, n + 1), 1.0) for n in range(len(target))]
    bitext = Bitext(side("ar", *source), side("en", *target), beads)
    files = BytesIO(), BytesIO()
    sentences.write(bitext, files)
    for file, texts in zip(files, (source, target), strict=True):
        assert len(file.getvalue().decode("utf-8").splitlines()) == len(texts)


def test_sentences_of_rows_that_are_left_out_are_written():
    document = three_beads()._replace(beads=())
    assert sentences.contents_of_files(document.bitext)[1].count(b"\n") == 2
    assert sentences.contents_of_files(output_document(side("ar"), side("en")).bitext) == [b"", b""]


class TestCommand:
    def test_index_and_sentences_make_the_rows(self, files, run):
        expected = run("book.txt", "-q", "--no-header").stdout.splitlines()
        index = run("book.txt", "-q", "-f", "index", "--sentences", "out.ar").stdout.splitlines()
        source, target = ((files / f"out.{tag}").read_text(encoding="utf-8").splitlines() for tag in ("ar", "en"))
        for line, row in zip(index, expected, strict=True):
            left, right, _ = line.split(":")
            pair = [
                " ".join(side[n] for n in ast.literal_eval(numbers))
                for side, numbers in ((source, left), (target, right))
            ]
            assert pair == row.split("\t")[:2]

    def test_wrapped_sentence_is_one_line(self, here, run):
        (here / "a.txt").write_text("نام الحارس\nقرب الباب.\n", encoding="utf-8")
        (here / "b.txt").write_text("The guard slept\nby the door.\n", encoding="utf-8")
        assert run("a.txt", "b.txt", "-q", "--lines", "wrap", "--sentences", "s").exit_code == 0
        assert (here / "s.en").read_text() == "The guard slept by the door.\n"

    @pytest.mark.parametrize("name", ["book", "book.ar"])
    def test_inputs_are_never_written_over(self, files, run, story, name):
        (files / "book.ar").write_text(story.arabic)
        (files / "book.en").write_text(story.english)
        result = run("book.ar", "book.en", "-f", "index", "--sentences", name, "--force")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "book.ar is an input; write to another file." in result.stderr

    def test_file_that_exists_is_kept_with_all_others(self, files, run):
        (files / "s.en").write_text("old")
        result = run("book.txt", "-o", "pairs.index", "--sentences", "s")
        assert result.exit_code == 1
        assert result.stderr == "Error: s.en: the file exists; write over it with --force\n"
        assert not (files / "pairs.index").exists()
        assert run("book.txt", "-o", "pairs.index", "--sentences", "s", "--force").exit_code == 0
        assert (files / "s.en").read_text() != "old"

    @pytest.mark.parametrize(
        ("options", "problem"),
        [
            (["-f", "moses", "-o", "s", "--sentences", "s"], "s.ar is the file of the pairs"),
            (["-f", "tsv", "-o", "s.en", "--sentences", "s"], "s.en is the file of the pairs"),
            (["--sentences", "-"], "--sentences writes a file for each language; give it a name."),
        ],
    )
    def test_names_that_have_no_meaning_are_refused(self, files, run, options, problem):
        result = run("book.txt", *options)
        assert result.exit_code == 2
        assert problem in result.stderr

    def test_nothing_is_written_where_reading_fails(self, here, run):
        (here / "bad.txt").write_text("only English\n")
        assert run("bad.txt", "--sentences", "s").exit_code == 1
        assert [path.name for path in here.iterdir()] == ["bad.txt"]
