"""The table of readers: which function turns the bytes of a file into text.

A format is recognised by its content, if that shows it beyond doubt, and otherwise by the suffix of the file.
To add a format, write a module with its suffixes and its `read` function, and add one row to `READERS`.
Nothing else in the program names a format.
"""

from __future__ import annotations

import os.path
from collections.abc import Callable
from typing import NamedTuple

from aligner.bitext import InputText
from aligner.read import decode, delimited, json_rows, plain_text, subtitles


class Reader(NamedTuple):
    """A file format and the function that reads it.

    name: what messages call the format.
    suffixes: file name suffixes of the format, in lower case, with the dot.
    read: a function of the bytes, the name for messages, and the encoding that the user named or None.
    recognises: True for the bytes of a file that is surely in the format, whatever its suffix is; None for a format
        that has no such sign. It looks at the first `HEAD` bytes, or at the directory of an archive.

    `read` returns an `InputText` and raises `InputError` for bytes that are not in the format:

    - `text` has one paragraph on each line. `layout` looks for two languages in these lines. Spans in the
      output are spans of this text, not of the bytes.
    - The text of a table has one row on each line, with a tab between two cells: the layout `columns`. If cells may
      hold tabs or line ends, `rows` has the spans of the cells; `table.with_rows` makes both.
    - With `are_paragraphs`, each line is an entire paragraph, however long; it may hold several captions of subtitles.
    - `places` says where in the file the parts of the text come from.
    - `encoding` is the encoding of the bytes, or the one that the format prescribes.
    - `notice` reports what was assumed, and `remarks` what was left out.

    A `read` function that needs a library imports it when it is called, not with the module.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str, str | None], InputText]
    recognises: Callable[[bytes], bool] | None = None


HEAD = 4096  # bytes by which formats are recognised
PLAIN_TEXT = Reader("plain text", plain_text.SUFFIXES, plain_text.read)
READERS = (
    PLAIN_TEXT,
    Reader("CSV", delimited.SUFFIXES, delimited.read),
    Reader("JSON lines", json_rows.SUFFIXES, json_rows.read),
    Reader("subtitles", subtitles.SUFFIXES, subtitles.read, subtitles.recognises),
)
SUFFIXES = tuple(suffix for reader in READERS for suffix in reader.suffixes)


def reader_of(path: str) -> Reader:
    """Return the reader for a path or URL by its suffix; an unknown suffix is read as plain text.

    >>> reader_of("books/Novel.TXT").name
    'plain text'
    """
    suffix = os.path.splitext(path)[1].lower()
    return next((reader for reader in READERS if suffix in reader.suffixes), PLAIN_TEXT)


def recognise(data: bytes, path: str) -> Reader:
    """Return the reader for the bytes of a file, by their content or else by the suffix of the path."""
    return next((reader for reader in READERS if reader.recognises and reader.recognises(data)), reader_of(path))


def read_path(path: str, encoding: str | None = None) -> InputText:
    """Read one input.

    path: a path or URL; `-` for standard input, which is plain text.
    encoding: the encoding of the input, or None to detect it.

    Raises InputError for an input that cannot be read.
    """
    name, data = decode.load(path)
    return read_bytes(data, name, encoding)


def read_bytes(data: bytes, path: str, encoding: str | None = None) -> InputText:
    """Read the bytes of a file with the reader for its content or its path.

    data: the content of the file.
    path: its path or URL, by whose suffix the reader may be chosen, and which messages name.
    encoding: the encoding of the input, or None to detect it.

    Raises InputError for bytes that cannot be read.
    """
    return recognise(data, path).read(data, path, encoding)
