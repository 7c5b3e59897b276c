"""What is asked of a document: how it is read, aligned and filtered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

LexiconEntries = tuple[tuple[str, str, float], ...]  # a word, its translation, P(translation | word)


@dataclass(frozen=True)
class Settings:
    """How documents are read, aligned and filtered. Languages are BCP-47 tags.

    lexicon: files of words and their translations, besides those that come with the program.
    corpus_lexicon: likewise, as an earlier look at many documents found them. why:
    whether beads are to say why they are as sure as they are. certify: whether it is to be said how
    far the search is proved to have missed nothing.
    """

    source: str = "ar"
    target: str = "en"
    method: str = "hybrid"
    lexicon: tuple[str, ...] = ()
    corpus_lexicon: LexiconEntries = ()
    layout: str | None = None
    encoding: str | None = None
    pre_split: bool = False
    lines: str = "auto"
    split_clauses: bool = False
    why: bool = False
    certify: bool = False
    drop_unaligned: bool = False
    min_confidence: float = 0.0

    @cached_property
    def corpus_lexicon_digest(self) -> str:
        """What tells that which was learned from anything else that might have been."""
        return hashlib.sha256(repr(self.corpus_lexicon).encode()).hexdigest()[:12] if self.corpus_lexicon else "none"
