"""The journal: records come back as they were stored, and keep their state where nothing was done."""

import json
from dataclasses import replace

import pytest

from aligner.corpus.journal import Journal
from aligner.corpus.records import Counts, DocumentRecord, State
from aligner.write.result import SentenceCounts

FOUND = DocumentRecord("a\udcff", "a\udcff.ar.txt", "a\udcff.en.txt", 9)
COUNTS = Counts(
    SentenceCounts(4, 3, 1, 0), SentenceCounts(3, 3, 0, 0), {"1-1": 2, "2-1": 1}, 2_500_000, {"dedup": 2}, {"forms": 3}
)


@pytest.fixture
def journal():
    with Journal(None) as journal:
        journal.add([FOUND])
        yield journal


def test_a_document_that_was_found_comes_back_as_it_was(journal):
    assert list(journal.documents()) == [FOUND]
    assert journal.totals() == (1, 9)


def test_results_come_back_as_they_were(journal):
    journal.begin([FOUND.name], "tsv")
    done = replace(
        FOUND,
        state=State.DONE,
        inputs="1",
        settings="2",
        format="tsv",
        written="3",
        counts=COUNTS,
        suspicion=0.25,
        seconds=1.5,
        notices="one\nanother",
        start=0,
        finish=7,
    )
    journal.finish([done])
    assert list(journal.documents(states=(State.DONE,))) == [done]
    assert journal.most_suspicious(5) == [done]
    assert journal.notices(5) == (["one", "another"], 1)
    assert list(journal.documents(states=(State.FAILED, State.EMPTY))) == []


def test_counts_of_an_earlier_version_are_read():
    values = json.loads(COUNTS.to_json())
    del values["left_out"], values["repaired"]
    assert Counts.from_json(json.dumps(values)) == replace(COUNTS, left_out={}, repaired={})


@pytest.mark.parametrize("state", [State.DONE, State.EMPTY, State.FAILED])
def test_unchanged_document_keeps_its_state(journal, state):
    finished = replace(FOUND, state=state, format="tsv")
    journal.begin([FOUND.name], "tsv")
    journal.finish([finished])
    journal.begin([FOUND.name], "tsv")
    assert [document.state for document in journal.documents()] == [State.BEGUN]
    journal.restore([FOUND.name])
    assert list(journal.documents()) == [finished]


def test_document_with_other_files_has_no_known_inputs(journal):
    journal.finish([replace(FOUND, state=State.DONE, inputs="1")])
    journal.add([FOUND])
    assert [document.inputs for document in journal.documents()] == ["1"]
    journal.add([replace(FOUND, target="other.txt")])
    assert [document.inputs for document in journal.documents()] == [""]


def test_documents_are_read_page_by_page_in_the_order_of_their_names():
    names = [f"{number:04}" for number in range(1200)]
    with Journal(None) as journal:
        journal.add(DocumentRecord(name, name, "", 1) for name in reversed(names))
        assert [document.name for document in journal.documents()] == names
        assert [document.name for document in journal.documents("1197")] == ["1198", "1199"]
