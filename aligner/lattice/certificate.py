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

from aligner.lattice.costs import BeadCosts, SideFacts, dequantize
from aligner.lattice.grid import Band, Block, Bools, Floats, Int32s, Ints
from aligner.lattice.sweep import DiagonalBatch, StackedBands
from aligner.lattice.viterbi import UNREACHED, cheapest_totals

_TOLERANCE = 1e-6  # nats; sums of potentials have smaller rounding errors


class Certificate(NamedTuple):
    """The result of a proof about a path.

    proved: True if no path is better.
    excursion: otherwise, every path that is better leaves the band at least once for more than this number of
    diagonals, that is, of sentences of both texts together.
    """

    proved: bool
    excursion: int = 0


def certify(costs: BeadCosts, size: tuple[int, int], block: Block, band: Band, cost: float) -> Certificate:
    """The certificate of a path through a band of a block.

    size: n and m of the text of the block.
    cost: the cost of the path, in nats.
    """
    n, m = size
    reach = costs.kinds.widest  # no bead is wider: u and v are less than so many nodes from the edge that is crossed
    diagonals = len(band.first)
    # 1. Compute F and R at the nodes near both edges, and the two parts of D.
    f, r = _edge_totals(costs, band, reach), _edge_totals_to_end(costs, size, band, reach)
    p, q = _potentials(costs, band.text, size)
    least, largest = block.limits()
    number = band.start + np.arange(diagonals)
    excursion = diagonals
    for side, is_open in ((0, band.first > least), (1, band.last < largest)):
        # 2. Take the least F(u) - D(u) and the least D(v) + R(v) of the nodes near this edge, on each diagonal.
        leave, enter = np.full(diagonals, np.inf), np.full(diagonals, np.inf)
        for step in range(reach):
            i = band.first + step if side == 0 else band.last - step
            d = p[np.clip(i, 0, n)] + q[np.clip(number - i, 0, m)]
            leave = np.minimum(leave, f[side][:, step] - d)
            enter = np.minimum(enter, r[side][:, step] + d)
        # 3. Leave out diagonals where no bead can cross the edge: no bead spans more than 2 * reach diagonals, and only
        # where an edge is open do nodes of the block lie outside.
        leave[~_any_ahead(is_open, 2 * reach)] = np.inf
        enter[~_any_ahead(is_open[::-1], 2 * reach)[::-1]] = np.inf
        # 4. Find the longest excursion for which no path is better.
        excursion = min(excursion, _longest_excursion(leave, enter, cost - _TOLERANCE))
    proved = excursion >= diagonals
    return Certificate(proved, 0 if proved else excursion)


class ReversedCosts:
    """The costs of beads where a text and its translation are read backwards; a `costs.BeadCosts`.

    A bead that ends at a node, read backwards, begins there when it is read forwards; but its facts are those of
    the place where it ends when it is read forwards. So the facts of a place here are those of the same place and of
    the next places of the text, stacked.
    """

    def __init__(self, costs: BeadCosts, text: int) -> None:
        self._costs, self._text, self.kinds = costs, np.array([text]), costs.kinds
        self.groups: list[slice] = [slice(number, number + 1) for number in range(len(self.kinds))]
        self._facts = [len(side.table) for side in costs.sides]  # facts of one place
        source, target = (
            SideFacts(_stacked_backwards(side.of_text(text), self.kinds.widest), np.zeros(1, np.intp))
            for side in costs.sides
        )
        self.sides = source, target

    def priors(self, texts: Ints) -> Int32s:
        """(kinds, *shape), see `costs.BeadCosts`."""
        return self._costs.priors(np.broadcast_to(self._text, texts.shape))

    def beads(self, group: slice, texts: Ints, source: Int32s, target: Int32s) -> Int32s:
        """(group, *shape), see `costs.BeadCosts`."""
        costs = []
        for number in range(group.start, group.stop):
            facts = self._facts_after(source, target, *self.kinds[number])
            costs.append(self._costs.beads(slice(number, number + 1), self._text, *facts))
        return np.concatenate(costs)

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> Int32s | None:
        """(*shape), see `costs.BeadCosts`."""
        return self._costs.nodes(self._text, *self._facts_after(source, target, 0, 0))

    def floors(self, text: int) -> tuple[Floats, Floats]:
        """Not needed; raises NotImplementedError."""
        raise NotImplementedError

    def _facts_after(self, source: Int32s, target: Int32s, s: int, t: int) -> tuple[Int32s, Int32s]:
        """The facts of the places s source and t target sentences later in the texts."""
        of_source, of_target = self._facts
        return source[s * of_source : (s + 1) * of_source], target[t * of_target : (t + 1) * of_target]


