"""Wrapping: recognises the paragraphs of a text whose lines end where the next word had no room.

A line is *full* at a width if it is not wider, and if the first word of the next line would have made it wider.
A *piece* is a part of a stack (see `line_structure`) in which every line but the last is full: a paragraph, if the text
is hard-wrapped. Verses, addresses and lists without marks have lines that are full by chance; so pieces are joined only
in a text with evidence of wrapping, which is counted over all pieces:

1. The width is the one at which most lines that end no sentence are full, and few lines are wider.
2. Enough lines are full (`Threshold`).
3. Sentences run on over the ends of full lines rather than pause there: stops and commas are within lines, and the
   next line begins in lower case. The lines of a verse end with a pause, or begin with a capital.

The two sides of a document support each other: what one shows plainly, the other needs to show but once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from aligner.bitext import Span
from aligner.join import line_structure
from aligner.join.line_structure import LineFacts

WIDTHS = (30, 200)  # columns; narrowest and widest line of a hard-wrapped text
WIDER_SHARE = 0.1  # greatest share of pairs of lines in which one is wider than the width: long URLs
CERTAIN_FULL, CERTAIN_SHARE = 8, 0.9  # full lines, and their share, that only counting of columns can explain
RAGGEDNESS = 0.12  # share of the width by which lines of a proportional font fall short of it
LONGEST_WORD = 30  # columns; a line with more room than that is not full, whatever comes next
FULL_IN_STACK = 0.5  # share of full lines in a stack, from which on nearly full ones are taken for full
SHORT = 0.4  # share of the width; a shorter line is a heading, an item or a cell, in wrapped texts and in others
PAUSES = 0.3  # stops and commas a line, from which on a text has punctuation
LONG_PIECE = 3  # lines; in a longer piece, a paragraph and a verse can be told apart


class Threshold(NamedTuple):
    """The least evidence with which lines are taken for hard-wrapped.

    full: full lines that end no sentence; fewer may be chance.
    share: share of these in all lines that end no sentence; the others are lists, verses and the like.
    """

    full: int
    share: float


COUNTED = Threshold(3, 0.4)  # lines that were wrapped by counting columns
RAGGED = Threshold(5, 0.6)  # lines of a proportional font, as in PDF, which are full by chance more often
DOUBLE_SPACED = Threshold(5, 0.8)  # lines with a blank line after each, which may be a list

Stack = Sequence[LineFacts]


class Wrap(NamedTuple):
    """The width at which lines are wrapped.

    width: columns.
    raggedness: share of the width by which a full line may fall short of it; 0 for a text that was wrapped by counting.
    forced: lines are joined wherever they are full, since the user says that they are hard-wrapped.
    punctuated: stops and commas are frequent in the text, so that lines without may be a verse.
    """

    width: int
    raggedness: float = 0.0
    forced: bool = False
    punctuated: bool = False

    def is_full(self, line: LineFacts, next_line: LineFacts) -> bool:
        """Return whether the next word had no room on a line, and neither line is too wide."""
        return _least_width(line, next_line) <= self.width < _too_wide(line, next_line, self.raggedness)

    def is_nearly_full(self, line: LineFacts, next_line: LineFacts) -> bool:
        """Return whether a line that ends no sentence is full but for a few columns, as where a person wraps lines."""
        return (
            not line.finished
            and next_line.starts != "upper"
            and _least_width(line, next_line) <= self.width * (1 + RAGGEDNESS / 2)
            and self.width < _too_wide(line, next_line, RAGGEDNESS)
        )


class Evidence(NamedTuple):
    """Evidence for wrapping, counted over the pieces of one side.

    full: full lines that end no sentence.
    ended: those of them in pieces that come to an end; a piece that does not may be a list.
    unfinished: pairs of lines of a stack of which the first ends no sentence.
    runs_on: pauses, such as commas, within lines, and full lines after which the next line begins in lower case.
    stops: full lines with a pause at their end, or with a capital at the beginning of the next line.
    """

    full: int
    ended: int
    unfinished: int
    runs_on: int
    stops: int

    def suffices(self, partner: Evidence | None, least: Threshold) -> bool:
        """Return whether the lines are hard-wrapped.

        partner: evidence of the other side, which adds to that of this side; None for none.
        """
        if not self.full or self.full < least.share * self.unfinished:
            return False
        if self.full >= CERTAIN_FULL and self.full >= CERTAIN_SHARE * self.unfinished:
            return True
        if not self.ended or self.runs_on < self.stops:
            return False
        both = self if partner is None else Evidence._make(map(sum, zip(self, partner, strict=True)))
        return both.ended >= least.full and both.runs_on > 0


def find_wrap(stacks: Sequence[Stack], raggedness: float = 0.0, *, forced: bool = False) -> Wrap | None:
    """Return the width at which most lines of the stacks are full; None if none is likely.

    forced: the user says that the lines are hard-wrapped, so that any width will do.
    """
    steps = [step for stack in stacks for step in pairwise(stack)]
    # 1. The number of full lines, and of lines that are too wide, by the width.
    size = WIDTHS[1] + 2
    full_changes, wider = [0] * size, [0] * size
    for line, next_line in steps:
        least = _least_width(line, next_line)
        wider[min(least, size - 1)] += 1
        if least < size and (forced or not line.finished):
            full_changes[least] += 1
            full_changes[min(_too_wide(line, next_line, raggedness), size - 1)] -= 1
    # 2. The best width: the narrowest of equally good ones.
    best, best_score = None, 0
    full, too_wide = 0, len(steps)
    for width in range(WIDTHS[1] + 1):
        full += full_changes[width]
        too_wide -= wider[width]
        if not forced and (width < WIDTHS[0] or too_wide > WIDER_SHARE * len(steps)):
            continue
        score = full if forced else full - too_wide
        if score > best_score:
            best, best_score = width, score
    if best is None:
        return None
    pauses = sum(line.pauses_inside for line, _ in steps)
    return Wrap(best, raggedness, forced, pauses >= PAUSES * len(steps))


def are_too_wide(text: str, lines: Sequence[Span], uncounted: str, gaps: Sequence[int], spacing: int) -> bool:
    """Return whether `find_wrap` will find no width, since too many lines are wider than any that it looks for.

    This is a short cut for speed, for a text with a sentence a line: False leaves the question open.

    text: the text of the lines.
    lines: the lines of one side.
    uncounted: the marks that take no column.
    gaps: the number of line ends between neighbouring lines.
    spacing: as for `line_structure.stacks`.
    """
    if line_structure.may_hold_code(text):
        return False
    least = WIDER_SHARE * sum(1 <= gap <= spacing for gap in gaps)
    wide = 0
    for line, next_line, gap in zip(lines, lines[1:], gaps, strict=False):
        if 1 <= gap <= spacing and max(line.end - line.start, next_line.end - next_line.start) > WIDTHS[1]:
            widths = [line_structure.prose_width(text, span, uncounted) for span in (line, next_line)]
            wide += min(widths) > 0 and max(widths) > WIDTHS[1]
            if wide > least:
                return True
    return False


def pieces(stack: Stack, wrap: Wrap) -> Iterator[list[LineFacts]]:
    """Yield the pieces of a stack, in order; lines that are not to be joined are pieces of one line."""
    cut: list[list[LineFacts]] = []
    full = sum(wrap.is_full(line, next_line) for line, next_line in pairwise(stack))
    is_full = _is_either_full if full >= FULL_IN_STACK * (len(stack) - 1) else Wrap.is_full
    for number, line in enumerate(stack):
        after_page_mark = bool(cut) and len(cut[-1]) > 1 and _is_page_mark(stack, number - 1, wrap)
        if after_page_mark or (cut and (is_full(wrap, cut[-1][-1], line) or _is_page_mark(stack, number, wrap))):
            cut[-1].append(line)
        else:
            cut.append([line])
    for number, piece in enumerate(cut):
        # The last lines of this piece and of the one before it have room, unless they end the stack.
        last_lines = [part[-1] for part in cut[max(number - 1, 0) : number + 1] if part is not cut[-1]]
        among_short_lines = not all(line.finished for line in last_lines)
        if len(piece) == 1 or wrap.forced or _is_paragraph(piece, wrap, among_short_lines=among_short_lines):
            yield piece
        else:
            yield from ([line] for line in piece)


def _is_either_full(wrap: Wrap, line: LineFacts, next_line: LineFacts) -> bool:
    """Return whether a line is full or nearly full."""
    return wrap.is_full(line, next_line) or wrap.is_nearly_full(line, next_line)


def _runs_on_in_lower_case(piece: Sequence[LineFacts]) -> bool:
    """Return whether a line of a piece begins in lower case, but not its first, as in a list in lower case."""
    return piece[0].starts != "lower" and any(line.starts == "lower" for line in piece[1:])


def _is_paragraph(piece: Sequence[LineFacts], wrap: Wrap, *, among_short_lines: bool) -> bool:
    """Return whether a piece is a paragraph, and not lines of a verse or a list that are full by chance.

    among_short_lines: the line before the piece, or its last line, has room, though it ends no sentence.
    """
    if _runs_on_in_lower_case(piece) or piece[0].item:
        return True
    starts = {line.starts for line in piece[1:]}
    if len(piece) > LONG_PIECE:
        # Each line of a verse begins with a capital, or none has a stop or a comma within it.
        has_pause = piece[-1].finished or any(line.pauses_inside for line in piece)
        return starts != {"upper"} and (has_pause or not wrap.punctuated)
    return piece[-1].finished or not among_short_lines


def pages_joined(found_pieces: Iterable[list[LineFacts]], wrap: Wrap) -> list[list[LineFacts]]:
    """Return the pieces, after joining parts of a sentence on two pages with the page number between them."""
    joined: list[list[LineFacts]] = []
    for piece in found_pieces:
        if len(joined) > 1 and len(joined[-1]) == 1 and joined[-1][0].page_mark == "sure":
            neighbours = [joined[-2][-1], joined[-1][0], piece[0]]
            if _is_page_mark(neighbours, 1, wrap) and neighbours[0].indent == neighbours[2].indent:
                joined[-2:] = [[*joined[-2], *joined[-1], *piece]]
                continue
        joined.append(piece)
    return joined


def page_marks(piece: Sequence[LineFacts], wrap: Wrap) -> list[LineFacts]:
    """Return the lines of a piece that are page numbers or page headers, in the middle of a sentence."""
    return [line for number, line in enumerate(piece) if _is_page_mark(piece, number, wrap)]


def _is_page_mark(stack: Stack, number: int, wrap: Wrap) -> bool:
    """Return whether a line is a page number or header between two lines of a sentence.

    number: the index of the line in the stack.
    """
    if not (0 < number < len(stack) - 1 and stack[number].page_mark):
        return False
    before, line, after = stack[number - 1 : number + 2]
    if before.finished or not wrap.is_full(before, after) or wrap.is_full(line, after):
        return False
    return after.starts == "lower" or (line.page_mark == "sure" and not after.starts)


def weigh(stacks: Sequence[Stack], wrap: Wrap) -> Evidence:
    """Return the evidence that the stacks are wrapped."""
    full = ended = runs_on = stops = 0
    for stack in stacks:
        for piece in pieces(stack, wrap):
            if len(piece) == 1:
                continue
            runs_on_in_lower_case = _runs_on_in_lower_case(piece)
            comes_to_end = piece[-1].finished or runs_on_in_lower_case
            runs_on += sum(line.pauses_inside for line in piece)
            for line, next_line in pairwise(piece):
                is_full = wrap.is_full(line, next_line) and not line.finished
                full += is_full
                ended += is_full and comes_to_end
                runs_on += runs_on_in_lower_case and not line.finished and next_line.starts == "lower"
                stops += line.pauses_at_end or next_line.starts == "upper"
    wide = SHORT * wrap.width
    unfinished = sum(not line.finished and line.width >= wide for stack in stacks for line in stack[:-1])
    return Evidence(full, ended, unfinished, runs_on, stops)


def _least_width(line: LineFacts, next_line: LineFacts) -> int:
    """Return the columns of the wider of two lines. A line of one word, such as a URL, may be too wide."""
    return max(0, *(facts.width for facts in (line, next_line) if facts.has_words), 0)


def _too_wide(line: LineFacts, next_line: LineFacts, raggedness: float) -> int:
    """Return the least width at which the next word has room on a line."""
    return int((line.width + 1 + min(next_line.first_word, LONGEST_WORD)) * (1 + raggedness) + 0.999)
