"""Translations learned from beads by IBM Model 1, in both directions.

Brown, Della Pietra, Della Pietra & Mercer, "The mathematics of statistical machine translation: parameter estimation",
Computational Linguistics 19(2), 1993, section 4.1. The departures from the paper:

- A bead counts with its posterior, and improbable or long beads do not count.
- An absolute discount is subtracted from each expected count, so that one chance occurrence is not a translation.
- The empty word has its own probability for each type, so that it explains what no other word explains.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Bools, Floats, Ints
from aligner.lexical.ranges import concatenate_ranges, equal_ranges
from aligner.lexical.translation_table import TranslationTable
from aligner.lexical.vocabulary import TokenizedText

MIN_POSTERIOR = 0.5  # posterior; translations are learned from more probable beads only
MAX_SENTENCES = 4  # sentences on either side of a bead that is learned from
ITERATIONS = 4  # of expectation-maximisation
DISCOUNT = 0.5  # tokens; subtracted from each expected count
MIN_PROBABILITY = 0.01  # a table holds no smaller probabilities
MAX_TOKEN_PAIRS = 1_500_000  # to learn from; if there are more, a sample of the beads is used
MAX_BEAD_PAIRS = 1_000_000  # token pairs of one bead; a larger bead gives no information and costs much memory


class TrainingBeads(NamedTuple):
    """The tokens of beads of one text.

    source, target: (tokens,), the types of the tokens of one side.
    source_bead, target_bead: (tokens,), the number of the bead of each token, sorted.
    posterior: (beads,), P(bead | both texts).
    """

    source: Ints
    source_bead: Ints
    target: Ints
    target_bead: Ints
    posterior: Floats


def select_training_beads(
    source: TokenizedText, target: TokenizedText, beads: BeadPosteriors, words: tuple[Bools, Bools]
) -> TrainingBeads:
    """The words of those beads of a text that are probable and short enough to learn from.

    source, target: the tokens of the two sides.
    beads: beads of the text.
    words: for source and target, (types,), whether each type counts as a word.
    """
    is_selected = (beads.probability > MIN_POSTERIOR) & (beads.s > 0) & (beads.t > 0)
    selected = beads.take(is_selected & (np.maximum(beads.s, beads.t) <= MAX_SENTENCES))
    return TrainingBeads(
        *_words_of_beads(source, selected.i, selected.s, words[0]),
        *_words_of_beads(target, selected.j, selected.t, words[1]),
        selected.probability,
    )


def _words_of_beads(text: TokenizedText, start: Ints, count: Ints, is_word: Bools) -> tuple[Ints, Ints]:
    """The type and the bead number of each word on one side of beads of `count` sentences from `start`."""
    begins = text.ends[start]
    sizes = text.ends[start + count] - begins
    types = text.types[concatenate_ranges(begins, sizes)]
    bead = np.repeat(np.arange(len(start)), sizes)
    return types[is_word[types]], bead[is_word[types]]


def train_ibm1(texts: Sequence[TrainingBeads]) -> TranslationTable:
    """P(target | source) and P(source | target) of the types that share a bead, where they exceed `MIN_PROBABILITY`.

    texts: the beads of one text or more, whose types are of the same two vocabularies.
    """
    beads = _sample(_concatenate(texts))
    source_token, target_token, bead = _token_pairs(beads)
    # A cell is a distinct pair of types, to which any number of token pairs belong.
    size = int(beads.target.max(initial=0)) + 1
    cells, cell = np.unique(beads.source[source_token] * size + beads.target[target_token], return_inverse=True)
    source, target = np.divmod(cells, size)
    weight = beads.posterior[bead]
    forward = _expectation_maximization(cell, source, target_token, beads.target, weight)
    backward = _expectation_maximization(cell, target, source_token, beads.source, weight)
    forward, backward = (np.where(column > MIN_PROBABILITY, column, 0.0) for column in (forward, backward))
    return TranslationTable(source, target, forward, backward).take((forward > 0) | (backward > 0))


def _concatenate(texts: Sequence[TrainingBeads]) -> TrainingBeads:
    """The beads of all texts, numbered as if they were those of one text."""
    first_numbers = np.cumsum([0, *(len(text.posterior) for text in texts)])
    renumbered = [
        text._replace(source_bead=text.source_bead + first, target_bead=text.target_bead + first)
        for text, first in zip(texts, first_numbers[:-1].tolist(), strict=True)
    ]
    return TrainingBeads._make(np.concatenate(column) for column in zip(*renumbered, strict=True))


def _sample(
    beads: TrainingBeads, max_token_pairs: int = MAX_TOKEN_PAIRS, max_bead_pairs: int = MAX_BEAD_PAIRS
) -> TrainingBeads:
    """A sample of the beads, of every size, that has about `max_token_pairs` pairs of tokens at most.

    Beads of more than `max_bead_pairs` are not sampled. If too many pairs are left, beads are sorted by size, and only
    every second is sampled, or every third, and so on. A bead that is not sampled keeps its number and its posterior,
    but has no tokens.
    """
    count = len(beads.posterior)
    sizes = np.bincount(beads.source_bead, minlength=count) * np.bincount(beads.target_bead, minlength=count)
    order = np.argsort(sizes, kind="stable")
    order = order[sizes[order] <= max_bead_pairs]
    step = -int(-sizes[order].sum() // max_token_pairs) or 1  # rounded up
    if step == 1 and len(order) == count:
        return beads
    is_sampled = np.zeros(count, bool)
    is_sampled[order[::step]] = True
    source, target = is_sampled[beads.source_bead], is_sampled[beads.target_bead]
    return TrainingBeads(
        beads.source[source],
        beads.source_bead[source],
        beads.target[target],
        beads.target_bead[target],
        beads.posterior,
    )


def _token_pairs(beads: TrainingBeads) -> tuple[Ints, Ints, Ints]:
    """(token pairs,) each: source token, target token and bead of each pair of tokens that share a bead."""
    begins, counts = equal_ranges(beads.source_bead, beads.target_bead)
    target_token = np.repeat(np.arange(len(counts)), counts)
    return concatenate_ranges(begins, counts), target_token, beads.target_bead[target_token]


def _expectation_maximization(cell: Ints, given: Ints, token: Ints, types: Ints, weight: Floats) -> Floats:
    """(cells,): P(w | u) of each cell. A cell is a pair of types: u is given, w is the type of a token to explain.

    cell: (token pairs,), the cell of the types of each token pair.
    given: (cells,), u of each cell.
    token: (token pairs,), number of the token to explain.
    types: (tokens,), w of each token.
    weight: (token pairs,), posterior p of the bead of the pair.

    E-step, with P0 for the empty word, for each token w of a bead with other tokens u (Brown et al. 1993, section 4.1):

        share(w | u) = P(w | u) / Z,   share0(w) = P0(w) / Z,   Z = P0(w) + sum over u of P(w | u).

    M-step, where sums run over all token pairs of a cell, or over all tokens of the type w:

        c(w | u) = max(0, sum of p share(w | u) - DISCOUNT),   P(w | u) = c(w | u) / sum over v of c(v | u),
        c0(w) = sum of p share0(w),                            P0(w) = c0(w) / sum over v of c0(v).

    All probabilities are 1 at first; only their ratios count in the E-step.
    """
    probability = np.ones(len(given))
    empty_probability = np.ones(int(types.max(initial=0)) + 1)
    for _ in range(ITERATIONS):
        of_pair = probability[cell]
        of_empty = empty_probability[types]
        total = of_empty + np.bincount(token, of_pair, len(types))
        shares = of_pair * (weight / total[token])
        counts = np.maximum(np.bincount(cell, shares, len(given)) - DISCOUNT, 0.0)
        given_counts = np.bincount(given, counts)[given]
        probability = np.divide(counts, given_counts, out=np.zeros_like(counts), where=given_counts > 0)
        # The weight of a token is that of each of its pairs, and 0 if it has none.
        empty_shares = np.bincount(token, weight, len(types)) / np.maximum(np.bincount(token, minlength=len(types)), 1)
        empty_shares *= np.divide(of_empty, total, out=np.zeros_like(total), where=total > 0)
        counts = np.bincount(types, empty_shares, len(empty_probability))
        empty_probability = counts / max(float(counts.sum()), 1e-9)
    return probability
