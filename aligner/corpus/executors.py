"""Executors of batches: this process, processes on this machine, or a Dask cluster, behind one interface.

A worker pool is an executor in the sense of `concurrent.futures` that can be restarted, and stopped at once.
"""

from __future__ import annotations

import math
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from aligner.corpus import worker, worker_process
from aligner.corpus.batch import Batch, DocumentResult
from aligner.corpus.process_pool import CANNOT_START, ProcessPool, Value
from aligner.errors import InputError
from aligner.notices import logger
from aligner.settings import Settings
from aligner.signals import sigint_blocked
from aligner.steps import Report

IN_FLIGHT_PER_WORKER = 2  # batches; one is aligned while the other waits, so that no worker has to wait
_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")
ALONE = "no further process can be started (%s); one process does all the work"
SCHEDULER_TIMEOUT = "30s"  # for a Dask scheduler to answer

Results = Future[list[DocumentResult]]


class WorkerPool(Protocol):
    """Workers that align batches.

    submit: hand out a batch; returns a future.
    capacity: number of batches to hand out at the same time.
    restart: replace workers that are lost.
    stop: end all workers at once.
    """

    def submit(self, batch: Batch) -> Results: ...  # noqa: D102

    def capacity(self) -> int: ...  # noqa: D102

    def restart(self) -> None: ...  # noqa: D102

    def stop(self) -> None: ...  # noqa: D102


