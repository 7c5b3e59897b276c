"""The same command a second time: only documents that have changed are aligned again."""

import pytest
from sample_corpus import PAIR, contents, visible_files


class TestSecondRun:
    """The same command a second time."""

    @pytest.fixture
    def first(self, make, run, done, here):
        make("a.txt", "b.ar.txt", "b.en.txt", "c.txt", **{"c.txt": PAIR[1]})
        assert run("corpus", "-o", "out", "-q").exit_code == 1
        done.clear()
        return here

    def test_does_nothing_and_reports_the_same(self, first, run, done):
        before = contents(first / "out")
        result = run("corpus", "-o", "out", "-q")
        assert (result.exit_code, done) == (1, [])
        assert result.stderr == run("corpus/c.txt").stderr.replace("Error: ", "align: failed: ")
        assert contents(first / "out") == before

    def test_aligns_documents_whose_inputs_have_changed(self, first, run, done):
        (first / "corpus" / "b.en.txt").write_text("The guard was asleep. The bird flew away.\n")
        assert run("corpus", "-o", "out", "-q").exit_code == 1
        assert done == ["b"]
        assert b"asleep" in (first / "out" / "b.tsv").read_bytes()

    def test_aligns_a_document_whose_input_was_bad(self, first, run, done):
        (first / "corpus" / "c.txt").write_text("".join(PAIR), encoding="utf-8")
        assert (run("corpus", "-o", "out", "-q").exit_code, done) == (0, ["c"])
        assert visible_files("out") == ["a.tsv", "b.tsv", "c.tsv", "summary.json"]

    def test_removes_the_output_of_a_document_whose_input_is_bad_now(self, first, run):
        (first / "corpus" / "a.txt").write_text("")
        assert run("corpus", "-o", "out", "-q").exit_code == 1
        assert visible_files("out") == ["b.tsv", "summary.json"]

    def test_with_other_settings_aligns_all_documents(self, first, run, done):
        result = run("corpus", "-o", "out", "--method", "gale-church")
        assert "3 documents were aligned with other settings; aligning them again" in result.stderr
        assert sorted(done) == ["a", "b", "c"]
        assert run("corpus", "-o", "calm", "-q", "--method", "gale-church").exit_code == 1
        assert contents(first / "out") == contents(first / "calm")

    def test_writes_an_output_that_is_missing(self, first, run, done):
        before = contents(first / "out")
        (first / "out" / "a.tsv").unlink()
        run("corpus", "-o", "out", "-q")
        assert (done, contents(first / "out")) == (["a"], before)

    def test_aligns_new_documents(self, first, run, done, make):
        make("d.txt")
        run("corpus", "-o", "out", "-q")
        assert done == ["d"]

    def test_retry_failed_aligns_failed_documents_again(self, first, run, done):
        assert run("corpus", "-o", "out", "-q", "--retry-failed").exit_code == 1
        assert done == ["c"]

    def test_does_not_count_documents_that_are_gone(self, first, run):
        (first / "corpus" / "a.txt").unlink()
        assert "1 of 2 documents aligned" in run("corpus", "-o", "out").stderr
