"""The result of aligning one document: the beads to write, and an account of every sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from aligner.bitext import Bead, Bitext
from aligner.notices import Notice
from aligner.write.document import OutputDocument


class SentenceCounts(NamedTuple):
    """Counts of the sentences of one side; `sentences` is the sum of the other three.

    sentences: all sentences of the side.
    paired: sentences in written beads that have both sides.
    unaligned: sentences in written beads that have one side.
    filtered: sentences in beads that are left out.
    """

    sentences: int
    paired: int
    unaligned: int
    filtered: int

    def balance(self, language: str) -> str:
        """Return the counts as a sum for the user, after the tag of the language of the side."""
        parts = f"{self.paired} paired + {self.unaligned} unaligned + {self.filtered} filtered"
        return f"{language} {self.sentences} = {parts}"


class AlignedDocument(NamedTuple):
    """A finished document.

    output: the document to write.
    source, target: counts of the sentences of each side.
    notices: what the user should know about the input and the alignment.
    """

    output: OutputDocument
    source: SentenceCounts
    target: SentenceCounts
    notices: list[Notice]

    @property
    def filtered(self) -> int:
        """Number of sentences that are left out, both sides together."""
        return self.source.filtered + self.target.filtered

    @property
    def pairs(self) -> int:
        """Number of written beads that have both sides."""
        return sum(bead.paired for bead in self.output.beads)

    @property
    def problem(self) -> str:
        """The reason why no written bead has both sides; empty if one has."""
        if self.pairs:
            return ""
        return "no pair is left after filtering" if self.filtered else "nothing was aligned"


def filter_beads(
    bitext: Bitext, min_confidence: float, *, drop_unaligned: bool
) -> tuple[tuple[Bead, ...], SentenceCounts, SentenceCounts]:
    """Choose the beads to write, and count the sentences of each side.

    min_confidence: least confidence of a bead to write, in [0, 1].
    drop_unaligned: True to leave out beads that have one side.

    Returns the beads to write, in order, and the counts of the source and the target.
    """
    kept: list[Bead] = []
    dropped: list[Bead] = []
    for bead in bitext.beads:
        # The confidence as it is printed, so that a threshold taken from the output has the expected effect.
        keep = round(bead.confidence, 3) >= min_confidence and (bead.paired or not drop_unaligned)
        (kept if keep else dropped).append(bead)
    source = _count_side(len(bitext.source.sentences), kept, dropped, lambda bead: len(bead.source))
    target = _count_side(len(bitext.target.sentences), kept, dropped, lambda bead: len(bead.target))
    return tuple(kept), source, target


def _count_side(
    sentences: int, kept: Sequence[Bead], dropped: Sequence[Bead], size: Callable[[Bead], int]
) -> SentenceCounts:
    """Count the sentences of one side.

    sentences: number of sentences of the side.
    size: function from a bead to its number of sentences on the side.

    Raises AssertionError if the counts do not add up, which is an error of the program.
    """
    paired = sum(size(bead) for bead in kept if bead.paired)
    unaligned = sum(size(bead) for bead in kept if not bead.paired)
    filtered = sum(size(bead) for bead in dropped)
    if sentences != paired + unaligned + filtered:
        raise AssertionError(f"{sentences} sentences, but {paired} + {unaligned} + {filtered} are accounted for")
    return SentenceCounts(sentences, paired, unaligned, filtered)
