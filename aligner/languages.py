"""Languages: their tags, their scripts, and their word lists.

Tags and scripts are tables in this module. The word lists are data: `data/languages/xx.toml`, one file
for each language.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

import regex

from aligner.characters import MARKS_AND_TATWEEL
from aligner.data_files import data_file

# ISO 639-2 and 639-3 codes to ISO 639-1. `arb` is Standard Arabic, the code that NTREX and FLORES use.
_TWO_LETTER_CODES = {
    "ara": "ar", "arb": "ar", "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es",
    "ita": "it", "por": "pt", "nld": "nl", "dut": "nl", "rus": "ru", "ukr": "uk", "bul": "bg", "srp": "sr",
    "pol": "pl", "ces": "cs", "cze": "cs", "hun": "hu", "ron": "ro", "rum": "ro", "tur": "tr", "ell": "el",
    "gre": "el", "heb": "he", "fas": "fa", "per": "fa", "pes": "fa", "urd": "ur", "hin": "hi", "swe": "sv",
    "dan": "da", "nor": "no", "nob": "nb", "fin": "fi", "isl": "is", "ice": "is", "cat": "ca", "ind": "id",
    "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "kat": "ka", "geo": "ka", "hye": "hy", "arm": "hy",
}  # fmt: skip

# Language to the ISO 15924 code of its usual script; a language without an entry is written in Latin letters.
_SCRIPTS = {
    "ar": "Arab", "fa": "Arab", "ur": "Arab", "ps": "Arab", "sd": "Arab", "ug": "Arab", "ckb": "Arab", "ru": "Cyrl",
    "uk": "Cyrl", "bg": "Cyrl", "sr": "Cyrl", "el": "Grek",
    "he": "Hebr", "yi": "Hebr", "hi": "Deva", "zh": "Hans", "ja": "Jpan", "ko": "Kore", "ka": "Geor", "hy": "Armn",
}  # fmt: skip

# ISO 15924 codes of the scripts that are written from right to left.
_RIGHT_TO_LEFT_SCRIPTS = {
    "Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Syre", "Syrj", "Syrn", "Thaa",
    "Yezi",
}  # fmt: skip

# Languages that are mostly written in one of these scripts and have no entry in `_SCRIPTS`.
_RIGHT_TO_LEFT_LANGUAGES = {
    "acm", "acq", "aeb", "aec", "afb", "ajp", "apc", "apd", "ars", "ary", "arz", "azb", "dv", "glk", "ks", "lrc", "mzn",
    "nqo", "pnb", "prs", "skr", "syc", "syr",
}  # fmt: skip

# ISO 15924 code to the Unicode properties of the letters of the script, for a character class.
_LETTERS = {
    "Arab": r"\p{Arabic}", "Latn": r"\p{Latin}", "Cyrl": r"\p{Cyrillic}", "Grek": r"\p{Greek}", "Hebr": r"\p{Hebrew}",
    "Deva": r"\p{Devanagari}", "Hans": r"\p{Han}", "Hant": r"\p{Han}",
    "Jpan": r"\p{Han}\p{Hiragana}\p{Katakana}", "Kore": r"\p{Hangul}\p{Han}", "Geor": r"\p{Georgian}",
    "Armn": r"\p{Armenian}",
}  # fmt: skip


# ISO 15924 code to the English name of the script, for messages.
_SCRIPT_NAMES = {
    "Arab": "Arabic", "Latn": "Latin", "Cyrl": "Cyrillic", "Grek": "Greek", "Hebr": "Hebrew", "Deva": "Devanagari",
    "Hans": "Chinese", "Jpan": "Japanese", "Kore": "Korean", "Geor": "Georgian", "Armn": "Armenian",
}  # fmt: skip

# Language to its English name, for messages.
_NAMES = {"ar": "Arabic", "en": "English", "de": "German", "fr": "French", "es": "Spanish"}

_TAG = regex.compile(
    r"""(?i)
    (?P<language> [a-z]{2,3} )                  # ar, ara
    (?: [-_] (?P<script> [a-z]{4} ) )?          # arb_Arab
    (?: [-_] (?P<region> [a-z]{2} | \d{3} ) )?  # ar-SA, ar-001
    """,
    regex.VERBOSE,
)


def tag(name: str) -> str:
    """Return the BCP-47 tag of a language, from that tag or from another common code.

    The tag has a two-letter code where there is one, and a script only if it is not the usual one.

    name: a code of ISO 639-1, -2 or -3, with or without a script and a region; upper or lower case.

    Raises ValueError for a name that is not such a code.

    >>> [tag(name) for name in ("ar", "ARA", "arb_Arab", "ar_sa", "en-Latn-US")]
    ['ar', 'ar', 'ar', 'ar-SA', 'en-US']
    """
    match = _TAG.fullmatch(name.strip())
    if not match:
        raise ValueError(f"{name!r} is not a language tag such as ar, ara or ar-SA")
    language = _TWO_LETTER_CODES.get(match["language"].lower(), match["language"].lower())
    parts = [language]
    if match["script"] and match["script"].title() != _SCRIPTS.get(language, "Latn"):
        parts.append(match["script"].title())
    if match["region"]:
        parts.append(match["region"].upper())
    return "-".join(parts)


def primary(language: str) -> str:
    """Return the language subtag of a tag: `ar` for `ar-SA`."""
    return language.partition("-")[0]


def is_usual(language: str) -> bool:
    """Return True if the language of a tag is in the tables of this module; other codes may be any short word."""
    code = primary(language)
    return code in _SCRIPTS or code in _NAMES or code in _TWO_LETTER_CODES.values()


def script(language: str) -> str:
    """Return the ISO 15924 code of the script of a language tag; `Latn` for an unknown language."""
    parts = language.split("-")
    if len(parts) > 1 and len(parts[1]) == 4:
        return parts[1]
    return _SCRIPTS.get(parts[0], "Latn")


def is_right_to_left(language: str) -> bool:
    """Return True if the language of a tag is written from right to left.

    >>> [tag for tag in ("ar", "he", "ur-PK", "ckb", "ug-Cyrl", "az-Arab", "en") if is_right_to_left(tag)]
    ['ar', 'he', 'ur-PK', 'ckb', 'az-Arab']
    """
    names_script = len(language.partition("-")[2].partition("-")[0]) == 4
    if primary(language) in _RIGHT_TO_LEFT_LANGUAGES and not names_script:
        return True
    return script(language) in _RIGHT_TO_LEFT_SCRIPTS


def name(language: str) -> str:
    """Return the English name of the language of a tag, or the tag itself if the name is unknown."""
    return _NAMES.get(primary(language), language)


def script_name(code: str) -> str:
    """Return the English name of a script by its ISO 15924 code, or the code itself if the name is unknown."""
    return _SCRIPT_NAMES.get(code, code)


@cache
def script_patterns() -> dict[str, regex.Pattern[str]]:
    """Return a pattern of one or more letters of each script that this module names, by its ISO 15924 code."""
    return {code: regex.compile(rf"[{_LETTERS[code]}&&\p{{L}}]+", regex.V1) for code in _SCRIPT_NAMES}


def letter_pattern(language: str) -> regex.Pattern[str]:
    """Return a pattern that matches one or more letters of the script of a language."""
    return regex.compile(rf"[{_LETTERS.get(script(language), _LETTERS['Latn'])}&&\p{{L}}]+", regex.V1)


def strip_marks(word: str) -> str:
    """Remove vowel marks, tatweel and invisible characters from a word, as in the word lists."""
    return word if word.isascii() else MARKS_AND_TATWEEL.sub("", word)


@dataclass(frozen=True)
class WordLists:
    """The words of a language that tell where a sentence ends, or that are no evidence for a translation.

    All words are in lower case, without the final full stop. A field is a list of `data/languages/xx.toml`.

    titles: stand before a name, so their stop does not end a sentence: Dr.
    leading: lead on to what follows, so their stop never ends a sentence: e.g.
    numbered: stand before a number, and then do not end a sentence: No. 5.
    units: end a quantity, and may end a sentence: 5 p.m.
    final: close a list, and end a sentence unless it goes on in lower case: etc.
    abbreviations: other abbreviations; the next word decides.
    proper: abbreviations with a capital that are ordinary words without: Sun.
    exclamations: names that end in an exclamation mark: Yahoo!
    reporting: verbs after a quoted question: "Why?" asked Salma.
    lowercase_starters: words in lower case within a sentence; with a capital, they begin a sentence: The.
    ordinals: numbers that are mostly ordinals if a stop follows: German 3. Oktober.
    labels: words before a number that label what follows, at the start of a sentence: Article 5.
    domains: ends of dotted names, of which a missing space is no part: نود.جي
    homographs: ordinary words, and pairs of words, that look like a particle and a title: فم is "mouth".
    openers: words that begin a sentence, after a headline as well: The six men left.
    sure_openers: those of them that do so after a name as well, since no name and no title has them within.
    clause_verbs: verbs without an object, so that the noun after them is their subject: انتهت المباراة.
    saying_verbs: verbs of saying, whose subject may follow: أعلن الوزير.
    connectors: words besides function words after which a clause goes on with its sentence: because of.
    subjects: nouns that are the subject after a verb of saying: أعلن وزير.
    times: nouns after a verb that are no subject: yesterday.
    agencies: sources in datelines: Reuters.
    cities: places in datelines without a source: بكين 3 مايو.
    places: first words of names of places that have two: Los Angeles.
    months: names of months in dates.
    before_names: words before a title, which has a capital, too: the film The birds.
    numerals: openers that may be the name of what stands before them: vitamin A.
    numbered_nouns: words before such a name: vitamin.
    postscripts: short forms that begin a sentence: P.S. I forgot.
    letters: names of Latin letters in another script: إف is F.
    participles: words after a quotation that always go on with the sentence: saying.
    valedictions: words before a signature: best regards.
    function: words that are in nearly every text, whatever it is about: the, of.
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
    lowercase_starters: frozenset[str] = frozenset()
    ordinals: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    homographs: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    sure_openers: frozenset[str] = frozenset()
    clause_verbs: frozenset[str] = frozenset()
    saying_verbs: frozenset[str] = frozenset()
    connectors: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    before_names: frozenset[str] = frozenset()
    numerals: frozenset[str] = frozenset()
    numbered_nouns: frozenset[str] = frozenset()
    postscripts: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    participles: frozenset[str] = frozenset()
    valedictions: frozenset[str] = frozenset()
    function: frozenset[str] = frozenset()

    def __or__(self, lists: WordLists) -> WordLists:
        """Return the union of two languages, list by list."""
        return WordLists(*(getattr(self, field.name) | getattr(lists, field.name) for field in fields(self)))


@cache
def word_lists(language: str) -> WordLists:
    """Return the word lists of a language tag; all are empty if the language has no file.

    Raises ValueError for a file that names an unknown list.
    """
    import tomllib  # imported here, since texts that are split already do not need it

    file = data_file(f"languages/{primary(language)}.toml")
    if not file.is_file():
        return WordLists()
    lists = tomllib.loads(file.read_text(encoding="utf-8"))
    titles = [field.name for field in fields(WordLists)]
    if unknown := sorted(set(lists).difference(titles)):
        raise ValueError(f"{file.name}: unknown word list: {', '.join(unknown)}; there are {', '.join(titles)}")
    return WordLists(**{title: frozenset(map(strip_marks, table["words"])) for title, table in lists.items()})
