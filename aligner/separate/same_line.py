"""Lines in both languages: a sentence or a word and its translation on one line, `قطار = train` or `نعم. Yes.`.

A line is cut where its language changes; see `line_cutter.py`. It is a pair if it changes once, or an odd number of
times: then the line holds several pairs. What is a separator, such as `|`, `=`, ` - ` or a tab, is on neither side, and
neither are the brackets of `كتاب (book)`. Names in Latin letters within an Arabic sentence, and Arabic words that an
English sentence explains, are no change of language.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import regex

from aligner.bitext import Span
from aligner.language_weights import Weigher
from aligner.separate.line_cutter import BRACKETS, LineCutter, Piece
from aligner.separate.line_languages import Line
from aligner.separate.line_names import NUMBERS, LineNames
from aligner.separate.sides import Sides
from aligner.separate.transcription import TRANSCRIBED

PAIRED_LINES = 0.8  # share of the lines with letters, from which on a text may have both languages on its lines
CLEAR_LINES = 0.5  # as much, if the language of the lines changes at separators and at ends of sentences only
# Ratios of letters up to which lines without separators may be translations of each other. Above, one language explains
# a word of the other. Latin spellings of the same words are longer than those of scripts without vowels.
MAX_LATIN = 3.0  # Latin letters for each other letter
MAX_NATIVE = 1.6  # other letters for each Latin letter
NAMED_LINES = 3  # least lines of which the Latin part may be a name, with nothing but a blank before it

_LATIN = regex.compile(r"[\p{L}&&\p{Latin}]", regex.V1)
_NATIVE = regex.compile(r"[\p{L}--\p{Latin}]", regex.V1)
_TABLE_RULE = regex.compile(r"(?=.*[|┼│])[\s|+:=─┼│-]++")  # a line such as |---|---|


def same_line_sides(
    text: str, lines: Sequence[Line], weigh: Weigher, *, forced: bool = False, name_lines: LineNames = NUMBERS
) -> Sides | None:
    """Return the sides of a text with both languages on its lines; None if it is not such a text.

    text: the decoded input.
    lines: its visible lines.
    weigh: weighs the languages of a part of it.
    forced: whether the user says that lines hold both languages, so that one line is enough.
    name_lines: names lines for messages.
    """
    lettered = sum(line.letters > 0 for line in lines)
    if not forced and sum(all(line.evidence.letters) for line in lines) <= CLEAR_LINES * lettered:
        return None
    cutter = LineCutter(text, weigh)
    transcriptions = {line.number: part for line in lines if (part := cutter.transcription(line))}
    if len(transcriptions) >= TRANSCRIBED * lettered:
        cutter.transcriptions = transcriptions
    pieces = [cutter.pieces(line) for line in lines]
    if not any(pieces) or (not forced and not _are_pairs(cutter.masked, pieces, lettered)):
        return None
    sides = _rows(text, lines, pieces)
    left_out = {
        "the transcription of the Arabic in Latin letters": list(cutter.transcriptions),
        "the cells without letters": sorted(set(cutter.ignored_cells)),
    }
    remarks = [f"ignored {what} in {name_lines(where)}" for what, where in left_out.items() if where]
    if cutter.joined_cells:
        where = name_lines(sorted(set(cutter.joined_cells)))
        remarks.append(
            f"joined the cells in one language in {where}; keep one column of each language if this is wrong"
        )
    return sides._replace(remarks=tuple(remarks))


def _are_pairs(text: str, pieces: Sequence[Sequence[Piece]], lettered: int) -> bool:
    """Return whether so many lines are pairs that the text has both languages on its lines.

    text: the decoded input, with neutral text masked.
    pieces: the parts of each line.
    lettered: number of the lines with letters.
    """
    paired = [of_line for of_line in pieces if of_line]
    clear = [of_line for of_line in paired if all(piece.cut for piece in of_line)]
    separated = [of_line for of_line in paired if all(piece.separated for piece in of_line)]
    if len(paired) < PAIRED_LINES * lettered and len(clear) <= CLEAR_LINES * lettered:
        return False
    if len(separated) > CLEAR_LINES * lettered:
        return True
    if len(paired) < NAMED_LINES and not any(_is_more_than_a_name(text, of_line) for of_line in paired):
        return False
    parts = [text[slice(*piece.span)] for piece in chain.from_iterable(paired)]
    latin, native = (sum(len(pattern.findall(part)) for part in parts) for pattern in (_LATIN, _NATIVE))
    return not latin or (latin <= MAX_LATIN * native and native <= MAX_NATIVE * latin)


def _is_more_than_a_name(text: str, pieces: Sequence[Piece]) -> bool:
    """Return whether the parts of a line hold words, or have a separator, bracket or end of a sentence before them."""
    return all(piece.has_words or piece.cut or text[piece.span.start] in "([{" for piece in pieces)


def _rows(text: str, lines: Sequence[Line], pieces: Sequence[Sequence[Piece]]) -> Sides:
    """Return the sides of lines in both languages; neighbouring lines in one language make one row."""
    spans: tuple[list[Span], list[Span]] = ([], [])
    ends: list[tuple[int, int]] = []
    doubtful: list[int] = []
    side = 0
    for line, of_line in zip(lines, pieces, strict=True):
        if _TABLE_RULE.fullmatch(text, *line.span):
            continue
        if not of_line:
            side = side if line.side is None else line.side
            spans[side].append(line.span)
            if line.side is None or line.is_mixed:
                doubtful.append(line.number)
            continue
        ends.append((len(spans[0]), len(spans[1])))
        for number, piece in enumerate(of_line):
            side = piece.side or 0
            spans[side].append(_without_brackets(text, piece.span))
            if number % 2:
                ends.append((len(spans[0]), len(spans[1])))
    ends.append((len(spans[0]), len(spans[1])))
    return Sides(*spans, "same-line", sorted(set(ends) - {(0, 0)}), doubtful)


def _without_brackets(text: str, span: Span) -> Span:
    """Return the span of the text inside the brackets that enclose all of a part of a line, or the same span."""
    match = BRACKETS.fullmatch(text, *span)
    return Span(*match.span("inside")) if match else span
