"""Running sums of what the tokens of one side are worth, from which `word_model` computes the costs of all beads.

The target tokens of a bead of s source and t target sentences are worth the sum of ln [ nu + (1 - nu) r(w) ] over
the tokens w of the t target sentences; r depends on the s source sentences alone, see `word_likelihood`. So all beads
that end in row i and have the same s, whatever t is, share these values. Summed up along the row,

    S(s, i, j) = the sum over the tokens before the place j, given the source sentences i - s, ..., i - 1,

they give the worth of each of these beads as one difference: S(s, i, j) - S(s, i, j - t).

Two things make this fast. G, the gain, is a sum over source sentences: that of the last k of them is that of the last
k - 1, plus that of one more. And one logarithm is taken for a *bunch* of tokens, after their ratios are multiplied.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aligner.lattice.grid import Ints, sums_before
from aligner.lattice.log_table import log_table
from aligner.lexical.ranges import concatenate_ranges, counts_before
from aligner.lexical.word_likelihood import MIN_LENGTH, WordLikelihood

Float32s = npt.NDArray[np.float32]

_ROWS = 32  # rows of a band that are summed at once, to limit memory
_BUNCH = 4  # tokens of a bunch; few enough that the product of their ratios stays within a float32


def running_sums(
    side: WordLikelihood, first: Ints, last: Ints, max_sentences: int, *, wide: bool
) -> npt.NDArray[np.signedinteger]:
    """(max_sentences, cells), in quantized nats: the sums of one side along the rows of a band.

    Entry [k - 1, cell], where the cell is that of (i, j), is S(k, i, j): the sum over the tokens of this side before
    j, given the last k sentences of the other side before i. The cells of a row follow those of the row before it.
    A sum starts anywhere in its row, so only the difference of two sums of a row and of the same k has a meaning.

    side: the side whose tokens are summed.
    first, last: (other sentences + 1,), the least and the largest j of each row i.
    max_sentences: the largest k.
    wide: whether sums are int64. Sums of int32 wrap around; their differences are right if they fit an int32.
    """
    dtype = np.int64 if wide else np.int32
    row_begins = counts_before(last - first + 1)
    all_sums = np.empty((max_sentences, row_begins[-1]), dtype)
    other_tokens_before = sums_before(side.other_lengths)
    bunches, bunch_ends = _bunches(side)
    for begin in range(0, len(first), _ROWS):
        # 1. Take a few rows i, and all places j between the least and the largest of them.
        rows = np.arange(begin, min(begin + _ROWS, len(first)))
        places = np.arange(int(first[rows].min()), int(last[rows].max()) + 1)
        in_band = (places >= first[rows, None]) & (places <= last[rows, None])
        here = bunches[bunch_ends[places[0]] : bunch_ends[places[-1]]]
        gains, without_gain = _token_values(side, here, begin - max_sentences, len(rows) + max_sentences)
        # 2. Find the sentences that have tokens; the sums of others stay 0.
        filled = np.flatnonzero(np.diff(bunch_ends[places]))
        first_bunches = bunch_ends[places][filled] - bunch_ends[places[0]]
        sentence_sums = np.zeros((len(rows), len(places)), dtype)
        group_gains = np.zeros((len(rows), *without_gain.shape), np.float32)
        values = np.empty_like(group_gains)
        for k in range(1, max_sentences + 1):
            # 3. For each token, nu + (1 - nu) r given the last k other sentences: add the gains of one more.
            group_gains += gains[max_sentences - k : max_sentences - k + len(rows)]
            lengths = other_tokens_before[rows] - other_tokens_before[np.maximum(rows - k, 0)]
            inverse_lengths = (1 / np.maximum(lengths, MIN_LENGTH)).astype(np.float32)
            np.multiply(group_gains, inverse_lengths[:, None, None], out=values)
            values += without_gain
            # 4. Sum up the logarithms of each sentence, and then the sentences along each row.
            if len(filled):
                logs = log_table(1.0).of(np.multiply.reduce(values, axis=1))
                sentence_sums[:, filled + 1] = np.add.reduceat(logs, first_bunches, axis=1, dtype=dtype)
            row_sums = np.cumsum(sentence_sums, axis=1, dtype=dtype)
            all_sums[k - 1, row_begins[begin] : row_begins[rows[-1] + 1]] = row_sums[in_band]
    return all_sums


def _bunches(side: WordLikelihood) -> tuple[Ints, Ints]:
    """The tokens of each sentence in bunches of `_BUNCH`.

    (bunches, _BUNCH): the types of the tokens. The last bunch of a sentence is filled up with a type that does not
    exist: the number of all types.
    (sentences + 1,): the number of bunches before each sentence; the last entry is the number of all bunches.
    """
    counts = np.diff(side.ends)
    ends = counts_before(-(-counts // _BUNCH))
    bunches = np.full(ends[-1] * _BUNCH, len(side.scale))
    bunches[concatenate_ranges(ends[:-1] * _BUNCH, counts)] = side.types
    return bunches.reshape(-1, _BUNCH), ends


def _token_values(side: WordLikelihood, bunches: Ints, begin: int, count: int) -> tuple[Float32s, Float32s]:
    """The two parts of nu + (1 - nu) r of some tokens: what each of some other sentences adds, and the rest.

    bunches: (bunches, _BUNCH), the types of the tokens.
    begin, count: the first of the other sentences, which may be negative, and their number; sentences outside of
    the text add nothing.

    (count, _BUNCH, bunches): (1 - nu) G(w) / (G0 + e p) of each other sentence; 0 where a bunch has no token.
    (_BUNCH, bunches): nu + (1 - nu) e p / (G0 + e p), the value without any gain; 1 where a bunch has no token.
    """
    size, reliability = len(side.scale), 1 - side.noise
    # Only the types of these tokens are tabled, under local numbers; -1 marks all other types.
    types, which = np.unique(bunches.T, return_inverse=True)
    local = np.full(size + 1, -1)
    local[types] = np.arange(len(types))
    cells = slice(*np.searchsorted(side.gains.cells, np.clip([begin, begin + count], 0, None) * size))
    sentence, w = np.divmod(side.gains.cells[cells], max(size, 1))
    is_local = local[w] >= 0
    sentence, w = sentence[is_local], w[is_local]
    gains = np.zeros((count, len(types)), np.float32)
    gains[sentence - begin, local[w]] = side.gains.values[cells][is_local] * (side.scale * reliability)[w]
    without_gain = np.append(side.noise + reliability * side.scaled_chance, 1.0)[types].astype(np.float32)
    return gains[:, which], without_gain[which]
