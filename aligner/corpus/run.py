"""A run over many documents: the steps in their order."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from itertools import chain

from aligner import errors, limits, pipeline, storage
from aligner.corpus import dispatch, executors, fallback, index_page, lexicon_pass, named_files, preview, written_files
from aligner.corpus.batch import Batch, DocumentResult, WorkItem
from aligner.corpus.failures import failure_lines
from aligner.corpus.journal import RESUME, Journal
from aligner.corpus.opened_journal import open_journal
from aligner.corpus.plan import CorpusRun
from aligner.corpus.progress import Progress
from aligner.corpus.records import FINISHED, State
from aligner.corpus.sinks import Sink
from aligner.corpus.summary import summarize
from aligner.errors import InputError
from aligner.notices import logger
from aligner.status_line import StatusLine

CHECKS = dict([lexicon_pass.STORED, index_page.STORED, written_files.STORED])  # of the values that journals store
MAX_LISTED = 100  # failures, and documents with notices, that are listed after a run


class Interrupted(KeyboardInterrupt):
    """Raised on Ctrl-C. The message says how far the run got, and how to resume."""


def run(corpus_run: CorpusRun, line: StatusLine | None, *, max_listed: int = MAX_LISTED) -> bool:
    """Align many documents, and log what the user should know.

    line: where progress is shown; None to show none.
    max_listed: number of failures, and of documents with notices, that are logged.

    Returns whether all documents were aligned, and all folders read.

    Raises InputError if the run cannot begin or cannot go on, and Interrupted on Ctrl-C.
    """
    # An unusable lexicon or profile is one error, not one for each document.
    pipeline.load_lexicons(corpus_run.settings)
    pipeline.starting_values(corpus_run.settings)
    sink, line = corpus_run.sink, line or StatusLine(None)
    named_files.check(corpus_run)
    with ExitStack() as stack:
        # 1. Make the folders of the output, and open the journal, which locks it.
        keep_folders = stack.enter_context(_remove_new_folders(sink.state_folder))
        sink.prepare("" if corpus_run.inputs.manifest else corpus_run.inputs.folder)
        force = corpus_run.options.force
        journal = stack.enter_context(open_journal(sink.journal_path, sink.state_folder, CHECKS, force=force))
        if sink.lock_path:
            stack.enter_context(open_journal(sink.lock_path, sink.state_folder, CHECKS, force=force))
        try:
            # 2. Find the documents.
            scan = preview.find_documents(corpus_run, journal)
            preview.find_reviews(corpus_run, journal)
            named_files.check_documents(corpus_run, journal)
            keep_folders()
            preview.log_documents(corpus_run, journal, scan)
            # 3. Learn words from a sample.
            documents, size = journal.totals()
            if documents > limits.DOCUMENTS.value:
                raise InputError(corpus_run.inputs.name, limits.DOCUMENTS.problem(), hint="divide it")
            timeout = corpus_run.options.timeout
            in_subprocess = timeout is not None or _count_workers(corpus_run, documents, size) > 1
            corpus_run = lexicon_pass.with_corpus_lexicon(corpus_run, journal, line, in_subprocess=in_subprocess)
            fingerprint = corpus_run.fingerprint()
            # 4. Align what is left to do.
            for name, trace in _align(corpus_run, journal, fingerprint, line):
                problem = "an error of align, in %s; please report it:\n%s"
                logger.error(problem, name, trace, extra={"lines": True})
            # 5. Sum up.
            all_aligned = _sum_up(corpus_run, journal, max_listed)
            return all_aligned and not (scan and scan.not_walked.unreadable_count)
        except KeyboardInterrupt:
            done, (documents, _) = journal.count(*FINISHED), journal.totals()
            if not sink.journal_path:
                raise Interrupted(f"stopped; {done} of {documents} documents were written") from None
            raise Interrupted(f"stopped; {done} of {documents} documents are finished; {RESUME}") from None


@contextmanager
def _remove_new_folders(state_folder: str) -> Iterator[Callable[[], None]]:
    """Remove the state folder and the folders above it, as far as they are made while the context lasts.

    Yields a function that keeps them, for a run that finds documents. A run that finds none leaves nothing behind.
    """
    new: list[str] = []
    if not storage.is_url(state_folder):
        path = state_folder
        while path and not os.path.lexists(path):
            new.append(path)
            path = os.path.dirname(path)
    try:
        yield new.clear
    finally:
        for path in new:
            if path == state_folder:
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    os.rmdir(path)


def _count_workers(corpus_run: CorpusRun, documents: int, size: int) -> int:
    """Number of processes for a run: as many as asked for, but no more than there is work for."""
    useful = max(size // dispatch.MAX_BYTES, documents // dispatch.MIN_DOCUMENTS) + 1
    return max(1, min(corpus_run.options.processes or executors.count_cores(), documents, useful))


def _start_pool(corpus_run: CorpusRun, workers: int) -> AbstractContextManager[executors.WorkerPool]:
    """The workers of a run."""
    if corpus_run.options.cluster:
        return executors.dask_cluster(corpus_run.options.cluster, corpus_run.settings)
    # With a limit of time, a document may end its process, which must not be this one.
    is_limited = corpus_run.options.timeout is not None
    if workers > 1 or is_limited:
        return fallback.processes_if_possible(workers, corpus_run.settings, may_be_alone=not is_limited)
    return executors.in_process(corpus_run.settings)


def _align(corpus_run: CorpusRun, journal: Journal, fingerprint: str, line: StatusLine) -> list[tuple[str, str]]:
    """Align the documents that are left to do, and store the results in the sink and in the journal.

    fingerprint: that of the run.

    Returns a document and a traceback for each place in this program where documents failed.
    """
    sink = corpus_run.sink
    items = sink.pending(journal, lambda record: corpus_run.is_current(record, fingerprint))
    preview.log_earlier_runs(journal, fingerprint)
    progress = Progress(*journal.totals(), line)
    traces: dict[str, tuple[str, str]] = {}
    try:
        with closing(_run_items(corpus_run, journal, items)) as pages:
            for results in pages:
                _store(results, sink, journal, fingerprint)
                for result in results:
                    document = result.document
                    if result.trace:
                        place = result.trace.rstrip().rpartition("\n")[0]  # without the message of the error
                        traces.setdefault(place, (document.name, result.trace.rstrip()))
                    progress.add(document.size, result.sentences, document.state == State.FAILED)
                progress.show()
        sink.finish(journal)
    finally:
        line.clear()
    return list(traces.values())


def _run_items(
    corpus_run: CorpusRun, journal: Journal, items: Iterator[WorkItem]
) -> Generator[list[DocumentResult], None, None]:
    """Hand out documents to workers; yields the results of each batch. Starts no workers if there are no documents."""
    first = next(items, None)
    if first is None:
        return
    documents, size = journal.totals()
    workers = _count_workers(corpus_run, documents, size)
    max_documents = dispatch.MAX_DOCUMENTS if corpus_run.options.cluster else dispatch.batch_size(documents, workers)
    timeout = corpus_run.options.timeout
    if timeout is not None:  # the documents of a batch whose process ends are done anew
        max_documents = min(max_documents, dispatch.MIN_DOCUMENTS)
    sink = corpus_run.sink
    template = Batch((), sink.output_options, os.getcwd(), sink.parts_folder, timeout)
    batches = dispatch.make_batches(chain([first], items), template, max_documents, keep_order=sink.keep_order)
    with _start_pool(corpus_run, workers) as pool:
        yield from dispatch.run_batches(_note_begun(batches, journal), pool, keep_order=sink.keep_order)


def _note_begun(batches: Iterator[Batch], journal: Journal) -> Iterator[Batch]:
    """The batches, each noted in the journal before it is handed out."""
    for batch in batches:
        journal.begin((item.document.name for item in batch.items), batch.output_options.format)
        yield batch


def _store(results: list[DocumentResult], sink: Sink, journal: Journal, fingerprint: str) -> None:
    """Give results to the sink, then to the journal. Raises InputError if a worker was STOPPED."""
    finished = [result for result in results if result.document.state in FINISHED]
    journal.finish([replace(sink.accept(result), settings=fingerprint) for result in finished])
    journal.restore(result.document.name for result in results if result.document.state == State.UNCHANGED)
    edited = [result.document for result in results if result.document.state == State.EDITED]
    journal.keep_edited((document.name, document.outdated) for document in edited)
    for result in results:
        if result.document.state == State.STOPPED:
            raise InputError(sink.output, result.document.error, hint=f"make room, and {RESUME}")


def _sum_up(corpus_run: CorpusRun, journal: Journal, max_listed: int) -> bool:
    """Log notices, failures and the summary, and write the summary; returns whether all documents were aligned."""
    sink, settings = corpus_run.sink, corpus_run.settings
    summary = summarize(journal)
    notices, documents = journal.notices(max_listed)
    for notice in notices:
        logger.warning("%s", notice)
    if documents > max_listed:
        logger.warning("and notices of %d more documents; all are in the journal", documents - max_listed)
    if summary.outdated.total:
        logger.warning("%s", summary.outdated_line())
    for line in failure_lines(summary.failures, summary.failed, max_listed):
        logger.error("%s", line)
    for line in summary.lines((settings.source, settings.target)):
        logger.info("%s", line)
    if sink.summary_path:
        try:
            storage.put(sink.summary_path, summary.as_json(), sink.state_folder)
        except OSError as error:
            raise errors.cannot_write(sink.summary_path, error) from None
    return not summary.failed
