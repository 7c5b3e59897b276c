"""Outputs that were edited by hand: they count as done, are reported, and are written over by force only."""

import json
import os

import pytest
from hostile.killing import run_and_die
from sample_corpus import PAIR, contents

from aligner.corpus import outputs
from aligner.corpus.journal import Journal

COMMAND = ("corpus", "-o", "out", "-j", "1", "--method", "length")
REPORT = "align: 1 of 3 documents edited by hand, and left as it is; --force writes over it: b\n"
OUTDATED = (
    "align: the inputs of 1 document have changed since the output was edited by hand;"
    " compare them, or align anew with --force: b\n"
)


def summary():
    with open("out/summary.json", encoding="utf-8") as file:
        return json.load(file)


@pytest.fixture
def first(make, run, done, here):
    """Three aligned documents, of which `b` was edited."""
    make("a.txt", "b.txt", "s/c.txt")
    assert run(*COMMAND).exit_code == 0
    (here / "out" / "b.tsv").write_text("corrected\n")
    done.clear()
    return here


def test_is_reported_if_nothing_else_has_changed(first, run, done):
    before = contents(first / "out")
    result = run(*COMMAND)
    assert (result.exit_code, done) == (0, [])
    assert REPORT in result.stderr
    assert OUTDATED not in result.stderr
    after = contents(first / "out")
    assert {name for name in after if after[name] != before[name]} == {"summary.json"}


def test_is_in_the_totals(first, run):
    before = summary()
    run(*COMMAND)
    assert summary() == {
        **before,
        "documents": {**before["documents"], "edited": 1},
        "edited_by_hand": {"documents": 1, "first": ["b"]},
    }
    assert before["documents"] == {"found": 3, "aligned": 3, "failed": 0, "reviewed": 0, "edited": 0}
    assert before["edited_by_hand"] == before["edited_with_changed_inputs"] == {"documents": 0, "first": []}


def test_other_settings_leave_it(first, run, done):
    pairs = summary()["pairs"]
    result = run(*COMMAND, "--min-confidence", "0.1")
    assert (result.exit_code, sorted(done)) == (0, ["a", "s/c"])
    assert REPORT in result.stderr
    assert "2 documents were aligned with other settings; aligning them again" in result.stderr
    assert (first / "out" / "b.tsv").read_text() == "corrected\n"
    assert summary()["pairs"] == pairs
    done.clear()
    assert (run(*COMMAND, "--min-confidence", "0.1").exit_code, done) == (0, [])


@pytest.mark.parametrize("text", ["".join(PAIR) * 2, PAIR[1], "", None], ids=["other", "one language", "empty", "gone"])
def test_changed_inputs_are_a_warning(first, run, done, text):
    (first / "corpus" / "b.txt").unlink()
    (first / "list.tsv").write_text("corpus/a.txt\t\ta\ncorpus/b.txt\t\tb\ncorpus/s/c.txt\t\ts/c\n")
    if text is not None:
        (first / "corpus" / "b.txt").write_text(text, encoding="utf-8")
    for _ in range(2):
        result = run("--manifest", "list.tsv", *COMMAND[1:])
        assert (result.exit_code, done) == (0, [])
        assert OUTDATED in result.stderr
        assert REPORT in result.stderr
        assert (first / "out" / "b.tsv").read_text() == "corrected\n"
    assert summary()["edited_with_changed_inputs"] == {"documents": 1, "first": ["b"]}


def test_force_writes_over_it(first, run, done):
    assert run(*COMMAND).exit_code == 0
    result = run(*COMMAND, "--force")
    assert (result.exit_code, done) == (0, ["b"])
    assert "edited" not in result.stderr
    assert (first / "out" / "b.tsv").read_bytes() == (first / "out" / "a.tsv").read_bytes()
    assert summary()["documents"]["edited"] == 0


def test_that_is_undone_or_removed_is_none(first, run, done):
    edited = (first / "out" / "a.tsv").read_bytes()
    assert REPORT in run(*COMMAND).stderr
    (first / "out" / "b.tsv").write_bytes(edited)
    assert ("edited" in run(*COMMAND).stderr, done) == (False, [])
    (first / "out" / "b.tsv").write_text("corrected\n")
    assert REPORT in run(*COMMAND).stderr
    (first / "out" / "b.tsv").unlink()
    assert ("edited" in run(*COMMAND).stderr, done) == (False, ["b"])
    assert (first / "out" / "b.tsv").read_bytes() == edited


def test_document_without_pairs_is_done_once_it_is_edited(make, run, here):
    make("a.txt")
    command = (*COMMAND, "--min-confidence", "1")
    assert run(*command).exit_code == 1
    empty = (here / "out" / "a.tsv").read_bytes()
    (here / "out" / "a.tsv").write_text("corrected\n")
    for _ in range(2):
        assert run(*command).exit_code == 0
        assert summary()["documents"] == {"found": 1, "aligned": 1, "failed": 0, "reviewed": 0, "edited": 1}
    (here / "out" / "a.tsv").write_bytes(empty)
    result = run(*command, "-q")
    assert (result.exit_code, result.stderr) == (1, "align: failed: corpus/a.txt: no pair is left after filtering\n")


@pytest.mark.parametrize(("owner", "name", "call"), [(Journal, "finish", 1), (outputs, "write", 2)])
def test_killed_run_with_other_settings_leaves_it(first, run, owner, name, call):
    command = (*COMMAND, "--min-confidence", "0.1")
    run_and_die(command, owner, name, call)
    result = run(*command)
    assert result.exit_code == 0
    assert REPORT in result.stderr
    assert (first / "out" / "b.tsv").read_text() == "corrected\n"


def test_edit_that_keeps_the_size_is_seen(first, run):
    original = (first / "out" / "a.tsv").read_text(encoding="utf-8")
    (first / "out" / "b.tsv").write_text(original.replace("slept", "SLEPT"), encoding="utf-8")
    assert REPORT in run(*COMMAND).stderr


def test_files_of_the_same_size_and_time_are_not_read(first, run, monkeypatch):
    (first / "out" / "b.tsv").write_bytes((first / "out" / "a.tsv").read_bytes())
    run(*COMMAND)
    read = []
    digest_of = outputs._digest
    monkeypatch.setattr(outputs, "_digest", lambda path: read.append(os.path.basename(path)) or digest_of(path))
    assert run(*COMMAND).exit_code == 0
    assert set(read) == {"b.tsv"}


def test_many_are_counted_and_the_first_are_named(make, run, here):
    make(*(f"{number:02}.txt" for number in range(12)))
    assert run(*COMMAND).exit_code == 0
    for number in range(12):
        (here / "out" / f"{number:02}.tsv").write_text("corrected\n")
    names = ", ".join(f"{number:02}" for number in range(10))
    report = f"12 of 12 documents edited by hand, and left as they are; --force writes over them: {names} and 2 more"
    assert report in run(*COMMAND).stderr


def test_journal_of_an_earlier_version_is_used(first, run, done):
    with Journal("out/.align/journal.sqlite") as journal:
        for column in ("review", "edited", "outdated", "checksum"):
            journal.execute(f"ALTER TABLE document DROP COLUMN {column}")
        journal.execute("UPDATE document SET written = substr(written, 1, 64)")  # without size and time
        journal.set_state("format", "2")
    result = run(*COMMAND)
    assert (result.exit_code, done) == (0, [])
    assert REPORT in result.stderr
