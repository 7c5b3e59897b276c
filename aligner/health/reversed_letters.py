"""Arabic with its letters in reverse, as some programs copy it from a PDF: in the order of the page, from the left.

Each line is judged by the ends of its words: `ة` and `ى` end words and never begin them, and the article `ال` begins
words and seldom ends them backwards. Function words count, too: `يف` is `في`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence, Set

import regex

from aligner.characters import LINE_END
from aligner.health.fault import ARABIC_LETTERS, PLACE, Fault, Line, counted

HINT = "export the text again from the original document"

# Points for a word. A line runs backwards if its words have so many backwards, and more than twice of those forwards.
SURE, LIKELY = 2, 1
MIN_POINTS = 3  # a sure word may be a slip of the pen
TIMES = 2
MIN_SHORT_LINES = 2  # lines with one backward word and no other sign, from which on they are no slips
MIN_ARTICLE = 5  # letters of a word, from which on a backward article at its end counts

_FINAL = "ةى"
_FORWARDS = frozenset(
    ("في", "من", "عن", "إلى", "على", "هذا", "التي", "الذي", "كان", "كانت", "ذلك", "بين", "بعد", "قبل", "حيث", "لكن")
) | {"قال", "لم", "الله", "الذين", "إن"}
_BACKWARDS = frozenset(word[::-1] for word in _FORWARDS)
# Signs of a backward word, of which each backward line has one. To look for them is fast.
_FINAL_BEFORE_LETTER = re.compile("[ةىﺔﺓﻰﻯ][\u064b-\u0652]?[\u0621-\u064a\ufe80-\ufefc]")
_FREQUENT = (" يف ", " نم ", " نأ ", " نع ", " لاق ", " مل ", " نإ ", "هللا", " ﻲﻓ ", " ﻦﻣ ")
_ARTICLE = ("لا ", "لا\n", "لا\r")
_VOWELS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u06e1\u0671")
_FORMS = regex.compile(r"[\uFB50-\uFDCF\uFE70-\uFEFC]")
_WORD = regex.compile(rf"{ARABIC_LETTERS}++", regex.V1)
_MARKS = regex.compile(r"[\p{Mn}\p{Cf}\N{ARABIC TATWEEL}]+")


def find(text: str, characters: Set[str]) -> Fault | None:
    """Return the fault of Arabic that runs backwards in a text, or None.

    characters: the set of the characters of the text.

    >>> find(text := ".ةنماثلا ةعاسلا يف ةطحملا ىلإ راطقلا لصو", set(text)).count
    1
    >>> find(text := "وصل القطار إلى المحطة الثامنة.", set(text))
    """
    if not any(map(_is_arabic_letter, characters)):
        return None
    if characters.isdisjoint(_VOWELS):
        starts = _backward_lines(text)
    else:
        starts = _same_lines(text, bare := _bare(text), _backward_lines(bare))
    if not starts:
        return None
    problem = f"the letters of {counted(len(starts), 'line')} of Arabic run backwards {PLACE}"
    return Fault("reversed", len(starts), starts[0], f"{problem}, as in text copied from a PDF", HINT)


def _backward_lines(text: str) -> list[int]:
    """Return the offsets of the lines of a text that run backwards."""
    surely, maybe = [], []
    for line in _suspicious_lines(text):
        backward, forward = _points(line.text)
        if backward >= MIN_POINTS and backward > TIMES * forward:
            surely.append(line.start)
        elif backward >= SURE and not forward:
            maybe.append(line.start)
    return sorted([*surely, *(maybe if surely or len(maybe) >= MIN_SHORT_LINES else [])])


def _bare(text: str) -> str:
    """Return a text without vowel marks, in the spelling of today."""
    return _MARKS.sub("", text).replace("ٱ", "ا")


def _same_lines(text: str, bare: str, starts: Sequence[int]) -> list[int]:
    """Return the offsets in a text of the lines that begin at offsets of the text without its marks."""
    if not starts:
        return []
    begins = [0, *(end.end() for end in LINE_END.finditer(text))]
    wanted = set(starts)
    bare_begins = [0, *(end.end() for end in LINE_END.finditer(bare))]
    return [begin for begin, bare_begin in zip(begins, bare_begins, strict=True) if bare_begin in wanted]


def _suspicious_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text that have a sign of a backward word."""
    offsets = [match.start() for match in _FINAL_BEFORE_LETTER.finditer(text)]
    offsets += [at + 1 for sign in _FREQUENT for at in _offsets(text, sign)]
    articles = (at for sign in _ARTICLE for at in _offsets(text, sign))
    offsets += [at for at in articles if text[max(at - MIN_ARTICLE + 2, 0) : at].isalpha()]
    end = -1
    for at in sorted(offsets):
        if at > end:
            start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
            match = LINE_END.search(text, at)
            end = match.start() if match else len(text)
            yield Line(start, text[start:end])


def _offsets(text: str, sign: str) -> Iterator[int]:
    """Yield the offsets of a sign in a text."""
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def _is_arabic_letter(character: str) -> bool:
    """Return whether a character is an Arabic letter, or the form of one."""
    return "\u0620" <= character <= "\u06ff" or "\ufb50" <= character <= "\ufefc"


def _words(text: str) -> list[str]:
    """Return the Arabic words of a text without vowel marks, in usual letters."""
    text = _bare(text)
    if _FORMS.search(text):
        text = unicodedata.normalize("NFKC", text)
    return _WORD.findall(text)


def _points(line: str) -> tuple[int, int]:
    """Return the points of the Arabic words of a line for running backwards, and for running forwards."""
    words = _words(line)
    return sum(map(_backward_points, words)), sum(map(_forward_points, words))


def _backward_points(word: str) -> int:
    """Return the points of a word for the order from left to right."""
    if word in _BACKWARDS or (len(word) > 1 and word[0] in _FINAL):
        return SURE
    return LIKELY if len(word) >= MIN_ARTICLE and word.endswith("لا") else 0


def _forward_points(word: str) -> int:
    """Return the points of a word for the order from right to left."""
    if word in _FORWARDS or (len(word) > 1 and word[-1] in _FINAL):
        return SURE
    return LIKELY if len(word) >= MIN_ARTICLE and word.startswith("ال") else 0
