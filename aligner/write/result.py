"""The result of aligning one document: the beads to write, and an account of every sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from aligner.bitext import Bead, Bitext
from aligner.notices import Notice
from aligner.write.document import OutputDocument
from aligner.write.filters import Filters, count_rows, describe, filtered


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


def account(sides: Iterable[tuple[str, SentenceCounts]], left_out: Mapping[str, int]) -> str:
    """Return the account of all sentences for the user, in one line.

    sides: the tag of the language and the counts of each side.
    left_out: number of rows that each filter left out.

    >>> account([("ar", SentenceCounts(16, 12, 0, 4))], {"min-confidence": 3, "dedup": 1})
    'sentences: ar 16 = 12 paired + 0 unaligned + 4 filtered; 4 rows left out: 3 by min-confidence, 1 by dedup'
    """
    parts = [counts.balance(tag) for tag, counts in sides]
    if left_out:
        parts.append(describe(left_out))
    return f"sentences: {'; '.join(parts)}"


class AlignedDocument(NamedTuple):
    """A finished document.

    output: the document to write.
    source, target: counts of the sentences of each side.
    left_out: number of rows that each filter left out.
    notices: what the user should know about the input and the alignment.
    """

    output: OutputDocument
    source: SentenceCounts
    target: SentenceCounts
    left_out: Mapping[str, int]
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
        had_pairs = self.filtered and any(bead.paired for bead in self.output.bitext.beads)
        return "no pair is left after filtering" if had_pairs else "nothing was aligned"


class FilteredBeads(NamedTuple):
    """The beads to write, and an account of the others.

    beads: the beads to write, in order.
    source, target: counts of the sentences of each side.
    left_out: number of rows that each filter left out.
    """

    beads: tuple[Bead, ...]
    source: SentenceCounts
    target: SentenceCounts
    left_out: dict[str, int]


def filter_beads(bitext: Bitext, filters: Filters) -> FilteredBeads:
    """Choose the beads to write, and count what is written and what is left out."""
    names = [""] * len(bitext.beads)
    if filters.functions():  # without a filter the rows, which hold texts, need not be made
        rows = OutputDocument(bitext, tuple(bitext.beads), {}).rows().rows
        names = [name for _, name in filtered(rows, filters)]
    kept = [bead for bead, name in zip(bitext.beads, names, strict=True) if not name]
    dropped = [bead for bead, name in zip(bitext.beads, names, strict=True) if name]
    source = _count_side(len(bitext.source.sentences), kept, dropped, lambda bead: len(bead.source))
    target = _count_side(len(bitext.target.sentences), kept, dropped, lambda bead: len(bead.target))
    return FilteredBeads(tuple(kept), source, target, count_rows(names))


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
