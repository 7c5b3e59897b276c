"""Measures of a text: its line ends, scripts, digits and length, and the usual ratio of the lengths of two sides."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import regex

from aligner import languages
from aligner.language_weights import count_matches

# Characters that are not counted: white space, vowel marks, invisible characters and tatweel.
_NOT_COUNTED = regex.compile(r"[\s\p{Z}\p{M}\p{Cf}\p{Cc}\N{ARABIC TATWEEL}]")
_LINE_ENDS = (("CRLF", regex.compile(r"\r\n")), ("LF", regex.compile(r"(?<!\r)\n")), ("CR", regex.compile(r"\r(?!\n)")))
_LETTER, _DIGIT = regex.compile(r"\p{L}"), regex.compile(r"\p{Nd}")
_DIGITS = {
    "ASCII": regex.compile("[0-9]"),
    "Arabic-Indic": regex.compile("[\u0660-\u0669]"),
    "Persian": regex.compile("[\u06f0-\u06f9]"),
}
OTHER = "other"


class UsualRatio(NamedTuple):
    """The range of the length ratios of complete translations.

    least, greatest: target characters per source character, as `length` counts them.
    source: where the range comes from.
    """

    least: float
    greatest: float
    source: str

    def __contains__(self, ratio: object) -> bool:
        """Return True for a ratio in the range."""
        return isinstance(ratio, float) and self.least <= ratio <= self.greatest


# Source and target language -> their range. Of 77 documents, the 62 of news have 0.83 to 1.22, laws and prose some 1.4,
# and classical and religious texts 1.6 to 2.12. The range covers all of them, so that it shows gross faults only.
_USUAL = {("ar", "en"): UsualRatio(0.8, 2.2, "77 documents: news 0.8 to 1.2, law and prose 1.4, scripture up to 2.1")}
MIN_LENGTH = 200  # characters of each side; the ratio of shorter texts varies too much to be called unusual


def line_ends(text: str) -> dict[str, int]:
    """Return the number of line ends of each sort that occurs.

    >>> line_ends("one\\r\\ntwo\\nthree\\n")
    {'CRLF': 1, 'LF': 2}
    """
    counts = ((name, len(pattern.findall(text))) for name, pattern in _LINE_ENDS)
    return {name: count for name, count in counts if count}


def script_shares(text: str) -> dict[str, float]:
    """Return the share of the letters of each script that occurs, the largest first.

    >>> script_shares("نعم OK")
    {'Arabic': 0.6, 'Latin': 0.4}
    """
    characters = Counter(text)
    letters = count_matches(characters, _LETTER)
    counts = Counter(
        {languages.script_name(code): count_matches(characters, pattern) for code, pattern in _scripts().items()}
    )
    counts[OTHER] = letters - counts.total()
    return {name: round(count / letters, 4) for name, count in counts.most_common() if count > 0}


def _scripts() -> dict[str, regex.Pattern[str]]:
    """Return a pattern for the letters of each script; Chinese characters count as Chinese in every language."""
    patterns = dict(languages.script_patterns())
    patterns["Jpan"] = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
    patterns["Kore"] = regex.compile(r"\p{Hangul}")
    return patterns


def digit_systems(text: str) -> dict[str, int]:
    """Return the number of digits of each system that occurs.

    >>> digit_systems("١٢ of 5")
    {'ASCII': 1, 'Arabic-Indic': 2}
    """
    characters = Counter(text)
    counts = {name: count_matches(characters, pattern) for name, pattern in _DIGITS.items()}
    counts[OTHER] = count_matches(characters, _DIGIT) - sum(counts.values())
    return {name: count for name, count in counts.items() if count}


def length(text: str) -> int:
    """Return the number of characters of a text without white space, vowel marks, tatweel and invisible characters.

    >>> length("نَعَم، يا أخي")
    9
    """
    characters = Counter(text)
    return len(text) - count_matches(characters, _NOT_COUNTED)


def usual_ratio(source: str, target: str) -> UsualRatio | None:
    """Return the usual range of the length ratio of two languages, by their tags; None if it is not known.

    >>> usual_ratio("en-GB", "ar")[:2]
    (0.45, 1.25)
    """
    pair = languages.primary(source), languages.primary(target)
    if usual := _USUAL.get(pair):
        return usual
    if usual := _USUAL.get(pair[::-1]):
        return UsualRatio(
            round(1 / usual.greatest, 2), round(1 / usual.least, 2), f"{usual.source}, the other way round"
        )
    return None
