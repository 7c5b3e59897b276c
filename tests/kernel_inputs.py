"""Random input of the compiled core, and what it computes of it: costs and bands, texts and beads."""

import numpy as np
from word_oracle import word_model

import aligner.kernel as kernel
from aligner.evidence.gale_church import erfcx_table
from aligner.lattice.bead_table import BeadTable
from aligner.lattice.beam import near_best
from aligner.lattice.costs import BeadCosts, Breaks, Lengths, WordSums, sums_of_last
from aligner.lattice.forward_backward import BeadPosteriors, bead_posteriors
from aligner.lattice.grid import Band
from aligner.lattice.kinds import Kinds
from aligner.lattice.log_table import log_table
from aligner.lattice.quantized import quantize
from aligner.lattice.reference_beam import ReferenceBeam
from aligner.lattice.viterbi import best_path, totals
from aligner.lexical.ibm1 import _train
from aligner.lexical.word_order import order_worth

SIZES = [(1, 1), (4, 3), (12, 9), (9, 14), (3, 1100), (40, 6)]  # (n, m); a tile of the core has 512 nodes
KINDS_OF_WORDS = ["word", "number", "mark", "address"]


def random_band(rng, n, m):
    """A band of one or several blocks of a text of n and m sentences; it may have no path."""
    inner = sorted(zip(*(sorted(rng.integers(0, size + 1, rng.integers(0, 3))) for size in (n, m)), strict=False))
    band = Band.full([(0, 0), *((int(i), int(j)) for i, j in inner), (n, m)])
    if rng.random() < 0.3:
        return band
    first, last = band.first.copy(), band.last.copy()
    for begin, end in zip(band.bounds[:-1].tolist(), band.bounds[1:].tolist(), strict=True):
        edges = np.sort(rng.integers(first[begin], last[begin] + 1, (2, end - begin)), axis=1)
        low, high = edges.min(axis=0), edges.max(axis=0)
        low[0], high[-1] = first[begin], last[begin]
        first[begin:end], last[begin:end] = low, high
    return band._replace(first=first, last=last)


def random_kinds(rng):
    """Kinds of bead: (1, 0), (0, 1), and one two-sided kind or more."""
    widest = int(rng.integers(1, 7))
    shapes = [(s, t) for s in range(1, widest + 1) for t in range(1, widest + 1)]
    count = int(rng.integers(1, min(len(shapes), 12) + 1))
    two_sided = [shapes[k] for k in sorted(rng.choice(len(shapes), count, replace=False))]
    return Kinds([*two_sided, (1, 0), (0, 1)])


def random_lengths(rng, n, m, widest):
    """The lengths of the sentences of a text, under one of the two length models."""
    x, y = (sums_of_last(rng.integers(1, 200, size), widest)[1:].astype(np.float32) for size in (n, m))
    if rng.random() < 0.5:
        return Lengths(x, y, log_table(1.5), 3 * x, 3 * y)
    return Lengths(x * np.float32(90), y * np.float32(90), erfcx_table(), max_square=np.float32(2.0**24 * 0.999))


def random_words(rng, band, widest):
    """Running sums of words that cover a band."""
    rows = np.arange(len(band.first))
    block = np.repeat(np.arange(band.blocks), np.diff(band.bounds))
    first = np.maximum(band.first - widest, band.first[band.bounds[:-1]][block])
    last = band.last[np.minimum(rows + widest, band.bounds[1:][block] - 1)]
    ends = np.cumsum(last - first + 1)
    cell = np.concatenate([[0], ends[:-1]]) - first
    source, target = rng.integers(-(1 << 24), 1 << 24, (2, widest, ends[-1])).astype(np.int32)
    return WordSums(source, target, cell, first, last)


def random_bead_table(rng, band, paired):
    """A random bead table of a band."""
    ends = np.cumsum(band.last - band.first + 1)
    table = rng.integers(-(1 << 15), 1 << 15, (paired, ends[-1])).astype(np.int16)
    return BeadTable(table, np.concatenate([[0], ends[:-1]]) - band.first)


