"""Letters that are lost: replacement characters (U+FFFD), or question marks, stand in their place."""

from __future__ import annotations

from collections.abc import Set

import regex

from aligner.health.fault import lines

HINT = "take the text from the original, since the letters are lost"
MIN_LOST = 8  # replacement characters and question marks, from which on a text can be called lost
MIN_QUESTIONS = 3  # words of question marks in a line, from which on they stand for letters
LONG_QUESTION = 4  # question marks, from which on a word of them is longer than people write
MIN_APOSTROPHES = 2  # question marks in place of an apostrophe; one may be a slip

_REPLACED = regex.compile(r"\uFFFD{2,}|\uFFFD(?=[\p{L}\p{M}])|(?<=[\p{L}\p{M}])\uFFFD")
_QUESTIONS = regex.compile(r"(?<!\S)[^\w\s?]?\?{2,}+[^\w\s]*+(?!\S)")
_LOST_APOSTROPHE = regex.compile(r"(?<=[a-z])\?(?:s|t|re|ve|ll)(?![\w=&])")
HALF = 0.5  # least share of the letters of a text that are lost, if it is lost
_SAMPLE = 1 << 16  # characters
_LETTER = regex.compile(r"\p{L}")


def description(text: str, letter: regex.Pattern[str] = _LETTER) -> str:
    """Return the reason why half of the letters of a text are lost, or an empty text.

    letter: matches the letters that count; those of the other language may not.

    >>> description("?????? ??????? ????? ??????? ?? ??????.")
    'the text is lost: letters are replaced by question marks'
    >>> description("What??? No way!!!")
    ''
    """
    sample = text[:_SAMPLE]
    for reason, spans in find_lost(sample, set(sample)):
        lost = sum(end - start for start, end in spans)
        if lost >= MIN_LOST and lost >= HALF * (lost + len(letter.findall(sample))):
            return f"the text is lost: {reason}"
    return ""


def find_lost(text: str, characters: Set[str]) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return the reasons for which letters are lost, and the stretches that stand in their place."""
    damages = []
    if "\ufffd" in characters and (spans := [match.span() for match in _REPLACED.finditer(text)]):
        damages.append(("letters are replaced by �", spans))
    if "?" in characters and (spans := _questions(text)):
        damages.append(("letters are replaced by question marks", spans))
    return damages


def _questions(text: str) -> list[tuple[int, int]]:
    """Return question marks that stand for letters: words of them in a line, or an apostrophe within a word."""
    spans: list[tuple[int, int]] = []
    if "??" in text:
        for line in lines(text):
            words = list(_QUESTIONS.finditer(line.text)) if "??" in line.text else []
            if len(words) >= MIN_QUESTIONS and max(map(len, (word[0] for word in words))) >= LONG_QUESTION:
                spans += [(line.start + word.start(), line.start + word.end()) for word in words]
    apostrophes = [match.span() for match in _LOST_APOSTROPHE.finditer(text)]
    return sorted([*spans, *(apostrophes if len(apostrophes) >= MIN_APOSTROPHES else [])])
