"""A folder with a file for each language of a document, and folders of numbered sentences."""

import os

import pytest
from hostile.killing import run_and_die
from sample_corpus import PAIR, contents, corpus, visible_files

from aligner import storage
from aligner.corpus.journal import Journal

MOSES = ["-f", "moses", "-q", "-j", "1", "--method", "length"]


class TestMoses:
    @pytest.fixture
    def first(self, make, run, done, here):
        make("a.txt", "b.ar.txt", "b.en.txt", "s/c.txt")
        assert run("corpus", "-o", "out", *MOSES).exit_code == 0
        done.clear()
        return here

    def change(self, here):
        (here / "corpus" / "a.txt").write_text("".join(PAIR) * 2, encoding="utf-8")

    def test_two_files_a_document(self, first):
        assert visible_files("out") == ["a.ar", "a.en", "b.ar", "b.en", "s/c.ar", "s/c.en", "summary.json"]
        assert (first / "out" / "a.en").read_text() == PAIR[1].replace(". ", ".\n")

    def test_second_run_does_nothing(self, first, run, done):
        before = {name: (first / "out" / name).stat() for name in visible_files("out") if name != "summary.json"}
        assert (run("corpus", "-o", "out", *MOSES).exit_code, done) == (0, [])
        assert {name: (first / "out" / name).stat() for name in before} == before

    @pytest.mark.parametrize("gone", [["a.ar"], ["a.en"], ["a.ar", "a.en"]])
    def test_files_that_are_missing_are_written(self, first, run, done, gone):
        before = contents(first / "out")
        for name in gone:
            (first / "out" / name).unlink()
        assert (run("corpus", "-o", "out", *MOSES).exit_code, done) == (0, ["a"])
        assert contents(first / "out") == before

    @pytest.mark.parametrize("edited", ["a.ar", "a.en"])
    def test_if_one_was_edited_both_are_kept(self, first, run, edited):
        (first / "out" / edited).write_text("corrected\n")
        before = contents(first / "out")
        assert run("corpus", "-o", "out", *MOSES).exit_code == 0
        self.change(first)
        result = run("corpus", "-o", "out", *MOSES)
        assert (result.exit_code, result.stderr) == (0, "")
        for name in ("a.ar", "a.en"):
            assert contents(first / "out")[name] == before[name]
        assert run("corpus", "-o", "out", *MOSES, "--force").exit_code == 0
        assert run("corpus", "-o", "calm", *MOSES).exit_code == 0
        assert contents(first / "out") == contents(first / "calm")

    def test_both_are_removed_if_the_input_is_bad_now(self, first, run):
        (first / "corpus" / "a.txt").write_text("")
        assert run("corpus", "-o", "out", *MOSES).exit_code == 1
        assert visible_files("out") == ["b.ar", "b.en", "s/c.ar", "s/c.en", "summary.json"]

    def test_both_stay_if_the_input_is_bad_now_and_one_was_edited(self, first, run):
        (first / "out" / "a.en").write_text("corrected\n")
        (first / "corpus" / "a.txt").write_text("")
        assert run("corpus", "-o", "out", *MOSES).exit_code == 0
        assert (first / "out" / "a.en").read_text() == "corrected\n"
        assert (first / "out" / "a.ar").exists()

    @pytest.mark.parametrize("existing", ["a.ar", "a.en"])
    def test_file_that_this_program_did_not_write_is_kept(self, make, run, here, existing):
        make("a.txt", "b.txt")
        (here / "out").mkdir()
        (here / "out" / existing).write_text("old")
        result = run("corpus", "-o", "out", *MOSES)
        assert result.stderr == f"align: failed: out/{existing}: the file exists; write over it with --force\n"
        assert visible_files("out") == sorted([existing, "b.ar", "b.en", "summary.json"])
        assert run("corpus", "-o", "out", *MOSES, "--force").exit_code == 0
        assert (here / "out" / existing).read_text() != "old"

    def test_standard_output_cannot_take_two_files(self, make, run):
        make("a.txt")
        result = run("corpus", "-o", "-", *MOSES)
        assert result.exit_code == 2
        assert "moses writes a file for each language; name them with -o." in result.stderr


