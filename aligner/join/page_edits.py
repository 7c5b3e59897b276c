"""Page edits: takes running heads, running feet, page numbers and ends of pages out of the texts of a document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import regex

from aligner.bitext import InputText, Span
from aligner.characters import BIDI_CONTROLS, LINE_END, line_starts
from aligner.join import interruptions, pages
from aligner.join.interruptions import PageSide
from aligner.join.text_edits import Edit, Edits
from aligner.notices import Notice, number_ranges
from aligner.text_lines import FORM_FEED, LinesOfSide

_SPACES = regex.compile(rf"[\s{BIDI_CONTROLS}]++")
MAX_EXAMPLES = 3  # page marks that a notice quotes


class EditedSides(NamedTuple):
    """The sides of a document after edits of their texts.

    texts: the texts of the source and of the target; the same one twice if one file holds both.
    lines: the lines of each side, or its paragraphs.
    edits: the edits of each text.
    notices: what was left out or changed.
    """

    texts: list[InputText]
    lines: list[LinesOfSide]
    edits: list[Edits]
    notices: list[Notice]


class _LineOfText(NamedTuple):
    """A line of a text.

    span: the line without its line end.
    side: number of the side to which it belongs.
    number: its index among the lines of that side.
    is_mark: the line is left out.
    """

    span: Span
    side: int
    number: int
    is_mark: bool


def without_page_marks(texts: Sequence[InputText], sides: Sequence[LinesOfSide]) -> EditedSides:
    """Return the sides of a document without page marks; a sentence that goes on over the end of a page is in one part.

    texts: the texts of the source and of the target; the same one twice if one file holds both.
    sides: the lines of the source and of the target.
    """
    page_sides = [interruptions.page_side(side) for side in sides]
    marks = pages.find_page_marks(page_sides)
    edits = [Edits(()) for _ in texts]
    notices = []
    if any(marks) or any(side.has_form_feeds for side in page_sides):
        goes_on = interruptions.find_joints(page_sides, marks)
        groups = [[0, 1]] if texts[0] is texts[1] else [[0], [1]]
        for group in groups:
            text = texts[group[0]]
            lines = _lines_of_text(page_sides, marks, group)
            of_text = Edits(_edits(text.text, lines, goes_on))
            for number in group:
                edits[number] = of_text
            notices += _notices(text, [line.span for line in lines if line.is_mark])
    return edited(texts, sides, edits, notices, marks)


def edited(
    texts: Sequence[InputText],
    sides: Sequence[LinesOfSide],
    edits: Sequence[Edits],
    notices: list[Notice],
    left_out: Sequence[set[int]],
) -> EditedSides:
    """Return the sides of a document after edits.

    left_out: for each side, the indices of the lines that are left out.
    """
    if not any(edits):
        return EditedSides(list(texts), list(sides), list(edits), notices)
    new_texts = [of_text.applied(text) for text, of_text in zip(texts, edits, strict=True)]
    if texts[0] is texts[1]:
        new_texts[1] = new_texts[0]
    lines = [
        side._replace(
            text=text.text,
            spans=[of_text.moved_span(span) for index, span in enumerate(side.spans) if index not in indices],
            units=text.units,
        )
        for side, text, of_text, indices in zip(sides, new_texts, edits, left_out, strict=True)
    ]
    return EditedSides(new_texts, lines, list(edits), notices)


def _lines_of_text(sides: Sequence[PageSide], marks: Sequence[set[int]], group: Sequence[int]) -> list[_LineOfText]:
    """Return the lines of one text, in order, with those of both sides if it holds both."""
    lines = [
        _LineOfText(line.span, number, index, index in marks[number])
        for number in group
        for index, line in enumerate(sides[number].lines)
    ]
    return sorted(lines)


def _edits(text: str, lines: Sequence[_LineOfText], goes_on: Sequence[set[int]]) -> list[Edit]:
    """Return the edits that take page marks out of a text, and the ends of pages out of its sentences.

    goes_on: for each side, the indices of the lines whose sentence goes on on the next page.
    """
    edits = []
    before: _LineOfText | None = None
    marked = False
    for line in lines:
        if line.is_mark:
            marked = True
            continue
        start = 0 if before is None else before.span.end
        end = line.span.start + _form_feeds(text, line.span)
        joins = before is not None and before.side == line.side and before.number in goes_on[before.side]
        if marked or (joins and FORM_FEED in text[start:end]):
            edits.append(Edit(start, end, _gap(text[start:end], joins=joins) if before else ""))
        before, marked = line, False
    if marked:
        edits.append(Edit(before.span.end if before else 0, len(text)))
    return edits


def _form_feeds(text: str, span: Span) -> int:
    """Return the number of form feeds with which a line begins."""
    line = text[span.start : span.end]
    return len(line) - len(line.lstrip(FORM_FEED))


def _gap(gap: str, *, joins: bool) -> str:
    """Return the line end, or the blank line, that stands in the place of a page mark."""
    ends = LINE_END.findall(gap)
    line_end = ends[0] if ends else "\n"
    is_blank = any(not part.strip() for part in LINE_END.split(gap)[1:-1])
    return line_end if joins or not is_blank else 2 * line_end


def _notices(text: InputText, marks: Sequence[Span]) -> list[Notice]:
    """Return the notice about the page marks that are left out of a text."""
    if not marks:
        return []
    starts = line_starts(text.text)
    numbers = [bisect_right(starts, span.start) for span in marks]
    contents = dict.fromkeys(_SPACES.sub(" ", text.text[span.start : span.end]).strip() for span in marks)
    examples = ", ".join(f'"{content}"' for content in list(contents)[:MAX_EXAMPLES])
    ellipsis = ", ..." if len(contents) > MAX_EXAMPLES else ""
    noun = "a page header or number" if len(numbers) == 1 else "page headers or numbers"
    lines = number_ranges("line", numbers)
    return [Notice(f"{text.name}: left out {lines}, {noun}: {examples}{ellipsis} (use --lines line to keep)")]
