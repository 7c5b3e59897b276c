"""The models of a group of text pairs, as one frozen value for each round of expectation-maximisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aligner.align.text_pair import TextPair
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.evidence.protocols import AnyLengthModel
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.kinds import Kind
from aligner.lexical.word_model import WordModel


@dataclass(frozen=True, eq=False)
class Models:
    """The models of the pairs of a group; every sequence has one entry for each pair, in the order of the group.

    lengths: the length models, all of one class.
    breaks: the paragraph-break models. In the first round all are None, so that breaks are first fitted to beads
    that were chosen without them. Later, a model is None only if a text of its pair has no breaks.
    words: the word models, or None if the method does not use words.
    """

    lengths: Sequence[AnyLengthModel]
    breaks: Sequence[BreakModel | None]
    words: Sequence[WordModel] | None = None

    def refit(
        self,
        pairs: Sequence[TextPair],
        beads: Sequence[BeadPosteriors | None],
        counts: Sequence[Mapping[Kind, float]],
    ) -> Models:
        """The models fitted to the beads of each pair: one M-step.

        beads: the beads of each pair and their posteriors; None for a pair whose models are not fitted.
        counts: expected beads of each kind, from which the priors of each pair are fitted.
        """
        lengths, breaks = list(self.lengths), list(self.breaks)
        words = None if self.words is None else list(self.words)
        for number, (pair, of_pair) in enumerate(zip(pairs, beads, strict=True)):
            if of_pair is None:
                continue
            lengths[number] = lengths[number].refit(*pair.lengths, of_pair, counts[number])
            unfitted = breaks[number] or pair.breaks
            breaks[number] = unfitted.refit(of_pair) if unfitted else None
            if words is not None:
                words[number] = words[number].refit(of_pair)
        return Models(lengths, breaks, words)

    def with_translations(self, words: Sequence[WordModel]) -> Models:
        """The same models with new word models, whose noise stays as it was fitted."""
        if self.words is None:
            return replace(self, words=words)
        pairs = zip(words, self.words, strict=True)
        return replace(self, words=[model.with_noise_of(fitted) for model, fitted in pairs])

    def select(self, numbers: Sequence[int]) -> Models:
        """The models of the pairs of these numbers; a number may occur twice."""
        return Models(
            [self.lengths[number] for number in numbers],
            [self.breaks[number] for number in numbers],
            None if self.words is None else [self.words[number] for number in numbers],
        )
