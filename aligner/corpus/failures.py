"""Failures of a run, those with the same reason together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aligner.corpus.records import DocumentRecord
from aligner.write.writer import escape_bytes

MIN_GROUP = 3  # documents from which on the same reason is one line
MAX_NAMED = 10  # documents of a group that are named
MAX_GROUPS = 1000  # reasons that are kept apart, so that memory does not grow with the folder


@dataclass
class FailureGroup:
    """Documents that failed for the same reason.

    problem: the reason, without the names of files.
    documents: number of documents.
    names: the first documents; at most `MAX_NAMED`.
    errors: the first errors, with the names of files.
    files: the files of the first documents, as the errors name them.
    """

    problem: str
    documents: int = 0
    names: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def add(self, record: DocumentRecord, files: str) -> None:
        """Count a document, and keep its name if it is among the first."""
        self.documents += 1
        if len(self.names) < MAX_NAMED:
            self.names.append(record.name)
            self.errors.append(record.error)
            self.files.append(files)

    @property
    def is_one_line(self) -> bool:
        """True if there are enough documents for one line instead of one for each."""
        return self.documents >= MIN_GROUP

    def lines(self) -> list[str]:
        """The failures as lines for the terminal: one for all documents, or one for each if they are few."""
        if not self.is_one_line:
            return self.errors
        rest = f" and {self.documents - len(self.files)} more" * (self.documents > len(self.files))
        return [f"{self.documents} documents: {self.problem}: {', '.join(self.files)}{rest}"]

    def as_dict(self) -> dict[str, Any]:
        """The failures for a JSON file."""
        return {
            "problem": escape_bytes(self.problem),
            "documents": self.documents,
            "first": [escape_bytes(name) for name in self.names],
        }


def group_failures(records: Iterable[DocumentRecord]) -> list[FailureGroup]:
    """The failures of documents by their reasons, in the order of the first document; at most `MAX_GROUPS` reasons."""
    groups: dict[str, FailureGroup] = {}
    for record in records:
        files, problem = _split_error(record)
        if problem in groups or len(groups) < MAX_GROUPS:
            groups.setdefault(problem, FailureGroup(problem)).add(record, files)
    return list(groups.values())


def failure_lines(groups: Sequence[FailureGroup], failed: int, limit: int) -> Iterator[str]:
    """The failures as lines for the terminal, and how many documents are left out.

    failed: number of all failed documents.
    limit: greatest number of lines of failures.
    """
    left = limit
    for group in groups:
        lines = group.lines()[:left]
        yield from (f"failed: {line}" for line in lines)
        left -= len(lines)
        failed -= group.documents if lines and group.is_one_line else len(lines)
        if not left:
            break
    if failed:
        yield f"and {failed} more have failed; all are in the journal"


def _split_error(record: DocumentRecord) -> tuple[str, str]:
    """The files that an error names first, and the rest; the files of the document if it begins otherwise."""
    for files in (record.label, record.source, record.target):
        if files and record.error.startswith(f"{files}: "):
            return files, record.error.removeprefix(f"{files}: ")
    return record.label, record.error
