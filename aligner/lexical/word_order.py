"""Word order as evidence: translations of words stand at about the same place in the two sides of a bead.

Where a bead ends one sentence too early or too late, its words may match as well as those of the right bead: sentences
beside each other are on the same topic. But then they match at the wrong places.

With the order of words, the gain G(w) of a token w, see `word_likelihood`, is the sum over the tokens u of

    T(w | u) K(x - y),   K(d) = kappa + (1 - kappa) exp(-|d| / tau) / c.

- x, y: the places of u and of w, each in its side of the bead; the k-th of L tokens stands at (k - 1/2) / L
- tau: 0.15, the mean distance of two words that are in order
- kappa: 0.3, the share of words that stand anywhere
- c: the mean of exp(-|d| / tau) over all places, so that the mean of K is 1: tokens in any order are worth nothing

The order of a bead is worth, as the mean of both directions,

    sum over w of ln [ nu + (1 - nu) r'(w) ] - ln [ nu + (1 - nu) r(w) ],

where r' has the gain with the order, and r has the gain without it. Dyer, Chahuneau & Smith, "A simple, fast, and
effective reparameterization of IBM Model 2" (NAACL 2013), section 2, have the same exponential, without kappa.

Unlike words without their order, this depends on all four ends of a bead, so that no running sums hold it. It is
computed for the beads that all other evidence leaves in question; these are few.

Example: a side of 4 tokens is the translation of a side of 4 tokens, in the same order, and then in the reverse order.

>>> distances = np.abs(np.arange(4) - np.array([[0, 1, 2, 3], [3, 2, 1, 0]])) * STEPS // 4
>>> DENSITY[distances].round(2).tolist()
[[3.04, 3.04, 3.04, 3.04], [0.32, 0.82, 0.82, 0.32]]
"""

from __future__ import annotations

import math

import numpy as np

from aligner import kernel
from aligner.lattice.bead_table import BeadTable
from aligner.lattice.costs import BeadCosts
from aligner.lattice.forward_backward import BeadPosteriors, bead_posteriors
from aligner.lattice.grid import Band, Floats, Ints
from aligner.lexical.gains import OtherSide
from aligner.lexical.logarithms import Float32s, quantized_log
from aligner.lexical.ranges import concatenate_ranges, equal_ranges
from aligner.lexical.word_likelihood import MIN_LENGTH, WordLikelihood
from aligner.lexical.word_model import WordModel

DISTANCE = 0.15  # tau, of the length of a side
ANYWHERE = 0.3  # kappa
STEPS = 1024  # of a distance of 1, for which K is tabled
LEAST_POSTERIOR = 1e-4  # of a bead whose order counts; less likely ones hardly become the likeliest by their order
MAX_TOKENS = 512  # of a side; the words of a longer one have no order, since repeated words would take long
MAX_BEADS = 24  # beads a sentence whose order counts; more are likely where sentences cannot be told apart
_BLOCK = 256  # beads whose tokens are compared at once, to limit memory


def _density() -> Floats:
    """(STEPS + 1,): K at each tabled distance, rounded, since exponentials differ between machines."""
    mean = 2 * DISTANCE - 2 * DISTANCE**2 * (1 - math.exp(-1 / DISTANCE))
    values = [math.exp(-step / STEPS / DISTANCE) / mean for step in range(STEPS + 1)]
    return np.array([round(ANYWHERE + (1 - ANYWHERE) * value, 6) for value in values])


DENSITY = _density()
MAX_DENSITY = float(DENSITY[0])


def add_word_order(costs: BeadCosts, words: WordModel, band: Band) -> BeadCosts:
    """Costs with those of the word order of the likely beads; the order of other beads costs nothing.

    costs: by all other evidence, in a band.
    words: the words of the text.
    """
    beads = _likely_beads(costs, band)
    kind = costs.kinds.numbers(beads.s, beads.t)
    table = costs.bead_table or BeadTable.zeros(costs.kinds, band)
    row = band.rows_of_ends(beads.i, beads.j, beads.s)
    return costs._replace(bead_table=table.with_costs(kind, row, beads.j + beads.t, -order_worth(words, beads)))


def _likely_beads(costs: BeadCosts, band: Band) -> BeadPosteriors:
    """The two-sided beads of a band that are likely by other evidence; if there are too many, the likeliest."""
    beads, _ = bead_posteriors(costs, band, least=LEAST_POSTERIOR)
    beads = beads.take((beads.s > 0) & (beads.t > 0))
    limit = MAX_BEADS * sum(costs.size)
    if len(beads.i) <= limit:
        return beads
    return beads.take(np.sort(np.argsort(-beads.probability, kind="stable")[:limit]))


