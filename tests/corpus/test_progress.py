"""The progress of a run: the documents, and before them the pass that learns words."""

import logging

import pytest
from terminals import CLEAR, Clock, Terminal

from aligner.corpus import executors, lexicon_pass, plan, run
from aligner.corpus.progress import Progress
from aligner.settings import Settings
from aligner.status_line import StatusLine
from aligner.steps import Step
from aligner.write.document import OutputOptions

PATHS = [("corpus/a.txt",), ("corpus/b.txt",), ("corpus/empty.txt",)]


@pytest.fixture
def folder(make):
    """Two documents and an empty file."""
    return make("a.txt", "b.txt", "empty.txt", **{"empty.txt": ""})


def test_text_of_the_documents():
    clock = Clock()
    progress = Progress(40, 1000, StatusLine(None), clock)
    assert progress.text() == "align: 0 of 40 documents, 0 failed"
    clock.now += 10
    progress.add(200, 50, failed=False)
    progress.add(50, 0, failed=True)
    assert progress.text() == "align: 2 of 40 documents, 5 sentences a second, 0:00:30 left, 1 failed"


def test_documents_of_the_sample_are_counted_then_the_rounds(folder):
    reports = []
    lexicon_pass.learn_from_files(PATHS, Settings(), lambda *report: reports.append(report))
    assert reports[:5] == [*((Step.READ, n, 3) for n in range(3)), (Step.LOOK_UP, 0, 1), (Step.LENGTHS, 0, 3)]
    assert {step for step, _, _ in reports[5:]} == {Step.LENGTHS, Step.WORDS}


@pytest.mark.slow
def test_reports_of_a_subprocess_reach_this_process(folder):
    here, there = [], []
    learned_here = lexicon_pass.learn_from_files(PATHS, Settings(), lambda *report: here.append(report))
    learned_there = executors.run_in_subprocess(
        lexicon_pass.learn_from_files, PATHS, Settings(), report=lambda *report: there.append(report)
    )
    assert there == here
    assert learned_there == learned_here


def test_a_pass_is_shown_until_its_words_are_learned(folder, monkeypatch, caplog):
    """The text is kept when the pass begins; it is shown again when a message comes, which clears it."""
    terminal = Terminal()
    line = StatusLine(terminal, Clock())
    shown = []
    monkeypatch.setattr(line, "keep", lambda text: (shown.append(text()), line.show(text)))
    corpus_run = plan.make_run("corpus", None, "out", Settings(), OutputOptions(), single_file=False, jobs=1)
    with caplog.at_level(logging.INFO, logger="aligner"):
        run.run(corpus_run, line)
    assert shown[0] == "align: 0%, reading document 1 of 3, 0:00:00 so far"
    assert ", learning words, round 1 of 5, " in "".join(shown)
    written = terminal.getvalue().split(CLEAR)
    assert written[0] == written[2] == ""  # cleared between the pass and the documents
    assert written[1] == shown[0]
    assert " of 3 documents" in written[3]
