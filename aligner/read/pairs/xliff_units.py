"""The units of XLIFF 1.0 to 1.2 and 2.0 to 2.2, one at a time: source and target without inline codes.

- A unit whose source and target are divided into the same segments (`mrk` of the type `seg`, as SDL Trados writes them,
  or `segment` of XLIFF 2) gives a `Unit` for each segment; any other unit gives one.
- Alternatives, notes, skeletons and elements of other vocabularies are no text of the unit.
- The text of `g`, `pc` and `mrk` is text; that of `bpt`, `ept`, `it` and `ph` is code, and `x`, `bx`, `ex`, `sc`, `ec`,
  `sm` and `em` have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from aligner.characters import VISIBLE
from aligner.errors import InputError
from aligner.read.packed.xml_events import Event, EventKind, events
from aligner.read.pairs.units import Header, Segment, Unit, language_tag

_CODES = frozenset({"bpt", "ept", "it", "ph", "x", "bx", "ex", "sc", "ec", "sm", "em"})
_PLACEHOLDERS = frozenset({"ph", "x"})
_HEADER_OF_GETTEXT = "x-gettext-domain-header"  # a unit that holds no text of the program
_SPANNING = frozenset({"g", "pc"})  # codes around text
_TEXTS = frozenset({"source", "seg-source", "target"})
_PARTS = frozenset({"trans-unit", "segment", "ignorable"})  # elements that hold these
_LEFT_OUT = frozenset(  # elements that are, or hold, no text of their unit
    {"alt-trans", "header", "note", "notes", "skeleton", "originalData", "context-group", "count-group", "phase-group"}
    | {"bin-source", "bin-target", "metadata", "matches", "glossary", "prop-group"}
)


def units(parts: Iterable[bytes | str], name: str) -> Iterator[Header | Unit]:
    """Yield a header for each part that names its languages, and each unit with a visible text.

    parts: the file in parts, bytes or decoded.

    Raises InputError for a file that is not XML or not XLIFF, and for one that declares entities.
    """
    parser = _Parser(name)
    for event in events(parts, name, "XLIFF"):
        yield from parser.take(event)


class _Text:
    """The text of a source or a target that is being read.

    entire: all of it.
    segments: name of a segment -> its text, if it is divided by `mrk`.
    outside: True if a visible character is in no segment.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.entire = Segment(_CODES, _PLACEHOLDERS)
        self.segments: dict[str, Segment] = {}
        self.outside = False
        self._open: list[str | None] = []  # for each element within it, the name of the segment that it begins, if any

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Begin an element within the text."""
        is_segment = element == "mrk" and attributes.get("mtype") == "seg"
        key = attributes.get("mid", str(len(self.segments))) if is_segment else None
        for segment in self._segments():
            segment.start(element, attributes)
            segment.codes |= element in _SPANNING
        self._open.append(key)
        if key is not None:
            self.segments.setdefault(key, Segment(_CODES, _PLACEHOLDERS))
        if element == "cp":  # a character that XML cannot hold, by its number
            self.characters(_character(attributes.get("hex", "")))

    def end(self, element: str) -> None:
        """End an element within the text."""
        self._open.pop()
        for segment in self._segments():
            segment.end(element)

    def characters(self, text: str) -> None:
        """Take characters."""
        segments = list(self._segments())
        for segment in segments:
            segment.characters(text)
        self.outside |= len(segments) == 1 and VISIBLE.search(text) is not None

    def _segments(self) -> Iterator[Segment]:
        """Yield the entire text, and the innermost segment that is open."""
        yield self.entire
        key = next((key for key in reversed(self._open) if key is not None), None)
        if key is not None:
            yield self.segments[key]


class _Parser:
    """Collects units from the events of the file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._path: list[str] = []
        self._namespace = ""
        self._left_out = 0  # depth of the elements that are left out
        self._tags = {"source": "", "target": ""}
        self._line, self._key, self._segment_key = 0, "", ""
        self._texts: dict[str, _Text] = {}
        self._text: _Text | None = None

    def take(self, event: Event) -> Iterator[Header | Unit]:
        """Take an event, and yield what is complete."""
        if event.kind is EventKind.TEXT:
            if self._text and not self._left_out:
                self._text.characters(event.name)
        elif event.kind is EventKind.START:
            yield from self._start(event)
        else:
            yield from self._end(event.name)

    def _start(self, event: Event) -> Iterator[Header | Unit]:
        element, attributes = event.name, event.attributes
        if not self._path:
            if element != "xliff":
                raise InputError(self._name, f"this is XML, but not XLIFF: it begins with <{element}>")
            self._namespace = event.namespace
            self._languages(attributes.get("srcLang"), attributes.get("trgLang"))
            if "srcLang" in attributes:
                yield Header(self._tags["source"], "")
        self._path.append(element)
        if self._left_out or element in _LEFT_OUT or (event.namespace != self._namespace and not self._text):
            self._left_out += 1
        elif self._text:
            self._text.start(element, attributes)
        elif element == "file" and "source-language" in attributes:
            self._languages(attributes.get("source-language"), attributes.get("target-language"))
            yield Header(self._tags["source"], "")
        elif element == "trans-unit" and attributes.get("restype") == _HEADER_OF_GETTEXT:
            self._left_out = 1
        elif element in ("trans-unit", "unit"):
            self._line, self._key, self._segment_key, self._texts = event.line, attributes.get("id", ""), "", {}
        elif element in ("segment", "ignorable"):
            self._segment_key, self._texts = attributes.get("id", ""), {}
        elif element in _TEXTS and not _PARTS.isdisjoint(self._path[-2:-1]):
            side = "target" if element == "target" else "source"
            language = attributes.get("lang")
            self._text = _Text(language_tag(language) if language else self._tags[side])
            self._texts[element] = self._text

    def _end(self, element: str) -> Iterator[Unit]:
        self._path.pop()
        if self._left_out:
            self._left_out -= 1
        elif self._text and element in _TEXTS and self._path[-1] in _PARTS:
            self._text = None
        elif self._text:
            self._text.end(element)
        elif element in _PARTS:
            yield from self._units()

    def _languages(self, source: str | None, target: str | None) -> None:
        """Take the languages of the file, or of a part of it."""
        self._tags = {
            "source": language_tag(source) if source else "",
            "target": language_tag(target) if target else "",
        }

    def _units(self) -> Iterator[Unit]:
        """Yield the unit that ends, or its segments."""
        source, divided, target = (self._texts.get(element) for element in ("source", "seg-source", "target"))
        self._texts = {}
        pieces = divided or source
        sides = [side for side in (pieces, target) if side and VISIBLE.search(side.entire.text())]
        if pieces and pieces.segments and all(side.segments and not side.outside for side in sides):
            keys = dict.fromkeys(key for side in sides for key in side.segments)
            made = [self._unit([(side, side.segments.get(key)) for side in sides], key) for key in keys]
        else:
            sides = [side for side in (source or divided, target) if side]
            made = [self._unit([(side, side.entire) for side in sides], self._segment_key)]
        yield from (unit for unit in made if unit.texts)

    def _unit(self, texts: Iterable[tuple[_Text, Segment | None]], segment_key: str) -> Unit:
        """Return a unit of the texts that are more than white space."""
        unit = Unit(self._line, f"{self._key}, segment {segment_key}" if segment_key else self._key)
        for text, segment in texts:
            if segment and segment.text().strip():
                unit.take(text.language, segment)
        return unit


def _character(number: str) -> str:
    """Return a character by its number in hexadecimal digits; empty for another text."""
    try:
        character = chr(int(number, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ud800" <= character <= "\udfff" else character
