"""Words that are glued together, as when the spaces of a PDF or of a line end are lost: `thetrainarrived`.

A line is looked at if its words are longer than usual. Then its long words are cut:

- Arabic: `ة` ends a word, and the article begins one, so that inside a word both are a seam.
- English: a word that the lexicon lacks is cut into words that it has.

A line is glued if many of its words are inside such a word. Addresses, hashtags and code are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import cache
from typing import NamedTuple

import regex

from aligner import languages
from aligner.data_files import data_file
from aligner.health.fault import ARABIC_LETTERS, PLACE, Fault, Line, counted, lines

HINT = "put the spaces in, or save it again from the original"

LONG_ENGLISH, LONG_ARABIC = 7.2, 6.0  # characters of a word of a line on average, from which on it may be glued
_LONG_LINE = min(LONG_ENGLISH, LONG_ARABIC)
FEW_LONG_WORDS = 20  # long words, up to which it is faster to look for each of them in a line
LONG_WORD = 20  # letters of a word, from which on its line may be glued
MIN_INSIDE = 4  # words inside of glued ones, from which on a line is glued
MIN_SHARE = 0.12  # share of the words of a line that are inside of glued ones, from which on it is
MIN_SEAMS = 3  # seams of ة in a text, from which on its words are glued wherever they stand; fewer are slips
USUAL_ARABIC = 5  # letters of an Arabic word on average
LONGEST_ARABIC = 15  # letters of the longest usual Arabic words, with their clitics
LONGEST_ENGLISH = 18  # letters of the longest words of the lexicon
MIN_ENGLISH = 7  # letters, from which on a word is cut
MIN_WITH_NAMES = 16  # letters of a word, from which on it may hold unknown names besides words
MAX_CUT = 300  # letters of such a word that are cut; the rest is taken to be like them, to save time
MAX_LOOKED_AT = 300_000  # characters of lines with long words that are cut; a text with more has faults among them
MIN_PARTS = 3  # words inside of such a word
MIN_COVERED = 0.75  # share of its letters that belong to these words

_MARKS = regex.compile(r"[\p{Mn}\p{Cf}\N{ARABIC TATWEEL}]+")
# Addresses, accounts and hashtags, code, tags, and names of files and sites.
_NEUTRAL = regex.compile(
    r"""(?:https?|ftp)://\S++ | www\.\S++ | [\#@]\w++ | (?<!\S)[^\s@]++@\S++ | `[^`\n]++` | </?[a-z][^<>]*+>
    | (?<!\w)[^\W_]*+_\w*+ | (?<![\w.-])[\w-]++(?:\.[a-z0-9]{2,4})+(?!\w)""",
    regex.VERBOSE,
)
_LATIN_WORD = regex.compile(r"(?<!\w)[A-Za-z]{7,15}+(?!\w)|(?<!\p{L})[A-Za-z]{16,}+(?!\p{L})")
_LONG_WORD = re.compile(f"[A-Za-zء-ي]{{{LONG_WORD}}}")
# Words that are made of function words, and are not in the lexicon.
_COMPOUNDS = frozenset(
    [
        *("notwithstanding", "nevertheless", "nonetheless", "heretofore", "hereinafter", "whatsoever", "whosoever"),
        *("insofar", "inasmuch", "thereafter", "therewith", "thereupon", "whereupon", "wherewithal", "hitherto"),
    ]
)
_CAPITALISED = regex.compile(r"[A-Z]*[a-z]*+")
_ARABIC_WORD = regex.compile(rf"(?<!\p{{L}}){ARABIC_LETTERS}{{5,}}+(?!\p{{L}})", regex.V1)
_FINAL_INSIDE = regex.compile(r"(?<=[ء-ي]{2})ة(?=[ء-غف-ي])")
_FUNCTION = r"(?:في|من|على|إلى|عن|أن|هذا|هذه|التي|الذي|بين|بعد|قبل|مع|كل|كان|كانت|ذلك)"
_SEAM = regex.compile(
    rf"(?<=[ء-ي])ة(?=[ء-غف-ي])|(?<={_FUNCTION})ال(?=[ء-ي]{{3}})|(?<=[ء-ي]{{2}})ال(?!ات|ي)(?=[ء-ي]{{4}})|(?<=[ء-ي]{{2}}[^لوفبكأاس\W])إ"
)


class _Glued(NamedTuple):
    """Glued words of a line.

    start: offset of the first.
    size: number of the glued words.
    example: the first of them.
    """

    start: int
    size: int
    example: str


def find(text: str, characters: Set[str], tags: Set[str]) -> Fault | None:
    """Return the fault of words that are glued together, or None.

    characters: the set of the characters of the text.
    tags: language codes of the document, such as `ar`.
    """
    arabic = "ar" in tags and not characters.isdisjoint(_FREQUENT_ARABIC)
    english = "en" in tags and not characters.isdisjoint(_FREQUENT_LATIN)
    if not arabic and not english:
        return None
    # To look for long words in the entire text is faster than in each line; most texts have few.
    long_words = [word for word in set(text.split()) if len(word) >= LONG_WORD and _LONG_WORD.search(word)]
    glued = []
    looked_at = 0
    for line in lines(text):
        if looked_at >= MAX_LOOKED_AT:
            break
        is_long = _is_long(line.text, long_words)
        spaces = line.text.count(" ")
        if is_long or len(line.text) - spaces >= _LONG_LINE * (spaces + 1):
            beginning = Line(line.start, line.text[:MAX_LOOKED_AT])
            looked_at += len(beginning.text)
            words = _glued_words(beginning, is_long=is_long, arabic=arabic, english=english)
            glued += [words] if words else []
    if arabic and not glued and "ة" in characters:
        seams = list(_FINAL_INSIDE.finditer(text))
        if len(seams) >= MIN_SEAMS:
            glued = [_Glued(seams[0].start(), len(seams), _word_around(text, seams[0].start()))]
    if not glued:
        return None
    count = sum(words.size for words in glued)
    example = glued[0].example[:40]
    verb = "is" if count == 1 else "are"
    problem = f"{counted(count, 'word')} {verb} made of words without spaces {PLACE}, such as {example}"
    return Fault("glued", count, glued[0].start, problem, HINT)


_FREQUENT_ARABIC, _FREQUENT_LATIN = frozenset("المنوي"), frozenset("etaoin")


def _word_around(text: str, at: int) -> str:
    """Return the word around an offset."""
    start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
    return text[start:].split(maxsplit=1)[0] if start < at else text[at : at + 20]


def _is_long(line: str, long_words: Sequence[str]) -> bool:
    """Return whether a line has one of the long words of its text."""
    if len(long_words) <= FEW_LONG_WORDS:
        return any(word in line for word in long_words)
    return _LONG_WORD.search(line) is not None


def _glued_words(line: Line, *, is_long: bool, arabic: bool, english: bool) -> _Glued | None:
    """Return the glued words of a line, or None if it has too few of them.

    is_long: True if one of its words is longer than usual.
    """
    words = line.text.split()
    length = len(line.text) - len(words) + 1
    masked = _NEUTRAL.sub(" ", line.text)
    cuts: list[tuple[str, int]] = []
    if arabic and (is_long or length >= LONG_ARABIC * len(words)):
        cuts += _arabic_cuts(_MARKS.sub("", masked))
    if english and (is_long or length >= LONG_ENGLISH * len(words)):
        cuts += _english_cuts(masked)
    inside = sum(count for _, count in cuts)
    distinct = {word for word, _ in cuts}
    if len(distinct) == 1 and len(max(distinct)) < LONG_WORD:
        return None  # a rare word, or a slip of the pen
    if not cuts or inside < MIN_INSIDE or inside < MIN_SHARE * (inside + len(words) - len(cuts)):
        return None
    at = line.text.find(cuts[0][0])
    return _Glued(line.start + max(at, 0), len(cuts), cuts[0][0])


def _arabic_cuts(line: str) -> Iterator[tuple[str, int]]:
    """Yield the glued Arabic words of a line, and the number of words in each."""
    for match in _ARABIC_WORD.finditer(line):
        word = match[0]
        count = 1 + sum(1 for _ in _SEAM.finditer(word))
        if len(word) > LONGEST_ARABIC:
            count = max(count, len(word) // USUAL_ARABIC)
        if count > 1:
            yield word, count


def _english_cuts(line: str) -> Iterator[tuple[str, int]]:
    """Yield the glued English words of a line, and the number of words in each."""
    for match in _LATIN_WORD.finditer(line):
        # A capital begins a word, so that names of functions, such as getUserName, are not glued.
        counts = [_number_of_words(part.lower()) for part in _CAPITALISED.findall(match[0])]
        if max(counts) > 1:
            yield match[0], sum(counts)


def _number_of_words(word: str) -> int:
    """Return the number of English words in a word in lower case; 1 if it is one, or cannot be cut.

    >>> _number_of_words("thetrainarrived"), _number_of_words("station")
    (3, 1)
    """
    vocabulary = _english_words()
    if len(word) < MIN_ENGLISH or word in vocabulary or word in _COMPOUNDS:
        return 1
    if len(word) >= MIN_WITH_NAMES:
        return _number_with_names(word)
    # For each prefix, the fewest words into which it is cut.
    cuts: list[tuple[str, ...]] = [()] * (len(word) + 1)
    for end in range(1, len(word) + 1):
        for start in range(end):
            if (start == 0 or cuts[start]) and (part := word[start:end]) in vocabulary:
                cut = (*cuts[start], part)
                cuts[end] = min(cuts[end] or cut, cut, key=len)
    # Two words without a function word may be a compound, such as partnerships.
    is_compound = len(cuts[-1]) == 2 and _english_function().isdisjoint(cuts[-1])
    return 1 if is_compound else len(cuts[-1]) or 1


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
    with data_file("lexicon/ar-en.tsv").open(encoding="utf-8") as lexicon:
        words = {line.split("\t", 2)[1] for line in lexicon}
    return frozenset({word for word in words if len(word) > 2} | _english_function())


@cache
def _english_function() -> frozenset[str]:
    """Return the English function words; of the single letters, only the words."""
    return frozenset(word for word in languages.word_lists("en").function if len(word) > 1 or word in ("a", "i"))
