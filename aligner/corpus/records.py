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

from aligner.corpus import stored_values
from aligner.write import filters, repair
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
    def from_json(cls, data: object) -> Self:
        """The counts that `to_json` wrote. Raises ValueError for any other text."""
        values = stored_values.from_json(data)
        if not isinstance(values, dict) or not {"source", "target", "kinds", "millionths"} <= set(values):
            raise ValueError(f"{data!r} are not counts")
        source, target = (_sentence_counts(values[side]) for side in ("source", "target"))
        kinds = stored_values.counts(values["kinds"], stored_values.kind)
        # A journal of an earlier version lacks what filters left out, and what was repaired.
        left_out = stored_values.counts(values.get("left_out", {}), stored_values.text)
        repaired = stored_values.counts(values.get("repaired", {}), stored_values.text)
        filters.in_order(left_out)  # raises ValueError for an unknown name, as the next line does
        repair.in_order(repaired)
        return cls(source, target, kinds, stored_values.natural(values["millionths"]), left_out, repaired)


def _sentence_counts(value: object) -> SentenceCounts:
    """The stored counts of a side. Raises ValueError if they do not balance."""
    counts = stored_values.counts(value, stored_values.text)
    if set(counts) != set(SentenceCounts._fields):
        raise ValueError(f"{value!r} are not the counts of a side")
    side = SentenceCounts(**counts)
    if side.sentences != side.paired + side.unaligned + side.filtered:
        raise ValueError(f"{side} do not balance")
    return side


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

    def checksum(self) -> str:
        """A hash of the results that only `Journal.finish` stores."""
        numbers = {name: float(getattr(self, name)) for name in ("suspicion", "seconds")}  # as they are read again
        return _checksum({**self.parameters(), **numbers})

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The record of a row, given by the names of its columns, and with its checksum.

        Raises ValueError for a row that this program did not store.
        """
        if row["checksum"] and row["checksum"] != _checksum(row):  # an earlier version stored none
            raise ValueError("its checksum is another")
        values = {name: check(row[name]) for name, check in _CHECKS.items()}
        counts = Counts.from_json(row["counts"]) if row["counts"] is not None else None
        if values["suspicion"] and not counts:
            raise ValueError("there is a suspicion without counts")
        start, finish = values["start"], values["finish"]
        if (start is None) != (finish is None) or (start is not None and finish < start):
            raise ValueError(f"it ends at {finish} and begins at {start}")
        return cls(**values, counts=counts)


def _stored_state(value: object) -> State:
    """A state that the journal stores."""
    if value not in (State.FOUND, State.BEGUN, *FINISHED):
        raise ValueError(f"{value!r} is not a state")
    return State(str(value))


def _mark(value: object) -> bool:
    """True for 1, False for 0."""
    if value not in (0, 1):
        raise ValueError(f"{value!r} is neither 0 nor 1")
    return bool(value)


def _checksum(values: Mapping[str, Any]) -> str:
    return stored_values.checksum(*(values[name] for name in _RESULTS))


# The results of a document, which stay as they are until it is aligned anew.
_RESULTS = ("name", "written", "counts", "suspicion", "seconds", "notices", "start", "finish")
_TEXTS = ("inputs", "settings", "format", "notices", "error")
# Column of the journal -> function that returns its value, and raises ValueError for what was not stored.
_CHECKS: Mapping[str, Callable[[object], Any]] = {
    **dict.fromkeys(("name", "source", "target", "review"), stored_values.path),
    **dict.fromkeys(_TEXTS, stored_values.text),
    "size": stored_values.natural,
    "state": _stored_state,
    "written": stored_values.optional(stored_values.text),
    "suspicion": stored_values.number,
    "seconds": stored_values.number,
    "edited": _mark,
    "outdated": _mark,
    "start": stored_values.optional(stored_values.natural),
    "finish": stored_values.optional(stored_values.natural),
}


def suspicion_of(aligned: AlignedDocument) -> float:
    """Expected share of sentences that are not well paired, 0 to 1.

    The confidence of a bead is the probability that its sentences are well paired; unaligned sentences are not.
    """
    sentences = aligned.source.sentences + aligned.target.sentences
    beads = [bead for bead in aligned.output.bitext.beads if bead.paired]
    well_paired = sum(bead.confidence * (len(bead.source) + len(bead.target)) for bead in beads)
    return round(1 - well_paired / sentences, 6) if sentences else 0.0


IsCurrent = Callable[[DocumentRecord], bool]  # True for a document that is current unless its inputs have changed
