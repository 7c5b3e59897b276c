"""Doubts about two texts that are aligned: rules that find them in the evidence of words and lengths.

The posterior of a bead takes for granted that the texts are translations, in the same order, of all that they say. The
support of the sentences (`word_support`) and their best matches (`best_matches`) are evidence about that:

- unrelated: the sentences of both sides have no support, in the entire texts or in a stretch
- order: best matches cross, so that the texts, or a part of them, are in another order
- abridged: one text is so much shorter that it must be a summary, an abridged translation or a part
- no-partner: a run of sentences of one side has no support, and the other side has no sentences left for it
- uncertain: the confidence of consecutive beads is low

The rules are few and the thresholds round. They were set on windows of 1 to 100 beads from news, law, philosophy,
classical prose, scripture, hadith, dialogue and documentation, as they are and after a half was replaced by another
text, put into another order, or abridged to a fifth. The search is not affected: a doubt lowers confidence only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from aligner.align.best_matches import BestMatch, displaced
from aligner.align.shared_lexicon import TextWords
from aligner.bitext import Bead
from aligner.diagnostics import Doubt
from aligner.lattice.grid import Bools, Floats, Ints

# Unrelated texts.
MIN_DOUBT = 3.0  # nats; two texts are unrelated if their support is less than minus this
MIN_WORTH = 0.015  # nats of the words of beads for each token; without a lexicon, unrelated texts have less
MIN_TOKENS = 100  # tokens of both texts together; the worth of fewer is too little evidence
MIN_PAIRS = 4  # two-sided beads; the worth of fewer is too little evidence
# Stretches.
MIN_RUN_DOUBT = 12.0  # nats; a stretch is doubted if its support is less than minus this; in clean texts at most 9
RECOVERY = 6.0  # nats of support by which a stretch ends
MIN_PAIRED_RUN = 3  # sentences of either side of a stretch; rows tell about shorter ones
MIN_SHARE = 0.25  # share of the sentences of a side; a stretch of fewer sentences counts if it is as large a part
MIN_ALONE_RUN = 5  # sentences of a run without a partner; rows tell about shorter ones
BALANCE = 0.25  # of the content words of one side of a stretch that the other side has; with less, it has no partner
ALONE = -3.0  # nats; support of a sentence of a one-sided bead at most, whatever its words
# Order.
CROSSING = 0.12  # share of best matches that cross, if they are at least two
FEW_CROSSING = 0.2  # share of best matches that cross, if many sentences have no support where they stand
UNMATCHED = -1.0  # nats; a sentence with less support is not matched
MANY_UNMATCHED = 0.1  # share of content words in unmatched sentences, both sides added
MANY_CROSSING = 3  # best matches; as many as cross between related texts, but not by chance between unrelated ones
# Abridged texts.
ABRIDGED = 0.95  # ln(how many times as long the longer text is) + how much more of its words is unmatched; clean: 0.9
FEW_SENTENCES = 5  # added to the sentences of both sides, since in a short text one sentence often stands for several
MIN_ABRIDGED_RUN = 2  # sentences; shortest run without a partner that is reported of an abridged text
# Confidence.
LOW_CONFIDENCE = 0.5  # the confidence of beads is low if it is below this
MIN_UNCERTAINTY = 3.0  # sum over a stretch of how far the confidence of its beads is below that


class Evidence(NamedTuple):
    """The evidence about an alignment.

    support: support of the sentences of each side, raised where they have a best match elsewhere.
    words: content words of the sentences of each side.
    of_beads: (beads,), support of both sides of each bead, as it stands.
    supported: (beads,), True for beads that have support, none of whose sentences has support against it.
    paired: (beads,), True for two-sided beads.
    matches: best matches.
    """

    support: tuple[Floats, Floats]
    words: tuple[Ints, Ints]
    of_beads: Floats
    supported: Bools
    paired: Bools
    matches: list[BestMatch]


def runs(support: Sequence[float], depth: float) -> Iterator[tuple[int, int]]:
    """Yield the first place and the end of each run whose sum is less than minus a depth.

    A run begins with a negative value and ends at its least sum. It is over where the sum is positive again, or has
    recovered by `RECOVERY`.

    >>> list(runs([5, -4, 1, -5, -6, 3, 9, -2], 12.0))
    [(1, 5)]
    """
    start = end = 0
    total = least = 0.0
    for place, value in enumerate([*support, math.inf]):
        if least == 0 and value >= 0:
            start = place + 1
            continue
        total += value
        if total < least:
            least, end = total, place + 1
        elif total >= 0 or total - least >= RECOVERY:
            if least <= -depth:
                yield start, end
            start, total, least = place + 1, 0.0, 0.0


def doubts_of_texts(lengths: tuple[Floats, Floats], evidence: Evidence, words: TextWords, worth: float) -> list[Doubt]:
    """The doubts about the entire texts: none, one, or that they are unrelated and of very different length.

    lengths: characters of the sentences of each side.
    words: the words of the texts.
    worth: nats that words are worth in all beads.
    """
    ratio = _log_ratio(lengths, evidence)
    shorter = abridged(lengths, evidence)
    crossing = [] if abs(ratio) >= ABRIDGED else _in_another_order(evidence)
    if len(crossing) < MANY_CROSSING and _are_unrelated(lengths, evidence, words, worth):
        return [Doubt("unrelated", *all_sentences(lengths)), *shorter]
    if crossing:
        example = max(crossing, key=lambda match: match.nats)
        return [Doubt("order", range(example.source, example.source + 1), range(example.target, example.target + 1))]
    return shorter


def abridged(lengths: tuple[Floats, Floats], evidence: Evidence | None) -> list[Doubt]:
    """The doubt that one text is a summary, an abridged translation or a part of the other, if there is any."""
    ratio = _log_ratio(lengths, evidence)
    of_source, of_target = _unmatched(evidence) if evidence else (0.0, 0.0)
    extra = of_source - of_target if ratio > 0 else of_target - of_source
    if abs(ratio) + extra < ABRIDGED:
        return []
    return [Doubt("abridged", *all_sentences(lengths), "source" if ratio > 0 else "target")]


def _are_unrelated(lengths: tuple[Floats, Floats], evidence: Evidence, words: TextWords, worth: float) -> bool:
    """True if the words of two texts say that they are not translations of each other.

    A text that translates a small part of the other leaves most of it without support. So the shorter one counts.
    """
    support = [float(of_side.sum()) for of_side in evidence.support]
    shorter = int(_log_ratio(lengths, evidence) > 0)
    if support[shorter] < 0 and sum(support) < -MIN_DOUBT:
        return True
    if words.lexicon.has_entries:
        return False
    tokens = sum(len(side.types) for side in words.lexicon.tokens[words.number])
    return tokens >= MIN_TOKENS and evidence.paired.sum() >= MIN_PAIRS and worth < MIN_WORTH * tokens


def _in_another_order(evidence: Evidence) -> list[BestMatch]:
    """The best matches that cross others, if they are so many that the texts are in another order."""
    crossing = displaced(evidence.matches)
    share = len(crossing) / max(len(evidence.matches), 1)
    if (len(crossing) >= 2 and share >= CROSSING) or (
        share >= FEW_CROSSING and sum(_unmatched(evidence)) >= MANY_UNMATCHED
    ):
        return crossing
    return []


def unrelated_stretches(beads: Sequence[Bead], evidence: Evidence) -> Iterator[Doubt]:
    """Yield the doubts about stretches of both sides that do not translate each other."""
    support = _support_of_beads(beads, evidence)
    for first, end in runs(support.tolist(), MIN_RUN_DOUBT):
        source, target = sentences_of(beads[first:end])
        words = [
            int(of_side[numbers.start : numbers.stop].sum())
            for of_side, numbers in zip(evidence.words, (source, target), strict=True)
        ]
        if is_long(beads, first, end) and min(words) >= BALANCE * max(words):
            yield Doubt("unrelated", source, target)


def without_partner(
    beads: Sequence[Bead], lengths: tuple[Floats, Floats], evidence: Evidence | None, *, short: bool
) -> list[Doubt]:
    """The doubts about runs of sentences of one side without a partner.

    short: whether short runs are reported, too.
    """
    doubts = []
    taken = [(doubt.source, doubt.target) for doubt in (unrelated_stretches(beads, evidence) if evidence else ())]
    paired = np.array([bead.paired for bead in beads], bool)
    sides = [bead.source for bead in beads], [bead.target for bead in beads]
    for number, side in enumerate(("source", "target")):
        sizes = list(map(len, sides[number]))
        support = np.zeros(len(lengths[number])) if evidence is None else evidence.support[number]
        support = np.where(np.repeat(paired, sizes), support, np.minimum(support, ALONE))
        # The place of each sentence on the other side, where its bead begins.
        places = np.repeat([numbers.start for numbers in sides[1 - number]], sizes).tolist()
        for first, end in _unmatched_runs(support) if short else runs(support.tolist(), MIN_RUN_DOUBT):
            if end - first < (MIN_ABRIDGED_RUN if short else MIN_ALONE_RUN):
                continue
            if any(_overlap(range(first, end), numbers[number]) for numbers in taken):
                continue
            place = range(places[first], places[first])
            ranges = (range(first, end), place) if side == "source" else (place, range(first, end))
            doubts.append(Doubt("no-partner", *ranges, side))
    return doubts


def uncertain_stretches(beads: Sequence[Bead], doubts: Sequence[Doubt]) -> list[Doubt]:
    """The doubts about stretches in which the confidence of beads is low, except those that overlap other doubts."""
    uncertain = []
    for first, end in runs([bead.confidence - LOW_CONFIDENCE for bead in beads], MIN_UNCERTAINTY):
        source, target = sentences_of(beads[first:end])
        if not any(_overlap(source, doubt.source) or _overlap(target, doubt.target) for doubt in doubts):
            uncertain.append(Doubt("uncertain", source, target))
    return uncertain


def _overlap(left: range, right: range) -> bool:
    """True if two ranges have a number in common."""
    return max(left.start, right.start) < min(left.stop, right.stop)


def _log_ratio(lengths: tuple[Floats, Floats], evidence: Evidence | None) -> float:
    """ln of how many times as long as the target the source is, by the geometric mean of two or three measures."""
    sentences = len(lengths[0]) + FEW_SENTENCES, len(lengths[1]) + FEW_SENTENCES
    measures = [(float(lengths[0].sum()), float(lengths[1].sum())), sentences]
    if evidence and evidence.words[0].sum() and evidence.words[1].sum():
        measures.append((int(evidence.words[0].sum()), int(evidence.words[1].sum())))
    return sum(math.log(max(source, 1) / max(target, 1)) for source, target in measures) / len(measures)


def _unmatched(evidence: Evidence) -> tuple[float, float]:
    """For each side, the share of its content words that are in sentences without support."""
    source, target = (
        float(words[support < UNMATCHED].sum() / max(words.sum(), 1))
        for words, support in zip(evidence.words, evidence.support, strict=True)
    )
    return source, target


def is_long(beads: Sequence[Bead], first: int, end: int) -> bool:
    """True if the stretch of beads from `first` up to `end` has enough sentences of both sides."""
    return all(
        len(of_stretch) >= min(MIN_PAIRED_RUN, MIN_SHARE * len(of_text))
        for of_stretch, of_text in zip(sentences_of(beads[first:end]), sentences_of(beads), strict=True)
    )


def _support_of_beads(beads: Sequence[Bead], evidence: Evidence) -> Floats:
    """(beads,), nats: support of both sides of each bead; sentences with a best match elsewhere have its support."""
    source, target = (np.append(0.0, np.cumsum(support)) for support in evidence.support)
    return np.array(
        [
            source[bead.source.stop] - source[bead.source.start] + target[bead.target.stop] - target[bead.target.start]
            for bead in beads
        ]
    )


def _unmatched_runs(support: Floats) -> Iterator[tuple[int, int]]:
    """Yield the first place and the end of each run of sentences without support."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (support < UNMATCHED).astype(np.intp), [0]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def sentences_of(beads: Sequence[Bead]) -> tuple[range, range]:
    """The sentences of either side in consecutive beads."""
    first, last = beads[0], beads[-1]
    return range(first.source.start, last.source.stop), range(first.target.start, last.target.stop)


def all_sentences(lengths: tuple[Floats, Floats]) -> tuple[range, range]:
    """All sentences of both sides."""
    return range(len(lengths[0])), range(len(lengths[1]))
