"""The searches of the lattice in NumPy: the reference of the compiled core, which computes the same bits.

A diagonal has the nodes with the same i + j. No bead joins two of them, so all nodes of a diagonal are computed in
one operation for each step. Every table has one entry for each node of a block, row by row.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from aligner.lattice.arithmetic import exponential, logarithm
from aligner.lattice.costs import BeadCosts
from aligner.lattice.grid import Band, Bools, Floats, Int64s, Ints, Path
from aligner.lattice.kinds import RANK_BITS

UNREACHED = 1 << 61  # quantized total of a node that no path inside the band reaches
NEGLIGIBLE = 1e-10  # probability; less probable nodes and beads are not followed backwards
LEAST_LOG = -25.0  # nats; a bead that is less likely than the likeliest one by more adds nothing to a sum
RANK_MASK = (1 << RANK_BITS) - 1  # bits of the rank


class BlockNodes:
    """The nodes of one block of a band, and the beads that join them.

    row, i, j: (nodes,), number of the row in the band, and i and j of each node, row by row.
    """

    def __init__(self, costs: BeadCosts, band: Band, block: int) -> None:
        rows = slice(band.bounds[block], band.bounds[block + 1])
        first, last = band.first[rows], band.last[rows]
        sizes = last - first + 1
        self._first, self._last, self._offset = first, last, np.cumsum(sizes) - sizes - first
        self._row_in_block = np.repeat(np.arange(len(first)), sizes)
        self.row = self._row_in_block + band.bounds[block]
        self.i = self._row_in_block + band.start[block]
        self.j = np.arange(len(self.i)) - self._offset[self._row_in_block]
        self._costs, self.kinds = costs, np.arange(len(costs.kinds))[:, None]
        self._shapes = np.array(costs.kinds, np.intp)

    def diagonals(self) -> Iterator[Ints]:
        """The numbers of the nodes of each diagonal, from the first diagonal to the last."""
        diagonal = self.i + self.j
        order = np.argsort(diagonal, kind="stable")
        return iter(np.split(order, np.flatnonzero(np.diff(diagonal[order])) + 1))

    def begins(self, nodes: Ints) -> tuple[Ints, Bools]:
        """(kinds, nodes) each: the node where the bead of each kind into each node begins, and True if there is one."""
        return self._moved(nodes, -1)

    def ends(self, nodes: Ints) -> tuple[Ints, Bools]:
        """(kinds, nodes) each: the node where the bead of each kind from each node ends, and True if there is one."""
        return self._moved(nodes, 1)

    def _moved(self, nodes: Ints, sign: int) -> tuple[Ints, Bools]:
        row = self._row_in_block[nodes] + sign * self._shapes[:, :1]
        j = self.j[nodes] + sign * self._shapes[:, 1:]
        exists = (row >= 0) & (row < len(self._first))
        row = row.clip(0, len(self._first) - 1)
        exists &= (j >= self._first[row]) & (j <= self._last[row])
        return np.where(exists, self._offset[row] + j, 0), exists

    def bead_costs(self, kind: Ints, end: Ints, exists: Bools) -> Int64s:
        """(*shape): costs of beads by their kinds and ends, the node where they end included; 0 if there is no bead."""
        kind, end = np.broadcast_arrays(kind, end)
        costs = np.zeros(kind.shape, np.int64)
        end = end[exists]
        costs[exists] = self._costs.of_beads(kind[exists], self.row[end], self.i[end], self.j[end])
        return costs

    def node_costs(self) -> Int64s:
        """(nodes,): costs of all nodes for each two-sided bead that begins there."""
        return self._costs.of_nodes(self.i, self.j).astype(np.int64)


def best_path(costs: BeadCosts, band: Band) -> Path:
    """The cheapest path through all blocks of a band.

    Costs are whole numbers whose lowest bits are free and hold the rank of the kind, so that one minimum finds the
    cheapest bead into a node and its kind. Where beads cost the same, the lowest rank wins, see `Kinds.tie_ranks`.

    Raises ValueError if no path inside the band leads to its end.
    """
    parts = [np.array([[band.start[0], band.first[0]]], np.intp)]
    kind_of_rank = np.argsort(costs.kinds.tie_ranks())
    shapes = np.array(costs.kinds, np.intp)
    for block in range(band.blocks):
        nodes = BlockNodes(costs, band, block)
        total, rank = _totals_from_begin(costs, nodes)
        if total[-1] >= UNREACHED // 2:
            raise ValueError("no path inside the band leads to its end")
        at, steps = len(total) - 1, []
        while at:
            steps.append(shapes[kind_of_rank[rank[at]]])
            at = int(nodes.begins(np.array([at]))[0][kind_of_rank[rank[at]], 0])
        if steps:
            parts.append(parts[-1][-1] + np.cumsum(steps[::-1], axis=0))
    return np.concatenate(parts)


def _totals_from_begin(costs: BeadCosts, nodes: BlockNodes) -> tuple[Int64s, Int64s]:
    """(nodes,) each: cost of the cheapest path to each node, and the rank of its last bead."""
    total, rank = np.full(len(nodes.i), UNREACHED), np.zeros(len(nodes.i), np.int64)
    total[0] = 0
    two_sided = nodes.kinds < costs.kinds.paired
    ranks = np.array(costs.kinds.tie_ranks())[:, None]
    of_nodes = nodes.node_costs()
    for here in nodes.diagonals():
        if here[0]:
            begin, exists = nodes.begins(here)
            before = total[begin] + np.where(two_sided, of_nodes[begin], 0)
            sums = np.where(exists, before + nodes.bead_costs(nodes.kinds, here, exists) + ranks, UNREACHED)
            best = sums.min(axis=0)
            rank[here] = best & RANK_MASK
            total[here] = np.minimum(best & ~RANK_MASK, UNREACHED)
    return total, rank


def totals(costs: BeadCosts, band: Band) -> tuple[Int64s, Int64s]:
    """(nodes,) each, row by row: cost of the cheapest path in its block from the begin to each node, and to the end."""
    from_begin, to_end = [], []
    for block in range(band.blocks):
        nodes = BlockNodes(costs, band, block)
        from_begin.append(_totals_from_begin(costs, nodes)[0])
        two_sided = nodes.kinds < costs.kinds.paired
        of_nodes = nodes.node_costs()
        total = np.full(len(nodes.i), UNREACHED)
        total[-1] = 0
        for here in reversed(list(nodes.diagonals())):
            if here[0] < len(total) - 1:
                end, exists = nodes.ends(here)
                after = total[end] + np.where(two_sided, of_nodes[here], 0)
                sums = np.where(exists, after + nodes.bead_costs(nodes.kinds, end, exists), UNREACHED)
                total[here] = np.minimum(sums.min(axis=0), UNREACHED)
        to_end.append(total)
    # A total far beyond any cost of a path is that of a node without a path, less the costs of beads from there.
    sums = np.stack([np.concatenate(from_begin), np.concatenate(to_end)])
    sums[sums >= UNREACHED // 2] = UNREACHED
    return sums[0], sums[1]


def near_best(costs: BeadCosts, band: Band, slack: int, low: Int64s, high: Int64s) -> None:
    """Store the first and the last node of each row on a path that costs little more than the best one.

    slack: quantized; how much more it may cost.
    low, high: (rows,), where the nodes are stored; high < low if there is none.

    Raises ValueError if no path inside the band leads to its end.
    """
    from_begin, to_end = totals(costs, band)
    row, j = band.row_and_j
    best = from_begin[np.cumsum(band.nodes_of_blocks) - 1]  # of each block
    if best.max() >= UNREACHED // 2:
        raise ValueError("no path inside the band leads to its end")
    is_near = from_begin + to_end <= np.repeat(best + slack, band.nodes_of_blocks)
    low[:], high[:] = band.last + 1, band.first - 1
    _widen_limits(low, high, row[is_near], j[is_near])


def _widen_limits(low: Int64s, high: Int64s, row: Ints, j: Ints) -> None:
    """Widen the limits of rows, so that they hold some nodes, which are given by their rows and by j."""
    np.minimum.at(low, row, j)
    np.maximum.at(high, row, j)


def posteriors(
    costs: BeadCosts, band: Band, scale: float, least: float, low: Int64s, high: Int64s
) -> tuple[Ints, Ints, Ints, Floats]:
    """i and j of the begin, number of the kind, and posterior of each bead that is at least `least` likely.

    low, high: (rows,), where the first and the last probable node of each row are stored; high < low if there is none.
    scale: minus the nats of one unit of a cost, divided by the temperature. `forward_backward` states the equations.

    Raises ValueError if no path inside the band leads to its end.
    """
    low[:], high[:] = band.last + 1, band.first - 1
    columns = []
    for block in range(band.blocks):
        nodes = BlockNodes(costs, band, block)
        log_sum, joined = _forward(costs, nodes, scale)
        if log_sum[-1] == -np.inf:
            raise ValueError("no path inside the band leads to its end")
        probable, beads = _backward(costs, nodes, log_sum, joined, scale, least)
        is_probable = probable > NEGLIGIBLE
        _widen_limits(low, high, nodes.row[is_probable], nodes.j[is_probable])
        columns += beads
    i, j, kind, probability = (np.concatenate(column) for column in zip(*columns, strict=True))
    return i, j, kind, probability


def _forward(costs: BeadCosts, nodes: BlockNodes, scale: float) -> tuple[Floats, Floats]:
    """(nodes,) each: F of each node; and F less the cost of the node, where two-sided beads begin."""
    two_sided = nodes.kinds < costs.kinds.paired
    of_nodes = nodes.node_costs() * scale
    log_sum = np.full(len(nodes.i), -np.inf)
    log_sum[0] = 0.0
    for here in nodes.diagonals():
        if here[0]:
            begin, exists = nodes.begins(here)
            before = np.where(two_sided, log_sum[begin] + of_nodes[begin], log_sum[begin])
            terms = before + nodes.bead_costs(nodes.kinds, here, exists) * scale
            log_sum[here] = _log_sum_of_terms(np.where(exists, terms, -np.inf))
    return log_sum, log_sum + of_nodes


def _backward(
    costs: BeadCosts, nodes: BlockNodes, log_sum: Floats, joined: Floats, scale: float, least: float
) -> tuple[Floats, list[tuple[Ints, Ints, Ints, Floats]]]:
    """(nodes,): P of each node, the sum of the shares of the beads that begin there; and the beads of each diagonal."""
    two_sided = nodes.kinds < costs.kinds.paired
    probable = np.zeros(len(nodes.i))
    probable[-1] = 1.0
    beads = []
    for here in reversed(list(nodes.diagonals())):
        end, exists = nodes.ends(here)
        exists &= probable[end] > NEGLIGIBLE
        begin = np.where(two_sided, joined[here], log_sum[here])
        with np.errstate(invalid="ignore"):
            log_share = begin + nodes.bead_costs(nodes.kinds, end, exists) * scale - log_sum[end]
        exists &= log_share >= LEAST_LOG
        shares = np.where(exists, probable[end] * exponential(np.where(exists, log_share, 0.0)), 0.0)
        for share in shares:  # in the order of the kinds, which fixes the sum
            probable[here] += np.where(share > NEGLIGIBLE, share, 0.0)
        kind, at = np.nonzero(shares >= least)
        beads.append((nodes.i[here[at]], nodes.j[here[at]], kind, shares[kind, at]))
    return probable, beads


def _log_sum_of_terms(terms: Floats) -> Floats:
    """(nodes,): ln of the sum of exp(terms) over the kinds.

    The last kind, the insertion, is added after the sum of the others, as in the compiled core: it leads from node to
    node of a row.
    """
    others, last = terms[:-1], terms[-1]
    peak = others.max(axis=0)
    total = np.zeros(len(peak))
    for term in others:
        total += _exponential_of_difference(term, peak)
    greater = last > peak
    with_greater = total * _exponential_of_difference(peak, last) + 1.0
    total = np.where(greater, with_greater, total + _exponential_of_difference(last, peak))
    peak = np.where(greater, last, peak)
    return np.where(total > 0.0, peak + logarithm(np.maximum(total, 1.0)), -np.inf)


def _exponential_of_difference(term: Floats, peak: Floats) -> Floats:
    """exp(term - peak), or 0 if that is negligible; 0 if both are -inf."""
    with np.errstate(invalid="ignore"):
        difference = term - peak
        counts = (difference >= LEAST_LOG) & (difference <= 0.0)
    return np.where(counts, exponential(np.where(counts, difference, 0.0)), 0.0)
