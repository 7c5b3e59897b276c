"""The sink that is a folder, with a file for each document. The workers write the files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from aligner import errors, storage
from aligner.corpus.discovery import STATE_FOLDER
from aligner.corpus.journal import Journal
from aligner.corpus.records import FINISHED, DocumentRecord, IsCurrent, State
from aligner.corpus.summary import SUMMARY
from aligner.corpus.worker import DocumentResult, WorkItem
from aligner.errors import InputError
from aligner.write import formats
from aligner.write.document import OutputOptions


class FolderSink:
    """A folder with a file for each document. It may be a URL.

    force: files that this program did not write may be replaced.
    journal: file of the journal, if it is not in the folder.
    """

    keep_order = False

    def __init__(self, output: str, output_options: OutputOptions, *, force: bool, journal: str | None) -> None:
        self.output, self.output_options, self._force = output, output_options, force
        self._is_local = not storage.is_url(output)
        self.state_folder = storage.join(output, STATE_FOLDER)
        self.parts_folder = storage.join(self.state_folder, "parts")
        self.journal_path: str | None = journal or os.path.join(self.state_folder, "journal.sqlite")
        self.lock_path = os.path.join(self.state_folder, "lock.sqlite") if journal and self._is_local else None
        self.summary_path = storage.join(output, f"{SUMMARY}.json")
        self.skipped_paths: Sequence[str] = [output, self.summary_path] if output else []
        self.reserved_names: Sequence[str] = [SUMMARY] if self._path(SUMMARY) == self.summary_path else []
        self._was_empty = False

    def _path(self, name: str) -> str:
        """Path of the output of a document."""
        return storage.join(self.output, f"{name}{formats.FORMATS[self.output_options.format].suffix}")

    def prepare(self, documents: str) -> None:
        """Make the folder. Raises InputError if that fails, or if it is the folder of the documents."""
        self._was_empty = storage.is_empty(self.output)
        if not self._is_local:
            return
        if documents and os.path.exists(self.output) and os.path.samefile(self.output, documents):
            raise InputError(self.output, "the results would stand among the documents", hint="name another folder")
        try:
            os.makedirs(self.parts_folder, exist_ok=True)
        except OSError as error:
            raise InputError(self.output, f"this folder cannot be made: {error.strerror}") from None

    def pending(self, journal: Journal, is_current: IsCurrent) -> Iterator[WorkItem]:
        """All documents, since a worker finds out whether the inputs have changed.

        Removes what a killed run has left half-written. A document is stored as failed if there is a file at the path
        of its output that this program did not write.
        """
        if self._is_local:
            shutil.rmtree(self.parts_folder, ignore_errors=True)
            Path(self.parts_folder).mkdir(exist_ok=True)
        return self._items(journal, is_current)

    def _items(self, journal: Journal, is_current: IsCurrent) -> Iterator[WorkItem]:
        for record in journal.documents():
            if not record.source:
                continue
            output = self._path(record.name)
            begun = record.state == State.BEGUN
            has_output = record.format == self.output_options.format and (record.written is not None or begun)
            if not (has_output or self._force or self._was_empty) and storage.exists(output):
                error = errors.file_exists(output)
                journal.finish([replace(record.cleared(), state=State.FAILED, error=str(error))])
                continue
            yield WorkItem(
                record.cleared(),
                output,
                record.inputs if is_current(record) else "",
                has_output,
                (record.written or "") if has_output and record.state in FINISHED and not self._force else "",
            )

    def accept(self, result: DocumentResult) -> DocumentRecord:
        """Return the record: the worker has written the output."""
        return result.document

    def finish(self, journal: Journal) -> None:
        """Do nothing: each output is complete."""
