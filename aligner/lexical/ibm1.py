"""Translations learned from beads: IBM Model 1 (Brown et al., "The mathematics of statistical machine translation",
Computational Linguistics 19(2), 1993, section 4.1), in both directions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Bools, Floats, Ints
from aligner.lexical.translation_table import TranslationTable, concatenate_ranges
from aligner.lexical.vocabulary import TokenizedText

CONFIDENT, MOST = 0.5, 4  # beads to learn from: how likely, and sentences of either side
ITERATIONS = 4
DISCOUNT = 0.5  # off every expected count, so that what was seen once by chance is not learned
LEAST = 0.01  # of a probability that is kept
TOKEN_PAIRS = 1_500_000  # to learn from; of more beads every second in size is taken, or every third, and so on
LARGEST = 1_000_000  # token pairs of a bead; what is larger teaches nothing


class TrainingBeads(NamedTuple):
    """The tokens of some beads of a text: (tokens,) types and number of the bead, in order, of either side; and
    (beads,) posteriors."""

    source: Ints
    source_bead: Ints
    target: Ints
    target_bead: Ints
    probability: Floats


def select_training_beads(
    source: TokenizedText, target: TokenizedText, beads: BeadPosteriors, words: tuple[Bools, Bools]
) -> TrainingBeads:
    """The beads of a text that can be learned from. words: (types,), whether each type is a word, of either side."""
    sure = beads.take(
        (beads.probability > CONFIDENT) & (beads.s > 0) & (beads.t > 0) & (np.maximum(beads.s, beads.t) <= MOST)
    )
    sides = []
    for text, start, count, is_word in ((source, sure.i, sure.s, words[0]), (target, sure.j, sure.t, words[1])):
        begins = text.ends[start]
        sizes = text.ends[start + count] - begins
        types = text.types[concatenate_ranges(begins, sizes)]
        bead = np.repeat(np.arange(len(start)), sizes)
        sides += [types[is_word[types]], bead[is_word[types]]]
    return TrainingBeads(sides[0], sides[1], sides[2], sides[3], sure.probability)


def train_ibm1(texts: Sequence[TrainingBeads]) -> TranslationTable:
    """P(target | source) and P(source | target) of the words of some beads."""
    example = _sampled(_together(texts))
    size = int(example.target.max(initial=0)) + 1
    pair, token, bead = _pairs(example)
    cells, which = np.unique(example.source[pair] * size + example.target[token], return_inverse=True)
    source, target = np.divmod(cells, size)
    weight = example.probability[bead]
    forward = _model_1(which, cells // size, token, example.target, weight)
    backward = _model_1(which, cells % size, pair, example.source, weight)
    forward, backward = (np.where(each > LEAST, each, 0.0) for each in (forward, backward))
    kept = (forward > 0) | (backward > 0)
    return TranslationTable(source[kept], target[kept], forward[kept], backward[kept])


def _together(texts: Sequence[TrainingBeads]) -> TrainingBeads:
    """The beads of all texts, numbered through."""
    begins = np.cumsum([0, *(len(text.probability) for text in texts)])
    shifted = [
        text._replace(source_bead=text.source_bead + begin, target_bead=text.target_bead + begin)
        for text, begin in zip(texts, begins[:-1].tolist(), strict=True)
    ]
    source, source_bead, target, target_bead, probability = zip(*shifted, strict=True)
    return TrainingBeads(
        np.concatenate(source),
        np.concatenate(source_bead),
        np.concatenate(target),
        np.concatenate(target_bead),
        np.concatenate(probability),
    )


def _sampled(example: TrainingBeads) -> TrainingBeads:
    """No more beads than there is time for: all but the largest; or every second of these, or every third."""
    beads = len(example.probability)
    sizes = np.bincount(example.source_bead, minlength=beads) * np.bincount(example.target_bead, minlength=beads)
    order = np.argsort(sizes, kind="stable")
    order = order[sizes[order] <= LARGEST]
    step = -int(-sizes[order].sum() // TOKEN_PAIRS) or 1
    if step == 1 and len(order) == beads:
        return example
    kept = np.zeros(beads, bool)
    kept[order[::step]] = True
    source, target = kept[example.source_bead], kept[example.target_bead]
    return TrainingBeads(
        example.source[source],
        example.source_bead[source],
        example.target[target],
        example.target_bead[target],
        example.probability,
    )


def _pairs(example: TrainingBeads) -> tuple[Ints, Ints, Ints]:
    """Every source token with every target token of its bead: their numbers, and that of the bead."""
    begins = np.searchsorted(example.source_bead, example.target_bead)
    counts = np.searchsorted(example.source_bead, example.target_bead, "right") - begins
    token = np.repeat(np.arange(len(counts)), counts)
    return concatenate_ranges(begins, counts), token, example.target_bead[token]


def _model_1(which: Ints, given: Ints, token: Ints, types: Ints, weight: Floats) -> Floats:
    """P(type of a token | a type of the other side) of each cell.

    which: (pairs,), the cell of each pair of tokens. given: (cells,), the type of the other side.
    token: (pairs,), the token that is explained; types: (tokens,), the type of each.
    """
    probability = np.ones(len(given))
    nothing = np.full(int(types.max(initial=0)) + 1, 1.0)  # the empty word, which explains what nothing else does
    for _ in range(ITERATIONS):
        each = probability[which]
        empty = nothing[types]
        whole = empty + np.bincount(token, each, len(types))
        share = weight / whole[token]
        counts = np.maximum(np.bincount(which, each * share, len(given)) - DISCOUNT, 0.0)
        total = np.bincount(given, counts)
        probability = np.divide(counts, total[given], out=np.zeros_like(counts), where=total[given] > 0)
        of_token = np.bincount(token, weight, len(types)) / np.maximum(np.bincount(token, minlength=len(types)), 1)
        of_token *= np.divide(empty, whole, out=np.zeros_like(whole), where=whole > 0)
        counts = np.bincount(types, of_token, len(nothing))
        nothing = counts / max(float(counts.sum()), 1e-9)
    return probability
