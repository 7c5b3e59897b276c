"""The input files of a document: read, told apart by a hash, and decoded."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from aligner import input_bytes, storage
from aligner.bitext import InputText
from aligner.corpus.journal import Journal
from aligner.errors import InputError
from aligner.read import readers


def read_files(paths: Sequence[str], folder: str = "") -> list[bytes]:
    """The contents of files.

    folder: the folder that relative paths start from; empty for the working folder.

    Raises InputError, with the path as it was given.
    """
    return [input_bytes.read_file(storage.join(folder, path), path) for path in paths]


def digest(contents: Sequence[bytes]) -> str:
    """Hash of the contents of the files of one document, and of its review."""
    return storage.digest("".join(map(storage.digest, contents)).encode())


def digest_of_files(paths: Sequence[str]) -> str:
    """Hash of the files of one document; empty if they cannot be read."""
    try:
        return digest(read_files(paths))
    except InputError:
        return ""


def decode_files(contents: Sequence[bytes], paths: Sequence[str], encoding: str | None) -> list[InputText]:
    """The texts of files.

    Raises InputError for a file that its reader cannot read.
    """
    return [readers.read_bytes(data, path, encoding) for data, path in zip(contents, paths, strict=True)]


class FileSet:
    """Files of this machine, known by their places on the disk, so that links to them are in the set as well.

    paths: their paths. A path that leads to no file, and a URL, is left out.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._places = frozenset(place for path in paths if (place := _place(path)))

    def __contains__(self, path: str) -> bool:
        """True if a path leads to one of the files."""
        return _place(path) in self._places


def files_of(journal: Journal) -> FileSet:
    """The input files of all documents of a run, which take some 150 bytes of memory each."""
    return FileSet(_paths(journal))


def first_input(journal: Journal, paths: Sequence[str]) -> str | None:
    """The first of a few paths that leads to an input file of a run; None if there is none. Reads page by page."""
    of_few = FileSet(paths)
    overwritten = FileSet(path for path in _paths(journal) if path in of_few)
    return next((path for path in paths if path in overwritten), None)


def _paths(journal: Journal) -> Iterator[str]:
    """The paths of the input files of all documents of a run, and of their reviews."""
    return (path for record in journal.documents() for path in record.input_paths)


def _place(path: str) -> tuple[int, int] | None:
    """Device and inode of a file; None if there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino
