"""The number of words in an Arabic word: 1 of a usual one, more of words that are glued together.

`ة` and `ى` end a word, and the article begins one, so that inside a word each is a seam. Without a seam, a word that
the bundled lexicon lacks is cut into two words that it has.
"""

from __future__ import annotations

from functools import cache

import regex

from aligner import languages
from aligner.health.fault import ARABIC_LETTERS
from aligner.health.lexicon_words import MARK_INSIDE, arabic_words

USUAL_ARABIC = 5  # letters of an Arabic word on average
LONGEST_ARABIC = 15  # letters of the longest usual Arabic words, with their clitics
MIN_PART = 3  # letters of an Arabic word that is cut off; shorter ones begin and end most words

_MARKS = regex.compile(r"[\p{Mn}\p{Cf}\N{ARABIC TATWEEL}]+")
_ARABIC_WORD = regex.compile(rf"(?<!\p{{L}}){ARABIC_LETTERS}{{5,}}+(?!\p{{L}})", regex.V1)
_FUNCTION = r"(?:في|من|على|إلى|عن|أن|هذا|هذه|التي|الذي|بين|بعد|قبل|مع|كل|كان|كانت|ذلك)"
_SEAM = regex.compile(
    r"(?<=[ء-ي])ة(?=[ء-غف-ي])"
    rf"|(?<={_FUNCTION})[اٱ]ل(?=[ء-ي]{{3}})"
    # Clitics stand before the article, and letters of it in words such as التزام and طالبة.
    r"|(?<=[ء-ي]{2})(?<!ة)(?<!(?<![ء-ي])[وفبكأ]{1,2})(?<!(?<![ء-ي])[وفبكل]?ال)[اٱ]ل(?!ات|ي)(?=[ء-ي]{4})"
    r"|(?<=[ء-ي]{2}[^لوفبكأاس\W])إ"
)
_FINAL_INSIDE = regex.compile(r"(?<=[ء-ي]{2})ى(?=[ء-غف-ي])")
_OLD_SPELLING = regex.compile(r"[\u0670\u06e1]")  # of the Quran, in which ى stands within words
# Spellings of a letter, which the lexicon does not tell apart.
_FOLDED = str.maketrans("أإآىة", "ااايه")
_PREFIXES = [
    *("", "و", "ف", "ب", "ك", "ل", "س", "ال", "وال", "بال", "لل", "فال", "وب", "ول", "كال", "وبال", "ولل"),
    *("فب", "وس"),
]
_SUFFIXES = [
    *("", "ه", "ها", "هم", "هما", "كما", "نا", "ني", "ي", "ك", "كم", "ا", "ين", "ون", "ات", "ان", "وا", "ت"),
    *("تها", "ته", "تهم", "يه"),
]
_FIRST_OF_PREFIXES = frozenset(prefix[0] for prefix in _PREFIXES[1:])


def arabic_size(piece: str) -> int:
    """Return the number of Arabic words in what stands between two spaces, by their seams; 1 if none is glued.

    >>> arabic_size("المدينةالكبيرة"), arabic_size("والالتزامات")
    (2, 1)
    """
    size = 1
    is_old = _OLD_SPELLING.search(piece) is not None
    for match in _ARABIC_WORD.finditer(_MARKS.sub("", piece)):
        word = match[0]
        count = 1 + sum(1 for _ in _SEAM.finditer(word))
        if not is_old:
            count += sum(1 for _ in _FINAL_INSIDE.finditer(word))
        if len(word) > LONGEST_ARABIC:
            count = max(count, len(word) // USUAL_ARABIC)
        size += count - 1
    return size


def arabic_size_by_words(piece: str) -> int:
    """Return the number of Arabic words in what stands between two spaces, by seams, marks and the lexicon.

    It is more often wrong than `arabic_size`.

    >>> arabic_size_by_words("مجلسالأمن"), arabic_size_by_words("مدرستهم")
    (2, 1)
    """
    size = arabic_size(piece)
    if size == 1:
        size += sum(map(_is_two_words, _ARABIC_WORD.findall(_MARKS.sub("", piece))))
    return size + len(MARK_INSIDE.findall(piece))


def is_arabic_word(word: str) -> bool:
    """Return whether the lexicon has an Arabic word, in a spelling of it, with a clitic before it or not."""
    return len(word) >= MIN_PART and _is_word(word.translate(_FOLDED))


def _is_two_words(word: str) -> bool:
    """Return whether an Arabic word that the lexicon lacks is made of two words that it has."""
    word = word.translate(_FOLDED)
    cuts = range(MIN_PART, len(word) - MIN_PART + 1)
    return any(_is_word(word[:cut]) and _is_word(word[cut:]) for cut in cuts) and not _is_form(word)


def _is_word(word: str) -> bool:
    """Return whether the lexicon has an Arabic word, with a clitic before it or not."""
    vocabulary = _arabic_words()
    if word in vocabulary:
        return True
    return word[0] in _FIRST_OF_PREFIXES and any(
        word.startswith(prefix) and len(word) - len(prefix) >= MIN_PART and word[len(prefix) :] in vocabulary
        for prefix in _PREFIXES[1:]
    )


def _is_form(word: str) -> bool:
    """Return whether an Arabic word may be a form of one in the lexicon, with a clitic before it and an ending."""
    vocabulary = _arabic_words()
    stems = [word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix)]
    return any(
        len(stem) - len(ending) >= MIN_PART and stem.endswith(ending) and stem[: len(stem) - len(ending)] in vocabulary
        for stem in stems
        for ending in _SUFFIXES
    )


@cache
def _arabic_words() -> frozenset[str]:
    """Return Arabic words in the spelling of the lexicon: its own, and function words."""
    return arabic_words() | {word.translate(_FOLDED) for word in languages.word_lists("ar").function}
