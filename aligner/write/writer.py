"""The interface of an output format, and texts and names as outputs have them."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from enum import Enum

from aligner.write.document import OutputDocument, OutputOptions

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
    suffix: last part of the names of its files, with the dot.
    collects: True if one file can hold several documents.
    has_header: True if a file begins with a header line.
    flags: when the format shows the flags of a bead.
    shows_reasons: True if the format shows the reasons for a bead that `--why` asks for.
    """

    name: str
    suffix: str
    collects: bool = True
    has_header: bool = False
    flags: Flags = Flags.NEVER
    shows_reasons: bool = False

    @abstractmethod
    def lines(self, document: OutputDocument, options: OutputOptions) -> Iterator[str]:
        """Yield the lines of a file that holds one document, with line ends; the header line only if asked for."""

    def collected_header(self, options: OutputOptions) -> str:
        """Return the header line of a file that holds several documents; empty if the format has none."""
        return ""

    def collected(self, name: str, document: OutputDocument, options: OutputOptions) -> Iterator[str]:
        """Yield the lines of one document in a file that holds several.

        name: the name of the document, which is the first column of every line.

        A format whose documents are told apart in another way overrides this method.
        """
        column = one_line(name)
        for line in self.lines(document, options._replace(header=False)):
            yield f"{column}\t{line}"


def one_line(text: str) -> str:
    """Replace each run of tabs and line ends by one space."""
    return _BREAKS.sub(" ", text)


def escape_bytes(name: str) -> str:
    """Return the name of a file with escapes for bytes that are not UTF-8, so that it can be written as UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
