"""Units of files of pairs, such as TMX and XLIFF: their texts by language, without inline codes.

Inline codes are markup of the program that wrote the file, and are left out. A placeholder that stands for a line
break, and one between two letters, becomes a space, so that no two words run together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import regex

from aligner import languages

_SUB_FLOW = "sub"  # text within a code, such as a footnote; it belongs to no place in the sentence
_LINE_BREAK = regex.compile(r"(?i)<\s*br\b|\\line\b|\n")
_WORD_END, _WORD_START = regex.compile(r"[\p{L}\p{N}]\p{M}*\Z"), regex.compile(r"[\p{L}\p{N}]")
_EQUIVALENTS = ("equiv-text", "equiv", "disp")  # attributes that hold the text for which a code stands


class Header(NamedTuple):
    """The beginning of a file of units.

    language: tag of the language of the source; empty if the file does not name it.
    tool: the program that wrote the file; empty if it does not name itself.
    """

    language: str
    tool: str


class Unit:
    """A translation unit.

    line: number of the line, from 1, on which it begins.
    key: its name in the file; may be empty.
    texts: language tag and text of each variant, in order. The tag is empty if the file does not name the language.
    properties: type of a property, without `x-` -> its text.
    codes: True if inline codes were left out.
    sub_flows: texts within codes, which were left out.
    """

    def __init__(self, line: int, key: str = "") -> None:
        self.line = line
        self.key = key
        self.texts: list[tuple[str, str]] = []
        self.properties: dict[str, str] = {}
        self.codes = False
        self.sub_flows: list[str] = []

    def take(self, language: str, segment: Segment) -> None:
        """Add the text of a segment.

        language: its tag; may be empty.
        """
        self.texts.append((language, segment.text()))
        self.codes |= segment.codes
        self.sub_flows += segment.sub_flows


class Segment:
    """The text of a segment that is being read.

    code_names: elements that are codes, so that the text within them is no text of the segment.
    placeholders: those of them that stand in the place of text.
    """

    def __init__(self, code_names: Collection[str], placeholders: Collection[str]) -> None:
        self._code_names, self._placeholders = code_names, placeholders
        self._parts: list[str] = []
        self._inside: list[str] = []  # elements within the outermost code, that code first
        self._code: list[str] = []
        self._sub_flow: list[str] = []
        self._is_break = False
        self._glue = False  # a placeholder is left out here
        self.codes = False
        self.sub_flows: list[str] = []

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Begin an element within the segment."""
        if self._inside or element in self._code_names:
            if not self._inside:
                self._code = [attributes[name] for name in _EQUIVALENTS if name in attributes]
                types = (attributes.get("type"), attributes.get("ctype"), attributes.get("subType", "")[-3:])
                self._is_break = not {"lb", ":lb"}.isdisjoint(types)
            self._inside.append(element)

    def end(self, element: str) -> None:
        """End an element within the segment."""
        if not self._inside:
            return
        self._inside.pop()
        if element == _SUB_FLOW and _SUB_FLOW not in self._inside and self._sub_flow:
            self.sub_flows.append("".join(self._sub_flow))
            self._sub_flow = []
        if not self._inside:
            self.codes = True
            self._glue |= element in self._placeholders
            if self._is_break or _LINE_BREAK.search("".join(self._code)):
                self._parts.append(" ")

    def characters(self, text: str) -> None:
        """Take text: of the segment, of a code, or of a sub-flow."""
        if _SUB_FLOW in self._inside:
            self._sub_flow.append(text)
        elif self._inside:
            self._code.append(text)
        else:
            if self._glue and self._parts and _WORD_END.search(self._parts[-1]) and _WORD_START.match(text):
                self._parts.append(" ")
            self._glue = False
            self._parts.append(text)

    def text(self) -> str:
        """Return the text, without white space at its ends by which XML is laid out: that with a line end."""
        text = "".join(self._parts)
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        if "\n" in text[:start]:
            text, end = text[start:], end - start
        return text[: max(end, 0)] if "\n" in text[max(end, 0) :] else text


def language_tag(language: str) -> str:
    """Return the BCP-47 tag of a language; what is no code stays as it is."""
    try:
        return languages.tag(language)
    except ValueError:
        return language
