"""The words of the bundled lexicon, by which glued words are cut."""

from __future__ import annotations

from functools import cache

import regex

from aligner.data_files import data_file

MIN_LETTERS = 3  # of an English word; the lexicon has shorter ones that are parts of names

# A mark that is followed by a space elsewhere.
MARK_INSIDE = regex.compile(r"(?<=\p{L}{2})(?:[,،؛;:!؟?]|\.(?=\p{Lu}))[\"”»]?(?=\p{L}{2})")


@cache
def arabic_words() -> frozenset[str]:
    """Return the Arabic words of the bundled lexicon, whose letters are folded: `ا` for `أ`, `ه` for `ة`."""
    return _words("ar")


@cache
def english_words() -> frozenset[str]:
    """Return the English words of the bundled lexicon, without those of fewer letters than `MIN_LETTERS`."""
    return _words("en")


def _words(language: str) -> frozenset[str]:
    """Return the words of one side of the lexicon. Its list is read in less time than the entries."""
    return frozenset(data_file(f"lexicon/words.{language}.txt").read_text(encoding="utf-8").split())
