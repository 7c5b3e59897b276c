"""The lines of a text with the weight of the evidence for either language; see `aligner.language_weights`."""

from __future__ import annotations

from collections import Counter

import regex

from aligner.bitext import Span
from aligner.characters import BYTE_ORDER_MARK
from aligner.language_weights import NATIVE, LanguageWeights, Weigher
from aligner.read import front_matter
from aligner.text_lines import numbered_lines

MIXED = (0.3, 0.7)  # shares of the source in the weight, between which the language of a line is uncertain

NO_EVIDENCE = LanguageWeights((0, 0), (0, 0), has_words=False)
_FENCE = regex.compile(r"\s*+(?:```|~~~)")  # begins or ends a block of code in Markdown
_LABEL = regex.compile(r"\W*+(?P<label>[\p{L}\p{M}]++(?: [\p{L}\p{M}]++){0,2})\s?:\s++")  # Text in English:
_LANGUAGE_LABEL = regex.compile(
    r"(?i)(?:النص |الترجمة )?(?:ال|با?ل)?(?:عربية?|[إا]نجليزية?|[إا]نكليزية?|ترجمة|أصل)"
    r"|(?:in )?(?:arabic|english)(?: text)?|translation|original|source|target|ar|en"
)


class Line:
    """A visible line of a text.

    number: number of the line, from 1, counting blank lines.
    span: the line without its line end, and without byte order marks at its ends.
    evidence: its letters and their weight.
    letters: number of letters of both languages.
    side: the likelier language: 0 for the source, 1 for the target; None if there is no majority.
    """

    __slots__ = ("evidence", "letters", "number", "side", "span")

    def __init__(self, number: int, span: Span, evidence: LanguageWeights) -> None:
        self.number, self.span, self.evidence = number, span, evidence
        # Each is asked for many times.
        self.letters = sum(evidence.letters)
        self.side = evidence.side

    @property
    def is_mixed(self) -> bool:
        """True if the line holds much of both languages."""
        source, target = self.evidence.weights
        return bool(source and target) and MIXED[0] <= source / (source + target) <= MIXED[1]

    @property
    def is_native(self) -> bool:
        """True if the line has letters, and none of them is Latin."""
        return bool(self.letters) and max(self.evidence.weights) == NATIVE * self.letters

    @property
    def may_be_code(self) -> bool:
        """True if the line has Latin letters only, and no function word: it may be code or a name."""
        is_latin = not all(self.evidence.letters) and not self.is_native
        return bool(self.letters) and is_latin and not self.evidence.function_words

    def strays(self, side: int) -> bool:
        """Return whether the line is in the other language than that of a side."""
        return self.side is not None and self.side != side


def weigh_lines(text: str, weigh: Weigher) -> list[Line]:
    """Return the visible lines of a text with their numbers and the weight of their languages.

    The keys of front matter have no weight. Fenced blocks of code have none if both languages are outside of them.
    """
    numbers, spans = [], []
    for number, line_span in numbered_lines(text):
        numbers.append(number)
        spans.append(_trim(text, line_span))
    fields = front_matter.field_lines(text, spans)
    lines = []
    for index, (number, span) in enumerate(zip(numbers, spans, strict=True)):
        line = text[span.start : span.end]
        lines.append(Line(number, span, weigh(front_matter.field_value(line) if index in fields else line)))
    lines = without_labels(text, lines, weigh, repeated=False)
    code = _fenced(text, spans)
    if {line.side for index, line in enumerate(lines) if index not in code} >= {0, 1}:
        return [
            Line(line.number, line.span, NO_EVIDENCE) if index in code else line for index, line in enumerate(lines)
        ]
    return lines


def without_labels(text: str, lines: list[Line], weigh: Weigher, *, repeated: bool = True) -> list[Line]:
    """Return lines of which a label at the beginning has no weight, if it is in the other language than the rest.

    A label is a short text with a colon that names a language, or that begins several lines.

    text: the decoded input.
    lines: its visible lines.
    weigh: weighs the rest of a line.
    repeated: whether a text that begins several lines is a label; in a glossary it is a word.
    """
    labels = {index: _LABEL.match(text, *line.span) for index, line in enumerate(lines) if all(line.evidence.letters)}
    counts = Counter(label["label"] for label in labels.values() if label)
    result = list(lines)
    for index, label in labels.items():
        if label and ((repeated and counts[label["label"]] > 1) or _LANGUAGE_LABEL.fullmatch(label["label"])):
            evidence = weigh(text[label.end() : lines[index].span.end])
            if evidence.side is not None:
                result[index] = Line(lines[index].number, lines[index].span, evidence)
    return result


def _fenced(text: str, spans: list[Span]) -> set[int]:
    """Return the indices of the lines of blocks of code with their fences; none if a fence is missing."""
    fences = [index for index, span in enumerate(spans) if _FENCE.match(text, *span)]
    if len(fences) % 2:
        return set()
    return {index for first, last in zip(fences[::2], fences[1::2], strict=True) for index in range(first, last + 1)}


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while text[start] == BYTE_ORDER_MARK:
        start += 1
    while text[end - 1] == BYTE_ORDER_MARK:
        end -= 1
    return Span(start, end)
