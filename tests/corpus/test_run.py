"""A folder of documents: what is written for each, what is done again, and what is said."""

import json
import os
import re
from pathlib import Path

import pytest
from sample_corpus import contents, corpus

from aligner import storage
from aligner.corpus import run as corpus_run
from aligner.corpus import worker
from aligner.write.formats import FORMATS

PAIR = ("نام الحارس. طار العصفور.\n", "The guard slept. The bird flew away.\n")
ENGLISH_ALONE = "only English was found, no line in Arabic; give the translation in the same file, or as a second file"


@pytest.fixture
def make(here):
    """Make the files of a folder, each with a text that fits its name."""

    def make(*names, **texts):
        for name in names:
            path = here / "corpus" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            arabic, english = (f".{code}" in name or f"{code}/" in name for code in ("ar", "en"))
            text = PAIR[0] if arabic else PAIR[1] if english else "".join(PAIR)
            text = texts.get(name, text)
            path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return here / "corpus"

    return make


@pytest.fixture
def done(monkeypatch):
    """The documents that were worked on, by name; those that were only looked at are left out."""
    names = []
    do = worker.run

    def watched(task):
        results = do(task)
        names.extend(result.name for result in results if result.state != worker.UNCHANGED)
        return results

    monkeypatch.setattr(worker, "run", watched)
    return names


class TestOutput:
    def test_a_file_for_each_document(self, make, run):
        make("a.ar.txt", "a.en.txt", "b.txt", "s/t/c.txt", "ar/d.txt", "en/d.txt")
        result = run("corpus", "-o", "out")
        assert (result.exit_code, result.stdout) == (0, "")
        assert sorted(contents(make())) != []
        assert sorted(path for path in _files("out")) == ["a.tsv", "b.tsv", "d.tsv", "s/t/c.tsv", "summary.json"]

    @pytest.mark.parametrize("form", FORMATS)
    @pytest.mark.parametrize("jobs", [[], ["-j", "1"]], ids=["", "one job"])
    def test_is_that_of_single_runs(self, make, run, form, jobs):
        make("a.ar.txt", "a.en.txt", "b.txt")
        options = ["-f", form, "--drop-unaligned", "--method", "gale-church"]
        options += ["--no-header"] * FORMATS[form].has_header
        assert run("corpus", "-o", "out", *jobs, *options).exit_code == 0
        for name, inputs in {"a": ["corpus/a.ar.txt", "corpus/a.en.txt"], "b": ["corpus/b.txt"]}.items():
            run(*inputs, "-o", f"alone.{form}", "--force", *options)
            with open(f"out/{name}.{form}", "rb") as one, open(f"alone.{form}", "rb") as other:
                assert one.read() == other.read() != b""

    def test_folder_that_exists_is_used(self, make, run, here):
        make("a.txt")
        (here / "out").mkdir()
        (here / "out" / "other").write_text("kept")
        assert run("corpus", "-o", "out").exit_code == 0
        assert _files("out") == ["a.tsv", "other", "summary.json"]

    def test_folder_in_the_folder_of_the_documents(self, make, run):
        make("a.txt")
        for _ in range(2):
            assert run("corpus", "-o", "corpus/out").exit_code == 0
        assert run("corpus", "-o", "other").exit_code == 0
        assert _files("corpus/out") == _files("other") == ["a.tsv", "summary.json"]

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
        assert _files("out") == ["a\udcff.tsv", "summary.json"]

    @pytest.mark.parametrize("options", [["-j", "2"], ["-j", "3"], ["-j", "2", "--method", "gale-church"]])
    def test_is_the_same_with_any_number_of_processes(self, here, process, options):
        corpus(here / "corpus", 600, 1, 4)
        for output, jobs in {"one": ["-j", "1"], "more": []}.items():
            result = process("corpus", "-q", "-o", output, *options, *jobs)
            assert (result.returncode, result.stderr) == (0, b"")
        assert contents(here / "one") == contents(here / "more")
        assert len(contents(here / "one")) == 601


