"""Light stems: words without their inflection, so that more occurrences of a word count as the same type.

- Arabic: the rules remove the article, particles that are written onto a word, and frequent endings, in the manner of
  Larkey, Ballesteros & Connell, "Light stemming for Arabic information retrieval" (2007). Unlike theirs, they also
  remove pronouns that are written onto a word.
- English: the rules remove -s, -ed, -ing, -ly and a final -e.
- Other languages: words of seven letters and more are cut to five.

The rules are rough on purpose. The forms of one word must share a stem; the stem need not be a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

# The rules of a language are pairs (pattern, replacement), applied in order. An assertion such as (?=\w{3}) gives the
# number of letters that a stem must keep. Words are the lines of one text, so that a rule is one substitution for all
# words, and ^ and $ are the two ends of a word.
_ARABIC = [
    # the article, alone or after "and", "then", "with", "as"; or "for the"
    (r"^(?:[وف]?[بك]?ال|[وف]?لل)(?=\w{3})", ""),
    # "and"
    (r"^و(?=\w{3})", ""),
    # a pronoun, after the t of a feminine noun if it has one
    (r"(?<=\w{3})(?:ت?(?:هما|كما|ها|هم|هن|نا|كم)|ته)$", ""),
    # endings of dual and plural, and of adjectives
    (r"(?<=\w{3})(?:تان|تين|يات|ان|ات|ون|ين|وا|يه)$", ""),
    # ta marbuta or "his", "my", and a final alef
    (r"(?<=\w{2})[هيا]$", ""),
]
_ENGLISH = [
    # companies, tried
    (r"(?<=\w\w)ie[sd]$", "y"),
    # books, but not glass or status
    (r"(?<=\w\w[^su\n])s$", ""),
    # stopped, running: a doubled consonant after a vowel. The search for the vowel comes after the ending, where it is
    # rarely needed.
    (r"([bdgmnprt])(?=\1(?:ed|ing)$)(?<=^\w*[aeiouy]\w*).(?:ed|ing)$", r"\1"),
    # making, walked, but not string or bred
    (r"(?=(?:ed|ing)$)(?<=^\w*[aeiouy]\w*)(?<=\w{3})(?:ed|ing)$", ""),
    # quickly
    (r"(?<=\w{4})ly$", ""),
    # make
    (r"(?<=\w{3})e$", ""),
]
_OTHERS = [
    (r"(?<=^\w{5})\w{2,}$", ""),
]
RULES = {"ar": _ARABIC, "en": _ENGLISH, "": _OTHERS}


@cache
def _compiled(language: str) -> list[tuple[regex.Pattern[str], str]]:
    """The rules of a key of `RULES`."""
    return [(regex.compile(pattern, regex.MULTILINE), replacement) for pattern, replacement in RULES[language]]


def stem_words(words: Sequence[str], language: str) -> list[str]:
    """The stem of each word, in order.

    words: words as `tokens.normalize` writes them, without line ends.
    language: a primary language subtag, such as `ar`; others than `ar` and `en` share the rule of five letters.

    >>> stem_words(["والكتاب", "كتابها", "مدرستهم", "المدارس"], "ar")
    ['كتاب', 'كتاب', 'مدرس', 'مدارس']
    >>> stem_words(["companies", "stopped", "making", "make", "quickly"], "en")
    ['company', 'stop', 'mak', 'mak', 'quick']
    """
    text = "\n".join(words)
    for pattern, replacement in _compiled(language if language in RULES else ""):
        text = pattern.sub(replacement, text)
    return text.split("\n") if words else []
