"""The page `index.html` of a folder of review pages: its documents, those that most need a look first."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from aligner.corpus.journal import Journal
from aligner.corpus.records import DocumentRecord, State
from aligner.write.html import style_policy, stylesheet
from aligner.write.writer import escape_bytes

NAME = "index"  # name of the page, without suffix
MAX_LISTED = 5000  # documents; a browser takes no time for so many

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{summary}</p>
<table class="documents">
<thead><tr><th scope="col">Document</th><th scope="col">In doubt</th><th scope="col">Pairs</th>
<th scope="col">Without a partner</th><th scope="col">Mean confidence</th></tr></thead>
<tbody>
"""
_TAIL = "</tbody>\n</table>\n</main>\n</body>\n</html>\n"


def index_page(journal: Journal) -> bytes:
    """Return the page. `In doubt` is the share of sentences that may be badly paired; failed documents come last."""
    return "".join(_lines(journal)).encode("utf-8")


def _lines(journal: Journal) -> Iterator[str]:
    aligned, failed = journal.count(State.DONE, State.EMPTY), journal.count(State.FAILED)
    title = "Documents to review"
    summary = f"{aligned} documents, those that most need a look first."
    if aligned > MAX_LISTED:
        summary += f" The first {MAX_LISTED} are listed."
    if failed:
        summary += f" {failed} more have failed."
    yield _HEAD.format(title=title, summary=summary, policy=escape(style_policy()), style=stylesheet())
    for record in journal.by_suspicion(MAX_LISTED):
        yield _row(record)
    for record in journal.documents(states=(State.FAILED,)):
        name, error = (escape(escape_bytes(text)) for text in (record.name, record.error))
        yield f'<tr><td><bdi>{name}</bdi></td><td colspan="4"><bdi>{error}</bdi></td></tr>\n'
    yield _TAIL


def _row(record: DocumentRecord) -> str:
    name = escape_bytes(record.name)
    link = escape(quote(f"{record.name}.html", errors="surrogateescape"))
    counts = record.counts
    if counts is None:
        return f'<tr><td><a href="{link}"><bdi>{escape(name)}</bdi></a></td><td colspan="4"></td></tr>\n'
    pairs = sum(counts.kinds.values())
    mean = f"{counts.millionths / pairs / 1e6:.3f}" if pairs else "–"
    cells = (f"{record.suspicion:.1%}", str(pairs), str(counts.unaligned), mean)
    numbers = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><td><a href="{link}"><bdi>{escape(name)}</bdi></a></td>{numbers}</tr>\n'
