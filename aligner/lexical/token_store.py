"""The tokens of a text by distinct pieces, which are kept from text to text.

A piece is what stands between two white spaces: `(1,200` or `said.`. Most pieces of a text occur in it more than once,
and in texts before it. So each distinct piece is normalised, matched and stemmed once, by `tokens.tokenize` and
`stemmer.stem_words`; then it is a look-up. What the store holds never changes a result, only the time.

Each thread has stores of its own.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, compress, count, repeat
from typing import NamedTuple

import numpy as np

from aligner.languages import primary
from aligner.lattice.grid import Bools, Ints
from aligner.lexical.ranges import concatenate_ranges, counts_before
from aligner.lexical.stemmer import stem_words
from aligner.lexical.tokens import SCALES, Token, is_arabic, scaled, tokenize

MAX_PIECES = 1 << 17  # of a store that is kept; some 50 MB. A larger one is dropped after the text that has filled it

TypeKey = tuple[str, str]  # kind of token, and stem of a word or text of another token

_NUMBER = -1  # role of a number; the role of a word such as "thousand" is its power of ten, that of other tokens 0


class StoredText(NamedTuple):
    """The tokens of a text, by their numbers in a store.

    store: the store.
    tokens: (tokens,), the number of each token.
    ends: (sentences + 1,), the number of tokens before each sentence; the last entry is the number of all tokens.
    """

    store: TokenStore
    tokens: Ints
    ends: Ints

    @property
    def types(self) -> Ints:
        """(tokens,), the number of the type of each token in the store."""
        return np.frombuffer(self.store.types, np.int64)[self.tokens]

    @property
    def capitals(self) -> Bools:
        """(tokens,), whether each token is a word with a capital."""
        return np.frombuffer(self.store.capitals, np.bool_)[self.tokens]


class TokenStore:
    """Distinct tokens and their types, by number, and the tokens of distinct pieces.

    languages: primary subtags of the languages whose rules give the stems of words in Arabic letters, and of others.
    texts: (tokens,), the text of each token.
    types: (tokens,), int64, the number of the type of each token.
    capitals: (tokens,), int8, 1 for words with a capital.
    type_keys: (types,), the key of each type.
    """

    def __init__(self, languages: tuple[str, str]) -> None:
        self.languages = languages
        self.texts: list[str] = []
        self.types, self.capitals = array("q"), array("b")
        self.type_keys: list[TypeKey] = []
        self._roles = array("b")
        self._number_of_piece: dict[str, int] = {}
        self._tokens_of_pieces, self._begins = array("q"), array("q", [0])  # the tokens of piece k begin at begins[k]
        self._number_of_token: dict[Token, int] = {}
        self._number_of_key: dict[TypeKey, int] = {}

    def __len__(self) -> int:
        """Number of pieces."""
        return len(self._number_of_piece)

    def add(self, sentences: Iterable[str]) -> StoredText:
        """Add the pieces of a text, and return its tokens."""
        pieces_of_sentence = [sentence.split() for sentence in sentences]
        pieces = list(chain.from_iterable(pieces_of_sentence))
        numbers = self._find_pieces(pieces)
        is_new = numbers < 0
        if is_new.any():
            self._add_pieces(list(dict.fromkeys(compress(pieces, is_new.tolist()))))
            numbers = self._find_pieces(pieces)
        begins = np.frombuffer(self._begins, np.int64)[numbers]
        counts = np.frombuffer(self._begins, np.int64)[numbers + 1] - begins
        tokens = np.frombuffer(self._tokens_of_pieces, np.int64)[concatenate_ranges(begins, counts)]
        pieces_before = counts_before(np.fromiter(map(len, pieces_of_sentence), np.intp, len(pieces_of_sentence)))
        return StoredText(self, *self._join_scales(tokens, counts_before(counts)[pieces_before]))

    def _find_pieces(self, pieces: Sequence[str]) -> Ints:
        """(pieces,): the number of each piece; -1 if it is not in the store."""
        return np.fromiter(map(self._number_of_piece.get, pieces, repeat(-1)), np.intp, len(pieces))

    def _add_pieces(self, pieces: Sequence[str]) -> None:
        """Add distinct pieces that are not yet in the store."""
        tokens_of_piece = tokenize(pieces)
        self._add_tokens(dict.fromkeys(chain.from_iterable(tokens_of_piece)))
        self._number_of_piece.update(zip(pieces, count(len(self))))
        for tokens in tokens_of_piece:
            self._tokens_of_pieces.extend(map(self._number_of_token.__getitem__, tokens))
            self._begins.append(len(self._tokens_of_pieces))

    def _add_tokens(self, tokens: Iterable[Token]) -> None:
        """Add distinct tokens, as far as they are not yet in the store."""
        new = [token for token in tokens if token not in self._number_of_token]
        words = list(dict.fromkeys(token.text for token in new if token.kind == "word"))
        stem = dict(zip(words, self._stems(words), strict=True))
        for token in new:
            is_word = token.kind == "word"
            key = (token.kind, stem[token.text] if is_word else token.text)
            number = self._number_of_key.setdefault(key, len(self.type_keys))
            if number == len(self.type_keys):
                self.type_keys.append(key)
            self._number_of_token[token] = len(self.texts)
            self.texts.append(token.text)
            self.types.append(number)
            self.capitals.append(token.capital)
            self._roles.append(SCALES.get(token.text, 0) if is_word else _NUMBER * (token.kind == "number"))

    def _stems(self, words: Sequence[str]) -> list[str]:
        """The stem of each word."""
        in_arabic, in_others = self.languages
        if in_arabic == in_others:
            return stem_words(words, in_others)
        arabic = [word for word in words if is_arabic(word)]
        others = [word for word in words if not is_arabic(word)]
        stems = dict(zip(arabic, stem_words(arabic, in_arabic), strict=True))
        stems |= zip(others, stem_words(others, in_others), strict=True)
        return [stems[word] for word in words]

    def _join_scales(self, tokens: Ints, ends: Ints) -> tuple[Ints, Ints]:
        """Tokens and ends of a text in which "250 thousand" is one number; `tokenize` has joined those of one piece."""
        roles = np.frombuffer(self._roles, np.int8)[tokens]
        is_first = np.zeros(len(tokens) + 1, bool)
        is_first[ends] = True
        candidates = np.flatnonzero((roles[1:] > 0) & (roles[:-1] != 0) & ~is_first[1:-1]) + 1
        if not len(candidates):
            return tokens, ends
        is_joined = np.zeros(len(tokens), bool)
        for scale in candidates.tolist():
            before = scale - 1
            while is_joined[before]:
                before -= 1
            if roles[before] == _NUMBER:
                number = Token(scaled(self.texts[tokens[before]], int(roles[scale])), "number", False)
                self._add_tokens([number])
                tokens[before] = self._number_of_token[number]
                is_joined[scale] = True
        return tokens[~is_joined], counts_before(~is_joined)[ends]


_kept = threading.local()


def store_tokens(sentences: Iterable[str], language: str, other_language: str) -> StoredText:
    """The tokens of a text, and the store that they are in.

    If one of the two languages is Arabic, words in Arabic letters have the stems of Arabic, and others those of the
    other language, in either text. Otherwise all words have the stems of this side's language.

    language, other_language: language tags of the text and of its translation.
    """
    language, other_language = primary(language), primary(other_language)
    languages = language, language
    if "ar" in (language, other_language):
        languages = "ar", other_language if language == "ar" else language
    stores: dict[tuple[str, str], TokenStore] = _kept.__dict__.setdefault("stores", {})
    # A store is kept only when a text has been added to it entirely.
    text = (stores.pop(languages, None) or TokenStore(languages)).add(sentences)
    if len(text.store) <= MAX_PIECES:
        stores[languages] = text.store
    return text
