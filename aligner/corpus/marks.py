"""Marks: the places in the name of a file or folder that name its language or its role.

    a.ar.txt  a_AR.txt  a-ar-EG.txt  a (Arabic).txt  a [AR].txt  "a ar.txt"  pAR.txt  ar1.txt  "a عربي.txt"
    a.src.txt with a.tgt.txt  a-source.txt with a-target.txt  a_ST.txt with a_TT.txt

A code is a word of its own, or is set apart by its letters: `AR` is a mark in `pAR`, but not in `CAR` or `car`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from aligner import languages

# Words within a name: letters without a separator, at a change to capitals or digits: "doc|AR", "ar|1".
_WORD = regex.compile(r"\p{Lu}{2,}(?!\p{Ll})|\p{Lu}?\p{Ll}++|\p{Lu}|[\p{L}\p{M}&&[^\p{Lu}\p{Ll}]]++", regex.V1)
# Letters between separators, in any mixture of cases: "Ar", "eNg".
_RUN = regex.compile(r"(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}]++(?![\p{L}\p{M}\p{N}])")
# A region or a script after the code: ar-EG, arb_Arab.
_REGION = regex.compile(r"[-_](?:[A-Za-z]{2}|Arab|Latn|arab|latn)(?![\p{L}\p{N}])")
# A role before the code, as in test sets: a-src.eng with a-ref.arb in NTREX.
_ROLE_BEFORE = regex.compile(r"[._-](?:src|ref|source|target|trg|tgt)(?=[._-]\Z)", regex.IGNORECASE)
_BRACKETS = {"(": ")", "[": "]", "{": "}"}

# Language to its names in file names, in lower case, beside the English name.
_NAMES = {
    "ar": {"arabic", "عربي", "عربى", "عربية", "العربية", "العربي", "بالعربية", "بالعربي"},
    "en": {"english", "انجليزي", "إنجليزي", "انكليزي", "إنكليزي", "انجليزية", "إنجليزية", "الانجليزية", "الإنجليزية"}
    | {"بالانجليزية", "بالإنجليزية", "الانجليزي", "الإنجليزي"},
    "fr": {"french", "français", "francais", "فرنسي", "فرنسية", "الفرنسية"},
    "de": {"german", "deutsch", "ألماني", "المانية", "الألمانية"},
    "es": {"spanish", "español", "espanol", "اسباني", "إسباني", "الإسبانية"},
}

# Words for the roles of two files; the words of one row belong together. A folder `src` beside a folder `target` is
# the code of a program, so these are in two rows. Words of two letters must be capitals: "st" is a street.
_ROLES = (
    ("src", ("src",), ("tgt", "trg", "targ")),
    ("source", ("source",), ("target",)),
    ("original", ("original", "orig"), ("translation", "translated", "trans")),
    ("ST", ("ST",), ("TT",)),
    ("SL", ("SL",), ("TL",)),
    ("أصل", ("أصل", "الأصل", "اصل", "الاصل", "الأصلي"), ("ترجمة", "الترجمة", "مترجم", "المترجم")),
    ("مصدر", ("مصدر", "المصدر"), ("هدف", "الهدف")),
)
_ROLE_OF = {word: (name, side) for name, *sides in _ROLES for side, words in enumerate(sides) for word in words}


class Mark(NamedTuple):
    """A place in a name.

    start, end: the characters of the mark, with the brackets around it.
    side: 0 source, 1 target.
    role: the row of words for roles that it is from; empty for a language.
    qualified: it includes a region or a role.
    joined: a letter or a digit stands directly before or after it.
    bracketed: it includes brackets.
    """

    start: int
    end: int
    side: int
    role: str = ""
    qualified: bool = False
    joined: bool = False
    bracketed: bool = False


def find_marks(name: str, tags: tuple[str, str]) -> Iterator[Mark]:
    """The marks in the name of a folder, or of a file without its suffix.

    tags: language tags of source and target.

    A code with a region or a role gives several marks: with and without them.
    """
    runs = {match.span() for match in _RUN.finditer(name)}
    words = {match.span() for match in _WORD.finditer(name)}
    for start, end in sorted(runs | words):
        word = name[start:end]
        side = _side(word, tags)
        if (start, end) not in runs:
            if side is not None:
                yield Mark(start, end, side, joined=True)
        elif side is not None:
            yield from _language_marks(name, start, end, side, tags)
        elif word in _ROLE_OF or (len(word) > 2 and word.lower() in _ROLE_OF):
            role, role_side = _ROLE_OF.get(word) or _ROLE_OF[word.lower()]
            yield _with_brackets(name, Mark(start, end, role_side, role))


def _language_marks(name: str, start: int, end: int, side: int, tags: tuple[str, str]) -> Iterator[Mark]:
    """The marks of a code between separators: alone, and with a region and a role."""
    role = _ROLE_BEFORE.search(name, 0, start)
    region = _REGION.match(name, end)
    if region and _side(region[0][1:], tags) is not None:
        region = None  # ar-en names two languages, not a language and its region
    for mark_start in (start, *([role.start() + 1] if role else [])):
        for mark_end in (end, *([region.end()] if region else [])):
            qualified = (mark_start, mark_end) != (start, end)
            yield _with_brackets(name, Mark(mark_start, mark_end, side, qualified=qualified))


def _with_brackets(name: str, mark: Mark) -> Mark:
    """A mark with the brackets around it, if there are any."""
    closing = _BRACKETS.get(name[mark.start - 1 : mark.start])
    if closing and name[mark.end : mark.end + 1] == closing:
        return mark._replace(start=mark.start - 1, end=mark.end + 1, bracketed=True)
    return mark


def _side(word: str, tags: tuple[str, str]) -> int | None:
    """0 if a word is a code or a name of the source language, 1 of the target language, else None."""
    primaries = [languages.primary(tag) for tag in tags]
    for side, language in enumerate(primaries):
        if word.lower() in {languages.name(language).lower(), *_NAMES.get(language, ())} and len(word) > 3:
            return side
    if not 2 <= len(word) <= 3 or not word.isascii():
        return None
    primary = languages.primary(languages.tag(word))
    return primaries.index(primary) if primary in primaries else None
