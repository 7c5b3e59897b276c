"""Running sums of what the tokens of a text are worth, from which the costs of the words of all beads follow.

The target tokens of a bead of s source and t target sentences are worth the sum of ln [ nu + (1 - nu) r(w) ] over
the tokens w of the t target sentences; r depends on the s source sentences alone, see `word_likelihood`. So all beads
that end in row i and have the same s, whatever t is, share these values. Summed up along the row,

    S(s; i, j) = the sum over the target tokens before the place j, given the source sentences i - s, ..., i - 1,

they give the worth of each of these beads as one difference: S(s; i, j) - S(s; i, j - t). In the same way,

    R(t; i, j) = the sum over the source tokens before the place i, given the target sentences j - t, ..., j - 1,

along the column j. The cost of the words of a bead from (i - s, j - t) to (i, j) is minus the mean of both worths:

    (R(t; i - s, j) - R(t; i, j) + S(s; i, j - t) - S(s; i, j)) / 2.

Few tokens are explained by a group of sentences. All others are worth the same in every row, so that the compiled core
computes logarithms only for the types that a group explains, and adds them to the sentences where these types occur.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from aligner import kernel
from aligner.lattice.costs import WordSums
from aligner.lattice.grid import Band, Int32s, Ints
from aligner.lattice.kinds import RANK_BITS
from aligner.lattice.quantized import QUANTUM
from aligner.lexical.logarithms import quantized_log
from aligner.lexical.ranges import concatenate_ranges, counts_before
from aligner.lexical.word_likelihood import MIN_LENGTH, WordLikelihood

MAX_SENTENCE_WORTH = 400.0  # nats; limit of the worth of a sentence, so that differences of the sums fit an int32
MAX_TOKENS = 8192  # of a sentence; the rest is worth nothing, so that the sum of a sentence fits an int32


def word_sums(source: WordLikelihood, target: WordLikelihood, band: Band, widest: int) -> WordSums:
    """The running sums of a text at the nodes of a band and around it, as far as the costs of its beads need them.

    If there are fewer sentences before a node than a row of the tables takes, it takes those that there are.

    widest: sentences of one side of a bead, at most.
    """
    # 1. The sums of a bead are read at its other two corners, (i, j - t) and (i - s, j): add them to the band.
    rows = np.arange(len(band.first))
    block = np.repeat(np.arange(band.blocks), np.diff(band.bounds))
    first = np.maximum(band.first - widest, band.first[band.bounds[:-1]][block])
    last = band.last[np.minimum(rows + widest, band.bounds[1:][block] - 1)]
    begin = counts_before(last - first + 1)
    cells, cell = int(begin[-1]), (begin[:-1] - first).astype(np.int64)
    tables = np.empty((2, widest, cells), np.int32)
    # 2. In each block, sum up target tokens along the rows, and source tokens along the columns.
    for number, (low, high) in enumerate(pairwise(band.bounds.tolist())):
        start, in_block = int(band.start[number]), slice(low, high)
        columns = np.arange(first[low], last[high - 1] + 1)
        first_row = start + np.searchsorted(last[in_block], columns)
        last_row = start + np.searchsorted(first[in_block], columns, "right") - 1
        _add_up(target, start, first[in_block], last[in_block], tables[1], cell[in_block], by_column=False)
        _add_up(source, int(first[low]), first_row, last_row, tables[0], cell[in_block], by_column=True)
    return WordSums(tables[0], tables[1], cell, first, last)


def _add_up(
    side: WordLikelihood, start: int, first: Ints, last: Ints, table: Int32s, begin: Ints, *, by_column: bool
) -> None:
    """Write the running sums of one side into their table.

    start: the first place of the other side.
    first, last: (other places,), the first and the last place of this side, for each place of the other.
    table, begin: see `WordSums`.
    by_column: whether the places of the other side are the columns of the table.
    """
    widest = len(table)
    max_worth = round(MAX_SENTENCE_WORTH / QUANTUM)
    value = [part.astype(np.float32) for part in side.value_of_gain()]
    if kernel.words is not None:
        side_arrays = side.types, side.ends, *side.other_side.arrays
        band = first, last, begin, table, start, widest, by_column
        limits = MIN_LENGTH, MAX_TOKENS, max_worth, RANK_BITS
        kernel.words.running_sums(*side_arrays, *value, *band, *limits)
        return
    without_gain, of_gain = value
    counts = np.minimum(np.diff(side.ends), MAX_TOKENS)
    gains = np.zeros((widest, side.other_side.size), np.float32)  # of the last 1, 2, ... sentences
    for group, (low, high) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        # 1. The gains of the last 1, 2, ... other sentences, and their numbers of tokens.
        place = start + group
        if group:
            gains[1:] = gains[:-1]
            gains[0] = 0.0
            gains += side.other_side.gain(place - 1).astype(np.float32)
        group_begins = np.maximum(place - np.arange(1, widest + 1), start)
        lengths = np.maximum(side.other_side.ends[place] - side.other_side.ends[group_begins], MIN_LENGTH)
        # 2. The worth of each token of the row or column.
        tokens = concatenate_ranges(side.ends[low:high], counts[low:high])
        types, which = np.unique(side.types[tokens], return_inverse=True)
        inverse_lengths = (1.0 / lengths).astype(np.float32)
        values = without_gain[types] + of_gain[types] * (gains[:, types] * inverse_lengths[:, None])
        worth = quantized_log(values)[:, which]
        # 3. Sum up the tokens of each sentence, and then the sentences.
        sums = np.pad(np.cumsum(worth, axis=1), ((0, 0), (1, 0)))
        sentences = np.diff(sums[:, counts_before(counts[low:high])], axis=1).clip(-max_worth, max_worth)
        running = np.pad(np.cumsum(sentences << RANK_BITS, axis=1), ((0, 0), (1, 0))).astype(np.int32)
        places = np.arange(low, high + 1)
        table[:, begin[places - first[0]] + place if by_column else begin[group] + places] = running
