"""The process as the command finds it: closed or full streams, a locale without UTF-8, Ctrl-C pressed twice."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from aligner import errors


def begin() -> None:
    """Prepare the process of the command."""
    _use_utf8_for_file_names()
    open_closed()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt_once)


def open_closed() -> None:
    """Give standard output and standard error to a process that was started without them.

    Standard input stays closed, but its descriptor is taken, as those of the others are: the next file that is opened
    would get it otherwise, and would be written to as if it were a stream. What is written to standard error is lost;
    what is written to standard output is an error, since it is what the user has asked for.
    """
    for descriptor, mode in ((0, os.O_WRONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, mode)  # takes the lowest descriptor that is free
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the process
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115


def interrupt_once(number: int, frame: object) -> None:
    """Raise KeyboardInterrupt at the first Ctrl-C. The second is ignored, and the third kills the process.

    A second interruption would end what the first one has begun: to stop the workers and to remove unfinished files.
    """
    signal.signal(signal.SIGINT, _ignore_once)
    raise KeyboardInterrupt


def _ignore_once(number: int, frame: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def writing_to_stdout() -> Iterator[None]:
    """Raise InputError if standard output cannot be written while the context lasts."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # the reader has left; the command ends without a message
        raise errors.cannot_write("standard output", error) from None


def tell(write: Callable[[], object]) -> None:
    """Write a message to standard error. If that cannot be written, the message is lost, and the work goes on."""
    with suppress(OSError, ValueError):  # ValueError if the stream is closed
        write()


def flush() -> None:
    """Write what the streams still hold.

    Raises InputError, or BrokenPipeError if the reader has left, if standard output cannot be written.
    """
    try:
        with writing_to_stdout():
            sys.stdout.flush()
    except Exception:
        _discard(sys.stdout)
        raise
    finally:
        try:
            sys.stderr.flush()
        except (OSError, ValueError):
            _discard(sys.stderr)


def _discard(stream: TextIO) -> None:
    """Send what a stream still holds to nowhere, so that Python does not fail to write it when it exits."""
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


def _use_utf8_for_file_names() -> None:
    """Start Python anew in its UTF-8 mode if the locale has another encoding.

    Names of files are bytes. Python decodes them by the locale, and could not open a file whose name it has from a
    manifest, which is UTF-8. The mode must be chosen before Python starts; Python 3.15 and later always chooses it.
    """
    if os.name == "posix" and sys.executable and sys.getfilesystemencoding().lower() != "utf-8":
        environment = {**os.environ, "PYTHONUTF8": "1"}
        os.execve(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]], environment)
