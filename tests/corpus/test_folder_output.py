"""A folder of results: the files that a run writes, the documents that fail, and the files that it must not touch."""

import os
import re

import pytest
from every_format import EVERY_FORMAT
from sample_corpus import PAIR, contents, corpus, visible_files

from aligner import storage
from aligner.corpus import worker
from aligner.write.formats import FORMATS


class TestOutput:
    def test_a_file_for_each_document(self, make, run):
        make("a.ar.txt", "a.en.txt", "b.txt", "s/t/c.txt", "ar/d.txt", "en/d.txt")
        result = run("corpus", "-o", "out")
        assert (result.exit_code, result.stdout) == (0, "")
        assert visible_files("out") == ["a.tsv", "b.tsv", "d.tsv", "s/t/c.tsv", "summary.json"]

    @pytest.mark.parametrize("form", EVERY_FORMAT)
    @pytest.mark.parametrize("jobs", [[], ["-j", "1"]], ids=["", "one job"])
    def test_is_that_of_single_documents(self, make, run, form, jobs):
        make("a.ar.txt", "a.en.txt", "b.txt")
        options = ["-f", form, "--drop-unaligned", "--method", "gale-church"]
        options += ["--no-header"] * FORMATS[form].has_header
        assert run("corpus", "-o", "out", *jobs, *options).exit_code == 0
        for name, inputs in {"a": ["corpus/a.ar.txt", "corpus/a.en.txt"], "b": ["corpus/b.txt"]}.items():
            suffixes = FORMATS[form].suffixes("ar", "en")
            run(*inputs, "-o", f"alone{suffixes[0]}", "--force", *options)
            for suffix in suffixes:
                with open(f"out/{name}{suffix}", "rb") as one, open(f"alone{suffix}", "rb") as other:
                    assert one.read() == other.read() != b""

    def test_folder_that_exists_is_used(self, make, run, here):
        make("a.txt")
        (here / "out").mkdir()
        (here / "out" / "other").write_text("kept")
        assert run("corpus", "-o", "out").exit_code == 0
        assert visible_files("out") == ["a.tsv", "other", "summary.json"]

    def test_folder_in_the_folder_of_the_documents(self, make, run):
        make("a.txt")
        for _ in range(2):
            assert run("corpus", "-o", "corpus/out").exit_code == 0
        assert run("corpus", "-o", "other").exit_code == 0
        assert visible_files("corpus/out") == visible_files("other") == ["a.tsv", "summary.json"]

    @pytest.mark.parametrize("results", ["corpus", "corpus/", "./corpus", "link/"])
    def test_folder_of_the_documents_is_refused(self, make, run, results):
        os.symlink(make("a.txt"), "link")
        result = run("corpus", "-o", results)
        assert result.exit_code == 1
        assert "the results would stand among the documents; name another folder" in result.stderr
        assert os.listdir("corpus") == ["a.txt"]

    def test_name_that_is_not_utf8(self, make, run):
        make("a\udcff.ar.txt", "a\udcff.en.txt")
        assert run("corpus", "-o", "out").exit_code == 0
        assert visible_files("out") == ["a\udcff.tsv", "summary.json"]

    @pytest.mark.slow
    def test_is_the_same_with_two_processes(self, here, run, process):
        corpus(here / "corpus", 33, 1, 1)
        options = ["corpus", "-q", "--learn-from", "8", "-o"]
        assert run(*options, "one", "-j", "1").exit_code == 0
        result = process(*options, "two", "-j", "2")
        assert (result.returncode, result.stderr) == (0, b"")
        assert contents(here / "two") == contents(here / "one")
        assert len(contents(here / "one")) == 33 + 1

    @pytest.mark.slow
    def test_is_the_same_with_three_processes(self, shared, process, expected, expected_by_length):
        for method, results in {"hybrid": expected, "length": expected_by_length}.items():
            assert process("corpus", "-q", "-o", method, "-j", "3", "--method", method).returncode == 0
            assert contents(shared / method) == results
            assert len(results) == 70 + 1


