"""Gains of single sentences: how much each sentence of one side explains each type of the other side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aligner.lattice.grid import Floats, Ints
from aligner.lexical.ranges import concatenate_ranges, equal_ranges
from aligner.lexical.translation_table import TranslationTable
from aligner.lexical.vocabulary import TokenizedText

_BLOCK = 256  # sentences whose gains are summed at once, to limit memory


class SentenceGains(NamedTuple):
    """The gains of single sentences: G(w) is the sum of T(w | u) over the tokens u of a sentence. Zeros are left out.

    cells: (gains,), sentence * types + w, sorted, without repetition; `types` is the number of types w.
    values: (gains,), G(w) of each cell.
    """

    cells: Ints
    values: Floats

    @classmethod
    def from_tokens(cls, sentences: TokenizedText, pairs: TranslationTable, types: int) -> SentenceGains:
        """The gains of the sentences of a text.

        sentences: the tokens u.
        pairs: translations T(w | u), from types u to types w.
        types: number of types w.
        """
        pairs = pairs.take(pairs.forward > 0)
        ends = sentences.ends
        cells, values = [np.empty(0, np.intp)], [np.empty(0)]
        for begin in range(0, len(ends) - 1, _BLOCK):
            end = min(begin + _BLOCK, len(ends) - 1)
            starts, counts = equal_ranges(pairs.source, sentences.types[ends[begin] : ends[end]])
            row = concatenate_ranges(starts, counts)
            sentence = np.repeat(np.arange(begin, end), np.diff(ends[begin : end + 1]))
            block, which = np.unique(np.repeat(sentence, counts) * types + pairs.target[row], return_inverse=True)
            cells.append(block)
            values.append(np.bincount(which, pairs.forward[row], len(block)).astype(np.float64))
        return cls(np.concatenate(cells), np.concatenate(values))
