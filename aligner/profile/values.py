"""The values of a profile, and the names of its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

FORMAT = 1  # version of the layout; a greater number is of a later version of this program
MARKER = "align profile"  # value of `kind`, by which a folder is known to be a profile
PROFILE, LEXICON = "profile.toml", "lexicon.tsv"  # names of files

Kind = tuple[int, int]


class Profile(NamedTuple):
    """The values of a profile; those that the aligned texts could not show are missing.

    source, target: language tags.
    priors: P(kind); one-sided kinds are the probabilities themselves, and two-sided ones count by their proportions.
    lengths: ratio, slope and curve, see `evidence.length_model`; None if they are not known.
    reliability: 1 - nu of the words of the source and of the target, in (0, 1); None if it is not known.
    abbreviations: of the source and of the target, in lower case, without the stop.
    lexicon: path of the file of the lexicon.
    """

    source: str
    target: str
    priors: Mapping[Kind, float]
    lengths: tuple[float, float, float] | None
    reliability: tuple[float, float] | None
    abbreviations: tuple[frozenset[str], frozenset[str]]
    lexicon: str


def abbreviations_file(language: str) -> str:
    """Return the name of the file of the abbreviations of a language.

    >>> abbreviations_file("de-AT")
    'abbreviations.de-AT.txt'
    """
    return f"abbreviations.{language}.txt"


def kind_name(kind: Kind) -> str:
    """Return the name of a kind.

    >>> kind_name((2, 1))
    '2-1'
    """
    return f"{kind[0]}-{kind[1]}"
