"""Tables of translations: pairs of types, with the probability of each pair in both directions.

Tables come from three sources: a lexicon (`Lexicon.matches`), types that look alike (`cognates.surface_matches`), and
the beads of the texts (`ibm1.train_ibm1`). Where two tables hold the same pair, `merge_tables` keeps the greater
probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aligner.lattice.grid import Bools, Floats, Ints
from aligner.lexical.ranges import concatenate_ranges, equal_ranges


class TranslationTable(NamedTuple):
    """Pairs of types; no pair occurs twice, and pairs are sorted by source, then by target.

    source, target: (pairs,), type numbers of the two vocabularies.
    forward: (pairs,), P(target | source).
    backward: (pairs,), P(source | target).
    """

    source: Ints
    target: Ints
    forward: Floats
    backward: Floats

    @classmethod
    def from_pairs(cls, pairs: Sequence[tuple[int, int, float, float]]) -> TranslationTable:
        """The table of pairs (source, target, forward, backward), which may repeat and be in any order."""
        source, target = (np.array([pair[column] for pair in pairs], np.intp) for column in (0, 1))
        forward, backward = (np.array([pair[column] for pair in pairs], np.float64) for column in (2, 3))
        return merge_tables([cls(source, target, forward, backward)])

    def take(self, mask: Bools) -> TranslationTable:
        """The pairs at which a mask, (pairs,), is True."""
        return TranslationTable._make(column[mask] for column in self)

    def swapped(self) -> TranslationTable:
        """The table of the opposite direction, with source and target exchanged."""
        order = np.argsort(_pair_keys(self.target, self.source))
        return TranslationTable(self.target[order], self.source[order], self.backward[order], self.forward[order])

    def restricted_to(self, source: Ints, target: Ints) -> TranslationTable:
        """The pairs of the given types alone, numbered by their indices in `source` and `target`.

        source, target: type numbers, sorted, without repetition.
        """
        if _are_all(source, self.source) and _are_all(target, self.target):
            return self
        begins, counts = equal_ranges(self.source, source)
        row = concatenate_ranges(begins, counts)
        u = np.repeat(np.arange(len(source)), counts)
        w = np.minimum(np.searchsorted(target, self.target[row]), max(len(target) - 1, 0))
        is_given = target[w] == self.target[row] if len(target) else np.zeros(len(row), bool)
        row = row[is_given]
        return TranslationTable(u[is_given], w[is_given], self.forward[row], self.backward[row])


def merge_tables(tables: Sequence[TranslationTable]) -> TranslationTable:
    """One table of the pairs of all tables, with the greatest probability of each pair in each direction."""
    tables = [table for table in tables if len(table.source)]
    if not tables:
        no_types, no_floats = np.empty(0, np.intp), np.empty(0)
        return TranslationTable(no_types, no_types, no_floats, no_floats)
    source, target, forward, backward = (np.concatenate(column) for column in zip(*tables, strict=True))
    order = np.argsort(_pair_keys(source, target), kind="stable")  # merges tables that are sorted, which is faster
    source, target = source[order], target[order]
    starts = np.flatnonzero(np.append(True, (np.diff(source) != 0) | (np.diff(target) != 0)))
    greatest = (np.maximum.reduceat(column[order], starts) for column in (forward, backward))
    return TranslationTable(source[starts], target[starts], *greatest)


def _are_all(numbers: Ints, types: Ints) -> bool:
    """True if sorted type numbers are 0, 1, 2, ... and include the types."""
    return len(numbers) > int(types.max(initial=-1)) and (not len(numbers) or int(numbers[-1]) == len(numbers) - 1)


def _pair_keys(first: Ints, second: Ints) -> Ints:
    """(pairs,): a number for each pair, in the order of first, then of second types; one sort is faster than two."""
    return first * (int(second.max(initial=0)) + 1) + second
