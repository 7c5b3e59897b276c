"""One file for all documents in a format to which nothing can be appended: it is made of collected rows at the end."""

import json
import os
from pathlib import Path
from types import MappingProxyType

import pytest
from hostile.killing import run_and_die
from sample_corpus import PAIR, contents, corpus

from aligner.corpus.journal import Journal
from aligner.corpus.single_file_sinks import FileSink
from aligner.errors import InputError
from aligner.write import formats
from aligner.write.writer import TextWriter

OPTIONS = ["-q", "-j", "1", "--method", "length"]


class Counted(TextWriter):
    """A format with an end: the number of rows. It shows all of a row."""

    name = "counted"
    suffix = ".counted"

    def body(self, rows, options):
        """Yield one line a row, and the number of rows."""
        count = 0
        for count, row in enumerate(rows.rows, 1):  # noqa: B007
            yield json.dumps([rows.source_language, rows.target_language, options.documents, *row]) + "\n"
        yield f"{count} rows\n"


@pytest.fixture
def counted(monkeypatch):
    """The format is in the tables, and is chosen by its suffix."""
    monkeypatch.setattr(formats, "FORMATS", MappingProxyType({**formats.FORMATS, "counted": Counted()}))
    monkeypatch.setattr(formats, "SUFFIXES", MappingProxyType({**formats.SUFFIXES, ".counted": "counted"}))


def texts(*names):
    return [Path(name).read_text(encoding="utf-8") for name in names]


class TestAnyFormat:
    @pytest.fixture(autouse=True)
    def _format(self, counted):
        pass

    def test_has_the_rows_of_all_documents_in_order(self, make, run):
        make("b.txt", "a.ar.txt", "a.en.txt", "s/c.txt", "bad.txt", **{"bad.txt": ""})
        assert run("corpus", "-o", "all.counted", *OPTIONS).exit_code == 1
        *rows, end = texts("all.counted")[0].splitlines()
        assert end == f"{len(rows)} rows"
        assert run("corpus", "-o", "all.jsonl", *OPTIONS).exit_code == 1
        expected = [json.loads(line) for line in texts("all.jsonl")[0].splitlines()]
        assert [row["document"] for row in expected] == ["a", "a", "b", "b", "s/c", "s/c"]
        for row, record in zip(map(json.loads, rows), expected, strict=True):
            assert row[:3] == ["ar", "en", True]
            assert row[3:6] == [record["src_text"], record["trg_text"], record["kind"]]
            assert round(row[6], 3) == record["confidence"]
            assert row[7:9] == [record["src_sentences"], record["trg_sentences"]]
            assert row[9:11] == [[record["src_text"]], [record["trg_text"]]]
            assert row[11:16] == [record["src_span"], record["trg_span"], record["flags"], None, record["document"]]

    def test_name_that_is_not_utf8(self, make, run):
        make("a\udcff.txt")
        assert run("corpus", "-o", "all.counted", *OPTIONS).exit_code == 0
        assert json.loads(texts("all.counted")[0].splitlines()[0])[15] == "a\\udcff"

    def test_may_be_in_a_folder_of_a_relative_path(self, make, run, here):
        make("a.txt")
        (here / "sub").mkdir()
        assert run("corpus", "-o", "sub/all.counted", *OPTIONS).exit_code == 0
        assert sorted(os.listdir("sub")) == [".align-all.counted", "all.counted", "all.summary.json"]

    def test_failure_of_the_format_leaves_the_rows(self, make, run, done, monkeypatch):
        make("a.txt", "b.txt")
        body = Counted.body

        def full(self, rows, options):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Counted, "body", full)
        result = run("corpus", "-o", "all.counted", *OPTIONS)
        assert (result.exit_code, os.path.exists("all.counted")) == (1, False)
        assert sorted(os.listdir(".align-all.counted")) == ["journal.sqlite", "rows"]
        assert result.stderr == (
            "Error: all.counted: cannot be written: No space left on device;"
            " run the same command again to go on where it stopped\n"
        )
        monkeypatch.setattr(Counted, "body", body)
        done.clear()
        assert run("corpus", "-o", "all.counted", *OPTIONS).exit_code == 0
        assert (done, texts("all.counted")[0].splitlines()[-1]) == ([], "4 rows")


class TestHuggingFace:
    """A format that appends, whose suffix is that of another one."""

    def test_one_file_is_that_of_all_documents(self, make, run):
        make("b.txt", "a.ar.txt", "a.en.txt")
        assert run("corpus", "-f", "hf", "-o", "out", *OPTIONS).exit_code == 0
        assert run("corpus", "-f", "hf", "-o", "all.jsonl", *OPTIONS).exit_code == 0
        assert texts("all.jsonl")[0] == "".join(texts("out/a.jsonl", "out/b.jsonl"))
        assert json.loads(texts("all.jsonl")[0].splitlines()[0]) == {
            "translation": {"ar": "نام الحارس.", "en": "The guard slept."}
        }
        assert run("corpus", "-f", "hf", "-o", "-", *OPTIONS).stdout == texts("all.jsonl")[0]


