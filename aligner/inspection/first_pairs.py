"""The first pairs of a document, aligned by themselves: they show at a glance whether two texts belong together."""

from __future__ import annotations

from aligner import pipeline
from aligner.bitext import Document, Parallel
from aligner.pipeline import PreparedDocument
from aligner.settings import Settings

PAIRS = 3  # that are shown
HEAD = 30  # sentences of each side that are aligned; the first pairs depend little on what follows them


def first_pairs(prepared: PreparedDocument, settings: Settings) -> list[tuple[str, str]]:
    """Return the texts of the first beads of a document; a side without a sentence is an empty string.

    prepared: a document with at least one sentence on each side.
    settings: how to align it.
    """
    source, target = (_head(document) for document in prepared.parallel[:2])
    ends = len(source.sentences), len(target.sentences)
    anchors = [(i, j) for i, j in prepared.parallel.anchors if i <= ends[0] and j <= ends[1]]
    head = prepared._replace(parallel=Parallel(source, target, anchors), other_reading=None)
    ((_, bitext, _),) = pipeline.align_prepared([head], settings)
    return [(pair.source, pair.target) for pair in list(bitext)[:PAIRS]]


def _head(document: Document) -> Document:
    """Return a document with its first sentences only."""
    paragraphs = []
    left = HEAD
    for paragraph in document.paragraphs:
        if left <= 0:
            break
        paragraphs.append(paragraph[:left])
        left -= len(paragraph)
    return Document(document.language, document.text, tuple(paragraphs), document.places)
