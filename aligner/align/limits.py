"""Sizes from which on texts count as long; tests pass smaller ones."""

from __future__ import annotations

from typing import NamedTuple


class AlignLimits(NamedTuple):
    """Sizes that decide how a text is searched first, and how many word rounds it has.

    coarse_sentences: sentences of both texts together from which on runs of sentences are aligned first.
    run_sentences: sentences of a run.
    long_text_sentences: source sentences from which on a text has `em.WORD_ROUNDS_LONG_TEXT` word rounds.
    """

    coarse_sentences: int = 1 << 13
    run_sentences: int = 8
    long_text_sentences: int = 4000


ALIGN_LIMITS = AlignLimits()