class TestStandardOutput:
    def test_gets_what_the_file_holds(self, counted, make, run, monkeypatch):
        from aligner.command import many_documents

        make("a.txt", "b.txt")
        assert run("corpus", "-o", "all.counted", *OPTIONS).exit_code == 0
        # The choices of `-f` are made when the command is imported.
        monkeypatch.setattr(many_documents, "_is_file", lambda *_: True)
        monkeypatch.setattr(many_documents.checks, "is_given", lambda *_: False)
        monkeypatch.setattr(many_documents.checks, "format_of_output", lambda _: "counted")
        assert run("corpus", "-o", "-", *OPTIONS).stdout == texts("all.counted")[0]


@pytest.mark.parametrize(
    "writer", [writer for writer in formats.FORMATS.values() if not writer.one_document], ids=lambda w: w.name
)
def test_every_format_that_can_hold_several_documents_is_one_file(make, run, writer):
    try:
        writer.require()
    except InputError as error:
        pytest.skip(str(error))
    make("a.txt", "b.ar.txt", "b.en.txt")
    suffixes = writer.suffixes("ar", "en")
    for stem in ("all", "more"):
        assert run("corpus", "-f", writer.name, "-o", f"{stem}{suffixes[0]}", *OPTIONS).exit_code == 0
    for suffix in suffixes:
        data = Path(f"all{suffix}").read_bytes()
        assert data == Path(f"more{suffix}").read_bytes() != b""
        if len(suffixes) == 1:
            assert run("corpus", "-f", writer.name, "-o", "-", *OPTIONS).stdout_bytes == data


