"""The pipeline for one document: bytes to texts, sides, sentences, beads, and the rows to write.

`align_paths` is the whole way. The folder run takes the three steps apart, so that many documents can
be aligned in one call: `prepare`, `align_documents`, `finish`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from logging import INFO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from aligner import languages
from aligner.bitext import Anchors, Bitext, Document, InputText, Parallel, Span
from aligner.diagnostics import Diagnostics
from aligner.errors import InputError
from aligner.notices import Notice, log_notices
from aligner.read import decode, layout, paragraphs
from aligner.settings import LexiconEntries, Settings
from aligner.split import sentences
from aligner.write import metadata
from aligner.write.formats import OutputDocument
from aligner.write.result import AlignedDocument, filter_beads

if TYPE_CHECKING:
    from aligner.lexical.lexicon import Lexicon

__all__ = [
    "METHODS",
    "PreparedDocument",
    "Settings",
    "align_documents",
    "align_paths",
    "finish",
    "learn_lexicon",
    "prepare",
]

METHODS = ("hybrid", "length", "gale-church")  # the keys of `em.METHODS`, repeated since `em` imports numpy


class PreparedDocument(NamedTuple):
    """A document that is ready to be aligned.

    texts: the decoded inputs; two in the order source, target.
    parallel: both sides, split into sentences, and their anchors.
    layout: `two files`, or how one file holds both languages.
    notices: what the user should know about how the inputs were read.
    """

    texts: Sequence[InputText]
    parallel: Parallel
    layout: str
    notices: list[Notice]


def align_paths(paths: Sequence[str], settings: Settings) -> AlignedDocument:
    """Read, split and align one document, and log its notices.

    paths: one path of a file that holds both languages, or two paths; `-` is standard input.

    Raises InputError for what the user can put right.
    """
    prepared = prepare([decode.read_text(path, settings.encoding) for path in paths], settings)
    ((bitext, diagnostics),) = align_documents([prepared.parallel], settings)
    document = finish(prepared, bitext, diagnostics, settings)
    log_notices(document.notices)
    return document


def prepare(texts: Sequence[InputText], settings: Settings) -> PreparedDocument:
    """Separate the two sides of a document and split them into sentences.

    texts: one text that holds both languages, or two texts.

    Raises InputError for what the user can put right.
    """
    if len(texts) not in (1, 2):
        raise ValueError(f"one or two files make a document, not {len(texts)}")
    prepared = _prepare_mixed(texts[0], settings) if len(texts) == 1 else _prepare_two(texts, settings)
    encodings = [Notice(f"{text.name}: {text.notice}") for text in texts if text.notice]
    return prepared._replace(notices=encodings + prepared.notices)


def align_documents(documents: Sequence[Parallel], settings: Settings) -> list[tuple[Bitext, Diagnostics]]:
    """Align documents, all in one call, which is much faster than a call for each.

    Raises InputError for a lexicon that cannot be used.
    """
    from aligner.align import em  # numpy is imported only when there is something to align

    return em.align_documents(
        documents,
        settings.method,
        load_lexicons(settings),
        lexicon_is_from_corpus=bool(settings.corpus_lexicon),
        why=settings.why,
        certify=settings.certify,
    )


def finish(prepared: PreparedDocument, bitext: Bitext, diagnostics: Diagnostics, settings: Settings) -> AlignedDocument:
    """Filter the beads of an aligned document, count its sentences, and add metadata and notices."""
    kept, source, target = filter_beads(bitext, settings.min_confidence, drop_unaligned=settings.drop_unaligned)
    meta = metadata.metadata(prepared.texts, settings, prepared.layout, diagnostics, (source, target), kept)
    name = " and ".join(text.name for text in prepared.texts)
    found = [Notice(f"{name}: {text}") for text in metadata.doubts(bitext, diagnostics)]
    return AlignedDocument(OutputDocument(bitext, kept, meta), source, target, prepared.notices + found)


def load_lexicons(settings: Settings) -> list[Lexicon]:
    """The lexicons of the settings: files, and entries learned from a corpus.

    Raises InputError for one that cannot be used.
    """
    if not settings.lexicon and not settings.corpus_lexicon:
        return []
    from aligner.lexical import lexicon

    lexicons = [lexicon.read_lexicon(Path(path), settings.source, settings.target) for path in settings.lexicon]
    if settings.corpus_lexicon:
        words, translations, weights = zip(*settings.corpus_lexicon, strict=True)
        lexicons.append(lexicon.from_entries(words, translations, weights, settings.source, settings.target))
    return lexicons


def learn_lexicon(documents: Sequence[Parallel], settings: Settings) -> LexiconEntries:
    """Learn translations of words from documents, aligned together; weights are rounded to four digits."""
    from aligner.align import em

    entries = em.learn_lexicon(documents, load_lexicons(settings))
    return tuple((source, target, round(weight, 4)) for source, target, weight in entries)


def _prepare_mixed(text: InputText, settings: Settings) -> PreparedDocument:
    """The sides of a text that holds both languages."""
    sides = layout.separate_languages(text.text, text.name, settings.source, settings.target, settings.layout)
    size = f"{len(sides.source)} {settings.source} and {len(sides.target)} {settings.target} paragraphs"
    rows = f"{len(sides.rows)} rows"
    notices = [Notice(f"{text.name}: layout {sides.layout}, {rows if sides.rows else size}", INFO)]
    if sides.left_out:
        notices.append(Notice(f"{text.name}: column {_number_ranges(sides.left_out)} left out"))
    if sides.doubtful:
        lines = _number_ranges(sides.doubtful)
        notices.append(Notice(f"{text.name}: the language of line {lines} is in doubt; --layout may help"))
    join = sides.layout != "columns"
    source, target = (
        _split_side(text, language, stretches, settings, notices, join=join)
        for language, stretches in ((settings.source, sides.source), (settings.target, sides.target))
    )
    anchors: Anchors = ()
    if sides.rows:
        sentences_before = [
            _sentences_before(document, stretches)
            for document, stretches in ((source, sides.source), (target, sides.target))
        ]
        anchors = [(sentences_before[0][i], sentences_before[1][j]) for i, j in sides.rows]
    return PreparedDocument([text], Parallel(source, target, anchors), sides.layout, notices)


def _sentences_before(document: Document, stretches: Sequence[Span]) -> list[int]:
    """Number of sentences before each stretch, and in all."""
    starts = [span.start for span in document.sentences]
    return [bisect_left(starts, stretch.start) for stretch in stretches] + [len(starts)]


def _prepare_two(texts: Sequence[InputText], settings: Settings) -> PreparedDocument:
    """The sides of two texts; their order does not matter if the scripts tell the languages apart."""
    tags = (settings.source, settings.target)
    likely = [layout.likelier_language(text.text, *tags) for text in texts]
    if likely[0] is not None and likely[0] == likely[1]:
        missing = tags[1] if likely[0] == tags[0] else tags[0]
        raise InputError(
            f"{texts[0].name} and {texts[1].name}",
            f"both are {languages.name(likely[0])}, neither is {languages.name(missing)}",
            hint="give a text and its translation, or name their languages with --from and --to",
        )
    notices = []
    if settings.source in likely[1:] or settings.target in likely[:1]:
        texts = texts[::-1]
        names = [f"{text.name} is {languages.name(tag)}" for text, tag in zip(texts, tags, strict=True)]
        notices = [Notice(", ".join(names))]
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
    stretches: Sequence[Span],
    settings: Settings,
    notices: list[Notice],
    *,
    join: bool = True,
) -> Document:
    """Split one side of a text as the settings say; add a notice if lines are joined to paragraphs.

    join: whether lines may be joined; cells of a table may not.
    """
    if settings.pre_split:
        return sentences.split_document(text.text, language, stretches, pre_split=True)
    joined = paragraphs.group_lines(text.text, stretches, settings.lines) if join else list(stretches)
    if len(joined) < len(stretches):
        plural = "s" * (len(joined) != 1)
        notices.append(
            Notice(
                f"{text.name}: hard-wrapped; {len(stretches)} {language} lines make {len(joined)} paragraph{plural}"
                " (--lines line keeps them apart)"
            )
        )
    return sentences.split_document(text.text, language, joined, clauses=settings.split_clauses)


def _number_ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers, runs shortened: `3, 7-9`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
