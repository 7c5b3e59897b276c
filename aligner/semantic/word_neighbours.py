"""Translations of words by the vectors of single words: types of both sides that are nearest to each other.

The vectors of words are those that the encoder gives to one-word sentences. A source word u and a target word w whose
cosine x is among the `NEIGHBOURS` largest of u are translations with the probability

    SHARE sqrt((x - LEAST) / (1 - LEAST)) exp(SHARPNESS x) / sum over these neighbours of exp(SHARPNESS x),

and likewise for w. Only words that lexicons do not translate get neighbours: a translation of a person is better.

If lexicons hold most of the words, the rest are names, endings and rare forms. The vectors of these are near those of
many words, which mislead more than they help. So neighbours must prove more there. They must be neighbours in both
directions, and their margin

    y = x - 1/2 [r(u) + r(w)],   r: mean of the `CROWD` largest cosines of a word with words of the other side,

takes the place of x: the probability is SHARE sqrt((y - LEAST_MARGIN) / MARGIN_SPAN), where the root is at most 1,
times the same quotient with y for x. The margin is half of the CSLS of Conneau et al., "Word translation without
parallel data" (2018), section 2.3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from aligner.lattice.costs import Float32s
from aligner.lattice.grid import Floats, Ints
from aligner.lexical.translation_table import TranslationTable, merge_tables
from aligner.lexical.vocabulary import Vocabulary
from aligner.semantic.side_vectors import normalised

NEIGHBOURS = 20  # translations of a word, at most
SHARPNESS = 12.0  # nats of a cosine of 1
SHARE = 0.6  # of the probability of a word that its neighbours share
TRANSLATED = 0.3  # probability; a word that a lexicon translates with as much, into the other text, gets no others
LEAST = 0.45  # cosine; words that are less similar are no translations
CROWD = 10  # cosines; a word with as many similar words is near anything
LEAST_MARGIN = -0.04  # cosine; two words with a smaller margin are no translations
MARGIN_SPAN = 0.4  # cosine; the range of margins in which the probability grows
MIN_PROBABILITY = 0.01  # less probable translations are left out
MIN_LETTERS = 3  # of a word; the vectors of shorter ones say little
MAX_WORDS = 5000  # of a side, the first ones of the text; a text with more teaches its words itself
MAX_WORDS_BY_MARGIN = (
    2000  # of a side; with more, there are no neighbours by margin, which would take as long as the rest
)
_ROWS = 1024  # words whose cosines are computed at once


def word_neighbours(
    vocabularies: tuple[Vocabulary, Vocabulary],
    given: TranslationTable,
    encode: Callable[[Sequence[str]], Float32s | None],
    *,
    by_margin: bool = False,
) -> TranslationTable:
    """The translation table of the words of two vocabularies.

    given: the translations of lexicons; a word that they translate well gets no further ones.
    encode: returns the vectors of texts, (texts, d), or None if it has none.
    by_margin: whether words must be neighbours in both directions, and are judged by their margin.
    """
    words = (
        _words(vocabularies[0], given.source[given.forward >= TRANSLATED]),
        _words(vocabularies[1], given.target[given.backward >= TRANSLATED]),
    )
    sizes = len(words[0]), len(words[1])
    if not min(sizes) or (by_margin and max(sizes) > MAX_WORDS_BY_MARGIN):
        return merge_tables([])
    vectors = [
        encode([vocabulary.surface_forms[number] for number in numbers.tolist()])
        for vocabulary, numbers in zip(vocabularies, words, strict=True)
    ]
    if vectors[0] is None or vectors[1] is None:
        return merge_tables([])
    source, target = normalised(vectors[0]), normalised(vectors[1])
    crowds = (_crowd(source, target), _crowd(target, source)) if by_margin else None
    forward = _nearest(source, target, crowds)
    backward = _nearest(target, source, crowds and crowds[::-1])
    table = merge_tables(
        [
            TranslationTable(words[0][forward.word], words[1][forward.neighbour], forward.probability, forward.zeros),
            TranslationTable(
                words[0][backward.neighbour], words[1][backward.word], backward.zeros, backward.probability
            ),
        ]
    )
    return table.take((table.forward > 0) & (table.backward > 0)) if by_margin else table


def _words(vocabulary: Vocabulary, translated: Ints) -> Ints:
    """The numbers of the types that are words of several letters, and that are not translated."""
    done = set(translated.tolist())
    pairs = enumerate(zip(vocabulary.type_keys, vocabulary.surface_forms, strict=True))
    numbers = [
        number
        for number, ((kind, _), form) in pairs
        if kind == "word" and len(form) >= MIN_LETTERS and number not in done
    ]
    return np.array(numbers[:MAX_WORDS], np.intp)


class _Neighbours(NamedTuple):
    """Pairs of words of one direction.

    word, neighbour: (pairs,), the number of a word, and that of one of its neighbours.
    probability: (pairs,), P(neighbour | word).
    """

    word: Ints
    neighbour: Ints
    probability: Floats

    @property
    def zeros(self) -> Floats:
        """(pairs,): the probability of the opposite direction, which these do not tell."""
        return np.zeros(len(self.word))


def _nearest(vectors: Float32s, others: Float32s, crowds: tuple[Floats, Floats] | None) -> _Neighbours:
    """The neighbours of vectors among others.

    crowds: (vectors,) and (others,), r of each word; None to judge words by their cosine.
    """
    count = min(NEIGHBOURS, len(others))
    parts = []
    for begin in range(0, len(vectors), _ROWS):
        cosines = vectors[begin : begin + _ROWS] @ others.T
        near = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        similar = np.take_along_axis(cosines, near, 1).astype(np.float64)
        excess = (similar - LEAST) / (1 - LEAST)
        if crowds is not None:
            is_similar = excess > 0
            similar -= (crowds[0][begin : begin + _ROWS, None] + crowds[1][near]) / 2
            excess = np.where(is_similar, (similar - LEAST_MARGIN) / MARGIN_SPAN, 0.0)
        weights = np.exp(SHARPNESS * (similar - similar.max(axis=1, keepdims=True)))
        shares = weights / weights.sum(axis=1, keepdims=True)
        probability = SHARE * np.sqrt(np.clip(excess, 0.0, 1.0)) * shares
        row, column = np.nonzero(probability > MIN_PROBABILITY)
        parts.append((begin + row, near[row, column], probability[row, column]))
    return _Neighbours._make(np.concatenate(column) for column in zip(*parts, strict=True))


def _crowd(vectors: Float32s, others: Float32s) -> Floats:
    """(vectors,): r, the mean of the `CROWD` largest cosines of each vector with others."""
    count = min(CROWD, len(others))
    parts = []
    for begin in range(0, len(vectors), _ROWS):
        cosines = vectors[begin : begin + _ROWS] @ others.T
        largest = np.partition(cosines, len(others) - count, axis=1)[:, -count:]
        parts.append(np.sort(largest, axis=1).mean(axis=1, dtype=np.float64))
    return np.concatenate(parts)
