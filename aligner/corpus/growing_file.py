"""A file that grows while documents are aligned, and that outlives a run that is killed."""

from __future__ import annotations

import os
import shutil
from typing import BinaryIO

from aligner import errors, parts, storage
from aligner.corpus.journal import RESUME
from aligner.errors import InputError


class GrowingFile:
    """A file that is written under another name until it is complete.

    path: its final path.
    part: its path until then.
    size: bytes to keep of the part, or of the file if there is no part.

    Raises InputError if it cannot be written; so do the methods.
    """

    def __init__(self, path: str, part: str, size: int) -> None:
        self._path, self._part = path, part
        try:
            self._file = self._open(size)
            self._file.truncate(size)
            self._file.seek(size)
        except OSError as error:
            raise self._input_error(error) from None
        self.size = size

    def _open(self, size: int) -> BinaryIO:
        """The part: that of an earlier run, a copy of the file, or a new one. A link is never written through."""
        if size and parts.is_file(self._part):
            return parts.reopen(self._part)
        storage.remove(self._part)
        file = parts.create(self._part, parts.mode_of(os.path.realpath(self._path)))
        if size:
            with open(self._path, "rb") as earlier:
                shutil.copyfileobj(earlier, file)
        return file

    def _input_error(self, error: OSError) -> InputError:
        return errors.cannot_write(self._path, error, hint=RESUME)

    def write(self, rows: bytes) -> tuple[int, int]:
        """Append rows, so that they outlive this process; returns where they start and end."""
        try:
            self._file.write(rows)
            self._file.flush()
        except OSError as error:
            raise self._input_error(error) from None
        self.size += len(rows)
        return self.size - len(rows), self.size

    def close(self) -> None:
        """Close the part, when all of it is on the disk."""
        try:
            parts.close(self._file)
        except OSError as error:
            raise self._input_error(error) from None


def existing_size(path: str) -> int:
    """Bytes of a file; 0 if there is none."""
    return os.path.getsize(path) if os.path.isfile(path) else 0
