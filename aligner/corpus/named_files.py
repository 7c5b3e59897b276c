"""The files that a command names or that a run writes once: no two are one file, and none is an input.

One rule holds for all that is written: never an input, never a file that this program did not write, unless `--force`
is given. The outputs of documents are checked by the sinks.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from aligner import errors, storage
from aligner.corpus import inputs, own_files
from aligner.corpus.journal import Journal
from aligner.corpus.opened_journal import SIDE_FILES
from aligner.corpus.plan import CorpusRun
from aligner.corpus.sinks import Sink
from aligner.errors import InputError

_OUTPUT = "the output"


class _Named(NamedTuple):
    """A file, and what it is, for messages."""

    path: str
    purpose: str

    @property
    def place(self) -> str:
        """The path without links; a URL as it is."""
        return self.path if storage.is_url(self.path) else os.path.realpath(self.path)


def check(corpus_run: CorpusRun) -> None:
    """Check the files of a run before anything is written. Raises InputError for one that must not be written."""
    _check_no_links(corpus_run.sink)
    written, given = _written(corpus_run), _given(corpus_run)
    for first, second in combinations(written, 2):
        if first.place == second.place:
            problem = f"this would be {first.purpose} and {second.purpose}"
            raise InputError(first.path, problem, hint="give each a file of its own")
    of_given = inputs.FileSet(file.path for file in given)
    for file in written:
        if file.path in of_given or file.place in {input_file.place for input_file in given}:
            raise _is_input(file)
    summary = corpus_run.sink.summary_path
    if summary and not corpus_run.options.force and storage.exists(summary) and not own_files.is_summary(summary):
        raise errors.file_exists(summary)


def _check_no_links(sink: Sink) -> None:
    """Raise InputError for a link in the place of the state of a run, which would be written elsewhere through it."""
    databases = [
        path for path in (sink.journal_path, sink.lock_path) if path and os.path.dirname(path) == sink.state_folder
    ]
    for path in (sink.state_folder, sink.parts_folder, *(path + side for path in databases for side in SIDE_FILES)):
        if path and not storage.is_url(path) and os.path.islink(path):
            hint = "remove it; --journal FILE keeps the journal in another place"
            raise InputError(path, "is a link, so that the run would write in another place", hint=hint)


def check_documents(corpus_run: CorpusRun, journal: Journal) -> None:
    """Raise InputError if a file that a run writes is an input of one of its documents."""
    written = {file.path: file for file in _written(corpus_run)}
    if path := inputs.first_input(journal, list(written)):
        raise _is_input(written[path])


def _is_input(file: _Named) -> InputError:
    """The error for a file that is to be written, and that is an input."""
    purpose = f" for {file.purpose}" * (file.purpose != _OUTPUT)
    return InputError(file.path, "is an input", hint=f"name another file{purpose}")


def _written(corpus_run: CorpusRun) -> Sequence[_Named]:
    """The files that a run writes, without those of its documents."""
    sink, lexicon = corpus_run.sink, corpus_run.options.save_lexicon
    files = [_Named(path, _OUTPUT) for path in sink.paths]
    if sink.index:
        files.append(_Named(sink.index.path, "the page that lists all documents"))
    if sink.summary_path:
        files.append(_Named(sink.summary_path, "the summary of the run"))
    if sink.journal_path:
        files.append(_Named(sink.journal_path, "the journal"))
    if lexicon:
        files.append(_Named(lexicon, "the saved lexicon"))
    return files


def _given(corpus_run: CorpusRun) -> Sequence[_Named]:
    """The files that the command names to be read, without the documents."""
    lexicons = [_Named(path, "a lexicon") for path in corpus_run.settings.lexicon]
    if corpus_run.settings.profile:
        lexicons.append(_Named(corpus_run.settings.profile, "the profile"))
    manifest = corpus_run.inputs.manifest
    return [*lexicons, _Named(manifest, "the list of documents")] if manifest else lexicons
