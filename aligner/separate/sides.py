"""The result of separating the languages of one text: the spans of either side."""

from __future__ import annotations

from typing import NamedTuple

from aligner.bitext import Span

TWO_FILES = "two files"  # in the place of a layout, for a document whose sides are files
LAYOUTS = ("blocks", "interleaved", "columns", "same-line")


class Sides(NamedTuple):
    """The source and the target of a text that holds both.

    source: spans of the source, in order: lines, parts of lines, or lines of the cells of a table.
    target: spans of the target, in order.
    layout: one of `LAYOUTS`.
    row_ends: for columns and lines in both languages, the number of source spans and of target spans up to the end of
        each row; the spans of one row translate each other. Empty for other layouts.
    doubtful_lines: numbers, from 1, of lines that may be on the wrong side.
    remarks: sentences for the user about lines in a third language, or lines that are on neither side.
    anchors: like `row_ends`, for interleaved lines and blocks: the places beside lines without letters, such as `***`,
        that stand between two pairs of lines, or between the blocks; such a line is no part of a pair.
    other_reading: the sides in another layout, if the text may well be in that one; None if the layout is clear.
    """

    source: list[Span]
    target: list[Span]
    layout: str
    row_ends: list[tuple[int, int]]
    doubtful_lines: list[int]
    remarks: tuple[str, ...] = ()
    anchors: tuple[tuple[int, int], ...] = ()
    other_reading: Sides | None = None
