"""The total of the reports about many documents."""

from __future__ import annotations

from collections import Counter

from aligner.inspection.report import Report


class Total:
    """The sum of reports.

    documents: number of documents.
    failed: number of those that cannot be aligned.
    paragraphs, sentences, characters: numbers of the source and of the target, in the documents that can be aligned.
    unusual: number of documents whose length ratio is unusual.
    with_warnings: number of documents with warnings.
    warnings: kind of warning -> number of documents that have it.
    """

    def __init__(self) -> None:
        self.documents = self.failed = self.unusual = self.with_warnings = 0
        self.paragraphs, self.sentences, self.characters = [0, 0], [0, 0], [0, 0]
        self.warnings: Counter[str] = Counter()

    def add(self, report: Report) -> None:
        """Add the report about one document."""
        self.documents += 1
        self.failed += bool(report.error)
        self.unusual += report.is_usual is False
        self.with_warnings += bool(report.warnings)
        self.warnings.update(dict.fromkeys((warning.kind for warning in report.warnings), 1))  # in one order always
        for number, side in enumerate(() if report.error else report.sides):
            self.paragraphs[number] += side.paragraphs
            self.sentences[number] += side.sentences
            self.characters[number] += side.characters

    @property
    def length_ratio(self) -> float | None:
        """Target characters per source character of all documents; None without characters."""
        return self.characters[1] / self.characters[0] if self.characters[0] else None
