"""Progress of a run, on one line of a terminal that is written over."""

from __future__ import annotations

from time import monotonic
from typing import TextIO

_INTERVAL = 0.2  # seconds between two updates


class Progress:
    """Counts of the documents that are finished, shown on a terminal.

    documents: number of documents to do.
    size: their bytes.
    stream: the terminal; None to show nothing.
    """

    def __init__(self, documents: int, size: int, stream: TextIO | None) -> None:
        self._documents, self._size, self._stream = documents, size, stream
        self._began = monotonic()
        self._shown = -_INTERVAL
        self._sentences = self._done = self._bytes = self._failed = 0

    def add(self, size: int, sentences: int, failed: bool) -> None:
        """Count a finished document.

        size: its bytes.
        sentences: its sentences, both sides together.
        """
        self._done += 1
        self._bytes += size
        self._sentences += sentences
        self._failed += failed

    def show(self) -> None:
        """Update the line, unless the last update was less than 0.2 s ago."""
        now = monotonic()
        if self._stream and now - self._shown >= _INTERVAL:
            self._shown = now
            self._stream.write(f"\r\x1b[K{self.line(now - self._began)}")
            self._stream.flush()

    def line(self, seconds: float) -> str:
        """The line.

        seconds: time since the run began.
        """
        parts = [f"{self._done} of {self._documents} documents"]
        if seconds and self._sentences:
            parts.append(f"{self._sentences / seconds:.0f} sentences a second")
        if self._bytes:
            left = round(seconds * (self._size - self._bytes) / self._bytes)
            parts.append(f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02} left")
        parts.append(f"{self._failed} failed")
        return f"align: {', '.join(parts)}"

    def close(self) -> None:
        """Clear the line."""
        if self._stream:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
