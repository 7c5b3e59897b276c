"""Candidates: the places where a sentence may end, and what is around each of them.

All quantifiers are possessive or bounded, so that the time is linear in the length of a text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import regex

from aligner.languages import strip_marks

REACH = 40  # characters before and after a mark that the rules see; bounds the time for each candidate

# A candidate: end marks, what belongs to the sentence after them, and white space.
CANDIDATE = regex.compile(
    r"""
    (?P<marks>
        # No mark, but an Arabic quotation closes, and "and ..." or another quotation follows: «نعم» وقال
        (?<= \p{Arabic} ) (?= ["”»] \s++ (?: و\p{Arabic} | ["“«]\p{Arabic} ) )
        # The number of a verse: ﴿12﴾, ﴿ 12 ﴾, or with the brackets exchanged
      | [﴾﴿] \p{Nd}{1,3} [﴿﴾] | ﴿ \p{Zs} \p{Nd}{1,3} \p{Zs} ﴾
        # The same, after the sign for the end of a verse, with a space or without: U+06DD 12
      | \N{ARABIC END OF AYAH} (?: \p{Zs}?+ \p{Nd}{1,3}+ )?+
        # End marks, also with spaces between dots (. . .) or before an exclamation (? !)
      | [.!?؟۔…‼⁇⁈⁉]++ (?: \p{Zs} (?! \p{L} ) (?: \p{Zs}?+ [.…]++ (?! \w ) | [!?؟]++ ) )*+
    )
    (?P<closers>
      (?: (?! [ ] \p{L} ) (?:   # nothing closes before an ordinary word, which is quicker to see
        # The end of bold text, code, a link or an element: .** ._ .` .](url) .</b>
        (?: \*{1,3} | _{1,3} | `{1,3} | \]\( [^\s()]{0,200}+ \) | </\w{1,9}> | ~~ )
        (?= [\s"'”’»)\]*_<] | \Z )
        # An invisible mark, a closing quote or bracket, the raised number of a note: ." .) .²
      | [\p{Cf}"'”’»›)\]}¹²³⁴-⁹]
        # The number of a note in brackets: .[12] or . [12]
      | \p{Zs}?+ \[ \d{1,3} \] (?= \s | \Z | \[ )
        # Other marks of notes, directly after the stop: .1 .(1) .[^1] .[a]
      | (?<= \p{L} [.!?؟…] ["”»)]? ) \p{Nd}{1,3} (?= \s | \Z )
      | \( \p{Nd}{1,3} \) (?= \s | \Z )
      | \[ \^?+ [\p{L}\p{Nd}]{1,3} \] (?= \s | \Z )
      | (?: [†‡§] | <sup> [^<>]{1,5} </sup> ) (?= \s | \Z )
        # A closing quote after a space: . » or . ”,
      | \p{Zs}?+ [»”] (?= \s | \Z | [.,،؛;] )
        # An opening quote before a space, which is used as a closing one: .“
      | [“«„‹‘] (?= \s | \Z )
        # A smiley or an emoji
      | \p{Zs}?+ (?: [:;]-?[)(DP] (?! \w ) | \p{Extended_Pictographic}\N{VARIATION SELECTOR-16}?+ )
      ) )*+
    )
    # A straight quote between spaces, which may close this sentence or open the next one: . " The
    (?P<loose> \p{Zs} " (?= \s | \Z ) )?+
    # White space before the next sentence
    [\s\x1c-\x1f]*+
    """,
    regex.VERBOSE,
)

# The first sign of a candidate; a quote is one only before the words that the pattern above names. `re` searches for a
# class of signs much faster than `regex`, if the class is first.
SIGN = re.compile(r"[.!?؟۔…‼⁇⁈⁉﴾﴿\N{ARABIC END OF AYAH}\"”»](?:(?<![\"”»])|(?=\s+(?:و|[\"“«])))")

MARKS_GROUP, CLOSERS_GROUP, LOOSE_GROUP = 1, 2, 3  # groups of `CANDIDATE`; in a loop, numbers are faster than names

_CLOSING = "\"'”’»›)]}“«„‹‘"  # closers other than note numbers and faces
_OPENING = r"\"'“”«»„‹›‘’(\[{"  # quotes and brackets that open, as part of a character class
_BEFORE_NEXT_WORD = regex.compile(rf"(?:[\s\p{{Cf}}*_`•–—-]|[{_OPENING}])*+")  # bullets, dashes, quotes, brackets
_WORD_BEFORE = regex.compile(rf"[^\s{_OPENING})\]}}–—,،]++\Z")
_NUMBER_BEFORE = regex.compile(r"[\p{Nd}٪%]\s*+\Z")
# Before a mark within Arabic, `pdftotext` begins an embedding from left to right with the space that follows the mark.
_EMBEDDING = "\u202a"
_EMBEDDED_MARK = regex.compile(rf"{_EMBEDDING}\p{{Zs}}\Z")
_PUNCTUATION = ".,;:!?؟،؛"


class Context(NamedTuple):
    """A candidate and what is around it.

    marks: the end marks.
    word: the word before the marks, without vowel marks and invisible marks; empty if there is none.
    before_word: the characters before that word, up to `REACH`.
    after_number: whether a number is before that word.
    is_closed: whether a quote or a bracket closes after the marks.
    has_note: whether the number of a note is directly after the marks.
    is_spaced: whether white space follows.
    following: the next characters, up to `REACH`.
    next_word: the first word of those, without opening quotes, dashes and final punctuation.
    """

    marks: str
    word: str
    before_word: str
    after_number: bool
    is_closed: bool
    has_note: bool
    is_spaced: bool
    following: str
    next_word: str

    @property
    def previous(self) -> str:
        """The word before the word, without vowel marks and invisible marks; empty if there is none."""
        before = self.before_word
        return strip_marks(before.rsplit(None, 1)[-1]) if before and not before.isspace() else ""


def context_of(match: regex.Match[str], text: str, start: int, stop: int, next_start: int) -> Context:
    """Return the context of a candidate.

    match: a match of `CANDIDATE`.
    text: the text in which it was found.
    start: where the sentence starts.
    stop: where the paragraph ends.
    next_start: where the next sentence would start.
    """
    first = match.start(MARKS_GROUP)
    before = text[max(start, first - REACH) : first]
    if _EMBEDDING in before:
        before = _EMBEDDED_MARK.sub("", before)
    word = before[before.rfind(" ") + 1 :]
    if not word.isalpha():  # nearly all words are letters between spaces, which is quicker to see
        word_match = _WORD_BEFORE.search(before)
        word = word_match[0] if word_match else ""
    before_word = before[: len(before) - len(word)]
    end_before_word = before_word.rstrip()[-1:]
    following = text[next_start : min(stop, next_start + REACH)]
    rest = following
    if not rest[:1].isalnum():
        opening = _BEFORE_NEXT_WORD.match(following)
        rest = following[opening.end() if opening else 0 :]
    closers = match[CLOSERS_GROUP]
    return Context(
        match[MARKS_GROUP],
        strip_marks(word),
        before_word,
        (end_before_word.isdecimal() or end_before_word in "٪%") and _NUMBER_BEFORE.search(before_word) is not None,
        bool(closers and any(closer in _CLOSING for closer in closers)) or bool(match[LOOSE_GROUP]),
        closers[:1].isdigit(),
        next_start > match.end(CLOSERS_GROUP),
        following,
        rest.split(None, 1)[0].rstrip(_PUNCTUATION) if rest else "",
    )
