"""Lines to paragraphs: each line is a paragraph, or hard-wrapped lines are joined to paragraphs.

A text is hard-wrapped if most of its lines end where the next word had no room, and not where a sentence
ends. In such a text, a paragraph ends at a blank line, before an indented line, before a list item, and after
a line that had room for the next word.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from aligner.bitext import Span
from aligner.characters import BYTE_ORDER_MARK, CLOSERS, LINE_END, VISIBLE

MODES = ("auto", "line", "wrap")
WIDTHS = (20, 200)  # characters; narrowest and widest line width of a hard-wrapped text
UNFINISHED = 0.5  # least share of line pairs whose first line does not end a sentence
FULL = 0.8  # least share of those pairs whose first line had no room for the next word
PAIRS = 3  # least number of line pairs; with fewer, a text is not taken for hard-wrapped

# A line; after the end of a sentence, a byte order mark begins a line, since a file was joined there.
_LINE = regex.compile(rf"(?:[^\r\n{BYTE_ORDER_MARK}]++|(?<![.!?؟۔…:»\"”)])[{BYTE_ORDER_MARK}])++")
_NEXT_LINE = regex.compile(rf"[^\S\r\n]*+(?:{LINE_END.pattern})")  # between two lines without a blank line
_WORD = regex.compile(r"\S++")
_FINISHED = regex.compile(rf"[.!?؟۔…:؛;]{CLOSERS}\s*+\Z")  # the line ends a sentence or a clause
_SENTENCE_END_INSIDE = regex.compile(rf"[.!?؟۔]{CLOSERS}[^\S\r\n]++\S")
_ITEM = regex.compile(
    r"""\s*+
    (?: [•◦▪‣*–—-] \s                     # a bullet: "- salt"
      | (?: \p{Nd}{1,3} | \p{L} ) [.)] \s   # a label: "2. Lamp", "b) Lamp"
      | [(] \p{Nd}{1,3} [)] )             # a label in brackets: "(2)"
    """,
    regex.VERBOSE,
)


def visible_lines(text: str) -> list[Span]:
    """Return the lines of a text that hold a visible character, without their line ends (LF, CRLF or CR)."""
    return [Span(*match.span()) for match in _LINE.finditer(text) if VISIBLE.search(text, *match.span())]


def check_mode(mode: str) -> None:
    """Raise ValueError if a mode is not one of `MODES`."""
    if mode not in MODES:
        raise ValueError(f"lines must be one of {', '.join(MODES)}, not {mode!r}")


def group_lines(text: str, lines: Sequence[Span], mode: str = "auto") -> list[Span]:
    """Return the paragraphs that lines of one side of a text make, in order.

    text: the decoded input.
    lines: spans of lines, in order.
    mode: `line`, each line is a paragraph; `wrap`, lines are joined; `auto`, lines are joined if the text looks
        hard-wrapped.

    Raises ValueError for another mode.
    """
    check_mode(mode)
    if mode == "line" or (mode == "auto" and not is_hard_wrapped(text, lines)):
        return list(lines)
    width = _line_width(text, lines)
    paragraphs: list[Span] = []
    for number, line in enumerate(lines):
        if number and _continues(text, lines[number - 1], line, width):
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(line)
    return paragraphs


def is_hard_wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Return whether a text looks hard-wrapped, by the limits of this module."""
    width = _line_width(text, lines)
    if not WIDTHS[0] <= width <= WIDTHS[1]:
        return False
    neighbours = [(line, next_line) for line, next_line in pairwise(lines) if _adjacent(text, line, next_line)]
    if len(neighbours) < PAIRS:
        return False
    unfinished = [(line, next_line) for line, next_line in neighbours if not _FINISHED.search(text, *line)]
    full = sum(not _has_room(text, line, next_line, width) for line, next_line in unfinished)
    if len(unfinished) < UNFINISHED * len(neighbours) or full < FULL * len(unfinished):
        return False
    # In verse, sentences end at the ends of lines only.
    return any(_SENTENCE_END_INSIDE.search(text, *line) for line in lines)


def _line_width(text: str, lines: Sequence[Span]) -> int:
    """Return the width in characters that nine lines in ten do not exceed, so that a long URL does not count."""
    widths = sorted(_width(text, line) for line in lines)
    return widths[(len(widths) - 1) * 9 // 10] if widths else 0


def _width(text: str, line: Span) -> int:
    return len(text[line.start : line.end].rstrip())


def _adjacent(text: str, line: Span, next_line: Span) -> bool:
    """Return whether no blank line is between two lines."""
    return _NEXT_LINE.fullmatch(text, line.end, next_line.start) is not None


def _has_room(text: str, line: Span, next_line: Span, width: int) -> bool:
    """Return whether the first word of the next line would have had room on a line."""
    word = _WORD.search(text, *next_line)
    return word is not None and _width(text, line) + 1 + len(word[0]) <= width


def _continues(text: str, line: Span, next_line: Span, width: int) -> bool:
    """Return whether the next line belongs to the paragraph of a line."""
    if not _adjacent(text, line, next_line) or _ITEM.match(text, *next_line):
        return False
    if _indent(text, next_line) > _indent(text, line):
        return bool(_ITEM.match(text, *line))  # the second line of a list item is indented under the first
    return not _has_room(text, line, next_line, width)


def _indent(text: str, line: Span) -> int:
    return len(text[line.start : line.end]) - len(text[line.start : line.end].lstrip())
