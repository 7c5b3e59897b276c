"""Translations by surface form: types that look alike in both texts.

- Equal types: numbers, addresses, marks, and words that are written the same.
- Names, between Arabic and a language in Latin letters: words with the same consonants (`skeleton`).
- Cognates, between two languages other than Arabic: words with the same first four letters, the criterion of Simard,
  Foster & Isabelle, "Using cognates to align sentences in bilingual corpora" (1992).

The probabilities are set by hand. Where a lexicon or the texts give a pair a greater probability, that one is used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from aligner.consonants import skeleton
from aligner.languages import primary
from aligner.lexical.tokens import is_arabic
from aligner.lexical.translation_table import TranslationTable
from aligner.lexical.vocabulary import Vocabulary

# Probabilities, P(target | source) and P(source | target) alike.
EQUAL = {"number": 0.9, "word": 0.9, "address": 0.9, "mark": 0.8}  # equal types, by kind
COGNATE = 0.5  # words that share their first letters
NAME = 0.7  # names that share three consonants or more
SHORT_NAME = 0.21  # names that share two consonants; unrelated words may share two

COGNATE_PREFIX = 4  # letters that cognates share
COGNATE_LENGTH = 5  # letters; shorter words with the same prefix are often unrelated
MIN_CONSONANTS = 2  # of a name; one consonant is shared by too many words
LONG_NAME = 3  # consonants; from here on, a match has the probability NAME
PARTICLES = "وفبلك"  # Arabic letters that may be written onto a name: and, then, in, for, as
PARTICLE_LENGTH = 5  # letters of a word from which the first may be a particle

Groups = dict[str, list[int]]  # type numbers by skeleton or prefix


def surface_matches(source: Vocabulary, target: Vocabulary) -> TranslationTable:
    """The pairs of types that look alike, each with the same probability in both directions."""
    pairs = []
    for u, (kind, stem) in enumerate(source.type_keys):
        w = target.number(kind, stem)
        if w is not None:
            pairs.append((u, w, EQUAL[kind], EQUAL[kind]))
    for consonants, us, ws in _common_groups(_by_skeleton(source), _by_skeleton(target)):
        probability = NAME if len(consonants) >= LONG_NAME else SHORT_NAME
        pairs += [(u, w, probability, probability) for u in us for w in ws]
    for _, us, ws in _common_groups(_by_prefix(source), _by_prefix(target)):
        pairs += [(u, w, COGNATE, COGNATE) for u in us for w in ws]
    return TranslationTable.from_pairs(pairs)


def _common_groups(source: Groups, target: Groups) -> Iterator[tuple[str, list[int], list[int]]]:
    """Yield each key of both sides, with its types of the source and of the target."""
    for key, types in source.items():
        if key in target:
            yield key, types, target[key]


def _by_skeleton(vocabulary: Vocabulary) -> Groups:
    """Types by the skeletons of their words: all words of an Arabic text, the names of a text in Latin letters.

    The result is empty unless exactly one of the two languages is Arabic. An Arabic type has up to three skeletons:
    of the word as it first occurred, of its stem, and of its stem without a particle.
    """
    groups: Groups = defaultdict(list)
    arabic = primary(vocabulary.language) == "ar"
    if arabic == (primary(vocabulary.other_language) == "ar"):
        return groups
    for number in range(len(vocabulary.type_keys)) if arabic else vocabulary.names():
        kind, stem = vocabulary.type_keys[number]
        if kind == "word" and is_arabic(stem) == arabic:
            forms = [vocabulary.surface_forms[number], stem]
            if arabic and len(stem) >= PARTICLE_LENGTH and stem[0] in PARTICLES:
                forms.append(stem[1:])
            for consonants in dict.fromkeys(map(skeleton, forms)):
                if len(consonants) >= MIN_CONSONANTS:
                    groups[consonants].append(number)
    return groups


def _by_prefix(vocabulary: Vocabulary) -> Groups:
    """Types by the first letters of their words; the result is empty if one of the two languages is Arabic."""
    groups: Groups = defaultdict(list)
    if "ar" in (primary(vocabulary.language), primary(vocabulary.other_language)):
        return groups
    for number, form in enumerate(vocabulary.surface_forms):
        if vocabulary.type_keys[number][0] == "word" and len(form) >= COGNATE_LENGTH:
            groups[form[:COGNATE_PREFIX]].append(number)
    return groups
