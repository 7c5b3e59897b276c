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

from typing import NamedTuple

import numpy as np

import aligner.kernel as kernel
from aligner.lattice.costs import QUANTUM
from aligner.lattice.grid import Int32s, Ints
from aligner.lattice.kinds import RANK_BITS
from aligner.lexical.logarithms import quantized_log
from aligner.lexical.ranges import concatenate_ranges, counts_before
from aligner.lexical.word_likelihood import MIN_LENGTH, WordLikelihood

MAX_SENTENCE_WORTH = 400.0  # nats; limit of the worth of a sentence, so that differences of the sums fit an int32
MAX_TOKENS = 8192  # of a sentence; the rest is worth nothing, so that the sum of a sentence fits an int32


class WordSums(NamedTuple):
    """Running sums at the nodes of a band, quantized; they wrap around, but their differences are right.

    A column of both tables is a cell. That of the node (i, j) is begin[i - start] + j for first <= j <= last, where
    `start` is the first row of the band. Sums begin anywhere in their row or column: only differences have a meaning.
    If there are fewer sentences before a node than a row of the table takes, it takes those that there are.

    target: (widest, cells); row k - 1 holds S(k; i, j).
    source: (widest, cells); row k - 1 holds R(k; i, j).
    begin, first, last: (rows,).
    """

    target: Int32s
    source: Int32s
    begin: Ints
    first: Ints
    last: Ints


def word_sums(
    source: WordLikelihood, target: WordLikelihood, start: int, first: Ints, last: Ints, widest: int
) -> WordSums:
    """The running sums of a text at the nodes of a band and around it, as far as the costs of its beads need them.

    start: the first row i.
    first, last: (rows,), the least and the largest j of each row; they do not decrease.
    widest: sentences of one side of a bead, at most.
    """
    # 1. The sums of a bead are read at its other two corners, (i, j - t) and (i - s, j): add them to the band.
    rows = np.arange(len(first))
    first, last = np.maximum(first - widest, first[0]), last[np.minimum(rows + widest, len(rows) - 1)]
    begin = counts_before(last - first + 1)
    cells, begin = int(begin[-1]), begin[:-1] - first
    # 2. Sum up target tokens along the rows, and source tokens along the columns.
    sums = WordSums(np.empty((widest, cells), np.int32), np.empty((widest, cells), np.int32), begin, first, last)
    _add_up(target, start, sums, sums.target, by_column=False)
    _add_up(source, start, sums, sums.source, by_column=True)
    return sums


def _add_up(side: WordLikelihood, start: int, sums: WordSums, table: Int32s, *, by_column: bool) -> None:
    """Write the running sums of one side into their table.

    start: the first row of the band.
    sums: has the rows of the table.
    by_column: whether the sums run along the columns.
    """
    widest = len(table)
    max_worth = round(MAX_SENTENCE_WORTH / QUANTUM)
    value = [part.astype(np.float32) for part in side.value_of_gain()]
    begin, first, last = sums.begin, sums.first, sums.last
    if kernel.words is not None:
        side_arrays = side.types, side.ends, *side.other_side.arrays
        band = np.array([start]), np.array([0, len(first)]), first, last, begin, table, widest, by_column
        limits = MIN_LENGTH, MAX_TOKENS, max_worth, RANK_BITS
        kernel.words.running_sums(*side_arrays, *value, *band, *limits)
        return
    if by_column:
        columns = np.arange(first[0], last[-1] + 1)
        rows = start + np.searchsorted(last, columns), start + np.searchsorted(first, columns, "right") - 1
        start, (first, last) = int(first[0]), rows
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
        before = np.pad(np.cumsum(worth, axis=1), ((0, 0), (1, 0)))
        sentences = np.diff(before[:, counts_before(counts[low:high])], axis=1).clip(-max_worth, max_worth)
        running = np.pad(np.cumsum(sentences << RANK_BITS, axis=1), ((0, 0), (1, 0))).astype(np.int32)
        places = np.arange(low, high + 1)
        table[:, begin[places - first[0]] + place if by_column else begin[group] + places] = running
