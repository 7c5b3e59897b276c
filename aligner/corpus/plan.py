"""What is asked of a run over many documents, and what is left to do of it after earlier runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from aligner import pipeline, storage
from aligner.corpus import discovery
from aligner.corpus.journal import BEGUN, DONE, FAILED, FINISHED, Finished, Journal, Row
from aligner.corpus.worker import Entry, fingerprint
from aligner.errors import InputError
from aligner.version import __version__
from aligner.write import formats, metadata

SUMMARY = "summary"
LESSONS = 200  # documents to learn from, where nothing else is said


class CorpusRun(NamedTuple):
    """What is to be done.

    place: the folder of the documents; with a list, the folder that its names start from. output: a
    folder; if results are collected, a file, or `-` for standard output. jobs: 0 for as many as
    there are cores. journal: the file where it is kept, if not among the results.
    """

    place: str
    listed: str | None
    output: str
    collected: bool
    settings: pipeline.Settings
    form: formats.OutputOptions
    jobs: int = 0
    cluster: str | None = None
    journal: str | None = None
    retry_failed: bool = False
    learn_from: int | None = None
    save_lexicon: str | None = None

    @property
    def lessons(self) -> int:
        """How many documents are looked at before the others: none where words are not asked, or are known."""
        if self.settings.method != "hybrid":
            return 0
        if self.learn_from is None:
            return 0 if self.settings.lexicon else LESSONS
        return self.learn_from

    @property
    def state(self) -> str:
        """The folder for the journal, and for what is not whole yet."""
        if not self.collected:
            return storage.join(self.output, discovery.STATE)
        folder, name = os.path.split(self.output)
        return os.path.join(folder, f"{discovery.STATE}-{name}")

    @property
    def parts(self) -> str:
        """The folder for what is not whole yet."""
        return storage.join(self.state, "parts")

    @property
    def streamed(self) -> bool:
        """Whether results go to standard output."""
        return self.collected and self.output == "-"

    @property
    def tags(self) -> tuple[str, str]:
        """The two languages."""
        return self.settings.source, self.settings.target

    @property
    def summary(self) -> str:
        """The file for the summary; nothing if there is none."""
        if self.streamed:
            return ""
        if self.collected:
            return f"{os.path.splitext(self.output)[0]}.{SUMMARY}.json"
        return storage.join(self.output, f"{SUMMARY}.json")

    def fingerprint(self) -> str:
        """What results depend on besides the inputs; reads the lexicons."""
        lexicons = tuple(metadata.file_digest(path) for path in self.settings.lexicon)
        settings, form = replace(self.settings, lexicon=lexicons, corpus_lexicon=()), self.form._replace(force=False)
        return storage.digest(repr((__version__, settings, self.settings.corpus_lexicon_digest, form)).encode())


def entries(journal: Journal, order: CorpusRun, *, fresh: bool) -> Iterator[tuple[Entry, int]]:
    """The documents of a run over a folder, each with its bytes, and what is known of it.

    Those in whose place something stands that is not ours are noted as failed. fresh: nothing was
    in the folder of the results when the run began.
    """
    wanted = order.fingerprint()
    for row in journal.rows():
        if not row.source:
            continue
        output = storage.join(order.output, f"{row.name}.{order.form.format}")
        ours = row.format == order.form.format and (row.written is not None or row.state == BEGUN)
        if not ours and not order.form.force and not fresh and storage.exists(output):
            problem = InputError(output, "the file exists", hint="write over it with --force")
            journal.finish([Finished(row.name, FAILED, error=str(problem))])
            continue
        finished = _finished(row, order, wanted)
        written = (row.written or "") if ours and row.state in FINISHED and not order.form.force else ""
        yield Entry(row.name, paths(row), output, row.inputs if finished else "", ours, written), row.size


def collection(journal: Journal, order: CorpusRun, size: int) -> tuple[str, int]:
    """What a collection already holds as it should be: up to which document, and how many bytes.

    size: how many bytes are there. The first document that is new, changed, gone or to be tried
    again is the first that has to be done, and so are all after it.
    """
    after, done, wanted = "", len(formats.collected_header(order.form).encode()), order.fingerprint()
    for row in journal.rows():
        if row.source:
            if (row.start, row.finish) != (done, row.finish) or row.finish is None or row.finish > size:
                break
            if not _finished(row, order, wanted) or fingerprint(paths(row)) != row.inputs:
                break
            done = row.finish
        after = row.name
    return (after, done) if after and done <= size else ("", 0)


def to_collect(journal: Journal, after: str) -> Iterator[tuple[Entry, int]]:
    """The documents of a collection that come after one of them, each with its bytes."""
    for row in journal.rows(after):
        if row.source:
            yield Entry(row.name, paths(row), ""), row.size


def paths(row: Row) -> tuple[str, ...]:
    """The files of a document."""
    return (row.source, row.target) if row.target else (row.source,)


def _finished(row: Row, order: CorpusRun, wanted: str) -> bool:
    """Whether a document needs to be done only if its inputs have changed. wanted: the fingerprint of the order."""
    if row.state not in FINISHED or row.settings != wanted or not row.inputs:
        return False
    return row.state == DONE or not order.retry_failed
