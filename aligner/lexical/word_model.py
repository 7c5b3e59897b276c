"""The words of one text: costs of its beads by their words, and the noise of its tokens; see `word_likelihood`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from aligner.lattice.costs import MAX_COST, quantize
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Band, Floats, Int32s, Ints
from aligner.lattice.kinds import RANK_BITS, Kind
from aligner.lexical.ranges import counts_before
from aligner.lexical.running_sums import running_sums
from aligner.lexical.translation_table import TranslationTable
from aligner.lexical.vocabulary import TokenizedText, Vocabulary
from aligner.lexical.word_likelihood import WordLikelihood

MIN_POSTERIOR = 0.05  # less probable beads are not used to fit the noise
_MAX_SUM = int(quantize(MAX_COST))  # quantized; limit of the sum of both sides, which is halved to a cost


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
    def from_tokens(
        cls,
        texts: tuple[TokenizedText, TokenizedText],
        vocabularies: tuple[Vocabulary, Vocabulary],
        pairs: TranslationTable,
    ) -> WordModel:
        """The model of a text with the prior noise.

        texts: the tokens of source and target.
        vocabularies: those of source and target, which hold the types of the tokens.
        pairs: translations between the types of the vocabularies.
        """
        # Types are renumbered from 0 within the text, so that arrays by type are no longer than necessary.
        (source_types, source), (target_types, target) = (np.unique(text.types, return_inverse=True) for text in texts)
        local_pairs = pairs.restricted_to(source_types, target_types)
        local_source = TokenizedText(source, texts[0].ends)
        local_target = TokenizedText(target, texts[1].ends)
        source_keys, target_keys = (
            [vocabulary.type_keys[number] for number in types]
            for vocabulary, types in zip(vocabularies, (source_types, target_types), strict=True)
        )
        return cls(
            WordLikelihood.from_tokens(local_source, local_target, local_pairs.swapped(), source_keys),
            WordLikelihood.from_tokens(local_target, local_source, local_pairs, target_keys),
        )

    def costs(self, band: Band, kinds: Sequence[Kind]) -> WordCosts:
        """The costs of the words of the two-sided beads that end at the nodes of a band.

        The cost of a bead is minus the mean of the log-likelihood ratios of its two sides, between -`MAX_COST` / 2 and
        `MAX_COST` / 2. Each ratio is the difference of two running sums, see `running_sums`.

        kinds: kinds of bead, two-sided ones first.
        """
        n, m = len(self.target.other_lengths), len(self.source.other_lengths)
        two_sided = [kind for kind in kinds if all(kind)]
        widest = max(max(kind) for kind in two_sided)
        # 1. Describe the band by rows and by columns. The sums of a bead from (i - s, j - t) to (i, j) begin at its
        # other two corners, (i, j - t) and (i - s, j). These may lie up to `widest` sentences outside of the band.
        diagonals = band.start + np.arange(len(band.first))
        first_j, last_j = _rows_of_band(diagonals, band.first, band.last, n)
        first_i, last_i = _rows_of_band(diagonals, diagonals - band.last, diagonals - band.first, m)
        first_j, first_i = np.maximum(first_j - widest, 0), np.maximum(first_i - widest, 0)
        # 2. Sum up target tokens along each row i, and source tokens along each column j.
        wide = self.source.magnitude_bound(widest) + self.target.magnitude_bound(widest) > MAX_COST
        target_sums = running_sums(self.target, first_j, last_j, widest, wide=wide)
        source_sums = running_sums(self.source, first_i, last_i, widest, wide=wide)
        # 3. Find the cell of each node (i, j) in both tables of sums. The result has the cells of the rows.
        row_sizes = last_j - first_j + 1
        rows = counts_before(row_sizes)[:-1] - first_j
        columns = counts_before(last_i - first_i + 1)[:-1] - first_i
        i = np.repeat(np.arange(n + 1), row_sizes)
        row_cell = np.arange(len(i))
        column_cell = columns[row_cell - rows[i]] + i
        # 4. Compute the costs of each kind: minus both differences of sums, halved.
        table = np.empty((len(two_sided), len(row_cell)), np.int32)
        for k, (s, t) in enumerate(two_sided):
            cost = source_sums[t - 1].take(column_cell - s, mode="clip")
            cost -= source_sums[t - 1].take(column_cell, mode="clip")
            cost -= target_sums[s - 1]
            cost[t:] += target_sums[s - 1][:-t]
            # One shift more than the bits of a rank halves the sum; the shift back leaves these bits free for the rank.
            table[k] = (cost.clip(-_MAX_SUM, _MAX_SUM) if wide else cost) >> (RANK_BITS + 1) << RANK_BITS
        return WordCosts(table, rows, self.max_worth)

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


def _rows_of_band(diagonals: Ints, first: Ints, last: Ints, n: int) -> tuple[Ints, Ints]:
    """(n + 1,) each: the least and the largest j of each row i of a band; for a row outside of it, some j twice.

    diagonals: (diagonals,), i + j.
    first, last: (diagonals,), the least and the largest i on each diagonal; both grow by 0 or 1.
    """
    rows = np.arange(n + 1)
    begins = np.minimum(np.searchsorted(last, rows), len(diagonals) - 1)
    ends = np.maximum(np.searchsorted(first, rows, "right") - 1, begins)
    return diagonals[begins] - rows, diagonals[ends] - rows
