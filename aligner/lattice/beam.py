"""The search of a large block in a beam: in each row, the nodes that cost little more than the cheapest one.

A beam with the margin D leaves out the nodes at both ends of a row whose totals exceed the least total of the row by
more than D. If the best path of the block nowhere exceeds the least total by more than D, the beam finds it. Its
*excess*, the most by which it does, is known for the path that was found only. So the search follows a rule: accept a
path whose excess is at most half of D; otherwise double D. The cost of a long gap is seen only after it, so a block is
searched from its begin and from its end, unless it is very long. If the two paths differ in cost, the nodes of both are
searched together. The rule is not a proof; `certificate` proves a path.

The beam is as wide as the costs are uncertain: with lengths alone, some 20 to 100 nodes a row, however long the text
is and however far its path is from the diagonal.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aligner import kernel
from aligner.lattice import reference
from aligner.lattice.budget import BeadBudget
from aligner.lattice.costs import BeadCosts
from aligner.lattice.grid import Band, Int64s, Path
from aligner.lattice.limits import SEARCH_LIMITS, SearchLimits
from aligner.lattice.quantized import UNITS
from aligner.lattice.reference_beam import ReferenceBeam
from aligner.lattice.viterbi import best_path

_FIRST_STEP = 0.25  # nats for each target sentence; the first step of the search for a slope
_SLOPE_STEPS = 10  # slopes that are tried
_SLOPE_ROWS = 1 << 14  # rows of a block with which they are tried
_SLOPE_WIDEST = 2  # sentences on either side of the beads with which they are tried
# Source sentences; a longer block is searched from its begin only.
_LONG_BLOCK = 1 << 17
_WIDEST_MARGIN = (
    reference.UNREACHED // 16
)  # a beam keeps few nodes of a row if totals grow fast; a wider one does not help
_DIAGONAL_WIDTH = 64  # nodes of a row on either side of the diagonal of a block that no beam leads through


class SearchResult(NamedTuple):
    """A path and where it was searched.

    path: the cheapest path inside the band.
    band: the nodes that were searched.
    complete: False if a wider beam would have had more nodes than the limits allow, so that the path may not be the
    best one.
    """

    path: Path
    band: Band
    complete: bool


def search(
    costs: BeadCosts,
    all_nodes: Band,
    limits: SearchLimits = SEARCH_LIMITS,
    slopes: dict[tuple[int, bool], float] | None = None,
    budget: BeadBudget | None = None,
) -> SearchResult:
    """The best path through all blocks of a text: small blocks are searched in full, large ones in beams.

    costs: those of a text, without words.
    all_nodes: all nodes of the blocks.
    slopes: the slopes of potentials by the number of the block, and by the direction, from an earlier search of the
    same text with similar costs; those of this search are stored there.
    budget: that of all searches of the text, from which the beads of this one are taken; None for a single search.
    """
    large = np.flatnonzero(all_nodes.nodes_of_blocks > limits.full_nodes).tolist()
    if not large:
        return SearchResult(best_path(costs, all_nodes), all_nodes, True)
    slopes = {} if slopes is None else slopes
    budget = budget or BeadBudget.of_sentences(sum(costs.size), limits)
    both_ways = (costs, all_nodes), (costs.backwards(), all_nodes.backwards())
    band = all_nodes._replace(first=all_nodes.first.copy(), last=all_nodes.last.copy())
    max_nodes, complete, agree = budget.max_nodes(costs, all_nodes), True, True
    for block in large:
        # 1. Search the block from its begin and from its end.
        beams_of_ways = []
        is_long = all_nodes.bounds[block + 1] - all_nodes.bounds[block] > _LONG_BLOCK
        for way, (costs_of_way, nodes) in enumerate(both_ways[:1] if is_long else both_ways):
            number = all_nodes.blocks - 1 - block if way else block
            beams = _Beams(costs_of_way, nodes, number, limits, max_nodes[block])
            slopes[block, bool(way)] = beams.search_block(
                slopes.get((block, bool(way)), slopes.get((block, False), 0.0))
            )
            budget.left -= beams.beads
            complete &= beams.complete
            beams_of_ways.append(beams)
        # 2. Both ways should find a path of the same cost. If not, the nodes of both are searched.
        forward, backward = beams_of_ways[0], beams_of_ways[-1]
        rows = slice(all_nodes.bounds[block], all_nodes.bounds[block + 1])
        band.first[rows], band.last[rows] = forward.nodes
        if not is_long and backward.path is not None and backward.cost != forward.cost:
            agree = False
            joined = _joined(forward, backward, costs.size[1], max(2 * max_nodes[block], limits.full_nodes))
            complete &= joined is not None
            band.first[rows], band.last[rows] = joined or _cheaper(forward, backward, costs.size[1])
            budget.left -= 0 if joined is None else int((joined[1] - joined[0]).sum()) * len(costs.kinds)
    if agree and all_nodes.blocks == 1 and forward.path is not None:
        return SearchResult(forward.path, band, complete)
    return SearchResult(best_path(costs, band), band, complete)


class _Beams:
    """The beams of a block, one after the other, with wider and wider margins.

    nodes: (rows,) each, the first and the last node of each row of the last beam that led to the end. If none did,
    these are all nodes of the block, or those near its diagonal if there are too many.
    path: the path of that beam; None if no beam led to the end.
    complete: False if the next beam would have had too many nodes.
    beads: those of all beams so far.
    """

    def __init__(self, costs: BeadCosts, all_nodes: Band, block: int, limits: SearchLimits, max_nodes: int) -> None:
        self._costs, self._all_nodes, self._block, self._limits = costs, all_nodes, block, limits
        rows = slice(all_nodes.bounds[block], all_nodes.bounds[block + 1])
        self._least, self._largest = all_nodes.first[rows], all_nodes.last[rows]
        self.path: Path | None = None
        self.complete = False
        self._end = int(self._largest[-1])
        self.beads, self._nodes, self._nodes_left = 0, 0, max_nodes
        self.nodes = self._least, self._largest
        if int((self._largest - self._least).sum()) > self._nodes_left:
            self.nodes = self._near_diagonal()
        self._first, self._last = self._least.copy(), self._largest.copy()
        self._margin = int(limits.margin * UNITS)
        lengths = costs.lengths.y[0].astype(np.float64)
        # (m + 1,): the length of the target before each place, in sentences of the mean length.
        self._length_before = np.cumsum(lengths) / max(float(lengths.mean()), 1.0)

    @property
    def cost(self) -> float:
        """The quantized cost of the path; infinite without one."""
        return math.inf if self.path is None else float(self._costs.of_path(self.path, self.path[1:, 0]).sum())

    def search_block(self, slope: float) -> float:
        """Search the block with wider and wider margins, and return the slope of the potential that was used."""
        margin, slope_is_new = self._margin, not slope
        path, excess = self._search(margin, slope)
        while self._nodes_left > 0 and (path is None or 2 * excess > margin) and not self._has_all_nodes():
            # A wider beam has at least as many nodes as the last one.
            if max(margin, excess) > _WIDEST_MARGIN or (not slope_is_new and self._nodes > self._nodes_left):
                self._nodes_left = 0
                break
            if slope_is_new and (path is None or margin > self._margin):
                slope, slope_is_new, margin = self._find_slope(slope), False, self._margin
            else:
                margin = max(2 * margin, 2 * excess)
            path, excess = self._search(margin, slope)
        self.complete = self._nodes_left > 0
        return slope

    def _search(self, margin: int, slope: float) -> tuple[Path | None, int]:
        """The path of the beam with a margin and a potential, and its excess; None if the beam leads to no end."""
        costs = self._costs
        potential = np.rint(self._length_before * slope).astype(np.int64)
        block, max_nodes = (self._all_nodes, self._block, margin), max(self._nodes_left, 1)
        self._first[:], self._last[:] = self._least, self._largest
        if kernel.lattice is not None:
            excess, path = kernel.lattice.beam(costs.arrays(), *block, max_nodes, potential, self._first, self._last)
            path = None if path is None else np.frombuffer(path, np.int64).reshape(-1, 2)
        else:
            beam = ReferenceBeam(costs, *block, potential, self._first, self._last)
            excess, path = beam.search(max_nodes)
        too_many = path is None and excess == 1
        self._nodes = max_nodes if too_many else int((self._last - self._first).sum())
        self._take(self._nodes, len(costs.kinds))
        if path is not None:
            self.path = path
            self.nodes = np.minimum.accumulate(self._first[::-1])[::-1], np.maximum.accumulate(self._last)
            self.nodes[0][0], self.nodes[1][-1] = self._least[0], self._end
        return path, excess

    def _take(self, nodes: int, kinds: int) -> None:
        """Count the beads of a beam of so many nodes and kinds of bead."""
        self.beads += nodes * kinds
        self._nodes_left = max(self._nodes_left - nodes * kinds // len(self._costs.kinds), 0)

    def _near_diagonal(self) -> tuple[Int64s, Int64s]:
        """The first and the last node of each row near the straight line through the block."""
        line = np.linspace(self._least[0], self._end, len(self._least)).astype(np.int64)
        width = _DIAGONAL_WIDTH + (self._end - int(self._least[0])) // max(len(line) - 1, 1)
        first, last = np.maximum(line - width, self._least), np.minimum(line + width, self._largest)
        first[0], last[-1] = self._least[0], self._end
        return first, last

    def _has_all_nodes(self) -> bool:
        return np.array_equal(self._first, self._least) and np.array_equal(self._last, self._largest)

    def _find_slope(self, slope: float) -> float:
        """The slope of a potential with which a narrow beam leads to the end: with little excess, or just so.

        Totals of a row grow with j, by different amounts. If translations are longer than the model expects, the
        cheapest nodes of a row have too small a j, further and further from the path that leads to the end; if they are
        shorter, the beam comes to the last target too early. So a share of each total is taken for unavoidable: it is
        proportional to the target's length before j.

        slope: where the search for the slope begins.
        """
        step, low, high = _FIRST_STEP * UNITS, -math.inf, math.inf
        costs = self._costs.of_small_kinds(_SLOPE_WIDEST)
        max_nodes = self._nodes_left * len(self._costs.kinds) // len(costs.kinds) // 2
        beams = _Beams(costs, self._first_part(), 0, self._limits, max_nodes)
        for _ in range(_SLOPE_STEPS):
            path, excess = beams._search(self._margin, slope)
            self._take(beams._nodes, len(costs.kinds))
            if path is not None and 2 * excess <= self._margin:
                return slope
            if beams._nodes_left == 0:
                break
            if beams._last[-1] < beams._end:
                low = slope
            else:
                high = slope
            bounded = math.isfinite(low) and math.isfinite(high)
            slope = (low + high) / 2 if bounded else slope + (step if math.isinf(high) else -step)
            step *= 2
        return high if math.isfinite(high) else slope

    def _first_part(self) -> Band:
        """The nodes of the block, or of its first part if it is long: up to where equal shares of both sides end."""
        begin, rows = int(self._all_nodes.start[self._block]), len(self._least) - 1
        i, j = begin + rows, self._end
        if rows > _SLOPE_ROWS:
            source_before = np.cumsum(self._costs.lengths.x[0].astype(np.float64))
            i = begin + _SLOPE_ROWS
            share = (source_before[i] - source_before[begin]) / (source_before[begin + rows] - source_before[begin])
            first, last = self._length_before[[self._least[0], self._end]]
            j = int(np.searchsorted(self._length_before, first + share * (last - first)))
        return Band.full([(begin, int(self._least[0])), (i, min(j, self._end))])


def _turned(backward: _Beams, size_of_target: int) -> tuple[Int64s, Int64s]:
    """The first and the last node of each row of beams from the end of a block, as they are counted from its begin."""
    first, last = (size_of_target - nodes[::-1] for nodes in reversed(backward.nodes))
    return first, last


def _joined(forward: _Beams, backward: _Beams, size_of_target: int, max_nodes: int) -> tuple[Int64s, Int64s] | None:
    """The first and the last node of each row of the beams of both ways; None if there are too many."""
    first, last = _turned(backward, size_of_target)
    first, last = np.minimum(forward.nodes[0], first), np.maximum(forward.nodes[1], last)
    return (first, last) if int((last - first).sum()) <= max_nodes else None


def _cheaper(forward: _Beams, backward: _Beams, size_of_target: int) -> tuple[Int64s, Int64s]:
    """The first and the last node of each row of the beams of the way whose path costs less."""
    return forward.nodes if forward.cost < backward.cost else _turned(backward, size_of_target)


def near_best(costs: BeadCosts, searched: Band, slack: float) -> Band:
    """The nodes of a band through which a path leads that costs at most `slack` nats more than the best one.

    Raises ValueError if no path inside the band leads to its end.
    """
    low, high = np.empty_like(searched.first), np.empty_like(searched.last)
    if kernel.lattice is not None:
        kernel.lattice.near_best(costs.arrays(), searched, int(slack * UNITS), low, high)
    else:
        reference.near_best(costs, searched, int(slack * UNITS), low, high)
    return searched.narrowed(low, high)
