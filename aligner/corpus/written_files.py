"""The files that a run has written for all documents together, as the journal knows them.

A file is known by its size and its hash, so that a file that was edited since is never taken for one of this program. A
run that is killed while it replaces the files leaves older and newer ones; both are known.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import NamedTuple

from aligner import errors, parts, storage
from aligner.corpus import stored_values
from aligner.corpus.journal import RESUME, Journal
from aligner.errors import InputError

_KEY = "written files"  # in the journal: list of versions, each a list of one `_KnownFile` a file, the newest one last


class _KnownFile(NamedTuple):
    """A file that was written, as it is known again.

    size: its bytes.
    modified: time of its last change in nanoseconds; if that is the same, the hash need not be computed.
    digest: SHA-256 of its contents.
    """

    size: int
    modified: int
    digest: str

    def is_at(self, path: str) -> bool:
        """True if this file is at a path."""
        try:
            status = os.stat(path)
        except OSError:
            return False
        if status.st_size != self.size:
            return False
        return status.st_mtime_ns == self.modified or _describe(path).digest == self.digest


class WrittenFiles:
    """The files of one output.

    paths: their paths.
    """

    def __init__(self, paths: Sequence[str], journal: Journal) -> None:
        self._paths, self._journal = paths, journal
        self._versions: list[list[_KnownFile]] = journal.stored(_KEY, _versions) or []

    def obstacle(self) -> InputError | None:
        """The error for a file that this program did not write, or that was changed since; None if there is none.

        A run in another format may have written fewer files, or more.
        """
        for number, path in enumerate(self._paths):
            versions = [version[number] for version in self._versions if number < len(version)]
            if os.path.exists(path) and not any(file.is_at(path) for file in versions):
                return errors.file_was_changed(path) if versions else errors.file_exists(path)
        return None

    def are_complete(self) -> bool:
        """True if all files are there as the newest version has them, and it has no others."""
        newest = self._versions[-1] if self._versions else []
        if len(newest) != len(self._paths):
            return False
        return all(file.is_at(path) for file, path in zip(newest, self._paths, strict=True))

    def replace(self, complete: Sequence[str]) -> None:
        """Replace the files by complete ones. Raises InputError.

        A link stays, and the file that it leads to is replaced. Of several files, the old ones but the first are
        removed before: if the run is killed, a file is missing, but a new file never stands beside an old one.

        complete: the present paths of the complete files.
        """
        at = self._paths[0]
        real_paths = list(map(os.path.realpath, self._paths))
        try:
            self._store([*self._versions, [_describe(part) for part in complete]])
            modes = [parts.mode_of(path) for path in real_paths]
            for part, mode in zip(complete, modes, strict=True):
                if mode is not None:
                    os.chmod(part, mode)
            for path in real_paths[1:]:
                storage.remove(path)
            for at, part, path, mode in zip(self._paths, complete, real_paths, modes, strict=True):  # noqa: B007 - below
                parts.rename(part, path, mode)
        except OSError as error:
            raise errors.cannot_write(at, error, hint=RESUME) from None
        self._store(self._versions[-1:])

    def _store(self, versions: list[list[_KnownFile]]) -> None:
        self._versions = versions
        self._journal.store(_KEY, versions)


def _versions(value: object) -> list[list[_KnownFile]]:
    """The stored versions. Raises ValueError if they are none."""

    of_file = (stored_values.natural, stored_values.integer, stored_values.text)

    def file(value: object) -> _KnownFile:
        return _KnownFile(*stored_values.tuple_of(value, of_file))

    return stored_values.list_of(value, lambda version: stored_values.list_of(version, file))


STORED = (_KEY, _versions)  # the key, and the check of what is stored under it


def _describe(path: str) -> _KnownFile:
    """The size, the time and the hash of the file at a path. Raises OSError."""
    with open(path, "rb") as file:
        status = os.fstat(file.fileno())
        return _KnownFile(status.st_size, status.st_mtime_ns, hashlib.file_digest(file, "sha256").hexdigest())
