"""Tokens as numbers: the types of token of one side of the texts, and the type of every token of a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from aligner.languages import primary
from aligner.lattice.grid import Ints
from aligner.lexical.stemmer import stem_words
from aligner.lexical.tokens import Token, is_arabic, tokenize

TypeKey = tuple[str, str]  # kind of token, and stem of a word or text of another token


class TokenizedText(NamedTuple):
    """The tokens of a text.

    types: (tokens,), the type number of each token.
    ends: (sentences + 1,), the number of tokens before each sentence; the last entry is the number of all tokens.
    """

    types: Ints
    ends: Ints


@dataclass
class Vocabulary:
    """The types of token of one side of texts, which are added one at a time; words with the same stem are one type.

    language: language tag of this side.
    other_language: language tag of the other side; words in its script are stemmed by its rules.
    type_keys: kind and stem of each type.
    surface_forms: the first word of each type that occurred, normalised but not stemmed.
    capitalised_count: how often each type occurred with a capital, not counting the first token of a sentence.
    mid_sentence_count: how often each type occurred, not counting the first token of a sentence.
    """

    language: str
    other_language: str
    type_keys: list[TypeKey] = field(default_factory=list)
    surface_forms: list[str] = field(default_factory=list)
    capitalised_count: list[int] = field(default_factory=list)
    mid_sentence_count: list[int] = field(default_factory=list)
    _number_of_key: dict[TypeKey, int] = field(default_factory=dict)
    _number_of_token: dict[tuple[str, str], int] = field(default_factory=dict)  # by kind and text

    def add(self, sentences: Iterable[str]) -> TokenizedText:
        """Add the types of a text to the vocabulary, and return the tokens of the text."""
        tokenized = tokenize(sentences)
        self._add_types([token for sentence in tokenized for token in sentence])
        types: list[int] = []
        ends = [0]
        for sentence in tokenized:
            for position, token in enumerate(sentence):
                number = self._number_of_token[token.kind, token.text]
                if position:
                    self.mid_sentence_count[number] += 1
                    self.capitalised_count[number] += token.capital
                types.append(number)
            ends.append(len(types))
        return TokenizedText(np.array(types, np.intp), np.array(ends, np.intp))

    def number(self, kind: str, stem: str) -> int | None:
        """The number of a type, or None if the texts do not contain it."""
        return self._number_of_key.get((kind, stem))

    def names(self) -> list[int]:
        """The types that are probably names: words that have a capital in most occurrences within sentences."""
        return [
            number
            for number, (kind, _) in enumerate(self.type_keys)
            if kind == "word" and 2 * self.capitalised_count[number] > self.mid_sentence_count[number]
        ]

    def _add_types(self, tokens: Sequence[Token]) -> None:
        """Add the types of tokens that have not occurred yet, in the order of the tokens."""
        new = list(dict.fromkeys((t.kind, t.text) for t in tokens if (t.kind, t.text) not in self._number_of_token))
        words = [text for kind, text in new if kind == "word"]
        stem = dict(zip(words, self._stems(words), strict=True))
        for kind, text in new:
            key = (kind, stem[text] if kind == "word" else text)
            if key not in self._number_of_key:
                self._number_of_key[key] = len(self.type_keys)
                self.type_keys.append(key)
                self.surface_forms.append(text)
                self.capitalised_count.append(0)
                self.mid_sentence_count.append(0)
            self._number_of_token[kind, text] = self._number_of_key[key]

    def _stems(self, words: Sequence[str]) -> list[str]:
        """The stem of each word.

        If one of the two languages is Arabic, words in Arabic letters have the stems of Arabic, and others those of
        the other language, in either text. Otherwise all words have the stems of this side's language.
        """
        language, other_language = primary(self.language), primary(self.other_language)
        if language != "ar" and other_language != "ar":
            return stem_words(words, language)
        arabic = [word for word in words if is_arabic(word)]
        latin = [word for word in words if not is_arabic(word)]
        stems = dict(zip(arabic, stem_words(arabic, "ar"), strict=True))
        stems |= zip(latin, stem_words(latin, other_language if language == "ar" else language), strict=True)
        return [stems[word] for word in words]
