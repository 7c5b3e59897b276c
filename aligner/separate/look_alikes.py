"""Languages that look alike: tells French from English, and Persian from Arabic, by their commonest words."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import regex

from aligner import languages
from aligner.data_files import data_file

MIN_WORDS = 30  # words of a text, from which on its language is told
SAMPLE = 2_000  # words of a text by which its language is told; more do not change it
COMMON = 0.15  # share of the commonest words of a language in the words of a text, from which on it is in that language
TIMES = 2  # times by which this share has to exceed the share of the language that was expected

_WORD = regex.compile(r"[\p{L}\p{M}]+")


class Language(NamedTuple):
    """A section of `data/function-words.toml`: two-letter code, English name, and the commonest words."""

    code: str
    name: str
    words: frozenset[str]


@cache
def known_languages() -> Mapping[str, Language]:
    """Return the languages of `data/function-words.toml` by their codes."""
    sections = tomllib.loads(data_file("function-words.toml").read_text(encoding="utf-8"))
    return {code: Language(code, section["name"], frozenset(section["words"])) for code, section in sections.items()}


def find_look_alike(sentences: Iterable[str], tag: str) -> Language | None:
    """Return the language that a text is in instead of the expected one, or None.

    sentences: the sentences of the text.
    tag: tag of the expected language. Nothing is told about a language without a list of words.
    """
    expected = known_languages().get(languages.primary(tag))
    if expected is None:
        return None
    letters = languages.letter_pattern(tag)
    words: list[str] = []
    for sentence in sentences:
        words += [word.lower() for word in _WORD.findall(sentence) if letters.match(word)]
        if len(words) >= SAMPLE:
            break
    if len(words) < MIN_WORDS:
        return None
    counts = Counter(words)
    shares = {
        code: sum(counts[word] for word in language.words) / len(words) for code, language in known_languages().items()
    }
    likeliest = max(shares, key=lambda code: shares[code])
    if shares[likeliest] < COMMON or shares[likeliest] < TIMES * shares[languages.primary(tag)]:
        return None
    return known_languages()[likeliest]


def holds_common_word(words: Sequence[str], tag: str) -> bool:
    """Return whether one of the words, in lower case, is a commonest word of a language; True if these are unknown."""
    language = known_languages().get(languages.primary(tag))
    return language is None or any(word in language.words for word in words)
