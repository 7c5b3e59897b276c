"""Many documents at once: found, handed out, written or collected, and summed up.

One way for all of it: discover, lessons, plan, tasks, crew, results, journal, summary.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TextIO

from aligner import pipeline, storage
from aligner.corpus import dispatch, executors, lexicon_pass, plan, preview, sinks, summary, worker
from aligner.corpus.journal import EMPTY, FAILED, Finished, Journal
from aligner.corpus.plan import CorpusRun
from aligner.corpus.progress import Progress
from aligner.errors import InputError
from aligner.notices import logger
from aligner.write import formats

GO_ON = "run the same command again to go on where it stopped"
_LISTED = 100  # failures that are named after it
_COLLECTED = "collected"  # how many bytes of the collection were written by us


class Interrupted(Exception):
    """The user has stopped a run. Its words say how far it was, and how to go on."""


def run(order: CorpusRun, terminal: TextIO | None) -> bool:
    """Do all of it; whether all went well.

    say: for what can be left unsaid. tell: for what cannot. terminal: where progress is shown, if
    anywhere. Raises InputError where nothing can be done, or nothing more; Stopped on Ctrl-C.
    """
    pipeline.load_lexicons(order.settings)  # one that cannot be used is one error, not one for each document
    fresh = order.collected or storage.is_empty(order.output)
    with ExitStack() as stack:
        made = stack.enter_context(_made_for_nothing(order))
        journal = stack.enter_context(Journal(None if order.streamed else _prepared(order)))
        if order.journal and not order.streamed and not storage.is_url(order.output):
            # That no other run with another journal is at work in the same place.
            stack.enter_context(Journal(os.path.join(order.state, "lock.sqlite")))
        try:
            found = preview.find(order, journal)
            made.clear()
            preview.pairing(journal, found)
            documents, size = journal.totals()
            order = lexicon_pass.taught(order, journal, apart=_jobs(order, size, documents) > 1)
            preview.earlier(journal, order)
            _clear(order)
            for name, trace in _align(order, journal, fresh, terminal):
                logger.error(f"an error of align, in {name}; please report it:\n{trace}")
            return _sum_up(order, journal)
        except KeyboardInterrupt:
            done, (documents, _) = journal.count("done", EMPTY, FAILED), journal.totals()
            if order.streamed:
                raise Interrupted(f"stopped; {done} of {documents} documents were written") from None
            raise Interrupted(f"stopped; {done} of {documents} documents are finished; {GO_ON}") from None


@contextmanager
def _made_for_nothing(order: CorpusRun) -> Iterator[list[str]]:
    """The folders that a run makes for its results and its journal; they are taken away again in the end, unless the
    list has been cleared: where no document is found, nothing is left behind."""
    made: list[str] = []
    if not order.streamed and not storage.is_url(order.output):
        path = order.state
        while path and not os.path.lexists(path):
            made.append(path)
            path = os.path.dirname(path)
    try:
        yield made
    finally:
        for path in made:
            if path == order.state:
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    os.rmdir(path)


def _prepared(order: CorpusRun) -> str:
    """The path of the journal, in a folder that is made if need be; InputError if it cannot be, or if something that
    is not ours is in the place of the results."""
    if not order.collected and not storage.is_url(order.output):
        if not order.listed and os.path.exists(order.output) and os.path.samefile(order.output, order.place):
            raise InputError(order.output, "the results would stand among the documents", hint="name another folder")
        try:
            os.makedirs(order.parts, exist_ok=True)
        except OSError as error:
            raise InputError(order.output, f"this folder cannot be made: {error.strerror}") from None
    known = order.journal or order.state
    if order.collected and os.path.exists(order.output) and not os.path.exists(known) and not order.form.force:
        raise InputError(order.output, "the file exists", hint="write over it with --force")
    return order.journal or os.path.join(order.state, "journal.sqlite")


def _clear(order: CorpusRun) -> None:
    """Remove what a killed run has left half-written."""
    if not order.collected and not storage.is_url(order.output):
        shutil.rmtree(order.parts, ignore_errors=True)
        Path(order.parts).mkdir(exist_ok=True)


def _jobs(order: CorpusRun, size: int, documents: int) -> int:
    """How many processes there are work enough for."""
    return max(
        1,
        min(order.jobs or executors.cores(), documents, max(size // dispatch.BYTES, documents // dispatch.FEWEST) + 1),
    )


def _crew(order: CorpusRun, jobs: int) -> AbstractContextManager[executors.Crew]:
    if order.cluster:
        return executors.cluster(order.cluster)
    return executors.local(jobs) if jobs > 1 else executors.alone()


def _align(order: CorpusRun, journal: Journal, fresh: bool, terminal: TextIO | None) -> list[tuple[str, str]]:
    """All that is left to do, done; results written or collected, and noted in the journal.

    Returns where in the program documents failed by errors of ours, one document for each place.
    """
    documents, size = journal.totals()
    collector = None
    if order.collected:
        after, collector = _collector(order, journal)
        if collector is None:
            return []
        entries = plan.to_collect(journal, after)
    else:
        entries = plan.entries(journal, order, fresh=fresh)
    task = worker.Task((), order.settings, order.form, os.getcwd(), order.parts)
    jobs = _jobs(order, size, documents)
    most = dispatch.DOCUMENTS if order.cluster else dispatch.share(documents, jobs)
    tasks = dispatch.tasks(entries, task, most, ordered=order.collected)
    progress = Progress(documents, size, terminal)
    broken: dict[str, tuple[str, str]] = {}
    try:
        with _crew(order, jobs) as workers:
            for results in dispatch.results(_begun(tasks, journal, order), workers, ordered=order.collected):
                _note(results, order, journal, collector)
                for result in results:
                    if result.trace:
                        place = result.trace.rstrip().rpartition("\n")[0]  # without the words of the error
                        broken.setdefault(place, (result.name, result.trace.rstrip()))
                    progress.add(journal.size(result.name), result.sentences, result.state == worker.FAILED)
                progress.show()
        if collector:
            _complete(collector, journal)
    finally:
        progress.close()
    return list(broken.values())


def _begun(tasks: Iterator[worker.Task], journal: Journal, order: CorpusRun) -> Iterator[worker.Task]:
    """Tasks, each noted in the journal before it goes out."""
    for task in tasks:
        journal.begin((entry.name for entry in task.entries), order.form.format)
        yield task


def _note(results: list[worker.Result], order: CorpusRun, journal: Journal, collector: sinks.Collector | None) -> None:
    """Note in the journal what became of some documents, after their rows are where they are to be.

    Raises InputError if one says that nothing more can be written.
    """
    finished, fingerprint = [], order.fingerprint()
    for result in results:
        if result.state not in (worker.UNCHANGED, worker.STOPPED):
            start, end = collector.write(result.rows) if collector else (None, None)
            notices = "\n".join(result.notices)
            finished.append(
                Finished(
                    result.name, result.state, result.inputs, fingerprint, result.written, result.counts,
                    result.doubt, result.seconds, notices, result.error, start, end,
                )
            )  # fmt: skip
    journal.finish(finished)
    journal.leave(result.name for result in results if result.state == worker.UNCHANGED)
    for result in results:
        if result.state == worker.STOPPED:
            raise InputError(order.output, result.error, hint=f"make room, and {GO_ON}")


def _collector(order: CorpusRun, journal: Journal) -> tuple[str, sinks.Collector | None]:
    """The document after which a collection goes on, and the collection; None if it is all there."""
    header = formats.collected_header(order.form).encode()
    if order.streamed:
        stream = sinks.Stream(sys.stdout.buffer)
        stream.write(header)
        return "", stream
    part = os.path.join(order.state, "part")
    ours = journal.state(_COLLECTED)
    if os.path.exists(order.output) and not order.form.force and ours != str(os.path.getsize(order.output)):
        raise InputError(order.output, "the file exists", hint="write over it with --force")
    after, size = plan.collection(journal, order, sinks.kept(order.output, part))
    whole = os.path.isfile(order.output) and os.path.getsize(order.output) == size and not os.path.exists(part)
    if whole and not any(plan.to_collect(journal, after)):
        return after, None
    growing = sinks.Growing(order.output, part, size)
    if not size:
        growing.write(header)
    return after, growing


def _complete(collector: sinks.Collector, journal: Journal) -> None:
    """Give a collection its name, and note how long it is: if it is so long still, it is ours."""
    journal.set_state(_COLLECTED, str(collector.size))
    collector.close()


def _sum_up(order: CorpusRun, journal: Journal) -> bool:
    """Say what became of all documents, and write it down; whether all went well."""
    found = summary.summary(journal)
    notices, noticed = journal.notices(_LISTED)
    for notice in notices:
        logger.info(notice)
    if noticed > _LISTED:
        logger.info(f"and notices of {noticed - _LISTED} more documents; all are in the journal")
    failed = found["documents"]["failed"]
    for row in islice(journal.rows(states=(EMPTY, FAILED)), _LISTED):
        logger.error(f"failed: {row.error}")
    if failed > _LISTED:
        logger.error(f"and {failed - _LISTED} more have failed; all are in the journal")
    for line in summary.in_words(found, order.tags):
        logger.info(line)
    if order.summary:
        try:
            storage.put(order.summary, summary.as_json(found), order.state)
        except OSError as error:
            raise InputError(order.summary, f"cannot be written: {error.strerror or error}") from None
    return not failed
