"""Lines to paragraphs: each line is a paragraph, or hard-wrapped lines are joined to paragraphs.

The choice is made paragraph by paragraph, and by the evidence of both sides of a document: see `line_joining`. Lists,
tables, code, headings, verses and addresses among wrapped paragraphs stay as they are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from aligner import text_lines
from aligner.bitext import Span, TextUnit
from aligner.text_lines import LinesOfSide, Paragraphs

MODES = ("auto", "line", "wrap")
UNFINISHED_SHARE = 0.05  # least share of lines that end no sentence in a text with hard-wrapped lines


def check_mode(mode: str) -> None:
    """Raise ValueError if a mode is not one of `MODES`."""
    if mode not in MODES:
        raise ValueError(f"lines must be one of {', '.join(MODES)}, not {mode!r}")


def group_lines(text: str, lines: Sequence[Span], mode: str = "auto") -> list[Span]:
    """Return the paragraphs that lines of one side of a text make, in order; see `group_sides`."""
    return group_sides([LinesOfSide(text, lines)], mode)[0].spans


def group_sides(sides: Sequence[LinesOfSide], mode: str = "auto") -> list[Paragraphs]:
    """Return the paragraphs that the lines of each side of a document make, in order.

    sides: the lines of one or two sides.
    mode: `line`, each line is a paragraph; `wrap`, lines are joined wherever they are full; `auto`, lines are joined
        where the text looks hard-wrapped.

    Raises ValueError for another mode.
    """
    check_mode(mode)
    forced = mode == "wrap"
    wrapped = [mode != "line" and may_be_wrapped(side, forced=forced) for side in sides]
    if not any(wrapped):
        joined = [Paragraphs(list(side.spans)) for side in sides]
    else:
        from aligner.join import line_joining  # it takes a while to compile its patterns

        joined = line_joining.join_sides(sides, wrapped, forced=forced)
    if mode == "line":
        return joined
    return [
        of_side._replace(spans=_with_units(of_side.spans, side.units)) if side.units and not side.are_whole else of_side
        for of_side, side in zip(joined, sides, strict=True)
    ]


def _with_units(spans: Sequence[Span], units: Sequence[TextUnit]) -> list[Span]:
    """Return paragraphs, of which neighbours that begin in the same unit are joined."""
    starts = [unit.span.start for unit in units]
    joined: list[Span] = []
    for span in spans:
        number = bisect_right(starts, span.start) - 1
        if joined and number >= 0 and starts[number] <= joined[-1].start and span.start < units[number].span.end:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def may_be_wrapped(side: LinesOfSide, *, forced: bool) -> bool:
    """Return whether lines of a side may be parts of paragraphs; a text with a sentence a line needs no closer look.

    forced: the user says that they are.
    """
    if side.are_whole:
        return False
    gaps = text_lines.line_ends_between(side.text, side.spans)
    near = [line for line, gap in zip(side.spans, gaps, strict=False) if 1 <= gap <= text_lines.DOUBLE]
    unfinished = sum(not text_lines.ends_sentence(side.text, line) for line in near)
    return bool(near) and (forced or unfinished >= UNFINISHED_SHARE * len(near))
