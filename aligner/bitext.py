"""The types that all packages share: spans, documents, beads and bitexts.

A *bead* (Brown, Lai & Mercer 1991) is a group of sentences that translate each other. A *bitext* is two
documents and the beads that tile them. Text is never rewritten: a sentence is a span of the text that was
read. `Document` and `Bitext` check their invariants once, when they are made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from aligner.characters import BYTE_ORDER_MARK


class Span(NamedTuple):
    """A half-open interval of a text, in code points: `text[start:end]`."""

    start: int
    end: int


class TableRow(NamedTuple):
    """A row of a table.

    number: number of the line, from 1, on which the row begins in the file; without lines, the number of the row.
    cells: the spans of its cells, in order; a row may lack cells.
    """

    number: int
    cells: tuple[Span, ...]


@dataclass(frozen=True)
class InputText:
    """The text of one input: a file, or standard input.

    name: the file as the user named it, or `standard input`.
    text: the characters, without a byte order mark.
    encoding: Python name of the encoding.
    notice: what was assumed to decode the input, for the user; empty if nothing was assumed.
    rows: the rows of a table whose format says where cells end; empty for plain text, tabs included.
    column_names: the names of the columns, if the format has them outside of the rows.
    row_unit: what `TableRow.number` counts, for messages: `line` or `row`.
    """

    name: str
    text: str
    encoding: str
    notice: str = ""
    rows: tuple[TableRow, ...] = ()
    column_names: tuple[str, ...] = ()
    row_unit: str = "line"


def _is_blank(gap: str) -> bool:
    """Return whether text between two sentences is empty, or only white space and byte order marks."""
    return not gap or gap.isspace() or not gap.replace(BYTE_ORDER_MARK, "").strip()


@dataclass(frozen=True)
class Document:
    """One side of a bitext: the sentences of a text, paragraph by paragraph.

    language: BCP-47 tag.
    text: the whole decoded input. A file that holds both languages is the text of both documents, so that a
        span always points into the file that was read.
    paragraphs: the spans of the sentences of each paragraph, in order. Only white space and byte order marks are
        between two sentences of a paragraph.

    Raises ValueError if a paragraph or a sentence is empty or out of order, or if text between two sentences of
    a paragraph would be lost.
    """

    language: str
    text: str
    paragraphs: tuple[tuple[Span, ...], ...]

    def __post_init__(self) -> None:
        end = 0
        for number, paragraph in enumerate(self.paragraphs):
            if not paragraph:
                raise ValueError(f"paragraph {number} has no sentence")
            for position, (start, stop) in enumerate(paragraph):
                if not end <= start < stop <= len(self.text):
                    raise ValueError(
                        f"paragraph {number}: {start}-{stop} is empty, out of order or outside of the text"
                    )
                if position and not _is_blank(gap := self.text[end:start]):
                    raise ValueError(f"paragraph {number}: {gap!r} is between two sentences")
                end = stop

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of all paragraphs, in order."""
        return tuple(span for paragraph in self.paragraphs for span in paragraph)

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """Paragraph breaks: the number of sentences before each paragraph but the first."""
        return tuple(accumulate(map(len, self.paragraphs[:-1])))

    def sentence(self, number: int) -> str:
        """Return the text of a sentence by its number, from 0."""
        start, end = self.sentences[number]
        return self.text[start:end]

    def span(self, numbers: range) -> Span | None:
        """Return the span from the first to the last of neighbouring sentences; None for an empty range."""
        if not numbers:
            return None
        return Span(self.sentences[numbers[0]].start, self.sentences[numbers[-1]].end)

    def passage(self, numbers: range) -> str:
        """Return the text of neighbouring sentences, with the white space between them.

        If other text is between two of them, such as the other language in a file that holds both, one space
        replaces it.
        """
        pieces: list[str] = []
        end = 0
        for number in numbers:
            start, stop = self.sentences[number]
            if pieces:
                gap = self.text[end:start]
                pieces.append(gap if _is_blank(gap) else " ")
            pieces.append(self.text[start:stop])
            end = stop
        return "".join(pieces)


Anchors = Sequence[tuple[int, int]]  # nodes (i, j) through which an alignment has to pass
CheckedBead = tuple[range, range]  # numbers of the source and of the target sentences of a bead that a person confirmed


