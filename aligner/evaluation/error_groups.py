"""Groups of wrong beads: gold beads and predicted beads of the same sentences, or of the same stretch of raw text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aligner.evaluation.beads import Bead, JudgedBeads
from aligner.evaluation.measuring import Measurement
from aligner.evaluation.raw_gold import Segment


class ShownBead(NamedTuple):
    """A bead as the page shows it.

    source, target: the texts of the sentences of both sides, or the text of a side in one; `None` stands for texts that
        are not known.
    numbers: the numbers of the sentences of both sides; None for raw text.
    confidence: in [0, 1]; None if it is not known.
    """

    source: Sequence[str] | None
    target: Sequence[str] | None
    numbers: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    confidence: float | None = None


class ErrorGroup(NamedTuple):
    """The beads of the gold and the predicted beads of the same text; two groups have no sentence in common."""

    gold: list[ShownBead]
    predicted: list[ShownBead]


def error_groups(measurement: Measurement) -> Iterator[ErrorGroup]:
    """Yield the groups of wrong beads of a document, in its order."""
    if measurement.beads:
        return _of_beads(measurement.beads, measurement)
    return _of_raw(measurement)


def lost_texts(measurement: Measurement) -> list[ShownBead]:
    """Return the printed pairs of which a text is not in the document, in its order."""
    numbers = dict.fromkeys(measurement.raw.lost) if measurement.raw else {}
    return [_printed(measurement, number) for number in numbers]


class _Components:
    """Things that are connected, directly or by others (union-find)."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def root(self, item: int) -> int:
        """Return the thing that stands for the component of a thing."""
        while self._parents[item] != item:
            self._parents[item] = self._parents[self._parents[item]]
            item = self._parents[item]
        return item

    def connect(self, first: int, second: int) -> None:
        """Connect two things; the smaller one stands for both."""
        roots = sorted((self.root(first), self.root(second)))
        self._parents[roots[1]] = roots[0]

    def all(self) -> list[list[int]]:
        """Return the components, by their first thing."""
        members: dict[int, list[int]] = {}
        for item in range(len(self._parents)):
            members.setdefault(self.root(item), []).append(item)
        return list(members.values())


def _of_beads(judged: JudgedBeads, measurement: Measurement) -> Iterator[ErrorGroup]:
    """Yield the groups of beads that are not strictly right, connected by sentences that they share."""
    sides = [[item.bead for item in of_side if not item.strict] for of_side in (judged.gold, judged.predicted)]
    beads = [*sides[0], *sides[1]]
    components = _Components(len(beads))
    first: dict[tuple[int, int], int] = {}
    for place, bead in enumerate(beads):
        for side, numbers in enumerate(bead.sides):
            for number in numbers:
                components.connect(place, first.setdefault((side, number), place))
    for members in sorted(components.all(), key=lambda members: min(map(_order, (beads[item] for item in members)))):
        gold, predicted = (
            [_shown(beads[item], measurement) for item in members if is_gold == (item < len(sides[0]))]
            for is_gold in (True, False)
        )
        yield ErrorGroup(gold, predicted)


def _order(bead: Bead) -> int:
    """Return the number of the first sentence of a bead, of either side, by which groups are ordered."""
    return min((*bead.source, *bead.target))


def _shown(bead: Bead, measurement: Measurement) -> ShownBead:
    source, target = (_texts(measurement, side, numbers) for side, numbers in enumerate(bead.sides))
    return ShownBead(source, target, bead.sides, bead.confidence)


def _texts(measurement: Measurement, side: int, numbers: tuple[int, ...]) -> list[str] | None:
    """Return the texts of sentences, or their text in one, as a file has it; None if neither is known."""
    if measurement.sentences:
        return [measurement.sentences[side][number] for number in numbers]
    known_texts = measurement.texts[side]
    if text := known_texts.get(numbers):
        return [text]
    texts = [known_texts.get((number,), "") for number in numbers]
    return texts if all(texts) else None


def _of_raw(measurement: Measurement) -> Iterator[ErrorGroup]:
    """Yield the groups of raw text whose pairs are not right: those of one gold segment may divide it."""
    gold, judged = measurement.raw_gold, measurement.raw
    assert gold, "a measurement of raw text has its gold"
    assert judged, "a measurement of raw text has its judgement"
    size = len(gold.spans)
    components = _Components(size + len(judged.places))
    for side in (0, 1):
        spans = [(span[side], number) for number, span in enumerate(gold.spans) if span[side]]
        starts, ends = ([span[k] for span, _ in spans if span] for k in (0, 1))
        for printed, place in enumerate(judged.places):
            if of_side := place[side]:
                for _, number in spans[bisect_right(ends, of_side[0]) : bisect_left(starts, of_side[1])]:
                    components.connect(number, size + printed)
    for members in components.all():
        of_gold = [item for item in members if item < size]
        of_prediction = [item - size for item in members if item >= size]
        if of_gold and not _is_right([gold.spans[n] for n in of_gold], [judged.places[n] for n in of_prediction]):
            yield ErrorGroup(
                [ShownBead(_side(source), _side(target)) for source, target in map(gold.texts.__getitem__, of_gold)],
                [_printed(measurement, number) for number in of_prediction],
            )


def _is_right(gold: Sequence[Segment], predicted: Sequence[Segment]) -> bool:
    """Return True for one gold segment, if all that was printed of it is two-sided or one-sided as it is."""
    if len(gold) > 1:
        return False
    paired = all(gold[0])
    return all(bool(all(place)) == paired for place in predicted) and (not paired or bool(predicted))


def _printed(measurement: Measurement, number: int) -> ShownBead:
    pair = measurement.printed[number]
    return ShownBead(_side(pair.source), _side(pair.target), None, pair.confidence)


def _side(text: str) -> list[str]:
    return [text] if text.strip() else []
