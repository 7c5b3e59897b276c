"""The summary of a run, from the journal. It depends neither on the time nor on the machine."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from aligner.corpus.failures import FailureGroup, group_failures
from aligner.corpus.journal import Journal
from aligner.corpus.records import DocumentRecord, State
from aligner.write import filters, repair
from aligner.write.result import SentenceCounts, account
from aligner.write.writer import escape_bytes

SUMMARY = "summary"  # name of its file, without suffix
SUSPICIOUS_DOCUMENTS = 10  # documents that a summary names as worth a look
EDITED_DOCUMENTS = 10  # documents that were edited by hand, and that a summary names
_KINDS_SHOWN = 5  # kinds of bead in the lines for the terminal; the file has all


class NamedDocuments(NamedTuple):
    """Documents of a kind.

    names: names of the first documents; at most `EDITED_DOCUMENTS`.
    total: number of all documents.
    """

    names: Sequence[str]
    total: int

    def as_dict(self) -> dict[str, Any]:
        """The documents for a JSON file."""
        return {"documents": self.total, "first": [escape_bytes(name) for name in self.names]}

    def __str__(self) -> str:
        """The names as a list."""
        rest = f" and {self.total - len(self.names)} more" * (self.total > len(self.names))
        return ", ".join(map(escape_bytes, self.names)) + rest


@dataclass(frozen=True)
class Summary:
    """Sums over all documents of a run.

    documents, aligned, failed: numbers of documents. Documents that were edited by hand count as aligned, and their
        sentences as this program aligned them.
    reviewed: number of documents with a review.
    edited: documents whose output was edited by hand.
    outdated: the edited documents whose inputs have changed since.
    source, target: sentences of each side; None if no document was aligned.
    kinds: number of two-sided beads of each kind, the most frequent first.
    mean_confidence: mean confidence of two-sided beads; None if there are none.
    left_out: number of rows that each filter left out.
    repaired: number of characters that each repair changed; empty if none was asked for.
    suspicious: the documents with the highest suspicion (see `DocumentRecord`), highest first.
    failures: the failed documents, by their reasons.
    """

    documents: int
    aligned: int
    failed: int
    reviewed: int
    edited: NamedDocuments
    outdated: NamedDocuments
    source: SentenceCounts | None
    target: SentenceCounts | None
    kinds: Mapping[str, int]
    mean_confidence: float | None
    left_out: Mapping[str, int]
    repaired: Mapping[str, int]
    suspicious: Sequence[DocumentRecord]
    failures: Sequence[FailureGroup] = ()

    @property
    def pairs(self) -> int:
        """Number of two-sided beads."""
        return sum(self.kinds.values())

    def as_json(self) -> bytes:
        """The summary as the bytes of a JSON file. The suspicion of a document is called `doubt` there."""
        sides = {"source": self.source, "target": self.target}
        data = {
            "documents": {
                "found": self.documents,
                "aligned": self.aligned,
                "failed": self.failed,
                "reviewed": self.reviewed,
                "edited": self.edited.total,
            },
            "sentences": {
                side: dict(sorted(counts._asdict().items())) if counts else {} for side, counts in sides.items()
            },
            "pairs": {"all": self.pairs, "by_kind": dict(self.kinds)},
            "unaligned": sum(counts.unaligned for counts in sides.values() if counts),
            "left_out": dict(self.left_out),
            **({"repaired": dict(self.repaired)} if self.repaired else {}),
            "mean_confidence": self.mean_confidence,
            "edited_by_hand": self.edited.as_dict(),
            "edited_with_changed_inputs": self.outdated.as_dict(),
            "failures": [group.as_dict() for group in self.failures],
            "worth_a_look": [_as_dict(record) for record in self.suspicious],
        }
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")

    def lines(self, tags: tuple[str, str]) -> list[str]:
        """The summary as lines for the terminal.

        tags: language tags of source and target.
        """
        lines = [f"{self.aligned} of {self.documents} documents aligned"]
        if self.reviewed:
            lines.append(f"{self.reviewed} of {self.documents} documents with a review")
        if self.edited.total:
            left = "left as it is; --force writes over it"
            if self.edited.total > 1:
                left = "left as they are; --force writes over them"
            lines.append(f"{self.edited.total} of {self.documents} documents edited by hand, and {left}: {self.edited}")
        sides = [(tag, side) for tag, side in zip(tags, (self.source, self.target), strict=True) if side]
        if not self.pairs:
            return [*lines, account(sides, self.left_out)] if self.left_out else lines
        kinds = ", ".join(f"{count} {kind}" for kind, count in list(self.kinds.items())[:_KINDS_SHOWN])
        ellipsis = ", ..." * (len(self.kinds) > _KINDS_SHOWN)
        lines.append(f"{self.pairs} pairs ({kinds}{ellipsis}), mean confidence {self.mean_confidence:.3f}")
        lines.append(account(sides, self.left_out))
        if self.repaired:
            lines.append(repair.describe(self.repaired))
        if self.suspicious:
            shares = ((escape_bytes(record.name), round(record.suspicion, 3)) for record in self.suspicious)
            worst = ", ".join(f"{name} ({share:.0%})" for name, share in shares)
            lines.append(f"worth a look, with the share of sentences that may be badly paired: {worst}")
        return lines

    def outdated_line(self) -> str:
        """The documents that were edited by hand and whose inputs have changed since, as a line for the terminal."""
        documents = "1 document" if self.outdated.total == 1 else f"{self.outdated.total} documents"
        remedy = "compare them, or align anew with --force"
        return f"the inputs of {documents} have changed since the output was edited by hand; {remedy}: {self.outdated}"


def summarize(journal: Journal) -> Summary:
    """Add up the documents of a run."""
    source = target = None
    kinds: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    repaired: Counter[str] = Counter()
    millionths = 0
    for record in journal.documents(states=(State.DONE, State.EMPTY)):
        if record.counts:
            source, target = _add(source, record.counts.source), _add(target, record.counts.target)
            kinds.update(record.counts.kinds)
            left_out.update(record.counts.left_out)
            repaired.update(record.counts.repaired)
            millionths += record.counts.millionths
    pairs = sum(kinds.values())
    documents, _ = journal.totals()
    return Summary(
        documents=documents,
        aligned=journal.count(State.DONE),
        failed=journal.count(State.EMPTY, State.FAILED),
        reviewed=journal.count_reviews(),
        edited=NamedDocuments(*journal.edited(EDITED_DOCUMENTS)),
        outdated=NamedDocuments(*journal.edited(EDITED_DOCUMENTS, only_outdated=True)),
        source=source,
        target=target,
        kinds=dict(sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))),
        mean_confidence=round(millionths / pairs / 1e6, 3) if pairs else None,
        left_out=filters.in_order(left_out),
        repaired=repair.in_metadata(repair.in_order(repaired), repaired),
        suspicious=journal.most_suspicious(SUSPICIOUS_DOCUMENTS),
        failures=group_failures(journal.documents(states=(State.EMPTY, State.FAILED))),
    )


def _add(total: SentenceCounts | None, counts: SentenceCounts) -> SentenceCounts:
    return SentenceCounts._make(map(sum, zip(total, counts, strict=True))) if total else counts


def _as_dict(record: DocumentRecord) -> dict[str, Any]:
    """The entry of a document that is worth a look."""
    counts = record.counts
    assert counts, "only aligned documents are suspicious"
    return {
        "document": escape_bytes(record.name),
        "doubt": round(record.suspicion, 3),
        "sentences": counts.sentences,
        "pairs": sum(counts.kinds.values()),
        "unaligned": counts.unaligned,
    }
