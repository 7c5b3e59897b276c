"""What many documents cost: memory that does not grow, and two cores that do twice as much."""

import os
import re
import subprocess
import sys
import time

import pytest
from sample_corpus import contents, corpus, tiny

from aligner.split.rules import rules_for

# Runs the command in this process and says what it took; the children are its workers.
MEASURED = """
import resource, sys, time
from aligner.cli import main

if __name__ == "__main__":
    began = time.monotonic()
    try:
        main(prog_name="align")
    except SystemExit as status:
        own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        seconds = [round(use.ru_utime + use.ru_stime, 3) for use in (own, workers)]
        peaks = [use.ru_maxrss for use in (own, workers)]
        print("measured", status.code, round(time.monotonic() - began, 3), *seconds, *peaks, file=sys.stderr)
"""


@pytest.fixture
def measured(here, command):
    """Run the command; wall seconds, CPU seconds here and of workers, and peak kilobytes of either."""
    (executable, *_), environment = command
    (here / "measured.py").write_text(MEASURED, encoding="utf-8")

    def measured(*arguments):
        line = [executable, "measured.py", *arguments, "-q"]
        done = subprocess.run(line, env=environment, stderr=subprocess.PIPE, check=True)
        status, *figures = re.search(rb"measured (.*)", done.stderr)[1].split()
        assert status == b"0"
        return [float(figure) for figure in figures]

    return measured


@pytest.mark.parametrize(
    ("jobs", "few", "many"),
    [("1", 1000, 4000), ("2", 1000, 4000), pytest.param("2", 2000, 200_000, marks=pytest.mark.slow)],
)
def test_memory_does_not_grow_with_the_folder(here, measured, jobs, few, many):
    tiny(here / "few", few)
    tiny(here / "many", many)
    small, large = ([*measured(name, "-o", f"{name}.out", "-j", jobs)[3:]] for name in ("few", "many"))
    assert max(large) <= 1.3 * max(small)


@pytest.mark.slow
def test_handing_out_takes_little_of_the_time(here, measured):
    """What the first process does is what two workers wait for: a tenth at most leaves 1.8 times the speed."""
    corpus(here / "corpus", 400)
    _, own, workers, *_ = measured("corpus", "-o", "out", "-j", "2")
    start = 0.5  # seconds of CPU for imports, which many documents do not repeat
    assert own - start < 0.1 * workers


@pytest.mark.slow
def test_two_cores_are_nearly_twice_as_fast_as_one(here, measured):
    """As far as there are two: what two busy processes get done at the time is the measure."""
    corpus(here / "corpus", 20_000)
    before = _two_at_once()
    one = measured("corpus", "-o", "one", "-j", "1")
    two = measured("corpus", "-o", "two", "-j", "2")
    capacity = (before + _two_at_once()) / 2
    assert contents(here / "one") == contents(here / "two")
    assert one[0] / two[0] >= 0.85 * capacity, f"{one} {two} {capacity}"


def _two_at_once():
    """How many processes' worth of work two processes get done: 2.0 where two cores are free."""
    spin = "import time\nend = time.monotonic() + 3\nwhile time.monotonic() < end: pass\nprint(time.process_time())"
    running = [subprocess.Popen([sys.executable, "-c", spin], stdout=subprocess.PIPE) for _ in range(2)]
    return sum(float(process.communicate()[0]) for process in running) / 3


def test_what_the_splitter_remembers_is_bounded():
    """Or a worker that reads on for days would grow with the vocabulary."""
    assert rules_for("en")._breaks.cache_info().maxsize


def test_the_folder_is_made_the_same_each_time(tmp_path):
    assert contents(corpus(tmp_path / "a", 3)) == contents(corpus(tmp_path / "b", 3))


def test_progress_is_shown_on_a_terminal_and_only_there(here, command):
    corpus(here / "corpus", 30, 1, 3)
    line, environment = command
    leader, terminal = os.openpty()
    try:
        done = subprocess.run(
            [*line, "corpus", "-o", "out"], env=environment, stderr=terminal, stdout=subprocess.PIPE, check=True
        )
        time.sleep(0.1)
        shown = os.read(leader, 1 << 20).decode()
    finally:
        os.close(leader)
        os.close(terminal)
    assert done.stdout == b""
    assert re.search(r"\r\x1b\[Kalign: \d+ of 30 documents, .*\d+ sentences a second, 0:00:\d\d left, 0 failed", shown)
    assert "\r\x1b[Kalign: 30 of 30 documents aligned" in shown
    piped = subprocess.run([*line, "corpus", "-o", "again"], env=environment, capture_output=True, check=True)
    assert b"\r" not in piped.stderr
    assert b"left" not in piped.stderr
