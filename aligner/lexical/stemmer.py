"""Light stems: what is left of words when inflection is taken off, so that more of them are met again.

Arabic: particles and the article that are written onto a word, and common endings, in the manner of
Larkey, Ballesteros & Connell, "Light stemming for Arabic information retrieval" (2007), with the
pronouns that they leave. English: -s, -ed, -ing, -ly and a final -e. Of other languages, long words are
cut to five letters. Rough on purpose: a stem has to be the same for the forms of a word, not to be one.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

# Words are the lines of one text, so that a rule is one substitution for all of them.
_ARABIC = [
    (r"^(?:[وف]?[بك]?ال|[وف]?لل)(?=\w{3})", ""),
    (r"^و(?=\w{3})", ""),
    # A pronoun, with the t that a feminine noun has before it; then number and gender.
    (r"(?<=\w{3})(?:ت?(?:هما|كما|ها|هم|هن|نا|كم)|ته)$", ""),
    (r"(?<=\w{3})(?:تان|تين|يات|ان|ات|ون|ين|وا|يه)$", ""),
    (r"(?<=\w{2})[هيا]$", ""),
]
_ENGLISH = [
    (r"(?<=\w\w)ie[sd]$", "y"),
    (r"(?<=\w\w[^su\n])s$", ""),
    # The vowel that has to stand before the ending is looked for only where there is one.
    (r"([bdgmnprt])(?=\1(?:ed|ing)$)(?<=^\w*[aeiouy]\w*).(?:ed|ing)$", r"\1"),
    (r"(?=(?:ed|ing)$)(?<=^\w*[aeiouy]\w*)(?<=\w{3})(?:ed|ing)$", ""),
    (r"(?<=\w{4})ly$", ""),
    (r"(?<=\w{3})e$", ""),
]
_OTHERS = [(r"(?<=^\w{5})\w{2,}$", "")]
_RULES = {
    language: [(regex.compile(pattern, regex.MULTILINE), left) for pattern, left in rules]
    for language, rules in {"ar": _ARABIC, "en": _ENGLISH, "": _OTHERS}.items()
}


def stem_words(words: Sequence[str], language: str) -> list[str]:
    """The stem of each word; words are as `tokens` makes them, small letters without marks.

    language: a primary language subtag, such as `ar`.

    >>> stem_words(["والكتاب", "كتابها", "مدرستهم", "المدارس"], "ar")
    ['كتاب', 'كتاب', 'مدرس', 'مدارس']
    >>> stem_words(["companies", "stopped", "making", "make", "quickly"], "en")
    ['company', 'stop', 'mak', 'mak', 'quick']
    """
    text = "\n".join(words)
    for pattern, left in _RULES.get(language, _RULES[""]):
        text = pattern.sub(left, text)
    return text.split("\n") if words else []
