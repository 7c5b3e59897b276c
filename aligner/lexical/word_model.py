"""The words of one text: costs of its beads by their words, and the noise of its tokens; see `word_likelihood`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aligner.lattice.costs import WordSums
from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Band, Floats
from aligner.lexical.local_text import LocalText, known_share
from aligner.lexical.translation_table import TranslationTable
from aligner.lexical.word_likelihood import WordLikelihood
from aligner.lexical.word_sums import word_sums

MIN_POSTERIOR = 0.05  # less probable beads are not used to fit the noise


@dataclass(frozen=True)
class WordModel:
    """The words of one text.

    source: the source tokens as the target explains them.
    target: the target tokens as the source explains them.
    known_share: share of the words of both sides that are recognisable, see `LocalText`.
    """

    source: WordLikelihood
    target: WordLikelihood
    known_share: float

    @classmethod
    def from_texts(cls, source: LocalText, target: LocalText, pairs: TranslationTable) -> WordModel:
        """The model of a text with the prior noise.

        source, target: the tokens of the two sides.
        pairs: translations between the types of their vocabularies.
        """
        local_pairs = pairs.restricted_to(source.numbers, target.numbers)
        return cls(
            WordLikelihood.from_texts(source, target, local_pairs.swapped()),
            WordLikelihood.from_texts(target, source, local_pairs),
            known_share([source, target]),
        )

    def sums(self, band: Band, widest: int) -> WordSums:
        """Running sums of what the words are worth at the nodes of a band, from which the costs of its beads follow.

        widest: sentences of one side of a bead, at most.
        """
        return word_sums(self.source, self.target, band, widest)

    def max_worth(self, factor: float = 1.0) -> tuple[Floats, Floats]:
        """(n,) and (m,), nats: upper bounds of what the tokens of each sentence add to the worth of a bead.

        factor: the greatest by which other evidence multiplies a gain.
        """
        return self.source.max_worth(factor), self.target.max_worth(factor)

    def with_noise_of(self, model: WordModel) -> WordModel:
        """This model with the noise of another model of the same text."""
        return replace(
            self,
            source=replace(self.source, noise=model.source.noise),
            target=replace(self.target, noise=model.target.noise),
        )

    def parameters(self) -> dict[str, float]:
        """The mean of 1 - nu over the tokens of each side, under the names of the output's metadata."""
        return {"reliable_source": self.source.mean_reliability, "reliable_target": self.target.mean_reliability}

    def refit(self, beads: BeadPosteriors) -> WordModel:
        """The model with its noise estimated from beads and their posteriors, by one step of EM."""
        i, j, s, t, posterior = beads.take((beads.probability > MIN_POSTERIOR) & (beads.s > 0) & (beads.t > 0))
        source, target = self.source.refit(i, s, j, t, posterior), self.target.refit(j, t, i, s, posterior)
        return replace(self, source=source, target=target)
