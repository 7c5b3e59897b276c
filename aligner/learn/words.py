"""Translations of words from pairs by IBM Model 1, and the reliabilities of words.

Model 1 gives any two words a probability that occur together in a pair. An entry of the lexicon has to be more
significant than that: by Fisher's exact test, as in Moore, "On log-likelihood-ratios and the significance of rare
events" (EMNLP 2004), and Johnson, Martin, Foster & Kuhn, "Improving translation quality by discarding most of the
phrasetable" (EMNLP 2007, section 2). With N pairs, two words that occur once each, and in the same pair, have
p = 1 / N. Nearly all such pairs of words are chance, so that an entry needs a smaller p.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aligner.lattice.forward_backward import BeadPosteriors
from aligner.lattice.grid import Bools, Floats
from aligner.learn.sample import Sample
from aligner.lexical import lexicon
from aligner.lexical.cognates import surface_matches
from aligner.lexical.ibm1 import MAX_SENTENCES, TrainingBeads, select_training_beads, train_ibm1
from aligner.lexical.local_text import LocalText
from aligner.lexical.translation_table import TranslationTable, merge_tables
from aligner.lexical.vocabulary import TokenizedText, Vocabulary
from aligner.lexical.word_likelihood import WordLikelihood
from aligner.lexical.word_model import WordModel

# Least P(target | source) and P(source | target) of an entry. What is less likely in either direction is mostly chance;
# of .03, .1 and .25, it lifted most texts of ten domains.
MIN_ENTRY = 0.25
MAX_TOKEN_PAIRS = 12_000_000  # to learn from, some 20,000 pairs; of more, a sample is used
MARGIN = 1e-6  # by which -ln p has to exceed ln N, so that rounding does not decide
NEGLIGIBLE = 1e-12  # share of the sum of Fisher's test, below which its terms are left out
REFITS = 3  # of the noise of words
DECIMALS = 4  # of a weight

Entry = tuple[str, str, float]


class Tokens(NamedTuple):
    """The tokens of the pairs of a sample; each side of a pair counts as one sentence.

    vocabularies: the types of both sides.
    sides: the tokens of both sides.
    weights: (pairs,), the weight of each pair; 0 for one of more than `ibm1.MAX_SENTENCES` sentences on a side.
    """

    vocabularies: tuple[Vocabulary, Vocabulary]
    sides: tuple[TokenizedText, TokenizedText]
    weights: Floats

    @classmethod
    def from_sample(cls, sample: Sample, source: str, target: str) -> Tokens:
        """The tokens of a sample in two languages, given by their tags."""
        vocabularies = Vocabulary(source, target), Vocabulary(target, source)
        sides = vocabularies[0].add(sample.source), vocabularies[1].add(sample.target)
        # Which words of a long pair translate each other is too uncertain.
        is_short = np.array(sample.sizes, np.intp) <= MAX_SENTENCES
        return cls(vocabularies, sides, np.where(is_short, np.array(sample.weights, np.float64), 0.0))

    def beads(self, chosen: Bools | None = None) -> BeadPosteriors:
        """The pairs as beads of one sentence and one.

        chosen: (pairs,), True for those to take; None for all.
        """
        numbers = np.arange(len(self.weights)) if chosen is None else np.flatnonzero(chosen)
        ones = np.ones(len(numbers), np.intp)
        return BeadPosteriors(numbers, numbers, ones, ones, self.weights[numbers])

    def training(self, chosen: Bools | None = None) -> TrainingBeads:
        """The words of the pairs that are likely to be right; `chosen` as in `beads`."""
        marks = [_is_kind(vocabulary.type_keys, ("mark",)) for vocabulary in self.vocabularies]
        return select_training_beads(*self.sides, self.beads(chosen), (~marks[0], ~marks[1]))


def learn_entries(tokens: Tokens) -> list[Entry]:
    """Return the significant translations: source word, target word, P(target | source); sorted.

    The words are normalised, and stand for all words of their stem.
    """
    training = tokens.training()
    table = train_ibm1([training], max_token_pairs=MAX_TOKEN_PAIRS)
    is_word = [_is_kind(vocabulary.type_keys, ("word",)) for vocabulary in tokens.vocabularies]
    is_likely = (table.forward >= MIN_ENTRY) & (table.backward >= MIN_ENTRY)
    table = table.take(is_likely & is_word[0][table.source] & is_word[1][table.target])
    table = table.take(_significant(training, table))
    source, target = (vocabulary.surface_forms for vocabulary in tokens.vocabularies)
    entries = [
        (source[u], target[w], round(weight, DECIMALS))
        for u, w, weight in zip(table.source.tolist(), table.target.tolist(), table.forward.tolist(), strict=True)
    ]
    return sorted(entries, key=lambda entry: (entry[0], -entry[2], entry[1]))


def _significant(beads: TrainingBeads, table: TranslationTable) -> Bools:
    """(pairs,): True for the pairs of types of a table with p < 1 / N, N the number of beads."""
    of_source: dict[int, set[int]] = {}
    of_target: dict[int, set[int]] = {}
    sides = ((beads.source, beads.source_bead, of_source), (beads.target, beads.target_bead, of_target))
    for types, numbers, beads_of in sides:
        for number, bead in zip(types.tolist(), numbers.tolist(), strict=True):
            beads_of.setdefault(number, set()).add(bead)
    total = len(beads.posterior)
    tests: dict[tuple[int, int, int], bool] = {}
    result = []
    for u, w in zip(table.source.tolist(), table.target.tolist(), strict=True):
        counts = len(of_source[u]), len(of_target[w]), len(of_source[u] & of_target[w])
        if counts not in tests:
            tests[counts] = -log_p(*counts, total) > math.log(total) + MARGIN
        result.append(tests[counts])
    return np.array(result, bool)


def log_p(first: int, second: int, together: int, total: int) -> float:
    """Return ln p of Fisher's exact test, one-sided: that two words occur together so often by chance, or more often.

    first, second: number of pairs in which each word occurs.
    together: number of pairs in which both occur.
    total: number of pairs.

    >>> round(math.exp(log_p(1, 1, 1, 50)), 4), round(math.exp(log_p(2, 2, 2, 5)), 4)
    (0.02, 0.1)
    """
    if together * total <= first * second:  # as often as by chance, or less often
        return 0.0
    all_choices = _log_choices(total, second)
    largest = _log_choices(first, together) + _log_choices(total - first, second - together) - all_choices
    of_all = 0.0
    for k in range(together, min(first, second) + 1):
        term = _log_choices(first, k) + _log_choices(total - first, second - k) - all_choices
        of_all += math.exp(term - largest)
        if math.exp(term - largest) < NEGLIGIBLE * of_all:
            break
    return min(0.0, largest + math.log(of_all))


def _log_choices(n: int, k: int) -> float:
    """Return ln of the number of ways to choose k of n."""
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def learn_reliability(tokens: Tokens) -> tuple[float, float] | None:
    """Return 1 - nu of the words of both sides; None if no word has a translation.

    The translations are those of the bundled lexicon, and those that the other half of the pairs show: pairs would
    confirm what was learned from them.
    """
    is_even = np.arange(len(tokens.weights)) % 2 == 0
    sums = [[0.0, 0.0], [0.0, 0.0]]  # for each side, words that are evidence, and their sum of 1 - nu
    for half in (is_even, ~is_even):
        table = train_ibm1([tokens.training(~half)], max_token_pairs=MAX_TOKEN_PAIRS)
        for side, likelihood in enumerate(_fitted(tokens, half, table)):
            words = _is_kind(tokens.vocabularies[side].type_keys, ("word",))
            numbers = np.unique(tokens.sides[side].types)
            of_words = likelihood.types[words[numbers[likelihood.types]]]
            sums[side][0] += len(of_words)
            sums[side][1] += float(np.cumsum(np.append(0.0, 1 - likelihood.noise[of_words]))[-1])
    if not sums[0][0] or not sums[1][0]:
        return None
    return sums[0][1] / sums[0][0], sums[1][1] / sums[1][0]


def _fitted(tokens: Tokens, chosen: Bools, table: TranslationTable) -> tuple[WordLikelihood, WordLikelihood]:
    """Both sides with their noise fitted to pairs.

    chosen: (pairs,), True for the pairs to fit it to.
    table: learned translations.
    """
    source, target = tokens.vocabularies
    bundled = lexicon.bundled(source.language, target.language)
    pairs = merge_tables([bundled.matches(source, target), surface_matches(source, target), table])
    local = [
        LocalText.from_tokens(text, vocabulary, [stems])
        for text, vocabulary, stems in zip(
            tokens.sides, tokens.vocabularies, (bundled.source_stems, bundled.target_stems), strict=True
        )
    ]
    model, beads = WordModel.from_texts(local[0], local[1], pairs), tokens.beads(chosen)
    for _ in range(REFITS):
        model = model.refit(beads)
    return model.source, model.target


def _is_kind(type_keys: Sequence[tuple[str, str]], kinds: tuple[str, ...]) -> Bools:
    """(types,): True for the types of some kinds of token."""
    return np.array([kind in kinds for kind, _ in type_keys], bool)