class TestList:
    def test_says_where_everything_is(self, make, run, here):
        make("one.txt", "two.txt", "three.txt", **{"one.txt": PAIR[0], "two.txt": PAIR[1]})
        (here / "list.tsv").write_text("corpus/one.txt\tcorpus/two.txt\ts/x\ncorpus/three.txt\n")
        assert run("--manifest", "list.tsv", "-o", "out", "-q").exit_code == 0
        assert _files("out") == ["corpus/three.tsv", "s/x.tsv", "summary.json"]

    def test_with_a_folder(self, make, run, here):
        make("one.txt", "two.txt", **{"one.txt": PAIR[0], "two.txt": PAIR[1]})
        (here / "list.tsv").write_text("one.txt\ttwo.txt\tx\n")
        assert run("corpus", "--manifest", "list.tsv", "-o", "out", "-q").exit_code == 0
        assert _files("out") == ["summary.json", "x.tsv"]

    def test_file_that_is_missing_is_one_document(self, make, run, here):
        make("one.txt")
        (here / "list.tsv").write_text("corpus/one.txt\t\ta\ncorpus/none.txt\t\tb\n")
        result = run("--manifest", "list.tsv", "-o", "out", "-q")
        assert (result.exit_code, _files("out")) == (1, ["a.tsv", "summary.json"])
        assert result.stderr == "align: failed: corpus/none.txt: there is no such file\n"


class TestBadDocuments:
    def test_are_reported_and_the_rest_go_on(self, make, run):
        make("a.txt", "b.txt", "c.txt", **{"b.txt": PAIR[1]})
        result = run("corpus", "-o", "out", "-q")
        assert result.exit_code == 1
        assert result.stderr == f"align: failed: corpus/b.txt: {ENGLISH_ALONE}\n"
        assert _files("out") == ["a.tsv", "c.tsv", "summary.json"]

    def test_may_be_every_one(self, make, run):
        make("a.txt", "b.txt", **{"a.txt": "", "b.txt": ""})
        result = run("corpus", "-o", "out")
        assert (result.exit_code, _files("out")) == (1, ["summary.json"])

    def test_document_of_which_all_is_filtered_is_not_silent(self, make, run):
        make("a.txt")
        result = run("corpus", "-o", "out", "--min-confidence", "1", "-q")
        assert (result.exit_code, _files("out")) == (1, ["a.tsv", "summary.json"])
        assert result.stderr == "align: failed: corpus/a.txt: no pair is left after filtering\n"

    def test_error_of_ours_is_one_document(self, make, run, monkeypatch):
        make("a.txt", "b.txt")
        aligned = worker.pipeline.align_documents

        def fails(pairs, method):
            if len(pairs) > 1 or "book" in pairs[0][0].text:
                raise ZeroDivisionError("division by zero")
            return aligned(pairs, method)

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
        assert _files("out") == ["a.tsv", "b.tsv", "summary.json"]

    def test_error_of_ours_is_traced_once_for_each_place(self, make, run, monkeypatch):
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

    @pytest.mark.parametrize("documents", [200, pytest.param(1000, marks=pytest.mark.slow)])
    def test_broken_in_ten_ways_have_each_a_reason(self, here, process, documents):
        bad = documents // 20
        corpus(here / "corpus", documents - bad, 2, 6)
        expected = dict(break_in_ten_ways(here / "corpus", number) for number in range(bad))
        result = process("corpus", "-o", "out", "-q")
        assert result.returncode == 1
        lines = result.stderr.decode().splitlines()
        assert len(lines) == bad
        reasons = {line.split(": ")[2].partition(", line")[0]: line for line in lines}
        assert {name: re.search(words, reasons.get(name, "")) is not None for name, words in expected.items()} == (
            dict.fromkeys(expected, True)
        )
        assert len(_files("out")) == documents - bad + 1


