"""The input of every writer: a document, and the options of the output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from aligner.bitext import Bead, Bitext

DEFAULT_FORMAT = "tsv"  # a key of `formats.FORMATS`


class OutputDocument(NamedTuple):
    """One document to write.

    bitext: the texts and all beads.
    beads: the beads to write, in order; a subset of the beads of the bitext.
    meta: metadata of the document; see `metadata.metadata`.
    """

    bitext: Bitext
    beads: tuple[Bead, ...]
    meta: Mapping[str, Any]


class OutputOptions(NamedTuple):
    """Options of the output.

    format: a key of `formats.FORMATS`.
    header: True to begin with a header line, if the format has one.
    flags: True to add a column of flags, if the format shows flags on request.
    """

    format: str = DEFAULT_FORMAT
    header: bool = True
    flags: bool = False
