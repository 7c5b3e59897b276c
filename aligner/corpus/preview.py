"""Preview: the documents that a run has found, before it aligns them."""

from __future__ import annotations

import logging
import os.path
from collections.abc import Callable, Sequence
from itertools import islice

from aligner import languages, storage
from aligner.corpus import discovery, manifest, reviews
from aligner.corpus.contents import Letters
from aligner.corpus.folder_scan import FolderScan
from aligner.corpus.journal import Journal
from aligner.corpus.plan import CorpusRun
from aligner.corpus.proposals import Proposal, left_file, propose
from aligner.corpus.records import State
from aligner.notices import logger
from aligner.read.packed import compressed

MAX_LISTED = 20  # documents that are named before a run
MAX_LOOKED_AT, MAX_IN_DRY_RUN = 1000, 100_000  # files that are looked into before a run, and in a dry run
MAX_PROPOSED = 100  # pairs that are proposed


def show(corpus_run: CorpusRun, write_line: Callable[[str], None]) -> bool:
    """Write the documents of a run as lines of a manifest, and log which files are left over.

    Returns False if a folder cannot be read, or if a manifest cannot hold a name.
    """
    with Journal(None) as journal:
        scan = find_documents(corpus_run, journal)
        find_reviews(corpus_run, journal)
        complete = not (scan and scan.not_walked.unreadable_count)
        for record in journal.documents():
            if record.source:
                line = manifest.readable_line(record, corpus_run.sink.suffixes)
                if line is None:
                    complete = False
                    logger.error("a manifest cannot hold this name; rename it: %s", manifest.format_line(record))
                else:
                    write_line(line)
        if scan:
            for path in discovery.unpaired_files(journal):
                logger.warning("without a partner: %s", storage.join(corpus_run.inputs.folder, path))
            _log_ignored(scan)
        for record in journal.documents(states=(State.FAILED,)):
            logger.warning("cannot be aligned: %s", record.error)
        _log_single_files(corpus_run, journal, scan, MAX_IN_DRY_RUN)
        return complete


def find_documents(corpus_run: CorpusRun, journal: Journal) -> FolderScan | None:
    """Add the documents of a run to the journal; returns the left-over files of a folder, None for a manifest."""
    (folder, listed, reviewed, follow_links), settings = corpus_run.inputs, corpus_run.settings
    sink = corpus_run.sink
    if listed:
        discovery.find_in_manifest(journal, listed, folder, sink.reserved_names, sink.suffixes)
        return None
    tags = (settings.source, settings.target)
    skipped = [*sink.skipped_paths, *filter(None, (reviewed, sink.journal_path))]
    return discovery.find_in_folder(
        journal, folder, tags, skipped, sink.reserved_names, settings.encoding, follow_links=follow_links
    )


def find_reviews(corpus_run: CorpusRun, journal: Journal) -> None:
    """Note in the journal which documents have a review, and log which files of the folder of reviews are left over."""
    (documents, _, folder, follow_links), settings = corpus_run.inputs, corpus_run.settings
    if folder is None:
        return
    tags = (settings.source, settings.target)
    skipped = [*corpus_run.sink.skipped_paths, *filter(None, [documents])]
    scan = reviews.find_reviews(journal, folder, tags, skipped, follow_links=follow_links)
    logger.info("%d of %d documents have a review in %s", scan.matched, journal.totals()[0], folder)
    for message, is_warning in reviews.messages(scan, folder):
        logger.log(logging.WARNING if is_warning else logging.INFO, "%s", message)


def log_documents(corpus_run: CorpusRun, journal: Journal, scan: FolderScan | None) -> None:
    """Log the first documents and the first left-over files, and the numbers of the others."""
    documents, _ = journal.totals()
    for record in islice((record for record in journal.documents() if record.source), MAX_LISTED):
        logger.info("%s", manifest.format_line(record))
    if documents > MAX_LISTED:
        logger.info("and %d more; --dry-run lists them all", documents - MAX_LISTED)
    if scan:
        log_left_over(scan)
    _log_single_files(corpus_run, journal, scan, MAX_LOOKED_AT)


