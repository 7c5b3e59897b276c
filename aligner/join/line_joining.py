"""Line joining: joins the hard-wrapped lines of both sides of a document to paragraphs.

`line_structure` finds lines that may belong together, and `wrapping` those that do.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from aligner import text_lines
from aligner.bitext import Span
from aligner.characters import BIDI_CONTROLS
from aligner.join import line_structure, wrapping
from aligner.join.line_structure import LineFacts
from aligner.join.wrapping import COUNTED, DOUBLE_SPACED, RAGGED, Evidence, Stack, Threshold, Wrap
from aligner.text_lines import LinesOfSide, Paragraphs

MIXED_SPACING = 0.1  # share of neighbours without a blank line between them, up to which a text may be double-spaced
MARKED_SHARE = 0.1  # share of combining marks in a text, from which on the columns that they take matter
MUCH_MORE = 0.8  # share of the full lines of a better reading, below which a more usual reading is given up


class _Reading(NamedTuple):
    """One way to read the lines of a side as hard-wrapped.

    least: the least evidence with which it is taken.
    """

    stacks: Sequence[Stack]
    wrap: Wrap
    evidence: Evidence
    least: Threshold


class WrappedLines(NamedTuple):
    """The lines of a side that is hard-wrapped, in order, and the width at which they are wrapped."""

    lines: list[LineFacts]
    wrap: Wrap


def join_sides(sides: Sequence[LinesOfSide], wrapped: Sequence[bool], *, forced: bool) -> list[Paragraphs]:
    """Return the paragraphs that the lines of each side of a document make, in order.

    sides: the lines of one or two sides.
    wrapped: for each side, False if its lines are surely paragraphs.
    forced: the user says that the lines are hard-wrapped.
    """
    readings = [_readings(side, forced=forced) if may_be else [] for side, may_be in zip(sides, wrapped, strict=True)]
    chosen = list(map(_fullest, readings)) if forced else _choose(readings)
    return [_join(side, reading) for side, reading in zip(sides, chosen, strict=True)]


def find_wraps(sides: Sequence[LinesOfSide]) -> list[WrappedLines | None]:
    """Return the width at which the lines of each side are wrapped; None for a side whose lines are paragraphs.

    sides: the lines of one or two sides that may be wrapped.
    """
    chosen = _choose([_readings(side, forced=False) for side in sides])
    return [
        None if reading is None else WrappedLines([line for stack in reading.stacks for line in stack], reading.wrap)
        for reading in chosen
    ]


def _readings(side: LinesOfSide, *, forced: bool) -> list[_Reading]:
    """Return the ways in which the lines of a side may be hard-wrapped, the most usual first.

    forced: the user says that they are.
    """
    gaps = text_lines.line_ends_between(side.text, side.spans)
    # 1. The ways: with or without blank lines between lines, with or without columns for combining marks.
    adjacent, apart = gaps.count(text_lines.SINGLE), gaps.count(text_lines.DOUBLE)
    spacings = [text_lines.SINGLE] if adjacent else []
    if apart and adjacent <= MIXED_SPACING * len(gaps):
        spacings.append(text_lines.DOUBLE)
    marks = line_structure.marks_of(side.text)
    controls = "".join(mark for mark in marks if mark in BIDI_CONTROLS)
    are_many = sum(side.text.count(mark) for mark in marks if mark not in controls) > MARKED_SHARE * len(side.text)
    # 2. The evidence for each.
    readings = []
    facts_by_measure: dict[bool, list[LineFacts]] = {}
    for spacing, marks_count in product(spacings, (True, False) if are_many else (True,)):
        uncounted = controls if marks_count else marks
        if not forced and wrapping.are_too_wide(side.text, side.spans, uncounted, gaps, spacing):
            continue
        if marks_count not in facts_by_measure:
            facts_by_measure[marks_count] = line_structure.line_facts(side.text, side.spans, uncounted, side.units)
        facts = facts_by_measure[marks_count]
        stacks = line_structure.stacks(facts, gaps, spacing)
        for raggedness, least in ((0.0, COUNTED), (wrapping.RAGGEDNESS, RAGGED)):
            wrap = wrapping.find_wrap(stacks, raggedness, forced=forced)
            if wrap:
                threshold = DOUBLE_SPACED if spacing == text_lines.DOUBLE else least
                readings.append(_Reading(stacks, wrap, wrapping.weigh(stacks, wrap), threshold))
    return readings


def _fullest(readings: Sequence[_Reading]) -> _Reading | None:
    """Return the reading with the most full lines; one over blank lines needs evidence."""
    usable = [
        reading
        for reading in readings
        if reading.least is not DOUBLE_SPACED or reading.evidence.suffices(None, DOUBLE_SPACED)
    ]
    return max(usable, key=lambda reading: reading.evidence.full, default=None)


def _choose(readings: Sequence[Sequence[_Reading]]) -> list[_Reading | None]:
    """Return the reading of each side, or None for a side whose lines are paragraphs.

    readings: the readings of one or two sides.
    """
    chosen = [_best(side, None) for side in readings]
    for number, partner in enumerate(chosen[::-1] if len(chosen) > 1 else []):
        if chosen[number] is None and partner is not None:
            chosen[number] = _best(readings[number], partner.evidence)
    if len(chosen) > 1 and not any(chosen) and all(readings):
        # Neither side shows it alone.
        pair = [_best(side, partner[0].evidence) for side, partner in zip(readings, readings[::-1], strict=True)]
        chosen = pair if all(pair) else chosen
    return chosen


def _best(readings: Sequence[_Reading], partner: Evidence | None) -> _Reading | None:
    """Return the first reading with enough evidence, or a later one that explains far more lines.

    partner: the evidence of the other side; None for none.
    """
    best: _Reading | None = None
    for reading in readings:
        if not reading.evidence.suffices(partner, reading.least):
            continue
        if best is None or best.evidence.full < MUCH_MORE * reading.evidence.full:
            best = reading
    return best


def _join(side: LinesOfSide, reading: _Reading | None) -> Paragraphs:
    """Return the paragraphs of a side."""
    if reading is None:
        return Paragraphs(list(side.spans))
    separate = (piece for stack in reading.stacks for piece in wrapping.pieces(stack, reading.wrap))
    pieces = wrapping.pages_joined(separate, reading.wrap)
    spans = [Span(piece[0].span.start, piece[-1].span.end) for piece in pieces]
    joined = [piece for piece in pieces if len(piece) > 1]
    page_marks = [line.span for piece in joined for line in wrapping.page_marks(piece, reading.wrap)]
    return Paragraphs(spans, sum(map(len, joined)), len(joined), page_marks)
