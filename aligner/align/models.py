"""The models of a pair of texts, as one frozen value for each round of expectation-maximisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from aligner.align.text_pair import TextPair
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.evidence.protocols import AnyLengthModel
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.kinds import Kind
from aligner.lexical.word_model import WordModel
from aligner.semantic.similarity import SentenceSimilarity

# Share of the expected beads of several sentences on both sides that count as such. Where words do not tell at which
# sentence one pair ends and the next begins, a bead of both pairs is likelier than either division. If these beads
# counted in full, they would teach the priors that the translation joins sentences, and more of them would follow.
JOINED_SHARE = 0.3


@dataclass(frozen=True, eq=False)
class Models:
    """The models of a pair of texts.

    length: the length model.
    breaks: the model of paragraph breaks; None in the first round, and if a text has no breaks.
    similarity: the similarity of sentences, which is not fitted; None without vectors.
    words: the word model; None if the method does not use words, or before they are used.
    """

    length: AnyLengthModel
    breaks: BreakModel | None
    words: WordModel | None = None
    similarity: SentenceSimilarity | None = None

    def refit(self, pair: TextPair, beads: BeadPosteriors, counts: Mapping[Kind, float]) -> Models:
        """The models fitted to beads and their posteriors: one M-step.

        counts: expected beads of each kind, from which the priors are fitted. With words, those of several sentences on
        both sides count with `JOINED_SHARE`.
        """
        unfitted = self.breaks or pair.breaks
        if self.words:
            counts = {kind: count * (JOINED_SHARE if min(kind) > 1 else 1.0) for kind, count in counts.items()}
        return Models(
            self.length.refit(*pair.lengths, beads, counts),
            unfitted.refit(beads) if unfitted else None,
            self.words.refit(beads) if self.words else None,
            self.similarity,
        )

    def with_words(self, words: WordModel) -> Models:
        """The same models with a new word model, whose noise stays as it was fitted."""
        return replace(self, words=words.with_noise_of(self.words) if self.words else words)
