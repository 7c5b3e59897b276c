"""The search as one slow obvious oracle: the beads between some nodes, one at a time, in plain Python."""

from collections import defaultdict
from math import exp, inf

import numpy as np


def nodes_of(band):
    """The set of nodes (i, j) of a band."""
    return {(i, j) for i, (first, last) in enumerate(zip(*band, strict=True)) for j in range(first, last + 1)}


def beads(costs, nodes):
    """{(i, j, s, t): cost} of the beads that begin and end in these nodes; i, j: where one begins.

    In the order of the nodes where they end, and there in the order in which ties are settled.
    """

    def node(i, j):
        return float(costs.nodes(slice(i, i + 1), np.array([[j]]))[0, 0])

    found = {}
    for i, j in sorted(nodes):
        two_sided = costs.beads(slice(i, i + 1), np.array([[j]]))[0, :, 0].tolist()
        for (s, t), cost in zip(costs.kinds, two_sided, strict=True):
            if (i - s, j - t) in nodes:
                found[i - s, j - t, s, t] = cost + node(i - s, j - t) + node(i, j)
        if (i - 1, j) in nodes:
            found[i - 1, j, 1, 0] = float(costs.deletion[i])
        if (i, j - 1) in nodes:
            found[i, j - 1, 0, 1] = float(costs.insertion[j])
    return found


def best_path(costs, nodes):
    """The kinds of bead on the cheapest path from the first node to the last, and its cost; inf without one."""
    best = {node: (inf, []) for node in nodes} | {(0, 0): (0.0, [])}
    for (i, j, s, t), cost in beads(costs, nodes).items():
        total, path = best[i, j]
        if total + cost < best[i + s, j + t][0]:
            best[i + s, j + t] = total + cost, [*path, (s, t)]
    total, path = best[max(nodes)]
    return path, total


def posteriors(costs, nodes, temperature=1.0):
    """{(i, j, s, t): probability}: the share of all paths, weighing exp(-cost / temperature) each, that have it."""
    weights = {bead: exp(-cost / temperature) for bead, cost in beads(costs, nodes).items()}
    before = defaultdict(float, {(0, 0): 1.0})  # what all paths from (0, 0) to a node weigh
    for (i, j, s, t), weight in weights.items():
        before[i + s, j + t] += before[i, j] * weight
    after = defaultdict(float, {max(nodes): 1.0})  # what all paths from a node to the end weigh
    for (i, j, s, t), weight in reversed(weights.items()):
        after[i, j] += weight * after[i + s, j + t]
    whole = before[max(nodes)]
    return {(i, j, s, t): before[i, j] * w * after[i + s, j + t] / whole for (i, j, s, t), w in weights.items()}
