"""The limits of what is read and aligned: one table, from which the modules that check them take their values.

A file may be a trap, or may have come into a folder by mistake. A limit is far above what texts need, and far below
what takes all memory, or hours. What exceeds a limit is refused in words; nothing is ever cut. `docs/limits.md` lists
the table.
"""

from __future__ import annotations

from typing import NamedTuple

BYTES = "bytes"  # the unit that is shown in MB


class Limit(NamedTuple):
    """A limit.

    subject: what it limits.
    value: the largest number that is accepted.
    unit: what is counted, in the plural.
    reason: why nobody needs more.
    message: the problem in a message, with `{limit}`, and `{what}` where it depends on the format.
    """

    subject: str
    value: int
    unit: str
    reason: str
    message: str

    def amount(self, value: int | None = None) -> str:
        """Return the limit with its unit, as tables show it.

        value: another number than that of the table.
        """
        number = self.value if value is None else value
        return f"{number >> 20} MB" if self.unit == BYTES else f"{number:,} {self.unit}"

    def problem(self, value: int | None = None, what: str = "") -> str:
        """Return the problem of an input that exceeds the limit, for `InputError`.

        value: another number than that of the table.
        what: the thing that exceeds it, if the message has a place for it.
        """
        return self.message.format(limit=self.amount(value), what=what)


# Files, texts and folders of every format.
FILE = Limit(
    "a file",
    1 << 29,
    BYTES,
    "the texts of two thousand books; an endless file, such as a device, stops there",
    "the input has more than {limit}",
)
UNPACKED = Limit(
    "what a compressed file or an archive unpacks to",
    1 << 27,
    BYTES,
    "the text of five hundred books is smaller",
    "this {what} unpacks to more than {limit}",
)
LINE = Limit(
    "a line",
    12_000_000,
    "characters",
    "twice the longest novels, and nobody keeps one of them on one line",
    "this line has more than {limit}",
)
SENTENCE = Limit(
    "a sentence",
    12_000_000,
    "characters",
    "as many as a line; lines that were joined may be longer",
    "this sentence has more than {limit}",
)
SENTENCES = Limit(
    "a side of a document",
    2_000_000,
    "sentences",
    "the texts of three hundred books",
    "{what} has more than {limit}",
)
DOCUMENTS = Limit(
    "a folder or a list",
    100_000_000,
    "documents",
    "the journal has 0.7 kB for each, 70 GB",
    "there are more than {limit}",
)
TINY_LINES = Limit(
    "a text or a table whose lines have fewer than 12 characters on average",
    100_000,
    "lines",
    "captions have 25 characters on average, and sentences more",
    "there are more than {limit}, and they have fewer than 12 characters on average, as no text has",
)
DENSE_SIGNS = Limit(
    "tabs, commas, line ends or signs of JSON with hardly any text between them",
    1_000_000,
    "signs",
    "cells of sentences and of numbers have 20 characters on average",
    "there are more than {limit} of one kind, {what}, as no text has",
)

# Files of one family of formats.
PARAGRAPHS = Limit(
    "a page, a book or a document",
    100_000,
    "paragraphs and lines",
    "a thousand pages have 40,000",
    "there are more than {limit}",
)
CAPTIONS = Limit(
    "subtitles",
    40_000,
    "captions",
    "a film has 2,000, and a day of speech has 20,000",
    "there are more than {limit}",
)
CAPTION_LINES = Limit(
    "subtitles",
    40_000,
    "lines of captions",
    "a film has 3,000, and a day of speech has 30,000",
    "has more than {limit}",
)
SUBTITLES = Limit(
    "subtitles",
    8 << 20,
    BYTES,
    "a film has 0.1 MB; more would take long to read",
    "this is larger than subtitles, which have {limit} at most",
)
PAGE = Limit(
    "a web page, or the pages of a book",
    1 << 25,
    BYTES,
    "the longest pages, standards on a single page, have 20 MB",
    "{what} is longer than {limit}",
)
PAGE_TAGS = Limit(
    "a web page, or the pages of a book",
    500_000,
    "tags",
    "as many take three seconds; the longest books have 200,000",
    "there are more than {limit}",
)
XML_DEPTH = Limit(
    "elements of XML within each other",
    1000,
    "elements",
    "the documents of word processors have 30",
    "more than {limit} are within each other",
)
XML_TAGS = Limit(
    "the XML of a document",
    5_000_000,
    "tags",
    "a novel of a thousand pages has two million",
    "this {what} has more than {limit}",
)
DOCUMENT_TEXT = Limit(
    "a document of Word or LibreOffice",
    32_000_000,
    "characters",
    "ten thousand pages",
    "its text has more than {limit}",
)
DOCUMENT_CELLS = Limit(
    "the tables of such a document",
    300_000,
    "cells",
    "empty ones count; a table of ten thousand rows has fewer",
    "its tables have more than {limit}",
)
SHEET_ROWS = Limit(
    "a sheet of a workbook",
    1 << 20,
    "rows",
    "the programs for them have the same limit",
    "{what} more than {limit}",
)
SHEET_CELLS = Limit(
    "the sheets of a workbook",
    1 << 20,
    "cells",
    "empty ones before the last cell of a row count",
    "{what} more than {limit}",
)
SHEET_TEXT = Limit(
    "the sheets of a workbook",
    1 << 25,
    "characters",
    "five thousand pages; cells may share one text",
    "{what} more than {limit}",
)
LANGUAGES = Limit(
    "a translation memory",
    200,
    "languages",
    "the memories of the European Union have 24",
    "there are more than {limit}",
)
VARIANTS = Limit(
    "a unit of a translation memory",
    1000,
    "texts",
    "the memories of the European Union have 24",
    "this unit has more than {limit}",
)
FIELDS = Limit(
    "the objects of JSON",
    1000,
    "different names of fields",
    "each name is a column",
    "there are objects with more than {limit}",
)
LAYERS = Limit(
    "compressions of a file, one within the other",
    3,
    "times",
    "a trap may hold itself",
    "this is compressed more than {limit} over",
)
PARTS = Limit(
    "a compressed file",
    10_000,
    "parts",
    "`bgzip` makes one of 65 kB, so that a text of 600 MB has as many",
    "this {what} file has more than {limit}",
)

OF_ALL = (FILE, UNPACKED, LINE, SENTENCE, SENTENCES, DOCUMENTS, TINY_LINES, DENSE_SIGNS)
OF_FORMATS = (
    *(PARAGRAPHS, CAPTIONS, CAPTION_LINES, SUBTITLES, PAGE, PAGE_TAGS, XML_DEPTH, XML_TAGS),
    *(DOCUMENT_TEXT, DOCUMENT_CELLS, SHEET_ROWS, SHEET_CELLS, SHEET_TEXT),
    *(LANGUAGES, VARIANTS, FIELDS, LAYERS, PARTS),
)
