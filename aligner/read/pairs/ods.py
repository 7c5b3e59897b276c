"""Workbooks of LibreOffice (ODS): the cells of the sheets, as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from aligner import limits
from aligner.characters import VISIBLE
from aligner.errors import InputError
from aligner.read.packed import line_limit
from aligner.read.packed.archive import Archive
from aligner.read.packed.xml_events import Event, EventKind, events
from aligner.read.pairs.sheet_marks import SheetMarks
from aligner.read.pairs.workbook import MAX_CELLS, MAX_ROWS, NumberedCells, Sheet, too_large

_MIMETYPE, _CONTENT = "mimetype", "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_MEDIA_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_CELLS = ("table-cell", "covered-table-cell")
_MAX_SPACES = 1000  # spaces that one element may stand for
_BLANKS = regex.compile(r"[ \t\r\n]+")


class SheetWithMarks(NamedTuple):
    """A sheet and the joined cells in it."""

    sheet: Sheet
    marks: SheetMarks


def is_ods(archive: Archive) -> bool:
    """Return True for the archive of a workbook of LibreOffice."""
    if not {_MIMETYPE, _CONTENT} <= set(archive.names):
        return False
    try:
        return archive.read(_MIMETYPE).startswith(_MEDIA_TYPE)
    except InputError:
        return False


def read_sheets(archive: Archive, name: str) -> tuple[list[SheetWithMarks], dict[str, int]]:
    """Return the sheets of a workbook, and the numbers of comments and of text boxes, which are no cells.

    Raises InputError for a workbook that is damaged, too large or encrypted.
    """
    if _MANIFEST in archive.names and b"encryption-data" in archive.read(_MANIFEST):
        raise InputError(name, "this workbook has a password", hint="save it again without one")
    reader = _Reader(name)
    for event in events(archive.parts(_CONTENT), name, "ODS"):
        reader.take(event)
    return reader.sheets, reader.asides


@dataclass
class _Row:
    """A row that is being read: its cells so far, how often it is repeated, and how many rows joined cells span."""

    times: int
    cells: list[str] = field(default_factory=list)
    empty: int = 0  # empty cells after these
    spanned: int = 1


class _Reader:
    """Collects the sheets from the events of the content."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.sheets: list[SheetWithMarks] = []
        self.asides = {"comment": 0, "text box": 0}
        self._aside = ""  # the kind of the element that is left out, until a visible character is seen in it
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._title, self._is_hidden = "", False
        self._rows: list[NumberedCells] = []
        self._merged: list[tuple[int, int]] = []
        self._number = self._size = self._characters = 0
        self._row: _Row | None = None
        self._times = 1  # times that a cell is repeated
        self._paragraphs: list[list[str]] | None = None  # of the cell that is open
        self._left_out = 0  # depth of the elements that are left out: comments and drawings
        self._depth = 0  # paragraphs within each other

    def take(self, event: Event) -> None:
        """Take an event."""
        if event.kind is EventKind.TEXT:
            if self._left_out and self._aside and VISIBLE.search(event.name):
                self.asides[self._aside] += 1
                self._aside = ""
            elif self._paragraphs and self._depth and not self._left_out:
                self._paragraphs[-1].append(_BLANKS.sub(" ", event.name))
        elif self._left_out:
            self._left_out += 1 if event.kind is EventKind.START else -1
        elif event.kind is EventKind.START:
            self._start(event)
        elif event.namespace == _TABLE:
            self._end(event.name)
        elif event.namespace == _TEXT and event.name in ("p", "h"):
            self._depth -= 1

    def _start(self, event: Event) -> None:
        element, attributes = event.name, event.attributes
        if event.namespace == _STYLE and element == "style":
            self._style = attributes.get("name", "")
        elif element == "table-properties" and attributes.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif (event.namespace, element) == (_OFFICE, "annotation") or event.namespace == _DRAW or element == "shapes":
            self._left_out = 1
            self._aside = "comment" if element == "annotation" else "text box"
        elif event.namespace == _TABLE and element == "table":
            self._title = attributes.get("name", "")
            self._is_hidden = attributes.get("style-name", "") in self._hidden_styles
            self._rows, self._merged, self._number, self._size, self._characters = [], [], 0, 0, 0
        elif event.namespace == _TABLE and element == "table-row":
            self._row = _Row(_count(attributes, "number-rows-repeated"))
        elif event.namespace == _TABLE and element in _CELLS and self._row:
            self._times = _count(attributes, "number-columns-repeated")
            self._row.spanned = max(self._row.spanned, _count(attributes, "number-rows-spanned"))
            self._paragraphs = []
        elif event.namespace == _TEXT and self._paragraphs is not None:
            self._start_text(element, attributes)

    def _start_text(self, element: str, attributes: Mapping[str, str]) -> None:
        """Begin an element within a cell."""
        if self._paragraphs is not None and element in ("p", "h"):
            self._depth += 1
            self._paragraphs.append([])
            line_limit.check_paragraphs(len(self._paragraphs), self._name)
        elif self._paragraphs:
            blanks = {"tab": "\t", "line-break": "\n"}
            spaces = " " * min(_count(attributes, "c"), _MAX_SPACES)
            self._paragraphs[-1].append(spaces if element == "s" else blanks.get(element, ""))

    def _end(self, element: str) -> None:
        row = self._row
        if element in _CELLS and row and self._paragraphs is not None:
            text = "\n".join("".join(pieces).strip(" ") for pieces in self._paragraphs).strip("\n")
            self._paragraphs = None
            if text:
                self._grow(row.empty + self._times)
                row.cells += [""] * row.empty + [text] * self._times
                row.empty = 0
            else:
                row.empty += self._times
        elif element == "table-row" and row:
            self._end_row(row)
            self._row = None
        elif element == "table":
            sheet = Sheet(self._title, iter(self._rows), self._is_hidden)
            self.sheets.append(SheetWithMarks(sheet, SheetMarks(self._merged, 0)))

    def _end_row(self, row: _Row) -> None:
        if row.cells:
            self._grow((row.times - 1) * len(row.cells))
            self._characters += row.times * sum(map(len, row.cells))
            line_limit.check_rows(len(self._rows) + row.times, self._characters, self._name)
            self._rows += [(self._number + number, list(row.cells)) for number in range(1, row.times + 1)]
            if row.spanned > 1:
                self._merged.append((self._number + 1, self._number + row.spanned))
        self._number += row.times
        if row.cells and self._number > MAX_ROWS:
            raise self._too_large(limits.SHEET_ROWS, MAX_ROWS)

    def _grow(self, cells: int) -> None:
        """Count cells, of which a small file may hold many by repeating them."""
        self._size += cells
        if self._size > MAX_CELLS:
            raise self._too_large(limits.SHEET_CELLS, MAX_CELLS)

    def _too_large(self, limit: limits.Limit, value: int) -> InputError:
        return too_large(self._name, f'the sheet "{self._title}" has', limit, value)


def _count(attributes: Mapping[str, str], name: str) -> int:
    """Return the number in an attribute; 1 if it is missing or no number."""
    value = attributes.get(name, "1")
    return int(value) if value.isdecimal() and value.isascii() and len(value) < 10 and value.strip("0") else 1
