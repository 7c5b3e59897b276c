"""The lexicon pass: learn translations of words from a sample of the documents, before any document is aligned.

The documents of the sample are aligned together, which gives a lexicon. It goes to all workers with the settings.
The sample is evenly spaced in the order of the names, so the same documents always give the same sample.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from functools import partial
from itertools import islice

from aligner import errors, pipeline, storage
from aligner.bitext import Parallel
from aligner.corpus import executors, inputs, kept_documents, stored_values
from aligner.corpus.journal import Journal
from aligner.corpus.plan import CorpusRun
from aligner.corpus.time_limit import time_limit
from aligner.errors import InputError
from aligner.notices import logger
from aligner.settings import LexiconEntries, Settings
from aligner.status_line import StatusLine
from aligner.step_progress import LEARNING_STEPS, StepProgress
from aligner.steps import Report, Step, ignore

MAX_BYTES = 4 << 20  # of a sample; more bytes add little to the lexicon, and take memory
_LEARNED = "learned"  # key in the journal: the lexicon, and the settings with which it was learned

Paths = tuple[str, ...]  # the files of one document


def choose_sample(documents: Iterable[Paths], count: int, limit: int) -> list[Paths]:
    """At most `limit` of `count` documents, evenly spaced."""
    return list(islice(documents, 0, None, math.ceil(count / limit)))


def learn_from_files(
    documents: Sequence[Paths], settings: Settings, report: Report = ignore, *, timeout: float | None = None
) -> tuple[LexiconEntries, int]:
    """Learn a lexicon from documents.

    Documents that cannot be read or split are skipped; the run reports them when it aligns them.

    report: called with each document that is read, then with each step of the search.
    timeout: seconds in which a document must be read and split, or else this process ends; all together may be searched
        for as long as if each took that time. None for any time.

    Returns the lexicon, and the number of documents that it was learned from.
    """
    pairs: list[Parallel] = []
    size = 0
    kept_documents.forget_all()
    for number, paths in enumerate(documents):
        report(Step.READ, number, len(documents))
        try:
            with time_limit(timeout):
                contents = inputs.read_files(paths)
                size += sum(map(len, contents))
                if size > MAX_BYTES and pairs:
                    break
                document = pipeline.prepare(inputs.decode_files(contents, paths, settings.encoding), settings)
        except InputError:
            continue
        pairs.append(document.parallel)
        kept_documents.keep(inputs.digest(contents), paths, settings, document)
    with time_limit(timeout and timeout * max(len(pairs), 1)):
        return pipeline.learn_lexicon(pairs, settings, report), len(pairs)


def lexicon_lines(entries: Sequence[tuple[str, str, float]]) -> Iterator[str]:
    """The lines of a lexicon file."""
    return (f"{source}\t{target}\t{weight:g}\n" for source, target, weight in sorted(entries))


def with_corpus_lexicon(corpus_run: CorpusRun, journal: Journal, line: StatusLine, *, in_subprocess: bool) -> CorpusRun:
    """The run with the corpus lexicon in its settings. Saves the lexicon if the run asks for it.

    A lexicon that an earlier run has learned is used again, so that documents that are done stay done.

    line: where the progress is shown.
    in_subprocess: learn in a process of its own, whose death this process survives.

    Raises InputError if the lexicon cannot be saved.
    """
    documents, _ = journal.totals()
    limit = min(corpus_run.sample_size, documents)
    request = f"{corpus_run.fingerprint()} {corpus_run.sample_size}"
    learned_with, learned = journal.stored(_LEARNED, _stored_lexicon) or ("", ())
    save_path, force = corpus_run.options.save_lexicon, corpus_run.options.force
    is_learned = learned_with == request and not force
    # One document learns its words itself.
    if not limit or (documents == 1 and not is_learned and not save_path):
        return corpus_run
    if save_path and not is_learned and not force and storage.exists(save_path):
        raise errors.file_exists(save_path)
    entries: LexiconEntries | None
    if is_learned:
        entries = learned
        logger.info("using %d word translations learned in an earlier run", len(entries))
    else:
        entries = _learn(corpus_run, journal, documents, limit, line, in_subprocess=in_subprocess)
        if entries is None:
            return corpus_run
        journal.store(_LEARNED, {"asked": request, "words": entries})
    if save_path:
        _save(save_path, "".join(lexicon_lines(entries)).encode(), force=force)
    return corpus_run._replace(settings=replace(corpus_run.settings, corpus_lexicon=entries))


def _learn(
    corpus_run: CorpusRun, journal: Journal, documents: int, limit: int, line: StatusLine, *, in_subprocess: bool
) -> LexiconEntries | None:
    """Learn a lexicon from at most `limit` documents; None if the process that learns dies."""
    logger.info("first learning word translations from the documents")
    paths = (record.paths for record in journal.documents() if record.source)
    sample, settings = choose_sample(paths, documents, limit), corpus_run.settings
    timeout, report = corpus_run.options.timeout, StepProgress(line, LEARNING_STEPS).report
    try:
        if in_subprocess:
            entries, count = _learn_in_subprocess(sample, settings, timeout, report)
        else:
            entries, count = learn_from_files(sample, settings, report)
    except (BrokenExecutor, MemoryError):
        logger.error(
            "the process that learned word translations has died; it may need more memory%s than there is;"
            " continuing without them",
            " or time" if timeout else "",
        )
        return None
    finally:
        line.clear()
    logger.info("%d word translations learned from %d of %d documents", len(entries), count, documents)
    return entries


def _stored_lexicon(value: object) -> tuple[str, LexiconEntries]:
    """The settings with which a stored lexicon was learned, and the lexicon. Raises ValueError if it is none."""
    if not isinstance(value, dict) or set(value) != {"asked", "words"}:
        raise ValueError(f"{value!r} is not a lexicon")
    entry = (stored_values.text, stored_values.text, stored_values.number)
    words = stored_values.list_of(value["words"], lambda item: stored_values.tuple_of(item, entry))
    return stored_values.text(value["asked"]), tuple((source, target, weight) for source, target, weight in words)


STORED = (_LEARNED, _stored_lexicon)  # the key, and the check of what is stored under it


def _learn_in_subprocess(
    sample: Sequence[Paths], settings: Settings, timeout: float | None, report: Report
) -> tuple[LexiconEntries, int]:
    """Learn a lexicon in a process of its own, without the documents that are not read in time.

    Raises BrokenExecutor if the process dies while it reads no document, or without a limit of time.
    """
    learn = partial(learn_from_files, timeout=timeout)
    at: tuple[Step, int] = Step.LOOK_UP, 0

    def note(step: Step, done: int, total: int) -> None:
        nonlocal at
        at = step, done
        report(step, done, total)

    while True:
        try:
            return executors.run_in_subprocess(learn, sample, settings, report=note)
        except BrokenExecutor:
            step, number = at
            if timeout is None or step is not Step.READ:
                raise
            sample = [*sample[:number], *sample[number + 1 :]]


def _save(path: str, lines: bytes, *, force: bool) -> None:
    """Write a lexicon file. Raises InputError if another file exists there, unless `force` is set."""
    if not force and storage.exists(path) and storage.read(path) != lines:
        raise errors.file_exists(path)
    try:
        storage.put(path, lines, os.path.dirname(path))
    except OSError as error:
        raise errors.cannot_write(path, error) from None
