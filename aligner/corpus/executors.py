"""Executors of batches: this process, processes on this machine, or a Dask cluster, behind one interface.

A worker pool is an executor in the sense of `concurrent.futures` that can be restarted when it breaks, and stopped
at once.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol, TypeVar

from aligner.corpus import worker
from aligner.errors import InputError
from aligner.settings import Settings

IN_FLIGHT_PER_WORKER = 2  # batches; one is aligned while the other waits, so that no worker has to wait
_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")
SCHEDULER_TIMEOUT = "30s"  # for a Dask scheduler to answer

Results = Future[list[worker.DocumentResult]]
Value = TypeVar("Value")


class WorkerPool(Protocol):
    """Workers that align batches.

    submit: hand out a batch; returns a future.
    capacity: number of batches that should be handed out at the same time.
    restart: replace workers that are lost.
    stop: end all workers at once.
    """

    def submit(self, batch: worker.Batch) -> Results: ...  # noqa: D102

    def capacity(self) -> int: ...  # noqa: D102

    def restart(self) -> None: ...  # noqa: D102

    def stop(self) -> None: ...  # noqa: D102


class InProcess:
    """This process, which aligns a batch when it is submitted. It needs no time to start, and cannot be lost."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def submit(self, batch: worker.Batch) -> Results:
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
    """

    def __init__(self, processes: int, settings: Settings) -> None:
        self._processes, self._settings = processes, settings
        self._start()

    def _start(self) -> None:
        # A forked process would have the files, locks and threads of its parent, and would keep the pipe open.
        context = multiprocessing.get_context("spawn")
        reader, self._lifeline = context.Pipe(duplex=False)
        self._executor: Executor = ProcessPoolExecutor(
            self._processes, mp_context=context, initializer=_start_worker, initargs=(reader, self._settings)
        )

    def submit(self, batch: worker.Batch) -> Results:
        """Hand out a batch. Returns a future."""
        try:
            return self._submit(_run_batch, batch)
        except BrokenExecutor as error:
            future: Results = Future()
            future.set_exception(error)
            return future

    def call(self, function: Callable[..., Value], *arguments: Any) -> Value:
        """Call a function in one of the processes, and return its result."""
        return self._submit(function, *arguments).result()

    def _submit(self, function: Callable[..., Value], *arguments: Any) -> Future[Value]:
        """Have a function called in one of the processes; starts a process if all are busy and more are allowed."""
        with _sigint_blocked():
            return self._executor.submit(function, *arguments)

    def capacity(self) -> int:
        """More batches than processes."""
        return IN_FLIGHT_PER_WORKER * self._processes

    def restart(self) -> None:
        """Stop all processes and start new ones."""
        self.stop()
        self._start()

    def shutdown(self) -> None:
        """Wait for the processes to exit, when they have nothing more to do."""
        self._executor.shutdown()

    def stop(self) -> None:
        """End the processes at once."""
        self._lifeline.close()
        self._executor.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _sigint_blocked() -> Iterator[None]:
    """Keep Ctrl-C waiting while the context lasts.

    A process that starts meanwhile inherits this, so that Ctrl-C does not end it with a traceback before
    `_start_worker` makes it ignore Ctrl-C. Windows has nothing of the kind.
    """
    if sys.platform == "win32":
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


_worker_settings = Settings()  # of a worker process, set when it starts


def _start_worker(lifeline: Connection, settings: Settings) -> None:
    """Prepare a worker process: it uses one core, ignores Ctrl-C, and exits when the other end of the pipe closes."""
    global _worker_settings  # noqa: PLW0603 - an initializer has no other way to hand over a value
    _worker_settings = settings
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")

    def exit_with_parent() -> None:
        with suppress(EOFError, OSError):
            lifeline.recv()
        os._exit(1)

    threading.Thread(target=exit_with_parent, daemon=True).start()


def _run_batch(batch: worker.Batch) -> list[worker.DocumentResult]:
    """Align a batch in a worker process."""
    return worker.run_batch(batch, _worker_settings)


class DaskCluster:
    """The workers of a running Dask cluster, which gives the batches of lost workers to others.

    settings: sent with each batch, so that workers may join at any time.
    """

    def __init__(self, client: Any, settings: Settings) -> None:
        self._client, self._settings = client, settings
        self._executor = client.get_executor(retries=3)

    def submit(self, batch: worker.Batch) -> Results:
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


def run_in_subprocess(function: Callable[..., Value], *arguments: Any) -> Value:
    """Call a function in a process of its own, and return its result. Raises BrokenExecutor if the process dies."""
    with local_processes(1, Settings()) as pool:
        return pool.call(function, *arguments)


@contextmanager
def in_process(settings: Settings) -> Iterator[WorkerPool]:
    """This process as a worker pool."""
    yield InProcess(settings)


@contextmanager
def local_processes(processes: int, settings: Settings) -> Iterator[LocalProcesses]:
    """Processes on this machine as a worker pool."""
    pool = LocalProcesses(processes, settings)
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
        raise InputError(
            f"--cluster {address}", "this needs Dask", hint="install the extra: pip install '.[cluster]'"
        ) from None
    try:
        client: Any = distributed.Client(address, timeout=timeout, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            address, f"no Dask scheduler answers: {error}", hint="start one, or see docs/cluster.md"
        ) from None
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
