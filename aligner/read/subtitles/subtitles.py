"""The reader of subtitles: SubRip (`.srt`), WebVTT (`.vtt`) and the like, see `captions`.

A paragraph of the text is a run of captions, see `caption_pieces`. Numbers, times and tags are no text; the places of
the text have the numbers and the times. Lines of one caption that are in two scripts are the cells of a table; see
`caption_rows`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from aligner import limits
from aligner.bitext import InputText
from aligner.characters import VISIBLE
from aligner.errors import InputError
from aligner.notices import counted

if TYPE_CHECKING:
    from aligner.read.subtitles.caption_markup import ShownLine
    from aligner.read.subtitles.caption_pieces import Piece
    from aligner.read.subtitles.captions import Caption, CaptionFile

SUFFIXES = (".srt", ".vtt", ".sbv")
MAX_BYTES = limits.SUBTITLES.value
MAX_LINES = limits.CAPTION_LINES.value  # lines that are shown
ROLL_UP = 0.5  # share of captions that begin with the last line of the caption before, from which on lines roll up
ROLLED_LINES = 3  # lines that a caption repeats, at most
MIN_ROLL_UP = 3  # captions; fewer are too little evidence
MOST = 0.5  # share of captions with two scripts on a line, from which on each caption is a text and its translation

_HEAD = 2048  # bytes in which the first caption begins


def recognises(data: bytes) -> bool:
    """Return whether bytes begin like subtitles: with the header of WebVTT, or with a caption."""
    text = data[:_HEAD].decode("utf-8", errors="replace")
    if "-->" not in text and "WEBVTT" not in text:
        return False
    from aligner.read.subtitles.captions import begins_with_caption  # it takes a while to compile its patterns

    return begins_with_caption(text)


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Decode subtitles, and return their text with a place for each caption.

    Raises InputError for a file without captions, and for a file that is too large for subtitles.
    """
    if len(data) > MAX_BYTES:
        raise InputError(name, limits.SUBTITLES.problem(MAX_BYTES), hint="divide it into files of one film each")
    from aligner.read.packed import decode, line_limit
    from aligner.read.subtitles import caption_rows, captions

    line_limit.check_bytes(data, name)
    text = decode.decode_bytes(data, name, encoding)
    file = captions.parse(text.text, name)
    if not file.captions and not file.is_vtt:
        problem = "no caption was found in it, which begins with times such as 00:01:02,500 --> 00:01:04,000"
        raise InputError(name, problem, hint="give it the suffix .txt if it is plain text")
    shown, remarks = _shown(file, name)
    text = replace(text, remarks=tuple(remarks))
    if rows := caption_rows.find_rows(shown):
        return caption_rows.with_rows(text, rows)
    return _with_paragraphs(text, shown)


def _shown(file: CaptionFile, name: str) -> tuple[list[tuple[Caption, list[ShownLine]]], list[str]]:
    """Return the captions with the lines that are shown, and the remarks about what was left out.

    name: the name of the file for messages.

    Raises InputError for a file with more lines than subtitles have.
    """
    from aligner.read.subtitles.caption_markup import shown_lines
    from aligner.read.subtitles.captions import Caption

    captions, remarks = file.captions, []
    if file.before:
        captions = [Caption(None, None, tuple(file.before)), *captions]
        remarks.append("the text before the first caption is read as a caption without times")
    if file.notes:
        remarks.append(f"left out {counted(file.notes, 'comment')} (NOTE)")
    shown: list[tuple[Caption, list[ShownLine]]] = []
    left = MAX_LINES
    for caption in captions:
        lines = list(islice(shown_lines(caption.lines, has_entities=file.is_vtt), left + 1))
        left -= len(lines)
        if left < 0:
            problem = limits.CAPTION_LINES.problem(MAX_LINES)
            raise InputError(name, problem, hint="divide it into files of one film each")
        shown.append((caption, lines))
    rolled, repeated = _without_repeated_lines(_with_unseen_lines(shown))
    if repeated:
        remarks.append(f"left out {counted(repeated, 'line')} that a caption repeats from the one before")
    return [(caption, lines) for caption, lines in rolled if lines], remarks


