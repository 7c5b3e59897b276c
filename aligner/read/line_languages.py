"""The letters of each line: how much of a line is in the source language and how much in the target language.

Languages are told apart by the letters of their scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from aligner import languages
from aligner.bitext import Span
from aligner.characters import LINE_END
from aligner.read.paragraphs import visible_lines

MIXED = (0.3, 0.7)  # shares of source letters between which the language of a line is uncertain

LetterCounter = Callable[[str], tuple[int, int]]  # source letters and target letters of a text


class Line(NamedTuple):
    """A visible line of a text.

    number: number of the line, from 1, counting blank lines.
    span: the line without its line end.
    source_letters: number of letters of the source language.
    target_letters: number of letters of the target language.
    """

    number: int
    span: Span
    source_letters: int
    target_letters: int

    @property
    def letters(self) -> int:
        """Number of letters of both scripts."""
        return self.source_letters + self.target_letters

    @property
    def source_share(self) -> float | None:
        """Share of source letters in the letters, in [0, 1]; None if there are no letters."""
        return self.source_letters / self.letters if self.letters else None

    @property
    def is_mixed(self) -> bool:
        """True if the line holds much of both languages."""
        return self.source_share is not None and MIXED[0] <= self.source_share <= MIXED[1]

    @property
    def side(self) -> int | None:
        """The language of most letters: 0 for the source, 1 for the target; None if there is no majority."""
        if self.source_letters == self.target_letters:
            return None
        return int(self.target_letters > self.source_letters)

    def strays(self, side: int) -> bool:
        """Return whether the line is in the other language than that of a side."""
        return self.side is not None and self.side != side


def letter_counter(source: str, target: str) -> LetterCounter:
    """Return a function that counts the letters of two languages in a text."""
    source_pattern, target_pattern = languages.letter_pattern(source), languages.letter_pattern(target)

    def count(text: str) -> tuple[int, int]:
        return sum(map(len, source_pattern.findall(text))), sum(map(len, target_pattern.findall(text)))

    return count


def count_lines(text: str, count: LetterCounter) -> Iterator[Line]:
    """Yield the visible lines of a text with their numbers and their letters."""
    number, counted_to = 1, 0
    for span in visible_lines(text):
        number += len(LINE_END.findall(text, counted_to, span.start))
        counted_to = span.start
        yield Line(number, span, *count(text[span.start : span.end]))
