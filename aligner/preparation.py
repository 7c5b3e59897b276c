"""One document: texts to two sides, split into sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from logging import INFO
from typing import NamedTuple

from aligner import languages
from aligner.bitext import Anchors, Document, InputText, Parallel, Span
from aligner.errors import InputError
from aligner.notices import Notice
from aligner.notices import number_ranges as _number_ranges
from aligner.read import layout, paragraphs
from aligner.settings import Settings
from aligner.split import sentences


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
    prepared = _prepare_one_file(texts[0], settings) if len(texts) == 1 else _prepare_two_files(texts, settings)
    encodings = [Notice(f"{text.name}: {text.notice}") for text in texts if text.notice]
    other_reading = prepared.other_reading
    if other_reading is not None:
        other_reading = other_reading._replace(notices=encodings + other_reading.notices)
    return prepared._replace(notices=encodings + prepared.notices, other_reading=other_reading)


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
    # 2. Join lines and split paragraphs. Cells of a table and parts of a line are not joined.
    source, target = (
        _split_side(text, language, spans, settings, notices, may_join=not sides.row_ends)
        for language, spans in ((settings.source, sides.source), (settings.target, sides.target))
    )
    # 3. The cells of a row, and the parts of a line, translate each other: the ends of rows are anchors.
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
        columns = _number_ranges("column", sides.ignored_columns)
        notices.append(Notice(f"{name}: ignored {columns}"))
    notices += [Notice(f"{name}: {remark}") for remark in sides.remarks]
    if sides.doubtful_lines:
        lines = _number_ranges("line", sides.doubtful_lines)
        notices.append(Notice(f"{name}: the language of {lines} is uncertain; --layout may help"))
    return notices


def _sentences_before(document: Document, spans: Sequence[Span]) -> list[int]:
    """Return the number of sentences before each of the spans that a document was split from, and in all."""
    starts = [sentence.start for sentence in document.sentences]
    return [bisect_left(starts, span.start) for span in spans] + [len(starts)]


def _prepare_two_files(texts: Sequence[InputText], settings: Settings) -> PreparedDocument:
    """Prepare a text and its translation. They may be in either order if their scripts differ."""
    # 1. Find out which text is the source.
    tags = (settings.source, settings.target)
    likely = [layout.likelier_language(text.text, *tags) for text in texts]
    if likely[0] is not None and likely[0] == likely[1]:
        missing = tags[1] if likely[0] == tags[0] else tags[0]
        raise InputError(
            f"{texts[0].name} and {texts[1].name}",
            f"both are in the letters of {languages.name(likely[0])}, neither in those of {languages.name(missing)}",
            hint="give a text and its translation, or name their languages with --from and --to",
        )
    notices = []
    if settings.source in likely[1:] or settings.target in likely[:1]:
        texts = texts[::-1]
        names = [f"{text.name} is {languages.name(tag)}" for text, tag in zip(texts, tags, strict=True)]
        notices = [Notice(f"{' and '.join(names)}; taken in this order")]
    # 2. Join lines and split paragraphs.
    sides = []
    for text, tag in zip(texts, tags, strict=True):
        lines = paragraphs.visible_lines(text.text)
        if not lines:
            raise InputError(text.name, "there is no text, only white space")
        sides.append(_split_side(text, tag, lines, settings, notices))
    return PreparedDocument(texts, Parallel(sides[0], sides[1]), "two files", notices)


def _split_side(
    text: InputText,
    language: str,
    spans: Sequence[Span],
    settings: Settings,
    notices: list[Notice],
    *,
    may_join: bool = True,
) -> Document:
    """Split one side of a text into sentences; add a notice if lines are joined to paragraphs.

    text: the input.
    language: language tag of the side.
    spans: the lines or cells of the side.
    settings: how to join and split them.
    notices: the list to which a notice is added.
    may_join: whether spans are lines, which may be joined.
    """
    if settings.pre_split:
        return sentences.split_document(text.text, language, spans, pre_split=True)
    grouped = paragraphs.group_lines(text.text, spans, settings.lines) if may_join else list(spans)
    if len(grouped) < len(spans):
        plural = "s" * (len(grouped) != 1)
        notices.append(
            Notice(
                f"{text.name}: joined {len(spans)} hard-wrapped {language} lines to {len(grouped)} paragraph{plural}"
                " (use --lines line if this is wrong)"
            )
        )
    return sentences.split_document(text.text, language, grouped, clauses=settings.split_clauses)
