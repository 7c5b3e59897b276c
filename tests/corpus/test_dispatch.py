"""Batches: which documents are aligned together, in what order results come, and what happens if workers are lost."""

import multiprocessing
import os
import signal
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.corpus import dispatch, executors, fallback, worker
from aligner.corpus.batch import Batch, DocumentResult, WorkItem
from aligner.corpus.records import DocumentRecord, State
from aligner.errors import InputError
from aligner.pipeline import Settings
from aligner.write.document import OutputOptions

TEMPLATE = Batch((), OutputOptions(), "", "")


def item(number, size=1):
    return WorkItem(DocumentRecord(f"{number:05}", f"{number:05}.txt", "", size))


def items(count, size=1):
    return [item(number, size) for number in range(count)]


def names(batches):
    return [[item.document.name for item in batch.items] for batch in batches]


def done(batch):
    return [DocumentResult(replace(item.document, state=State.DONE)) for item in batch.items]


class FakePool(executors.InProcess):
    """A pool whose batches end as a function says: results, an error, or None for a cancelled future."""

    def __init__(self, end=done):
        self.end = end
        self.submitted, self.restarts = [], 0

    def submit(self, batch):
        self.submitted += names([batch])
        future = Future()
        end = self.end(batch)
        if isinstance(end, BaseException):
            future.set_exception(end)
        elif end is None:
            future.cancel()
            future.set_running_or_notify_cancel()
        else:
            future.set_result(end)
        return future

    def capacity(self):
        return 4

    def restart(self):
        self.restarts += 1


