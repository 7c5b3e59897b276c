"""What comes out of a document: the rows to write, and an account of every sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from aligner.bitext import Bead, Bitext
from aligner.notices import Notice
from aligner.write.formats import OutputDocument


class SentenceCounts(NamedTuple):
    """What became of the sentences of one side; the last three sum to the first."""

    sentences: int
    paired: int
    unaligned: int
    filtered: int


class AlignedDocument(NamedTuple):
    """A finished document. notices: what the user should know of how it was read."""

    rows: OutputDocument
    source: SentenceCounts
    target: SentenceCounts
    notices: list[Notice]

    @property
    def filtered(self) -> int:
        """How many sentences were left out, both sides together."""
        return self.source.filtered + self.target.filtered

    @property
    def pairs(self) -> int:
        """How many of the rows have both sides."""
        return sum(bead.paired for bead in self.rows.beads)

    @property
    def problem(self) -> str:
        """Why no row has two sides; nothing if one has."""
        if self.pairs:
            return ""
        return "no pair is left after filtering" if self.filtered else "nothing was aligned"


def filter_beads(
    bitext: Bitext, least: float, *, drop_unaligned: bool
) -> tuple[tuple[Bead, ...], SentenceCounts, SentenceCounts]:
    """The beads that are kept, and what became of the sentences of each side.

    least: the confidence from which on they are. drop_unaligned: whether those of one side go.
    """
    kept: list[Bead] = []
    dropped: list[Bead] = []
    for bead in bitext.beads:
        # What is printed is compared, so that a threshold read off the output means what it says.
        keep = round(bead.confidence, 3) >= least and (bead.paired or not drop_unaligned)
        (kept if keep else dropped).append(bead)
    source = _tally(len(bitext.source.sentences), kept, dropped, lambda bead: len(bead.source))
    target = _tally(len(bitext.target.sentences), kept, dropped, lambda bead: len(bead.target))
    return tuple(kept), source, target


def _tally(
    sentences: int, kept: Sequence[Bead], dropped: Sequence[Bead], count: Callable[[Bead], int]
) -> SentenceCounts:
    """What became of the sentences of one side; it is our error if they do not balance."""
    paired = sum(count(bead) for bead in kept if bead.paired)
    unaligned = sum(count(bead) for bead in kept if not bead.paired)
    filtered = sum(count(bead) for bead in dropped)
    if sentences != paired + unaligned + filtered:
        raise AssertionError(f"{sentences} sentences, but {paired} + {unaligned} + {filtered} are accounted for")
    return SentenceCounts(sentences, paired, unaligned, filtered)
