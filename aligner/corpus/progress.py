"""Progress of a run, on the status line."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from aligner.status_line import StatusLine, clock_text


class Progress:
    """Counts of the documents that are finished.

    documents: number of documents to do.
    size: their bytes.
    line: where they are shown.
    clock: the time in seconds.
    """

    def __init__(self, documents: int, size: int, line: StatusLine, clock: Callable[[], float] = monotonic) -> None:
        self._documents, self._size, self._line, self._clock = documents, size, line, clock
        self._began = clock()
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
        """Update the line."""
        self._line.show(self.text)

    def text(self) -> str:
        """The text of the line."""
        seconds = self._clock() - self._began
        parts = [f"{self._done} of {self._documents} documents"]
        if seconds and self._sentences:
            parts.append(f"{self._sentences / seconds:.0f} sentences a second")
        if self._bytes:
            parts.append(f"{clock_text(seconds * (self._size - self._bytes) / self._bytes)} left")
        parts.append(f"{self._failed} failed")
        return f"align: {', '.join(parts)}"
