"""Missing spaces: full stops and other end marks with a letter directly after them.

A sentence ends there if a writer forgot the space, or put it on the wrong side of the stop: `home .Then`. It does not
within a dotted name, such as `Console.WriteLine`, `notes.Draft.txt` or an address.
"""

from __future__ import annotations

import regex

from aligner.characters import ARABIC
from aligner.languages import WordLists, strip_marks
from aligner.split.candidates import Context
from aligner.split.full_stops import FullStops

_STRONG = "?!؟۔"  # marks that stand within no name
_ADDRESS = regex.compile(r"[/\\@=&_]|www\.")  # part of a URL, a path or an e-mail address
_ARABIC_WORD = regex.compile(r"[\p{Arabic}&&\p{L}]{2}", regex.V1)  # two letters: not an initial
_ARABIC_LABEL = regex.compile(r"[\p{Arabic}&&\p{L}] ?+[-.)]", regex.V1)  # the label of an item: "ب- "
_LATIN_WORD = regex.compile(r"\p{Latin}++(?:['’]\p{Latin}++)?+")
# "Nobody", but neither "WriteLine" nor "Draft.txt"
_CAPITALISED = regex.compile(r"\p{Lu}\p{Ll}++(?:['’]\p{Latin}++)?+(?!\.?\w)|(?:I|A)(?=[ '’])")
_YEAR = regex.compile(r"\p{Nd}{2,4}")
_CLOSED = ")]»”\"'"
LEAST_WORD = 3  # letters of a word in Latin script before a missing space, unless it is a common word


def ends_sentence(words: WordLists, full_stops: FullStops, context: Context, before: str) -> bool:
    """Return whether a mark with a letter directly after it ends a sentence.

    words: the word lists of the language.
    full_stops: the words that decide about full stops.
    context: the mark and what is around it.
    before: the characters before the mark.
    """
    is_arabic = ARABIC.match(context.following) is not None
    start = None if is_arabic else _CAPITALISED.match(context.following)
    if not is_arabic and start is None:
        return False
    # 1. Not within a URL, a path or an e-mail address.
    if _ADDRESS.search(before) or _ADDRESS.search(context.following.partition(" ")[0]):
        return False
    if start is None:
        return _before_arabic(words, full_stops, context, before)
    return _before_latin(words, context, before, start)


def _before_arabic(words: WordLists, full_stops: FullStops, context: Context, before: str) -> bool:
    following = strip_marks(context.following)
    first_word = following.split(None, 1)[0]
    # 2. Any mark but a dot.
    if context.marks[0] in _STRONG:
        return True
    # 3. A dot before a word of two letters or a label, but not in an abbreviation or a name: د.سامي, نود.جي
    if not (_ARABIC_WORD.match(following) or _ARABIC_LABEL.match(following)):
        return False
    if f"{context.word}.{first_word.rstrip('.')}" in full_stops.special or context.word in full_stops.titles:
        return False
    if first_word.rstrip(".،") in words.domains:
        return False
    # 4. After a space, a closing mark, a number of two digits, or a word of two letters.
    if before[-1:].isspace() or before[-1:] in _CLOSED or context.is_closed:
        return True
    return bool(_YEAR.fullmatch(context.word) or _ARABIC_WORD.fullmatch(context.word[-2:]))


def _before_latin(words: WordLists, context: Context, before: str, start: regex.Match[str]) -> bool:
    if start[0].lower() in words.domains:
        return False
    is_starter = start[0].lower() in words.lowercase_starters
    # 2. Any mark but a dot: well?Yes
    if context.marks[0] in _STRONG:
        return context.word.lower() not in words.exclamations
    if context.marks != ".":
        return False
    # 3. A space on the wrong side: home .Then
    if before[-1:].isspace():
        return True
    # 4. After a closing mark, or a number of two digits: (1990).The
    if before[-1:] in _CLOSED or context.is_closed:
        return True
    if _YEAR.fullmatch(context.word):
        return is_starter or len(start[0]) > 1
    # 5. After a word: before one that begins sentences; before another, only after a long word in lower case.
    word = context.word
    if not _LATIN_WORD.fullmatch(word) or not word[-1].islower() or word[1:] != word[1:].lower():
        return False
    if is_starter:
        return len(word) >= LEAST_WORD or word.lower() in words.lowercase_starters
    return len(word) >= LEAST_WORD and word.islower()
