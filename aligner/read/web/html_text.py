"""The paragraphs of a page of HTML, as a browser shows them.

A block, such as a heading or an item of a list, is a paragraph; so are two line breaks in a row. One line break begins
a line of the same paragraph. White space is one blank, outside of preformatted text.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import regex

from aligner.characters import VISIBLE
from aligner.read.packed import line_limit
from aligner.read.web.html_elements import CELLS, CONTROLS, OpenElements
from aligner.read.web.html_tokens import Token, Tokenizer, TokenKind, Unfinished, attributes_of

_WHITE_SPACE = regex.compile(r"[ \t\n\r\f]++")  # HTML counts no other character, and no no-break space
_LINE_END = regex.compile(r"\r\n|[\r\n]")
_NUMBER = regex.compile(r"\s*+[0-9+-]++\s*+")  # raised, it is a power or the number of a note
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_PART = 1 << 16  # characters whose white space is replaced at a time, which takes much memory
_MAX_SPAN = 1000  # rows or columns of a cell; HTML allows no more columns
_MAX_TAKEN = 100  # columns that cells of rows above may take; each of them is looked at in each row


class TableCell(NamedTuple):
    """The place of a paragraph in a table; all numbers are counted from 1.

    table: number of the table in the page.
    row: number of the row.
    column: number of the column.
    """

    table: int
    row: int
    column: int


class Paragraph(NamedTuple):
    """A paragraph of a page.

    text: its lines, with a line end between two of them.
    cell: its cell in the innermost table; None outside of tables.
    """

    text: str
    cell: TableCell | None


class Page(NamedTuple):
    """The text of a page.

    paragraphs: those that have a visible character, in order.
    left_out: number of elements with text that were left out: `hidden` elements, and `ruby` annotations.
    unfinished: the part of the page that never ends; None if there is none.
    has_frames: whether the page is made of other pages.
    has_scripts: whether it runs programs.
    """

    paragraphs: list[Paragraph]
    left_out: Counter[str]
    unfinished: Unfinished | None
    has_frames: bool
    has_scripts: bool


def page_text(page: str, name: str, *, is_xml: bool) -> Page:
    """Return the text of a page.

    page: the characters of the page.
    name: the name of the file for messages.
    is_xml: whether it is XHTML.
    """
    tokens = Tokenizer(page, is_xml=is_xml)
    collector = _Collector(name)
    for token in tokens:
        if token.kind is TokenKind.TEXT:
            collector.text(token.name)
        elif token.kind is TokenKind.START:
            collector.start(token)
        else:
            collector.end(token.name)
    collector.end_page()
    names = collector.names
    return Page(collector.paragraphs, collector.left_out, tokens.unfinished, "frameset" in names, "script" in names)


class _Table:
    """A table that is being read.

    number: its number in the page.
    depth: number of elements around its content.
    """

    def __init__(self, number: int, depth: int) -> None:
        self.number, self.depth = number, depth
        self.row = self.column = 0
        self._next_column = 1
        self._taken: dict[int, int] = {}  # column -> last row in which a cell of a row above takes it

    def start_row(self) -> None:
        """Begin a row."""
        self.row, self.column, self._next_column = self.row + 1, 0, 1

    def start_cell(self, attributes: str) -> None:
        """Begin a cell in the next column that no cell of a row above takes."""
        if not self.row:
            self.start_row()
        while self._taken.get(self._next_column, 0) >= self.row:
            self._next_column += 1
        self.column = self._next_column
        named = attributes_of(attributes) if "span" in attributes.lower() else {}
        self._next_column += _span(named.get("colspan", ""))
        if (rows := _span(named.get("rowspan", ""))) > 1:
            columns = range(self.column, min(self._next_column, _MAX_TAKEN + 1))
            self._taken |= dict.fromkeys(columns, self.row + rows - 1)


class _Collector:
    """Makes paragraphs of the tokens of a page."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._size = 0  # number of lines of the paragraphs
        self.paragraphs: list[Paragraph] = []
        self.left_out: Counter[str] = Counter()
        self.names: set[str] = set()  # of all elements
        self._open = OpenElements()
        self._tables: list[_Table] = []
        self._number_of_tables = 0
        self._lines: list[str] = []  # of the paragraph, up to the line
        self._line: list[str] = []  # parts of the line
        self._unseen: list[str] = []  # lines without a visible character, which are put before the next paragraph
        self._is_counted = False  # whether the element that is left out here was counted

    def start(self, token: Token) -> None:
        """Take the start of an element."""
        name = token.name
        self.names.add(name)
        before = len(self._open)
        element = self._open.start(name, token.attributes)
        if element.begins_left_out:
            self._is_counted = False
        if len(self._open) <= before:  # it has no content, or ends elements
            self._end_tables()
        if name == "br":
            self._end_line()
        elif element.is_block:
            self.end_paragraph()
        elif name in CONTROLS:
            self._add(" ")
        if name == "table":
            self._number_of_tables += 1
            self._tables.append(_Table(self._number_of_tables, len(self._open)))
        elif self._tables and name == "tr":
            self._tables[-1].start_row()
        elif self._tables and name in CELLS:
            self._tables[-1].start_cell(token.attributes)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        element = self._open.end(name)
        if name == "br":  # a wrong tag, which browsers take for a line break
            self._end_line()
        elif name == "p" and element is None:
            self.end_paragraph()
        elif element and element.is_block:
            self.end_paragraph()
            self._end_tables()

    def text(self, text: str) -> None:
        """Take the characters of an element."""
        element = self._open.last
        if element.left_out:
            if not self._is_counted and element.left_out != "unseen" and VISIBLE.search(text):
                self._is_counted = True
                self.left_out[element.left_out] += 1
        elif not element.keeps_space:
            if element.is_raised and _NUMBER.fullmatch(text) and not self._ends_with(("[", "(")):
                text = text.translate(_RAISED)
            for start in range(0, len(text), _PART):
                self._add(_WHITE_SPACE.sub(" ", text[start : start + _PART]))
        else:
            first, *others = _LINE_END.split(text)
            self._line.append(first)
            for line in others:
                self._end_line()
                self._line.append(line)

    def end_paragraph(self) -> None:
        """End the paragraph. If it has no visible character, it is put before the next one."""
        line = "".join(self._line)
        self._line = []
        line_limit.check_length(len(line), self._name, f"paragraph {len(self.paragraphs) + 1}")
        if VISIBLE.search(line):
            self._lines.append(line if self._open.last.keeps_space else line.rstrip(" "))
        elif unseen := line.strip():
            self._unseen.append(unseen)
        if self._lines:
            table = self._tables[-1] if self._tables else None
            cell = TableCell(table.number, table.row, table.column) if table and table.column else None
            self._lines = [*self._unseen, *self._lines]
            self._unseen = []
            self._size += len(self._lines)
            line_limit.check_paragraphs(self._size, self._name)
            self.paragraphs.append(Paragraph("\n".join(self._lines), cell))
            self._lines = []

    def end_page(self) -> None:
        """End the last paragraph. Lines without a visible character after it become its last lines."""
        self.end_paragraph()
        if self._unseen and self.paragraphs:
            last = self.paragraphs[-1]
            self.paragraphs[-1] = last._replace(text="\n".join([last.text, *self._unseen]))

    def _end_line(self) -> None:
        """End the line; a line without a visible character ends the paragraph, and so does a line of code."""
        line = "".join(self._line)
        is_code = self._open.last.keeps_space and self._open.contain("code")
        if not VISIBLE.search(line) or is_code:
            self.end_paragraph()
        else:
            self._lines.append(line.rstrip(" "))
            self._line = []

    def _add(self, text: str) -> None:
        """Add text to the line; a blank at its beginning, or after a blank, is left out."""
        if text.startswith(" ") and (not self._line or self._ends_with(" ")):
            text = text[1:]
        if text:
            self._line.append(text)

    def _ends_with(self, ends: str | tuple[str, ...]) -> bool:
        return bool(self._line) and self._line[-1].endswith(ends)

    def _end_tables(self) -> None:
        while self._tables and len(self._open) < self._tables[-1].depth:
            self._tables.pop()


def _span(value: str) -> int:
    """Return the number of rows or columns of a cell; 1 for a value that is no number from 1 on."""
    value = value.strip()
    return min(max(int(value[:9]), 1), _MAX_SPAN) if value.isdecimal() else 1
