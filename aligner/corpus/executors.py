"""Executors of batches: this process, processes on this machine, or a Dask cluster, behind one interface.

A worker pool is an executor in the sense of `concurrent.futures` that can be restarted when it breaks, and stopped
at once.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol, TypeVar

from aligner.corpus import worker
from aligner.corpus.batch import Batch, DocumentResult
from aligner.errors import InputError
from aligner.settings import Settings
from aligner.signals import sigint_blocked
from aligner.steps import Report, Step

IN_FLIGHT_PER_WORKER = 2  # batches; one is aligned while the other waits, so that no worker has to wait
_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")
SCHEDULER_TIMEOUT = "30s"  # for a Dask scheduler to answer
CANNOT_START = (OSError, RuntimeError)  # of processes and threads: no shared memory, or a limit of their number

Results = Future[list[DocumentResult]]
Value = TypeVar("Value")


class WorkerPool(Protocol):
    """Workers that align batches.

    submit: hand out a batch; returns a future.
    capacity: number of batches that should be handed out at the same time.
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

    settings: sent once to each process, since they may hold a lexicon of thousands of entries.
    reports: the end of a pipe to which functions that report their steps send them; None if there is none.
    """

    def __init__(self, processes: int, settings: Settings, reports: Connection | None = None) -> None:
        self._processes, self._settings, self._reports = processes, settings, reports
        self._start()

    def _start(self) -> None:
        # A forked process would have the files, locks and threads of its parent, and would keep the pipe open.
        context = multiprocessing.get_context("spawn")
        reader, self._lifeline = context.Pipe(duplex=False)
        self._executor: Executor = ProcessPoolExecutor(
            self._processes,
            mp_context=context,
            initializer=_start_worker,
            initargs=(reader, self._settings, self._reports),
        )

    def submit(self, batch: Batch) -> Results:
        """Hand out a batch. Returns a future."""
        try:
            return self.submit_call(_run_batch, batch)
        except BrokenExecutor as error:
            future: Results = Future()
            future.set_exception(error)
            return future

    def submit_call(self, function: Callable[..., Value], *arguments: Any) -> Future[Value]:
        """Have a function called in one of the processes; starts a process if all are busy and more are allowed."""
        # A process that starts must not end on Ctrl-C, with a traceback, before `_start_worker` makes it ignore that.
        with sigint_blocked():
            return self._executor.submit(function, *arguments)

    def capacity(self) -> int:
        """More batches than processes."""
        return IN_FLIGHT_PER_WORKER * self._processes

    def restart(self) -> None:
        """Stop all processes and start new ones; one of them is ready when this returns."""
        self.stop()
        self._start()
        # Otherwise the time that a process needs to start would be taken for that of a document.
        with suppress(BrokenExecutor):
            self.submit_call(os.getpid).result()

    def shutdown(self) -> None:
        """Wait for the processes to exit, when they have nothing more to do."""
        self._executor.shutdown()

    def stop(self) -> None:
        """End the processes at once."""
        self._lifeline.close()
        self._executor.shutdown(wait=False, cancel_futures=True)


_worker_settings = Settings()  # of a worker process, set when it starts
_worker_reports: Connection | None = None  # of a worker process, set when it starts


def _start_worker(lifeline: Connection, settings: Settings, reports: Connection | None) -> None:
    """Prepare a worker process: it uses one core, ignores Ctrl-C, and exits when the other end of the pipe closes."""
    global _worker_settings, _worker_reports  # an initializer has no other way to hand over a value
    _worker_settings, _worker_reports = settings, reports
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")

    def exit_with_parent() -> None:
        with suppress(EOFError, OSError):
            lifeline.recv()
        os._exit(1)

    threading.Thread(target=exit_with_parent, daemon=True).start()


def _run_batch(batch: Batch) -> list[DocumentResult]:
    """Align a batch in a worker process."""
    return worker.run_batch(batch, _worker_settings)


def _call_with_reports(function: Callable[..., Value], *arguments: Any) -> Value:
    """Call a function in a worker process; it gets a `Report` after its arguments. The pipe closes when it returns."""
    assert _worker_reports is not None
    with _worker_reports as reports:

        def send(step: Step, done: int, total: int) -> None:
            with suppress(OSError):
                reports.send((step, done, total))

        return function(*arguments, send)


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


def run_in_subprocess(function: Callable[..., Value], *arguments: Any, report: Report) -> Value:
    """Call a function in a process of its own, and return its result.

    function: gets a `Report` after its arguments.
    report: called in this process with what the function reports.

    If the system starts no further process, this one calls the function.

    Raises BrokenExecutor if the process dies.
    """
    reader, writer = multiprocessing.get_context("spawn").Pipe(duplex=False)
    with ExitStack() as stack:
        stack.enter_context(reader)
        stack.enter_context(writer)
        try:
            pool = stack.enter_context(local_processes(1, Settings(), writer))
            future: Future[Value] = pool.submit_call(_call_with_reports, function, *arguments)
        except CANNOT_START:
            return function(*arguments, report)
        writer.close()  # the process has the only other copy, which closes at its end, whatever that is
        with suppress(EOFError, OSError):
            while True:
                report(*reader.recv())
        return future.result()


@contextmanager
def in_process(settings: Settings) -> Iterator[WorkerPool]:
    """This process as a worker pool."""
    yield InProcess(settings)


@contextmanager
def local_processes(processes: int, settings: Settings, reports: Connection | None = None) -> Iterator[LocalProcesses]:
    """Processes on this machine as a worker pool."""
    pool = LocalProcesses(processes, settings, reports)
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
