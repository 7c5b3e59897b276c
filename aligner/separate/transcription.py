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
    transcribed: set[int] = set()
    for index in arabic:
        at = position[index]
        beside = [lettered[k] for k in (at + 1, at + 2, at - 1, at - 2) if 0 <= k < len(lettered)]
        candidates = [k for k in beside if k in latin_indices and k not in transcribed]
        alike = {k: likeness(masked[slice(*lines[index].span)], masked[slice(*lines[k].span)]) for k in candidates}
        best = max(candidates, key=alike.__getitem__, default=None)
        if best is not None and alike[best] >= ALIKE:
            transcribed.add(best)
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
