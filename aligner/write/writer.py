"""The interface of an output format, and texts and names as outputs have them."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import BinaryIO

from aligner.rows import Row, Rows
from aligner.write.document import OutputOptions

# The tab, and every character at which `str.splitlines` ends a line.
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


class Flags(Enum):
    """When a format shows the flags of a bead."""

    NEVER = "never"
    ON_REQUEST = "on request"  # with `--flags`
    ALWAYS = "always"


class Writer(ABC):
    """An output format. Each format is a subclass in a module of its own, and `formats.FORMATS` lists them.

    name: value of `--format`.
    suffix: last part of the names of its files, with the dot; empty if each of its files has another.
    other_suffixes: suffixes by which the format is known as well.
    pairs_only: True if the format has no place for a sentence without a translation.
    appends: True if the rows of several documents, one after another, make a file.
    one_document: True if a file cannot hold several documents.
    is_text: True if a file is text in UTF-8, which a terminal can show.
    has_header: True if a file begins with a header line.
    flags: when the format shows the flags of a bead.
    shows_reasons: True if the format shows the reasons for a bead that `--why` asks for.
    wants_reasons: True if it shows them without `--why`, too.
    """

    name: str
    suffix: str
    other_suffixes: tuple[str, ...] = ()
    pairs_only: bool = False
    appends: bool = False
    one_document: bool = False
    is_text: bool = True
    has_header: bool = False
    flags: Flags = Flags.NEVER
    shows_reasons: bool = False
    wants_reasons: bool = False

    def suffixes(self, source_language: str, target_language: str) -> tuple[str, ...]:
        """Return the suffixes of the files that hold one document: one, unless each language has a file."""
        return (self.suffix,)

    def require(self) -> None:
        """Raise InputError if a library that the format needs is not installed."""
        return

    @abstractmethod
    def write(self, rows: Rows, options: OutputOptions, files: Sequence[BinaryIO]) -> None:
        """Write rows to files that are open for writing, as many as there are suffixes.

        The files are written from their beginning to their end, and need not be able to seek.
        """


class TextWriter(Writer):
    """A format of one file of text.

    If the format appends, a file is `begin`, and the `body` of each document; otherwise it may have an end, too.
    """

    def begin(self, options: OutputOptions) -> str:
        """Return what a file begins with; the header line only if asked for."""
        return ""

    @abstractmethod
    def body(self, rows: Rows, options: OutputOptions) -> Iterator[str]:
        """Yield the rest of a file in pieces, with line ends."""

    def lines(self, rows: Rows, options: OutputOptions) -> Iterator[str]:
        """Yield a whole file in pieces, with line ends."""
        if begin := self.begin(options):
            yield begin
        yield from self.body(rows, options)

    def write(self, rows: Rows, options: OutputOptions, files: Sequence[BinaryIO]) -> None:
        """Write the file in UTF-8."""
        (file,) = files
        file.writelines(line.encode("utf-8") for line in self.lines(rows, options))


def one_line(text: str) -> str:
    """Replace each run of tabs and line ends by one space."""
    return _BREAKS.sub(" ", text)


def confidence_text(row: Row) -> str:
    """Return the confidence of a row with three decimals; empty if it is not known."""
    return "" if row.confidence is None else f"{row.confidence:.3f}"


def escape_bytes(name: str) -> str:
    """Return the name of a file with escapes for bytes that are not UTF-8, so that it can be written as UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
