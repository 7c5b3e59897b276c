"""End-to-end scores: printed pairs of texts against the gold segments of raw texts.

The texts of the pairs are found in the documents by their order, so that it does not matter how a program splits
sentences.

- cut: a source and a target offset where one bead ends and the next one begins: the corners of two-sided beads, but for
  the beginning and the end of the document. A predicted cut strictly inside one gold segment on both sides is neither
  right nor wrong, since a segment may hold several sentences. Text without a partner has one cut before it and one
  behind it, whatever its order is.
- pair: after predicted pairs are joined over such inner cuts, a pair is right if it equals a gold segment. This score
  also sees pairs that were left out or made up, which move no cut.
- accuracy: the share of the characters of a side that were put with the right text. A character of a gold segment earns
  the share of the other side of its pair that is of the same segment; a character without a partner in the gold earns 1
  if it is left without one.
- null: characters without a partner, as predicted and in the gold.

Counts are summed over documents before they are divided.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import or_
from typing import NamedTuple

from aligner.evaluation.locating import locate
from aligner.evaluation.raw_gold import CUT_KINDS, GoldSegment, RawGold, Segment, canonical
from aligner.evaluation.scores import Score, score, share

Cut = tuple[int, int]  # canonical offsets in the source and in the target


class PrintedPair(NamedTuple):
    """A pair as a program prints it; a missing side is empty."""

    source: str
    target: str
    confidence: float | None = None


class PlacedPair(NamedTuple):
    """A two-sided pair in its place.

    number: its number among all printed pairs, from 0.
    segment: its canonical offsets.
    confidence: as printed.
    right: True if it begins and ends at the corners of gold segments on both sides, or lies within one gold segment.
    """

    number: int
    segment: GoldSegment
    confidence: float | None
    right: bool


class JudgedRaw(NamedTuple):
    """The judgement of one document.

    right_cuts, wrong_cuts, missed_cuts, inner_cuts: the cuts, ascending; the right and the missed ones are of the gold.
    placed: the two-sided printed pairs that have places.
    joined: the predicted pairs, joined over inner cuts.
    gold: the gold segments.
    places: canonical offsets of both sides of each printed pair; None for a side that is empty or lost.
    lost: numbers of the printed pairs with a text that is not in the document, in its order.
    counts: sums of characters and texts, by name.
    cut_kinds: (kind of a gold cut, whether it is right) -> number; empty if the paragraphs are not known.
    """

    right_cuts: list[Cut]
    wrong_cuts: list[Cut]
    missed_cuts: list[Cut]
    inner_cuts: list[Cut]
    placed: list[PlacedPair]
    joined: list[GoldSegment]
    gold: list[GoldSegment]
    places: list[Segment]
    lost: list[int]
    counts: Counter[str]
    cut_kinds: Counter[tuple[str, bool]]


class RawScores(NamedTuple):
    """The scores of one document or of several.

    cut, pair: precision, recall and F1.
    source_accuracy, target_accuracy: shares of characters, from 0 to 1.
    null: precision, recall and F1 of characters without a partner; None if there are none in gold and prediction.
    coverage: share of the characters of both texts that were printed.
    lost: printed texts that are not in the document, in its order.
    texts: printed texts.
    gold_cuts, wrong_cuts, inner_cuts: numbers of cuts.
    gold_pairs, predicted_pairs: numbers of pairs; the predicted ones after joining.
    by_cut_kind: kind of a gold cut -> (number, recall); see `RawGold.cut_kinds`.
    """

    cut: Score
    pair: Score
    source_accuracy: float
    target_accuracy: float
    null: Score | None
    coverage: float
    lost: int
    texts: int
    gold_cuts: int
    wrong_cuts: int
    inner_cuts: int
    gold_pairs: int
    predicted_pairs: int
    by_cut_kind: dict[str, tuple[int, float]]


def score_raw(gold: RawGold, printed: Sequence[PrintedPair]) -> RawScores:
    """Return the scores of the printed pairs of one document."""
    return score_judged_raw([judge_raw(gold, printed)])


def judge_raw(gold: RawGold, printed: Sequence[PrintedPair]) -> JudgedRaw:
    """Return the judgement of the printed pairs of one document."""
    sides = [canonical(pair.source) for pair in printed], [canonical(pair.target) for pair in printed]
    places = [locate(sides[0], gold.source), locate(sides[1], gold.target)]
    lost = [n for n in range(len(printed)) for k in (0, 1) if sides[k][n] and places[k][n] is None]
    segments = {
        number: GoldSegment(*first, *second)
        for number, (first, second) in enumerate(zip(*places, strict=True))
        if first and second
    }
    predicted = list(segments.values())
    end = len(gold.source), len(gold.target)
    gold_cuts, cuts = _corners(gold.segments), _corners(predicted)
    gold_cuts, cuts = gold_cuts - {(0, 0), end}, cuts - {(0, 0), end}
    inner = {cut for cut in cuts - gold_cuts if _is_inside(cut, gold.segments)}
    right = cuts & gold_cuts
    corners = gold_cuts | {(0, 0), end}
    placed = [
        PlacedPair(number, segment, printed[number].confidence, _is_right(segment, corners, gold.segments))
        for number, segment in segments.items()
    ]
    counts = _character_counts(gold, predicted)
    counts["covered"] = sum(place[1] - place[0] for of_side in places for place in of_side if place)
    counts["texts"] = sum(bool(text) for of_side in sides for text in of_side)
    counts["lost"] = len(lost)
    kinds = Counter((gold.cut_kind(cut), cut in right) for cut in gold_cuts) if gold.cut_kinds[0] else Counter()
    return JudgedRaw(
        sorted(right),
        sorted(cuts - gold_cuts - inner),
        sorted(gold_cuts - cuts),
        sorted(inner),
        placed,
        _joined(predicted, inner),
        gold.segments,
        list(zip(*places, strict=True)),
        lost,
        counts,
        kinds,
    )


def _corners(segments: Iterable[GoldSegment]) -> set[Cut]:
    """Return the beginnings and ends of segments."""
    return {cut for segment in segments for cut in ((segment[0], segment[2]), (segment[1], segment[3]))}


def _is_inside(cut: Cut, segments: Sequence[GoldSegment]) -> bool:
    """Return True for a cut strictly inside one segment on both sides.

    segments: two-sided ones, ascending.
    """
    at = bisect_right(segments, cut[0], key=lambda segment: segment.source_start) - 1
    if at < 0:
        return False
    source_start, source_end, target_start, target_end = segments[at]
    return source_start < cut[0] < source_end and target_start < cut[1] < target_end


def _is_right(segment: GoldSegment, corners: set[Cut], gold: Sequence[GoldSegment]) -> bool:
    """Return True for a segment between two corners of the gold, or within one gold segment."""
    if {(segment[0], segment[2]), (segment[1], segment[3])} <= corners:
        return True
    at = bisect_right(gold, segment[0], key=lambda candidate: candidate.source_start) - 1
    return at >= 0 and segment[1] <= gold[at][1] and gold[at][2] <= segment[2] and segment[3] <= gold[at][3]


def _joined(predicted: Iterable[GoldSegment], inner: set[Cut]) -> list[GoldSegment]:
    """Return predicted segments; those that meet at an inner cut are joined."""
    joined: list[GoldSegment] = []
    for segment in predicted:
        start = segment[0], segment[2]
        if joined and start in inner and (joined[-1][1], joined[-1][3]) == start:
            joined[-1] = GoldSegment(joined[-1][0], segment[1], joined[-1][2], segment[3])
        else:
            joined.append(segment)
    return joined


def _character_counts(gold: RawGold, predicted: Sequence[GoldSegment]) -> Counter[str]:
    """Return sums of characters: those of the texts, what they earn, and those without a partner."""
    counts: Counter[str] = Counter()
    earned = _earned(gold.segments, predicted)
    for k, (name, text) in enumerate((("source", gold.source), ("target", gold.target))):
        of_gold, of_prediction = (_is_paired(len(text), segments, k) for segments in (gold.segments, predicted))
        null_in_both = bytes(map(or_, of_gold, of_prediction)).count(0)
        counts[f"{name}_characters"] = len(text)
        counts[f"{name}_earned"] = earned[k] + null_in_both  # type: ignore[assignment] # a sum of shares
        counts["null_right"] += null_in_both
        counts["null_gold"] += of_gold.count(0)
        counts["null_predicted"] += of_prediction.count(0)
    return counts


def _earned(gold: Sequence[GoldSegment], predicted: Sequence[GoldSegment]) -> tuple[float, float]:
    """Return what the characters of gold segments earn, on the source and on the target side."""
    of_source = of_target = 0.0
    first = 0
    for segment in predicted:
        while first < len(gold) and gold[first].source_end <= segment.source_start:
            first += 1
        at = first
        while at < len(gold) and gold[at].source_start < segment.source_end:
            common = _common(segment[:2], gold[at][:2]) * _common(segment[2:], gold[at][2:])
            of_source += common / (segment.target_end - segment.target_start)
            of_target += common / (segment.source_end - segment.source_start)
            at += 1
    return of_source, of_target


def _common(first: tuple[int, ...], second: tuple[int, ...]) -> int:
    """Return the length that two intervals have in common."""
    return max(0, min(first[1], second[1]) - max(first[0], second[0]))


def _is_paired(size: int, segments: Iterable[GoldSegment], side: int) -> bytearray:
    """Return a byte for each character of a side: 1 if it is in a segment."""
    paired = bytearray(size)
    for segment in segments:
        start, end = segment[2 * side], segment[2 * side + 1]
        paired[start:end] = b"\x01" * (end - start)
    return paired


def score_judged_raw(documents: Iterable[JudgedRaw]) -> RawScores:
    """Return the pooled scores of documents."""
    documents = list(documents)
    counts: Counter[str] = Counter()
    kinds: Counter[tuple[str, bool]] = Counter()
    for document in documents:
        counts.update(document.counts)
        kinds.update(document.cut_kinds)
    right, wrong, missed, inner = (sum(len(document[k]) for document in documents) for k in range(4))
    gold_pairs, predicted_pairs = (sum(len(getattr(d, name)) for d in documents) for name in ("gold", "joined"))
    right_pairs = sum(len(set(document.joined) & set(document.gold)) for document in documents)
    cut = score(right, right + wrong, right, right + missed)
    characters = counts["source_characters"] + counts["target_characters"]
    null = score(counts["null_right"], counts["null_predicted"], counts["null_right"], counts["null_gold"])
    return RawScores(
        cut if right + wrong + missed else Score(1.0, 1.0, 1.0),  # nothing is to be cut, and nothing was
        score(right_pairs, predicted_pairs, right_pairs, gold_pairs),
        share(counts["source_earned"], counts["source_characters"]),
        share(counts["target_earned"], counts["target_characters"]),
        null if counts["null_gold"] or counts["null_predicted"] else None,
        share(counts["covered"], characters),
        counts["lost"],
        counts["texts"],
        right + missed,
        wrong,
        inner,
        gold_pairs,
        predicted_pairs,
        {
            kind: _recall(kinds[kind, True], kinds[kind, False])
            for kind in CUT_KINDS
            if kinds[kind, True] + kinds[kind, False]
        },
    )


def _recall(right: int, missed: int) -> tuple[int, float]:
    return right + missed, share(right, right + missed)