def break_in_ten_ways(folder, number):
    """Make a document that is broken in one of ten ways; its name as it is shown, and what is to be said."""
    name = f"bad{number:03}"
    both, path = "".join(PAIR).encode("utf-8"), folder / f"{name}.txt"
    ways = {
        "the input is empty": lambda: path.write_bytes(b""),
        "no line in Arabic": lambda: path.write_bytes(PAIR[1].encode()),
        "no line in English": lambda: path.write_bytes(PAIR[0].encode()),
        r"byte 0xff at offset \d+ is not UTF-8": lambda: path.write_bytes(both * 9 + b"\xff"),
        "this looks like a binary file": lambda: path.write_bytes(b"\x7fELF\x00\x01" * 9),
        "there is no text|nothing but|white space|only": lambda: path.write_bytes(b" \n\t\n"),
        "there is no such file": lambda: path.symlink_to("nowhere"),
        "UTF-16": lambda: path.write_bytes(b"\xff\xfe" + b"\x00\xd8" * 9),
        "neither is English": lambda: [
            (folder / f"{name}.{code}.txt").write_text(PAIR[0], encoding="utf-8") for code in ("ar", "en")
        ],
        "only white space": lambda: [
            (folder / f"{name}.{code}.txt").write_text(text, encoding="utf-8")
            for code, text in (("ar", PAIR[0]), ("en", " \n"))
        ],
    }
    words, broken = list(ways.items())[number % 10]
    broken()
    shown = f"corpus/{name}.txt"
    if words == "neither is English":
        shown = f"corpus/{name}.ar.txt and corpus/{name}.en.txt"
    elif words == "only white space":
        shown = f"corpus/{name}.en.txt"
    return shown, words


class TestExistingOutput:
    @pytest.fixture
    def other(self, make, here):
        make("a.txt", "b.txt")
        (here / "out").mkdir()
        (here / "out" / "a.tsv").write_text("old")
        return here / "out"

    def test_is_kept_and_the_rest_go_on(self, other, run):
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
        result = run("corpus", "-o", "out", "-q")
        assert result.exit_code == 1
        assert result.stderr == (
            "align: failed: out/a.tsv: was changed after it was written; write over it with --force\n"
        )
        assert (here / "out" / "a.tsv").read_text() == "corrected"
        assert run("corpus", "-o", "out", "-q", "--force").exit_code == 0
        assert (here / "out" / "a.tsv").read_text() != "corrected"


class TestAgain:
    """The same command once more."""

    @pytest.fixture
    def first(self, make, run, done, here):
        make("a.txt", "b.ar.txt", "b.en.txt", "c.txt", **{"c.txt": PAIR[1]})
        assert run("corpus", "-o", "out", "-q").exit_code == 1
        done.clear()
        return here

    def test_does_nothing_and_says_the_same(self, first, run, done):
        before = contents(first / "out")
        result = run("corpus", "-o", "out", "-q")
        assert (result.exit_code, done) == (1, [])
        assert result.stderr == f"align: failed: corpus/c.txt: {ENGLISH_ALONE}\n"
        assert contents(first / "out") == before

    def test_with_changed_inputs_does_those(self, first, run, done):
        (first / "corpus" / "b.en.txt").write_text("The guard was asleep. The bird flew away.\n")
        assert run("corpus", "-o", "out", "-q").exit_code == 1
        assert done == ["b"]
        assert b"asleep" in (first / "out" / "b.tsv").read_bytes()

    def test_with_an_input_that_was_bad_does_it(self, first, run, done):
        (first / "corpus" / "c.txt").write_text("".join(PAIR), encoding="utf-8")
        assert (run("corpus", "-o", "out", "-q").exit_code, done) == (0, ["c"])
        assert _files("out") == ["a.tsv", "b.tsv", "c.tsv", "summary.json"]

    def test_with_an_input_that_is_bad_now_removes_what_was_made_of_it(self, first, run):
        (first / "corpus" / "a.txt").write_text("")
        assert run("corpus", "-o", "out", "-q").exit_code == 1
        assert _files("out") == ["b.tsv", "summary.json"]

    def test_with_other_settings_does_all(self, first, run, done):
        result = run("corpus", "-o", "out", "--method", "gale-church")
        assert "3 documents were done with other settings, and are done again" in result.stderr
        assert sorted(done) == ["a", "b", "c"]
        assert run("corpus", "-o", "calm", "-q", "--method", "gale-church").exit_code == 1
        assert contents(first / "out") == contents(first / "calm")

    def test_without_an_output_makes_it_again(self, first, run, done):
        before = contents(first / "out")
        (first / "out" / "a.tsv").unlink()
        run("corpus", "-o", "out", "-q")
        assert (done, contents(first / "out")) == (["a"], before)

    def test_with_new_documents_does_those(self, first, run, done, make):
        make("d.txt")
        run("corpus", "-o", "out", "-q")
        assert done == ["d"]

    def test_failures_are_tried_again_if_asked_for(self, first, run, done):
        assert run("corpus", "-o", "out", "-q", "--retry-failed").exit_code == 1
        assert done == ["c"]

    def test_documents_that_are_gone_do_not_count(self, first, run):
        (first / "corpus" / "a.txt").unlink()
        assert "1 of 2 documents aligned" in run("corpus", "-o", "out").stderr


