"""One side of a text with type numbers of its own, and all of its words that does not depend on translations."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from aligner.lattice.grid import Bools, Floats, Ints
from aligner.lexical.vocabulary import TokenizedText, TypeKey, Vocabulary

PRIOR_NOISE = {"word": 0.3, "number": 0.3, "address": 0.3, "mark": 0.6}  # nu by kind of token, before it is estimated


class LocalText(NamedTuple):
    """The tokens of one side of a text. Types are numbered from 0 within it, so that arrays by type are short.

    numbers: (types,), number of each type in the vocabulary, sorted.
    types: (tokens,), local type number of each token.
    ends: (sentences + 1,), the number of tokens before each sentence; the last entry is the number of all tokens.
    counts: (types,), number of tokens of each type.
    classes: (types,), number of the class of types that share a prior of their noise.
    prior_noise: (types,), nu before it is estimated.
    recognisable: (types,), True for types whose translation would be recognised if it occurred in the other text: words
    of a lexicon, numbers and addresses.
    words, recognisable_words: number of tokens that are not marks, and of those among them that are recognisable.
    """

    numbers: Ints
    types: Ints
    ends: Ints
    counts: Ints
    classes: Ints
    prior_noise: Floats
    recognisable: Bools
    words: int
    recognisable_words: int

    @classmethod
    def from_tokens(
        cls,
        text: TokenizedText,
        vocabulary: Vocabulary,
        known_stems: Sequence[Container[str]] = (),
        word_noise: float | None = None,
    ) -> LocalText:
        """The tokens of a text, whose types the vocabulary holds.

        known_stems: the stems that each lexicon holds.
        word_noise: nu of words before it is estimated; None for the default.
        """
        numbers, types, counts = np.unique(text.types, return_inverse=True, return_counts=True)
        type_keys = [vocabulary.type_keys[number] for number in numbers.tolist()]
        class_names = list(map(_noise_class, type_keys))
        class_numbers = {name: number for number, name in enumerate(dict.fromkeys(class_names))}
        classes = np.array([class_numbers[name] for name in class_names], np.intp)
        prior_of_kind = PRIOR_NOISE if word_noise is None else PRIOR_NOISE | {"word": word_noise}
        prior_noise = np.array([prior_of_kind[kind] for kind, _ in type_keys], np.float64)
        recognisable = np.array([_is_recognisable(key, known_stems) for key in type_keys], bool)
        words = int(counts @ np.array([kind != "mark" for kind, _ in type_keys], bool))
        recognisable_words = int(counts @ recognisable)
        return cls(numbers, types, text.ends, counts, classes, prior_noise, recognisable, words, recognisable_words)


def known_share(texts: Iterable[LocalText]) -> float:
    """The share of the words of texts that are recognisable; 0 if there are no words."""
    sizes = [(text.words, text.recognisable_words) for text in texts]
    return sum(recognisable for _, recognisable in sizes) / max(sum(words for words, _ in sizes), 1)


def _noise_class(key: TypeKey) -> str:
    """Name of the class whose types share a prior: every mark has a class of its own, every other kind has one."""
    kind, stem = key
    return stem if kind == "mark" else kind


def _is_recognisable(key: TypeKey, known_stems: Sequence[Container[str]]) -> bool:
    """True for a type whose translation would be recognised, see `LocalText`."""
    kind, stem = key
    return any(stem in stems for stems in known_stems) if kind == "word" else kind != "mark"
