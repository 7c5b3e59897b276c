"""The nouns: spans, documents, beads and bitexts, each checked once, when it is made.

A *bead* (Brown, Lai & Mercer 1991) is a group of sentences that translate each other; a *bitext*
is two documents and the beads that tile them. Text is never rewritten: sentences are spans of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open interval of code points of a text."""

    start: int
    end: int


@dataclass(frozen=True)
class InputText:
    """A decoded input: one file, or standard input.

    name: the file as the user named it, or `standard input`.
    text: its characters, without a byte order mark.
    encoding: the Python name of its encoding.
    notice: what was assumed in order to decode it, for the user; empty if nothing was.
    """

    name: str
    text: str
    encoding: str
    notice: str = ""


@dataclass(frozen=True)
class Document:
    """One side of a bitext: the sentences of a text, paragraph by paragraph.

    text: the whole decoded input. A file that holds both languages is the text of both documents,
    each with its own sentences, so that a span always points into the file that was read.
    paragraphs: the sentences of each paragraph, in order, without gaps other than white space.

    Raises ValueError where a paragraph or a sentence is empty, out of order, or would lose text.
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
                    raise ValueError(f"paragraph {number}: {start}-{stop} is empty, out of order or out of the text")
                if position and not (gap := self.text[end:start]).isspace() and gap:
                    raise ValueError(f"paragraph {number}: {gap!r} stands between two sentences")
                end = stop

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of all paragraphs, in order."""
        return tuple(span for paragraph in self.paragraphs for span in paragraph)

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """The number of sentences before each paragraph but the first: where paragraphs break."""
        counts = []
        done = 0
        for paragraph in self.paragraphs[:-1]:
            done += len(paragraph)
            counts.append(done)
        return tuple(counts)

    def sentence(self, number: int) -> str:
        """The text of one sentence."""
        start, end = self.sentences[number]
        return self.text[start:end]

    def span(self, numbers: range) -> Span | None:
        """From the first to the last of some sentences; None if there are none."""
        if not numbers:
            return None
        return Span(self.sentences[numbers[0]].start, self.sentences[numbers[-1]].end)

    def passage(self, numbers: range) -> str:
        """The text of neighbouring sentences as it stands, white space between them included.

        Where something else than white space stands between two of them (the other language, in
        a file that holds both), one space joins them instead.
        """
        pieces: list[str] = []
        end = 0
        for number in numbers:
            start, stop = self.sentences[number]
            if pieces:
                gap = self.text[end:start]
                pieces.append(gap if not gap or gap.isspace() else " ")
            pieces.append(self.text[start:stop])
            end = stop
        return "".join(pieces)


Anchors = Sequence[tuple[int, int]]


class Parallel(NamedTuple):
    """A pair of documents to align, and the anchors that the alignment has to pass.

    anchors: nodes (i, j), in order; the first i source sentences belong to the first j target sentences.
    """

    source: Document
    target: Document
    anchors: Anchors = ()


class Numbers(NamedTuple):
    """The numbers in a bead: those on both sides, and those that stand on one side alone."""

    both: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()


class Why(NamedTuple):
    """What speaks for a bead, in nats, and against it where a number is negative.

    kind: ln P(kind). length, breaks, words: how much better its two sides explain each other than
    chance does. matched: words and their translations in it, the surest first.
    """

    kind: float
    length: float
    breaks: float
    words: float
    matched: tuple[tuple[str, str], ...]
    numbers: Numbers


class Bead(NamedTuple):
    """Sentences that translate each other, by number, and how sure that is.

    An empty side keeps its position, so that beads stay contiguous: `range(3, 3)` stands before
    sentence 3. confidence: the posterior probability of the bead, in [0, 1]. flags: what may be
    wrong with it, see `reasons.FLAGS`. why: what spoke for it and against it, where that was asked.
    """

    source: range
    target: range
    confidence: float
    flags: tuple[str, ...] = ()
    why: Why | None = None

    @property
    def kind(self) -> str:
        """How many sentences stand on each side, such as `2-1`."""
        return f"{len(self.source)}-{len(self.target)}"

    @property
    def paired(self) -> bool:
        """Whether there is a sentence on both sides."""
        return bool(self.source and self.target)


class Pair(NamedTuple):
    """One bead of a bitext with its texts: what a reader of the output gets."""

    source: str
    target: str
    kind: str
    confidence: float
    bead: Bead


@dataclass(frozen=True)
class Bitext:
    """Two documents and the beads that tile them: every sentence stands in exactly one bead.

    Raises ValueError where the beads leave a sentence out, repeat one, or run back.
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
            raise ValueError("a bead holds no sentence at all")

    def pairs(self) -> Iterator[Pair]:
        """The texts of each bead, in order; a side without a sentence is an empty string."""
        for bead in self.beads:
            yield Pair(
                self.source.passage(bead.source),
                self.target.passage(bead.target),
                bead.kind,
                bead.confidence,
                bead,
            )
