"""Documents with other boundaries: those that both texts show, without those that may be no ends; and their words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from aligner.align.boundaries.choice import BeadText, cuts_of_bead
from aligner.align.boundaries.marks import is_doubtful
from aligner.align.boundaries.side import TextSide, side_words
from aligner.align.boundaries.usage import Usage
from aligner.bitext import Document, Parallel, Span
from aligner.lattice.grid import Ints, Path
from aligner.lexical.token_store import store_tokens
from aligner.lexical.vocabulary import TokenizedText
from aligner.lexical.word_model import WordModel


class Recut(NamedTuple):
    """A pair of documents with other sentences.

    documents: the documents.
    ends: for the source and the target, (sentences + 1,): the number of tokens before each sentence, and of all.
    path: the path of the first alignment, through the same places of the texts.
    """

    documents: Parallel
    ends: tuple[Ints, Ints]
    path: Path


class _Changes(NamedTuple):
    """The changes of the boundaries of one side.

    added: the offset at which each new sentence begins.
    removed: the number of each sentence that becomes a part of the one before it.
    """

    added: set[int]
    removed: set[int]


def recut(
    documents: Parallel,
    path: Path,
    tokens: Sequence[TokenizedText],
    sides: Sequence[TextSide],
    model: WordModel,
    *,
    refine: bool,
) -> Recut | None:
    """Return documents whose sentences begin where both texts show it; None if they do so already.

    documents: the documents, without checked beads.
    path: the path of their alignment.
    tokens: the tokens of both sides.
    sides: both sides, with their types.
    model: the words of both.
    refine: whether to cut at the ends of clauses, too.
    """
    if any(place.time for document in documents[:2] for place in document.places[:1]):
        return None  # captions show where sentences of subtitles end
    changes = _changes(documents, path, sides, model, refine=refine)
    if not any(of_side for both in changes for of_side in both):
        return None
    source, target = (_with_changes(side.document, *of_side) for side, of_side in zip(sides, changes, strict=True))
    source_numbers, target_numbers = _numbers(documents.source, source), _numbers(documents.target, target)
    anchors = [(int(source_numbers[i]), int(target_numbers[j])) for i, j in documents.anchors]
    new_path = np.stack([source_numbers[path[:, 0]], target_numbers[path[:, 1]]], axis=1)
    ends = (
        _ends(tokens[0], sides[0], source, changes[0].removed),
        _ends(tokens[1], sides[1], target, changes[1].removed),
    )
    return Recut(documents._replace(source=source, target=target, anchors=anchors), ends, new_path)


def _changes(
    documents: Parallel, path: Path, sides: Sequence[TextSide], model: WordModel, *, refine: bool
) -> tuple[_Changes, _Changes]:
    """Return the changes of the boundaries of each side, by the beads of a path."""
    usages = Usage(documents.source.text), Usage(documents.target.text)
    changes = _Changes(set(), set()), _Changes(set(), set())
    for (i, j), (end_i, end_j) in pairwise(path.tolist()):
        if i == end_i or j == end_j:
            continue
        numbers = range(i, end_i), range(j, end_j)
        begins, may_open = i == 0 or j == 0, _may_open(sides, numbers, usages)
        if len(numbers[0]) == len(numbers[1]) == 1 and not begins and not may_open:
            continue
        words = side_words(sides[0], numbers[0]), side_words(sides[1], numbers[1])
        cuts = list(cuts_of_bead(BeadText(*words, begins, may_open), model, usages, refine=refine))
        for side, of_side in enumerate(words):
            gaps = {cut[side] for cut in cuts} - of_side.boundaries - {0, len(of_side.texts)}
            starts = [of_side.starts[gap] for gap in sorted(gaps)]
            changes[side].added.update(start for start in starts if not _is_undivided(sides[side].document, start))
        if not cuts and (end_i - i == 1) != (end_j - j == 1):
            side, later = (1, range(j + 1, end_j)) if end_i - i == 1 else (0, range(i + 1, end_i))
            changes[side].removed.update(_doubtful(sides[side].document, later, usages[side]))
    return changes


def _may_open(sides: Sequence[TextSide], numbers: Sequence[range], usages: Sequence[Usage]) -> bool:
    """Return whether a sentence may begin within the sentences of either side, by the capitals there."""
    for side, of_side, usage in zip(sides, numbers, usages, strict=True):
        start, end = side.document.span(of_side) or (0, 0)
        after = bisect_right(usage.openings, start)
        if after < len(usage.openings) and usage.openings[after] < end:
            return True
    return False


def _is_undivided(document: Document, offset: int) -> bool:
    """Return whether an offset is within a part of the text that its format says to be one sentence."""
    after = bisect_right(document.undivided, offset, key=lambda span: span.start)
    return after > 0 and offset < document.undivided[after - 1].end


def _doubtful(document: Document, numbers: range, usage: Usage) -> Iterator[int]:
    """Yield the sentences that the splitter may have parted from the one before them by mistake."""
    starts = set(document.breaks)
    for number in numbers:
        before, after = document.sentence(number - 1), document.sentence(number)
        if number not in starts and is_doubtful(before, after, document.language, usage):
            yield number


def _with_changes(document: Document, added: set[int], removed: set[int]) -> Document:
    """Return a document with other boundaries."""
    if not added and not removed:
        return document
    offsets = sorted(added, reverse=True)
    paragraphs = []
    number = 0
    for paragraph in document.paragraphs:
        starts: list[int] = []
        ends: list[int] = []
        for span in paragraph:
            if number in removed:
                ends.pop()
            else:
                starts.append(span.start)
            while offsets and offsets[-1] < span.end:
                offset = offsets.pop()
                ends.append(span.start + len(document.text[span.start : offset].rstrip()))
                starts.append(offset)
            ends.append(span.end)
            number += 1
        paragraphs.append(tuple(map(Span, starts, ends)))
    return Document(document.language, document.text, tuple(paragraphs), document.places, document.undivided)


def _numbers(old: Document, new: Document) -> Ints:
    """(old sentences + 1,): the number of new sentences before each old one, and of all."""
    return np.array(new.sentences_before(sentence.start for sentence in old.sentences), np.intp)


def _ends(tokens: TokenizedText, side: TextSide, new: Document, removed: set[int]) -> Ints:
    """(new sentences + 1,): the number of tokens before each sentence of a document with changes, and of all."""
    old = side.document
    kept = [number for number in range(len(old.sentences) + 1) if number not in removed]
    starts = [*(sentence.start for sentence in old.sentences), len(old.text)]
    tokens_before = dict(zip((starts[number] for number in kept), tokens.ends[kept].tolist(), strict=True))
    ends = []
    for sentence in new.sentences:
        before = tokens_before.get(sentence.start)
        if before is None:
            number = bisect_right(starts, sentence.start) - 1
            cut_off = old.text[starts[number] : sentence.start]
            stored = store_tokens([cut_off], side.vocabulary.language, side.vocabulary.other_language)
            before = min(int(tokens.ends[number]) + len(stored.tokens), int(tokens.ends[number + 1]))
        ends.append(before)
    return np.array([*ends, tokens.ends[-1]], np.intp)
