"""Tasks and crews: what travels together, in what order it comes back, and what happens when workers are lost."""

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.corpus import dispatch, executors, worker
from aligner.corpus.worker import Entry, Result, Task
from aligner.errors import InputError
from aligner.pipeline import Settings
from aligner.write.formats import OutputOptions

LIKE = Task((), Settings(), OutputOptions(), "", "")


def entries(count, size=1):
    return [(Entry(f"{number:05}", (f"{number:05}.txt",), ""), size) for number in range(count)]


def names(tasks):
    return [[entry.name for entry in task.entries] for task in tasks]


class Pretended(executors.Alone):
    """A crew that says how each task ends, and keeps what it was asked to do."""

    def __init__(self, ends=lambda task: [Result(entry.name, "done") for entry in task.entries], width=4):
        self.ends, self.wide = ends, width
        self.submitted, self.renewed = [], 0

    def submit(self, task):
        self.submitted.append([entry.name for entry in task.entries])
        future = Future()
        end = self.ends(task)
        if isinstance(end, BaseException):
            future.set_exception(end)
        elif end is None:
            future.cancel()
            future.set_running_or_notify_cancel()
        else:
            future.set_result(end)
        return future

    def width(self):
        return self.wide

    def renew(self):
        self.renewed += 1


class TestTasks:
    def test_hold_so_many_documents(self):
        tasks = list(dispatch.tasks(entries(600), LIKE))
        assert [len(task.entries) for task in tasks] == [256, 256, 88]

    def test_hold_fewer_where_all_would_not_keep_the_workers_busy(self):
        assert [len(task.entries) for task in dispatch.tasks(entries(100), LIKE, 40)] == [40, 40, 20]
        assert [dispatch.share(documents, 2) for documents in (1, 100, 600, 1600, 9999)] == [32, 32, 75, 200, 256]

    def test_hold_so_many_bytes(self):
        tasks = list(dispatch.tasks(entries(10, dispatch.BYTES // 4), LIKE))
        assert [len(task.entries) for task in tasks] == [4, 4, 2]

    def test_long_document_travels_alone(self):
        some = entries(3)
        some[1] = (some[1][0], dispatch.BYTES * 9)
        assert names(dispatch.tasks(some, LIKE, ordered=True)) == [["00000"], ["00001"], ["00002"]]

    def test_documents_of_one_size_travel_together_where_order_does_not_matter(self):
        some = [(entry, dispatch.BYTES // (2 + number % 2)) for number, (entry, _) in enumerate(entries(10))]
        assert [len({int(name) % 2 for name in task}) for task in names(dispatch.tasks(some, LIKE))] == [1] * 5

    @given(st.lists(st.integers(0, 3 * dispatch.BYTES), max_size=700), st.booleans())
    def test_hold_every_document_once(self, sizes, ordered):
        some = [(entry, size) for (entry, _), size in zip(entries(len(sizes)), sizes, strict=True)]
        found = [name for task in names(dispatch.tasks(some, LIKE, ordered=ordered)) for name in task]
        assert (found if ordered else sorted(found)) == [entry.name for entry, _ in some]

    def test_are_made_as_they_are_needed(self):
        def endless():
            number = 0
            while True:
                yield Entry(str(number), ("a",), ""), 1
                number += 1

        workers = Pretended()
        results = dispatch.results(dispatch.tasks(endless(), LIKE), workers)
        for _ in range(100):
            next(results)
        assert len(workers.submitted) < 100 + 2 * workers.wide


class TestResults:
    def test_come_in_order_if_that_is_asked_for(self):
        class Late(Pretended):
            """Every other task is finished only when the next is asked for."""

            def submit(self, task):
                future = super().submit(task)
                if len(self.submitted) % 2 == 0:
                    return future
                late, self.held = Future(), future
                self.late = late
                return late

            def width(self):
                if hasattr(self, "late") and not self.late.done() and len(self.submitted) % 2 == 0:
                    self.late.set_result(self.held.result())
                return self.wide

        tasks = list(dispatch.tasks(entries(20, dispatch.BYTES), LIKE))
        found = [result.name for results in dispatch.results(tasks, Late(), ordered=True) for result in results]
        assert found == [f"{number:05}" for number in range(20)]


class TestLostWorkers:
    def test_document_that_kills_is_found_and_the_others_are_done(self):
        def ends(task):
            if any(entry.name == "00042" for entry in task.entries):
                return BrokenProcessPool("gone")
            return [Result(entry.name, "done") for entry in task.entries]

        workers = Pretended(ends)
        tasks = dispatch.tasks(entries(200), LIKE)
        found = {result.name: result for results in dispatch.results(tasks, workers) for result in results}
        assert len(found) == 200
        assert [name for name, result in found.items() if result.state != "done"] == ["00042"]
        assert "00042.txt: the process that aligned it has died, twice" in found["00042"].error
        assert workers.renewed >= 8

    def test_tasks_that_were_lost_with_another_are_done_again(self):
        lost = []

        def ends(task):
            if len(lost) < 4:
                lost.append(task)
                return BrokenProcessPool("gone")
            return [Result(entry.name, "done") for entry in task.entries]

        tasks = dispatch.tasks(entries(8, dispatch.BYTES), LIKE)
        found = [result for results in dispatch.results(tasks, Pretended(ends)) for result in results]
        assert {result.state for result in found} == {"done"}
        assert len(found) == 8

    @pytest.mark.parametrize(
        ("end", "words"),
        [
            pytest.param(BrokenProcessPool("gone"), "the workers: 5 in a row have died", id="all die"),
            pytest.param(ImportError("no aligner"), "the workers: cannot run align: no aligner", id="not installed"),
            pytest.param(InputError("the workers", "another version"), "another version", id="another version"),
            pytest.param(None, "the cluster: the scheduler is gone", id="scheduler gone"),
        ],
    )
    def test_run_stops_where_going_on_makes_no_sense(self, end, words):
        with pytest.raises(InputError, match=words):
            list(dispatch.results(dispatch.tasks(entries(1000), LIKE), Pretended(lambda task: end)))


def test_worker_of_another_version_refuses():
    with pytest.raises(InputError, match=r"this worker has align .*, the command has 0\.0"):
        worker.run(LIKE._replace(version="0.0"))


class TestCores:
    @pytest.mark.parametrize(
        ("quota", "expected"),
        [("max 100000", 8), ("200000 100000", 2), ("150000 100000", 2), ("50000 100000", 1), ("nonsense", 8)],
    )
    def test_are_those_of_the_process_and_its_container(self, tmp_path, monkeypatch, quota, expected):
        (tmp_path / "cpu.max").write_text(quota)
        monkeypatch.setattr(executors, "_QUOTA", tmp_path / "cpu.max")
        monkeypatch.setattr(executors.os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
        assert executors.cores() == expected

    def test_without_a_container(self, tmp_path, monkeypatch):
        monkeypatch.setattr(executors, "_QUOTA", tmp_path / "none")
        assert executors.cores() >= 1
