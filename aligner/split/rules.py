"""Where sentences end in a paragraph: candidates, and the rules that settle them.

A pattern finds each run of end marks with what belongs to it. Rules, in the order of `Rules._ends`,
settle the clear cases; full stops after abbreviations, initials and numbers go to `punkt`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from aligner.languages import WordLists, primary, strip_marks, word_lists
from aligner.split import punkt
from aligner.split.punkt import DOTTED, NUMBER

# A run of end marks, dots with spaces between them included; then what belongs to it: closing quotes
# and brackets, note marks such as [12] or raised figures, marks that are not seen, faces. An opening
# quote before a space closes. A straight quote between spaces may open or close: `loose`.
# No mark at all is a candidate, too, where an Arabic quotation closes and "and he said" or a quote follows.
_CANDIDATE = regex.compile(
    r"""
    (?P<marks> (?<= \p{Arabic} ) (?= ["”»] \s++ (?: و\p{Arabic} | ["“«]\p{Arabic} ) )
             | [﴾﴿] \p{Nd}{1,3} [﴿﴾] | \N{ARABIC END OF AYAH} \p{Nd}{0,3}+
             | [.!?؟۔…‼⁇⁈⁉]++ (?: \p{Zs}{1,2}+ [.…]++ (?! \w) | \p{Zs} [!?؟]++ )*+ )
    (?P<closers> (?: [\p{Cf}"'”’»›)\]}¹²³⁴-⁹]
                   | \p{Zs}?+ \[ \d{1,3} \] (?= \s | \Z | \[ )
                   | \p{Zs}?+ [»”] (?= \s | \Z | [.,،؛;] )
                   | [“«„‹‘] (?= \s | \Z )
                   | \p{Zs}?+ (?: [:;]-?[)(DP] (?! \w ) | \p{Extended_Pictographic}\N{VARIATION SELECTOR-16}?+ )
                   )*+ )
    (?P<loose> \p{Zs} " (?= \s | \Z ) )?+
    (?P<gap> [\s\x1c-\x1f]*+ )
    """,
    regex.VERBOSE,
)
_OPENING = regex.compile(r"(?:[\s\p{Cf}*•–—-]|[\"'“”«»„‹›‘’(\[{])*+")
_WORD_BEFORE = regex.compile(r"[^\s\"'“”«»„‹›‘’(\[{)\]}–—,،]++\Z")
_NUMBER_BEFORE = regex.compile(r"[\p{Nd}٪%]\s*+\Z")
_NUMERAL = regex.compile(r"\p{Nd}|[IVXLCivxlc]++(?![\p{L}'’])|\p{Lu}(?![\p{L}'’.])")
_GOES_ON = frozenset(",،؛;:)]}”»")
_DASHED = regex.compile(r"[–—-]\s*+\p{Ll}")
_ARABIC = regex.compile(r"\p{Arabic}")
_ARABIC_WORD = regex.compile(r"[\p{Arabic}&&\p{L}]{2}", regex.V1)
_ARABIC_LABEL = regex.compile(r"[\p{Arabic}&&\p{L}] ?+[-.)]", regex.V1)
_LABEL = regex.compile(
    r"""[\p{Cf}"'“«(\[*•–—-]*+ \s*+
    (?: \p{Nd}{1,3} | \p{L} | [ivx]{1,4}
      | (?: المادة | مادة | البند | الفصل | article | section | chapter ) \s \p{Nd}{1,3} )
    (?: \. \p{Nd}{1,3} )*+""",
    regex.VERBOSE | regex.IGNORECASE,
)
_LATIN_END = regex.compile(r"\p{Latin}{2}\p{Ll}\Z")
_LATIN_START = regex.compile(r"\p{Lu}\p{Ll}")
_BEGINS = regex.compile(r"[\p{Arabic}\p{Lu}]")
_ADDRESS = regex.compile(r"[/\\@=&_]|www\.")
_CLAUSE = regex.compile(r"[؛;:](?:\p{Cf}|[\"'”’»)\]])*+(?P<gap>\s++)")
_REACH = 40  # characters on either side of a mark that are looked at, so that no text is slow
_REMEMBERED = 1 << 16  # answers of Punkt: a few megabytes, however long a process reads on
_QUOTED = 400  # characters before a straight quote in which quotes are counted


class _Place(NamedTuple):
    """A candidate and what stands round it."""

    marks: str
    word: str  # before the marks, without vowel marks and marks that are not seen
    counted: bool  # a number stands before the word
    closed: bool  # a quote or a bracket closes after the marks
    spaced: bool  # white space follows
    following: str
    next_word: str  # what follows, without opening quotes and dashes


class Rules:
    """Where sentences end, by the word lists of a language."""

    def __init__(self, known: WordLists) -> None:
        self._words = known
        self._special = known.titles | known.leading | known.numbered | known.units | known.final | known.abbreviations
        self._special |= known.ordinals | known.proper
        # "And Dr." is one word in Arabic.
        self._conjoined = {f"و{word}": word for word in self._special if _ARABIC.match(word)}
        self._special |= self._conjoined.keys()
        self._breaks: Callable[[str, str], bool] = lru_cache(_REMEMBERED)(punkt.answers(known))

    def ends(self, text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """(end of a sentence, start of the next) for each sentence of a paragraph but the last."""
        for found in _CANDIDATE.finditer(text, start, stop):
            first, marked = found.span(1)
            close, after = found.end(2), found.end()
            if found.end(3) > close:  # a straight quote that stands between spaces
                if self._opens(text, max(start, close - _QUOTED), close):
                    after = found.end(3) - 1
                else:
                    close = found.end(3)
            if after >= stop:
                return
            if (marked == close and self._plain(text, start, first, marked, after)) or self._ends(
                text, start, stop, found, after
            ):
                yield close, after
                start = after

    @staticmethod
    def _opens(text: str, start: int, stop: int) -> bool:
        """Whether a straight quote after so much of the sentence would open a quotation."""
        return text.count('"', start, stop) % 2 == 0

    def _plain(self, text: str, start: int, first: int, marked: int, after: int) -> bool:
        """Whether this is one mark after an ordinary word and before a space: nearly all are.

        Only a short cut; `_ends` says the same of them.
        """
        if marked - first != 1 or text[marked] not in " \n" or text[after] in _GOES_ON:
            return False
        if text[first] in "?!؟":
            return first - start > _REACH and not text[after].islower()
        if text[first] != ".":
            return False
        at = text.rfind(" ", max(start, first - _REACH), first) + 1
        if at <= start:
            return False  # the first word of a sentence may be a label
        word = text[at:first]
        if len(word) == 1 or not word.isalpha() or "\N{ARABIC TATWEEL}" in word:
            return False
        return word.lower() not in self._special

    def _ends(self, text: str, start: int, stop: int, found: regex.Match[str], after: int) -> bool:
        first, at = found.start("marks"), found.start("closers")
        if not found["marks"]:
            return not _ARABIC.match(text[after]) or self._reports(text[after : min(stop, after + _REACH)])
        if found["marks"][0] in "﴾﴿۝":
            return first > start  # the number of a verse stands at its end
        if first == start or (first - start <= _REACH and _LABEL.fullmatch(text, start, first)):
            return False  # a label of a list, or marks alone: they belong to what follows
        if text[first - 1] in "([" and text[at] in ")]":
            return False  # (…) and (!) stand inside a sentence
        if after == found.end("closers") and (text[first - 2 : first - 1] == "." or not _BEGINS.match(text, after)):
            return False  # a letter close behind the mark, and not one that could begin a sentence
        place = _place(text, start, stop, found, after)
        if not place.spaced:
            return self._forgotten_space(place, text[max(start, first - _REACH) : first])
        if place.following[0] in _GOES_ON:
            return False
        if place.closed and place.following[0].islower():
            return False
        if any(mark in "!?؟۔‼⁇⁈⁉" for mark in place.marks):
            return self._exclamation(place)
        if len(place.marks) > 1 or place.marks == "…":
            # Two dots are a full stop in newspapers; three before Arabic mostly are a pause.
            return place.marks == ".." if _ARABIC.match(place.next_word) else not place.next_word[:1].islower()
        return self._stop(place)

    def _reports(self, following: str) -> bool:
        """Whether the next word is "and" with a verb of saying, which begins a sentence after a quotation."""
        word = strip_marks(following.split(None, 1)[0])
        return word[:1] == "و" and word[1:] in self._words.reporting

    def _forgotten_space(self, place: _Place, before: str) -> bool:
        """A mark with a letter close behind it."""
        if _ADDRESS.search(before) or _ADDRESS.search(place.following.partition(" ")[0]):
            return False
        if _ARABIC.match(place.following):
            if place.marks[0] in "؟?!۔":
                return True
            starts = strip_marks(place.following)
            if f"{place.word}.{starts.split(None, 1)[0].rstrip('.')}" in self._special:
                return False
            told = _ARABIC_WORD.match(starts) or _ARABIC_LABEL.match(starts)
            return bool(told and _ARABIC_WORD.fullmatch(place.word[-2:]))
        latin = place.marks == "." and _LATIN_END.search(place.word) and _LATIN_START.match(place.following)
        return bool(latin and place.word.isalpha())

    def _exclamation(self, place: _Place) -> bool:
        """Question and exclamation marks: they end, but for a quotation that is part of a sentence."""
        if place.closed and (strip_marks(place.next_word) in self._words.reporting or _DASHED.match(place.following)):
            return ":" in place.following  # a colon announces the next quotation
        return not (place.following[0].islower() and place.word.lower() in self._words.exclamations)

    def _stop(self, place: _Place) -> bool:
        """A single full stop with white space behind it."""
        known, word = self._words, place.word.lower()
        word = self._conjoined.get(word, word)
        quantity = word.lstrip("0123456789٠١٢٣٤٥٦٧٨٩")
        if quantity in known.units and (place.counted or quantity != word):
            return bool(_ARABIC.match(quantity)) or self._breaks(quantity, place.next_word)
        if word in known.leading or word in known.titles:
            return False
        if word in known.numbered:
            if word in known.lowercase_starters:  # No. 5, but: No. I will not.
                return not place.next_word[:1].isdigit()
            if _NUMERAL.match(place.next_word):
                return False
        if word in known.final:
            return not place.following[0].islower()
        if word in known.ordinals:
            return place.next_word[:1].isupper() and place.next_word.lower() in known.lowercase_starters
        listed = word in known.abbreviations or word in known.numbered
        listed = listed or (word in known.proper and place.word[0].isupper())
        if listed or (len(word) == 1 and word.isalpha()) or NUMBER.fullmatch(word) or DOTTED.fullmatch(word):
            return self._breaks(place.word, place.next_word)
        return True


def _place(text: str, start: int, stop: int, found: regex.Match[str], after: int) -> _Place:
    at = found.start("marks")
    before = text[max(start, at - _REACH) : at]
    following = text[after : min(stop, after + _REACH)]
    word_found = _WORD_BEFORE.search(before)
    word = word_found[0] if word_found else ""
    opened = _OPENING.match(following)
    rest = following[opened.end() if opened else 0 :]
    return _Place(
        found["marks"],
        strip_marks(word),
        bool(_NUMBER_BEFORE.search(before, 0, len(before) - len(word))),
        any(mark in "\"'”’»›)]}“«„‹‘" for mark in found["closers"]) or bool(found["loose"]),
        after > found.end("closers"),
        following,
        rest.split(None, 1)[0].rstrip(".,;:!?؟،؛") if rest else "",
    )


@cache
def rules_for(language: str) -> Rules:
    """The rules of a language.

    Arabic text quotes English and the other way round, so the lists of both serve both.
    """
    return Rules(word_lists("ar") | word_lists("en") if primary(language) in ("ar", "en") else word_lists(language))


def clause_ends(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """(end of a clause, start of the next) at semicolons and colons with white space behind them."""
    for found in _CLAUSE.finditer(text, start, stop):
        if found.end() < stop:
            yield found.start("gap"), found.end()
