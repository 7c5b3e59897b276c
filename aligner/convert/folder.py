"""Folders: the aligned files in them, one after another, each a document with the name of its path."""

from __future__ import annotations

import os.path
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from aligner import errors, languages, storage
from aligner.convert.inputs import Input
from aligner.convert.pair_file import PairFile, Wanted, listed
from aligner.convert.readers import BY_NAME, MOSES, SUFFIXES, Reader, by_content
from aligner.convert.text_files import language_mark
from aligner.errors import InputError
from aligner.folder_walk import LeftOut
from aligner.rows import Row


class _AlignedFile(NamedTuple):
    """The file of one document in a folder, or the two files of its texts.

    paths: the paths of the files from the folder.
    reader: their format.
    stem: the path without what names the format or the language.
    """

    paths: tuple[str, ...]
    reader: Reader
    stem: str


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
    if first is None and aligned:
        raise InputError(folder, "the files of pairs in this folder have no rows")
    if first is None:
        raise InputError(folder, "no file in this folder is aligned", hint="align it first: align FOLDER -o FOLDER")
    rows = _rows(chain((first,), documents), (first.source_language, first.target_language))
    return PairFile(first.source_language, first.target_language, rows, notices)


def _aligned_files(
    folder: str, format_name: str | None, skipped_paths: frozenset[str], notices: list[str]
) -> list[_AlignedFile]:
    """Return the files of a folder that one file of pairs can be read from, in the order of their paths."""
    aligned: list[_AlignedFile] = []
    rest: list[str] = []
    links: list[str] = []

    def leave_out(left: LeftOut) -> None:
        if left.error is not None:  # the rows would look complete
            raise errors.cannot_read(left.path, left.error)
        links.append(left.path)

    files = storage.files(folder, lambda _: False, leave_out, follow_links=False)
    for path in sorted(file.name for file in files):
        full = storage.join(folder, path)
        if os.path.realpath(full) in skipped_paths:
            continue
        reader = BY_NAME[format_name] if format_name else _reader_of(full)
        if reader and reader.files == 1:
            aligned.append(_AlignedFile((path,), reader, _without_suffix(path)))
        else:
            rest.append(path)
    if links:
        notices.append(f"{folder}: left out links that lead out of the folder: {listed(sorted(links))}")
    if format_name in (None, MOSES.name):
        aligned += _text_pairs(folder, rest)
    in_pairs = {path for file in aligned for path in file.paths}
    if skipped := [path for path in rest if path not in in_pairs]:
        notices.append(f"{folder}: skipped {listed(skipped)}: no file of pairs")
    return sorted(aligned, key=lambda file: file.paths)


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
    file = Input(path)
    try:
        return sum(1 for _ in file.lines(None))
    except InputError:  # not text
        return -1
    finally:
        file.close()


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


def _documents(folder: str, aligned: list[_AlignedFile], wanted: Wanted, notices: list[str]) -> Iterator[PairFile]:
    """Yield the pairs of each document that has any; its rows have the name of the document.

    That is the path without its suffix, as `align` names it, unless other files have it, too.
    """
    uses = Counter(file.stem for file in aligned)
    for paths, reader, stem in aligned:
        files = [Input(storage.join(folder, path), notices) for path in paths]
        try:
            first, pairs = reader.read(files, wanted).first()
            if first is None:
                files[0].note("there is no row")
                continue
            yield pairs._replace(rows=_named(pairs.rows, stem if uses[stem] == 1 else paths[0]))
        finally:
            for file in files:
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
