"""Sinks: the three kinds of output of a run, behind one interface.

`FolderSink` has files for each document, which the workers write. `FileSink` has one file for all documents, and
`StdoutSink` is standard output; both get the rows from the workers, in the order of the documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from aligner.corpus.batch import DocumentResult, WorkItem
from aligner.corpus.folder_sink import FolderSink
from aligner.corpus.index_page import IndexFile
from aligner.corpus.journal import Journal
from aligner.corpus.records import DocumentRecord, IsCurrent
from aligner.corpus.single_file_sinks import FileSink, StdoutSink
from aligner.write.document import OutputOptions


class Sink(Protocol):
    """The output of a run.

    output: path as the user named it.
    output_options: how documents are written.
    keep_order: whether results must come in the order of the documents.
    state_folder: folder of the journal and of unfinished output; may be a URL; empty if there is none.
    parts_folder: folder in which workers write outputs before they are renamed; empty if workers write none.
    journal_path: file of the journal; None if the run keeps no journal.
    lock_path: another file that keeps two runs with different journals apart; None if there is none.
    paths: the files that hold all documents; none if each document has files of its own.
    index: the page that lists all documents; None if there is none.
    summary_path: file of the summary; empty if there is none.
    skipped_paths: paths that discovery leaves out.
    reserved_names: names that no document may have, and folders, ended by `/`, that none may be in; each with what its
        output would be.
    suffixes: suffixes of its files, which the names of outputs in a manifest may have.
    prepare: check the output, and make its folders. documents: folder of the documents; empty with a manifest.
    pending: the documents that are left to do.
    accept: take the result of one document, and return its record for the journal.
    finish: complete the output after the last result.
    """

    output: str
    output_options: OutputOptions
    keep_order: bool
    state_folder: str
    parts_folder: str
    journal_path: str | None
    lock_path: str | None
    paths: Sequence[str]
    index: IndexFile | None
    summary_path: str
    skipped_paths: Sequence[str]
    reserved_names: Mapping[str, str]
    suffixes: Sequence[str]

    def prepare(self, documents: str) -> None: ...  # noqa: D102

    def pending(self, journal: Journal, is_current: IsCurrent) -> Iterator[WorkItem]: ...  # noqa: D102

    def accept(self, result: DocumentResult) -> DocumentRecord: ...  # noqa: D102

    def finish(self, journal: Journal) -> None: ...  # noqa: D102


def make_sink(
    output: str,
    output_options: OutputOptions,
    languages: tuple[str, str],
    *,
    single_file: bool,
    force: bool,
    journal: str | None,
    sentences: str | None = None,
    kept: Sequence[str] = (),
) -> Sink:
    """The sink for an output.

    output: a folder; with `single_file` a file, or `-` for standard output.
    output_options: how documents are written.
    languages: tags of source and target.
    single_file: one file holds all documents.
    force: files that this program did not write may be replaced.
    journal: file of the journal; None for the usual place.
    sentences: folder for the numbered sentences, if the output is a folder; None to write none.
    kept: files that the output of no document may replace, such as the list of documents.

    Raises InputError for a file that there cannot be.
    """
    if single_file and output == "-":
        return StdoutSink(output_options, languages)
    if single_file:
        return FileSink(output, output_options, languages, force=force, journal=journal)
    return FolderSink(output, output_options, languages, force=force, journal=journal, sentences=sentences, kept=kept)
