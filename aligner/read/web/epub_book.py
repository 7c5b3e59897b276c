"""A book in EPUB as the text of an input: its chapters in their order.

A book is a ZIP archive of pages. `META-INF/container.xml` names the package, a file whose manifest names all files, and
whose spine gives the order of the pages.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from aligner import limits
from aligner.bitext import InputText
from aligner.errors import InputError
from aligner.read.packed import line_limit
from aligner.read.packed.archive import Archive
from aligner.read.packed.xml_events import Event, EventKind, events
from aligner.read.web import html_page
from aligner.read.web.html_rows import PlacedParagraph, with_paragraphs

_FORMAT = "EPUB"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_MAX_PACKAGE = 1 << 22  # bytes; the package of a book of a thousand chapters has some hundred thousand
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/xml", "text/xml", "text/x-oeb1-document"})


class _Item(NamedTuple):
    """A file that the manifest of a book names.

    path: its path in the archive.
    is_page: whether it holds text.
    is_contents: whether it is the table of contents, which repeats the headings.
    """

    path: str
    is_page: bool
    is_contents: bool


def read(data: bytes, name: str) -> InputText:
    """Read a book: the pages of its spine, a paragraph for each block; see `html_page.read`.

    data: the content of a file.
    name: the name of the file for messages.

    Raises InputError for bytes that are not a book, for a book without text, and for one that is encrypted.
    """
    archive = Archive(data, name, _FORMAT)
    names = {path.casefold(): path for path in reversed(archive.names)}
    items = _items(archive, name, names)
    encrypted = _encrypted(archive, name)
    paragraphs: list[PlacedParagraph] = []
    remarks: list[str] = []
    size, tags_left = 0, html_page.MAX_TAGS
    for item in items:
        file = posixpath.basename(item.path)
        if item.is_contents:
            remarks.append(f"left out the table of contents, {file}")
            continue
        if not item.is_page:
            remarks.append(f"left out {file}, which is no page")
            continue
        path = names.get(item.path.casefold())
        if path is None:
            remarks.append(f"{file} is missing from the book, and is left out")
            continue
        if path in encrypted:
            problem = f"this book is protected by DRM ({file} is encrypted)"
            raise InputError(name, problem, hint="give a copy without protection")
        content = b"".join(_bounded(archive.parts(path), html_page.MAX_BYTES - size, name))
        size += len(content)
        if not content.strip():
            continue
        text = html_page.decode_page(content, f"{name} ({file})", None)
        page = html_page.read_page(text, max_tags=tags_left, is_xml=True)
        tags_left -= text.text.count("<")
        remarks += [f"{file}: {remark}" for remark in html_page.remarks_of(page, text.text)]
        line_limit.check_paragraphs(len(paragraphs) + len(page.paragraphs), name)
        paragraphs += [
            PlacedParagraph(paragraph, f"{file}, ", number) for number, paragraph in enumerate(page.paragraphs, 1)
        ]
    return with_paragraphs(InputText(name, "", "utf-8", remarks=tuple(remarks)), paragraphs)


def _items(archive: Archive, name: str, names: dict[str, str]) -> list[_Item]:
    """Return the items of the spine in their order, each once.

    names: the files of the archive by their names in lower case.
    """
    package = _package(archive, name, names)
    folder = posixpath.dirname(package)
    manifest: dict[str, _Item] = {}
    spine: list[str] = []
    for event in _elements(archive, package, name):
        attributes = event.attributes
        if event.name == "item" and "href" in attributes:
            path = posixpath.normpath(posixpath.join(folder, unquote(attributes["href"].partition("#")[0])))
            is_contents = "nav" in attributes.get("properties", "").split()
            media_type = attributes.get("media-type", "").lower()
            manifest[attributes.get("id", path)] = _Item(path, media_type in _PAGES, is_contents)
        elif event.name == "itemref":
            spine.append(attributes.get("idref", ""))
    if not spine:  # a broken book: its pages in the order of the manifest
        return [item for item in manifest.values() if item.is_page and not item.is_contents]
    unknown = _Item("", is_page=True, is_contents=False)
    return [manifest.get(number, unknown._replace(path=number)) for number in dict.fromkeys(spine)]


def _package(archive: Archive, name: str, names: dict[str, str]) -> str:
    """Return the path of the package of a book."""
    paths = []
    if _CONTAINER.casefold() in names:
        elements = _elements(archive, names[_CONTAINER.casefold()], name)
        paths = [unquote(event.attributes.get("full-path", "")) for event in elements if event.name == "rootfile"]
    paths += [path for path in names.values() if path.lower().endswith(".opf")]
    package = next((names[path.casefold()] for path in paths if path.casefold() in names), None)
    if package is None:
        raise archive.broken("it names no package")
    return package


def _encrypted(archive: Archive, name: str) -> set[str]:
    """Return the files of a book that are encrypted; fonts are, in books that anybody may read."""
    if _ENCRYPTION not in archive.names:
        return set()
    elements = _elements(archive, _ENCRYPTION, name)
    return {unquote(event.attributes.get("URI", "")) for event in elements if event.name == "CipherReference"}


def _bounded(parts: Iterable[bytes], left: int, name: str) -> Iterator[bytes]:
    """Yield the parts of a file of a book; raise InputError if it has more bytes than are left."""
    for part in parts:
        left -= len(part)
        if left < 0:
            problem = limits.PAGE.problem(html_page.MAX_BYTES, "the text of this book")
            raise InputError(name, problem, hint="divide it into several books")
        yield part


def _elements(archive: Archive, path: str, name: str) -> Iterator[Event]:
    """Yield the starts of the elements of an XML file of a book."""
    of_file = events(_bounded(archive.parts(path), _MAX_PACKAGE, name), f"{name} ({path})", _FORMAT)
    return (event for event in of_file if event.kind is EventKind.START)
