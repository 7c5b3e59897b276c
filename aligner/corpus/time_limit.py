"""The time that one document may take: the process that aligns it ends when the time is over.

No thread of Python can stop a loop in C, and no signal does so on every system. `faulthandler` waits in a thread that
needs no lock of Python, so that it ends the process whatever that does: reads a pipe to which nobody writes, or
searches a text for ever. The process that handed the document out sees that a worker has died.
"""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Iterator
from contextlib import contextmanager

from aligner.errors import InputError


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """End this process, with exit status 1 and without a word, if the context lasts longer.

    seconds: the time; None for any.
    """
    if seconds is None:
        yield
        return
    with open(os.devnull, "w") as nowhere:  # for the traceback
        try:
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        except RuntimeError as error:
            hint = "allow more threads, or leave the option out"
            raise InputError("--timeout", f"this needs a second thread: {error}", hint=hint) from None
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()  # also ends the thread
