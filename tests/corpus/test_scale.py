"""Costs of many documents: memory that does not grow with the folder, and little work in the first process."""

import os
import re
import subprocess

import pytest
from sample_corpus import contents, corpus, tiny

from aligner.split.rules import rules_for

# Runs the command in this process, and prints what it cost. The children are its workers.
MEASURED = """
import resource
import sys
from dataclasses import replace

from aligner.command.main import main
from aligner.corpus import worker
from aligner.corpus.records import Counts, State
from aligner.write.result import SentenceCounts

SIDE = SentenceCounts(1, 1, 0, 0)
DONE = {"state": State.DONE, "inputs": "0" * 64, "written": "0" * 64, "counts": Counts(SIDE, SIDE, {"1-1": 1}, 1)}


def align_nothing(batch, settings):
    return [worker.DocumentResult(replace(item.document, **DONE)) for item in batch.items]


if __name__ == "__main__":
    if "--align-nothing" in sys.argv:
        sys.argv.remove("--align-nothing")
        worker.run_batch = align_nothing
    try:
        main(prog_name="align")
    except SystemExit as status:
        first, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        seconds = [round(use.ru_utime + use.ru_stime, 3) for use in (first, workers)]
        print("measured", status.code, *seconds, first.ru_maxrss, workers.ru_maxrss, file=sys.stderr)
"""


@pytest.fixture
def measured(here, command):
    """Run the command; CPU seconds of the first process and of all its workers, and the highest peak in kilobytes."""
    (executable, *_), environment = command
    (here / "measured.py").write_text(MEASURED, encoding="utf-8")

    def measured(*arguments):
        line = [executable, "measured.py", *map(str, arguments), "-q", "--method", "length"]
        done = subprocess.run(line, env=environment, stderr=subprocess.PIPE, check=True)
        status, *figures = re.search(rb"measured (.*)", done.stderr)[1].split()
        assert status == b"0"
        first, workers, *peaks = map(float, figures)
        return first, workers, max(peaks)

    return measured


@pytest.fixture(scope="module")
def tiny_folders(tmp_path_factory):
    """Return a function of a number of documents: a folder of documents of one pair each. Each folder is made once."""
    folders = {}

    def tiny_folder(documents):
        if documents not in folders:
            folders[documents] = tiny(tmp_path_factory.mktemp("tiny") / str(documents), documents)
        return folders[documents]

    return tiny_folder


@pytest.mark.parametrize(
    ("options", "few", "many", "slope"),
    [
        pytest.param(["-j", "1"], 500, 4000, 2, id="one process", marks=pytest.mark.slow),
        # The first process alone: discovery, journal, batches and summary.
        pytest.param(["-j", "1", "--align-nothing"], 2000, 32_000, 0.13, id="journal", marks=pytest.mark.slow),
        pytest.param(["-j", "2"], 500, 4000, 1, id="two workers", marks=pytest.mark.slow),
    ],
)
def test_memory_does_not_grow_with_the_folder(measured, tiny_folders, options, few, many, slope):
    """The slope is in kilobytes per document; the record of a document takes about one kilobyte."""
    small, large = (measured(tiny_folders(size), "-o", f"out{size}", *options)[2] for size in (few, many))
    assert large - small <= slope * (many - few), (small, large)


@pytest.mark.slow
def test_two_workers_take_little_more_time_than_one_process(here, measured):
    """All times are CPU time.

    The workers wait for the first process. If it takes at most a tenth of their time, two cores give 1.8 times the
    speed. Two workers on the two threads of one core take more time than one process, hence the factor of 1.7.
    """
    corpus(here / "corpus", 300)
    one, _, _ = measured("corpus", "-o", "one", "-j", "1")
    first, workers, _ = measured("corpus", "-o", "two", "-j", "2")
    start = 0.5  # seconds for imports, once in each process, whatever the number of documents
    assert contents(here / "one") == contents(here / "two")
    assert first - start < 0.1 * workers
    assert first + workers - 3 * start < 1.7 * one


def test_memory_of_the_splitter_is_bounded():
    """Otherwise the memory of a worker that runs for days would grow with the vocabulary."""
    assert rules_for("en")._full_stops._punkt_ends.cache_info().maxsize


def test_the_folder_is_made_the_same_each_time(tmp_path):
    assert contents(corpus(tmp_path / "a", 3)) == contents(corpus(tmp_path / "b", 3))


@pytest.mark.slow
def test_progress_is_shown_on_a_terminal_and_only_there(here, command, run):
    corpus(here / "corpus", 30, 1, 3)
    line, environment = command
    arguments = [*line, "corpus", "--method", "length", "-o"]
    leader, terminal = os.openpty()
    try:
        done = subprocess.run([*arguments, "out"], env=environment, stderr=terminal, stdout=subprocess.PIPE, check=True)
    finally:
        os.close(terminal)
    shown = b""
    try:
        while data := os.read(leader, 1 << 16):
            shown += data
    except OSError:
        pass  # Linux reports the end of the output of a terminal as an error
    finally:
        os.close(leader)
    assert done.stdout == b""
    line = rb"\r\x1b\[Kalign: \d+ of 30 documents, .*\d+ sentences a second, 0:00:\d\d left, 0 failed"
    assert re.search(line, shown)
    last_line = list(re.finditer(line, shown))[-1]
    assert re.match(rb"\r\x1b\[Kalign: \w", shown[last_line.end() :])  # cleared before the first message
    assert b"align: 30 of 30 documents aligned" in shown
    piped = run("corpus", "--method", "length", "-o", "again").stderr
    assert "30 of 30 documents aligned" in piped
    assert "\r" not in piped
    assert "left" not in piped
