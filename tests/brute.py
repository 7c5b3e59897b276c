"""The oracle: costs of beads and searches of the lattice, slow and obvious, one bead and one path at a time.

Everything is plain Python: whole numbers for costs, floating-point numbers for probabilities. Nothing of it is shared
with the searches under test.
"""

import struct
from math import exp

import numpy as np

NAT = 2**18  # one nat as a quantized cost: 2^12 quanta, and six bits for the rank of a kind
QUANTUM = 2**6  # the least difference of two quantized costs


def order(kind):
    """Sort key of kinds: of paths that cost the same, the search takes the one whose last bead comes first.

    Fewer sentences come first, then sides that differ less, then fewer source sentences; 1-0 and 0-1 come last.
    """
    s, t = kind
    return min(s, t) == 0, s + t, abs(s - t), s if min(s, t) else t


def blocks_of(band):
    """For each block of a band, {i: (number of the row, least j, largest j)}."""
    blocks = []
    for block, start in enumerate(band.start.tolist()):
        numbers = range(int(band.bounds[block]), int(band.bounds[block + 1]))
        blocks.append({start + at: (row, int(band.first[row]), int(band.last[row])) for at, row in enumerate(numbers)})
    return blocks


def nodes_of(block):
    """The nodes (i, j) of a block, row by row."""
    return [(i, j) for i, (_, first, last) in block.items() for j in range(first, last + 1)]


def all_nodes_of(band):
    """The nodes of all blocks of a band, row by row."""
    return [node for block in blocks_of(band) for node in nodes_of(block)]


def corners_of(block):
    """The first and the last node of a block."""
    nodes = nodes_of(block)
    return nodes[0], nodes[-1]


