"""Translations by surface form: types that look alike in both texts.

- Equal types: numbers, addresses, marks, and words that are written the same.
- Names, between Arabic and a language in Latin letters: words with the same consonants (`skeleton`).
- Cognates, between two languages other than Arabic: words with the same first four letters, the criterion of Simard,
  Foster & Isabelle, "Using cognates to align sentences in bilingual corpora" (1992).

The probabilities are set by hand. Where a lexicon or the texts give a pair a greater probability, that one is used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from aligner.consonants import skeletons
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
# Pairs of types that share consonants or first letters; more say nothing. Texts of 10,000 sentences have up to 1,100.
MAX_PAIRS = 2048
PARTICLES = "وفبلك"  # Arabic letters that may be written onto a name: and, then, in, for, as
PARTICLE_LENGTH = 5  # letters of a word from which the first may be a particle

Groups = dict[str, list[int]]  # type numbers by skeleton or prefix


def surface_matches(source: Vocabulary, target: Vocabulary) -> TranslationTable:
    """The pairs of types that look alike, each with the same probability in both directions."""
    pairs = []
    for key in source.number_of_key.keys() & target.number_of_key.keys():
        probability = EQUAL[key[0]]
        pairs.append((source.number_of_key[key], target.number_of_key[key], probability, probability))
    arabic = [primary(vocabulary.language) == "ar" for vocabulary in (source, target)]
    if arabic == [True, False]:
        pairs += [(u, w, probability, probability) for u, w, probability in _name_pairs(source, target)]
    elif arabic == [False, True]:
        pairs += [(w, u, probability, probability) for u, w, probability in _name_pairs(target, source)]
    elif arabic == [False, False]:
        for _, u, w in _pairs_of_groups(_by_prefix(source), _by_prefix(target)):
            pairs.append((u, w, COGNATE, COGNATE))
    return TranslationTable.from_pairs(pairs)


def _skeletons(words: Sequence[str], stems: Sequence[str]) -> list[dict[str, None]]:
    """The skeletons of types: of the word as it first occurred, of its stem, and of an Arabic stem without a particle.

    Skeletons that are too short for a name are left out.
    """
    bare = [stem[1:] if len(stem) >= PARTICLE_LENGTH and stem[0] in PARTICLES else "" for stem in stems]
    spelt = skeletons([*words, *stems, *bare])
    long = [consonants if len(consonants) >= MIN_CONSONANTS else "" for consonants in spelt]
    of_types = zip(long[: len(words)], long[len(words) : -len(words)], long[-len(words) :], strict=True)
    return [dict.fromkeys(filter(None, of_type)) for of_type in of_types]


def _name_pairs(arabic: Vocabulary, latin: Vocabulary) -> Iterator[tuple[int, int, float]]:
    """Yield (Arabic type, other type, probability) for each skeleton that they share.

    Any word in Arabic letters of an Arabic text may be a name, but of the other text only what has capitals.
    """
    names = [number for number in latin.names() if not is_arabic(latin.type_keys[number][1])]
    words = [number for number, (kind, stem) in enumerate(arabic.type_keys) if kind == "word" and is_arabic(stem)]
    if not names or not words:
        return
    groups: Groups = defaultdict(list)
    for number, of_name in zip(names, _skeletons_of(latin, names), strict=True):
        for consonants in of_name:
            groups[consonants].append(number)
    is_disjoint = groups.keys().isdisjoint
    groups_of_words: Groups = defaultdict(list)
    for number, of_word in zip(words, _skeletons_of(arabic, words), strict=True):
        if not is_disjoint(of_word):
            for consonants in of_word:
                groups_of_words[consonants].append(number)
    for consonants, number, named in _pairs_of_groups(groups_of_words, groups):
        yield number, named, NAME if len(consonants) >= LONG_NAME else SHORT_NAME


def _pairs_of_groups(source: Groups, target: Groups) -> Iterator[tuple[str, int, int]]:
    """Yield (skeleton or prefix, type, type) for each pair of two types that share one, if these are not too many."""
    for shared, us in source.items():
        ws = target.get(shared, ())
        if len(us) * len(ws) <= MAX_PAIRS:
            for u in us:
                for w in ws:
                    yield shared, u, w


def _skeletons_of(vocabulary: Vocabulary, numbers: Sequence[int]) -> list[dict[str, None]]:
    """The skeletons of some types of a vocabulary, at least one type."""
    words = [vocabulary.surface_forms[number] for number in numbers]
    return _skeletons(words, [vocabulary.type_keys[number][1] for number in numbers])


def _by_prefix(vocabulary: Vocabulary) -> Groups:
    """Types by the first letters of their words."""
    groups: Groups = defaultdict(list)
    for number, (form, (kind, _)) in enumerate(zip(vocabulary.surface_forms, vocabulary.type_keys, strict=True)):
        if kind == "word" and len(form) >= COGNATE_LENGTH:
            groups[form[:COGNATE_PREFIX]].append(number)
    return groups