class TestCollection:
    @pytest.mark.parametrize("form", ["tsv", "jsonl", "index"])
    def test_holds_all_in_order(self, make, run, form):
        make("b.txt", "a.ar.txt", "a.en.txt", "s/c.txt", "bad.txt", **{"bad.txt": ""})
        run("corpus", "-o", "out", "-f", form)
        expected = ["document\tsrc_text\ttrg_text\tconfidence\tkind\n"] if form == "tsv" else []
        for name in ("a", "b", "s/c"):
            with open(f"out/{name}.{form}", encoding="utf-8") as file:
                rows = file.readlines()[form == "tsv" :]
            if form == "jsonl":
                expected += [f'{{"document": "{name}", {row[1:]}' for row in rows]
            else:
                expected += [f"{name}\t{row}" for row in rows]
        assert run("corpus", "-o", "-", "-q", "-f", form).stdout == "".join(expected)
        assert run("corpus", "-o", f"all.{form}").exit_code == 1
        with open(f"all.{form}", encoding="utf-8") as file:
            assert file.read() == "".join(expected)

    def test_ending_says_the_format(self, make, run):
        make("a.txt")
        run("corpus", "-o", "all.jsonl")
        with open("all.jsonl", encoding="utf-8") as file:
            assert json.loads(file.readline())["document"] == "a"

    def test_in_json_is_refused(self, make, run):
        make("a.txt")
        assert "JSON holds one document" in run("corpus", "-o", "-", "-f", "json").stderr

    def test_is_the_same_with_any_number_of_processes(self, here, process):
        corpus(here / "corpus", 600, 1, 2)
        options = ["-q", "-o", "-", "--method", "length"]
        one, three = (process("corpus", *options, "-j", jobs).stdout for jobs in ("1", "3"))
        assert one == three != b""

    def test_file_that_exists_is_kept(self, make, run, here):
        make("a.txt")
        (here / "all.jsonl").write_text("old")
        result = run("corpus", "-o", "all.jsonl", "-q")
        assert (result.exit_code, (here / "all.jsonl").read_text()) == (1, "old")
        assert "all.jsonl: the file exists; write over it with --force" in result.stderr
        assert run("corpus", "-o", "all.jsonl", "-q", "--force").exit_code == 0

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
    def test_goes_on_from_the_first_change(self, make, run, here, done, change, again):
        folder = make("a.txt", "b.txt", "c.txt", "d.txt")
        options = ["-q", "--learn-from", "0"]
        assert run("corpus", "-o", "all.jsonl", *options).exit_code == 0
        done.clear()
        change(folder)
        assert run("corpus", "-o", "all.jsonl", *options).exit_code == 0
        assert done == again
        assert run("corpus", "-o", "-", "-f", "jsonl", *options).stdout == (here / "all.jsonl").read_text("utf-8")

    def test_that_is_all_there_is_not_touched(self, make, run, here):
        make("a.txt", "b.txt")
        assert run("corpus", "-o", "all.jsonl", "-q").exit_code == 0
        before = (here / "all.jsonl").stat()
        assert run("corpus", "-o", "all.jsonl", "-q").exit_code == 0
        assert (here / "all.jsonl").stat() == before

    def test_failures_are_tried_again_if_asked_for(self, make, run, done):
        make("a.txt", "b.txt", "c.txt", **{"b.txt": ""})
        assert run("corpus", "-o", "all.jsonl", "-q").exit_code == 1
        done.clear()
        assert run("corpus", "-o", "all.jsonl", "-q").exit_code == 1
        assert done == []
        assert run("corpus", "-o", "all.jsonl", "-q", "--retry-failed").exit_code == 1
        assert done == ["b", "c"]


class TestCollectedAmongDocuments:
    def test_a_collection_is_no_document(self, make, run, here):
        make("a.txt", "b.txt")
        for _ in range(2):
            result = run("corpus", "-o", "corpus/all.tsv")
            assert result.exit_code == 0
            assert "2 of 2 documents aligned" in result.stderr
            assert "left out" not in result.stderr


