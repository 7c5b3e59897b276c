"""The units of TMX 1.1 to 1.4, one at a time: their texts by language, their properties and their lines.

A unit holds text only. The elements `bpt`, `ept`, `it`, `ph` and `ut` are inline codes; `hi` marks text, and its text
stays. Nothing is loaded: no DTD, no entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NoReturn
from xml.parsers import expat

from aligner import limits
from aligner.errors import InputError
from aligner.read.pairs.units import Header, Segment, Unit, language_tag

_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_PLACEHOLDERS = frozenset({"ph"})
# First element of XML that is not a memory -> what to give in its place.
_OTHER_XML = {"html": "of a page, give the texts; of a review page, give the same alignment as TSV, TMX or JSON"}
MAX_VARIANTS = limits.VARIANTS.value  # texts of a unit


def units(parts: Iterable[bytes | str], name: str) -> Iterator[Header | Unit]:
    """Yield the header, if there is one, and each unit.

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
        self._done: list[Header | Unit] = []
        self._unit: Unit | None = None
        self._path: list[str] = []
        self._language = ""
        self._segment: Segment | None = None
        self._property: list[str] | None = None
        self._type = ""
        self._xml = expat.ParserCreate()
        self._xml.buffer_text = True
        self._xml.StartElementHandler = self._start
        self._xml.EndElementHandler = self._end
        self._xml.CharacterDataHandler = self._characters
        self._xml.EntityDeclHandler = self._refuse_entity
        self._xml.SkippedEntityHandler = self._refuse_reference

    def feed(self, part: bytes | str, *, is_last: bool = False) -> Iterator[Header | Unit]:
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
            problem = f"this is XML, but not TMX: it begins with <{element}>"
            raise InputError(self._name, problem, hint=_OTHER_XML.get(element, ""))
        self._path.append(element)
        if self._segment:
            self._segment.start(element, attributes)
        elif element == "header":
            source = attributes.get("srclang", "*all*")
            language = "" if source.lower() == "*all*" else language_tag(source)
            self._done.append(Header(language, attributes.get("creationtool", "")))
        elif element == "tu":
            self._unit = Unit(self._xml.CurrentLineNumber, attributes.get("tuid", ""))
        elif element == "tuv" and self._unit:
            self._language = attributes.get("xml:lang") or attributes.get("lang") or ""
            if not self._language:
                line = self._xml.CurrentLineNumber
                raise InputError(self._name, "this <tuv> names no language", hint="add xml:lang", line=line)
        elif element == "seg" and self._unit:
            self._segment = Segment(_CODES, _PLACEHOLDERS)
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
            unit.take(language_tag(self._language), self._segment)
            if len(unit.texts) > MAX_VARIANTS:
                line = self._xml.CurrentLineNumber
                problem = limits.VARIANTS.problem(MAX_VARIANTS)
                raise InputError(self._name, problem, hint="divide it, or repair this line", line=line)
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
