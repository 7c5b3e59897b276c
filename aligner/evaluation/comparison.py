"""Two systems on the same gold: the difference of their F1, with a paired bootstrap and a sign test.

Paired bootstrap (Koehn 2004, "Statistical Significance Tests for Machine Translation Evaluation", section 3; Efron &
Tibshirani 1993, chapter 13): units are drawn with replacement, as many as there are, and both systems are scored on the
same draw. The interval holds the middle 95 % of the differences of 1,000 draws. The p-value is twice the smaller share
of the draws whose difference is at most 0, or at least 0; the observed sample counts as a draw (Davison & Hinkley 1997,
section 4.2.5), so that no p-value is 0.

Sign test (Dixon & Mood 1946): the number of units in which the first system has the higher F1, among those in which the
two differ, is binomial with 1/2 if neither system is better. The p-value is exact and two-sided.

Units: documents, which are independent of each other, if there are at least 20. Of fewer documents, a draw would have
few different values; then the units are blocks of ten neighbouring gold beads of all documents, since errors come in
runs: an aligner that has slipped is wrong for several beads (Künsch 1989, on blocks of dependent observations).
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import comb
from typing import NamedTuple

from aligner.evaluation.beads import JudgedBead, JudgedBeads
from aligner.evaluation.measuring import Measurement
from aligner.evaluation.raw_scores import JudgedRaw
from aligner.evaluation.scores import score

MIN_DOCUMENTS = 20  # from which on documents are the units
BLOCK = 10  # gold beads of a block; few runs of errors are longer
DRAWS = 1000  # of the bootstrap, as Koehn (2004) has them
TAIL = 0.025  # share of the draws outside of the interval, on either side
COUNT_BITS = 40  # of a sum of counts; no evaluation has a trillion beads
SEED = 20040725  # any number; the same draws for everyone


class Tally(NamedTuple):
    """The counts of one unit from which precision and recall are computed; see `scores.score`."""

    right_predicted: int
    predicted: int
    right_gold: int
    gold: int

    @property
    def f1(self) -> float:
        """The F1 of the unit."""
        return score(*self).f1


class Comparison(NamedTuple):
    """The difference of two systems by one score.

    first, second: F1 of both systems, from 0 to 1.
    difference: first - second.
    low, high: limits of the 95 % interval of the difference.
    p: p-value of the bootstrap.
    better, worse, equal: numbers of units in which the first system has the higher, the lower and the same F1.
    sign_p: p-value of the sign test.
    """

    first: float
    second: float
    difference: float
    low: float
    high: float
    p: float
    better: int
    worse: int
    equal: int
    sign_p: float


class Comparisons(NamedTuple):
    """The differences of two systems.

    unit: `document` or `block`.
    units: their number.
    by_score: name of a score, such as `strict` -> its comparison.
    """

    unit: str
    units: int
    by_score: dict[str, Comparison]


def compare(first: Sequence[Measurement], second: Sequence[Measurement]) -> Comparisons:
    """Return the differences of two systems on the same documents, in the same order."""
    by_document = len(first) >= MIN_DOCUMENTS
    tallies = [
        [tallies_of(measurement, by_document=by_document) for measurement in system] for system in (first, second)
    ]
    names = list(tallies[0][0])
    columns = {name: [[unit for document in system for unit in document[name]] for system in tallies] for name in names}
    comparisons = {name: compare_tallies(*both) for name, both in columns.items()}
    return Comparisons("document" if by_document else "block", len(columns[names[0]][0]), comparisons)


def compare_tallies(first: Sequence[Tally], second: Sequence[Tally]) -> Comparison:
    """Return the difference of two systems by the tallies of the same units."""
    differences = sorted(_drawn_differences(first, second))
    signs = [(a.f1 > b.f1) - (a.f1 < b.f1) for a, b in zip(first, second, strict=True)]
    better, worse = signs.count(1), signs.count(-1)
    cut = round(TAIL * len(differences))
    at_most_0 = sum(difference <= 0 for difference in differences)
    at_least_0 = sum(difference >= 0 for difference in differences)
    of_first, of_second = (_pooled_f1(system) for system in (first, second))
    return Comparison(
        of_first,
        of_second,
        of_first - of_second,
        differences[cut - 1],
        differences[-cut],
        min(1.0, 2 * (1 + min(at_most_0, at_least_0)) / (1 + len(differences))),
        better,
        worse,
        signs.count(0),
        sign_test(better, worse),
    )


def sign_test(better: int, worse: int) -> float:
    """Return the two-sided p-value of the sign test.

    >>> sign_test(9, 1)
    0.021484375
    """
    n = better + worse
    tail = sum(comb(n, k) for k in range(min(better, worse) + 1))
    return min(1.0, float(Fraction(2 * tail, 2**n)))


def _drawn_differences(first: Sequence[Tally], second: Sequence[Tally]) -> Iterable[float]:
    """Yield the difference of F1 for each draw of units."""
    generator = random.Random(SEED)
    # The eight counts of a unit are packed into one whole number, since one sum takes an eighth of the time of eight.
    units = [_packed((*a, *b)) for a, b in zip(first, second, strict=True)]
    for _ in range(DRAWS):
        sums = _unpacked(sum(generator.choices(units, k=len(units))))
        yield score(*sums[:4]).f1 - score(*sums[4:]).f1


def _packed(counts: Sequence[int]) -> int:
    """Return a whole number of which each part of `COUNT_BITS` is a count."""
    return sum(count << COUNT_BITS * place for place, count in enumerate(counts))


def _unpacked(number: int) -> list[int]:
    """Return the eight counts of a packed number, or of a sum of packed numbers."""
    return [number >> COUNT_BITS * place & (1 << COUNT_BITS) - 1 for place in range(8)]


def _pooled_f1(tallies: Sequence[Tally]) -> float:
    return score(*map(sum, zip(*tallies, strict=True))).f1


def tallies_of(measurement: Measurement, *, by_document: bool) -> Mapping[str, list[Tally]]:
    """Return the tallies of the units of a document, by the name of the score.

    by_document: True for one unit; otherwise the units are blocks of gold beads.
    """
    if measurement.beads:
        return _of_beads(measurement.beads, by_document=by_document)
    assert measurement.raw, "a measurement is of one of two kinds"
    return _of_raw(measurement.raw, by_document=by_document)


def _of_beads(judged: JudgedBeads, *, by_document: bool) -> dict[str, list[Tally]]:
    gold_blocks = [0 if by_document else number // BLOCK for number in range(len(judged.gold))]
    places = _Places(judged.gold)
    predicted_blocks = [0 if by_document else places.of(item) // BLOCK for item in judged.predicted]
    result = {}
    for name in ("strict", "lax"):
        counts = [[0, 0, 0, 0] for _ in range(max(gold_blocks, default=0) + 1)]
        for block, item in zip(predicted_blocks, judged.predicted, strict=True):
            counts[block][0] += getattr(item, name)
            counts[block][1] += 1
        for block, item in zip(gold_blocks, judged.gold, strict=True):
            if item.bead.paired:
                counts[block][2] += getattr(item, name)
                counts[block][3] += 1
        result[name] = [Tally(*count) for count in counts]
    return result


class _Places:
    """The place of any bead among the gold beads: that of the gold bead with its first sentence, or with one before."""

    def __init__(self, gold: Sequence[JudgedBead]) -> None:
        holders: tuple[dict[int, int], dict[int, int]] = {}, {}
        for place, item in enumerate(gold):
            for side, numbers in enumerate(item.bead.sides):
                for number in numbers:
                    holders[side].setdefault(number, place)
        self._numbers = [sorted(holder) for holder in holders]
        self._holders = holders

    def of(self, item: JudgedBead) -> int:
        """Return the number of a gold bead."""
        side = 0 if item.bead.source else 1
        numbers = self._numbers[side]
        at = bisect_right(numbers, item.bead.sides[side][0]) - 1
        return self._holders[side][numbers[at]] if at >= 0 else 0


def _of_raw(judged: JudgedRaw, *, by_document: bool) -> dict[str, list[Tally]]:
    starts = [segment.source_start for segment in judged.gold]

    def block_of(offset: int) -> int:
        return 0 if by_document else max(0, bisect_right(starts, offset) - 1) // BLOCK

    size = block_of(starts[-1]) + 1 if starts else 1
    cuts, pairs = ([[0, 0, 0, 0] for _ in range(size)] for _ in range(2))
    for cut in judged.right_cuts:
        for k in range(4):
            cuts[block_of(cut[0])][k] += 1
    for cut in judged.wrong_cuts:
        cuts[block_of(cut[0])][1] += 1
    for cut in judged.missed_cuts:
        cuts[block_of(cut[0])][3] += 1
    right = set(judged.joined) & set(judged.gold)
    for segments, k in ((judged.joined, 0), (judged.gold, 2)):
        for segment in segments:
            pairs[block_of(segment.source_start)][k] += segment in right
            pairs[block_of(segment.source_start)][k + 1] += 1
    return {name: [Tally(*count) for count in counts] for name, counts in (("cut", cuts), ("pair", pairs))}
