"""XML as events, in memory that does not grow with the file. Nothing is loaded: no DTD, no entity.

`dispatch` calls a function for each element of interest, and takes a second for a novel of a thousand pages. `events`
yields all of a file, which is easier to use, and takes twice as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple, NoReturn, TypeVar
from xml.parsers import expat

from aligner import limits
from aligner.errors import InputError
from aligner.read.packed.archive import TOO_LARGE_HINT

MAX_DEPTH = limits.XML_DEPTH.value
MAX_TAGS = limits.XML_TAGS.value  # starts and ends of elements in one document
SLOWER = 2  # times as long as `dispatch` that `events` takes, and times by which its files must be smaller

Attributes = Mapping[str, str]
Action = TypeVar("Action")


class Handlers(NamedTuple):
    """Functions for the elements and the characters of a file, which `dispatch` calls.

    starts: URI of the namespace, a space and the local name of an element -> the function for its start, which gets its
        attributes, with names of the same form. If it returns True, the content and the end of the element are skipped.
    ends: such a name -> the function for the end of the element.
    text: the function for characters, which may come in several calls.
    """

    starts: Mapping[str, Callable[[Attributes], bool | None]]
    ends: Mapping[str, Callable[[], None]]
    text: Callable[[str], None]


class Tags:
    """The number of tags of the files that make one document, which has a limit.

    number: how many were read.
    """

    def __init__(self) -> None:
        self.number = 0

    def add(self, number: int, limit: int, name: str, format_name: str) -> None:
        """Count tags. Raises InputError if there are more than `limit`."""
        self.number += number
        if self.number > limit:
            raise InputError(name, limits.XML_TAGS.problem(limit, format_name), hint=TOO_LARGE_HINT)


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
    attributes: Attributes
    line: int


NONE: Attributes = {}


def events(parts: Iterable[bytes | str], name: str, format_name: str) -> Iterator[Event]:
    """Yield the events of an XML file.

    parts: the file in parts.
    name: the name of the file for messages.
    format_name: the name of the format for messages, such as `DOCX`.

    Raises InputError for a file that is not XML, for one that declares entities, and for one that is too large or has
    too many elements within each other.
    """
    collected: list[Event] = []
    add = collected.append
    parser = _Parser(name, format_name)
    xml = parser.xml

    def start(tag: str, attributes: dict[str, str]) -> None:
        parser.enter()
        namespace, _, local = tag.rpartition(" ")
        of_element = {key.rpartition(" ")[2]: value for key, value in attributes.items()} if attributes else NONE
        add(Event(EventKind.START, namespace, local, of_element, xml.CurrentLineNumber))

    def end(tag: str) -> None:
        parser.depth -= 1
        namespace, _, local = tag.rpartition(" ")
        add(Event(EventKind.END, namespace, local, NONE, xml.CurrentLineNumber))

    def text(characters: str) -> None:
        add(Event(EventKind.TEXT, "", characters, NONE, xml.CurrentLineNumber))

    for _ in parser.parse(parts, start, end, text, MAX_TAGS // SLOWER):
        yield from collected
        collected.clear()


def dispatch(
    parts: Iterable[bytes | str], name: str, format_name: str, handlers: Handlers, tags: Tags | None = None
) -> None:
    """Call functions for the elements and the characters of an XML file.

    parts: the file in parts.
    name: the name of the file for messages.
    format_name: the name of the format for messages, such as `DOCX`.
    tags: counts those of all files of a document; None for a document that is one file.

    Raises InputError as `events` does.
    """
    starts, ends, text = handlers
    parser = _Parser(name, format_name, tags)
    skipped = 0  # depth of the element whose content is skipped; 0 for none

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal skipped
        parser.enter()
        if not skipped and (action := starts.get(tag)) is not None and action(attributes):
            skipped = parser.depth

    def end(tag: str) -> None:
        nonlocal skipped
        parser.depth -= 1
        if skipped:
            if parser.depth < skipped:
                skipped = 0
        elif (action := ends.get(tag)) is not None:
            action()

    def characters(content: str) -> None:
        if not skipped:
            text(content)

    for _ in parser.parse(parts, start, end, characters, MAX_TAGS):
        pass


def value(attributes: Attributes, name: str = "val") -> str:
    """Return the value of an attribute by its local name; an empty string if there is none."""
    ending = f" {name}"
    return next((content for key, content in attributes.items() if key == name or key.endswith(ending)), "")


def in_namespaces(namespaces: tuple[str, ...], actions: Mapping[str, Action]) -> dict[str, Action]:
    """Return the actions for elements, by namespace and local name, as `Handlers` has them."""
    return {f"{uri} {name}": action for uri in namespaces for name, action in actions.items()}


class _Parser:
    """A parser of one file, with its limits and its messages.

    xml: the parser of the standard library.
    depth: number of elements that are open.
    """

    def __init__(self, name: str, format_name: str, tags: Tags | None = None) -> None:
        self._name, self._format_name, self._tags = name, format_name, tags or Tags()
        self.depth = 0
        self.xml = expat.ParserCreate(namespace_separator=" ")
        self.xml.buffer_text = True
        self.xml.EntityDeclHandler = self._refuse

    def parse(
        self,
        parts: Iterable[bytes | str],
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None],
        text: Callable[[str], None],
        max_tags: int,
    ) -> Iterator[None]:
        """Parse a file of so many tags at most, and yield after each of its parts."""
        self.xml.StartElementHandler, self.xml.EndElementHandler, self.xml.CharacterDataHandler = start, end, text

        def skipped_entity(entity: str, is_parameter: bool) -> None:
            if not is_parameter:
                text(self._character(entity))

        self.xml.SkippedEntityHandler = skipped_entity
        for part in parts:
            # An element without content is one tag that starts and ends it.
            in_part = (
                part.count(b"<") + part.count(b"/>") if isinstance(part, bytes) else part.count("<") + part.count("/>")
            )
            self._tags.add(in_part, max_tags, self._name, self._format_name)
            self._feed(part)
            yield
        self._feed(b"", is_last=True)
        yield

    def enter(self) -> None:
        """Count an element that starts. Raises InputError if too many are open."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._error(limits.XML_DEPTH.problem(MAX_DEPTH), "save it again as {}")

    def _feed(self, part: bytes | str, *, is_last: bool = False) -> None:
        try:
            self.xml.Parse(part, is_last)
        except expat.ExpatError as error:
            problem = expat.errors.messages.get(error.code, str(error.code))
            raise self._error(f"this is not XML ({problem})", "save it again as {}, or repair it") from None
        except (LookupError, ValueError) as error:  # an encoding that the declaration names wrongly
            raise InputError(self._name, f"cannot be decoded ({error})", hint="save it again in UTF-8") from None

    def _character(self, entity: str) -> str:
        """Return the character of an entity of HTML, which XHTML uses without a declaration in the file."""
        from html.entities import html5  # most files use none

        if character := html5.get(f"{entity};"):
            return character
        raise self._error(f"the entity {entity} is not declared", "write its characters instead")

    def _refuse(self, entity: str, *_: object) -> NoReturn:
        problem = f"the file declares the entity {entity}, which may stand for anything"
        raise self._error(problem, "remove the declaration")

    def _error(self, problem: str, hint: str) -> InputError:
        hint = hint.format(self._format_name)
        return InputError(self._name, problem, hint=hint, line=self.xml.CurrentLineNumber)
