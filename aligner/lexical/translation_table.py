"""Which words are likely translations of which: from a lexicon, from how they look, and learned from the texts.

Each source gives a table of pairs of types with the probability of each in both directions; where
two speak of the same pair, the more hopeful is believed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from aligner.languages import primary
from aligner.lattice.grid import Bools, Floats, Ints
from aligner.lexical.lexicon import Lexicon
from aligner.lexical.tokens import is_arabic
from aligner.lexical.vocabulary import Vocabulary

Groups = dict[str, list[int]]

SAME = {"number": 0.9, "word": 0.9, "address": 0.9, "mark": 0.8}  # probability for types that are equal, by kind
COGNATE, COGNATE_LETTERS, COGNATE_FROM = 0.5, 4, 5  # for words of 5 letters and more that share the first 4
NAME, SHORT_NAME = 0.7, 0.21  # for names with the same consonants, three of them or more, or two


class TranslationTable(NamedTuple):
    """Pairs of types, no pair twice, ordered by source and then by target.

    source, target: numbers of the types. forward: P(target | source), backward: P(source | target).
    """

    source: Ints
    target: Ints
    forward: Floats
    backward: Floats

    @classmethod
    def from_pairs(cls, pairs: Sequence[tuple[int, int, float, float]]) -> TranslationTable:
        """A table from pairs in any order, with what they are worth."""
        source, target = (np.array([pair[side] for pair in pairs], np.intp) for side in (0, 1))
        forward, backward = (np.array([pair[way] for pair in pairs], np.float64) for way in (2, 3))
        return merge_tables([cls(source, target, forward, backward)])

    def take(self, which: Bools) -> TranslationTable:
        """Some of the pairs."""
        source, target, forward, backward = self
        return TranslationTable(source[which], target[which], forward[which], backward[which])

    def swapped(self) -> TranslationTable:
        """The same, seen from the other side."""
        order = np.lexsort((self.source, self.target))
        return TranslationTable(self.target[order], self.source[order], self.backward[order], self.forward[order])

    def restricted_to(self, source: Ints, target: Ints) -> TranslationTable:
        """The pairs of some types alone, numbered by their places among these; both in order."""
        begins = np.searchsorted(self.source, source)
        counts = np.searchsorted(self.source, source, "right") - begins
        entry = concatenate_ranges(begins, counts)
        u = np.repeat(np.arange(len(source)), counts)
        w = np.minimum(np.searchsorted(target, self.target[entry]), max(len(target) - 1, 0))
        met = target[w] == self.target[entry] if len(target) else np.zeros(len(entry), bool)
        entry = entry[met]
        return TranslationTable(u[met], w[met], self.forward[entry], self.backward[entry])


def concatenate_ranges(begins: Ints, counts: Ints) -> Ints:
    """The numbers of all ranges, one range after the other.

    >>> concatenate_ranges(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist()
    [5, 6, 9, 10, 11]
    """
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts - begins, counts)


def merge_tables(tables: Sequence[TranslationTable]) -> TranslationTable:
    """One table of all pairs of several, each with its greatest probabilities."""
    tables = [table for table in tables if len(table.source)]
    if not tables:
        none = np.empty(0, np.intp)
        return TranslationTable(none, none, np.empty(0), np.empty(0))
    source, target, forward, backward = (np.concatenate(column) for column in zip(*tables, strict=True))
    order = np.lexsort((target, source))
    source, target = source[order], target[order]
    first = np.flatnonzero(np.append(True, (np.diff(source) != 0) | (np.diff(target) != 0)))
    best = (np.maximum.reduceat(each[order], first) for each in (forward, backward))
    return TranslationTable(source[first], target[first], *best)


def lexicon_matches(lexicon: Lexicon, source: Vocabulary, target: Vocabulary) -> TranslationTable:
    """The entries of a lexicon whose words are met in the texts."""
    pairs = []
    for u, (kind, stem) in enumerate(source.keys):
        for row in lexicon.rows.get(stem, ()) if kind == "word" else ():
            w = target.number("word", lexicon.targets[row])
            if w is not None:
                pairs.append((u, w, lexicon.forward[row], lexicon.backward[row]))
    return TranslationTable.from_pairs(pairs)


def surface_matches(source: Vocabulary, target: Vocabulary) -> TranslationTable:
    """Types that look alike: equal ones, names with the same consonants, and cognates where both are in one script."""
    pairs = []
    for u, (kind, stem) in enumerate(source.keys):
        w = target.number(kind, stem)
        if w is not None:
            pairs.append((u, w, SAME[kind], SAME[kind]))
    for key, us, ws in _shared(_skeletons(source), _skeletons(target)):
        worth = NAME if len(key) > 2 else SHORT_NAME
        pairs += [(u, w, worth, worth) for u in us for w in ws]
    for _, us, ws in _shared(_beginnings(source), _beginnings(target)):
        pairs += [(u, w, COGNATE, COGNATE) for u in us for w in ws]
    return TranslationTable.from_pairs(pairs)


def _shared(one: Groups, other: Groups) -> Iterator[tuple[str, list[int], list[int]]]:
    """What stands in both under the same key."""
    for key, types in one.items():
        if key in other:
            yield key, types, other[key]


_SOUNDS = str.maketrans(
    {
        **dict(zip("بتثجخدذرزسشصضطظغفقكلمن", "btsjkdzrzsSsdtzjfkklmn", strict=True)),
        **dict(zip("pvqcg", "bfkkj", strict=True)),
        **dict.fromkeys("اويءحعهaeiouywh", ""),
        "x": "ks",
    }
)
_SPELLED = [
    ("تش", "ش"), ("tch", "S"), ("sh", "S"), ("ch", "S"), ("kh", "k"), ("gh", "j"), ("th", "s"), ("dh", "z"),
    ("ph", "f"), ("ce", "se"), ("ci", "si"), ("ck", "k"),
]  # fmt: skip


def skeleton(word: str) -> str:
    """The consonants of a word, in letters that Arabic and Latin spellings of a name share.

    >>> [skeleton(word) for word in ("مايكروسوفت", "microsoft", "لندن", "london", "شيراز", "shiraz")]
    ['mkrsft', 'mkrsft', 'lndn', 'lndn', 'Srz', 'Srz']
    """
    for letters, sound in _SPELLED:
        word = word.replace(letters, sound)
    sounds = word.translate(_SOUNDS)
    return "".join(sound for k, sound in enumerate(sounds) if not k or sound != sounds[k - 1])


def _skeletons(words: Vocabulary) -> Groups:
    """Types by the consonants of their words: all words of an Arabic text, the names of a text in Latin letters."""
    found: Groups = defaultdict(list)
    arabic = primary(words.language) == "ar"
    if arabic == (primary(words.other) == "ar"):
        return found
    for number in range(len(words.keys)) if arabic else words.names():
        kind, stem = words.keys[number]
        if kind == "word" and is_arabic(stem) == arabic:
            forms = [words.forms[number], stem]
            if arabic and len(stem) > 4 and stem[0] in "وفبلك":
                forms.append(stem[1:])
            for key in dict.fromkeys(map(skeleton, forms)):
                if len(key) > 1:
                    found[key].append(number)
    return found


def _beginnings(words: Vocabulary) -> Groups:
    """Types by the first letters of their words; nothing where one of the texts is Arabic."""
    found: Groups = defaultdict(list)
    if "ar" in (primary(words.language), primary(words.other)):
        return found
    for number, form in enumerate(words.forms):
        if words.keys[number][0] == "word" and len(form) >= COGNATE_FROM:
            found[form[:COGNATE_LETTERS]].append(number)
    return found
