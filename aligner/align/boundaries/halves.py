"""Halves: how much better the words of a bead match if it is cut in two.

A cut (i, j) leaves the first i source words with the first j target words, and the rest with the rest. Its gain is

    worth of the first half + worth of the second half - worth of the bead,

with the worth of words as in `lexical.word_likelihood`: the mean of both directions, in nats. Where the two halves
translate each other, a word is explained by fewer words, so that the gain is positive. A cut that parts words from
their translations costs what these are worth.
"""

from __future__ import annotations

import numpy as np

from aligner.align.boundaries.side import SideWords
from aligner.lattice.grid import Floats, Ints
from aligner.lexical.gains import OtherSide
from aligner.lexical.ranges import concatenate_ranges, equal_ranges
from aligner.lexical.word_likelihood import MIN_LENGTH, WordLikelihood
from aligner.lexical.word_model import WordModel


def gains_of_cuts(model: WordModel, source: SideWords, target: SideWords) -> Floats:
    """(source words + 1, target words + 1), nats: the gain of each cut of a bead; 0 for those at two of its corners."""
    of_source = _gains(model.source, source, target)
    of_target = _gains(model.target, target, source)
    gains: Floats = (of_source + of_target.T) / 2
    return gains


def _gains(likelihood: WordLikelihood, side: SideWords, opposite: SideWords) -> Floats:
    """(words + 1, words of the opposite side + 1), nats: the same for the tokens of one side alone."""
    types, _, word = side.tokens
    has_gain = (types >= 0) & (likelihood.scale[types] > 0)
    types, word = types[has_gain], word[has_gain]
    # 1. The gain of each token from the first k words of the other side, and their tokens.
    gains = np.zeros((len(types), len(opposite.texts) + 1))
    np.add.at(gains, *_translations(likelihood.other_side, types, opposite))
    gains = np.cumsum(gains, axis=1)
    lengths = np.concatenate([[0], np.cumsum(np.bincount(opposite.tokens.word, minlength=len(opposite.texts)))])
    # 2. The worth of each token before the cut, behind it, and in the bead.
    without_gain, of_gain = (values[types][:, None] for values in likelihood.value_of_gain())
    before = np.log(without_gain + of_gain * gains / np.maximum(lengths, MIN_LENGTH))
    behind = np.log(without_gain + of_gain * (gains[:, -1:] - gains) / np.maximum(lengths[-1] - lengths, MIN_LENGTH))
    # 3. Their sums over the words before each gap, and over those behind it.
    sums = np.zeros((2, len(side.texts) + 1, len(opposite.texts) + 1))
    np.add.at(sums[0], word + 1, before - before[:, -1:])
    np.add.at(sums[1], word, behind - behind[:, :1])
    first: Floats = np.cumsum(sums[0], axis=0)
    second: Floats = np.cumsum(sums[1][::-1], axis=0)[::-1]
    return first + second


def _translations(other_side: OtherSide, types: Ints, opposite: SideWords) -> tuple[tuple[Ints, Ints], Floats]:
    """The translations between tokens of one side and the opposite side: (token, words up to the translation), T.

    types: (tokens,), the local types of the tokens.
    """
    tokens = np.flatnonzero(opposite.tokens.types >= 0)
    begins = other_side.pair_begins[opposite.tokens.types[tokens]]
    counts = other_side.pair_begins[opposite.tokens.types[tokens] + 1] - begins
    pairs = concatenate_ranges(begins, counts)
    word = np.repeat(opposite.tokens.word[tokens], counts)
    order = np.argsort(types, kind="stable")
    first, numbers = equal_ranges(types[order], other_side.pair_types[pairs])
    rows = order[concatenate_ranges(first, numbers)]
    return (rows, np.repeat(word, numbers) + 1), np.repeat(other_side.pair_values[pairs], numbers)
