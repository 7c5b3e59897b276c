"""The steps of an alignment, which the code that takes them reports.

That code knows neither terminals nor time: it says where it is, to a function that may show it. By default nothing is
shown.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum


class Step(Enum):
    """A step of an alignment.

    READ: documents that are aligned together are read and split, one after the other.
    SPLIT: the sides of one document are separated and split into sentences.
    TEXT: the first of the steps that follow begins for the next text, if several are aligned one by one.
    ENCODE: an encoder computes the vectors of the sentences, batch by batch.
    LOOK_UP: the words are looked up in lexicons.
    LENGTHS: the rounds of the search by lengths.
    WORDS: the rounds of the search in which translations of words are learned.
    PAIRS: the pairs are chosen and checked.
    WRITE: the output is written.
    """

    READ = "read"
    SPLIT = "split"
    TEXT = "text"
    ENCODE = "encode"
    LOOK_UP = "look up"
    LENGTHS = "lengths"
    WORDS = "words"
    PAIRS = "pairs"
    WRITE = "write"


# Called before each part of a step, with the step, the number of its parts that are done, and the number of all.
Report = Callable[[Step, int, int], None]


def ignore(step: Step, done: int, total: int) -> None:
    """Report nothing."""
