"""Pairs for people: the rows of a document on a terminal.

A row is a line with its number, kind and confidence, a line a side, and an empty line. This is no format of files: its
text has isolates and colours, which no program expects in data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

import click
import regex

from aligner import languages
from aligner.rows import Row, Rows
from aligner.write.writer import confidence_text, one_line


class Level(NamedTuple):
    """A range of confidence.

    least: the least confidence of the range.
    colour: number of a colour of 256. Its contrast with white and with black is about 4 or more, so that it can be
        read on either background.
    mark: what stands after the confidence, so that the level can be seen without colour.
    """

    least: float
    colour: int
    mark: str


LEVELS = (
    Level(0.9, 28, ""),  # green; 97 % of such pairs and more are right
    Level(0.5, 130, " ?"),  # orange; most are right
    Level(0.0, 196, " ??"),  # red; half are wrong
)

# An isolate keeps the order of characters of a text apart from that of its surroundings. The character that begins it
# gives the direction; with the third one, the first letter does.
_RIGHT_TO_LEFT_ISOLATE = "\N{RIGHT-TO-LEFT ISOLATE}"
_LEFT_TO_RIGHT_ISOLATE = "\N{LEFT-TO-RIGHT ISOLATE}"
_FIRST_STRONG_ISOLATE = "\N{FIRST STRONG ISOLATE}"
_END_OF_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"

# A bidirectional control that opens a part of a text -> the one that closes it.
_CLOSING = {
    **dict.fromkeys("\u2066\u2067\u2068", _END_OF_ISOLATE),  # LRI, RLI, FSI
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\N{POP DIRECTIONAL FORMATTING}"),  # LRE, RLE, LRO, RLO
}
_OVERRIDES = "\u202d\u202e"  # LRO, RLO; letters under them have an order that is not that of the text
_BIDIRECTIONAL = regex.compile(r"[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = regex.compile(r"[\p{Cc}\p{Cs}]")  # control characters, and halves of UTF-16 pairs, which are not characters
# What a message may not have: control characters but tabs, ends of lines, and marks of direction.
_UNQUOTED = regex.compile(r"(?!\t)[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]")
_JSON_UNQUOTED = regex.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")  # the same, of those that JSON may have
_ESCAPES = {"\n": r"\n", "\r": r"\r"}

# An isolate needs a cell before it, since terminals attach a character without width to that cell. VTE drops an isolate
# that begins a line.
_INDENT = "  "


def write(rows: Rows, file: BinaryIO, *, flags: bool, coloured: bool) -> None:
    """Write rows to a terminal, in UTF-8.

    flags: True to add the flags of each row.
    coloured: True to write in colours.
    """
    file.writelines(line.encode("utf-8") for line in lines(rows, flags=flags, coloured=coloured))


def lines(rows: Rows, *, flags: bool = False, coloured: bool = False) -> Iterator[str]:
    """Yield the lines of all rows, with line ends."""
    for number, row in enumerate(rows.rows, 1):
        yield _heading(number, row, flags=flags, coloured=coloured) + "\n"
        yield _side(row.source, rows.source_language, coloured=coloured) + "\n"
        yield _side(row.target, rows.target_language, coloured=coloured) + "\n"
        yield "\n"


def is_coloured(environment: Mapping[str, str]) -> bool:
    """Return True unless the user wants no colours, by `NO_COLOR`, or the terminal has none, by `TERM`.

    An empty `NO_COLOR` counts as missing, see https://no-color.org.
    """
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def visible(text: str, *, isolates: bool = True) -> str:
    r"""Return a text whose control characters are visible, so that they have no effect on a terminal.

    A run of tabs and line ends is one space, as in TSV. A control character becomes an escape. So does a bidirectional
    control that is an override, or whose partner is missing, so that it would have an effect beyond the text. All other
    characters stay as they are.

    isolates: True to put an escape in an isolate, which a terminal needs and other programs do not.

    >>> visible("a\x1b[2J").encode("ascii", "backslashreplace")
    b'a\\u2066\\x1b\\u2069[2J'
    """
    text = one_line(text)
    escaped = _without_partner(text)
    escaped.update(match.start() for match in _CONTROLS.finditer(text))
    escape = _isolated_escape if isolates else _escape
    return "".join(escape(character) if at in escaped else character for at, character in enumerate(text))


def quoted(message: str, *, lines: bool = False) -> str:
    r"""Return a message in which names of files have no effect on a terminal, as `ls` shows them.

    Control characters, ends of lines and marks of direction become escapes, so that a name neither changes the
    terminal nor looks like a message of its own.

    lines: True if the message has several lines.

    >>> print(quoted("a\x1b[2J\n.txt"))
    a\x1b[2J\n.txt
    """
    if lines:
        return "\n".join(map(quoted, message.split("\n")))
    return _UNQUOTED.sub(lambda match: _ESCAPES.get(match[0]) or _escape(match[0]), message)


def json_text(value: Any, *, indent: int | None = None) -> str:
    r"""Return JSON in which names have no effect on a terminal, and which programs read as the same value.

    >>> json_text({"a\x9b": "\u202e"})
    '{"a\\u009b": "\\u202e"}'
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _JSON_UNQUOTED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def isolated(text: str, language: str) -> str:
    """Return a visible text in the direction of its language, apart from what stands around it."""
    isolate = _RIGHT_TO_LEFT_ISOLATE if languages.is_right_to_left(language) else _LEFT_TO_RIGHT_ISOLATE
    return f"{isolate}{visible(text)}{_END_OF_ISOLATE}"


def _heading(number: int, row: Row, *, flags: bool, coloured: bool) -> str:
    """Return the line with the number, the kind and the confidence of a row, its flags and its document."""
    confidence = confidence_text(row)
    # The confidence as it is shown, so that 0.900 is never marked.
    level = next((level for level in LEVELS if confidence and float(confidence) >= level.least), None)
    heading = f"#{number}  {row.kind}  {confidence}{level.mark if level else ''}".rstrip()
    if coloured:
        heading = click.style(heading, fg=level.colour if level else None, bold=True)
    document = f"  {_FIRST_STRONG_ISOLATE}{visible(row.document)}{_END_OF_ISOLATE}" if row.document else ""
    return heading + (f"  {', '.join(row.flags)}" if flags and row.flags else "") + document


def _side(text: str, language: str, *, coloured: bool) -> str:
    """Return the line of a side, in the direction of its language; a dash and words for a side without a text."""
    if not text:
        missing = f"— no sentence in {languages.name(language)}"
        return _INDENT + (click.style(missing, dim=True) if coloured else missing)
    return f"{_INDENT}{isolated(text, language)}"


def _escape(character: str) -> str:
    """Return the escape of a character."""
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _isolated_escape(character: str) -> str:
    """Return the escape of a character in an isolate, since a right-to-left text would move its backslash."""
    return f"{_LEFT_TO_RIGHT_ISOLATE}{_escape(character)}{_END_OF_ISOLATE}"


def _without_partner(text: str) -> set[int]:
    """Return the places of bidirectional controls that are not a pair within the text, and of overrides."""
    opened: list[int] = []
    escaped: set[int] = set()
    for match in _BIDIRECTIONAL.finditer(text):
        at = match.start()
        if match[0] in _CLOSING:
            opened.append(at)
        elif opened and _CLOSING[text[opened[-1]]] == match[0]:
            start = opened.pop()
            if text[start] in _OVERRIDES:
                escaped |= {start, at}
        else:
            escaped.add(at)
    return escaped.union(opened)
