"""Pieces of captions, and runs of them: a sentence runs over captions, so the captions of a run are one paragraph.

A caption is one piece, unless a dash or a voice shows a change of the speaker within it, or a line is a description
in square brackets. A run ends at such a change, at a description or a line of a song, at a pause, and where the times
go back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from unicodedata import name as character_name

import regex

from aligner.bitext import Place
from aligner.characters import CLOSERS, VISIBLE
from aligner.read.subtitles.caption_markup import ShownLine
from aligner.read.subtitles.captions import Caption

MAX_CAPTIONS = 12  # captions of one sentence; more without an end mark are half a minute of speech, or a list of names
PAUSE = 3.0  # seconds between two captions, from which on they are two paragraphs; within speech they are below 1
FULL_STOPS = 0.1  # share of captions that end with a full stop; a file with fewer leaves out full stops
SECOND_SCRIPT = 0.2  # share of the captions in the rarer script, from which on a file holds two languages
MIXED = 0.25  # share of letters in the rarer script of a line, from which on the line holds two languages

_LETTER = regex.compile(r"\p{L}")
_DASH = regex.compile(r"[\p{Cf}\s]*+[-‐‑–—−]\s*+(?![-–—\d])\S")
_DASH_AT_END = regex.compile(r"(?<!-)[-–—][\p{Cf}\s]*+\Z")
_SONG = regex.compile(r"[\p{Cf}\s]*+[♩♪♫♬]")
_SONG_END = regex.compile(r"[♩♪♫♬][\p{Cf}\s]*+\Z")
_DESCRIPTION = regex.compile(r"[\p{Cf}\s]*+\[[^\[\]]*+\][\p{Cf}\s]*+")
_DESCRIBED_CAPTION = regex.compile(r"[\p{Cf}\s]*+[(（][^()（）]*+[)）][\p{Cf}\s]*+")
_END_MARK = r"[.!?؟۔…。！？।։።]"
_ENDS = regex.compile(rf"{_END_MARK}{CLOSERS}\s*+\Z")
_END_WITHIN = regex.compile(rf"{_END_MARK}{CLOSERS}(?:\s|\Z)")
_FULL_STOP = regex.compile(rf"(?<![.…])[.۔。।։።]{CLOSERS}\s*+\Z")
# Arabic subtitles for players that know no right-to-left text have the end mark at the beginning.
_MARK_AT_BEGIN = regex.compile(r"[\p{Cf}\s]*+[.!؟](?![.!؟])\s?\p{Arabic}")
_FULL_STOP_AT_BEGIN = regex.compile(r"[\p{Cf}\s]*+[.](?!\.)\s?\p{Arabic}")
_CJK = ("HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO")


class Piece(NamedTuple):
    """A caption, or a part of it that is its own paragraph.

    text: its lines, joined by spaces.
    label: the caption in words.
    time: seconds at which the caption appears and disappears, or None.
    script: the script of most of its letters, such as `ARABIC`; empty without letters.
    begins: True if a paragraph begins with it.
    ends: True if a paragraph ends with it.
    voice: the name of the speaker by the markup, or empty.
    """

    text: str
    label: str
    time: tuple[float, float] | None
    script: str
    begins: bool
    ends: bool
    voice: str


def script_of(text: str) -> str:
    """Return the script of most letters of a text by the first word of their names; empty without letters.

    >>> script_of("بيت iPhone العائلة"), script_of("1984")
    ('ARABIC', '')
    """
    counts = letters_of_scripts(text)
    return counts.most_common(1)[0][0] if counts else ""


def letters_of_scripts(text: str) -> Counter[str]:
    """Return the number of letters of each script in a text."""
    counts: Counter[str] = Counter()
    for letter, count in Counter(_LETTER.findall(text)).items():
        script = character_name(letter, "UNKNOWN").partition(" ")[0]
        counts["CJK" if script in _CJK else script] += count
    return counts


def is_mixed(text: str) -> bool:
    """Return whether a text has so many letters of two scripts that it holds two languages."""
    counts = letters_of_scripts(text).most_common(2)
    return len(counts) == 2 and counts[1][1] >= MIXED * (counts[0][1] + counts[1][1])


def pieces_of(caption: Caption, lines: Sequence[ShownLine]) -> Iterator[Piece]:
    """Yield the pieces of a caption.

    lines: its lines as they are shown, or those in one language.
    """
    visible = [line for line in lines if VISIBLE.search(line.text)]
    groups: list[list[ShownLine]] = []
    # In right-to-left text, a player may show the dash at the end of a line where the line begins.
    dialogue = len(visible) > 1 and all(_DASH.match(line.text) or _DASH_AT_END.search(line.text) for line in visible)
    for line in visible:
        is_new = dialogue or _DASH.match(line.text) or line.voice or _DESCRIPTION.fullmatch(line.text)
        if groups and not is_new and not _DESCRIPTION.fullmatch(groups[-1][-1].text):
            groups[-1].append(line)
        else:
            groups.append([line])
    for position, group in enumerate(groups):
        text = " ".join(line.text for line in group)
        alone = bool(_DESCRIPTION.fullmatch(text) or _DESCRIBED_CAPTION.fullmatch(text))
        yield Piece(
            text,
            caption.label,
            caption.time,
            script_of(text),
            begins=bool(position or alone or _DASH.match(text) or _SONG.match(text)),
            ends=bool(
                caption.number is None
                or alone
                or dialogue
                or _SONG_END.search(text)
                or _MARK_AT_BEGIN.match(group[-1].text)
            ),
            voice=group[0].voice,
        )


def has_end(text: str) -> bool:
    """Return whether a piece ends a sentence at its end."""
    return bool(_ENDS.search(text) or _MARK_AT_BEGIN.match(text))


def holds_end(text: str) -> bool:
    """Return whether a piece ends a sentence at its end or within it."""
    return bool(_END_WITHIN.search(text) or _MARK_AT_BEGIN.match(text))


def scripts_without_stops(pieces: Sequence[Piece]) -> set[str]:
    """Return the scripts whose sentences have no full stops in a file, so that end marks do not show sentences."""
    captions = Counter(piece.script for piece in pieces)
    stops = Counter(
        piece.script for piece in pieces if _FULL_STOP.search(piece.text) or _FULL_STOP_AT_BEGIN.match(piece.text)
    )
    least = SECOND_SCRIPT * len(pieces)
    return {script for script, count in captions.items() if count >= least and stops[script] < FULL_STOPS * count}


def is_break(left: Piece, right: Piece) -> bool:
    """Return whether a paragraph ends between two neighbouring pieces, whatever their end marks are."""
    return (
        left.ends
        or right.begins
        or bool(left.voice and right.voice and left.voice != right.voice)
        or is_pause(left.time, right.time)
    )


def is_pause(left: tuple[float, float] | None, right: tuple[float, float] | None) -> bool:
    """Return whether a pause is between the times of two captions, or the second one begins first."""
    return left is not None and right is not None and (right[0] - left[1] >= PAUSE or right[0] < left[0])


def runs(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each paragraph."""
    run: list[Piece] = []
    for piece in pieces:
        if run and is_break(run[-1], piece):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def places_of(pieces: Iterable[Piece], offset: int) -> list[Place]:
    """Return the places of pieces that are joined by one character each, from an offset of the text on."""
    places = []
    for piece in pieces:
        places.append(Place(offset, piece.label, piece.time))
        offset += len(piece.text) + 1
    return places
