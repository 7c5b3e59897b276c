"""A limit of the time of a document: who ends when it is over, what is said, and that the others are as without it."""

import faulthandler
import os
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sample_corpus import PAIR, contents, corpus

from aligner.corpus import dispatch, executors, lexicon_pass, worker
from aligner.corpus.batch import Batch, DocumentResult, WorkItem
from aligner.corpus.records import DocumentRecord, State
from aligner.corpus.time_limit import time_limit
from aligner.settings import Settings
from aligner.steps import Step
from aligner.write.document import OutputOptions

TEMPLATE = Batch((), OutputOptions(), "", "", 5.0)
TOO_SLOW = "took longer than 5 seconds; allow more with --timeout, or align it alone"


def batch_of(count, timeout=5.0):
    items = [WorkItem(DocumentRecord(str(number), f"{number}.txt", "", 1)) for number in range(count)]
    return TEMPLATE._replace(items=tuple(items), timeout=timeout)


class FakePool(executors.InProcess):
    """A pool of one worker that dies of some documents; its clock goes by the seconds that each document takes."""

    def __init__(self, seconds, deadly=()):
        self.seconds, self.deadly = seconds, deadly
        self.now, self.handed_out, self.restarts = 0.0, [], 0

    def submit(self, batch):
        self.handed_out.append([item.document.name for item in batch.items])
        future, results = Future(), []
        for item in batch.items:
            seconds = self.seconds.get(item.document.name, 1.0)
            self.now += min(seconds, batch.timeout or seconds)
            if item.document.name in self.deadly or (batch.timeout and seconds >= batch.timeout):
                future.set_exception(BrokenProcessPool("dead"))
                return future
            results.append(DocumentResult(replace(item.document, state=State.DONE)))
        future.set_result(results)
        return future

    def restart(self):
        self.restarts += 1


@pytest.fixture
def results(monkeypatch):
    """The state and the error of each document of a batch, by its name."""

    def results(pool, batch):
        monkeypatch.setattr(dispatch, "monotonic", lambda: pool.now)
        (done,) = dispatch.run_batches([batch], pool)
        return {result.document.name: (result.document.state, result.document.error) for result in done}

    return results


class TestHandingOut:
    def test_a_document_that_takes_too_long_fails_and_the_others_are_done_one_by_one(self, results):
        pool = FakePool({"1": 1e9})
        done = results(pool, batch_of(4))
        assert done.pop("1") == (State.FAILED, f"1.txt: {TOO_SLOW}")
        assert done == dict.fromkeys("023", (State.DONE, ""))
        assert pool.handed_out == [["0", "1", "2", "3"], ["0"], ["1"], ["2"], ["3"]]
        assert pool.restarts == 2

    def test_all_together_may_take_longer(self, results):
        pool = FakePool({})
        assert set(results(pool, batch_of(40)).values()) == {(State.DONE, "")}
        assert len(pool.handed_out) == 1

    def test_many_do_not_end_the_run_as_crashes_do(self, results):
        slow = {str(number): 1e9 for number in range(3 * dispatch.MAX_CONSECUTIVE_CRASHES)}
        done = results(FakePool(slow), batch_of(len(slow) + 1))
        assert [state for state, _ in done.values()] == [*[State.FAILED] * len(slow), State.DONE]

    def test_a_crash_within_the_time_is_a_crash(self, results):
        done = results(FakePool({}, deadly="1"), batch_of(3))
        problem = "the process that aligned it has died, twice; it may need more memory than there is"
        assert done["1"] == (State.FAILED, f"1.txt: {problem}")

    def test_one_second_is_not_seconds(self, results):
        assert "longer than 1 second;" in results(FakePool({"0": 9.0}), batch_of(1, 1.0))["0"][1]


class TestWorker:
    def test_aligns_each_document_in_its_own_time(self, here, monkeypatch):
        times, together = [], []

        @contextmanager
        def noted(seconds):
            times.append(seconds)
            yield

        def run_together(batch, settings):
            together.append(len(batch.items))
            return [DocumentResult(batch.items[0].document)]

        monkeypatch.setattr(worker, "time_limit", noted)
        monkeypatch.setattr(worker, "_run_together", run_together)
        assert len(worker.run_batch(batch_of(3), Settings())) == 3
        assert (times, together) == ([5.0] * 3, [1] * 3)

    def test_stops_where_nothing_can_be_written(self, monkeypatch):
        stopped = [DocumentResult(replace(batch_of(1).items[0].document, state=State.STOPPED))]
        monkeypatch.setattr(worker, "_run_together", lambda batch, settings: stopped)
        assert worker.run_batch(batch_of(3), Settings()) == stopped

    def test_waits_without_python_and_stops_waiting(self, monkeypatch):
        calls = []
        monkeypatch.setattr(faulthandler, "dump_traceback_later", lambda *given, **named: calls.append((given, named)))
        monkeypatch.setattr(faulthandler, "cancel_dump_traceback_later", lambda: calls.append("cancelled"))
        with pytest.raises(ZeroDivisionError), time_limit(7.5):
            raise ZeroDivisionError
        (given, named), cancelled = calls
        assert (given, named["exit"], named["file"].name, cancelled) == ((7.5,), True, os.devnull, "cancelled")
        with time_limit(None):
            assert len(calls) == 2


