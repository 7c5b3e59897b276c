"""Failures with the same reason are one line."""

import json

from sample_corpus import PAIR

from aligner.corpus.failures import failure_lines, group_failures
from aligner.corpus.records import DocumentRecord, State

EMPTY, ENGLISH = "the input is empty", "only English was found"


def failed(*errors):
    """The records of documents 0.txt, 1.txt, and so on, which failed for these reasons."""
    return [
        DocumentRecord(str(number), f"{number}.txt", "", 1, State.FAILED, error=f"{number}.txt: {error}")
        for number, error in enumerate(errors)
    ]


def lines(records, limit=100):
    return list(failure_lines(group_failures(records), len(records), limit))


def test_two_documents_are_two_lines():
    assert lines(failed(EMPTY, EMPTY)) == [f"failed: 0.txt: {EMPTY}", f"failed: 1.txt: {EMPTY}"]


def test_three_documents_are_one_line():
    assert lines(failed(EMPTY, ENGLISH, EMPTY, EMPTY)) == [
        f"failed: 3 documents: {EMPTY}: 0.txt, 2.txt, 3.txt",
        f"failed: 1.txt: {ENGLISH}",
    ]


def test_ten_documents_are_named():
    assert lines(failed(*[EMPTY] * 12)) == [
        f"failed: 12 documents: {EMPTY}: {', '.join(f'{number}.txt' for number in range(10))} and 2 more"
    ]


def test_long_lists_are_cut():
    records = failed(*[EMPTY] * 12, "a", "b", "c")
    assert lines(records, 2)[1:] == ["failed: 12.txt: a", "and 2 more have failed; all are in the journal"]
    assert lines(failed(EMPTY, EMPTY), 1)[1:] == ["and 1 more have failed; all are in the journal"]


def test_both_files_of_a_document_are_named():
    record = DocumentRecord("a", "a.ar", "a.en", 1, State.FAILED, error="a.ar and a.en: both are Arabic")
    (group,) = group_failures([record])
    assert (group.problem, group.files) == ("both are Arabic", ["a.ar and a.en"])


def test_an_error_about_another_file_keeps_its_name():
    record = DocumentRecord("a", "a.txt", "", 1, State.FAILED, error="out/a.tsv: the file exists")
    (group,) = group_failures([record])
    assert (group.problem, group.files) == ("out/a.tsv: the file exists", ["a.txt"])


def test_are_in_the_summary_of_a_run(make, run):
    make(*(f"{letter}.txt" for letter in "abcd"), **{f"{letter}.txt": PAIR[1] for letter in "abc"})
    result = run("corpus", "-o", "out", "-q", "--method", "length")
    assert result.exit_code == 1
    problem = run("corpus/a.txt").stderr.removeprefix("Error: corpus/a.txt: ").rstrip()
    assert result.stderr == f"align: failed: 3 documents: {problem}: corpus/a.txt, corpus/b.txt, corpus/c.txt\n"
    with open("out/summary.json", encoding="utf-8") as file:
        assert json.load(file)["failures"] == [{"problem": problem, "documents": 3, "first": ["a", "b", "c"]}]
