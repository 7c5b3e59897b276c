"""Marks at which a sentence may end although the splitter did not end it there, and stops that may end none.

- A *stop* is an end mark that the splitter took for a part of the sentence, such as that of an abbreviation.
- A *quotation* is a closing quotation mark without an end mark, as Arabic often has it.
- A *clause* ends at a comma or the like, or before a word with "and".
"""

from __future__ import annotations

import numpy as np
import regex

from aligner.align.boundaries.side import SideWords
from aligner.align.boundaries.usage import Usage
from aligner.languages import WordLists, word_lists
from aligner.lattice.grid import Floats

# Nats, which are added to how well the halves match. A gap with a clear mark wins over the gaps near it.
STOP = 3.0  # an end mark before a capital, or in a script without capitals
QUOTATION = 3.0  # a closing quotation mark
CLAUSE = 2.5  # a comma, a semicolon, a colon or a dash
CONJUNCTION = 2.0  # Arabic: the next word begins with "and" or "so"
MIN_QUOTED = 2  # words of a quotation that may be a sentence, unless a verb of saying or a mark is before it
SHORT = 5  # letters of a word that may be an abbreviation

_END = regex.compile(r"[.!?؟۔…‼⁇⁈⁉][\"'”’»›)\]]*+\Z")
_QUOTES = '"“”„«»‹›'  # texts in visual order have them reversed, and so has German
_QUOTE_END = regex.compile(rf"(?:(?<=[^\s{_QUOTES}])[{_QUOTES}]|[\"”»›])[)\]]?+\Z")
_QUOTE_BEGIN = regex.compile(rf"[(\[]?+[{_QUOTES}]")
_CLAUSE_END = regex.compile(r"[,،;؛:–—-]\Z")
_CONJUNCTION = regex.compile(r"[وف]\p{Arabic}{2,}")
_FIRST_WORD = regex.compile(r"(?P<word>\p{Lu}\p{L}*+)")
_FULL_STOP = regex.compile(r"(?<![\p{L}\p{N}])(?P<word>\p{L}++)\.\Z")


def mark_signs(side: SideWords, *, refine: bool) -> Floats:
    """(words + 1,), nats: the sign of the mark at each gap of one side; 0 for a gap without one.

    refine: whether the ends of clauses count, too.
    """
    signs = np.zeros(len(side.texts) + 1)
    lists = word_lists(side.side.document.language)
    quotes = 0
    for gap in range(1, len(side.texts)):
        before = side.texts[gap - 1]
        quotes += before.count('"')
        if gap in side.boundaries or before[-1].isalnum():
            if refine and not side.has_case and _CONJUNCTION.match(side.texts[gap]) and gap not in side.boundaries:
                signs[gap] = CONJUNCTION
        elif not side.has_case or side.cores[gap][:1].isupper():
            sign = _sign_of_mark(before, side.cores[gap - 1], lists, is_open=bool(quotes % 2))
            signs[gap] = sign if sign != QUOTATION or _may_be_sentence(side, gap, lists) else 0.0
        if refine and _CLAUSE_END.search(before) and gap not in side.boundaries:
            signs[gap] = CLAUSE
    return signs


def _sign_of_mark(before: str, core: str, lists: WordLists, *, is_open: bool) -> float:
    """Return the nats for a stop or a quotation that ends with a word.

    core: the word without marks.
    is_open: whether a straight quotation mark at its end would open a quotation.
    """
    if _END.search(before):
        return 0.0 if _leads_on(core, lists) else STOP
    return QUOTATION if _QUOTE_END.search(before) and not (before[-1] == '"' and is_open) else 0.0


def _leads_on(core: str, lists: WordLists) -> bool:
    """Return whether the stop of a word ends no sentence: of an initial or a title before a name, or of an ordinal."""
    words = lists.titles, lists.leading, lists.numbered, lists.ordinals
    return (len(core) == 1 and core.isupper()) or any(core.lower() in of_kind for of_kind in words)


def _may_be_sentence(side: SideWords, gap: int, lists: WordLists) -> bool:
    """Return whether a quotation that ends at a gap may be a sentence, rather than a quoted word."""
    first = gap - 1 if side.cores[gap - 1] else gap - 2  # the mark may stand alone
    while first > 0 and not _QUOTE_BEGIN.match(side.texts[first]):
        first -= 1
    if gap - first >= MIN_QUOTED or first == 0:
        return True
    verb = side.cores[first - 1]  # Arabic may have "and" or "so" before it
    return not side.texts[first - 1][-1].isalnum() or bool({verb, verb[1:]} & lists.reporting)


def is_doubtful(before: str, after: str, language: str, usage: Usage) -> bool:
    """Return whether a full stop between two sentences may be that of an abbreviation, which ends none.

    before, after: the sentences.
    usage: how their text writes its words.
    """
    stop = _FULL_STOP.search(before)
    if stop is None:
        return False
    word, lists, follows = stop["word"], word_lists(language), _FIRST_WORD.match(after)
    if follows is not None and _begins_sentence(follows["word"].lower(), lists, usage):
        return False
    if len(word) == 1 or any(word.lower() in words for words in (lists.abbreviations, lists.numbered, lists.units)):
        return True
    # A short word with a capital that the text never writes without, before another: Sens. John
    return len(word) <= SHORT and word[0].isupper() and not usage.is_small(word.lower()) and follows is not None


def _begins_sentence(word: str, lists: WordLists, usage: Usage) -> bool:
    """Return whether a word, which is in small letters, has a capital only where a sentence begins."""
    return word in lists.lowercase_starters or word in lists.function or usage.is_small(word)
