"""Transcription: lines in Latin letters that spell out the Arabic line beside them, as in interlinear texts.

Such a line is no translation. A text has them if it has a translation as well: about two lines in Latin letters for
each line in Arabic letters, of which one has the consonants of the Arabic line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import regex

from aligner.bitext import Span
from aligner.consonants import skeleton
from aligner.language_weights import mask_neutral_text
from aligner.separate.line_languages import Line

LATIN_LINES = 1.5  # least lines in Latin letters for each line in Arabic letters, in a text with transcription
TRANSCRIBED = 0.6  # least share of the lines in Arabic letters that have a transcription
ALIKE = 0.62  # least similarity of the consonants of a line and its transcription; a translation has less than 0.5
STEPS = (1, 2, -1, -2)  # lines from an Arabic line to its transcription, without lines that have no letters
MAX_LETTERS = 2000  # of a line whose consonants are compared, which takes time that grows with their square

_ARABIC = regex.compile(r"\p{Arabic}")
_LATIN_MARKS = regex.compile(r"[\p{Mn}\p{Lm}'’‘`ʿʾ-]")
_WITHOUT_SOUND = regex.compile(r"[\p{Mn}ـةىئؤأإآٱء]")
_LETTERS = regex.compile(r"\p{L}++")


def transcribed_lines(text: str, lines: Sequence[Line]) -> set[int]:
    """Return the indices of the lines that transcribe the Arabic line before or after them; mostly none."""
    lettered = [index for index, line in enumerate(lines) if line.letters]
    arabic = [index for index in lettered if _is_arabic(text, lines[index].span)]
    latin = [index for index in lettered if not _is_arabic(text, lines[index].span)]
    if not arabic or len(latin) < LATIN_LINES * len(arabic):
        return set()
    masked = mask_neutral_text(text)  # both languages have the same addresses and code
    position, latin_indices = {index: k for k, index in enumerate(lettered)}, set(latin)
    alike: list[dict[int, int]] = []  # for each Arabic line: step to a line that is like it -> that line
    for index in arabic:
        places = {step: position[index] + step for step in STEPS}
        beside = {step: lettered[place] for step, place in places.items() if 0 <= place < len(lettered)}
        spelt = masked[slice(*lines[index].span)]
        latin_beside = {step: line for step, line in beside.items() if line in latin_indices}
        alike.append(
            {
                step: line
                for step, line in latin_beside.items()
                if likeness(spelt, masked[slice(*lines[line].span)]) >= ALIKE
            }
        )
    # A translation may be like its Arabic by chance, as Hello is; the transcriptions of a text stand in one place.
    by_frequency = sorted(STEPS, key=lambda step: -sum(step in steps for steps in alike))
    transcribed: set[int] = set()
    for steps in alike:
        candidates = [steps[step] for step in by_frequency if step in steps and steps[step] not in transcribed]
        transcribed.update(candidates[:1])
    enough = len(transcribed) >= TRANSCRIBED * len(arabic) and 2 * (len(latin) - len(transcribed)) >= len(arabic)
    return transcribed if enough else set()


def _is_arabic(text: str, span: Span) -> bool:
    return _ARABIC.search(text, *span) is not None


def likeness(arabic: str, latin: str) -> float:
    """Return the similarity, in [0, 1], of the consonants of an Arabic text and another one; 0 for long texts."""
    if max(len(arabic), len(latin)) > MAX_LETTERS:
        return 0.0
    from difflib import SequenceMatcher  # few texts have transcriptions

    plain = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", latin)).lower()
    spelt = skeleton("".join(_LETTERS.findall(plain)))
    consonants = skeleton("".join(_LETTERS.findall(_WITHOUT_SOUND.sub("", arabic))))
    if not _ARABIC.search(arabic) or not consonants or not spelt:
        return 0.0
    return SequenceMatcher(None, consonants, spelt, autojunk=False).ratio()
