"""Languages of files: finds the language codes in the path of a file, and the path without them.

Two files are a text and its translation if their paths differ only in the language. A *mark* is a place where
a path names its language: `ar` in `law/ar/a.txt`. A *reading* is a path with some of its marks replaced by `*`, such
as `law/*/a`. Files whose readings are equal, on opposite sides, fit together.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from typing import NamedTuple

import regex

from aligner import languages
from aligner.read import readers

BLANK = "*"  # in the place of a mark
_FOLDER = 2  # rank of the name of a folder
_QUALIFIED = 3  # added to the rank of a mark with a region or a role
# A run of letters between separators, or at the beginning or end.
_RUN = regex.compile(r"(?<![^._-])[A-Za-z]++(?![^._-])")
# A region or a script after the code: ar-EG, arb_Arab.
_REGION = regex.compile(r"[-_](?:[A-Za-z]{2}|Arab|Latn|arab|latn)(?![^._-])")
# A role before the code, as in test sets: a-src.eng with a-ref.arb in NTREX.
_ROLE = regex.compile(r"[._-](?:src|ref|source|target|trg|tgt)(?=[._-]\Z)", regex.IGNORECASE)


class Reading(NamedTuple):
    """A path without suffix, in which a mark is blanked.

    key: the path, with `*` for the mark.
    side: 0 source, 1 target.
    rank: goodness of fit; 0 is best. A mark at the end of the name fits best, then one elsewhere in the name, then
        the name of a folder; a bare code fits better than a code with a region or a role, wherever they stand.
    """

    key: str
    side: int
    rank: int


class ParsedPath(NamedTuple):
    """The path of a file that may be a document, or a side of one.

    single_name: name of the document if the file has no partner.
    expects_partner: the path names one language so clearly that the file should have a partner.
    readings: all readings, sorted.
    """

    single_name: str
    expects_partner: bool
    readings: list[Reading]


class _Mark(NamedTuple):
    part: int  # index of the folder or file name in the path
    start: int
    end: int
    side: int
    rank: int


def parse(path: str, tags: tuple[str, str]) -> ParsedPath | None:
    """Find the marks of a path.

    path: relative path, with `/`.
    tags: language tags of source and target.

    Returns None if the file is not a document: its suffix is neither one of `readers.SUFFIXES` nor a language code.
    """
    folder, _, name = path.rpartition("/")
    stem, suffix = os.path.splitext(name)
    has_suffix = suffix.lower() in readers.SUFFIXES
    *folders, stem = [*filter(None, folder.split("/")), stem if has_suffix else name]
    parts = [*folders, stem]
    marks = [mark for part, text in enumerate(folders) for mark in _folder_marks(text, part, tags)]
    in_folder = bool(marks)
    marks += _name_marks(stem, len(folders), tags)
    at_end = [mark for mark in marks if mark.part == len(folders) and mark.end == len(stem)]
    if not has_suffix:
        code_is_suffix = any(stem[mark.start - 1 : mark.start] == "." for mark in at_end)
        if not code_is_suffix and ("." in stem or not in_folder):
            return None
    readings = {Reading(_blank(parts, [mark]), mark.side, mark.rank) for mark in marks}
    for side in (0, 1):
        bare = [mark for mark in marks if mark.side == side and mark.rank < _QUALIFIED]
        if len(bare) > 1:
            readings.add(Reading(_blank(parts, bare), side, 0))
    names_both = len({mark.side for mark in marks if mark.part == len(folders)}) == 2  # name.ar-en.txt holds both
    expects_partner = (not has_suffix or in_folder or bool(at_end)) and not (has_suffix and names_both)
    return ParsedPath("/".join(parts), expects_partner, sorted(readings))


def document_name(key: str, source: str, target: str) -> str:
    """The name of the document of two files with this reading: the path without the blanks.

    source, target: language tags, which make the name if nothing else is left of it.
    """
    *folders, name = key.split("/")
    rest = regex.sub(rf"[._-]?{regex.escape(BLANK)}", "", name).lstrip("._-") if BLANK in name else name
    return "/".join([*(folder for folder in folders if folder != BLANK), rest or f"{source}-{target}"])


def _folder_marks(text: str, part: int, tags: tuple[str, str]) -> Iterator[_Mark]:
    """The marks that are the entire name of a folder, such as `ar` or `arb_Arab`."""
    for mark, qualified in _marks(text, part, tags):
        if (mark.start, mark.end) == (0, len(text)):
            yield mark._replace(rank=_FOLDER + _QUALIFIED * qualified)


def _name_marks(text: str, part: int, tags: tuple[str, str]) -> Iterator[_Mark]:
    """The marks in the name of a file, without its suffix."""
    for mark, qualified in _marks(text, part, tags):
        yield mark._replace(rank=(mark.end < len(text)) + _QUALIFIED * qualified)


def _marks(text: str, part: int, tags: tuple[str, str]) -> Iterator[tuple[_Mark, bool]]:
    """The language codes in a part of a path, with rank 0; and whether the mark includes a region or a role.

    A code with a region or a role gives several marks: with and without them.
    """
    for run in _RUN.finditer(text):
        side = _side(run[0], tags)
        if side is None:
            continue
        start, end = run.span()
        role = _ROLE.search(text, 0, start)
        region = _REGION.match(text, end)
        if region and _side(region[0][1:], tags) is not None:
            region = None  # ar-en names two languages, not a language and its region
        for mark_start in (start, *([role.start() + 1] if role else [])):
            for mark_end in (end, *([region.end()] if region else [])):
                yield _Mark(part, mark_start, mark_end, side, 0), (mark_start, mark_end) != (start, end)


def _blank(parts: list[str], marks: list[_Mark]) -> str:
    """The path with `*` for each mark."""
    parts = list(parts)
    for mark in sorted(marks, reverse=True):
        parts[mark.part] = parts[mark.part][: mark.start] + BLANK + parts[mark.part][mark.end :]
    return "/".join(parts)


def _side(code: str, tags: tuple[str, str]) -> int | None:
    """0 if a word is a code or the English name of the source language, 1 of the target language, else None."""
    primaries = [languages.primary(tag) for tag in tags]
    if len(code) > 3:
        names = [languages.name(language).lower() for language in primaries]
        return names.index(code.lower()) if code.lower() in names else None
    if len(code) < 2:
        return None
    primary = languages.primary(languages.tag(code))
    return primaries.index(primary) if primary in primaries else None
