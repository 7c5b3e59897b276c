"""Gains: how much sentences of one side explain each type of the other side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aligner.lattice.grid import Floats, Ints
from aligner.lexical.local_text import LocalText
from aligner.lexical.ranges import concatenate_ranges, counts_before
from aligner.lexical.translation_table import TranslationTable

_BLOCK = 256  # groups of sentences whose gains are summed at once, to limit memory


class OtherSide(NamedTuple):
    """The tokens u of one side of a text, and the types w of the other side that they explain.

    The gain G(w) of sentences is the sum of T(w | u) over their tokens u.

    size: number of types w.
    types: (tokens,), the type number of each token u.
    ends: (sentences + 1,), the number of tokens before each sentence; the last entry is the number of all tokens.
    pair_begins: (types u + 1,), the number of translations of the types before each type.
    pair_types, pair_values: (pairs,), w and T(w | u) of each translation.
    """

    size: int
    types: Ints
    ends: Ints
    pair_begins: Ints
    pair_types: Ints
    pair_values: Floats

    @classmethod
    def from_text(cls, text: LocalText, pairs: TranslationTable, size: int) -> OtherSide:
        """The tokens of a text.

        text: the tokens u.
        pairs: translations T(w | u), from types u to types w.
        size: number of types w.
        """
        is_translation = pairs.forward > 0
        counts = np.bincount(pairs.source[is_translation], minlength=len(text.numbers))
        begins = counts_before(counts)
        return cls(size, text.types, text.ends, begins, pairs.target[is_translation], pairs.forward[is_translation])

    @property
    def arrays(self) -> tuple[Ints, Ints, Ints, Ints, Floats]:
        """All arrays, in the order in which the compiled core takes them."""
        return self.types, self.ends, self.pair_begins, self.pair_types, self.pair_values

    def total_gain(self, counts: Ints) -> Floats:
        """(size,): the gain of all sentences.

        counts: (types u,), the number of tokens of each type.
        """
        weights = np.repeat(counts, np.diff(self.pair_begins)) * self.pair_values
        return np.bincount(self.pair_types, weights, self.size).astype(np.float64, copy=False)

    def gain(self, sentence: int) -> Floats:
        """(size,): the gain of one sentence."""
        rows = self.pairs_of(self.types[self.ends[sentence] : self.ends[sentence + 1]])[0]
        return np.bincount(self.pair_types[rows], self.pair_values[rows], self.size).astype(np.float64, copy=False)

    def max_gain(self) -> Floats:
        """(size,): the greatest G / L of a single sentence, where L is the number of its tokens."""
        greatest = np.zeros(self.size)
        lengths = np.diff(self.ends)
        for begin in range(0, len(lengths), _BLOCK):
            sentences = np.arange(begin, min(begin + _BLOCK, len(lengths)))
            cells, values = self._cells(sentences, sentences + 1)
            sentence, w = np.divmod(cells, max(self.size, 1))
            np.maximum.at(greatest, w, values / lengths[begin + sentence])
        return greatest

    def gains_of_tokens(self, begins: Ints, ends: Ints, group: Ints, w: Ints) -> Floats:
        """(tokens,): the gain of a group of sentences for a type w.

        begins, ends: (groups,), the first sentence of each group, and the one after its last.
        group, w: (tokens,), the number of the group, sorted; and the type.
        """
        gains = np.zeros(len(w))
        for begin in range(0, len(begins), _BLOCK):
            cells, values = self._cells(begins[begin : begin + _BLOCK], ends[begin : begin + _BLOCK])
            tokens = slice(*np.searchsorted(group, [begin, begin + _BLOCK]))
            cell = (group[tokens] - begin) * self.size + w[tokens]
            at = np.searchsorted(cells, cell)
            gains[tokens] = np.where(np.append(cells, -1)[at] == cell, np.append(values, 0.0)[at], 0.0)
        return gains

    def _cells(self, begins: Ints, ends: Ints) -> tuple[Ints, Floats]:
        """The gains of groups of sentences that are not 0: group * size + w, sorted; and G(w) of the group."""
        sizes = self.ends[ends] - self.ends[begins]
        rows, counts = self.pairs_of(self.types[concatenate_ranges(self.ends[begins], sizes)])
        group = np.repeat(np.repeat(np.arange(len(begins)), sizes), counts)
        cells, which = np.unique(group * self.size + self.pair_types[rows], return_inverse=True)
        return cells, np.bincount(which, self.pair_values[rows], len(cells)).astype(np.float64, copy=False)

    def pairs_of(self, types: Ints) -> tuple[Ints, Ints]:
        """The rows of the translations of tokens, one token after the other; and the number of those of each token."""
        begins = self.pair_begins[types]
        counts = self.pair_begins[types + 1] - begins
        return concatenate_ranges(begins, counts), counts
