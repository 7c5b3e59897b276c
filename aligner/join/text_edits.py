"""Edits: parts of a text that are left out or replaced before it is split, and the way back to the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from aligner.bitext import InputText, Place, Span
from aligner.characters import line_starts


class Edit(NamedTuple):
    """A part of a text and the characters that replace it.

    start: offset at which the part begins.
    end: offset after it.
    instead: the replacement; empty if the part is left out.
    """

    start: int
    end: int
    instead: str = ""


class Edits:
    """Edits of one text.

    edits: the edits, in any order; no two overlap.
    """

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._edits = sorted(edits)
        self._starts = [edit.start for edit in self._edits]
        growths = (len(edit.instead) - (edit.end - edit.start) for edit in self._edits)
        self._shifts = list(accumulate(growths, initial=0))  # of an offset after the first k edits
        self._new_ends = [edit.end + shift for edit, shift in zip(self._edits, self._shifts[1:], strict=True)]

    def __bool__(self) -> bool:
        """True if there are edits."""
        return bool(self._edits)

    def moved(self, offset: int) -> int:
        """Return the offset in the new text of an offset in the old one; one within an edit moves to its end."""
        number = bisect_right(self._starts, offset)
        if number and offset < self._edits[number - 1].end:
            offset = self._edits[number - 1].end
        return offset + self._shifts[number]

    def moved_span(self, span: Span) -> Span:
        """Return the span in the new text; it is empty if an edit leaves out all of it."""
        number = bisect_right(self._starts, span.end - 1)
        last = self._edits[number - 1] if number else Edit(0, 0)
        start = self.moved(span.start)
        if last.end < span.end:
            return Span(start, span.end + self._shifts[number])
        return Span(start, max(start, last.start + self._shifts[number - 1]))  # its end is left out

    def original(self, offset: int) -> int:
        """Return the offset in the old text of an offset in the new one that is in no replacement."""
        return offset - self._shifts[bisect_right(self._new_ends, offset)]

    def applied(self, text: InputText) -> InputText:
        """Return the text after the edits, with its units, and with places that lead back to its lines."""
        if not self._edits:
            return text
        pieces, end = [], 0
        for edit in self._edits:
            pieces += [text.text[end : edit.start], edit.instead]
            end = edit.end
        pieces.append(text.text[end:])
        units = (unit._replace(span=self.moved_span(unit.span)) for unit in text.units)
        kept = tuple(unit for unit in units if unit.span.start < unit.span.end)
        return replace(text, text="".join(pieces), places=self._places(text), units=kept)

    def _places(self, text: InputText) -> tuple[Place, ...]:
        """Return the places that the new text comes from: those of the text, or else its lines."""
        places: Sequence[Place] = text.places
        if not places:
            places = [Place(start, f"line {number}") for number, start in enumerate(line_starts(text.text), 1)]
        ends = [place.start for place in places[1:]] + [len(text.text)]
        moved: list[Place] = []
        for place, end in zip(places, ends, strict=True):
            number = bisect_right(self._starts, place.start)
            if number and place.start < self._edits[number - 1].end and end <= self._edits[number - 1].end:
                continue  # nothing of it is left
            start = self.moved(place.start)
            if moved and moved[-1].start == start:
                moved.pop()
            moved.append(place._replace(start=start))
        return tuple(moved)
