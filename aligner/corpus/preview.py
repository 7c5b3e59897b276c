"""What a run will do, before it does it: which files make a document, and which are left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from aligner import storage
from aligner.corpus import discovery, plan
from aligner.corpus.journal import DONE, FAILED, Journal
from aligner.corpus.plan import CorpusRun
from aligner.notices import logger

SHOWN = 20  # documents that are named before a run


def show(order: CorpusRun, write_line: Callable[[str], None]) -> None:
    """What a run would do: a line for each document, as a list has it, and what was found besides."""
    with Journal(None) as journal:
        found = find(order, journal)
        for line in _pairing(journal):
            write_line(line)
        if found:
            for path in discovery.without_partner(journal):
                logger.info(f"without a partner: {storage.join(order.place, path)}")
            _say_passed(found)
        for row in journal.rows(states=(FAILED,)):
            logger.info(f"cannot be done: {row.error}")


def find(order: CorpusRun, journal: Journal) -> discovery.Holdings | None:
    """Note what documents there are in the journal; what a folder holds besides them."""
    reserved = [plan.SUMMARY] if order.form.format == "json" and not order.collected else []
    if order.listed:
        discovery.listed(journal, order.listed, order.place, reserved)
        return None
    skip = [] if not order.output or order.streamed else [order.output, order.summary]
    return discovery.folder(journal, order.place, order.tags, skip, reserved)


def pairing(journal: Journal, found: discovery.Holdings | None) -> None:
    """What was found, as `show` has it, but cut where it is long."""
    documents, _ = journal.totals()
    for line in islice(_pairing(journal), SHOWN):
        logger.info(line)
    if documents > SHOWN:
        logger.info(f"and {documents - SHOWN} more; --dry-run lists them all")
    if found and found.singles:
        more = f" and {found.singles - len(found.single)} more" * (found.singles > len(found.single))
        logger.info(f"without a partner, taken to hold both languages: {', '.join(found.single)}{more}")
    if found:
        _say_passed(found)


def earlier(journal: Journal, order: CorpusRun) -> None:
    """What earlier runs have left to do."""
    others = journal.others(order.fingerprint())
    finished = journal.count(DONE)
    if finished > others:
        logger.info(f"{finished - others} documents are done already, and only looked at for changes")
    if others:
        logger.info(f"{others} documents were done with other settings, and are done again")


def _say_passed(found: discovery.Holdings) -> None:
    if found.passed_over:
        more = ", ..." * (found.passed_over > len(found.passed))
        files = "other file is" if found.passed_over == 1 else "other files are"
        logger.info(f"{found.passed_over} {files} left out: {', '.join(found.passed)}{more}")


def _pairing(journal: Journal) -> Iterator[str]:
    for row in journal.rows():
        if row.source:
            yield f"{row.source}\t{row.target}\t{row.name}"
