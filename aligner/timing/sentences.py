"""Sentences of subtitles that lack full stops, by the clock of the other file.

Arabic subtitles often have no full stops, so that the text does not show which captions make one sentence. A first
alignment takes each caption for a sentence; most of its beads are right, and show the clock of the two files. A
boundary between two captions is one between two sentences if a sentence of the other file begins at that moment, and
lies within a sentence if one of the other file goes on. Where the clock is not known, everything stays as it was.

The clock is weak evidence: it changes no boundary that a mark, a pause or a dash shows, and the words of the second
alignment decide which sentences belong together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from aligner.bitext import Bitext, Document, Span
from aligner.read.subtitles import caption_pieces
from aligner.timing.caption_paragraphs import CaptionSpan, captions_in
from aligner.timing.clock import Clock, find_clock

MIN_CONFIDENCE = 0.5  # of the beads whose beginnings show the clock
TOLERANCE = 1.0  # seconds between two captions that begin together; a viewer does not see captions of less than 1 s
SPREADS = 3.0  # times the spread of the clock, if that is more; half of all moments are nearer than one spread
FEWER = 0.8  # sentences with an end mark as a share of those of the other file, below which a file lacks end marks

Times = tuple[float, float]


class _Side(NamedTuple):
    """The captions of a document.

    document: the document.
    captions: its captions, in order.
    times: seconds at which each sentence begins and ends; None for a sentence without times.
    """

    document: Document
    captions: list[CaptionSpan]
    times: list[Times | None]


def paragraphs_by_clock(bitext: Bitext) -> tuple[list[Span] | None, list[Span] | None]:
    """Return the paragraphs of the captions of each side by the clock; None for a side that stays as it is.

    bitext: the first alignment of two documents.
    """
    sides = _side(bitext.source), _side(bitext.target)
    lacks_ends = _lacks_ends(sides[0], sides[1]), _lacks_ends(sides[1], sides[0])
    if not any(lacks_ends):
        return None, None
    points = [
        (source[0], target[0])
        for bead in bitext.beads
        if bead.paired and bead.confidence >= MIN_CONFIDENCE
        if (source := sides[0].times[bead.source.start]) and (target := sides[1].times[bead.target.start])
    ]
    results: list[list[Span] | None] = []
    for number, side in enumerate(sides):
        clock = find_clock((point[number], point[1 - number]) for point in points)
        results.append(_paragraphs(side, sides[1 - number], clock) if clock and lacks_ends[number] else None)
    return results[0], results[1]


def _lacks_ends(side: _Side, translation: _Side) -> bool:
    """Return whether a side lacks end marks, in itself or in comparison with the other side.

    A side that is a part of the other has fewer end marks, but as many for each caption.
    """
    if caption_pieces.scripts_without_stops([piece for _, piece in side.captions]):
        return True
    ends, translated_ends = _ended_sentences(side.document), _ended_sentences(translation.document)
    is_rare = ends * len(translation.captions) < FEWER * translated_ends * len(side.captions)
    return is_rare and ends < FEWER * translated_ends


def _ended_sentences(document: Document) -> int:
    """Return the number of sentences that end with an end mark."""
    return sum(caption_pieces.has_end(document.text[slice(*sentence)]) for sentence in document.sentences)


def _side(document: Document) -> _Side:
    """Return the captions of a document, and the times of its sentences."""
    starts = [place.start for place in document.places]
    ends = [*starts[1:], len(document.text)]
    times = []
    for sentence in document.sentences:
        first = max(bisect_right(starts, sentence.start) - 1, 0)
        last = max(bisect_left(starts, sentence.end) - 1, first)
        times.append(_sentence_time(document, sentence, (first, last), ends))
    of_sentences = captions_in(document.text, document.places, document.sentences)
    return _Side(document, [caption for of_sentence in of_sentences for caption in of_sentence], times)


def _sentence_time(document: Document, sentence: Span, numbers: tuple[int, int], ends: Sequence[int]) -> Times | None:
    """Return when a sentence begins and ends. A caption is taken to be spoken evenly from its begin to its end.

    numbers: those of the places in which it begins and ends.
    ends: where each place ends in the text.
    """
    moments = []
    for number, offset in zip(numbers, sentence, strict=True):
        place = document.places[number]
        if place.time is None:
            return None
        begin, end = place.time
        share = (offset - place.start) / max(ends[number] - place.start, 1)
        moments.append(begin + share * (end - begin))
    return moments[0], moments[1]


def _paragraphs(side: _Side, translation: _Side, clock: Clock) -> list[Span]:
    """Return the paragraphs of a side by the clock.

    translation: the other side.
    clock: the times of the other side as a function of the times of this one.
    """
    moments = [clock.at(piece.time[0]) if piece.time else None for _, piece in side.captions]
    times = sorted(time for time in translation.times if time is not None)
    begins = [begin for begin, _ in times]
    tolerance = max(TOLERANCE, SPREADS * clock.spread)
    together = _begin_together(moments, begins, tolerance)
    starts = [paragraph[0].start for paragraph in side.document.paragraphs]
    result = [side.captions[0].span]
    for number, (left, right) in enumerate(pairwise(side.captions), 1):
        moment = moments[number]
        is_break = bisect_left(starts, right.span.start) < bisect_left(starts, right.span.end)
        is_certain = caption_pieces.is_break(left.piece, right.piece) or caption_pieces.has_end(left.piece.text)
        if not is_certain and is_break and moment is not None and _goes_on(moment, times, begins, tolerance):
            is_break = False
        if is_break or number in together or result[-1].end < right.span.start:
            result.append(right.span)
        else:
            result[-1] = Span(result[-1].start, right.span.end)
    return result


def _begin_together(moments: Sequence[float | None], begins: Sequence[float], tolerance: float) -> set[int]:
    """Return the captions that begin together with a sentence of the other side; each has one caption at most.

    moments: when each caption begins by the times of the other side.
    begins: when the sentences of the other side begin.
    tolerance: seconds between two beginnings at one moment, at most.
    """
    in_order = sorted((moment, number) for number, moment in enumerate(moments) if moment is not None)
    together = set()
    for begin in begins:
        at = bisect_left(in_order, (begin, -1))
        near = [in_order[place] for place in (at - 1, at) if 0 <= place < len(in_order)]
        moment, number = min(near, key=lambda item: abs(item[0] - begin), default=(inf, -1))
        if abs(moment - begin) <= tolerance:
            together.add(number)
    return together


def _goes_on(moment: float, times: Sequence[Times], begins: Sequence[float], tolerance: float) -> bool:
    """Return whether a sentence goes on at a moment: it began well before, and has not ended.

    Captions that are parted by mistake are joined by the alignment, but captions that are joined stay so.
    """
    place = bisect_right(begins, moment) - 1
    return place >= 0 and times[place][0] + tolerance < moment < times[place][1]
