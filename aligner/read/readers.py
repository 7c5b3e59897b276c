"""The table of readers: which function turns the bytes of a file into text.

A format is recognised by its content, if that shows it beyond doubt, and otherwise by the suffix of the file. A
compressed file is unpacked first, whatever it holds. `unsupported` names a file in a format that is not read.
To add a format, write a module with its suffixes and its `read` function, and add one row to `READERS`.
Nothing else in the program names a format.
"""

from __future__ import annotations

import os.path
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from aligner.bitext import InputText
from aligner.errors import InputError
from aligner.read import markdown, plain_text
from aligner.read.office import docx, odt
from aligner.read.packed import compressed, decode, line_limit, unsupported
from aligner.read.pairs import gettext, spreadsheet, tmx, xliff
from aligner.read.subtitles import subtitles
from aligner.read.tables import delimited, json_rows
from aligner.read.web import epub, html


class Reader(NamedTuple):
    """A file format and the function that reads it.

    name: what messages call the format.
    suffixes: file name suffixes of the format, in lower case, with the dot.
    read: a function of the bytes, the name for messages, and the encoding that the user named or None.
    recognises: True for the bytes of a file that is surely in the format, whatever its suffix is; None for a format
        that has no such sign. It looks at the first `HEAD` bytes, or at the directory of an archive. The bytes of a
        text are in UTF-8 without a byte order mark, if a mark or zero bytes show that the file is in UTF-16 or UTF-8.
    in_lines: True for a format of which some lines can be read without the others. `corpus.contents` looks at the
        beginning and the end of a large file in such a format, and at all of a file in another.
    is_bilingual: True for a format whose files hold both languages, so that no file has a partner; None for one whose
        files may: the keys of gettext are the source, or names.

    `read` returns an `InputText` and raises `InputError` for bytes that are not in the format:

    - `text` has one paragraph on each line. `layout` looks for two languages in these lines. Spans in the
      output are spans of this text, not of the bytes.
    - The text of a table has one row on each line, with a tab between two cells: the layout `columns`. If cells may
      hold tabs or line ends, `rows` has the spans of the cells; `table.with_rows` makes both.
    - With `are_paragraphs`, each line is an entire paragraph, however long; it may hold several captions of subtitles.
      Then `rows` are the tables of a document: its paragraphs are rows of one cell, and `document_columns` decides
      whether the rows or the lines are read.
    - `places` says where in the file the parts of the text come from.
    - `encoding` is the encoding of the bytes, or the one that the format prescribes.
    - `notice` reports what was assumed, and `remarks` what was left out.

    A `read` function that needs a library imports it when it is called, not with the module.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str, str | None], InputText]
    recognises: Callable[[bytes], bool] | None = None
    in_lines: bool = False
    is_bilingual: bool | None = False


HEAD = 4096  # bytes by which formats are recognised
PLAIN_TEXT = Reader("plain text", plain_text.SUFFIXES, plain_text.read, in_lines=True)
READERS = (
    PLAIN_TEXT,
    Reader("Markdown", markdown.SUFFIXES, markdown.read, in_lines=True),
    Reader("CSV", delimited.SUFFIXES, delimited.read, in_lines=True),
    Reader("JSON", json_rows.SUFFIXES, json_rows.read, in_lines=True),
    Reader("workbook", spreadsheet.SUFFIXES, spreadsheet.read, spreadsheet.recognises),
    Reader("TMX", tmx.SUFFIXES, tmx.read, tmx.recognises, is_bilingual=True),
    Reader("gettext", gettext.SUFFIXES, gettext.read, gettext.recognises, is_bilingual=None),
    Reader("XLIFF", xliff.SUFFIXES, xliff.read, xliff.recognises, is_bilingual=True),
    Reader("DOCX", docx.SUFFIXES, docx.read, docx.recognises),
    Reader("ODT", odt.SUFFIXES, odt.read, odt.recognises),
    Reader("HTML", html.SUFFIXES, html.read, html.recognises),
    Reader("EPUB", epub.SUFFIXES, epub.read, epub.recognises),
    Reader("subtitles", subtitles.SUFFIXES, subtitles.read, subtitles.recognises),
)
SUFFIXES = tuple(suffix for reader in READERS for suffix in reader.suffixes)


def reader_of(path: str) -> Reader:
    """Return the reader for a path or URL by its suffix; an unknown suffix is read as plain text.

    >>> reader_of("books/Novel.TXT").name, reader_of("pairs.csv.gz").name
    ('plain text', 'CSV')
    """
    suffix = os.path.splitext(compressed.without_suffix(path))[1].lower()
    return next((reader for reader in READERS if suffix in reader.suffixes), PLAIN_TEXT)


def recognise(data: bytes, path: str, name: str = "") -> Reader:
    """Return the reader for the bytes of a file, by their content or else by the suffix of the path.

    If the content fits several formats, that of the suffix comes first, and then the order of the table.

    data: the bytes, which are not compressed.
    path: the path or URL of the file, by whose suffix the reader may be chosen; empty for standard input.
    name: the name of the file for messages, if it differs.

    Raises InputError for bytes that are surely in a format that is not read.
    """
    by_suffix = reader_of(path)
    sample = decode.sample_as_utf8(data, HEAD)
    for reader in (by_suffix, *READERS):
        if reader.recognises and reader.recognises(sample):
            return reader
    unread = unsupported.format_of(data)
    if unread and (by_suffix.in_lines or not unread.is_any_archive):
        raise unsupported.error(unread, name or path, path)
    return by_suffix  # of an archive that is not complete, it reports the fault


def read_path(path: str, encoding: str | None = None) -> InputText:
    """Read one input.

    path: a path or URL; `-` for standard input, whose content alone shows its format.
    encoding: the encoding of the input, or None to detect it.

    Raises InputError for an input that cannot be read.
    """
    name, data = decode.load(path)
    return read_bytes(data, name, encoding)


def read_bytes(data: bytes, path: str, encoding: str | None = None) -> InputText:
    """Read the bytes of a file with the reader for its content or its path.

    data: the content of the file, which may be compressed.
    path: its path or URL, by whose suffix the reader may be chosen, and which messages name.
    encoding: the encoding of the input, or None to detect it.

    Raises InputError for bytes that cannot be read.
    """
    data = compressed.unpack(data, path)
    inner_path = "" if path == decode.STANDARD_INPUT else compressed.without_suffix(path)
    reader = recognise(data, inner_path, path)
    if reader.in_lines:
        line_limit.check_bytes(data, path)
    expected = unsupported.format_of_name(inner_path)
    try:
        text = reader.read(data, path, encoding)
    except InputError:
        if data and expected and reader is PLAIN_TEXT:  # no text, and without the sign of its format
            raise unsupported.error(expected, path, inner_path) from None
        raise
    line_limit.check_text(text)
    line_limit.check_lines(text)
    if expected:
        remark = f"this is not {expected.name}, in spite of its suffix; read by its content"
        text = replace(text, remarks=(*text.remarks, remark))
    return replace(text, format=reader.name)
