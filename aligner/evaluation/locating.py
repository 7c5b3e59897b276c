"""Places of texts in a document, by their order.

The texts are pieces of the document, in its order. Pieces of it may be missing, and a piece may stand in several
places. Of all ways to give the texts places that do not overlap and ascend, the one that places most characters is
taken; of equal ones, that in which most texts follow the text before without a gap.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MAX_PLACES = 3000  # of one text; a text with more, such as a full stop, is placed behind a text that has a place

Place = tuple[int, int]  # offset of the start and of the end, half open


class _Chain(NamedTuple):
    """A way to place texts up to one of them.

    worth: its characters, each worth more than all bonuses for missing gaps, and these bonuses.
    item: number of the last text of the chain; -1 for the empty chain.
    start, end: its place.
    before: the chain without that text.
    """

    worth: int
    item: int
    start: int
    end: int
    before: _Chain | None


class _Frontier:
    """The chains that are worth more than all chains that end before them, by ascending end."""

    def __init__(self, empty: _Chain) -> None:
        self._ends, self._chains = [empty.end], [empty]

    def best_until(self, offset: int) -> _Chain:
        """Return the chain of greatest worth among those that end at an offset or before it."""
        return self._chains[bisect_right(self._ends, offset) - 1]

    def add(self, chain: _Chain) -> None:
        """Take a chain, and drop those that end later and are not worth more."""
        at = bisect_right(self._ends, chain.end)
        if self._chains[at - 1].worth >= chain.worth:
            return
        first = at - 1 if self._ends[at - 1] == chain.end else at
        last = at
        while last < len(self._chains) and self._chains[last].worth <= chain.worth:
            last += 1
        self._ends[first:last] = [chain.end]
        self._chains[first:last] = [chain]


def locate(items: Sequence[str], text: str) -> list[Place | None]:
    """Return the place of each text in a document; None for an empty text, and for one that has no place.

    items: the texts, in the order of the document.
    text: the document.

    Time grows with the product of their lengths, and in the usual case, if the texts follow each other without gaps
    from the beginning on, with their sum.

    >>> locate(["No.", "Yes.", "Why."], "Yes.No.Yes.Why.")
    [(4, 7), (7, 11), (11, 15)]
    """
    return _without_gaps(items, text) or _by_chains(items, text)


def _without_gaps(items: Sequence[str], text: str) -> list[Place | None] | None:
    """Return the places of texts that follow each other from the beginning on; None if they do not."""
    places: list[Place | None] = []
    at = 0
    for item in items:
        if not text.startswith(item, at):
            return None
        places.append((at, at + len(item)) if item else None)
        at += len(item)
    return places


def _by_chains(items: Sequence[str], text: str) -> list[Place | None]:
    character = len(items) + 2  # worth of a character; a bonus is worth 1
    empty = _Chain(0, -1, 0, 0, None)
    frontier, ending_at = _Frontier(empty), {0: empty}
    for number, item in enumerate(items):
        if not item:
            continue
        chains = []
        for start in _starts(item, text, ending_at):
            before = frontier.best_until(start)
            worth = before.worth
            adjacent = ending_at.get(start)
            if adjacent and adjacent.worth + 1 > worth:
                before, worth = adjacent, adjacent.worth + 1
            chains.append(_Chain(worth + character * len(item), number, start, start + len(item), before))
        for chain in chains:
            frontier.add(chain)
            if chain.end not in ending_at or chain.worth > ending_at[chain.end].worth:
                ending_at[chain.end] = chain
    places: list[Place | None] = [None] * len(items)
    last: _Chain | None = frontier.best_until(len(text))
    while last is not None and last.item >= 0:
        places[last.item] = last.start, last.end
        last = last.before
    return places


def _starts(item: str, text: str, ending_at: dict[int, _Chain]) -> list[int]:
    """Return the offsets at which a text may be placed, ascending."""
    starts = []
    for start in _occurrences(item, text):
        starts.append(start)
        if len(starts) > MAX_PLACES:
            return sorted(end for end in ending_at if text.startswith(item, end))
    return starts


def _occurrences(item: str, text: str) -> Iterator[int]:
    """Yield the offsets of a text, overlapping ones included."""
    at = text.find(item)
    while at >= 0:
        yield at
        at = text.find(item, at + 1)
