"""Layout: separates the source and the target of one text that holds both languages.

Languages are told apart by the letters of their scripts. `separate_languages` takes the first layout that fits:

1. *Blocks*: all of one language, then all of the other. The boundary is put where it leaves the fewest letters
   in the wrong block. The text has blocks if few letters and few lines are in the wrong one (`STRAY_LETTERS`,
   `STRAY_LINES`).
2. *Interleaved*: otherwise, each line belongs to the language of most of its letters.

No visible line is dropped. The result has the numbers of the lines that may be on the wrong side. A table has been
looked for before; see `columns.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from aligner import languages
from aligner.bitext import Span
from aligner.errors import InputError
from aligner.read.line_languages import Line, count_lines, letter_counter

LAYOUTS = ("blocks", "interleaved", "columns")

STRAY_LETTERS = 0.1  # share of the letters in the wrong block, above which a text is interleaved
STRAY_LINES = 0.2  # share of the lines in the wrong block, above which a text is interleaved


class Sides(NamedTuple):
    """The source and the target of a text that holds both.

    source: spans of the source, in order: lines, or cells of a table.
    target: spans of the target, in order.
    layout: one of `LAYOUTS`.
    doubtful_lines: numbers, from 1, of lines that may be on the wrong side.
    row_ends: for columns, the number of source spans and of target spans up to the end of each row; the spans
        of one row translate each other. Empty for other layouts.
    ignored_columns: numbers, from 1, of the columns that hold text but are neither the source nor the target.
    """

    source: list[Span]
    target: list[Span]
    layout: str
    doubtful_lines: list[int]
    row_ends: list[tuple[int, int]]
    ignored_columns: list[int]


class Boundary(NamedTuple):
    """The end of the first of two blocks.

    size: number of lines in the first block.
    first_side: the side that the first block is: 0 for the source, 1 for the target.
    """

    size: int
    first_side: int

    def side(self, index: int) -> int:
        """Return the side, 0 or 1, of a line by its index."""
        return self.first_side if index < self.size else 1 - self.first_side


def separate_languages(text: str, name: str, source: str, target: str, layout: str | None = None) -> Sides:
    """Return the two sides of a text that holds both languages.

    text: the decoded input.
    name: the name of the input for messages.
    source: language tag of the source.
    target: language tag of the target.
    layout: `blocks`, `interleaved`, or None to detect it as the module docstring describes.

    Raises InputError if a language is missing, or if both languages have one script.
    """
    if languages.script(source) == languages.script(target):
        raise InputError(
            name,
            f"{languages.name(source)} and {languages.name(target)} cannot be told apart by their letters in one file",
            hint="give two files",
        )
    count = letter_counter(source, target)
    lines = list(count_lines(text, count))
    if not lines:
        raise InputError(name, "there is no text, only white space")
    _check_both_languages(lines, name, source, target)
    # 1. Blocks.
    boundary = _find_boundary(lines)
    if layout == "blocks" or (layout is None and _are_blocks(lines, boundary)):
        return _blocks(lines, boundary)
    # 2. Interleaved.
    return _interleaved(lines)


def likelier_language(text: str, source: str, target: str) -> str | None:
    """Return the tag of the language that most letters of a text belong to.

    Returns None if the two languages have one script, or if neither has the majority.
    """
    if languages.script(source) == languages.script(target):
        return None
    source_letters, target_letters = letter_counter(source, target)(text)
    if source_letters == target_letters:
        return None
    return source if source_letters > target_letters else target


def _has_both_languages(lines: Sequence[Line]) -> bool:
    return {line.side for line in lines} >= {0, 1}


def _check_both_languages(lines: Sequence[Line], name: str, source: str, target: str) -> None:
    """Raise InputError if no line is in the source language or no line is in the target language."""
    if _has_both_languages(lines):
        return
    names = (languages.name(source), languages.name(target))
    if not any(line.letters for line in lines):
        raise InputError(
            name, f"neither {names[0]} nor {names[1]} was found", hint="name the languages with --from and --to"
        )
    side = next((line.side for line in lines if line.side is not None), None)
    if side is None:
        problem = f"no line is mostly {names[0]} or mostly {names[1]}"
    else:
        problem = f"only {names[side]} was found, no line in {names[1 - side]}"
    raise InputError(name, problem, hint="give the translation in the same file, or as a second file")


def _find_boundary(lines: Sequence[Line]) -> Boundary:
    """Return the boundary that leaves the fewest letters in the wrong block.

    Of equally good boundaries the last is returned, so that lines without letters stay with the lines before them.
    """
    source = [0, *accumulate(line.letters if line.side == 0 else 0 for line in lines)]
    target = [0, *accumulate(line.letters if line.side == 1 else 0 for line in lines)]
    boundary, fewest = Boundary(0, 0), source[-1] + target[-1]
    for size in range(1, len(lines)):
        wrong_if_source_first = target[size] + source[-1] - source[size]
        wrong_if_target_first = source[size] + target[-1] - target[size]
        if min(wrong_if_source_first, wrong_if_target_first) <= fewest:
            if wrong_if_source_first <= wrong_if_target_first:
                boundary, fewest = Boundary(size, 0), wrong_if_source_first
            else:
                boundary, fewest = Boundary(size, 1), wrong_if_target_first
    return boundary


def _are_blocks(lines: Sequence[Line], boundary: Boundary) -> bool:
    """Return whether few letters and few lines are in the wrong block."""
    strays = [line for index, line in enumerate(lines) if line.strays(boundary.side(index))]
    letters = sum(line.letters for line in lines)
    stray_letters = sum(line.letters for line in strays)
    return stray_letters <= STRAY_LETTERS * letters and len(strays) <= STRAY_LINES * len(lines)


def _blocks(lines: Sequence[Line], boundary: Boundary) -> Sides:
    spans: tuple[list[Span], list[Span]] = ([], [])
    doubtful = []
    for index, line in enumerate(lines):
        side = boundary.side(index)
        spans[side].append(line.span)
        if line.strays(side) or line.is_mixed:
            doubtful.append(line.number)
    return Sides(*spans, "blocks", doubtful, [], [])


def _interleaved(lines: Sequence[Line]) -> Sides:
    """Return the sides of interleaved lines. A line without a majority goes with the line before it, or the first."""
    spans: tuple[list[Span], list[Span]] = ([], [])
    doubtful = []
    side = next(line.side for line in lines if line.side is not None)
    for line in lines:
        side = side if line.side is None else line.side
        if line.source_share is None or line.is_mixed:
            doubtful.append(line.number)
        spans[side].append(line.span)
    return Sides(*spans, "interleaved", doubtful, [], [])
