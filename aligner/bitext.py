"""The types that all packages share: spans, documents, beads and bitexts.

A *bead* (Brown, Lai & Mercer 1991) is a group of sentences that translate each other. A *bitext* is two
documents and the beads that tile them. `Bitext` checks its invariants once, when it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from typing import Any, NamedTuple

from aligner.document import Document, InputText, Place, SheetRows, Span, TableRow, TextUnit

__all__ = [
    "Anchors",
    "Bead",
    "Bitext",
    "Document",
    "InputText",
    "Numbers",
    "Pair",
    "Parallel",
    "Place",
    "SheetRows",
    "Span",
    "TableRow",
    "TextUnit",
    "Why",
]

Anchors = Sequence[tuple[int, int]]  # nodes (i, j) through which an alignment has to pass
CHECKED = "checked"  # flag of a bead that a person has checked
CheckedBead = tuple[range, range]  # numbers of the source and of the target sentences of a checked bead


class Parallel(NamedTuple):
    """A pair of documents to align.

    source, target: the documents in the source and in the target language.
    anchors: nodes (i, j), in order: the first i source sentences belong to the first j target sentences.
    checked: beads that a person has checked, in order; the alignment must have them.
    fixed: True if the alignment must keep the sentences; otherwise it may cut them, and join two of them.
    """

    source: Document
    target: Document
    anchors: Anchors = ()
    checked: Sequence[CheckedBead] = ()
    fixed: bool = False


class Numbers(NamedTuple):
    """The numbers in a bead, such as years and quantities, as they are compared.

    both: numbers that are on both sides.
    source, target: numbers that are on this side only.

    >>> Numbers(both=("12",), source=("1990",), target=("1980",)).both
    ('12',)
    """

    both: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()


class Why(NamedTuple):
    """The evidence for a bead, in nats. A positive number speaks for the bead, a negative one against it.

    Every field but `kind`, `matched` and `numbers` has the name of the evidence that it reports.

    kind: ln P(kind), the prior of the kind of bead; at most 0.
    length: log-likelihood ratio of the lengths of the two sides, against chance, minus the cost of ornaments inside.
    breaks: log-likelihood ratio of the paragraph breaks beside the bead, against chance; 0 if none were used.
    words, semantic: the same of the words, and of the meanings, of the two sides; 0 if none were used.
    matched, numbers: words and their translations in the bead, the most certain first; and the numbers in it.

    >>> Why(-0.3, 0.9, 0.0, 4.2, (("قطار", "train"),), Numbers()).matched
    (('قطار', 'train'),)
    """

    kind: float
    length: float
    breaks: float
    words: float
    matched: tuple[tuple[str, str], ...]
    numbers: Numbers
    semantic: float = 0.0

    @classmethod
    def evidence(cls) -> tuple[str, ...]:
        """The names of the evidence that beads report, in the order of the fields.

        >>> Why.evidence()
        ('length', 'breaks', 'words', 'semantic')
        """
        return tuple(name for name in cls._fields if name not in ("kind", "matched", "numbers"))


class Bead(NamedTuple):
    """Sentences that translate each other.

    source: numbers of the source sentences, from 0. An empty side keeps its position, so that beads stay
        contiguous: `range(3, 3)` is before sentence 3.
    target: numbers of the target sentences, from 0.
    confidence: probability, in [0, 1], that the two sides translate each other; of a bead with one side, that its
        sentence has no partner.
    flags: what may be wrong with the bead: `length`, `numbers`, `gap-nearby`, `big-bead`, `language`. A bead that a
        review marks as checked has the flag `checked`.
    why: the evidence for the bead, or None if it was not asked for.

    >>> bead = Bead(range(0, 2), range(0, 1), 0.93)
    >>> bead.kind, bead.paired
    ('2-1', True)
    """

    source: range
    target: range
    confidence: float
    flags: tuple[str, ...] = ()
    why: Why | None = None

    @property
    def kind(self) -> str:
        """Number of sentences on each side, such as `2-1`.

        >>> Bead(range(3, 4), range(2, 2), 0.8).kind
        '1-0'
        """
        return f"{len(self.source)}-{len(self.target)}"

    @property
    def paired(self) -> bool:
        """True if both sides have a sentence.

        >>> Bead(range(3, 4), range(2, 2), 0.8).paired
        False
        """
        return bool(self.source and self.target)


class Pair(NamedTuple):
    """One bead of a bitext with its texts.

    source: text of the source sentences; empty if there are none.
    target: text of the target sentences; empty if there are none.
    kind: number of sentences on each side, such as `2-1`.
    confidence: confidence of the bead, in [0, 1].
    bead: the bead itself.

    >>> Pair("نام الحارس.", "The guard slept.", "1-1", 0.97, Bead(range(1), range(1), 0.97)).target
    'The guard slept.'
    """

    source: str
    target: str
    kind: str
    confidence: float
    bead: Bead

    @property
    def flags(self) -> tuple[str, ...]:
        """Reasons to look at the pair; empty if nothing looks wrong.

        >>> Pair("في 1990.", "In 1980.", "1-1", 0.6, Bead(range(1), range(1), 0.6, ("numbers",))).flags
        ('numbers',)
        """
        return self.bead.flags


@dataclass(frozen=True)
class Bitext:
    """Two documents and the beads that tile them: every sentence is in exactly one bead.

    Iterating over a bitext gives its pairs, and `len` gives their number.

    source, target: the documents in the source and in the target language.
    beads: the beads, in order.
    meta: the metadata that JSON output has: method, inputs, fitted parameters, counts and doubts. Empty if the caller
        made the bitext. A comparison of two bitexts ignores it.

    Raises ValueError if the beads leave out a sentence, repeat one, or are out of order.

    >>> source = Document("ar", "نام الحارس.", ((Span(0, 11),),))
    >>> target = Document("en", "The guard slept.", ((Span(0, 16),),))
    >>> bitext = Bitext(source, target, [Bead(range(1), range(1), 0.97)])
    >>> [(pair.target, pair.confidence) for pair in bitext]
    [('The guard slept.', 0.97)]
    """

    source: Document
    target: Document
    beads: Sequence[Bead]
    meta: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

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
        """Yield each bead with its texts, in order. A side without a sentence is an empty string.

        >>> source, beads = Document("ar", "نام الحارس.", ((Span(0, 11),),)), [Bead(range(1), range(0), 0.9)]
        >>> [(pair.kind, pair.source) for pair in Bitext(source, Document("en", "", ()), beads).pairs()]
        [('1-0', 'نام الحارس.')]
        """
        for bead in self.beads:
            yield Pair(
                self.source.passage(bead.source),
                self.target.passage(bead.target),
                bead.kind,
                bead.confidence,
                bead,
            )

    def __iter__(self) -> Iterator[Pair]:
        return self.pairs()

    def __len__(self) -> int:
        return len(self.beads)

    def write(
        self,
        path: str | PathLike[str],
        *,
        format: str | None = None,
        force: bool = False,
        header: bool = True,
        flags: bool = False,
        min_confidence: float = 0.0,
        drop_unaligned: bool = False,
        repair: str | Iterable[str] = (),
    ) -> None:
        """Write the bitext to a file, as the command does. The file is written whole or not at all.

        The page of `html` shows the evidence for the beads if the bitext has it, see `why` of `align_file`.

        path: path of the file.
        format: name of a format, such as `tsv`; None chooses it by the suffix of the file.
        force: whether to replace a file that exists.
        header: whether to begin with a header line, if the format has one.
        flags: whether to add a column of flags, if the format shows them on request only.
        min_confidence: least confidence of a pair that is written, in [0, 1]; above 0, without beads of one side.
        drop_unaligned: whether to leave out beads with one side. A format that holds pairs only leaves them out anyway.
        repair: names of repairs of the texts that are written, such as `"forms,bidi"` or `("forms", "bidi")`.

        Raises InputError, whose message says what to do, for a file that cannot be written or exists; ValueError for a
        format or repair that does not exist, or a format that cannot hold flags; TypeError for a value of a wrong type.

        >>> from tempfile import TemporaryDirectory
        >>> source, target = Document("ar", "باب", ((Span(0, 3),),)), Document("en", "door", ((Span(0, 4),),))
        >>> with TemporaryDirectory() as folder:
        ...     Bitext(source, target, [Bead(range(1), range(1), 0.97)]).write(f"{folder}/pairs.tsv", header=False)
        ...     with open(f"{folder}/pairs.tsv", encoding="utf-8") as file:
        ...         file.read().split("\\t")
        ['باب', 'door', '0.970', '1-1\\n']
        """
        from aligner.api import output  # upwards, and late: this module is what all others stand on

        output.write(
            self,
            path,
            format=format,
            force=force,
            header=header,
            flags=flags,
            min_confidence=min_confidence,
            drop_unaligned=drop_unaligned,
            repair=repair,
        )
