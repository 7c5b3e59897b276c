"""The page `index.html` of a folder of review pages: its documents, those that most need a look first.

It has no script. Links are relative, so that the folder can be moved. The same results give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from aligner import errors, storage
from aligner.corpus import stored_values
from aligner.corpus.journal import Journal
from aligner.corpus.records import DocumentRecord, State
from aligner.corpus.summary import Summary, summarize
from aligner.errors import InputError
from aligner.notices import logger
from aligner.write.html import PAGE_TAIL, Html, page_head
from aligner.write.writer import escape_bytes

NAME = "index"  # name of the page, without suffix
MAX_LISTED = 5000  # documents of either table; a browser takes no time for so many
# Shares of sentences that may be badly paired, from which on the bar of a document is yellow, and red.
SOME_DOUBT, MUCH_DOUBT = 0.05, 0.2
_KEY = "index page"  # in the journal: list of the hashes of the page, the newest one last

_DOCUMENTS_HEAD = """<table class="documents">
<thead><tr><th scope="col">Document</th><th scope="col">In doubt</th><th scope="col">Pairs</th>\
<th scope="col">Without a partner</th><th scope="col">Mean confidence</th></tr></thead>
<tbody>
"""
_FAILURES_HEAD = """<h2>Failed</h2>
<table class="documents failed">
<thead><tr><th scope="col">Document</th><th scope="col">Reason</th></tr></thead>
<tbody>
"""
_TABLE_TAIL = "</tbody>\n</table>\n"


class IndexFile:
    """The file of the page in a folder of results, which may be a URL.

    folder: the folder.
    force: a file that this program did not write may be replaced.
    """

    def __init__(self, folder: str, *, force: bool) -> None:
        self.path = storage.join(folder, NAME + Html.suffix)
        self._force = force

    def check(self, journal: Journal) -> None:
        """Raise InputError if there is a file that no earlier run wrote, and that must not be replaced."""
        if not (self._force or _earlier_digests(journal)) and storage.exists(self.path):
            raise errors.file_exists(self.path)

    def write(self, journal: Journal, parts_folder: str) -> None:
        """Write the page, unless it was edited by hand, which is logged.

        parts_folder: folder in which it is written before it is renamed.

        Raises InputError if it cannot be written.
        """
        earlier = _earlier_digests(journal)
        page = index_page(journal)
        digest = storage.digest(page)
        try:
            existing = storage.digest(storage.read(self.path)) if storage.exists(self.path) else ""
            if existing == digest:
                earlier = [digest]
            elif existing and existing not in earlier and not self._force:
                error = InputError(self.path, "was edited by hand, and is left as it is", hint="--force writes over it")
                logger.warning("%s", error)
                return
            # If the run is killed here, the page may be the earlier one or this one.
            journal.store(_KEY, [*earlier[-1:], digest])
            if existing != digest:
                storage.put(self.path, page, parts_folder)
        except OSError as error:
            raise errors.cannot_write(self.path, error) from None
        journal.store(_KEY, [digest])


def _earlier_digests(journal: Journal) -> list[str]:
    """The hashes of the page that earlier runs have written."""
    return journal.stored(*STORED) or []


def _digests(value: object) -> list[str]:
    """The stored hashes. Raises ValueError if they are none."""
    return stored_values.list_of(value, stored_values.text)


STORED = (_KEY, _digests)  # the key, and the check of what is stored under it


def index_page(journal: Journal) -> bytes:
    """The page. `In doubt` is the share of sentences that may be badly paired; failed documents come last."""
    return "".join(_pieces(journal)).encode("utf-8")


def _pieces(journal: Journal) -> Iterator[str]:
    summary = summarize(journal)
    yield page_head("Documents to review", "index")
    yield _totals(summary)
    if summary.aligned > MAX_LISTED:
        yield f"<p>The {MAX_LISTED} documents that most need a look are listed.</p>\n"
    if summary.aligned:
        yield "<p>“In doubt” is the share of sentences that may be badly paired.</p>\n"
        yield _DOCUMENTS_HEAD
        yield from map(_row, journal.by_suspicion(MAX_LISTED, (State.DONE,)))
        yield _TABLE_TAIL
    if summary.failed:
        yield _FAILURES_HEAD
        for number, record in enumerate(journal.documents(states=(State.EMPTY, State.FAILED))):
            if number == MAX_LISTED:
                yield f'<tr><td colspan="2">and {summary.failed - MAX_LISTED} more</td></tr>\n'
                break
            name = _link(record) if record.state == State.EMPTY else _isolated(record.name)
            yield f"<tr><td>{name}</td><td>{_isolated(record.error)}</td></tr>\n"
        yield _TABLE_TAIL
    yield PAGE_TAIL


def _totals(summary: Summary) -> str:
    """The sums over all documents, as a list of terms."""
    sides = [side for side in (summary.source, summary.target) if side]
    totals = {
        "Documents": summary.documents,
        "Failed": summary.failed or None,
        "Edited by hand": summary.edited.total or None,
        "With a review": summary.reviewed or None,
        "Pairs": summary.pairs,
        "Sentences without a partner": sum(side.unaligned for side in sides),
        "Mean confidence": summary.mean_confidence and f"{summary.mean_confidence:.3f}",
    }
    items = (f"<div><dt>{term}</dt><dd>{value}</dd></div>\n" for term, value in totals.items() if value is not None)
    return f'<dl class="totals">\n{"".join(items)}</dl>\n'


def _row(record: DocumentRecord) -> str:
    """The row of an aligned document."""
    doubt = record.suspicion
    limits = f'min="0" low="{SOME_DOUBT}" high="{MUCH_DOUBT}" max="1" optimum="0"'
    bar = f'<meter {limits} value="{doubt:.3f}" aria-hidden="true"></meter>'  # the number beside it says the same
    cells = [_link(record) + _notes(record), f"{bar} {doubt:.1%}"]
    if counts := record.counts:
        pairs = sum(counts.kinds.values())
        cells += [str(pairs), str(counts.unaligned), f"{counts.millionths / pairs / 1e6:.3f}" if pairs else "–"]
    else:
        cells += ["–"] * 3
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"


def _notes(record: DocumentRecord) -> str:
    """Marks of the work of people on a document, to stand below its name."""
    notes = {
        "with a review": bool(record.review),
        "edited by hand": record.edited,
        "inputs have changed since": record.outdated,
    }
    text = ", ".join(note for note, holds in notes.items() if holds)
    return f"<br><small>{text}</small>" if text else ""


def _link(record: DocumentRecord) -> str:
    """The name of a document, with a link to its page."""
    address = quote(record.name + Html.suffix, errors="surrogateescape")
    return f'<a href="{escape(address)}">{_isolated(record.name)}</a>'


def _isolated(text: str) -> str:
    """A text in a direction of its own, whatever the direction of its letters is."""
    return f"<bdi>{escape(escape_bytes(text))}</bdi>"
