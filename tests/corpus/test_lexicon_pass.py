"""The lexicon pass: words are learned from the folder once, and kept with its results."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from sample_corpus import PAIR, contents

from aligner import pipeline
from aligner.corpus import inputs, kept_documents, lexicon_pass


class TestGivenLexicon:
    def test_unusable_lexicon_is_one_error_and_nothing_is_written(self, make, run, here):
        make("a.txt", "b.txt")
        (here / "mine.tsv").write_text("كتاب\tbook\t1.5\n", encoding="utf-8")
        result = run("corpus", "-o", "out", "--lexicon", "mine.tsv")
        assert result.exit_code == 1
        assert result.stderr.startswith("Error: mine.tsv, line 1: ")
        assert result.stderr.count("\n") == 1
        assert not (here / "out").exists()


class TestCorpusLexicon:
    @pytest.fixture
    def learned(self, run, here):
        """Run the command. Returns the lexicon that it has saved, and its messages."""

        def learned(output, *options):
            (here / "words.tsv").unlink(missing_ok=True)
            result = run("corpus", "-o", output, "--save-lexicon", "words.tsv", *options)
            assert result.exit_code == 0
            return (here / "words.tsv").read_text(encoding="utf-8"), result.stderr

        return learned

    @pytest.fixture
    def changed(self, make, learned, done):
        """A folder with a new document, from which other words could be learned; the lexicon from before."""
        folder = make("a.txt", "b.txt")
        first, said = learned("out")
        assert f"{len(first.splitlines())} word translations learned from 2 of 2 documents\n" in said
        done.clear()
        more = "نام الطبيب. وصل الحارس.\n" * 3 + "The doctor slept. The guard came.\n" * 3
        (folder / "c.txt").write_text(more, encoding="utf-8")
        return first

    def test_is_kept_with_the_results_when_the_folder_changes(self, changed, learned, done):
        before = contents(Path("out"))
        again, said = learned("out")
        assert (again, done) == (changed, ["c"])
        assert f"using {len(changed.splitlines())} word translations learned in an earlier run\n" in said
        assert {name: data for name, data in contents(Path("out")).items() if name in ("a.tsv", "b.tsv")} == {
            name: before[name] for name in ("a.tsv", "b.tsv")
        }

    def test_is_kept_when_one_document_is_left(self, changed, run, done):
        for name in ("b.txt", "c.txt"):
            os.unlink(f"corpus/{name}")
        assert "learned in an earlier run" in run("corpus", "-o", "out").stderr
        assert done == []

    @pytest.mark.parametrize("options", [["--force"], ["--learn-from", "100"], ["--split-clauses"]], ids=" ".join)
    def test_is_learned_again(self, changed, learned, done, options):
        again, said = learned("out", *options)
        assert "learned from 3 of 3 documents\n" in said
        assert sorted(done) == ["a", "b", "c"]
        assert again == learned("calm", *options)[0] != changed
        assert contents(Path("out")) == contents(Path("calm"))

    def test_is_not_used_by_a_run_that_learns_nothing(self, changed, run, done):
        run("corpus", "-o", "out", "--learn-from", "0")
        assert sorted(done) == ["a", "b", "c"]
        run("corpus", "-o", "calm", "--learn-from", "0")
        assert contents(Path("out")) == contents(Path("calm"))

    def test_is_kept_with_a_single_file(self, make, run, done):
        folder = make("a.txt", "b.txt")
        run("corpus", "-o", "all.jsonl")
        done.clear()
        (folder / "c.txt").write_text("".join(PAIR) * 2, encoding="utf-8")
        assert "learned in an earlier run" in run("corpus", "-o", "all.jsonl").stderr
        assert done == ["c"]

    def test_is_not_learned_from_one_document_alone(self, make, run):
        make("a.txt")
        assert "translations" not in run("corpus", "-o", "out").stderr

    def test_gives_the_same_results_when_it_is_saved_and_read_again(self, make, run):
        make("a.txt", "b.txt")
        assert run("corpus", "-o", "out", "-q", "--save-lexicon", "words.tsv").exit_code == 0
        result = run("corpus", "-o", "far", "--lexicon", "words.tsv")
        assert "translations" not in result.stderr
        assert contents(Path("far")) == contents(Path("out"))

    def test_is_not_saved_over_another_file(self, make, run, here):
        make("a.txt", "b.txt", "c.txt")
        before = (here / "corpus" / "a.txt").read_bytes()
        result = run("corpus", "-o", "out", "--save-lexicon", "corpus/a.txt", "-q")
        assert result.exit_code == 1
        assert result.stderr == "Error: corpus/a.txt: is an input; name another file for the saved lexicon\n"
        assert (here / "corpus" / "a.txt").read_bytes() == before

    def test_is_saved_over_the_same_lexicon_but_not_over_a_changed_one(self, make, run, here):
        make("a.txt", "b.txt")
        for _ in range(2):
            assert run("corpus", "-o", "out", "-q", "--save-lexicon", "words.tsv").exit_code == 0
        (here / "words.tsv").write_text("mine")
        assert run("corpus", "-o", "out", "-q", "--save-lexicon", "words.tsv").exit_code == 1
        assert (here / "words.tsv").read_text() == "mine"
        assert run("corpus", "-o", "out", "-q", "--save-lexicon", "words.tsv", "--force").exit_code == 0
        assert "mine" not in (here / "words.tsv").read_text()

    @pytest.mark.parametrize("options", [["--learn-from", "0"], ["--lexicon", "mine.tsv"]])
    def test_cannot_be_saved_by_a_run_that_learns_nothing(self, make, run, here, options):
        make("a.txt", "b.txt")
        (here / "mine.tsv").write_text("كتاب\tbook\t0.9\n", encoding="utf-8")
        result = run("corpus", "-o", "out", "--save-lexicon", "words.tsv", *options)
        assert result.exit_code == 2
        assert "--save-lexicon needs learned word translations; give --learn-from N." in result.stderr


class TestKeptDocuments:
    @pytest.fixture
    def prepared(self, monkeypatch):
        """The names of the files that are read and split, in order."""
        names = []
        prepare = pipeline.prepare

        def prepare_and_note(texts, settings):
            names.append(texts[0].name)
            return prepare(texts, settings)

        monkeypatch.setattr(pipeline, "prepare", prepare_and_note)
        return names

    def test_a_document_is_split_once_for_learning_and_aligning(self, make, run, prepared):
        make("a.txt", "b.txt", "c.txt")
        run("corpus", "-o", "out", "--learn-from", "2")
        assert sorted(prepared) == ["corpus/a.txt", "corpus/b.txt", "corpus/c.txt"]
        assert kept_documents._kept == {}
        run("corpus", "-o", "calm", "--learn-from", "2", "--jobs", "2")
        assert contents(Path("out")) == contents(Path("calm"))

    def test_a_document_that_has_changed_since_is_split_again(self, make, run, prepared, monkeypatch):
        folder = make("a.txt", "b.txt")
        learn = pipeline.learn_lexicon

        def learn_and_change(*arguments):
            entries = learn(*arguments)
            (folder / "a.txt").write_text("".join(PAIR) * 3, encoding="utf-8")
            return entries

        monkeypatch.setattr(pipeline, "learn_lexicon", learn_and_change)
        run("corpus", "-o", "out")
        assert sorted(prepared) == ["corpus/a.txt", "corpus/a.txt", "corpus/b.txt"]
        assert len((Path("out") / "a.tsv").read_text(encoding="utf-8").splitlines()) == 1 + 6

    def test_other_settings_split_again(self, make):
        make("a.txt", "b.txt")
        settings = pipeline.Settings()
        lexicon_pass.learn_from_files([("corpus/a.txt",), ("corpus/b.txt",)], settings)
        digest = inputs.digest_of_files(["corpus/a.txt"])
        assert kept_documents.take(digest, ("corpus/a.txt",), replace(settings, split_clauses=True)) is None
        learned = replace(settings, corpus_lexicon=(("باب", "door", 0.5),))
        assert kept_documents.take(digest, ("corpus/a.txt",), learned) is not None
        assert kept_documents.take(digest, ("corpus/a.txt",), learned) is None
