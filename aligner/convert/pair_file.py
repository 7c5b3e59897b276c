"""The interface of a reader: what it is told, and what it returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import regex

from aligner.characters import VISIBLE
from aligner.errors import InputError
from aligner.notices import MAX_RANGES, number_ranges
from aligner.rows import Row

DEFAULT_SOURCE, DEFAULT_TARGET = "ar", "en"  # languages of a file that names none
MAX_NAMES = 5  # names from a file that a notice lists
_KIND = regex.compile(r"(\d{1,6})-(\d{1,6})")


class Wanted(NamedTuple):
    """The options of the user about the input.

    source, target: language tags; None if the user named none.
    encoding: Python name of the encoding, or None to detect it.
    columns: the columns of the source and of the target in a table, by number from 1 or name; None to find them.
    """

    source: str | None = None
    target: str | None = None
    encoding: str | None = None
    columns: tuple[str, str] | None = None

    @property
    def given(self) -> bool:
        """True if the user named a language."""
        return self.source is not None or self.target is not None


class PairFile(NamedTuple):
    """A file of pairs that is being read.

    source_language, target_language: BCP-47 tags.
    rows: the rows, in order; can be read once. Reading raises InputError for a row that is wrong.
    notices: what was assumed or left out. It is complete when all rows have been read.
    meta: metadata of the document, as in `rows.Rows`; empty if the file has none.
    sizes: number of sentences of each side, as in `rows.Rows`; None if it is not known.
    has_flags: True for a table with a column of flags.
    failed: errors of the files of a folder that cannot be read. It is complete when all rows have been read.
    """

    source_language: str
    target_language: str
    rows: Iterator[Row]
    notices: list[str]
    meta: Mapping[str, Any] = {}
    sizes: tuple[int, int] | None = None
    has_flags: bool = False
    failed: Sequence[str] = ()

    def first(self) -> tuple[Row | None, PairFile]:
        """Return the first row, or None if there is none, and the same file with all rows."""
        row = next(self.rows, None)
        return row, self if row is None else self._replace(rows=chain((row,), self.rows))


class Numbering:
    """Numbers of sentences of files that have none: each kind counts its sentences on from those before.

    Each document begins with 0.
    """

    def __init__(self) -> None:
        self._counts: dict[str, list[int]] = {}

    def numbers(self, kind: str, document: str) -> tuple[range, range]:
        """Return the numbers of the source and of the target sentences of the next row."""
        counts = self._counts.setdefault(document, [0, 0])
        ranges = []
        for side, size in enumerate(sizes(kind)):
            ranges.append(range(counts[side], counts[side] + size))
            counts[side] += size
        return ranges[0], ranges[1]


def sizes(kind: str) -> tuple[int, int]:
    """Return the numbers of sentences of a kind such as `2-1`; raises ValueError for another text."""
    if not (match := _KIND.fullmatch(kind)):
        raise ValueError(kind)
    return int(match[1]), int(match[2])


def visible(text: str) -> str:
    """Return a text, or an empty one if no character of it is visible: a blank cell is no sentence."""
    return text if VISIBLE.search(text) else ""


def kind_of(source: str, target: str) -> str:
    """Return the kind of a row that names none: one sentence on each side that has a text."""
    return f"{int(bool(source))}-{int(bool(target))}"


def alone(source: str, target: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the sentence texts of both sides if the boundaries of sentences are not known: each side in one."""
    return (source,) if source else (), (target,) if target else ()


def check_kind(kind: str, source: str, target: str, name: str, line: int | None) -> None:
    """Raise InputError for a kind that is none, and for one that denies a text that is there."""
    try:
        counts = sizes(kind)
    except ValueError:
        hint = "write numbers of sentences such as 1-2; a spreadsheet may have made a date of them"
        raise InputError(name, f"the kind is {kind!r}", hint=hint, line=line) from None
    for side, count, text in zip(("source", "target"), counts, (source, target), strict=True):
        if text and not count:
            hint = "correct the kind, or remove that column"
            raise InputError(name, f"the kind {kind} has no {side} sentence, but there is one", hint=hint, line=line)


def confidence_of(value: object, name: str, line: int | None) -> float | None:
    """Return a confidence from a cell or a JSON value; None for an empty one. Raises InputError for another value."""
    if value is None or value == "":
        return None
    text = str(value).strip()
    try:
        number = float(text.replace(",", ".") if text.count(",") == 1 else text)
    except ValueError:
        number = -1.0
    if isinstance(value, bool) or not 0 <= number <= 1:
        hint = "write a number from 0 to 1, or remove that column"
        raise InputError(name, f"the confidence is {value!r}", hint=hint, line=line)
    return number


def listed(names: Iterable[str]) -> str:
    """Return names from a file for a notice: the first ones, without characters that control a terminal.

    >>> listed(["id", "u\\x1brl"]), listed("abcdefgh")
    ('id, u\ufffdrl', 'a, b, c, d, e and 3 more')
    """
    shown = ["".join(sign if sign.isprintable() else "\ufffd" for sign in name) for name in names]
    unnamed = len(shown) - MAX_NAMES
    return ", ".join(shown[:MAX_NAMES]) + (f" and {unnamed} more" if unnamed > 0 else "")


class Places:
    """Lines that a notice names: how many there are, and the first ones."""

    def __init__(self) -> None:
        self.count = 0
        self._first: list[int] = []

    def add(self, line: int) -> None:
        """Take one more line; lines come in ascending order."""
        self.count += 1
        if len(self._first) < MAX_RANGES and line not in self._first[-1:]:
            self._first.append(line)

    def text(self, noun: str, unit: str = "line") -> str:
        """Return the number of things and their places: `2 units (lines 3, 9)`.

        unit: what the numbers of the places count.
        """
        rest = ", ..." if self.count > len(self._first) == MAX_RANGES else ""
        return f"{self.count} {noun}{'s' * (self.count != 1)} ({number_ranges(unit, self._first)}{rest})"
