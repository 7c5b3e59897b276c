"""The words of the bundled lexicon, by which glued words are cut."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from aligner.data_files import data_file

MIN_LETTERS = 3  # of an English word; the lexicon has shorter ones that are parts of names

# A mark that is followed by a space elsewhere.
MARK_INSIDE = regex.compile(r"(?<=\p{L}{2})(?:[,،؛;:!؟?]|\.(?=\p{Lu}))[\"”»]?(?=\p{L}{2})")
_ENTRY = regex.compile(r"^([^\t\n]*)\t([^\t\n]*)", regex.MULTILINE)


class LexiconWords(NamedTuple):
    """The words of the lexicon.

    arabic: the Arabic ones, whose letters are folded: `ا` for `أ`, `ه` for `ة`.
    english: the English ones.
    """

    arabic: frozenset[str]
    english: frozenset[str]


@cache
def lexicon_words() -> LexiconWords:
    """Return the words of the bundled lexicon."""
    with data_file("lexicon/ar-en.tsv").open(encoding="utf-8") as lexicon:
        entries = _ENTRY.findall(lexicon.read())
    english = frozenset(word for _, word in entries if len(word) >= MIN_LETTERS)
    return LexiconWords(frozenset(word for word, _ in entries), english)