def entry(table, value):
    """The entry of a table of logarithms for a value, by the bits of the value as a float32."""
    (bits,) = struct.unpack("<i", struct.pack("<f", value))
    fine, coarse = len(table.fine), len(table.coarse)
    index = min(max((bits >> table.dropped_bits) - table.offset, 0), coarse * fine - 1)
    return int(table.coarse[index // fine]) + int(table.fine[index % fine])


def length_cost(lengths, s, t, i, j):
    """The quantized cost of the lengths of the bead of s and t sentences that ends at (i, j)."""
    x, y = lengths.x[s - 1, i], lengths.y[t - 1, j]  # of NumPy's float32, which round after each operation
    square = (y - x) * (y - x)
    if lengths.x_spread is not None:
        return entry(lengths.table, (square + lengths.x_spread[s - 1, i]) * (square + lengths.y_spread[t - 1, j]))
    square = min(square / (y + x), lengths.max_square)
    return int(square) * QUANTUM + entry(lengths.table, square)


def word_cost(words, rows, s, t, i, j):
    """The quantized cost of the words of the same bead. rows: the numbers of the rows of its block."""

    def at(table, k, i, j):
        row = rows[i][0]
        assert words.first[row] <= j <= words.last[row]
        return int(table[k - 1, int(words.cell[row]) + j])

    of_source = at(words.source, t, i - s, j) - at(words.source, t, i, j)
    of_target = at(words.target, s, i, j - t) - at(words.target, s, i, j)
    wrapped = (of_source + of_target + 2**31) % 2**32 - 2**31
    return wrapped // 2 // QUANTUM * QUANTUM


def bead_cost(costs, rows, kind, i, j):
    """The quantized cost of the bead of a kind that ends at (i, j), with the nodes where it begins and ends."""
    s, t = kind
    cost = int(costs.priors[costs.kinds.index(kind)])
    if not t:
        return cost + int(costs.one_source[0, i]) + int(costs.one_target[0, j])
    if not s:
        return cost + int(costs.one_source[1, i]) + int(costs.one_target[1, j])
    cost += int(costs.source[s - 1, i]) + int(costs.target[t - 1, j]) + length_cost(costs.lengths, s, t, i, j)
    if costs.words is not None:
        cost += word_cost(costs.words, rows, s, t, i, j)
    if costs.bead_table is not None:
        table, cell = costs.bead_table
        cost += int(table[costs.kinds.index(kind), int(cell[rows[i][0]]) + j]) * 4 * QUANTUM
    if costs.breaks is not None:
        source, target, of_nodes = costs.breaks
        cost += int(of_nodes[source[i], target[j]]) + int(of_nodes[source[i - s], target[j - t]])
    return cost


def beads(costs, block):
    """{(i, j, s, t): quantized cost} of all beads that begin at (i, j) in a block, and end in it."""
    nodes = nodes_of(block)
    inside = set(nodes)
    return {
        (i - s, j - t, s, t): bead_cost(costs, block, (s, t), i, j)
        for i, j in nodes
        for s, t in costs.kinds
        if (i - s, j - t) in inside
    }


def paths(costs_of_beads, begin, end):
    """All paths between two nodes, each as the list of its beads, from the last one to the first."""
    into = {}
    for i, j, s, t in costs_of_beads:
        into.setdefault((i + s, j + t), []).append((i, j, s, t))

    def back_from(node):
        if node == begin:
            yield []
        for bead in into.get(node, ()):
            for path in back_from(bead[:2]):
                yield [bead, *path]

    return list(back_from(end))


def best_path(costs, band):
    """The nodes of the cheapest of all paths through a band, and its quantized cost.

    Of paths that cost the same, it is the one whose last bead comes first in the order of kinds, then the bead before.
    """
    nodes, total = [corners_of(blocks_of(band)[0])[0]], 0
    for block in blocks_of(band):
        of_beads = beads(costs, block)
        candidates = [
            (sum(of_beads[bead] for bead in path), [order(bead[2:]) for bead in path], path)
            for path in paths(of_beads, *corners_of(block))
        ]
        cost, _, path = min(candidates)
        total += cost
        nodes += [(i + s, j + t) for i, j, s, t in reversed(path)]
    return nodes, total


def totals(costs, band):
    """For each node, row by row: the cost of the cheapest path of its block to it, and from it; None without a path."""
    from_begin, to_end = [], []
    for block in blocks_of(band):
        of_beads = beads(costs, block)
        begin, end = corners_of(block)
        for node in nodes_of(block):
            for ends, found in (((begin, node), from_begin), ((node, end), to_end)):
                found.append(
                    min((sum(of_beads[bead] for bead in path) for path in paths(of_beads, *ends)), default=None)
                )
    return from_begin, to_end


def posteriors(costs, band, temperature=1.0):
    """{(i, j, s, t): probability}: the paths that hold the bead, as a share of all paths.

    The weight of a path is exp(-cost / temperature).
    """
    shares = {}
    for block in blocks_of(band):
        of_beads = beads(costs, block)
        every_path = paths(of_beads, *corners_of(block))
        costs_of_paths = [sum(of_beads[bead] for bead in path) for path in every_path]
        weights = [exp((min(costs_of_paths) - cost) / NAT / temperature) for cost in costs_of_paths]
        for path, weight in zip(every_path, weights, strict=True):
            for bead in path:
                shares[bead] = shares.get(bead, 0.0) + weight / sum(weights)
    return shares


def cheapest(costs, band):
    """The nodes of the cheapest path through a band, and its cost; as `best_path`, for larger bands: node by node."""
    nodes, total = [corners_of(blocks_of(band)[0])[0]], 0
    for block in blocks_of(band):
        begin, end = corners_of(block)
        best = {begin: (0, None)}
        kinds = sorted(costs.kinds, key=order)
        for i, j in nodes_of(block):
            for s, t in kinds:
                if (i - s, j - t) in best:
                    cost = best[i - s, j - t][0] + bead_cost(costs, block, (s, t), i, j)
                    if (i, j) not in best or cost < best[i, j][0]:
                        best[i, j] = cost, (i - s, j - t)
        total += best[end][0]
        back = [end]
        while back[-1] != begin:
            back.append(best[back[-1]][1])
        nodes += back[-2::-1]
    return nodes, total


def shares_of_beads(costs, band, temperature=1.0):
    """{(i, j, s, t): probability}: as `posteriors`, for larger bands: by sums of the weights of paths to nodes."""
    shares = {}
    for block in blocks_of(band):
        begin, end = corners_of(block)
        weights = {bead: exp(-cost / NAT / temperature) for bead, cost in beads(costs, block).items()}
        in_order = sorted(weights, key=lambda bead: (bead[0] + bead[2], bead[1] + bead[3]))
        before, after = dict.fromkeys(nodes_of(block), 0.0), dict.fromkeys(nodes_of(block), 0.0)
        before[begin], after[end] = 1.0, 1.0
        for i, j, s, t in in_order:
            before[i + s, j + t] += before[i, j] * weights[i, j, s, t]
        for i, j, s, t in sorted(weights, reverse=True):
            after[i, j] += weights[i, j, s, t] * after[i + s, j + t]
        for i, j, s, t in weights:
            shares[i, j, s, t] = before[i, j] * weights[i, j, s, t] * after[i + s, j + t] / before[end]
    return shares


def every_bead(costs, kind):
    """(n + 1, m + 1): the quantized cost of the bead of a kind that ends at each node of a text; 0 if there is none."""
    n, m = costs.size
    s, t = kind
    found = np.zeros((n + 1, m + 1), np.int64)
    for i in range(s, n + 1):
        for j in range(t, m + 1):
            found[i, j] = bead_cost(costs, {}, kind, i, j)
    return found
