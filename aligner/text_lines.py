"""The lines and the paragraphs of one side of a text, where lines end, and how far apart they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from aligner.bitext import Span, TextUnit
from aligner.characters import BYTE_ORDER_MARK, CLOSERS, LINE_END, VISIBLE

FORM_FEED = "\f"  # stands between two pages
SINGLE, DOUBLE = 1, 2  # line ends between two lines of a paragraph; 2 if a blank line follows each line

_END_MARKS = ".!?؟۔…:؛;"
_FINISHED = regex.compile(rf"[{_END_MARKS}]{CLOSERS}\s*+\Z")  # the line ends a sentence or a clause
# A line; after the end of a sentence, a byte order mark begins a line, since a file was joined there.
_LINE = regex.compile(rf"(?:[^\r\n{BYTE_ORDER_MARK}]++|(?<![.!?؟۔…:»\"”)])[{BYTE_ORDER_MARK}])++")
LONGEST_END = 40  # characters after the end of a sentence: quotes, brackets, invisible characters and blanks


class LinesOfSide(NamedTuple):
    """The lines of one side of a document.

    text: the decoded input.
    spans: spans of lines, in order; or of cells.
    are_whole: True if each span is a paragraph already, such as a cell of a table.
    units: the lines that belong together, as the format of the text says, in order.
    """

    text: str
    spans: Sequence[Span]
    are_whole: bool = False
    units: Sequence[TextUnit] = ()


class Paragraphs(NamedTuple):
    """The paragraphs of one side of a document.

    spans: the paragraphs, in order.
    joined_lines: number of lines in the paragraphs that are joined from several lines.
    joined_paragraphs: number of these paragraphs.
    page_marks: lines within them that look like page numbers or page headers.
    """

    spans: list[Span]
    joined_lines: int = 0
    joined_paragraphs: int = 0
    page_marks: Sequence[Span] = ()


def visible_lines(text: str) -> list[Span]:
    """Return the lines of a text that hold a visible character, without their line ends (LF, CRLF or CR)."""
    spans = (Span(*match.span()) for match in _LINE.finditer(text))
    # Nearly all lines begin with a letter or a digit, which is quicker to see.
    return [span for span in spans if text[span.start].isalnum() or VISIBLE.search(text, *span)]


def numbered_lines(text: str) -> Iterator[tuple[int, Span]]:
    """Yield the visible lines of a text, each with its number in the text, from 1.

    >>> list(numbered_lines("One.\\n\\nTwo."))
    [(1, Span(start=0, end=4)), (3, Span(start=6, end=10))]
    """
    number, counted_to = 1, 0
    for line in visible_lines(text):
        number += len(LINE_END.findall(text, counted_to, line.start))
        counted_to = line.start
        yield number, line


def line_ends_between(text: str, lines: Sequence[Span]) -> list[int]:
    """Return the number of line ends between neighbouring lines; 0 if text of the other side is between them."""
    gaps = [text[line.end : next_line.start] for line, next_line in pairwise(lines)]
    return [1 if gap == "\n" else 0 if VISIBLE.search(gap) else len(LINE_END.findall(gap)) for gap in gaps]


def ends_sentence(text: str, line: Span) -> bool:
    """Return whether a line ends a sentence or a clause."""
    last = text[line.end - 1]
    if last.isalnum() or last in _END_MARKS:  # nearly all lines
        return last in _END_MARKS
    return _FINISHED.search(text, max(line.start, line.end - LONGEST_END), line.end) is not None
