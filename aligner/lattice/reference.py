"""The searches of the lattice in NumPy: the reference of the compiled core, which computes the same bits.

A diagonal has the nodes with the same i + j. No bead joins two of them, so all nodes of a diagonal are computed in
one operation for each step. Every table has one entry for each node of a block, row by row.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from aligner.lattice.costs import BeadCosts
from aligner.lattice.grid import Band, Bools, Floats, Int64s, Ints, Path
from aligner.lattice.kinds import RANK_BITS

UNREACHED = 1 << 61  # quantized total of a node that no path inside the band reaches
NEGLIGIBLE = 1e-10  # probability; less probable nodes and beads are not followed backwards
LEAST_LOG = -25.0  # nats; a bead that is less likely than the likeliest one by more adds nothing to a sum
_RANK = (1 << RANK_BITS) - 1  # mask of the bits of the rank


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
            rank[here] = best & _RANK
            total[here] = np.minimum(best & ~_RANK, UNREACHED)
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


def posteriors(
    costs: BeadCosts, band: Band, scale: float, least: float, low: Int64s, high: Int64s
) -> tuple[Ints, Ints, Ints, Floats]:
    """i and j of the begin, number of the kind, and posterior of each bead that is at least `least` likely.

    low, high: (rows,), where the first and the last probable node of each row are stored; high < low if there is none.
    scale: minus the nats of one unit of a cost, divided by the temperature. `forward_backward` states the equations.

    Raises ValueError if no path inside the band leads to its end.
    """
    columns = []
    two_sided = np.arange(len(costs.kinds))[:, None] < costs.kinds.paired
    for block in range(band.blocks):
        nodes = BlockNodes(costs, band, block)
        log_sum = np.full(len(nodes.i), -np.inf)
        log_sum[0] = 0.0
        of_nodes = nodes.node_costs() * scale
        # 1. Forward: F of each node.
        for here in nodes.diagonals():
            if here[0]:
                begin, exists = nodes.begins(here)
                before = np.where(two_sided, log_sum[begin] + of_nodes[begin], log_sum[begin])
                terms = before + nodes.bead_costs(nodes.kinds, here, exists) * scale
                log_sum[here] = _log_sum_of_terms(np.where(exists, terms, -np.inf))
        if log_sum[-1] == -np.inf:
            raise ValueError("no path inside the band leads to its end")
        # 2. Backward: P of each node is the sum of the shares of the beads that begin there.
        probable = np.zeros(len(nodes.i))
        probable[-1] = 1.0
        for here in reversed(list(nodes.diagonals())):
            end, exists = nodes.ends(here)
            exists &= probable[end] > NEGLIGIBLE
            begin = np.where(two_sided, log_sum[here] + of_nodes[here], log_sum[here])
            with np.errstate(invalid="ignore"):
                log_share = begin + nodes.bead_costs(nodes.kinds, end, exists) * scale - log_sum[end]
            exists &= log_share >= LEAST_LOG
            shares = np.where(exists, probable[end] * exponential(np.where(exists, log_share, 0.0)), 0.0)
            for share in shares:  # in the order of the kinds, which fixes the sum
                probable[here] += np.where(share > NEGLIGIBLE, share, 0.0)
            kind, at = np.nonzero(shares >= least)
            columns.append((nodes.i[here[at]], nodes.j[here[at]], kind, shares[kind, at]))
        # 3. The limits of the probable nodes.
        rows = slice(band.bounds[block], band.bounds[block + 1])
        low[rows], high[rows] = band.last[rows] + 1, band.first[rows] - 1
        is_probable = probable > NEGLIGIBLE
        np.minimum.at(low, nodes.row[is_probable], nodes.j[is_probable])
        np.maximum.at(high, nodes.row[is_probable], nodes.j[is_probable])
    i, j, kind, probability = (np.concatenate(column) for column in zip(*columns, strict=True))
    return i, j, kind, probability


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


def exponential(x: Floats) -> Floats:
    """exp(x) for x from `LEAST_LOG` to a little above 0; the same bits on every machine.

    2 ** n times the Taylor series of the rest, |rest| <= ln(2) / 2; ln(2) is subtracted in two parts, so that the
    products are exact.
    """
    magic = 1.5 * 2.0**52  # rounds to a whole number
    shifted = x * 1.4426950408889634 + magic
    n = shifted - magic
    rest = x - n * 6.93147180369123816490e-01 - n * 1.90821492927058770002e-10
    total = np.full_like(rest, 1.0 / 479001600)
    for factorial in (39916800, 3628800, 362880, 40320, 5040, 720, 120, 24, 6):
        total = total * rest + 1.0 / factorial
    for constant in (0.5, 1.0, 1.0):
        total = total * rest + constant
    result: Floats = (total.view(np.int64) + (shifted.view(np.int64) << 52)).view(np.float64)
    return result


def logarithm(v: Floats) -> Floats:
    """ln(v) for v >= 1; the same bits on every machine: ln(m) + e ln(2), v = m 2^e.

    ln(m) = 2 artanh(z), z = (m - 1) / (m + 1), by its series.
    """
    bits = v.view(np.int64)
    e = ((bits >> 52) - 1023).astype(np.float64)
    m = (bits & 0xFFFFFFFFFFFFF | 1023 << 52).view(np.float64)
    large = m > 1.4142135623730951
    m, e = np.where(large, m * 0.5, m), np.where(large, e + 1.0, e)
    z = (m - 1.0) / (m + 1.0)
    square = z * z
    total = np.full_like(z, 1.0 / 21)
    for odd in range(19, 0, -2):
        total = total * square + 1.0 / odd
    return e * 0.6931471805599453 + 2.0 * z * total


def beam(
    costs: BeadCosts,
    band: Band,
    block: int,
    margin: int,
    max_nodes: int,
    potential: Int64s,
    first: Int64s,
    last: Int64s,
) -> tuple[int, Path | None]:
    """The excess and the path of the beam of a block, row by row; see `aligner.lattice.beam`."""
    rows = slice(band.bounds[block], band.bounds[block + 1])
    least, largest = band.first[rows], band.last[rows]
    start, widest = int(band.start[block]), costs.kinds.widest
    totals_of_rows: list[Int64s] = []
    ranks_of_rows: list[Int64s] = []
    cheapest_of_rows: list[int] = []
    nodes = 0
    for r in range(len(least)):
        # 1. All nodes to which beads lead from the rows before.
        low = max(int(first[r - 1]), int(least[r])) if r else int(least[0])
        high = max([low, *(int(last[before]) + widest for before in range(max(r - widest, 0), r))])
        high = min(high, int(largest[r]))
        total = _beam_totals(costs, int(band.bounds[block]) + r, start + r, low, high, first[:r], totals_of_rows)
        insertions = _one_sided_costs(costs, start + r, low, int(largest[r]))
        # 2. Insertions lead from node to node: the least of (total - all insertions before) + all insertions before.
        sums = np.concatenate([[0], np.cumsum(insertions)])
        inserted = np.minimum.accumulate((total & ~_RANK) - sums[: len(total)]) + sums[: len(total)]
        is_inserted = inserted < total & ~_RANK
        rank = np.where(is_inserted, costs.kinds.tie_ranks()[-1], total & _RANK)
        total = np.minimum(np.where(is_inserted, inserted, total & ~_RANK), UNREACHED)
        cheapest = int((total - potential[low : high + 1]).min())
        if cheapest >= UNREACHED // 2:
            return 0, None
        beyond = total[-1] + np.cumsum(insertions[len(total) - 1 :])
        exceeding = np.append(total[-1], beyond) - potential[high : int(largest[r]) + 1] > cheapest + margin
        within = np.flatnonzero(exceeding)
        count = int(within[0]) if len(within) else len(beyond)
        total = np.concatenate([total, beyond[:count]])
        rank = np.concatenate([rank, np.full(count, costs.kinds.tie_ranks()[-1])])
        # 3. Leave out expensive nodes at both ends.
        kept = np.flatnonzero(total - potential[low : low + len(total)] <= cheapest + margin)
        begin, end = int(kept[0]), int(kept[-1]) + 1
        while begin > 0 and rank[begin] == costs.kinds.tie_ranks()[-1]:
            begin -= 1  # an insertion leads here from the node before, which a path to here needs
        first[r], last[r] = low + begin, low + end - 1
        cheapest_of_rows.append(cheapest)
        totals_of_rows.append(total[begin:end])
        ranks_of_rows.append(rank[begin:end])
        nodes += len(totals_of_rows[-1])
        if nodes > max_nodes:
            return 1, None
    if last[-1] < largest[-1]:
        return 0, None
    # 4. The path, from its end to its begin.
    kind_of_rank, shapes = np.argsort(costs.kinds.tie_ranks()), costs.kinds.shapes.tolist()
    r, j = len(least) - 1, int(largest[-1])
    path, excess = [], 0
    while True:
        path.append((start + r, j))
        excess = max(excess, int(totals_of_rows[r][j - first[r]] - potential[j]) - cheapest_of_rows[r])
        if r == 0 and j == first[0]:
            break
        s, t = shapes[kind_of_rank[ranks_of_rows[r][j - first[r]]]]
        r, j = r - s, j - t
    return excess, np.array(path[::-1], np.intp)


def _beam_totals(
    costs: BeadCosts, row: int, i: int, low: int, high: int, first: Int64s, totals_of_rows: list[Int64s]
) -> Int64s:
    """(nodes,): totals and ranks of the nodes (i, low), ..., (i, high), by all kinds but insertions."""
    best = np.full(high - low + 1, UNREACHED)
    if not totals_of_rows:
        best[0] = 0
    ranks = costs.kinds.tie_ranks()
    for kind, (s, t) in enumerate(costs.kinds[:-1]):
        if s > len(totals_of_rows):
            continue
        before, begin_of_row = totals_of_rows[-s], int(first[len(first) - s])
        j = np.arange(max(low, begin_of_row + t), min(high, begin_of_row + len(before) - 1 + t) + 1)
        if len(j):
            i_s = np.full(len(j), i)
            sums = before[j - t - begin_of_row] + ranks[kind]
            sums = sums + costs.of_beads(np.full(len(j), kind), np.full(len(j), row), i_s, j)
            if kind < costs.kinds.paired:
                sums += costs.of_nodes(i_s - s, j - t)
            best[j - low] = np.minimum(best[j - low], sums)
    return best


def _one_sided_costs(costs: BeadCosts, i: int, low: int, high: int) -> Int64s:
    """(high - low,): costs of the insertions that end at (i, low + 1), ..., (i, high)."""
    kind = len(costs.kinds) - 1
    j = np.arange(low + 1, high + 1)
    return costs.of_beads(np.full(len(j), kind), np.zeros(len(j), np.intp), np.full(len(j), i), j).astype(np.int64)
