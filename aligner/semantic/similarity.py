"""Similarity of the two sides of a bead: how much nearer their vectors are than those of other sentences of the text.

The similarity of the source side g and the target side h of a bead is worth, in nats,

    beta cos(g, h) - 1/2 [ ln B(g) + ln B(h) ],
    B(g) = (sum over the target sentences v outside of h of exp(beta cos(g, v)) + c) / (number of these v + c),

and B(h) likewise over source sentences. If P(v | g) is proportional to exp(beta cos(g, v)), this is the logarithm of
P(h | g) / P(h), as the mean of both directions. c sentences with a cosine of 0 keep B from extremes in short texts.
B of a long text is the mean over a sample of its sentences, and sentences of the bead are not left out of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from aligner.lattice.bead_table import UNIT_BITS, BeadTable, Int16s
from aligner.lattice.costs import Float32s
from aligner.lattice.grid import Band, Floats, Ints
from aligner.lattice.kinds import Kinds
from aligner.lattice.quantized import QUANTUM
from aligner.semantic.side_vectors import SideVectors

BETA = 5.0  # nats of a cosine of 1
PRIOR_SENTENCES = 5.0  # c
SAMPLE = 256  # sentences of a side; with more, B is a mean over so many of them
_ROWS = 64  # rows of a band whose costs are computed at once, so that the arrays stay in the cache
_UNIT = QUANTUM * 2**UNIT_BITS  # nats
_ERROR = 2e-3  # of a cosine; more than single precision and the rounding of costs have together
_LIMIT = np.iinfo(np.int16).max


@dataclass(frozen=True, eq=False)
class SentenceSimilarity:
    """The similarity of the sentences of two texts; nothing of it is fitted.

    source, target: the vectors of the two sides.
    """

    source: SideVectors
    target: SideVectors
    _groups: dict[int, tuple[_Groups, _Groups]] = field(default_factory=dict, repr=False)
    _tables: dict[tuple[Kinds, bytes], BeadTable] = field(default_factory=dict, repr=False)  # the last one only

    def costs(self, kinds: Kinds, band: Band) -> BeadTable:
        """The costs of the similarity of the two-sided beads of a band."""
        key = kinds, b"".join(array.tobytes() for array in band)
        if key not in self._tables:
            self._tables.clear()
            self._tables[key] = self._compute(kinds, band)
        return self._tables[key]

    def max_worth(self, widest: int) -> tuple[Floats, Floats]:
        """(widest, n + 1) and (widest, m + 1), nats: upper bounds of what either side of a bead adds to its worth.

        Row k - 1 for the last k sentences before each place as one side, wherever the other side stands. The cosine is
        at most 1, and half of its worth belongs to each side.
        """
        half = BETA / 2 * (1 + _ERROR)
        source, target = (half - of_side.least_log_mean() / 2 for of_side in self._groups_of(widest))
        return source, target

    def _groups_of(self, widest: int) -> tuple[_Groups, _Groups]:
        """The groups of up to `widest` sentences of both sides."""
        if widest not in self._groups:
            sides = (self.source, self.target), (self.target, self.source)
            source, target = (_Groups.from_side(side, opposite, widest) for side, opposite in sides)
            self._groups[widest] = source, target
        return self._groups[widest]

    def _compute(self, kinds: Kinds, band: Band) -> BeadTable:
        result = BeadTable.zeros(kinds, band)
        begins = np.append(result.cell + band.first, result.table.shape[1])
        weighted = self.source.weighted, self.target.weighted
        groups = self._groups_of(kinds.widest)
        for low in range(0, len(band.first), _ROWS):
            high = min(low + _ROWS, len(band.first))
            tile = _Tile(weighted, groups, kinds.widest, band, low, high)
            tile.write(kinds, result.table[:, begins[low] : begins[high]])
        return result


@dataclass(frozen=True, eq=False)
class _Groups:
    """Groups of the last 1, 2, ..., widest sentences before each place of one side.

    inverse_norms: (widest, places), see `SideVectors.inverse_norms`.
    sums: (widest, places), the sum of exp(beta cos) over sentences of the other side.
    largest: (widest, places), the part of the sum that the `widest` largest of them have.
    others: number of the sentences that the sums are over.
    leaves_out: True if these are all sentences, so that those of the bead are left out.
    """

    inverse_norms: Floats
    sums: Floats
    largest: Floats
    others: int
    leaves_out: bool

    @classmethod
    def from_side(cls, side: SideVectors, opposite: SideVectors, widest: int) -> _Groups:
        inverse_norms = side.inverse_norms(widest)
        leaves_out = len(opposite.units) <= SAMPLE
        sample = np.linspace(0, max(len(opposite.units) - 1, 0), min(len(opposite.units), SAMPLE)).astype(np.intp)
        others = opposite.units[sample]
        sums, largest = np.zeros((2, *inverse_norms.shape))
        for begin in range(0, inverse_norms.shape[1], _ROWS):
            places = np.arange(begin, min(begin + _ROWS, inverse_norms.shape[1]))
            values = np.exp(BETA * side.cosines_of_groups(widest, inverse_norms, others, places))
            sums[:, places] = values.sum(axis=2)
            if leaves_out:
                count = min(widest, len(others))
                largest[:, places] = np.partition(values, len(others) - count, axis=2)[:, :, -count:].sum(axis=2)
        return cls(inverse_norms, sums, largest, len(others), leaves_out)

    def log_mean(self, k: int, places: slice, left_out: Floats | None, count: int) -> Floats:
        """ln B of the last k sentences before places, (places, 1); or (places, other places) with sentences left out.

        left_out: (places, other places), the part of the sums that the sentences of the bead have; None without it.
        count: number of the sentences that are left out.
        """
        sums = self.sums[k - 1, places, None]
        if left_out is None:
            log_mean: Floats = np.log((sums + PRIOR_SENTENCES) / (self.others + PRIOR_SENTENCES))
            return log_mean
        rest = np.maximum(sums - left_out, 0.0) + PRIOR_SENTENCES
        return np.asarray(np.log(rest / (max(self.others - count, 0) + PRIOR_SENTENCES)))

    def least_log_mean(self) -> Floats:
        """(widest, places): a lower bound of ln B, whatever sentences are left out."""
        rest = np.maximum(self.sums - self.largest, 0.0) + PRIOR_SENTENCES
        return np.asarray(np.log(rest / (self.others + PRIOR_SENTENCES)))


class _Tile:
    """The beads that end in some consecutive rows of a band.

    A sum over the sentences of a group is the difference of two running sums, so the products of all groups follow from
    those of sentences.
    """

    def __init__(
        self,
        weighted: tuple[Float32s, Float32s],
        groups: tuple[_Groups, _Groups],
        widest: int,
        band: Band,
        low: int,
        high: int,
    ) -> None:
        i, first, last = band.rows[low:high], band.first[low:high], band.last[low:high]
        # 1. The places of the tile, and the first sentences of beads that end there.
        self._places = slice(int(i[0]), int(i[-1]) + 1), slice(int(first[0]), int(last[-1]) + 1)
        begin = tuple(max(places.start - widest, 0) for places in self._places)
        self._here = tuple(np.arange(p.start - b, p.stop - b) for p, b in zip(self._places, begin, strict=True))
        # 2. The running sums of the products of sentences over both sides.
        source, target = (side[b : p.stop - 1] for side, p, b in zip(weighted, self._places, begin, strict=True))
        self._sums = np.zeros((len(source) + 1, len(target) + 1))
        np.cumsum(np.cumsum((source @ target.T).astype(np.float64), axis=0), axis=1, out=self._sums[1:, 1:])
        self._groups, self._begin = groups, begin
        # 3. The nodes of the band among those of the tile.
        sizes = last - first + 1
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        self._nodes = np.repeat((i - i[0]) * len(self._here[1]) + first - first[0], sizes) + within

    def write(self, kinds: Kinds, table: Int16s) -> None:
        """Write the costs of the two-sided kinds into a table, (kinds, nodes)."""
        norms = [of_side.inverse_norms[:, p] for of_side, p in zip(self._groups, self._places, strict=True)]
        # Values of exp(beta cos) of groups with single sentences, summed up along the single sentences.
        of_source = {s: self._left_out(s, 0) for s in {kind[0] for kind in kinds[: kinds.paired]}}
        of_target = {t: self._left_out(t, 1) for t in {kind[1] for kind in kinds[: kinds.paired]}}
        for k, (s, t) in enumerate(kinds[: kinds.paired]):
            products = _last(_last(self._sums, s, self._here[0], 0), t, self._here[1], 1)
            cosines = products * norms[0][s - 1][:, None] * norms[1][t - 1]
            without_target, without_source = of_source[s], of_target[t]
            left_out = None if without_target is None else _last(without_target, t, self._here[1], 1)
            of_both = self._groups[0].log_mean(s, self._places[0], left_out, t)
            left_out = None if without_source is None else _last(without_source, s, self._here[0], 0).T
            of_both = of_both + self._groups[1].log_mean(t, self._places[1], left_out, s).T
            costs = (of_both / 2 - BETA * cosines).ravel()[self._nodes] / _UNIT
            table[k] = np.rint(np.clip(costs, -_LIMIT, _LIMIT))

    def _left_out(self, k: int, side: int) -> Floats | None:
        """Running sums of exp(beta cos) of groups of k sentences of a side over the sentences of the other one."""
        groups, opposite = self._groups[side], self._groups[1 - side]
        if not groups.leaves_out:
            return None
        products = np.diff(_last(self._sums, k, self._here[side], side), axis=1 - side)
        begin, count = self._begin[1 - side], products.shape[1 - side]
        of_group = groups.inverse_norms[k - 1, self._places[side]]
        of_single = opposite.inverse_norms[0, begin + 1 : begin + count + 1]
        scale = np.outer(of_group, of_single) if side == 0 else np.outer(of_single, of_group)
        values = np.cumsum(np.exp(BETA * products * scale), axis=1 - side)
        zero = np.zeros_like(values[:, :1] if side == 0 else values[:1])
        return np.concatenate([zero, values], axis=1 - side)


def _last(running: Floats, count: int, places: Ints, axis: int) -> Floats:
    """The sums over the last `count` sentences before places, from running sums along an axis."""
    before = np.maximum(places - count, 0)
    difference: Floats = running.take(places, axis) - running.take(before, axis)
    return difference