class TestMoses:
    """Two files for all documents."""

    NAMES = ("all.ar", "all.en")

    def test_hold_all_documents_in_order(self, make, run, here):
        make("b.txt", "a.ar.txt", "a.en.txt", "s/c.txt")
        assert run("corpus", "-f", "moses", "-o", "out", *OPTIONS).exit_code == 0
        assert run("corpus", "-f", "moses", "-o", "all.en", *OPTIONS).exit_code == 0
        for name, tag in zip(self.NAMES, ("ar", "en"), strict=True):
            assert texts(name)[0] == "".join(texts(*(f"out/{document}.{tag}" for document in ("a", "b", "s/c"))))
        assert sorted(os.listdir()) == [".align-all.ar", *self.NAMES, "all.summary.json", "corpus", "out"]

    def test_either_suffix_names_them(self, make, run, done):
        make("a.txt")
        for output, expected in (("all.ar", ["a"]), ("all.en", []), ("./all.ar", [])):
            done.clear()
            assert run("corpus", "-f", "moses", "-o", output, *OPTIONS).exit_code == 0
            assert done == expected

    @pytest.mark.parametrize("output", ["all", "all.fr", "all.ar/"])
    def test_other_names_are_folders(self, make, run, output):
        make("a.txt")
        assert run("corpus", "-f", "moses", "-o", output, *OPTIONS).exit_code == 0
        assert sorted(os.listdir(output)) == [".align", "a.ar", "a.en", "summary.json"]

    @pytest.mark.parametrize(
        ("change", "again"),
        [
            pytest.param(lambda folder: None, [], id="nothing"),
            pytest.param(lambda folder: (folder / "c.txt").write_text("".join(PAIR) * 2), ["c", "d"], id="changed"),
            pytest.param(lambda folder: (folder / "bb.txt").write_text("".join(PAIR)), ["bb", "c", "d"], id="new"),
            pytest.param(lambda folder: (folder / "b.txt").unlink(), ["c", "d"], id="gone"),
            pytest.param(lambda folder: (folder / "d.txt").unlink(), [], id="last gone"),
            pytest.param(lambda folder: (folder / "e.txt").write_text("".join(PAIR)), ["e"], id="new at the end"),
        ],
    )
    def test_resume_before_the_first_change(self, make, run, done, change, again):
        folder = make("a.txt", "b.txt", "c.txt", "d.txt")
        assert run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS).exit_code == 0
        done.clear()
        change(folder)
        assert run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS).exit_code == 0
        assert done == again
        assert run("corpus", "-f", "moses", "-o", "calm.ar", *OPTIONS).exit_code == 0
        assert texts(*self.NAMES) == texts("calm.ar", "calm.en")

    def test_are_not_touched_if_complete(self, make, run, here):
        make("a.txt", "b.txt")
        assert run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS).exit_code == 0
        before = [(here / name).stat() for name in self.NAMES]
        assert run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS).exit_code == 0
        assert [(here / name).stat() for name in self.NAMES] == before

    @pytest.mark.parametrize("gone", [["all.ar"], ["all.en"], ["all.ar", "all.en"]])
    def test_are_made_again_from_the_rows_if_one_is_missing(self, make, run, done, gone):
        make("a.txt", "b.txt")
        run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS)
        before = texts(*self.NAMES)
        done.clear()
        for name in gone:
            os.unlink(name)
        assert run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS).exit_code == 0
        assert (done, texts(*self.NAMES)) == ([], before)

    @pytest.mark.parametrize("edited", NAMES)
    @pytest.mark.parametrize("edit", [lambda text: text + "more\n", lambda text: text.replace(".", "!")])
    def test_that_were_edited_are_kept(self, make, run, done, here, edited, edit):
        folder = make("a.txt", "b.txt")
        run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS)
        before = texts(*self.NAMES)
        (here / edited).write_text(edit(texts(edited)[0]), encoding="utf-8")
        corrected = texts(*self.NAMES)
        (folder / "c.txt").write_text("".join(PAIR), encoding="utf-8")
        result = run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS)
        assert result.exit_code == 1
        assert result.stderr == (f"Error: {edited}: was changed after it was written; write over it with --force\n")
        assert texts(*self.NAMES) == corrected
        done.clear()
        assert run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS, "--force").exit_code == 0
        assert done == ["c"]
        assert [text.startswith(old) for text, old in zip(texts(*self.NAMES), before, strict=True)] == [True, True]

    @pytest.mark.parametrize("existing", NAMES)
    def test_that_exist_are_kept(self, make, run, here, existing):
        make("a.txt")
        (here / existing).write_text("old")
        result = run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS)
        assert result.stderr == f"Error: {existing}: the file exists; write over it with --force\n"
        assert sorted(os.listdir()) == [existing, "corpus"]
        assert run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS, "--force").exit_code == 0

    def test_other_settings_align_all_documents_again(self, make, run, done):
        make("a.txt", "b.txt")
        run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS)
        done.clear()
        assert run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS, "--method", "gale-church").exit_code == 0
        assert done == ["a", "b"]

    def test_another_format_with_fewer_files(self, make, run):
        make("a.txt")
        run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS)
        assert run("corpus", "-f", "tsv", "-o", "all.ar", *OPTIONS).exit_code == 0
        assert texts("all.ar")[0].startswith("document\tsrc_text")

    def test_another_format_with_more_files(self, make, run, here):
        make("a.txt")
        run("corpus", "-o", "all.tsv", *OPTIONS)
        for name in ("all.tsv", ".align-all.tsv"):
            os.rename(name, name.replace("tsv", "ar"))
        (here / "all.en").write_text("old")
        result = run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS)
        assert (result.exit_code, texts("all.en")) == (1, ["old"])
        assert result.stderr == "Error: all.en: the file exists; write over it with --force\n"
        os.unlink("all.en")
        assert run("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS).exit_code == 0
        assert [len(text.splitlines()) for text in texts(*self.NAMES)] == [2, 2]


class TestKilled:
    """A run is killed with -9, and the same command is run again."""

    COMMAND = ("corpus", "-f", "moses", "-o", "all.ar", *OPTIONS)

    @pytest.mark.slow
    def test_files_are_as_if_nothing_had_happened(self, here, run):
        corpus(here / "corpus", 6, 1, 2)
        run_and_die(self.COMMAND, FileSink, "accept", 3, after=True)  # rows that the journal does not know
        run_and_die(self.COMMAND, Journal, "finish", 1, after=True)
        run_and_die(self.COMMAND, os, "replace", 1)  # all rows are there
        run_and_die(self.COMMAND, os, "replace", 1, after=True)  # they are complete
        run_and_die(self.COMMAND, os, "replace", 1)  # before the first of two outputs
        assert not os.path.exists("all.ar")
        run_and_die(self.COMMAND, os, "replace", 2)  # between the two
        assert (os.path.exists("all.ar"), os.path.exists("all.en")) == (True, False)
        result = run(*self.COMMAND)
        assert (result.exit_code, result.stderr) == (0, "")
        assert run(*self.COMMAND, "-o", "calm.ar").exit_code == 0
        assert texts("all.ar", "all.en") == texts("calm.ar", "calm.en")
        assert sorted(os.listdir(".align-all.ar")) == ["journal.sqlite", "rows"]

    @pytest.mark.slow
    def test_old_files_are_known_after_runs_that_were_killed(self, here, run):
        folder = corpus(here / "corpus", 3, 1, 2)
        assert run(*self.COMMAND).exit_code == 0
        for number, call in enumerate((1, 2, 3, 2)):
            (folder / f"z{number}.txt").write_text("".join(PAIR), encoding="utf-8")
            run_and_die(self.COMMAND, os, "replace", call)
        result = run(*self.COMMAND)
        assert (result.exit_code, result.stderr) == (0, "")
        assert run(*self.COMMAND, "-o", "calm.ar").exit_code == 0
        assert texts("all.ar", "all.en") == texts("calm.ar", "calm.en")

    def test_a_file_that_appends_is_known_after_runs_that_were_killed(self, here, run):
        folder = corpus(here / "corpus", 3, 1, 2)
        command = ["corpus", "-o", "all.jsonl", *OPTIONS]
        assert run(*command).exit_code == 0
        for number in range(2):
            (folder / f"z{number}.txt").write_text("".join(PAIR), encoding="utf-8")
            run_and_die(command, os, "replace", 1)
        run_and_die(command, os, "replace", 1, after=True)
        result = run(*command)
        assert (result.exit_code, result.stderr) == (0, "")
        assert run(*command, "-o", "calm.jsonl").exit_code == 0
        assert texts("all.jsonl") == texts("calm.jsonl")

    def test_an_old_file_without_the_rows_of_the_killed_run_is_replaced(self, here, run):
        folder = corpus(here / "corpus", 3, 1, 2)
        command = ["corpus", "-o", "all.jsonl", *OPTIONS]
        assert run(*command).exit_code == 0
        (folder / "000" / "000000.en.txt").write_text("The guard slept.\n", encoding="utf-8")
        run_and_die(command, os, "replace", 1)
        os.unlink(".align-all.jsonl/part")
        result = run(*command)
        assert (result.exit_code, result.stderr) == (0, "")
        assert run(*command, "-o", "calm.jsonl").exit_code == 0
        assert texts("all.jsonl") == texts("calm.jsonl")

    @pytest.mark.slow
    def test_bytes_do_not_depend_on_the_number_of_processes(self, shared, run, process):
        options = ["-q", "-f", "moses", "--method", "length"]
        assert run("corpus", "-o", "one.ar", *options, "-j", "1").exit_code == 0
        assert process("corpus", "-o", "two.ar", *options, "-j", "2").returncode == 0
        assert texts("one.ar", "one.en") == texts("two.ar", "two.en")
        assert len(contents(shared)) > 0


class TestEdited:
    """A file that appends: an edit that leaves its size is seen, too."""

    @pytest.mark.parametrize("edit", [lambda text: text.replace(".", "!"), lambda text: "x" + text])
    def test_is_kept_and_replaced_by_force_alone(self, make, run, here, edit):
        folder = make("a.txt", "b.txt")
        run("corpus", "-o", "all.tsv", *OPTIONS)
        edited = edit(texts("all.tsv")[0])
        (here / "all.tsv").write_text(edited, encoding="utf-8")
        (folder / "c.txt").write_text("".join(PAIR), encoding="utf-8")
        result = run("corpus", "-o", "all.tsv", *OPTIONS)
        assert result.stderr == "Error: all.tsv: was changed after it was written; write over it with --force\n"
        assert texts("all.tsv") == [edited]
        assert run("corpus", "-o", "all.tsv", *OPTIONS, "--force").exit_code == 0
        assert texts("all.tsv") == [run("corpus", "-o", "-", *OPTIONS).stdout]

    def test_that_was_copied_and_brought_back_is_known(self, make, run, here):
        make("a.txt")
        run("corpus", "-o", "all.tsv", *OPTIONS)
        data = (here / "all.tsv").read_bytes()
        (here / "all.tsv").unlink()
        (here / "all.tsv").write_bytes(data)
        assert run("corpus", "-o", "all.tsv", *OPTIONS).exit_code == 0


class TestInputs:
    def test_among_the_documents_are_not_written_over(self, make, run, here):
        make("b.ar", "b.en", "c.txt", **{"b.ar": PAIR[0], "b.en": PAIR[1]})
        for options in (["-f", "moses", "-o", "corpus/b.ar"], ["-f", "tsv", "-o", "corpus/c.txt"]):
            result = run("corpus", *options, *OPTIONS, "--force")
            assert result.exit_code == 1
            assert "this file is among the documents, and an earlier run did not write it; name" in result.stderr
        assert (here / "corpus" / "b.ar").read_text() == PAIR[0]
        assert (here / "corpus" / "c.txt").read_text() == "".join(PAIR)

    def test_of_a_list_are_not_written_over(self, here, run):
        (here / "b.ar").write_text(PAIR[0], encoding="utf-8")
        (here / "b.en").write_text(PAIR[1], encoding="utf-8")
        (here / "list.tsv").write_text("b.ar\tb.en\tx\n")
        result = run("--manifest", "list.tsv", "-f", "moses", "-o", "b.en", *OPTIONS, "--force")
        assert result.stderr == "Error: b.ar: is an input; name another file\n"
        assert (here / "b.ar").read_text() == PAIR[0]
