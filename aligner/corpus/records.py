"""One document of a run: its files, its state, and the result of aligning it.

Discovery creates the record, a worker fills it in, the journal stores it, and the summary adds it up.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from aligner.write.result import AlignedDocument, SentenceCounts


class State(StrEnum):
    """State of a document, in the journal or in the result of a worker."""

    FOUND = "found"  # discovered, not yet handed out
    BEGUN = "begun"  # handed out; whatever is at the path of its output was written by this program
    DONE = "done"  # aligned
    EMPTY = "empty"  # aligned, but no pair is in its output
    FAILED = "failed"  # not aligned; the record has the error
    UNCHANGED = "unchanged"  # never stored: its inputs are those of an earlier run, nothing was done
    EDITED = "edited"  # never stored: its output was edited by hand, and nothing was done; it counts as done
    STOPPED = "stopped"  # never stored: its output could not be written, nor could any other


FINISHED = (State.DONE, State.EMPTY, State.FAILED)


@dataclass(frozen=True)
class Counts:
    """Counts of one aligned document, which the summary adds up.

    source, target: sentences of each side.
    kinds: number of two-sided beads of each kind, such as `1-2`.
    millionths: sum of the confidences of two-sided beads, in units of 1e-6; a whole number, so that the order in
        which documents are added up does not matter.
    left_out: number of rows that each filter left out.
    repaired: number of characters that each repair changed; empty if none was asked for.
    """

    source: SentenceCounts
    target: SentenceCounts
    kinds: Mapping[str, int]
    millionths: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    repaired: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def from_document(cls, aligned: AlignedDocument) -> Self:
        """The counts of an aligned document."""
        paired = [bead for bead in aligned.output.beads if bead.paired]
        kinds = Counter(bead.kind for bead in paired)
        millionths = round(1e6 * sum(bead.confidence for bead in paired))
        repaired = aligned.output.meta.get("repaired", {})
        return cls(aligned.source, aligned.target, kinds, millionths, aligned.left_out, repaired)

    @property
    def sentences(self) -> int:
        """Number of sentences of both sides."""
        return self.source.sentences + self.target.sentences

    @property
    def unaligned(self) -> int:
        """Number of unaligned sentences of both sides."""
        return self.source.unaligned + self.target.unaligned

    def to_json(self) -> str:
        """The counts as the journal stores them."""
        sides = {"source": self.source._asdict(), "target": self.target._asdict()}
        rows = {"kinds": dict(self.kinds), "millionths": self.millionths, "left_out": dict(self.left_out)}
        return json.dumps({**sides, **rows, "repaired": dict(self.repaired)})

    @classmethod
    def from_json(cls, data: str) -> Self:
        """The counts that `to_json` wrote."""
        values = json.loads(data)
        source, target = (SentenceCounts(**values[side]) for side in ("source", "target"))
        # A journal of an earlier version lacks what filters left out, and what was repaired.
        left_out, repaired = values.get("left_out", {}), values.get("repaired", {})
        return cls(source, target, values["kinds"], values["millionths"], left_out, repaired)


@dataclass(frozen=True)
class DocumentRecord:
    """One document: a row of the table `document` of the journal, whose columns have the same names.

    name: name inside of the results, `sub/name`; no two documents share it.
    source: path of the source text, or of a file that holds both languages; empty if the document cannot be aligned
        at all, in which case `error` says why.
    target: path of the target text; empty if `source` holds both languages.
    size: bytes of the files.
    inputs: SHA-256 of the contents of the files and of the review; empty if the next run must try again.
    settings: fingerprint of the settings of the run that finished it.
    format: format of the output.
    written: the output as it is known again, see `outputs`; empty if any file at its path may be replaced; None if this
        program wrote none.
    counts: None if the document was not aligned.
    suspicion: expected share of sentences that are not well paired, 0 to 1.
    seconds: time that it took; of a search together with other documents, its share.
    notices: what the user should know about how it was read and aligned, one sentence a line.
    error: why it failed, or why it has no pairs.
    review: path of the review, whose checked rows its alignment has to have; empty if there is none.
    edited: True if its output was edited by hand, and is left as it is.
    outdated: True if it is edited, and its inputs have changed since it was aligned.
    start, finish: its place, in bytes, in the one file that holds all documents; None if there is no such file.
    """

    name: str
    source: str
    target: str
    size: int
    state: State = State.FOUND
    inputs: str = ""
    settings: str = ""
    format: str = ""
    written: str | None = None
    counts: Counts | None = None
    suspicion: float = 0.0
    seconds: float = 0.0
    notices: str = ""
    error: str = ""
    review: str = ""
    edited: bool = False
    outdated: bool = False
    start: int | None = None
    finish: int | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """The one or two files of the document."""
        return (self.source, self.target) if self.target else (self.source,)

    @property
    def input_paths(self) -> tuple[str, ...]:
        """The files of the document, and its review after them."""
        return (*self.paths, self.review) if self.review else self.paths

    @property
    def label(self) -> str:
        """The files of the document, for messages."""
        return " and ".join(self.paths)

    def cleared(self) -> DocumentRecord:
        """The same document, without the results of earlier runs."""
        return DocumentRecord(self.name, self.source, self.target, self.size, review=self.review)

    def parameters(self) -> dict[str, Any]:
        """The values for the SQL parameters `:name`, `:source`, and so on."""
        return {**vars(self), "counts": self.counts and self.counts.to_json()}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The record of a row, given by the names of its columns."""
        counts = Counts.from_json(row["counts"]) if row["counts"] else None
        marks = {name: bool(row[name]) for name in ("edited", "outdated")}
        return cls(**{**row, **marks, "state": State(row["state"]), "counts": counts})


def suspicion_of(aligned: AlignedDocument) -> float:
    """Expected share of sentences that are not well paired, 0 to 1.

    The confidence of a bead is the probability that its sentences are well paired; unaligned sentences are not.
    """
    sentences = aligned.source.sentences + aligned.target.sentences
    beads = [bead for bead in aligned.output.bitext.beads if bead.paired]
    well_paired = sum(bead.confidence * (len(bead.source) + len(bead.target)) for bead in beads)
    return round(1 - well_paired / sentences, 6) if sentences else 0.0


IsCurrent = Callable[[DocumentRecord], bool]  # True for a document that is current unless its inputs have changed
