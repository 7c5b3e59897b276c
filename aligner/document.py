"""Texts and their sentences: the text of an input, spans of it, and documents.

Text is never rewritten: a sentence is a span of the text that was read. A `Document` checks its invariants once, when
it is made. `aligner.bitext` has these types, too.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from aligner.characters import BYTE_ORDER_MARK, line_starts


class Span(NamedTuple):
    """A half-open interval of a text, in code points: `text[start:end]`.

    start: number of the first code point, from 0.
    end: number of the code point after the last one.

    >>> "The train arrived."[slice(*Span(4, 9))]
    'train'
    """

    start: int
    end: int


class Place(NamedTuple):
    """The place in a file that a part of its text comes from.

    A file whose format is not plain text is read as a text that is made of its paragraphs, cells or captions. Places
    lead back to the file.

    start: offset in the text at which the part begins. It ends where the next place begins.
    label: the place in words, such as `paragraph 3`, `table 1, row 2, cell 1`, `caption 17` or `Sheet1, row 5`.
    time: seconds at which a caption appears and disappears; None for a part without times.

    >>> Place(0, "caption 17", (61.5, 63.0)).label
    'caption 17'
    """

    start: int
    label: str
    time: tuple[float, float] | None = None


class SheetRows(NamedTuple):
    """The rows of a sheet of a workbook.

    title: the name of the sheet.
    start, stop: `InputText.rows[start:stop]` are its rows.
    """

    title: str
    start: int
    stop: int


class TableRow(NamedTuple):
    """A row of a table.

    number: number of the line, from 1, on which the row begins in the file; without lines, the number of the row.
    cells: the spans of its cells, in order; a row may lack cells.
    """

    number: int
    cells: tuple[Span, ...]


class TextUnit(NamedTuple):
    """Lines of a text that belong together, as its format says.

    span: the lines, from the beginning of the first to the end of the last.
    is_sentence: True if they are one sentence, which is neither split nor joined with other lines, such as a line of
        code or a heading; False for a paragraph, such as an item of a list.
    """

    span: Span
    is_sentence: bool


@dataclass(frozen=True)
class InputText:
    """The text of one input: a file, or standard input.

    name: the file as the user named it, or `standard input`.
    text: the characters, without a byte order mark.
    encoding: Python name of the encoding; empty if the text was given as a `str`.
    notice: what was assumed to decode the input, for the user; empty if nothing was assumed.
    rows: the rows of a table whose format says where cells end; empty for plain text, tabs included.
    column_names: the names of the columns, if the format has them outside of the rows.
    column_languages: language tags of the columns, if the format names their languages; empty for one that it does
        not name.
    row_unit: what `TableRow.number` counts, for messages: `line`, `row` or `unit`.
    sheets: the sheets that the rows are of, if they are of several; each may have its own columns.
    are_paragraphs: True if each line of the text is an entire paragraph, as the format says, so that lines are not
        joined.
    places: the places in the file that the text comes from, in the order of their starts; empty if the text is the
        file.
    remarks: sentences for the user about what was left out or changed while the file was read, without its name.
    encoding_reason: why the encoding was taken, such as `byte order mark`; empty if the format prescribes it.
    format: name of the reader that read the file, see `read.readers`; empty if the text was given as a `str`.
    units: the lines that belong together, as the format says, in order; empty for plain text.
    """

    name: str
    text: str
    encoding: str
    notice: str = ""
    rows: tuple[TableRow, ...] = ()
    column_names: tuple[str, ...] = ()
    column_languages: tuple[str, ...] = ()
    row_unit: str = "line"
    sheets: tuple[SheetRows, ...] = ()
    are_paragraphs: bool = False
    places: tuple[Place, ...] = ()
    remarks: tuple[str, ...] = ()
    encoding_reason: str = field(default="", compare=False)
    format: str = field(default="", compare=False)
    units: tuple[TextUnit, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the text in UTF-8, in hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def place_of(self, offset: int) -> str:
        """Return the label of the place in the file that an offset of the text comes from; empty without places.

        >>> places = (Place(0, "caption 1"), Place(9, "caption 2"))
        >>> InputText("film.srt", "He left. She stayed.", "utf-8", places=places).place_of(12)
        'caption 2'
        """
        if not self.places:
            return ""
        number = bisect_right(self.places, offset, key=lambda place: place.start) - 1
        return self.places[max(number, 0)].label


def _is_blank(gap: str) -> bool:
    """Return whether text between two sentences is empty, or only white space and byte order marks."""
    return not gap or gap.isspace() or not gap.replace(BYTE_ORDER_MARK, "").strip()


@dataclass(frozen=True)
class Document:
    """One side of a bitext: the sentences of a text, paragraph by paragraph.

    language: BCP-47 tag.
    text: the whole decoded input. A file that holds both languages is the text of both documents, so that a
        span always points into the file that was read. What is left out of pages, such as running heads, is no part of
        it; `places` then lead back to the lines of the file.
    paragraphs: the spans of the sentences of each paragraph, in order. Only white space and byte order marks are
        between two sentences of a paragraph. A sentence may be empty, as in a list of sentences that the caller split;
        `align` itself splits no text into empty sentences.
    places: the places in the file that the text comes from, as in `InputText`.
    undivided: the parts of the text that its format says to be one sentence each, in order. An alignment may cut other
        sentences, where both texts show a boundary.

    Raises ValueError if a paragraph has no sentence, if a sentence is out of order, or if text between two sentences of
    a paragraph would be lost.

    >>> document = Document("en", "He left. She stayed.\\n\\nIt rained.", ((Span(0, 8), Span(9, 20)), (Span(22, 32),)))
    >>> document.sentence(2)
    'It rained.'
    """

    language: str
    text: str
    paragraphs: tuple[tuple[Span, ...], ...]
    places: tuple[Place, ...] = field(default=(), repr=False)
    undivided: tuple[Span, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        end = 0
        for number, paragraph in enumerate(self.paragraphs):
            if not paragraph:
                raise ValueError(f"paragraph {number} has no sentence")
            for position, (start, stop) in enumerate(paragraph):
                if not end <= start <= stop <= len(self.text):
                    raise ValueError(f"paragraph {number}: {start}-{stop} is out of order or outside of the text")
                if position and not _is_blank(gap := self.text[end:start]):
                    raise ValueError(f"paragraph {number}: {gap!r} is between two sentences")
                end = stop

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of all paragraphs, in order.

        >>> Document("en", "He left. She stayed.", ((Span(0, 8), Span(9, 20)),)).sentences
        (Span(start=0, end=8), Span(start=9, end=20))
        """
        return tuple(span for paragraph in self.paragraphs for span in paragraph)

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """Paragraph breaks: the number of sentences before each paragraph but the first.

        >>> Document("en", "He left.\\nShe stayed.", ((Span(0, 8),), (Span(9, 20),))).breaks
        (1,)
        """
        return tuple(accumulate(map(len, self.paragraphs[:-1])))

    def sentences_before(self, offsets: Iterable[int]) -> list[int]:
        """Return the number of sentences that begin before each offset of the text, and the number of all.

        >>> Document("en", "He left. She stayed.", ((Span(0, 8), Span(9, 20)),)).sentences_before([0, 9])
        [0, 1, 2]
        """
        starts = [sentence.start for sentence in self.sentences]
        return [*(bisect_left(starts, offset) for offset in offsets), len(starts)]

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line of the text begins. LF, CRLF and CR end a line.

        >>> Document("en", "One.\\r\\nTwo.", ((Span(0, 4),), (Span(6, 10),))).line_starts
        (0, 6)
        """
        return tuple(line_starts(self.text))

    def sentence(self, number: int) -> str:
        """Return the text of a sentence by its number, from 0.

        >>> Document("en", "He left. She stayed.", ((Span(0, 8), Span(9, 20)),)).sentence(1)
        'She stayed.'
        """
        start, end = self.sentences[number]
        return self.text[start:end]

    def span(self, numbers: range) -> Span | None:
        """Return the span from the first to the last of neighbouring sentences; None for an empty range.

        >>> Document("en", "He left. She stayed.", ((Span(0, 8), Span(9, 20)),)).span(range(0, 2))
        Span(start=0, end=20)
        """
        if not numbers:
            return None
        return Span(self.sentences[numbers[0]].start, self.sentences[numbers[-1]].end)

    def places_of(self, numbers: range) -> tuple[Place, ...]:
        """Return the places in the file that neighbouring sentences come from, in order; none if they are not known.

        >>> places = (Place(0, "caption 1", (0.5, 2.0)), Place(9, "caption 2", (2.0, 3.5)))
        >>> document = Document("en", "He left. She stayed.", ((Span(0, 8), Span(9, 20)),), places)
        >>> [place.label for place in document.places_of(range(1, 2))]
        ['caption 2']
        """
        if not numbers or not self.places:
            return ()
        start, end = self.sentences[numbers[0]].start, self.sentences[numbers[-1]].end
        first = bisect_right(self.places, start, key=lambda place: place.start) - 1
        last = bisect_left(self.places, end, key=lambda place: place.start)
        return self.places[max(first, 0) : last]

    def passage(self, numbers: range) -> str:
        """Return the text of neighbouring sentences, with the white space between them.

        If other text is between two of them, such as the other language in a file that holds both, one space
        replaces it.

        >>> Document("en", "He left. She stayed.", ((Span(0, 8), Span(9, 20)),)).passage(range(0, 2))
        'He left. She stayed.'
        """
        pieces: list[str] = []
        end = 0
        for number in numbers:
            start, stop = self.sentences[number]
            if pieces:
                gap = self.text[end:start]
                pieces.append(gap if _is_blank(gap) else " ")
            pieces.append(self.text[start:stop])
            end = stop
        return "".join(pieces)
