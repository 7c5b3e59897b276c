"""Faults of a text, as the checks find them, and the lines in which they look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import regex

from aligner.characters import LINE_END
from aligner.notices import counted as counted  # each check words its problem with it

PLACE = "{place}"  # stands in a problem for the first place, which the input words

# An Arabic letter, for patterns of regex.V1.
ARABIC_LETTERS = r"[\p{Arabic}&&\p{L}]"


@dataclass(frozen=True)
class Fault:
    """A fault of a text.

    kind: its name; see `checks`.
    count: number of the places where it shows, at least 1.
    start: offset of the first of them.
    problem: the fault as a sentence without its end, in which `PLACE` stands for the first place.
    hint: what to do.
    """

    kind: str
    count: int
    start: int
    problem: str
    hint: str


class Line(NamedTuple):
    """A line of a text.

    start: its offset.
    text: its characters, without the line end.
    """

    start: int
    text: str


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text.

    >>> list(lines("One.\\r\\nTwo."))
    [Line(start=0, text='One.'), Line(start=6, text='Two.')]
    """
    if "\r" not in text:  # by far the most texts
        start = 0
        for line in text.split("\n"):
            yield Line(start, line)
            start += len(line) + 1
        return
    start = 0
    for end in LINE_END.finditer(text):
        yield Line(start, text[start : end.start()])
        start = end.end()
    yield Line(start, text[start:])


def it(count: int) -> str:
    """Return the pronoun for so many things: `it`, `them`."""
    return "it" if count == 1 else "them"


def such_as(count: int, example: str) -> str:
    """Return the end of a phrase about so many things, with an example: `: x` of one, `, such as x` of more."""
    return f": {example}" if count == 1 else f", such as {example}"


def matches_of(pattern: regex.Pattern[str], text: str) -> tuple[int, int]:
    """Return the number of the matches of a pattern in a text, and the offset of the first; no match is (0, 0)."""
    first = pattern.search(text)
    return (0, 0) if first is None else (1 + sum(1 for _ in pattern.finditer(text, first.end())), first.start())
