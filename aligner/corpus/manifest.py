"""The manifest: a list of documents, one a line, as `--dry-run` prints it.

A line has the columns source, target and output, with tabs between them. Without a target, the source is a file that
holds both languages; without an output, the document is named after its source.
"""

from __future__ import annotations

import io
import os
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial

from aligner import errors, storage
from aligner.corpus.records import DocumentRecord
from aligner.errors import InputError
from aligner.read.packed import compressed
from aligner.write import formats

HEADER = ("source", "target", "output")
MAX_LINE = 1 << 20  # bytes; three paths have 12 kB at most
_CONTROLS = frozenset("\0\n\r")  # characters of the file itself
LINE_HINT = "write source, tab, target, tab, output"


def read_manifest(path: str, folder: str = "", suffixes: Collection[str] = ()) -> Iterator[DocumentRecord]:
    """The documents of a manifest.

    folder: the folder that paths in it start from.
    suffixes: suffixes of the outputs, which the name of an output may have, beside those of all formats.

    Raises InputError, with the line, for a line that is not a document.
    """
    for number, line in _lines(path):
        yield _parse_line(path, folder, number, line, suffixes)


def format_line(document: DocumentRecord) -> str:
    """The line of a document."""
    return f"{document.source}\t{document.target}\t{document.name}"


def readable_line(document: DocumentRecord, suffixes: Collection[str] = ()) -> str | None:
    """The line from which `read_manifest` makes the same document; None if a manifest cannot hold one of its names.

    A name that has a tab or the end of a line, or begins with a blank, cannot stand in a manifest. An output that ends
    as a file of results does, such as `a.tsv`, is written with a second ending, since the manifest takes one off.

    suffixes: as in `read_manifest`.
    """
    for name in (document.name, f"{document.name}.{formats.names()[0]}"):
        line = format_line(replace(document, name=name))
        if not (line.startswith("\ufeff") or _CONTROLS.intersection(line) or line.count("\t") > 2):
            read = _parse_line("", "", 1, line, suffixes)
            if (read.name, read.source, read.target) == (document.name, document.source, document.target):
                return line
    return None


def _lines(path: str) -> Iterator[tuple[int, str]]:
    """The lines that are neither blank nor the header, with their numbers from 1."""
    for number, raw in enumerate(_raw_lines(path), 1):
        if len(raw) > MAX_LINE:
            raise InputError(path, f"this line has more than {MAX_LINE >> 20} MB", hint=LINE_HINT, line=number)
        line = raw.decode("utf-8", "surrogateescape").lstrip("\ufeff" if number == 1 else "").rstrip("\r\n")
        if line.strip() and not (number == 1 and tuple(line.split("\t")) == HEADER[: line.count("\t") + 1]):
            yield number, line


def _raw_lines(path: str) -> Iterator[bytes]:
    """The lines with their ends; of a line that is too long, the beginning."""
    if storage.is_url(path) or not os.path.exists(path) or os.path.isdir(path):  # `storage.read` says what is wrong
        yield from io.BytesIO(storage.read(path))
        return
    try:
        with open(path, "rb") as file:
            yield from iter(partial(file.readline, MAX_LINE + 1), b"")
    except OSError as error:
        raise errors.cannot_read(path, error) from None


def _parse_line(path: str, folder: str, number: int, line: str, suffixes: Collection[str]) -> DocumentRecord:
    if "\0" in line:
        problem = "this line has a NUL character, which the name of a file cannot have"
        raise InputError(path, problem, hint=LINE_HINT, line=number)
    source, target, output, *rest = [*(cell.strip() for cell in line.split("\t")), "", ""]
    if not source:
        raise InputError(path, "there is no source in this line", hint=LINE_HINT, line=number)
    if any(rest):
        columns = line.count("\t") + 1
        raise InputError(path, f"this line has {columns} columns", hint=LINE_HINT, line=number)
    if os.path.isabs(output) or storage.is_url(output) or ".." in output.split("/"):
        raise InputError(
            path, f"the output {output} is outside the folder of the results", hint="name a path in it", line=number
        )
    document_name = _document_name(source, output, suffixes)
    if not document_name:
        raise InputError(path, f"the output {output or source!r} names no file", hint=LINE_HINT, line=number)
    paths = [storage.join(folder, name) for name in (source, target) if name]
    size = sum(os.path.getsize(name) for name in paths if os.path.isfile(name))
    return DocumentRecord(document_name, paths[0], paths[1] if target else "", size)


def _document_name(source: str, output: str, suffixes: Collection[str]) -> str:
    """The output without a suffix of outputs; by default, the source without its suffix."""
    name = output or os.path.splitext(compressed.without_suffix(source.rpartition("://")[2].lstrip("/")))[0]
    *folders, last = name.split("/")
    stem, suffix = os.path.splitext(last)
    parts = [*folders, stem if suffix in formats.SUFFIXES or suffix in suffixes else last]
    return "/".join(part for part in parts if part not in ("", ".", ".."))
