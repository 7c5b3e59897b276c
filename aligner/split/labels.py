"""Labels: numbers and letters that stand before the items of a list, and numbers that stand after verses.

A label goes with what it labels. The items of a list that was joined to one paragraph are sentences, as in
`1. Bread 2. Milk`. So are the verses of a chapter, which end with their numbers: `... (1) ... (2)`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import regex

LEAST_ITEM = 3  # characters between two labels
SURE = 3  # items of a list that begins with another label than 1 or a; two numbers may stand at ends of sentences
ITEM_REACH = 400  # characters before an inline label in which the label before it is looked for
LEAST_VERSE = 9  # characters of a verse with its number; numbers that are closer together are named in a sentence
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"  # the Arabic letters in the order in which they label items
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"

# A number, a letter or a bullet that may label an item, after white space or at the start.
_ITEM = regex.compile(
    r"""
    (?<! \S )
    (?P<bullet> [•◦▪●‣○■□◆✓] \s++ )?+
    (?:
        (?P<open> \(?+ | [﴿﴾] \p{Zs}?+ (?= \p{Nd} ) )
        (?P<value> \p{Nd}{1,3} | [a-z] | [\p{Arabic}&&\p{L}] )
        (?P<close> (?: \.\) | [.)] ) (?= \s ) | (?= \s*+ ﴿ ) | \p{Zs}?+ [﴿﴾] (?= \s ) )   # 1.)  1.  1)  1 ﴿  ﴿1﴾
    )?+
    """,
    regex.VERBOSE | regex.V1,
)
_MAY_BE_LABEL = regex.compile(
    r"(?<!\S)(?:[•◦▪●‣○■□◆✓]\s|\(?(?:\p{Nd}{1,3}|\p{L})(?:(?:\.\)|[.)])\s|\s*+﴿)|[﴿﴾]\p{Zs}?+\p{Nd}{1,3}\p{Zs}?+[﴿﴾])"
)
# A number in round or curly brackets, or a bare one before the bracket that opens the next verse.
_VERSE_NUMBER = regex.compile(r"[({](\p{Nd}{1,3})[)}]|(?<=[\s﴾])(\p{Nd}{1,3})(?=\s*+(?:﴿|\Z))")
_NUMBERED = regex.compile(r"(?<!\p{Nd})(\p{Nd}{1,3})[.)]")
_BEFORE_INLINE_LABEL = regex.compile(r"[:،,؛;]\s*+(\p{Nd}{1,3})\Z")


class _Label(NamedTuple):
    """The label of an item.

    start: where it starts in the text.
    end: where it ends.
    shape: the signs around its value.
    value: its place in the order of labels; 0 for a bullet without a number.
    """

    start: int
    end: int
    shape: tuple[str, ...]
    value: int


@cache
def label_pattern(words: frozenset[str], alone: frozenset[str]) -> regex.Pattern[str]:
    """Return the pattern of a label that is all of a sentence before its mark.

    words: words that stand before a number in a label, such as `article`.
    alone: short forms that need no number, such as `p.s`.
    """
    without_number = "|".join(map(regex.escape, sorted(alone, key=lambda word: (-len(word), word))))
    alternatives = "|".join(map(regex.escape, sorted(words, key=lambda word: (-len(word), word))))
    return regex.compile(
        rf"""
        [\p{{Cf}}"'“«(\[*•#–—-]*+ \s*+   # quotes, brackets, bullets and the signs of headings before it
        (?: \p{{Nd}}{{1,3}}              # a number: 12.
          | \p{{L}}                      # a letter: b.  ب.
          | (?: {without_number or "(?!)"} )   # P.S.
          | [ivx]{{1,4}}                 # a Roman number: iv.
          | (?: {alternatives or "(?!)"} | § ) \.?+ \s*+ (?: \p{{Nd}}{{1,3}} | [ivxlc]{{1,6}} | [a-z] )   # Article 5.
        )
        (?: \. \p{{Nd}}{{1,3}} )*+       # numbers of the levels below: 2.1.3
        """,
        regex.VERBOSE | regex.IGNORECASE,
    )


def is_inline_label(text: str, start: int, first: int) -> bool:
    """Return whether the number before a mark labels an item within a sentence: `three things: 1. bread, 2. milk`.

    text: a text.
    start: where the sentence starts.
    first: where the mark is.
    """
    match = _BEFORE_INLINE_LABEL.search(text, max(start, first - 8), first)
    if match is None:
        return False
    value, reach = int(match[1]), max(start, match.start(1) - ITEM_REACH)
    return value == 1 or any(int(label[1]) == value - 1 for label in _NUMBERED.finditer(text, reach, match.start(1)))


def boundaries(text: str, start: int, stop: int) -> Sequence[tuple[int, int]]:
    """Return (end of an item or a verse, start of the next) for a paragraph that is a list or verses; else nothing.

    text: a text.
    start: where the paragraph starts.
    stop: where it ends.
    """
    if start == stop:
        return []
    starts: Sequence[int] = ()
    if _MAY_BE_LABEL.match(text, start, stop):
        starts = [label.start for label in _items(text, start, stop)][1:]
    if not starts and (text[stop - 1] in ")}﴾" or text[stop - 1].isdigit()):
        starts = _after_verses(text, start, stop)
    return [(_end_before(text, next_start), next_start) for next_start in starts]


def _items(text: str, start: int, stop: int) -> list[_Label]:
    """Return the labels of a list, which begins with one: those that go on with its shape and its order."""
    labels: list[_Label] = []
    for label in _labels(text, start, stop):
        if not labels:
            if label.start > start:
                break
            labels.append(label)
        elif label.shape != labels[-1].shape or (label.value and label.value != labels[-1].value + 1):
            continue
        elif label.start - labels[-1].end >= LEAST_ITEM:
            labels.append(label)
    is_sure = len(labels) >= SURE or (labels and (labels[0].value <= 1 or labels[0].shape[0]))
    return labels if is_sure else []


def _labels(text: str, start: int, stop: int) -> Iterator[_Label]:
    """Yield what may label an item."""
    for match in _ITEM.finditer(text, start, stop):
        value = match["value"]
        if not match["bullet"] and value is None:
            continue
        if value is None:
            yield _Label(*match.span(), ("•", ""), 0)
            continue
        order = "" if value.isdigit() else _ALPHABET if value in _ALPHABET else _ABJAD
        shape = ("•" if match["bullet"] else "", match["open"], order, match["close"])
        yield _Label(*match.span(), shape, int(value) if value.isdigit() else order.find(value) + 1)


def _after_verses(text: str, start: int, stop: int) -> list[int]:
    """Return the starts of the verses after the first, if the paragraph is verses with ascending numbers after them."""
    numbers = list(_VERSE_NUMBER.finditer(text, start, stop))
    values = [int(match[1] or match[2]) for match in numbers]
    if len(values) < 2 or numbers[-1].end() < stop or any(right != left + 1 for left, right in pairwise(values)):
        return []
    ends = [start, *(match.end() for match in numbers)]
    if any(right - left < LEAST_VERSE for left, right in pairwise(ends)) or numbers[0].start() == start:
        return []
    after = ends[1:-1]
    return [next(place for place in range(end, stop) if not text[place].isspace()) for end in after]


def _end_before(text: str, next_start: int) -> int:
    """Return the end of the text before a place, without white space."""
    end = next_start
    while text[end - 1].isspace():
        end -= 1
    return end
