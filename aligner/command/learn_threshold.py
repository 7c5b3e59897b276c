"""`align learn --threshold`: the least confidence for a share of right pairs, as sentences or as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from aligner.command import terminal_view
from aligner.command.streams import writing_to_stdout
from aligner.learn import marked_table, threshold
from aligner.learn.marked_table import MarkedPairs
from aligner.learn.threshold import Limit
from aligner.notices import logger


def show_threshold(options: dict[str, Any]) -> bool:
    """Show the limits for the pairs of the options; return True if one was found."""
    pairs = marked_table.read_marked(options["threshold"])
    limits = threshold.find_limits(pairs.confidences, pairs.marked)
    for sentence in _notices(pairs):
        logger.warning("%s: %s", pairs.name, sentence)
    with writing_to_stdout():
        if options["json"]:
            click.echo(terminal_view.json_text(_as_json(pairs, limits), indent=2))
        else:
            click.echo("\n".join(_lines(pairs, limits)))
    return any(limit.confidence is not None for limit in limits)


def _notices(pairs: MarkedPairs) -> Iterator[str]:
    """Yield sentences about the marks."""
    right = sum(mark for _, mark in pairs.marked)
    if pairs.one_sided:
        yield f"left out {pairs.one_sided} marks at rows without a translation: their confidence is that of having none"
    if len(pairs.marked) < threshold.USUAL_MARKS:
        yield f"only {len(pairs.marked)} pairs are marked; mark about {threshold.USUAL_MARKS}, chosen at random"
    if right == len(pairs.marked):
        yield "no pair is marked as wrong; if wrong pairs were left empty, mark them with 0"


def _lines(pairs: MarkedPairs, limits: list[Limit]) -> Iterator[str]:
    """Yield the lines of the report."""
    right = sum(mark for _, mark in pairs.marked)
    low, high = threshold.wilson(right, len(pairs.marked))
    yield f"{len(pairs.marked)} of {len(pairs.confidences)} pairs are marked (column {pairs.column}), {right} as right:"
    yield f"{right / len(pairs.marked):.1%}, interval of 95 % from {low:.1%} to {high:.1%}"
    for limit in limits:
        yield ""
        yield from _lines_of_limit(limit)


def _lines_of_limit(limit: Limit) -> Iterator[str]:
    """Yield the lines about one target."""
    low, high = ("none" if end is None else f"{end:.3f}" for end in limit.interval)
    if limit.confidence is None:
        yield f"{limit.target:.0%} right: no --min-confidence reaches it (interval from {low} to {high})"
        return
    yield f"{limit.target:.0%} right: --min-confidence {limit.confidence:g} (interval from {low} to {high})"
    if limit.share is not None and limit.share_interval is not None:
        first, last = limit.share_interval
        yield f"  keeps {limit.pairs} pairs, an estimated {limit.share:.1%} of them right ({first:.1%} to {last:.1%})"
    first, last = limit.observed
    yield f"  marked among them: {limit.marked}, right: {limit.right} (by these alone, {first:.1%} to {last:.1%})"
    if not limit.shown:
        yield f"  the marks alone do not show {limit.target:.0%}: that takes {limit.marks_needed} of them, all right"


def _as_json(pairs: MarkedPairs, limits: list[Limit]) -> dict[str, Any]:
    """Return the report as an object of JSON."""
    right = sum(mark for _, mark in pairs.marked)
    return {
        "pairs": len(pairs.confidences),
        "marked": len(pairs.marked),
        "right": right,
        "share": _rounded(right / len(pairs.marked)),
        "share_interval": _rounded(threshold.wilson(right, len(pairs.marked))),
        "method": "logistic calibration with the confidence as offset, posterior interval; Wilson for the marks alone",
        "limits": [{name: _rounded(value) for name, value in limit._asdict().items()} for limit in limits],
    }


def _rounded(value: Any) -> Any:
    """Return a value with four decimals, in a tuple as well."""
    if isinstance(value, tuple):
        return tuple(map(_rounded, value))
    return round(value, 4) if isinstance(value, float) else value
