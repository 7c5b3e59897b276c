"""One document: texts to two sides, split into sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from logging import INFO
from typing import NamedTuple

from aligner import languages
from aligner.bitext import Anchors, Document, InputText, Parallel, Span
from aligner.characters import LINE_END
from aligner.errors import InputError
from aligner.notices import Notice
from aligner.read import layout, paragraphs
from aligner.settings import Settings
from aligner.split import sentences


class PreparedDocument(NamedTuple):
    """A document that is ready to be aligned.

    texts: the decoded inputs; two inputs are in the order source, target.
    parallel: both sides, split into sentences, with their anchors.
    layout: `two files`, or how one file holds both languages: one of `layout.LAYOUTS`.
    notices: what the user should know about how the inputs were read.
    """

    texts: Sequence[InputText]
    parallel: Parallel
    layout: str
    notices: list[Notice]


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
    return prepared._replace(notices=encodings + prepared.notices)


def _prepare_one_file(text: InputText, settings: Settings) -> PreparedDocument:
    """Prepare a text that holds both languages."""
    # 1. Separate the languages.
    sides = layout.separate_languages(text.text, text.name, settings.source, settings.target, settings.layout)
    notices = _layout_notices(text.name, sides, settings)
    # 2. Join lines and split paragraphs. Cells of a table are not joined.
    spans = (sides.source, sides.target)
    source, target = _split_sides((text, text), spans, settings, notices, may_join=sides.layout != "columns")
    # 3. The rows of a table translate each other: their ends are anchors.
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
    lines = [paragraphs.visible_lines(text.text) for text in texts]
    for text, spans in zip(texts, lines, strict=True):
        if not spans:
            raise InputError(text.name, "there is no text, only white space")
    sides = _split_sides(texts, lines, settings, notices)
    return PreparedDocument(texts, Parallel(sides[0], sides[1]), "two files", notices)


def _split_sides(
    texts: Sequence[InputText],
    spans: Sequence[Sequence[Span]],
    settings: Settings,
    notices: list[Notice],
    *,
    may_join: bool = True,
) -> list[Document]:
    """Split both sides of a document into sentences; add notices if lines are joined to paragraphs.

    texts: the inputs of the source and of the target; the same one twice if it holds both.
    spans: the lines or cells of the source and of the target.
    settings: how to join and split them.
    notices: the list to which notices are added.
    may_join: whether spans are lines, which may be joined.
    """
    tags = (settings.source, settings.target)
    if settings.pre_split:
        return [
            sentences.split_document(text.text, tag, lines, pre_split=True)
            for text, tag, lines in zip(texts, tags, spans, strict=True)
        ]
    sides = [paragraphs.LinesOfSide(text.text, lines) for text, lines in zip(texts, spans, strict=True)]
    grouped = paragraphs.group_sides(sides, settings.lines if may_join else "line")
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
        marks = _number_ranges("line", numbers)
        looks = "looks like a page header or number" if len(numbers) == 1 else "look like page headers or numbers"
        notices.append(Notice(f"{text.name}: {marks} {looks} within a sentence, and stays in it; remove it if so"))
    return notices


def _number_ranges(noun: str, numbers: Sequence[int]) -> str:
    """Return ascending numbers after their noun, with ranges: `line 3`, `lines 3, 7-9`."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    listed = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
    return f"{noun}{'s' * (len(numbers) > 1)} {listed}"
