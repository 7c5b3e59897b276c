"""The words of a text: what every bead is worth for them, and how reliable they prove; see `explained`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from aligner.lattice.costs import MAX_COST, quantize
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Band, Floats, Int32s, Ints
from aligner.lattice.kinds import Kind
from aligner.lexical.translation_table import TranslationTable
from aligner.lexical.vocabulary import TokenizedText, Vocabulary
from aligner.lexical.word_likelihood import WordLikelihood

CERTAIN = 0.05  # beads less probable than this do not count
_FAR = int(quantize(MAX_COST))  # twice the most that words are worth or cost


class WordScores(NamedTuple):
    """What the words of beads cost. table: (kinds, cells), whole, those of two-sided kinds alone. rows:
    (n + 1,), so that the node (i, j), if it is in the band, has the cell rows[i] + j. best: see `WordModel.best`."""

    table: Int32s
    rows: Ints
    best: Callable[[], tuple[Floats, Floats]]


@dataclass(frozen=True)
class WordModel:
    """The words of one text. target: its target tokens as the source explains them. source: the reverse."""

    source: WordLikelihood
    target: WordLikelihood

    @classmethod
    def from_tokens(
        cls,
        texts: tuple[TokenizedText, TokenizedText],
        vocabularies: tuple[Vocabulary, Vocabulary],
        pairs: TranslationTable,
    ) -> WordModel:
        """The model before nu is learned. pairs: translations of types of the vocabularies."""
        (u, source), (w, target) = (np.unique(text.types, return_inverse=True) for text in texts)
        local = pairs.restricted_to(u, w)
        tokens = TokenizedText(source, texts[0].ends), TokenizedText(target, texts[1].ends)
        kinds = [
            [vocabulary.keys[number] for number in types]
            for vocabulary, types in zip(vocabularies, (u, w), strict=True)
        ]
        return cls(
            WordLikelihood.from_tokens(tokens[0], tokens[1], local.swapped(), kinds[0]),
            WordLikelihood.from_tokens(tokens[1], tokens[0], local, kinds[1]),
        )

    def scores(self, band: Band, kinds: Sequence[Kind]) -> WordScores:
        """What the words of every two-sided bead cost that ends in a band. kinds: (s, t), two-sided ones first."""
        number = band.start + np.arange(len(band.first))
        n, m = len(self.target.lengths), len(self.source.lengths)
        paired = [kind for kind in kinds if all(kind)]
        most = max(max(kind) for kind in paired)
        first, last = _rows(number, band.first, band.last, n)
        low, high = _rows(number, number - band.last, number - band.first, m)
        # A bead in the band may leave it at its corners, where its sums begin.
        first, low = np.maximum(first - most, 0), np.maximum(low - most, 0)
        wide = self.source.reach(most) + self.target.reach(most) > MAX_COST
        by_source = self.target.prefixes(first, last, most, wide)
        by_target = self.source.prefixes(low, high, most, wide)
        sizes = last - first + 1
        rows = np.cumsum(sizes) - sizes - first
        columns = np.cumsum(high - low + 1) - (high - low + 1) - low
        i = np.repeat(np.arange(n + 1), sizes)
        cell = np.arange(len(i))
        j = cell - rows[i]
        across = columns[j] + i
        table = np.empty((len(paired), len(cell)), np.int32)
        for k, (s, t) in enumerate(paired):
            worth = by_target[t - 1].take(across - s, mode="clip")
            worth -= by_target[t - 1].take(across, mode="clip")
            worth -= by_source[s - 1]
            worth[t:] += by_source[s - 1][:-t]
            table[k] = (worth.clip(-_FAR, _FAR) if wide else worth) >> 7 << 6
        return WordScores(table, rows, self.best)

    def best(self) -> tuple[Floats, Floats]:
        """(n,) and (m,), nats: more than which no bead is worth for the tokens of each sentence."""
        return self.source.best(), self.target.best()

    def with_noise_of(self, other: WordModel) -> WordModel:
        """The same, with nu as another model of the same text has learned it."""
        return WordModel(
            replace(self.source, unreliable=other.source.unreliable),
            replace(self.target, unreliable=other.target.unreliable),
        )

    def parameters(self) -> dict[str, float]:
        """What was found, for the record: the mean reliability of the tokens of either side, 1 - nu."""
        return {"reliable_source": self.source.reliable, "reliable_target": self.target.reliable}

    def refit(self, beads: BeadPosteriors) -> WordModel:
        """The model with nu learned from beads and their posteriors."""
        i, j, s, t, probability = beads.take((beads.probability > CERTAIN) & (beads.s > 0) & (beads.t > 0))
        return WordModel(self.source.refit(i, s, j, t, probability), self.target.refit(j, t, i, s, probability))


def _rows(number: Ints, first: Ints, last: Ints, n: int) -> tuple[Ints, Ints]:
    """For each i from 0 to n the least and the largest j of a band; any one place for an i outside of it."""
    every = np.arange(n + 1)
    begins = np.minimum(np.searchsorted(last, every), len(number) - 1)
    ends = np.maximum(np.searchsorted(first, every, "right") - 1, begins)
    return number[begins] - every, number[ends] - every
