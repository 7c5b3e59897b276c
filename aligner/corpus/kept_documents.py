"""Documents that the lexicon pass has read and split, for the worker that aligns them in the same process.

They have at most `lexicon_pass.MAX_BYTES` together. Each is handed over once, and only if its files still have the
same content.
"""

from __future__ import annotations

from dataclasses import replace

from aligner.pipeline import PreparedDocument
from aligner.settings import Settings

Paths = tuple[str, ...]  # the files of one document

_kept: dict[tuple[str, Paths, Settings], PreparedDocument] = {}


def forget_all() -> None:
    """Forget the documents of an earlier pass."""
    _kept.clear()


def keep(digest: str, paths: Paths, settings: Settings, document: PreparedDocument) -> None:
    """Keep a document.

    digest: hash of the contents of its files.
    settings: those with which it was read and split.
    """
    _kept[digest, paths, _of_preparation(settings)] = document


def take(digest: str, paths: Paths, settings: Settings) -> PreparedDocument | None:
    """The document of these files and settings, which is not kept any longer; None if there is none."""
    return _kept.pop((digest, paths, _of_preparation(settings)), None) if _kept else None


def _of_preparation(settings: Settings) -> Settings:
    """The settings without the learned lexicon, on which reading and splitting do not depend."""
    return replace(settings, corpus_lexicon=())
