"""The way of inputs through the pipeline, for all functions that return a bitext."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aligner import pipeline
from aligner.api import messages
from aligner.bitext import Bitext, InputText
from aligner.diagnostics import Diagnostics


def align_inputs(texts: Sequence[InputText], settings: pipeline.Settings, *, may_be_empty: bool = False) -> Bitext:
    """Separate, split and align one document, and log its notices.

    texts: one text that holds both languages, or two texts in either order.
    settings: how to read and align them.
    may_be_empty: True if one of two texts may have no visible character.
    """
    with messages.naming_arguments():
        document = pipeline.prepare(texts, settings, may_be_empty=may_be_empty)
        if settings.pins:
            document = pipeline.with_pins(document, settings.pins, settings)
        return finish(*align_prepared(document, settings), settings)


def align_prepared(
    document: pipeline.PreparedDocument, settings: pipeline.Settings
) -> tuple[pipeline.PreparedDocument, Bitext, Diagnostics]:
    """Align a document that is split already, and return its better reading with the bitext and the diagnostics."""
    (aligned,) = pipeline.align_prepared([document], settings)
    return aligned


def finish(
    document: pipeline.PreparedDocument, bitext: Bitext, diagnostics: Diagnostics, settings: pipeline.Settings
) -> Bitext:
    """Log the notices of an aligned document, and return its bitext with the metadata."""
    aligned = pipeline.finish(document, bitext, diagnostics, settings)
    messages.log(aligned.notices)
    return replace(bitext, meta=aligned.output.meta)
