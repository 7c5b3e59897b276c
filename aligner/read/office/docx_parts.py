"""The files of a DOCX beside its text: which ones there are, hidden styles, headers and footers."""

from __future__ import annotations

import posixpath
from functools import cached_property

import regex

from aligner.errors import InputError
from aligner.read.packed import xml_events
from aligner.read.packed.archive import Archive
from aligner.read.packed.xml_events import Attributes, Handlers, in_namespaces, value

NAME = "DOCX"
MAIN = regex.compile(r"word/document\d*\.xml")  # the usual names of the main file
# Namespaces of the elements of interest; each has a second name in files that are strictly of ISO 29500.
WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
DRAWING = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
MARKUP = ("http://schemas.openxmlformats.org/markup-compatibility/2006",)
_PACKAGE = ("http://schemas.openxmlformats.org/package/2006/relationships",)

_OFF = ("0", "false", "off")  # values of a property that is switched off
_LETTER = regex.compile(r"\p{L}")


def is_on(attributes: Attributes) -> bool:
    """Return whether a property is switched on; without a value, it is."""
    return value(attributes) not in _OFF


class Parts:
    """The files of a DOCX.

    archive: the archive.
    name: the name of the DOCX for messages.
    tags: counts those of all files of the DOCX that are read.

    Raises InputError for an archive without a main file.
    """

    def __init__(self, archive: Archive, name: str, tags: xml_events.Tags) -> None:
        self._archive, self._name, self._tags = archive, name, tags
        self._names = frozenset(archive.names)
        targets = self._related("").get("officeDocument", [])
        usual = [member for member in archive.names if MAIN.fullmatch(member)]
        self._main = next((member for member in targets + usual if member in self._names), "")
        if not self._main:
            raise archive.broken("word/document.xml is missing")

    def dispatch_main(self, handlers: Handlers) -> None:
        """Call functions for the elements of the main file; see `xml_events.dispatch`."""
        self._dispatch(self._main, handlers)

    def dispatch_notes(self, kind: str, handlers: Handlers) -> None:
        """Call functions for the elements of the notes: kind is `footnote` or `endnote`."""
        for member in self._members(f"{kind}s"):
            self._dispatch(member, handlers)

    def not_word(self) -> InputError:
        """Return the error for a main file that is not a document of Word."""
        return self._archive.broken("it holds no document of Word")

    @cached_property
    def hidden_styles(self) -> frozenset[str]:
        """The names of the styles whose text is hidden."""
        hides: dict[str, bool] = {}  # style -> whether it hides text itself, or shows it in spite of its parent
        children: dict[str, list[str]] = {}
        style = ""

        def begin_style(attributes: Attributes) -> None:
            nonlocal style
            style = value(attributes, "styleId")

        def set_parent(attributes: Attributes) -> None:
            children.setdefault(value(attributes), []).append(style)

        def hide(attributes: Attributes) -> None:
            hides[style] = is_on(attributes)

        starts = in_namespaces(WORD, {"style": begin_style, "basedOn": set_parent, "vanish": hide})
        for member in self._members("styles"):
            self._dispatch(member, Handlers(starts, {}, _ignore))
        hidden: set[str] = set()
        waiting = [style for style, is_hidden in hides.items() if is_hidden]
        while waiting:
            style = waiting.pop()
            if style not in hidden:
                hidden.add(style)
                waiting += [child for child in children.get(style, ()) if hides.get(child, True)]
        return frozenset(hidden)

    def count_headers(self) -> int:
        """Return the number of headers and footers that differ and hold a letter."""
        return len({text for member in self._members("header", "footer") if _LETTER.search(text := self._text(member))})

    def _text(self, member: str) -> str:
        """Return the characters of a header or footer, without those of numbers that are computed."""
        pieces: list[str] = []
        is_text = False

        def switch(_: Attributes = xml_events.NONE) -> None:
            nonlocal is_text
            is_text = not is_text

        def add(text: str) -> None:
            if is_text:
                pieces.append(text)

        self._dispatch(member, Handlers(in_namespaces(WORD, {"t": switch}), in_namespaces(WORD, {"t": switch}), add))
        return "".join(pieces)

    def _members(self, *kinds: str) -> list[str]:
        """Return the files of the archive that the main file refers to as one of several kinds."""
        members = dict.fromkeys(member for kind in kinds for member in self._of_main.get(kind, []))
        return [member for member in members if member in self._names]

    @cached_property
    def _of_main(self) -> dict[str, list[str]]:
        return self._related(self._main)

    def _related(self, source: str) -> dict[str, list[str]]:
        """Return the files that a file refers to, by the last part of the URI of their kind.

        source: the name of the file; empty for the archive itself.
        """
        folder, base = posixpath.split(source)
        related: dict[str, list[str]] = {}

        def add(attributes: Attributes) -> None:
            if value(attributes, "TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, value(attributes, "Target")))
                related.setdefault(value(attributes, "Type").rpartition("/")[2], []).append(target.lstrip("/"))

        member = posixpath.join(folder, "_rels", f"{base}.rels")
        if member in self._names:
            self._dispatch(member, Handlers(in_namespaces(_PACKAGE, {"Relationship": add}), {}, _ignore))
        return related

    def _dispatch(self, member: str, handlers: Handlers) -> None:
        xml_events.dispatch(self._archive.parts(member), f"{self._name} ({member})", NAME, handlers, self._tags)


def _ignore(_: str) -> None:
    """Ignore characters."""
