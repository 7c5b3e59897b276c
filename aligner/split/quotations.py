"""Quotations: whether a sentence goes on after one with words of saying, or ends.

Words of saying belong to the quotation before them, as in `"Why?" Salma asked.` and `«لماذا؟» سألت سلمى`.
"""

from __future__ import annotations

import regex

from aligner.languages import WordLists, strip_marks
from aligner.split.candidates import Context

_DASH_BEFORE_LOWERCASE = regex.compile(r"[–—-]\s*+\p{Ll}")  # "Why?" - he asked
# Words of saying with their subject: said Salma, Mr. Reed asked.
_SAYING = regex.compile(
    r"""
    (?P<subject> (?: he|she|they|we | the[ ]\p{Ll}++ | \p{Lu}[\p{L}.'’-]*+ (?: [ ]\p{Lu}[\p{L}.'’-]*+ ){0,2} ) [ ] )?+
    (?P<verb> \p{Ll}++ ) (?P<mark> [.,]? )
    """,
    regex.VERBOSE,
)
_PRONOUNS = frozenset({"He ", "She ", "They ", "We ", "It ", "You "})  # with a capital they begin a sentence


def is_and_reporting(words: WordLists, following: str) -> bool:
    """Return whether a text begins with "and" and a verb of saying, as a sentence after a quotation does."""
    word = strip_marks(following.split(None, 1)[0])
    return word[:1] == "و" and word[1:] in words.reporting


def goes_on_with_saying(words: WordLists, context: Context) -> bool:
    """Return whether words of saying in Latin script follow, which belong to the quotation before them."""
    match = _SAYING.match(context.following)
    if match is None or match["verb"] not in words.reporting or match["subject"] in _PRONOUNS:
        return False
    if not match["subject"] or match["subject"][0].islower():
        return True
    # A name may begin a sentence. Then more follows than the verb, unless it asks: "What now?" Salma called a cab.
    return bool(match["mark"]) and (context.is_closed or (match["verb"] == "asked" and context.marks == "?"))


def is_strong_end(words: WordLists, context: Context) -> bool:
    """Return whether a question or exclamation mark ends a sentence."""
    next_word = strip_marks(context.next_word)
    # 1. Not after a quotation that is part of a sentence: "Why?" asked Salma. A colon, however, announces the
    #    next quotation, so a sentence begins: "Why?" Salma said: "..."
    if context.is_closed and next_word in words.participles:
        return False
    if context.is_closed and (next_word in words.reporting or _DASH_BEFORE_LOWERCASE.match(context.following)):
        return ":" in context.following
    # 2. Not after a name with an exclamation mark: Yahoo! is
    return not (context.following[0].islower() and context.word.lower() in words.exclamations)
