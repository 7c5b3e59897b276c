"""Joined lines: the paragraphs of both sides of a document, from its lines.

1. Lines that are no text, such as page numbers, are left out; see `pages`.
2. Hard-wrapped lines are joined; see `paragraphs`.
3. Words that were divided at a line end within a paragraph are joined; see `hyphens`.

The first and the last step edit the text. Line numbers in notices are always those of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from aligner.bitext import InputText, Span
from aligner.characters import line_number
from aligner.join import paragraphs
from aligner.join.notices import joining_notices
from aligner.notices import Notice
from aligner.text_lines import FORM_FEED, LinesOfSide, Paragraphs

if TYPE_CHECKING:
    from aligner.join.page_edits import EditedSides


class JoinedLines(NamedTuple):
    """The paragraphs of both sides of a document.

    texts: the texts of the source and of the target, of which `spans` are spans.
    spans: the paragraphs of each side.
    line_starts: for each line of each side, left out or not, the offset at which it begins or would begin.
    notices: what was left out and joined.
    """

    texts: Sequence[InputText]
    spans: Sequence[Sequence[Span]]
    line_starts: Sequence[Sequence[int]]
    notices: list[Notice]


def join_lines(texts: Sequence[InputText], sides: Sequence[LinesOfSide], tags: Sequence[str], mode: str) -> JoinedLines:
    """Return the paragraphs of both sides of a document.

    texts: the texts of the source and of the target; the same one twice if one file holds both.
    sides: the lines or cells of the source and of the target.
    tags: the language tags of the source and of the target.
    mode: `auto`, `line` or `wrap`, see `paragraphs.group_sides`; with `line`, the text is taken as it is.
    """
    starts = [[span.start for span in side.spans] for side in sides]
    if mode == "line" or not any(_may_have_parts(side, forced=mode == "wrap") for side in sides):
        return JoinedLines(texts, [side.spans for side in paragraphs.group_sides(sides, "line")], starts, [])
    from aligner.join import page_edits  # it takes a while to compile its patterns

    # 1. Pages.
    without_pages = page_edits.without_page_marks(texts, sides)
    notices = without_pages.notices
    # 2. Paragraphs.
    grouped = paragraphs.group_sides(without_pages.lines, mode)
    for text, edits, tag, side in zip(texts, without_pages.edits, tags, grouped, strict=True):
        in_file = [Span(edits.original(span.start), edits.original(span.end)) for span in side.page_marks]
        notices += joining_notices(text, tag, side._replace(page_marks=in_file))
    # 3. Words.
    joined = _join_words(texts, without_pages, grouped, tags)
    for number, edits_of_text in enumerate(zip(without_pages.edits, joined.edits, strict=True)):
        for edits in filter(None, edits_of_text):
            starts[number] = [edits.moved(start) for start in starts[number]]
    return JoinedLines(joined.texts, [side.spans for side in joined.lines], starts, notices + joined.notices)


def _may_have_parts(side: LinesOfSide, *, forced: bool) -> bool:
    """Return whether lines of a side may be parts of paragraphs, or marks of pages."""
    return not side.are_whole and (FORM_FEED in side.text or paragraphs.may_be_wrapped(side, forced=forced))


def _join_words(
    texts: Sequence[InputText], sides: EditedSides, grouped: Sequence[Paragraphs], tags: Sequence[str]
) -> EditedSides:
    """Return the paragraphs of each side, after words that were divided at line ends are joined.

    texts: the texts as they are in the files.
    """
    from aligner.join import hyphens, page_edits
    from aligner.join.text_edits import Edits

    words_of = [text.text for text in dict.fromkeys(sides.texts)]
    found_words = [
        hyphens.join_words(text.text, side.spans if side.joined_lines else (), words_of, tag)
        for text, side, tag in zip(sides.texts, grouped, tags, strict=True)
    ]
    is_one_file = texts[0] is texts[1]
    in_all = [edit for words in found_words for edit in words.edits]
    edits = [Edits(in_all if is_one_file else words.edits) for words in found_words]
    notices = []
    for text, words, earlier in zip(texts, found_words, sides.edits, strict=True):
        if words.words:
            line = line_number(text.text, earlier.original(words.starts[0]))
            number = len(words.words)
            joined = "joined a word that was" if number == 1 else f"joined {number} words that were"
            notices.append(Notice(f'{text.name}: {joined} divided at a line end: "{words.words[0]}" in line {line}'))
    lines = [LinesOfSide(text.text, side.spans) for text, side in zip(sides.texts, grouped, strict=True)]
    return page_edits.edited(sides.texts, lines, edits, notices, [set() for _ in lines])
