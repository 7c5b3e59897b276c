"""Abbreviations from sentences: words with a full stop within a sentence, which the splitter does not know yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import regex

from aligner.languages import WordLists, primary, strip_marks, word_lists
from aligner.split.punkt import DOTTED, abbreviations_of

MIN_WITHIN = 3  # stops within sentences; fewer may be missing spaces or wrong rows
MAX_ENDS = 0.1  # share of the stops of a word at ends of sentences; a word that ends many is none, or is not needed
MAX_BARE = 0.5  # share of the occurrences of a word without a stop; an ordinary word is mostly without one
MAX_LETTERS = 8  # letters of an abbreviation; longer words are seldom shortened
# A word with its full stop, white space after it, and text that goes on.
_WITHIN = regex.compile(
    r"(?<![\p{L}\p{M}\p{Nd}.])(\p{L}[\p{L}\p{M}]*+(?:\.\p{L}[\p{L}\p{M}]*+)*+)\.(?=\s++[\p{L}\p{Nd}(])"
)
_AT_END = regex.compile(r"(?<![\p{L}\p{M}\p{Nd}.])(\p{L}[\p{L}\p{M}]*+(?:\.\p{L}[\p{L}\p{M}]*+)*+)\.[\p{P}\s]*+\Z")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*+(?:\.\p{L}[\p{L}\p{M}]*+)*+")


def learn_abbreviations(sentences: Iterable[str], language: str) -> list[str]:
    """Return the abbreviations that sentences show, sorted: in lower case, without the stop.

    A word is one if it has a stop within sentences at least `MIN_WITHIN` times, seldom ends a sentence with one, and is
    seldom without one. Single letters, and letters with stops between them, need no list.

    sentences: texts, each of one sentence.
    language: language tag.
    """
    within: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for sentence in sentences:
        text = strip_marks(sentence).lower()
        words.update(match.group() for match in _WORD.finditer(text))
        within.update(match[1] for match in _WITHIN.finditer(text))
        if match := _AT_END.search(text[-200:]):
            ends[match[1]] += 1
    listed = _listed(language)
    return sorted(
        word
        for word, count in within.items()
        if count >= MIN_WITHIN
        and ends[word] <= MAX_ENDS * (count + ends[word])
        and words[word] - count - ends[word] <= MAX_BARE * words[word]
        and 1 < len(word.replace(".", "")) <= MAX_LETTERS
        and word not in listed
        and not DOTTED.fullmatch(word)
    )


def _listed(language: str) -> frozenset[str]:
    """Return the words of the lists of a language after which a stop does not always end a sentence."""
    lists = word_lists("ar") | word_lists("en") if primary(language) in ("ar", "en") else word_lists(language)
    return frozenset(abbreviations_of(lists)) | _others(lists)


def _others(lists: WordLists) -> frozenset[str]:
    return lists.titles | lists.leading | lists.final | lists.ordinals | lists.letters
