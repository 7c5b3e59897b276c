"""Where bytes are: files by path, and whatever else fsspec opens by URL; read, listed, written whole.

A name with `://` in it is a URL and needs the extra `cluster`; any other name is a path.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from aligner.errors import InputError

HIDDEN = "."  # what begins with it is not listed
# Stores where an object is there as a whole or not at all; renaming there would be a second copy.
_WHOLE_OBJECTS = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "memory"})
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


class File(NamedTuple):
    """A file of a folder: its name from there, with `/`, and its bytes."""

    name: str
    size: int


def is_url(name: str) -> bool:
    """Whether a name is a URL."""
    return bool(_URL.match(name))


def join(folder: str, name: str) -> str:
    """The name of something in a folder; of a name that needs no folder, that name."""
    if is_url(name) or not folder:
        return name
    return f"{folder.rstrip('/')}/{name}" if is_url(folder) else os.path.join(folder, name)


def digest(data: bytes) -> str:
    """By what contents are told apart: their SHA-256."""
    return hashlib.sha256(data).hexdigest()


def read(name: str, shown: str | None = None) -> bytes:
    """The bytes of a file; InputError, with the name as it is shown, if it cannot be read."""
    shown = shown or name
    try:
        if is_url(name):
            system, path = _system(name)
            return bytes(system.cat_file(path))
        with open(name, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise InputError(shown, "there is no such file") from None
    except IsADirectoryError:
        raise InputError(shown, "this is a folder, not a file", hint="give one folder alone, with -o FOLDER") from None
    except OSError as error:
        raise InputError(shown, f"cannot be read: {error.strerror or error}") from None


def files(folder: str, skip: Callable[[str], bool]) -> Iterator[File]:
    """The files in a folder and in the folders in it, in no order; hidden ones are left out.

    skip: whether to leave out a folder in it, by its full name. Links are followed, but not in
    circles; one that leads nowhere is a file of no bytes. Raises InputError.
    """
    try:
        if is_url(folder):
            yield from _files_by_url(folder, skip)
        else:
            yield from _files_by_path(folder, "", skip, frozenset())
    except OSError as error:
        raise InputError(error.filename or folder, f"cannot be read: {error.strerror or error}") from None


def _files_by_path(
    folder: str, inside: str, skip: Callable[[str], bool], above: frozenset[tuple[int, int]]
) -> Iterator[File]:
    here = os.stat(folder)
    if (here.st_dev, here.st_ino) in above:
        return
    above |= {(here.st_dev, here.st_ino)}
    folders = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(HIDDEN):
                continue
            if entry.is_dir():
                folders.append(entry.name)
            elif entry.is_file():
                yield File(inside + entry.name, entry.stat().st_size)
            elif entry.is_symlink() and not os.path.exists(entry.path):
                yield File(inside + entry.name, 0)
    for name in folders:
        path = os.path.join(folder, name)
        if not skip(path):
            yield from _files_by_path(path, f"{inside}{name}/", skip, above)


def _files_by_url(folder: str, skip: Callable[[str], bool]) -> Iterator[File]:
    system, root = _system(folder)
    root = root.rstrip("/")
    for top, folders, found in system.walk(root, detail=True):
        inside = top.rstrip("/")[len(root) :].strip("/")
        for name in list(folders):
            if name.startswith(HIDDEN) or skip(join(folder, f"{inside}/{name}".strip("/"))):
                del folders[name]
        for name, facts in found.items():
            if name and not name.startswith(HIDDEN):
                yield File(f"{inside}/{name}".strip("/"), int(facts.get("size") or 0))


def exists(name: str) -> bool:
    """Whether anything has this name."""
    if is_url(name):
        system, path = _system(name)
        return bool(system.exists(path))
    return os.path.lexists(name)


def is_folder(name: str) -> bool:
    """Whether this is a folder; a URL is one if anything is in it."""
    if is_url(name):
        system, path = _system(name)
        return bool(system.isdir(path))
    return os.path.isdir(name)


def is_empty(folder: str) -> bool:
    """Whether a folder is not there, or holds nothing but what is hidden."""
    if is_url(folder):
        system, path = _system(folder)
        return not (system.exists(path) and system.ls(path, detail=False))
    try:
        with os.scandir(folder) as entries:
            return all(entry.name.startswith(HIDDEN) for entry in entries)
    except (FileNotFoundError, NotADirectoryError):
        return True


def remove(name: str) -> None:
    """Remove a file, if it is there."""
    if is_url(name):
        system, path = _system(name)
        if system.exists(path):
            system.rm_file(path)
    else:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def put(name: str, data: bytes, aside: str) -> None:
    """Write a file, whole or not at all, and the folders that lead to it; raises OSError.

    aside: a folder of the same file system in which it is written before it gets its name.
    """
    if not is_url(name):
        _put_by_path(name, data, aside)
        return
    system, path = _system(name)
    if set(_protocols(system)) & _WHOLE_OBJECTS:
        system.pipe_file(path, data)
        return
    part = f"{_system(aside)[1].rstrip('/')}/{uuid.uuid4().hex}"
    system.makedirs(os.path.dirname(part), exist_ok=True)
    system.makedirs(os.path.dirname(path), exist_ok=True)
    try:
        system.pipe_file(part, data)
        if system.exists(path):
            system.rm_file(path)
        system.mv(part, path)
    finally:
        if system.exists(part):
            system.rm_file(part)


def _put_by_path(name: str, data: bytes, aside: str) -> None:
    if os.path.isdir(name):
        raise IsADirectoryError(errno.EISDIR, "this is a folder", name)
    part = os.path.join(aside, uuid.uuid4().hex)
    try:
        with open(part, "xb") as file:
            file.write(data)
        try:
            os.replace(part, name)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(name), exist_ok=True)
            os.replace(part, name)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(part)


def _protocols(system: Any) -> tuple[str, ...]:
    return (system.protocol,) if isinstance(system.protocol, str) else tuple(system.protocol)


def _system(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path there; InputError if nothing opens it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise InputError(url, "a URL needs fsspec", hint="install the extra: pip install '.[cluster]'") from None
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise InputError(url, f"nothing here opens this URL: {error}") from None
    return system, path
