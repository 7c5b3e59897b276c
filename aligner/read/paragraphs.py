"""Lines to paragraphs: one a line, or hard-wrapped lines that make a paragraph together.

A text is hard-wrapped if most of its lines end where the next word had no room, and not where
a sentence ends. A line that ends although there was room ends a paragraph, as do a blank line,
an indented line and the label of a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from aligner.bitext import Span
from aligner.characters import VISIBLE

MODES = ("auto", "line", "wrap")
WIDTHS = (20, 200)  # characters of the longest line of a wrapped text
UNFINISHED = 0.5  # share of the lines of a wrapped text that do not end a sentence, at least
FULL = 0.8  # share of those that had no room for the next word, at least
PAIRS = 3  # neighbouring lines below which nothing can be told
_NEXT_LINE = regex.compile(r"[^\S\r\n]*+(?:\r\n|[\r\n])")
_WORD = regex.compile(r"\S++")
_CLOSERS = r"[\p{Cf}\"'”’»)\]]*+"
_FINISHED = regex.compile(rf"[.!?؟۔…:؛;]{_CLOSERS}\s*+\Z")
_INSIDE = regex.compile(rf"[.!?؟۔]{_CLOSERS}[^\S\r\n]++\S")
_ITEM = regex.compile(r"\s*+(?:[•◦▪‣*–—-]\s|(?:\p{Nd}{1,3}|\p{L})[.)]\s|[(]\p{Nd}{1,3}[)])")
_LINE = regex.compile(r"[^\r\n]++")


def visible_lines(text: str) -> list[Span]:
    """The lines of a text that hold anything to be seen, without their ends: LF, CRLF or CR."""
    return [Span(*found.span()) for found in _LINE.finditer(text) if VISIBLE.search(text, *found.span())]


def group_lines(text: str, stretches: Sequence[Span], mode: str = "auto") -> list[Span]:
    """The paragraphs that the lines of one side of a text make, in order.

    mode: `line`, each line is one; `wrap`, lines are joined; `auto`, whichever the text looks like.
    """
    if mode not in MODES:
        raise ValueError(f"no mode of lines is called {mode!r}; there are {', '.join(MODES)}")
    if mode == "line" or (mode == "auto" and not is_hard_wrapped(text, stretches)):
        return list(stretches)
    width = _usual(text, stretches)
    joined: list[Span] = []
    for number, line in enumerate(stretches):
        if number and _continues(text, stretches[number - 1], line, width):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def is_hard_wrapped(text: str, stretches: Sequence[Span]) -> bool:
    """Whether the lines look hard-wrapped."""
    width = _usual(text, stretches)
    if not WIDTHS[0] <= width <= WIDTHS[1]:
        return False
    neighbours = [(one, other) for one, other in pairwise(stretches) if _adjacent(text, one, other)]
    if len(neighbours) < PAIRS:
        return False
    unfinished = [(one, other) for one, other in neighbours if not _FINISHED.search(text, *one)]
    full = sum(not _room(text, one, other, width) for one, other in unfinished)
    if len(unfinished) < UNFINISHED * len(neighbours) or full < FULL * len(unfinished):
        return False
    return any(_INSIDE.search(text, *line) for line in stretches)  # verse has its marks at the ends of lines


def _usual(text: str, stretches: Sequence[Span]) -> int:
    """The length that nine lines in ten do not exceed: a long address in a line sets no width."""
    widths = sorted(_width(text, line) for line in stretches)
    return widths[(len(widths) - 1) * 9 // 10] if widths else 0


def _width(text: str, line: Span) -> int:
    return len(text[line.start : line.end].rstrip())


def _adjacent(text: str, one: Span, other: Span) -> bool:
    return _NEXT_LINE.fullmatch(text, one.end, other.start) is not None


def _room(text: str, one: Span, other: Span, width: int) -> bool:
    """Whether the first word of the next line would have stood on this one."""
    word = _WORD.search(text, *other)
    return word is not None and _width(text, one) + 1 + len(word[0]) <= width


def _continues(text: str, one: Span, other: Span, width: int) -> bool:
    """Whether a line goes on with the paragraph of the line before."""
    if not _adjacent(text, one, other) or _ITEM.match(text, *other):
        return False
    if _indent(text, other) > _indent(text, one):
        return bool(_ITEM.match(text, *one))  # the second line of an item hangs under its first
    return not _room(text, one, other, width)


def _indent(text: str, line: Span) -> int:
    return len(text[line.start : line.end]) - len(text[line.start : line.end].lstrip())
