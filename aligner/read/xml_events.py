"""XML as events, in memory that does not grow with the file. Nothing is loaded: no DTD, no entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from aligner.errors import InputError

MAX_DEPTH = 1000  # elements within each other; the documents of word processors have some 30


class EventKind(Enum):
    """The kinds of events: the start and the end of an element, and characters."""

    START = 1
    END = 2
    TEXT = 3


class Event(NamedTuple):
    """A part of XML.

    kind: what it is.
    namespace: URI of the namespace of the element; empty without one, and for characters.
    name: local name of the element; the characters themselves for characters, which may come in several events.
    attributes: local name -> value, of an element that starts. `xml:lang` is `lang`.
    line: number of the line, from 1.
    """

    kind: EventKind
    namespace: str
    name: str
    attributes: Mapping[str, str]
    line: int


_NONE: Mapping[str, str] = {}


def events(parts: Iterable[bytes | str], name: str, format_name: str) -> Iterator[Event]:
    """Yield the events of an XML file.

    parts: the file in parts.
    name: the name of the file for messages.
    format_name: the name of the format for messages, such as `DOCX`.

    Raises InputError for a file that is not XML, and for one that declares entities.
    """
    parser = _Parser(name, format_name)
    for part in parts:
        yield from parser.feed(part)
    yield from parser.feed(b"", is_last=True)


class _Parser:
    """Collects events while a part of a file is parsed."""

    def __init__(self, name: str, format_name: str) -> None:
        self._name, self._format_name = name, format_name
        self._events: list[Event] = []
        self._depth = 0
        self._xml = expat.ParserCreate(namespace_separator=" ")
        self._xml.buffer_text = True
        self._xml.StartElementHandler = self._start
        self._xml.EndElementHandler = self._end
        self._xml.CharacterDataHandler = self._text
        self._xml.EntityDeclHandler = self._refuse

    def feed(self, part: bytes | str, *, is_last: bool = False) -> list[Event]:
        """Parse a part of the file, and return its events."""
        try:
            self._xml.Parse(part, is_last)
        except expat.ExpatError as error:
            problem = expat.errors.messages.get(error.code, str(error.code))
            hint = f"save it again as {self._format_name}, or repair it"
            raise InputError(self._name, f"this is not XML ({problem})", hint=hint, line=error.lineno) from None
        except (LookupError, ValueError) as error:  # an encoding that the declaration names wrongly
            raise InputError(self._name, f"cannot be decoded ({error})", hint="save it again in UTF-8") from None
        done, self._events = self._events, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            problem = f"more than {MAX_DEPTH} elements are within each other"
            raise InputError(self._name, problem, hint=f"save it again as {self._format_name}", line=self._line)
        namespace, _, local = name.rpartition(" ")
        of_element = {key.rpartition(" ")[2]: value for key, value in attributes.items()} if attributes else _NONE
        self._events.append(Event(EventKind.START, namespace, local, of_element, self._line))

    def _end(self, name: str) -> None:
        self._depth -= 1
        namespace, _, local = name.rpartition(" ")
        self._events.append(Event(EventKind.END, namespace, local, _NONE, self._line))

    def _text(self, text: str) -> None:
        self._events.append(Event(EventKind.TEXT, "", text, _NONE, self._line))

    @property
    def _line(self) -> int:
        return self._xml.CurrentLineNumber

    def _refuse(self, entity: str, *_: object) -> NoReturn:
        problem = f"the file declares the entity {entity}, which may stand for anything"
        raise InputError(self._name, problem, hint="remove the declaration", line=self._line)
