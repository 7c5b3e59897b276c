"""The sinks that hold all documents in their order: a file, and standard output.

The rows of the documents are collected in a file that grows under another name. The journal knows where each document
ends in it. So a run that was killed resumes after the last complete document, and a run over changed inputs resumes
before the first change.

If rows can be appended to a file of the format, the collected rows are the output, and are renamed when they are
complete. Otherwise they are JSON lines in the state folder, from which the output is made at the end.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from aligner import errors, parts
from aligner.corpus import inputs
from aligner.corpus.batch import DocumentResult, WorkItem
from aligner.corpus.discovery import STATE_FOLDER
from aligner.corpus.growing_file import GrowingFile, existing_size
from aligner.corpus.index_page import IndexFile
from aligner.corpus.journal import RESUME, Journal
from aligner.corpus.records import DocumentRecord, IsCurrent
from aligner.corpus.summary import SUMMARY
from aligner.corpus.written_files import WrittenFiles
from aligner.errors import InputError
from aligner.folder_walk import is_within
from aligner.write import files, formats
from aligner.write.document import OutputOptions


class FileSink:
    """One file for all documents, or one for each language. It is on this machine.

    output: its path, which may lack the suffix of a language.
    languages: tags of source and target.
    force: the file may be replaced if this program did not write it.
    journal: file of the journal, if it is not in the state folder beside the file.

    Raises InputError if there can be no such file.
    """

    keep_order = True
    parts_folder = ""
    index: IndexFile | None = None
    reserved_names: Mapping[str, str] = {}
    suffixes: Sequence[str] = ()

    def __init__(
        self,
        output: str,
        output_options: OutputOptions,
        languages: tuple[str, str],
        *,
        force: bool,
        journal: str | None,
    ) -> None:
        self.output, self.output_options, self._languages, self._force = output, output_options, languages, force
        self.paths: Sequence[str] = [
            str(path) for path in files.paths_of(Path(output), output_options.format, *languages)
        ]
        folder, name = os.path.split(self.paths[0])
        self.state_folder = os.path.join(folder, f"{STATE_FOLDER}-{name}")
        self.journal_path: str | None = journal or os.path.join(self.state_folder, "journal.sqlite")
        self.lock_path = os.path.join(self.state_folder, "lock.sqlite") if journal else None
        self.summary_path = f"{os.path.splitext(self.paths[0])[0]}.{SUMMARY}.json"
        self.skipped_paths: Sequence[str] = [*self.paths, self.summary_path]
        self._earlier_state = journal or self.state_folder  # exists if an earlier run may have written the output
        self._appends = formats.FORMATS[output_options.format].appends
        self._collected = self.paths[0] if self._appends else os.path.join(self.state_folder, "rows")
        self._part = os.path.join(self.state_folder, "part")
        self._file: GrowingFile | None = None
        self._is_complete = False

    def prepare(self, documents: str) -> None:
        """Raise InputError if a file exists that no earlier run can have written, and that must not be replaced."""
        existing = [path for path in self.paths if os.path.exists(path)]
        if special := next((path for path in existing if not os.path.isfile(path)), None):
            raise InputError(special, "this is not a file", hint="name a file, or - for standard output")
        if not existing or os.path.exists(self._earlier_state):
            return
        if not self._force:
            raise errors.file_exists(existing[0])
        if documents and is_within(existing[0], documents):
            problem = "this file is among the documents, and an earlier run did not write it"
            raise InputError(existing[0], problem, hint="name another file")

    def pending(self, journal: Journal, is_current: IsCurrent) -> Iterator[WorkItem]:
        """The documents from the first one that is new, changed, gone, or to be tried again.

        Raises InputError if a file must not be replaced: it was changed after an earlier run, or it is an input.
        """
        written = WrittenFiles(self.paths, journal)
        if not self._force and (obstacle := written.obstacle()):
            raise obstacle
        existing = list(filter(os.path.exists, self.paths))
        if existing and (overwritten := inputs.first_input(journal, existing)):
            raise InputError(overwritten, "is an input", hint="name another file")
        has_part, is_newest = parts.is_file(self._part), written.are_complete()
        after, size = self._resume_point(journal, is_current)
        if self._appends and not (has_part or is_newest):
            after, size = "", 0  # the journal does not know where documents end in this file
        is_collected = (
            not has_part
            and os.path.isfile(self._collected)
            and os.path.getsize(self._collected) == size
            and not any(_items_after(journal, after))
        )
        self._is_complete = is_collected and is_newest
        if is_collected:
            return iter(())
        self._file = GrowingFile(self._collected, self._part, size)
        if not size:
            self._file.write(formats.begin_collected(self.output_options))
        return _items_after(journal, after)

    def _resume_point(self, journal: Journal, is_current: IsCurrent) -> tuple[str, int]:
        """The beginning of the collected rows that can stay: the name of their last document, and their bytes."""
        after, size = "", len(formats.begin_collected(self.output_options))
        collected_size = existing_size(self._part if parts.is_file(self._part) else self._collected)
        for record in journal.documents():
            if record.source:
                if record.start != size or record.finish is None or record.finish > collected_size:
                    break
                if not is_current(record) or inputs.digest_of_files(record.input_paths) != record.inputs:
                    break
                size = record.finish
            after = record.name
        return (after, size) if after and size <= collected_size else ("", 0)

    def accept(self, result: DocumentResult) -> DocumentRecord:
        """Append the rows of a document. Raises InputError if the file cannot be written."""
        assert self._file, "results come only for pending documents"
        start, finish = self._file.write(result.rows)
        return replace(result.document, start=start, finish=finish)

    def finish(self, journal: Journal) -> None:
        """Complete the output, and store in the journal how the next run knows it. Raises InputError if that fails."""
        if self._is_complete:
            return
        if self._file:
            self._file.close()
        written = WrittenFiles(self.paths, journal)
        if self._appends:
            written.replace([self._part])
            return
        with ExitStack() as unfinished:
            written.replace(self._make_outputs(unfinished))

    def _make_outputs(self, unfinished: ExitStack) -> list[str]:
        """Complete the file of collected rows, and make the output from it; returns the paths of its parts.

        unfinished: removes the parts at the end, unless they were renamed; a full disk may be the reason.
        """
        try:
            if self._file:
                os.replace(self._part, self._collected)
            parts.remove_left_behind(self.state_folder)
            modes = [parts.mode_of(os.path.realpath(path)) for path in self.paths]
            opened = [unfinished.enter_context(parts.new(self.state_folder, mode)) for mode in modes]
            with open(self._collected, "rb") as rows:
                formats.write_collected(rows, self._languages, self.output_options, opened)
            for file in opened:
                parts.close(file)
        except OSError as error:
            raise errors.cannot_write(self.paths[0], error, hint=RESUME) from None
        return [file.name for file in opened]


class StdoutSink:
    """Standard output, for all documents. There is no journal and no summary.

    If nothing can be appended to a file of the format, rows are kept in a temporary file until all are there.
    """

    output = "-"
    keep_order = True
    state_folder = parts_folder = summary_path = ""
    paths: Sequence[str] = ()
    index: IndexFile | None = None
    journal_path: str | None = None
    lock_path: str | None = None
    skipped_paths: Sequence[str] = ()
    reserved_names: Mapping[str, str] = {}
    suffixes: Sequence[str] = ()

    def __init__(
        self, output_options: OutputOptions, languages: tuple[str, str], stream: BinaryIO | None = None
    ) -> None:
        self.output_options, self._languages = output_options, languages
        self._stream: BinaryIO = stream or sys.stdout.buffer
        self._collected: IO[bytes] | None = None

    def prepare(self, documents: str) -> None:
        """Make the temporary file, if one is needed."""
        if not formats.FORMATS[self.output_options.format].appends:
            self._collected = TemporaryFile()  # noqa: SIM115 - open for as long as the run

    def pending(self, journal: Journal, is_current: IsCurrent) -> Iterator[WorkItem]:
        """All documents. Writes the header."""
        self._write(formats.begin_collected(self.output_options))
        return _items_after(journal, "")

    def accept(self, result: DocumentResult) -> DocumentRecord:
        """Write the rows of a document. Raises InputError, or BrokenPipeError if the reader has left."""
        self._write(result.rows)
        return result.document

    def _write(self, rows: bytes) -> None:
        if self._collected:
            try:
                self._collected.write(rows)
            except OSError as error:
                raise errors.cannot_write("the temporary file", error) from None
            return
        with _errors_of_standard_output():
            self._stream.write(rows)
            self._stream.flush()

    def finish(self, journal: Journal) -> None:
        """Write the output if it is made of collected rows. The stream stays open."""
        if not self._collected:
            return
        with _errors_of_standard_output():
            with self._collected as rows:
                rows.seek(0)
                formats.write_collected(rows, self._languages, self.output_options, [self._stream])
            self._stream.flush()


@contextmanager
def _errors_of_standard_output() -> Iterator[None]:
    """Raise InputError for standard output that cannot be written; BrokenPipeError, if the reader has left, stays."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise errors.cannot_write("standard output", error) from None


def _items_after(journal: Journal, after: str) -> Iterator[WorkItem]:
    """The documents whose names come after a name, without an output of their own."""
    return (WorkItem(record.cleared()) for record in journal.documents(after) if record.source)
