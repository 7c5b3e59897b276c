"""Best matches: sentences of two texts that match each other by rare words, wherever they stand.

The alignment keeps the order of both texts. If a text is in another order than its translation, no alignment is right,
and the words of many sentences match a sentence far from their bead. So matches are searched for without regard to the
alignment. Two sentences match if many of their rare content words are translations of each other:

    sum over matched words of ln (h / c) + (number of unmatched words of the shorter one) ln (1 - h)

with the h of `word_support`, and c the share of sentences with the word, averaged over both sides. A pair is a best
match if neither of its sentences matches a third one nearly as well, and if the sum exceeds what the best of many wrong
candidates reaches by chance.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aligner.align.word_support import MATCHED, WordSupport
from aligner.lattice.grid import Bools, Floats, Ints
from aligner.lexical.ranges import concatenate_ranges, counts_before

MAX_PLACES = 64  # pairs of sentences that may hold two words that are translations; of more frequent ones, none is rare
MIN_SHARE = 0.016  # probability; least share of sentences with a word, however rare it is
EXTRA_SENTENCES = 10  # added to the number of sentences, so that a word is not rare in a text of few sentences
MIN_NATS = 3.0  # what a best match is worth beyond ln(number of sentences), the best of as many wrong candidates
MARGIN = 1.5  # nats by which it is better than the second best match of either sentence


class BestMatch(NamedTuple):
    """Two sentences that match each other.

    source, target: numbers of the sentences.
    nats: what the match is worth.
    """

    source: int
    target: int
    nats: float


def best_matches(support: WordSupport) -> list[BestMatch]:
    """The best matches of two texts, in the order of the source."""
    source, target = support.source_words, support.target_words
    if not len(support.translations.source):
        return []
    i, j, nats = _candidates(support)
    least = MIN_NATS + math.log(max(source.sentences, target.sentences))
    is_rival = nats >= least - MARGIN  # a match that is worth less is too far from any best match to matter
    i, j, nats = i[is_rival], j[is_rival], nats[is_rival]
    is_best = (nats >= least) & _leads(i, nats) & _leads(j, nats)
    best = zip(i[is_best].tolist(), j[is_best].tolist(), nats[is_best].tolist(), strict=True)
    return sorted(BestMatch(*match) for match in best)


def displaced(matches: Sequence[BestMatch]) -> list[BestMatch]:
    """The matches that are not in the longest sequence of matches that are in the same order on both sides.

    matches: in the order of the source; no sentence is in two of them.
    """
    ends: list[int] = []  # the least last target of a sequence, by its length
    lengths: list[int] = []  # of the longest sequence that ends with each match
    for match in matches:
        length = bisect_left(ends, match.target)
        ends[length : length + 1] = [match.target]
        lengths.append(length)
    result = []
    wanted, last = len(ends) - 1, math.inf
    for match, length in zip(reversed(matches), reversed(lengths), strict=True):
        if length == wanted and match.target < last:
            wanted, last = wanted - 1, match.target
        else:
            result.append(match)
    return result[::-1]


def _candidates(support: WordSupport) -> tuple[Ints, Ints, Floats]:
    """(pairs,) each: source sentence, target sentence and nats of the pairs that share translations of rare words."""
    source, target, table = support.source_words, support.target_words, support.translations
    # 1. The sentences of each type, type by type.
    orders = [np.lexsort((side.sentence, side.type)) for side in (source, target)]
    frequencies = [
        np.bincount(side.type, minlength=int(column.max(initial=0)) + 1)
        for side, column in ((source, table.source), (target, table.target))
    ]
    of_source, of_target = frequencies[0][table.source], frequencies[1][table.target]
    rare = of_source * of_target <= MAX_PLACES
    u, w, of_source, of_target = table.source[rare], table.target[rare], of_source[rare], of_target[rare]
    nats = (_rarity(of_source, source.sentences) + _rarity(of_target, target.sentences)) / 2
    # 2. Every sentence with the source word, with every sentence with its translation.
    places = of_source * of_target
    pair = np.repeat(np.arange(len(u)), places)
    place = concatenate_ranges(np.zeros(len(u), np.intp), places)
    row = orders[0][counts_before(frequencies[0])[u[pair]] + place // of_target[pair]]
    other_row = orders[1][counts_before(frequencies[1])[w[pair]] + place % of_target[pair]]
    key = source.sentence[row] * target.sentences + target.sentence[other_row]
    # 3. A source word counts once, with the rarest of its translations.
    order = np.lexsort((u[pair], key))
    key, word, nats = key[order], u[pair][order], nats[pair][order]
    starts = np.flatnonzero(np.append(True, (np.diff(key) != 0) | (np.diff(word) != 0)))[: len(key)]
    key, nats = key[starts], np.maximum.reduceat(nats, starts) if len(starts) else nats
    # 4. The sum of each pair of sentences, less the unmatched words of the shorter one.
    keys, starts, matched = np.unique(key, return_index=True, return_counts=True)
    i, j = np.divmod(keys, max(target.sentences, 1))
    total = np.add.reduceat(nats, starts) if len(starts) else nats
    unmatched = np.maximum(np.minimum(source.counts[i], target.counts[j]) - matched, 0)
    return i, j, total + unmatched * math.log(1 - MATCHED)


def _rarity(frequency: Ints, sentences: int) -> Floats:
    """ln (h / c) of words by the number of sentences that hold them; at least 0."""
    share = np.maximum((frequency - 1) / (sentences + EXTRA_SENTENCES), MIN_SHARE)
    return np.maximum(np.log(MATCHED / share), 0.0)


def _leads(sentence: Ints, nats: Floats) -> Bools:
    """(pairs,): True for the best pair of each sentence, if it is better than the second best by `MARGIN`."""
    order = np.lexsort((nats, sentence))
    ordered = sentence[order]
    last = np.append(ordered[1:] != ordered[:-1], True) if len(order) else np.zeros(0, bool)
    before = np.append(-np.inf, np.where(ordered[1:] == ordered[:-1], nats[order][:-1], -np.inf))[: len(order)]
    leads = np.zeros(len(order), bool)
    leads[order] = last & (nats[order] - before >= MARGIN)
    return leads
