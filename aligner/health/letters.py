"""Letters that look right and are not those that are meant.

- Presentation forms: Arabic letters in the shape that they have on paper, as some programs copy them from a PDF.
- Persian and Urdu letters in Arabic words, from a keyboard for Persian.
- Letters in two normal forms: `é` beside `e` and an accent.
- Latin words with Cyrillic letters of the same shape.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Set
from typing import NamedTuple

import regex

from aligner.health.arabic_cuts import is_arabic_word
from aligner.health.fault import ARABIC_LETTERS, PLACE, Fault, counted, lines, matches_of, such_as

MIN_LISTED = 2  # different words with Persian letters that the lexicon has, from which on they are no names

# Honorifics such as ﷺ and ﷲ, the ornate brackets and the dots of letters alone are text.
_FORM = regex.compile(r"[\uFB50-\uFBB1\uFBD3-\uFD3D\uFD50-\uFDC7\uFE70-\uFEFC]")

_TO_ARABIC = str.maketrans("یکہھۀەے", "يكههههي")
_PERSIAN_LETTERS = frozenset("یکہھۀەے")
_PERSIAN_SIGN = regex.compile(r"[پچژگٹڈڑےںہ]")  # letters of words that are Persian or Urdu, or of foreign names
_ARABIC_ONLY = frozenset("يكةىأإ")  # in one word with a Persian letter, they show that it is Arabic
_TWINS = (("ی", "ي"), ("ک", "ك"), ("ہھە", "ه"))
_WORD = regex.compile(rf"{ARABIC_LETTERS}++", regex.V1)
_MARKS = regex.compile(r"[\p{Mn}\N{ARABIC TATWEEL}]+")
_ARABIC_SHAPE = regex.compile(r"(?:[وفبك]|وب|فب)?ال.{4,}|.*[ةأإؤ].*")  # no Persian word has it
_ARABIC_WORDS = frozenset(
    ["في", "التي", "الذي", "هي", "ذلك", "كان", "كانت", "لكن", "على", "إلى", "من", "عن", "هذا", "هذه", "أن"]
)
_PERSIAN_WORDS = frozenset(
    [
        *("است", "در", "به", "از", "که", "این", "را", "با", "برای", "آن", "یک", "خود", "تا", "کرد", "نیز", "شده", "شد"),
        *("بود", "می", "های", "هایی", "اند", "شود", "کند", "کرده", "دارد"),
        *("کے", "کی", "میں", "ہے", "اور", "سے", "کا", "کو", "اس", "کہ", "ہیں", "نے", "پر", "ایک", "یہ", "تھا", "بھی"),
        *("نہیں", "وہ", "ہو", "گیا", "تھے"),
    ]
)

_COMBINING = "\u0300-\u036f\u0653-\u0655"
_COMBINING_MARKS = frozenset(map(chr, (*range(0x300, 0x370), 0x653, 0x654, 0x655)))
_HAMZA_MARKS = frozenset("\u0653\u0654\u0655")
# Signs of the spelling of the Quran, in which hamza and madda stand on other letters than in usual texts.
_QURANIC = regex.compile(r"[\u0670\u0671\u06D6-\u06ED\u08D3-\u08FF]")

_LOOK_ALIKES = frozenset("аеорсухіјѕԁԛԝһАВЕКМНОРСТУХІЈЅ")
_MIXED_WORD = regex.compile(r"(?<![\p{L}\p{M}])[\p{Latin}\p{Cyrillic}]{3,}+(?![\p{L}\p{M}])")
_LATIN_LETTER = regex.compile(r"\p{Latin}")


def forms(text: str, characters: Set[str]) -> Fault | None:
    """Return the fault of Arabic presentation forms in a text."""
    if not any(map(_FORM.match, characters)):
        return None
    count, start = matches_of(_FORM, text)
    verb, noun = ("is a", "form") if count == 1 else ("are", "forms")
    problem = f"{counted(count, 'Arabic letter')} {verb} presentation {noun}{such_as(count, text[start])} {PLACE}"
    problem += ", which searches miss"
    return Fault("forms", count, start, problem, "--repair forms writes usual letters")


class _Typed(NamedTuple):
    """Words with Persian letters in a line.

    start: offset of the first.
    words: their number.
    is_sure: True if the line shows that they are Arabic; otherwise only the lexicon has them.
    """

    start: int
    words: tuple[str, ...]
    is_sure: bool


def persian(text: str, characters: Set[str]) -> Fault | None:
    """Return the fault of Persian letters in the Arabic words of a text.

    Lines in Persian or Urdu are left out, and so are names in an Arabic line.
    """
    if characters.isdisjoint(_PERSIAN_LETTERS):
        return None
    typed = list(_typed_lines(text))
    different = {word for line in typed for word in line.words}
    if len(different) < MIN_LISTED and not any(line.is_sure for line in typed):
        return None  # Arabic texts name Persian people and towns
    count = sum(len(line.words) for line in typed)
    verb = "has" if count == 1 else "have"
    letter = text[typed[0].start]
    example = f"{letter} for {letter.translate(_TO_ARABIC)}"
    problem = f"{counted(count, 'Arabic word')} {verb} Persian letters, such as {example} {PLACE}"
    return Fault("persian", count, typed[0].start, problem, "--repair persian writes Arabic letters")


def _typed_lines(text: str) -> Iterator[_Typed]:
    """Yield the words with Persian letters of each line that is Arabic, and has such words."""
    for line in lines(text):
        if _PERSIAN_LETTERS.isdisjoint(line.text):
            continue
        words = list(_WORD.finditer(line.text))
        typed = [match for match in words if not _PERSIAN_LETTERS.isdisjoint(match[0])]
        sure = sum(
            _is_arabic(match[0].translate(_TO_ARABIC)) or not _ARABIC_ONLY.isdisjoint(match[0]) for match in typed
        )
        arabic = sum(_is_arabic(match[0].translate(_TO_ARABIC)) for match in words)
        persian_words = sum(match[0] in _PERSIAN_WORDS or bool(_PERSIAN_SIGN.search(match[0])) for match in words)
        if not typed or persian_words > arabic:
            continue
        only = arabic >= 2 and any(_takes_place(line.text, *twins) for twins in _TWINS)
        is_sure = bool(sure or only)
        if not is_sure:
            typed = [match for match in typed if arabic and not persian_words and _is_listed(match[0])]
        if typed:
            at = next(
                index for index in range(typed[0].start(), len(line.text)) if line.text[index] in _PERSIAN_LETTERS
            )
            yield _Typed(line.start + at, tuple(match[0] for match in typed), is_sure)


def _takes_place(line: str, persian_letters: str, arabic_letter: str) -> bool:
    """Return whether a line has Persian letters, at least two, and not the Arabic letter in their place."""
    return arabic_letter not in line and sum(map(line.count, persian_letters)) >= 2


def _is_listed(word: str) -> bool:
    """Return whether the lexicon has a word, if its Persian letters are read as Arabic ones."""
    return is_arabic_word(_MARKS.sub("", word.translate(_TO_ARABIC)))


def _is_arabic(word: str) -> bool:
    """Return whether a word is surely Arabic, by its shape or as a function word."""
    bare = _MARKS.sub("", word)
    return bare in _ARABIC_WORDS or _ARABIC_SHAPE.fullmatch(bare) is not None


def mixed_forms(text: str, characters: Set[str]) -> Fault | None:
    """Return the fault of letters of two normal forms in a text: composed ones, and ones with a mark of their own.

    The order of vowel marks is no fault.
    """
    marks = characters & _COMBINING_MARKS
    if not marks:
        return None
    composed_with: set[str] = set()
    for character in characters:
        if character > "\x7f" and len(parts := unicodedata.normalize("NFD", character)) > 1:
            composed_with.update(parts[1:])
    if composed_with & _HAMZA_MARKS:
        composed_with |= _HAMZA_MARKS
    marks &= composed_with
    starts = [start for mark in marks for start in _decomposed(text, mark)] if marks else []
    if not starts:
        return None
    start = min(starts)
    letter = unicodedata.normalize("NFC", text[start : start + 2])
    verb = "is" if len(starts) == 1 else "are"
    example = f"({letter})" if len(starts) == 1 else f"such as {letter}"
    problem = f"{counted(len(starts), 'letter')} {example} {verb} written as two characters {PLACE}"
    hint = "--repair nfc writes each as one"
    return Fault("mixed-forms", len(starts), start, f"{problem}, and elsewhere as one", hint)


def _decomposed(text: str, mark: str) -> list[int]:
    """Return the offsets of letters with a mark of their own that could be one character."""
    result = []
    at = text.find(mark, 1)
    while at > 0:
        pair = text[at - 1 : at + 1]
        if len(unicodedata.normalize("NFC", pair)) == 1 and not (mark in _HAMZA_MARKS and _is_quranic(text, at)):
            result.append(at - 1)
        at = text.find(mark, at + 1)
    return result


def _is_quranic(text: str, at: int) -> bool:
    """Return whether the text around an offset has the spelling of the Quran."""
    return _QURANIC.search(text, max(at - 60, 0), at + 60) is not None


def homoglyphs(text: str, characters: Set[str]) -> Fault | None:
    """Return the fault of Latin words in which Cyrillic letters of the same shape stand."""
    if characters.isdisjoint(_LOOK_ALIKES):
        return None
    words = [match for match in _MIXED_WORD.finditer(text) if _is_mixed(match[0])]
    if not words:
        return None
    verb = "has" if len(words) == 1 else "have"
    example = such_as(len(words), words[0][0])
    problem = f"{counted(len(words), 'Latin word')} {verb} Cyrillic letters that look Latin{example} {PLACE}"
    return Fault("homoglyphs", len(words), words[0].start(), problem, "replace them with Latin letters")


def _is_mixed(word: str) -> bool:
    """Return whether all letters of a word are Latin or look like Latin ones, and both kinds are there."""
    others = [letter for letter in word if not _LATIN_LETTER.match(letter)]
    return 0 < len(others) <= len(word) - 2 and _LOOK_ALIKES.issuperset(others)
