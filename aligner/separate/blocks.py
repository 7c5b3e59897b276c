"""Blocks: all of one language, then all of the other.

The boundary is put where the lines in the wrong block have the least weight. A line of the one language in the block of
the other, such as a quotation, stays there and is reported.

A line may be the same in both languages: names of products, code, verse in the original. Lines that stand in both
blocks are no evidence against blocks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import regex

from aligner.bitext import Span
from aligner.language_weights import NATIVE
from aligner.separate.line_languages import Line
from aligner.separate.sides import Sides

STRAY_LETTERS = 0.1  # share of the letters in the wrong block, above which a text is interleaved
STRAY_LINES = 0.2  # share of the lines in the wrong block, above which a text is interleaved
MAX_STRAY_LINES = 0.35  # as much, above which a text is interleaved without doubt, as about half are in the wrong block
LONG_LINE = 20  # letters; more of them do not make a line in the wrong block any likelier or unlikelier
SHORT_LINE = 10 * NATIVE  # least weight of a line without Latin letters, which is unlikely among English lines
MAX_MOVED = 50  # lines by which the boundary is moved at most, among lines that may belong to either block

_RULE = regex.compile(r"[^\p{L}\p{N}]++")  # a line of marks, such as `* * *` or `======`


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


def find_boundary(text: str, lines: Sequence[Line]) -> Boundary:
    """Return the boundary with which the lines in the wrong block have the least weight.

    Of equally good boundaries the last is returned, so that lines without letters stay with the lines before them;
    but lines without words that begin either block, such as a title, stay with the block that they begin.
    """
    weights = [_weight(line) for line in lines]
    source = [0, *accumulate(weight if line.side == 0 else 0 for line, weight in zip(lines, weights, strict=True))]
    target = [0, *accumulate(weight if line.side == 1 else 0 for line, weight in zip(lines, weights, strict=True))]
    boundary, least = Boundary(0, 0), source[-1] + target[-1]
    for size in range(1, len(lines)):
        wrong_if_source_first = target[size] + source[-1] - source[size]
        wrong_if_target_first = source[size] + target[-1] - target[size]
        if min(wrong_if_source_first, wrong_if_target_first) <= least:
            if wrong_if_source_first <= wrong_if_target_first:
                boundary, least = Boundary(size, 0), wrong_if_source_first
            else:
                boundary, least = Boundary(size, 1), wrong_if_target_first
    return _move_to_copies(text, lines, boundary)


class Fit(NamedTuple):
    """The fit of a text to the layout in blocks.

    are_blocks: True if few letters and few lines are in the wrong block.
    is_clear: False if the text may well be interleaved instead, or in blocks instead of interleaved.
    """

    are_blocks: bool
    is_clear: bool


def fit_of_blocks(text: str, lines: Sequence[Line], boundary: Boundary) -> Fit:
    """Return the fit of lines to two blocks."""
    strays = [index for index, line in enumerate(lines) if line.strays(boundary.side(index))]
    if not strays:
        return Fit(are_blocks=True, is_clear=True)
    if _are_few(lines, strays):
        return Fit(are_blocks=True, is_clear=False)
    # Blocks are likelier the more their numbers of lines are alike. In an interleaved text, those of the languages are.
    of_first = sum(line.side == boundary.first_side for line in lines)
    of_second = sum(line.side == 1 - boundary.first_side for line in lines)
    difference_of_blocks, difference_of_sides = abs(2 * boundary.size - len(lines)), abs(of_first - of_second)
    # Lines that are the same in both blocks are no strays.
    copies = _copies(text, lines, boundary)
    unmatched = [index for index in strays if index not in copies]
    if difference_of_blocks < difference_of_sides and _are_few(lines, unmatched):
        return Fit(are_blocks=True, is_clear=not unmatched)
    many = len(strays) > MAX_STRAY_LINES * len(lines)
    return Fit(are_blocks=False, is_clear=many or difference_of_blocks > difference_of_sides)


def block_sides(text: str, lines: Sequence[Line], boundary: Boundary) -> Sides:
    """Return the sides of a text in blocks, with the numbers of the lines that may be on the wrong side."""
    spans: tuple[list[Span], list[Span]] = ([], [])
    copies = _copies(text, lines, boundary)
    doubtful = []
    for index, line in enumerate(lines):
        side = boundary.side(index)
        spans[side].append(line.span)
        is_code = index in copies and line.may_be_code
        if (line.strays(side) and not is_code) or line.is_mixed:
            doubtful.append(line.number)
    return Sides(*spans, "blocks", [], doubtful, anchors=_anchors(text, lines, boundary))


def _anchors(text: str, lines: Sequence[Line], boundary: Boundary) -> tuple[tuple[int, int], ...]:
    """Return the place before the rule that ends the first block; none if the second block has such a line, too."""
    keys = [_key(text, line) for line in lines]
    last = boundary.size - 1
    if lines[last].letters or not _RULE.fullmatch(keys[last]) or boundary.size < 2:
        return ()
    if keys[:last].count(keys[last]) != keys[boundary.size :].count(keys[last]):
        return ()
    return ((last, len(lines) - boundary.size) if boundary.first_side == 0 else (len(lines) - boundary.size, last),)


def _key(text: str, line: Line) -> str:
    return text[slice(*line.span)].strip()


def _copies(text: str, lines: Sequence[Line], boundary: Boundary) -> set[int]:
    """Return the indices of lines in the wrong block that are in the right block, too; code may be within a line."""
    keys = [text[line.span.start : line.span.end].strip() for line in lines]
    blocks = keys[: boundary.size], keys[boundary.size :]
    alone, joined = [set(keys_of_block) for keys_of_block in blocks], ["\n".join(block) for block in blocks]
    copies = set()
    for index, line in enumerate(lines):
        if line.strays(boundary.side(index)):
            opposite = int(index < boundary.size)
            if keys[index] in alone[opposite] or (line.may_be_code and keys[index] in joined[opposite]):
                copies.add(index)
    return copies


def _weight(line: Line) -> int:
    """Return the weight of a line in the wrong block."""
    side = line.side
    if side is None:
        return 0
    letters, weight = line.evidence.letters[side], line.evidence.weights[side]
    if letters > LONG_LINE:
        weight = weight * LONG_LINE // letters
    return max(weight, SHORT_LINE) if line.is_native else weight


def _are_few(lines: Sequence[Line], strays: Sequence[int]) -> bool:
    letters = sum(line.letters for line in lines)
    stray_letters = sum(lines[index].letters for index in strays)
    return stray_letters <= STRAY_LETTERS * letters and len(strays) <= STRAY_LINES * len(lines)


def _move_to_copies(text: str, lines: Sequence[Line], boundary: Boundary) -> Boundary:
    """Return the boundary moved among lines without words or with code, so that both blocks begin and end alike.

    Such lines are a title, the rule above front matter, or a list of names. Those before the boundary with which the
    text begins are the beginning of the second block; those after it with which the text ends, the end of the first.
    A line with letters may also be a refrain of one text; it is moved only if the blocks then differ less in their
    numbers of lines.
    """
    keys = [text[line.span.start : line.span.end].strip() for line in lines]
    counts = Counter(keys)

    def movable(line: Line, key: str) -> bool:
        return (counts[key] > 1 and not line.is_native) or not line.evidence.has_words

    first = last = boundary.size
    while first > max(1, boundary.size - MAX_MOVED) and movable(lines[first - 1], keys[first - 1]):
        first -= 1
    while last < min(len(lines) - 1, boundary.size + MAX_MOVED) and movable(lines[last], keys[last]):
        last += 1

    def alike(size: int) -> int:
        beginning = sum(keys[size + k] == keys[k] for k in range(last - size))
        end = sum(keys[size - 1 - k] == keys[-1 - k] for k in range(size - first))
        return beginning + end

    best = max(range(first, last + 1), key=alike)
    moved = lines[min(best, boundary.size) : max(best, boundary.size)]
    has_letters = any(line.letters for line in moved)
    differs_less = abs(2 * best - len(lines)) < abs(2 * boundary.size - len(lines))
    moves = alike(best) > alike(boundary.size) and (differs_less or not has_letters)
    return boundary._replace(size=best) if moves else boundary
