"""The sink that is a folder, with a file for each document. The workers write the files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from aligner import errors, storage
from aligner.corpus import index_page, inputs
from aligner.corpus import outputs as outputs_of
from aligner.corpus.batch import DocumentResult, WorkItem
from aligner.corpus.discovery import STATE_FOLDER
from aligner.corpus.index_page import IndexFile
from aligner.corpus.journal import Journal
from aligner.corpus.records import FINISHED, DocumentRecord, IsCurrent, State
from aligner.corpus.summary import SUMMARY
from aligner.errors import InputError
from aligner.folder_walk import leads_out
from aligner.write import formats
from aligner.write import sentences as sentence_files
from aligner.write.document import OutputOptions
from aligner.write.html import Html


class FolderSink:
    """A folder with a file for each document, or a file for each language of each document. It may be a URL.

    languages: tags of source and target.
    force: files that this program did not write may be replaced.
    journal: file of the journal, if it is not in the folder.
    sentences: folder for the numbered sentences of each document; None to write none.
    kept: files that the output of no document may replace.
    """

    keep_order = False
    paths: Sequence[str] = ()

    def __init__(
        self,
        output: str,
        output_options: OutputOptions,
        languages: tuple[str, str],
        *,
        force: bool,
        journal: str | None,
        sentences: str | None = None,
        kept: Sequence[str] = (),
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
        self.index = IndexFile(output, force=force) if output_options.format == Html.name else None
        self.skipped_paths: Sequence[str] = [path for path in (output, self.summary_path, sentences) if output and path]
        self.reserved_names: Mapping[str, str] = self._reserved_names()
        self._was_empty = False
        self._outside: dict[str, bool] = {}
        self._kept, self._kept_files = kept, inputs.FileSet(())
        self._inputs: inputs.FileSet | None = None

    def _reserved_names(self) -> dict[str, str]:
        """The names that no document may have, and the folders, ended by `/`, that none may be in."""
        of_run = {SUMMARY: (self.summary_path, "the summary of the run")}
        if self.index:
            of_run[index_page.NAME] = (self.index.path, "the page that lists all documents")
        reserved = {f"{STATE_FOLDER}/": "in the folder of the journal"}
        for name, (path, purpose) in of_run.items():
            reserved[f"{os.path.basename(path)}/"] = f"in a folder in the place of {purpose}"
            if path in self._paths(name):
                reserved[name] = purpose
        return reserved

    def _paths(self, name: str) -> tuple[str, ...]:
        """Paths of the outputs of a document."""
        paths = [storage.join(self.output, name + suffix) for suffix in self.suffixes]
        if self._sentences is not None:
            paths += [storage.join(self._sentences, name + suffix) for suffix in self._sentence_suffixes]
        return tuple(paths)

    def prepare(self, documents: str) -> None:
        """Make the folder. Raises InputError if that fails, or if it is the folder of the documents."""
        folders = [self.output, *([] if self._sentences is None else [self._sentences])]
        self._was_empty = all(storage.is_empty(folder, STATE_FOLDER) for folder in folders)
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
        """All documents but those whose outputs were edited; a worker finds out whether the inputs have changed.

        Removes what a killed run has left half-written. A document is stored as failed if there is a file at the path
        of its output that this program did not write.

        Raises InputError if there is an index page that this program did not write.
        """
        self._kept_files = inputs.FileSet(self._kept)
        if self.index:
            self.index.check(journal)
        if self._is_local:
            shutil.rmtree(self.parts_folder, ignore_errors=True)
            Path(self.parts_folder).mkdir(exist_ok=True)
            if not self._force:
                journal.keep_edited(self._edited(journal))
        return self._items(journal, is_current)

    def _edited(self, journal: Journal) -> Iterator[tuple[str, bool]]:
        """The documents with an output that was edited by hand, each with True if its inputs have changed since.

        They must not be handed out: after a killed run, whatever is at the paths of documents that were handed out
        counts as written by it. At a URL, where each look takes time, a worker finds out.
        """
        if self._was_empty:
            return
        for record in journal.documents(states=FINISHED):
            if not (record.source and record.written and self._has_output(record)):
                continue
            with suppress(InputError):  # a file that cannot be read: the worker reports it
                if outputs_of.edited(self._paths(record.name), record.written):
                    yield record.name, inputs.digest_of_files(record.input_paths) != record.inputs

    def _has_output(self, record: DocumentRecord) -> bool:
        """True if an earlier run has written the outputs of a document."""
        is_written = record.written is not None or record.state == State.BEGUN
        return record.format == self.output_options.format and is_written

    def _items(self, journal: Journal, is_current: IsCurrent) -> Iterator[WorkItem]:
        for record in journal.documents():
            if not record.source or (record.edited and self._is_local and not self._force):
                continue
            outputs = self._paths(record.name)
            has_output = self._has_output(record)
            if error := self._obstacle(record, outputs, journal, has_output=has_output):
                journal.finish([replace(record.cleared(), state=State.FAILED, error=str(error))])
                continue
            yield WorkItem(
                record.cleared(),
                outputs,
                finished_inputs=record.inputs,
                is_current=is_current(record),
                has_output=has_output,
                written=(record.written or "") if has_output and record.state in FINISHED else "",
                force=self._force,
            )

    def _obstacle(
        self, record: DocumentRecord, outputs: Sequence[str], journal: Journal, *, has_output: bool
    ) -> InputError | None:
        """The error for a document whose outputs must not be written; None if they may.

        has_output: an earlier run has written the outputs.
        """
        if self._kept and (kept := next((path for path in outputs if path in self._kept_files), None)):
            return InputError(kept, "is another file of this command", hint="name another folder")
        if self._was_empty:
            return None
        if outside := next(filter(self._leads_out, map(os.path.dirname, outputs)), None):
            hint = "remove the link, or name another folder"
            return InputError(outside, "leads out of the folder of the results, by a link", hint=hint)
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
            of_run = inputs.FileSet(record.input_paths)
        overwritten = [path for path in existing if path in of_run]
        return InputError(overwritten[0], "is an input", hint="name another folder") if overwritten else None

    def _leads_out(self, folder: str) -> bool:
        """True for a folder of outputs that a link leads out of the folder of the results, or of the sentences."""
        if folder not in self._outside:
            roots = [root for root in (self.output, self._sentences) if root and folder.startswith(root.rstrip("/"))]
            self._outside[folder] = self._is_local and all(leads_out(folder, root) for root in roots)
        return self._outside[folder]

    def accept(self, result: DocumentResult) -> DocumentRecord:
        """Return the record: the worker has written the output."""
        return result.document

    def finish(self, journal: Journal) -> None:
        """Write the index page; each output is complete. Raises InputError if it cannot be written."""
        if self.index:
            self.index.write(journal, self.state_folder)
