"""A pair of texts to align: lengths of sentences, paragraph breaks and anchors. The values are given, not fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aligner.align.checked import with_corners
from aligner.align.starting_values import StartingValues
from aligner.bitext import Anchors, CheckedBead, Document, Parallel
from aligner.characters import ORNAMENT, VISIBLE, WITHOUT_LENGTH
from aligner.evidence.ornaments import Flags
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.costs import Float32s
from aligner.lattice.grid import Floats
from aligner.semantic.side_vectors import SideVectors
from aligner.semantic.similarity import SentenceSimilarity
from aligner.steps import Report, Step

if TYPE_CHECKING:
    from aligner.semantic.vector_source import VectorSource


def sentence_lengths(document: Document) -> Floats:
    """(sentences,): characters of each sentence, without vowel marks, tatweel and invisible characters.

    Composed and decomposed letters have the same length.
    """
    text = document.text
    return np.array([len(WITHOUT_LENGTH.sub("", text[start:end])) for start, end in document.sentences], np.float64)


def ornaments(document: Document) -> Flags:
    """(sentences,): True for each sentence that is an ornament."""
    texts = (document.text[start:end] for start, end in document.sentences)
    return np.array([ORNAMENT.match(text) is not None and VISIBLE.search(text) is not None for text in texts], np.bool_)


@dataclass(frozen=True, eq=False)
class TextPair:
    """Two texts to align.

    lengths: characters of the source and of the target sentences, (n,) and (m,).
    breaks: the paragraph breaks with the rates of the first round; None unless both texts have breaks.
    anchors: nodes that the path passes, in order.
    checked: beads that the alignment has, in order.
    similarity: the similarity of their sentences; None without vectors.
    documents: the texts themselves; None if only lengths are known.
    start: the values of a profile; None without one.
    ornaments: which source and target sentences are ornaments; None if only lengths are known.
    """

    lengths: tuple[Floats, Floats]
    breaks: BreakModel | None = None
    anchors: Anchors = ()
    similarity: SentenceSimilarity | None = None
    documents: Parallel | None = None
    checked: Sequence[CheckedBead] = ()
    start: StartingValues | None = None
    ornaments: tuple[Flags, Flags] | None = None

    @classmethod
    def from_documents(
        cls,
        documents: Parallel,
        vectors: tuple[Float32s, Float32s] | None = None,
        start: StartingValues | None = None,
    ) -> TextPair:
        """The pair of two documents.

        vectors: those of the source and of the target sentences, (n, d) and (m, d); None without them.
        start: the values of a profile; None without one.
        """
        source, target, anchors, checked, _ = documents
        breaks = BreakModel.from_breaks(len(source.sentences), len(target.sentences), source.breaks, target.breaks)
        lengths = sentence_lengths(source), sentence_lengths(target)
        similarity = None
        if vectors is not None and len(lengths[0]) and len(lengths[1]):
            source_side, target_side = map(SideVectors.from_vectors, vectors, lengths)
            similarity = SentenceSimilarity(source_side, target_side)
        of_sides = ornaments(source), ornaments(target)
        return cls(lengths, breaks, with_corners(anchors, checked), similarity, documents, checked, start, of_sides)

    @property
    def size(self) -> tuple[int, int]:
        """(n, m): source and target sentences."""
        return len(self.lengths[0]), len(self.lengths[1])


def text_pairs(
    documents: Sequence[Parallel],
    vectors: VectorSource | None,
    report: Report,
    start: StartingValues | None = None,
) -> list[TextPair]:
    """The pairs of documents, with the similarity of their sentences if there is a source of vectors.

    start: the values of a profile; None without one.
    report: called with each batch of sentences whose vectors are computed.
    """
    if vectors is None:
        return [TextPair.from_documents(pair, start=start) for pair in documents]
    of_pairs = vectors.of_documents(documents, lambda done, total: report(Step.ENCODE, done, total))
    return [TextPair.from_documents(pair, of_pair, start) for pair, of_pair in zip(documents, of_pairs, strict=True)]
