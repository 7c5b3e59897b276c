"""The sink that is a folder, with a file for each document. The workers write the files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from aligner import errors, storage
from aligner.corpus import inputs
from aligner.corpus import outputs as outputs_of
from aligner.corpus.discovery import STATE_FOLDER
from aligner.corpus.journal import Journal
from aligner.corpus.records import FINISHED, DocumentRecord, IsCurrent, State
from aligner.corpus.summary import SUMMARY
from aligner.corpus.worker import DocumentResult, WorkItem
from aligner.errors import InputError
from aligner.write import formats
from aligner.write import sentences as sentence_files
from aligner.write.document import OutputOptions


class FolderSink:
    """A folder with a file for each document, or a file for each language of each document. It may be a URL.

    languages: tags of source and target.
    force: files that this program did not write may be replaced.
    journal: file of the journal, if it is not in the folder.
    sentences: folder for the numbered sentences of each document; None to write none.
    """

    keep_order = False

    def __init__(
        self,
        output: str,
        output_options: OutputOptions,
        languages: tuple[str, str],
        *,
        force: bool,
        journal: str | None,
        sentences: str | None = None,
    ) -> None:
        self.output, self.output_options, self._force = output, output_options, force
        self.suffixes: Sequence[str] = formats.FORMATS[output_options.format].suffixes(*languages)
        self._sentences, self._sentence_suffixes = sentences, sentence_files.suffixes(*languages)
        self._is_local = not storage.is_url(output)
        self.state_folder = storage.join(output, STATE_FOLDER)
        self.parts_folder = storage.join(self.state_folder, "parts")
        self.journal_path: str | None = journal or os.path.join(self.state_folder, "journal.sqlite")
        self.lock_path = os.path.join(self.state_folder, "lock.sqlite") if journal and self._is_local else None
        self.summary_path = storage.join(output, f"{SUMMARY}.json")
        self.skipped_paths: Sequence[str] = [path for path in (output, self.summary_path, sentences) if output and path]
        self.reserved_names: Sequence[str] = [SUMMARY] if self.summary_path in self._paths(SUMMARY) else []
        self._was_empty = False
        self._inputs: inputs.FileSet | None = None

    def _paths(self, name: str) -> tuple[str, ...]:
        """Paths of the outputs of a document."""
        paths = [storage.join(self.output, name + suffix) for suffix in self.suffixes]
        if self._sentences is not None:
            paths += [storage.join(self._sentences, name + suffix) for suffix in self._sentence_suffixes]
        return tuple(paths)

    def prepare(self, documents: str) -> None:
        """Make the folder. Raises InputError if that fails, or if it is the folder of the documents."""
        folders = [self.output, *([] if self._sentences is None else [self._sentences])]
        self._was_empty = all(map(storage.is_empty, folders))
        if not self._is_local:
            return
        for folder in folders:
            if documents and os.path.exists(folder) and os.path.samefile(folder, documents):
                raise InputError(folder, "the results would stand among the documents", hint="name another folder")
            if os.path.exists(folder) and not os.path.isdir(folder):
                raise InputError(folder, "this is not a folder", hint="name a folder, or a new one")
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
            outputs = self._paths(record.name)
            begun = record.state == State.BEGUN
            has_output = record.format == self.output_options.format and (record.written is not None or begun)
            if error := self._obstacle(record, outputs, journal, has_output=has_output):
                journal.finish([replace(record.cleared(), state=State.FAILED, error=str(error))])
                continue
            yield WorkItem(
                record.cleared(),
                outputs,
                record.inputs if is_current(record) else "",
                has_output,
                (record.written or "") if has_output and record.state in FINISHED and not self._force else "",
            )

    def _obstacle(
        self, record: DocumentRecord, outputs: Sequence[str], journal: Journal, *, has_output: bool
    ) -> InputError | None:
        """The error for a document whose outputs must not be written; None if they may.

        has_output: an earlier run has written the outputs.
        """
        if self._was_empty:
            return None
        # Whatever is at the paths after a killed run was written by it, though its hashes are not known.
        of_killed_run = record.state == State.BEGUN or not record.written
        expected = outputs if of_killed_run else outputs_of.known_paths(outputs, record.written or "")
        unknown = [path for path in outputs if not has_output or path not in expected]
        if not self._force and (existing := list(filter(storage.exists, unknown))):
            return errors.file_exists(existing[0])
        existing = [path for path in outputs if os.path.exists(path)]
        if not existing:
            return None
        if set(unknown) & set(existing):
            of_run = self._inputs = self._inputs or inputs.files_of(journal)
        else:
            of_run = inputs.FileSet(record.paths)
        overwritten = [path for path in existing if path in of_run]
        return InputError(overwritten[0], "is an input", hint="name another folder") if overwritten else None

    def accept(self, result: DocumentResult) -> DocumentRecord:
        """Return the record: the worker has written the output."""
        return result.document

    def finish(self, journal: Journal) -> None:
        """Do nothing: each output is complete."""
