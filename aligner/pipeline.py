"""The pipeline for one document: read the inputs, separate the languages, split, align, filter.

`align_paths` does all of it. A corpus run calls its steps one by one, to align many documents in one call:
`prepare` (texts to sentences), `align_prepared` (sentences to beads), `finish` (beads to output).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.align.methods import METHODS, methods_with_words
from aligner.bitext import Bitext, Parallel
from aligner.diagnostics import Diagnostics
from aligner.join import paragraphs
from aligner.notices import Notice, log_notices
from aligner.preparation import ROWS, PreparedDocument, prepare, with_paragraphs, with_sentences
from aligner.read import readers
from aligner.separate import sides
from aligner.settings import LexiconEntries, Settings
from aligner.steps import Report, Step, ignore
from aligner.write import metadata, row_doubts
from aligner.write.document import OutputDocument
from aligner.write.filters import Filters
from aligner.write.result import AlignedDocument, filter_beads

if TYPE_CHECKING:
    from aligner.align.starting_values import StartingValues
    from aligner.lexical.lexicon import Lexicon
    from aligner.semantic.vector_source import VectorSource

__all__ = [
    "METHODS",
    "PreparedDocument",
    "Settings",
    "align_documents",
    "align_paths",
    "align_prepared",
    "check_choices",
    "finish",
    "learn_lexicon",
    "load_lexicons",
    "methods_with_words",
    "prepare",
    "starting_values",
    "with_pins",
]


def align_paths(paths: Sequence[str], settings: Settings, report: Report = ignore) -> AlignedDocument:
    """Read, split and align one document, and log its notices to the logger `aligner`.

    paths: one path of a file that holds both languages, or two paths; `-` is standard input.
    settings: how to read, align and filter it.
    report: called with each step once the inputs are read; a user may type one of them.

    Raises InputError for an input that the user can put right, and ValueError for settings that have no meaning.
    """
    check_choices(len(paths), settings)
    texts = [readers.read_path(path, settings.encoding) for path in paths]
    report(Step.SPLIT, 0, 1)
    read = prepare(texts, settings)
    if settings.pins:
        read = with_pins(read, settings.pins, settings)
    ((prepared, bitext, diagnostics),) = align_prepared([read], settings, report)
    aligned = finish(prepared, bitext, diagnostics, settings)
    log_notices(aligned.notices)
    return aligned


def with_pins(prepared: PreparedDocument, path: str, settings: Settings, data: bytes | None = None) -> PreparedDocument:
    """Return a document whose alignment has the checked rows of a review; see `review.pins`.

    A review is of the sentences of an alignment, which may have cut some. So the document is aligned without it first.
    """
    from aligner.review import pins  # few documents have a review

    if settings.boundaries != "given":
        prepared, *others = (_fixed(reading, settings) for reading in prepared.readings)
        prepared = prepared._replace(other_reading=others[0] if others else None)
    return pins.with_pins(prepared, path, data)


def _fixed(prepared: PreparedDocument, settings: Settings) -> PreparedDocument:
    """Return a reading with the sentences of its alignment, which stay as they are."""
    ((aligned, _, _),) = align_prepared([prepared._replace(other_reading=None)], settings)
    return aligned._replace(parallel=aligned.parallel._replace(fixed=True))


def align_documents(
    documents: Sequence[Parallel], settings: Settings, report: Report = ignore
) -> list[tuple[Bitext, Diagnostics]]:
    """Align documents in one call, which is much faster than one call for each.

    Each document is aligned by itself: its result does not depend on the others.

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
        boundaries=settings.boundaries,
        vectors=vector_source(settings, documents),
        report=report,
        start=starting_values(settings),
    )


def align_prepared(
    documents: Sequence[PreparedDocument], settings: Settings, report: Report = ignore
) -> list[tuple[PreparedDocument, Bitext, Diagnostics]]:
    """Align prepared documents in one call, and return each in the reading whose words match better.

    Few documents have a second reading, and only those are aligned twice; and subtitles that lack full stops, whose
    sentences the clock of the first alignment shows.

    Raises InputError for a lexicon that cannot be used.
    """
    readings = [read.readings for read in documents]
    in_all = [read.parallel for of_document in readings for read in of_document]
    aligned = iter(align_documents(in_all, settings, report))
    results = [[(read, *next(aligned)) for read in of_document] for of_document in readings]
    # Of equally good readings `max` returns the first; without words there is no support to compare.
    best = [max(of_document, key=lambda result: result[2].support or 0.0) for of_document in results]
    by_clock = {
        number: read
        for number, (prepared, bitext, _) in enumerate(best)
        if (read := _by_clock(prepared, bitext, settings)) is not None
    }
    realigned = align_documents([read.parallel for read in by_clock.values()], settings, report) if by_clock else []
    for (number, read), result in zip(by_clock.items(), realigned, strict=True):
        best[number] = (read, *result)
    # An alignment may have cut sentences, see `align.boundaries`.
    return [
        (with_sentences(prepared, bitext.source, bitext.target), bitext, diagnostics)
        for prepared, bitext, diagnostics in best
    ]


