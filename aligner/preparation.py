"""One document: texts to two sides, split into sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from logging import INFO
from typing import NamedTuple

from aligner import languages
from aligner.bitext import Anchors, Document, InputText, Parallel, Span
from aligner.characters import LINE_END, VISIBLE
from aligner.errors import InputError
from aligner.notices import Notice, number_ranges
from aligner.read import columns, layout, look_alikes, paragraphs, two_files
from aligner.settings import Settings
from aligner.split import sentences

# Changes of the rows of a table -> the sentence about them, which has their numbers.
_CHANGES = {
    "swapped": "{}: the cells stand in the wrong columns and were exchanged",
    "moved": "{}: a cell in the wrong language was moved to the side of its language",
    "doubtful": "{}: the language of a cell is uncertain",
}


class PreparedDocument(NamedTuple):
    """A document that is ready to be aligned.

    texts: the decoded inputs; two inputs are in the order source, target.
    parallel: both sides, split into sentences, with their anchors.
    layout: `two files`, or how one file holds both languages: one of `layout.LAYOUTS`.
    notices: what the user should know about how the inputs were read.
    other_reading: the same document with the languages separated in another way, if that is as likely; otherwise None.
    """

    texts: Sequence[InputText]
    parallel: Parallel
    layout: str
    notices: list[Notice]
    other_reading: PreparedDocument | None = None


def prepare(texts: Sequence[InputText], settings: Settings) -> PreparedDocument:
    """Separate the two sides of a document, and split them into sentences.

    texts: one text that holds both languages, or two texts in either order.
    settings: how to separate and split them.

    Raises InputError for an input that the user can put right, and ValueError for another number of texts.
    """
    if len(texts) not in (1, 2):
        raise ValueError(f"one or two files make a document, not {len(texts)}")
    if len(texts) == 2:
        prepared = _prepare_two_files(texts, settings)
    else:
        prepared = _prepare_table(texts[0], settings) or _prepare_one_file(texts[0], settings)
    encodings = [Notice(f"{text.name}: {text.notice}") for text in texts if text.notice]
    other_reading = prepared.other_reading
    if other_reading is not None:
        other_reading = other_reading._replace(notices=encodings + other_reading.notices)
    return prepared._replace(notices=encodings + prepared.notices, other_reading=other_reading)


def _language_notices(names: Sequence[str], documents: Sequence[Document]) -> list[Notice]:
    """Return notices about sides that are in another language of the same script than expected.

    names: the names of the inputs that hold the source and the target.
    documents: the source and the target.
    """
    notices = []
    for name, document, option in zip(names, documents, ("--from", "--to"), strict=True):
        sentences_of_side = (document.sentence(number) for number in range(len(document.sentences)))
        if look_alike := look_alikes.find_look_alike(sentences_of_side, document.language):
            text = f"the {languages.name(document.language)} text looks {look_alike.name}"
            notices.append(Notice(f"{name}: {text}; name its language with {option} {look_alike.code}"))
    return notices


def _prepare_table(text: InputText, settings: Settings) -> PreparedDocument | None:
    """Prepare a table that holds both languages; None if the text is not a table."""
    if settings.layout not in (None, "columns"):
        return None
    table = columns.separate_columns(
        text, settings.source, settings.target, forced=settings.layout == "columns", named=settings.columns
    )
    if table is None:
        return None
    notices = _table_notices(text, table)
    spans = (table.source, table.target)
    source, target = _split_sides(
        (text, text), spans, settings, notices, (False, False)
    )  # lines of a cell are not joined
    notices += _language_notices([text.name] * 2, [source, target])
    # The rows of a table translate each other: their ends are anchors.
    source_counts, target_counts = _sentences_before(source, table.source), _sentences_before(target, table.target)
    anchors = [(source_counts[i], target_counts[j]) for i, j in table.row_ends]
    return PreparedDocument([text], Parallel(source, target, anchors), "columns", notices)


def _table_notices(text: InputText, table: columns.SeparatedTable) -> list[Notice]:
    """Return the notices about the columns and rows of a table."""
    size = len(table.row_ends)
    notices = [Notice(f"{text.name}: layout columns, {size} row{'s' * (size != 1)}", INFO)]
    notices += _column_notices(text, table, " (--columns chooses others)")
    for change, sentence in _CHANGES.items():
        if numbers := table.changes[change]:
            notices.append(Notice(f"{text.name}: {sentence.format(number_ranges(text.row_unit, numbers))}"))
    return notices


def _column_notices(text: InputText, table: columns.SeparatedTable, hint: str = "") -> list[Notice]:
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


def _prepare_one_file(text: InputText, settings: Settings) -> PreparedDocument:
    """Prepare a text that holds both languages."""
    sides = layout.separate_languages(text.text, text.name, settings.source, settings.target, settings.layout)
    prepared = _split_both_sides(text, sides, settings)
    if sides.other_reading is None:
        return prepared
    return prepared._replace(other_reading=_split_both_sides(text, sides.other_reading, settings))


def _split_both_sides(text: InputText, sides: layout.Sides, settings: Settings) -> PreparedDocument:
    """Prepare a text whose languages are separated."""
    # 1. Report how they are.
    notices = _layout_notices(text.name, sides, settings)
    # 2. Join lines and split paragraphs. Parts of a line are not joined.
    spans = (sides.source, sides.target)
    may_join = (not sides.row_ends,) * 2
    source, target = _split_sides((text, text), spans, settings, notices, may_join)
    # 3. The parts of a line translate each other: their ends are anchors.
    anchors: Anchors = ()
    if sides.row_ends:
        source_counts, target_counts = _sentences_before(source, sides.source), _sentences_before(target, sides.target)
        anchors = [(source_counts[i], target_counts[j]) for i, j in sides.row_ends]
    return PreparedDocument([text], Parallel(source, target, anchors), sides.layout, notices)


def _layout_notices(name: str, sides: layout.Sides, settings: Settings) -> list[Notice]:
    """Return the notices about how one file holds two languages."""
    size = f"{len(sides.source)} {settings.source} and {len(sides.target)} {settings.target} paragraphs"
    rows = f"{len(sides.row_ends)} rows"
    notices = [Notice(f"{name}: layout {sides.layout}, {rows if sides.row_ends else size}", INFO)]
    if sides.ignored_columns:
        columns = number_ranges("column", sides.ignored_columns)
        notices.append(Notice(f"{name}: ignored {columns}"))
    notices += [Notice(f"{name}: {remark}") for remark in sides.remarks]
    if sides.doubtful_lines:
        lines = number_ranges("line", sides.doubtful_lines)
        notices.append(Notice(f"{name}: the language of {lines} is uncertain; --layout may help"))
    return notices


def _sentences_before(document: Document, spans: Sequence[Span]) -> list[int]:
    """Return the number of sentences before each of the spans that a document was split from, and in all."""
    starts = [sentence.start for sentence in document.sentences]
    return [bisect_left(starts, span.start) for span in spans] + [len(starts)]


def _prepare_two_files(texts: Sequence[InputText], settings: Settings) -> PreparedDocument:
    """Prepare a text and its translation. They may be in either order if their scripts differ."""
    # 1. Find out which text is the source.
    for text in texts:
        if not VISIBLE.search(text.text):
            raise InputError(text.name, "there is no text, only white space")
    tags = (settings.source, settings.target)
    order = two_files.find_order(texts, tags, order_is_given=settings.order_is_given)
    texts = texts[::-1] if order.reverse else texts
    notices = [Notice(order.notice)] if order.notice else []
    # 2. Join lines and split paragraphs.
    lines, are_lines = [], []
    for side, (text, tag) in enumerate(zip(texts, tags, strict=True)):
        table = columns.separate_column(text, tags, side)
        if table:
            notices += _column_notices(text, table)
        foreign = two_files.foreign_lines(text, texts[1 - side], tag, tags[1 - side])
        if foreign:
            listed, verb = number_ranges("line", foreign), "is" if len(foreign) == 1 else "are"
            notices.append(Notice(f"{text.name}: {listed} {verb} in {languages.name(tags[1 - side])}"))
        lines.append((table.source, table.target)[side] if table else paragraphs.visible_lines(text.text))
        are_lines.append(table is None)
    sides = _split_sides(texts, lines, settings, notices, are_lines)
    notices += _language_notices([text.name for text in texts], sides)
    return PreparedDocument(texts, Parallel(sides[0], sides[1]), "two files", notices)


def _split_sides(
    texts: Sequence[InputText],
    spans: Sequence[Sequence[Span]],
    settings: Settings,
    notices: list[Notice],
    may_join: Sequence[bool],
) -> list[Document]:
    """Split both sides of a document into sentences; add notices if lines are joined to paragraphs.

    texts: the inputs of the source and of the target; the same one twice if it holds both.
    spans: the lines or cells of the source and of the target.
    settings: how to join and split them.
    notices: the list to which notices are added.
    may_join: for each side, whether spans are lines, which may be joined.
    """
    tags = (settings.source, settings.target)
    if settings.pre_split:
        return [
            sentences.split_document(text.text, tag, lines, pre_split=True)
            for text, tag, lines in zip(texts, tags, spans, strict=True)
        ]
    sides = [
        paragraphs.LinesOfSide(text.text, lines, are_whole=not joined)
        for text, lines, joined in zip(texts, spans, may_join, strict=True)
    ]
    grouped = paragraphs.group_sides(sides, settings.lines)
    for text, tag, side in zip(texts, tags, grouped, strict=True):
        notices.extend(_joining_notices(text, tag, side))
    return [
        sentences.split_document(text.text, tag, side.spans, clauses=settings.split_clauses)
        for text, tag, side in zip(texts, tags, grouped, strict=True)
    ]


def _joining_notices(text: InputText, language: str, side: paragraphs.Paragraphs) -> list[Notice]:
    """Return the notices about lines that were joined to paragraphs."""
    if not side.joined_lines:
        return []
    plural = "s" * (side.joined_paragraphs != 1)
    lines = f"{side.joined_lines} hard-wrapped {language} lines to {side.joined_paragraphs} paragraph{plural}"
    notices = [Notice(f"{text.name}: joined {lines} (use --lines line if this is wrong)")]
    if side.page_marks:
        numbers = [len(LINE_END.findall(text.text, 0, start)) + 1 for start, _ in side.page_marks]
        marks = number_ranges("line", numbers)
        looks = "looks like a page header or number" if len(numbers) == 1 else "look like page headers or numbers"
        notices.append(Notice(f"{text.name}: {marks} {looks} within a sentence, and stays in it; remove it if so"))
    return notices
