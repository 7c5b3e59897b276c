"""Full stops that may belong to an abbreviation: what Punkt says of them (Kiss & Strunk, "Unsupervised multilingual
sentence boundary detection", Computational Linguistics 32(4), 2006), two words at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import regex

from aligner.languages import WordLists

NUMBER = regex.compile(r"\p{Nd}++(?:[.,٫٬:/]\p{Nd}++)*+")
DOTTED = regex.compile(r"\p{L}(?:\.\p{L}){1,9}")
_ARABIC = regex.compile(r"\p{Arabic}")
_BEGINS = regex.compile(r"[\p{Arabic}\p{Lu}]")
_SEEN_SMALL = 0x20  # Punkt: this word was seen in small letters within a sentence


def answers(known: WordLists) -> Callable[[str, str], bool]:
    """What tells whether a sentence ends between `word.` and the next word.

    Mostly it is known without asking, and without the half of a start-up that its import takes: no
    sentence begins with a small letter after an abbreviation, and one does with a capital, or an
    Arabic letter, after a number.
    """

    def breaks(word: str, next_word: str) -> bool:
        if NUMBER.fullmatch(word):
            if _BEGINS.match(next_word):
                return True
        elif next_word[:1].islower():
            return False
        return bool(tokenizer(known).text_contains_sentbreak(f"{word}. {next_word}"))

    return breaks


@cache
def tokenizer(known: WordLists) -> Any:
    """Punkt, with parameters made from word lists instead of learned."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    class Abbreviations(set[str]):
        """The lists, any letters with dots between them, and any single Arabic letter."""

        def __contains__(self, word: object) -> bool:
            if not isinstance(word, str):
                return False
            lettered = (len(word) == 1 and _ARABIC.match(word)) or DOTTED.fullmatch(word)
            return bool(lettered) or super().__contains__(word)

    parameters = PunktParameters()
    parameters.abbrev_types = Abbreviations(known.abbreviations | known.proper | known.units | known.numbered)
    for word in known.lowercase_starters:
        parameters.ortho_context[word] = _SEEN_SMALL
    return PunktSentenceTokenizer(parameters)
