"""Interruptions: lines of a page that stand in the middle of a sentence, and sentences that go on on the next page.

A sentence goes on after a line if that line is full, as all lines of a paragraph but the last, and ends no sentence. In
a script with lower case, the next line begins with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from aligner.bitext import Span
from aligner.characters import LINE_END
from aligner.join import line_joining, line_structure, paragraphs
from aligner.join.line_structure import LineFacts
from aligner.join.page_lines import PageLine, page_lines
from aligner.join.wrapping import Wrap
from aligner.text_lines import FORM_FEED, LinesOfSide

Interrupting = dict[int, str]  # index of a line that interrupts a sentence -> `LineFacts.starts` of the line after it


class PageSide(NamedTuple):
    """The lines of one side, as lines of pages.

    text: the decoded input.
    lines: its lines.
    has_form_feeds: the text shows where pages end.
    """

    text: str
    lines: list[PageLine]
    has_form_feeds: bool


def page_side(side: LinesOfSide) -> PageSide:
    """Return the lines of a side as lines of pages; none for cells, and without wrapped lines."""
    has_form_feeds = FORM_FEED in side.text
    may_have_pages = not side.are_whole and (has_form_feeds or paragraphs.may_be_wrapped(side, forced=False))
    return PageSide(side.text, page_lines(side.text, side.spans) if may_have_pages else [], has_form_feeds)


def find_interrupting(
    sides: Sequence[PageSide], candidates: Sequence[set[int]]
) -> tuple[list[PageSide], list[Interrupting]]:
    """Return for each side the candidates that interrupt a sentence: it goes on after them.

    Candidates that are full are lines of a paragraph; they are no candidates any more in the sides that are returned.
    """
    new_sides, interruptions = [], []
    for side, left_out, (facts, wrap) in zip(sides, candidates, _facts(sides, candidates), strict=True):
        lines = list(side.lines)
        interrupting: Interrupting = {}
        full = set()
        for index, (before, after) in neighbours_of(side, left_out).items() if facts else ():
            if after is None:
                continue
            if wrap is not None and not _has_room(lines[index], facts[after], wrap):
                full.add(index)
            elif before is not None and _goes_on(facts[before], facts[after], wrap, pages=side.has_form_feeds):
                interrupting[index] = facts[after].starts
        with_room = {lines[index].key for index in left_out - full if lines[index].numbers}
        for index in full:
            if lines[index].key not in with_room:
                lines[index] = lines[index]._replace(key="")
        new_sides.append(side._replace(lines=lines))
        interruptions.append(interrupting)
    return new_sides, interruptions


def find_joints(sides: Sequence[PageSide], marks: Sequence[set[int]]) -> list[set[int]]:
    """Return for each side the indices of the lines whose sentence goes on after page marks or the end of a page."""
    joints = []
    for side, (facts, wrap) in zip(sides, _facts(sides, marks), strict=True):
        of_side = set()
        for before, after in pairwise(facts):
            is_page_end = after > before + 1 or side.lines[before].page < side.lines[after].page
            if is_page_end and _goes_on(facts[before], facts[after], wrap, pages=side.has_form_feeds):
                of_side.add(before)
        joints.append(of_side)
    return joints


def neighbours_of(side: PageSide, left_out: set[int]) -> dict[int, tuple[int | None, int | None]]:
    """Return for each line that is left out the indices of the nearest lines before and after it that are not."""
    neighbours: dict[int, tuple[int | None, int | None]] = {}
    before: int | None = None
    waiting: list[int] = []
    for index in range(len(side.lines)):
        if index in left_out:
            waiting.append(index)
            continue
        neighbours.update((line, (before, index)) for line in waiting)
        before, waiting = index, []
    neighbours.update((line, (before, None)) for line in waiting)
    return neighbours


def _without(side: PageSide, left_out: set[int]) -> LinesOfSide:
    """Return the lines of a side, one after the other, without those that are left out."""
    pieces: list[str] = []
    spans: list[Span] = []
    start = end = 0
    for index, line in enumerate(side.lines):
        if index in left_out:
            continue
        content = side.text[line.span.start : line.span.end].lstrip(FORM_FEED)
        gap = side.text[end : line.span.start]
        is_break = len(LINE_END.findall(gap)) > 1 and FORM_FEED not in gap and index - 1 not in left_out
        pieces.append("\n" * (1 + is_break) + content)
        start += 1 + is_break
        spans.append(Span(start, start + len(content)))
        start += len(content)
        end = line.span.end
    return LinesOfSide("".join(pieces), spans)


def _facts(
    sides: Sequence[PageSide], left_out: Sequence[set[int]]
) -> Iterator[tuple[dict[int, LineFacts], Wrap | None]]:
    """Yield for each side the facts of its lines, by their indices, and the width at which they are wrapped, or None.

    A side without form feeds whose lines are not wrapped needs no facts.

    left_out: for each side, the indices of the lines that are taken out before.
    """
    trials = [_without(side, indices) for side, indices in zip(sides, left_out, strict=True)]
    wraps = line_joining.find_wraps(trials)
    for side, indices, trial, wrapped in zip(sides, left_out, trials, wraps, strict=True):
        kept = [index for index in range(len(side.lines)) if index not in indices]
        if wrapped is not None:
            yield dict(zip(kept, wrapped.lines, strict=True)), wrapped.wrap
        elif side.has_form_feeds:
            facts = line_structure.line_facts(trial.text, trial.spans, line_structure.marks_of(trial.text))
            yield dict(zip(kept, facts, strict=True)), None
        else:
            yield {}, None


def _has_room(line: PageLine, after: LineFacts, wrap: Wrap) -> bool:
    """Return whether the next word would have fitted on a line, which therefore is no line of the paragraph."""
    return len(line.content) + 1 + after.first_word <= wrap.width * (1 - wrap.raggedness)


def _goes_on(before: LineFacts, after: LineFacts, wrap: Wrap | None, *, pages: bool) -> bool:
    """Return whether the sentence of a line goes on in another line, over the end of a page.

    before: the last line of a page.
    after: the first line of the next page.
    wrap: the width at which the lines are wrapped; None if it is not known.
    pages: form feeds show that a page ends between the lines.
    """
    if before.finished or before.stands_alone or after.stands_alone or after.item or after.starts == "upper":
        return False
    if wrap is not None and (wrap.is_full(before, after) or wrap.is_nearly_full(before, after)):
        return after.indent <= before.indent or not pages
    return pages and after.starts == "lower" and before.has_words
