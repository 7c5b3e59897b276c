"""Sentences to tokens: words, numbers, addresses and marks, normalised so that equal tokens have equal text.

Tokens are only compared and counted; `align` never prints them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

import regex

from aligner.characters import MARKS

_NORMALIZED = str.maketrans(
    {
        # Arabic-Indic and Persian digits
        **{chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)},
        # Arabic and Urdu punctuation
        "٫": ".", "٬": ",", "؟": "?", "؛": ";", "،": ",", "٪": "%", "۔": ".",
        # letters that writers mix: alef maksura, Persian and Urdu letters, ta marbuta, alef wasla
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ہ": "ه", "ٱ": "ا",
        # typographic quotation marks, dashes and apostrophes
        "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‹": '"', "›": '"', "–": "-", "—": "-", "…": ".",
        "’": "'", "‘": "'",
        # tatweel, which only makes a word longer
        "ـ": None,
    }
)  # fmt: skip
_SPACE = regex.compile(r"\s+")
# The place before a raised digit or a fraction, where a space keeps numbers apart: NFKD would turn 10² into 102, and
# 5½ into 51/2.
_BEFORE_RAISED = regex.compile(r"(?<=\d)(?=\p{No})")
_TOKEN = regex.compile(
    r"""
      (?P<address>(?:https?://|www\.)[^\s"<>]*[\p{L}\p{N}/])  # a URL; punctuation at its end is not a part of it
    | (?P<number>\d++(?:[.,]\d++)*+)                          # digits in groups: 5; 1,200.50; 3.2.1
    | (?P<word>\p{L}++)                                       # letters of any script
    | (?P<mark>[?!:;,.()\[\]"%/-])                            # punctuation that translations tend to keep
    | (?P<end>\n)                                             # the end of a sentence
    """,
    regex.VERBOSE,
)
_THOUSANDS = regex.compile(
    r"""
      \d{1,3}(?:,\d{3})+(?:\.\d+)?   # 1,200 or 1,200.50
    | \d{1,3}(?:\.\d{3})+(?:,\d+)?   # 1.200 or 1.200,50
    """,
    regex.VERBOSE,
)
# Power of ten by the word that names it, as `normalize` writes the word.
_SCALES = {
    scale: power
    for power, scales in {
        3: ["الف", "الاف", "الفا", "thousand", "tausend", "mille", "mil"],
        6: ["مليون", "ملايين", "مليونا", "million", "millions", "millionen", "millones"],
        9: ["مليار", "مليارات", "مليارا", "بليون", "billion", "billions", "milliarde", "milliarden", "milliards"],
    }.items()
    for scale in scales
}  # fmt: skip


class Token(NamedTuple):
    """A token of a sentence.

    text: the normalised text.
    kind: `word`, `number`, `address` or `mark`.
    capital: whether a word began with a capital letter; False for the other kinds.
    """

    text: str
    kind: str
    capital: bool


def is_arabic(word: str) -> bool:
    """True if a word, which must not be empty, begins with a letter of the Arabic block of Unicode."""
    return "\u0600" <= word[0] <= "\u06ff"


def normalize(text: str) -> str:
    """A text in the form in which words are compared: lower case, NFKD, without marks; see `tokenize`.

    >>> normalize("مدرسةٌ"), normalize("Café")
    ('مدرسه', 'cafe')
    """
    return _normalize_letters(text).casefold()


def _normalize_letters(text: str) -> str:
    """The same as `normalize`, but capitals are kept, since they mark names."""
    return MARKS.sub("", unicodedata.normalize("NFKD", _BEFORE_RAISED.sub(" ", text))).translate(_NORMALIZED)


def tokenize(sentences: Iterable[str]) -> list[list[Token]]:
    """The tokens of each sentence.

    Words are in lower case and in compatibility letters (NFKD), without marks. Forms of alef, hamza, ya and
    ta marbuta that writers mix are one form. Digits and punctuation are ASCII. The text of a number is its value; a
    word after it that means thousand, million or billion is a part of the number. Other characters are dropped.

    >>> sentences = tokenize(["بلغ العددُ ٢٥٠ ألفاً.", "It was 250,000, or 0.25 million."])
    >>> [[token.text for token in sentence] for sentence in sentences]
    [['بلغ', 'العدد', '250000', '.'], ['it', 'was', '250000', ',', 'or', '250000', '.']]
    """
    lines = [_SPACE.sub(" ", sentence) for sentence in sentences]
    # All sentences are normalised and matched in one call, which is faster than one call a sentence.
    text = _normalize_letters("\n".join(lines))
    tokens: list[list[Token]] = [[]] if lines else []
    for match in _TOKEN.finditer(text):
        kind, piece = str(match.lastgroup), match.group()
        sentence = tokens[-1]
        if kind == "end":
            tokens.append([])
        elif kind == "number":
            sentence.append(Token(_value(piece), kind, False))
        elif kind == "word" and sentence and sentence[-1].kind == "number" and piece.casefold() in _SCALES:
            sentence[-1] = Token(_scaled(sentence[-1].text, _SCALES[piece.casefold()]), "number", False)
        else:
            sentence.append(Token(piece.casefold(), kind, kind == "word" and piece[0].isupper()))
    return tokens


def _value(digits: str) -> str:
    """A number in one notation: `1200.5` for 1,200.50 and 1.200,5.

    A mark between up to three digits and three digits separates thousands; any other is a decimal mark. Digits in three
    groups or more that are not thousands, such as a date or the section 3.2.1, stay as they are.
    """
    if not digits.isascii():  # digits of a script that `_NORMALIZED` does not hold
        digits = "".join(str(unicodedata.decimal(digit, digit)) for digit in digits)
    if _THOUSANDS.fullmatch(digits):
        separator = next(mark for mark in digits if mark in ".,")
        digits = digits.replace(separator, "")
    integer, _, fraction = digits.replace(",", ".").partition(".")
    if "." in fraction:
        return digits
    fraction = fraction.rstrip("0")
    integer = integer.lstrip("0") or "0"
    return f"{integer}.{fraction}" if fraction else integer


def _scaled(value: str, power: int) -> str:
    """A value multiplied by 10 ** power, as `_value` writes numbers; a value such as 3.2.1 stays as it is."""
    integer, _, fraction = value.partition(".")
    if "." in fraction:
        return value
    return _value(f"{integer}{fraction[:power].ljust(power, '0')}.{fraction[power:]}".rstrip("."))
