"""The rows of files that hold pairs: what writers write, and what readers of such files return."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from aligner.bitext import Span


class Row(NamedTuple):
    """One row of a file of pairs: a bead with its texts.

    A row that comes from another file lacks what that file does not hold.

    source, target: the text of each side; empty for a side without a sentence.
    kind: number of sentences on each side, such as `2-1`.
    confidence: confidence of the bead, in [0, 1]; None if it is not known.
    source_numbers, target_numbers: numbers of the sentences, from 0.
    source_sentences, target_sentences: the texts of the sentences; the whole side if its boundaries are not known.
    source_span, target_span: the place of each side in the text that was read; None for an empty side, or if it is
        not known.
    flags: what may be wrong with the bead; see `align.explain`.
    why: the evidence for the bead as JSON has it; None if it was not asked for.
    document: name of the document, in a file that holds several; empty in others.
    source_origin, target_origin: the places in the file that each side comes from, such as `paragraph 3`; empty if
        they are not known, and for plain text, to which the spans lead.
    source_time, target_time: seconds at which the captions of each side appear and disappear; None without times.
    """

    source: str
    target: str
    kind: str
    confidence: float | None = None
    source_numbers: Sequence[int] = ()
    target_numbers: Sequence[int] = ()
    source_sentences: Sequence[str] = ()
    target_sentences: Sequence[str] = ()
    source_span: Span | None = None
    target_span: Span | None = None
    flags: Sequence[str] = ()
    why: Mapping[str, Any] | None = None
    document: str = ""
    source_origin: Sequence[str] = ()
    target_origin: Sequence[str] = ()
    source_time: tuple[float, float] | None = None
    target_time: tuple[float, float] | None = None

    @property
    def paired(self) -> bool:
        """True if both sides have a text."""
        return bool(self.source and self.target)


class Rows(NamedTuple):
    """The rows of one document, or of several documents one after another.

    source_language, target_language: BCP-47 tags.
    rows: the rows, in order. They may be an iterator, which can be read once.
    meta: metadata of the document, see `write.metadata`; empty for several documents.
    sizes: number of sentences of each side of the document, those of rows that are left out included; None if it is
        not known, and for several documents.
    name: name of the document within a folder; empty if it is not known, and for several documents.
    """

    source_language: str
    target_language: str
    rows: Iterable[Row]
    meta: Mapping[str, Any] = {}
    sizes: tuple[int, int] | None = None
    name: str = ""
