"""What the documents of a folder teach of their words, before any of them is aligned.

A sample is read and aligned together; what it shows of which words are translations of each other goes
with the settings to all who align the documents. The sample is of so many documents, taken at even
distances in the order of their names, and so the same for the same documents.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from itertools import islice

from aligner import pipeline, storage
from aligner.bitext import Parallel
from aligner.corpus import executors, plan
from aligner.corpus.journal import Journal
from aligner.corpus.plan import CorpusRun
from aligner.errors import InputError
from aligner.notices import logger
from aligner.read import decode
from aligner.settings import LexiconEntries, Settings

_LEARNED = "learned"  # what the documents have taught, among what a journal keeps
BYTES = 4 << 20  # of a sample: what is learned of more is worth little, and takes memory


def sample(documents: Iterable[tuple[str, ...]], count: int, most: int) -> list[tuple[str, ...]]:
    """At most so many of some documents. documents: the files of each. count: how many there are."""
    return list(islice(documents, 0, None, math.ceil(count / most)))


def learned(documents: Sequence[tuple[str, ...]], settings: Settings) -> tuple[LexiconEntries, int]:
    """What some documents teach, and how many of them were looked at.

    documents: the files of each. Those that cannot be read or split are passed over here; they are
    reported when their turn comes.
    """
    pairs: list[Parallel] = []
    size = 0
    for paths in documents:
        try:
            data = [storage.read(path) for path in paths]
            size += sum(map(len, data))
            if size > BYTES and pairs:
                break
            texts = [decode.decode_bytes(each, path, settings.encoding) for each, path in zip(data, paths, strict=True)]
            prepared = pipeline.prepare(texts, settings)
        except InputError:
            continue
        pairs.append(prepared.parallel)
    return pipeline.learn_lexicon(pairs, settings), len(pairs)


def as_lines(entries: Sequence[tuple[str, str, float]]) -> Iterator[str]:
    """A lexicon as it stands in a file."""
    return (f"{source}\t{target}\t{weight:g}\n" for source, target, weight in sorted(entries))


def taught(order: CorpusRun, journal: Journal, *, apart: bool) -> CorpusRun:
    """The same, with what the documents teach of their words in its settings.

    What an earlier run has learned stays as it is, so that documents that are done stay done. apart:
    whether it is done in a process of its own, which the run survives. Raises InputError.
    """
    documents, _ = journal.totals()
    most = min(order.lessons, documents)
    asked = f"{order.fingerprint()} {order.lessons}"
    kept = json.loads(journal.state(_LEARNED) or "{}")
    known = kept.get("asked") == asked and not order.form.force
    if not most or (documents == 1 and not known and not order.save_lexicon):
        return order
    saved = order.save_lexicon
    if saved and not known and not order.form.force and storage.exists(saved):
        raise InputError(saved, "the file exists", hint="write over it with --force")
    if known:
        found = tuple((source, target, weight) for source, target, weight in kept["words"])
        logger.info(f"{len(found)} translations of words, learned in an earlier run")
    else:
        logger.info("learning words from the documents first")
        files = sample((plan.paths(row) for row in journal.rows() if row.source), documents, most)
        try:
            found, count = executors.apart(learned, files, order.settings) if apart else learned(files, order.settings)
        except (BrokenExecutor, MemoryError):
            logger.error(
                "the process that learned words has died; it may need more memory than there is; going on without"
            )
            return order
        journal.set_state(_LEARNED, json.dumps({"asked": asked, "words": found}))
        logger.info(f"{len(found)} translations of words learned from {count} of {documents} documents")
    if saved:
        _save(saved, "".join(as_lines(found)).encode(), force=order.form.force)
    return order._replace(settings=replace(order.settings, corpus_lexicon=found))


def _save(path: str, lines: bytes, *, force: bool) -> None:
    """Write a lexicon, in the place of the same one from an earlier run, or of any if that is forced."""
    if not force and storage.exists(path) and storage.read(path) != lines:
        raise InputError(path, "the file exists", hint="write over it with --force")
    try:
        storage.put(path, lines, os.path.dirname(path))
    except OSError as error:
        raise InputError(path, f"cannot be written: {error.strerror or error}") from None
