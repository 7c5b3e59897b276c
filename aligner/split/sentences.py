"""Text to documents: paragraphs of sentences, as spans of the text.

Offsets, never rewriting: the sentences of a paragraph and the white space between them are the
paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aligner.bitext import Document, Span
from aligner.characters import LINE_END, VISIBLE
from aligner.split.rules import clause_ends, rules_for


def split_document(
    text: str, language: str, stretches: Iterable[Span], *, pre_split: bool = False, clauses: bool = False
) -> Document:
    """The document that some stretches of a text make: each a paragraph, split into sentences.

    pre_split: each stretch is one sentence already, and a blank line ends a paragraph. clauses: see
    `sentences`.
    """
    seen = [trimmed for span in stretches if VISIBLE.search(text, *(trimmed := _trimmed(text, *span)))]
    if not pre_split:
        return Document(
            language, text, tuple(tuple(split_paragraph(text, language, span, clauses=clauses)) for span in seen)
        )
    paragraphs: list[list[Span]] = []
    for span in seen:
        gap = text[paragraphs[-1][-1].end : span.start] if paragraphs else ""
        if gap.isspace() and len(LINE_END.findall(gap)) == 1:
            paragraphs[-1].append(span)
        else:
            paragraphs.append([span])
    return Document(language, text, tuple(map(tuple, paragraphs)))


def split_paragraph(
    text: str, language: str, paragraph: Span | None = None, *, clauses: bool = False
) -> Iterator[Span]:
    """The sentences of one paragraph of a text, or of a text that is one paragraph.

    Every character that can be seen stands in exactly one; only white space stands between them.
    clauses: they end at semicolons and colons, too, as is useful for laws.
    """
    start, stop = _trimmed(text, *(paragraph or Span(0, len(text))))
    for end, after in rules_for(language).ends(text, start, stop):
        if not text[after].isalnum() and not VISIBLE.search(text, after, stop):
            break  # what holds nothing to be seen is no sentence
        yield from _clauses(text, Span(start, end)) if clauses else (Span(start, end),)
        start = after
    if start < stop:
        yield from _clauses(text, Span(start, stop)) if clauses else (Span(start, stop),)


def _clauses(text: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    for end, after in clause_ends(text, *sentence):
        yield Span(start, end)
        start = after
    yield Span(start, sentence.end)


def _trimmed(text: str, start: int, stop: int) -> Span:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return Span(start, stop)
