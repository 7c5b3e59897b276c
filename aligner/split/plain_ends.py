"""Plain ends: the ordinary ends of sentences, by a quick test.

Nearly all ends are a stop between an ordinary word and a space with a letter. The rules for the others take ten times
as long. A test of this module that holds is a short cut: the rules would give the same answer.
"""

from __future__ import annotations

from aligner.characters import SENTENCE_START, TATWEEL
from aligner.languages import strip_marks
from aligner.split.candidates import REACH

CONTINUING = frozenset(",،؛;:)]}”»&")  # the sentence goes on if one of these follows
# Before these, a full stop needs a closer look: a number may go with the word before it, brackets may be open, or text
# is omitted.
_NOT_PLAIN = CONTINUING | frozenset("[abcdefghijklmnopqrstuvwxyz0123456789٠١٢٣٤٥٦٧٨٩")
_WITHIN_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")  # no sentence begins with these after a stop: 3.5
_QUOTES = frozenset("\"'”»")  # they close after a mark or before it, and change nothing if a sentence follows
_YEAR_DIGITS = 4  # a number of so many digits labels no item of a list


def is_within_number(text: str, first: int) -> bool:
    """Return whether a stop is before a small letter, or between two digits: 3.5, example.com

    text: a text.
    first: where the stop is.
    """
    return text[first + 1] in _WITHIN_NAME and (text[first + 1].isalpha() or text[first - 1].isdigit())


def is_within_name(text: str, first: int) -> bool:
    """Return whether a stop without a space is within a name or a number: U.S, .5"""
    return text[first] == "." and (text[first + 1] in _WITHIN_NAME or text[first - 1].isupper())


def is_plain_end(
    special: frozenset[str], text: str, start: int, first: int, marks_end: int, end: int, next_start: int
) -> bool:
    """Return whether a single mark after an ordinary word, with a quote at most, ends a sentence before a space.

    special: words after which a full stop does not always end a sentence.
    text: a text.
    start: where the sentence starts.
    first: where the mark is.
    marks_end: where the marks end.
    end: where what closes after them ends.
    next_start: where the next sentence would start.
    """
    if marks_end - first != 1 or text[end] not in " \n" or text[next_start] in _NOT_PLAIN:
        return False
    if end > marks_end and (end - marks_end > 1 or text[marks_end] not in _QUOTES or text[next_start].islower()):
        return False
    if text[first] != ".":
        # A question or exclamation mark, far from the start
        return end == marks_end and text[first] in "?!؟" and first - start > REACH and not text[next_start].islower()
    word_start = text.rfind(" ", max(start, first - REACH), first) + 1
    if word_start <= start:
        return False  # the first word of a sentence may be a label
    word = text[word_start:first]
    if not word.isalpha():
        if len(word) == _YEAR_DIGITS and word.isdecimal():
            return SENTENCE_START.match(text, next_start) is not None
        if text[first - 1] in _QUOTES:
            return not text[next_start].islower()
        word = strip_marks(word)
        if not word.isalpha():
            return False
    return len(word) > 1 and TATWEEL not in word and word.lower() not in special
