"""The table of output formats, and the lines of a document in any of them.

To add a format, write a module with a subclass of `Writer` and add the subclass to `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from types import MappingProxyType

from aligner.write.document import OutputDocument, OutputOptions
from aligner.write.index import Index
from aligner.write.json_document import JsonDocument
from aligner.write.json_lines import JsonLines
from aligner.write.tsv import Tsv
from aligner.write.writer import Writer, escape_bytes

# By name, in the order in which `--help` lists them.
FORMATS: Mapping[str, Writer] = MappingProxyType(
    {writer.name: writer for writer in (Tsv(), JsonDocument(), JsonLines(), Index())}
)
SUFFIXES = tuple(writer.suffix for writer in FORMATS.values())


def names() -> tuple[str, ...]:
    """Return the names of all formats, in the order of the table."""
    return tuple(FORMATS)


def format_of(path: str) -> str | None:
    """Return the name of the format whose suffix a file name has, or None if no format has it.

    >>> format_of("pairs/all.jsonl")
    'jsonl'
    """
    suffix = PurePath(path).suffix
    return next((writer.name for writer in FORMATS.values() if writer.suffix == suffix), None)


def lines(document: OutputDocument, options: OutputOptions) -> Iterator[str]:
    """Return the lines of a file that holds one document, header line included, with line ends."""
    return FORMATS[options.format].lines(document, options)


def collected(name: str, document: OutputDocument, options: OutputOptions) -> Iterator[str]:
    """Return the lines of one document in a file that holds several, without the header line.

    name: the name of the document, which stands in every line; bytes that are not UTF-8 are escaped.

    Raises ValueError for a format that holds one document a file.
    """
    writer = FORMATS[options.format]
    if not writer.collects:
        raise ValueError(f"a file of format {writer.name} holds one document")
    return writer.collected(escape_bytes(name), document, options)


def collected_header(options: OutputOptions) -> str:
    """Return the first line of a file that holds several documents; empty if it has no header line."""
    return FORMATS[options.format].collected_header(options) if options.header else ""
