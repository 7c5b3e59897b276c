"""How far a search that did not look at the whole lattice is proved to have missed nothing.

A path that leaves the band on one side leaves it near a node u and comes back near a node v, and costs
at least F(u) + B(u, v) + R(v): F, the cheapest way to u inside of the band; R, the cheapest way on from
v; and B, less than which no way from u to v can cost. B is the difference of a potential,
D(i, j) = P(i) + Q(j): a bead costs at least what its source side and its target side cost at best, each
by itself, and P and Q are the cheapest ways to tile either text at that price. If

    min over u before v of F(u) - D(u) + D(v) + R(v) >= the cost of the path

on both sides of the band, then no path is better. If not, the same numbers tell for how long a path may
leave the band at a time without being able to be better.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aligner.lattice.costs import BeadCosts, SideFacts, dequantize
from aligner.lattice.grid import Band, Block, Bools, Floats, Int32s, Ints
from aligner.lattice.sweep import Bands, DiagonalBatch
from aligner.lattice.viterbi import UNREACHED, totals

_TIE = 1e-6  # nats: sums of potentials are off by less


class Certificate(NamedTuple):
    """What is proved of a path. proved: that none is better. excursion: that none is which leaves the band for no
    more than so many sentences at a time, of both texts together."""

    proved: bool
    excursion: int = 0


def certify(costs: BeadCosts, size: tuple[int, int], box: Block, band: Band, cost: float) -> Certificate:
    """What is proved of a path through a band of a box.

    size: n and m of the text of the box. cost: what the path costs, in nats.
    """
    n, m = size
    reach = max(max(kind) for kind in costs.kinds)
    diagonals = len(band.first)
    backwards = Band(0, n + m - band.start - diagonals + 1, n - band.last[::-1], n - band.first[::-1])
    ahead = [edge[::-1] for edge in _edges(ReversedCosts(costs, band.text, size), backwards, reach)][::-1]
    behind = _edges(costs, band, reach)
    potential = _potentials(costs, band.text, size)
    least, largest = box.limits()
    number = band.start + np.arange(diagonals)
    longest = diagonals
    for side, open_ in ((0, band.first > least), (1, band.last < largest)):
        leave, enter = np.full(diagonals, np.inf), np.full(diagonals, np.inf)
        for step in range(reach):
            i = band.first + step if side == 0 else band.last - step
            d = potential[0][np.clip(i, 0, n)] + potential[1][np.clip(number - i, 0, m)]
            leave = np.minimum(leave, behind[side][:, step] - d)
            enter = np.minimum(enter, ahead[side][:, step] + d)
        leave[~_soon(open_, 2 * reach)] = np.inf
        enter[~_soon(open_[::-1], 2 * reach)[::-1]] = np.inf
        longest = min(longest, _longest(leave, enter, cost - _TIE))
    return Certificate(longest >= diagonals, 0 if longest >= diagonals else longest)


class ReversedCosts:
    """What beads cost where one text and its translation are read backwards; a `costs.BeadCosts`.

    A bead that ends at a node, backwards, begins there; what is known of it stands where it ends,
    so the facts of each side are those of the places behind it, one after the other.
    """

    def __init__(self, costs: BeadCosts, text: int, size: tuple[int, int]) -> None:
        self._costs, self._text, self.kinds = costs, np.array([text]), costs.kinds
        self.groups: list[slice] = [slice(number, number + 1) for number in range(len(self.kinds))]
        most = max(max(kind) for kind in self.kinds)
        self._facts = [len(side.table) for side in costs.sides]
        source, target = (
            SideFacts(
                np.concatenate(
                    [side.of_text(text)[:, np.minimum(np.arange(length, -1, -1) + k, length)] for k in range(most + 1)]
                ),
                np.zeros(1, np.intp),
            )
            for side, length in zip(costs.sides, size, strict=True)
        )
        self.sides = source, target

    def priors(self, texts: Ints) -> Int32s:
        """(kinds, *shape), as `costs.BeadCosts` says."""
        return self._costs.priors(np.broadcast_to(self._text, texts.shape))

    def beads(self, group: slice, texts: Ints, source: Int32s, target: Int32s) -> Int32s:
        """(group, *shape), as `costs.BeadCosts` says."""
        costs = []
        for number in range(group.start, group.stop):
            s, t = self.kinds[number]
            costs.append(self._costs.beads(slice(number, number + 1), self._text, *self._of(source, target, s, t)))
        return np.concatenate(costs)

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> Int32s | None:
        """(*shape), as `costs.BeadCosts` says."""
        return self._costs.nodes(self._text, *self._of(source, target, 0, 0))

    def floors(self, text: int) -> tuple[Floats, Floats]:
        """Those of the same sentences, which are not needed."""
        raise NotImplementedError

    def _of(self, source: Int32s, target: Int32s, s: int, t: int) -> tuple[Int32s, Int32s]:
        """The facts of the places so many sentences behind."""
        of_source, of_target = self._facts
        return source[s * of_source : (s + 1) * of_source], target[t * of_target : (t + 1) * of_target]


def _edges(costs: BeadCosts, band: Band, reach: int) -> list[Floats]:
    """Of the first and of the last nodes of each diagonal, (diagonals, reach): the cheapest way there, in nats."""
    batch = DiagonalBatch(Bands.of([band]), costs.kinds)
    edges = [np.full((len(band.first), reach), np.inf) for _ in range(2)]
    for step, best in totals(costs, batch):
        first, last = band.first[step.number], band.last[step.number]
        some = np.arange(min(reach, last - first + 1))
        for edge, i in zip(edges, (first + some, last - some), strict=True):
            found = best[(i - band.first[0]) % batch.slots - step.slots.start, 0]
            edge[step.number, some] = np.where(found < UNREACHED // 2, dequantize(found), np.inf)
    return edges


def _potentials(costs: BeadCosts, text: int, size: tuple[int, int]) -> tuple[Floats, Floats]:
    """P and Q: (n + 1,) and (m + 1,)."""
    priors = dequantize(costs.priors(np.array([text]))[:, 0])
    paired = range(len(costs.kinds) - 2)
    floors = costs.floors(text)
    found = []
    for side, length in ((0, size[0]), (1, size[1])):
        # Of what a kind costs wherever it stands, either side bears half.
        halves: dict[int, float] = {}
        for number in paired:
            k = costs.kinds[number][side]
            halves[k] = min(halves.get(k, np.inf), priors[number] / 2)
        beads = {k: floors[side][k] + half for k, half in halves.items()}
        alone = floors[side][0] + priors[len(paired) + side]
        tiled = np.zeros(length + 1)
        rows = [(k, row.tolist()) for k, row in sorted(beads.items())]
        for place, single in enumerate(alone.tolist()):
            if place:
                best = tiled[place - 1] + single
                for k, row in rows:
                    if k <= place:
                        best = min(best, tiled[place - k] + row[place])
                tiled[place] = best
        found.append(tiled)
    return found[0], found[1]


def _soon(some: Bools, reach: int) -> Bools:
    """Whether there is any among a place and the next few."""
    soon = some.copy()
    for step in range(1, reach + 1):
        soon[:-step] |= some[step:]
    return soon


def _longest(leave: Floats, enter: Floats, cost: float) -> int:
    """The largest L so that no `leave` and `enter`, up to L places behind it, sum to less than a cost."""
    size = len(leave)
    windows = [np.append(enter[1:], np.inf)]  # the least of the next 1, 2, 4... places behind each
    while 1 << len(windows) <= size:
        one = windows[-1]
        step = 1 << len(windows) - 1
        windows.append(np.minimum(one, np.append(one[step:], np.full(step, np.inf))))
    found, least = 0, np.full(size, np.inf)
    for power in reversed(range(len(windows))):
        shifted = np.append(windows[power][found:], np.full(found, np.inf))[:size]
        more = np.minimum(least, shifted)
        if (leave + more >= cost).all():
            found, least = found + (1 << power), more
    return found
