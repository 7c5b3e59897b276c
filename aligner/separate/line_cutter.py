"""The parts of a line in both languages: where its language changes, and what separates them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import regex

from aligner.bitext import Span
from aligner.characters import CLOSERS, VISIBLE
from aligner.language_weights import LanguageWeights, Weigher, mask_neutral_text
from aligner.separate.line_languages import Line
from aligner.separate.transcription import ALIKE, likeness

MAX_CHANGES = 20  # changes of the script in a part of a line, above which it is not cut; each is tried
CLEARER = 0.2  # difference of the likeness of a transcription and of a translation, which is short and alike by chance
STRAY = 0.25  # share of the weight in the wrong part of a line, above which the line is not cut

# Signs that separate where they stand between blanks: no quotes, brackets, currencies or emoji, and no "+", "&" or "%",
# which join words; an underscore may be masked text.
_SIGNS = r"[[\p{Sm}\p{Sk}\u2190-\u21ff\u2500-\u25ff\u27f0-\u27ff\u2900-\u297f/:;#@*\\–—-]--[+]]"
_CUT = regex.compile(
    rf"""
      [^\S\r\n]*+ (?P<cell> \|[|\s]*+ | \t\s*+ )                             # a bar or a tab
    | [^\S\r\n]*+ (?P<sign>                                                # =>, ::, /
        (?: =+>? | [-–—]++> | [→⇒↔←⇐~•·／¦‖] | :{{2,}} ) (?=[\s\p{{L}}\p{{N}}])
      | (?<=[^\S\r\n]) (?: {_SIGNS}{{1,5}}+ | [،,] ) (?=\s) (?!\s++\|)
      ) \s*+
    | [^\S\r\n]++ (?P<leader> \.{{3,}}+ | …++ ) (?=\s) \s*+                  # قطار ...... train
    | (?P<mark> [.!?؟۔…]++ {CLOSERS} ) \s++                           # the end of a sentence
    | [^\S\r\n]{{2,}}+                                                 # a run of blanks
    """,
    regex.VERBOSE | regex.V1,
)
# Punctuation between two languages separates them. Quotes and brackets beside it belong to the parts.
_PUNCTUATION = regex.compile(
    r"""(?P<close>[.!?؟۔…]*+["”»’')\]*_]*+)\s*+(?:[:;,،؛]|[-–—]++)?\s*+(?P<open>["“«‘'(\[*_]*+)"""
)
_CLOSING_TAG = regex.compile(r"</\w++>")
_NUMBER = regex.compile(r"[(\[]?\p{N}{1,3}[.)\]]++")  # a label before a part, such as "1." or "(1)"
_OPENER = regex.compile(r"""(?<!\S)[(\[{«“‘"'‹]""")
_BLANK = regex.compile(r"\s")
BRACKETS = regex.compile(r"[(\[{] \s*+ (?P<inside> [^()\[\]{}]++ ) [)\]}]", regex.VERBOSE)
_WORD = regex.compile(r"[\p{Latin}\p{M}\p{N}'’]++|[[\p{L}--\p{Latin}]\p{M}\p{N}ـ'’]++", regex.V1)  # of one script


class Piece(NamedTuple):
    """A part of a line in one language.

    span: the part, without separators around it.
    side: 0 for the source, 1 for the target; None if it has no letters.
    has_words: False if it holds nothing but names in Latin letters.
    cut: True if it begins the line, or if a separator or the end of a sentence is before it.
    separated: True if it begins the line, or if a separator is before it.
    begins_cell: True if a bar or a tab is before it.
    is_cell: True if it is all that stands between bars, tabs and ends of the line.
    """

    span: Span
    side: int | None
    has_words: bool
    cut: bool = True
    separated: bool = True
    begins_cell: bool = False
    is_cell: bool = False


class LineCutter:
    """Cuts lines of a text where their language changes.

    text: the decoded input.
    weigh: weighs the languages of a part of it.
    """

    def __init__(self, text: str, weigh: Weigher) -> None:
        self.text = text
        self.masked = mask_neutral_text(text)
        self.weigh = weigh
        self.transcriptions: dict[int, Piece] = {}  # parts that are left out, by the number of the line
        self.ignored_cells: list[int] = []  # numbers of the lines with cells without letters, which are left out
        self.joined_cells: list[int] = []  # numbers of the lines with several cells in one language, which are joined

    def pieces(self, line: Line) -> list[Piece]:
        """Return the parts of a line, in order; the language of each differs from that of the part before it.

        Returns no part of a line that does not change its language, or changes it an even number of times.
        """
        if not all(line.evidence.letters):
            return []
        transcription = self.transcriptions.get(line.number)
        segments = [segment for segment in self._segments(line.span) if segment != transcription]
        alone = sum(segment.side is not None for segment in segments) == 1
        parts = [part for segment in segments for part in self._split(segment, alone=alone)]
        merged: list[Piece] = []
        for part in parts:
            before = merged[-1] if merged else None
            if part.side is None and part.is_cell:
                self.ignored_cells.append(line.number)
            elif before and (before.side is None or part.side in (None, before.side)) and not self._is_label(part):
                if part.begins_cell and part.side is not None and part.side == before.side:
                    self.joined_cells.append(line.number)
                side = part.side if before.side is None else before.side
                span, has_words = Span(before.span.start, part.span.end), before.has_words or part.has_words
                merged[-1] = before._replace(span=span, side=side, has_words=has_words)
                # A number may stand between two sentences of one language.
                if side is not None and len(merged) > 1 and merged[-2].side == side:
                    joined = merged.pop()
                    span = Span(merged[-1].span.start, joined.span.end)
                    merged[-1] = merged[-1]._replace(span=span, has_words=merged[-1].has_words or joined.has_words)
            else:
                merged.append(part)
        return merged if merged and not len(merged) % 2 else []

    def _is_label(self, part: Piece) -> bool:
        """Return whether a part is a number that belongs to the part after it."""
        return part.side is None and _NUMBER.fullmatch(self.text, *part.span) is not None

    def _segments(self, line: Span) -> Iterator[Piece]:
        """Yield the parts of a line between separators and ends of sentences."""
        start, cut, separated, cell = line.start, True, True, False
        for match in [*_CUT.finditer(self.masked, line.start, line.end), None]:
            if match is not None and match["sign"] and self._is_bullet(line, match, start, in_cell=cell):
                continue
            end = line.end if match is None else match.end("mark") if match["mark"] else match.start()
            next_is_cell = match is not None and match["cell"] is not None
            if span := self._trimmed(start, end):
                evidence = self._weigh(span)
                is_cell = (
                    (cell or next_is_cell)
                    and (cell or not self._trimmed(line.start, start))
                    and (next_is_cell or match is None)
                )
                yield Piece(span, evidence.side, evidence.has_words, cut, separated, cell, is_cell)
                cut, separated = True, False
            if match is not None:
                start, cell = match.end(), next_is_cell
                separated = separated or match["mark"] is None

    def _is_bullet(self, line: Span, sign: regex.Match[str], start: int, *, in_cell: bool) -> bool:
        """Return whether a sign belongs to the text after it, like the dashes of `- نعم. - Yes.`.

        start: the end of the separator before it.
        in_cell: whether that separator is a bar or a tab.
        """
        if self._trimmed(start, sign.start()):
            return False
        begins_line = not self._trimmed(line.start, sign.start())
        return in_cell or begins_line or self.text.startswith(sign["sign"], line.start)

    def _weigh(self, span: tuple[int, int]) -> LanguageWeights:
        return self.weigh(self.text[span[0] : span[1]])

    def _trimmed(self, start: int, end: int) -> Span | None:
        """Return a span without blanks at its ends; None if nothing is left."""
        part = self.text[start:end]
        length = len(part.strip())
        start += len(part) - len(part.lstrip())
        return Span(start, start + length) if length else None

    def transcription(self, line: Line) -> Piece | None:
        """Return the transcription of the Arabic in a line of three parts, such as `كتاب - kitāb - book`, or None."""
        segments = [segment for segment in self._segments(line.span) if segment.side is not None]
        sides = [segment.side for segment in segments]
        if len(segments) != 3 or len(set(sides)) != 2 or not all(segment.separated for segment in segments):
            return None
        (single,) = (segment for segment in segments if sides.count(segment.side) == 1)
        pair = [segment for segment in segments if segment is not single]
        alike = [self._likeness(single.span, part.span) for part in pair]
        return pair[alike.index(max(alike))] if max(alike) >= ALIKE and max(alike) - min(alike) >= CLEARER else None

    def _likeness(self, arabic: Span, latin: Span) -> float:
        return likeness(self.text[slice(*arabic)], self.text[slice(*latin)])

    def _split(self, segment: Piece, *, alone: bool) -> list[Piece]:
        """Return the two parts of a segment that changes its language once, or the segment.

        alone: whether no other segment of the line has letters; then the second language may be a name.
        """
        if not all(self._weigh(segment.span).letters):
            return [segment]
        words = [match.span() for match in _WORD.finditer(self.masked, *segment.span)]
        sides = [self._weigh(word).side for word in words]
        lettered = [(word, side) for word, side in zip(words, sides, strict=True) if side is not None]
        best, least = [segment], STRAY
        changes = [(left[0][1], right[0][0]) for left, right in pairwise(lettered) if left[1] != right[1]]
        for left_end, right_start in changes if len(changes) <= MAX_CHANGES else ():
            gap = self._cut_in_gap(left_end, right_start)
            first_end, second_start = self._after_transcription(segment.span, *gap, alone=alone)
            spans = self._trimmed(segment.span.start, first_end), self._trimmed(second_start, segment.span.end)
            if spans[0] is None or spans[1] is None:
                continue
            first, second = self._weigh(spans[0]), self._weigh(spans[1])
            if first.side is None or second.side is None or first.side == second.side:
                continue
            if not (first.has_words and second.has_words) and not (alone and len(changes) == 1):
                continue
            stray = first.weights[second.side] + second.weights[first.side]
            share = stray / (sum(first.weights) + sum(second.weights))
            if share < least or (share == least == 0):
                least = share
                best = [
                    segment._replace(span=spans[0], side=first.side, has_words=first.has_words),
                    Piece(spans[1], second.side, second.has_words, cut=False, separated=False),
                ]
        return best

    def _cut_in_gap(self, start: int, end: int) -> tuple[int, int]:
        """Return the end of the part before a gap between two words, and the start of the part after it."""
        punctuation = _PUNCTUATION.fullmatch(self.text, start, end)
        if punctuation and punctuation.end("close") < punctuation.start("open"):
            return punctuation.end("close"), punctuation.start("open")
        opener = _OPENER.search(self.text, start, end)
        if opener:
            return opener.start(), opener.start()
        tags = [match.end() for match in _CLOSING_TAG.finditer(self.text, start, end)]
        blanks = [match.start() for match in _BLANK.finditer(self.text, start, end)]
        at = tags[-1] if tags else blanks[-1] if blanks else end
        return at, at

    def _after_transcription(self, segment: Span, first_end: int, second_start: int, *, alone: bool) -> tuple[int, int]:
        """Return the same cut, or the cut after the transcription that follows it in brackets: `كتاب (kitāb): book`.

        alone: as in `_split`; a name in brackets, such as `دمشق (Damascus)`, is then the translation.
        """
        brackets = BRACKETS.match(self.text, second_start, segment.end)
        if not brackets or (alone and not VISIBLE.search(self.text, brackets.end(), segment.end)):
            return first_end, second_start
        if self._likeness(Span(segment.start, first_end), Span(*brackets.span("inside"))) < ALIKE:
            return first_end, second_start
        punctuation = _PUNCTUATION.match(self.text, brackets.end(), segment.end)
        return brackets.end(), punctuation.start("open") if punctuation else brackets.end()
