"""The sinks that hold all documents in their order: a file, and standard output.

The file grows under another name, and is renamed when it is complete. The journal knows where each document ends in
it. So a run that was killed resumes after the last complete document, and a run over changed inputs resumes before
the first change.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from aligner import errors, storage
from aligner.corpus import inputs
from aligner.corpus.discovery import STATE_FOLDER
from aligner.corpus.journal import RESUME, Journal
from aligner.corpus.records import DocumentRecord, IsCurrent
from aligner.corpus.summary import SUMMARY
from aligner.corpus.worker import DocumentResult, WorkItem
from aligner.errors import InputError
from aligner.write import formats
from aligner.write.document import OutputOptions

_BYTES_WRITTEN = "collected"  # key in the journal: length of the complete file, by which the next run knows it


class FileSink:
    """One file for all documents. It is on this machine.

    force: the file may be replaced if this program did not write it.
    journal: file of the journal, if it is not in the state folder beside the file.
    """

    keep_order = True
    parts_folder = ""
    reserved_names: Sequence[str] = ()

    def __init__(self, output: str, output_options: OutputOptions, *, force: bool, journal: str | None) -> None:
        self.output, self.output_options, self._force = output, output_options, force
        folder, name = os.path.split(output)
        self.state_folder = os.path.join(folder, f"{STATE_FOLDER}-{name}")
        self.journal_path: str | None = journal or os.path.join(self.state_folder, "journal.sqlite")
        self.lock_path = os.path.join(self.state_folder, "lock.sqlite") if journal else None
        self.summary_path = f"{os.path.splitext(output)[0]}.{SUMMARY}.json"
        self.skipped_paths: Sequence[str] = [output, self.summary_path]
        self._earlier_state = journal or self.state_folder  # exists if an earlier run may have written the output
        self._part = os.path.join(self.state_folder, "part")
        self._file: _GrowingFile | None = None

    def prepare(self, documents: str) -> None:
        """Raise InputError if the file exists, and cannot have been written by an earlier run."""
        if os.path.exists(self.output) and not os.path.exists(self._earlier_state) and not self._force:
            raise errors.file_exists(self.output)

    def pending(self, journal: Journal, is_current: IsCurrent) -> Iterator[WorkItem]:
        """The documents from the first one that is new, changed, gone, or to be tried again.

        Raises InputError if the file was changed after an earlier run.
        """
        expected_size = journal.state(_BYTES_WRITTEN)
        exists = os.path.exists(self.output)
        if exists and not self._force and expected_size != str(os.path.getsize(self.output)):
            raise errors.file_exists(self.output)
        after, size = self._resume_point(journal, is_current)
        complete = os.path.isfile(self.output) and os.path.getsize(self.output) == size
        if complete and not os.path.exists(self._part) and not any(_items_after(journal, after)):
            return iter(())
        self._file = _GrowingFile(self.output, self._part, size)
        if not size:
            self._file.write(formats.begin(self.output_options))
        return _items_after(journal, after)

    def _resume_point(self, journal: Journal, is_current: IsCurrent) -> tuple[str, int]:
        """The beginning of the file that can stay: the name of its last document, and its bytes."""
        after, size = "", len(formats.begin(self.output_options))
        existing_size = _existing_size(self._part, self.output)
        for record in journal.documents():
            if record.source:
                if record.start != size or record.finish is None or record.finish > existing_size:
                    break
                if not is_current(record) or inputs.digest_of_files(record.paths) != record.inputs:
                    break
                size = record.finish
            after = record.name
        return (after, size) if after and size <= existing_size else ("", 0)

    def accept(self, result: DocumentResult) -> DocumentRecord:
        """Append the rows of a document. Raises InputError if the file cannot be written."""
        assert self._file, "results come only for pending documents"
        start, finish = self._file.write(result.rows)
        return replace(result.document, start=start, finish=finish)

    def finish(self, journal: Journal) -> None:
        """Rename the file, and store its length in the journal."""
        if self._file:
            journal.set_state(_BYTES_WRITTEN, str(self._file.size))
            self._file.close()


class StdoutSink:
    """Standard output, for all documents. There is no journal and no summary."""

    output = "-"
    keep_order = True
    state_folder = parts_folder = summary_path = ""
    journal_path: str | None = None
    lock_path: str | None = None
    skipped_paths: Sequence[str] = ()
    reserved_names: Sequence[str] = ()

    def __init__(self, output_options: OutputOptions, stream: BinaryIO | None = None) -> None:
        self.output_options = output_options
        self._stream = stream or sys.stdout.buffer

    def prepare(self, documents: str) -> None:
        """Do nothing."""

    def pending(self, journal: Journal, is_current: IsCurrent) -> Iterator[WorkItem]:
        """All documents. Writes the header."""
        self._write(formats.begin(self.output_options))
        return _items_after(journal, "")

    def accept(self, result: DocumentResult) -> DocumentRecord:
        """Write the rows of a document. Raises InputError, or BrokenPipeError if the reader has left."""
        self._write(result.rows)
        return result.document

    def _write(self, rows: bytes) -> None:
        try:
            self._stream.write(rows)
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise errors.cannot_write("standard output", error) from None

    def finish(self, journal: Journal) -> None:
        """Do nothing: the stream stays open."""


class _GrowingFile:
    """A file that is written under another name until it is complete.

    path: its final path.
    part: its path until then.
    size: bytes to keep of the part, or of the file if there is no part.
    """

    def __init__(self, path: str, part: str, size: int) -> None:
        self._path, self._part = path, part
        try:
            if size and not os.path.exists(part):
                shutil.copyfile(path, part)
            self._file = open(part, "r+b" if size else "wb")  # noqa: SIM115 - open for as long as the run
            self._file.truncate(size)
            self._file.seek(size)
        except OSError as error:
            raise self._input_error(error) from None
        self.size = size

    def _input_error(self, error: OSError) -> InputError:
        return errors.cannot_write(self._path, error, hint=RESUME)

    def write(self, rows: bytes) -> tuple[int, int]:
        """Append rows, so that they outlive this process; returns where they start and end."""
        try:
            self._file.write(rows)
            self._file.flush()
        except OSError as error:
            raise self._input_error(error) from None
        self.size += len(rows)
        return self.size - len(rows), self.size

    def close(self) -> None:
        """Rename the file to its final path."""
        try:
            os.fsync(self._file.fileno())
            self._file.close()
            storage.replace_atomically(self._part, self._path)
        except OSError as error:
            raise self._input_error(error) from None


def _items_after(journal: Journal, after: str) -> Iterator[WorkItem]:
    """The documents whose names come after a name, without an output of their own."""
    return (WorkItem(record.cleared()) for record in journal.documents(after) if record.source)


def _existing_size(*paths: str) -> int:
    """Bytes of the first of these files that exists; 0 if none exists."""
    return next((os.path.getsize(path) for path in paths if os.path.isfile(path)), 0)
