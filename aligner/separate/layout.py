"""Layout: separates the source and the target of the lines of one text that holds both languages.

Languages are told apart by the letters of their scripts; see `aligner.language_weights`. The text is not a table: see
`columns` for these. `separate_languages` takes the first layout that fits:

1. *Same line*: most lines hold a text and its translation; see `same_line.py`.
2. *Blocks*: all of one language, then all of the other; see `blocks.py`.
3. *Interleaved*: otherwise, each line belongs to its likelier language; see `interleaved.py`.

If a text may well be in blocks or interleaved, the result holds both readings. A text that lacks a language, or holds a
third one, is refused in words that name what was found; see `unexpected_languages.py`.

No visible line is dropped but transcriptions of Arabic in Latin letters. The result reports them, and the
numbers of the lines that may be on the wrong side.
"""

from __future__ import annotations

from collections.abc import Sequence

from aligner import languages
from aligner.errors import InputError
from aligner.language_weights import weigher
from aligner.separate.blocks import block_sides, find_boundary, fit_of_blocks
from aligner.separate.interleaved import interleaved_sides
from aligner.separate.line_languages import Line, weigh_lines, without_labels
from aligner.separate.line_names import NUMBERS, LineNames
from aligner.separate.sides import Sides
from aligner.separate.transcription import transcribed_lines
from aligner.separate.unexpected_languages import LanguagePair, check_both_languages, check_third_language


def separate_languages(
    text: str, name: str, source: str, target: str, layout: str | None = None, name_lines: LineNames = NUMBERS
) -> Sides:
    """Return the two sides of a text that holds both languages.

    text: the decoded input.
    name: the name of the input for messages.
    source: language tag of the source.
    target: language tag of the target.
    layout: one of `sides.LAYOUTS`, or None to detect it as the module docstring describes.
    name_lines: names lines for messages.

    Raises InputError if a language is missing, if both languages have one script, or if a third language is there.
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
    # 1. Both languages on a line.
    if layout in (None, "same-line") and any(all(line.evidence.letters) for line in lines):
        from aligner.separate.same_line import same_line_sides  # it takes a while to compile its patterns

        sides = same_line_sides(text, lines, weigh, forced=layout is not None, name_lines=name_lines)
        if sides is not None:
            return sides
    if layout == "same-line":
        raise InputError(name, "no line holds a text and its translation", hint="leave --layout out")
    lines = without_labels(text, lines, weigh)
    pair = LanguagePair(source, target)
    check_both_languages(text, lines, name, pair, name_lines)
    remarks = check_third_language(text, lines, name, pair, name_lines)
    transcribed = transcribed_lines(text, lines)
    if transcribed:
        where = name_lines([lines[index].number for index in sorted(transcribed)])
        verb = "transcribes" if len(transcribed) == 1 else "transcribe"
        remarks.append(f"ignored {where}, which {verb} the Arabic in Latin letters")
        lines = [line for index, line in enumerate(lines) if index not in transcribed]
    return _separate_lines(text, lines, layout, tuple(remarks))


def _separate_lines(text: str, lines: Sequence[Line], layout: str | None, remarks: tuple[str, ...]) -> Sides:
    """Return the sides of lines that are in blocks or interleaved, with the other reading if both are possible."""
    # 2. Blocks.
    boundary = find_boundary(text, lines)
    blocks = block_sides(text, lines, boundary)._replace(remarks=remarks)
    if layout == "blocks":
        return blocks
    fit = fit_of_blocks(text, lines, boundary)
    if layout is None and fit.are_blocks and fit.is_clear:
        return blocks
    # 3. Interleaved.
    interleaved = interleaved_sides(text, lines)._replace(remarks=remarks)
    if layout is not None or fit.is_clear:
        return interleaved
    return blocks._replace(other_reading=interleaved) if fit.are_blocks else interleaved._replace(other_reading=blocks)
