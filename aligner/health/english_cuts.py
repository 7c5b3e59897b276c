"""The number of words in an English word: 1 of a usual one, more of words that are glued together.

A word that the bundled lexicon lacks is cut into words that it has.
"""

from __future__ import annotations

from functools import cache

import regex

from aligner import languages
from aligner.health.lexicon_words import MARK_INSIDE, english_words

LONGEST_ENGLISH = 18  # letters of the longest words of the lexicon
MIN_LETTERS = 7  # letters, from which on a word is cut
MIN_WITH_NAMES = 16  # letters of an English word, from which on it may hold unknown names besides words
MAX_CUT = 300  # letters of such a word that are cut; the rest is taken to be like them, to save time
MIN_PARTS = 3  # words inside of such a word
MIN_COVERED = 0.75  # share of its letters that belong to these words

_LATIN_WORD = regex.compile(r"(?<!\w)[A-Za-z]{7,15}+(?!\w)|(?<!\p{L})[A-Za-z]{16,}+(?!\p{L})")
_LATIN_RUN = regex.compile(r"(?<!\p{L})[A-Za-z]{4,}+(?!\p{L})")
_CAPITALISED = regex.compile(r"[A-Z]++[a-z]*+|[a-z]++")
# Words that are made of function words, and are not in the lexicon.
_COMPOUNDS = frozenset(
    [
        *("hereinafter", "heretofore", "hitherto", "inasmuch", "insofar", "nevertheless", "nonetheless"),
        *("notwithstanding", "thereafter", "thereupon", "therewith", "whatsoever", "whereupon", "wherewithal"),
        *("whosoever",),
    ]
)
# Function words that are the beginning or the end of other words: everything, overtake, therein, auditor.
_IN_COMPOUNDS = frozenset(
    [
        *("all", "am", "an", "any", "as", "at", "be", "do", "down", "ever", "every", "for", "from", "he", "here"),
        *("how", "if", "in", "is", "it", "less", "me", "mean", "more", "no", "off", "on", "once", "one", "or"),
        *("other", "out", "over", "self", "so", "some", "there", "under", "up", "upon", "us", "what", "where"),
        *("while", "who", "with"),
    ]
)


def english_size(piece: str) -> int:
    """Return the number of English words in what stands between two spaces; 1 if none is glued."""
    size = 1
    for match in _LATIN_WORD.finditer(piece):
        # A capital begins a word, so that names of functions, such as getUserName, are not glued.
        counts = [_number_of_words(part.lower()) for part in _CAPITALISED.findall(match[0])]
        size += sum(counts) - 1 if max(counts) > 1 else 0
    return size


def english_size_by_words(piece: str) -> int:
    """Return the number of English words in what stands between two spaces, by marks, capitals and the lexicon.

    It is more often wrong than `english_size`, as for everything and for names of functions.

    >>> english_size_by_words("fromTennessee"), english_size_by_words("yet,and"), english_size_by_words("sentence")
    (2, 2, 1)
    """
    size = english_size(piece) + len(MARK_INSIDE.findall(piece))
    if size > 1:
        return size
    for run in _LATIN_RUN.findall(piece):
        parts = _CAPITALISED.findall(run)
        if len(parts) > 2:
            continue  # names of classes
        size += sum(_number_of_words(part.lower(), takes_compounds=True) for part in parts) - 1
    return size


def _number_of_words(word: str, *, takes_compounds: bool = False) -> int:
    """Return the number of English words in a word in lower case; 1 if it is one, or cannot be cut.

    takes_compounds: True if two words are cut even if they may be a compound.

    >>> _number_of_words("thetrainarrived"), _number_of_words("station")
    (3, 1)
    """
    vocabulary = _english_words()
    if len(word) < MIN_LETTERS or word in vocabulary or word in _COMPOUNDS:
        return 1
    if len(word) >= MIN_WITH_NAMES:
        return _number_with_names(word)
    # For each prefix, the fewest words into which it is cut.
    cuts: list[tuple[str, ...]] = [()] * (len(word) + 1)
    starts = [0]  # of the prefixes that can be cut
    for end in range(2, len(word) + 1):
        for start in starts:
            if (part := word[start:end]) in vocabulary and len(part) > 1:
                cut = (*cuts[start], part)
                cuts[end] = min(cuts[end] or cut, cut, key=len)
        if cuts[end]:
            starts.append(end)
    # Two words may be a compound, such as partnerships and everything.
    is_compound = len(cuts[-1]) == 2 and (_english_function() - _IN_COMPOUNDS).isdisjoint(cuts[-1])
    return 1 if is_compound and not takes_compounds else len(cuts[-1]) or 1


def _number_with_names(word: str) -> int:
    """Return the number of English words in a long word that may hold unknown names, too; 1 if it is not glued."""
    vocabulary = _english_words()
    size = len(word)
    word = word[:MAX_CUT]
    # For each prefix: letters of words less the words, number of words, letters of words.
    best = [(0, 0, 0)]
    for end in range(1, len(word) + 1):
        choice = best[end - 1]
        for start in range(max(0, end - LONGEST_ENGLISH), end - 1):
            if word[start:end] in vocabulary:
                points, count, letters = best[start]
                choice = max(choice, (points + end - start - 1, count + 1, letters + end - start))
        best.append(choice)
    _, count, letters = best[-1]
    return count * size // len(word) if count >= MIN_PARTS and letters >= MIN_COVERED * len(word) else 1


@cache
def _english_words() -> frozenset[str]:
    """Return English words: those of the bundled lexicon, and function words."""
    return english_words() | _english_function()


@cache
def _english_function() -> frozenset[str]:
    """Return the English function words; of the single letters, only the words."""
    return frozenset(word for word in languages.word_lists("en").function if len(word) > 1 or word in ("a", "i"))
