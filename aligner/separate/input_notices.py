"""Notices about inputs: what was found in them, what was left out or moved, and what is in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from logging import INFO
from typing import TYPE_CHECKING

from aligner import languages
from aligner.bitext import Document, InputText
from aligner.characters import line_number
from aligner.health import checks
from aligner.notices import Notice, TextWarning, counted, number_ranges
from aligner.read.tables import headers
from aligner.separate import look_alikes
from aligner.separate.line_names import line_names
from aligner.separate.sides import Sides

if TYPE_CHECKING:
    from aligner.separate.columns import SeparatedTable

# Changes of the rows of a table -> the sentence about them, which has their numbers.
_CHANGES = {
    "swapped": "{}: the cells stand in the wrong columns and were exchanged",
    "moved": "{}: a cell in the wrong language was moved to the side of its language",
    "doubtful": "{}: the language of a cell is uncertain",
}


def encoding_notices(texts: Sequence[InputText]) -> list[Notice]:
    """Return the notices about what was assumed to decode the inputs, and what was left out while they were read."""
    sentences = ((text.name, sentence) for text in texts for sentence in (text.notice, *text.remarks) if sentence)
    return [Notice(f"{name}: {sentence}") for name, sentence in sentences]


def unseen_notice(text: InputText, aligned: str, offsets: Sequence[int]) -> Notice:
    """Return the notice about invisible characters of an input that are in no row.

    aligned: its text as it was aligned, of which lines may be joined.
    offsets: their places in that text, in order.
    """
    line = line_number(aligned, offsets[0]) if aligned == text.text else None
    where = f" (first in line {line})" if line else ""
    verb = "is" if len(offsets) == 1 else "are"
    problem = f"{counted(len(offsets), 'invisible character')} {verb} in no row{where}"
    hint = "a cell or a mark that is left out has nothing else"
    warning = TextWarning("unseen", text.name, len(offsets), line, problem, hint)
    return Notice(str(warning), INFO, warning)


def health_notices(texts: Sequence[InputText], tags: Sequence[str]) -> list[Notice]:
    """Return the notices about faults of the texts of a document; see `health`."""
    return [Notice(str(warning), warning=warning) for warning in checks.check(texts, tags)]


def layout_notices(text: InputText, sides: Sides, tags: Sequence[str]) -> list[Notice]:
    """Return the notices about how the lines of one file hold two languages."""
    name = text.name
    size = f"{len(sides.source)} {tags[0]} and {len(sides.target)} {tags[1]} paragraphs"
    notices = [
        _layout_notice(name, sides) if sides.row_ends else Notice(f"{name}: layout {sides.layout}, {size}", INFO)
    ]
    notices += [Notice(f"{name}: {remark}") for remark in sides.remarks]
    if sides.doubtful_lines:
        lines = line_names(text)(sides.doubtful_lines)
        notices.append(Notice(f"{name}: the language of {lines} is uncertain; --layout may help"))
    return notices


def table_notices(text: InputText, table: SeparatedTable) -> list[Notice]:
    """Return the notices about the columns and rows of a table that holds two languages."""
    notices = [_layout_notice(text.name, table.sides)] if table.sides.row_ends else []
    if headers.is_output(table.header or text.column_names):
        notices.append(Notice(f"{text.name}: {headers.ALIGNED_ALREADY}"))
    notices += column_notices(text, table, " (--columns chooses others)")
    for change, sentence in _CHANGES.items():
        if numbers := table.changes.get(change):
            notices.append(Notice(f"{text.name}: {sentence.format(number_ranges(text.row_unit, numbers))}"))
    return notices + [Notice(f"{text.name}: {remark}") for remark in table.remarks]


def slipped_notices(text: InputText, table: SeparatedTable) -> list[Notice]:
    """Return the notice about rows of a table whose cells stand beside those of other rows, if there are any."""
    from aligner.separate import slipped_rows  # most texts are not tables

    row = slipped_rows.first_slipped_row(table.sides)
    if row is None:
        return []
    before = [(0, 0), *table.sides.row_ends][row]
    start = min(table.sides.source[before[0]].start, table.sides.target[before[1]].start)
    where = text.place_of(start) or f"line {line_number(text.text, start)}"
    problem = f"from about {where} on, the cells of a row seem to belong to different rows"
    return [Notice(f"{text.name}: {problem}; --realign aligns the columns across rows")]


def _layout_notice(name: str, sides: Sides) -> Notice:
    return Notice(f"{name}: layout {sides.layout}, {counted(len(sides.row_ends), 'row')}", INFO)


def column_notices(text: InputText, table: SeparatedTable, hint: str = "") -> list[Notice]:
    """Return the notices about the text of a table that is not aligned: names of columns, and other columns.

    hint: how to change it; may be empty.
    """
    notices = []
    if table.header:
        listed = ", ".join(f'"{name}"' for name in table.header if name)
        rows = number_ranges(text.row_unit, table.header_rows)
        verbs = "names the columns ({}) and is" if len(table.header_rows) == 1 else "name the columns ({}) and are"
        notices.append(Notice(f"{text.name}: {rows} {verbs.format(listed)} not aligned"))
    if table.ignored:
        notices.append(Notice(f"{text.name}: ignored {number_ranges('column', table.ignored)}{hint}"))
    return notices


def foreign_line_notices(text: InputText, lines: Sequence[int], language: str) -> list[Notice]:
    """Return the notices about lines of a file that are in the language of the other file.

    lines: numbers of the lines, from 1.
    language: tag of the language of the other file.
    """
    verb = "is" if len(lines) == 1 else "are"
    name = languages.name(language)
    return [Notice(f"{text.name}: {line_names(text)(lines)} {verb} in {name}")] if lines else []


def language_notices(names: Sequence[str], documents: Sequence[Document]) -> list[Notice]:
    """Return the notices about sides that are in another language of the same script than expected.

    names: the names of the inputs that hold the source and the target.
    documents: the source and the target.
    """
    notices = []
    for name, document, option in zip(names, documents, ("--from", "--to"), strict=True):
        sentences = (document.sentence(number) for number in range(len(document.sentences)))
        if look_alike := look_alikes.find_look_alike(sentences, document.language):
            text = f"the {languages.name(document.language)} text looks {look_alike.name}"
            notices.append(Notice(f"{name}: {text}; name its language with {option} {look_alike.code}"))
    return notices
