"""One side of a bead as words: what stands between white spaces, with its place in the text and its tokens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import regex

from aligner.bitext import Document
from aligner.characters import MARKS_AND_TATWEEL
from aligner.lattice.grid import Floats, Ints
from aligner.lexical.local_text import LocalText
from aligner.lexical.token_store import store_tokens
from aligner.lexical.vocabulary import TypeKey, Vocabulary

_AROUND = regex.compile(r"^[^\p{L}\p{N}]++|(?<![^\p{L}\p{N}])[^\p{L}\p{N}]++$")  # marks around a word
_WORD = regex.compile(r"\S++")


@dataclass(frozen=True, eq=False)
class TextSide:
    """One side of a pair of texts.

    document: the text and its sentences.
    vocabulary: the types of its tokens.
    local: the same tokens, with types that are numbered within the text.
    """

    document: Document
    vocabulary: Vocabulary
    local: LocalText

    @cached_property
    def paragraph_starts(self) -> frozenset[int]:
        """The offsets at which the paragraphs of the text begin."""
        return frozenset(paragraph[0].start for paragraph in self.document.paragraphs)


class WordTokens(NamedTuple):
    """The tokens of words.

    types: (tokens,), the local type of each token; -1 for a token that the text does not have.
    keys: (tokens,), kind and stem of each token.
    word: (tokens,), the number of the word of each token.
    """

    types: Ints
    keys: tuple[TypeKey, ...]
    word: Ints


@dataclass(frozen=True, eq=False)
class SideWords:
    """The words of some sentences of a text, one after another. A gap k is the place before word k.

    side: the side of the pair of texts.
    starts: (words,), offset of each word in the text.
    texts: (words,), each word without vowel marks and tatweel.
    boundaries: the gaps at which a sentence begins, but for the first.
    """

    side: TextSide
    starts: tuple[int, ...]
    texts: tuple[str, ...]
    boundaries: frozenset[int]

    @cached_property
    def cores(self) -> tuple[str, ...]:
        """(words,): each word without the marks around it; empty for a dash."""
        return tuple(text if text.isalpha() else _AROUND.sub("", text) for text in self.texts)

    @cached_property
    def has_case(self) -> bool:
        """True if the words are in a script with capitals."""
        return any(text != text.swapcase() for text in self.texts)

    @cached_property
    def shares(self) -> Floats:
        """(words + 1,): the share of the characters before each gap."""
        ends = np.cumsum([0, *(len(text) + 1 for text in self.texts)])
        shares: Floats = ends / ends[-1]
        return shares

    @cached_property
    def tokens(self) -> WordTokens:
        """The tokens of the words."""
        vocabulary, of_text = self.side.vocabulary, self.side.local.numbers
        stored = store_tokens(self.texts, vocabulary.language, vocabulary.other_language)
        keys = tuple(map(stored.store.type_keys.__getitem__, stored.types.tolist()))
        numbers = np.array([vocabulary.number_of_key.get(key, -1) for key in keys], np.intp)
        at = np.minimum(np.searchsorted(of_text, numbers), len(of_text) - 1)
        types = np.where(of_text[at] == numbers, at, -1)
        return WordTokens(types, keys, np.repeat(np.arange(len(self.texts)), np.diff(stored.ends)))

    def part(self, start: int, stop: int) -> SideWords:
        """The words from gap `start` up to gap `stop`."""
        boundaries = frozenset(gap - start for gap in self.boundaries if start < gap < stop)
        return SideWords(self.side, self.starts[start:stop], self.texts[start:stop], boundaries)


def side_words(side: TextSide, sentences: range) -> SideWords:
    """The words of neighbouring sentences of a text; at least one."""
    text, spans = side.document.text, [side.document.sentences[number] for number in sentences]
    matches = [match for span in spans for match in _WORD.finditer(text, *span)]
    starts = tuple(match.start() for match in matches)
    texts = tuple(MARKS_AND_TATWEEL.sub("", match.group()) or match.group() for match in matches)
    of_spans = {span.start for span in spans[1:]}
    return SideWords(side, starts, texts, frozenset(gap for gap, start in enumerate(starts) if start in of_spans))
