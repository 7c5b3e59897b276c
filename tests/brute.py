"""The search as one slow obvious oracle: the beads between some nodes, one at a time, in plain Python."""

from math import exp

import numpy as np

from aligner.lattice.costs import QUANTUM, costs_of_all_kinds
from aligner.lattice.kinds import RANK_BITS

NAT = round(2**RANK_BITS / QUANTUM)  # of whole costs


def nodes_of(band):
    """The nodes (i, j) of a band, diagonal by diagonal, and on each from the least i to the largest."""
    ends = zip(band.first.tolist(), band.last.tolist(), strict=True)
    return [(i, at - i) for at, (first, last) in enumerate(ends, band.start) for i in range(int(first), int(last) + 1)]


def on_diagonal(nodes, at):
    return [(i, j) for i, j in nodes if i + j == at]


def order(kind):
    """What settles a tie: fewer sentences, sides that differ less, fewer source sentences; 1-0 and 0-1 come last."""
    s, t = kind
    return min(s, t) == 0, s + t, abs(s - t), s if min(s, t) else t


def beads(costs, band):
    """{(i, j, s, t): whole cost} of the beads that begin and end inside of a band; i, j: where one begins.

    In the order of the nodes where they end, and there in the order in which ties are settled.
    """
    nodes = nodes_of(band)
    inside, text = set(nodes), np.array([band.text])
    found = {}
    for i, j in nodes:
        source, target = (side.at(text, np.array([at])) for side, at in zip(costs.sides, (i, j), strict=True))
        into = costs_of_all_kinds(costs, text, source, target)[:, 0].tolist()
        for (s, t), cost in sorted(zip(costs.kinds, into, strict=True), key=lambda bead: order(bead[0])):
            if (i - s, j - t) in inside:
                joints = node(costs, band.text, i, j) + node(costs, band.text, i - s, j - t) if s and t else 0
                found[i - s, j - t, s, t] = cost + joints
    return found


def node(costs, text, i, j):
    """What a two-sided bead pays for a node."""
    texts = np.array([text])
    source, target = (side.at(texts, np.array([at])) for side, at in zip(costs.sides, (i, j), strict=True))
    found = costs.nodes(texts, source, target)
    return 0 if found is None else int(found[0])


def best_path(costs, band):
    """The nodes of the cheapest path through a band, from diagonal to diagonal, and its whole cost.

    A tie between ends goes to the one whose last bead comes first, and then to the one with fewer source sentences.
    """
    nodes = nodes_of(band)
    best = {each: (0, (), [each]) for each in on_diagonal(nodes, band.start)}
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
    """{(i, j, s, t): probability}: the share of all paths, weighing exp(-cost / temperature) each, that have it."""
    nodes = nodes_of(band)
    weights = {bead: exp(-cost / NAT / temperature) for bead, cost in beads(costs, band).items()}
    starts, ends = (on_diagonal(nodes, at) for at in (band.start, max(map(sum, nodes))))
    before = dict.fromkeys(nodes, 0.0) | dict.fromkeys(starts, 1.0)  # what all paths to a node weigh
    for (i, j, s, t), weight in weights.items():
        before[i + s, j + t] += before[i, j] * weight
    after = dict.fromkeys(nodes, 0.0) | dict.fromkeys(ends, 1.0)  # what all paths from a node on weigh
    for (i, j, s, t), weight in reversed(weights.items()):
        after[i, j] += weight * after[i + s, j + t]
    whole = sum(before[end] for end in ends)
    return {(i, j, s, t): before[i, j] * w * after[i + s, j + t] / whole for (i, j, s, t), w in weights.items()}


def cheapest(tables, n, m):
    """The nodes of the cheapest path through a whole lattice, and its whole cost; for larger ones.

    tables: {kind: rows of what the bead that ends at each node costs}. In the order in which ties are settled.
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
    """The number of a text, and what is known of the source and of the target at each of its nodes, (facts, i, j)."""
    texts = np.array([[text]])
    places = np.meshgrid(np.arange(n + 1), np.arange(m + 1), indexing="ij")
    return texts, *(side.at(texts, each) for side, each in zip(costs.sides, places, strict=True))


def tables(costs, text, n, m):
    """{kind: rows}: whole costs of the beads that end at every node of a text, with those of nodes; for `cheapest`."""
    known = at_every_node(costs, text, n, m)
    nodes = costs.nodes(*known)
    every = costs_of_all_kinds(costs, *known).astype(int)
    for k, (s, t) in enumerate(costs.kinds):
        if s and t and nodes is not None:
            every[k] += nodes
            every[k, s:, t:] += nodes[: max(n + 1 - s, 0), : max(m + 1 - t, 0)]
    return dict(zip(costs.kinds, every.tolist(), strict=True))
