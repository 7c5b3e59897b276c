"""Random costs of beads, random bands, and the costs of texts that are made up."""

import numpy as np
from hypothesis import strategies as st

from aligner.lattice.bead_table import UNIT_BITS, BeadTable
from aligner.lattice.costs import END_OF_TEXT, BeadCosts, Breaks, Lengths, WordSums
from aligner.lattice.grid import Band
from aligner.lattice.kinds import Kinds
from aligner.lattice.log_table import LogTable, log_table
from aligner.lattice.quantized import QUANTUM, quantize

ONE_SIDED = [(1, 0), (0, 1)]
NO_LOG = LogTable(np.zeros(1, np.int32), np.zeros(1, np.int32), 0, 0)  # a table in which every logarithm is 0
WORD_STEP = round(2 / QUANTUM) << 6  # difference of two running sums of words that is worth one nat


def uniform(n, m, kinds, *, bead=1.0, deletion=3.0, insertion=3.0, node=None):
    """Costs that depend on the kind alone.

    bead: one number for all two-sided kinds, or one for each.
    node: cost of every node for each two-sided bead that begins or ends there; None if nodes cost nothing.
    """
    kinds = Kinds([*kinds, *ONE_SIDED])
    priors = quantize(np.array([*np.broadcast_to(bead, kinds.paired), deletion, insertion], float))
    source, target = ones(kinds.widest, n, np.float32), ones(kinds.widest, m, np.float32)
    breaks = None
    if node is not None:
        breaks = Breaks(np.zeros(n + 1, np.uint8), np.zeros(m + 1, np.uint8), quantize(np.full((3, 3), node)))
    return BeadCosts(
        kinds,
        priors,
        Lengths(source, target, NO_LOG, source, target),
        0 * ones(kinds.widest, n, np.int32),
        0 * ones(kinds.widest, m, np.int32),
        0 * ones(2, n, np.int32),
        0 * ones(2, m, np.int32),
        breaks,
    )


def ones(rows, size, dtype):
    return np.ones((rows, size + 1), dtype)


