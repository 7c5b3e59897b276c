"""The figures of an evaluation as JSON has them: `docs/eval.md` lists the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aligner.evaluation.beads import BeadScores, KindCount, score_judged
from aligner.evaluation.calibration import Calibration, calibrate
from aligner.evaluation.comparison import Comparisons
from aligner.evaluation.measuring import Measurement
from aligner.evaluation.raw_scores import RawScores, score_judged_raw
from aligner.evaluation.scores import Score
from aligner.evaluation.splitting import SplittingScores


def scores_of(measurements: Sequence[Measurement]) -> BeadScores | RawScores:
    """Return the pooled scores of documents, which are of one kind."""
    beads = [measurement.beads for measurement in measurements if measurement.beads]
    if beads:
        return score_judged(beads)
    return score_judged_raw([measurement.raw for measurement in measurements if measurement.raw])


def calibration_of(measurements: Sequence[Measurement]) -> Calibration | None:
    """Return the calibration of the confidences of all documents; None if there are none."""
    judgements = [judgement for measurement in measurements for judgement in measurement.judgements()]
    return calibrate(judgements) if judgements else None


def report_object(measurements: Sequence[Measurement], comparisons: Comparisons | None = None) -> dict[str, Any]:
    """Return the figures as values of JSON.

    comparisons: the differences from another system; None without one.
    """
    calibration = calibration_of(measurements)
    result: dict[str, Any] = {"documents": len(measurements), **_scores(scores_of(measurements))}
    result["calibration"] = calibration and _calibration(calibration)
    result["against"] = comparisons and _comparisons(comparisons)
    if any(measurement.name for measurement in measurements):
        result["by_document"] = {
            measurement.name: _scores(scores_of([measurement]), by_kind=False) for measurement in measurements
        }
    return result


def _scores(scores: BeadScores | RawScores, *, by_kind: bool = True) -> dict[str, Any]:
    if isinstance(scores, BeadScores):
        return {"scores": "beads", **_bead_scores(scores, by_kind=by_kind)}
    return {"scores": "raw", **_raw_scores(scores, by_kind=by_kind)}


def _bead_scores(scores: BeadScores, *, by_kind: bool) -> dict[str, Any]:
    result: dict[str, Any] = {
        "gold_beads": scores.gold,
        "predicted_beads": scores.predicted,
        "strict": score_object(scores.strict),
        "lax": score_object(scores.lax),
    }
    if by_kind:
        result["by_gold_kind"] = _kinds(scores.by_gold_kind)
        result["by_predicted_kind"] = _kinds(scores.by_predicted_kind)
    return result


def _kinds(counts: Mapping[str, KindCount]) -> dict[str, dict[str, int]]:
    return {kind: count._asdict() for kind, count in counts.items()}


def _raw_scores(scores: RawScores, *, by_kind: bool) -> dict[str, Any]:
    result = scores._asdict()
    for name in ("cut", "pair", "null"):
        value = getattr(scores, name)
        result[name] = None if value is None else score_object(value)
    kinds = result.pop("by_cut_kind")
    if by_kind:
        result["by_cut_kind"] = {kind: {"cuts": cuts, "recall": recall} for kind, (cuts, recall) in kinds.items()}
    return result


def splitting_object(scores: SplittingScores) -> dict[str, Any]:
    """Return the scores of a splitter as values of JSON."""
    result = scores._asdict()
    return {"scores": "splitting", "boundaries": score_object(result.pop("score")), **result}


def _comparisons(comparisons: Comparisons) -> dict[str, Any]:
    by_score = {name: comparison._asdict() for name, comparison in comparisons.by_score.items()}
    return {"unit": comparisons.unit, "units": comparisons.units, **by_score}


def score_object(score: Score) -> dict[str, float]:
    """Return a precision, a recall and an F1 as JSON has them."""
    return score._asdict()


def _calibration(calibration: Calibration) -> dict[str, Any]:
    result = calibration._asdict()
    result["bins"] = [of_bin._asdict() for of_bin in calibration.bins]
    result["coverages"] = [coverage._asdict() for coverage in calibration.coverages]
    return result