def _stacked_backwards(facts: Int32s, widest: int) -> Int32s:
    """((widest + 1) * facts, places): the facts of each place and of the `widest` places after it, last place first.

    A place after the end of the text has the facts of the end.
    """
    length = facts.shape[1] - 1
    places = np.arange(length, -1, -1)
    return np.concatenate([facts[:, np.minimum(places + k, length)] for k in range(widest + 1)])


def _edge_totals(costs: BeadCosts, band: Band, reach: int) -> list[Floats]:
    """F, in nats, of each node near the first edge of a band, and of each node near the last.

    (diagonals, reach) each, counted from the edge; infinite where there is no node, or no path to it.
    """
    batch = DiagonalBatch(StackedBands.from_bands([band]), costs.kinds)
    edges = [np.full((len(band.first), reach), np.inf) for _ in range(2)]
    for diagonal, totals in cheapest_totals(costs, batch):
        first, last = band.first[diagonal.number], band.last[diagonal.number]
        steps = np.arange(min(reach, last - first + 1))
        for edge, i in zip(edges, (first + steps, last - steps), strict=True):
            total = totals[(i - band.first[0]) % batch.slots - diagonal.slots.start, 0]
            edge[diagonal.number, steps] = np.where(total < UNREACHED // 2, dequantize(total), np.inf)
    return edges


def _edge_totals_to_end(costs: BeadCosts, size: tuple[int, int], band: Band, reach: int) -> list[Floats]:
    """R, in nats, of the same nodes: F of the search of the texts read backwards."""
    n, m = size
    start = n + m - band.start - len(band.first) + 1
    reversed_band = Band(0, start, n - band.last[::-1], n - band.first[::-1])
    near_last, near_first = _edge_totals(ReversedCosts(costs, band.text), reversed_band, reach)
    return [near_first[::-1], near_last[::-1]]


def _potentials(costs: BeadCosts, text: int, size: tuple[int, int]) -> tuple[Floats, Floats]:
    """P and Q, (n + 1,) and (m + 1,), in nats: the parts of the potential D(i, j) = P(i) + Q(j)."""
    kinds, priors = costs.kinds, dequantize(costs.priors(np.array([text]))[:, 0])
    potentials = []
    for side, (floors, length) in enumerate(zip(costs.floors(text), size, strict=True)):
        # 1. Each side of a two-sided bead bears half of the prior. Sides of k sentences may belong to several kinds.
        halves: dict[int, float] = {}
        for kind, prior in zip(kinds[: kinds.paired], priors.tolist(), strict=False):
            halves[kind[side]] = min(halves.get(kind[side], np.inf), prior / 2)
        two_sided = [(k, (floors[k] + half).tolist()) for k, half in sorted(halves.items())]
        # 2. A sentence may also be a bead by itself.
        one_sided = (floors[0] + priors[kinds.paired + side]).tolist()
        potentials.append(_cheapest_tiling(one_sided, two_sided, length))
    return potentials[0], potentials[1]


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


def _any_ahead(marked: Bools, count: int) -> Bools:
    """True where a place or one of the `count` places after it is marked."""
    ahead = marked.copy()
    for step in range(1, count + 1):
        ahead[:-step] |= marked[step:]
    return ahead


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