def log_left_over(scan: FolderScan) -> None:
    """Log the files of a folder that lack a partner, and those that are left out."""
    if scan.unpaired_count:
        rest = f" and {scan.unpaired_count - len(scan.unpaired)} more" * (scan.unpaired_count > len(scan.unpaired))
        logger.warning("without a partner, taken to hold both languages: %s%s", ", ".join(scan.unpaired), rest)
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


def _log_single_files(corpus_run: CorpusRun, journal: Journal, scan: FolderScan | None, limit: int) -> None:
    """Log which documents of one file hold one language only, and which files may belong together.

    scan: the left-over files of a folder; None for a manifest.
    limit: greatest number of files to look into.
    """
    settings, folder = corpus_run.settings, corpus_run.inputs.folder
    tags = (settings.source, settings.target)
    letters = Letters(tags, settings.encoding)
    if not letters.can_tell:
        return
    singles = (record for record in journal.documents() if not record.target and _is_regular(record.source))
    documents = [
        left_file(record.source, record.name, tags, letters.only_side(record.source), record.size)
        for record in islice(singles, limit)
    ]
    for side, tag in enumerate(tags):
        _log_missing_language(languages.name(tag), [file.path for file in documents if file.side == 1 - side])
    left_out = islice(discovery.left_out_files(journal) if scan else (), limit)
    others = ((storage.join(folder, file.name), file) for file in left_out)
    documentation = [
        left_file(
            path, os.path.splitext(compressed.without_suffix(file.name))[0], tags, letters.only_side(path), file.size
        )
        for path, file in others
        if _is_regular(path)
    ]
    _log_proposals(propose([*documents, *documentation]))


def _is_regular(path: str) -> bool:
    """True for an ordinary file of this machine: a pipe would be emptied, and a URL read entirely."""
    return not storage.is_url(path) and os.path.isfile(path)


def _log_missing_language(language: str, paths: Sequence[str]) -> None:
    """Log the documents of one file in which a language was not found."""
    if paths:
        files, them = ("1 file is", "it") if len(paths) == 1 else (f"{len(paths)} files are", "them")
        problem = f"{files} taken to hold both languages, but no line in {language} was found in {them}"
        rest = f" and {len(paths) - MAX_LISTED} more" * (len(paths) > MAX_LISTED)
        logger.warning("%s: %s%s", problem, ", ".join(paths[:MAX_LISTED]), rest)


def _log_proposals(proposals: Sequence[Proposal]) -> None:
    """Log the files that may belong together, as lines of a manifest."""
    if proposals:
        pairs = "1 pair of files" if len(proposals) == 1 else f"{len(proposals)} pairs of files"
        reasons = " or ".join(sorted({proposal.reason for proposal in proposals}))
        logger.warning("%s may belong together, by %s; if so, list them with --manifest", pairs, reasons)
        for proposal in proposals[:MAX_PROPOSED]:
            logger.warning("perhaps: %s\t%s", proposal.source, proposal.target)
        if len(proposals) > MAX_PROPOSED:
            logger.warning("perhaps: and %d more pairs", len(proposals) - MAX_PROPOSED)


def _log_ignored(scan: FolderScan) -> None:
    """Log which files of a folder are no documents, and what to do with those in formats that are not read."""
    for error in scan.not_walked.errors():
        logger.error("%s", error)
    for warning in scan.not_walked.warnings("--follow-links follows such links"):
        logger.warning("%s", warning)
    for path, instead in scan.other_formats:
        logger.warning("%s is left out, since %s has the same name in another format", path, instead)
    if scan.other_formats_count > len(scan.other_formats):
        rest = scan.other_formats_count - len(scan.other_formats)
        logger.warning("%d more files are left out, since another has the same name in another format", rest)
    for unread in scan.unread:
        listed = ", ".join(unread.paths) + ", ..." * (unread.total > len(unread.paths))
        files = "1 file is" if unread.total == 1 else f"{unread.total} files are"
        logger.warning("%s in a format that is not read, %s: %s; %s", files, unread.name, listed, unread.step)
    if scan.ignored_count:
        ellipsis = ", ..." * (scan.ignored_count > len(scan.ignored))
        files = "other file is" if scan.ignored_count == 1 else "other files are"
        logger.info("%d %s left out: %s%s", scan.ignored_count, files, ", ".join(scan.ignored), ellipsis)