class TestLearning:
    SAMPLE = (("a",), ("b",), ("c",), ("d",))

    def learn(self, monkeypatch, timeout, deadly, step=Step.READ):
        """Learn in a process that dies of some documents; returns the documents of each process."""
        samples = []

        def run_in_subprocess(learn, sample, settings, report):
            samples.append("".join(name for (name,) in sample))
            for number, (name,) in enumerate(sample):
                report(Step.READ, number, len(sample))
                if name in deadly and step is Step.READ:
                    raise BrokenProcessPool("dead")
            report(Step.LOOK_UP, 0, 1)
            if step is Step.LOOK_UP:
                raise BrokenProcessPool("dead")
            return (), len(sample)

        monkeypatch.setattr(executors, "run_in_subprocess", run_in_subprocess)
        try:
            lexicon_pass._learn_in_subprocess(self.SAMPLE, Settings(), timeout, lambda *report: None)
        except BrokenProcessPool:
            samples.append("dead")
        return samples

    def test_leaves_out_documents_that_are_not_read_in_time(self, monkeypatch):
        assert self.learn(monkeypatch, 5.0, "bd") == ["abcd", "acd", "ac"]
        assert self.learn(monkeypatch, 5.0, "abcd") == ["abcd", "bcd", "cd", "d", ""]

    def test_ends_if_the_search_takes_too_long(self, monkeypatch):
        assert self.learn(monkeypatch, 5.0, "", Step.LOOK_UP) == ["abcd", "dead"]

    def test_ends_with_its_process_if_there_is_no_limit(self, monkeypatch):
        assert self.learn(monkeypatch, None, "b") == ["abcd", "dead"]


def test_is_not_for_a_cluster_or_for_one_document(make, run):
    make("a.txt")
    result = run("corpus", "-o", "out", "--timeout", "5", "--cluster", "tcp://nowhere:1")
    message = "Error: --timeout is for processes of this machine, not of --cluster; drop one of them.\n"
    assert (result.exit_code, result.stderr.endswith(message)) == (2, True)
    result = run("corpus/a.txt", "--timeout", "5")
    assert result.exit_code == 2
    assert "--timeout is for many documents; give a folder or --manifest, or drop it." in result.stderr
    for time in ("0", "-1", "1.5", "nan", "inf", "1000001"):
        assert run("corpus", "-o", "out", "--timeout", time).exit_code == 2


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_endless_document_fails_and_the_others_are_as_without_it(here, process, jobs):
    """A pipe to which nobody writes, the first document of a list, and another one that is read in the middle."""
    corpus(here / "corpus", 12, 1, 3)
    lines = process("corpus", "--dry-run").stdout.decode().splitlines()
    Path("calm.tsv").write_text("\n".join(lines), encoding="utf-8")
    for name in ("first.txt", "later.txt"):
        os.mkfifo(name)
    Path("list.tsv").write_text("\n".join(["first.txt", *lines[:6], "later.txt", *lines[6:]]), encoding="utf-8")
    assert process("--manifest", "calm.tsv", "-o", "calm", "-q").returncode == 0
    result = process("--manifest", "list.tsv", "-o", "out", "-q", "-j", jobs, "--timeout", "3")
    message = result.stderr.decode()
    assert (result.returncode, message.count("\n")) == (1, 2)
    for name, line in zip(("first.txt", "later.txt"), message.splitlines(), strict=True):
        assert line == f"align: failed: {name}: {TOO_SLOW.replace('5', '3')}"
    found, expected = contents(here / "out"), contents(here / "calm")
    del found["summary.json"], expected["summary.json"]
    assert found == expected
    assert os.listdir("out/.align/parts") == []


@pytest.mark.slow
def test_ordinary_documents_are_aligned_in_time(make, process):
    make("a.txt", "b.txt", **{"c.txt": "".join(PAIR) * 40})
    for output, options in (("calm", []), ("out", ["--timeout", "500"])):
        assert process("corpus", "-o", output, "-q", *options).returncode == 0
    assert contents(Path("out")) == contents(Path("calm"))
