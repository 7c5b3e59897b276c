"""Translations learned from beads by IBM Model 1, in both directions.

Brown, Della Pietra, Della Pietra & Mercer, "The mathematics of statistical machine translation: parameter estimation",
Computational Linguistics 19(2), 1993, section 4.1. The departures from the paper:

- A bead counts with its posterior, and improbable or long beads do not count.
- An absolute discount is subtracted from each expected count, so that one chance occurrence is not a translation. The
  more words of the texts a lexicon knows, the greater it is: what the lexicon does not list, has more to prove.
- Only pairs that both directions find are kept, as in Liang, Taskar & Klein, "Alignment by agreement" (2006).
- The empty word has its own probability for each type, so that it explains what no other word explains.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aligner import kernel
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Bools, Floats, Ints
from aligner.lexical.ranges import concatenate_ranges, equal_ranges
from aligner.lexical.translation_table import TranslationTable, merge_tables
from aligner.lexical.vocabulary import TokenizedText

MIN_POSTERIOR = 0.5  # posterior; translations are learned from more probable beads only
MAX_SENTENCES = 4  # sentences on either side of a bead that is learned from
ITERATIONS = 4  # of expectation-maximisation
DISCOUNT = 0.2  # tokens; subtracted from each expected count if no word is known to a lexicon
DISCOUNT_IF_KNOWN = 0.4  # tokens; the same if all words are known
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


def train_ibm1(
    texts: Sequence[TrainingBeads], known_share: float = 0.0, max_token_pairs: int = MAX_TOKEN_PAIRS
) -> TranslationTable:
    """P(target | source) and P(source | target) of the types that share a bead, where both exceed `MIN_PROBABILITY`.

    texts: the beads of one text or more, whose types are of the same two vocabularies.
    known_share: share of their words that lexicons hold.
    max_token_pairs: pairs of tokens to learn from; of more, a sample of the beads is used.
    """
    beads = _sample(_concatenate(texts), max_token_pairs)
    discount = DISCOUNT + (DISCOUNT_IF_KNOWN - DISCOUNT) * known_share
    source, target = (beads.source, beads.source_bead), (beads.target, beads.target_bead)
    u, w, forward = _train(source, target, beads.posterior, discount)
    v, x, backward = _train(target, source, beads.posterior, discount)
    table = merge_tables(
        [
            TranslationTable(u, w, forward, np.zeros(len(forward))),
            TranslationTable(x, v, np.zeros(len(backward)), backward),
        ]
    )
    return table.take((table.forward > 0) & (table.backward > 0))


def _concatenate(texts: Sequence[TrainingBeads]) -> TrainingBeads:
    """The beads of all texts, numbered as if they were those of one text."""
    if len(texts) == 1:
        return texts[0]
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
    if sizes.sum() <= max_token_pairs and sizes.max(initial=0) <= max_bead_pairs:
        return beads
    order = np.argsort(sizes, kind="stable")
    order = order[sizes[order] <= max_bead_pairs]
    step = -int(-sizes[order].sum() // max_token_pairs) or 1  # rounded up
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


def _train(
    given: tuple[Ints, Ints], explained: tuple[Ints, Ints], posterior: Floats, discount: float
) -> tuple[Ints, Ints, Floats]:
    """The pairs of types u, w with P(w | u) > `MIN_PROBABILITY`, where u is given and w is to be explained.

    given, explained: (tokens,) each, the type and the bead of each token u, and of each token w; sorted by bead.
    posterior, discount: (beads,), posterior p of each bead; tokens that are subtracted from each expected count.

    E-step, with P0 for the empty word, for each token w of a bead with given tokens u (Brown et al. 1993, section 4.1):

        share(w | u) = P(w | u) / Z,   share0(w) = P0(w) / Z,   Z = P0(w) + sum over u of P(w | u).

    M-step, where sums run over all token pairs of the types, or over all tokens of the type w:

        c(w | u) = max(0, sum of p share(w | u) - discount),   P(w | u) = c(w | u) / sum over v of c(v | u),
        c0(w) = sum of p share0(w),                            P0(w) = c0(w) / sum over v of c0(v).

    All probabilities are 1 at first; only their ratios count in the E-step.
    """
    if kernel.words is not None:
        pairs = kernel.words.train_ibm1(*given, *explained, posterior, ITERATIONS, discount, MIN_PROBABILITY)
        return np.frombuffer(pairs[0], np.int64), np.frombuffer(pairs[1], np.int64), np.frombuffer(pairs[2], np.float64)
    # 1. Sort the tokens w by type, and pair each of them with the tokens u of its bead.
    order = np.argsort(explained[0], kind="stable")
    types, bead = explained[0][order], explained[1][order]
    begins, counts = equal_ranges(given[1], bead)
    token = np.repeat(np.arange(len(types)), counts)
    # 2. Number the distinct pairs of types, the cells, in the order in which they occur.
    size = int(given[0].max(initial=0)) + 1
    keys = types[token] * size + given[0][concatenate_ranges(begins, counts)]
    cells, first, cell = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first)
    w, u = np.divmod(cells[order], size)
    cell = np.argsort(order)[cell]
    # 3. Expectation-maximisation. A token whose bead has no tokens u counts for nothing.
    weight = np.where(counts > 0, posterior[bead], 0.0)
    probability = np.ones(len(u))
    empty = np.ones(int(types.max(initial=-1)) + 1)
    for _ in range(ITERATIONS):
        of_pair, of_empty = probability[cell], empty[types]
        total = of_empty + np.bincount(token, of_pair, len(types))
        factor = np.divide(weight, total, out=np.zeros_like(total), where=total > 0)
        counts = np.maximum(np.bincount(cell, of_pair * factor[token], len(u)) - discount, 0.0)
        given_counts = np.bincount(u, counts)[u]
        probability = np.divide(counts, given_counts, out=np.zeros_like(counts), where=given_counts > 0)
        empty_counts = np.bincount(types, of_empty * factor, len(empty))
        # Sums of np.sum run in an order of its own.
        empty = empty_counts / max(float(np.cumsum(np.append(empty_counts, 0.0))[-1]), 1e-9)
    is_probable = probability > MIN_PROBABILITY
    return u[is_probable], w[is_probable], probability[is_probable]
