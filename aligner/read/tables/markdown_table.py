"""Tables with bars between cells, as Markdown writes them: `| سعر | price |`.

Lines with bars are a table if a rule such as `|---|---|` is below the first line, or if the first line names the
columns. Otherwise the bars are separators within lines; see `same_line`. The rules are left out. The rows are
spans of the same text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from aligner.bitext import InputText, Span, TableRow
from aligner.characters import BYTE_ORDER_MARK
from aligner.text_lines import numbered_lines

_BAR = regex.compile(r"(?<!\\)\|")  # a bar after a backslash is part of a cell
_RULE = regex.compile(r"[\s|]*+(?::?-+:?[\s|]*+)+")
_BLANKS = f" \t\N{NO-BREAK SPACE}{BYTE_ORDER_MARK}"


def find_table(text: InputText) -> InputText | None:
    """Return the same text with its rows if all visible lines are rows of a table with bars; otherwise None."""
    first_line = text.text.lstrip().partition("\n")[0]
    if "|" not in first_line:
        return None
    lines = list(numbered_lines(text.text))
    rows = [_cells(text.text, line) for _, line in lines]
    if len(rows) < 2 or {len(row) for row in rows} != {max(2, len(rows[0]))}:
        return None
    from aligner.read.tables import headers

    is_rule = [_RULE.fullmatch(text.text, *line) is not None for _, line in lines]
    names = [text.text[slice(*cell)] for cell in rows[0]]
    if is_rule[0] or not (is_rule[1] or sum(map(headers.names_text, names)) > 1):
        return None
    table_rows = (
        TableRow(number, tuple(cells))
        for (number, _), cells, rule in zip(lines, rows, is_rule, strict=True)
        if not rule
    )
    return replace(text, rows=tuple(table_rows))


def _cells(text: str, line: Span) -> Sequence[Span]:
    """Return the spans of the cells of a line. Bars at its ends enclose the row."""
    bars = [match.start() for match in _BAR.finditer(text, *line)]
    cells = [_trim(text, left + 1, right) for left, right in pairwise([line.start - 1, *bars, line.end])]
    first = int(bool(bars) and cells[0].start == cells[0].end)
    last = len(cells) - int(bool(bars) and len(cells) > 1 and cells[-1].start == cells[-1].end)
    return cells[first:last]


def _trim(text: str, start: int, end: int) -> Span:
    """Return a span without the blanks at its ends; an empty one stays where it begins."""
    while start < end and text[start] in _BLANKS:
        start += 1
    while end > start and text[end - 1] in _BLANKS:
        end -= 1
    return Span(start, end)