def _by_clock(prepared: PreparedDocument, bitext: Bitext, settings: Settings) -> PreparedDocument | None:
    """Return subtitles with the sentences that the clock shows; None for a document that stays as it was aligned."""
    source, target = prepared.parallel[:2]
    is_fixed = settings.pre_split or prepared.parallel.anchors or prepared.parallel.checked
    if is_fixed or not all(any(place.time for place in document.places) for document in (source, target)):
        return None
    from aligner.timing import sentences  # few documents have times

    paragraphs = sentences.paragraphs_by_clock(bitext)
    return with_paragraphs(prepared, paragraphs, settings) if any(paragraphs) else None


def finish(prepared: PreparedDocument, bitext: Bitext, diagnostics: Diagnostics, settings: Settings) -> AlignedDocument:
    """Filter the beads of an aligned document, count its sentences, and add metadata and notices."""
    written = filter_beads(bitext, Filters.from_settings(settings))
    warnings = [notice.warning for notice in prepared.notices if notice.warning]
    meta = metadata.metadata(prepared.texts, settings, prepared.layout, bitext, diagnostics, written, warnings)
    name = " and ".join(text.name for text in prepared.texts)
    sentences = metadata.alignment_notices(bitext, diagnostics, prepared.layout)
    if prepared.layout in ROWS and not any("--realign" in notice.text for notice in prepared.notices):
        sentences += filter(None, [row_doubts.row_notice(bitext, prepared.parallel.anchors)])
    notices = [Notice(f"{name}: {sentence}") for sentence in sentences]
    output = OutputDocument(bitext, written.beads, meta, settings.repair).with_counted_repairs()
    return AlignedDocument(output, written.source, written.target, written.left_out, prepared.notices + notices)


def load_lexicons(settings: Settings) -> list[Lexicon]:
    """Return the lexicons of the settings: those of files, then the one that was learned from a corpus.

    Raises InputError for a lexicon that cannot be used.
    """
    if not settings.lexicon and not settings.corpus_lexicon:
        return []
    from aligner.lexical import lexicon

    lexicons = [lexicon.read_lexicon(Path(path), settings.source, settings.target) for path in settings.lexicon]
    if settings.corpus_lexicon:
        lexicons.append(lexicon.learned(settings.corpus_lexicon, settings.source, settings.target))
    return lexicons


def starting_values(settings: Settings) -> StartingValues | None:
    """Return the values of the profile of the settings; None without a profile.

    Raises InputError for a profile that cannot be used.
    """
    if settings.profile is None:
        return None
    from aligner.profile import read, use  # most runs have no profile

    profile = read.read_profile(settings.profile, settings.source, settings.target)
    return use.starting_values(profile, settings.source, settings.target)


def vector_source(settings: Settings, documents: Sequence[Parallel]) -> VectorSource | None:
    """Return the source of the vectors of sentences; None if the settings ask for none.

    documents: the documents to align; files of vectors are those of one document.

    Raises InputError for an encoder that cannot be loaded, and for files of vectors that cannot be used.
    """
    if settings.encoder is None and settings.vectors is None:
        return None
    from aligner.semantic import encoders, vector_source

    if settings.encoder is not None:
        return vector_source.EncodedVectors(encoders.find_encoder(settings.encoder))
    return vector_source.given_vectors(settings.vectors or ("", ""), documents)


def learn_lexicon(documents: Sequence[Parallel], settings: Settings, report: Report = ignore) -> LexiconEntries:
    """Align documents together, and return the translations of words that they show.

    The weights, P(target word | source word), are rounded to four decimals.
    """
    from aligner.align import em

    vectors = vector_source(settings, documents)
    start = starting_values(settings)
    entries = em.learn_lexicon(documents, load_lexicons(settings), settings.method, report, vectors, start)
    return tuple((source, target, round(weight, 4)) for source, target, weight in entries)


def check_choices(files: int, settings: Settings) -> None:
    """Raise ValueError for a setting that is not one of its choices, or not for this number of files."""
    if settings.method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, not {settings.method!r}")
    if settings.encoder is not None and settings.vectors is not None:
        raise ValueError("encoder and vectors exclude each other: vectors are in place of an encoder")
    if (settings.encoder is not None or settings.vectors is not None) and not METHODS[settings.method].words:
        raise ValueError(f"an encoder and vectors need the method {' or '.join(methods_with_words())}")
    if settings.vectors is not None and not (settings.pre_split and files == 2):
        raise ValueError("vectors need two files whose lines are sentences: two files, and pre_split")
    if settings.layout is not None and settings.layout not in sides.LAYOUTS:
        raise ValueError(f"layout must be None or one of {', '.join(sides.LAYOUTS)}, not {settings.layout!r}")
    if settings.layout is not None and files == 2:
        raise ValueError("layout is for one file that holds both languages, not for two files")
    if settings.columns is not None:
        if files == 2:
            raise ValueError("columns are those of one file that holds both languages, not of two files")
        if settings.layout not in (None, "columns"):
            raise ValueError(f"columns exclude the layout {settings.layout!r}")
        if len(settings.columns) != 2 or settings.columns[0] == settings.columns[1]:
            raise ValueError(f"columns must be two, each by number or name, not {settings.columns!r}")
    if settings.realign and (files == 2 or settings.layout in ("blocks", "interleaved")):
        raise ValueError("realign is for one file with rows of both languages")
    paragraphs.check_mode(settings.lines)
