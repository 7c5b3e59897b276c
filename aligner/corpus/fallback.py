"""Worker processes where the system may start none: no shared memory, or a limit of processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from aligner.corpus.executors import ALONE, InProcess, WorkerPool, local_processes, no_process
from aligner.corpus.process_pool import CANNOT_START
from aligner.notices import logger
from aligner.settings import Settings


@contextmanager
def processes_if_possible(processes: int, settings: Settings, *, may_be_alone: bool = True) -> Iterator[WorkerPool]:
    """Processes on this machine as a worker pool; this process if the system starts no others.

    may_be_alone: as in `LocalProcesses`. If it is False, InputError is raised in the place of this process.
    """
    try:
        with ExitStack() as stack:
            pool = stack.enter_context(local_processes(processes, settings, may_be_alone=may_be_alone))
            entered = stack.pop_all()
    except CANNOT_START as error:
        if not may_be_alone:
            raise no_process(error) from None
        logger.warning(ALONE, error)
        yield InProcess(settings)
        return
    with entered:
        yield pool
