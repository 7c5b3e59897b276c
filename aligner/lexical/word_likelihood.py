"""Likelihood of the tokens of a bead: how much better its two sides explain each other's tokens than chance does.

The target tokens w of a bead with source tokens u have the log-likelihood ratio, in nats,

    sum over w of ln [ nu + (1 - nu) r(w) ],   r(w) = (G(w) / L + e p(w)) / (G0(w) + e p(w)).

- G(w): gain, the sum of T(w | u) over the source tokens u of the bead; T is the translation table
- L: number of source tokens of the bead, at least 5
- G0(w): the sum of T(w | u) over all source tokens of the text, divided by their number
- e p(w): chance; p is the share of w in the tokens of its text, and e = 0.15
- nu: noise, the probability that the translation of a token is not where it should be; EM estimates it

A bead's words are worth the mean of this ratio and of that of its source tokens given its target tokens. Tokens whose
translations do not occur in the other text are left out.

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

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from aligner.lattice.grid import Floats, Ints, sums_before
from aligner.lattice.log_table import quantized_log
from aligner.lexical.ranges import concatenate_ranges, counts_before
from aligner.lexical.sentence_gains import SentenceGains
from aligner.lexical.translation_table import TranslationTable
from aligner.lexical.vocabulary import TokenizedText, TypeKey

Float32s = npt.NDArray[np.float32]
CHANCE = 0.15  # e; weight of a token's share of its text
MIN_LENGTH = 5.0  # tokens; shorter sides do not explain better for being short
PRIOR_NOISE = {"word": 0.3, "number": 0.3, "address": 0.3, "mark": 0.6}  # nu by kind of token, before it is estimated
CLASS_WEIGHT = 20.0  # tokens; weight of the prior in the noise of a class
TYPE_WEIGHT = 5.0  # tokens; weight of the noise of its class in the noise of a type
NOISE_LIMITS = 0.02, 0.98  # probability; least and greatest nu
_BEST_MARGIN = 1e-3  # nats; more than float32 and the table of logarithms are off by
_ROWS = 32  # rows of a band that are summed at once, to limit memory
_BUNCH = 4  # tokens; their ratios are multiplied before the logarithm is taken, few enough to stay within a float32


@dataclass(frozen=True)
class WordLikelihood:
    """The tokens of one side of a text, and how much the sentences of the other side explain them.

    types: (tokens,), local type number of each token that has a translation in the other text.
    ends: (sentences + 1,), how many of these tokens stand before each sentence, and in all.
    classes: (types,), number of the class of types that share a prior of their noise.
    prior_noise: (types,), nu before it is estimated.
    noise: (types,), nu as it is now.
    scale: (types,), 1 / (G0 + e p); 0 for types without a translation in the other text.
    scaled_chance: (types,), e p / (G0 + e p).
    max_gain: (types,), the greatest G / (number of tokens) of a single other sentence.
    other_lengths: (other sentences,), tokens of each.
    gains: G of single other sentences.
    """

    types: Ints
    ends: Ints
    classes: Ints
    prior_noise: Floats
    noise: Floats
    scale: Floats
    scaled_chance: Floats
    max_gain: Floats
    other_lengths: Floats
    gains: SentenceGains

    @classmethod
    def from_tokens(
        cls, text: TokenizedText, translation: TokenizedText, pairs: TranslationTable, type_keys: Sequence[TypeKey]
    ) -> WordLikelihood:
        """Return one side of a text, with the prior noise.

        text: tokens of this side, with local type numbers.
        translation: tokens of the other side, with local type numbers.
        pairs: translations from local types of `translation` to local types of `text`.
        type_keys: (types,), kind and stem of each local type of `text`.
        """
        size = len(type_keys)
        gains = SentenceGains.from_tokens(translation, pairs, size)
        sentence, w = np.divmod(gains.cells, max(size, 1))
        mean_gain = np.bincount(w, gains.values, size) / max(len(translation.types), 1)
        chance = CHANCE * np.bincount(text.types, minlength=size) / max(len(text.types), 1)
        other_lengths = np.diff(translation.ends).astype(np.float64)
        max_gain = np.zeros(size)
        np.maximum.at(max_gain, w, gains.values / other_lengths[sentence])
        scale = np.divide(1.0, mean_gain + chance, out=np.zeros(size), where=mean_gain > 0)
        has_translation = mean_gain[text.types] > 0
        class_names = list(map(_noise_class, type_keys))
        class_numbers = {name: number for number, name in enumerate(dict.fromkeys(class_names))}
        prior_noise = np.array([PRIOR_NOISE[kind] for kind, _ in type_keys])
        return cls(
            types=text.types[has_translation],
            ends=counts_before(has_translation)[text.ends],
            classes=np.array([class_numbers[name] for name in class_names], np.intp),
            prior_noise=prior_noise,
            noise=prior_noise,
            scale=scale,
            scaled_chance=chance * scale,
            max_gain=max_gain,
            other_lengths=other_lengths,
            gains=gains,
        )

    @property
    def mean_reliability(self) -> float:
        """The mean of 1 - nu over all tokens with a translation; 0 if there are none."""
        return 1.0 - float(self.noise[self.types].mean()) if len(self.types) else 0.0

    def best(self) -> Floats:
        """Return (sentences,), nats: an upper bound of what the tokens of each sentence add to the worth of a bead.

        The bound is half the sum of ln [ nu + (1 - nu) r ] over the tokens, with the greatest G / L that one other
        sentence has: G / L of a group of sentences is not greater than the greatest of its members.
        """
        log_ratio = np.log(self.noise + (1 - self.noise) * (self.scaled_chance + self.scale * self.max_gain))
        sums = sums_before(np.maximum(log_ratio[self.types], 0.0))
        return np.diff(sums[self.ends]) / 2 + _BEST_MARGIN

    def magnitude_bound(self, max_sentences: int) -> float:
        """Return an upper bound, in nats, of |sum of ln [ nu + (1 - nu) r ]| over the tokens of consecutive sentences.

        max_sentences: the largest number of these sentences.
        """
        log_cost = -np.log(self.noise + (1 - self.noise) * self.scaled_chance)  # of a token without any gain
        costs_before = sums_before(np.maximum(log_cost[self.types], 0.0))[self.ends]
        sums = np.stack([costs_before, sums_before(2 * self.best())])
        begins = np.maximum(np.arange(len(costs_before)) - max_sentences, 0)
        return float((sums - sums[:, begins]).max())

    def running_sums(
        self, first: Ints, last: Ints, max_sentences: int, wide: bool = False
    ) -> npt.NDArray[np.signedinteger]:
        """Return (max_sentences, cells), in quantized nats: sums of ln [ nu + (1 - nu) r ] along the rows of a band.

        Row k - 1, at the cell (i, j), holds the sum over the sentences before j on this side, given the last k other
        sentences before i. A sum starts anywhere in its row, so only differences of two cells of a row have a meaning.

        first, last: (other sentences + 1,), the least and the largest j of each row i.
        max_sentences: the largest k.
        wide: whether sums are int64. Sums of int32 wrap around; their differences are right if they fit an int32.
        """
        offsets = counts_before(last - first + 1)
        dtype = np.int64 if wide else np.int32
        all_sums = np.empty((max_sentences, offsets[-1]), dtype)
        other_tokens_before = sums_before(self.other_lengths)
        for begin in range(0, len(first), _ROWS):
            # 1. The cells of some rows, as a rectangle of rows and places that holds them
            rows = np.arange(begin, min(begin + _ROWS, len(first)))
            places = np.arange(int(first[rows].min()), int(last[rows].max()) + 1)
            in_band = (places >= first[rows, None]) & (places <= last[rows, None])
            gains, base = self._token_gains(begin - max_sentences, len(rows) + max_sentences, places[0], places[-1])
            # 2. Sentences that have a bunch of tokens; the sums of others are 0
            bunch_ends = self._bunches[1][places]
            filled = np.flatnonzero(np.diff(bunch_ends))
            starts = bunch_ends[filled] - bunch_ends[0]
            sentence_sums = np.zeros((len(rows), len(places)), dtype)
            group_gains = np.zeros((len(rows), *base.shape), np.float32)
            ratios = np.empty_like(group_gains)
            for k in range(1, max_sentences + 1):
                # 3. The ratio of each token, given the last k other sentences before the row
                group_gains += gains[max_sentences - k : max_sentences - k + len(rows)]
                lengths = other_tokens_before[rows] - other_tokens_before[np.maximum(rows - k, 0)]
                inverse_lengths = (1 / np.maximum(lengths, MIN_LENGTH)).astype(np.float32)
                np.multiply(group_gains, inverse_lengths[:, None, None], out=ratios)
                ratios += base
                # 4. The sum of each sentence, and sums along the row
                if len(filled):
                    log_ratios = quantized_log(np.multiply.reduce(ratios, axis=1), 1.0)
                    sentence_sums[:, filled + 1] = np.add.reduceat(log_ratios, starts, axis=1, dtype=dtype)
                row_sums = np.cumsum(sentence_sums, axis=1, dtype=dtype)
                all_sums[k - 1, offsets[begin] : offsets[rows[-1] + 1]] = row_sums[in_band]
        return all_sums

    @cached_property
    def _bunches(self) -> tuple[Ints, Ints]:
        """The tokens of each sentence in bunches of `_BUNCH`.

        (bunches, _BUNCH): their types; the last bunch of a sentence is filled with the number of types.
        (sentences + 1,): the number of bunches before each sentence, and in all.
        """
        counts = np.diff(self.ends)
        ends = counts_before(-(-counts // _BUNCH))
        bunches = np.full(ends[-1] * _BUNCH, len(self.scale))
        bunches[concatenate_ranges(ends[:-1] * _BUNCH, counts)] = self.types
        return bunches.reshape(-1, _BUNCH), ends

    def _token_gains(self, begin: int, count: int, low: int, high: int) -> tuple[Float32s, Float32s]:
        """Return what other sentences add to nu + (1 - nu) r of the tokens of the sentences from `low` up to `high`.

        begin, count: the first of the other sentences, which may be negative, and their number; sentences outside of
        the text add nothing.

        (count, _BUNCH, bunches): (1 - nu) G(w) / (G0 + e p) of each other sentence; 0 where a bunch has no token.
        (_BUNCH, bunches): nu + (1 - nu) e p / (G0 + e p), the value without any gain; 1 where a bunch has no token.
        """
        bunches, ends = self._bunches
        size, reliability = len(self.scale), 1 - self.noise
        types, which = np.unique(bunches[ends[low] : ends[high]].T, return_inverse=True)
        local = np.full(size + 1, -1)
        local[types] = np.arange(len(types))
        cells = slice(*np.searchsorted(self.gains.cells, np.clip([begin, begin + count], 0, None) * size))
        sentence, w = np.divmod(self.gains.cells[cells], max(size, 1))
        is_local = local[w] >= 0
        sentence, w = sentence[is_local], w[is_local]
        gains = np.zeros((count, len(types)), np.float32)
        gains[sentence - begin, local[w]] = self.gains.values[cells][is_local] * (self.scale * reliability)[w]
        base = np.append(self.noise + reliability * self.scaled_chance, 1.0)[types].astype(np.float32)
        return gains[:, which], base[which]

    def refit(
        self, start: Ints, count: Ints, other_start: Ints, other_count: Ints, posterior: Floats
    ) -> WordLikelihood:
        """Return the same tokens with their noise estimated from beads, by one step of EM.

        start, count: (beads,), first sentence and number of sentences of each bead on this side.
        other_start, other_count: (beads,), the same on the other side.
        posterior: (beads,), P(bead | both texts).

        E-step: a token in a bead of posterior p is noise with the probability P(noise) = nu / (nu + (1 - nu) r).
        M-step, for classes and then for types, each smoothed by a prior that counts as a number of tokens:

            nu(class) = (sum of p P(noise) + CLASS_WEIGHT * prior noise) / (sum of p + CLASS_WEIGHT)
            nu(type) = (sum of p P(noise) + TYPE_WEIGHT * nu(class)) / (sum of p + TYPE_WEIGHT)

        The result is limited to `NOISE_LIMITS`.
        """
        token, bead, ratio = self._bead_ratios(start, count, other_start, other_count)
        nu, weight = self.noise[token], posterior[bead]
        noise = weight * nu / (nu + (1 - nu) * ratio)
        classes = int(self.classes.max(initial=-1)) + 1
        prior = np.zeros(classes)
        prior[self.classes] = self.prior_noise
        counted = np.bincount(self.classes[token], weight, classes)
        by_class = np.bincount(self.classes[token], noise, classes) + CLASS_WEIGHT * prior
        by_class /= counted + CLASS_WEIGHT
        counted = np.bincount(token, weight, len(self.scale))
        by_type = np.bincount(token, noise, len(self.scale)) + TYPE_WEIGHT * by_class[self.classes]
        return replace(self, noise=np.clip(by_type / (counted + TYPE_WEIGHT), *NOISE_LIMITS))

    def _bead_ratios(self, start: Ints, count: Ints, other_start: Ints, other_count: Ints) -> tuple[Ints, Ints, Floats]:
        """Return type, number of the bead, and r of each token of beads, which are given as in `refit`."""
        begins = self.ends[start]
        sizes = self.ends[start + count] - begins
        token = self.types[concatenate_ranges(begins, sizes)]
        bead = np.repeat(np.arange(len(start)), sizes)
        gain = np.zeros(len(token))
        for k in range(int(other_count.max(initial=0)) if len(self.gains.cells) else 0):
            cell = (other_start[bead] + k) * len(self.scale) + token
            at = np.minimum(np.searchsorted(self.gains.cells, cell), len(self.gains.cells) - 1)
            has_gain = (k < other_count[bead]) & (self.gains.cells[at] == cell)
            gain[has_gain] += self.gains.values[at[has_gain]]
        other_tokens_before = sums_before(self.other_lengths)
        lengths = other_tokens_before[other_start + other_count] - other_tokens_before[other_start]
        ratio = self.scaled_chance[token] + gain / np.maximum(lengths, MIN_LENGTH)[bead] * self.scale[token]
        return token, bead, ratio


def _noise_class(key: TypeKey) -> str:
    """Return the class of types that a type shares a prior with: a class for each mark, and one for each other kind."""
    kind, stem = key
    return stem if kind == "mark" else kind
