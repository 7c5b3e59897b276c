"""JSON lines: one JSON object a bead."""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps

from aligner.rows import Row, Rows
from aligner.write.document import OutputOptions
from aligner.write.encodable import encodable
from aligner.write.writer import Flags, TextWriter

# JSON allows these three characters in a string, but many programs that read lines end a line at them.
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


class JsonLines(TextWriter):
    """One JSON object a bead and line. In a file of several documents, each object begins with `document`."""

    name = "jsonl"
    suffix = ".jsonl"
    other_suffixes = (".ndjson",)
    appends = True
    flags = Flags.ALWAYS
    shows_reasons = True

    def body(self, rows: Rows, options: OutputOptions) -> Iterator[str]:
        """Yield one object a bead."""
        for row in encodable(rows):
            yield row_object(row, rows, options) + "\n"


def row_object(row: Row, rows: Rows, options: OutputOptions) -> str:
    """Return a row as a JSON object on one line.

    rows: the rows that it belongs to.
    """
    items = {
        **({"document": row.document} if options.documents else {}),
        "src_text": row.source,
        "trg_text": row.target,
        "src_lang": rows.source_language,
        "trg_lang": rows.target_language,
        "kind": row.kind,
        "confidence": None if row.confidence is None else round(row.confidence, 3),
        "src_sentences": list(row.source_numbers),
        "trg_sentences": list(row.target_numbers),
        "src_span": row.source_span,
        "trg_span": row.target_span,
        **_origins(row),
        "flags": row.flags,
        **({} if row.why is None else {"why": row.why}),
    }
    return json_text(items)


def _origins(row: Row) -> dict[str, object]:
    """Return the places that a row comes from, and its times; a file that has none has no such members."""
    items: dict[str, object] = {}
    if row.source_origin or row.target_origin:
        items |= {"src_origin": list(row.source_origin), "trg_origin": list(row.target_origin)}
    if row.source_time or row.target_time:
        items |= {"src_time": row.source_time, "trg_time": row.target_time}
    return items


def json_text(items: object) -> str:
    """Return a value as JSON on one line, for programs that end a line at the line ends of Unicode, too."""
    return dumps(items, ensure_ascii=False).translate(_LINE_ENDS)