class TestLexicon:
    def test_one_that_cannot_be_used_is_one_error_and_nothing_is_made(self, make, run, here):
        make("a.txt", "b.txt")
        (here / "mine.tsv").write_text("كتاب\tbook\t1.5\n", encoding="utf-8")
        result = run("corpus", "-o", "out", "--lexicon", "mine.tsv")
        assert result.exit_code == 1
        assert result.stderr.startswith("Error: mine.tsv, line 1: not a lexicon entry; ")
        assert result.stderr.count("\n") == 1
        assert not (here / "out").exists()


class TestNotices:
    def test_what_was_found_out_is_said_in_the_end_and_again_by_the_next_run(self, make, run, here):
        make("a.txt", "b.txt", **{"b.txt": "".join(PAIR).encode("cp1256")})
        for _ in range(2):
            said = run("corpus", "-o", "out").stderr
            assert "align: corpus/b.txt: " in said
            assert "windows-1256" in said.lower()
            assert "layout" not in said
        assert run("corpus", "-o", "out", "-q").stderr == ""

    def test_notices_of_many_documents_are_cut(self, make, run, monkeypatch):
        monkeypatch.setattr(corpus_run, "_LISTED", 2)
        names = [f"{letter}.txt" for letter in "abcde"]
        make(*names, **dict.fromkeys(names, "".join(PAIR).encode("cp1256")))
        said = run("corpus", "-o", "out", "--method", "length").stderr
        assert said.lower().count("windows-1256") == 2
        assert "align: and notices of 3 more documents; all are in the journal\n" in said


class TestForced:
    def test_collection_in_a_file_with_a_suffix_that_is_no_format(self, make, run, here):
        make("a.txt", "b.txt")
        (here / "all.txt").write_text("precious")
        assert run("corpus", "-o", "all.txt", "-q").exit_code == 1
        assert (here / "all.txt").read_text() == "precious"
        assert run("corpus", "-o", "all.txt", "-q", "--force").exit_code == 0
        assert (here / "all.txt").read_text(encoding="utf-8").startswith("document\tsrc_text\t")


