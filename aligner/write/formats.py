"""A bitext to lines: TSV, JSON, JSON lines and beads by number; and files written whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from json import dumps
from pathlib import Path
from typing import Any, NamedTuple

from aligner.bitext import Bead, Bitext, Why
from aligner.errors import InputError

TSV_HEADER = "src_text\ttrg_text\tconfidence\tkind"
FLAGS_HEADER = "\tflags"
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


class OutputDocument(NamedTuple):
    """What is to be written: a bitext, those of its beads that are kept, and what is known of the run."""

    bitext: Bitext
    beads: tuple[Bead, ...]
    meta: Mapping[str, Any]


class OutputOptions(NamedTuple):
    """How to write: a key of `FORMATS`; whether TSV has a header; whether files may be written over; whether TSV has
    a column of flags."""

    format: str = "tsv"
    header: bool = True
    force: bool = False
    flags: bool = False


def tsv(rows: OutputDocument, *, header: bool = True, flags: bool = False) -> Iterator[str]:
    """Source text, target text, confidence, kind, and flags if asked. Nothing is quoted: read it without quoting.

    A tab or a line break of any kind inside a text becomes a space, so that a line is a bead.
    """
    if header:
        yield TSV_HEADER + FLAGS_HEADER * flags + "\n"
    for bead in rows.beads:
        source = _BREAKS.sub(" ", rows.bitext.source.passage(bead.source))
        target = _BREAKS.sub(" ", rows.bitext.target.passage(bead.target))
        flagged = "\t" + ",".join(bead.flags) if flags else ""
        yield f"{source}\t{target}\t{bead.confidence:.3f}\t{bead.kind}{flagged}\n"


def jsonl(rows: OutputDocument) -> Iterator[str]:
    """One JSON object a bead and line."""
    for bead in rows.beads:
        yield _record(rows.bitext, bead) + "\n"


def json(rows: OutputDocument) -> Iterator[str]:
    """One JSON object: `meta`, and `pairs` with an object a bead, a line each."""
    meta = dumps(rows.meta, ensure_ascii=False, indent=2).replace("\n", "\n  ")
    yield f'{{\n  "meta": {meta},\n  "pairs": ['
    separator = "\n    "
    for bead in rows.beads:
        yield separator + _record(rows.bitext, bead)
        separator = ",\n    "
    yield "\n  ]\n}\n" if rows.beads else "]\n}\n"


def index(rows: OutputDocument) -> Iterator[str]:
    """The sentence numbers of a bead, from 0, and its confidence: `[0, 1]:[0]:0.987`."""
    for bead in rows.beads:
        yield f"{list(bead.source)}:{list(bead.target)}:{bead.confidence:.3f}\n"


FORMATS: dict[str, Callable[[OutputDocument], Iterator[str]]] = {
    "tsv": tsv,
    "json": json,
    "jsonl": jsonl,
    "index": index,
}


def lines(rows: OutputDocument, form: OutputOptions) -> Iterator[str]:
    """The lines of the output; only TSV has a header to leave out."""
    return tsv(rows, header=form.header, flags=form.flags) if form.format == "tsv" else FORMATS[form.format](rows)


def collected(name: str, rows: OutputDocument, form: OutputOptions) -> Iterator[str]:
    """The lines of one document among others in a file: each says which document it is of, first.

    As `document` in JSON lines, in a column of its own otherwise. Raises ValueError for JSON, in which a file is
    one document.
    """
    name = name.encode("utf-8", "backslashreplace").decode("utf-8")
    if form.format == "jsonl":
        return (_record(rows.bitext, bead, {"document": name}) + "\n" for bead in rows.beads)
    if form.format == "json":
        raise ValueError("JSON holds one document")
    column = _BREAKS.sub(" ", name)
    return (f"{column}\t{line}" for line in lines(rows, form._replace(header=False)))


def collected_header(form: OutputOptions) -> str:
    """The first line of a file that collects documents; empty where there is none."""
    return f"document\t{TSV_HEADER}{FLAGS_HEADER * form.flags}\n" if form.format == "tsv" and form.header else ""


def _record(bitext: Bitext, bead: Bead, first: Mapping[str, Any] | None = None) -> str:
    record = {
        **(first or {}),
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
        record["why"] = _reasons(bead.why)
    # JSON may hold these three as they are, but many readers of lines would end a line at them.
    return dumps(record, ensure_ascii=False).translate(_LINE_ENDS)


def _reasons(why: Why) -> dict[str, Any]:
    """What spoke for a bead and against it, in nats, and the words and numbers that did."""
    nats = {name: round(getattr(why, name), 2) + 0.0 for name in ("kind", "length", "breaks", "words")}  # no -0.0
    both, source, target = why.numbers
    return nats | {"matched": why.matched, "numbers": {"both": both, "src": source, "trg": target}}


def check_writable(path: Path, form: OutputOptions) -> None:
    """Raise InputError unless a file can be written there: its folder exists, and it does not or may go."""
    try:
        os.stat(path)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise InputError(str(path), f"cannot be written: {error.strerror}") from None
    if os.path.isdir(path):
        raise InputError(str(path), "this is a folder", hint="name a file in it")
    if not os.path.isdir(path.parent):
        raise InputError(str(path), f"there is no folder {path.parent}", hint="make it first")
    if os.path.isfile(path) and not form.force:
        raise InputError(str(path), "the file exists", hint="write over it with --force")


def write_atomically(path: Path, rows: OutputDocument, form: OutputOptions) -> None:
    """Write a file in UTF-8, whole or not at all: under another name first, then renamed."""
    check_writable(path, form)
    special = os.path.exists(path) and not os.path.isfile(path)  # a pipe or a device cannot be replaced
    real = path if special else Path(os.path.realpath(path))  # a link stays, and what it points to is written
    aside = real if special else real.with_name(f".align-{os.getpid()}.part")
    try:
        with open(aside, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines(rows, form))
        if not special:
            os.replace(aside, real)
    except OSError as error:
        raise InputError(str(path), f"cannot be written: {error.strerror or error}") from None
    finally:
        if not special and os.path.exists(aside):
            os.unlink(aside)
