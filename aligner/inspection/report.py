"""The report about one document: its inputs, its two sides, and its faults."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aligner.bitext import Document, InputText
from aligner.characters import LINE_END
from aligner.errors import InputError
from aligner.health import checks
from aligner.inspection import first_pairs, measures
from aligner.notices import TextWarning
from aligner.preparation import PreparedDocument, prepare
from aligner.read import readers
from aligner.separate.sides import TWO_FILES
from aligner.settings import Settings

BEGINNING = 60  # characters of the longest sentence, by which it is found in the text

# The kinds of warnings, the most serious one first: those that spoil the alignment, then those that spoil its use.
# A kind that is missing here comes last.
SEVERITY = (
    "reversed",
    "mojibake",
    "glued",
    "controls",
    "bidi",
    "repeated",
    "homoglyphs",
    "forms",
    "mixed-forms",
    "zero-width",
    "persian",
    "bom",
)


@dataclass(frozen=True)
class InputReport:
    """One file as it was read.

    name: its name as the user gave it.
    format: name of its format.
    encoding: Python name of its encoding; empty for a format without one.
    encoding_reason: why this encoding was taken; empty if the format prescribes it.
    line_ends: number of line ends of each sort; empty if the reader has made the text, as of a table.
    characters, lines: size of its text.
    scripts: share of the letters of each script.
    digits: number of digits of each system.
    """

    name: str
    format: str
    encoding: str
    encoding_reason: str
    line_ends: Mapping[str, int]
    characters: int
    lines: int
    scripts: Mapping[str, float]
    digits: Mapping[str, int]


class LongestSentence(NamedTuple):
    """The longest sentence of a side.

    characters: its length, white space included.
    line: number of the line, from 1, on which it begins.
    origin: its place in a file that is not plain text, such as `paragraph 3`; empty for plain text.
    begins: its first characters, `BEGINNING` at most.
    """

    characters: int
    line: int
    origin: str
    begins: str


@dataclass(frozen=True)
class SideReport:
    """One side of a document.

    language: its tag.
    name: name of the input that holds it.
    paragraphs, sentences: their numbers.
    characters: its length as `measures.length` counts.
    scripts: share of the letters of each script.
    digits: number of digits of each system.
    longest: its longest sentence; None if it has none.
    """

    language: str
    name: str
    paragraphs: int
    sentences: int
    characters: int
    scripts: Mapping[str, float]
    digits: Mapping[str, int]
    longest: LongestSentence | None


@dataclass(frozen=True)
class Report:
    """The report about a document.

    name: name of the document, or of its inputs.
    inputs: the inputs that could be read.
    warnings: faults of the texts, the most serious one first.
    layout: `two files`, or how one file holds both languages; empty if the sides could not be told apart.
    layout_reason: why this layout was taken.
    sides: the source and the target; empty if they could not be told apart.
    notices: sentences for the user about how the inputs were read.
    first_pairs: the texts of the first beads of the beginning of the document; empty if they were not asked for.
    error: why the document cannot be aligned; empty if it can.
    """

    name: str
    inputs: Sequence[InputReport]
    warnings: Sequence[TextWarning] = ()
    layout: str = ""
    layout_reason: str = ""
    sides: Sequence[SideReport] = ()
    notices: Sequence[str] = ()
    first_pairs: Sequence[tuple[str, str]] = ()
    error: str = ""

    @property
    def length_ratio(self) -> float | None:
        """Target characters per source character; None without characters."""
        if not self.sides or not self.sides[0].characters:
            return None
        return self.sides[1].characters / self.sides[0].characters

    @property
    def sentence_ratio(self) -> float | None:
        """Target sentences per source sentence; None without sentences."""
        if not self.sides or not self.sides[0].sentences:
            return None
        return self.sides[1].sentences / self.sides[0].sentences

    @property
    def usual_ratio(self) -> measures.UsualRatio | None:
        """The usual range of the length ratio; None if none is known for the languages."""
        return measures.usual_ratio(*(side.language for side in self.sides)) if self.sides else None

    @property
    def is_usual(self) -> bool | None:
        """True if the length ratio is usual; None if that is not known, and for texts that are too short to tell."""
        usual, ratio = self.usual_ratio, self.length_ratio
        if usual is None or ratio is None or min(side.characters for side in self.sides) < measures.MIN_LENGTH:
            return None
        return ratio in usual


def inspect(paths: Sequence[str], settings: Settings, name: str = "", *, with_pairs: bool = False) -> Report:
    """Return the report about a document. A file that cannot be read is the error of the report.

    paths: one path of a file that holds both languages, or two paths; `-` is standard input.
    settings: how to read and split them.
    name: name of the document; empty for the names of its inputs.
    with_pairs: whether to align the beginning of the document.
    """
    texts, errors = [], []
    for path in paths:
        try:
            texts.append(readers.read_path(path, settings.encoding))
        except InputError as error:
            errors.append(str(error))
    inputs = [_input_report(text) for text in texts]
    name = name or " and ".join(text.name for text in texts) or " and ".join(paths)
    tags = (settings.source, settings.target)
    if not errors:
        try:
            return _with_sides(Report(name, inputs), prepare(texts, settings), settings, with_pairs=with_pairs)
        except InputError as error:
            errors.append(str(error))
    return Report(name, inputs, _by_severity(checks.check(texts, tags)), error="; ".join(errors))


def _with_sides(report: Report, prepared: PreparedDocument, settings: Settings, *, with_pairs: bool) -> Report:
    """Return a report with what is known about the sides of a document."""
    source, target = prepared.parallel.source, prepared.parallel.target
    names = [text.name for text in prepared.texts]
    sides = [_side_report(source, names[0]), _side_report(target, names[-1])]
    inputs = sorted(report.inputs, key=lambda file: names.index(file.name))
    reason = "as named" if settings.layout or settings.columns else "detected"
    if prepared.layout == TWO_FILES:
        reason = ""
    elif prepared.other_reading:
        reason += f"; it may be {prepared.other_reading.layout}, which the alignment decides"
    empty = [side for side in sides if not side.sentences]
    pairs = first_pairs.first_pairs(prepared, settings) if with_pairs and not empty else []
    return Report(
        report.name,
        inputs,
        _by_severity([notice.warning for notice in prepared.notices if notice.warning]),
        prepared.layout,
        reason,
        sides,
        [notice.text for notice in prepared.notices if notice.level > logging.INFO and not notice.warning],
        pairs,
        "; ".join(f"{side.name}: there is no sentence in {side.language}" for side in empty),
    )


def _by_severity(warnings: Sequence[TextWarning]) -> list[TextWarning]:
    """Return warnings with the most serious one first, and otherwise in their order."""
    return sorted(
        warnings, key=lambda warning: SEVERITY.index(warning.kind) if warning.kind in SEVERITY else len(SEVERITY)
    )


def _input_report(text: InputText) -> InputReport:
    """Return the report about one file."""
    ends = len(LINE_END.findall(text.text))
    lines = ends + (not text.text.endswith(("\n", "\r")) and bool(text.text))
    is_file = not text.places and not text.rows  # otherwise the reader has made the text
    line_ends = measures.line_ends(text.text) if is_file else {}
    return InputReport(
        text.name,
        text.format,
        text.encoding,
        text.encoding_reason,
        line_ends,
        len(text.text),
        lines,
        measures.script_shares(text.text),
        measures.digit_systems(text.text),
    )


def _side_report(document: Document, name: str) -> SideReport:
    """Return the report about one side of a document.

    name: name of the input that holds it.
    """
    sentences = [document.text[start:end] for start, end in document.sentences]
    text = "\n".join(sentences)
    longest = None
    if sentences:
        number = max(range(len(sentences)), key=lambda number: len(sentences[number]))
        start = document.sentences[number].start
        places = document.places_of(range(number, number + 1))
        longest = LongestSentence(
            len(sentences[number]),
            bisect_right(document.line_starts, start),
            places[0].label if places else "",
            sentences[number][:BEGINNING],
        )
    return SideReport(
        document.language,
        name,
        len(document.paragraphs),
        len(sentences),
        measures.length(text),
        measures.script_shares(text),
        measures.digit_systems(text),
        longest,
    )
