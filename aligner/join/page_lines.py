"""Lines of a text as lines of pages: which may be running heads, running feet or page numbers, by their form.

Such lines are short, end no sentence, and most hold a number. Two of them belong together if they differ in their
numbers alone: "Journal of Letters 21", "Journal of Letters 23".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from aligner import text_lines
from aligner.bitext import Span
from aligner.characters import BIDI_CONTROLS
from aligner.text_lines import FORM_FEED

MAX_COLUMNS, MAX_WORDS = 80, 12  # of the longest running head
MAX_ALIGNED = 300  # characters of such a line with the blanks that align it
EDGE_LINES = 3  # lines from the top or the foot of a page, in which running heads and feet stand

_NUMBER = regex.compile(r"\p{Nd}++")
_LETTER = regex.compile(r"\p{L}")
_SPACES = regex.compile(rf"[\s{BIDI_CONTROLS}]++")
_ROMAN = regex.compile(r"(?i)(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ITEM = regex.compile(r"[(\[]?#[.)\]]|\([^()]*\)|[•*]")  # "1. Lamp", "(2)", "• Lamp": items and notes
_RULE = r"[\s|~*·•–—\-]*+"  # signs beside a page number
_PART = regex.compile(r"\p{Ll}|.*[,،\"”’»)\]}]\p{Cf}*+\Z")  # a part of a sentence
_NUMBER_AT_END = regex.compile(
    rf"{_RULE}(?:\p{{Nd}}{{1,4}}(?![.,)\]:/%\p{{Nd}}]).*|.*[^\p{{N}}.,:/(\[]\p{{Nd}}{{1,4}}){_RULE}"
)
# A line that says that it is a page number: "Page 3 of 10", "- 12 -", "صفحة ١٢". # stands for digits.
_PAGE_NUMBER = regex.compile(
    r"""
      [-–—|~*·•.\[<]*+ (?: pages? | pp?\. | pg\.? | seite | pagina | página | الصفحة | صفحة | ص\.? )
      \# (?: (?: of | / | von | de | sur | من ) \# )? [-–—|~*·•.\]>]*+
    | [-–—|~*·•\[<]{1,3} \# [-–—|~*·•\]>]{1,3}
    | \# (?: / | of | من ) \#
    """,
    regex.VERBOSE,
)
# The number of a figure or of a part of the text, which is no page.
_LABEL = regex.compile(
    r"""
    (?: figure | fig\.? | table | box | plate | map | chart | photo | note | example | equation | exercise | question
      | chapter | section | article | part | lesson | unit | book | step | day | act | scene | canto | psalm | verse
      | (?:ال)? (?: شكل | جدول | خريطة | صورة | لوحة | مثال | معادلة | تمرين | سؤال )
      | (?:ال)? (?: فصل | باب | مادة | قسم | درس | وحدة | كتاب | خطوة | يوم | مشهد | آية | بند )
    ) \s \p{Nd}++
    """,
    regex.VERBOSE | regex.IGNORECASE,
)


class PageLine(NamedTuple):
    """A line of one side, and what its form says about its place on a page.

    span: the line without its line end.
    content: its characters without white space at the ends, blanks doubled by alignment, and invisible characters.
    key: the content with # for each number, in lower case and without spaces; empty for a line that is no running head.
    numbers: its numbers, in order; of a line in Roman numerals, their value.
    number: number of lines of the side before it.
    page: number of form feeds before the line.
    is_head: the line is one of the first of a page, after a form feed or at the beginning of the text.
    is_foot: the line is one of the last of a page, before a form feed or at the end of the text.
    """

    span: Span
    content: str
    key: str
    numbers: tuple[int, ...]
    number: int
    page: int
    is_head: bool
    is_foot: bool

    @property
    def is_page_number(self) -> bool:
        """True if the line says that it is a page number."""
        return _PAGE_NUMBER.fullmatch(self.key) is not None

    @property
    def is_title(self) -> bool:
        """True if the line has two words or more; one word with a number may be a heading, such as "Hymn 3"."""
        return sum(_LETTER.search(word) is not None for word in self.content.split()) > 1

    @property
    def is_first(self) -> bool:
        """True if no line is before it."""
        return self.number == 0

    @property
    def is_bare_number(self) -> bool:
        """True if the line is a page number or any other number."""
        return self.is_page_number or (bool(self.key) and not _LETTER.search(self.key))

    @property
    def may_hold_page_number(self) -> bool:
        """True if the line begins or ends with a number, as a running head with a page number does."""
        return bool(self.key) and _NUMBER_AT_END.fullmatch(self.content) is not None


def page_lines(text: str, spans: Sequence[Span]) -> list[PageLine]:
    """Return the lines of one side of a text as lines of pages."""
    pages = _page_numbers(text, spans) if FORM_FEED in text else [0] * len(spans)
    size = len(spans)
    lines = []
    for number, span in enumerate(spans):
        content = _SPACES.sub(" ", text[span.start : span.end]).strip() if _is_short(text, span) else ""
        key, numbers = _key(content)
        before, after = number - EDGE_LINES, number + EDGE_LINES
        is_head = before < 0 or pages[before] != pages[number]
        is_foot = after >= size or pages[after] != pages[number]
        lines.append(PageLine(span, content, key, numbers, number, pages[number], is_head, is_foot))
    return lines


def _page_numbers(text: str, spans: Sequence[Span]) -> list[int]:
    """Return for each line the number of form feeds before its first visible character."""
    numbers = []
    number, end = 0, 0
    for span in spans:
        line = text[span.start : span.end]
        start = span.start + len(line) - len(line.lstrip())
        number += text.count(FORM_FEED, end, start)
        numbers.append(number)
        end = start
    return numbers


def _is_short(text: str, span: Span) -> bool:
    """Return whether a line has no more characters than a running head; those that align it do not count."""
    size = span.end - span.start
    if size <= MAX_COLUMNS or size > MAX_ALIGNED or text.find("  ", *span) < 0:
        return size <= MAX_COLUMNS
    return len(_SPACES.sub(" ", text[span.start : span.end])) <= MAX_COLUMNS


def _key(content: str) -> tuple[str, tuple[int, ...]]:
    """Return the key and the numbers of a line, as `PageLine` describes them."""
    if not content or len(content.split()) > MAX_WORDS:
        return "", ()
    roman = _ROMAN.fullmatch(content.strip("-–— ")) if len(content) <= len("- xxxviii -") else None
    if roman:
        return "Ⅰ#", (_roman_value(roman[0].lower()),)
    key = _SPACES.sub("", _NUMBER.sub("#", content)).lower()
    numbers = tuple(int(number[0]) for number in _NUMBER.finditer(content))
    if _PAGE_NUMBER.fullmatch(key):
        return key, numbers
    if _LABEL.fullmatch(content) or _ITEM.match(key) or _PART.match(content):
        return "", ()
    if text_lines.ends_sentence(content, Span(0, len(content))):
        return "", ()
    return key, numbers


def _roman_value(numeral: str) -> int:
    """Return the value of a Roman numeral in lower case.

    >>> _roman_value("xiv")
    14
    """
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
