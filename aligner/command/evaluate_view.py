"""Evaluations for people: the text of `align eval`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aligner.command.terminal_view import visible
from aligner.evaluation.beads import BeadScores
from aligner.evaluation.calibration import Calibration
from aligner.evaluation.comparison import Comparisons
from aligner.evaluation.measuring import Measurement
from aligner.evaluation.raw_scores import RawScores
from aligner.evaluation.report import calibration_of, scores_of
from aligner.evaluation.scores import Score, share
from aligner.evaluation.splitting import SplittingScores

_KINDS = 12  # kinds of beads that are listed; the others are rare


def lines(measurements: Sequence[Measurement]) -> Iterator[str]:
    """Yield the lines of a report.

    measurements: those of all documents.
    """
    scores = scores_of(measurements)
    if any(measurement.name for measurement in measurements):
        yield from _by_document(measurements)
        yield ""
    if isinstance(scores, BeadScores):
        yield from _of_beads(scores)
    else:
        yield from _of_raw_text(scores)
    if calibration := calibration_of(measurements):
        yield ""
        yield from _of_calibration(calibration)


def lines_of_splitting(scores: SplittingScores) -> list[str]:
    """Return the lines about a splitter."""
    return [
        f"boundaries: {scores.gold} in the gold, {scores.predicted} predicted, {scores.right} right",
        *table([["", "precision", "recall", "F1"], _of_score("splitting", scores.score)]),
        f"units: {scores.units}, {scores.perfect} without an error",
        *([f"lost: {scores.lost} characters of the gold are missing"] if scores.lost else []),
    ]


def lines_of_comparison(comparisons: Comparisons) -> Iterator[str]:
    """Yield the lines about the difference from another system."""
    yield ""
    yield f"against the other system, by {comparisons.units} {comparisons.unit}{'s' * (comparisons.units != 1)}:"
    rows = [["F1", "this", "other", "difference", "95 % interval", "p", "better", "worse", "equal", "p (sign)"]]
    for name, comparison in comparisons.by_score.items():
        interval = f"{comparison.low:+.3f} to {comparison.high:+.3f}"
        figures = [figure(comparison.first), figure(comparison.second), f"{comparison.difference:+.3f}", interval]
        counts = [str(comparison.better), str(comparison.worse), str(comparison.equal)]
        rows.append([name, *figures, figure(comparison.p), *counts, figure(comparison.sign_p)])
    yield from table(rows)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table: the first column to the left, all others to the right.

    rows: cells; the first row is the header.

    >>> table([["", "F1"], ["strict", "0.9"]])
    ['         F1', 'strict  0.9']
    """
    widths = [max(len(row[k]) for row in rows if k < len(row)) for k in range(max(map(len, rows)))]
    return ["  ".join(_cell(text, k, widths[k]) for k, text in enumerate(row)).rstrip() for row in rows]


def _cell(text: str, column: int, width: int) -> str:
    return text.rjust(width) if column else text.ljust(width)


def figure(value: float | None) -> str:
    """Return a share with three decimals; a dash for None."""
    return "-" if value is None else f"{value:.3f}"


def _of_score(name: str, score: Score | None) -> list[str]:
    return [name, *(figure(value) for value in score or (None, None, None))]


def _of_beads(scores: BeadScores) -> Iterator[str]:
    yield f"beads: {scores.gold} two-sided in the gold, {scores.predicted} predicted"
    yield from table(
        [["", "precision", "recall", "F1"], _of_score("strict", scores.strict), _of_score("lax", scores.lax)]
    )
    kinds = sorted(
        {*scores.by_gold_kind, *scores.by_predicted_kind},
        key=lambda kind: (-_beads(scores.by_gold_kind, kind), -_beads(scores.by_predicted_kind, kind), kind),
    )
    rows = [["kind", "gold", "recall", "lax", "predicted", "precision", "lax"]]
    for kind in kinds[:_KINDS]:
        row = [kind]
        for counts in (scores.by_gold_kind, scores.by_predicted_kind):
            beads, strict, lax = counts.get(kind, (0, 0, 0))
            row += [str(beads), *(figure(share(right, beads) if beads else None) for right in (strict, lax))]
        rows.append(row)
    yield ""
    yield from table(rows)
    if len(kinds) > _KINDS:
        yield f"and {len(kinds) - _KINDS} rarer kinds; --json lists all"


def _beads(counts: Mapping[str, Sequence[int]], kind: str) -> int:
    return counts[kind][0] if kind in counts else 0


def _of_raw_text(scores: RawScores) -> Iterator[str]:
    yield f"pairs: {scores.gold_pairs} in the gold, {scores.predicted_pairs} predicted"
    yield from table(
        [
            ["", "precision", "recall", "F1"],
            _of_score("cuts", scores.cut),
            _of_score("pairs", scores.pair),
            _of_score("characters without a partner", scores.null),
        ]
    )
    yield ""
    yield f"accuracy of characters: source {figure(scores.source_accuracy)}, target {figure(scores.target_accuracy)}"
    yield f"cuts: {scores.gold_cuts} in the gold, {scores.wrong_cuts} wrong, {scores.inner_cuts} inside segments"
    if kinds := scores.by_cut_kind:
        named = {"paragraph": "at paragraphs", "mark": "at marks", "none": "without a mark"}
        parts = (f"{named[kind]} {figure(recall)} of {cuts}" for kind, (cuts, recall) in kinds.items())
        yield f"recall of cuts: {', '.join(parts)}"
    yield f"printed: {scores.coverage:.1%} of the characters; {scores.lost} of {scores.texts} texts not found"


def _of_calibration(calibration: Calibration) -> Iterator[str]:
    yield f"confidence: {_pairs(calibration.pairs)}, mean {figure(calibration.mean_confidence)}, " + (
        f"{figure(calibration.right)} right"
    )
    errors = (calibration.expected_error, calibration.brier, calibration.log_loss)
    names = ("expected calibration error", "Brier score", "log-loss")
    yield ", ".join(f"{name} {figure(value)}" for name, value in zip(names, errors, strict=True))
    rows = [["confidence", "pairs", "mean", "right"]]
    for least, limit, pairs, confidence, right in calibration.bins:
        rows.append([f"{least:.1f}-{limit:.1f}", str(pairs), figure(confidence), figure(right)])
    yield from table(rows)
    for precision, least_confidence, pairs, part in calibration.coverages:
        if least_confidence is None:
            yield f"precision {precision:g}: no least confidence reaches it"
        else:
            kept = f"{_pairs(pairs)} ({part:.1%})"
            yield f"precision {precision:g}: from confidence {figure(least_confidence)} on, {kept}"


def _pairs(number: int) -> str:
    return f"{number} pair{'s' * (number != 1)}"


def _by_document(measurements: Sequence[Measurement]) -> list[str]:
    first = scores_of(measurements[:1])
    rows = []
    if isinstance(first, BeadScores):
        rows.append(["document", "gold", "predicted", "strict P", "R", "F1", "lax P", "R", "F1"])
    else:
        rows.append(["document", "gold", "predicted", "cut P", "R", "F1", "pair P", "R", "F1"])
    for measurement in measurements:
        scores = scores_of([measurement])
        if isinstance(scores, BeadScores):
            counts, both = (scores.gold, scores.predicted), (*scores.strict, *scores.lax)
        else:
            counts, both = (scores.gold_pairs, scores.predicted_pairs), (*scores.cut, *scores.pair)
        rows.append([visible(measurement.name, isolates=False), *map(str, counts), *map(figure, both)])
    return table(rows)
