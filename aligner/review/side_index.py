"""The sentences of a side, to be found by the text of a cell, without white space and invisible characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import regex

from aligner.bitext import Document

# White space, and characters that are not visible; see `characters.VISIBLE`.
_HIDDEN = regex.compile(r"(?:(?!\p{Prepended_Concatenation_Mark})[\s\p{Cc}\p{Cf}])+")
_ESCAPE = regex.compile("_x([0-9A-Fa-f]{4})_")  # of a character that a workbook cannot hold
_OPENING = 16  # characters by which sentences are looked up


def comparable(text: str) -> str:
    """Return a text without white space and invisible characters.

    >>> comparable("He said:\\t“No.”")
    'Hesaid:“No.”'
    """
    return _HIDDEN.sub("", text)


class SideIndex:
    """The sentences of a document, to be found by their texts.

    text: the comparable texts of all sentences, one after another.
    bounds: (sentences + 1,) where each sentence begins in `text`, and the end.
    """

    def __init__(self, document: Document) -> None:
        keys = [comparable(document.sentence(number)) for number in range(len(document.sentences))]
        self.text = "".join(keys)
        self.bounds = list(accumulate(map(len, keys), initial=0))
        self._ends: dict[int, int] = {}  # place in the text -> number of sentences before it
        for number, place in enumerate(self.bounds):
            self._ends.setdefault(place, number)
        self._starting: dict[str, list[int]] = {}  # first characters of sentences -> the numbers of the first ones
        for number in (number for number, key in enumerate(keys) if key):
            for opening in self._openings(number):
                self._starting.setdefault(opening, []).append(number)
        self._known: dict[str, Sequence[range]] = {}  # results of `places`

    def _openings(self, number: int) -> Iterator[str]:
        """Yield the first characters from a sentence on, and the neighbouring sentences that are shorter."""
        start = self.bounds[number]
        while number + 1 < len(self.bounds) and self.bounds[number + 1] - start < _OPENING:
            number += 1
            yield self.text[start : self.bounds[number]]
        yield self.text[start : start + _OPENING]

    def starting(self, key: str) -> Sequence[int]:
        """Return the numbers of the sentences from which on the text begins like a comparable text."""
        return self._starting.get(key[:_OPENING], ())

    def places(self, cell: str) -> Sequence[range]:
        """Return the neighbouring sentences that are the text of a cell, in order: none, one or several.

        The text is compared as it stands; then without the escapes of workbooks, without the apostrophe that keeps a
        formula a text, and without the quotation marks that a spreadsheet program puts around a cell.
        """
        if cell not in self._known:
            self._known[cell] = next(filter(None, map(self._places, _variants(cell))), ())
        return self._known[cell]

    def _places(self, text: str) -> Sequence[range]:
        key = comparable(text)
        if not key:
            return ()
        begins = [number for number in dict.fromkeys(self.starting(key)) if self._has(key, number)]
        return [range(number, self._ends[self.bounds[number] + len(key)]) for number in begins]

    def _has(self, key: str, number: int) -> bool:
        place = self.bounds[number]
        return place + len(key) in self._ends and self.text.startswith(key, place)


def _variants(cell: str) -> Iterator[str]:
    yield cell
    yield _ESCAPE.sub(lambda match: chr(int(match[1], 16)), cell)
    stripped = cell.strip()
    if stripped.startswith("'"):
        yield stripped[1:]
    if len(stripped) > 1 and stripped[0] == stripped[-1] == '"':
        yield stripped[1:-1].replace('""', '"')
        yield stripped[1:-1].replace('""', '"').removeprefix("'")