def _with_unseen_lines(
    shown: Sequence[tuple[Caption, list[ShownLine]]],
) -> list[tuple[Caption, list[ShownLine]]]:
    """Return captions, in which lines without a visible character are the end of the line before them.

    Such lines before the first visible one are its beginning.
    """
    kept: list[tuple[Caption, list[ShownLine]]] = []
    last: list[ShownLine] = []  # the lines of the caption that holds the last visible line
    before = ""
    for caption, lines in shown:
        of_caption: list[ShownLine] = []
        for line in lines:
            if VISIBLE.search(line.text):
                of_caption.append(line._replace(text=before + line.text))
                last, before = of_caption, ""
            elif last:
                last[-1] = last[-1]._replace(text=last[-1].text + line.text)
            else:
                before += line.text
        kept.append((caption, of_caption))
    return kept


def _without_repeated_lines(
    shown: Sequence[tuple[Caption, list[ShownLine]]],
) -> tuple[list[tuple[Caption, list[ShownLine]]], int]:
    """Return captions without the lines that roll up, and the number of these lines.

    Captions of live speech, and those that video sites make, show each line twice: below, and then above the next one.
    """
    kept, repeated, rolling = [], 0, 0
    before: list[str] = []
    for caption, lines in shown:
        texts = [line.text for line in lines]
        size = next(
            (k for k in range(min(len(texts), len(before), ROLLED_LINES), 0, -1) if texts[:k] == before[-k:]), 0
        )
        repeated += size
        rolling += size > 0
        kept.append((caption, lines[size:]))
        before = texts or before
    if rolling < max(ROLL_UP * len(shown), MIN_ROLL_UP):
        return list(shown), 0
    return kept, repeated


def _with_paragraphs(text: InputText, shown: Sequence[tuple[Caption, list[ShownLine]]]) -> InputText:
    """Return a text with a line for each run of captions.

    In a file of two languages, the captions of each language make their own runs, in the order of their beginnings.
    """
    from aligner.read.subtitles import caption_pieces

    pieces = [piece for caption, lines in shown for piece in caption_pieces.pieces_of(caption, lines)]
    if sum(caption_pieces.is_mixed(piece.text) for piece in pieces) > MOST * len(pieces):
        runs = [[piece] for piece in pieces]
    else:
        in_order: list[tuple[int, list[Piece]]] = []
        for stream in _streams(pieces):
            size = 0
            for run in caption_pieces.runs(pieces[position] for position in stream):
                in_order.append((stream[size], run))
                size += len(run)
        runs = [run for _, run in sorted(in_order, key=lambda item: item[0])]
    lines, places, offset = [], [], 0
    for run in runs:
        places += caption_pieces.places_of(run, offset)
        lines.append(" ".join(piece.text for piece in run))
        offset += len(lines[-1]) + 1
    return replace(text, text="\n".join(lines), are_paragraphs=True, places=tuple(places))


def _streams(pieces: Sequence[Piece]) -> list[list[int]]:
    """Return the positions of the pieces in each language: one stream, or two if the file holds two scripts."""
    from aligner.read.subtitles import caption_pieces

    scripts = Counter(piece.script for piece in pieces if piece.script).most_common(2)
    if len(scripts) < 2 or scripts[1][1] < caption_pieces.SECOND_SCRIPT * len(pieces):
        return [list(range(len(pieces)))]
    streams: list[list[int]] = [[], []]
    stream = 0
    for position, piece in enumerate(pieces):
        if piece.script in (scripts[0][0], scripts[1][0]):
            stream = int(piece.script == scripts[1][0])
        streams[stream].append(position)  # a piece without letters goes with the one before it
    return streams
