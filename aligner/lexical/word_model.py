"""The words of one text: costs of its beads by their words, and the noise of its tokens; see `word_likelihood`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Band, Floats, Int32s, Ints
from aligner.lattice.kinds import RANK_BITS, Kind
from aligner.lexical.local_text import LocalText
from aligner.lexical.translation_table import TranslationTable
from aligner.lexical.word_likelihood import WordLikelihood
from aligner.lexical.word_sums import WordSums, word_sums

MIN_POSTERIOR = 0.05  # less probable beads are not used to fit the noise


class WordCosts(NamedTuple):
    """Costs of the words of beads that end in a band.

    table: (two-sided kinds, cells), quantized costs.
    rows: (n + 1,); the cell of the node (i, j) of the band, a column of the table, is rows[i] + j.
    max_worth: `WordModel.max_worth` of the model that the costs are from.
    """

    table: Int32s
    rows: Ints
    max_worth: Callable[[], tuple[Floats, Floats]]


@dataclass(frozen=True)
class WordModel:
    """The words of one text.

    source: the source tokens as the target explains them.
    target: the target tokens as the source explains them.
    """

    source: WordLikelihood
    target: WordLikelihood

    @classmethod
    def from_texts(cls, source: LocalText, target: LocalText, pairs: TranslationTable) -> WordModel:
        """The model of a text with the prior noise.

        source, target: the tokens of the two sides.
        pairs: translations between the types of their vocabularies.
        """
        local_pairs = pairs.restricted_to(source.numbers, target.numbers)
        return cls(
            WordLikelihood.from_texts(source, target, local_pairs.swapped()),
            WordLikelihood.from_texts(target, source, local_pairs),
        )

    def sums(self, start: int, first: Ints, last: Ints, widest: int) -> WordSums:
        """Running sums of what the words are worth at the nodes of a band, from which the costs of its beads follow.

        start: the first row i.
        first, last: (rows,), the least and the largest j of each row; they do not decrease.
        widest: sentences of one side of a bead, at most.
        """
        return word_sums(self.source, self.target, start, first, last, widest)

    def costs(self, band: Band, kinds: Sequence[Kind]) -> WordCosts:
        """The costs of the words of the two-sided beads that end at the nodes of a band; see `word_sums`.

        kinds: kinds of bead, two-sided ones first.
        """
        n = len(self.source.ends) - 1
        two_sided = [kind for kind in kinds if all(kind)]
        widest = max(max(kind) for kind in two_sided)
        # 1. Describe the band by rows. The edges of a band that begins or ends on a long diagonal are made to rise.
        start, rows = int(band.first[0]), np.arange(band.first[0], band.last[-1] + 1)
        first, last = _rows_of_band(band, rows)
        first, last = np.minimum.accumulate(first[::-1])[::-1], np.maximum.accumulate(last)
        sums = self.sums(start, first, last, widest)
        # 2. Find the cells of all nodes (i, j) and (i - s, j). Those outside of the band are undefined.
        sizes = sums.last - sums.first + 1
        cell = np.arange(sums.target.shape[1])
        row = np.repeat(rows - start, sizes)
        # 3. Compute the costs of each kind.
        table = np.empty((len(two_sided), len(cell)), np.int32)
        for k, (s, t) in enumerate(two_sided):
            above = sums.begin[np.maximum(row - s, 0)] + cell - sums.begin[row]
            cost = sums.source[t - 1].take(above, mode="clip") - sums.source[t - 1]
            cost += sums.target[s - 1].take(cell - t, mode="clip") - sums.target[s - 1]
            # One shift more than the bits of a rank halves the sum; the shift back leaves these bits free for the rank.
            table[k] = cost >> (RANK_BITS + 1) << RANK_BITS
        begins = np.zeros(n + 1, np.intp)
        begins[rows] = sums.begin
        return WordCosts(table, begins, self.max_worth)

    def max_worth(self) -> tuple[Floats, Floats]:
        """(n,) and (m,), nats: upper bounds of what the tokens of each sentence add to the worth of a bead."""
        return self.source.max_worth(), self.target.max_worth()

    def with_noise_of(self, model: WordModel) -> WordModel:
        """This model with the noise of another model of the same text."""
        return WordModel(
            replace(self.source, noise=model.source.noise),
            replace(self.target, noise=model.target.noise),
        )

    def parameters(self) -> dict[str, float]:
        """The mean of 1 - nu over the tokens of each side, under the names of the output's metadata."""
        return {"reliable_source": self.source.mean_reliability, "reliable_target": self.target.mean_reliability}

    def refit(self, beads: BeadPosteriors) -> WordModel:
        """The model with its noise estimated from beads and their posteriors, by one step of EM."""
        i, j, s, t, posterior = beads.take((beads.probability > MIN_POSTERIOR) & (beads.s > 0) & (beads.t > 0))
        return WordModel(self.source.refit(i, s, j, t, posterior), self.target.refit(j, t, i, s, posterior))


def _rows_of_band(band: Band, rows: Ints) -> tuple[Ints, Ints]:
    """(rows,) each: the least and the largest j of each row i of a band."""
    begins = np.searchsorted(band.last, rows)
    ends = np.searchsorted(band.first, rows, "right") - 1
    return band.start + begins - rows, band.start + ends - rows
