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
from aligner.lexical.logarithms import Float32s, quantized_log
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
    _add_up(target, band, first, last, cell, tables[1], by_column=False)
    _add_up(source, band, first, last, cell, tables[0], by_column=True)
    return WordSums(tables[0], tables[1], cell, first, last)


def _add_up(
    side: WordLikelihood, band: Band, first: Ints, last: Ints, begin: Ints, table: Int32s, *, by_column: bool
) -> None:
    """Write the running sums of one side into their table.

    band: has the blocks.
    first, last, begin: (rows,), the padded rows and their cells; see `WordSums`.
    by_column: whether the sums run along the columns.
    """
    without_gain, of_gain = (part.astype(np.float32) for part in side.value_of_gain())
    if kernel.words is not None:
        side_arrays = side.types, side.ends, *side.other_side.arrays, without_gain, of_gain
        rows = band.start, band.bounds, first, last, begin, table, len(table), by_column
        limits = MIN_LENGTH, MAX_TOKENS, round(MAX_SENTENCE_WORTH / QUANTUM), RANK_BITS
        kernel.words.running_sums(*side_arrays, *rows, *limits)
        return
    for start, (low, high) in zip(band.start.tolist(), pairwise(band.bounds.tolist()), strict=True):
        of_block = first[low:high], last[low:high]
        place = start
        if by_column:
            columns = np.arange(first[low], last[high - 1] + 1)
            top = start + np.searchsorted(of_block[1], columns)
            bottom = start + np.searchsorted(of_block[0], columns, "right") - 1
            place, of_block = int(first[low]), (top, bottom)
        _add_up_block(side, place, *of_block, begin[low:high], table, without_gain, of_gain, by_column=by_column)


def _add_up_block(
    side: WordLikelihood,
    start: int,
    first: Ints,
    last: Ints,
    begin: Ints,
    table: Int32s,
    without_gain: Float32s,
    of_gain: Float32s,
    *,
    by_column: bool,
) -> None:
    """Write the running sums of one side in one block.

    start: the first place of the other side.
    first, last: (other places,), the first and the last place of this side, for each place of the other.
    begin: (rows,), see `WordSums`.
    without_gain, of_gain: see `WordLikelihood.value_of_gain`.
    by_column: whether the places of the other side are the columns of the table.
    """
    widest, max_worth = len(table), round(MAX_SENTENCE_WORTH / QUANTUM)
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
        before = np.pad(np.cumsum(worth, axis=1), ((0, 0), (1, 0)))
        sentences = np.diff(before[:, counts_before(counts[low:high])], axis=1).clip(-max_worth, max_worth)
        running = np.pad(np.cumsum(sentences << RANK_BITS, axis=1), ((0, 0), (1, 0))).astype(np.int32)
        places = np.arange(low, high + 1)
        table[:, begin[places - first[0]] + place if by_column else begin[group] + places] = running
