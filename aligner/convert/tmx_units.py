"""The units of TMX 1.1 to 1.4, one at a time: their texts by language, their properties and their lines.

A unit holds text only. Inline codes (`bpt`, `ept`, `it`, `ph`, `ut`) are markup of the program that wrote the file, and
are left out; `hi` marks text, and its text stays. A placeholder that stands for a line break, and one between two
letters, becomes a space, so that no two words run together. Nothing is loaded: no DTD, no entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NoReturn
from xml.parsers import expat

import regex

from aligner.errors import InputError
from aligner.languages import tag

_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_SUB_FLOW = "sub"  # text within a code, such as a footnote; it belongs to no place in the sentence
_LINE_BREAK = regex.compile(r"(?i)<\s*br\b|\\line\b|\n")
_WORD_END, _WORD_START = regex.compile(r"[\p{L}\p{N}]\p{M}*\Z"), regex.compile(r"[\p{L}\p{N}]")
_INDENT = regex.compile(r"\A\s*\n\s*|\s*\n\s*\Z")  # white space at an end of a segment, by which XML is laid out


class Unit:
    """A translation unit.

    line: number of the line, from 1, on which it begins.
    texts: language tag and text of each variant, in order.
    properties: type of a property, without `x-` -> its text.
    codes: True if inline codes were left out.
    sub_flows: texts within codes, which were left out.
    """

    def __init__(self, line: int) -> None:
        self.line = line
        self.texts: list[tuple[str, str]] = []
        self.properties: dict[str, str] = {}
        self.codes = False
        self.sub_flows: list[str] = []


def units(parts: Iterable[bytes | str], name: str) -> Iterator[Unit | str]:
    """Yield the language of the source that the header names, if it does, and each unit.

    parts: the file in parts, bytes or decoded.

    Raises InputError for a file that is not XML or not TMX, and for one that declares entities.
    """
    parser = _Parser(name)
    for part in parts:
        yield from parser.feed(part)
    yield from parser.feed(b"", is_last=True)


class _Parser:
    """Handlers of the events of the XML parser."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._done: list[Unit | str] = []
        self._unit: Unit | None = None
        self._path: list[str] = []
        self._language = ""
        self._segment: _Segment | None = None
        self._property: list[str] | None = None
        self._type = ""
        self._xml = expat.ParserCreate()
        self._xml.buffer_text = True
        self._xml.StartElementHandler = self._start
        self._xml.EndElementHandler = self._end
        self._xml.CharacterDataHandler = self._characters
        self._xml.EntityDeclHandler = self._refuse_entity
        self._xml.SkippedEntityHandler = self._refuse_reference

    def feed(self, part: bytes | str, *, is_last: bool = False) -> Iterator[Unit | str]:
        """Parse a part of the file, and yield what is complete."""
        try:
            self._xml.Parse(part, is_last)
        except expat.ExpatError as error:
            problem = expat.errors.messages.get(error.code, str(error.code))
            is_encoding = error.code in (
                expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING],
                expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
            )
            hint = "name its encoding with --encoding" if is_encoding else "export it again, or repair this line"
            raise InputError(self._name, f"this is not XML ({problem})", hint=hint, line=error.lineno) from None
        except (LookupError, ValueError) as error:  # an encoding that the declaration names wrongly
            hint = "name its encoding with --encoding"
            raise InputError(self._name, f"cannot be decoded ({error})", hint=hint) from None
        done, self._done = self._done, []
        yield from done

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        element = element.rpartition(":")[2]
        if not self._path and element != "tmx":
            raise InputError(self._name, f"this is XML, but not TMX: it begins with <{element}>")
        self._path.append(element)
        if self._segment:
            self._segment.start(element, attributes)
        elif element == "header" and attributes.get("srclang", "*all*").lower() != "*all*":
            self._done.append(_tag(attributes["srclang"]))
        elif element == "tu":
            self._unit = Unit(self._xml.CurrentLineNumber)
        elif element == "tuv" and self._unit:
            self._language = attributes.get("xml:lang") or attributes.get("lang") or ""
            if not self._language:
                line = self._xml.CurrentLineNumber
                raise InputError(self._name, "this <tuv> names no language", hint="add xml:lang", line=line)
        elif element == "seg" and self._unit:
            self._segment = _Segment()
        elif element == "prop" and self._unit:
            self._property, self._type = [], attributes.get("type", "").lower().removeprefix("x-")

    def _end(self, element: str) -> None:
        element = element.rpartition(":")[2]
        self._path.pop()
        unit = self._unit
        if unit is None:
            return
        if self._segment and element != "seg":
            self._segment.end(element)
        elif self._segment:
            unit.texts.append((_tag(self._language), self._segment.text()))
            unit.codes |= self._segment.codes
            unit.sub_flows += self._segment.sub_flows
            self._segment = None
        elif element == "prop" and self._property is not None:
            unit.properties.setdefault(self._type, "".join(self._property))
            self._property = None
        elif element == "tu":
            self._done.append(unit)
            self._unit = None

    def _characters(self, text: str) -> None:
        if self._segment:
            self._segment.characters(text)
        elif self._property is not None:
            self._property.append(text)

    def _refuse_entity(self, entity: str, *_: object) -> NoReturn:
        line = self._xml.CurrentLineNumber
        raise InputError(
            self._name,
            f"it declares the entity {entity}",
            hint="put its text in its place; TMX has no entities of its own",
            line=line,
        )

    def _refuse_reference(self, entity: str, *_: object) -> NoReturn:
        line = self._xml.CurrentLineNumber
        raise InputError(
            self._name,
            f"the entity &{entity}; has no meaning in TMX",
            hint="put the character itself in its place",
            line=line,
        )


class _Segment:
    """The text of a segment that is being read."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._inside: list[str] = []  # elements within the outermost code, that code first
        self._code: list[str] = []
        self._sub_flow: list[str] = []
        self._is_break = False
        self._glue = False  # a placeholder is left out here
        self.codes = False
        self.sub_flows: list[str] = []

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """Begin an element within the segment."""
        if self._inside or element in _CODES:
            if not self._inside:
                self._code, self._is_break = [], attributes.get("type") == "lb"
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
            self._glue |= element == "ph"
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
        """Return the text."""
        return _INDENT.sub("", "".join(self._parts))


def _tag(language: str) -> str:
    """Return the BCP-47 tag of a language; what is no code stays as it is."""
    try:
        return tag(language)
    except ValueError:
        return language
