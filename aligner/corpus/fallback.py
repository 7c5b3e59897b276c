"""Worker processes where the system may start none: no shared memory, or a limit of processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from aligner.corpus.executors import CANNOT_START, InProcess, WorkerPool, local_processes
from aligner.notices import logger
from aligner.settings import Settings


@contextmanager
def processes_if_possible(processes: int, settings: Settings) -> Iterator[WorkerPool]:
    """Processes on this machine as a worker pool; this process if the system starts no others."""
    try:
        with ExitStack() as stack:
            pool = stack.enter_context(local_processes(processes, settings))
            pool.submit_call(os.getpid)  # starts the first process
            entered = stack.pop_all()
    except CANNOT_START as error:
        logger.warning("no further process can be started (%s); one process does all the work", error)
        yield InProcess(settings)
        return
    with entered:
        yield pool
