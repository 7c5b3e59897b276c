"""The repairs, one by one: each is a function of a text, which changes the characters of its own kind only."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

import regex

from aligner import languages
from aligner.characters import BYTE_ORDER_MARK, TATWEEL

# Forms of vowel marks, which stand on a space or a tatweel of their own, after the letter that they belong to. Unicode
# counts them as letters.
_MARK_FORMS = r"\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe72\ufe74\ufe76-\ufe7f"
_LETTER = rf"[[\p{{Arabic}}&&\p{{L}}]--[{_MARK_FORMS}]]"
# The spaces of typography, such as U+00A0 NO-BREAK SPACE. The ideographic space of Chinese is not among them.
_SPACES = regex.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_CONTROLS = regex.compile(r"[\p{Cc}--[\t\n\r]]", regex.V1)
_BIDIRECTIONAL = regex.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BYTE_ORDER_MARKS = regex.compile(BYTE_ORDER_MARK)
# Soft hyphen, word joiner, byte order mark, and zero width space. The last one ends words in scripts without spaces.
_ZERO_WIDTH = regex.compile(r"[\xad\u2060\ufeff]|(?<![\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])\u200b")
# Joiners, and other invisible signs, between two letters of a word.
_HIDDEN = r"\u180e\u200c\u200d\u2061-\u2064"
_IN_LATIN_WORD = regex.compile(rf"(?<=\p{{Latin}}\p{{M}}?)[{_HIDDEN}]++(?=\p{{Latin}})")
_ARABIC_WORD = regex.compile(rf"[{_LETTER}{TATWEEL}\p{{M}}{_HIDDEN}]++", regex.V1)
_IN_ARABIC_WORD = regex.compile(rf"(?<=[^{_HIDDEN}])[{_HIDDEN}]++(?=[{_LETTER}{TATWEEL}])", regex.V1)
_PERSIAN_WORD = regex.compile(
    "[پچژگکیےہھەۀۂٹڈڑں]"
)  # a letter of Persian or Urdu, in whose words a non-joiner may belong
# Forms of letters by their place in a word, and ligatures. U+FDF0-FDFF are words and signs, such as ﷺ, and stay.
_FORMS = regex.compile(r"[\ufb00-\ufdef\ufe70-\ufefc]")
_AFTER_LETTER = regex.compile(
    rf"(?<={_LETTER})[\p{{M}}\p{{Cf}}{TATWEEL}{_MARK_FORMS}[\p{{Cc}}--\s]]++", regex.V1
)  # the marks of a letter, and what is invisible among them
_MARK_AS_FORM = regex.compile(f"[{_MARK_FORMS}]")
# Tatweel that lengthens the joint of two letters. At the end of a word it keeps the form of a letter, as in هـ, and a
# tatweel that carries a hamza is a letter.
_TATWEEL = regex.compile(
    rf"(?<!{TATWEEL}){TATWEEL}++(?<={_LETTER}\p{{M}}*+{TATWEEL}++)(?!\p{{M}}*[\u0654\u0655])(?=\p{{M}}*{_LETTER})",
    regex.V1,
)
_CLUSTER = regex.compile(r"\X")  # a character as readers see it: a letter with its marks
# Letters of Persian and Urdu keyboards that look like an Arabic letter -> that letter. The last letter of علی may be
# an Arabic ي or ى; it becomes ي, which is the more frequent one.
_PERSIAN = {"ک": "ك", "ی": "ي", "ے": "ي", "ہ": "ه", "ھ": "ه", "ە": "ه"}
_PERSIAN_LETTERS = regex.compile(f"[{''.join(_PERSIAN)}]")

Change = Callable[[str, str], tuple[str, int]]  # text and language tag -> repaired text, number of changed characters


def _without(pattern: regex.Pattern[str]) -> Change:
    """Return the repair that removes single characters."""
    return lambda text, language: pattern.subn("", text)


def _compose(text: str, language: str) -> tuple[str, int]:
    """Return a text in the normal form NFC."""
    composed = unicodedata.normalize("NFC", text)
    if composed == text:
        return text, 0
    changed = sum(unicodedata.normalize("NFC", cluster) != cluster for cluster in _CLUSTER.findall(text))
    return composed, max(changed, 1)


def _replace_controls(text: str, language: str) -> tuple[str, int]:
    """Return a text without control characters; one that separates words, such as a form feed, becomes a space."""
    return _CONTROLS.subn(lambda match: " " if match[0].isspace() else "", text)


def _replace_forms(text: str, language: str) -> tuple[str, int]:
    """Return a text with letters in place of their presentation forms."""
    marks = sum(len(_MARK_AS_FORM.findall(run)) for run in _AFTER_LETTER.findall(text))
    text = _AFTER_LETTER.sub(lambda run: _MARK_AS_FORM.sub(lambda mark: _letters(mark[0])[1:], run[0]), text)
    forms = [form for form in _FORMS.findall(text) if _letters(form) != form and not _MARK_AS_FORM.match(form)]
    return text.translate({ord(form): _letters(form) for form in set(forms)}), marks + len(forms)


def _letters(form: str) -> str:
    """Return the letters that a presentation form stands for."""
    return unicodedata.normalize("NFKC", form)


def _replace_persian(text: str, language: str) -> tuple[str, int]:
    """Return a text in Arabic with Arabic letters in place of Persian ones that look like them."""
    if not _is_arabic(language):
        return text, 0
    return _PERSIAN_LETTERS.subn(lambda match: _PERSIAN[match[0]], text)


def _remove_zero_width(text: str, language: str) -> tuple[str, int]:
    """Return a text without characters of no width; joiners within Latin words, and within Arabic words of Arabic."""
    result = _IN_LATIN_WORD.sub("", _ZERO_WIDTH.sub("", text))
    if _is_arabic(language):
        result = _ARABIC_WORD.sub(
            lambda word: word[0] if _PERSIAN_WORD.search(word[0]) else _IN_ARABIC_WORD.sub("", word[0]), result
        )
    return result, len(text) - len(result)


def _remove_tatweel(text: str, language: str) -> tuple[str, int]:
    """Return a text without tatweel between two letters."""
    result = _TATWEEL.sub("", text)
    return result, len(text) - len(result)


def _is_arabic(language: str) -> bool:
    return languages.primary(language) == "ar"


# Name of a repair -> the function that makes it, in the order of `repair.NAMES`, in which they are made.
CHANGES: Mapping[str, Change] = {
    "forms": _replace_forms,
    "controls": _replace_controls,
    "bom": _without(_BYTE_ORDER_MARKS),
    "bidi": _without(_BIDIRECTIONAL),
    "persian": _replace_persian,
    "zero-width": _remove_zero_width,
    "tatweel": _remove_tatweel,
    "spaces": lambda text, language: _SPACES.subn(" ", text),
    "nfc": _compose,
}
