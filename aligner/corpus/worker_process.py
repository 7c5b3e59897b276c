"""A process of a pool: how it starts and ends, and the functions that are called in it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from aligner.corpus import worker
from aligner.corpus.batch import Batch, DocumentResult
from aligner.corpus.process_pool import Value
from aligner.settings import Settings
from aligner.steps import Step

_settings = Settings()  # of a worker process, set when it starts
_reports: Connection | None = None  # of a worker process, set when it starts


def start(lifeline: Connection, settings: Settings, reports: Connection | None) -> None:
    """Prepare a worker process: it uses one core, ignores Ctrl-C, and exits when the other end of the pipe closes."""
    global _settings, _reports  # an initializer has no other way to hand over a value
    _settings, _reports = settings, reports
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")

    def exit_with_parent() -> None:
        with suppress(EOFError, OSError):
            lifeline.recv()
        os._exit(1)

    try:
        threading.Thread(target=exit_with_parent, daemon=True).start()
    except RuntimeError:  # a limit of threads; a pool whose process ends at once has a fallback
        os._exit(1)


def run_batch(batch: Batch) -> list[DocumentResult]:
    """Align a batch in a worker process."""
    return worker.run_batch(batch, _settings)


def call_with_reports(function: Callable[..., Value], *arguments: Any) -> Value:
    """Call a function in a worker process; it gets a `Report` after its arguments. The pipe closes when it returns."""
    assert _reports is not None
    with _reports as reports:

        def send(step: Step, done: int, total: int) -> None:
            with suppress(OSError):
                reports.send((step, done, total))

        return function(*arguments, send)
