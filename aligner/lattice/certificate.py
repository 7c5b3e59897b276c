"""A proof of how good a path is that was searched in a band.

A path that leaves the band on one side leaves it near a node u and comes back near a node v. It costs at least
F(u) + B(u, v) + R(v), where

    F(u) is the cost of the cheapest path to u inside the band,
    R(v) is the cost of the cheapest path from v to the end inside the band,
    B(u, v) is a lower bound of the cost of any path from u to v.

B is the difference of a potential: B(u, v) = D(v) - D(u) with D(i, j) = P(i) + Q(j). A bead costs at least a floor
of its source side plus a floor of its target side, each with half of its prior. P(i) is the least sum of floors with
which sides of beads tile the first i source sentences, Q(j) that for the first j target sentences. If

    min over u before v of F(u) - D(u) + D(v) + R(v) >= the cost of the path

on both sides of the band, then no path is better. If not, the largest L for which this holds for all v at most L
diagonals after u is the *excursion*: a better path stays outside the band for more than L diagonals.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aligner.lattice.costs import BeadCosts, Float32s, sums_of_last
from aligner.lattice.grid import Band, Bools, Floats, Int64s
from aligner.lattice.quantized import dequantize
from aligner.lattice.viterbi import UNREACHED, totals

TABLE_ERROR = 1e-3  # nats; larger than the errors of the tables of logarithms
_TOLERANCE = 1e-6  # nats; sums of potentials have smaller rounding errors


class Certificate(NamedTuple):
    """The result of a proof about a path.

    proved: True if no path is better.
    excursion: otherwise, every path that is better leaves the band at least once for more than this number of
    diagonals, that is, of sentences of both texts together.
    """

    proved: bool
    excursion: int = 0


def certify(
    costs: BeadCosts,
    all_nodes: Band,
    band: Band,
    max_worth: tuple[Floats, Floats] | None = None,
    max_similarity: tuple[Floats, Floats] | None = None,
) -> Certificate:
    """The certificate of the best path of a band: the weakest of those of its blocks.

    all_nodes: all nodes of the blocks.
    max_worth: (n,) and (m,), nats: upper bounds of what the words of each sentence add to the worth of a bead; None
    if the costs have no words.
    max_similarity: (widest, n + 1) and (widest, m + 1), nats: upper bounds of what the similarity of its sides adds to
    the worth of a bead, by the last 1, 2, ... sentences before each place as either side; None if the costs have none.
    """
    from_begin, to_end = (_nats(of_nodes) for of_nodes in totals(costs, band))
    nodes = _BandNodes(all_nodes, band)
    source, target = _potentials(costs, max_worth, max_similarity)
    potential = source[nodes.i] + target[nodes.j]
    excursions = []
    for block in range(band.blocks):
        in_block = nodes.block == block
        cost = float(from_begin[in_block][-1]) - _TOLERANCE
        # Diagonals, i + j, number the nodes of a path in order.
        diagonal = nodes.i[in_block] + nodes.j[in_block]
        diagonal -= diagonal[0]
        count = int(diagonal[-1]) + 1
        excursion = count
        for leaves, enters in nodes.edges(costs.kinds.widest):
            # The least F(u) - D(u) and the least D(v) + R(v) of the nodes of each diagonal at which paths may cross.
            leave, enter = np.full(count, np.inf), np.full(count, np.inf)
            can_leave, can_enter = leaves[in_block], enters[in_block]
            np.minimum.at(leave, diagonal[can_leave], (from_begin - potential)[in_block][can_leave])
            np.minimum.at(enter, diagonal[can_enter], (to_end + potential)[in_block][can_enter])
            excursion = min(excursion, _longest_excursion(leave, enter, cost))
        excursions.append(Certificate(excursion >= count, 0 if excursion >= count else excursion))
    unproved = [certificate for certificate in excursions if not certificate.proved]
    return min(unproved) if unproved else Certificate(proved=True)


class _BandNodes:
    """The nodes of a band, row by row.

    row, block, i, j: (nodes,) each, of every node.
    """

    def __init__(self, all_nodes: Band, band: Band) -> None:
        self._all_nodes, self._band = all_nodes, band
        self.row, self.j = band.row_and_j
        self.i = band.rows[self.row]
        self.block = np.repeat(np.arange(band.blocks), np.diff(band.bounds))[self.row]

    def edges(self, widest: int) -> list[tuple[Bools, Bools]]:
        """For the first and the last edge of the rows: the nodes from which a bead may lead across, and to which.

        widest: sentences of the widest side of a bead.
        """
        band, limits, row = self._band, self._all_nodes, self.row
        begin, end = band.bounds[:-1][self.block], band.bounds[1:][self.block] - 1
        after, before = np.minimum(row + widest, end), np.maximum(row - widest, begin)
        first_is_open, last_is_open = band.first > limits.first, band.last < limits.last
        first_edge = self.j < band.first[after], self.j < band.first[row] + widest
        last_edge = self.j + widest > band.last[row], self.j > band.last[before]
        near_first, near_last = _near(first_is_open, widest)[row], _near(last_is_open, widest)[row]
        return [
            (first_edge[0] & near_first, first_edge[1] & near_first),
            (last_edge[0] & near_last, last_edge[1] & near_last),
        ]


def _near(marked: Bools, reach: int) -> Bools:
    """True for the places that are no further than `reach` places from a marked one."""
    padded = np.concatenate([np.zeros(reach, bool), marked, np.zeros(reach, bool)])
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).any(axis=1), bool)


def _nats(of_nodes: Int64s) -> Floats:
    """Totals of nodes in nats; infinite for nodes that no path reaches."""
    return np.where(of_nodes < UNREACHED // 2, dequantize(of_nodes), np.inf)


def _potentials(
    costs: BeadCosts, max_worth: tuple[Floats, Floats] | None, max_similarity: tuple[Floats, Floats] | None
) -> tuple[Floats, Floats]:
    """P and Q, (n + 1,) and (m + 1,), in nats: the parts of the potential D(i, j) = P(i) + Q(j)."""
    priors = dequantize(costs.priors)
    potentials = []
    for side, floors in enumerate(_floors(costs, max_worth, max_similarity)):
        # 1. Each side of a two-sided bead bears half of the prior. Sides of k sentences may belong to several kinds.
        halves: dict[int, float] = {}
        for kind, prior in zip(costs.kinds[: costs.kinds.paired], priors.tolist(), strict=False):
            halves[kind[side]] = min(halves.get(kind[side], np.inf), prior / 2)
        two_sided = [(k, (floors[k] + half).tolist()) for k, half in sorted(halves.items())]
        # 2. A sentence may also be a bead by itself.
        one_sided = (floors[0] + priors[costs.kinds.paired + side]).tolist()
        potentials.append(_cheapest_tiling(one_sided, two_sided, costs.size[side]))
    return potentials[0], potentials[1]


def _floors(
    costs: BeadCosts, max_worth: tuple[Floats, Floats] | None, max_similarity: tuple[Floats, Floats] | None = None
) -> tuple[Floats, Floats]:
    """Lower bounds, in nats, of the cost of either side of a bead, wherever the other side stands.

    For the source and for the target, (widest + 1, places): row k for the last k sentences before a place as one side
    of a two-sided bead; row 0 for the last sentence as a one-sided bead. A bead costs at least its prior plus the
    floors of its sides.
    """
    one_sided = [dequantize(costs.one_source), dequantize(costs.one_target)]
    tables = costs.source, costs.target
    spreads = costs.lengths.x_spread, costs.lengths.y_spread
    cheapest_node = float(dequantize(costs.breaks.nodes.min())) if costs.breaks else 0.0
    floors = []
    for side in range(2):
        of_side, of_other = one_sided[side][side], one_sided[1 - side][side]
        two_sided = dequantize(tables[side]) + _length_floor(costs, spreads[side]) + min(cheapest_node, 0.0)
        if max_worth is not None:
            two_sided -= sums_of_last(max_worth[side], len(two_sided))[1:]
        if max_similarity is not None:
            two_sided -= max_similarity[side]
        floors.append(np.vstack([of_side + float(of_other.min()), two_sided]))
    return floors[0], floors[1]


def _length_floor(costs: BeadCosts, spread: Float32s | None) -> Floats | float:
    """The part of the cost of lengths that each side has if both sides are equally long, d = 0."""
    if spread is None:
        return -TABLE_ERROR
    # ln [ x_spread y_spread ] is half of ln x_spread^2 plus half of ln y_spread^2.
    return dequantize(costs.lengths.table.of(spread * spread)) / 2 - TABLE_ERROR


def _cheapest_tiling(one_sided: list[float], two_sided: list[tuple[int, list[float]]], length: int) -> Floats:
    """(length + 1,): the least cost of the sentences before each place, tiled with sides of beads.

    one_sided: least cost of the last sentence before each place as a one-sided bead.
    two_sided: k, and the least cost of the last k sentences before each place as one side of a two-sided bead.
    """
    tiled = [0.0] * (length + 1)
    for place in range(1, length + 1):
        best = tiled[place - 1] + one_sided[place]
        for k, costs in two_sided:
            if k <= place:
                best = min(best, tiled[place - k] + costs[place])
        tiled[place] = best
    return np.array(tiled)


def _longest_excursion(leave: Floats, enter: Floats, cost: float) -> int:
    """The largest L such that `leave` at a place plus `enter` at any of the next L places is never below a cost."""
    size = len(leave)
    # windows[p]: for each place, the least `enter` of the next 2 ** p places.
    windows = [np.append(enter[1:], np.inf)]
    while 1 << len(windows) <= size:
        half = windows[-1]
        step = 1 << len(windows) - 1
        windows.append(np.minimum(half, np.append(half[step:], np.full(step, np.inf))))
    # A binary search: L is a sum of powers of two; try the largest first, and keep it if no sum falls below the cost.
    longest, least = 0, np.full(size, np.inf)
    for power in reversed(range(len(windows))):
        shifted = np.append(windows[power][longest:], np.full(longest, np.inf))[:size]
        candidate = np.minimum(least, shifted)
        if (leave + candidate >= cost).all():
            longest, least = longest + (1 << power), candidate
    return longest
