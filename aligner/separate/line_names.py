"""Names of lines for messages: their numbers, or their places in a file whose text is not its characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from aligner.bitext import InputText
from aligner.characters import line_starts
from aligner.notices import number_ranges

MAX_PLACES = 5  # places that a message names; one is as long as five numbers of lines

# A function of the numbers of lines of a text, from 1, in order, which returns them in words.
LineNames = Callable[[Sequence[int]], str]
NUMBERS: LineNames = partial(number_ranges, "line")


def line_names(text: InputText) -> LineNames:
    """Return the function that names lines of a text.

    A user finds no line 7 in a Word file, but its paragraph 5.

    >>> line_names(InputText("a.txt", "One.\\nTwo.\\nThree.\\n", "utf-8"))([1, 2, 3])
    'lines 1-3'
    """
    return partial(_places_of_lines, text) if text.places else NUMBERS


def _places_of_lines(text: InputText, lines: Sequence[int]) -> str:
    """Return the places of lines; of many, the first ones and the number of the others."""
    starts = line_starts(text.text)
    labels = list(dict.fromkeys(text.place_of(starts[line - 1]) for line in lines))
    unnamed = len(labels) - MAX_PLACES
    return "; ".join(labels[:MAX_PLACES]) + (f"; and {unnamed} more" if unnamed > 0 else "")
