"""What is known of languages: their codes, their scripts, and the words that split sentences.

Codes and scripts stand here; words stand in `data/languages/xx.toml`, a file a language.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache

import regex

from aligner.data_files import data_file

# ISO 639-2 and 639-3 to ISO 639-1. `arb` is Standard Arabic, the code of NTREX and FLORES.
_SHORT = {
    "ara": "ar", "arb": "ar", "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es",
    "ita": "it", "por": "pt", "nld": "nl", "dut": "nl", "rus": "ru", "ukr": "uk", "bul": "bg", "srp": "sr",
    "pol": "pl", "ces": "cs", "cze": "cs", "hun": "hu", "ron": "ro", "rum": "ro", "tur": "tr", "ell": "el",
    "gre": "el", "heb": "he", "fas": "fa", "per": "fa", "pes": "fa", "urd": "ur", "hin": "hi", "swe": "sv",
    "dan": "da", "nor": "no", "nob": "nb", "fin": "fi", "isl": "is", "ice": "is", "cat": "ca", "ind": "id",
    "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "kat": "ka", "geo": "ka", "hye": "hy", "arm": "hy",
}  # fmt: skip

# ISO 15924 code of the script a language is written in, where that is not Latin.
_SCRIPTS = {
    "ar": "Arab", "fa": "Arab", "ur": "Arab", "ru": "Cyrl", "uk": "Cyrl", "bg": "Cyrl", "sr": "Cyrl", "el": "Grek",
    "he": "Hebr", "hi": "Deva", "zh": "Hans", "ja": "Jpan", "ko": "Kore", "ka": "Geor", "hy": "Armn",
}  # fmt: skip

# ISO 15924 code to the Unicode property values of its letters.
_LETTERS = {
    "Arab": r"\p{Arabic}", "Latn": r"\p{Latin}", "Cyrl": r"\p{Cyrillic}", "Grek": r"\p{Greek}", "Hebr": r"\p{Hebrew}",
    "Deva": r"\p{Devanagari}", "Hans": r"\p{Han}", "Hant": r"\p{Han}",
    "Jpan": r"\p{Han}\p{Hiragana}\p{Katakana}", "Kore": r"\p{Hangul}\p{Han}", "Geor": r"\p{Georgian}",
    "Armn": r"\p{Armenian}",
}  # fmt: skip

_NAMES = {"ar": "Arabic", "en": "English", "de": "German", "fr": "French", "es": "Spanish"}

_UNSEEN = regex.compile(r"[\p{Mn}\p{Cf}\N{ARABIC TATWEEL}]+")
_TAG = regex.compile(r"(?i)(?P<language>[a-z]{2,3})(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?P<region>[a-z]{2}|\d{3}))?")


def tag(name: str) -> str:
    """The BCP-47 tag of a language that may be named otherwise; ValueError if it is no tag at all.

    A script that goes without saying is left out.

    >>> [tag(name) for name in ("ar", "ARA", "arb_Arab", "ar_sa", "en-Latn-US")]
    ['ar', 'ar', 'ar', 'ar-SA', 'en-US']
    """
    found = _TAG.fullmatch(name.strip())
    if not found:
        raise ValueError(f"{name!r} is not a language tag such as ar, ara or ar-SA")
    language = _SHORT.get(found["language"].lower(), found["language"].lower())
    parts = [language]
    if found["script"] and found["script"].title() != _SCRIPTS.get(language, "Latn"):
        parts.append(found["script"].title())
    if found["region"]:
        parts.append(found["region"].upper())
    return "-".join(parts)


def primary(language: str) -> str:
    """The language subtag of a tag: `ar` of `ar-SA`."""
    return language.partition("-")[0]


def script(language: str) -> str:
    """The ISO 15924 code of the script of a language tag; Latin where nothing else is known."""
    parts = language.split("-")
    if len(parts) > 1 and len(parts[1]) == 4:
        return parts[1]
    return _SCRIPTS.get(parts[0], "Latn")


def name(language: str) -> str:
    """What a person calls the language of a tag, or the tag itself."""
    return _NAMES.get(primary(language), language)


def letter_pattern(language: str) -> regex.Pattern[str]:
    """A pattern for one or more letters of the script of a language."""
    return regex.compile(rf"[{_LETTERS.get(script(language), _LETTERS['Latn'])}&&\p{{L}}]+", regex.V1)


def strip_marks(word: str) -> str:
    """A word without vowel marks, tatweel and marks that are not seen, as the lists have it."""
    return word if word.isascii() else _UNSEEN.sub("", word)


@dataclass(frozen=True)
class WordLists:
    """The words of a language that matter for where a sentence ends, all in lower case, without stops.

    titles: stand before a name. leading: never end a sentence (e.g.). numbered: stand before a
    number. units: end a quantity, and may end a sentence. final: mostly end a clause (etc.).
    abbreviations: the others. proper: abbreviations with a capital, ordinary words without (Sun.).
    exclamations: names that end in a mark. reporting: verbs after a quoted question. small: words
    that begin a sentence when they are written with a capital. ordinals: numbers that mostly are
    no cardinals where a stop follows, as in German.
    """

    titles: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    final: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()
    exclamations: frozenset[str] = frozenset()
    reporting: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    ordinals: frozenset[str] = frozenset()

    def __or__(self, other: WordLists) -> WordLists:
        return WordLists(*(getattr(self, field.name) | getattr(other, field.name) for field in fields(self)))


@cache
def word_lists(language: str) -> WordLists:
    """The word lists of a language; empty ones where it has no file.

    Raises ValueError for a list that the file names and this program does not know.
    """
    file = data_file(f"languages/{primary(language)}.toml")
    if not file.is_file():
        return WordLists()
    lists = tomllib.loads(file.read_text(encoding="utf-8"))
    known = {field.name for field in fields(WordLists)}
    if unknown := sorted(set(lists) - known):
        raise ValueError(f"{file.name}: no such list: {', '.join(unknown)}")
    return WordLists(**{title: frozenset(map(strip_marks, table["words"])) for title, table in lists.items()})
