"""Punkt decides whether a full stop after an abbreviation, an initial or a number ends a sentence.

Kiss & Strunk, "Unsupervised multilingual sentence boundary detection", Computational Linguistics 32(4), 2006, as
implemented in nltk. Its parameters are made from word lists and not trained. It is asked about two words at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import regex

from aligner.characters import ARABIC, SENTENCE_START
from aligner.languages import WordLists

NUMBER = regex.compile(r"\p{Nd}++(?:[.,٫٬:/]\p{Nd}++)*+")  # 1990  1,000  12.5  3:30  1/2
DOTTED = regex.compile(r"\p{L}(?:\.\p{L}){1,9}")  # letters with dots between them: U.S  e.g  ش.م.م
_SEEN_LOWERCASE = 0x20  # flag of Punkt: the word was seen in lower case within a sentence


def decider(words: WordLists) -> Callable[[str, str], bool]:
    """Return a function that decides whether a sentence ends between a word with a full stop and the next word.

    In clear cases, the function gives the answer of Punkt without importing nltk, which takes half of the start-up
    time. After a number, a sentence ends before a capital or an Arabic letter. After an abbreviation, no sentence ends
    before a lower-case letter.
    """

    def ends_between(word: str, next_word: str) -> bool:
        if NUMBER.fullmatch(word):
            if SENTENCE_START.match(next_word):
                return True
        elif next_word[:1].islower():
            return False
        return bool(tokenizer(words).text_contains_sentbreak(f"{word}. {next_word}"))

    return ends_between


@cache
def tokenizer(words: WordLists) -> Any:
    """Return a tokenizer of nltk with parameters made from word lists."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    class Abbreviations(set[str]):
        """The abbreviations of the lists, any letters with dots between them, and any single Arabic letter."""

        def __contains__(self, word: object) -> bool:
            if not isinstance(word, str):
                return False
            is_lettered = (len(word) == 1 and ARABIC.match(word)) or DOTTED.fullmatch(word)
            return bool(is_lettered) or super().__contains__(word)

    parameters = PunktParameters()
    parameters.abbrev_types = Abbreviations(words.abbreviations | words.proper | words.units | words.numbered)
    for word in words.lowercase_starters:
        parameters.ortho_context[word] = _SEEN_LOWERCASE
    return PunktSentenceTokenizer(parameters)
