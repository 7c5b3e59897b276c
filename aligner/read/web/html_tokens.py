"""HTML as tokens: tags, text and whatever else a page is written with, in a time that is linear in its length.

The parser of the standard library takes minutes for a megabyte of `<!--` in Python 3.11. A token is recognised here as
the standard of HTML says, with one difference: the characters of a tag that never ends are text, so that none is lost.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

import regex

# A quote matters only after "=". All quantifiers are possessive. A tag with thousands of attributes would take much
# memory; it is read as _SIMPLE_TAG.
_TAG = regex.compile(
    r"""<(/?)([A-Za-z][^\s/>]*+)            # the end of an element; its name
    ( (?: [^>=]++ | =\s*+ (?: "[^"]*+" | '[^']*+' | [^\s>"'][^\s>]*+ )?+ ){0,4000}+ )>""",
    regex.VERBOSE,
)
_SIMPLE_TAG = regex.compile(r"<(/?)([A-Za-z][^\s/>]*+)([^>]*+)>")
_DOCTYPE = regex.compile(r"(?i)<!doctype[^>\[]*+(?:\[[^\]]*+\]\s*+)?+>")
_ATTRIBUTE = regex.compile(
    r"""(?P<name>[^\s/>=][^\s/>=]*+)
    (?: \s*+=\s*+ (?: "(?P<double>[^"]*+)" | '(?P<single>[^']*+)' | (?P<bare>[^\s>]++) )? )?+""",
    regex.VERBOSE,
)
# Elements whose content is no HTML up to their end tag.
RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_ENDS_OF_RAW = {name: regex.compile(rf"(?i)</{name}(?=[\s/>])") for name in RAW}
_REFERENCES_IN_RAW = frozenset({"textarea", "title"})  # RAW elements in which `&amp;` is a reference
_LONG_NUMBER = regex.compile(r"&#(?:[xX][0-9a-fA-F]{8,}+|[0-9]{8,}+);?")  # far beyond the last character of Unicode


class TokenKind(Enum):
    """The kinds of tokens: the start and the end of an element, and text. Comments are left out."""

    START = 1
    END = 2
    TEXT = 3


class Token(NamedTuple):
    """A part of a page.

    kind: what it is.
    name: name of the element in lower case, or the characters of a text.
    attributes: the attributes as they are written; see `attributes_of`.
    offset: where it begins in the page.
    """

    kind: TokenKind
    name: str
    attributes: str
    offset: int


class Unfinished(NamedTuple):
    """A part of a page that never ends, so that the rest of the page belongs to it.

    what: the part, such as `comment` or `script`.
    offset: where it begins.
    """

    what: str
    offset: int


class Tokenizer:
    """Cuts a page into tokens.

    page: the characters of the page.
    is_xml: whether it is XHTML, in which `<script/>` has no content.
    unfinished: the part that never ends, after all tokens were taken; None if there is none.
    """

    def __init__(self, page: str, *, is_xml: bool) -> None:
        self.page, self.is_xml = page, is_xml
        self.unfinished: Unfinished | None = None
        self._tag: regex.Pattern[str] | None = _TAG

    def __iter__(self) -> Iterator[Token]:
        page, position = self.page, 0
        while (start := page.find("<", position)) >= 0:
            tag = self._tag.match(page, start) if self._tag else None
            if tag is None and _begins_tag(page, start):
                tag = self._match_odd_tag(start)
            if start > position:
                yield _text(page[position:start], position)
            if tag is None:
                position, literal = self._declaration(start)
                if literal:
                    yield Token(TokenKind.TEXT, literal, "", start)
                continue
            position = tag.end()
            closes, name, attributes = tag.groups()
            name = name.lower()
            if closes:
                yield Token(TokenKind.END, name, "", start)
                continue
            yield Token(TokenKind.START, name, attributes, start)
            if self.is_xml and attributes.endswith("/"):
                yield Token(TokenKind.END, name, "", start)
            elif name in RAW:
                end = self._end_of_raw(name, start, position)
                content = page[position:end]
                is_plain = name not in _REFERENCES_IN_RAW
                yield Token(TokenKind.TEXT, content, "", position) if is_plain else _text(content, position)
                position = end
        if position < len(page):
            yield _text(page[position:], position)

    def _match_odd_tag(self, start: int) -> regex.Match[str] | None:
        """Return the tag that begins at `<` but has no end, or is very long; None if no tag has an end any more."""
        tag = None
        if self._tag is _TAG:
            # All ">" of the rest are within quotes, one of which is open, or the tag is very long. From here on, quotes
            # are not looked at.
            self._tag = _SIMPLE_TAG
            tag = self._tag.match(self.page, start)
        if tag is None:
            self._tag = None  # there is no ">" any more
        return tag

    def _declaration(self, start: int) -> tuple[int, str]:
        """Return the end of a comment or the like that begins at `<`, and the text that it stands for."""
        page = self.page
        if page.startswith("<!--", start):
            if page.startswith(("<!-->", "<!--->"), start):
                return page.index(">", start) + 1, ""
            return self._after("-->", start, "comment"), ""
        if page.startswith("<![CDATA[", start) and (end := page.find("]]>", start)) >= 0:
            return end + 3, page[start + 9 : end]
        if doctype := _DOCTYPE.match(page, start):
            return doctype.end(), ""
        if page.startswith(("<!", "<?", "</"), start) and not _begins_tag(page, start):
            return self._after(">", start, "declaration"), ""
        return start + 1, "<"

    def _after(self, mark: str, start: int, what: str) -> int:
        """Return the offset after a mark; without it, the end of the page."""
        end = self.page.find(mark, start)
        if end < 0:
            self.unfinished = Unfinished(what, start)
            return len(self.page)
        return end + len(mark)

    def _end_of_raw(self, name: str, start: int, position: int) -> int:
        """Return the offset of the end tag of an element that began at `start` and whose content is at `position`."""
        end = _ENDS_OF_RAW[name].search(self.page, position)
        if end is None:
            self.unfinished = Unfinished(name, start)
            return len(self.page)
        return end.start()


def attributes_of(written: str) -> dict[str, str]:
    """Return the attributes of a tag by their names in lower case. The first of two with one name counts."""
    result: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        value = match["double"] or match["single"] or match["bare"] or ""
        result.setdefault(match["name"].lower(), html.unescape(value))
    return result


def _begins_tag(page: str, start: int) -> bool:
    """Return whether `<` or `</` is followed by a letter."""
    letter = page[start + 1 : start + 2]
    if letter == "/":
        letter = page[start + 2 : start + 3]
    return letter.isascii() and letter.isalpha()


def _text(written: str, offset: int) -> Token:
    """Return the token of a text, with the characters that its references stand for."""
    if "&" in written:
        written = html.unescape(_LONG_NUMBER.sub("\N{REPLACEMENT CHARACTER}", written))
    return Token(TokenKind.TEXT, written, "", offset)
