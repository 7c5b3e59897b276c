"""Text to documents: where sentences end.

Offsets, never rewriting: the sentences of a paragraph and the white space between them are the
paragraph. A pattern proposes ends, rules settle the clear ones, and nltk's Punkt (Kiss & Strunk
2006), with parameters made by hand from the word lists, settles full stops that may belong to an
abbreviation. Punkt is imported when the first of those is met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

import regex

from aligner.bitext import Document, Span
from aligner.languages import Words, primary, words

# A run of end marks, dots with spaces between them included, then what belongs to it: closing
# quotes and brackets, note marks such as [12], and marks that are not seen. An opening quote in
# the place of a closing one counts as closing; so does a straight one, which stands close to the mark.
_CANDIDATE = regex.compile(
    r"""
    (?P<marks> [.!?؟۔…‼⁇⁈⁉]++ (?: \p{Zs}{1,2}+ [.…]++ (?! \w) )*+ )
    (?P<closers> (?: \p{Cf} | ["'”’»›)\]}] | \[\d{1,3}\] | [¹²³⁴-⁹]
                   | \p{Zs}?+ [»”](?= \s | \Z | [.,،؛;] ) | [“«„‹‘](?= \s | \Z ) )*+ )
    (?P<gap> \s*+ )
    """,
    regex.VERBOSE,
)
_UNSEEN = regex.compile(r"[\p{Mn}\p{Cf}\N{ARABIC TATWEEL}]+")
_VISIBLE = regex.compile(r"[^\s\p{Cf}\p{Cc}]")
_OPENING = regex.compile(r"(?:[\s\p{Cf}*•–—-]|[\"'“”«»„‹›‘’(\[{])*+")
_WORD_BEFORE = regex.compile(r"[^\s\"'“”«»„‹›‘’(\[{)\]}–—,،]++\Z")
_NUMBER_BEFORE = regex.compile(r"\p{Nd}\s*+\Z")
_GOES_ON = regex.compile(r"[,،؛;:)\]}”»]")
_ARABIC = regex.compile(r"\p{Arabic}")
_ARABIC_WORD = regex.compile(r"[\p{Arabic}&&\p{L}]{2}", regex.V1)
_ARABIC_LABEL = regex.compile(r"[\p{Arabic}&&\p{L}] ?+[-.)]", regex.V1)
_LABEL = regex.compile(
    r"""[\p{Cf}"'“«(\[]*+
    (?: \p{Nd}{1,3} | \p{L} | [ivx]{1,4}
      | (?: المادة | مادة | البند | الفصل | article | section | chapter ) \s \p{Nd}{1,3} )
    (?: \. \p{Nd}{1,3} )*+""",
    regex.VERBOSE | regex.IGNORECASE,
)
_NUMBER = regex.compile(r"\p{Nd}++(?:[.,٫٬:/]\p{Nd}++)*+")
_DOTTED = regex.compile(r"\p{L}(?:\.\p{L}){1,9}")
_LATIN_END = regex.compile(r"\p{Latin}{2}\p{Ll}\Z")
_LATIN_START = regex.compile(r"\p{Lu}\p{Ll}")
_ADDRESS = regex.compile(r"[/\\@=&_]|www\.")
_SEEN_SMALL = 0x20  # Punkt: this word was seen in small letters within a sentence
_BLANK_LINE = regex.compile(r"\s*?(?:\r\n|[\r\n])[^\S\r\n]*+(?:\r\n|[\r\n])\s*+")
_REACH = 40  # characters on either side of a mark that are looked at, so that no text is slow


def document(text: str, language: str, stretches: Iterable[Span], *, pre_split: bool = False) -> Document:
    """The document that some stretches of a text make: each a paragraph, split into sentences.

    pre_split: each stretch is one sentence already, and a blank line ends a paragraph.
    """
    seen = [trimmed for span in stretches if _VISIBLE.search(text, *(trimmed := _trimmed(text, *span)))]
    if not pre_split:
        return Document(language, text, tuple(tuple(sentences(text, language, span)) for span in seen))
    paragraphs: list[list[Span]] = []
    for span in seen:
        if paragraphs and not _BLANK_LINE.fullmatch(text, paragraphs[-1][-1].end, span.start):
            paragraphs[-1].append(span)
        else:
            paragraphs.append([span])
    return Document(language, text, tuple(map(tuple, paragraphs)))


def sentences(text: str, language: str, paragraph: Span | None = None) -> Iterator[Span]:
    """The sentences of one paragraph of a text, or of a text that is one paragraph.

    Every character that can be seen stands in exactly one; only white space stands between them.
    """
    start, stop = _trimmed(text, *(paragraph or Span(0, len(text))))
    rules = _rules(primary(language))
    for found in _CANDIDATE.finditer(text, start, stop):
        end = found.end("closers")
        if end < stop and end > start and rules.end(text, start, found, stop):
            yield Span(start, end)
            start = found.end()
    if start < stop:
        yield Span(start, stop)


def _trimmed(text: str, start: int, stop: int) -> Span:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return Span(start, stop)


@cache
def _rules(language: str) -> _Rules:
    # Arabic text quotes English and the other way round, so the lists of both serve both.
    return _Rules(words("ar") | words("en") if language in ("ar", "en") else words(language))


class _Place(NamedTuple):
    """A candidate and what stands round it."""

    marks: str
    word: str  # before the marks, without vowel marks and invisible marks
    counted: bool  # a number stands before the word
    closed: bool  # a quote or a bracket closes after the marks
    spaced: bool  # white space follows
    following: str
    next_word: str  # what follows, without opening quotes and dashes


class _Rules:
    """Whether a candidate ends a sentence, for one language."""

    def __init__(self, known: Words) -> None:
        self._words = known
        self._breaks: Callable[[str, str], bool] = cache(_punkt(known))

    def end(self, text: str, start: int, found: regex.Match[str], stop: int) -> bool:
        """Whether the sentence that begins at `start` ends with this candidate."""
        at = found.start("closers")
        first = found.start("marks")
        if first == start or _LABEL.fullmatch(text, start, first):
            return False  # a label of a list, or marks alone: they belong to what follows
        if text[first - 1] in "([" and text[at : at + 1] in (")", "]"):
            return False  # (…) and (!) stand inside a sentence
        place = _place(text, start, found, stop)
        if not place.spaced:
            return self._forgotten_space(place, text[max(start, first - _REACH) : first])
        if _GOES_ON.match(place.following):
            return False
        if place.closed and place.following[:1].islower():
            return False
        if any(mark in "!?؟۔‼⁇⁈⁉" for mark in place.marks):
            return self._exclamation(place)
        if len(place.marks) > 1 or place.marks == "…":
            # Two dots are a full stop in newspapers; three before Arabic mostly are a pause.
            return place.marks == ".." if _ARABIC.match(place.next_word) else not place.next_word[:1].islower()
        return self._stop(place)

    def _forgotten_space(self, place: _Place, before: str) -> bool:
        """A mark with a letter close behind it."""
        if _ADDRESS.search(before) or _ADDRESS.search(place.following.partition(" ")[0]):
            return False
        if _ARABIC.match(place.following):
            if place.marks[0] in "؟?!۔":
                return True
            bare = _UNSEEN.sub("", place.following)
            starts = _ARABIC_WORD.match(bare) or _ARABIC_LABEL.match(bare)
            return bool(starts and _ARABIC_WORD.fullmatch(place.word[-2:]))
        latin = place.marks == "." and _LATIN_END.search(place.word) and _LATIN_START.match(place.following)
        return bool(latin and place.word.isalpha())

    def _exclamation(self, place: _Place) -> bool:
        if place.closed and _UNSEEN.sub("", place.next_word) in self._words.reporting:
            return False
        return not (place.following[:1].islower() and place.word.lower() in self._words.exclamations)

    def _stop(self, place: _Place) -> bool:
        """A single full stop."""
        known, word = self._words, place.word.lower()
        small = place.following[:1].islower()
        if place.counted and word in known.units and _ARABIC.match(word):
            return True
        if word in known.titles or (word[:1] == "و" and word[1:] in known.titles):
            return False
        if word in known.numbered and place.next_word[:1].isdigit():
            return False
        if word in known.final:
            return not small
        ambiguous = word in known.abbreviations or word in known.units or word in known.numbered
        if ambiguous or len(word) == 1 or _NUMBER.fullmatch(word) or _DOTTED.fullmatch(word):
            return self._breaks(place.word, place.next_word)
        return True


def _place(text: str, start: int, found: regex.Match[str], stop: int) -> _Place:
    marks, at = found["marks"], found.start("marks")
    before = text[max(start, at - _REACH) : at]
    following = text[found.end() : min(stop, found.end() + _REACH)]
    word_found = _WORD_BEFORE.search(before)
    word = word_found[0] if word_found else ""
    bare = _UNSEEN.sub("", word).lstrip("0123456789٠١٢٣٤٥٦٧٨٩") or word
    counted = bare != word or bool(_NUMBER_BEFORE.search(before, 0, len(before) - len(word)))
    opened = _OPENING.match(following)
    rest = following[opened.end() if opened else 0 :]
    return _Place(
        marks,
        bare,
        counted,
        any(_VISIBLE.match(mark) for mark in found["closers"]),
        found.end("closers") < found.end(),
        following,
        rest.split(None, 1)[0] if rest else "",
    )


def _punkt(known: Words) -> Callable[[str, str], bool]:
    """Punkt's answer to whether a sentence ends between `word.` and the next word."""

    def breaks(word: str, next_word: str) -> bool:
        return bool(_tokenizer(known).text_contains_sentbreak(f"{word}. {next_word}"))

    return breaks


@cache
def _tokenizer(known: Words) -> Any:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    class Abbreviations(set[str]):
        """The lists, any letters with dots between them, and any single Arabic letter."""

        def __contains__(self, word: object) -> bool:
            if not isinstance(word, str):
                return False
            lettered = (len(word) == 1 and _ARABIC.match(word)) or _DOTTED.fullmatch(word)
            return bool(lettered) or super().__contains__(word)

    parameters = PunktParameters()
    parameters.abbrev_types = Abbreviations(known.abbreviations | known.units | known.numbered)
    for word in known.small:
        parameters.ortho_context[word] = _SEEN_SMALL
    return PunktSentenceTokenizer(parameters)
