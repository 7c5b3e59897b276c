"""Text to documents: paragraphs of sentences, as spans of the text.

Text is never rewritten. The sentences of a paragraph and the white space between them are the paragraph. Byte order
marks that files have left at the edges of sentences count as white space.

The rules are imported only if there is something to split, since it takes a while to compile their patterns.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from aligner.bitext import Document, Place, Span
from aligner.characters import BYTE_ORDER_MARK, LINE_END, VISIBLE


def split_document(
    text: str,
    language: str,
    spans: Iterable[Span],
    *,
    pre_split: bool = False,
    clauses: bool = False,
    places: tuple[Place, ...] = (),
    sentences: Sequence[Span] = (),
    abbreviations: frozenset[str] = frozenset(),
) -> Document:
    """Return the document that spans of a text make. Spans without a visible character are left out.

    text: the decoded input.
    language: language tag.
    spans: the paragraphs, in order; with `pre_split`, the sentences.
    pre_split: whether each span is one sentence; a blank line between two spans then ends a paragraph.
    clauses: whether a sentence also ends at a semicolon or a colon; see `split_paragraph`.
    places: the places in the file that the text comes from.
    sentences: parts of the text that are not split, in order.
    abbreviations: abbreviations besides those of the word lists, in lower case.
    """
    trimmed = (_trim(text, *span) for span in spans)
    # Nearly all spans begin with a letter or a digit, which is quicker to see.
    visible = [
        span
        for span in trimmed
        if span.start < span.end and (text[span.start].isalnum() or VISIBLE.search(text, *span))
    ]
    if not pre_split:
        in_spans = tuple(
            (span,)
            if _is_within(span, sentences)
            else tuple(split_paragraph(text, language, span, clauses=clauses, abbreviations=abbreviations))
            for span in visible
        )
        return Document(language, text, in_spans, places, tuple(sentences))
    paragraphs: list[list[Span]] = []
    for span in visible:
        gap = text[paragraphs[-1][-1].end : span.start] if paragraphs else ""
        if gap.isspace() and len(LINE_END.findall(gap)) == 1:
            paragraphs[-1].append(span)
        else:
            paragraphs.append([span])
    return Document(language, text, tuple(map(tuple, paragraphs)), places)


def _is_within(span: Span, parts: Sequence[Span]) -> bool:
    """Return whether a span is within one of the parts of a text, which are in order."""
    after = bisect_right(parts, span.start, key=lambda part: part.start)
    return after > 0 and span.end <= parts[after - 1].end


def split_paragraph(
    text: str,
    language: str,
    paragraph: Span | None = None,
    *,
    clauses: bool = False,
    abbreviations: frozenset[str] = frozenset(),
) -> Iterator[Span]:
    """Yield the sentences of a paragraph, in order.

    Every visible character is in exactly one sentence. Only white space is between two sentences.

    text: a text.
    language: language tag.
    paragraph: the span of the paragraph, or None if it is the entire text.
    clauses: whether a sentence also ends at a semicolon or a colon before white space, as is useful for laws.
    abbreviations: abbreviations besides those of the word lists, in lower case.
    """
    from aligner.split.rules import rules_for

    start, stop = _trim(text, *(paragraph or Span(0, len(text))))
    for end, next_start in rules_for(language, abbreviations).ends(text, start, stop):
        if clauses:
            yield from _split_clauses(text, Span(start, end))
        elif text[start].isalnum() and text[end - 1] in ".!?؟":
            yield Span(start, end)  # nearly all sentences, which need no trimming
        else:
            yield _trim(text, start, end)
        start = next_start
    if start < stop:
        yield from _split_clauses(text, Span(start, stop)) if clauses else (_trim(text, start, stop),)


def _split_clauses(text: str, sentence: Span) -> Iterator[Span]:
    from aligner.split.rules import clause_ends

    start = sentence.start
    for end, next_start in clause_ends(text, *sentence):
        yield _trim(text, start, end)
        start = next_start
    yield _trim(text, start, sentence.end)


def _trim(text: str, start: int, stop: int) -> Span:
    """Return a span without the white space and the byte order marks at its ends."""
    while start < stop and (text[start].isspace() or text[start] == BYTE_ORDER_MARK):
        start += 1
    while stop > start and (text[stop - 1].isspace() or text[stop - 1] == BYTE_ORDER_MARK):
        stop -= 1
    return Span(start, stop)
