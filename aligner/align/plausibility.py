"""Plausibility of a finished alignment: doubts about the two texts, and the confidence that is left to the beads.

The posterior of a bead takes for granted that the texts are translations, in the same order, of all that they say. The
words of the texts are evidence about that: `word_support` and `best_matches` measure it, `doubts` has the rules.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aligner.align import doubts as rules
from aligner.align.best_matches import best_matches
from aligner.align.doubts import Evidence
from aligner.align.shared_lexicon import TextWords
from aligner.align.word_support import WordSupport, word_support
from aligner.bitext import Bead
from aligner.diagnostics import Doubt
from aligner.lattice.grid import Floats

SUPPORTED_POWER = 0.85  # power of the posterior of a bead whose sentences all have support; makes up for caution
PRIOR_RELATED = 0.95  # probability that two texts are translations, before their words are seen
RIGHT_IN_DOUBT = 0.02  # share of the pairs of a doubted stretch that are right
RIGHT_IF_ABRIDGED = 0.1  # share of right pairs among those with `MANY_SENTENCES` of the longer text, if it is abridged
MANY_SENTENCES = 3
RIGHT_IF_BIG = 0.3  # share of right pairs among those with `BIG_SIDE` sentences on either side, `BIG_BEAD` in all
BIG_SIDE, BIG_BEAD = 2, 6  # sentences
RIGHT_IF_SELF_TAUGHT = 0.3  # share of right pairs, at least, in a text whose beads speak against each other
LOST_BY_NAT = 2.0  # share of right pairs that are lost with each nat of a sentence by which they speak against


class Judgement(NamedTuple):
    """The beads of an alignment after it was judged, and the doubts about it.

    beads: the beads with the confidence that is left to them.
    doubts: the doubts, the gravest first.
    """

    beads: list[Bead]
    doubts: list[Doubt]


def judge(
    beads: Sequence[Bead],
    lengths: tuple[Floats, Floats],
    words: TextWords | None,
    worth: float,
    held_out: float | None = None,
) -> Judgement:
    """Judge an alignment.

    beads: all beads, in order, with their posteriors as confidence.
    lengths: characters of the sentences of each side.
    words: the words of the texts; None if the method does not use words.
    worth: nats that words are worth in all beads.
    held_out: see `held_out_worth`.
    """
    if not len(lengths[0]) or not len(lengths[1]):
        return Judgement(list(beads), [])
    # 1. Without words, only lengths and rows are evidence.
    if words is None:
        doubts = rules.abridged(lengths, None)
        return Judgement(list(beads), doubts + rules.without_partner(beads, lengths, None, short=bool(doubts)))
    # 2. One doubt about the entire texts: one of them explains the others.
    evidence = _evidence(beads, word_support(words, beads))
    of_texts = rules.doubts_of_texts(lengths, evidence, words, worth)
    doubts = list(of_texts)
    if not any(doubt.kind == "unrelated" for doubt in of_texts):
        short = any(doubt.kind == "abridged" for doubt in of_texts)
        doubts += rules.unrelated_stretches(beads, evidence)
        doubts += rules.without_partner(beads, lengths, evidence, short=short)
    # 3. Doubts lower the confidence. A low confidence that no doubt explains is a doubt of its own.
    judged = _with_confidence(beads, evidence, doubts, held_out)
    if not of_texts:
        doubts += rules.uncertain_stretches(judged, doubts)
    return Judgement(judged, doubts)


def _evidence(beads: Sequence[Bead], support: WordSupport) -> Evidence:
    """The evidence of words about an alignment."""
    raised = support.source.copy(), support.target.copy()
    bead_of = tuple(
        np.repeat(np.arange(len(beads)), [len(numbers) for numbers in side])
        for side in ([bead.source for bead in beads], [bead.target for bead in beads])
    )
    of_beads, supported = np.zeros(len(beads)), np.ones(len(beads), bool)
    for of, nats in zip(bead_of, raised, strict=True):
        of_beads += np.bincount(of, nats, len(beads))
        supported[of[nats < 0]] = False
    matches = best_matches(support)
    for i, j, worth in matches:
        if bead_of[0][i] != bead_of[1][j]:
            raised[0][i], raised[1][j] = max(raised[0][i], worth), max(raised[1][j], worth)
    words = support.source_words.counts, support.target_words.counts
    supported &= of_beads > 0
    return Evidence(raised, words, of_beads, supported, np.array([bead.paired for bead in beads], bool), matches)


def _with_confidence(
    beads: Sequence[Bead], evidence: Evidence, doubts: Sequence[Doubt], held_out: float | None
) -> list[Bead]:
    """The beads with their confidence: the posterior times P(right), the probability that doubts leave to them.

    If all sentences of a two-sided bead have support, its posterior counts with `SUPPORTED_POWER`. P(right) is the
    least of five probabilities:

    - P(the texts are translations) = 1 / (1 + exp(-s) (1 - p) / p), with the prior p and the support s of all
      two-sided beads;
    - `RIGHT_IN_DOUBT` in stretches of two-sided beads that do not translate each other;
    - `RIGHT_IF_ABRIDGED` for a bead with many sentences of the longer text, if the other one is abridged;
    - `RIGHT_IF_BIG` for a bead of many sentences on both sides, which are mostly several beads that the search joined;
    - 1 + `LOST_BY_NAT` * held_out, at least `RIGHT_IF_SELF_TAUGHT`, for all beads: if translations that some beads
      taught speak against the other ones, held_out is negative.

    A one-sided bead is right if its sentence has no partner. Its confidence is 1 - P(right) (1 - posterior).
    """
    total = float(evidence.of_beads[evidence.paired].sum())
    related = 1 / (1 + math.exp(min(-total, 700.0)) * (1 - PRIOR_RELATED) / PRIOR_RELATED)
    if held_out is not None:
        related = min(related, max(1 + LOST_BY_NAT * held_out, RIGHT_IF_SELF_TAUGHT))
    right = np.full(len(beads), related)
    for first, end in rules.runs(np.where(evidence.paired, evidence.of_beads, 0.0).tolist(), rules.MIN_RUN_DOUBT):
        if rules.is_long(beads, first, end):
            right[first:end] = np.minimum(right[first:end], RIGHT_IN_DOUBT)
    longer = {doubt.side for doubt in doubts if doubt.kind == "abridged"}
    result = []
    for bead, is_right, is_supported in zip(beads, right.tolist(), evidence.supported.tolist(), strict=True):
        sizes = len(bead.source), len(bead.target)
        probabilities = [is_right]
        if any(len(getattr(bead, side)) >= MANY_SENTENCES for side in longer):
            probabilities.append(RIGHT_IF_ABRIDGED)
        if min(sizes) >= BIG_SIDE and sum(sizes) >= BIG_BEAD:
            probabilities.append(RIGHT_IF_BIG)
        probability = min(probabilities)
        if bead.paired:
            confidence = probability * bead.confidence ** (SUPPORTED_POWER if is_supported else 1.0)
        else:
            confidence = 1 - probability * (1 - bead.confidence)
        result.append(bead._replace(confidence=confidence))
    return result
