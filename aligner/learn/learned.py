"""All that a sample shows: the parts of a profile, and sentences about those that it cannot show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aligner.evidence.starting_lengths import StartingLengths
from aligner.lattice.kinds import Kind
from aligner.learn import abbreviations, lengths, priors, words
from aligner.learn.sample import MAX_PAIRS, Sample
from aligner.learn.words import Entry, Tokens

MIN_PAIRS = 20  # pairs from which on lengths and words are learned; fewer show chance


class Learned(NamedTuple):
    """The parts of a profile; those that the rows do not show are empty or None.

    source, target: language tags.
    sample: the rows.
    priors: P(kind).
    lengths: ratio, slope and curve.
    reliability: 1 - nu of the words of both sides.
    entries: the lexicon.
    abbreviations: of both sides.
    """

    source: str
    target: str
    sample: Sample
    priors: Mapping[Kind, float]
    lengths: StartingLengths | None
    reliability: tuple[float, float] | None
    entries: Sequence[Entry]
    abbreviations: tuple[Sequence[str], Sequence[str]]

    def notices(self) -> list[str]:
        """Return sentences about what the rows do not show, and which values stay the defaults."""
        sample, sentences = self.sample, []
        if not sample.of_several:
            sentences.append("no pair has several sentences on a side, so the priors of such kinds stay the defaults")
        if not sample.one_sided:
            sentences.append("no sentence is without a translation, so the priors of 1-0 and 0-1 stay the defaults")
        if self.lengths is None:
            counted = f"fewer than {MIN_PAIRS} pairs, counted by their confidence"
            sentences.append(f"{counted}, so that lengths and words stay the defaults")
        elif not self.entries:
            sentences.append("no translation of a word is certain enough for the lexicon")
        if sample.left_out:
            sentences.append(f"learned from the first {MAX_PAIRS} pairs; {sample.left_out} are left out")
        return sentences


def learn(sample: Sample, source: str, target: str) -> Learned:
    """Return what a sample of rows in two languages, given by their tags, shows."""
    of_sides = (
        abbreviations.learn_abbreviations(sample.sentences[0], source),
        abbreviations.learn_abbreviations(sample.sentences[1], target),
    )
    of_kinds = priors.learn_priors(sample.kinds)
    if sum(sample.weights) < MIN_PAIRS:
        return Learned(source, target, sample, of_kinds, None, None, (), of_sides)
    tokens = Tokens.from_sample(sample, source, target)
    return Learned(
        source,
        target,
        sample,
        of_kinds,
        lengths.learn_lengths(sample.lengths, sample.weights),
        words.learn_reliability(tokens),
        words.learn_entries(tokens),
        of_sides,
    )
