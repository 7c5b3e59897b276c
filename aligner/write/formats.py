"""The table of output formats.

To add a format, write a module with a subclass of `Writer` or `TextWriter`, and add an instance to `_WRITERS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import PurePath
from types import MappingProxyType
from typing import BinaryIO

from aligner.rows import Rows
from aligner.settings import Settings
from aligner.write import json_rows
from aligner.write.csv_table import Csv
from aligner.write.document import OutputOptions
from aligner.write.html import Html
from aligner.write.hugging_face import HuggingFace
from aligner.write.index import Index
from aligner.write.json_document import JsonDocument
from aligner.write.json_lines import JsonLines
from aligner.write.ladder import Ladder
from aligner.write.moses import Moses
from aligner.write.parquet import Parquet
from aligner.write.tei import Tei
from aligner.write.tmx import Tmx
from aligner.write.tsv import Tsv
from aligner.write.writer import TextWriter, Writer
from aligner.write.xces import Xces
from aligner.write.xlsx import Xlsx

# By name, in the order in which `--help` lists them.
_WRITERS = (
    Tsv(),
    Csv(),
    Xlsx(),
    Tmx(),
    Html(),
    JsonDocument(),
    JsonLines(),
    HuggingFace(),
    Moses(),
    Parquet(),
    Index(),
    Ladder(),
    Xces(),
    Tei(),
)
FORMATS: Mapping[str, Writer] = MappingProxyType({writer.name: writer for writer in _WRITERS})
# Suffix -> name of a format; of several formats with a suffix, the first one.
SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        suffix: writer.name
        for writer in reversed(tuple(FORMATS.values()))
        for suffix in (writer.suffix, *writer.other_suffixes)
        if suffix
    }
)


def names() -> tuple[str, ...]:
    """Return the names of all formats, in the order of the table."""
    return tuple(FORMATS)


def format_of(path: str) -> str | None:
    """Return the name of the format whose suffix a file name has, in small or capital letters; None if there is none.

    >>> format_of("pairs/all.jsonl")
    'jsonl'
    """
    return SUFFIXES.get(PurePath(path).suffix.lower())


def pairs_only_name(name: str) -> str:
    """Return the name of a format that has no place for a sentence without a translation; empty for another format."""
    return name if FORMATS[name].pairs_only else ""


def with_needs(settings: Settings, name: str) -> Settings:
    """Return settings as the format of the output needs them: with reasons, and without rows that it cannot hold."""
    why = settings.why or FORMATS[name].wants_reasons
    return replace(settings, why=why, pairs_only_format=pairs_only_name(name))


def text_writer(name: str) -> TextWriter:
    """Return the writer of a format of text; raises ValueError for another format."""
    writer = FORMATS[name]
    if not isinstance(writer, TextWriter):
        raise ValueError(f"{name} is not a format of one text file")
    return writer


def contents_of_files(rows: Rows, options: OutputOptions) -> list[bytes]:
    """Return the contents of the files of a document, in the order of the suffixes of the format."""
    writer = FORMATS[options.format]
    files = [BytesIO() for _ in writer.suffixes(rows.source_language, rows.target_language)]
    writer.write(rows, options, files)
    return [file.getvalue() for file in files]


def begin(options: OutputOptions) -> bytes:
    """Return the bytes that a file begins with to which the rows of documents are appended."""
    return text_writer(options.format).begin(options._replace(documents=True)).encode("utf-8")


def appended(rows: Rows, options: OutputOptions) -> bytes:
    """Return the rows of one document for a file that holds several; each row has the name of its document.

    Raises ValueError for a format to which nothing can be appended.
    """
    writer = text_writer(options.format)
    if not writer.appends:
        raise ValueError(f"nothing can be appended to a file of format {writer.name}")
    return "".join(writer.body(rows, options._replace(documents=True))).encode("utf-8")


def begin_collected(options: OutputOptions) -> bytes:
    """Return the bytes that a file of `collected` rows begins with."""
    return begin(options) if FORMATS[options.format].appends else b""


def collected(rows: Rows, options: OutputOptions) -> bytes:
    """Return the rows of one document as a run over many documents collects them.

    They are `appended`, or JSON lines for `write_collected`, if nothing can be appended to a file of the format.
    """
    if FORMATS[options.format].appends:
        return appended(rows, options)
    return "".join(json_rows.line_of(row) + "\n" for row in rows.rows).encode("utf-8")


def write_collected(
    lines: Iterable[bytes], languages: tuple[str, str], options: OutputOptions, files: Sequence[BinaryIO]
) -> None:
    """Write the files of a format to which nothing can be appended.

    lines: the `collected` rows of all documents.
    languages: tags of source and target.
    files: open for writing, as many as the format has suffixes.
    """
    rows = Rows(*languages, json_rows.read_lines(lines))
    FORMATS[options.format].write(rows, options._replace(documents=True), files)
