"""The status line: the last line of a terminal, which is written over while the program works, and cleared after it.

align: 58%, learning words, round 1 of 5, 0:00:07 so far
"""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Event, Thread
from time import monotonic
from typing import TextIO

from aligner.signals import sigint_blocked

INTERVAL = 0.2  # seconds between two updates; the eye follows no more
DELAY = 1.0  # seconds before the line is first shown by `keep`, so that nothing flickers for short work
_WIDTH = 80  # columns of a terminal that does not tell its width
_CLEAR = "\r\x1b[K"  # to the first column, and clear the line

Text = Callable[[], str]  # returns the text of the line at this moment, on one line and without control characters


class StatusLine:
    """A line of a terminal that is written over. Without a terminal, nothing is shown.

    Only one thread writes at a time: `clear` ends the one that `keep` started before it writes itself. Whoever writes
    anything else to the terminal calls `clear` first.

    stream: the terminal; None for none.
    clock: the time in seconds.
    wait: waits for an event, some seconds at most, and returns whether it was set.
    """

    def __init__(
        self,
        stream: TextIO | None,
        clock: Callable[[], float] = monotonic,
        wait: Callable[[Event, float], bool] = Event.wait,
    ) -> None:
        self._stream, self._clock, self._wait = stream, clock, wait
        self._written: float | None = None  # the time of the last update; None if the line is clear
        self._thread: Thread | None = None
        self._stop = Event()

    def show(self, text: Text) -> None:
        """Update the line, unless the last update was less than 0.2 s ago."""
        if self._stream and (self._written is None or self._clock() - self._written >= INTERVAL):
            self._written = self._clock()
            self._write(f"{_CLEAR}{text()[: self._columns() - 1]}")

    def keep(self, text: Text) -> None:
        """Show a text and keep it up to date until `clear`, while this thread works; first after a second.

        If a text is kept already, it stays.
        """
        if self._stream and self._thread is None:
            self._stop = Event()
            thread = Thread(target=self._keep_showing, args=(text, self._stop), daemon=True)
            with sigint_blocked():  # Ctrl-C is for this thread, and comes when `clear` knows the other one
                thread.start()
                self._thread = thread

    def clear(self) -> None:
        """Clear the line, and no longer keep it up to date."""
        if self._thread is not None:
            self._stop.set()
            self._thread.join()
            self._thread = None
        if self._written is not None:
            self._write(_CLEAR)
            self._written = None

    def _keep_showing(self, text: Text, stop: Event) -> None:
        """Update the line again and again, until the event is set."""
        seconds = DELAY
        while not self._wait(stop, seconds):
            self.show(text)
            seconds = INTERVAL

    def _write(self, characters: str) -> None:
        """Write to the terminal. If it has gone, nothing more is shown; the work goes on."""
        if self._stream:
            try:
                self._stream.write(characters)
                self._stream.flush()
            except (OSError, ValueError):  # ValueError if the stream is closed
                self._stream = None

    def _columns(self) -> int:
        """The width of the terminal, which may change. A longer line would wrap, and could not be cleared."""
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or _WIDTH if self._stream else _WIDTH
        except (OSError, ValueError):
            return _WIDTH


def clock_text(seconds: float) -> str:
    """A duration in hours, minutes and seconds, such as 0:01:05."""
    whole_seconds = round(seconds)
    return f"{whole_seconds // 3600}:{whole_seconds // 60 % 60:02}:{whole_seconds % 60:02}"
