"""Preview: the documents that a run has found, before it aligns them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from aligner import storage
from aligner.corpus import discovery
from aligner.corpus.journal import Journal
from aligner.corpus.manifest import format_line
from aligner.corpus.plan import CorpusRun
from aligner.corpus.records import State
from aligner.notices import logger

MAX_LISTED = 20  # documents that are named before a run


def show(corpus_run: CorpusRun, write_line: Callable[[str], None]) -> None:
    """Write the documents of a run as lines of a manifest, and log which files are left over."""
    with Journal(None) as journal:
        scan = find_documents(corpus_run, journal)
        for record in journal.documents():
            if record.source:
                write_line(format_line(record))
        if scan:
            for path in discovery.unpaired_files(journal):
                logger.warning("without a partner: %s", storage.join(corpus_run.inputs.folder, path))
            _log_ignored(scan)
        for record in journal.documents(states=(State.FAILED,)):
            logger.warning("cannot be aligned: %s", record.error)


def find_documents(corpus_run: CorpusRun, journal: Journal) -> discovery.FolderScan | None:
    """Add the documents of a run to the journal; returns the left-over files of a folder, None for a manifest."""
    (folder, manifest), settings, sink = corpus_run.inputs, corpus_run.settings, corpus_run.sink
    if manifest:
        discovery.find_in_manifest(journal, manifest, folder, sink.reserved_names)
        return None
    tags = (settings.source, settings.target)
    return discovery.find_in_folder(journal, folder, tags, sink.skipped_paths, sink.reserved_names)


def log_documents(journal: Journal, scan: discovery.FolderScan | None) -> None:
    """Log the first documents and the first left-over files, and the numbers of the others."""
    documents, _ = journal.totals()
    for record in islice((record for record in journal.documents() if record.source), MAX_LISTED):
        logger.info(format_line(record))
    if documents > MAX_LISTED:
        logger.info("and %d more; --dry-run lists them all", documents - MAX_LISTED)
    if scan and scan.unpaired_count:
        rest = f" and {scan.unpaired_count - len(scan.unpaired)} more" * (scan.unpaired_count > len(scan.unpaired))
        logger.warning("without a partner, taken to hold both languages: %s%s", ", ".join(scan.unpaired), rest)
    if scan:
        _log_ignored(scan)


def log_earlier_runs(journal: Journal, fingerprint: str) -> None:
    """Log how many documents earlier runs have aligned, with the same settings and with others.

    fingerprint: that of this run.
    """
    other_settings = journal.count_other_settings(fingerprint)
    finished = journal.count(State.DONE)
    if finished > other_settings:
        logger.info("%d documents are already aligned; checking for changed inputs", finished - other_settings)
    if other_settings:
        logger.info("%d documents were aligned with other settings; aligning them again", other_settings)


def _log_ignored(scan: discovery.FolderScan) -> None:
    if scan.ignored_count:
        ellipsis = ", ..." * (scan.ignored_count > len(scan.ignored))
        files = "other file is" if scan.ignored_count == 1 else "other files are"
        logger.info("%d %s left out: %s%s", scan.ignored_count, files, ", ".join(scan.ignored), ellipsis)
