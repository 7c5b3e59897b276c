"""Invisible text outside of sentences: it becomes a part of the sentence beside it.

A line may hold nothing but marks of direction, joiners, soft hyphens or control characters. It is no sentence, since
nobody sees it, and it has no weight in an alignment. So an alignment is made without it, and the text is added to the
sentences afterwards: to the one before it, or, before the first one, to the one after it. The spans of the sentences
grow; the text stays as it is.

Invisible characters beside text that is left out, such as the number of a page, are left out with it. Byte order marks
count as white space; `health` counts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import regex

from aligner.bitext import Document, Span
from aligner.characters import BYTE_ORDER_MARK, VISIBLE

# An invisible character: the rest of `VISIBLE` and white space. U+001C to U+001F separate records and are white space.
_INVISIBLE = regex.compile(rf"(?!\p{{Prepended_Concatenation_Mark}}|[\s\x1c-\x1f{BYTE_ORDER_MARK}])[\p{{Cf}}\p{{Cc}}]")
_WORD = regex.compile(rf"[^\s\x1c-\x1f{BYTE_ORDER_MARK}]++")
_LETTER_OR_DIGIT = regex.compile(r"[\p{L}\p{N}]")


class _Gap(NamedTuple):
    """Text between two sentences, before the first, or after the last.

    before: index of the sentence before it; -1 before the first.
    words: what stands between white spaces.
    """

    before: int
    words: list[regex.Match[str]]


def with_invisible_text(documents: Sequence[Document], *, is_one_text: bool) -> tuple[Document, Document]:
    """Return the source and the target with the invisible text beside their sentences.

    documents: the source and the target.
    is_one_text: whether both are spans of one text; the text then goes to the sentence beside it, of either side.

    >>> text = "He left.\\n\\u200f\\nHe came."
    >>> document = Document("en", text, ((Span(0, 8),), (Span(11, 19),)))
    >>> with_invisible_text((document, Document("ar", "", ())), is_one_text=False)[0].sentences
    (Span(start=0, end=10), Span(start=11, end=19))
    """
    source, target = documents
    if is_one_text:
        both = _grown(source.text, [*source.sentences, *target.sentences])
        number = len(source.sentences)
        return _with_sentences(source, both[:number]), _with_sentences(target, both[number:])
    source, target = (_with_sentences(side, _grown(side.text, side.sentences)) for side in documents)
    return source, target


def left_over(documents: Sequence[Document], *, is_one_text: bool) -> list[list[int]]:
    """Return the offsets of the invisible characters that are in no sentence, for each text.

    Those within words that are left out are not counted.

    documents, is_one_text: as in `with_invisible_text`.
    """
    if is_one_text:
        texts = [(documents[0].text, [span for document in documents for span in document.sentences])]
    else:
        texts = [(document.text, list(document.sentences)) for document in documents]
    return [
        [
            match.start()
            for gap in _gaps(text, sorted(spans))
            for word in gap.words
            if not _LETTER_OR_DIGIT.search(word[0])
            for match in _INVISIBLE.finditer(text, *word.span())
        ]
        for text, spans in texts
    ]


def _with_sentences(document: Document, sentences: Sequence[Span]) -> Document:
    """Return a document whose sentences have other spans, in the same paragraphs."""
    if document.sentences == tuple(sentences):
        return document
    spans = iter(sentences)
    paragraphs = tuple(tuple(next(spans) for _ in paragraph) for paragraph in document.paragraphs)
    return replace(document, paragraphs=paragraphs)


def _grown(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans of sentences with the invisible text beside them, in the same order.

    text: a text.
    spans: sentences of it, which do not overlap, in any order.
    """
    order = sorted(range(len(spans)), key=spans.__getitem__)
    grown = list(spans)
    for gap in _gaps(text, [spans[index] for index in order]):
        visible = [number for number, word in enumerate(gap.words) if VISIBLE.search(word[0])]
        after = gap.words if not visible else gap.words[: visible[0]]
        if after and gap.before >= 0:
            index = order[gap.before]
            grown[index] = Span(grown[index].start, after[-1].end())
        before = gap.words[visible[-1] + 1 :] if visible else gap.words if gap.before < 0 else []
        if before and gap.before + 1 < len(order):
            index = order[gap.before + 1]
            grown[index] = Span(before[0].start(), grown[index].end)
    return grown


def _gaps(text: str, spans: Sequence[Span]) -> Iterator[_Gap]:
    """Yield the text outside of sentences that holds an invisible character.

    spans: the sentences, in order.
    """
    if not _INVISIBLE.search(text):
        return
    end = 0
    for before, (start, stop) in enumerate([*spans, Span(len(text), len(text))], -1):
        if start > end and _INVISIBLE.search(text, end, start):
            yield _Gap(before, list(_WORD.finditer(text, end, start)))
        end = max(end, stop)
