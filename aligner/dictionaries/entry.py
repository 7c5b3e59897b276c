"""The entry of a dictionary, and the error for a line that is none."""

from __future__ import annotations

from typing import NamedTuple

from aligner.errors import InputError


class Entry(NamedTuple):
    """A word, or an expression of several words, and a translation of it.

    source, target: the word and its translation.
    weight: P(target | source), above 0 and up to 1; None if the file has none.
    """

    source: str
    target: str
    weight: float | None = None


def bad_line(name: str, line: int, hint: str) -> InputError:
    """Return the error for a line that is not an entry."""
    return InputError(name, "not a lexicon entry", hint=hint, line=line)
