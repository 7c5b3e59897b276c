"""The usage of a text: the words that it writes with small letters within sentences, so that a capital is a sign."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

import regex

SMALL_SHARE = 5  # small letters for each capital within a sentence, from which on a capital is a sign

_SMALL_WORD = regex.compile(r"(?<!\p{L})\p{Ll}++")
_CAPITAL_WITHIN = regex.compile(r"(?<=\p{Ll}\s)\p{Lu}\p{L}*+")  # directly after a word in small letters
# A word with a capital between a word, or what closes after one, and a word in small letters.
_OPENING = regex.compile(r"(?<=[\p{L}\p{N}\"'”’»)\]])\s++[\"'“‘«]?(?P<word>\p{Lu}\p{L}*+)[^\s\p{L}]?\s++\p{Ll}")


class Usage:
    """The usage of a text. The capitals of Him and God say nothing in a text that has them within sentences.

    text: the text.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _counts(self) -> tuple[Counter[str], Counter[str]]:
        """Counts of words in small letters, and of words with a capital within a sentence."""
        small = Counter(_SMALL_WORD.findall(self._text))
        return small, Counter(map(str.lower, _CAPITAL_WITHIN.findall(self._text)))

    @cached_property
    def openings(self) -> list[int]:
        """The offsets of words that the text mostly writes small, where they have a capital after no mark, in order."""
        return [match.start("word") for match in _OPENING.finditer(self._text) if self.is_small(match["word"].lower())]

    def is_small(self, word: str) -> bool:
        """Return whether the text writes a word, which is in small letters, mostly so within sentences."""
        small, capital = self._counts
        return small[word] > 0 and small[word] >= SMALL_SHARE * (capital[word] - 1)
