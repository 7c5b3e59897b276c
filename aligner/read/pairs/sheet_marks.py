"""Marks in an XLSX file besides the values of its cells: joined cells, formulas without a value, and comments."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from aligner.read.packed.archive import Archive
from aligner.read.packed.xml_events import EventKind, events

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_OVERLAP = 1 << 10  # bytes of one part of a sheet that are looked at again with the next; an element is shorter
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?\bref=[\"'][A-Z]+(\d+):[A-Z]+(\d+)[\"']")
# A formula, and then no value before the end of the cell.
_NO_VALUE = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^<>]*)?/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)

_COMMENTS = re.compile(r"xl/(?:.*/)?comments?\d*\.xml")
_COMMENT = re.compile(rb"<(?:\w+:)?comment\s")
_DRAWINGS = re.compile(r"xl/drawings/drawing\d*\.xml")
_TEXT_BOX = re.compile(rb"<(?:\w+:)?txBody>")


class SheetMarks(NamedTuple):
    """The marks of a sheet.

    merged: first and last row, from 1, of the cells that are joined over several rows, in order.
    formulas_without_value: number of formulas whose value the file does not hold.
    """

    merged: list[tuple[int, int]]
    formulas_without_value: int


def read_marks(archive: Archive, name: str) -> dict[str, SheetMarks]:
    """Return the marks of the sheets of a workbook by the titles of the sheets.

    name: the name of the file for messages.

    Raises InputError for a workbook that is not complete.
    """
    names = set(archive.names)
    if not {_WORKBOOK, _RELATIONS} <= names:
        return {}  # openpyxl finds the workbook under another name; such a file comes from no usual program
    paths = {}
    for event in events(archive.parts(_RELATIONS), name, "XLSX"):
        if event.kind is EventKind.START and event.name == "Relationship":
            target = event.attributes.get("Target", "")
            paths[event.attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    sheets = {
        event.attributes.get("name", ""): paths.get(event.attributes.get("id", ""), "")
        for event in events(archive.parts(_WORKBOOK), name, "XLSX")
        if event.kind is EventKind.START and event.name == "sheet"
    }
    return {title: _marks(archive, path) for title, path in sheets.items() if path in names}


def count_asides(archive: Archive) -> dict[str, int]:
    """Return the numbers of comments and of text boxes in a workbook, which are no cells."""
    kinds = {"comment": (_COMMENTS, _COMMENT), "text box": (_DRAWINGS, _TEXT_BOX)}
    return {
        kind: sum(len(pattern.findall(archive.read(path))) for path in archive.names if paths.fullmatch(path))
        for kind, (paths, pattern) in kinds.items()
    }


def _marks(archive: Archive, path: str) -> SheetMarks:
    """Return the marks of the sheet with this path in the archive."""
    merged: set[tuple[int, int]] = set()
    formulas = 0
    rest = b""
    for part in archive.parts(path):
        text = rest + part
        end = 0
        for match in _NO_VALUE.finditer(text):
            formulas += 1
            end = match.end()
        for match in _MERGE.finditer(text):
            first, last = int(match[1]), int(match[2])
            if first < last:
                merged.add((first, last))
        rest = text[max(end, len(text) - _OVERLAP) :]
    return SheetMarks(sorted(merged), formulas)