class InProcess:
    """This process, which aligns a batch when it is submitted. It needs no time to start, and cannot be lost."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def submit(self, batch: Batch) -> Results:
        """Align a batch. Returns a future that is done."""
        future: Results = Future()
        try:
            future.set_result(worker.run_batch(batch, self._settings))
        except Exception as error:
            future.set_exception(error)
        return future

    def capacity(self) -> int:
        """One batch."""
        return 1

    def restart(self) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""


class LocalProcesses:
    """Processes on this machine. They end when this process ends, for whatever reason: each waits at a pipe to it.

    If the system refuses further processes, fewer do the work, and in the end this process alone.

    settings: sent once to each process, since they may hold a lexicon of thousands of entries.
    reports: the end of a pipe to which functions that report their steps send them; None if there is none.
    may_be_alone: False if documents may end their process, so that it must not be this one.
    """

    def __init__(
        self, processes: int, settings: Settings, reports: Connection | None = None, *, may_be_alone: bool = True
    ) -> None:
        self._processes, self._settings, self._reports = processes, settings, reports
        self._may_be_alone = may_be_alone
        self._alone: InProcess | None = None
        self._start()

    def _start(self) -> None:
        # A forked process would have the files, locks and threads of its parent, and would keep the pipe open.
        context = multiprocessing.get_context("spawn")
        reader, self._lifeline = context.Pipe(duplex=False)
        self._executor = ProcessPool(
            self._processes,
            mp_context=context,
            initializer=worker_process.start,
            initargs=(reader, self._settings, self._reports),
        )
        try:
            self._ready = self.submit_call(os.getpid)
        except CANNOT_START:
            self.stop()
            raise

    def submit(self, batch: Batch) -> Results:
        """Hand out a batch. Returns a future."""
        if self._alone:
            return self._alone.submit(batch)
        try:
            return self.submit_call(worker_process.run_batch, batch)
        except BrokenExecutor as error:
            future: Results = Future()
            future.set_exception(error)
            return future

    def submit_call(self, function: Callable[..., Value], *arguments: Any) -> Future[Value]:
        """Have a function called in one of the processes; starts a process if all are busy and more are allowed."""
        # A process that starts must not end on Ctrl-C, with a traceback, before `worker_process` makes it ignore that.
        with sigint_blocked():
            return self._executor.submit(function, *arguments)

    def capacity(self) -> int:
        """More batches than processes."""
        return self._alone.capacity() if self._alone else IN_FLIGHT_PER_WORKER * self._processes

    def restart(self) -> None:
        """Stop all processes and start new ones; one of them is ready when this returns, or this process is alone."""
        if self._alone:
            return
        if self._executor.refusal:
            self._processes = 1
        self.stop()
        try:
            self._start()
            # Otherwise the time that a process needs to start would be taken for that of a document.
            self._ready.result()
        except CANNOT_START as error:
            self.stop()
            if not self._may_be_alone:
                raise no_process(error) from None
            logger.warning(ALONE, error)
            self._alone = InProcess(self._settings)

    def is_ready(self) -> bool:
        """Wait for the first process; False if the system starts none."""
        return self._ready.exception() is None

    def shutdown(self) -> None:
        """Wait for the processes to exit, when they have nothing more to do."""
        self._executor.shutdown()

    def stop(self) -> None:
        """End the processes at once."""
        self._lifeline.close()
        self._executor.kill()
        self._executor.shutdown(wait=False, cancel_futures=True)


class DaskCluster:
    """The workers of a running Dask cluster, which gives the batches of lost workers to others.

    settings: sent with each batch, so that workers may join at any time.
    """

    def __init__(self, client: Any, settings: Settings) -> None:
        self._client, self._settings = client, settings
        self._executor = client.get_executor(retries=3)

    def submit(self, batch: Batch) -> Results:
        """Hand out a batch. Returns a future."""
        future: Results = self._executor.submit(worker.run_batch, batch, self._settings)
        return future

    def capacity(self) -> int:
        """More batches than the present number of threads; a cluster may grow and shrink."""
        threads: int = sum(self._client.ncores().values())
        return IN_FLIGHT_PER_WORKER * max(1, threads)

    def restart(self) -> None:
        """Do nothing: Dask replaces lost workers itself."""

    def stop(self) -> None:
        """Cancel the batches that are handed out."""
        self._executor.shutdown(wait=False)


def no_process(error: BaseException) -> InputError:
    """Return the error for a limit of time where the system starts no process that could be ended."""
    problem = f"this needs a second process, which cannot be started: {error}"
    return InputError("--timeout", problem, hint="allow more processes, or leave the option out")


def run_in_subprocess(function: Callable[..., Value], *arguments: Any, report: Report) -> Value:
    """Call a function in a process of its own, and return its result.

    function: gets a `Report` after its arguments.
    report: called in this process with what the function reports.

    If the system starts no further process, this one calls the function.

    Raises BrokenExecutor if the process dies after it has started.
    """
    reader, writer = multiprocessing.get_context("spawn").Pipe(duplex=False)
    with ExitStack() as stack:
        stack.enter_context(reader)
        stack.enter_context(writer)
        try:
            pool = stack.enter_context(local_processes(1, Settings(), writer))
            future: Future[Value] = pool.submit_call(worker_process.call_with_reports, function, *arguments)
        except CANNOT_START:
            return function(*arguments, report)
        writer.close()  # the process has the only other copy, which closes at its end, whatever that is
        with suppress(EOFError, OSError):
            while True:
                report(*reader.recv())
        if not pool.is_ready():
            return function(*arguments, report)
        return future.result()


@contextmanager
def in_process(settings: Settings) -> Iterator[WorkerPool]:
    """This process as a worker pool."""
    yield InProcess(settings)


@contextmanager
def local_processes(
    processes: int, settings: Settings, reports: Connection | None = None, *, may_be_alone: bool = True
) -> Iterator[LocalProcesses]:
    """Processes on this machine as a worker pool; see `LocalProcesses`."""
    pool = LocalProcesses(processes, settings, reports, may_be_alone=may_be_alone)
    try:
        yield pool
        pool.shutdown()
    finally:
        pool.stop()


@contextmanager
def dask_cluster(address: str, settings: Settings, timeout: str = SCHEDULER_TIMEOUT) -> Iterator[WorkerPool]:
    """The workers of a Dask scheduler as a worker pool.

    Raises InputError if no scheduler answers, or if Dask is missing.
    """
    try:
        import distributed
    except ImportError:
        hint = "install the extra: pip install '.[cluster]'"
        raise InputError(f"--cluster {address}", "this needs Dask", hint=hint) from None
    if address.startswith("tls:") and not distributed.Security().get_connection_args("client").get("ssl_context"):
        raise InputError(address, "TLS needs a certificate", hint="name it as docs/cluster.md says")
    try:
        client: Any = distributed.Client(address, timeout=timeout, set_as_default=False)
    except (OSError, ValueError) as error:
        problem = f"no Dask scheduler answers: {error}"
        raise InputError(address, problem, hint="start one, or see docs/cluster.md") from None
    pool = DaskCluster(client, settings)
    try:
        yield pool
    finally:
        pool.stop()
        client.close(timeout=1)


def count_cores(quota_file: Path = _CPU_QUOTA) -> int:
    """Number of cores that this process may use, by its affinity and by the CPU quota of its container."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = quota_file.read_text(encoding="ascii").split()
        cores = min(cores, max(1, math.ceil(int(quota) / int(period))))
    return cores
