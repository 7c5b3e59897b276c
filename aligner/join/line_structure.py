"""Structure of lines: which lines may be parts of one paragraph, before their widths are looked at.

Lines that follow each other form a *stack*. A stack ends at a blank line, at the next item of a list, at a change of
indentation or of the depth of quotation, and beside a line that stands by itself: a heading, a row of a table, a rule,
a line of a code block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from aligner.bitext import Span, TextUnit
from aligner.characters import CLOSERS, MARKS, RIGHT_TO_LEFT
from aligner.text_lines import LONGEST_END, ends_sentence

_WORD = regex.compile(r"\S++")
_WORDS = regex.compile(r"\s*+(?P<first>\S++)(?:\s++(?P<next>\S))?+")
_QUOTATION = regex.compile(r"\s*+(?:>\s?)+")  # the beginning of a quoted line of an e-mail: "> >"
_PAUSE_INSIDE = regex.compile(rf"[.!?؟۔…؛;,،]{CLOSERS}[^\S\r\n]++\S")
_PAUSE_AT_END = regex.compile(rf"[.!?؟۔…:؛;,،]{CLOSERS}\s*+\Z")
_BULLET = regex.compile(r"\s*+(?:[•◦▪‣·*+●○■□✓]|[–—-])\s")
_LABEL = regex.compile(
    r"""\s*+
    (?: (?: \p{Nd}{1,3} | \p{L} | [ivxIVX]{2,5} ) (?: [.)] | \s?[–-] ) \s  # "2. Lamp", "b) Lamp", "١ - مصباح"
      | [(\[] (?: \p{Nd}{1,3} | \p{L} | [ivxIVX]{2,5} ) [)\]] (?![,.;،؛]) )  # "(2)", "[b]"
    """,
    regex.VERBOSE,
)
_NAME = r"[\p{Lu}\p{Arabic}][\w.'’]*+"
_SPEAKER = regex.compile(rf"\s*+{_NAME}(?:\s{_NAME}){{0,2}}+\s?:\s")  # "Hala: Come in"
MIN_SPEAKERS, SPEAKER_SHARE = 3, 0.5  # least number and share of lines with a name and a colon in a dialogue
_LISTS = ("bullet", "label")
_ITEM = regex.compile(
    rf"(?P<bullet>{_BULLET.pattern})|(?P<label>{_LABEL.pattern})|(?P<speaker>{_SPEAKER.pattern})", regex.VERBOSE
)
_HEADING = regex.compile(r"\s{0,3}#{1,6}\s")  # Markdown: "## Lamps"
_FENCE = regex.compile(r"\s*+(?:`{3,}|~{3,})")  # Markdown: the first and the last line of a code block
_WIDE_GAP = regex.compile(r"\S(?:[^\S\r\n]*\t|\ {4,})[^\S\r\n]*\S")  # between the columns of a table
_SIGNS_OF_TABLES = ("|", "\t", "    ")
_LETTER = regex.compile(r"\p{L}")
_RULE = regex.compile(r"(?:\s*[^\s\p{L}\p{N}]){3,}\s*")  # "-----", "* * *"
# A page number, alone or at an end of a header: "- 21 -", "Journal of Letters 21".
_PAGE_NUMBER = regex.compile(r"[^\p{L}\p{N}]*+(?:\p{Nd}{1,4}\b(?![.)]).*|(?:.*\s)?\p{Nd}{1,4})[^\p{L}\p{N}]*+")
_NUMBER = regex.compile(r"\p{Nd}++")
MAX_PAGE_WORDS, MAX_PAGE_COLUMNS = 8, 80  # of the longest page header


@dataclass(eq=False)
class LineFacts:
    """A visible line, and what its characters say about its place in a text.

    span: the line without its line end.
    content: the characters of the line that take columns.
    body: those after the marks of quotation.
    width: columns up to the last visible character, indentation included.
    first_word: columns of the first word after the marks of quotation.
    has_words: the line has more than one word.
    indent: columns of white space before the first visible character.
    quotation: depth of quotation of an e-mail.
    item: kind of list item that the line looks like: `bullet`, `label`, or `speaker` for a line of a dialogue; empty if
        it looks like none.
    stands_alone: the line is a heading, a row of a table, a rule, or a line of a code block.
    finished: the line ends a sentence or a clause.
    page_mark: `sure` for a line that is a page number, or a header that recurs with other numbers; `likely` for a line
        that may be a header with a page number; else empty.
    """

    span: Span
    content: str
    body: str
    width: int
    first_word: int
    has_words: bool
    indent: int
    quotation: int
    item: str
    stands_alone: bool
    finished: bool
    page_mark: str

    # The other facts are needed only for a text that may be wrapped.

    @cached_property
    def pauses_inside(self) -> int:
        """Number of words within the line after which a mark such as a stop or a comma stands."""
        return len(_PAUSE_INSIDE.findall(self.body))

    @cached_property
    def pauses_at_end(self) -> bool:
        """True if the last word of the line has such a mark."""
        return _PAUSE_AT_END.search(self.content[-LONGEST_END:]) is not None

    @cached_property
    def starts(self) -> str:
        """Case of the first letter of the first word, `lower` or `upper`; empty if there is none."""
        word = _WORD.search(self.body)
        letter = _LETTER.search(word[0]) if word else None
        return "" if letter is None else "lower" if letter[0].islower() else "upper" if letter[0].isupper() else ""


def marks_of(text: str) -> str:
    """Return the combining marks that a text holds, such as Arabic vowel signs, each once.

    Some programs count a column for each, others none.
    """
    return "" if text.isascii() else "".join(MARKS.findall("".join(set(text))))


def line_facts(text: str, lines: Sequence[Span], uncounted: str, units: Sequence[TextUnit] = ()) -> list[LineFacts]:
    """Return the facts of the lines of one side of a text.

    uncounted: the marks that take no column.
    units: lines that belong together, as the format of the text says.
    """
    in_code = _code_lines(text, lines)
    if units:
        starts = {unit.span.start for unit in units if unit.is_sentence}
        in_code = [code or line.start in starts for line, code in zip(lines, in_code, strict=True)]
    page_marks = _page_marks(text, lines)
    facts = [
        _facts(text, line, uncounted, page_mark, in_code=code)
        for line, code, page_mark in zip(lines, in_code, page_marks, strict=True)
    ]
    for before, line, after in zip(facts, facts[1:], facts[2:], strict=False):
        # A table has more rows than one, and none in the middle of a sentence.
        if line.stands_alone and not (before.stands_alone or after.stands_alone or before.finished or line.finished):
            is_stretched = "    " in line.body and line.starts == after.starts == "lower" and "\t" not in line.body
            line.stands_alone = not (is_stretched and before.has_words)
    return facts


def _facts(text: str, line: Span, uncounted: str, page_mark: str, *, in_code: bool) -> LineFacts:
    content = _content(text, line, uncounted)
    quotation = _QUOTATION.match(content) if ">" in content else None
    body = content[quotation.end() :] if quotation else content
    words = _WORDS.match(body)
    item = _ITEM.match(body)
    return LineFacts(
        span=line,
        content=content,
        body=body,
        width=len(content),
        first_word=len(words["first"]) if words else 0,
        has_words=bool(words and words["next"]),
        indent=len(body) - len(body.lstrip()),
        quotation=quotation[0].count(">") if quotation else 0,
        item=(item.lastgroup or "") if item else "",
        stands_alone=in_code or _stands_alone(body),
        finished=ends_sentence(text, line),
        page_mark=page_mark,
    )


def _content(text: str, line: Span, uncounted: str) -> str:
    """Return the characters of a line that take columns."""
    content = text[line.start : line.end].rstrip().lstrip("\f")  # a form feed is before the first line of a page
    if not content.isascii():
        aligned = content.lstrip(" ")
        if aligned[:1] in RIGHT_TO_LEFT:
            content = aligned  # spaces before the mark align the line with the right margin
        for mark in uncounted:
            content = content.replace(mark, "")  # far faster than a pattern
    return content


def prose_width(text: str, line: Span, uncounted: str) -> int:
    """Return the columns of a line that is prose at first sight; 0 for any other line.

    Two such lines are in one stack if they follow each other, unless they are in a block of code: they have no
    indentation, no mark of an item and no sign of a table.
    """
    content = _content(text, line, uncounted)
    is_plain = content[:1].isalpha() and not any(sign in content for sign in _SIGNS_OF_TABLES)
    return len(content) if is_plain and " " in content and not _ITEM.match(content) else 0


def may_hold_code(text: str) -> bool:
    """Return whether a text may hold a block of code."""
    return "```" in text or "~~~" in text


def _stands_alone(body: str) -> bool:
    """Return whether a line is a heading, a row of a table or a rule."""
    if "|" in body and (body.count("|") >= 2 or body.lstrip().startswith("|")):
        return True
    if _HEADING.match(body) or _RULE.fullmatch(body):
        return True
    if "\t" not in body and "    " not in body:
        return False
    item = _BULLET.match(body) or _LABEL.match(body)  # a tab often follows the mark of an item
    return _WIDE_GAP.search(body, item.end() if item else 0) is not None


def _code_lines(text: str, lines: Sequence[Span]) -> list[bool]:
    """Return for each line whether it is in a code block, with its fences. A fence without a partner begins none."""
    if not may_hold_code(text):
        return [False] * len(lines)
    fences = [number for number, line in enumerate(lines) if _FENCE.match(text, *line)]
    in_code = [False] * len(lines)
    for first, last in zip(fences[::2], fences[1::2], strict=False):
        in_code[first : last + 1] = [True] * (last + 1 - first)
    return in_code


def _page_marks(text: str, lines: Sequence[Span]) -> list[str]:
    """Return for each line whether it is a page number or a page header, as `LineFacts.page_mark` says."""
    headers = []
    for line in lines:
        content = text[line.start : line.end].strip() if line.end - line.start <= MAX_PAGE_COLUMNS else ""
        is_header = len(content.split()) <= MAX_PAGE_WORDS and _PAGE_NUMBER.fullmatch(content)
        headers.append(_NUMBER.sub("", content) if is_header else None)
    times = Counter(headers)
    return [
        "" if header is None else "sure" if times[header] > 1 or not _LETTER.search(header) else "likely"
        for header in headers
    ]


def stacks(facts: Sequence[LineFacts], gaps: Sequence[int], spacing: int) -> list[list[LineFacts]]:
    """Return the lines of one side, stack by stack.

    facts: the lines.
    gaps: the number of line ends between neighbouring lines.
    spacing: `text_lines.SINGLE` or `text_lines.DOUBLE`.
    """
    neighbourhoods: list[list[LineFacts]] = []
    for number, line in enumerate(facts):
        if number and 1 <= gaps[number - 1] <= spacing:
            neighbourhoods[-1].append(line)
        else:
            neighbourhoods.append([line])
    return [stack for neighbours in neighbourhoods for stack in _cut(neighbours)]


def _cut(neighbours: Sequence[LineFacts]) -> list[list[LineFacts]]:
    """Return the stacks of lines without a blank line between them."""
    items = Counter(line.item for line in neighbours)
    if items["speaker"] < max(MIN_SPEAKERS, SPEAKER_SHARE * len(neighbours)):
        items["speaker"] = 0
    cut_stacks: list[list[LineFacts]] = []
    for line in neighbours:
        # "May / 12. He" is no item: nothing ends before it, and a list has a second item.
        # A name and a colon begin a line of prose, too: "Basem said: No".
        begins_item = items[line.item] > 1 or (line.item in _LISTS and cut_stacks and cut_stacks[-1][-1].finished)
        if cut_stacks and not (line.item and begins_item) and _may_continue(cut_stacks[-1], line):
            cut_stacks[-1].append(line)
        else:
            cut_stacks.append([line])
    return cut_stacks


def _may_continue(stack: Sequence[LineFacts], line: LineFacts) -> bool:
    """Return whether a line may belong to the paragraph of the lines before it, by its indentation and its marks."""
    last = stack[-1]
    if last.stands_alone or line.stands_alone or last.quotation != line.quotation:
        return False
    if line.indent == last.indent:
        return True
    # Only the first line of a paragraph is indented otherwise: more than the others, or less, as in a list of items.
    if len(stack) > 1:
        return False
    return not last.finished or (line.indent < last.indent) != bool(last.item)
