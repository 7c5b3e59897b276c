"""What the name of a file tells of its language: where a code stands in it, and what is left without.

Two files are a text and its translation if their names are the same but for the language. A *mark*
is a place where a name says its language; a *reading* is a name with some of its marks blanked.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from typing import NamedTuple

import regex

from aligner import languages

SUFFIXES = (".txt", ".tsv")
BLANK = "*"
_LOOSE = 3  # what a mark with a region or a role ranks behind a bare code
_RUN = regex.compile(r"(?<![^._-])[A-Za-z]++(?![^._-])")
# A region or a script after the code: ar-EG, arb_Arab.
_REGION = regex.compile(r"[-_](?:[A-Za-z]{2}|Arab|Latn|arab|latn)(?![^._-])")
# What tells the two sides of a test set apart besides: -src.eng with -ref.arb, as in NTREX.
_ROLE = regex.compile(r"[._-](?:src|ref|source|target|trg|tgt)(?=[._-]\Z)", regex.IGNORECASE)


class Reading(NamedTuple):
    """A name with the language blanked. side: 0 source, 1 target. rank: how well it fits; 0 is best.

    A mark at the end of the name fits best, then one elsewhere in it, then the name of a folder;
    and bare codes fit better than such with a region or a role, wherever they stand.
    """

    key: str
    side: int
    rank: int


class Named(NamedTuple):
    """What a name may be. alone: the name of the document if it has no partner.

    marked: whether it says its language so clearly that a partner is to be expected.
    """

    alone: str
    marked: bool
    readings: list[Reading]


class _Mark(NamedTuple):
    part: int  # of the path, from the left
    start: int
    end: int
    side: int
    rank: int


def named(path: str, languages_asked: tuple[str, str]) -> Named | None:
    """What a path, with `/`, may be for two languages; None if it is no document at all."""
    folder, _, name = path.rpartition("/")
    stem, suffix = os.path.splitext(name)
    known = suffix.lower() in SUFFIXES
    *folders, stem = [*filter(None, folder.split("/")), stem if known else name]
    parts = [*folders, stem]
    marks = [mark for part, text in enumerate(folders) for mark in _marks(text, part, languages_asked, whole=True)]
    in_folder = bool(marks)
    marks += _marks(stem, len(folders), languages_asked)
    at_end = [mark for mark in marks if mark.part == len(folders) and mark.end == len(stem)]
    if not known:
        as_suffix = any(stem[mark.start - 1 : mark.start] == "." for mark in at_end)
        if not as_suffix and ("." in stem or not in_folder):
            return None
    readings = {Reading(_blanked(parts, [mark]), mark.side, mark.rank) for mark in marks}
    for side in (0, 1):
        plain = [mark for mark in marks if mark.side == side and mark.rank < _LOOSE]
        if len(plain) > 1:
            readings.add(Reading(_blanked(parts, plain), side, 0))
    both = len({mark.side for mark in marks if mark.part == len(folders)}) == 2  # name.ar-en.txt holds both
    marked = not known or in_folder or bool(at_end)
    return Named("/".join(parts), marked and not (known and both), sorted(readings))


def document_name(key: str, source: str, target: str) -> str:
    """What a document is called whose two names have this reading: the name without the blank."""
    *folders, name = key.split("/")
    bare = regex.sub(rf"[._-]?{regex.escape(BLANK)}", "", name).lstrip("._-") if BLANK in name else name
    return "/".join([*(folder for folder in folders if folder != BLANK), bare or f"{source}-{target}"])


def _marks(text: str, part: int, languages_asked: tuple[str, str], *, whole: bool = False) -> Iterator[_Mark]:
    """The marks in a part of a path. whole: only such as are all of it, as with a folder."""
    for run in _RUN.finditer(text):
        side = _side(run[0], languages_asked)
        if side is None:
            continue
        start, end = run.span()
        role = _ROLE.search(text, 0, start)
        region = _REGION.match(text, end)
        if region and _side(region[0][1:], languages_asked) is not None:
            region = None  # ar-en is two languages, not a region
        for first, other in ((start, False), *([(role.start() + 1, True)] if role else [])):
            for last, more in ((end, False), *([(region.end(), True)] if region else [])):
                if not whole:
                    rank = (last < len(text)) + _LOOSE * (other or more)
                    yield _Mark(part, first, last, side, rank)
                elif (first, last) == (0, len(text)):
                    yield _Mark(part, first, last, side, 2 + _LOOSE * more)


def _blanked(parts: list[str], marks: list[_Mark]) -> str:
    parts = list(parts)
    for mark in sorted(marks, reverse=True):
        parts[mark.part] = parts[mark.part][: mark.start] + BLANK + parts[mark.part][mark.end :]
    return "/".join(parts)


def _side(code: str, languages_asked: tuple[str, str]) -> int | None:
    """0 if a word is a code or the name of the source language, 1 of the target, else None."""
    primaries = [languages.primary(language) for language in languages_asked]
    if len(code) > 3:
        called = [languages.name(language).lower() for language in primaries]
        return called.index(code.lower()) if code.lower() in called else None
    if len(code) < 2:
        return None
    primary = languages.primary(languages.tag(code))
    return primaries.index(primary) if primary in primaries else None
