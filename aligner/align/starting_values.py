"""The values with which an alignment starts, if a profile gives them, in place of the defaults."""

from __future__ import annotations

from typing import NamedTuple

from aligner.evidence.starting_lengths import StartingLengths, StartingPriors
from aligner.lexical.lexicon import Lexicon


class StartingValues(NamedTuple):
    """Values that were learned from other texts; the refits of an alignment change them.

    priors: P(kind).
    lengths: the parameters of the lengths; None for the defaults.
    noise: nu of the words of the source and of the target, before it is estimated; None for the default.
    lexicon: translations of words; None without any. It says which words translate each other, but not that a word
        without a partner lacks its translation, since it holds few of the translations that a word has.
    """

    priors: StartingPriors
    lengths: StartingLengths | None = None
    noise: tuple[float, float] | None = None
    lexicon: Lexicon | None = None
