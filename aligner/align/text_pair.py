"""A pair of texts to align: lengths of sentences, paragraph breaks and anchors. The values are given, not fitted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from aligner.align.limits import ALIGN_LIMITS, AlignLimits
from aligner.bitext import Anchors, Document, Parallel
from aligner.characters import WITHOUT_LENGTH
from aligner.evidence.length_model import LengthModel
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.adaptive_band import AdaptiveBand, search_adaptive
from aligner.lattice.grid import Block, Floats, Ints, centre_line_along, proportional_centre_line
from aligner.lattice.limits import SEARCH_LIMITS, SearchLimits

# Characters without a length: vowel marks and other combining marks, format and control characters, tatweel.


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
    documents: the texts themselves; None if only lengths are known.
    """

    lengths: tuple[Floats, Floats]
    breaks: BreakModel | None = None
    anchors: Anchors = ()
    documents: Parallel | None = None

    @classmethod
    def from_documents(cls, documents: Parallel) -> TextPair:
        """The pair of two documents."""
        source, target, anchors = documents
        breaks = BreakModel.from_breaks(len(source.sentences), len(target.sentences), source.breaks, target.breaks)
        return cls((sentence_lengths(source), sentence_lengths(target)), breaks, anchors, documents)

    @property
    def size(self) -> tuple[int, int]:
        """(n, m): source and target sentences."""
        return len(self.lengths[0]), len(self.lengths[1])

    def blocks(self, number: int) -> list[Block]:
        """The blocks between anchors, for the text of this number in the costs."""
        corners = pairwise([(0, 0), *self.anchors, self.size])
        return [Block(number, i, j, end_i - i, end_j - j) for (i, j), (end_i, end_j) in corners]

    def adaptive_band(self, block: Block, limits: SearchLimits, align_limits: AlignLimits) -> AdaptiveBand:
        """The band where a block is searched first."""

        def centre_line() -> Ints:
            """The line of the sentences of the block; a block that is searched in full does not need it."""
            source, target = self.lengths
            lengths = source[block.i : block.i + block.n], target[block.j : block.j + block.m]
            return expected_line(*lengths, limits, align_limits)

        return AdaptiveBand(block, centre_line, limits=limits)


def expected_line(
    source: Floats, target: Floats, limits: SearchLimits = SEARCH_LIMITS, align_limits: AlignLimits = ALIGN_LIMITS
) -> Ints:
    """(n + m + 1,): i on every diagonal of the line along which the path is expected.

    In a short text this is the line on which equal shares of both texts have been read. In a long text it is the path
    of a coarse alignment, whose sentences are runs of sentences.

    source, target: (n,) and (m,), characters of each sentence.
    """
    # 1. A short text, or one whose other text is empty.
    if len(source) + len(target) < align_limits.coarse_sentences or not len(source) or not len(target):
        return proportional_centre_line(source, target)
    # 2. Join sentences to runs, and align the runs. If there are many runs, their band is laid along runs of runs.
    run = align_limits.run_sentences
    runs = [np.add.reduceat(lengths, np.arange(0, len(lengths), run)) for lengths in (source, target)]
    model = LengthModel.from_lengths(runs[0], runs[1])
    block = Block(0, 0, 0, len(runs[0]), len(runs[1]))
    band = TextPair((runs[0], runs[1])).adaptive_band(block, limits, align_limits)
    search_adaptive(LengthModel.costs([model], [(runs[0], runs[1])]), [band])
    # 3. Draw the line along their path.
    return centre_line_along(np.minimum(band.path * run, [len(source), len(target)]))
