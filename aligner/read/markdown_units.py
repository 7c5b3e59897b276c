"""The units of Markdown: the lines that its marks make belong together.

A heading, a line of code, a row of a table, the definition of a link and a comment are one sentence each: they are
neither split nor joined with lines around them. The underline of a heading belongs to the heading. A line of a list
item that begins further to the right than its mark continues the item. All other lines are read as those of plain text;
so are lines that are indented like code, since people indent paragraphs, too.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from aligner.bitext import Span, TextUnit
from aligner.language_weights import mask_neutral_text
from aligner.read import front_matter
from aligner.text_lines import ends_sentence, line_ends_between, visible_lines

_QUOTED = r"\s*+(?:>\s?+)*+"  # the marks of a quotation
_FENCE = regex.compile(rf"{_QUOTED}(?P<fence>`{{3,}}+|~{{3,}}+)(?P<info>.*+)")
_HEADING = regex.compile(rf"{_QUOTED}#{{1,6}}+\s")
_UNDERLINE = regex.compile(r" {0,3}(?:={2,}+|-{3,}+)\s*+")
_DEFINITION = regex.compile(r"""\s*+\[(?!\^)[^\]]++\]:\s++(?:<[^>]*+>|\S*?[/.\#]\S*+)(?:\s++["'(].*+)?+\s*+""")
_TABLE_RULE = regex.compile(r"(?=[^|]*+\|)[\s|]*+(?::?+-++:?+[\s|]*+)++")  # |---|:--:|
_ITEM = regex.compile(r"(?P<indent>\s*+)(?:[-*+•]|\p{Nd}{1,9}+[.)]|\[\^[^\]]++\]:)\s")
_BEGINS_ANEW = regex.compile(rf"{_ITEM.pattern}|{_FENCE.pattern}|{_HEADING.pattern}")
_COMMENT, _COMMENT_END = "<!--", "-->"
_BREAK = ("  ", "\\")  # at the end of a line, they keep the next line apart
_LATIN = regex.compile(r"[\p{Latin}&&\p{L}]++", regex.V1)
_NATIVE = regex.compile(r"[\p{L}--\p{Latin}]++", regex.V1)
_MORE_INDENTED = 2  # columns by which a line that continues an item begins to the right of its mark


class Scanner:
    """Finds the units of a text, from its first line to its last. Each line is looked at a few times at most."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = visible_lines(text)
        # Line ends before each line.
        self._gaps = [0, *line_ends_between(text, self._lines)] if self._lines else []
        self._fields = front_matter.field_lines(text, self._lines)
        self._unclosed: list[str] = []  # fences that begin no block of code, since no line closes it
        self._useless_end = -1  # the end of a comment with text after it, or the length of a text without any

    def units(self) -> Iterator[TextUnit]:
        """Yield the units of the text, in order."""
        number = 0
        while number < len(self._lines):
            size = 1
            if block := self._code_size(number) or self._table_size(number):
                yield from (TextUnit(line, is_sentence=True) for line in self._lines[number : number + block])
                size = block
            elif sentence := self._comment_size(number) or self._heading_size(number):
                yield self._unit(number, sentence, is_sentence=True)
                size = sentence
            elif (size := self._item_size(number)) > 1:
                yield self._unit(number, size, is_sentence=False)
            number += max(1, size)

    def _unit(self, number: int, size: int, *, is_sentence: bool) -> TextUnit:
        return TextUnit(Span(self._lines[number].start, self._lines[number + size - 1].end), is_sentence)

    def _line(self, number: int) -> str:
        return self._text[slice(*self._lines[number])]

    def _code_size(self, number: int) -> int:
        """Return the number of lines of a block of code with its fences; 0 if the line does not begin one."""
        begin = _FENCE.match(self._text, *self._lines[number])
        if begin is None or "`" in begin["info"] or begin["fence"].startswith(tuple(self._unclosed)):
            return 0
        for last in range(number + 1, len(self._lines)):
            end = _FENCE.fullmatch(self._text, *self._lines[last])
            if end and end["fence"].startswith(begin["fence"]) and not end["info"].strip():
                return last + 1 - number
        self._unclosed.append(begin["fence"])
        return 0

    def _comment_size(self, number: int) -> int:
        """Return the number of lines of a comment that begins and ends with lines; 0 if the line does not begin one."""
        line = self._lines[number]
        if not self._line(number).lstrip().startswith(_COMMENT) or line.start < self._useless_end:
            return 0
        end = self._text.find(_COMMENT_END, line.start)
        last = number
        while last < len(self._lines) and end >= 0 and self._lines[last].end < end:
            last += 1
        if end < 0 or self._text[end + len(_COMMENT_END) : self._lines[last].end].strip():
            self._useless_end = end if end >= 0 else len(self._text)
            return 0
        return last + 1 - number

    def _table_size(self, number: int) -> int:
        """Return the number of lines of a table with bars; 0 if the line is not its first, above a rule of dashes."""
        if not self._is_next(number) or "|" not in self._line(number):
            return 0
        if not _TABLE_RULE.fullmatch(self._text, *self._lines[number + 1]):
            return 0
        last = number + 1
        while self._is_next(last) and "|" in self._line(last + 1):
            last += 1
        return last + 1 - number

    def _heading_size(self, number: int) -> int:
        """Return the number of lines of a heading with its underline, or of the definition of a link; 0 for others.

        An underlined heading stands alone, and ends no sentence: a rule may follow a paragraph, too.
        """
        line = self._lines[number]
        if _HEADING.match(self._text, *line) or _DEFINITION.fullmatch(self._text, *line):
            return 1
        if number in self._fields or not self._is_next(number) or self._gaps[number] == 1 or self._is_next(number + 1):
            return 0
        heading = self._line(number)
        if not _UNDERLINE.fullmatch(self._text, *self._lines[number + 1]) or _script(heading) is None:
            return 0
        return 0 if "|" in heading or ends_sentence(self._text, line) else 2

    def _item_size(self, number: int) -> int:
        """Return the number of lines of an item of a list, up to one that ends a sentence; 1 for any other line.

        A line in other letters than the line before it is its translation, and does not continue it.
        """
        item = _ITEM.match(self._text, *self._lines[number])
        if item is None:
            return 1
        indent = len(item["indent"]) + _MORE_INDENTED
        last, before = number, self._line(number)
        while self._is_next(last) and not before.endswith(_BREAK) and not ends_sentence(self._text, self._lines[last]):
            line = self._line(last + 1)
            content = line.lstrip()
            if len(line) - len(content) < indent or content[0] in "|>" or _BEGINS_ANEW.match(content):
                break
            if {_script(before), _script(line)} == {True, False}:
                break
            last, before = last + 1, line
        return last + 1 - number

    def _is_next(self, number: int) -> bool:
        """Return whether a line follows a line without a blank line between them."""
        return number + 1 < len(self._lines) and self._gaps[number + 1] == 1


def _script(text: str) -> bool | None:
    """Return whether most letters of a line are Latin, code and addresses left aside; None without letters."""
    masked = mask_neutral_text(text)
    latin, native = (sum(map(len, pattern.findall(masked))) for pattern in (_LATIN, _NATIVE))
    return latin > native if latin or native else None
