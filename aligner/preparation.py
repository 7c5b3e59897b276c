"""One document: texts to two sides, split into sentences.

`prepare` takes four steps:

1. *Sides*: separate the source and the target: the columns of a table, the lines of one file, or two files.
2. *Lines*: leave out page numbers and the like, and join hard-wrapped lines to paragraphs, by the evidence of both
   sides; see `join.joined_lines`.
3. *Sentences*: split the paragraphs of each side.
4. *Anchors*: the cells of a row, the parts of a line, or fields with one key in front matter translate each other; an
   alignment passes their ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from aligner import document_size
from aligner.bitext import Document, InputText, Parallel, Span
from aligner.characters import VISIBLE
from aligner.errors import InputError
from aligner.join import joined_lines
from aligner.notices import Notice
from aligner.profile import read as profiles
from aligner.read import front_matter
from aligner.separate import input_notices
from aligner.separate.sides import TWO_FILES
from aligner.settings import Settings
from aligner.split import sentences
from aligner.text_lines import LinesOfSide, visible_lines

if TYPE_CHECKING:
    from aligner.separate.sheets import SeparatedSheets

ROWS = ("columns", "same-line")  # layouts in which a row or a line holds both languages


class PreparedDocument(NamedTuple):
    """A document that is ready to be aligned.

    texts: the decoded inputs; two inputs are in the order source, target.
    parallel: both sides, split into sentences, with their anchors.
    layout: one of `sides.LAYOUTS`, or `sides.TWO_FILES`.
    notices: what the user should know about how the inputs were read, and about their faults.
    other_reading: the same document with the languages separated in another way, if that is as likely; otherwise None.
    """

    texts: Sequence[InputText]
    parallel: Parallel
    layout: str
    notices: list[Notice]
    other_reading: PreparedDocument | None = None

    @property
    def readings(self) -> list[PreparedDocument]:
        """The readings of a document, the likelier one first: one or two."""
        return [self] if self.other_reading is None else [self, self.other_reading]


class _Separated(NamedTuple):
    """The two sides of a document before their lines are joined.

    texts: the inputs of the source and of the target; the same one twice if it holds both.
    lines: the lines or cells of the source and of the target.
    row_ends: as in `sides.Sides`, or its anchors.
    layout: as in `PreparedDocument`.
    notices: what the user should know about how the sides were separated.
    """

    texts: Sequence[InputText]
    lines: Sequence[LinesOfSide]
    row_ends: Sequence[tuple[int, int]]
    layout: str
    notices: list[Notice]


def prepare(texts: Sequence[InputText], settings: Settings, *, may_be_empty: bool = False) -> PreparedDocument:
    """Separate the two sides of a document, and split them into sentences.

    texts: one text that holds both languages, or two texts in either order.
    settings: how to separate and split them.
    may_be_empty: True if one of two texts, or both, may have no visible character.

    Raises InputError for an input that the user can put right, and ValueError for another number of texts.
    """
    document_size.check_texts(texts, settings.method, settings.max_memory)
    if len(texts) == 2:
        for text in texts:
            if not (may_be_empty or VISIBLE.search(text.text)):
                raise InputError(text.name, "there is no text, only white space")
        return _split(_separate_two_files(texts, settings), settings)
    if len(texts) != 1:
        raise ValueError(f"one or two files make a document, not {len(texts)}")
    table = _separate_table(texts[0], settings)
    separated = [table] if table is not None else _separate_lines(texts[0], settings)
    if settings.realign:
        separated = [_without_rows(reading) for reading in separated]
    prepared, *other_readings = (_split(reading, settings) for reading in separated)
    return prepared._replace(other_reading=other_readings[0] if other_readings else None)


def _separate_table(text: InputText, settings: Settings) -> _Separated | None:
    """Separate the columns of a table; return None if the text is not a table."""
    if settings.layout not in (None, "columns"):
        return None
    forced = settings.layout == "columns"
    if not (text.rows or settings.columns or forced or "\t" in text.text):
        return None
    from aligner.separate import document_columns, sheets

    tags, named = (settings.source, settings.target), settings.columns
    table: SeparatedSheets | None
    if text.are_paragraphs and text.rows:
        of_document = document_columns.separate_document(text, *tags, forced=forced, named=named)
        table = sheets.joined([sheets.SeparatedSheet(text, of_document)], []) if of_document else None
    else:
        table = sheets.separate_columns(text, *tags, forced=forced, named=named)
    if table is None:
        return None
    lines = [LinesOfSide(text.text, cells, are_whole=True) for cells in (table.sides.source, table.sides.target)]
    notices = [notice for sheet in table.sheets for notice in input_notices.table_notices(*sheet)]
    notices += [Notice(f"{text.name}: {remark}") for remark in table.remarks]
    if not settings.realign:
        notices += [notice for sheet in table.sheets for notice in input_notices.slipped_notices(*sheet)]
    return _Separated((text, text), lines, table.sides.row_ends, "columns", notices)


def _without_rows(separated: _Separated) -> _Separated:
    """Return the sides of a document without the ends of its rows, which are then no anchors."""
    if separated.layout in ROWS:
        return separated._replace(row_ends=())
    name = separated.texts[0].name
    notice = Notice(f"{name}: no row holds both languages, so that --realign has no effect")
    return separated._replace(notices=[*separated.notices, notice])


def _separate_lines(text: InputText, settings: Settings) -> list[_Separated]:
    """Separate the lines of a text that holds both languages, in the likelier way first; there are one or two ways."""
    from aligner.separate import layout
    from aligner.separate.line_names import line_names

    tags = (settings.source, settings.target)
    sides = layout.separate_languages(text.text, text.name, *tags, settings.layout, line_names(text))
    readings = [sides] if sides.other_reading is None else [sides, sides.other_reading]
    return [
        _Separated(
            (text, text),
            # The parts of a line are not joined.
            [
                LinesOfSide(text.text, spans, text.are_paragraphs or bool(sides.row_ends), text.units)
                for spans in (sides.source, sides.target)
            ],
            sides.row_ends or sides.anchors,
            sides.layout,
            input_notices.layout_notices(text, sides, tags),
        )
        for sides in readings
    ]


def _separate_two_files(texts: Sequence[InputText], settings: Settings) -> _Separated:
    """Find out which of two texts is the source, and which lines or cells of either are to be aligned."""
    from aligner.separate import two_files

    tags = (settings.source, settings.target)
    order = two_files.find_order(texts, tags, order_is_given=settings.order_is_given)
    texts = texts[::-1] if order.reverse else texts
    notices = [Notice(order.notice)] if order.notice else []
    lines = []
    for side, text in enumerate(texts):
        table = _separate_column(text, tags, side)
        if table is None:
            spans = visible_lines(text.text)
            lines.append(LinesOfSide(text.text, spans, text.are_paragraphs, text.units))
        else:
            cells = (table.sides.source, table.sides.target)[side]
            lines.append(LinesOfSide(text.text, cells, are_whole=True))
            notices += [notice for sheet in table.sheets for notice in input_notices.column_notices(*sheet)]
        foreign = two_files.foreign_lines(text, texts[1 - side], tags[side], tags[1 - side])
        notices += input_notices.foreign_line_notices(text, foreign, tags[1 - side])
    fields = front_matter.anchors([of_text.text for of_text in texts], [side.spans for side in lines])
    return _Separated(texts, lines, fields, TWO_FILES, notices)


def _separate_column(text: InputText, tags: tuple[str, str], side: int) -> SeparatedSheets | None:
    """Separate the text of one side from numbers and keys in a table; return None if the text is not a table.

    The tables of a document whose lines are paragraphs are read line by line.
    """
    if text.are_paragraphs or not (text.rows or "\t" in text.text):
        return None
    from aligner.separate import sheets

    return sheets.separate_column(text, tags, side)


def _split(separated: _Separated, settings: Settings) -> PreparedDocument:
    """Join the lines of both sides to paragraphs, split these into sentences, and find the anchors."""
    texts, lines, row_ends, layout_name, _ = separated
    tags = (settings.source, settings.target)
    inputs = texts if layout_name == TWO_FILES else texts[:1]
    notices = input_notices.encoding_notices(inputs) + input_notices.health_notices(inputs, tags) + separated.notices
    # 2. Pages and lines.
    joined = joined_lines.join_lines(texts, lines, tags, "line" if settings.pre_split else settings.lines)
    texts, grouped = joined.texts, joined.spans
    notices += joined.notices
    # 3. Sentences.
    added = profiles.abbreviations(settings.profile, *tags)
    source, target = (
        sentences.split_document(
            text.text,
            tag,
            _of_captions(text, spans, settings),
            pre_split=settings.pre_split,
            clauses=settings.split_clauses,
            places=text.places,
            sentences=[unit.span for unit in text.units if unit.is_sentence],
            abbreviations=abbreviations,
        )
        for text, tag, spans, abbreviations in zip(texts, tags, grouped, added, strict=True)
    )
    document_size.check_sides(texts, (source, target), settings.method, settings.max_memory)
    if layout_name in ("columns", TWO_FILES):  # those in lines are looked at before they are separated
        notices += input_notices.language_notices([text.name for text in texts], [source, target])
    # 4. Anchors.
    source_counts = source.sentences_before(joined.line_starts[0])
    target_counts = target.sentences_before(joined.line_starts[1])
    anchors = [(source_counts[i], target_counts[j]) for i, j in row_ends]
    parallel = Parallel(source, target, anchors, fixed=settings.pre_split)
    return PreparedDocument(inputs, parallel, layout_name, notices)


def _of_captions(text: InputText, spans: Sequence[Span], settings: Settings) -> Sequence[Span]:
    """Return paragraphs; in subtitles without full stops, and in those that are split already, the captions in them."""
    if not any(place.time for place in text.places):
        return spans
    from aligner.timing import caption_paragraphs

    return caption_paragraphs.paragraphs(text.text, text.places, spans, one_by_one=settings.pre_split)


def with_paragraphs(
    prepared: PreparedDocument, paragraphs: Sequence[Sequence[Span] | None], settings: Settings
) -> PreparedDocument:
    """Return a document without anchors whose sides are split from other paragraphs.

    paragraphs: the paragraphs of each side; None for a side that stays as it is.
    settings: how to split them.
    """
    added = profiles.abbreviations(settings.profile, settings.source, settings.target)
    source, target = (
        document
        if spans is None
        else sentences.split_document(
            document.text,
            document.language,
            spans,
            clauses=settings.split_clauses,
            places=document.places,
            abbreviations=abbreviations,
        )
        for document, spans, abbreviations in zip(prepared.parallel[:2], paragraphs, added, strict=True)
    )
    return prepared._replace(parallel=Parallel(source, target))


def with_sentences(prepared: PreparedDocument, source: Document, target: Document) -> PreparedDocument:
    """Return a document whose sides have other sentences; those that were cut or joined are parts of the old ones.

    source, target: the same texts.
    """
    if (source, target) == prepared.parallel[:2]:
        return prepared
    source_counts, target_counts = (
        new.sentences_before(sentence.start for sentence in old.sentences)
        for old, new in zip(prepared.parallel[:2], (source, target), strict=True)
    )
    anchors = [(source_counts[i], target_counts[j]) for i, j in prepared.parallel.anchors]
    return prepared._replace(parallel=prepared.parallel._replace(source=source, target=target, anchors=anchors))
