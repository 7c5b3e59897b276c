"""An oracle of the worth of words: the equations of `word_likelihood`, one token at a time; and random texts for it."""

from collections import Counter
from itertools import pairwise
from math import log

import numpy as np
from hypothesis import strategies as st
from words import tokenized

from aligner.lattice.quantized import dequantize
from aligner.lexical.local_text import PRIOR_NOISE, LocalText
from aligner.lexical.translation_table import TranslationTable
from aligner.lexical.vocabulary import Vocabulary
from aligner.lexical.word_likelihood import CHANCE, MAX_ABSENT, MIN_LENGTH
from aligner.lexical.word_model import WordModel

KEYS = [("word", "a"), ("word", "b"), ("number", "7"), ("mark", "?"), ("mark", "%"), ("address", "www.a")]
PRIOR_NU = [PRIOR_NOISE[kind] for kind, _ in KEYS]
KNOWN_STEMS = [{"a"}]  # of the words of lexicons
RECOGNISABLE = {0, 2, 5}  # types whose translation would be recognised if it occurred
PRECISION = 4e-4  # nats per token; larger than the errors of the table of logarithms and of float32


def word_model(sides, keys, pairs):
    """The word model of the source and the target sentences, which are lists of type numbers.

    keys: kind and stem of each type, the same on both sides.
    pairs: (u, w, T(w | u), T(u | w)).
    """
    vocabulary = Vocabulary("de", "fr", type_keys=keys)
    texts = [LocalText.from_tokens(tokenized(sentences), vocabulary, KNOWN_STEMS) for sentences in sides]
    return WordModel.from_texts(*texts, TranslationTable.from_pairs(pairs))


class WordOracle:
    """The worth of the words of beads, from lists and dictionaries.

    sides: for source and target, the type numbers of the tokens of each sentence; types are those of `KEYS`.
    pairs: (u, w, T(w | u), T(u | w)), no pair twice.
    """

    def __init__(self, source, target, pairs):
        self.sides = source, target
        self.pairs = pairs

    def model(self):
        """The model under test of the same texts."""
        return word_model(self.sides, KEYS, self.pairs)

    def ratios(self, side, mine, others):
        """[(w, r(w))] of each token w of the sentences `mine` of a side, given the sentences `others` of the other.

        Of the tokens whose translations do not occur in the other text, the first recognisable ones of a sentence
        count.
        """
        text, other_text = self.sides[side], self.sides[1 - side]
        if side == 1:
            translation = {(u, w): forward for u, w, forward, _ in self.pairs}
        else:
            translation = {(w, u): backward for u, w, _, backward in self.pairs}

        def gain(w, sentences):
            return sum(translation.get((u, w), 0.0) for sentence in sentences for u in sentence)

        size = max(sum(map(len, other_text)), 1)
        count = Counter(w for sentence in text for w in sentence)
        group = other_text[others.start : others.stop]
        length = max(sum(map(len, group)), MIN_LENGTH)
        ratios = []
        for sentence in text[mine.start : mine.stop]:
            absent = 0
            for w in sentence:
                anywhere = gain(w, other_text) / size
                chance = CHANCE * count[w] / sum(count.values())
                if anywhere:
                    ratios.append((w, (gain(w, group) / length + chance) / (anywhere + chance)))
                elif w in RECOGNISABLE:
                    absent += 1
                    ratios += [(w, 0.0)] * (absent <= MAX_ABSENT)
        return ratios

    def worth(self, i, j, s, t, nu=(PRIOR_NU, PRIOR_NU)):
        """The worth of the words of a bead in nats: the mean of the log-likelihood ratios of its two sides."""
        sides = [(0, range(i, i + s), range(j, j + t)), (1, range(j, j + t), range(i, i + s))]
        return sum(
            log(nu[side][w] + (1 - nu[side][w]) * r)
            for side, mine, others in sides
            for w, r in self.ratios(side, mine, others)
        ) / len(sides)

    def size(self, i, j, s, t):
        """Tokens of a bead."""
        return sum(map(len, self.sides[0][i : i + s])) + sum(map(len, self.sides[1][j : j + t]))


TYPES = st.integers(0, len(KEYS) - 1)
SENTENCES = st.lists(st.lists(TYPES, max_size=9), max_size=9)
WEIGHTS = st.floats(0.01, 1.0)
TRANSLATIONS = st.dictionaries(st.tuples(TYPES, TYPES), st.tuples(WEIGHTS, WEIGHTS), max_size=10)
TEXTS = st.builds(
    lambda source, target, entries: WordOracle(source, target, [(*pair, *ways) for pair, ways in entries.items()]),
    SENTENCES,
    SENTENCES,
    TRANSLATIONS,
)


def beads_of(band, widest):
    """[(row, bead)] of the two-sided beads (i, j, s, t) with both nodes in a block of a band; the row they end in."""
    beads = []
    for start, (low, high) in zip(band.start.tolist(), pairwise(band.bounds.tolist()), strict=True):
        rows = range(low, high)
        nodes = [(row, j) for row in rows for j in range(int(band.first[row]), int(band.last[row]) + 1)]
        for row, j in nodes:
            for end_row, end_j in nodes:
                s, t = end_row - row, end_j - j
                if 0 < s <= widest and 0 < t <= widest:
                    beads.append((end_row, (start + row - low, j, s, t)))
    return beads


def costs_of_words(model, band, widest=9):
    """{(i, j, s, t): nats} of the two-sided beads of a band, from the running sums of a word model."""
    numbered = beads_of(band, widest)
    if not numbered:
        return {}
    rows, beads = zip(*numbered, strict=True)
    _, j, s, t = np.array(beads).T
    costs = dequantize(model.sums(band, widest).costs(s, t, np.array(rows), j + t))
    return dict(zip(beads, costs.tolist(), strict=True))
