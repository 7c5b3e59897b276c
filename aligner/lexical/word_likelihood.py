"""Likelihood of the tokens of a bead: how much better its two sides explain each other's tokens than chance does.

The target tokens w of a bead with source tokens u have the log-likelihood ratio, in nats,

    sum over w of ln [ nu + (1 - nu) r(w) ],   r(w) = (G(w) / L + e p(w)) / (G0(w) + e p(w)).

- G(w): gain, the sum of T(w | u) over the source tokens u of the bead; T is P(w | u) in the translation table
- L: number of source tokens of the bead, at least 5
- G0(w): the sum of T(w | u) over all source tokens of the text, divided by their number
- e p(w): chance; p is the share of w in the tokens of its text, and e = 0.15
- nu: noise, the probability that the translation of a token is not in its bead; EM estimates it

A bead's words are worth the mean of this ratio and of that of its source tokens given its target tokens.

A token whose translations do not occur in the other text is evidence if its translation would be recognised: then
r(w) = 0, since its translation is in no bead. It is worth ln nu in all two-sided beads alike, so that it tells which
sentences have no partner, and not which of two partners is the right one. Only the first `MAX_ABSENT` such tokens of a
sentence count. Other tokens without a translation in the other text are left out.

Example: two texts have two sentences of five tokens each. One token u of the first source sentence is the translation
of one token w of the first target sentence, with T = 0.9 both ways. So p = 1/10, e p = 0.015, G0 = 0.9 / 10 = 0.09, and
nu = 0.3 at first. In the bead of the first sentences, w has G = 0.9, and in a bead with the second source sentence, 0:

>>> import math
>>> ratios = [(gain / 5 + 0.015) / (0.09 + 0.015) for gain in (0.9, 0.0)]
>>> [round(math.log(0.3 + (1 - 0.3) * ratio), 2) for ratio in ratios]
[0.47, -0.92]

By symmetry, u has the same values. The words of the right bead, u with w, are worth (0.47 + 0.47) / 2 = 0.47 nats. The
wrong bead of the second source and the first target sentence holds w alone, and is worth -0.92 / 2 = -0.46 nats.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from aligner import kernel
from aligner.lattice.grid import Bools, Floats, Ints, sums_before
from aligner.lattice.quantized import QUANTUM
from aligner.lexical.gains import OtherSide
from aligner.lexical.local_text import LocalText
from aligner.lexical.ranges import concatenate_ranges, counts_before
from aligner.lexical.translation_table import TranslationTable

CHANCE = 0.15  # e; weight of a token's share of its text
MIN_LENGTH = 5.0  # tokens; L is at least this, so that a chance match in a very short side does not count for much
CLASS_WEIGHT = 20.0  # tokens; weight of the prior in the noise of a class
MAX_ABSENT = 8  # tokens of a sentence, at most, whose translations are absent; a free translation may lack them all
TYPE_WEIGHT = 5.0  # tokens; weight of the noise of its class in the noise of a type
NOISE_LIMITS = 0.02, 0.98  # probability; least and greatest nu


@dataclass(frozen=True)
class WordLikelihood:
    """The tokens of one side of a text, and how much the sentences of the other side explain them.

    types: (tokens,), local type number of each token that is evidence.
    ends: (sentences + 1,), how many of these tokens stand before each sentence; the last entry is the number of all.
    classes: (types,), number of the class of types that share a prior of their noise.
    prior_noise: (types,), nu before it is estimated.
    noise: (types,), nu as it is now.
    scale: (types,), 1 / (G0 + e p); 0 for types without a translation in the other text.
    scaled_chance: (types,), e p / (G0 + e p); 0 for the same types.
    other_side: the tokens of the other side, and their translations.
    """

    types: Ints
    ends: Ints
    classes: Ints
    prior_noise: Floats
    noise: Floats
    scale: Floats
    scaled_chance: Floats
    other_side: OtherSide

    @classmethod
    def from_texts(cls, text: LocalText, translation: LocalText, pairs: TranslationTable) -> WordLikelihood:
        """One side of a text, with the prior noise.

        text: the tokens of this side.
        translation: the tokens of the other side.
        pairs: translations from local types of `translation` to local types of `text`.
        """
        other_side = OtherSide.from_text(translation, pairs, len(text.numbers))
        mean_gain = other_side.total_gain(translation.counts) / max(len(translation.types), 1)
        chance = CHANCE * text.counts / max(len(text.types), 1)
        scale = np.divide(1.0, mean_gain + chance, out=np.zeros(len(chance)), where=mean_gain > 0)
        is_evidence = (mean_gain > 0)[text.types]
        is_evidence |= _first_of_sentences((text.recognisable & (mean_gain == 0))[text.types], text.ends)
        return cls(
            types=text.types[is_evidence],
            ends=counts_before(is_evidence)[text.ends],
            classes=text.classes,
            prior_noise=text.prior_noise,
            noise=text.prior_noise,
            scale=scale,
            scaled_chance=chance * scale,
            other_side=other_side,
        )

    @property
    def mean_reliability(self) -> float:
        """The mean of 1 - nu over all tokens that are evidence; 0 if there are none."""
        return 1.0 - float(self.noise[self.types].mean()) if len(self.types) else 0.0

    def value_of_gain(self) -> tuple[Floats, Floats]:
        """(types,) each, a and b: the value nu + (1 - nu) r of a token is a + b G / L."""
        reliability = 1 - self.noise
        return self.noise + reliability * self.scaled_chance, reliability * self.scale

    def max_worth(self, factor: float = 1.0) -> Floats:
        """(sentences,), nats: an upper bound of what the tokens of each sentence add to the worth of a bead.

        factor: the greatest by which other evidence multiplies a gain.

        The bound is half the sum of ln [ nu + (1 - nu) r ] over the tokens for which it is positive, with the greatest
        G / L of a single other sentence: G / L of a group of sentences is not greater than that of its best member.
        """
        without_gain, of_gain = self.value_of_gain()
        log_ratio = np.log(without_gain + of_gain * self.other_side.max_gain() * factor)
        sums = sums_before(np.maximum(log_ratio[self.types], 0.0))
        # The logarithm of a token is off by less than a quantum. The cost of the words of a bead is rounded to one, and
        # that of their order to four, see `BeadTable`: by up to two, of which each side bears one.
        margin = QUANTUM * (2 + np.diff(self.ends) / 2)
        bound: Floats = np.diff(sums[self.ends]) / 2 + margin
        return bound

    def refit(
        self, start: Ints, count: Ints, other_start: Ints, other_count: Ints, posterior: Floats
    ) -> WordLikelihood:
        """The same tokens with their noise estimated from beads, by one step of EM.

        start, count: (beads,), first sentence and number of sentences of each bead on this side.
        other_start, other_count: (beads,), the same on the other side.
        posterior: (beads,), P(bead | both texts).

        E-step: a token in a bead of posterior p is noise with the probability P(noise) = nu / (nu + (1 - nu) r).
        M-step, for classes and then for types, each smoothed by a prior that counts as a number of tokens:

            nu(class) = (sum of p P(noise) + CLASS_WEIGHT * prior noise) / (sum of p + CLASS_WEIGHT)
            nu(type) = (sum of p P(noise) + TYPE_WEIGHT * nu(class)) / (sum of p + TYPE_WEIGHT)

        The result is limited to `NOISE_LIMITS`.
        """
        noise_sum, weight_sum = self._expected_noise(start, count, other_start, other_count, posterior)
        classes = int(self.classes.max(initial=-1)) + 1
        prior = np.zeros(classes)
        prior[self.classes] = self.prior_noise
        by_class = np.bincount(self.classes, noise_sum, classes) + CLASS_WEIGHT * prior
        by_class /= np.bincount(self.classes, weight_sum, classes) + CLASS_WEIGHT
        by_type = noise_sum + TYPE_WEIGHT * by_class[self.classes]
        return replace(self, noise=np.clip(by_type / (weight_sum + TYPE_WEIGHT), *NOISE_LIMITS))

    def _expected_noise(
        self, start: Ints, count: Ints, other_start: Ints, other_count: Ints, posterior: Floats
    ) -> tuple[Floats, Floats]:
        """(types,) each: the sums of p P(noise) and of p over the tokens of beads, which are given as in `refit`."""
        if kernel.words is not None:
            sums = np.zeros(len(self.scale)), np.zeros(len(self.scale))
            beads = start, count, other_start, other_count, posterior
            types = self.noise, self.scale, self.scaled_chance
            kernel.words.expected_noise(
                self.types, self.ends, *self.other_side.arrays, *beads, *types, *sums, MIN_LENGTH
            )
            return sums
        begins, sizes = self.ends[start], self.ends[start + count] - self.ends[start]
        token = self.types[concatenate_ranges(begins, sizes)]
        bead = np.repeat(np.arange(len(start)), sizes)
        gain = self.other_side.gains_of_tokens(other_start, other_start + other_count, bead, token)
        lengths = self.other_side.ends[other_start + other_count] - self.other_side.ends[other_start]
        ratio = self.scaled_chance[token] + gain / np.maximum(lengths, MIN_LENGTH)[bead] * self.scale[token]
        nu, weight = self.noise[token], posterior[bead]
        noise = weight * nu / (nu + (1 - nu) * ratio)
        noise_sum, weight_sum = (np.bincount(token, amount, len(self.scale)) for amount in (noise, weight))
        return noise_sum.astype(np.float64), weight_sum.astype(np.float64)


def _first_of_sentences(marked: Bools, ends: Ints) -> Bools:
    """(tokens,): True for the first `MAX_ABSENT` marked tokens of each sentence.

    marked: (tokens,), True for the tokens to choose from.
    ends: (sentences + 1,), the number of tokens before each sentence, and of all.
    """
    before = counts_before(marked)
    rank = before[:-1] - np.repeat(before[ends[:-1]], np.diff(ends))
    return marked & (rank < MAX_ABSENT)
