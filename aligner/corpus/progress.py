"""How far a run is, on one line of a terminal that is written over."""

from __future__ import annotations

from time import monotonic
from typing import TextIO

_PAUSE = 0.2  # seconds between two looks


class Progress:
    """Counts, and shows them if there is a terminal.

    documents, size: how many there are to do, and their bytes. stream: where to show it; None for
    nowhere.
    """

    def __init__(self, documents: int, size: int, stream: TextIO | None) -> None:
        self._documents, self._size, self._stream = documents, size, stream
        self._began = monotonic()
        self._shown = -_PAUSE
        self._sentences = self._done = self._bytes = self._failed = 0

    def add(self, size: int, sentences: int, failed: bool) -> None:
        """Note that a document of some bytes and sentences is finished."""
        self._done += 1
        self._bytes += size
        self._sentences += sentences
        self._failed += failed

    def show(self) -> None:
        """Show what is known, if it is not too soon after the last time."""
        now = monotonic()
        if self._stream and now - self._shown >= _PAUSE:
            self._shown = now
            self._stream.write(f"\r\x1b[K{self.line(now - self._began)}")
            self._stream.flush()

    def line(self, seconds: float) -> str:
        """What is known after so many seconds."""
        parts = [f"{self._done} of {self._documents} documents"]
        if seconds and self._sentences:
            parts.append(f"{self._sentences / seconds:.0f} sentences a second")
        if self._bytes:
            left = round(seconds * (self._size - self._bytes) / self._bytes)
            parts.append(f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02} left")
        parts.append(f"{self._failed} failed")
        return f"align: {', '.join(parts)}"

    def close(self) -> None:
        """Leave the line empty."""
        if self._stream:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
