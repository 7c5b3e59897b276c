"""Languages of files: finds the places in the path of a file that name its language, and the path without them.

Two files are a text and its translation if their paths differ only in the language. A *mark* is a place where
a path names its language, `ar` in `law/ar/a.txt`, or its role, `src` in `a.src.txt`; see `marks`. A *reading* is a path
with some of its marks replaced by `*`, such as `law/*/a`. Files whose readings are equal, on opposite sides, fit
together.

In a folder with a default language, only the translations have a mark: `guide.ar.md` belongs to `guide.md`. The reading
of such a file is the path without the mark and what separates it, and that of a file without marks is its path.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import regex

from aligner import languages
from aligner.corpus.marks import Mark, find_marks
from aligner.read import readers
from aligner.read.packed import compressed

BLANK = "*"  # in the place of a mark

# The rank of a reading is the sum of the place of its mark and of what makes the mark less sure. Each term is greater
# than the sum of all terms above it.
_AT_END, _IN_NAME, _FOLDER, _IN_FOLDER = range(4)  # of the name, elsewhere in it, name of a folder, part of that
_QUALIFIED = 4  # the mark includes a region or a role: ar-EG, src.eng
_JOINED = 8  # no separator stands before or after the mark: pAR, ar1
_ROLE = 16  # the mark names a role
DEFAULT = 32  # one of the two files has no mark

# Folders that hold the folders of translations: translations/ar/a.md belongs to a.md.
_CONTAINERS = frozenset(
    {"translations", "translation", "translated", "i18n", "l10n", "locale", "locales", "_locales", "lang", "langs"}
    | {"language", "languages", "po"}
)
# Files that tell about a folder; without a partner, they are no documents of it.
_ABOUT = frozenset({"readme", "license", "licence", "copying", "changelog", "contributing", "code_of_conduct"})
MARKED = ("source marked", "target marked")  # kinds of readings of two files of which only one has a mark
_SEPARATORS = "._-"


class Reading(NamedTuple):
    """A path without suffix, in which a mark is blanked.

    key: the path, with `*` for the mark.
    side: 0 source, 1 target.
    rank: goodness of fit; 0 is best.
    kind: only readings of the same kind fit: empty for languages, the name of a pair of roles, or the side that has
        the mark, where one of the files has none.
    """

    key: str
    side: int
    rank: int
    kind: str = ""


class ParsedPath(NamedTuple):
    """The path of a file that may be a document, or a side of one.

    single_name: name of the document if the file has no partner; empty if it is no document then.
    expects_partner: the path names one language so clearly that the file should have a partner.
    readings: all readings, sorted.
    stem: the path without the suffixes of its format and of a compression.
    suffix: the suffix of its format, in lower case; empty for a file that is named after its language, such as `a.ar`.
    unpacked: the path without the suffix of a compression.
    form: rank of the format among the formats of texts; files of one stem and of two formats may hold the same text.
    """

    single_name: str
    expects_partner: bool
    readings: list[Reading]
    stem: str
    suffix: str
    unpacked: str
    form: int


class _Place(NamedTuple):
    """A mark in a path: the index of its folder or file name, and its rank."""

    part: int
    mark: Mark
    rank: int


def parse(path: str, tags: tuple[str, str]) -> ParsedPath | None:
    """Find the marks of a path.

    path: relative path, with `/`.
    tags: language tags of source and target.

    Returns None if the file is not a document: its suffix is neither one of `readers.SUFFIXES` nor a language code.
    """
    folder, _, name = path.rpartition("/")
    name = compressed.without_suffix(name)
    stem, suffix = os.path.splitext(name)
    has_suffix = suffix.lower() in readers.SUFFIXES
    *folders, stem = [*filter(None, folder.split("/")), stem if has_suffix else name]
    parts = [*folders, stem]
    places = list(_places(parts, tags))
    in_language = [place for place in places if not place.mark.role]
    letters_tell = languages.script(tags[0]) != languages.script(tags[1])
    in_folder = any(place.rank % _QUALIFIED == _FOLDER and place.rank < _JOINED for place in in_language)
    in_name = [place for place in in_language if place.part == len(folders)]
    at_end = [place for place in in_name if place.mark.end == len(stem) and place.rank < _JOINED]
    is_about = stem.lower() in _ABOUT and stem.upper() == stem
    if not has_suffix:
        if any(place.mark.role and place.rank == _ROLE and stem[place.mark.start - 1] == "." for place in places):
            return _parsed(path, parts, "", {*_readings(parts, places)})  # train.src with train.tgt
        code_is_suffix = any(stem[place.mark.start - 1 : place.mark.start] == "." for place in at_end)
        if not code_is_suffix and ("." in stem or not in_folder):
            return None
    names_both = len({place.mark.side for place in in_name if place.rank < _JOINED}) == 2  # name.ar-en.txt holds both
    expects_partner = (not has_suffix or in_folder or bool(at_end)) and not (has_suffix and names_both)
    readings = {*_readings(parts, places), *_default_readings(parts, in_language, letters_tell=letters_tell)}
    return _parsed(path, parts, "" if is_about else "/".join(parts), readings, expects_partner=expects_partner)


def _parsed(
    path: str, parts: Sequence[str], single_name: str, readings: Iterable[Reading], *, expects_partner: bool = False
) -> ParsedPath:
    """The parsed path of the parts of a path, without its suffixes; see `ParsedPath`."""
    reader = readers.reader_of(path)
    form = readers.READERS.index(reader)
    unpacked = compressed.without_suffix(path)
    stem = "/".join(parts)
    suffix = os.path.splitext(unpacked)[1].lower()
    suffix = suffix if suffix in readers.SUFFIXES else ""
    expects_partner = expects_partner and reader.is_bilingual is False
    of_pair = [] if reader.is_bilingual else sorted(readings)
    return ParsedPath(single_name, expects_partner, of_pair, stem, suffix, unpacked, form)


def document_name(key: str, source: str, target: str) -> str:
    """The name of the document of two files with this reading: the path without the blanks.

    source, target: language tags, which make the name if nothing else is left of it.
    """
    *folders, name = key.split("/")
    rest = _without_blanks(name)
    kept = (_without_blanks(folder) for folder in folders)
    return "/".join([*filter(None, kept), rest or f"{source}-{target}"])


def without_languages(name: str, tags: tuple[str, str]) -> tuple[str, str]:
    """The folder of a file with `*` for its languages, and its name without suffix and languages.

    name: relative path without suffix, with `/`.
    tags: language tags of source and target.
    """
    parts = [part for part in name.split("/") if part]
    places = [place for place in _places(parts, tags) if place.rank < _JOINED]
    widest = {(place.part, place.mark.start): place for place in sorted(places, key=lambda place: place.mark.end)}
    *folders, rest = _blank(parts, list(widest.values())).split("/")
    return "/".join(folders), _without_blanks(rest)


def _without_blanks(part: str) -> str:
    """The name of a folder or file without the blanks and what separates them from the rest."""
    if BLANK not in part:
        return part
    return regex.sub(rf"[._\s-]?{regex.escape(BLANK)}", "", part).strip("._- ")


def _places(parts: Sequence[str], tags: tuple[str, str]) -> Iterator[_Place]:
    """The marks of a path, with the places where they stand."""
    last = len(parts) - 1
    for part, text in enumerate(parts):
        for mark in find_marks(text, tags):
            if part == last:
                place = _AT_END if mark.end == len(text) else _IN_NAME
            else:
                place = _FOLDER if (mark.start, mark.end) == (0, len(text)) else _IN_FOLDER
            rank = place + _QUALIFIED * mark.qualified + _JOINED * mark.joined + _ROLE * bool(mark.role)
            yield _Place(part, mark, rank)


def _readings(parts: Sequence[str], places: Sequence[_Place]) -> Iterator[Reading]:
    """The readings in which marks are blanked: each alone, and all surest marks of a language together."""
    for place in places:
        yield Reading(_blank(parts, [place]), place.mark.side, place.rank, place.mark.role)
    for side in (0, 1):
        surest = [place for place in places if place.mark.side == side and place.rank < _QUALIFIED]
        if len(surest) > 1:
            yield Reading(_blank(parts, surest), side, 0)


def _default_readings(parts: Sequence[str], places: Sequence[_Place], *, letters_tell: bool) -> Iterator[Reading]:
    """The readings by which a file with a mark fits a file without.

    letters_tell: the languages have different scripts, so that the contents of files decide in case of doubt.
    """
    if not places:
        path = "/".join(parts)
        yield from (Reading(path, side, DEFAULT, MARKED[1 - side]) for side in (0, 1))
        return
    side = places[0].mark.side
    if any(place.mark.side != side for place in places):
        return
    optional = [place for place in places if _is_optional(parts[place.part], place, letters_tell=letters_tell)]
    bare = [place for place in optional if place.rank < _QUALIFIED]
    for left_out in (*([place] for place in optional), *([bare] if len(bare) > 1 else [])):
        rank = DEFAULT + max(place.rank for place in left_out)
        *folders, name = map(_without_blanks, _blank(parts, left_out).split("/"))
        if not name:
            continue  # ar.txt
        yield Reading("/".join([*filter(None, folders), name]), side, rank, MARKED[side])
        outside = [folder for folder in folders if folder.lower() not in _CONTAINERS]
        if len(outside) < len(folders):
            yield Reading("/".join([*filter(None, outside), name]), side, rank + _IN_FOLDER, MARKED[side])


def _is_optional(text: str, place: _Place, *, letters_tell: bool) -> bool:
    """True for a mark that a file of the default language may lack: a folder, or the end or beginning of a name.

    text: the name of the file or folder.
    """
    mark = place.mark
    before, after = text[: mark.start], text[mark.end :]
    if not (before or after):
        return place.rank % _QUALIFIED == _FOLDER
    if before and after:
        return False
    if mark.joined:
        return letters_tell and bool(before)
    separator = before[-1:] or after[:1]
    sure = mark.bracketed or (separator in _SEPARATORS and bool(before))
    return sure or (letters_tell and (separator in _SEPARATORS or separator.isspace()))  # "fix it.txt" is no Italian


def _blank(parts: Sequence[str], places: Sequence[_Place]) -> str:
    """The path with `*` for each mark."""
    blanked = list(parts)
    for part, mark, _ in sorted(places, reverse=True):
        blanked[part] = blanked[part][: mark.start] + BLANK + blanked[part][mark.end :]
    return "/".join(blanked)
