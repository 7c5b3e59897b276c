"""One file, or standard output, that collects the results of many documents in their order.

The file grows under another name and gets its own when all is in it. The journal knows where each
document ends in it, so that a run that was killed goes on after the last one that is whole, and a run
over changed inputs goes on after the last one before the first change.
"""

from __future__ import annotations

import os
import shutil
from typing import BinaryIO, Protocol

from aligner.errors import InputError


class Collector(Protocol):
    """Where rows go. size: how many bytes of them there are. write: some more; where they begin and
    end. close: this was all.
    """

    size: int

    def write(self, rows: bytes) -> tuple[int, int]: ...  # noqa: D102

    def close(self) -> None: ...  # noqa: D102


class Stream:
    """Standard output, or what stands for it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = 0

    def write(self, rows: bytes) -> tuple[int, int]:
        """Write rows; BrokenPipeError where the reader has left, InputError otherwise."""
        try:
            self._stream.write(rows)
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise InputError("standard output", f"cannot be written: {error.strerror}") from None
        self.size += len(rows)
        return self.size - len(rows), self.size

    def close(self) -> None:
        """It stays open."""


class Growing:
    """A file that is being collected.

    name: what it will be called. part: what it is called until then. size: how many bytes of
    it are to be kept; there are as many in the part, or in the file, if it was finished once.
    """

    def __init__(self, name: str, part: str, size: int) -> None:
        self._name, self._part = name, part
        try:
            if size and not os.path.exists(part):
                shutil.copyfile(name, part)
            self._file = open(part, "r+b" if size else "wb")  # noqa: SIM115 - open for as long as the run
            self._file.truncate(size)
            self._file.seek(size)
        except OSError as error:
            raise self._error(error) from None
        self.size = size

    def _error(self, error: OSError) -> InputError:
        problem = f"cannot be written: {error.strerror or error}"
        return InputError(self._name, problem, hint="run the same command again to go on where it stopped")

    def write(self, rows: bytes) -> tuple[int, int]:
        """Write rows, so that they outlive this process; InputError if that fails."""
        try:
            self._file.write(rows)
            self._file.flush()
        except OSError as error:
            raise self._error(error) from None
        self.size += len(rows)
        return self.size - len(rows), self.size

    def close(self) -> None:
        """Give the file its name."""
        try:
            os.fsync(self._file.fileno())
            self._file.close()
            os.replace(self._part, self._name)
        except OSError as error:
            raise self._error(error) from None


def kept(name: str, part: str) -> int:
    """How many bytes of a collection are there from an earlier run; 0 if there are none."""
    for path in (part, name):
        if os.path.isfile(path):
            return os.path.getsize(path)
    return 0
