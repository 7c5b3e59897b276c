"""Front matter: the fields in YAML between two rules, with which a text in Markdown may begin.

The fields of two texts belong together by their keys, not by their order or length: `lang: ar` and `lang: en`. A field
that only one of them has is no translation of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from aligner.bitext import Anchors, Span

MAX_LINES = 40  # a text with more lines between two rules has no front matter

_RULE = regex.compile(r"---\s*+")  # begins or ends front matter
_FIELD = regex.compile(r"\s*+(?:- )?[\w-]++:(?:\s++|\Z)(?P<value>.*+)", regex.DOTALL)
_ITEM = regex.compile(r"\s*+- (?P<value>.*+)", regex.DOTALL)  # an item of a list
_KEY = regex.compile(r"[\w-]++(?=:)")  # a field within another one is indented
_PLAIN_KEY = regex.compile(r"[a-z][a-z0-9_-]*+")  # no name of a speaker
_IDENTIFIER = regex.compile(r"""["']?[a-z0-9_./:-]*+["']?\s*+""")  # a value that is no text, such as `draft: true`


def field_lines(text: str, lines: Sequence[Span]) -> set[int]:
    """Return the indices of the lines of front matter without its rules; a text of two languages may have it twice."""
    if not lines or not _is_rule(text, lines[0]):
        return set()
    rules = [index for index, line in enumerate(lines) if _is_rule(text, line)]
    fields: set[int] = set()
    for first, last in pairwise(rules):
        between = range(first + 1, last)
        if len(between) <= MAX_LINES and all(
            _FIELD.fullmatch(text, *lines[index]) or _ITEM.fullmatch(text, *lines[index]) for index in between
        ):
            fields.update(between)
    return fields


def field_value(line: str) -> str:
    """Return the value of a field; an empty text for a value that is an identifier."""
    match = _FIELD.fullmatch(line) or _ITEM.fullmatch(line)
    value = match["value"] if match else line
    return "" if _IDENTIFIER.fullmatch(value) else value


def anchors(texts: Sequence[str], lines: Sequence[Sequence[Span]]) -> Anchors:
    """Return the ends of the fields of two texts: the number of lines of either text up to each of them.

    texts: the source and the target.
    lines: the visible lines of either text.
    """
    fields = [_fields(text, of_text) for text, of_text in zip(texts, lines, strict=True)]
    if not any(fields):
        return ()
    keys = [[key for key, _ in of_text] for of_text in fields]
    ends = [[end for _, end in of_text] for of_text in fields]
    if not all(fields):  # the front matter of one text has no partner; a dialogue between two rules may have
        is_certain = all(map(_PLAIN_KEY.fullmatch, keys[0] or keys[1]))
        end = [of_text[-1] + 1 if of_text else 0 for of_text in ends]
        return [(end[0], end[1])] if is_certain else ()
    if set(keys[0]).isdisjoint(keys[1]):  # the keys are translated
        last = (ends[0][-1], ends[1][-1])
        return [(1, 1), last, (last[0] + 1, last[1] + 1)]
    from difflib import SequenceMatcher  # few texts have front matter

    result, done = [(1, 1)], (1, 1)
    for kind, *bounds in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        sources, targets = range(*bounds[:2]), range(*bounds[2:])
        if kind == "equal":
            result += [(ends[0][i], ends[1][j]) for i, j in zip(sources, targets, strict=True)]
        else:
            result += [(ends[0][i], done[1]) for i in sources]
            result += [(ends[0][sources[-1]] if sources else done[0], ends[1][j]) for j in targets]
        done = result[-1]
    return [*result, (done[0] + 1, done[1] + 1)]


def _fields(text: str, lines: Sequence[Span]) -> list[tuple[str, int]]:
    """Return the key of each field of the front matter that begins a text, and the index of the line after it."""
    numbers = field_lines(text, lines)
    fields: list[tuple[str, int]] = []
    index = 1
    while index in numbers:
        key = _KEY.match(text, *lines[index])
        if key:
            fields.append((key[0], index + 1))
        elif fields:
            fields[-1] = (fields[-1][0], index + 1)
        else:
            return []
        index += 1
    return fields


def _is_rule(text: str, line: Span) -> bool:
    return text.startswith("---", line.start) and _RULE.fullmatch(text, *line) is not None