def order_worth(words: WordModel, beads: BeadPosteriors) -> Ints:
    """(beads,), quanta: what the word order of two-sided beads is worth."""
    source, target = (beads.i, beads.s), (beads.j, beads.t)
    of_source = _side_worth(words.source, words.target.other_side, *source, *target)
    of_target = _side_worth(words.target, words.source.other_side, *target, *source)
    return (of_source + of_target) >> 1


def _side_worth(
    side: WordLikelihood, tokens: OtherSide, start: Ints, count: Ints, other_start: Ints, other_count: Ints
) -> Ints:
    """(beads,), quanta: what the order of the tokens w of one side is worth, given those of the other side.

    tokens: all tokens w, of which `side` has only those that are evidence.
    start, count: (beads,), first sentence and number of sentences of each bead on this side.
    other_start, other_count: (beads,), the same on the other side.
    """
    without_gain, of_gain = (part.astype(np.float32) for part in side.value_of_gain())
    beads = np.stack([start, count, other_start, other_count])
    if kernel.words is not None:
        worth = np.zeros(len(start), np.int64)
        arrays = tokens.types, tokens.ends, *side.other_side.arrays, *beads, worth, without_gain, of_gain, DENSITY
        kernel.words.order_worth(*arrays, MIN_LENGTH, MAX_TOKENS)
        return worth
    # The first and the last token of each bead on either side. Beads with a long side have no tokens.
    span, given_span = (
        np.stack([ends[first], ends[first + number]])
        for ends, first, number in ((tokens.ends, *beads[:2]), (side.other_side.ends, *beads[2:]))
    )
    is_long = np.maximum(span[1] - span[0], given_span[1] - given_span[0]) > MAX_TOKENS
    span[1, is_long], given_span[1, is_long] = span[0, is_long], given_span[0, is_long]
    blocks = [slice(begin, begin + _BLOCK) for begin in range(0, len(start), _BLOCK)]
    worths = [_worth(tokens, side.other_side, span[:, k], given_span[:, k], without_gain, of_gain) for k in blocks]
    return np.concatenate([np.zeros(0, np.int64), *worths])


def _worth(
    tokens: OtherSide, given: OtherSide, span: Ints, given_span: Ints, without_gain: Float32s, of_gain: Float32s
) -> Ints:
    """(beads,), quanta: see `_side_worth`.

    tokens, given: the tokens w, and the tokens u.
    span, given_span: (2, beads), the first token of each bead on either side, and that after the last.
    without_gain, of_gain: see `WordLikelihood.value_of_gain`.
    """
    sizes, other_sizes = span[1] - span[0], given_span[1] - given_span[0]
    # 1. The types w of all beads, and the tokens of each; then the tokens u, and the types that they translate into.
    bead, place = _places(sizes)
    types = tokens.types[span[0][bead] + place]
    keys = bead * given.size + types
    order = np.argsort(keys, kind="stable")
    other_bead, other_place = _places(other_sizes)
    rows, counts = given.pairs_of(given.types[given_span[0][other_bead] + other_place])
    u = np.repeat(np.arange(len(other_bead)), counts)
    # 2. The pairs of a token u and a token w that are translations, and the distances of their places.
    begins, counts = equal_ranges(keys[order], other_bead[u] * given.size + given.pair_types[rows])
    w, pair = order[concatenate_ranges(begins, counts)], np.repeat(np.arange(len(rows)), counts)
    size, other_size = sizes[bead[w]], other_sizes[bead[w]]
    apart = np.abs((2 * other_place[u[pair]] + 1) * size - (2 * place[w] + 1) * other_size)
    density = DENSITY[apart * STEPS // (2 * size * other_size)]
    # 3. The gain of each token w, without its place and with it.
    values = given.pair_values[rows[pair]]
    lengths = np.maximum(other_sizes[bead], MIN_LENGTH)
    gains = np.stack([np.bincount(w, amount, len(types)) for amount in (values, values * density)])
    ratios = of_gain[types] * (gains.astype(np.float32) * (1.0 / lengths).astype(np.float32))
    without, with_order = quantized_log(without_gain[types] + ratios)
    return np.bincount(bead, with_order - without, len(sizes)).astype(np.int64)


def _places(sizes: Ints) -> tuple[Ints, Ints]:
    """The number of the bead of each token, and its place in the bead, from the tokens of each bead."""
    return np.repeat(np.arange(len(sizes)), sizes), concatenate_ranges(np.zeros_like(sizes), sizes)
