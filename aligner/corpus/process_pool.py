"""A pool of processes that fails where the system refuses a process or a thread, instead of waiting for ever.

`ProcessPoolExecutor` hands out work in threads of its own. If the system refuses one of them, its manager ends with a
traceback, and the futures are never done. If it refuses a further process, work is lost that was handed out already.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any, TypeVar

CANNOT_START = (OSError, RuntimeError)  # of processes and threads: no shared memory, or a limit of their number

Value = TypeVar("Value")


class ProcessPool(ProcessPoolExecutor):
    """A `ProcessPoolExecutor` that knows what the system has refused.

    refusal: the error by which the system refused a process or a thread; None if it has refused none. All processes
        are then ended, and what they had to do has failed.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.refusal: BaseException | None = None
        self._waiting: set[Future[Any]] = set()
        self._hook_before = threading.excepthook
        threading.excepthook = self._take_error

    def submit(self, function: Callable[..., Value], /, *arguments: Any, **options: Any) -> Future[Value]:
        """Have a function called in one of the processes. Raises BrokenProcessPool if the system has refused one."""
        if self.refusal is not None:
            raise BrokenProcessPool(str(self.refusal))
        try:
            future = super().submit(function, *arguments, **options)
        except BrokenExecutor:
            raise
        except CANNOT_START as error:
            self.refusal = error
            self.kill()
            raise BrokenProcessPool(str(error)) from error
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)
        self._fail_if_refused()  # the manager may have ended meanwhile
        return future

    def kill(self) -> None:
        """End the processes at once. One that is still starting would otherwise miss what the pool has given back."""
        for process in list((self._processes or {}).values()):
            process.kill()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the pool, as `Executor.shutdown` does."""
        if threading.excepthook == self._take_error:
            threading.excepthook = self._hook_before
        super().shutdown(wait, cancel_futures=cancel_futures)

    def _take_error(self, error: threading.ExceptHookArgs, /) -> None:
        """Take the error by which a thread has ended. If it is the manager of the pool, what waits for it fails."""
        if type(error.thread).__module__ != ProcessPoolExecutor.__module__:
            self._hook_before(error)
            return
        self.refusal = error.exc_value
        self.kill()
        self._fail_if_refused()

    def _fail_if_refused(self) -> None:
        if self.refusal is None:
            return
        for future in list(self._waiting):
            with suppress(Exception):  # it is done, or cancelled
                future.set_exception(BrokenProcessPool(str(self.refusal)))
