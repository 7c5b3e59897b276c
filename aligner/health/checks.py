"""The checks of a text: the functions that find its faults, and the warnings for the user."""

from __future__ import annotations

from collections.abc import Sequence

from aligner import languages
from aligner.bitext import InputText
from aligner.health import garbled, reversed_letters
from aligner.notices import TextWarning


def check(texts: Sequence[InputText], tags: Sequence[str]) -> list[TextWarning]:
    """Return the warnings about texts, in the order of the texts; at most one of a kind for each text.

    texts: the inputs of a document.
    tags: the language tags of the document.
    """
    is_arabic = "ar" in map(languages.primary, tags)
    return [warning for text in texts for warning in _check_text(text, is_arabic=is_arabic)]


def _check_text(text: InputText, *, is_arabic: bool) -> list[TextWarning]:
    """Return the warnings about a text.

    is_arabic: True if one of the languages is Arabic.
    """
    warnings = []
    if reason := garbled.description(text.text):
        warnings.append(TextWarning("garbled", text.name, 1, 1, reason, garbled.HINT))
    if is_arabic and reversed_letters.looks_reversed(text.text):
        problem, hint = reversed_letters.PROBLEM, reversed_letters.HINT
        warnings.append(TextWarning("reversed", text.name, 1, 1, problem, hint))
    return warnings
