"""Costs of beads in tables, random costs, and random bands."""

from itertools import accumulate, pairwise

import numpy as np
from hypothesis import strategies as st

from aligner.lattice.costs import SideFacts, concatenate_with_starts, dequantize, quantize
from aligner.lattice.grid import Band, Block
from aligner.lattice.kinds import Kinds

ONE_SIDED = [(1, 0), (0, 1)]
MISTAKE = -900.0  # nats; cost of beads that must not be read: so low that every path would take them


class Table:
    """Costs of the beads of texts, looked up in tables; a `costs.BeadCosts`.

    The only fact of a side is the number of its place, which is the index in the tables.
    """

    def __init__(self, kinds, beads, nodes=None, priors=None, groups=None):
        """Costs are in nats.

        kinds: two-sided kinds.
        beads: (kinds + 2, n + 1, m + 1) for each text.
        nodes: (n + 1, m + 1) for each text; None if nodes cost nothing.
        priors: (kinds + 2,) for each text.
        groups: number of kinds in each group of kinds; None for one group.
        """
        self.kinds = Kinds([*kinds, *ONE_SIDED])
        bounds = [0, *accumulate(groups or [len(self.kinds)])]
        assert bounds[-1] == len(self.kinds)
        self.groups = [slice(*ends) for ends in pairwise(bounds)]
        self.sizes = [(table.shape[1] - 1, table.shape[2] - 1) for table in beads]
        self.sides = tuple(places([sizes[side] for sizes in self.sizes]) for side in (0, 1))
        n, m = (max(side) for side in zip(*self.sizes, strict=True))
        self._beads = np.full((len(beads), len(self.kinds), n + 1, m + 1), quantize(MISTAKE))
        self._nodes = None if nodes is None else np.full((len(beads), n + 1, m + 1), quantize(MISTAKE))
        for text, (table, (n, m)) in enumerate(zip(beads, self.sizes, strict=True)):
            for k, (s, t) in enumerate(self.kinds):
                self._beads[text, k, s : n + 1, t : m + 1] = quantize(table[k, s:, t:])
            if nodes is not None:
                self._nodes[text, : n + 1, : m + 1] = quantize(nodes[text])
        self._priors = quantize(np.zeros((len(beads), len(self.kinds))) if priors is None else np.array(priors)).T

    def priors(self, texts):
        return self._priors[:, texts]

    def beads(self, group, texts, source, target):
        return np.stack([self._beads[texts, k, source[0], target[0]] for k in range(group.start, group.stop)])

    def nodes(self, texts, source, target):
        return None if self._nodes is None else self._nodes[texts, source[0], target[0]]

    def floors(self, text):
        """Each side bears half of the cost of a two-sided bead with its nodes, wherever the other side stands."""
        n, m = self.sizes[text]
        nodes = np.zeros((n + 1, m + 1)) if self._nodes is None else dequantize(self._nodes[text, : n + 1, : m + 1])
        floors = [np.full((self.kinds.widest + 1, size + 1), np.inf) for size in (n, m)]
        for k, (s, t) in enumerate(self.kinds):
            beads = dequantize(self._beads[text, k, s : n + 1, t : m + 1])
            if beads.size and s and t:
                beads = (beads + nodes[s:, t:] + nodes[: n + 1 - s, : m + 1 - t]) / 2
            if beads.size:
                of_source, of_target = floors[0][s if t else 0, s:], floors[1][t if s else 0, t:]
                if s:
                    np.minimum(of_source, beads.min(axis=1), out=of_source)
                if t:
                    np.minimum(of_target, beads.min(axis=0), out=of_target)
        return tuple(floors)

    def block(self, text=0):
        return Block(text, 0, 0, *self.sizes[text])

    def full(self, text=0):
        return Band.full(self.block(text))


def places(sizes):
    """One side of texts of the given sizes; the only fact of a place is its number."""
    row, begins = concatenate_with_starts([np.arange(1, size + 1, dtype=np.int32) for size in sizes])
    return SideFacts(row[None], begins)


def uniform(n, m, kinds, *, bead=1.0, deletion=3.0, insertion=3.0, node=None):
    """Costs that depend on the kind alone.

    bead: one number for all two-sided kinds, or one for each.
    """
    costs = [*np.broadcast_to(bead, len(kinds)), deletion, insertion]
    table = np.broadcast_to(np.reshape(costs, (-1, 1, 1)), (len(costs), n + 1, m + 1))
    return Table(kinds, [table], None if node is None else [np.broadcast_to(node, (n + 1, m + 1))])


def random_walk(rng, block):
    """i on every diagonal of a block: a centre line in steps of 0 or 1."""
    return block.i + np.concatenate([[0], np.cumsum(rng.permutation(np.repeat([1, 0], [block.n, block.m])))])


def coarse(rng, *shape):
    """Costs of few different values, so that there are many ties."""
    return rng.integers(-3, 9, shape) / 2


def fine(rng, *shape):
    """Costs without ties."""
    return rng.uniform(-5, 15, shape)


@st.composite
def tables(draw, costs, most=10):
    """Costs of up to four texts of up to `most` sentences."""
    sizes = draw(st.lists(st.tuples(st.integers(0, most), st.integers(0, most)), min_size=1, max_size=4))
    kinds = draw(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=5, unique=True))
    count = len(kinds) + 2
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    cuts = sorted(draw(st.sets(st.integers(1, count - 1))))
    return Table(
        kinds,
        [costs(rng, count, n + 1, m + 1) for n, m in sizes],
        draw(st.sampled_from([None, [costs(rng, n + 1, m + 1) for n, m in sizes]])),
        [costs(rng, count) for _ in sizes],
        [end - begin for begin, end in zip([0, *cuts], [*cuts, count], strict=True)],
    )


@st.composite
def bands(draw, table):
    """A band of a text: all nodes of a block or those around a random walk, on all diagonals or on consecutive ones."""
    text = draw(st.integers(0, len(table.sizes) - 1))
    (i, n), (j, m) = (
        draw(st.sampled_from([(0, size), *([(size // 3, size - size // 2)] if size > 3 else [])]))
        for size in table.sizes[text]
    )
    block = Block(text, i, j, n, m)
    band = Band.full(block)
    if draw(st.booleans()):
        rng = np.random.default_rng(draw(st.integers(0, 2**32)))
        most = draw(st.integers(0, 4))
        half_width = draw(st.sampled_from([most, rng.integers(0, most + 1, n + m + 1)]))
        band = Band.around(block, random_walk(rng, block), half_width)
    if draw(st.booleans()):
        band = band.part(*sorted(draw(st.tuples(*[st.integers(0, n + m)] * 2))))
    return band


@st.composite
def searches(draw, costs, most=10):
    """Costs, and one to six bands."""
    table = draw(tables(costs, most))
    return table, draw(st.lists(bands(table), min_size=1, max_size=6))
