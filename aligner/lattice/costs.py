"""Costs of the beads of one text: -ln of a probability, or of a ratio of two; quantized, see `quantized`.

The cost of the bead of kind (s, t) that ends at the node (i, j) is a sum of

    the prior of its kind,
    the costs of its two sides, source[s - 1, i] + target[t - 1, j],
    the cost of their lengths, see `Lengths`,
    the cost of the nodes where it begins and ends, see `Breaks`,
    the cost of their words, see `WordSums`,
    the cost of the bead itself, see `BeadTable`.

A one-sided bead costs its prior plus what the places i and j add to it. Evidence fills these tables, and a search need
not know what they mean.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.lattice.bead_table import BeadTable
from aligner.lattice.grid import Floats, Int32s, Int64s, Ints, Number, Path
from aligner.lattice.kinds import RANK_BITS, Kinds
from aligner.lattice.log_table import LogTable

Float32s = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

END_OF_TEXT = 2  # state of the places at both ends of a text, see `Breaks`


class Lengths(NamedTuple):
    """The lengths of the sides of beads. Row k - 1 of a table is about the last k sentences before each place.

    With d = y - x, the lengths of a bead cost, by one of two models:

        table of (d^2 + x_spread) (d^2 + y_spread)        if there are spreads,
        q + table of q, q = min(d^2 / (y + x), max_square)   otherwise.

    x: (widest, n + 1), lengths of source sides.
    y: (widest, m + 1), lengths of target sides.
    table: a function of a logarithm.
    x_spread, y_spread: (widest, n + 1) and (widest, m + 1), or None.
    max_square: the largest q, in quanta; None if there are spreads.
    """

    x: Float32s
    y: Float32s
    table: LogTable
    x_spread: Float32s | None = None
    y_spread: Float32s | None = None
    max_square: np.float32 | None = None

    def costs(self, s: Ints, t: Ints, i: Ints, j: Ints) -> Int32s:
        """(*shape): costs of the lengths of two-sided beads of s and t sentences that end at (i, j)."""
        x, y = self.x[s - 1, i], self.y[t - 1, j]
        square: Float32s = (y - x) * (y - x)
        if self.x_spread is not None and self.y_spread is not None:
            return self.table.of((square + self.x_spread[s - 1, i]) * (square + self.y_spread[t - 1, j]))
        square = np.minimum(square / (y + x), self.max_square or np.float32(0))
        costs: Int32s = (square.astype(np.int32) << RANK_BITS) + self.table.of(square)
        return costs


class Breaks(NamedTuple):
    """The costs of nodes by the states of their two places: 0 no break, 1 a break, 2 the end of a text.

    source_state, target_state: (n + 1,) and (m + 1,).
    nodes: (3, 3), by the state of the source and of the target: what a node costs each of the two-sided beads that
    begin or end there.
    """

    source_state: Bytes
    target_state: Bytes
    nodes: Int32s


class WordSums(NamedTuple):
    """Running sums of what tokens are worth, from which the words of a bead cost a difference of differences.

    The cell of the node (i, j), in the row of number r in the band, is cell[r] + j. Row k - 1 of `target` is given the
    last k source sentences before i, and sums up the target tokens before j; row k - 1 of `source` is given the last k
    target sentences before j, and sums up the source tokens before i. The words of a bead (s, t) that ends there cost

        1/2 [ source[t - 1](i - s, j) - source[t - 1](i, j) + target[s - 1](i, j - t) - target[s - 1](i, j) ].

    Sums wrap around in an int32; these differences are right.

    source, target: (widest, cells), quantized.
    cell: (rows,), the cell of j = 0 in each row of the band; negative if the row has no such cell.
    first, last: (rows,), the least and the largest j of each row that have cells: all corners of the beads in the band.
    """

    source: Int32s
    target: Int32s
    cell: Int64s
    first: Int64s
    last: Int64s

    def costs(self, s: Ints, t: Ints, row: Ints, j: Ints) -> Int32s:
        """(*shape): costs of the words of two-sided beads of s and t sentences that end at j of a row."""
        here, before = self.cell[row] + j, self.cell[row - s] + j
        sums = self.source[t - 1, before] - self.source[t - 1, here]
        sums += self.target[s - 1, here - t] - self.target[s - 1, here]
        # One shift more than the bits of a rank halves the sum; the shift back leaves these bits free for the rank.
        costs: Int32s = sums >> (RANK_BITS + 1) << RANK_BITS
        return costs


class BeadCosts(NamedTuple):
    """The tables of all costs of one text; see the module docstring.

    kinds: the kinds of bead.
    priors: (kinds,), -ln P(kind).
    lengths: what the lengths of two-sided beads cost beyond the costs of their sides.
    source, target: (widest, n + 1) and (widest, m + 1); row k - 1 for the last k sentences before each place as one
    side of a two-sided bead.
    one_source, one_target: (2, n + 1) and (2, m + 1), what each place adds to the cost of a deletion (row 0) and of an
    insertion (row 1) that ends there.
    breaks, words, bead_table: None if they have no costs.
    """

    kinds: Kinds
    priors: Int32s
    lengths: Lengths
    source: Int32s
    target: Int32s
    one_source: Int32s
    one_target: Int32s
    breaks: Breaks | None = None
    words: WordSums | None = None
    bead_table: BeadTable | None = None

    @property
    def size(self) -> tuple[int, int]:
        """(n, m): source and target sentences."""
        return self.source.shape[1] - 1, self.target.shape[1] - 1

    def of_small_kinds(self, widest: int) -> BeadCosts:
        """The costs of the kinds that have at most `widest` sentences on either side; the bead table is left out."""
        numbers = [k for k, kind in enumerate(self.kinds) if max(kind) <= widest]
        return self._replace(kinds=Kinds(self.kinds[k] for k in numbers), priors=self.priors[numbers], bead_table=None)

    def backwards(self) -> BeadCosts:
        """The costs of a text and its translation that are read backwards; words and the bead table are left out.

        A bead that ends at the place k after the begin of a side begins there when it is read backwards.
        """
        lengths, breaks = self.lengths, self.breaks
        turned = lengths._replace(
            x=_backwards(lengths.x),
            y=_backwards(lengths.y),
            x_spread=None if lengths.x_spread is None else _backwards(lengths.x_spread),
            y_spread=None if lengths.y_spread is None else _backwards(lengths.y_spread),
        )
        # A one-sided bead has a sentence on one side; on the other, it stands at a place.
        one_source, one_target = self.one_source[:, ::-1].copy(), self.one_target[:, ::-1].copy()
        one_source[0, 1:], one_target[1, 1:] = self.one_source[0, :0:-1], self.one_target[1, :0:-1]
        return self._replace(
            lengths=turned,
            source=_backwards(self.source),
            target=_backwards(self.target),
            one_source=one_source,
            one_target=one_target,
            breaks=breaks and Breaks(breaks.source_state[::-1].copy(), breaks.target_state[::-1].copy(), breaks.nodes),
            words=None,
            bead_table=None,
        )

    def of_beads(self, kind: Ints, row: Ints, i: Ints, j: Ints) -> Int32s:
        """(*shape): costs of beads that end at (i, j); priors and the cost of the node where they end included.

        kind: numbers of their kinds.
        row: numbers of the rows of the band in which they end; needed for words and the bead table only.

        Beads that would begin before their text have an arbitrary cost.
        """
        kind, row, i, j = np.broadcast_arrays(kind, row, i, j)
        shapes = np.array(self.kinds, np.intp)
        s, t = shapes[kind].transpose(-1, *range(kind.ndim))
        two_sided = kind < self.kinds.paired
        side = np.where(two_sided, 0, kind - self.kinds.paired)
        costs: Int32s = self.priors[kind] + np.where(two_sided, 0, self.one_source[side, i] + self.one_target[side, j])
        kind, s, t, row, i, j = (array[two_sided] for array in (kind, s, t, row, i, j))
        of_two_sided = self.source[s - 1, i] + self.target[t - 1, j] + self.lengths.costs(s, t, i, j)
        if self.words is not None:
            of_two_sided += self.words.costs(s, t, row, j)
        if self.bead_table is not None:
            of_two_sided += self.bead_table.costs(kind, row, j)
        if self.breaks is not None:
            of_two_sided += self.of_nodes(i, j)
        costs[two_sided] += of_two_sided
        return costs

    def of_nodes(self, i: Ints, j: Ints) -> Int32s:
        """(*shape): costs of nodes for each of the two-sided beads that begin or end there."""
        if self.breaks is None:
            return np.zeros(np.broadcast_shapes(i.shape, j.shape), np.int32)
        costs: Int32s = self.breaks.nodes[self.breaks.source_state[i], self.breaks.target_state[j]]
        return costs

    def of_path(self, path: Path, rows: Ints) -> Int64s:
        """(beads,): costs of the beads of a path, each with the nodes where it begins and ends.

        rows: (beads,), number of the row of the band in which each bead ends.
        """
        kind = self.kinds.numbers(*np.diff(path, axis=0).T)
        costs = self.of_beads(kind, rows, path[1:, 0], path[1:, 1]).astype(np.int64)
        costs += np.where(kind < self.kinds.paired, self.of_nodes(path[:-1, 0], path[:-1, 1]), 0)
        return costs

    def arrays(self) -> tuple[npt.NDArray[Any] | None, ...]:
        """The tables in the order in which the compiled core takes them."""
        lengths, breaks, words = self.lengths, self.breaks, self.words
        table = lengths.table
        sizes = [*self.size, self.kinds.paired, len(self.source), table.dropped_bits, table.fine_bits, table.offset]
        return (
            self.kinds.shapes,
            self.kinds.ranks,
            self.priors,
            np.array(sizes, np.int64),
            lengths.x,
            lengths.y,
            lengths.x_spread,
            lengths.y_spread,
            None if lengths.max_square is None else np.array([lengths.max_square], np.float32),
            table.coarse,
            table.fine,
            self.source,
            self.target,
            self.one_source,
            self.one_target,
            *((None, None, None) if breaks is None else breaks),
            *((None,) * 5 if words is None else words),
            *((None, None) if self.bead_table is None else self.bead_table),
        )


def _backwards(table: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """A table about the last 1, 2, ... sentences before each place, for the text that is read backwards.

    The k sentences that end at a place there are those that begin n - place sentences after the begin.
    """
    turned = table[:, ::-1].copy()
    for k in range(1, len(table) + 1):
        turned[k - 1, k:] = table[k - 1, : k - 1 : -1]
    return turned


def sums_of_last(values: Floats, max_count: int) -> Floats:
    """(max_count + 1, values + 1): the sum of the last 0 to `max_count` values before each place.

    A sum that would begin before the first value begins with it.
    """
    total = np.concatenate([[0.0], np.cumsum(values)])
    sums: Floats = total - total[np.maximum(np.arange(len(total)) - np.arange(max_count + 1)[:, None], 0)]
    return sums