class TestBatches:
    def test_hold_256_documents(self):
        batches = list(dispatch.make_batches(items(600), TEMPLATE))
        assert [len(batch.items) for batch in batches] == [256, 256, 88]

    def test_hold_fewer_documents_if_there_are_too_few_for_all_workers(self):
        assert [len(batch.items) for batch in dispatch.make_batches(items(100), TEMPLATE, 40)] == [40, 40, 20]
        sizes = [dispatch.batch_size(documents, 2) for documents in (1, 100, 600, 1600, 9999)]
        assert sizes == [32, 32, 75, 200, 256]

    def test_hold_a_limited_number_of_bytes(self):
        batches = list(dispatch.make_batches(items(10, dispatch.MAX_BYTES // 4), TEMPLATE))
        assert [len(batch.items) for batch in batches] == [4, 4, 2]

    def test_long_document_has_a_batch_of_its_own(self):
        documents = [item(0), item(1, dispatch.MAX_BYTES * 9), item(2)]
        batches = dispatch.make_batches(documents, TEMPLATE, keep_order=True)
        assert names(batches) == [["00000"], ["00001"], ["00002"]]

    def test_documents_of_one_size_are_together_where_the_order_does_not_matter(self):
        documents = [item(number, dispatch.MAX_BYTES // (2 + number % 2)) for number in range(10)]
        batches = names(dispatch.make_batches(documents, TEMPLATE))
        assert [len({int(name) % 2 for name in batch}) for batch in batches] == [1] * 5

    @given(st.lists(st.integers(0, 3 * dispatch.MAX_BYTES), max_size=700), st.booleans())
    def test_hold_every_document_once(self, sizes, keep_order):
        documents = [item(number, size) for number, size in enumerate(sizes)]
        batches = names(dispatch.make_batches(documents, TEMPLATE, keep_order=keep_order))
        found = [name for batch in batches for name in batch]
        assert (found if keep_order else sorted(found)) == [item.document.name for item in documents]

    def test_are_made_when_they_are_needed(self):
        pool = FakePool()
        results = dispatch.run_batches(dispatch.make_batches(map(item, count()), TEMPLATE), pool)
        for _ in range(100):
            next(results)
        assert len(pool.submitted) < 100 + 2 * pool.capacity()


class TestResults:
    def test_come_in_order_if_the_order_is_kept(self):
        class Late(FakePool):
            """Every other batch is finished only after the next one was handed out."""

            def submit(self, batch):
                future = super().submit(batch)
                if len(self.submitted) % 2 == 0:
                    return future
                late, self.held = Future(), future
                self.late = late
                return late

            def capacity(self):
                if hasattr(self, "late") and not self.late.done() and len(self.submitted) % 2 == 0:
                    self.late.set_result(self.held.result())
                return super().capacity()

        batches = list(dispatch.make_batches(items(20, dispatch.MAX_BYTES), TEMPLATE))
        results = dispatch.run_batches(batches, Late(), keep_order=True)
        assert [result.document.name for page in results for result in page] == [f"{number:05}" for number in range(20)]


class TestLostWorkers:
    def test_document_that_kills_its_worker_is_found_and_the_others_are_done(self):
        def end(batch):
            return BrokenProcessPool("gone") if "00042" in names([batch])[0] else done(batch)

        pool = FakePool(end)
        results = dispatch.run_batches(dispatch.make_batches(items(200), TEMPLATE), pool)
        found = {result.document.name: result.document for page in results for result in page}
        assert len(found) == 200
        assert [name for name, document in found.items() if document.state != State.DONE] == ["00042"]
        assert "00042.txt: the process that aligned it has died, twice" in found["00042"].error
        assert pool.restarts >= 8

    def test_batches_that_were_lost_with_another_are_done_again(self):
        lost = []

        def end(batch):
            if len(lost) < 4:
                lost.append(batch)
                return BrokenProcessPool("gone")
            return done(batch)

        batches = dispatch.make_batches(items(8, dispatch.MAX_BYTES), TEMPLATE)
        results = [result for page in dispatch.run_batches(batches, FakePool(end)) for result in page]
        assert {result.document.state for result in results} == {State.DONE}
        assert len(results) == 8

    @pytest.mark.parametrize(
        ("end", "words"),
        [
            pytest.param(BrokenProcessPool("gone"), "the workers: 5 in a row have died", id="all die"),
            pytest.param(ImportError("no aligner"), "the workers: cannot run align: no aligner", id="not installed"),
            pytest.param(InputError("the workers", "another version"), "another version", id="another version"),
            pytest.param(None, "the cluster: the scheduler is gone", id="scheduler gone"),
        ],
    )
    def test_run_stops_if_any_other_batch_would_fail_too(self, end, words):
        with pytest.raises(InputError, match=words):
            list(dispatch.run_batches(dispatch.make_batches(items(1000), TEMPLATE), FakePool(lambda batch: end)))


def test_worker_of_another_version_refuses():
    with pytest.raises(InputError, match=r"this worker has align .*, the command has 0\.0"):
        worker.run_batch(TEMPLATE._replace(version="0.0"), Settings())


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has no signal masks")
def test_control_c_does_not_end_a_worker_that_is_still_starting(capfd):
    with executors.local_processes(1, Settings()) as pool:
        result = pool.submit(TEMPLATE)
        (process,) = multiprocessing.active_children()
        while not result.done():
            os.kill(process.pid, signal.SIGINT)
            time.sleep(0.01)
        assert result.result() == []
    assert capfd.readouterr().err == ""


class TestCores:
    @pytest.mark.parametrize(
        ("quota", "expected"),
        [("max 100000", 8), ("200000 100000", 2), ("150000 100000", 2), ("50000 100000", 1), ("nonsense", 8)],
    )
    def test_are_those_of_the_process_and_its_container(self, tmp_path, monkeypatch, quota, expected):
        (tmp_path / "cpu.max").write_text(quota)
        monkeypatch.setattr(executors.os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
        assert executors.count_cores(tmp_path / "cpu.max") == expected

    def test_without_a_container(self, tmp_path):
        assert executors.count_cores(tmp_path / "none") >= 1


@pytest.mark.parametrize("error", [OSError(30, "Read-only file system"), RuntimeError("can't start new thread")])
def test_without_further_processes_this_one_does_all_the_work(monkeypatch, error, caplog):
    def refuse(*arguments, **options):
        raise error

    monkeypatch.setattr(executors, "ProcessPool", refuse)
    with fallback.processes_if_possible(2, Settings()) as pool:
        assert isinstance(pool, executors.InProcess)
    assert "no further process can be started" in caplog.text
    assert executors.run_in_subprocess(lambda report: 7, report=lambda *_: None) == 7


@pytest.mark.slow
@pytest.mark.parametrize("starts", [0, 1], ids=["no process", "one process"])
def test_a_process_that_is_refused_later_costs_no_document(make, monkeypatch, run, starts):
    """Thirty-three documents are work for two processes."""
    make(*(f"{number}.txt" for number in range(40)))
    start = multiprocessing.get_context("spawn").Process.start
    left = starts

    def refuse(process):
        nonlocal left
        left -= 1
        if left < 0:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        start(process)

    monkeypatch.setattr(multiprocessing.get_context("spawn").Process, "start", refuse)
    result = run("corpus", "-o", "out", "-j", "2", "--method", "length")
    assert result.exit_code == 0, result.stderr
    assert "40 of 40 documents aligned" in result.stderr
    words = "no further process can be started ([Errno 11] Resource temporarily unavailable); one process does all"
    assert words in result.stderr


@pytest.mark.slow
def test_a_thread_of_the_pool_that_is_refused_costs_no_document(make, monkeypatch, run, capfd):
    def refuse(queue):
        raise RuntimeError("can't start new thread")

    make(*(f"{number}.txt" for number in range(40)))
    monkeypatch.setattr(multiprocessing.queues.Queue, "_start_thread", refuse)
    result = run("corpus", "-o", "out", "-j", "2", "--method", "length")
    assert result.exit_code == 0, result.stderr
    assert "can't start new thread); one process does all the work" in result.stderr
    assert "40 of 40 documents aligned" in result.stderr
    assert "Traceback" not in capfd.readouterr().err


def test_a_limit_of_time_without_further_processes_is_an_error(monkeypatch):
    def refuse(*arguments, **options):
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(executors, "ProcessPool", refuse)
    with (
        pytest.raises(InputError, match="--timeout: this needs a second process, which cannot be started"),
        fallback.processes_if_possible(2, Settings(), may_be_alone=False),
    ):
        pass
