"""A sample: the rows of aligned texts, as all estimates use them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from aligner.characters import WITHOUT_LENGTH
from aligner.convert.pair_file import sizes
from aligner.lattice.kinds import Kind
from aligner.rows import Row

MAX_PAIRS = 200_000  # pairs that are learned from; more change hardly a value, and take memory


@dataclass
class Sample:
    """The rows of aligned texts in two languages.

    source, target: the text of each pair.
    sentences: the texts of the source and of the target that are one sentence.
    lengths: characters of the source and of the target of each pair, without those that lengths do not count.
    weights: weight of each pair: its confidence, or 1 if it has none.
    sizes: sentences of the longer side of each pair.
    kinds: expected number of rows of each kind, one-sided ones included.
    rows: number of rows.
    left_out: number of pairs beyond `MAX_PAIRS`.
    """

    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    sentences: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    lengths: list[tuple[float, float]] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    kinds: dict[Kind, float] = field(default_factory=dict)
    rows: int = 0
    left_out: int = 0

    @property
    def pairs(self) -> int:
        """Number of pairs."""
        return len(self.weights)

    @property
    def one_sided(self) -> float:
        """Expected number of rows with a text on one side only."""
        return sum(count for kind, count in self.kinds.items() if not min(kind))

    @property
    def of_several(self) -> float:
        """Expected number of pairs with several sentences on a side."""
        return sum(count for kind, count in self.kinds.items() if min(kind) and max(kind) > 1)

    def add(self, rows: Iterable[Row]) -> None:
        """Take rows, in order."""
        for row in rows:
            self.rows += 1
            weight = 1.0 if row.confidence is None else row.confidence
            kind = sizes(row.kind)
            if not row.paired:
                side = kind[0] if row.source else kind[1]
                one_sided = (1, 0) if row.source else (0, 1)
                # A row of two sentences stands for two beads.
                self.kinds[one_sided] = self.kinds.get(one_sided, 0.0) + weight * max(side, 1)
                continue
            if self.pairs >= MAX_PAIRS:
                self.left_out += 1
                continue
            self.kinds[kind] = self.kinds.get(kind, 0.0) + weight
            source, target = row.source_sentences or (row.source,), row.target_sentences or (row.target,)
            self.source.append(" ".join(source))
            self.target.append(" ".join(target))
            for count, texts, of_side in zip(kind, (source, target), self.sentences, strict=True):
                if len(texts) == count:  # otherwise it is not known where the sentences end
                    of_side.extend(texts)
            self.lengths.append((length(source), length(target)))
            self.weights.append(weight)
            self.sizes.append(max(kind))


def length(sentences: Sequence[str]) -> float:
    """Return the characters of sentences as `align` counts them: without vowel marks and the like.

    >>> length(["One.", "Two."])
    8.0
    """
    return float(sum(len(WITHOUT_LENGTH.sub("", sentence.strip())) for sentence in sentences))