class TestLearned:
    """Words are learned from the folder once, and kept with its results."""

    @pytest.fixture
    def learned(self, run, here):
        """Run the command, and read what it has learned; what it says comes with it."""

        def learned(output, *options):
            (here / "words.tsv").unlink(missing_ok=True)
            result = run("corpus", "-o", output, "--save-lexicon", "words.tsv", *options)
            assert result.exit_code == 0
            return (here / "words.tsv").read_text(encoding="utf-8"), result.stderr

        return learned

    @pytest.fixture
    def changed(self, make, learned, done):
        """A folder that would teach something else than in the run before; what it taught in that."""
        folder = make("a.txt", "b.txt")
        first, said = learned("out")
        assert f"{len(first.splitlines())} translations of words learned from 2 of 2 documents\n" in said
        done.clear()
        more = "نام الطبيب. وصل الحارس.\n" * 3 + "The doctor slept. The guard came.\n" * 3
        (folder / "c.txt").write_text(more, encoding="utf-8")
        return first

    def test_is_kept_with_the_results_where_the_folder_changes(self, changed, learned, done):
        before = contents(Path("out"))
        again, said = learned("out")
        assert (again, done) == (changed, ["c"])
        assert f"{len(changed.splitlines())} translations of words, learned in an earlier run\n" in said
        assert {name: data for name, data in contents(Path("out")).items() if name in ("a.tsv", "b.tsv")} == {
            name: before[name] for name in ("a.tsv", "b.tsv")
        }

    def test_is_kept_where_one_document_is_left(self, changed, run, done):
        for name in ("b.txt", "c.txt"):
            os.unlink(f"corpus/{name}")
        assert "learned in an earlier run" in run("corpus", "-o", "out").stderr
        assert done == []

    @pytest.mark.parametrize("options", [["--force"], ["--learn-from", "100"], ["--split-clauses"]], ids=" ".join)
    def test_is_learned_anew(self, changed, learned, done, options):
        again, said = learned("out", *options)
        assert "learned from 3 of 3 documents\n" in said
        assert sorted(done) == ["a", "b", "c"]
        assert again == learned("calm", *options)[0] != changed
        assert contents(Path("out")) == contents(Path("calm"))

    def test_goes_where_a_run_is_told_to_learn_nothing(self, changed, run, done):
        run("corpus", "-o", "out", "--learn-from", "0")
        assert sorted(done) == ["a", "b", "c"]
        run("corpus", "-o", "calm", "--learn-from", "0")
        assert contents(Path("out")) == contents(Path("calm"))

    def test_of_a_collection_is_kept_likewise(self, make, run, done):
        folder = make("a.txt", "b.txt")
        run("corpus", "-o", "all.jsonl")
        done.clear()
        (folder / "c.txt").write_text("".join(PAIR) * 2, encoding="utf-8")
        assert "learned in an earlier run" in run("corpus", "-o", "all.jsonl").stderr
        assert done == ["c"]

    def test_one_document_teaches_nothing_that_it_would_not_know_itself(self, make, run):
        make("a.txt")
        assert "translations" not in run("corpus", "-o", "out").stderr

    def test_words_are_those_of_a_run_with_the_saved_lexicon(self, make, run):
        """But for how they got there: the lexicon gives the same pairs as the first pass."""
        make("a.txt", "b.txt")
        assert run("corpus", "-o", "out", "-q", "--save-lexicon", "words.tsv").exit_code == 0
        result = run("corpus", "-o", "far", "--lexicon", "words.tsv")
        assert "translations" not in result.stderr
        assert contents(Path("far")) == contents(Path("out"))

    def test_a_file_that_is_there_is_not_written_over(self, make, run, here):
        make("a.txt", "b.txt", "c.txt")
        before = (here / "corpus" / "a.txt").read_bytes()
        result = run("corpus", "-o", "out", "--save-lexicon", "corpus/a.txt", "-q")
        assert result.exit_code == 1
        assert result.stderr == "Error: corpus/a.txt: the file exists; write over it with --force\n"
        assert (here / "corpus" / "a.txt").read_bytes() == before

    def test_the_same_command_goes_on_where_its_lexicon_is_there(self, make, run, here):
        make("a.txt", "b.txt")
        for _ in range(2):
            assert run("corpus", "-o", "out", "-q", "--save-lexicon", "words.tsv").exit_code == 0
        (here / "words.tsv").write_text("mine")
        assert run("corpus", "-o", "out", "-q", "--save-lexicon", "words.tsv").exit_code == 1
        assert (here / "words.tsv").read_text() == "mine"
        assert run("corpus", "-o", "out", "-q", "--save-lexicon", "words.tsv", "--force").exit_code == 0
        assert "mine" not in (here / "words.tsv").read_text()

    @pytest.mark.parametrize("options", [["--learn-from", "0"], ["--lexicon", "mine.tsv"]])
    def test_nothing_to_save_is_said(self, make, run, here, options):
        make("a.txt", "b.txt")
        (here / "mine.tsv").write_text("كتاب\tbook\t0.9\n", encoding="utf-8")
        result = run("corpus", "-o", "out", "--save-lexicon", "words.tsv", *options)
        assert result.exit_code == 2
        assert "--save-lexicon has nothing to save where no words are learned; give --learn-from N." in result.stderr


