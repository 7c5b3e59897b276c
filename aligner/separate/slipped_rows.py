"""Slipped rows: the row of a table from which on the cells of a column stand beside the wrong cells of the other.

A cell that was inserted in one column moves all below it. A translation is about as long as its source, so that the
lengths of the two columns then go together once one of them is moved back.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt
from statistics import fmean

from aligner.separate.sides import Sides

BLOCK = 24  # rows that are looked at together; by chance, lengths of so many rows go together in one of 10,000 blocks
MAX_SHIFT = 3  # rows by which a column may have slipped
# Correlations of lengths: the most of rows that do not fit, and the least of rows that do.
APART, TOGETHER = 0.3, 0.8


def first_slipped_row(sides: Sides) -> int | None:
    """Return the index of the first row of a block that fits if a column is moved; None without such a block."""
    lengths = _lengths(sides)
    last = len(lengths) - BLOCK
    starts: list[int] = [*range(0, last, BLOCK // 2), last] if last >= 0 else []
    for start in starts:
        block = range(start, start + BLOCK)
        if (fit := _correlation(lengths, block, 0)) is None or fit > APART:
            continue
        for shift in (*range(1, MAX_SHIFT + 1), *range(-MAX_SHIFT, 0)):
            if (fit := _correlation(lengths, block, shift)) is not None and fit >= TOGETHER:
                return start
    return None


def _lengths(sides: Sides) -> list[tuple[int, int]]:
    """Return the numbers of characters of the source and of the target of each row."""
    lengths = []
    i = j = 0
    for i_end, j_end in sides.row_ends:
        source = sum(end - start for start, end in sides.source[i:i_end])
        lengths.append((source, sum(end - start for start, end in sides.target[j:j_end])))
        i, j = i_end, j_end
    return lengths


def _correlation(lengths: Sequence[tuple[int, int]], rows: range, shift: int) -> float | None:
    """Return the correlation of the logarithms of the lengths of two columns, one of them moved; None for few cells.

    shift: number of rows by which the target stands below its source.
    """
    pairs = [
        (log(source), log(target))
        for row in rows
        if 0 <= row + shift < len(lengths) and (source := lengths[row][0]) and (target := lengths[row + shift][1])
    ]
    if len(pairs) < BLOCK - MAX_SHIFT:
        return None
    means = fmean(source for source, _ in pairs), fmean(target for _, target in pairs)
    product = sum((source - means[0]) * (target - means[1]) for source, target in pairs)
    squares = [sum((pair[side] - means[side]) ** 2 for pair in pairs) for side in (0, 1)]
    return product / sqrt(squares[0] * squares[1]) if all(squares) else None
