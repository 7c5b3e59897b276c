"""Texts as numbers: which types of token there are, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from aligner.languages import primary
from aligner.lattice.grid import Ints
from aligner.lexical.stemmer import stem_words
from aligner.lexical.tokens import Token, is_arabic, tokenize


class TokenizedText(NamedTuple):
    """The tokens of a text. types: (tokens,), the number of the type of each. ends: (sentences + 1,), how many
    tokens stand before each sentence, and in all."""

    types: Ints
    ends: Ints

    @property
    def sentences(self) -> Ints:
        """(tokens,), the number of the sentence of each."""
        return np.repeat(np.arange(len(self.ends) - 1), np.diff(self.ends))


@dataclass
class Vocabulary:
    """The types of token of one side of some texts, which are added one by one.

    language: a language tag. other: that of the other side; words in its script are stemmed as its.
    keys: kind and stem of each type. forms: the word, small, that a type was first met as.
    capitals, places: how often each stood inside of a sentence with a capital, and at all.
    """

    language: str
    other: str
    keys: list[tuple[str, str]] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    capitals: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    _types: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, sentences: Iterable[str]) -> TokenizedText:
        """The tokens of a text, whose types are in the vocabulary from now on."""
        found = tokenize(sentences)
        self._learn([token for each in found for token in each])
        types: list[int] = []
        ends = [0]
        for each in found:
            for position, token in enumerate(each):
                number = self._types[token.kind, token.text]
                if position:
                    self.places[number] += 1
                    self.capitals[number] += token.capital
                types.append(number)
            ends.append(len(types))
        return TokenizedText(np.array(types, np.intp), np.array(ends, np.intp))

    def number(self, kind: str, stem: str) -> int | None:
        """The number of a type, if there is such a one."""
        return self._numbers.get((kind, stem))

    def names(self) -> list[int]:
        """The words that stand with a capital inside of sentences more often than not."""
        return [
            number
            for number, (kind, _) in enumerate(self.keys)
            if kind == "word" and self.places[number] and 2 * self.capitals[number] > self.places[number]
        ]

    def _learn(self, found: Sequence[Token]) -> None:
        new = list(dict.fromkeys((t.kind, t.text) for t in found if (t.kind, t.text) not in self._types))
        words = [text for kind, text in new if kind == "word"]
        stem = dict(zip(words, self._stems(words), strict=True))
        for kind, text in new:
            key = (kind, stem[text] if kind == "word" else text)
            if key not in self._numbers:
                self._numbers[key] = len(self.keys)
                self.keys.append(key)
                self.forms.append(text)
                self.capitals.append(0)
                self.places.append(0)
            self._types[kind, text] = self._numbers[key]

    def _stems(self, words: Sequence[str]) -> list[str]:
        """Stems by the rules of this language, or of the other one for words in letters that are not its own."""
        own, other = primary(self.language), primary(self.other)
        if own != "ar" and other != "ar":
            return stem_words(words, own)
        arabic = [word for word in words if is_arabic(word)]
        latin = [word for word in words if not is_arabic(word)]
        both = dict(zip(arabic, stem_words(arabic, "ar"), strict=True))
        both |= zip(latin, stem_words(latin, other if own == "ar" else own), strict=True)
        return [both[word] for word in words]
