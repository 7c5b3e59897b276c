"""A predicted alignment against the gold of the same document: by numbers of sentences, or by raw text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from aligner.errors import InputError
from aligner.evaluation.alignments import Alignment, Entry
from aligner.evaluation.beads import Bead, JudgedBeads, judge_beads
from aligner.evaluation.calibration import Judgement
from aligner.evaluation.locating import locate
from aligner.evaluation.raw_gold import RawGold, canonical, gold_of_pairs
from aligner.evaluation.raw_scores import JudgedRaw, PrintedPair, judge_raw
from aligner.notices import counted, logger

TextsByNumbers = Mapping[tuple[int, ...], str]
Sentences = tuple[list[str], list[str]]  # of the source and of the target
_SIDES = ("source", "target")
_SAMPLE = 50  # entries by which the order of the sides is found; a text is seldom in the other side of a document
_SAME_SENTENCES = "align the same files of one sentence a line, with --pre-split"


class Measurement(NamedTuple):
    """The judgement of one document. Either `beads` or `raw` is there.

    name: name of the document; empty if there is only one.
    beads: the judgement by numbers of sentences.
    raw: the judgement by raw text, with the gold of the texts and the printed pairs.
    sentences: the texts of the sentences that the beads count; None if they are not known.
    texts: numbers of sentences of a side -> their text, as files with numbers have it; for either side.
    """

    name: str
    beads: JudgedBeads | None = None
    raw: JudgedRaw | None = None
    raw_gold: RawGold | None = None
    printed: Sequence[PrintedPair] = ()
    sentences: Sentences | None = None
    texts: tuple[TextsByNumbers, TextsByNumbers] = ({}, {})

    def judgements(self) -> list[Judgement]:
        """Return the confidence of each two-sided predicted bead that has one, and whether the bead is right."""
        if self.beads:
            judged = [(item.bead.confidence, item.strict) for item in self.beads.predicted if item.bead.paired]
        else:
            judged = [(pair.confidence, pair.right) for pair in self.raw.placed] if self.raw else []
        return [(confidence, right) for confidence, right in judged if confidence is not None]


def measure(name: str, gold: Alignment, predicted: Alignment, sentences: Sentences | None) -> Measurement:
    """Return the judgement of a predicted alignment.

    Alignments with numbers of sentences, or with texts that are found in `sentences`, are compared bead by bead; others
    by their texts, from raw text.

    name: name of the document.
    sentences: the sentences of both sides, if they are known.

    Raises InputError for alignments that do not fit each other, or the sentences.
    """
    if sentences:
        gold = _oriented(gold, *(canonical("".join(of_side)) for of_side in sentences))
    predicted = _oriented(predicted, *_texts_of(gold, sentences))
    by_numbers = all(side.has_numbers or (side.has_texts and sentences) for side in (gold, predicted))
    if not gold.raw and by_numbers:
        return _by_beads(name, gold, predicted, sentences)
    for side, counterpart in ((gold, predicted), (predicted, gold)):
        if not (side.raw or side.has_texts or sentences):
            problem = f"it has numbers of sentences without texts, but {counterpart.name} has texts without numbers"
            hint = "name the texts whose lines are numbered: --texts SOURCE TARGET"
            raise InputError(side.name, problem, hint=hint)
    raw_gold = gold.raw or gold_of_pairs([(pair.source, pair.target) for pair in _printed(gold, sentences)])
    printed = _printed(predicted, sentences)
    judged = judge_raw(raw_gold, printed)
    _warn_of_other_texts(gold, predicted, judged)
    return Measurement(name, raw=judged, raw_gold=raw_gold, printed=printed)


def _warn_of_other_texts(gold: Alignment, predicted: Alignment, judged: JudgedRaw) -> None:
    """Warn if most printed texts are not in the documents of the gold: a score says nothing about other texts."""
    lost, printed = judged.counts["lost"], judged.counts["texts"]
    if 2 * lost > printed:
        problem = f"{lost} of {counted(printed, 'text')} are not in the texts of {gold.name}"
        logger.warning("%s: %s; compare alignments of the same texts", predicted.name, problem)


def _texts_of(gold: Alignment, sentences: Sentences | None) -> tuple[str, str]:
    """Return the canonical characters of the source and of the target; empty if they are not known."""
    if gold.raw:
        return gold.raw.source, gold.raw.target
    of_gold = [entry.source_text for entry in gold.entries], [entry.target_text for entry in gold.entries]
    source, target = (canonical("".join(of_side)) for of_side in sentences or of_gold)
    return source, target


def _oriented(alignment: Alignment, source: str, target: str) -> Alignment:
    """Return an alignment whose source is that of the document; sides in reverse, as in a memory, change places.

    source, target: canonical characters of the document.
    """
    fitting = reverse = 0
    for entry in alignment.entries[:_SAMPLE]:
        first, second = map(canonical, entry.texts)
        if first and second:
            fitting += first in source and second in target
            reverse += first in target and second in source
    if reverse <= fitting:
        return alignment
    logger.info("%s: exchanged the sides, which stand in reverse", alignment.name)
    return alignment.swapped()


def _printed(alignment: Alignment, sentences: Sentences | None) -> list[PrintedPair]:
    """Return the pairs of texts of an alignment."""
    if alignment.has_texts or not sentences:
        return [PrintedPair(*entry.texts, entry.confidence) for entry in alignment.entries]
    _check_range(alignment, (len(sentences[0]), len(sentences[1])))
    source, target = sentences
    return [
        PrintedPair(_joined(source, entry.source), _joined(target, entry.target), entry.confidence)
        for entry in alignment.entries
    ]


def _joined(sentences: Sequence[str], numbers: Sequence[int]) -> str:
    return " ".join(sentences[number] for number in numbers)


def _by_beads(name: str, gold: Alignment, predicted: Alignment, sentences: Sentences | None) -> Measurement:
    _check_sizes(gold, predicted, sentences)
    of_gold, of_prediction = (_with_numbers(side, sentences) for side in (gold, predicted))
    _check_once(of_gold, is_gold=True)
    _check_once(of_prediction, is_gold=False)
    beads = judge_beads(_beads(of_gold), _beads(of_prediction))
    source, target = (
        {entry.numbers[side]: entry.texts[side] for entry in (*of_gold.entries, *of_prediction.entries)}
        for side in (0, 1)
    )
    return Measurement(name, beads=beads, sentences=sentences, texts=(source, target))


def _beads(alignment: Alignment) -> list[Bead]:
    return [
        Bead(tuple(sorted(set(entry.source))), tuple(sorted(set(entry.target))), entry.confidence)
        for entry in alignment.entries
    ]


def _check_sizes(gold: Alignment, predicted: Alignment, sentences: Sentences | None) -> None:
    """Raise InputError for numbers of sentences that are not there, and for alignments of other sentences."""
    sizes = (len(sentences[0]), len(sentences[1])) if sentences else gold.sizes
    if sizes and predicted.sizes and sizes != predicted.sizes:
        counted, of_gold = (f"{source} and {target}" for source, target in (predicted.sizes, sizes))
        problem = f"it counts {counted} sentences, but there are {of_gold}"
        raise InputError(predicted.name, problem, hint=_SAME_SENTENCES)
    if limit := sizes or predicted.sizes:
        _check_range(gold, limit)
        _check_range(predicted, limit)
    if not sizes:
        _compare_ends(gold, predicted)


def _compare_ends(gold: Alignment, predicted: Alignment) -> None:
    """Warn of a prediction that goes on beyond the gold: it may count other sentences, which nothing else shows."""
    ends = [[_end(alignment, side) for side in (0, 1)] for alignment in (gold, predicted)]
    for name, of_gold, of_prediction in zip(_SIDES, *ends, strict=True):
        if of_prediction > of_gold:
            logger.warning(
                "%s: it goes on to %s sentence %d, but %s ends with %d; if these are other sentences, %s",
                *(predicted.name, name, of_prediction - 1, gold.name, of_gold - 1, _SAME_SENTENCES),
            )


def _end(alignment: Alignment, side: int) -> int:
    """Return the number of sentences of a side, up to the last one in a bead if it is not known."""
    if alignment.sizes:
        return alignment.sizes[side]
    return max((max(numbers) + 1 for entry in alignment.entries if (numbers := entry.numbers[side])), default=0)


def _check_range(alignment: Alignment, sizes: tuple[int, int]) -> None:
    """Raise InputError for the number of a sentence that is not there."""
    for entry in alignment.entries:
        for side, numbers in enumerate(entry.numbers):
            if numbers and max(numbers) >= sizes[side]:
                problem = f"there is no {_SIDES[side]} sentence {max(numbers)}; there are {sizes[side]}, counted from 0"
                hint = "correct the number, or give the texts that were aligned, the source first"
                raise alignment.error(entry, problem, hint)


def _check_once(alignment: Alignment, *, is_gold: bool) -> None:
    """Raise InputError for a sentence of a prediction that stands in two beads; warn of one of a gold.

    Published golds have such sentences. Crossing beads are right: a translation may change the order.
    """
    for side, name in enumerate(_SIDES):
        first: dict[int, Entry] = {}
        for entry in alignment.entries:
            for number in entry.numbers[side]:
                if number in first:
                    _refuse(alignment, entry, first[number], f"{name} sentence {number}", is_gold=is_gold)
                first.setdefault(number, entry)


def _refuse(alignment: Alignment, entry: Entry, first: Entry, sentence: str, *, is_gold: bool) -> None:
    """Raise InputError for a sentence that stands in two entries, or twice in one, or warn of it in a gold."""
    is_same = entry.numbers == first.numbers
    if entry is first:
        problem = f"{sentence} stands twice in this bead"
    elif is_same:
        problem = f"this bead stands in {alignment.unit} {first.number}, too"
    else:
        problem = f"{sentence} stands in {alignment.unit} {first.number}, too"
    error = alignment.error(entry, problem, "leave it in one place")
    if not is_gold:
        raise error
    logger.warning("%s (counted as it stands)", error)


def _with_numbers(alignment: Alignment, sentences: Sentences | None) -> Alignment:
    """Return an alignment with numbers of sentences: its own, which must fit its texts, or those of its texts."""
    if not sentences or not alignment.has_texts:
        return alignment
    if alignment.has_numbers:
        for entry in alignment.entries:
            _check_texts(alignment, entry, sentences)
        return alignment
    source, target = (_numbers_of_texts(alignment, side, sentences[side]) for side in (0, 1))
    entries = [
        entry._replace(source=of_source, target=of_target)
        for entry, of_source, of_target in zip(alignment.entries, source, target, strict=True)
    ]
    return alignment._replace(entries=entries, has_numbers=True)


def _check_texts(alignment: Alignment, entry: Entry, sentences: Sentences) -> None:
    """Raise InputError if the texts of an entry are not those of its sentences."""
    for side, name in enumerate(_SIDES):
        numbers = entry.numbers[side]
        if canonical(entry.texts[side]) != canonical(_joined(sentences[side], numbers)):
            problem = f"its {name} text is not that of the sentences {list(numbers)}"
            raise alignment.error(entry, problem, f"{_SAME_SENTENCES} and without --repair")


def _numbers_of_texts(alignment: Alignment, side: int, sentences: Sequence[str]) -> list[tuple[int, ...]]:
    """Return the numbers of the sentences that the texts of one side are, found by the order of the texts.

    Raises InputError for a text that is not there in its order, or does not begin and end with a sentence.
    """
    name = _SIDES[side]
    pieces = [canonical(sentence) for sentence in sentences]
    ends = list(accumulate(map(len, pieces)))
    starts = [0, *ends[:-1]]
    texts = [canonical(entry.texts[side]) for entry in alignment.entries]
    result: list[tuple[int, ...]] = []
    for entry, text, place in zip(alignment.entries, texts, locate(texts, "".join(pieces)), strict=True):
        if place is None:
            if text:
                problem = f"its {name} text is not among the sentences, in their order"
                raise alignment.error(entry, problem, "give the texts that were aligned, one sentence a line")
            result.append(())
            continue
        first, last = bisect_left(starts, place[0]), bisect_right(ends, place[1]) - 1
        while first < last and not pieces[first]:
            first += 1
        while last > first and not pieces[last]:
            last -= 1
        if first > last or (starts[first], ends[last]) != place:
            problem = f"its {name} text does not begin and end with a sentence"
            raise alignment.error(entry, problem, _SAME_SENTENCES)
        result.append(tuple(range(first, last + 1)))
    return result