def with_cheap_path(n, m, *, noise=0.0, seed=0, kinds=((1, 1), (1, 2), (2, 1))):
    """Costs by which the 1-1 beads of one path are much cheaper than all other beads; and the path.

    noise: nats; the costs of other beads differ by at most as much.
    """
    rng = np.random.default_rng(seed)
    costs = uniform(n, m, kinds, bead=5.0, deletion=5.0, insertion=5.0)
    costs = costs._replace(
        source=quantize(rng.uniform(0, 1, costs.source.shape) * noise),
        target=quantize(rng.uniform(0, 1, costs.target.shape) * noise),
    )
    path = np.stack([np.arange(n + 1), np.arange(n + 1) * m // max(n, 1)], axis=1)
    worth = np.zeros((n + 1, m + 1))
    worth[path[1:, 0], path[1:, 1]] = 4.5
    return costs._replace(words=words_of_pairs(worth, costs.kinds.widest)), path


def words_of_pairs(worth, widest):
    """Running sums in the entire lattice, by which each 1-1 bead is worth as many nats as its end in a table.

    A wider bead with t = 1 is worth the 1-1 beads in its column; no other bead is worth anything.

    worth: (n + 1, m + 1), nats.
    """
    n, m = worth.shape[0] - 1, worth.shape[1] - 1
    source = np.zeros((widest, n + 1, m + 1), np.int64)
    source[0] = np.cumsum(np.rint(worth * WORD_STEP), axis=0)
    target = np.zeros((widest, (n + 1) * (m + 1)), np.int32)
    cell = np.arange(n + 1, dtype=np.int64) * (m + 1)
    edges = np.zeros(n + 1, np.int64), np.full(n + 1, m, np.int64)
    return WordSums(source.reshape(widest, -1).astype(np.int32), target, cell, *edges)


def coarse(rng, *shape):
    """Costs of few different values, so that there are many ties."""
    return rng.integers(-3, 9, shape) / 2


def fine(rng, *shape):
    """Costs without ties."""
    return rng.uniform(-5, 15, shape)


def random_words(rng, band, widest, values):
    """Running sums of random costs, for the beads of a band. They begin anywhere, so that some wrap around."""
    blocks = np.repeat(np.arange(band.blocks), np.diff(band.bounds))
    begin, end = band.bounds[:-1][blocks], band.bounds[1:][blocks] - 1
    rows = np.arange(len(band.first))
    first = np.maximum(band.first - widest, band.first[begin])
    last = band.last[np.minimum(rows + widest, end)]
    sizes = last - first + 1
    cell = np.cumsum(sizes) - sizes - first
    steps = np.rint(values(rng, 2, widest, int(sizes.sum())) * WORD_STEP).astype(np.int64)
    source, target = ((steps + rng.integers(-(2**31), 2**31)) & 0xFFFFFFFF).astype(np.uint32).view(np.int32)
    return WordSums(source, target, cell, first, last)


def random_bead_table(rng, band, paired, values):
    """A random bead table of a band."""
    sizes = band.last - band.first + 1
    units = np.rint(values(rng, paired, int(sizes.sum())) / QUANTUM / 2**UNIT_BITS).astype(np.int16)
    return BeadTable(units, np.cumsum(sizes) - sizes - band.first)


def random_lengths(rng, n, m, widest, values):
    """Lengths by one of the two models; without ties they are of any size, else all alike."""
    sizes = [
        rng.integers(1, 4, (widest, size + 1)) if values is coarse else rng.lognormal(3, 2, (widest, size + 1))
        for size in (n, m)
    ]
    x, y = (side.astype(np.float32) for side in sizes)
    if rng.random() < 0.5:
        return Lengths(x, y, log_table(1.5), x * 3, y * 3)
    return Lengths(x, y, log_table(-0.5), max_square=np.float32(rng.choice([3e2, 1e5])))


def random_costs(rng, band, size, kinds, values, *, breaks=True, words=True, bead_table=True):
    """Random costs of the beads of a text, all tables filled."""
    n, m = size
    kinds = Kinds([*kinds, *ONE_SIDED])
    costs = BeadCosts(
        kinds,
        quantize(values(rng, len(kinds))),
        random_lengths(rng, n, m, kinds.widest, values),
        *(quantize(values(rng, rows, places + 1)) for rows in (kinds.widest, 2) for places in size),
    )
    if breaks:
        states = [rng.integers(0, 2, places + 1).astype(np.uint8) for places in size]
        for state in states:
            state[[0, -1]] = END_OF_TEXT
        costs = costs._replace(breaks=Breaks(*states, quantize(values(rng, 3, 3))))
    if words:
        costs = costs._replace(words=random_words(rng, band, kinds.widest, values))
    if bead_table:
        costs = costs._replace(bead_table=random_bead_table(rng, band, kinds.paired, values))
    return costs


@st.composite
def corners_of_blocks(draw, n, m):
    """The first node of a text, up to two anchors, and the last node."""
    rows, columns = (sorted(draw(st.lists(st.integers(0, size), max_size=2))) for size in (n, m))
    return [(0, 0), *zip(rows, columns, strict=False), (n, m)]


@st.composite
def bands(draw, n, m):
    """A band of a text: all nodes of its blocks, those near a walk, or any rows that a band may have."""
    full = Band.full(draw(corners_of_blocks(n, m)))
    shape = draw(st.sampled_from(["full", "near a walk", "any rows"]))
    if shape == "full":
        return full
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    if shape == "near a walk":
        return full.around(random_walk(rng, full), draw(st.integers(0, 3)))
    edges = np.sort(rng.integers(0, m + 1, (2, int(full.bounds[-1]))), axis=1)
    return with_edges(full, edges.min(axis=0), edges.max(axis=0))


def with_edges(full, first, last):
    """The rows of blocks between two lines that do not fall, and the corners of the blocks."""
    first, last = (np.clip(edge, full.first, full.last).astype(np.int64) for edge in (first, last))
    first[full.bounds[:-1]] = full.first[full.bounds[:-1]]
    last[full.bounds[1:] - 1] = full.last[full.bounds[1:] - 1]
    return full._replace(first=first, last=last)


def random_walk(rng, full):
    """A path through all blocks, one sentence at a time."""
    steps = [np.array([[full.start[0], full.first[0]]])]
    for begin, end in zip(full.bounds[:-1].tolist(), full.bounds[1:].tolist(), strict=True):
        counts = end - begin - 1, full.last[end - 1] - full.first[begin]
        steps.append(rng.permutation(np.repeat([[1, 0], [0, 1]], counts, axis=0)))
    return np.cumsum(np.concatenate(steps), axis=0).astype(np.intp)


@st.composite
def searches(draw, values, most=10, most_kinds=5, widest=4):
    """Costs of a text of up to `most` sentences a side, and a band of it."""
    n, m = draw(st.tuples(*[st.integers(0, most)] * 2))
    sides = st.integers(1, widest)
    kinds = draw(st.lists(st.tuples(sides, sides), min_size=0, max_size=most_kinds, unique=True))
    band = draw(bands(n, m))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    breaks, words = draw(st.booleans()), draw(st.booleans())
    return random_costs(rng, band, (n, m), kinds, values, breaks=breaks, words=words), band


def lengths_of_translation(count, seed, missing=0.05):
    """Characters of the sentences of a text and of its translation, and the nodes where the 1-1 pairs begin.

    missing: share of the sentences of either text without a translation; as many have two.
    """
    rng = np.random.default_rng(seed)
    source, target, pairs = [], [], []
    for size in np.maximum(np.rint(rng.gamma(3, 30, count)), 5).tolist():
        kind = rng.choice(["1-1", "1-0", "0-1", "1-2"], p=[1 - 3 * missing, missing, missing, missing])
        other = max(2.0, round(1.1 * size + rng.normal() * (6.8 * size) ** 0.5))
        if kind == "1-1":
            pairs.append((len(source), len(target)))
        if kind != "0-1":
            source.append(size)
        if kind != "1-0":
            target.extend([other // 2, other - other // 2] if kind == "1-2" else [other])
    return np.array(source), np.array(target), pairs
