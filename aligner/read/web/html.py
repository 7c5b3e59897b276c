"""The reader of HTML and XHTML: pages as a browser shows them. `html_page` does the work."""

from __future__ import annotations

import regex

from aligner.bitext import InputText

SUFFIXES = (".html", ".htm", ".xhtml", ".xht")

_HEAD = 4096  # bytes in which a page shows what it is
_PAGE = regex.compile(
    rb"""(?is)
    \s*+ (?: <\?xml[^>]*+> \s*+ | <!--(?:[^-]++|-(?!->))*+--> \s*+ )*+  # a declaration of XML, comments
    < (?:!doctype\s++)?+ html [\s>]
    """,
    regex.VERBOSE,
)


def recognises(data: bytes) -> bool:
    """Return whether bytes are surely a page: they begin with `<!DOCTYPE html` or `<html`."""
    return _PAGE.match(data[:_HEAD]) is not None


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Read a page: its visible text, a paragraph for each block; see `html_page.read`."""
    from aligner.read.web import html_page  # few inputs are pages, and its patterns take a while to compile

    return html_page.read(data, name, encoding)
