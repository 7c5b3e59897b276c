"""What the words of a bead say: how much better its two sides explain each other's tokens than chance does.

For the target tokens w of a bead with source tokens u,

    sum over w of ln [ nu + (1 - nu) (G(w) / L + e p(w)) / (G0(w) + e p(w)) ],

where G(w) is the sum over u of T(w | u), L the number of u, at least 5, G0 the same ratio for the whole
text, p the share of w in its text and e = 0.15. nu is how unreliable a token is: how often its
translation is not where it should be. A bead is worth the mean of this and of the same with the
sides changed. Tokens of which no translation is known say nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from aligner.lattice.grid import Floats, Ints
from aligner.lattice.log_table import quantized_log
from aligner.lexical.translation_table import TranslationTable, concatenate_ranges
from aligner.lexical.vocabulary import TokenizedText

Float32s = npt.NDArray[np.float32]
CHANCE = 0.15  # e: weight of a token's share of its text
LEAST_LENGTH = 5.0  # tokens; shorter sides do not explain better for being short
UNRELIABLE = {"word": 0.3, "number": 0.3, "address": 0.3, "mark": 0.6}  # nu before it is learned
CLASS_WEIGHT = 20.0  # tokens that the first nu of a class counts for
TYPE_WEIGHT = 5.0  # tokens that nu of its class counts for, for a type
LIMITS = 0.02, 0.98  # of nu
_SENTENCES = 256  # of the other side that are looked at at a time, so that memory does
_ROWS = 32  # sentences that are looked at at a time
_BUNCH = 4  # tokens whose worth is multiplied before a logarithm is taken, few enough to stay within a float32


@dataclass(frozen=True)
class WordLikelihood:
    """The tokens of one side of a text, and how the sentences of the other side explain them.

    types, ends: the tokens of which a translation is known, by local number of type, and how many
    stand before each sentence. first, unreliable: (types,), nu before it is learned, and now.
    classes: (types,), what each learns with. scale, flat: (types,), 1 / (G0 + e p), and e p of it.
    most: (types,), the greatest G(w) / L of one sentence. lengths: (other sentences,), tokens of each.
    gains: G(w) of each sentence of the other side, where it is not 0: sentence * types + w in order,
    and the value.
    """

    types: Ints
    ends: Ints
    classes: Ints
    first: Floats
    unreliable: Floats
    scale: Floats
    flat: Floats
    most: Floats
    lengths: Floats
    cells: Ints
    gains: Floats

    @classmethod
    def from_tokens(
        cls, text: TokenizedText, other: TokenizedText, pairs: TranslationTable, kinds: Sequence[tuple[str, str]]
    ) -> WordLikelihood:
        """One side as the translations explain it. pairs: from types of `other` to those of `text`, local."""
        size = len(kinds)
        cells, gains = _gains(other, pairs, size)
        sentence, w = np.divmod(cells, max(size, 1))
        whole_gain = np.bincount(w, gains, size) / max(len(other.types), 1)
        share = CHANCE * np.bincount(text.types, minlength=size) / max(len(text.types), 1)
        lengths = np.diff(other.ends).astype(np.float64)
        most = np.zeros(size)
        np.maximum.at(most, w, gains / lengths[sentence])
        scale = np.divide(1.0, whole_gain + share, out=np.zeros(size), where=whole_gain > 0)
        known = whole_gain[text.types] > 0
        names = {name: number for number, name in enumerate(dict.fromkeys(map(_class, kinds)))}
        first = np.array([UNRELIABLE[kind] for kind, _ in kinds])
        return cls(
            text.types[known],
            np.append(0, np.cumsum(known))[text.ends],
            np.array([names[_class(key)] for key in kinds], np.intp),
            first,
            first,
            scale,
            share * scale,
            most,
            lengths,
            cells,
            gains,
        )

    @property
    def reliable(self) -> float:
        """The mean of 1 - nu of all tokens; 0 if there are none."""
        return 1.0 - float(self.unreliable[self.types].mean()) if len(self.types) else 0.0

    def best(self) -> Floats:
        """(sentences,), nats: half of what its tokens are worth where they are explained as well as can be.

        G(w) / L of a group of sentences is never more than the greatest of one of them.
        """
        worth = np.log(self.unreliable + (1 - self.unreliable) * (self.flat + self.scale * self.most))
        sums = np.append(0.0, np.cumsum(np.maximum(worth[self.types], 0.0)))
        return np.diff(sums[self.ends]) / 2 + 1e-3

    def reach(self, most: int) -> float:
        """Nats, more than which the tokens of no `most` sentences are worth, or cost."""
        costs = -np.log(self.unreliable + (1 - self.unreliable) * self.flat)
        before = np.append(0.0, np.cumsum(np.maximum(costs[self.types], 0.0)))[self.ends]
        both = np.stack([before, np.append(0.0, np.cumsum(2 * self.best()))])
        return float((both - both[:, np.maximum(np.arange(len(before)) - most, 0)]).max())

    def prefixes(self, first: Ints, last: Ints, most: int, wide: bool = False) -> npt.NDArray[np.signedinteger]:
        """(most, cells): what the sentences before each place are worth, explained by 1 to `most` sentences.

        first, last: for each number i of sentences of the other side the least and the largest
        place, which are looked at. The sentences that explain are the last before i. The sums begin
        anywhere, so that only differences in a row mean something, and may run over and round if they are not `wide`.
        """
        offsets = np.append(0, np.cumsum(last - first + 1))
        number = np.int64 if wide else np.int32
        found = np.empty((most, offsets[-1]), number)
        before = np.append(0.0, np.cumsum(self.lengths))
        for begin in range(0, len(first), _ROWS):
            rows = np.arange(begin, min(begin + _ROWS, len(first)))
            places = np.arange(int(first[rows].min()), int(last[rows].max()) + 1)
            looked_at = (places >= first[rows, None]) & (places <= last[rows, None])
            gains, flat = self._gains_of(begin - most, len(rows) + most, places[0], places[-1])
            # Only sentences with a token of which a translation is known are worth anything.
            ends = self._bunches[1][places]
            some = np.flatnonzero(np.diff(ends))
            starts = ends[some] - ends[0]
            sums = np.zeros((len(rows), len(places)), number)
            group = np.zeros((len(rows), *flat.shape), np.float32)
            values = np.empty_like(group)
            for k in range(1, most + 1):
                group += gains[most - k : most - k + len(rows)]
                length = before[rows] - before[np.maximum(rows - k, 0)]
                np.multiply(group, (1 / np.maximum(length, LEAST_LENGTH)).astype(np.float32)[:, None, None], out=values)
                values += flat
                if len(some):
                    worth = quantized_log(np.multiply.reduce(values, axis=1), 1.0)
                    sums[:, some + 1] = np.add.reduceat(worth, starts, axis=1, dtype=number)
                running = np.cumsum(sums, axis=1, dtype=number)
                found[k - 1, offsets[begin] : offsets[rows[-1] + 1]] = running[looked_at]
        return found

    @cached_property
    def _bunches(self) -> tuple[Ints, Ints]:
        """(bunches, _BUNCH): the tokens of each sentence, some at a time, `types` where it has no more of them; and
        (sentences + 1,), how many bunches stand before each sentence, and in all."""
        counts = np.diff(self.ends)
        ends = np.append(0, np.cumsum(-(-counts // _BUNCH)))
        bunches = np.full(ends[-1] * _BUNCH, len(self.scale))
        bunches[concatenate_ranges(ends[:-1] * _BUNCH, counts)] = self.types
        return bunches.reshape(-1, _BUNCH), ends

    def _gains_of(self, begin: int, count: int, low: int, high: int) -> tuple[Float32s, Float32s]:
        """(count, _BUNCH, bunches): what each of some sentences of the other side gives to each token of the sentences
        from `low` up to `high`, (1 - nu) G(w) / (G0 + e p); and (_BUNCH, bunches), what the token has without; in
        all, nothing and 1 for what is no token."""
        bunches, ends = self._bunches
        size, reliable = len(self.scale), 1 - self.unreliable
        types, which = np.unique(bunches[ends[low] : ends[high]].T, return_inverse=True)
        local = np.full(size + 1, -1)
        local[types] = np.arange(len(types))
        here = slice(*np.searchsorted(self.cells, np.clip([begin, begin + count], 0, None) * size))
        sentence, w = np.divmod(self.cells[here], max(size, 1))
        met = local[w] >= 0
        gains = np.zeros((count, len(types)), np.float32)
        gains[sentence[met] - begin, local[w[met]]] = self.gains[here][met] * (self.scale * reliable)[w[met]]
        flat = np.append(self.unreliable + reliable * self.flat, 1.0)[types].astype(np.float32)
        return gains[:, which], flat[which]

    def refit(self, start: Ints, count: Ints, other: Ints, others: Ints, probability: Floats) -> WordLikelihood:
        """The same, with nu learned from beads: one M-step.

        start, count: first sentence and sentences of each bead on this side; other, others: likewise on
        the other side. A token is noise with probability nu / (nu + (1 - nu) r), r the ratio that
        it is worth. Tokens count by the probability of their bead.
        """
        begins = self.ends[start]
        sizes = self.ends[start + count] - begins
        token = self.types[concatenate_ranges(begins, sizes)]
        bead = np.repeat(np.arange(len(start)), sizes)
        gain = np.zeros(len(token))
        for k in range(int(others.max(initial=0))):
            cell = (other[bead] + k) * len(self.scale) + token
            at = np.minimum(np.searchsorted(self.cells, cell), max(len(self.cells) - 1, 0))
            met = (k < others[bead]) & (self.cells[at] == cell) if len(self.cells) else np.zeros(len(token), bool)
            gain[met] += self.gains[at[met]]
        before = np.append(0.0, np.cumsum(self.lengths))
        length = np.maximum(before[other + others] - before[other], LEAST_LENGTH)[bead]
        ratio = self.flat[token] + gain / length * self.scale[token]
        nu, weight = self.unreliable[token], probability[bead]
        noise = weight * nu / (nu + (1 - nu) * ratio)
        classes = int(self.classes.max(initial=-1)) + 1
        counted = np.bincount(self.classes[token], weight, classes)
        first = np.zeros(classes)
        first[self.classes] = self.first
        by_class = (np.bincount(self.classes[token], noise, classes) + CLASS_WEIGHT * first) / (counted + CLASS_WEIGHT)
        counted = np.bincount(token, weight, len(self.scale))
        by_type = np.bincount(token, noise, len(self.scale)) + TYPE_WEIGHT * by_class[self.classes]
        return replace(self, unreliable=np.clip(by_type / (counted + TYPE_WEIGHT), *LIMITS))


def _gains(other: TokenizedText, pairs: TranslationTable, size: int) -> tuple[Ints, Floats]:
    """Where G(w) of single sentences is not 0, as sentence * size + w in order, and what it is there."""
    cells, gains = [np.empty(0, np.intp)], [np.empty(0)]
    pairs = pairs.take(pairs.forward > 0)
    for begin in range(0, len(other.ends) - 1, _SENTENCES):
        end = min(begin + _SENTENCES, len(other.ends) - 1)
        tokens = slice(other.ends[begin], other.ends[end])
        types = other.types[tokens]
        begins = np.searchsorted(pairs.source, types)
        counts = np.searchsorted(pairs.source, types, "right") - begins
        entry = concatenate_ranges(begins, counts)
        sentences = np.repeat(np.arange(begin, end), np.diff(other.ends[begin : end + 1]))
        some, which = np.unique(np.repeat(sentences, counts) * size + pairs.target[entry], return_inverse=True)
        cells.append(some)
        gains.append(np.bincount(which, pairs.forward[entry], len(some)).astype(np.float64))
    return np.concatenate(cells), np.concatenate(gains)


def _class(key: tuple[str, str]) -> str:
    """What a type learns with: each mark by itself, all words, all numbers."""
    kind, stem = key
    return stem if kind == "mark" else kind
