"""Sentences to tokens: words, numbers, addresses and marks, in a form in which equal things look equal.

Only what is measured is put in this form; nothing of it is ever printed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

import regex

_FOLDED = str.maketrans(
    {
        **{chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)},
        "٫": ".", "٬": ",", "؟": "?", "؛": ";", "،": ",", "٪": "%", "۔": ".",
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ہ": "ه", "ٱ": "ا",
        "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‹": '"', "›": '"', "–": "-", "—": "-", "…": ".",
        "’": "'", "‘": "'",
        "ـ": None,
    }
)  # fmt: skip
_SPACE = regex.compile(r"\s+")
_RAISED = regex.compile(r"(?<=\d)(?=\p{No})")  # between the digits of 5½, or of 10², which are no number of digits
_UNSEEN = regex.compile(r"[\p{Mn}\p{Cf}]+")
_TOKEN = regex.compile(
    r"(?P<address>(?:https?://|www\.)[^\s\"<>]*[\p{L}\p{N}/])"
    r"|(?P<number>\d++(?:[.,]\d++)*+)"
    r"|(?P<word>\p{L}++)"
    r"|(?P<mark>[?!:;,.()\[\]\"%/-])"
    r"|(?P<end>\n)"
)
# Thousands may be set apart by either mark; what has another number of digits behind it is a fraction.
_THOUSANDS = regex.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?")
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
    """A token: its folded text; its class, `word`, `number`, `address` or `mark`; whether it began with a capital."""

    text: str
    kind: str
    capital: bool


def is_arabic(word: str) -> bool:
    """Whether a word begins with an Arabic letter."""
    return "\u0600" <= word[0] <= "\u06ff"


def normalize(text: str) -> str:
    """A text in the form in which words are compared: compatibility letters, small, without marks."""
    return _alike(text).casefold()


def _alike(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", _RAISED.sub(" ", text))).translate(_FOLDED)


def tokenize(sentences: Iterable[str]) -> list[list[Token]]:
    """The tokens of each sentence.

    Letters are in their compatibility forms, small, without marks; forms of alef, hamza, ya and ta
    marbuta that writers mix are one; digits and punctuation are ASCII; a number is its value, with
    a word for thousands or millions behind it taken in.

    >>> sentences = tokenize(["بلغ العددُ ٢٥٠ ألفاً.", "It was 250,000, or 0.25 million."])
    >>> [[token.text for token in sentence] for sentence in sentences]
    [['بلغ', 'العدد', '250000', '.'], ['it', 'was', '250000', ',', 'or', '250000', '.']]
    """
    lines = [_SPACE.sub(" ", sentence) for sentence in sentences]
    text = _alike("\n".join(lines))
    found: list[list[Token]] = [[]] if lines else []
    for match in _TOKEN.finditer(text):
        kind, piece = str(match.lastgroup), match.group()
        here = found[-1]
        if kind == "end":
            found.append([])
        elif kind == "number":
            here.append(Token(_value(piece), kind, False))
        elif kind == "word" and here and here[-1].kind == "number" and piece.casefold() in _SCALES:
            here[-1] = Token(_scaled(here[-1].text, _SCALES[piece.casefold()]), "number", False)
        else:
            here.append(Token(piece.casefold(), kind, kind == "word" and piece[0].isupper()))
    return found


def _value(digits: str) -> str:
    """A number in one form: `1200.5` for 1,200.50 and 1.200,5."""
    if not digits.isascii():  # of one of the many scripts that have digits of their own
        digits = "".join(str(unicodedata.decimal(digit, digit)) for digit in digits)
    if _THOUSANDS.fullmatch(digits):
        first = next(mark for mark in digits if mark in ".,")
        digits = digits.replace(first, "")
    whole, _, fraction = digits.replace(",", ".").partition(".")
    if "." in fraction:
        return digits  # a date or a section, such as 3.2.1
    fraction = fraction.rstrip("0")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{fraction}" if fraction else whole


def _scaled(value: str, power: int) -> str:
    """A value times a power of ten."""
    whole, _, fraction = value.partition(".")
    if "." in fraction:
        return value
    return _value(f"{whole}{fraction[:power].ljust(power, '0')}.{fraction[power:]}".rstrip("."))
