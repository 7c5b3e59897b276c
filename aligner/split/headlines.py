"""Headlines: places where a headline without a mark ends, and speech that breaks off.

In English a headline ends where a word that is written in lower case within a sentence has a capital. In Arabic it ends
where a verb follows that has its subject after it, since such a clause needs a conjunction within a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import regex

from aligner.languages import WordLists, strip_marks

LEAST_HEADLINE = 3  # words of an Arabic headline; before fewer, the verb may be all of the sentence
HEADLINE_REACH = 160  # characters in which an Arabic headline ends

_WORD_REACH = 40  # characters of a word
_CLOSERS = ")]\"'”’»"
_LOWER_WORD = regex.compile(r"(?<![^\s\"'“‘«(])\p{Ll}[\p{Ll}’'-]++\Z")
_NAME = regex.compile(r"(?<![^\s\"'“‘«(])\p{Lu}[\p{L}’'-]++\Z")
_LOWER_WORDS = regex.compile(r"\p{Ll}[\p{Ll}’'-]*+,?+ \p{Ll}")
DASHES = ("--", "–", "—")
# A dash after which somebody else, or the same with another sentence, goes on: and then the — What was that?
_AFTER_DASH = {dash: regex.compile(rf"{dash} (?=(?P<next>\p{{Lu}}\p{{Ll}}*+(?:[’']\p{{Ll}}++)?+) )") for dash in DASHES}
_ENDS = ".!?؟…:،,؛)-–"  # a headline that has one of these after a word has a mark, or goes on
_DAMMA = "\N{ARABIC DAMMA}"  # in verbs of the passive, of which it is the usual vowel mark
_WORD = regex.compile(r"\S++")
_ARABIC_WORD = regex.compile(r"[\p{Arabic}&&[\p{L}\p{M}]]++[\"»”)]?+", regex.V1)
# Prepositions and pronouns that are written as a word with another: such a word is no subject.
_NO_SUBJECT = regex.compile(r"[بلك]|.*(?:ا|ه|ها|هم|هما)\Z")


class Headlines:
    """Finds the ends of headlines by the words that begin sentences.

    words: the word lists of the language.
    """

    def __init__(self, words: WordLists) -> None:
        self._words = words
        # The words that must follow an opener; none if any may.
        self._openers: dict[str, set[str]] = {}
        for opener, _, follower in (opener.capitalize().partition(" ") for opener in words.openers):
            self._openers.setdefault(opener, set()).update({follower} - {""})
        self._sure_openers = frozenset(opener.capitalize() for opener in words.sure_openers)
        # A capitalised word without a mark before it, which may be one of them. `re` is the quickest here.
        initials = "".join(sorted({opener[0] for opener in self._openers})) or "(?!)"
        longest = max(map(len, self._openers), default=0)
        self._capitalised = re.compile(rf" ([{initials}](?<![.!?…:,;] [A-Z])[a-z']{{0,{longest}}}),? [a-z]")
        self._unfinished = words.function | words.lowercase_starters | words.before_names
        self._verbs = words.clause_verbs | words.saying_verbs

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
            if match[1] in openers and self._is_headline(text, start, match)
        ]

    def _is_headline(self, text: str, start: int, match: regex.Match[str] | re.Match[str]) -> bool:
        """Return whether the words before a capitalised function word can end a headline.

        match: the match of that word.
        """
        opener, end, following = match[1], match.start(), match.end() - 1
        while end > start and text[end - 1] in _CLOSERS:
            end -= 1
        if not text[end - 1].isalpha():
            return False
        followers = self._openers[opener]
        if followers and text[following : following + _WORD_REACH].split(None, 1)[0] not in followers:
            return False
        before = text[max(start, end - _WORD_REACH) : end]
        word = _LOWER_WORD.search(before)
        if word is None and opener in self._sure_openers and _LOWER_WORDS.match(text, following):
            word = _NAME.search(before)
        if word is None:
            return False
        return word[0].lower() not in self._unfinished and not (
            opener.lower() in self._words.numerals and self._is_name(word[0], text[following : following + _WORD_REACH])
        )

    def _is_name(self, noun: str, following: str) -> bool:
        """Return whether a numeral after a noun is its name: vitamin A, or chapter Two if "of" follows."""
        return noun.lower() in self._words.numbered_nouns or following.split(None, 1)[0] in self._words.function

    def after_broken_speech(self, dash: str, text: str, start: int, stop: int) -> Iterator[int]:
        """Yield where a sentence starts after a dash, if no sentence can end with the word before it.

        dash: one of `DASHES`.
        text, start, stop: see `after_headlines`.
        """
        for match in _AFTER_DASH[dash].finditer(text, start, stop):
            if match["next"].lower() not in self._words.lowercase_starters or match["next"][:2] in ("I", "I'", "I’"):
                continue  # "I" may go on with a sentence, too
            before = text[max(start, match.start() - _WORD_REACH) : match.start()].split()
            last = before[-1].lower().replace("’", "'") if before else ""
            if match["next"].lower() in map(str.lower, before):
                continue  # somebody begins the same sentence again: They only — They did not
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
            if number >= LEAST_HEADLINE and word in self._verbs and self._is_clause(before, word, after):
                match = next(islice(_WORD.finditer(head), number, None), None)
                # Marks alone may stand before the word, and were counted as one.
                return (start + match.start(),) if match and strip_marks(match[0]) == word else ()
        return ()

    def _is_clause(self, before: str, verb: str, after: str) -> bool:
        """Return whether a verb between two words begins a clause that is a sentence."""
        if not _ARABIC_WORD.fullmatch(before) or self._leads_on(strip_marks(before)):
            return False
        return self._is_subject(strip_marks(after).rstrip(_ENDS), verb)

    def _leads_on(self, word: str) -> bool:
        """Return whether a clause that begins after a word goes on with its sentence: that, after, and when."""
        if word in self._words.function or word in self._words.connectors or word.endswith("ما"):
            return True  # nearly all words in ما are conjunctions: بعدما
        return word[:1] in ("و", "ف") and (len(word) == 1 or word[1:] in self._words.function)

    def _is_subject(self, word: str, verb: str) -> bool:
        """Return whether the word after a verb is its subject: after verbs that have no object, most nouns are."""
        if verb[0] not in "ت" and verb[-1] != "ت" and word.endswith(("ة", "ات")):
            return False  # a feminine noun has a feminine verb
        if word in self._words.subjects:
            return True
        if not _ARABIC_WORD.fullmatch(word):
            return False
        if verb not in self._words.clause_verbs or word in self._words.times or word in self._words.function:
            return False
        return _NO_SUBJECT.match(word) is None
