"""Strict and lax scores of beads, which are numbers of sentences.

- strict: a bead is right if the same bead, with the same sentences on both sides, is in the other alignment.
- lax: a bead is right if it is strictly right, or has a link in common with a bead of the other alignment. A link is a
  pair of a source and a target sentence in one bead. A one-sided bead has no link, so it can be right strictly only.

Precision is taken over all predicted beads. Recall is taken over the two-sided gold beads, which are looked for among
the two-sided predicted beads. These are the definitions of the scorer of vecalign (Thompson & Koehn 2019, "Vecalign:
Improved Sentence Alignment in Linear Time and Space"), which Text+Berg is evaluated with. Counts are summed over
documents before they are divided. A bead that stands twice in an alignment counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from aligner.evaluation.scores import Score, score


class Bead(NamedTuple):
    """A bead by its sentences.

    source, target: numbers of the sentences, from 0, ascending.
    confidence: confidence of the bead, in [0, 1]; None if it is not known.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float | None = None

    @property
    def paired(self) -> bool:
        """True for a two-sided bead."""
        return bool(self.source and self.target)

    @property
    def kind(self) -> str:
        """Numbers of sentences, such as `2-1`."""
        return f"{len(self.source)}-{len(self.target)}"

    @property
    def sides(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The sentences of both sides, by which beads are compared."""
        return self.source, self.target


class JudgedBead(NamedTuple):
    """A bead, and whether the other alignment confirms it strictly and laxly."""

    bead: Bead
    strict: bool
    lax: bool


class JudgedBeads(NamedTuple):
    """The beads of one document: those of the gold, and the predicted ones, in their order."""

    gold: list[JudgedBead]
    predicted: list[JudgedBead]


class KindCount(NamedTuple):
    """Beads of a kind: how many there are, and how many of them are right."""

    beads: int
    strict: int
    lax: int


class BeadScores(NamedTuple):
    """The scores of one document or of several.

    gold, predicted: numbers of beads: two-sided ones of the gold, and all predicted ones.
    strict, lax: precision, recall and F1.
    by_gold_kind: kind of a gold bead -> count; `strict / beads` is the recall of the kind.
    by_predicted_kind: kind of a predicted bead -> count; `strict / beads` is the precision of the kind.
    """

    gold: int
    predicted: int
    strict: Score
    lax: Score
    by_gold_kind: dict[str, KindCount]
    by_predicted_kind: dict[str, KindCount]


def score_beads(
    gold: Iterable[tuple[Sequence[int], Sequence[int]]], predicted: Iterable[tuple[Sequence[int], Sequence[int]]]
) -> BeadScores:
    """Return the scores of predicted beads of one document.

    gold, predicted: beads, each the numbers of its source and of its target sentences, in any order.

    >>> result = score_beads([([0], [0]), ([1, 2], [1])], [([0], [0]), ([1], [1]), ([2], [])])
    >>> result.strict.recall, result.lax.recall
    (0.5, 1.0)
    """
    return score_judged([judge_beads(map(_bead, gold), map(_bead, predicted))])


def _bead(sides: tuple[Sequence[int], Sequence[int]]) -> Bead:
    return Bead(tuple(sorted(set(sides[0]))), tuple(sorted(set(sides[1]))))


def judge_beads(gold: Iterable[Bead], predicted: Iterable[Bead]) -> JudgedBeads:
    """Return the different beads of two alignments of one document, each judged by the other alignment."""
    of_gold, of_prediction = _different(gold), _different(predicted)
    return JudgedBeads(_judged(of_gold, of_prediction), _judged(of_prediction, of_gold))


def _different(beads: Iterable[Bead]) -> list[Bead]:
    """Return the beads that hold a sentence, each once; of equal ones, the first."""
    first: dict[tuple[tuple[int, ...], tuple[int, ...]], Bead] = {}
    for bead in beads:
        if bead.source or bead.target:
            first.setdefault(bead.sides, bead)
    return list(first.values())


def _judged(beads: Sequence[Bead], reference: Sequence[Bead]) -> list[JudgedBead]:
    """Return beads with the judgement of a reference.

    Two beads have a link in common if they have both a source and a target sentence in common. So links, whose number
    is the product of the sides, need not be listed.
    """
    same = {bead.sides for bead in reference}
    holders: tuple[dict[int, set[int]], dict[int, set[int]]] = defaultdict(set), defaultdict(set)
    for place, bead in enumerate(reference):
        for side, numbers in enumerate(bead.sides):
            for number in numbers:
                holders[side][number].add(place)
    judged = []
    for bead in beads:
        is_same = bead.sides in same
        meets = [
            {place for number in side for place in holders[k].get(number, ())} for k, side in enumerate(bead.sides)
        ]
        judged.append(JudgedBead(bead, is_same, is_same or not meets[0].isdisjoint(meets[1])))
    return judged


def score_judged(documents: Iterable[JudgedBeads]) -> BeadScores:
    """Return the pooled scores of documents."""
    documents = list(documents)
    predicted = [judged for document in documents for judged in document.predicted]
    of_gold = [judged for document in documents for judged in document.gold]
    gold = [judged for judged in of_gold if judged.bead.paired]
    strict, lax = (
        score(sum(map(is_right, predicted)), len(predicted), sum(map(is_right, gold)), len(gold))
        for is_right in (attrgetter("strict"), attrgetter("lax"))
    )
    return BeadScores(len(gold), len(predicted), strict, lax, dict(_by_kind(of_gold)), dict(_by_kind(predicted)))


def _by_kind(judged: Iterable[JudgedBead]) -> Iterator[tuple[str, KindCount]]:
    """Yield the count of each kind, the most frequent kinds first."""
    counts: dict[str, list[int]] = {}
    for bead, strict, lax in judged:
        count = counts.setdefault(bead.kind, [0, 0, 0])
        count[0] += 1
        count[1] += strict
        count[2] += lax
    for kind, (beads, strict_beads, lax_beads) in sorted(counts.items(), key=lambda item: (-item[1][0], item[0])):
        yield kind, KindCount(beads, strict_beads, lax_beads)
