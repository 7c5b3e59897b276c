"""One document from its inputs to its beads: what the command, the folder and the library share."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from aligner import languages
from aligner.bitext import Bitext, Document, Span
from aligner.errors import InputError
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

METHODS = ("hybrid", "length", "gale-church")  # the keys of align.METHODS, which to ask would import numpy


class PreparedDocument(NamedTuple):
    """Two documents, ready to be aligned, and the nodes that are known to be on the path (walls).

    notices: what the user should know. described: the one of them that only says what is there.
    """

    texts: Sequence[decode.InputText]
    source: Document
    target: Document
    walls: list[tuple[int, int]]
    layout: str
    notices: list[str]
    described: str = ""


def align_paths(paths: Sequence[str], settings: Settings) -> AlignedDocument:
    """Read, split and align one document: one path that holds both languages, or two paths.

    A path may be `-`, standard input. Raises InputError for what the user can put right.
    """
    prepared = prepare([decode.read_text(path, settings.encoding) for path in paths], settings)
    ((bitext, parameters),) = align_documents([(prepared.source, prepared.target, prepared.walls)], settings)
    return finish(prepared, bitext, parameters, settings)


def prepare(texts: Sequence[decode.InputText], settings: Settings) -> PreparedDocument:
    """The two sides of a document, split: of one text that holds both languages, or of two texts.

    Raises InputError for what the user can put right.
    """
    if len(texts) not in (1, 2):
        raise ValueError(f"one or two files make a document, not {len(texts)}")
    found = _one(texts[0], settings) if len(texts) == 1 else _two(texts, settings)
    assumed = [f"{text.name}: {text.notice}" for text in texts if text.notice]
    return found._replace(notices=assumed + found.notices)


def finish(
    prepared: PreparedDocument, bitext: Bitext, parameters: dict[str, dict[str, float]], settings: Settings
) -> AlignedDocument:
    """What is to be written of a bitext, and what became of its sentences."""
    kept, source, target = filter_beads(bitext, settings.min_confidence, drop_unaligned=settings.drop_unaligned)
    meta = metadata.meta(prepared.texts, settings, prepared.layout, parameters, (source, target), kept)
    name = " and ".join(text.name for text in prepared.texts)
    found = [f"{name}: {notice}" for notice in metadata.notices(bitext, parameters)]
    return AlignedDocument(OutputDocument(bitext, kept, meta), source, target, prepared.notices + found)


def align_documents(
    pairs: Sequence[tuple[Document, Document, Sequence[tuple[int, int]]]], settings: Settings
) -> list[tuple[Bitext, dict[str, dict[str, float]]]]:
    """The bitext of each pair of documents with its walls, and the parameters that were found on the way.

    All are searched together, which is much faster than one after the other. Raises InputError for
    a lexicon that cannot be used.
    """
    from aligner.align import em  # numpy is imported only when there is something to align

    return em.align_documents(
        pairs,
        settings.method,
        load_lexicons(settings),
        taught=bool(settings.corpus_lexicon),
        why=settings.why,
        certify=settings.certify,
    )


def load_lexicons(settings: Settings) -> list[Lexicon]:
    """The lexicons that the settings name or hold; InputError for one that cannot be used."""
    if not settings.lexicon and not settings.corpus_lexicon:
        return []
    from aligner.lexical import lexicon

    found = [lexicon.read_lexicon(Path(path), settings.source, settings.target) for path in settings.lexicon]
    if settings.corpus_lexicon:
        words, translations, weights = zip(*settings.corpus_lexicon, strict=True)
        found.append(lexicon.from_entries(words, translations, weights, settings.source, settings.target))
    return found


def learn_lexicon(
    pairs: Sequence[tuple[Document, Document, Sequence[tuple[int, int]]]], settings: Settings
) -> LexiconEntries:
    """What some documents teach together of their words."""
    from aligner.align import em

    return tuple(
        (source, target, round(weight, 4))
        for source, target, weight in em.learn_lexicon(pairs, load_lexicons(settings))
    )


def _one(text: decode.InputText, settings: Settings) -> PreparedDocument:
    """The sides of a text that holds both languages."""
    sides = layout.separate_languages(text.text, text.name, settings.source, settings.target, settings.layout)
    size = f"{len(sides.source)} {settings.source} and {len(sides.target)} {settings.target} paragraphs"
    described = f"{text.name}: layout {sides.layout}, {f'{len(sides.rows)} rows' if sides.rows else size}"
    notices = [described]
    if sides.left_out:
        notices.append(f"{text.name}: column {_ranges(sides.left_out)} left out")
    if sides.doubtful:
        notices.append(f"{text.name}: the language of line {_ranges(sides.doubtful)} is in doubt; --layout may help")
    join = sides.layout != "columns"
    source, target = (
        _document(text, language, stretches, settings, notices, join=join)
        for language, stretches in ((settings.source, sides.source), (settings.target, sides.target))
    )
    walls = []
    if sides.rows:
        done_source, done_target = (
            _sentences_by_stretch(source, sides.source),
            _sentences_by_stretch(target, sides.target),
        )
        walls = [(done_source[i], done_target[j]) for i, j in sides.rows]
    return PreparedDocument([text], source, target, walls, sides.layout, notices, described)


def _sentences_by_stretch(document: Document, stretches: Sequence[Span]) -> list[int]:
    """How many sentences end before each stretch, and in all."""
    starts = [span.start for span in document.sentences]
    return [bisect_left(starts, stretch.start) for stretch in stretches] + [len(starts)]


def _two(texts: Sequence[decode.InputText], settings: Settings) -> PreparedDocument:
    """The sides of two texts, in either order where their scripts tell."""
    names = (settings.source, settings.target)
    likely = [layout.likelier_language(text.text, *names) for text in texts]
    if likely[0] is not None and likely[0] == likely[1]:
        other = names[1] if likely[0] == names[0] else names[0]
        raise InputError(
            f"{texts[0].name} and {texts[1].name}",
            f"both are {languages.name(likely[0])}, neither is {languages.name(other)}",
            hint="give a text and its translation, or name their languages with --from and --to",
        )
    notices = []
    if settings.source in likely[1:] or settings.target in likely[:1]:
        texts = texts[::-1]
        notices = [f"{texts[0].name} is {languages.name(names[0])}, {texts[1].name} is {languages.name(names[1])}"]
    sides = []
    for text, language in zip(texts, names, strict=True):
        stretches = paragraphs.visible_lines(text.text)
        if not stretches:
            raise InputError(text.name, "there is no text, only white space")
        sides.append(_document(text, language, stretches, settings, notices))
    return PreparedDocument(texts, sides[0], sides[1], [], "two files", notices)


def _document(
    text: decode.InputText,
    language: str,
    stretches: Sequence[Span],
    settings: Settings,
    notices: list[str],
    *,
    join: bool = True,
) -> Document:
    """One side of a text, split as the settings say; a notice is added if its lines are joined.

    join: whether lines may belong together; the cells of a table do not.
    """
    if settings.pre_split:
        return sentences.split_document(text.text, language, stretches, pre_split=True)
    joined = paragraphs.group_lines(text.text, stretches, settings.lines) if join else list(stretches)
    if len(joined) < len(stretches):
        notices.append(
            f"{text.name}: hard-wrapped; {len(stretches)} {language} lines make"
            f" {len(joined)} paragraph{'s' * (len(joined) != 1)}"
            " (--lines line keeps them apart)"
        )
    return sentences.split_document(text.text, language, joined, clauses=settings.split_clauses)


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in words: `3, 7-9`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
