"""Terminals for tests: a clock that stands still, a stream that takes the place of a terminal, and a real terminal."""

import io
import os
import subprocess
from contextlib import contextmanager

CLEAR = "\r\x1b[K"  # to the first column, and clear the line


class Clock:
    """A clock that a test sets; its `wait` passes the time at once, and says after `ticks` calls that it is over."""

    def __init__(self, ticks=0):
        self.now, self.ticks, self.waited = 100.0, ticks, []

    def __call__(self):
        return self.now

    def wait(self, event, seconds):
        self.waited.append(seconds)
        self.now += seconds
        return len(self.waited) > self.ticks


class Terminal(io.StringIO):
    def isatty(self):
        return True


@contextmanager
def on_terminal(line, environment, *, stdout=subprocess.PIPE):
    """A process whose standard error is a terminal; with `stdout="terminal"`, standard output as well.

    Yields the process and a function that returns all that the terminal has shown, up to a text or else to its end.
    """
    leader, terminal = os.openpty()
    output = terminal if stdout == "terminal" else stdout
    process = subprocess.Popen(line, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=terminal)
    os.close(terminal)

    shown = ""

    def read(until=None):
        nonlocal shown
        while until is None or until not in shown:
            try:
                data = os.read(leader, 1 << 16)
            except OSError:  # Linux reports the end of the output of a terminal as an error
                data = b""
            if not data:
                assert until is None, f"{until!r} is not in {shown!r}"
                break
            shown += data.decode()
        return shown

    try:
        yield process, read
    finally:
        os.close(leader)
        process.kill()
        process.communicate()
