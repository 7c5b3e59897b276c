"""Sentences to tokens: words, numbers, addresses and marks, normalised so that equal tokens have equal text.

Tokens are only compared and counted; `align` never prints them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

import regex

from aligner.characters import MARKS

_NORMALIZED = {
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
    "ـ": "",
}  # fmt: skip
# The place before a raised digit or a fraction, where a space keeps numbers apart: NFKD would turn 10² into 102, and
# 5½ into 51/2.
_BEFORE_RAISED = regex.compile(r"(?<=\d)(?=\p{No})")
_TOKEN = regex.compile(
    r"""
      (?P<address>(?:https?://|www\.)[^\s"<>]*[\p{L}\p{N}/])  # a URL; punctuation at its end is not a part of it
    | (?P<number>\d++(?:[.,]\d++)*+)                          # digits in groups: 5; 1,200.50; 3.2.1
    | (?P<word>\p{L}++)                                       # letters of any script
    | (?P<mark>[?!:;,.()\[\]"%/-])                            # punctuation that translations tend to keep
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
SCALES = {
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
    # Marks go before the normalisation, too: it sorts the marks of a letter in a time that grows with their square.
    text = MARKS.sub("", unicodedata.normalize("NFKD", MARKS.sub("", _BEFORE_RAISED.sub(" ", text))))
    for written in _NORMALIZED.keys() & set(text):  # a few; `str.translate` would look each character up
        text = text.replace(written, _NORMALIZED[written])
    return text


def tokenize(sentences: Iterable[str]) -> list[list[Token]]:
    """The tokens of each sentence.

    Words are in lower case and in compatibility letters (NFKD), without marks. Forms of alef, hamza, ya and
    ta marbuta that writers mix are one form. Digits and punctuation are ASCII. The text of a number is its value; a
    word after it that means thousand, million or billion is a part of the number. Other characters are dropped.

    >>> sentences = tokenize(["بلغ العددُ ٢٥٠ ألفاً.", "It was 250,000, or 0.25 million."])
    >>> [[token.text for token in sentence] for sentence in sentences]
    [['بلغ', 'العدد', '250000', '.'], ['it', 'was', '250000', ',', 'or', '250000', '.']]
    """
    # All sentences are normalised in one call, which is faster than one call a sentence.
    text = "".join([f"{' '.join(sentence.split())}\n" for sentence in sentences])
    return [_tokenize_line(line) for line in _normalize_letters(text).split("\n")[:-1]]


def _tokenize_line(line: str) -> list[Token]:
    """The tokens of a normalised sentence."""
    if line.isalpha():
        return [Token(line.casefold(), "word", line[0].isupper())]
    tokens: list[Token] = []
    for match in _TOKEN.finditer(line):
        kind, piece = str(match.lastgroup), match.group()
        if kind == "number":
            tokens.append(Token(_value(piece), kind, False))
        elif kind == "word" and tokens and tokens[-1].kind == "number" and piece.casefold() in SCALES:
            tokens[-1] = Token(scaled(tokens[-1].text, SCALES[piece.casefold()]), "number", False)
        else:
            tokens.append(Token(piece.casefold(), kind, kind == "word" and piece[0].isupper()))
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


def scaled(value: str, power: int) -> str:
    """A value multiplied by 10 ** power, as `_value` writes numbers; a value such as 3.2.1 stays as it is."""
    integer, _, fraction = value.partition(".")
    if "." in fraction:
        return value
    return _value(f"{integer}{fraction[:power].ljust(power, '0')}.{fraction[power:]}".rstrip("."))