class TestWords:
    def test_pairing_comes_first_and_the_summary_last(self, make, run):
        make("a.ar.txt", "a.en.txt", "b.txt", "c.en.txt", "d.md", **{"c.en.txt": "".join(PAIR)})
        said = run("corpus", "-o", "out").stderr
        assert re.sub(r"(?<= )0\.\d{3}\n", "0.9\n", re.sub(r"\(\d%\)", "(5%)", said)) == (
            "align: corpus/a.ar.txt\tcorpus/a.en.txt\ta\n"
            "align: corpus/b.txt\t\tb\n"
            "align: corpus/c.en.txt\t\tc.en\n"
            "align: without a partner, taken to hold both languages: c.en.txt\n"
            "align: 1 other file is left out: d.md\n"
            "align: learning words from the documents first\n"
            "align: 12 translations of words learned from 3 of 3 documents\n"
            "align: 3 of 3 documents aligned\n"
            "align: 6 pairs (6 1-1), mean confidence 0.9\n"
            "align: sentences: ar 6 = 6 paired + 0 unaligned + 0 filtered; en 6 = 6 paired + 0 unaligned + 0 filtered\n"
            "align: most in doubt, with the share of their sentences: a (5%), b (5%), c.en (5%)\n"
        )

    def test_long_pairings_are_cut(self, make, run):
        make(*(f"{number:03}.txt" for number in range(30)))
        result = run("corpus", "-o", "out").stderr
        assert "align: corpus/019.txt\t\t019\nalign: and 10 more; --dry-run lists them all\n" in result

    def test_dry_run_from_inside_the_folder(self, make, run, monkeypatch):
        monkeypatch.chdir(make("s/a.txt") / "s")
        assert run("..", "--dry-run").stdout == "../s/a.txt\t\ts/a\n"

    def test_dry_run_writes_nothing_but_the_pairing(self, make, run, here):
        make("a.ar.txt", "a.en.txt", "b.ar.txt", "b.txt", "b.tsv")
        result = run("corpus", "--dry-run", "-o", "out")
        assert result.exit_code == 0
        assert result.stdout == ("corpus/a.ar.txt\tcorpus/a.en.txt\ta\ncorpus/b.tsv\t\tb\ncorpus/b.ar.txt\t\tb.ar\n")
        assert result.stderr == (
            "align: without a partner: corpus/b.ar.txt\n"
            "align: cannot be done: corpus/b.txt: its output b is that of corpus/b.tsv, too; rename one of the two\n"
        )
        assert os.listdir(here) == ["corpus"]

    def test_quiet(self, make, run):
        make("a.txt", "b.ar.txt")
        assert run("corpus", "-o", "out", "-q").stderr.count("\n") == 1

    def test_summary(self, make, run):
        make("a.txt", "b.txt", "c.txt", "d.txt", **{"b.txt": PAIR[0] * 5 + PAIR[1] * 2, "d.txt": ""})
        run("corpus", "-o", "out", "-q")
        with open("out/summary.json", encoding="utf-8") as file:
            found = json.load(file)
        assert found["documents"] == {"found": 4, "aligned": 3, "failed": 1}
        assert found["sentences"]["source"]["sentences"] == 14
        assert found["pairs"]["all"] == sum(found["pairs"]["by_kind"].values())
        assert 0 < found["mean_confidence"] <= 1
        assert found["worth_a_look"][0]["document"] == "b"

    def test_document_called_as_the_summary(self, make, run):
        make("summary.txt", "a.txt")
        assert run("corpus", "-o", "tsv", "-q").exit_code == 0
        result = run("corpus", "-o", "json", "-q", "-f", "json")
        assert result.exit_code == 1
        assert "corpus/summary.txt: its output would be the summary of the run; rename it" in result.stderr
        assert _files("json") == ["a.json", "summary.json"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["corpus"], "corpus is many documents; name a folder for the results with -o."),
        (["a.txt", "--jobs", "2"], "--jobs is for a folder, or with --manifest."),
        (["a.txt", "--dry-run"], "--dry-run is for a folder, or with --manifest."),
        (["corpus", "x", "--manifest", "list"], "give at most one folder"),
        (["corpus", "-o", "s3://bucket/out"], "cannot hold the journal; name a file for it with --journal."),
    ],
    ids=["no output", "jobs of a file", "dry run of a file", "two folders and a list", "no place for the journal"],
)
def test_options_that_do_not_go_together_are_refused(make, run, arguments, problem):
    make("a.txt")
    result = run(*arguments)
    assert (result.exit_code, problem in result.stderr) == (2, True)


def test_one_document_does_not_import_what_many_need(make, python):
    make("a.txt")
    done = python("-X", "importtime", "-m", "aligner", "corpus/a.txt", "-q", check=True)
    modules = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines() if "|" in line}
    assert "aligner.storage" in modules
    assert not {"sqlite3", "concurrent.futures", "multiprocessing", "fsspec", "aligner.corpus.run"} & modules


def test_storage_reads_what_it_has_put(here):
    os.makedirs("parts")
    storage.put("s/t/a", b"one", "parts")
    storage.put("s/t/a", b"two", "parts")
    assert (storage.read("s/t/a"), os.listdir("parts")) == (b"two", [])


def _files(folder):
    """The files in a folder and below, but for what is hidden."""
    found = []
    for top, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [os.path.relpath(os.path.join(top, name), folder) for name in names]
    return sorted(found)
