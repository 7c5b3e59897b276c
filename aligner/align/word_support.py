"""Word support: how well the words of a sentence are matched by the other side of its bead.

The model that aligns two texts takes for granted that they are translations, and learns translations of words from its
own beads. So it finds support in any two texts. The support here is measured after the alignment, by translations that
the texts did not teach. It compares two explanations of a sentence: that the other side of its bead holds its
translation, and that the other side is a part of another text. It is their log-likelihood ratio, in nats,

    k ln (h / c) + u ln [(1 - h) / (1 - c)],   c = 1 - exp(-CHANCE L).

- k: content words and numbers of the sentence with a translation on the other side; a word counts once
- u: those without; at most as many as the other side has content words that are left
- h: probability of a match in a translation
- c: probability of a match in another text, which grows with the length of the other side
- L: number of content words of the other side, at least `MIN_OTHER_WORDS`

Content words are those that a lexicon holds, or that have a translation in the other text, without function words such
as "the". Other words are no evidence. A sentence of a one-sided bead matches nothing.

Example: 8 of 12 content words have a translation on an other side of 12 content words, and none has.

>>> nats_of_matches(np.array([8, 0]), np.array([4, 12]), np.array([12, 12])).round(1).tolist()
[21.3, -6.9]
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from aligner.align.shared_lexicon import TextWords
from aligner.bitext import Bead
from aligner.languages import primary, word_lists
from aligner.lattice.grid import Bools, Floats, Ints
from aligner.lexical.ranges import concatenate_ranges, equal_ranges
from aligner.lexical.stemmer import stem_words
from aligner.lexical.tokens import normalize
from aligner.lexical.translation_table import TranslationTable
from aligner.lexical.vocabulary import Vocabulary

# Shares of content words that have a translation on the other side, counted in documents of eleven genres. In true
# pairs they are between .40 (philosophy) and .68 (news); in pairs of unrelated texts, .002 for each word there.
MATCHED = 0.45  # h, probability; below the mean of .58, so that free translations are supported, too
CHANCE = 0.002  # probability that a content word matches one given content word of another text
MIN_OTHER_WORDS = 5.0  # L is at least this
MIN_TRANSLATION = 0.05  # P(target | source) or P(source | target) from which on two words are translations


class SideWords(NamedTuple):
    """The content words of one side of a text: a row for each sentence and type; a type counts once in a sentence.

    sentence, type: (rows,), sorted by sentence, then by type.
    sentences: number of sentences of the side.
    """

    sentence: Ints
    type: Ints
    sentences: int

    @property
    def counts(self) -> Ints:
        """(sentences,): number of content words of each sentence."""
        counts: Ints = np.bincount(self.sentence, minlength=self.sentences)
        return counts


class WordSupport(NamedTuple):
    """The support of each sentence of an alignment.

    source, target: (n,) and (m,), nats.
    source_words, target_words: content words of each side.
    translations: pairs of content words that are translations.
    """

    source: Floats
    target: Floats
    source_words: SideWords
    target_words: SideWords
    translations: TranslationTable


def word_support(words: TextWords, beads: Sequence[Bead]) -> WordSupport:
    """The support of the sentences of two texts by the words of their beads.

    words: the words of the texts.
    beads: all beads of the alignment, in order.
    """
    lexicon = words.lexicon
    table = lexicon.independent
    source_types, target_types = (np.unique(side.types) for side in lexicon.tokens[words.number])
    table = table.restricted_to(source_types, target_types)
    is_translation = np.maximum(table.forward, table.backward) >= MIN_TRANSLATION
    sides = []
    for number, (types, matchable) in enumerate(((source_types, table.source), (target_types, table.target))):
        content = _content_types(lexicon.vocabularies[number], types, lexicon.known_stems(number), matchable)
        is_translation &= content[matchable]
        text = lexicon.tokens[words.number][number]
        sides.append(_side_words(np.searchsorted(types, text.types), text.ends, content))
    table = table.take(is_translation)
    sizes = np.array([(len(bead.source), len(bead.target)) for bead in beads], np.intp).reshape(-1, 2)
    bead_of = tuple(np.repeat(np.arange(len(beads)), sizes[:, side]) for side in (0, 1))
    source, target = sides
    return WordSupport(
        _support(source, target, bead_of[0], bead_of[1], table, alone=sizes[:, 1] == 0),
        _support(target, source, bead_of[1], bead_of[0], table.swapped(), alone=sizes[:, 0] == 0),
        source,
        target,
        table,
    )


def nats_of_matches(matched: Ints, unmatched: Ints, other_words: Ints) -> Floats:
    """(sentences,), nats: the support of sentences with some matched and unmatched words; see the module's docstring.

    other_words: content words of the other side.
    """
    chance: Floats = 1 - np.exp(-CHANCE * np.maximum(other_words, MIN_OTHER_WORDS))
    of_match: Floats = np.log(MATCHED / chance)
    of_miss: Floats = np.log((1 - MATCHED) / (1 - chance))
    return matched * of_match + unmatched * of_miss


def _support(
    side: SideWords, other_side: SideWords, bead_of: Ints, bead_of_other: Ints, table: TranslationTable, *, alone: Bools
) -> Floats:
    """(sentences,), nats: the support of the sentences of one side.

    bead_of, bead_of_other: number of the bead of each sentence of the two sides.
    table: translations from types of this side to types of the other side.
    alone: (beads,), True for beads without the other side.
    """
    # 1. The content words on the other side of each bead, as sorted keys.
    width = int(max(table.target.max(initial=0), other_side.type.max(initial=0))) + 1
    there = np.unique(bead_of_other[other_side.sentence] * width + other_side.type)
    words_there = np.bincount(there // width, minlength=len(alone))
    # 2. The words of this side of which a translation is among them.
    begins, counts = equal_ranges(table.source, side.type)
    row = np.repeat(np.arange(len(side.type)), counts)
    wanted = bead_of[side.sentence[row]] * width + table.target[concatenate_ranges(begins, counts)]
    at = np.minimum(np.searchsorted(there, wanted), max(len(there) - 1, 0))
    is_there = there[at] == wanted if len(there) else np.zeros(len(wanted), bool)
    matched = np.zeros(len(side.type), bool)
    matched[row[is_there]] = True
    # 3. The ratio of each sentence.
    words = side.counts
    matches = np.bincount(side.sentence[matched], minlength=side.sentences)
    other_words = words_there[bead_of]
    misses: Ints = np.where(alone[bead_of], words, np.maximum(np.minimum(words, other_words) - matches, 0))
    return nats_of_matches(matches, misses, other_words)


def _side_words(types: Ints, ends: Ints, content: Bools) -> SideWords:
    """The content words of one side.

    types: (tokens,), type of each token.
    ends: (sentences + 1,), number of tokens before each sentence, and of all.
    content: (types,), True for content words.
    """
    sentences = len(ends) - 1
    sentence = np.repeat(np.arange(sentences), np.diff(ends))
    kept = content[types]
    keys = np.unique(sentence[kept] * len(content) + types[kept])
    sentence, type_number = np.divmod(keys, max(len(content), 1))
    return SideWords(sentence, type_number, sentences)


def _content_types(
    vocabulary: Vocabulary, types: Ints, known_stems: Sequence[Container[str]], matchable: Ints
) -> Bools:
    """(types,): True for content words and numbers.

    types: type numbers of the vocabulary.
    known_stems: the stems that each lexicon holds.
    matchable: indices of the types that have a translation in the other text.
    """
    has_translation = np.zeros(len(types), bool)
    has_translation[matchable] = True
    function = function_stems(vocabulary.language) | function_stems(vocabulary.other_language)
    content = np.zeros(len(types), bool)
    for number, in_vocabulary in enumerate(types.tolist()):
        kind, stem = vocabulary.type_keys[in_vocabulary]
        if kind == "word":
            is_known = has_translation[number] or any(stem in stems for stems in known_stems)
            content[number] = is_known and stem not in function
        else:
            content[number] = kind != "mark"
    return content


@cache
def function_stems(language: str) -> frozenset[str]:
    """The stems of the function words of a language, or of usual first words of a sentence if it has no such list."""
    lists = word_lists(language)
    words = [normalize(word) for word in sorted(lists.function or lists.lowercase_starters)]
    return frozenset(stem_words(words, primary(language)))
