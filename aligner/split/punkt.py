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
LETTERS = regex.compile(r"\p{L}++(?:\.\p{L}++)*+")  # a word, or parts of one with dots between them
# A token of Punkt: letters, or a number, with single signs between their parts: Al-Rawi  C.Pugh  1,200  3/4
_ONE_TOKEN = regex.compile(r"\p{L}[\p{L}\p{M}]*+(?:[.-]\p{L}[\p{L}\p{M}]*+)*+|\p{Nd}++(?:[.,:/-]\p{Nd}++)*+")
_SEEN_LOWERCASE = 0x20  # flag of Punkt: the word was seen in lower case within a sentence


class Abbreviations(set[str]):
    """The abbreviations of word lists, any letters with dots between them, and any single Arabic letter."""

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str):
            return False
        is_lettered = (len(word) == 1 and ARABIC.match(word)) or DOTTED.fullmatch(word)
        return bool(is_lettered) or super().__contains__(word)


def abbreviations_of(words: WordLists) -> Abbreviations:
    """Return the abbreviations of which Punkt knows."""
    return Abbreviations(words.abbreviations | words.proper | words.units | words.numbered)


def decider(words: WordLists) -> Callable[[str, str], bool]:
    """Return a function that decides whether a sentence ends between a word with a full stop and the next word.

    In clear cases, the function gives the answer of Punkt without importing nltk, which takes longer than to align a
    short text. After a number, a sentence ends before a capital or an Arabic letter. After an abbreviation, no sentence
    ends before a lower-case letter. If the first word is letters and the next one a single token, Punkt knows two
    things: whether the first is an abbreviation, and whether the next is capitalised though it was seen in lower case.
    """
    abbreviations = abbreviations_of(words)

    def ends_between(word: str, next_word: str) -> bool:
        if NUMBER.fullmatch(word):
            if SENTENCE_START.match(next_word):
                return True
        elif next_word[:1].islower():
            return False
        elif LETTERS.fullmatch(word) and (next_word.isalpha() or _ONE_TOKEN.fullmatch(next_word)):
            is_abbreviation = word.lower() in abbreviations
            starts_sentence = next_word[0].isupper() and next_word.lower() in words.lowercase_starters
            if len(word) > 1:
                return starts_sentence or not is_abbreviation
            return not is_abbreviation and (starts_sentence or not next_word[0].isupper())  # an initial
        return bool(tokenizer(words).text_contains_sentbreak(f"{word}. {next_word}"))

    return ends_between


@cache
def tokenizer(words: WordLists) -> Any:
    """Return a tokenizer of nltk with parameters made from word lists."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = abbreviations_of(words)
    for word in words.lowercase_starters:
        parameters.ortho_context[word] = _SEEN_LOWERCASE
    return PunktSentenceTokenizer(parameters)
