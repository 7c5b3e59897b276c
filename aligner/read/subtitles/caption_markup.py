"""The markup of captions: tags, overriding codes and entities, which a player does not show as text.

A tag that no player knows is text, such as `<whispers>` in SubRip.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import regex

_NAMES = "i|b|u|s|em|strong|font|span|c|v|lang|ruby|rt|rp|small|big|center|p|div"
_TAG = regex.compile(
    rf"""
      <\s?/?\s?(?:{_NAMES})(?:[\s.=:"'][^<>\n]{{0,500}}+)?\s?/?>  # <i>, < / i >, <font color="red">, <c.loud>, <v Maya>
    | </>
    | <(?:\d++:)?\d\d:\d\d[.,]\d{{1,3}}>                           # the time of a word in WebVTT
    | \{{\\[^{{}}\n]{{0,500}}+\}}                                  # a code of Advanced SubStation: {{\an8}}
    | \{{[A-Za-z]:[^{{}}\n]{{1,100}}+\}}                           # a code of MicroDVD: {{y:i}}
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_VOICE = regex.compile(r"<v(?:\.[^\s<>]{1,200}+)?\s++([^<>\n]{1,500}+)>")
_LINE_BREAK = regex.compile(r"<\s?br\s?/?\s?>|\[br\]", regex.IGNORECASE)
_ENTITY = regex.compile(r"&\#?\w{1,10};")
_BLANKS = regex.compile(r"[\t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")  # white space that would divide the text or cells


class ShownLine(NamedTuple):
    """A line of a caption as a player shows it.

    text: its text, without tags.
    voice: the name of the speaker by the markup of WebVTT; empty if the markup names none.
    """

    text: str
    voice: str = ""


def shown_lines(lines: Iterable[str], *, has_entities: bool) -> Iterator[ShownLine]:
    """Yield the lines of a caption as they are shown.

    has_entities: True if the format has entities, such as `&amp;`.

    >>> [line.text for line in shown_lines(["{\\\\an8}<i>Stay here.</i><br>I <3 you."], has_entities=False)]
    ['Stay here.', 'I <3 you.']
    """
    for line in lines:
        for part in _LINE_BREAK.split(line):
            # Each voice begins a line. The pieces are the text before the first voice, then name and text in turn.
            pieces = _VOICE.split(part)
            for name, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
                text = _TAG.sub("", piece)
                text = _ENTITY.sub(_character, text) if has_entities else text
                text = _BLANKS.sub(" ", text).strip()
                if text:
                    yield ShownLine(text, name.strip())


def _character(entity: regex.Match[str]) -> str:
    return html.unescape(entity[0])