class TestManifest:
    def test_gives_the_files_and_the_output_of_each_document(self, make, run, here):
        make("one.txt", "two.txt", "three.txt", **{"one.txt": PAIR[0], "two.txt": PAIR[1]})
        (here / "list.tsv").write_text("corpus/one.txt\tcorpus/two.txt\ts/x\ncorpus/three.txt\n")
        assert run("--manifest", "list.tsv", "-o", "out", "-q").exit_code == 0
        assert visible_files("out") == ["corpus/three.tsv", "s/x.tsv", "summary.json"]

    def test_paths_start_from_the_folder_that_is_given(self, make, run, here):
        make("one.txt", "two.txt", **{"one.txt": PAIR[0], "two.txt": PAIR[1]})
        (here / "list.tsv").write_text("one.txt\ttwo.txt\tx\n")
        assert run("corpus", "--manifest", "list.tsv", "-o", "out", "-q").exit_code == 0
        assert visible_files("out") == ["summary.json", "x.tsv"]

    def test_missing_file_is_one_failed_document(self, make, run, here):
        make("one.txt")
        (here / "list.tsv").write_text("corpus/one.txt\t\ta\ncorpus/none.txt\t\tb\n")
        result = run("--manifest", "list.tsv", "-o", "out", "-q")
        assert (result.exit_code, visible_files("out")) == (1, ["a.tsv", "summary.json"])
        assert result.stderr == "align: failed: corpus/none.txt: there is no such file\n"


class TestBadDocuments:
    def test_are_reported_and_the_others_are_aligned(self, make, run):
        make("a.txt", "b.txt", "c.txt", **{"b.txt": PAIR[1]})
        result = run("corpus", "-o", "out", "-q")
        assert result.exit_code == 1
        assert result.stderr == run("corpus/b.txt").stderr.replace("Error: ", "align: failed: ")
        assert visible_files("out") == ["a.tsv", "c.tsv", "summary.json"]

    def test_may_be_all_documents(self, make, run):
        make("a.txt", "b.txt", **{"a.txt": "", "b.txt": ""})
        result = run("corpus", "-o", "out")
        assert (result.exit_code, visible_files("out")) == (1, ["summary.json"])

    def test_document_of_which_all_is_filtered_has_failed_in_the_next_run_too(self, make, run):
        make("a.txt")
        for _ in range(2):
            result = run("corpus", "-o", "out", "--min-confidence", "1", "-q")
            assert (result.exit_code, visible_files("out")) == (1, ["a.tsv", "summary.json"])
            assert result.stderr == "align: failed: corpus/a.txt: no pair is left after filtering\n"

    def test_error_of_this_program_is_one_failed_document(self, make, run, monkeypatch):
        make("a.txt", "b.txt")
        aligned = worker.pipeline.align_documents

        def fails(pairs, *options):
            if len(pairs) > 1 or "book" in pairs[0][0].text:
                raise ZeroDivisionError("division by zero")
            return aligned(pairs, *options)

        make("c.txt", **{"c.txt": "نام. كتاب.\nA book. He slept.\n"})
        monkeypatch.setattr(worker.pipeline, "align_documents", fails)
        result = run("corpus", "-o", "out", "-q")
        assert re.fullmatch(
            r"align: an error of align, in c; please report it:\n"
            r"Traceback \(most recent call last\):\n(?: .*\n)+ZeroDivisionError: division by zero\n"
            r"align: failed: corpus/c.txt: ZeroDivisionError: division by zero;"
            r" this is an error of align; please report it\n",
            result.stderr,
        )
        assert visible_files("out") == ["a.tsv", "b.tsv", "summary.json"]

    def test_error_of_this_program_is_traced_once_for_each_place(self, make, run, monkeypatch):
        make(*(f"{letter}.txt" for letter in "abcdef"))

        def fails(texts, settings):
            if texts[0].name < "corpus/d":
                raise ZeroDivisionError(texts[0].name)
            raise KeyError(texts[0].name)

        monkeypatch.setattr(worker.pipeline, "prepare", fails)
        result = run("corpus", "-o", "out", "-q", "--method", "length")
        assert re.findall(r"an error of align, in (.)", result.stderr) == ["a", "d"]
        assert result.stderr.count("Traceback") == 2
        assert result.stderr.count("align: failed: ") == 6

    @pytest.mark.slow
    @pytest.mark.parametrize(("documents", "bad"), [(20, 10), (280, 20)])
    def test_broken_in_ten_ways_have_the_errors_of_single_documents(self, here, run, process, documents, bad):
        corpus(here / "corpus", documents, 1, 2)
        broken = [break_in_one_of_ten_ways(here / "corpus", number) for number in range(bad)]
        result = process("corpus", "-o", "out", "-q", "--method", "length")
        assert result.returncode == 1
        errors = [run(*(f"corpus/{name}" for name in names)).stderr.removeprefix("Error: ") for names in broken]
        # Three or more failures of the same kind share a line.
        names_by_problem = {}
        for error in errors:
            name, _, problem = error.rstrip("\n").partition(": ")
            names_by_problem.setdefault(problem, []).append(name)
        expected = []
        for problem, names in names_by_problem.items():
            if len(names) < 3:
                expected += [f"align: failed: {name}: {problem}\n" for name in names]
            else:
                expected.append(f"align: failed: {len(names)} documents: {problem}: {', '.join(names)}\n")
        assert sorted(result.stderr.decode().splitlines(keepends=True)) == sorted(expected)
        assert (
            len({error.partition(": ")[2] for error in errors}) >= 9
        )  # white space is the same in one file and in two
        assert len(visible_files("out")) == documents + 1