def random_costs(rng, n, m, band):
    """Costs of the beads of a text. In half of them, many paths cost the same."""
    kinds = random_kinds(rng)
    widest = kinds.widest

    def table(*shape):
        nats = rng.integers(0, 3, shape) if coarse else rng.normal(3.0, 3.0, shape)
        return quantize(nats.astype(float))

    coarse = rng.random() < 0.5
    lengths = random_lengths(rng, n, m, widest)
    sides = table(widest, n + 1), table(widest, m + 1), table(2, n + 1), table(2, m + 1)
    breaks = words = table_of_beads = None
    if rng.random() < 0.5:
        states = [rng.integers(0, 2, size + 1).astype(np.uint8) for size in (n, m)]
        for state in states:
            state[[0, -1]] = 2
        breaks = Breaks(*states, table(3, 3))
    if rng.random() < 0.5:
        words = random_words(rng, band, widest)
    if rng.random() < 0.5:
        table_of_beads = random_bead_table(rng, band, kinds.paired)
    return BeadCosts(kinds, table(len(kinds)), lengths, *sides, breaks, words, table_of_beads)


def random_problem(rng):
    """The costs of a text, and a band of it."""
    n, m = SIZES[rng.integers(len(SIZES))]
    band = random_band(rng, n, m)
    return random_costs(rng, n, m, band), band


def beam(costs, band, block, margin, max_nodes, potential):
    """The excess, the path and the rows of a beam."""
    rows = slice(band.bounds[block], band.bounds[block + 1])
    first, last = band.first[rows].copy(), band.last[rows].copy()
    if kernel.lattice is None:
        excess, path = ReferenceBeam(costs, band, block, margin, potential, first, last).search(max_nodes)
    else:
        excess, path = kernel.lattice.beam(costs.arrays(), band, block, margin, max_nodes, potential, first, last)
    return np.array(excess), b"" if path is None else bytes(path), first, last


def searches(rng, costs, band):
    """[(name, arrays)]: what all searches find, or the message of the error that they raise."""
    block = int(rng.integers(band.blocks))
    potential = np.cumsum(rng.integers(-(10**6), 2 * 10**6, costs.size[1] + 1))
    beam_arguments = block, int(rng.integers(1, 10**8)), int(rng.integers(1, 3000)), potential * int(rng.integers(2))
    temperature, slack = float(rng.uniform(0.5, 3.0)), float(rng.uniform(0.0, 20.0))

    def posteriors():
        beads, probable = bead_posteriors(costs, band, temperature, 1e-6)
        return *beads, *probable

    calls = {
        "best_path": lambda: [best_path(costs, band)],
        "totals": lambda: totals(costs, band),
        "near_best": lambda: near_best(costs, band, slack),
        "posteriors": posteriors,
        "beam": lambda: beam(costs, band, *beam_arguments),
    }
    results = []
    for name, call in calls.items():
        try:
            results.append((name, call()))
        except ValueError as error:
            results.append((name, [str(error)]))
    return results


def random_text(rng):
    """The word model of a text, and its number of source and of target sentences."""
    types, n, m = int(rng.integers(1, 40)), int(rng.integers(1, 30)), int(rng.integers(1, 30))
    sides = [[rng.integers(0, types, rng.integers(0, 9)).tolist() for _ in range(size)] for size in (n, m)]
    cells = rng.choice(types * types, int(rng.integers(0, min(types * types, 60) + 1)), replace=False).tolist()
    pairs = [(*divmod(cell, types), *rng.random(2).tolist()) for cell in sorted(cells)]
    keys = [(KINDS_OF_WORDS[number % 4], str(number)) for number in range(types)]
    return word_model(sides, keys, pairs), n, m


def random_training(rng):
    """The arguments of `_train`."""
    beads, types = int(rng.integers(0, 20)), int(rng.integers(1, 15))
    sides = []
    for _ in range(2):
        bead = np.repeat(np.arange(beads), rng.integers(0, 6, beads))
        sides.append((rng.integers(0, types, len(bead)), bead))
    return *sides, rng.random(beads)


def word_numbers(rng):
    """[(name, arrays)]: what is computed of the words of a random text."""
    model, n, m = random_text(rng)
    band, widest = random_band(rng, n, m), int(rng.integers(1, 14))
    count = int(rng.integers(0, 12))
    start, other_start = rng.integers(0, n + 1, count), rng.integers(0, m + 1, count)
    sizes = rng.integers(0, n - start + 1), rng.integers(0, m - other_start + 1)
    beads = start, sizes[0], other_start, sizes[1], rng.random(count)
    return [
        ("running_sums", model.sums(band, widest)),
        ("expected_noise", model.source._expected_noise(*beads)),
        ("order_worth", [order_worth(model, BeadPosteriors(start, other_start, *sizes, beads[-1]))]),
        ("train_ibm1", _train(*random_training(rng), 0.3)),
    ]


def results_of(seed):
    """[(name, arrays)]: all that the core computes of random input."""
    rng = np.random.default_rng(seed)
    costs, band = random_problem(rng)
    return [*searches(rng, costs, band), *word_numbers(rng)]
