"""The captions of a side of a document, and the paragraphs that they make without the other side.

A paragraph of subtitles is a run of captions, in which end marks show the sentences. Arabic subtitles often have no
full stops. Then a run would be one sentence without end, so that each caption is taken for a sentence; the alignment
joins those that make one sentence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from aligner.bitext import Place, Span
from aligner.read.subtitles import caption_pieces
from aligner.read.subtitles.caption_markup import ShownLine
from aligner.read.subtitles.caption_pieces import Piece
from aligner.read.subtitles.captions import Caption


class CaptionSpan(NamedTuple):
    """A caption within a text.

    span: the caption in the text, with the blank after it.
    piece: the caption, or the part of it that is a piece.
    """

    span: Span
    piece: Piece


def captions_in(text: str, places: Sequence[Place], spans: Iterable[Span]) -> Iterator[list[CaptionSpan]]:
    """Yield the captions in each span of a text, in order.

    places: the captions of the text.
    spans: spans of the text, in order. A caption that reaches over several spans is in the first of them.
    """
    starts = [place.start for place in places]
    ends = [*starts[1:], len(text)]
    done = 0  # number of the first place that was not taken
    for span in spans:
        first = max(bisect_right(starts, span.start) - 1, done)
        last = bisect_left(starts, span.end)
        captions = []
        for place, end in zip(places[first:last], ends[first:last], strict=True):
            shown = text[place.start : end].strip()
            piece = next(caption_pieces.pieces_of(Caption(0, place.time, (shown,)), [ShownLine(shown)]), None)
            if piece is not None:
                captions.append(CaptionSpan(Span(place.start, end), piece))
        done = max(last, done)
        yield captions


def paragraphs(text: str, places: Sequence[Place], spans: Sequence[Span], *, one_by_one: bool = False) -> list[Span]:
    """Return the paragraphs of one side of subtitles: runs of captions, or captions where end marks are missing.

    places: the captions of the text.
    spans: the runs of captions, in order.
    one_by_one: True if each caption is a paragraph.
    """
    runs = list(captions_in(text, places, spans))
    without_stops = caption_pieces.scripts_without_stops([caption.piece for run in runs for caption in run])
    result: list[Span] = []
    for span, run in zip(spans, runs, strict=True):
        starts = {span.start}
        unended: list[CaptionSpan] = []  # captions since the last end mark
        for caption in [*run, None]:
            if caption is None or caption_pieces.holds_end(caption.piece.text):
                if len(unended) >= caption_pieces.MAX_CAPTIONS:
                    starts.update(single.span.start for single in [*unended, *([caption] if caption else [])])
                unended = []
            else:
                unended.append(caption)
        if one_by_one or any(caption.piece.script in without_stops for caption in run):
            starts.update(caption.span.start for caption in run)
        in_order = sorted(start for start in starts if span.start <= start < span.end)
        result += map(Span, in_order, [*in_order[1:], span.end])
    return result
