"""The input files of a document: read, told apart by a hash, and decoded."""

from __future__ import annotations

from collections.abc import Sequence

from aligner import storage
from aligner.bitext import InputText
from aligner.errors import InputError
from aligner.read import readers


def read_files(paths: Sequence[str], folder: str = "") -> list[bytes]:
    """The contents of files.

    folder: the folder that relative paths start from; empty for the working folder.

    Raises InputError, with the path as it was given.
    """
    return [storage.read(storage.join(folder, path), path) for path in paths]


def digest(contents: Sequence[bytes]) -> str:
    """Hash of the contents of the files of one document."""
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
