"""Places of texts in a document, by their order.

The texts are pieces of the document, in its order. Pieces of it may be missing, and a piece may stand in several
places. Of all ways to give the texts places that do not overlap and ascend, the one that places most characters is
taken; of equal ones, that in which most texts follow the text before without a gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

BLOCK = 8  # characters of a block of the document, by which long texts are found; a word or two
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


class _BestChains:
    """The best chain that ends at an offset or before it, for any offset: a binary indexed tree (Fenwick 1994).

    Number i of the tree, from 1, holds the best chain of the offsets from i - (i & -i) to i - 1; of equal ones, the
    first that was added.
    """

    def __init__(self, empty: _Chain, size: int) -> None:
        self._empty = empty
        self._tree: list[_Chain | None] = [None] * (size + 2)

    def until(self, offset: int) -> _Chain:
        """Return the chain of greatest worth among those that end at an offset or before it."""
        best, number = self._empty, offset + 1
        while number:
            chain = self._tree[number]
            if chain and chain.worth > best.worth:
                best = chain
            number -= number & -number
        return best

    def add(self, chain: _Chain) -> None:
        """Take a chain."""
        number = chain.end + 1
        while number < len(self._tree):
            held = self._tree[number]
            if not held or chain.worth > held.worth:
                self._tree[number] = chain
            number += number & -number


def locate(items: Sequence[str], text: str) -> list[Place | None]:
    """Return the place of each text in a document; None for an empty text, and for one that has no place.

    items: the texts, in the order of the document.
    text: the document.

    Time grows with the sum of their lengths, and with the number of places that the texts have. Many short texts, which
    are each sought in all of the document, take longer.

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
    best, ending_at = _BestChains(empty, len(text)), {0: empty}
    occurrences = _Occurrences(text)
    for number, item in enumerate(items):
        if not item:
            continue
        chains = []
        for start in _starts(item, occurrences, ending_at):
            before = best.until(start)
            worth = before.worth
            adjacent = ending_at.get(start)
            if adjacent and adjacent.worth + 1 > worth:
                before, worth = adjacent, adjacent.worth + 1
            chains.append(_Chain(worth + character * len(item), number, start, start + len(item), before))
        for chain in chains:
            best.add(chain)
            if chain.end not in ending_at or chain.worth > ending_at[chain.end].worth:
                ending_at[chain.end] = chain
    places: list[Place | None] = [None] * len(items)
    last: _Chain | None = best.until(len(text))
    while last is not None and last.item >= 0:
        places[last.item] = last.start, last.end
        last = last.before
    return places


def _starts(item: str, occurrences: _Occurrences, ending_at: dict[int, _Chain]) -> list[int]:
    """Return the offsets at which a text may be placed, ascending."""
    starts = occurrences.of(item)
    if len(starts) > MAX_PLACES:
        return sorted(end for end in ending_at if occurrences.text.startswith(item, end))
    return starts


class _Occurrences:
    """The occurrences of texts in a document.

    A text of two blocks or more holds a whole block of the document, so that it need not be sought in all of it.

    text: the document.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._of_short_texts: dict[str, list[int]] = {}
        self._blocks: dict[str, list[int]] = {}
        for start in range(0, len(text) - BLOCK + 1, BLOCK):
            self._blocks.setdefault(text[start : start + BLOCK], []).append(start)

    def of(self, item: str) -> list[int]:
        """Return the offsets of a text, ascending, overlapping ones included; of very many, more than `MAX_PLACES`."""
        if len(item) < 2 * BLOCK:
            if item not in self._of_short_texts:
                self._of_short_texts[item] = list(islice(self._search(item), MAX_PLACES + 1))
            return self._of_short_texts[item]
        return sorted(islice(self._by_blocks(item), MAX_PLACES + 1))

    def _search(self, item: str) -> Iterator[int]:
        at = self.text.find(item)
        while at >= 0:
            yield at
            at = self.text.find(item, at + 1)

    def _by_blocks(self, item: str) -> Iterator[int]:
        for first in range(BLOCK):
            for block in self._blocks.get(item[first : first + BLOCK], ()):
                if block >= first and self.text.startswith(item, block - first):
                    yield block - first
