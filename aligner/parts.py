"""Parts: files that are written under a random name, and take their final name when all of them is on the disk.

Nobody can know the name of a part before it exists. So a link that someone has put into a folder is never written
through. A file that replaces another one has its permissions from the beginning.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

_BEGINNING, _END = ".align-", ".part"  # of the name of a part
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # Windows has no such flag


def create(path: str, mode: int | None = None) -> BinaryIO:
    """A new file, open for writing. Raises FileExistsError for a file or link that is there.

    mode: its permissions; None for those of a new file.
    """

    def opener(path: str, flags: int) -> int:
        return os.open(path, flags | _NO_LINK, 0o666 if mode is None else mode)

    file = open(path, "xb", opener=opener)  # noqa: SIM115 - the caller closes it
    try:
        if mode is not None:
            os.fchmod(file.fileno(), mode)  # the umask may have taken permissions away
    except OSError:
        file.close()
        os.unlink(path)
        raise
    return file


def reopen(path: str) -> BinaryIO:
    """A file that an earlier run began, open to be continued. Raises OSError for a link."""
    return open(path, "r+b", opener=lambda path, flags: os.open(path, flags | _NO_LINK))


@contextmanager
def new(folder: str, mode: int | None = None) -> Iterator[BinaryIO]:
    """A part in a folder, which is removed at the end unless it was renamed.

    mode: its permissions; None for those of a new file.
    """
    file = create(os.path.join(folder, f"{_BEGINNING}{uuid.uuid4().hex}{_END}"), mode)
    try:
        yield file
    finally:
        with suppress(OSError):  # a file that was not written is not closed without an error, either
            file.close()
        with suppress(OSError):  # renamed, or left behind for `remove_left_behind`; the written file is as it should be
            os.unlink(file.name)


def remove_left_behind(folder: str) -> None:
    """Remove the parts that killed runs have left in a folder, which no other run works in."""
    with suppress(FileNotFoundError):
        for name in os.listdir(folder):
            if name.startswith(_BEGINNING) and name.endswith(_END):
                os.unlink(os.path.join(folder, name))


def close(file: BinaryIO) -> None:
    """Close a file when all of it is on the disk. Raises OSError if it cannot be written."""
    file.flush()
    os.fsync(file.fileno())
    file.close()


def is_file(path: str) -> bool:
    """True for an ordinary file; False for a link, even if it leads to one."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def mode_of(path: str) -> int | None:
    """The permissions of an ordinary file; None if there is no such file."""
    return stat.S_IMODE(os.lstat(path).st_mode) & 0o777 if is_file(path) else None


def rename(part: str, path: str, mode: int | None = None) -> None:
    """Give a complete file its final path, and make the folders that lead to it. A file or link there is replaced.

    part: its present path. If that is in another file system, the file is copied first.
    mode: the permissions of the copy.

    Raises OSError.
    """
    try:
        _replace(part, path, mode)
    except FileNotFoundError:
        _make_folders(os.path.dirname(path))
        _replace(part, path, mode)


def _make_folders(path: str) -> None:
    """Make a folder and those that lead to it. `os.makedirs` calls itself for each, and Python limits such calls."""
    missing = []
    while path and not os.path.isdir(path):
        missing.append(path)
        path = os.path.dirname(path)
    for folder in reversed(missing):
        try:
            os.mkdir(folder)
        except FileExistsError:
            if not os.path.isdir(folder):
                raise


def _replace(part: str, path: str, mode: int | None) -> None:
    try:
        os.replace(part, path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        with open(part, "rb") as complete, new(os.path.dirname(path), mode) as copy:
            shutil.copyfileobj(complete, copy)
            close(copy)
            os.replace(copy.name, path)
        os.unlink(part)
