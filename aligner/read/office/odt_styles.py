"""The styles of an ODT: which of them hide text, and the headers and footers, which are among the styles of pages."""

from __future__ import annotations

from collections.abc import Callable

import regex

from aligner.read.packed.xml_events import Attributes, Handlers, in_namespaces, value

OFFICE = ("urn:oasis:names:tc:opendocument:xmlns:office:1.0",)
STYLE = ("urn:oasis:names:tc:opendocument:xmlns:style:1.0",)
TEXT = ("urn:oasis:names:tc:opendocument:xmlns:text:1.0",)

_HEADERS = tuple(f"{part}{page}" for part in ("header", "footer") for page in ("", "-left", "-first"))
_LETTER = regex.compile(r"\p{L}")


class Styles:
    """The styles of one document, from `styles.xml` and then from `content.xml`.

    hidden: the names of the styles that hide text.
    starts: the functions for the starts of elements of styles, for `xml_events.dispatch`.
    """

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self._style = ""
        self._header: list[str] | None = None  # the text of the header or footer that is open
        self._headers: set[str] = set()
        self.starts: dict[str, Callable[[Attributes], bool | None]] = in_namespaces(
            STYLE, {"style": self._begin_style, "text-properties": self._set_text_properties}
        )

    @property
    def headers(self) -> int:
        """The number of headers and footers that differ and hold a letter."""
        return len(self._headers)

    @property
    def handlers(self) -> Handlers:
        """The functions by which `xml_events.dispatch` reads `styles.xml`."""
        starts = in_namespaces(STYLE, dict.fromkeys(_HEADERS, self._begin_header))
        ends = in_namespaces(STYLE, dict.fromkeys(_HEADERS, self._end_header))
        return Handlers({**self.starts, **starts}, ends, self._text)

    def _begin_style(self, attributes: Attributes) -> None:
        self._style = value(attributes, "name")
        if value(attributes, "parent-style-name") in self.hidden:
            self.hidden.add(self._style)

    def _set_text_properties(self, attributes: Attributes) -> None:
        if value(attributes, "display") == "none":
            self.hidden.add(self._style)
        elif value(attributes, "display"):
            self.hidden.discard(self._style)

    def _begin_header(self, _: Attributes) -> None:
        self._header = []

    def _text(self, characters: str) -> None:
        if self._header is not None:
            self._header.append(characters)

    def _end_header(self) -> None:
        text = "".join(self._header or [])
        if _LETTER.search(text):
            self._headers.add(text)
        self._header = None
