"""Who does the work: this process, others on this machine, or a Dask cluster, behind one interface.

A crew is an executor, as `concurrent.futures` has them, that can be made anew when it breaks and be
stopped at once.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol, TypeVar

from aligner.corpus import worker
from aligner.errors import InputError

AHEAD = 2  # tasks a worker, so that none waits for its next
_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_PATIENCE = "30s"  # for a scheduler to answer

Results = Future[list[worker.Result]]
Thing = TypeVar("Thing")


class Crew(Protocol):
    """Workers. submit: hand out a task. width: how many tasks are to be handed out at one time.
    renew: make it work again after it broke. stop: end at once whatever is being done.
    """

    def submit(self, task: worker.Task) -> Results: ...  # noqa: D102

    def width(self) -> int: ...  # noqa: D102

    def renew(self) -> None: ...  # noqa: D102

    def stop(self) -> None: ...  # noqa: D102


class Alone:
    """This process does a task when it is handed out: no start-up, nothing to break."""

    def submit(self, task: worker.Task) -> Results:
        """The results, which are there already."""
        future: Results = Future()
        try:
            future.set_result(worker.run(task))
        except Exception as error:
            future.set_exception(error)
        return future

    def width(self) -> int:
        """One."""
        return 1

    def renew(self) -> None:
        """Nothing to do."""

    def stop(self) -> None:
        """Nothing to do."""


class Local:
    """Processes on this machine. They end when this one does, whatever ends it: a pipe tells them."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._start()

    def _start(self) -> None:
        # Not forked: a fork has the files, locks and threads of its parent, and would keep the pipe open.
        context = multiprocessing.get_context("spawn")
        reader, self._lifeline = context.Pipe(duplex=False)
        self._executor: Executor = ProcessPoolExecutor(
            self._jobs, mp_context=context, initializer=_begin, initargs=(reader,)
        )

    def submit(self, task: worker.Task) -> Results:
        """The results to come."""
        try:
            return self._executor.submit(worker.run, task)
        except BrokenExecutor as error:
            future: Results = Future()
            future.set_exception(error)
            return future

    def call(self, function: Callable[..., Thing], *arguments: Any) -> Thing:
        """What a function returns in one of the processes."""
        return self._executor.submit(function, *arguments).result()

    def width(self) -> int:
        """Some more than there are processes."""
        return AHEAD * self._jobs

    def renew(self) -> None:
        """New processes for those that are gone."""
        self.stop()
        self._start()

    def dismiss(self) -> None:
        """Let the processes end, now that there is nothing to do, and see them out."""
        self._executor.shutdown()

    def stop(self) -> None:
        """End the processes."""
        self._lifeline.close()
        self._executor.shutdown(wait=False, cancel_futures=True)


def _begin(lifeline: Connection) -> None:
    """Make a process a worker: one core, deaf to Ctrl-C, and gone when the other end of the pipe is."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")

    def watch() -> None:
        with suppress(EOFError, OSError):
            lifeline.recv()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class Cluster:
    """Workers of a Dask cluster that runs already. Tasks of workers that are lost go to others."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor = client.get_executor(retries=3)

    def submit(self, task: worker.Task) -> Results:
        """The results to come."""
        future: Results = self._executor.submit(worker.run, task)
        return future

    def width(self) -> int:
        """Some more than there are threads of workers now; a cluster may grow and shrink."""
        threads: int = sum(self._client.ncores().values())
        return AHEAD * max(1, threads)

    def renew(self) -> None:
        """The cluster mends itself."""

    def stop(self) -> None:
        """Take back what has been handed out."""
        self._executor.shutdown(wait=False)


def apart(function: Callable[..., Thing], *arguments: Any) -> Thing:
    """What a function returns, from a process of its own; BrokenExecutor if that dies."""
    crew = Local(1)
    try:
        result = crew.call(function, *arguments)
        crew.dismiss()
        return result
    finally:
        crew.stop()


@contextmanager
def alone() -> Iterator[Crew]:
    """This process."""
    yield Alone()


@contextmanager
def local(jobs: int) -> Iterator[Crew]:
    """So many processes on this machine."""
    crew = Local(jobs)
    try:
        yield crew
        crew.dismiss()
    finally:
        crew.stop()


@contextmanager
def cluster(address: str) -> Iterator[Crew]:
    """The workers of a Dask scheduler; InputError if there is none, or if Dask is missing."""
    try:
        import distributed
    except ImportError:
        raise InputError(
            f"--cluster {address}", "this needs Dask", hint="install the extra: pip install '.[cluster]'"
        ) from None
    try:
        client: Any = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            address, f"no Dask scheduler answers: {error}", hint="start one, or look at docs/cluster.md"
        ) from None
    crew = Cluster(client)
    try:
        yield crew
    finally:
        crew.stop()
        client.close(timeout=1)


def cores() -> int:
    """How many cores this process may use: by its affinity, and by the quota of its container."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = _QUOTA.read_text(encoding="ascii").split()
        allowed = min(allowed, max(1, math.ceil(int(quota) / int(period))))
    return allowed