class TestKilled:
    """A run is killed with -9 while it writes the two files of a document, and the same command is run again."""

    @pytest.mark.slow
    def test_folder_is_as_if_nothing_had_happened(self, here, run):
        corpus(here / "corpus", 4, 1, 2)
        command = ["corpus", "-o", "out", *MOSES]
        run_and_die(command, storage, "put", 2)
        assert len(visible_files("out")) == 1  # one of the two files of the first document
        run_and_die(command, storage, "put", 3)
        run_and_die(command, os, "replace", 4)
        run_and_die(command, Journal, "finish", 1)
        result = run(*command)
        assert (result.exit_code, result.stderr) == (0, "")
        assert run("corpus", "-o", "calm", *MOSES).exit_code == 0
        assert contents(here / "out") == contents(here / "calm")
        assert len(contents(here / "out")) == 2 * 4 + 1

    def test_a_new_file_never_stands_beside_an_old_one(self, make, here, run):
        folder = make("a.txt")
        assert run("corpus", "-o", "out", *MOSES).exit_code == 0
        old = contents(here / "out")
        (folder / "a.txt").write_text("نام الحارس. جاء القطار.\nThe guard slept. The train came.\n", encoding="utf-8")
        run_and_die(["corpus", "-o", "out", *MOSES], storage, "put", 1)
        assert contents(here / "out")["a.ar"] == old["a.ar"]
        run_and_die(["corpus", "-o", "out", *MOSES], storage, "put", 2)
        assert visible_files("out") == ["a.ar", "summary.json"]
        assert run("corpus", "-o", "out", *MOSES).exit_code == 0
        assert (here / "out" / "a.en").read_text() == "The guard slept.\nThe train came.\n"


class TestInputs:
    """Inputs are never written over, not even by force."""

    @pytest.fixture
    def two(self, here):
        (here / "b.ar").write_text(PAIR[0], encoding="utf-8")
        (here / "b.en").write_text(PAIR[1], encoding="utf-8")
        (here / "list.tsv").write_text("b.ar\tb.en\tb\n")
        return here

    @pytest.mark.parametrize("force", [[], ["--force"]])
    def test_of_the_document(self, two, run, force):
        before = contents(two)
        result = run("--manifest", "list.tsv", "-o", ".", *MOSES, *force)
        assert result.exit_code == 1
        problem = "is an input; name another folder" if force else "the file exists; write over it with --force"
        assert result.stderr == f"align: failed: ./b.ar: {problem}\n"
        assert {name: data for name, data in contents(two).items() if name in before} == before

    def test_of_another_document(self, two, run):
        (two / "c.txt").write_text("".join(PAIR), encoding="utf-8")
        (two / "list.tsv").write_text("b.ar\tb.en\tx\nc.txt\t\tb\n")
        result = run("--manifest", "list.tsv", "-o", ".", *MOSES, "--force")
        assert result.stderr == "align: failed: ./b.ar: is an input; name another folder\n"
        assert (two / "b.ar").read_text() == PAIR[0]
        assert (two / "x.en").exists()

    def test_by_a_link(self, two, run):
        os.mkdir("out")
        os.symlink("../b.en", "out/b.en")
        result = run("--manifest", "list.tsv", "-o", "out", *MOSES, "--force")
        assert result.stderr == "align: failed: out/b.en: is an input; name another folder\n"

    def test_of_a_table(self, here, run):
        (here / "b.tsv").write_text("نام الحارس.\tThe guard slept.\n", encoding="utf-8")
        (here / "list.tsv").write_text("b.tsv\t\tb\n")
        result = run("--manifest", "list.tsv", "-o", ".", "-q", "--force")
        assert result.stderr == "align: failed: ./b.tsv: is an input; name another folder\n"
        assert (here / "b.tsv").read_text() == "نام الحارس.\tThe guard slept.\n"


class TestManifest:
    @pytest.mark.parametrize("output", ["s/x", "s/x.ar", "s/x.en"])
    def test_output_may_have_the_suffix_of_a_language(self, make, run, here, output):
        make("one.txt")
        (here / "list.tsv").write_text(f"corpus/one.txt\t\t{output}\n")
        assert run("--manifest", "list.tsv", "-o", "out", *MOSES).exit_code == 0
        assert visible_files("out") == ["s/x.ar", "s/x.en", "summary.json"]

    def test_source_without_an_output_gives_the_name_without_its_language(self, make, run, here):
        make("one.ar.txt", "one.en.txt")
        (here / "list.tsv").write_text("corpus/one.ar.txt\tcorpus/one.en.txt\n")
        assert run("--manifest", "list.tsv", "-o", "out", *MOSES).exit_code == 0
        assert visible_files("out") == ["corpus/one.ar", "corpus/one.en", "summary.json"]

    def test_other_formats_keep_it(self, make, run, here):
        make("one.txt")
        (here / "list.tsv").write_text("corpus/one.txt\t\tx.ar\n")
        assert run("--manifest", "list.tsv", "-o", "out", "-q").exit_code == 0
        assert visible_files("out") == ["summary.json", "x.ar.tsv"]


