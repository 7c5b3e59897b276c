"""The oracle: the searches of the lattice, slow and obvious, one bead at a time, in plain Python."""

from math import exp

import numpy as np

from aligner.lattice.costs import QUANTUM, costs_of_all_kinds
from aligner.lattice.kinds import RANK_BITS

NAT = round(2**RANK_BITS / QUANTUM)  # one nat as a quantized cost


def nodes_of(band):
    """The nodes (i, j) of a band, diagonal by diagonal, and on each from the least i to the largest."""
    ends = zip(band.first.tolist(), band.last.tolist(), strict=True)
    return [(i, at - i) for at, (first, last) in enumerate(ends, band.start) for i in range(int(first), int(last) + 1)]


def on_diagonal(nodes, at):
    return [(i, j) for i, j in nodes if i + j == at]


def order(kind):
    """Sort key of kinds: of paths that cost the same, the search takes the one whose last bead comes first.

    Fewer sentences come first, then sides that differ less, then fewer source sentences; 1-0 and 0-1 come last.
    """
    s, t = kind
    return min(s, t) == 0, s + t, abs(s - t), s if min(s, t) else t


def beads(costs, band):
    """{(i, j, s, t): quantized cost} of the beads that begin at (i, j) and end in a band, both inside it.

    They are in the order of the nodes where they end, and at a node in the order of `order`.
    """
    nodes = nodes_of(band)
    inside, text = set(nodes), np.array([band.text])
    costs_of_beads = {}
    for i, j in nodes:
        source, target = (side.at(text, np.array([at])) for side, at in zip(costs.sides, (i, j), strict=True))
        into = costs_of_all_kinds(costs, text, source, target)[:, 0].tolist()
        for (s, t), cost in sorted(zip(costs.kinds, into, strict=True), key=lambda bead: order(bead[0])):
            if (i - s, j - t) in inside:
                ends = node(costs, band.text, i, j) + node(costs, band.text, i - s, j - t) if s and t else 0
                costs_of_beads[i - s, j - t, s, t] = cost + ends
    return costs_of_beads


def node(costs, text, i, j):
    """Quantized cost of a two-sided bead for having (i, j) as one of its two ends."""
    texts = np.array([text])
    source, target = (side.at(texts, np.array([at])) for side, at in zip(costs.sides, (i, j), strict=True))
    nodes = costs.nodes(texts, source, target)
    return 0 if nodes is None else int(nodes[0])


def best_path(costs, band):
    """The nodes of the cheapest path from the first diagonal of a band to its last, and its quantized cost.

    Of ends that cost the same, the path takes the one whose last bead comes first, then the one with fewer source
    sentences.
    """
    nodes = nodes_of(band)
    best = {start: (0, (), [start]) for start in on_diagonal(nodes, band.start)}
    for (i, j, s, t), cost in beads(costs, band).items():
        if (i, j) in best:
            total, _, path = best[i, j]
            here = i + s, j + t
            if here not in best or total + cost < best[here][0]:
                best[here] = total + cost, order((s, t)), [*path, here]
    ends = [best[end] for end in on_diagonal(nodes, max(map(sum, nodes))) if end in best]
    total, _, path = min(ends, key=lambda end: (*end[:2], end[2][-1][0]))
    return path, total


def posteriors(costs, band, temperature=1.0):
    """{(i, j, s, t): probability}: the paths that hold the bead, as a share of all paths.

    The weight of a path is exp(-cost / temperature).
    """
    nodes = nodes_of(band)
    weights = {bead: exp(-cost / NAT / temperature) for bead, cost in beads(costs, band).items()}
    starts, ends = (on_diagonal(nodes, at) for at in (band.start, max(map(sum, nodes))))
    before = dict.fromkeys(nodes, 0.0) | dict.fromkeys(starts, 1.0)  # weight of all paths to a node
    for (i, j, s, t), weight in weights.items():
        before[i + s, j + t] += before[i, j] * weight
    after = dict.fromkeys(nodes, 0.0) | dict.fromkeys(ends, 1.0)  # weight of all paths from a node on
    for (i, j, s, t), weight in reversed(weights.items()):
        after[i, j] += weight * after[i + s, j + t]
    total = sum(before[end] for end in ends)
    return {(i, j, s, t): before[i, j] * w * after[i + s, j + t] / total for (i, j, s, t), w in weights.items()}


def cheapest(tables, n, m):
    """The nodes of the cheapest path through an entire lattice, and its cost; faster than `best_path`.

    tables: {kind: rows of the cost of the bead that ends at each node}.
    """
    kinds = sorted(tables, key=order)
    totals = [[0] * (m + 1) for _ in range(n + 1)]
    chosen = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            least = None
            for kind in kinds:
                s, t = kind
                if s <= i and t <= j:
                    total = totals[i - s][j - t] + tables[kind][i][j]
                    if least is None or total < least:
                        totals[i][j] = least = total
                        chosen[i][j] = kind
    path = [(n, m)]
    while path[-1] != (0, 0):
        (i, j), (s, t) = path[-1], chosen[path[-1][0]][path[-1][1]]
        path.append((i - s, j - t))
    return path[::-1], totals[n][m]


def at_every_node(costs, text, n, m):
    """The number of a text, and the facts of the source and of the target at each of its nodes, (facts, i, j)."""
    texts = np.array([[text]])
    places = np.meshgrid(np.arange(n + 1), np.arange(m + 1), indexing="ij")
    return texts, *(side.at(texts, axis) for side, axis in zip(costs.sides, places, strict=True))


def tables(costs, text, n, m):
    """{kind: rows}: quantized cost of the bead that ends at every node of a text, with its two ends; for `cheapest`."""
    facts = at_every_node(costs, text, n, m)
    nodes = costs.nodes(*facts)
    beads = costs_of_all_kinds(costs, *facts).astype(int)
    for k, (s, t) in enumerate(costs.kinds):
        if s and t and nodes is not None:
            beads[k] += nodes
            beads[k, s:, t:] += nodes[: max(n + 1 - s, 0), : max(m + 1 - t, 0)]
    return dict(zip(costs.kinds, beads.tolist(), strict=True))
