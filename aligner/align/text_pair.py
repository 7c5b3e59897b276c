"""A pair of texts to align: lengths of sentences, paragraph breaks and anchors. The values are given, not fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aligner.align.checked import with_corners
from aligner.bitext import Anchors, CheckedBead, Document, Parallel
from aligner.characters import WITHOUT_LENGTH
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.grid import Floats


def sentence_lengths(document: Document) -> Floats:
    """(sentences,): characters of each sentence, without vowel marks, tatweel and invisible characters.

    Composed and decomposed letters have the same length.
    """
    text = document.text
    return np.array([len(WITHOUT_LENGTH.sub("", text[start:end])) for start, end in document.sentences], np.float64)


@dataclass(frozen=True, eq=False)
class TextPair:
    """Two texts to align.

    lengths: characters of the source and of the target sentences, (n,) and (m,).
    breaks: the paragraph breaks with the rates of the first round; None unless both texts have breaks.
    anchors: nodes that the path passes, in order.
    checked: beads that the alignment has, in order.
    documents: the texts themselves; None if only lengths are known.
    """

    lengths: tuple[Floats, Floats]
    breaks: BreakModel | None = None
    anchors: Anchors = ()
    documents: Parallel | None = None
    checked: Sequence[CheckedBead] = ()

    @classmethod
    def from_documents(cls, documents: Parallel) -> TextPair:
        """The pair of two documents."""
        source, target, anchors, checked, _ = documents
        breaks = BreakModel.from_breaks(len(source.sentences), len(target.sentences), source.breaks, target.breaks)
        lengths = sentence_lengths(source), sentence_lengths(target)
        return cls(lengths, breaks, with_corners(anchors, checked), documents, checked)

    @property
    def size(self) -> tuple[int, int]:
        """(n, m): source and target sentences."""
        return len(self.lengths[0]), len(self.lengths[1])
