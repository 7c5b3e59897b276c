"""Folders: the aligned files in them, one after another, each a document with the name of its path."""

from __future__ import annotations

import os.path
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from aligner import languages, storage
from aligner.convert.inputs import Input
from aligner.convert.pair_file import PairFile, Wanted
from aligner.convert.readers import BY_NAME, SUFFIXES, Reader, by_content
from aligner.errors import InputError
from aligner.rows import Row

MAX_NAMES = 5  # files that a notice names


class _AlignedFile(NamedTuple):
    """A file of pairs in a folder: its path from there, its format, and the name of its document."""

    path: str
    reader: Reader
    document: str


def read_folder(folder: str, wanted: Wanted, format_name: str | None, skipped_paths: frozenset[str]) -> PairFile:
    """Return the pairs of all aligned files of a folder, in the order of their paths.

    format_name: a key of `readers.BY_NAME`, to read all files in this format; None to recognise it.
    skipped_paths: real paths of files to leave out, such as the output.

    Raises InputError if no file is aligned, and if two files are in different languages.
    """
    notices: list[str] = []
    aligned = _aligned_files(folder, format_name, skipped_paths, notices)
    documents = _documents(folder, aligned, wanted, notices)
    first = next(documents, None)
    if first is None:
        raise InputError(folder, "no file in this folder is aligned", hint="align it first: align FOLDER -o FOLDER")
    rows = _rows(chain((first,), documents), (first.source_language, first.target_language))
    return PairFile(first.source_language, first.target_language, rows, notices)


def _aligned_files(
    folder: str, format_name: str | None, skipped_paths: frozenset[str], notices: list[str]
) -> list[_AlignedFile]:
    """Return the files of a folder that one file of pairs can be read from, in the order of their paths."""
    readers: dict[str, Reader] = {}
    skipped = []
    for path in sorted(file.name for file in storage.files(folder, lambda _: False)):
        full = storage.join(folder, path)
        if os.path.realpath(full) in skipped_paths:
            continue
        reader = BY_NAME[format_name] if format_name else _reader_of(full)
        if reader and reader.files == 1:
            readers[path] = reader
        else:
            skipped.append(path)
    if skipped:
        rest = f" and {len(skipped) - MAX_NAMES} more" if len(skipped) > MAX_NAMES else ""
        notices.append(f"{folder}: skipped {', '.join(skipped[:MAX_NAMES])}{rest}: no file of pairs")
    stems = {path: _without_suffix(path) for path in readers}
    uses = Counter(stems.values())
    return [
        _AlignedFile(path, reader, stems[path] if uses[stems[path]] == 1 else path) for path, reader in readers.items()
    ]


def _reader_of(path: str) -> Reader | None:
    """Return the format of a file; None for an empty one."""
    file = Input(path)
    try:
        return by_content(file) if file.head else None
    finally:
        file.close()


def _without_suffix(path: str) -> str:
    stem, suffix = os.path.splitext(path)
    return stem if suffix.lower() in SUFFIXES else path


def _documents(folder: str, files: list[_AlignedFile], wanted: Wanted, notices: list[str]) -> Iterator[PairFile]:
    """Yield the pairs of each file that has any; its rows have the name of the document."""
    for path, reader, document in files:
        file = Input(storage.join(folder, path), notices)
        try:
            found_rows, pairs = reader.read([file], wanted).first()
            if found_rows is None:
                file.note("there is no row")
                continue
            yield pairs._replace(rows=_named(pairs.rows, document))
        finally:
            file.close()


def _named(rows: Iterator[Row], document: str) -> Iterator[Row]:
    """Yield rows with the name of their document; a name that the file gives stays."""
    for row in rows:
        yield row if row.document else row._replace(document=document)


def _rows(documents: Iterator[PairFile], tags: tuple[str, str]) -> Iterator[Row]:
    """Yield the rows of all documents, which must be in the languages of the first."""
    expected = list(map(languages.primary, tags))
    for pairs in documents:
        row, document = pairs.first()
        named = document.source_language, document.target_language
        if list(map(languages.primary, named)) != expected:
            name = row.document if row else ""
            problem = f"{name} is {'-'.join(named)}, but the files before it are {'-'.join(tags)}"
            raise InputError(name, problem, hint="choose two languages with --from and --to, or convert it alone")
        yield from document.rows