class TestSentences:
    """`--sentences`, for many documents: a folder."""

    OPTIONS = ("-q", "-f", "index", "--method", "length", "--sentences")

    def test_are_those_of_single_documents(self, make, run, here):
        make("a.ar.txt", "a.en.txt", "s/b.txt")
        assert run("corpus", "-o", "out", *self.OPTIONS, "sentences").exit_code == 0
        assert visible_files("sentences") == ["a.ar", "a.en", "s/b.ar", "s/b.en"]
        run("corpus/a.ar.txt", "corpus/a.en.txt", "-o", "a.index", *self.OPTIONS, "a")
        for name in ("a.ar", "a.en"):
            assert (here / "sentences" / name).read_bytes() == (here / name).read_bytes()
        assert (here / "out" / "a.index").read_bytes() == (here / "a.index").read_bytes()

    def test_may_stand_beside_the_pairs(self, make, run, done):
        make("a.txt")
        for expected in (["a"], []):
            assert run("corpus", "-o", "out", *self.OPTIONS, "out").exit_code == 0
            assert done == expected
            done.clear()
        assert visible_files("out") == ["a.ar", "a.en", "a.index", "summary.json"]

    def test_that_are_missing_are_written(self, make, run, done, here):
        make("a.txt", "b.txt")
        run("corpus", "-o", "out", *self.OPTIONS, "s")
        before = contents(here)
        done.clear()
        (here / "s" / "a.en").unlink()
        assert run("corpus", "-o", "out", *self.OPTIONS, "s").exit_code == 0
        assert (done, contents(here)) == (["a"], before)

    def test_are_known_after_a_run_without_them(self, make, run, here):
        folder = make("a.txt")
        run("corpus", "-o", "out", *self.OPTIONS, "s")
        (folder / "a.txt").write_text("نام الحارس.\nThe guard slept.\n", encoding="utf-8")
        run("corpus", "-o", "out", *self.OPTIONS[:-1])
        assert (here / "s" / "a.en").read_text() == PAIR[1].replace(". ", ".\n")
        assert run("corpus", "-o", "out", *self.OPTIONS, "s").exit_code == 0
        assert (here / "s" / "a.en").read_text() == "The guard slept.\n"

    def test_of_documents_that_were_aligned_without_them_are_written(self, make, run, here):
        make("a.txt")
        assert run("corpus", "-o", "out", "-q", "-f", "index", "--method", "length").exit_code == 0
        assert run("corpus", "-o", "out", *self.OPTIONS, "s").exit_code == 0
        assert visible_files("s") == ["a.ar", "a.en"]

    def test_that_were_edited_are_kept(self, make, run, here):
        folder = make("a.txt")
        run("corpus", "-o", "out", *self.OPTIONS, "s")
        (here / "s" / "a.en").write_text("corrected\n")
        (folder / "a.txt").write_text("".join(PAIR) * 2, encoding="utf-8")
        result = run("corpus", "-o", "out", *self.OPTIONS, "s")
        assert (result.exit_code, result.stderr) == (0, "")
        assert (here / "s" / "a.en").read_text() == "corrected\n"

    def test_that_exist_are_kept(self, make, run, here):
        make("a.txt")
        assert run("corpus", "-o", "out", "-q", "-f", "index", "--method", "length").exit_code == 0
        (here / "s").mkdir()
        (here / "s" / "a.en").write_text("old")
        result = run("corpus", "-o", "out", *self.OPTIONS, "s")
        assert result.stderr == "align: failed: s/a.en: the file exists; write over it with --force\n"
        assert (here / "s" / "a.en").read_text() == "old"

    def test_killed_run_is_resumed(self, make, run, here):
        make("a.txt", "b.txt")
        command = ["corpus", "-o", "out", "-j", "1", *self.OPTIONS, "s"]
        run_and_die(command, storage, "put", 2)
        run_and_die(command, storage, "put", 5)
        result = run(*command)
        assert (result.exit_code, result.stderr) == (0, "")
        assert visible_files("s") == ["a.ar", "a.en", "b.ar", "b.en"]

    @pytest.mark.parametrize(
        ("arguments", "status", "problem"),
        [
            (["-o", "all.index", "--sentences", "s"], 2, "--sentences of many documents needs a folder of results"),
            (["-o", "out", "-f", "moses", "--sentences", "./out"], 2, "out is the folder of the pairs"),
            (["-o", "out", "-f", "moses", "--sentences", "out/s"], 2, "out/s and out hold files of the same names"),
            (["-o", "out/s", "-f", "moses", "--sentences", "out"], 2, "give --sentences a folder beside it"),
            (["-o", "out", "--sentences", "s3://bucket"], 2, "s3://bucket and out must both be folders"),
            (["-o", "out", "--sentences", "corpus"], 1, "corpus: the results would stand among the documents"),
            (["-o", "out", "--sentences", "corpus/a.txt"], 1, "corpus/a.txt: this is not a folder"),
        ],
    )
    def test_folder_that_cannot_be_used_is_refused(self, make, run, arguments, status, problem):
        make("a.txt")
        result = run("corpus", *arguments)
        assert (result.exit_code, problem in result.stderr) == (status, True)
        assert not os.path.exists("out")
