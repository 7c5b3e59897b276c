"""Full stops: whether one before white space ends a sentence.

Most do. After abbreviations, initials and numbers, the word lists of the language decide, or `punkt`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import regex

from aligner.characters import ARABIC
from aligner.languages import WordLists, strip_marks
from aligner.split import punkt
from aligner.split.candidates import Context
from aligner.split.punkt import DOTTED, NUMBER

_PARTICLES = "فبلك"  # "so", "with", "to" and "like", which Arabic writes as one word with the next
_ARTICLES = frozenset({"a", "an", "the"})  # titles of books and newspapers begin with them, too: e.g. The Times
_CACHE = 1 << 16  # answers of Punkt that are kept; a few megabytes, however long the process runs

_SIGN = regex.compile(r"[\uFDF0-\uFDFD]")  # ﷺ ﷲ: words, no initials
_SHORT = 4  # letters of a word that is shortened in a language without word lists, before a number: str. 5
_SHORTENED = regex.compile(r"\p{Lu}\p{Ll}{0,3}[^aeiouy\W]")  # may be shortened, if a number follows: Add. 2
_STOPPED = regex.compile(r"\p{Ll}++\.(?!\p{L})")  # a word with a stop
# A number that goes with the word before it, and not with one after it: Add. 2 and, but not: Rome. 12 people
_NUMBER_IN_TEXT = regex.compile(
    r"\p{Nd}{1,3}(?:[/-]\p{Nd}++)?+(?:[,;)]|\.?\Z|\.?\s++(?:and|or|of|to|in|et|de|und|y)\b)|\p{Nd}++[/-]\p{Nd}"
)
# The numbers that follow a numbered word such as "No.".
_NUMERAL = regex.compile(
    r"""
    \p{Nd}                          # a number: No. 5
  | [IVXLCivxlc]++ (?! [\p{L}'’] )  # a Roman number: Vol. IV
  | \p{Lu} (?! [\p{L}'’.] )         # a single capital: Fig. B
    """,
    regex.VERBOSE,
)


class FullStops:
    """Decides about full stops, by the word lists of a language.

    special: words after which a full stop does not always end a sentence.
    titles: words after which it never does, in the spellings of a text.
    """

    def __init__(self, words: WordLists) -> None:
        self._words = words
        # Words after which a full stop does not always end a sentence.
        self.special = words.titles | words.leading | words.numbered | words.units | words.final | words.abbreviations
        self.special |= words.ordinals | words.proper | words.letters
        # Arabic writes "and" and other particles as one word with the next: "وم." is "and Eng."
        self._conjoined = {f"و{word}": word for word in self.special if ARABIC.match(word)}
        arabic_titles = [title for title in words.titles if ARABIC.match(title)]
        with_particles = {f"{particle}{title}": title for particle in _PARTICLES for title in arabic_titles}
        self._conjoined |= {word: title for word, title in with_particles.items() if word not in words.homographs}
        self.special |= self._conjoined.keys()
        self.titles = words.titles | {word for word, title in self._conjoined.items() if title in words.titles}
        self._punkt_ends: Callable[[str, str], bool] = lru_cache(_CACHE)(punkt.decider(words))

    def is_end(self, context: Context) -> bool:
        """Return whether a single full stop before white space ends a sentence."""
        words, word = self._words, context.word.lower()
        word = self._conjoined.get(word, word)
        # 1. A unit after a number ends a sentence in Arabic; otherwise Punkt decides: 5 p.m. The
        unit = word.lstrip("0123456789٠١٢٣٤٥٦٧٨٩")
        if unit in words.units and (context.after_number or unit != word):
            return bool(ARABIC.match(unit)) or self._punkt_ends(unit, context.next_word)
        # 2. A title never does: Dr. Salma. A leading word does only before one that begins sentences: e.g. Norway
        if word in words.titles:
            return f"{context.previous} {context.word}" in words.homographs
        if word in words.leading:
            return context.next_word[:1].isupper() and context.next_word.lower() in words.lowercase_starters - _ARTICLES
        # 3. A word before the number of a note or a page: river.1 He, but p.1
        if context.has_note and (word in self.special or len(word) == 1):
            return False
        # 4. A numbered word does not before a number: No. 5. If it is also an ordinary word, it does before any
        #    other word: "No. I will not."
        if word in words.numbered:
            if word in words.lowercase_starters:
                return not context.next_word[:1].isdigit()
            if _NUMERAL.match(context.next_word):
                return False
        # 5. Neither a single letter nor a word that seems to be shortened does before a number: L. 1114, Add. 2 and
        if context.following[0].isdigit():
            if (len(word) == 1 or (len(word) <= _SHORT and not words.numbered)) and word.isalpha():
                return False
            if context.previous and word not in self.special and _SHORTENED.fullmatch(context.word):
                return not _NUMBER_IN_TEXT.match(context.following)
        #    Nor does a short form of several words: voc. ed.
        if context.following[0].islower() and context.next_word in self.special and _STOPPED.match(context.following):
            return False
        # 6. The end of a list does unless lower case follows: etc. The
        if word in words.final:
            return not context.following[0].islower()
        # 7. An ordinal does only before a word that can begin a sentence: am 3. Er
        if word in words.ordinals:
            return context.next_word[:1].isupper() and context.next_word.lower() in words.lowercase_starters
        # 8. The name of a Latin letter does not before a name, of which it is an initial: جون إف. كينيدي
        if word in words.letters:
            return self._is_end_of_letters(context)
        # 9. After other abbreviations, single letters and numbers, Punkt decides. An ordinary word does.
        return self._is_end_of_other(context, word)

    def _is_end_of_other(self, context: Context, word: str) -> bool:
        """Return whether a stop after an abbreviation, a letter, a number or an ordinary word ends a sentence.

        word: the word in lower case, without "and" before it.
        """
        words = self._words
        is_listed = word in words.abbreviations or word in words.numbered
        is_listed = is_listed or (word in words.proper and context.word[0].isupper())
        if is_listed and context.following[0] == "(":
            return False
        if (
            is_listed
            or (len(word) == 1 and word.isalpha() and not _SIGN.match(word))
            or NUMBER.fullmatch(word)
            or DOTTED.fullmatch(word)
        ):
            return self._punkt_ends(context.word, context.next_word)
        return True

    def _is_end_of_letters(self, context: Context) -> bool:
        """Return whether a stop after the name of a Latin letter, in Arabic, ends a sentence."""
        letters, following = self._words.letters, strip_marks(context.next_word)
        if following.rstrip(".") in letters:
            return False
        if context.previous in letters:
            return True  # a short form of several letters, without stops between them: بي بي سي
        return following in self._words.function or following.startswith(("و", "ف", "ال"))
