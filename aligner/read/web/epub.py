"""The reader of EPUB: the chapters of a book in their order. `epub_book` does the work."""

from __future__ import annotations

from aligner.bitext import InputText
from aligner.read.packed import archive

SUFFIXES = (".epub",)

_MIMETYPE = b"mimetypeapplication/epub+zip"  # name and content of the first file, which is not packed
_MIMETYPE_END = 128  # bytes; the header of a file of a ZIP archive has 30


def recognises(data: bytes) -> bool:
    """Return whether bytes are surely a book: an archive whose first file is the media type of EPUB."""
    return data.startswith(archive.ZIP_SIGN) and _MIMETYPE in data[:_MIMETYPE_END]


def read(data: bytes, name: str, encoding: str | None) -> InputText:
    """Read a book: the pages of its spine, a paragraph for each block; see `epub_book.read`."""
    from aligner.read.web import epub_book  # few inputs are books, and its imports take a while

    return epub_book.read(data, name)
