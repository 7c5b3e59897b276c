"""Layout: separates the source and the target of one text that holds both languages.

Languages are told apart by the letters of their scripts; see `aligner.language_weights`. `separate_languages` takes the
first layout that fits:

1. *Columns*: the text is a table with exactly one column in each language; see `table.py`.
2. *Same line*: most lines hold a text and its translation; see `same_line.py`.
3. *Blocks*: all of one language, then all of the other; see `blocks.py`.
4. *Interleaved*: otherwise, each line belongs to its likelier language; see `interleaved.py`.

If a text may well be in blocks or interleaved, the result holds both readings. A text that lacks a language, or holds a
third one, is refused in words that name what was found; see `unexpected_languages.py`.

No visible line is dropped but transcriptions of Arabic in Latin letters, and no cell but those of other columns. The
result reports them, and the numbers of the lines that may be on the wrong side.
"""

from __future__ import annotations

from collections.abc import Sequence

from aligner import languages
from aligner.errors import InputError
from aligner.language_weights import weigher
from aligner.notices import number_ranges
from aligner.read.blocks import block_sides, find_boundary, fit_of_blocks
from aligner.read.interleaved import interleaved_sides
from aligner.read.line_languages import Line, letter_counter, weigh_lines, without_labels
from aligner.read.same_line import same_line_sides
from aligner.read.sides import Sides
from aligner.read.transcription import transcribed_lines
from aligner.read.unexpected_languages import LanguagePair, check_both_languages, check_third_language

__all__ = ["LAYOUTS", "Sides", "likelier_language", "separate_languages"]

LAYOUTS = ("blocks", "interleaved", "columns", "same-line")


def separate_languages(text: str, name: str, source: str, target: str, layout: str | None = None) -> Sides:
    """Return the two sides of a text that holds both languages.

    text: the decoded input.
    name: the name of the input for messages.
    source: language tag of the source.
    target: language tag of the target.
    layout: one of `LAYOUTS`, or None to detect it as the module docstring describes.

    Raises InputError if a language is missing, if both languages have one script, or if the columns are unclear.
    """
    if languages.script(source) == languages.script(target):
        raise InputError(
            name,
            f"{languages.name(source)} and {languages.name(target)} cannot be told apart by their letters in one file",
            hint="give two files",
        )
    weigh = weigher(source, target)
    lines = weigh_lines(text, weigh)
    if not lines:
        raise InputError(name, "there is no text, only white space")
    # 2. Both languages on a line.
    if layout == "same-line" or layout is None:
        sides = same_line_sides(text, lines, weigh, forced=layout is not None)
        if sides is not None:
            return sides
        if layout is not None:
            raise InputError(name, "no line holds a text and its translation", hint="leave --layout out")
    lines = without_labels(text, lines, weigh)
    pair = LanguagePair(source, target)
    check_both_languages(text, lines, name, pair)
    remarks = check_third_language(text, lines, name, pair)
    transcribed = transcribed_lines(text, lines)
    if transcribed:
        where = number_ranges("line", [lines[index].number for index in sorted(transcribed)])
        remarks.append(f"ignored {where}, which transcribe the Arabic in Latin letters")
        lines = [line for index, line in enumerate(lines) if index not in transcribed]
    return _separate_lines(text, lines, layout)._replace(remarks=tuple(remarks))


def _separate_lines(text: str, lines: Sequence[Line], layout: str | None) -> Sides:
    """Return the sides of lines that are in blocks or interleaved, with the other reading if both are possible."""
    # 3. Blocks.
    boundary = find_boundary(text, lines)
    if layout == "blocks":
        return block_sides(text, lines, boundary)
    if layout == "interleaved":
        return interleaved_sides(text, lines)
    fit = fit_of_blocks(text, lines, boundary)
    if fit.are_blocks and fit.is_clear:
        return block_sides(text, lines, boundary)
    # 4. Interleaved.
    if fit.is_clear:
        return interleaved_sides(text, lines)
    readings = block_sides(text, lines, boundary), interleaved_sides(text, lines)
    likelier, other_reading = readings if fit.are_blocks else readings[::-1]
    return likelier._replace(other_reading=other_reading)


def likelier_language(text: str, source: str, target: str) -> str | None:
    """Return the tag of the language that most letters of a text belong to.

    Returns None if the two languages have one script, or if neither has the majority.
    """
    if languages.script(source) == languages.script(target):
        return None
    source_letters, target_letters = letter_counter(source, target)(text)
    if source_letters == target_letters:
        return None
    return source if source_letters > target_letters else target


def _has_both_languages(lines: Sequence[Line]) -> bool:
    return {line.side for line in lines} >= {0, 1}
