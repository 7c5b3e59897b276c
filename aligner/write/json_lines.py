"""JSON lines: one JSON object a bead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from json import dumps
from typing import Any

from aligner.bitext import Bead, Bitext, Why
from aligner.write.document import OutputDocument, OutputOptions
from aligner.write.writer import Flags, Writer

# JSON allows these three characters in a string, but many programs that read lines end a line at them.
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


class JsonLines(Writer):
    """One JSON object a bead and line. In a file of several documents, each object begins with `document`."""

    name = "jsonl"
    suffix = ".jsonl"
    flags = Flags.ALWAYS
    shows_reasons = True

    def lines(self, document: OutputDocument, options: OutputOptions) -> Iterator[str]:
        """Yield one object a bead."""
        for bead in document.beads:
            yield bead_object(document.bitext, bead) + "\n"

    def collected(self, name: str, document: OutputDocument, options: OutputOptions) -> Iterator[str]:
        """Yield one object a bead, with the name of the document first."""
        for bead in document.beads:
            yield bead_object(document.bitext, bead, {"document": name}) + "\n"


def bead_object(bitext: Bitext, bead: Bead, first_items: Mapping[str, Any] | None = None) -> str:
    """Return a bead as a JSON object on one line.

    first_items: items of the object that stand before the items of the bead.
    """
    items = {
        **(first_items or {}),
        "src_text": bitext.source.passage(bead.source),
        "trg_text": bitext.target.passage(bead.target),
        "src_lang": bitext.source.language,
        "trg_lang": bitext.target.language,
        "kind": bead.kind,
        "confidence": round(bead.confidence, 3),
        "src_sentences": list(bead.source),
        "trg_sentences": list(bead.target),
        "src_span": bitext.source.span(bead.source),
        "trg_span": bitext.target.span(bead.target),
        "flags": bead.flags,
    }
    if bead.why:
        items["why"] = _reasons(bead.why)
    return dumps(items, ensure_ascii=False).translate(_LINE_ENDS)


def _reasons(why: Why) -> dict[str, Any]:
    """Return the evidence for a bead, in nats, and the words and numbers that it rests on."""
    nats = {name: round(getattr(why, name), 2) + 0.0 for name in ("kind", *why.evidence())}  # no -0.0
    both, source, target = why.numbers
    return nats | {"matched": why.matched, "numbers": {"both": both, "src": source, "trg": target}}
