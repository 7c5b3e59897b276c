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

from aligner import errors, parts
from aligner.errors import InputError
from aligner.folder_walk import HIDDEN, File, LeftOut, walk
from aligner.folder_walk import is_within as is_within  # for the command, which sees this module only

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
    def is_empty(self, besides: str) -> bool: ...
    def remove(self) -> None: ...
    def mode(self) -> int | None: ...
    def put(self, data: bytes, parts_folder: str, mode: int | None) -> None: ...


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
    folder: str, skip: Callable[[str], bool], leave_out: LeaveOut | None = None, *, follow_links: bool = False
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


def is_empty(folder: str, besides: str) -> bool:
    """True if a folder does not exist, or holds nothing besides a folder of this name."""
    return _store(folder).is_empty(besides)


def remove(name: str) -> None:
    """Remove a file, if it exists."""
    _store(name).remove()


def mode(name: str) -> int | None:
    """The permissions of a file of this machine; None if there is none."""
    return _store(name).mode()


def put(name: str, data: bytes, parts_folder: str, mode: int | None = None) -> None:
    """Write a file entirely or not at all, and make the folders that lead to it. A link is replaced by the file.

    parts_folder: a folder of the same file system, in which the file is written before it is renamed.
    mode: its permissions, if it is new; a file that it replaces hands on its own.

    Raises OSError if it cannot be written.
    """
    _store(name).put(data, parts_folder, mode)


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

    def is_empty(self, besides: str) -> bool:
        try:
            return set(os.listdir(self._path)) <= {besides}
        except (FileNotFoundError, NotADirectoryError):
            return True

    def remove(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._path)

    def mode(self) -> int | None:
        return parts.mode_of(self._path)

    def put(self, data: bytes, parts_folder: str, mode: int | None) -> None:
        if os.path.isdir(self._path):
            raise IsADirectoryError(errno.EISDIR, "this is a folder", self._path)
        with parts.new(parts_folder, self.mode() or mode) as file:
            file.write(data)
            parts.close(file)
            parts.rename(file.name, self._path)


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

    def is_empty(self, besides: str) -> bool:
        names = self._system.ls(self._path, detail=False) if self.exists() else []
        return {name.rstrip("/").rpartition("/")[2] for name in names} <= {besides}

    def remove(self) -> None:
        if self.exists():
            self._system.rm_file(self._path)

    def mode(self) -> None:
        return None

    def put(self, data: bytes, parts_folder: str, mode: int | None) -> None:
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
