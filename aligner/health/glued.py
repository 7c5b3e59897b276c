"""Words that are glued together, as when the spaces of a PDF or of a line end are lost: `thetrainarrived`.

A line is glued if most of its words are inside glued ones, or many of its words in several. A text is glued if it has
many glued words, wherever they stand. Fewer are slips of an edited text, and so is one long glued word in a paragraph.
Addresses, hashtags and code are left out. Read `arabic_cuts` and `english_cuts` for the words that count as glued.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from typing import NamedTuple

import regex

from aligner.health.arabic_cuts import arabic_size, arabic_size_by_words
from aligner.health.english_cuts import MIN_LETTERS, english_size, english_size_by_words
from aligner.health.fault import PLACE, Fault, Line, counted, lines, such_as

HINT = "put them in, or export the text again from the original document"

MOST = 0.5  # share of the words of a line that are inside of glued ones, from which on it is glued
NEARLY_ALL = 0.75  # the same share for a line with one glued word, which may be a slip in a short line
MIN_INSIDE = 3  # words inside of the glued words of such a line; fewer may be a compound
MANY = 0.2  # the same share, without the largest of them, for a line with at least so many different ones:
MIN_DIFFERENT = 3
MIN_IN_TEXT = 12  # different glued words, from which on a text is glued; edited texts were seen to have ten
MIN_SHARE = 0.08  # least share of its words that are inside of them; of edited texts, up to 6 % seem to be
LONG = 7.5  # characters of a word of a line and the space after it on average, from which on it may be glued
FEW = 0.04  # share of words that are glued for sure in a line, from which on the others are looked up

# Letters of different long words that are looked at, and of lines that may be glued, to save time; a text with more has
# faults among them.
MAX_LOOKED_AT = 200_000
LONG_LATIN = 10  # letters of an English word, from which on it shows that its line may be glued
LONG_WORD = 16  # letters of a word that is glued even if it is the only one of its line

# Addresses, accounts and hashtags, code, tags, and names of files and sites.
_NEUTRAL = regex.compile(
    r"""(?:https?|ftp)://\S++ | www\.\S++ | [\#@]\w++ | (?<!\S)[^\s@]++@\S++ | `[^`\n]++` | </?[a-z][^<>]*+>
    | (?<!\S)[A-Za-z]\w*+=\S*+ | (?<!\w)[^\W_]*+_\w*+ | (?<![\w.-])[\w-]++(?:\.[a-z0-9]{2,4})+(?!\w)""",
    regex.VERBOSE,
)
_LONG_LATIN = re.compile(f"[A-Za-z]{{{LONG_LATIN}}}")
_CODE = regex.compile(r"[{}<>=`$\\]|\w\(|\(\)|^\s*[-/]{2}\w")  # in a line with names of functions
_FREQUENT_ARABIC = frozenset("المنوي")


class _Glued(NamedTuple):
    """Glued words of a line.

    start: offset of the first.
    words: the glued words.
    inside: number of the words inside of them.
    largest: the largest number of words inside of one.
    total: number of the words of the line, with those inside.
    """

    start: int
    words: list[str]
    inside: int
    largest: int
    total: int


def find(text: str, characters: Set[str], tags: Set[str]) -> Fault | None:
    """Return the fault of words that are glued together, or None.

    characters: the set of the characters of the text.
    tags: language codes of the document, such as `ar`.
    """
    sure: set[str] = set()  # words that are glued for sure
    long_pieces = _long_pieces(text.split())
    is_arabic = "ar" in tags and not characters.isdisjoint(_FREQUENT_ARABIC)
    if is_arabic:
        sure.update(piece for piece in long_pieces if arabic_size(piece) > 1)
    is_english = "en" in tags
    if is_english:
        very_long = (piece for piece in long_pieces if len(piece) >= LONG_LATIN and _LONG_LATIN.search(piece))
        sure.update(piece for piece in very_long if english_size(piece) > 1)
    if not sure:
        return None
    suspicious: list[_Glued] = []
    left, word_count = MAX_LOOKED_AT, 0
    for line in lines(text):
        of_line = line.text.split()
        word_count += len(of_line)
        is_long = len(line.text) >= LONG * (len(of_line) + 1)
        if not is_long and sure.isdisjoint(of_line):
            continue
        glued = _glued_words(line, of_line, sure, is_long=is_long, is_arabic=is_arabic, is_english=is_english)
        if glued is not None:
            suspicious.append(glued)
        left -= len(line.text)
        if left < 0:
            break
    glued_lines = [glued for glued in suspicious if _is_glued(glued)]
    if len(glued_lines) < len(suspicious) and _is_glued_text(suspicious, word_count):
        glued_lines = suspicious
    if not glued_lines:
        return None
    count = sum(len(glued.words) for glued in glued_lines)
    example = max(glued_lines[0].words, key=len).strip('"،,.:;؛!?؟«»“”()')[:40]
    problem = f"spaces are missing in {counted(count, 'place')}{such_as(count, example)} {PLACE}"
    return Fault("glued", count, glued_lines[0].start, problem, HINT)


def _long_pieces(pieces: Sequence[str]) -> list[str]:
    """Return the different long words of a text, as many as are looked at."""
    result: list[str] = []
    left = MAX_LOOKED_AT
    for piece in dict.fromkeys(pieces):
        if len(piece) >= MIN_LETTERS:
            result.append(piece)
            left -= len(piece)
            if left < 0:
                break
    return result


def _glued_words(
    line: Line, pieces: Sequence[str], sure: Set[str], *, is_long: bool, is_arabic: bool, is_english: bool
) -> _Glued | None:
    """Return the glued words of a line, or None if there are none.

    pieces: what stands between the spaces of the line.
    sure: the words of the text that are glued for sure.
    is_long: whether the words of the line are longer than usual.
    """
    sure_share = sum(piece in sure for piece in pieces) / max(len(pieces), 1)
    is_sure = not (is_long or sure_share >= FEW) or _CODE.search(line.text) is not None
    words = {}
    for word in _NEUTRAL.sub(" ", line.text).split():
        if len(word) < MIN_LETTERS:
            continue
        size = _size(word, is_arabic=is_arabic, is_english=is_english, is_sure=is_sure)
        if size > 1:
            words[word] = size
    if not words:
        return None
    longest = max(words, key=len)
    inside = sum(words.values())
    total = len(pieces) - len(words) + inside
    return _Glued(line.start + line.text.index(longest), [*words], inside, max(words.values()), total)


@lru_cache(maxsize=1 << 12)
def _size(word: str, *, is_arabic: bool, is_english: bool, is_sure: bool) -> int:
    """Return the number of words in a word of a suspicious line.

    is_sure: True if only words that are glued for sure count.
    """
    sizes = [1]
    if is_arabic:
        sizes.append(arabic_size(word) if is_sure else arabic_size_by_words(word))
    if is_english:
        sizes.append(english_size(word) if is_sure else english_size_by_words(word))
    return max(sizes)


def _is_glued(line: _Glued) -> bool:
    """Return whether a line has so many glued words that they are more than slips."""
    different = len(set(line.words))
    if different < MIN_DIFFERENT and len(max(line.words, key=len)) < LONG_WORD:
        return False  # rare words, or compounds
    if line.inside >= MIN_INSIDE and line.inside >= (MOST if different > 1 else NEARLY_ALL) * line.total:
        return True
    return different >= MIN_DIFFERENT and line.inside - line.largest >= MANY * line.total


def _is_glued_text(glued_lines: Sequence[_Glued], word_count: int) -> bool:
    """Return whether a text has so many glued words that they are more than slips.

    word_count: number of its words, of the lines that were looked at.
    """
    short_lines = {line.words[0] for line in glued_lines if line.inside > 2 and line.inside >= MOST * line.total}
    if len(short_lines) >= MIN_DIFFERENT:
        return True
    different = {word for line in glued_lines for word in line.words}
    return len(different) >= MIN_IN_TEXT and sum(line.inside for line in glued_lines) >= MIN_SHARE * word_count
