"""Captions: the parts of a subtitle file (SubRip, WebVTT, SubViewer), with their numbers, times and lines.

A caption begins with a line of two times, such as `00:01:02,500 --> 00:01:04,000`. Files are edited by hand, so that
numbers, blank lines and hours may be missing, and digits may be Arabic. Therefore the lines of times divide the file,
and not its blank lines: a blank line within a caption does not end it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise
from typing import NamedTuple

import regex

from aligner import limits
from aligner.characters import BYTE_ORDER_MARK
from aligner.errors import InputError

MAX_CAPTIONS = limits.CAPTIONS.value  # of a file
MAX_TIMES_LINE = 200  # characters; a line of times is shorter, with the settings of WebVTT, too
MAX_NUMBER = 9  # digits of the number of a caption
MAX_SKIPPED = 10  # captions that a file may lack before a number that no blank line precedes
IDENTIFIED = 0.5  # share of the captions of WebVTT with an identifier, from which on a line before times is one

_LINE_END = regex.compile(r"\r*\n|\r")  # a file that was changed twice has CR CR LF
_INVISIBLE = regex.compile(r"[\p{Cf}]+")  # marks of direction stand beside numbers in Arabic files
_SECONDS = r"(?:(?:(\d++)\s*+:\s*+)?(\d++)\s*+:\s*+)(\d++)(?:\s*+[.,:٫،]\s*+(\d++))?"
_SIGN = r"([-−]?)\s*+"
_ARROW = r"(?:[-–—−]{1,3}\s*+(?:>|&gt;)|→)"
_TIMES = regex.compile(rf"\s*+{_SIGN}{_SECONDS}\s*+{_ARROW}\s*+{_SIGN}{_SECONDS}(?:\s++(.*+))?")
_TIMES_OF_SUBVIEWER = regex.compile(r"()(\d++):(\d\d):(\d\d)[.](\d{2,3}),()(\d++):(\d\d):(\d\d)[.](\d{2,3})()")
_BROKEN_TIMES = regex.compile(rf"[-−]?\d++\s*+:.*?{_ARROW}.*+|.*?{_ARROW}\s*+\d++\s*+:[\d:.,\s]*+")
_SETTINGS = regex.compile(r"(?:[A-Za-z]\w*+:\S++\s*+)*+")  # of WebVTT, and coordinates in SubRip
_VTT = regex.compile(r"WEBVTT(?:\s|\Z)")
_VTT_BLOCK = regex.compile(r"NOTE(?:\s.*+)?|(?:STYLE|REGION)\s*+")


class Caption(NamedTuple):
    """A caption as it stands in the file.

    number: its number in the file, or its position, from 1; None for text before the first caption.
    time: seconds at which it appears and disappears; None if they cannot be read.
    lines: its lines, with their tags; none of them is blank.
    """

    number: int | None
    time: tuple[float, float] | None
    lines: tuple[str, ...]

    @property
    def label(self) -> str:
        """The caption in words, for places."""
        return "before the first caption" if self.number is None else f"caption {self.number}"


class CaptionFile(NamedTuple):
    """The parts of a subtitle file.

    captions: the captions, in order.
    is_vtt: True if the file is WebVTT by its first line, in which text has entities.
    before: the lines before the first caption that belong to no header.
    notes: number of comments.
    """

    captions: list[Caption]
    is_vtt: bool
    before: list[str]
    notes: int


def begins_with_caption(head: str) -> bool:
    """Return whether a text begins like a subtitle file: with the header of WebVTT, or with a caption.

    >>> begins_with_caption("1\\r\\n00:00:01,000 --> 00:00:03,000\\r\\nGood morning."), begins_with_caption("1\\nOne")
    (True, False)
    """
    if _VTT.match(head):
        return True
    lines = [line for line in (_bare(line) for line in _LINE_END.split(head[:1000])) if line][:2]
    first = lines[1:] if lines and _is_number(lines[0]) else lines[:1]
    return any(_times(line) for line in first)


def parse(text: str, name: str) -> CaptionFile:
    """Return the captions of a subtitle file.

    name: the name of the file for messages.

    Raises InputError for a file with more captions than subtitles have.
    """
    lines = _LINE_END.split(text)
    is_vtt = _VTT.match(text) is not None
    notes = _blank_out_vtt_blocks(lines) if is_vtt else 0
    times_at = (index for index, line in enumerate(lines) if _looks_like_times(line))
    at = list(islice(times_at, MAX_CAPTIONS + 1))
    if not at:
        return CaptionFile([], is_vtt, [], notes)
    if len(at) > MAX_CAPTIONS:
        hint = "divide it into files of one film each"
        raise InputError(name, limits.CAPTIONS.problem(MAX_CAPTIONS), hint=hint)
    heads = _heads(lines, at, is_vtt=is_vtt)
    numbers = [_number(lines[head]) if head < times else None for head, times in zip(heads, at, strict=True)]
    plain = [number for number in numbers if number is not None]
    as_written = len(plain) == len(at) and all(left < right for left, right in pairwise(plain))
    captions = [
        Caption(
            plain[index] if as_written else index + 1,
            _times(_bare(lines[times])),
            tuple(line for line in (_text_after_times(lines[times]), *lines[times + 1 : end]) if _has_text(line)),
        )
        for index, (times, end) in enumerate(zip(at, [*heads[1:], len(lines)], strict=True))
    ]
    before = list(filter(_has_text, lines[: heads[0]]))
    if not any(map(_bare, before)):  # invisible lines are no caption of their own
        captions[0] = captions[0]._replace(lines=(*before, *captions[0].lines))
        before = []
    return CaptionFile(captions, is_vtt, before, notes)


def _blank_out_vtt_blocks(lines: list[str]) -> int:
    """Blank out the header, the styles, the regions and the comments of WebVTT, and return the number of comments."""
    notes, inside, after_blank = 0, True, False
    for index, line in enumerate(lines):
        if _looks_like_times(line) or not line.strip():
            inside = False
        elif after_blank and not inside and _VTT_BLOCK.fullmatch(line):
            inside = True
            notes += line.startswith("NOTE")
        if inside:
            lines[index] = ""
        after_blank = not line.strip()
    return notes


def _heads(lines: Sequence[str], at: Sequence[int], *, is_vtt: bool) -> list[int]:
    """Return the line with which each caption begins: its number or identifier, or its times.

    at: the lines of times.
    """
    # A line of WebVTT that stands between a blank line and times is an identifier, if most captions have one.
    named = [times > 0 and bool(_bare(lines[times - 1])) and _is_blank(lines, times - 2) for times in at]
    has_identifiers = is_vtt and sum(named) > IDENTIFIED * len(at)
    heads: list[int] = []
    previous: int | None = None
    firsts = [0, *(times + 1 for times in at[:-1])]
    for position, (times, is_named, first) in enumerate(zip(at, named, firsts, strict=True), 1):
        head = times
        place = next((index for index in range(times - 1, first - 1, -1) if _bare(lines[index])), None)
        number = None if place is None else _number(lines[place])
        if place is not None and number is not None:
            is_next = number in (1 + (previous or 0), position)
            is_near = previous is not None and previous < number <= previous + MAX_SKIPPED
            stands_alone = _is_blank(lines, place - 1) or place == first
            if is_next or (place == times - 1 and (stands_alone or is_near)):
                head, previous = place, number
        if head == times and has_identifiers and is_named:
            head = times - 1
        heads.append(head)
    return heads


def _is_blank(lines: Sequence[str], index: int) -> bool:
    """Return whether a line is blank; there is nothing before the first line."""
    return index < 0 or not _bare(lines[index])


def _bare(line: str) -> str:
    """Return a line without invisible characters, and without white space around it."""
    return line.strip() if line.isascii() else _INVISIBLE.sub("", line).strip()


def _has_text(line: str) -> bool:
    """Return whether a line holds more than white space and byte order marks."""
    return bool(line.replace(BYTE_ORDER_MARK, "").strip())


def _is_number(line: str) -> bool:
    return len(line) <= MAX_NUMBER and line.isdecimal()


def _number(line: str) -> int | None:
    """Return the number on a line that holds nothing else; None for another line.

    >>> _number("١٢"), _number("12 men")
    (12, None)
    """
    bare = _bare(line)
    return int(bare) if _is_number(bare) else None


def _looks_like_times(line: str) -> bool:
    """Return whether a line has the form of two times, even if one of them cannot be read."""
    if len(line) > MAX_TIMES_LINE or ":" not in line:
        return False
    bare = _bare(line)
    return any(pattern.fullmatch(bare) for pattern in (_TIMES, _TIMES_OF_SUBVIEWER, _BROKEN_TIMES))


def _times(bare: str) -> tuple[float, float] | None:
    """Return the seconds of the two times on a line; None for a line without them.

    >>> _times("00:01:02,500 --> ٠٠:٠١:٠٤,٠٠٠"), _times("1:02.5 --> 1:04.000 align:start"), _times("soon --> later")
    ((62.5, 64.0), (62.5, 64.0), None)
    """
    if len(bare) > MAX_TIMES_LINE:
        return None
    match = _match_times(bare)
    if match is None:
        return None
    begin, end = _seconds(match.groups()[:5]), _seconds(match.groups()[5:10])
    return begin, max(begin, end)


def _match_times(bare: str) -> regex.Match[str] | None:
    return _TIMES.fullmatch(bare) or _TIMES_OF_SUBVIEWER.fullmatch(bare)


def _text_after_times(line: str) -> str:
    """Return the text on a line of times that is no setting, since a line end is missing; empty if there is none."""
    match = _match_times(_bare(line))
    rest = match[11] if match else None
    return "" if rest is None or _SETTINGS.fullmatch(rest) else rest


def _seconds(parts: Sequence[str | None]) -> float:
    """Return the seconds of a sign, hours, minutes, seconds and a decimal fraction, of which parts may be missing."""
    sign, hours, minutes, seconds, fraction = parts
    total = 60 * (60 * int(hours or 0) + int(minutes or 0)) + int(seconds or 0)
    total_ms = 1000 * total + (round(1000 * int(fraction) / 10 ** len(fraction)) if fraction else 0)
    return (-total_ms if sign else total_ms) / 1000
