"""Storage: files on this machine by path, and other files by URL; read, listed and written atomically.

A name with `://` in it is a URL. fsspec opens it, which needs the extra `cluster`. Any other name is a path.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from aligner import errors
from aligner.errors import InputError
from aligner.folder_walk import HIDDEN, File, LeftOut, walk

# Stores that write an object entirely or not at all; renaming an object there would copy it.
_ATOMIC_STORES = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "memory"})
LeaveOut = Callable[[LeftOut], None]
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


class _Store(Protocol):
    """The file or folder of one name; see the functions of this module."""

    def read(self) -> bytes: ...
    def files(self, skip: Callable[[str], bool], leave_out: LeaveOut | None, follow_links: bool) -> Iterator[File]: ...
    def exists(self) -> bool: ...
    def is_folder(self) -> bool: ...
    def is_empty(self) -> bool: ...
    def remove(self) -> None: ...
    def put(self, data: bytes, parts_folder: str) -> None: ...


def is_url(name: str) -> bool:
    """True for a URL."""
    return bool(_URL.match(name))


def join(folder: str, name: str) -> str:
    """The path of a file in a folder; the name alone if the folder is empty, or if the name is absolute or a URL."""
    if is_url(name) or not folder:
        return name
    return f"{folder.rstrip('/')}/{name}" if is_url(folder) else os.path.join(folder, name)


def digest(data: bytes) -> str:
    """SHA-256 of contents, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def read(name: str, shown: str | None = None) -> bytes:
    """The contents of a file.

    shown: the name for messages, if it differs.

    Raises InputError if the file cannot be read.
    """
    shown = shown or name
    try:
        return _store(name).read()
    except FileNotFoundError:
        raise InputError(shown, "there is no such file") from None
    except IsADirectoryError:
        raise InputError(shown, "this is a folder, not a file", hint="give one folder alone, with -o FOLDER") from None
    except OSError as error:
        raise errors.cannot_read(shown, error) from None


def files(
    folder: str, skip: Callable[[str], bool], leave_out: LeaveOut | None = None, *, follow_links: bool = True
) -> Iterator[File]:
    """The files in a folder and its subfolders, in no order, without hidden ones.

    Each folder is visited once, whatever links lead to it. A link that leads nowhere is a file of no bytes.

    skip: whether to leave out a subfolder, by its full name.
    leave_out: is told of links that are not followed, and of subfolders that cannot be read.
    follow_links: True to follow links that lead out of the folder.

    Raises InputError if the folder cannot be read, and without `leave_out`, if a subfolder cannot be read.
    """
    try:
        yield from _store(folder).files(skip, leave_out, follow_links)
    except OSError as error:
        raise errors.cannot_read(error.filename or folder, error) from None


def exists(name: str) -> bool:
    """True if there is a file, folder or link of this name."""
    return _store(name).exists()


def is_folder(name: str) -> bool:
    """True for a folder. A URL is a folder if there are files in it."""
    return _store(name).is_folder()


def is_empty(folder: str) -> bool:
    """True if a folder does not exist, or holds only hidden files."""
    return _store(folder).is_empty()


def remove(name: str) -> None:
    """Remove a file, if it exists."""
    _store(name).remove()


def put(name: str, data: bytes, parts_folder: str) -> None:
    """Write a file entirely or not at all, and make the folders that lead to it.

    parts_folder: a folder of the same file system, in which the file is written before it is renamed.

    Raises OSError if it cannot be written.
    """
    _store(name).put(data, parts_folder)


def replace_atomically(part: str, path: str) -> None:
    """Rename a complete file to its final path, and make the folders that lead to it. A file that is there is replaced.

    part: its present path, in the same file system.

    Raises OSError.
    """
    try:
        os.replace(part, path)
    except FileNotFoundError:
        _make_folders(os.path.dirname(path))
        os.replace(part, path)


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


def _store(name: str) -> _Store:
    return _Remote(name) if is_url(name) else _Local(name)


class _Local:
    """A file or folder on this machine."""

    def __init__(self, path: str) -> None:
        self._path = path

    def read(self) -> bytes:
        with open(self._path, "rb") as file:
            return file.read()

    def files(self, skip: Callable[[str], bool], leave_out: LeaveOut | None, follow_links: bool) -> Iterator[File]:
        return walk(self._path, skip, leave_out, follow_links=follow_links)

    def exists(self) -> bool:
        return os.path.lexists(self._path)

    def is_folder(self) -> bool:
        return os.path.isdir(self._path)

    def is_empty(self) -> bool:
        try:
            with os.scandir(self._path) as entries:
                return all(entry.name.startswith(HIDDEN) for entry in entries)
        except (FileNotFoundError, NotADirectoryError):
            return True

    def remove(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._path)

    def put(self, data: bytes, parts_folder: str) -> None:
        if os.path.isdir(self._path):
            raise IsADirectoryError(errno.EISDIR, "this is a folder", self._path)
        part = os.path.join(parts_folder, uuid.uuid4().hex)
        try:
            with open(part, "xb") as file:
                file.write(data)
            replace_atomically(part, self._path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(part)


class _Remote:
    """A file or folder that fsspec opens by URL."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._system, self._path = _file_system(url)

    def read(self) -> bytes:
        return bytes(self._system.cat_file(self._path))

    def files(self, skip: Callable[[str], bool], leave_out: LeaveOut | None, follow_links: bool) -> Iterator[File]:
        root = self._path.rstrip("/")
        for top, folders, entries in self._system.walk(root, detail=True):
            prefix = top.rstrip("/")[len(root) :].strip("/")
            for name in list(folders):
                if name.startswith(HIDDEN) or skip(join(self._url, f"{prefix}/{name}".strip("/"))):
                    del folders[name]
            for name, details in entries.items():
                if name and not name.startswith(HIDDEN):
                    yield File(f"{prefix}/{name}".strip("/"), int(details.get("size") or 0))

    def exists(self) -> bool:
        return bool(self._system.exists(self._path))

    def is_folder(self) -> bool:
        return bool(self._system.isdir(self._path))

    def is_empty(self) -> bool:
        return not (self.exists() and self._system.ls(self._path, detail=False))

    def remove(self) -> None:
        if self.exists():
            self._system.rm_file(self._path)

    def put(self, data: bytes, parts_folder: str) -> None:
        if set(_protocols(self._system)) & _ATOMIC_STORES:
            self._system.pipe_file(self._path, data)
            return
        part = f"{_file_system(parts_folder)[1].rstrip('/')}/{uuid.uuid4().hex}"
        self._system.makedirs(os.path.dirname(part), exist_ok=True)
        self._system.makedirs(os.path.dirname(self._path), exist_ok=True)
        try:
            self._system.pipe_file(part, data)
            self.remove()
            self._system.mv(part, self._path)
        finally:
            if self._system.exists(part):
                self._system.rm_file(part)


def _protocols(system: Any) -> tuple[str, ...]:
    return (system.protocol,) if isinstance(system.protocol, str) else tuple(system.protocol)


def _file_system(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it. Raises InputError if fsspec cannot open it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise InputError(url, "a URL needs fsspec", hint="install the extra: pip install '.[cluster]'") from None
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise InputError(url, f"unsupported URL: {error}") from None
    return system, path
