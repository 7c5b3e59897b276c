"""Rules decide whether a sentence ends at a candidate.

`Rules.ends` goes through the candidates of a paragraph. `plain_ends` accepts the ordinary ones, which are nearly all,
by a quick test. `Rules._is_end` has the rules for the others: the first one that applies decides. It leaves full stops
to `full_stops`, quotations to `quotations`, and marks with a letter directly after them to `missing_space`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from aligner.characters import ARABIC, CLOSERS, SENTENCE_START
from aligner.languages import WordLists, primary, word_lists
from aligner.split import labels, missing_space, quotations
from aligner.split.candidates import (
    CANDIDATE,
    CLOSERS_GROUP,
    LOOSE_GROUP,
    MARKS_GROUP,
    REACH,
    SIGN,
    Context,
    context_of,
)
from aligner.split.full_stops import FullStops
from aligner.split.plain_ends import CONTINUING, is_plain_end, is_within_name, is_within_number
from aligner.split.unmarked import Unmarked

_BRACKET_REACH = 200  # characters before a mark in which an open bracket is looked for
_QUOTE_REACH = 400  # characters of the sentence before a straight quote in which quotes are counted

_REVERSED = frozenset(")]}”»")  # of these, those that open if a letter follows directly, as in ”this“ and »that«
_VERSE = "﴾﴿۝"  # marks at the number of a verse
_STRONG = "!?؟۔‼⁇⁈⁉"  # end marks other than dots
_LAST_NUMBER = regex.compile(r"\s[({]\p{Nd}{1,3}[)}]\Z")  # of a verse, which is no sentence: "How many? (2)"
_OMISSION = regex.compile(r"\[(?:\.{3}|…)\]\s++\p{Lu}")  # between two sentences: [...] They
_ENDS = ".!?…\"'”’"  # before an omission, a sentence ends with one of these
# A semicolon or a colon, what closes after it, and white space.
_CLAUSE_END = regex.compile(rf"[؛;:]{CLOSERS}(?P<gap>\s++)")


class Rules:
    """Decides where sentences end, by the word lists of a language."""

    def __init__(self, words: WordLists) -> None:
        self._words = words
        self._full_stops = FullStops(words)
        self._label = labels.label_pattern(words.labels, words.postscripts)
        self._unmarked = Unmarked(words)

    def ends(self, text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Return (end of a sentence, start of the next) for each sentence of a paragraph but the last.

        text: a text.
        start: where the paragraph starts in the text.
        stop: where the paragraph ends.
        """
        items = labels.boundaries(text, start, stop)
        if unmarked := self._unmarked.boundaries(text, start, stop):
            items = sorted({*items, *unmarked})
        return self._ends_of_items(text, start, stop, items) if items else self._ends_in(text, start, stop)

    def _ends_of_items(
        self, text: str, start: int, stop: int, items: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, int]]:
        """Yield the ends in a paragraph whose items are paragraphs of their own; see `ends`.

        items: the end of each item but the last, and the start of the next.
        """
        for end, next_start in items:
            yield from self._ends_in(text, start, end)
            yield end, next_start
            start = next_start
        yield from self._ends_in(text, start, stop)

    def _ends_in(self, text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Yield the ends in a paragraph, or in an item or a verse of it; see `ends`."""
        words_end, special = _end_of_words(text, start, stop), self._full_stops.special
        reached = start
        for sign in SIGN.finditer(text, start, stop):
            # 1. Most candidates are a stop between an ordinary word and a letter, which is quick to see.
            first = sign.start()
            is_tested = False
            if text[first] == "." and first + 2 < words_end:
                after = first + 1
                if text[after] == " " and text[after + 1].isalpha():
                    if is_plain_end(special, text, start, first, after, after, after + 1):
                        yield after, after + 1
                        start = after + 1
                        continue
                    is_tested = True
                if is_within_number(text, first):
                    continue
            match = CANDIDATE.match(text, first, stop) if first >= reached else None
            if match is None:
                continue
            reached = match.end()
            # 2. Find where the sentence would end and where the next one would start.
            first, marks_end = match.span(MARKS_GROUP)
            end, next_start = match.end(CLOSERS_GROUP), match.end()
            if next_start - end > 1 and (loose_end := match.end(LOOSE_GROUP)) > end:
                if self._opens_quotation(text, max(start, end - _QUOTE_REACH), end):
                    next_start = loose_end - 1
                else:
                    end = loose_end
            # 3. The last sentence ends with the paragraph. Marks that nothing follows but marks are part of it.
            if next_start >= words_end:
                return
            # 4. Decide. Most stops without a space are within names: U.S
            if next_start == marks_end and is_within_name(text, first):
                continue
            is_end = not is_tested and is_plain_end(special, text, start, first, marks_end, end, next_start)
            if is_end or self._is_end(text, start, stop, match, next_start):
                yield end, next_start
                start = next_start

    @staticmethod
    def _opens_quotation(text: str, start: int, quote: int) -> bool:
        """Return whether a straight quote opens a quotation: an even number of quotes is before it in its sentence."""
        return text.count('"', start, quote) % 2 == 0

    def _is_end(self, text: str, start: int, stop: int, match: regex.Match[str], next_start: int) -> bool:
        """Return whether a sentence ends at a candidate. The first rule that applies decides.

        text: a text.
        start: where the sentence starts.
        stop: where the paragraph ends.
        match: a match of `CANDIDATE`.
        next_start: where the next sentence would start.
        """
        first, marks_end = match.span(MARKS_GROUP)
        # 1. A quotation without an end mark ends before another quotation, and before "and" with a verb of saying.
        if first == marks_end:
            following = text[next_start : min(stop, next_start + REACH)]
            return not ARABIC.match(following) or quotations.is_and_reporting(self._words, following)
        # 2. A verse ends after its number, unless the number is all that it has.
        if text[first] in _VERSE:
            return first > start
        # 3. Marks alone, or after the label of a list item, belong to what follows: "1. First"
        if first == start or (first - start <= REACH and self._label.fullmatch(text, start, first)):
            return False
        if text[first] == "." and text[first - 1].isdigit() and labels.is_inline_label(text, start, first):
            return False
        # 4. Marks in brackets are part of a sentence: (!) or [...]. An omission between sentences goes with the first.
        if text[first - 1] in "([" and text[marks_end] in ")]":
            return self._is_end_after_omission(text, start, first, match.end(CLOSERS_GROUP), next_start)
        # 5. Without a space, only a capital or an Arabic letter begins a sentence, and not after "a." as in "a.B".
        if next_start == match.end(CLOSERS_GROUP) and (
            text[first - 2 : first - 1] == "." or not SENTENCE_START.match(text, next_start)
        ):
            return False
        return self._is_end_in(context_of(match, text, start, stop, next_start), text, start, first)

    def _is_end_in(self, context: Context, text: str, start: int, first: int) -> bool:
        """Return whether a sentence ends at a candidate, by the words around it; the rules of `_is_end` go on.

        first: where the marks start.
        """
        # 6. A space may be missing: "left.Nobody"
        if not context.is_spaced:
            before = text[max(start, first - REACH) : first]
            return missing_space.ends_sentence(self._words, self._full_stops, context, before)
        # 7. The sentence goes on after a comma, a closing bracket and the like.
        if _goes_on(context.following):
            return False
        if context.following[0] == "[" and _OMISSION.match(context.following):
            return False
        # 8. The sentence goes on in lower case after a quotation: "Why?" he asked
        if context.is_closed and context.following[0].islower():
            return False
        # 9. The sentence goes on with words of saying: "Why?" Salma asked.
        if context.marks != "." and quotations.goes_on_with_saying(self._words, context):
            return False
        # 10. Question and exclamation marks.
        if any(mark in _STRONG for mark in context.marks):
            return quotations.is_strong_end(self._words, context)
        # 11. Ellipses. Before Arabic, two dots are a full stop in newspapers, but three are mostly a pause.
        if len(context.marks) > 1 or context.marks == "…":
            if ARABIC.match(context.next_word):
                return context.marks == ".."
            return not context.next_word[:1].islower()
        # 12. A full stop, but not in brackets before a small letter or after their first word: (prod. by Salma)
        bracket = _open_bracket(text, max(start, first - _BRACKET_REACH), first)
        if bracket >= 0 and (context.following[0].islower() or text[bracket + 1 : first] == context.word.lower()):
            return False
        return self._full_stops.is_end(context)

    def _is_end_after_omission(self, text: str, start: int, first: int, end: int, next_start: int) -> bool:
        """Return whether a sentence ends after an omission in square brackets: It was late. [...] They left.

        first: where the dots start.
        end: where the brackets end.
        next_start: where the next sentence would start.
        """
        if text[first - 1] != "[" or text[first] not in ".…" or next_start == end or not text[next_start].isupper():
            return False
        before = text[max(start, first - REACH) : first - 1].rstrip()
        word = text[next_start : next_start + REACH].split()[0]
        return bool(before) and (before[-1] in _ENDS or word.rstrip(",").lower() in self._words.lowercase_starters)


def _end_of_words(text: str, start: int, stop: int) -> int:
    """Return where the last word of a paragraph ends, before the number of a verse; its start if it has none."""
    if text[stop - 1 : stop] in (")", "}") and (number := _LAST_NUMBER.search(text, max(start, stop - REACH), stop)):
        stop = number.start()
    while stop > start and not text[stop - 1].isalnum():
        stop -= 1
    return stop


def _goes_on(following: str) -> bool:
    """Return whether a sentence goes on with a comma, a closing bracket and the like."""
    return following[0] in CONTINUING and not (following[0] in _REVERSED and following[1:2].isalnum())


def _open_bracket(text: str, start: int, place: int) -> int:
    """Return the offset of the bracket that is open at a place; -1 if there is none after `start`."""
    opening = text.rfind("(", start, place)
    return opening if opening > text.rfind(")", start, place) else -1


@cache
def rules_for(language: str, abbreviations: frozenset[str] = frozenset()) -> Rules:
    """Return the rules of a language tag, with abbreviations besides those of its word lists.

    Arabic text quotes English and English text quotes Arabic, so both languages use the word lists of both.
    """
    lists = word_lists("ar") | word_lists("en") if primary(language) in ("ar", "en") else word_lists(language)
    return Rules(lists | WordLists(abbreviations=abbreviations) if abbreviations else lists)


def clause_ends(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield (end of a clause, start of the next) at each semicolon or colon before white space.

    text: a text.
    start: where the sentence starts.
    stop: where it ends.
    """
    for match in _CLAUSE_END.finditer(text, start, stop):
        if match.end() < stop:
            yield match.start("gap"), match.end()
