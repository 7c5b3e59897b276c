"""The gold of a raw text: segments of both texts, as intervals of characters.

Offsets are counted in canonical characters: after canonical decomposition (NFD), without white space, control
characters and format characters such as marks of direction. The white space that a program prints does not matter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from aligner.errors import InputError

_ENDERS = frozenset(".!?:;…؟؛۔。")  # a sentence may end with them
_CLOSERS = frozenset("\"'”’»)]}›“")  # may stand between an ender and the next sentence

Segment = tuple[tuple[int, int] | None, tuple[int, int] | None]  # spans in the source and in the target


class _Kept(dict[int, int | None]):
    """A table for `str.translate` that leaves out white space, control and format characters."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        is_left_out = character.isspace() or unicodedata.category(character) in ("Cf", "Cc")
        self[code] = None if is_left_out else code
        return self[code]


_KEPT = _Kept()


def canonical(text: str) -> str:
    r"""Return the canonical characters of a text.

    >>> canonical("\u200fa b\n")
    'ab'
    """
    return unicodedata.normalize("NFD", text).translate(_KEPT)


class GoldSegment(NamedTuple):
    """A two-sided segment of the gold, as canonical offsets, half open."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int


class RawGold(NamedTuple):
    """The gold of one raw document.

    source, target: the canonical characters of both texts.
    segments: the two-sided segments, in order.
    texts: the two texts of each segment as they stand in the document, empty for a missing side; all segments, with
        the one-sided ones.
    spans: their canonical offsets; None for a missing side.
    cut_kinds: for each side, canonical offset of a cut -> `paragraph` if a paragraph ends there, `mark` if a mark that
        ends a sentence stands before it, `none` otherwise; empty if the paragraphs are not known.
    """

    source: str
    target: str
    segments: list[GoldSegment]
    texts: list[tuple[str, str]]
    spans: list[Segment]
    cut_kinds: tuple[dict[int, str], dict[int, str]]

    def cut_kind(self, cut: tuple[int, int]) -> str:
        """Return the weaker of the kinds of a cut on both sides."""
        kinds = [of_side.get(offset, "none") for of_side, offset in zip(self.cut_kinds, cut, strict=True)]
        return max(kinds, key=CUT_KINDS.index)


CUT_KINDS = ("paragraph", "mark", "none")  # from the most visible to the least


def gold_of_segments(source: str, target: str, segments: Sequence[Segment], name: str) -> RawGold:
    """Return the gold of two texts.

    segments: spans in code points of the texts, half open, in order; together they cover all canonical characters.
    name: the gold file, for messages.

    Raises InputError for segments that leave out text, overlap, or end beyond a text.
    """
    sides = [_side(text, [segment[k] for segment in segments], name, k) for k, text in enumerate((source, target))]
    (source_spans, source_kinds), (target_spans, target_kinds) = sides
    spans = list(zip(source_spans, target_spans, strict=True))
    paired = [GoldSegment(*first, *second) for first, second in spans if first and second]
    texts = [
        (source[slice(*first)] if first else "", target[slice(*second)] if second else "") for first, second in segments
    ]
    return RawGold(canonical(source), canonical(target), paired, texts, spans, (source_kinds, target_kinds))


def gold_of_pairs(pairs: Sequence[tuple[str, str]]) -> RawGold:
    """Return the gold of the texts of aligned pairs, which stand in the order of the document.

    pairs: source and target texts, empty for a missing side. The documents are these texts one after another.
    """
    spans: list[Segment] = []
    at = [0, 0]
    for pair in pairs:
        sides: list[tuple[int, int] | None] = []
        for k, text in enumerate(pair):
            size = len(canonical(text))
            sides.append((at[k], at[k] + size) if size else None)
            at[k] += size
        spans.append((sides[0], sides[1]))
    source, target = ("".join(canonical(pair[k]) for pair in pairs) for k in (0, 1))
    segments = [GoldSegment(*first, *second) for first, second in spans if first and second]
    return RawGold(source, target, segments, list(pairs), spans, ({}, {}))


def _side(
    text: str, spans: Sequence[tuple[int, int] | None], name: str, side: int
) -> tuple[list[tuple[int, int] | None], dict[int, str]]:
    """Return the canonical spans of the segments of one side, and the kinds of the cuts before them."""
    side_name = ("source", "target")[side]
    placed: list[tuple[int, int] | None] = []
    kinds: dict[int, str] = {}
    end = position = 0
    for number, span in enumerate(spans, 1):
        if span is None:
            placed.append(None)
            continue
        if not end <= span[0] < span[1] <= len(text):
            problem = f"segment {number} has the {side_name} span {list(span)}, after {end} of {len(text)} characters"
            raise InputError(name, problem, hint="give ascending offsets in code points, half open, as [start, end]")
        between = text[end : span[0]]
        if canonical(between):
            problem = f"the {side_name} text {between.strip()[:40]!r} before segment {number} is in no segment"
            raise InputError(
                name, problem, hint="cover all text; a segment without a partner has null on the other side"
            )
        kinds[position] = "paragraph" if not end or "\n" in between else _ending(text, end)
        size = len(canonical(text[slice(*span)]))
        placed.append((position, position + size) if size else None)
        position += size
        end = span[1]
    if canonical(text[end:]):
        problem = f"the {side_name} text {text[end:].strip()[:40]!r} after the last segment is in no segment"
        raise InputError(name, problem, hint="cover all text; a segment without a partner has null on the other side")
    kinds[position] = "paragraph"
    return placed, kinds


def _ending(text: str, end: int) -> str:
    """Return `mark` if the mark of a sentence stands before an offset of a text, else `none`."""
    while end and (text[end - 1] in _CLOSERS or text[end - 1].isspace()):
        end -= 1
    return "mark" if end and text[end - 1] in _ENDERS else "none"
