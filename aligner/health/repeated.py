"""A block of a text that stands in it twice, as when it was pasted twice.

Refrains, headings, forms and formulas repeat in sound texts; they are short, or their lines are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import regex

from aligner.health.fault import PLACE, Fault, it

# Sizes in characters.
MIN_PIECE = 25  # of a sentence or line, from which on it can begin a block
MIN_BLOCK = 140  # of a block of at least three sentences in long lines; shorter formulas repeat in laws and forms
MIN_PAIR = 180  # of a block of two sentences, or of one
MIN_SENTENCES = 3
LONG_LINE = 45  # of a line on average, from which on a block is not verse or dialogue
MIN_VERSE = 500  # of a block of short lines; a chorus of eight lines has fewer
MIN_ALL = 75  # of a block that is half of the text
MIN_LETTERS = 0.5  # share of letters in a block; rules and tables of numbers have fewer
HALF = 0.45  # share of all characters, from which on a block is half of the text
QUOTED = 5  # words of the first block in the message

# The end of a sentence, roughly, or of a line.
_END = re.compile(r"[\n\r.!?؟…]+")
_NOT_LETTERS = regex.compile(r"[^\p{L}\p{M}]++")


class _Block(NamedTuple):
    """A run of pieces that stands in the text before.

    first: number of its first piece.
    is_near: True if the equal pieces stand right before, or all but one.
    size: number of its pieces.
    length: number of their characters.
    """

    first: int
    is_near: bool
    size: int
    length: int


def find(text: str) -> Fault | None:
    """Return the fault of a block that stands twice in a text, or None."""
    pieces = [piece.strip() for piece in _END.split(text)]
    long_pieces = [piece for piece in pieces if len(piece) >= MIN_PIECE]
    if len(set(long_pieces)) == len(long_pieces):
        return None
    starts = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    total = sum(map(len, pieces))
    blocks = []
    for block in _blocks(pieces):
        passage = text[starts[block.first] : starts[block.first + block.size]].strip()
        sentences = sum(len(piece) >= MIN_PIECE for piece in pieces[block.first : block.first + block.size])
        cells = 1 + passage.count("\n") + passage.count("\t")
        if block.is_near and sentences > 1:
            sentences = MIN_SENTENCES
        if _is_pasted(block.length, sentences, cells, total) and _is_prose(passage):
            blocks.append(block)
    if not blocks:
        return None
    first = starts[blocks[0].first]
    while text[first].isspace():
        first += 1
    size = sum(block.length for block in blocks)
    begin = " ".join(text[first : first + 60].split()[:QUOTED])
    if len(blocks) == 1:
        problem = f"the text from “{begin}” on ({size} characters) repeats an earlier part {PLACE}"
    else:
        problem = f"{len(blocks)} parts of the text ({size} characters) repeat earlier ones, from “{begin}” on {PLACE}"
    return Fault("repeated", len(blocks), first, problem, f"delete {it(len(blocks))} if pasted twice by mistake")


def _is_pasted(length: int, sentences: int, cells: int, total: int) -> bool:
    """Return whether a repeated block is larger than what sound texts repeat.

    length: number of its characters.
    sentences: number of its sentences that are not short.
    cells: number of its lines, or of the cells of its rows.
    total: number of the characters of the text.
    """
    if length >= HALF * total:
        return length >= MIN_ALL
    if length < LONG_LINE * cells:
        return length >= MIN_VERSE
    return length >= (MIN_BLOCK if sentences >= MIN_SENTENCES else MIN_PAIR)


def _is_prose(passage: str) -> bool:
    """Return whether a passage is more than rules, numbers and signs."""
    return len(_NOT_LETTERS.sub("", passage)) >= MIN_LETTERS * len(passage)


def _blocks(pieces: Sequence[str]) -> list[_Block]:
    """Return the runs of pieces that stand in the text before, each as long as possible."""
    result: list[_Block] = []
    first_at: dict[str, int] = {}
    number = 0
    while number < len(pieces):
        earlier = first_at.setdefault(pieces[number], number)
        if earlier == number or len(pieces[number]) < MIN_PIECE:
            number += 1
            continue
        size = 1
        while number + size < len(pieces) and pieces[number + size] == pieces[earlier + size]:
            size += 1
        if size > number - earlier:  # it overlaps with itself: a pattern, such as the fields of a form
            number += size
            continue
        is_near = size >= number - earlier - 1
        result.append(_Block(number, is_near, size, sum(map(len, pieces[number : number + size]))))
        number += size
    return result
