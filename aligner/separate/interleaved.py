"""Interleaved lines: lines of both languages in turns; each belongs to the language of most of its letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import regex

from aligner.bitext import Span
from aligner.separate.line_languages import Line
from aligner.separate.sides import Sides

_NUMBER = regex.compile(r"[^\p{L}\p{N}]*+\p{N}++[^\p{L}]*+")  # a line with a number and no letter, such as "(12)"


def interleaved_sides(text: str, lines: Sequence[Line]) -> Sides:
    """Return the sides of interleaved lines, with the numbers of the lines whose language is uncertain.

    A line without a majority goes with the line before it; the first lines go with the line after them. If the text
    begins with a number on a line of its own, all numbers on such lines go with the line after them.
    """
    numbers_first = bool(_NUMBER.fullmatch(text, *lines[0].span))
    sides = [line.side for line in lines]
    for index, side_of_copy in _sides_of_copies(text, lines).items():
        sides[index] = side_of_copy
    after: int | None = None
    for index in reversed(range(len(lines))):
        if sides[index] is None and numbers_first and _NUMBER.fullmatch(text, *lines[index].span):
            sides[index] = after
        after = sides[index]
    current: int = next(side for side in sides if side is not None)
    spans: tuple[list[Span], list[Span]] = ([], [])
    doubtful = []
    for line, side in zip(lines, sides, strict=True):
        current = side if side is not None else current
        is_moved = line.strays(current) and not line.may_be_code
        if line.side is None or line.is_mixed or is_moved:
            doubtful.append(line.number)
        spans[current].append(line.span)
    return Sides(*spans, "interleaved", [], doubtful, anchors=_anchors(lines, spans))


def _anchors(lines: Sequence[Line], spans: tuple[list[Span], list[Span]]) -> tuple[tuple[int, int], ...]:
    """Return the places before and after each line without letters, if all stand between two pairs of lines.

    Such lines are numbers of pairs, or rules between them. A line between a text and its translation is a part of one.
    """
    first_side = next(line.side for line in lines if line.side is not None)
    anchors: set[tuple[int, int]] = set()
    counts, before = [0, 0], 1 - first_side
    sources = set(spans[0])
    after: list[int] = []  # for each line, the side of the first line with letters from it on
    for line in reversed(lines):
        after.append(line.side if line.side is not None else after[-1] if after else first_side)
    for line, next_side in zip(lines, reversed(after), strict=True):
        side = 0 if line.span in sources else 1
        if line.letters:
            before = side
        elif before == first_side or next_side != first_side:
            return ()
        else:
            anchors.add((counts[0], counts[1]))
        counts[side] += 1
        if not line.letters:
            anchors.add((counts[0], counts[1]))
    return tuple(sorted(anchors - {(0, 0), (len(spans[0]), len(spans[1]))}))


def _sides_of_copies(text: str, lines: Sequence[Line]) -> dict[int, int]:
    """Return the sides of lines in Latin letters that are the same in both languages, by their index.

    Names, code and references are. Equal lines are taken for that if they stand in pairs; names and code also if half
    of them follow lines of the source and half follow lines of the target. The numbers of lines of both sides must then
    differ less.
    """
    copies: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.letters and not line.is_native and not all(line.evidence.letters):
            copies[text[slice(*line.span)].strip()].append(index)
    copies = {key: indices for key, indices in copies.items() if not len(indices) % 2}
    repeated = {index for indices in copies.values() for index in indices}
    of_text = [line.side for index, line in enumerate(lines) if index not in repeated and line.side is not None]
    first_side = of_text[0] if of_text else 0
    side_before = _sides_before(lines, repeated)
    sides: dict[int, int] = {}
    for indices in copies.values():
        before = [side_before[index] for index in indices]
        if before.count(0) == before.count(1) > 0 and lines[indices[0]].may_be_code:
            sides |= {index: side for index, side in zip(indices, before, strict=True) if side is not None}
        elif all(second == first + 1 for first, second in zip(indices[::2], indices[1::2], strict=True)):
            sides |= {index: (first_side + k) % 2 for k, index in enumerate(indices)}
    counts = Counter(line.side for line in lines)
    with_copies = Counter(sides.get(index, line.side) for index, line in enumerate(lines))
    return sides if abs(with_copies[0] - with_copies[1]) < abs(counts[0] - counts[1]) else {}


def _sides_before(lines: Sequence[Line], repeated: set[int]) -> list[int | None]:
    """Return for each line the side of the nearest line before it that has one and is not repeated."""
    sides: list[int | None] = []
    side: int | None = None
    for index, line in enumerate(lines):
        sides.append(side)
        if index not in repeated and line.side is not None:
            side = line.side
    return sides