def break_in_one_of_ten_ways(folder, number):
    """Write a document that cannot be aligned. Returns the names of its files."""
    arabic, english = (text.encode("utf-8") for text in PAIR)
    ways = [
        [b""],
        [english],
        [arabic],
        [(arabic + english) * 9 + b"\xff"],  # not UTF-8
        [b"\x7fELF\x00\x01" * 9],  # a binary file
        [b" \n\t\n"],
        [None],  # a link that leads nowhere
        [b"\xff\xfe" + b"\x00\xd8" * 9],  # not UTF-16
        [arabic, arabic],
        [arabic, b" \n"],
    ]
    contents = ways[number % 10]
    suffixes = [".ar.txt", ".en.txt"] if len(contents) == 2 else [".txt"]
    names = [f"bad{number:03}{suffix}" for suffix in suffixes]
    for name, content in zip(names, contents, strict=True):
        if content is None:
            (folder / name).symlink_to("nowhere")
        else:
            (folder / name).write_bytes(content)
    return names


class TestExistingOutput:
    @pytest.fixture
    def other(self, make, here):
        make("a.txt", "b.txt")
        (here / "out").mkdir()
        (here / "out" / "a.tsv").write_text("old")
        return here / "out"

    def test_is_kept_and_the_others_are_written(self, other, run):
        for _ in range(2):
            result = run("corpus", "-o", "out", "-q")
            assert result.exit_code == 1
            assert result.stderr == "align: failed: out/a.tsv: the file exists; write over it with --force\n"
        assert (other / "a.tsv").read_text() == "old"
        assert (other / "b.tsv").exists()

    def test_is_refused_before_any_work(self, other, run, done):
        (other / "b.tsv").write_text("old")
        assert (run("corpus", "-o", "out").exit_code, done) == (1, [])

    def test_is_replaced_by_force(self, other, run):
        assert run("corpus", "-o", "out", "-q", "--force").exit_code == 0
        assert (other / "a.tsv").read_bytes() == (other / "b.tsv").read_bytes()

    def test_of_another_format_does_not_matter(self, other, run):
        assert run("corpus", "-o", "out", "-f", "json").exit_code == 0

    def test_that_was_changed_by_hand_is_kept(self, make, run, here):
        folder = make("a.txt", "b.txt")
        run("corpus", "-o", "out", "-q")
        (here / "out" / "a.tsv").write_text("corrected")
        assert run("corpus", "-o", "out", "-q").exit_code == 0
        (folder / "a.txt").write_text("".join(PAIR) * 2, encoding="utf-8")
        assert run("corpus", "-o", "out", "-q").exit_code == 0
        assert (here / "out" / "a.tsv").read_text() == "corrected"
        assert run("corpus", "-o", "out", "-q", "--force").exit_code == 0
        assert (here / "out" / "a.tsv").read_text() != "corrected"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["corpus"], "corpus may hold many documents; name a folder or file with -o."),
        (["a.txt", "--jobs", "2"], "--jobs is for many documents; give a folder or --manifest, or drop it."),
        (["a.txt", "--dry-run"], "--dry-run is for many documents; give a folder or --manifest, or drop it."),
        (["corpus", "x", "--manifest", "list"], "give at most one folder"),
        (["corpus", "-o", "s3://bucket/out"], "cannot hold the journal; name a file for it with --journal."),
    ],
    ids=["no output", "jobs of a file", "dry run of a file", "two folders and a list", "no place for the journal"],
)
def test_options_that_do_not_go_together_are_refused(make, run, arguments, problem):
    make("a.txt")
    result = run(*arguments)
    assert (result.exit_code, problem in result.stderr) == (2, True)


@pytest.mark.slow
def test_one_document_does_not_import_what_many_need(make, python):
    make("a.txt")
    done = python("-X", "importtime", "-m", "aligner", "corpus/a.txt", "-q", check=True)
    modules = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines() if "|" in line}
    assert "aligner.storage" in modules
    assert not {"sqlite3", "concurrent.futures", "multiprocessing", "fsspec", "aligner.corpus.run"} & modules


def test_storage_reads_what_it_has_written(here):
    os.makedirs("parts")
    storage.put("s/t/a", b"one", "parts")
    storage.put("s/t/a", b"two", "parts")
    assert (storage.read("s/t/a"), os.listdir("parts")) == (b"two", [])