class Parallel(NamedTuple):
    """A pair of documents to align.

    source: the document in the source language.
    target: the document in the target language.
    anchors: nodes (i, j), in order: the first i source sentences belong to the first j target sentences.
    checked: beads that a person has confirmed, in order; the alignment has them.
    """

    source: Document
    target: Document
    anchors: Anchors = ()
    checked: Sequence[CheckedBead] = ()


class Numbers(NamedTuple):
    """The numbers in a bead, such as years and quantities, as they are compared.

    both: numbers that are on both sides.
    source: numbers that are on the source side only.
    target: numbers that are on the target side only.
    """

    both: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()


class Why(NamedTuple):
    """The evidence for a bead, in nats. A positive number speaks for the bead, a negative one against it.

    Every field but `kind`, `matched` and `numbers` has the name of the evidence that it reports.

    kind: ln P(kind), the prior of the kind of bead; at most 0.
    length: log-likelihood ratio of the lengths of the two sides, against chance.
    breaks: log-likelihood ratio of the paragraph breaks beside the bead, against chance; 0 if none were used.
    words: log-likelihood ratio of the words of the two sides, against chance; 0 if none were used.
    matched: words and their translations in the bead, the most certain first.
    numbers: the numbers in the bead.
    """

    kind: float
    length: float
    breaks: float
    words: float
    matched: tuple[tuple[str, str], ...]
    numbers: Numbers

    @classmethod
    def evidence(cls) -> tuple[str, ...]:
        """The names of the evidence that beads report, in the order of the fields."""
        return tuple(name for name in cls._fields if name not in ("kind", "matched", "numbers"))


class Bead(NamedTuple):
    """Sentences that translate each other.

    source: numbers of the source sentences, from 0. An empty side keeps its position, so that beads stay
        contiguous: `range(3, 3)` is before sentence 3.
    target: numbers of the target sentences, from 0.
    confidence: posterior probability of the bead, in [0, 1].
    flags: what may be wrong with the bead; see `align.explain`.
    why: the evidence for the bead, or None if it was not asked for.
    """

    source: range
    target: range
    confidence: float
    flags: tuple[str, ...] = ()
    why: Why | None = None

    @property
    def kind(self) -> str:
        """Number of sentences on each side, such as `2-1`."""
        return f"{len(self.source)}-{len(self.target)}"

    @property
    def paired(self) -> bool:
        """True if both sides have a sentence."""
        return bool(self.source and self.target)


class Pair(NamedTuple):
    """One bead of a bitext with its texts.

    source: text of the source sentences; empty if there are none.
    target: text of the target sentences; empty if there are none.
    kind: number of sentences on each side, such as `2-1`.
    confidence: posterior probability of the bead, in [0, 1].
    bead: the bead itself.
    """

    source: str
    target: str
    kind: str
    confidence: float
    bead: Bead


@dataclass(frozen=True)
class Bitext:
    """Two documents and the beads that tile them: every sentence is in exactly one bead.

    source: the document in the source language.
    target: the document in the target language.
    beads: the beads, in order.

    Raises ValueError if the beads leave out a sentence, repeat one, or are out of order.
    """

    source: Document
    target: Document
    beads: Sequence[Bead]

    def __post_init__(self) -> None:
        for side, size in (("source", len(self.source.sentences)), ("target", len(self.target.sentences))):
            ranges = [getattr(bead, side) for bead in self.beads]
            starts_and_ends = [0, *(at for numbers in ranges for at in (numbers.start, numbers.stop)), size]
            if any(left != right for left, right in zip(starts_and_ends[::2], starts_and_ends[1::2], strict=True)):
                raise ValueError(f"the beads do not tile the {size} {side} sentences")
            if any(numbers.step != 1 or numbers.start > numbers.stop for numbers in ranges):
                raise ValueError(f"a bead runs backwards on the {side} side")
        if any(not bead.source and not bead.target for bead in self.beads):
            raise ValueError("a bead has no sentence")

    def pairs(self) -> Iterator[Pair]:
        """Yield each bead with its texts, in order. A side without a sentence is an empty string."""
        for bead in self.beads:
            yield Pair(
                self.source.passage(bead.source),
                self.target.passage(bead.target),
                bead.kind,
                bead.confidence,
                bead,
            )
