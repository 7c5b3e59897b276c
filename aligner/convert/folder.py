"""Folders: the aligned files in them, one after another, each a document with the name of its path."""

from __future__ import annotations

import os.path
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from typing import NamedTuple

from aligner import languages, storage
from aligner.convert.inputs import Input
from aligner.convert.pair_file import PairFile, Wanted, listed
from aligner.convert.readers import BY_NAME, MOSES, SUFFIXES, Reader, by_content
from aligner.convert.text_files import language_mark
from aligner.errors import InputError
from aligner.folder_walk import NotWalked
from aligner.rows import Row
from aligner.write import formats


class _AlignedFile(NamedTuple):
    """The file of one document in a folder, or the two files of its texts.

    paths: the paths of the files from the folder.
    reader: their format.
    stem: the path without what names the format or the language.
    """

    paths: tuple[str, ...]
    reader: Reader
    stem: str


class _Folder:
    """A folder whose files are read.

    path: its path.
    notices: sentences about the files for the user.
    failed: errors of files and subfolders that cannot be read; the others are read all the same.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.notices: list[str] = []
        self.failed: list[str] = []

    def aligned_files(self, format_name: str | None, skipped: str | None) -> list[_AlignedFile]:
        """Return the files that one file of pairs can be read from, and pairs of texts, in the order of their paths."""
        aligned: list[_AlignedFile] = []
        rest: list[str] = []
        for path in self._paths(skipped):
            try:
                reader = BY_NAME[format_name] if format_name else _reader_of(storage.join(self.path, path))
            except InputError as error:
                self.failed.append(str(error))
                continue
            if reader and reader.files == 1:
                aligned.append(_AlignedFile((path,), reader, _without_suffix(path)))
            else:
                rest.append(path)
        if format_name in (None, MOSES.name):
            aligned += _text_pairs(self.path, rest)
        in_pairs = {path for file in aligned for path in file.paths}
        if others := [path for path in rest if path not in in_pairs]:
            self.notices.append(f"{self.path}: skipped {listed(others)}: no file of pairs")
        return sorted(aligned, key=lambda file: file.paths)

    def _paths(self, skipped: str | None) -> list[str]:
        """Return the paths of all files from the folder, in their order."""
        not_walked = NotWalked()
        place = os.path.realpath(skipped) if skipped else None

        def is_skipped(path: str) -> bool:
            return place is not None and os.path.realpath(path) == place

        files = storage.files(self.path, is_skipped, not_walked.add)
        paths = sorted(file.name for file in files)
        self.failed += not_walked.errors()
        self.notices += (f"{self.path}: {warning}" for warning in not_walked.warnings())
        return [path for path in paths if not is_skipped(storage.join(self.path, path))]

    def documents(self, aligned: list[_AlignedFile], wanted: Wanted) -> Iterator[PairFile]:
        """Yield the pairs of each document that has any; its rows have the name of the document.

        That is the path without its suffix, as `align` names it, unless other files have it, too. A document is read
        to its end before it is yielded, since a file that turns out to be damaged must not leave half of its rows.
        """
        uses = Counter(file.stem for file in aligned)
        for paths, reader, stem in aligned:
            files: list[Input] = []
            try:
                for path in paths:
                    files.append(Input(storage.join(self.path, path), self.notices))
                pairs = reader.read(files, wanted)
                rows = list(_named(pairs.rows, stem if uses[stem] == 1 else paths[0]))
            except InputError as error:
                self.failed.append(str(error))
                continue
            finally:
                for file in files:
                    file.close()
            if rows:
                yield pairs._replace(rows=iter(rows))
            else:
                files[0].note("there is no row")


def read_folder(folder: str, wanted: Wanted, format_name: str | None = None, skipped: str | None = None) -> PairFile:
    """Return the pairs of all aligned files of a folder, in the order of their paths.

    Links out of the folder are left out. A file or subfolder that cannot be read is, too, and is in `PairFile.failed`.

    format_name: a key of `readers.BY_NAME`, to read all files in this format; None to recognise it.
    skipped: a file or subfolder to leave out, such as the output.

    Raises InputError if no file is aligned, and if two files are in different languages.
    """
    read = _Folder(folder)
    aligned = read.aligned_files(format_name, skipped)
    documents = read.documents(aligned, wanted)
    first = next(documents, None)
    if first is None and read.failed:
        raise InputError(folder, "no aligned file in this folder can be read", hint=read.failed[0])
    if first is None and aligned:
        raise InputError(folder, "the files of pairs in this folder have no rows")
    if first is None:
        raise InputError(folder, "no file in this folder is aligned", hint="align it first: align FOLDER -o FOLDER")
    rows = _rows(chain((first,), documents), (first.source_language, first.target_language))
    return PairFile(first.source_language, first.target_language, rows, read.notices, failed=read.failed)


def may_replace(path: str) -> bool:
    """Return True for a file of a folder that an earlier conversion of the folder may have written.

    It is a table of documents, or in a format that is not read, as its suffix says: no file of the folder is lost.
    """
    try:
        reader = _reader_of(path)
        if reader is None:
            return formats.format_of(path) is not None
        if reader.files > 1:
            return False
        with closing(Input(path)) as file:
            row, _ = reader.read([file], Wanted()).first()
    except InputError:
        return False
    return row is not None and bool(row.document)


def _text_pairs(folder: str, paths: list[str]) -> Iterator[_AlignedFile]:
    """Yield the pairs of texts among paths: `one.ar` and `one.en`, with the same number of lines.

    Texts beside another file of their name, such as an index, are its sentences and not a pair.
    """
    by_stem: dict[str, list[str]] = {}
    for path in paths:
        by_stem.setdefault(os.path.splitext(path)[0], []).append(path)
    for stem, texts in by_stem.items():
        tags = {language_mark(os.path.splitext(path)[1]) for path in texts}
        if len(texts) == len(tags) == 2 and "" not in tags:
            sizes = {_line_count(storage.join(folder, path)) for path in texts}
            if len(sizes) == 1:
                yield _AlignedFile(tuple(texts), MOSES, stem)


def _line_count(path: str) -> int:
    """Return the number of lines of a file; the last one may lack its end."""
    try:
        with closing(Input(path)) as file:
            return sum(1 for _ in file.lines(None))
    except InputError:  # not text
        return -1


def _reader_of(path: str) -> Reader | None:
    """Return the format of a file; None for an empty one."""
    with closing(Input(path)) as file:
        return by_content(file) if file.head else None


def _without_suffix(path: str) -> str:
    stem, suffix = os.path.splitext(path)
    return stem if suffix.lower() in SUFFIXES else path


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
