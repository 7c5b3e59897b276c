"""Translations of words by the vectors of single words: types of both sides that are nearest to each other.

The vectors of words are those that the encoder gives to one-word sentences. A source word u and a target word w whose
cosine x is among the `NEIGHBOURS` largest of u are translations with the probability

    SHARE sqrt((x - LEAST) / (1 - LEAST)) exp(SHARPNESS x) / sum over these neighbours of exp(SHARPNESS x),

and likewise for w. Only words that lexicons do not translate get neighbours: a translation of a person is better.
`SharedLexicon` asks for neighbours only where lexicons hold few of the words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from aligner.lattice.costs import Float32s
from aligner.lattice.grid import Floats, Ints
from aligner.lexical.translation_table import TranslationTable, merge_tables
from aligner.lexical.vocabulary import Vocabulary
from aligner.semantic.side_vectors import normalised

NEIGHBOURS = 20  # translations of a word, at most
SHARPNESS = 12.0  # nats of a cosine of 1
SHARE = 0.6  # of the probability of a word that its neighbours share
TRANSLATED = (
    0.3  # probability; a word with a translation of a lexicon in the other text that has as much gets no others
)
LEAST = 0.45  # cosine; words that are less similar are no translations
MIN_PROBABILITY = 0.01  # less probable translations are left out
MIN_LETTERS = 3  # of a word; the vectors of shorter ones say little
MAX_WORDS = 5000  # of a side, the first ones of the text; a text with more teaches its words itself
_ROWS = 1024  # words whose cosines are computed at once


def word_neighbours(
    vocabularies: tuple[Vocabulary, Vocabulary],
    given: TranslationTable,
    encode: Callable[[Sequence[str]], Float32s | None],
) -> TranslationTable:
    """The translation table of the words of two vocabularies.

    given: the translations of lexicons; a word that they translate well gets no further ones.
    encode: returns the vectors of texts, (texts, d), or None if it has none.
    """
    words = (
        _words(vocabularies[0], given.source[given.forward >= TRANSLATED]),
        _words(vocabularies[1], given.target[given.backward >= TRANSLATED]),
    )
    if not len(words[0]) or not len(words[1]):
        return merge_tables([])
    vectors = [
        encode([vocabulary.surface_forms[number] for number in numbers.tolist()])
        for vocabulary, numbers in zip(vocabularies, words, strict=True)
    ]
    if vectors[0] is None or vectors[1] is None:
        return merge_tables([])
    source, target = normalised(vectors[0]), normalised(vectors[1])
    u, w, forward = _nearest(source, target)
    w_back, u_back, backward = _nearest(target, source)
    none, none_back = np.zeros(len(u)), np.zeros(len(u_back))
    return merge_tables(
        [
            TranslationTable(words[0][u], words[1][w], forward, none),
            TranslationTable(words[0][u_back], words[1][w_back], none_back, backward),
        ]
    )


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


def _nearest(vectors: Float32s, others: Float32s) -> tuple[Ints, Ints, Floats]:
    """(pairs,) each: the number of a vector, that of one of its neighbours, and the probability of the pair."""
    count = min(NEIGHBOURS, len(others))
    parts = []
    for begin in range(0, len(vectors), _ROWS):
        cosines = vectors[begin : begin + _ROWS] @ others.T
        near = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        similar = np.take_along_axis(cosines, near, 1).astype(np.float64)
        weights = np.exp(SHARPNESS * (similar - similar.max(axis=1, keepdims=True)))
        excess = np.clip((similar - LEAST) / (1 - LEAST), 0.0, 1.0)
        probability = SHARE * np.sqrt(excess) * weights / weights.sum(axis=1, keepdims=True)
        row, column = np.nonzero(probability > MIN_PROBABILITY)
        parts.append((begin + row, near[row, column], probability[row, column]))
    u, w, probabilities = (np.concatenate(column) for column in zip(*parts, strict=True))
    return u, w, probabilities
