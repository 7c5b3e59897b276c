"""Headlines: places where a headline without a mark ends, and speech that breaks off.

In English a headline ends where a word that is written in lower case within a sentence has a capital. In Arabic it ends
where a verb follows that has its subject after it, since such a clause needs a conjunction within a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import regex

from aligner.characters import ARABIC
from aligner.languages import WordLists, strip_marks

LEAST_HEADLINE = 3  # words of an Arabic headline; before fewer, the verb may be all of the sentence
HEADLINE_REACH = 160  # characters in which an Arabic headline ends

_WORD_REACH = 40  # characters of a word
_CLOSERS = ")]\"'”’»"
_LOWER_WORD = regex.compile(r"\p{Ll}[\p{Ll}’'-]++\Z")
_NAME = regex.compile(r"\p{Lu}[\p{L}’'-]++\Z")
_LOWER_WORDS = regex.compile(r"\p{Ll}[\p{Ll}’'-]*+,?+ \p{Ll}")
DASHES = ("--", "–", "—")
# A dash after which somebody else, or the same with another sentence, goes on: and then the — What was that?
_AFTER_DASH = {dash: regex.compile(rf"{dash} (?=(?P<next>\p{{Lu}}\p{{Ll}}*+(?:[’']\p{{Ll}}++)?+) )") for dash in DASHES}
_ENDS = ".!?؟…:،؛)-–"  # a headline that has one of these after a word has a mark, or goes on
_DAMMA = "\N{ARABIC DAMMA}"  # in verbs of the passive, of which it is the usual vowel mark
_WORD = regex.compile(r"\S++")
# Prepositions and pronouns that are written as a word with another: such a word is no subject.
_NO_SUBJECT = regex.compile(r"[بلك]|.*(?:ا|ه|ها|هم|هما)\Z")


class Headlines:
    """Finds the ends of headlines by the words that begin sentences.

    words: the word lists of the language.
    """

    def __init__(self, words: WordLists) -> None:
        self._words = words
        self._openers = frozenset(opener.capitalize() for opener in words.openers)
        self._sure_openers = frozenset(opener.capitalize() for opener in words.sure_openers)
        # A capitalised word without a mark before it, which may be one of them. `re` is the quickest here.
        initials = "".join(sorted({opener[0] for opener in self._openers})) or "(?!)"
        self._capitalised = re.compile(rf" ([{initials}](?<![.!?…:,;] [A-Z])[a-z']{{0,9}}) [a-z]")
        self._unfinished = words.function | words.lowercase_starters
        self._verbs = words.clause_verbs | words.reporting

    def after_headlines(self, text: str, start: int, stop: int) -> list[int]:
        """Return where sentences start with a capitalised function word after a headline.

        text: a text.
        start: where the paragraph starts.
        stop: where it ends.
        """
        openers = self._openers
        return [
            match.start(1)
            for match in self._capitalised.finditer(text, start, stop)
            if match[1] in openers and self._is_headline(text, start, match.start(), match[1], match.end() - 1)
        ]

    def _is_headline(self, text: str, start: int, end: int, opener: str, following: int) -> bool:
        """Return whether the words before a capitalised function word can end a headline.

        end: where those words end.
        opener: the function word.
        following: where the word after it starts.
        """
        while end > start and text[end - 1] in _CLOSERS:
            end -= 1
        if not text[end - 1].isalpha():
            return False
        before = text[max(start, end - _WORD_REACH) : end]
        word = _LOWER_WORD.search(before)
        if word is None and opener in self._sure_openers and _LOWER_WORDS.match(text, following):
            word = _NAME.search(before)
        if word is None or not (word.start() == 0 or before[word.start() - 1].isspace()):
            return False
        return word[0].lower() not in self._unfinished

    def after_broken_speech(self, dash: str, text: str, start: int, stop: int) -> Iterator[int]:
        """Yield where a sentence starts after a dash, if no sentence can end with the word before it.

        dash: one of `DASHES`.
        text, start, stop: see `after_headlines`.
        """
        for match in _AFTER_DASH[dash].finditer(text, start, stop):
            if match["next"] not in self._openers:
                continue
            before = text[max(start, match.start() - _WORD_REACH) : match.start()].split()
            last = before[-1].lower().replace("’", "'") if before else ""
            if last.endswith("-") or last.partition("'")[0] in self._words.function:
                yield match.end()

    def before_verbs(self, text: str, start: int, stop: int) -> Sequence[int]:
        """Return where the sentence after an Arabic headline starts, if it starts with a verb and its subject.

        text, start, stop: see `after_headlines`.
        """
        head = text[start : min(stop, start + HEADLINE_REACH)]
        if self._leads_on(head.partition(" ")[0]):
            return ()
        words = (strip_marks(head) if _DAMMA in head else head).split()
        if self._verbs.isdisjoint(words):
            return ()
        for number, (before, word, after) in enumerate(zip(words, words[1:], words[2:], strict=False), 1):
            if before[-1] in _ENDS:
                return ()
            if number >= LEAST_HEADLINE and word in self._verbs and not self._leads_on(strip_marks(before)):
                if ARABIC.match(before[-1]) and self._is_subject(strip_marks(after), word):
                    match = next(islice(_WORD.finditer(head), number, None), None)
                    # Marks alone may stand before the word, and were counted as one.
                    return (start + match.start(),) if match and strip_marks(match[0]) == word else ()
        return ()

    def _leads_on(self, word: str) -> bool:
        """Return whether a clause that begins after a word goes on with its sentence: that, after, and when."""
        function = self._words.function
        return word in function or (word[:1] in ("و", "ف") and (len(word) == 1 or word[1:] in function))

    def _is_subject(self, word: str, verb: str) -> bool:
        """Return whether the word after a verb is its subject: after verbs that have no object, most nouns are."""
        if verb[0] not in "ت" and verb[-1] != "ت" and word.endswith(("ة", "ات")):
            return False  # a feminine noun has a feminine verb
        if word in self._words.subjects:
            return True
        if verb not in self._words.clause_verbs or word in self._words.times or word in self._words.function:
            return False
        return _NO_SUBJECT.match(word) is None
