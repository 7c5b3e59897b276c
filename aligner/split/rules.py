"""Rules decide whether a sentence ends at a candidate.

`Rules.ends` goes through the candidates of a paragraph. `Rules._is_plain_end` accepts the ordinary ones, which are
nearly all, by a quick test. `Rules._is_end` has the rules for the others: the first one that applies decides. It
leaves full stops after abbreviations, initials and numbers to `punkt`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache

import regex

from aligner.characters import ARABIC, CLOSERS, SENTENCE_START, TATWEEL
from aligner.languages import WordLists, primary, strip_marks, word_lists
from aligner.split import punkt
from aligner.split.candidates import (
    CANDIDATE,
    CLOSERS_GROUP,
    LABEL,
    LOOSE_GROUP,
    MARKS_GROUP,
    REACH,
    Context,
    context_of,
)
from aligner.split.punkt import DOTTED, NUMBER

_QUOTE_REACH = 400  # characters of the sentence before a straight quote in which quotes are counted
_CACHE = 1 << 16  # answers of Punkt that are kept; a few megabytes, however long the process runs

_CONTINUING = frozenset(",،؛;:)]}”»")  # the sentence goes on if one of these follows
_VERSE = "﴾﴿۝"  # marks at the number of a verse
_STRONG = "!?؟۔‼⁇⁈⁉"  # end marks other than dots
_DASH_BEFORE_LOWERCASE = regex.compile(r"[–—-]\s*+\p{Ll}")  # "Why?" - he asked
_ARABIC_WORD = regex.compile(r"[\p{Arabic}&&\p{L}]{2}", regex.V1)  # two letters: not an initial
_ARABIC_LABEL = regex.compile(r"[\p{Arabic}&&\p{L}] ?+[-.)]", regex.V1)  # the label of an item: "ب- "
_LATIN_WORD_END = regex.compile(r"\p{Latin}{2}\p{Ll}\Z")  # three letters, the last in lower case: "left."
_LATIN_SENTENCE_START = regex.compile(r"\p{Lu}\p{Ll}")  # a capitalised word: "Nobody"
_ADDRESS = regex.compile(r"[/\\@=&_]|www\.")  # part of a URL, a path or an e-mail address
# A semicolon or a colon, what closes after it, and white space.
_CLAUSE_END = regex.compile(rf"[؛;:]{CLOSERS}(?P<gap>\s++)")
# The numbers that follow a numbered word such as "No.".
_NUMERAL = regex.compile(
    r"""
    \p{Nd}                          # a number: No. 5
  | [IVXLCivxlc]++ (?! [\p{L}'’] )  # a Roman number: Vol. IV
  | \p{Lu} (?! [\p{L}'’.] )         # a single capital: Fig. B
    """,
    regex.VERBOSE,
)


class Rules:
    """Decides where sentences end, by the word lists of a language."""

    def __init__(self, words: WordLists) -> None:
        self._words = words
        # Words after which a full stop does not always end a sentence.
        self._special = words.titles | words.leading | words.numbered | words.units | words.final | words.abbreviations
        self._special |= words.ordinals | words.proper
        # Arabic writes "and" and the next word as one word: "وم." is "and Eng."
        self._conjoined = {f"و{word}": word for word in self._special if ARABIC.match(word)}
        self._special |= self._conjoined.keys()
        self._punkt_ends: Callable[[str, str], bool] = lru_cache(_CACHE)(punkt.decider(words))

    def ends(self, text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Yield (end of a sentence, start of the next) for each sentence of a paragraph but the last.

        text: a text.
        start: where the paragraph starts in the text.
        stop: where the paragraph ends.
        """
        for match in CANDIDATE.finditer(text, start, stop):
            # 1. Find where the sentence would end and where the next one would start.
            first, marks_end = match.span(MARKS_GROUP)
            end, next_start = match.end(CLOSERS_GROUP), match.end()
            if (loose_end := match.end(LOOSE_GROUP)) > end:
                if self._opens_quotation(text, max(start, end - _QUOTE_REACH), end):
                    next_start = loose_end - 1
                else:
                    end = loose_end
            # 2. The last sentence ends with the paragraph.
            if next_start >= stop:
                return
            # 3. Decide.
            if (marks_end == end and self._is_plain_end(text, start, first, marks_end, next_start)) or self._is_end(
                text, start, stop, match, next_start
            ):
                yield end, next_start
                start = next_start

    @staticmethod
    def _opens_quotation(text: str, start: int, quote: int) -> bool:
        """Return whether a straight quote opens a quotation: an even number of quotes is before it in its sentence."""
        return text.count('"', start, quote) % 2 == 0

    def _is_plain_end(self, text: str, start: int, first: int, marks_end: int, next_start: int) -> bool:
        """Return whether a single mark after an ordinary word and before a space ends a sentence.

        This is a short cut for speed: if it holds, `_is_end` holds, too. If it does not, `_is_end` decides.
        """
        if marks_end - first != 1 or text[marks_end] not in " \n" or text[next_start] in _CONTINUING:
            return False
        if text[first] in "?!؟":
            return first - start > REACH and not text[next_start].islower()
        if text[first] != ".":
            return False
        word_start = text.rfind(" ", max(start, first - REACH), first) + 1
        if word_start <= start:
            return False  # the first word of a sentence may be a label
        word = text[word_start:first]
        if len(word) == 1 or not word.isalpha() or TATWEEL in word:
            return False
        return word.lower() not in self._special

    def _is_end(self, text: str, start: int, stop: int, match: regex.Match[str], next_start: int) -> bool:
        """Return whether a sentence ends at a candidate. The first rule that applies decides.

        text: a text.
        start: where the sentence starts.
        stop: where the paragraph ends.
        match: a match of `CANDIDATE`.
        next_start: where the next sentence would start.
        """
        first, marks_end = match.start("marks"), match.start("closers")
        # 1. A quotation without an end mark ends before another quotation, and before "and" with a verb of saying.
        if not match["marks"]:
            following = text[next_start : min(stop, next_start + REACH)]
            return not ARABIC.match(following) or self._is_and_reporting(following)
        # 2. A verse ends after its number, unless the number is all that it has.
        if match["marks"][0] in _VERSE:
            return first > start
        # 3. Marks alone, or after the label of a list item, belong to what follows: "1. First"
        if first == start or (first - start <= REACH and LABEL.fullmatch(text, start, first)):
            return False
        # 4. Marks in brackets are part of a sentence: (!) or [...]
        if text[first - 1] in "([" and text[marks_end] in ")]":
            return False
        # 5. Without a space, only a capital or an Arabic letter begins a sentence, and not after "a." as in "a.B".
        if next_start == match.end("closers") and (
            text[first - 2 : first - 1] == "." or not SENTENCE_START.match(text, next_start)
        ):
            return False
        context = context_of(match, text, start, stop, next_start)
        # 6. A space may be missing: "left.Nobody"
        if not context.is_spaced:
            return self._lacks_space(context, text[max(start, first - REACH) : first])
        # 7. The sentence goes on after a comma, a closing bracket and the like.
        if context.following[0] in _CONTINUING:
            return False
        # 8. The sentence goes on in lower case after a quotation: "Why?" he asked
        if context.is_closed and context.following[0].islower():
            return False
        # 9. Question and exclamation marks.
        if any(mark in _STRONG for mark in context.marks):
            return self._is_strong_end(context)
        # 10. Ellipses. Before Arabic, two dots are a full stop in newspapers, but three are mostly a pause.
        if len(context.marks) > 1 or context.marks == "…":
            if ARABIC.match(context.next_word):
                return context.marks == ".."
            return not context.next_word[:1].islower()
        # 11. A full stop.
        return self._is_full_stop(context)

    def _is_and_reporting(self, following: str) -> bool:
        """Return whether a text begins with "and" and a verb of saying, as a sentence after a quotation does."""
        word = strip_marks(following.split(None, 1)[0])
        return word[:1] == "و" and word[1:] in self._words.reporting

    def _lacks_space(self, context: Context, before: str) -> bool:
        """Return whether a mark with a letter directly after it ends a sentence whose space was forgotten.

        before: the characters before the mark, up to `REACH`.
        """
        # 1. Not within a URL, a path or an e-mail address.
        if _ADDRESS.search(before) or _ADDRESS.search(context.following.partition(" ")[0]):
            return False
        # 2. Before Arabic: any mark but a dot; a dot between two words, or before a label; not in an abbreviation.
        if ARABIC.match(context.following):
            if context.marks[0] in "؟?!۔":
                return True
            following = strip_marks(context.following)
            if f"{context.word}.{following.split(None, 1)[0].rstrip('.')}" in self._special:
                return False
            starts = _ARABIC_WORD.match(following) or _ARABIC_LABEL.match(following)
            return bool(starts and _ARABIC_WORD.fullmatch(context.word[-2:]))
        # 3. Before Latin: a dot between a word of three letters or more and a capitalised word.
        return bool(
            context.marks == "."
            and _LATIN_WORD_END.search(context.word)
            and _LATIN_SENTENCE_START.match(context.following)
            and context.word.isalpha()
        )

    def _is_strong_end(self, context: Context) -> bool:
        """Return whether a question or exclamation mark ends a sentence."""
        # 1. Not after a quotation that is part of a sentence: "Why?" asked Salma. A colon, however, announces the
        #    next quotation, so a sentence begins: "Why?" Salma said: "..."
        if context.is_closed and (
            strip_marks(context.next_word) in self._words.reporting or _DASH_BEFORE_LOWERCASE.match(context.following)
        ):
            return ":" in context.following
        # 2. Not after a name with an exclamation mark: Yahoo! is
        return not (context.following[0].islower() and context.word.lower() in self._words.exclamations)

    def _is_full_stop(self, context: Context) -> bool:
        """Return whether a single full stop before white space ends a sentence."""
        words, word = self._words, context.word.lower()
        word = self._conjoined.get(word, word)
        # 1. A unit after a number ends a sentence in Arabic; otherwise Punkt decides: 5 p.m. The
        unit = word.lstrip("0123456789٠١٢٣٤٥٦٧٨٩")
        if unit in words.units and (context.after_number or unit != word):
            return bool(ARABIC.match(unit)) or self._punkt_ends(unit, context.next_word)
        # 2. A title or a leading word never does: Dr. Salma, e.g. Norway
        if word in words.leading or word in words.titles:
            return False
        # 3. A numbered word does not before a number: No. 5. If it is also an ordinary word, it does before any
        #    other word: "No. I will not."
        if word in words.numbered:
            if word in words.lowercase_starters:
                return not context.next_word[:1].isdigit()
            if _NUMERAL.match(context.next_word):
                return False
        # 4. The end of a list does unless lower case follows: etc. The
        if word in words.final:
            return not context.following[0].islower()
        # 5. An ordinal does only before a word that can begin a sentence: am 3. Er
        if word in words.ordinals:
            return context.next_word[:1].isupper() and context.next_word.lower() in words.lowercase_starters
        # 6. After other abbreviations, single letters and numbers, Punkt decides.
        is_listed = word in words.abbreviations or word in words.numbered
        is_listed = is_listed or (word in words.proper and context.word[0].isupper())
        if is_listed or (len(word) == 1 and word.isalpha()) or NUMBER.fullmatch(word) or DOTTED.fullmatch(word):
            return self._punkt_ends(context.word, context.next_word)
        # 7. An ordinary word does.
        return True


@cache
def rules_for(language: str) -> Rules:
    """Return the rules of a language tag.

    Arabic text quotes English and English text quotes Arabic, so both languages use the word lists of both.
    """
    return Rules(word_lists("ar") | word_lists("en") if primary(language) in ("ar", "en") else word_lists(language))


def clause_ends(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield (end of a clause, start of the next) at each semicolon or colon before white space.

    text: a text.
    start: where the sentence starts.
    stop: where it ends.
    """
    for match in _CLAUSE_END.finditer(text, start, stop):
        if match.end() < stop:
            yield match.start("gap"), match.end()
