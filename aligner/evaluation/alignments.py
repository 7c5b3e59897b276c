"""Alignments in files: beads by numbers of sentences, by their texts, or by both, and the gold of raw texts."""

from __future__ import annotations

import json
import os.path
from collections.abc import Sequence
from contextlib import ExitStack, closing
from itertools import islice
from typing import Any, NamedTuple

import regex

from aligner import storage
from aligner.convert.inputs import Input
from aligner.convert.pair_file import PairFile, Wanted
from aligner.convert.readers import MOSES, recognised
from aligner.errors import InputError
from aligner.evaluation import bead_lines
from aligner.evaluation.document_names import moses_pair
from aligner.evaluation.raw_gold import RawGold, Segment, gold_of_segments
from aligner.read import review

_RAW_GOLD = regex.compile(r'(?s)\s*\{.*"segments"\s*:')
_NUMBERED = regex.compile(r'"(?:src|trg)_sentences"\s*:')  # of a row of JSON, whose sentences have numbers
_HEAD_LINES = 200  # lines that may be blank or comments before the first bead


class Entry(NamedTuple):
    """A bead of a file.

    number: number of its line, or of its row, from 1.
    source, target: numbers of its sentences, from 0; empty for all entries of a file without numbers.
    source_text, target_text: its texts; empty for all entries of a file without texts.
    confidence: in [0, 1]; None if it is not known.
    """

    number: int
    source: tuple[int, ...] = ()
    target: tuple[int, ...] = ()
    source_text: str = ""
    target_text: str = ""
    confidence: float | None = None

    @property
    def numbers(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The numbers of the sentences of both sides."""
        return self.source, self.target

    @property
    def texts(self) -> tuple[str, str]:
        """The texts of both sides."""
        return self.source_text, self.target_text


class Alignment(NamedTuple):
    """The alignment of one document, as a file has it.

    name: the file.
    unit: `line` or `row`, which the numbers of the entries count.
    entries: the beads; empty for the gold of raw texts.
    has_numbers, has_texts: True if the entries have numbers of sentences, and texts.
    sizes: numbers of sentences of both sides; None if the file does not say.
    raw: the gold of raw texts, for a file of such a gold.
    moses: the two files of a Moses pair; empty for another format.
    notices: what was assumed in reading.
    """

    name: str
    unit: str
    entries: list[Entry]
    has_numbers: bool = False
    has_texts: bool = False
    sizes: tuple[int, int] | None = None
    raw: RawGold | None = None
    moses: Sequence[str] = ()
    notices: Sequence[str] = ()

    def swapped(self) -> Alignment:
        """Return the same alignment with the source as the target."""
        entries = [
            entry._replace(
                source=entry.target,
                target=entry.source,
                source_text=entry.target_text,
                target_text=entry.source_text,
            )
            for entry in self.entries
        ]
        sizes = self.sizes and (self.sizes[1], self.sizes[0])
        return self._replace(entries=entries, sizes=sizes)

    def error(self, entry: Entry, problem: str, hint: str) -> InputError:
        """Return the error for an entry."""
        if self.unit == "line":
            return InputError(self.name, problem, hint=hint, line=entry.number)
        return InputError(f"{self.name}, row {entry.number}", problem, hint=hint)


def read_alignment(path: str, wanted: Wanted, root: str = "") -> Alignment:
    """Return the alignment in a file, whose format is recognised by its content, or else by its suffix.

    path: an index, a ladder, a review, the gold of raw texts, a file that `align convert` reads, or one text of a
        Moses pair, whose partner stands beside it.
    wanted: the languages and the encoding that the user named.
    root: the folder out of which links to the partner must not lead; empty if the user named the file.

    Raises InputError for a file that is none of these, and for one that is not as its format asks.
    """
    file = Input(path)
    try:
        if not file.head:
            raise InputError(file.name, "the file is empty", hint="give a file of beads or of pairs")
        if review.is_review(file.head):
            return _of_review(review.read_review(file.name, file.read()))
        if _RAW_GOLD.match(file.head_text):
            return _read_raw_gold(file, wanted.encoding)
        end = "\n" if "\n" in file.head_text else "\r"  # as `Input.lines` has it
        head = islice(enumerate(file.head_text.split(end), 1), _HEAD_LINES)
        first = next(bead_lines.content(head), (0, ""))[1].removesuffix("\r")
        if bead_lines.is_index_line(first):
            return _of_lines(file.name, bead_lines.read_index(file.lines(wanted.encoding), file.name))
        if bead_lines.is_rung(first):
            beads, sizes = bead_lines.read_ladder(file.lines(wanted.encoding), file.name)
            return _of_lines(file.name, beads)._replace(sizes=sizes)
        return _read_pairs(file, wanted, root)
    finally:
        file.close()


def _of_review(checked: review.Review) -> Alignment:
    """Return the alignment of a review; raises InputError unless all of its sentences are in checked rows."""
    for name, size, side in zip(("source", "target"), checked.sizes, (0, 1), strict=True):
        if (done := sum(len(bead[side]) for bead in checked.checked)) != size:
            problem = f"of {size} {name} sentences, {done} stand in checked rows"
            raise InputError(checked.name, problem, hint="check all rows on the page, and save the review again")
    entries = [Entry(row, tuple(source), tuple(target)) for row, (source, target) in enumerate(checked.checked, 1)]
    return Alignment(checked.name, "row", entries, has_numbers=True, sizes=checked.sizes)


def _of_lines(name: str, beads: list[bead_lines.LineBead]) -> Alignment:
    entries = [Entry(bead.line, bead.source, bead.target, confidence=bead.confidence) for bead in beads]
    return Alignment(name, "line", entries, has_numbers=True)


def _read_pairs(file: Input, wanted: Wanted, root: str) -> Alignment:
    """Return the alignment in a file of pairs, or in a Moses pair."""
    reader = recognised(file)
    if reader and reader.files == 1:
        # The texts of rows are not numbered but by JSON; a count of the kinds would be wrong if rows were left out.
        is_numbered = reader.name in ("json", "jsonl") and _NUMBERED.search(file.head_text) is not None
        return _of_rows(file, reader.read([file], wanted), is_numbered)
    paths = moses_pair(file.path, root)
    if not paths:
        hint = "give an index, a ladder, JSON, TSV, CSV, XLSX, TMX, or book.ar beside book.en"
        raise InputError(file.name, "this is no alignment", hint=hint)
    with ExitStack() as stack:
        texts = [stack.enter_context(closing(Input(path))) for path in paths]
        return _of_rows(file, MOSES.read(texts, wanted), False)._replace(moses=paths)


def _of_rows(file: Input, pairs: PairFile, is_numbered: bool) -> Alignment:
    """Return the alignment of rows."""
    entries = []
    for number, row in enumerate(pairs.rows, 1):
        if row.document:
            hint = "write one file a document, and give the folder of them"
            raise InputError(f"{file.name}, row {number}", f"it is of the document {row.document}", hint=hint)
        numbers = (tuple(row.source_numbers), tuple(row.target_numbers)) if is_numbered else ((), ())
        entries.append(Entry(number, *numbers, row.source, row.target, row.confidence))
    sizes = _sizes(pairs.meta) if is_numbered else None
    return Alignment(file.name, "row", entries, is_numbered, True, sizes, notices=pairs.notices)


def _sizes(meta: Any) -> tuple[int, int] | None:
    """Return the numbers of sentences that the metadata of `align` name; None if they do not."""
    try:
        source, target = (int(side["sentences"]) for side in meta["sentences"].values())
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):  # OverflowError: an infinite number
        return None
    return source, target


def _read_raw_gold(file: Input, encoding: str | None) -> Alignment:
    """Return the gold of raw texts: a JSON object with the files of both sides, and segments.

    Raises InputError if it lacks them, or does not fit the files.
    """
    shape = 'give {"src": {"file": ...}, "tgt": {"file": ...}, "segments": [{"src": [0, 42], "tgt": [0, 55]}, ...]}'
    try:
        value = json.loads(file.read().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(file.name, f"this is not JSON ({error})", hint=shape) from None
    try:
        names = [value[side]["file"] for side in ("src", "tgt")]
        segments: list[Segment] = [(_span(item["src"]), _span(item["tgt"])) for item in value["segments"]]
        paths = [storage.join(os.path.dirname(file.path), _file_name(name)) for name in names]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise InputError(file.name, "this is no gold of raw texts", hint=shape) from None
    source, target = (read_text(path, encoding) for path in paths)
    raw = gold_of_segments(source, target, segments, file.name)
    return Alignment(file.name, "row", [], raw=raw)


def _file_name(value: Any) -> str:
    """Return the name of a file from JSON. Raises ValueError for a value that no file can have as its name."""
    if not isinstance(value, str) or not value or "\0" in value:
        raise ValueError(value)
    value.encode("utf-8")  # JSON may hold half a character, for which UnicodeEncodeError is a ValueError
    return value


def _span(value: Any) -> tuple[int, int] | None:
    """Return a span of JSON; None for null. Raises ValueError for another value."""
    if value is None:
        return None
    start, end = value
    if type(start) is not int or type(end) is not int:
        raise ValueError(value)
    return start, end


def read_text(path: str, encoding: str | None) -> str:
    """Return the text of a file as it stands, with its line ends."""
    file = Input(path)
    try:
        return "".join(file.raw_lines(encoding, ""))
    finally:
        file.close()


def read_sentences(path: str, encoding: str | None) -> list[str]:
    """Return the lines of a file."""
    file = Input(path)
    try:
        return [line for _, line in file.lines(encoding)]
    finally:
        file.close()
