"""Tokens as numbers: the types of token of one side of the texts, and the type of every token of a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count, repeat
from typing import NamedTuple

import numpy as np

from aligner.lattice.grid import Ints
from aligner.lexical.token_store import StoredText, TypeKey, store_tokens

__all__ = ["TokenizedText", "TypeKey", "Vocabulary"]


class TokenizedText(NamedTuple):
    """The tokens of a text.

    types: (tokens,), the type number of each token.
    ends: (sentences + 1,), the number of tokens before each sentence; the last entry is the number of all tokens.
    """

    types: Ints
    ends: Ints


def _no_counts() -> Ints:
    """Counts of no types."""
    return np.zeros(0, np.intp)


@dataclass(eq=False)
class Vocabulary:
    """The types of token of one side of texts, which are added one at a time; words with the same stem are one type.

    language: language tag of this side.
    other_language: language tag of the other side; words in its script are stemmed by its rules.
    type_keys: kind and stem of each type.
    surface_forms: the first word of each type that occurred, normalised but not stemmed.
    capitalised_count: (types,), how often each type occurred with a capital, not counting first tokens of sentences.
    mid_sentence_count: (types,), how often each type occurred, not counting first tokens of sentences.
    """

    language: str
    other_language: str
    type_keys: list[TypeKey] = field(default_factory=list)
    surface_forms: list[str] = field(default_factory=list)
    capitalised_count: Ints = field(default_factory=_no_counts)
    mid_sentence_count: Ints = field(default_factory=_no_counts)
    number_of_key: dict[TypeKey, int] = field(default_factory=dict)

    def add(self, sentences: Iterable[str]) -> TokenizedText:
        """Add the types of a text to the vocabulary, and return the tokens of the text."""
        text = store_tokens(sentences, self.language, self.other_language)
        types = self._number_types(text)
        is_first = np.zeros(len(types) + 1, bool)
        is_first[text.ends] = True
        mid_sentence = ~is_first[:-1]
        capitalised = mid_sentence & text.capitals
        self.mid_sentence_count = self._with_counts(self.mid_sentence_count, types[mid_sentence])
        self.capitalised_count = self._with_counts(self.capitalised_count, types[capitalised])
        return TokenizedText(types, text.ends)

    def names(self) -> list[int]:
        """The types that are probably names: words that have a capital in most occurrences within sentences."""
        numbers: list[int] = np.flatnonzero(2 * self.capitalised_count > self.mid_sentence_count).tolist()
        return numbers

    def _number_types(self, text: StoredText) -> Ints:
        """(tokens,): the type numbers of the tokens of a text. New types get the next numbers."""
        store, types = text.store, text.types
        # 1. Find the first token of each type: of several values for one index, the last is assigned.
        positions = np.arange(len(types))
        first = np.zeros(len(store.type_keys), np.intp)
        first[types[::-1]] = positions[::-1]
        first_positions = np.flatnonzero(first[types] == positions)
        distinct = types[first_positions]
        # 2. Look their numbers up, and number those that are new here.
        keys = list(map(store.type_keys.__getitem__, distinct.tolist()))
        numbers = np.array(list(map(self.number_of_key.get, keys, repeat(-1))), np.intp)
        new = np.flatnonzero(numbers < 0)
        size = len(self.type_keys)
        numbers[new] = np.arange(size, size + len(new))
        self.type_keys += map(keys.__getitem__, new.tolist())
        self.surface_forms += map(store.texts.__getitem__, text.tokens[first_positions[new]].tolist())
        self.number_of_key.update(zip(self.type_keys[size:], count(size)))
        # 3. Give each token the number of its type.
        first[distinct] = numbers
        return first[types]

    def _with_counts(self, counts: Ints, types: Ints) -> Ints:
        """(types,): counts of the types before, and of those of some tokens."""
        total = np.bincount(types, minlength=len(self.type_keys))
        total[: len(counts)] += counts
        return total
