"""The checks of a text: the functions that find its faults, and the warnings for the user.

A check gets the text and the set of its characters, by which it ends at once if the fault cannot be there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set

from aligner import languages
from aligner.bitext import InputText
from aligner.characters import line_number
from aligner.health import garbled, glued, invisible, letters, repeated, reversed_letters
from aligner.health.fault import PLACE, Fault
from aligner.notices import TextWarning

# Checks of characters that are faults in every language.
_OF_ALL_LANGUAGES = (
    invisible.byte_order_marks,
    invisible.controls,
    invisible.bidi,
    invisible.zero_width,
    letters.mixed_forms,
    letters.homoglyphs,
)
_OF_ARABIC = (reversed_letters.find, letters.forms, letters.persian)


def check(texts: Sequence[InputText], tags: Sequence[str]) -> list[TextWarning]:
    """Return the warnings about texts, in the order of the texts; at most one of a kind for each text.

    texts: the inputs of a document.
    tags: the language tags of the document.
    """
    codes = set(map(languages.primary, tags))
    return [_warning(text, fault) for text in texts for fault in _find_faults(text.text, codes)]


def _find_faults(text: str, codes: Set[str]) -> list[Fault]:
    """Return the faults of a text.

    codes: language codes of the document, such as `ar`.
    """
    characters = set(text)
    mojibake, text = garbled.find(text, characters)
    if mojibake:
        characters = set(text)  # without the garbled letters, which are faults of one kind only
    faults = [mojibake]
    if "ar" in codes:
        faults += [check_letters(text, characters) for check_letters in _OF_ARABIC]
    faults += [check_characters(text, characters) for check_characters in _OF_ALL_LANGUAGES]
    # Letters that end words stand inside of backward words.
    is_backward = any(fault is not None and fault.kind == "reversed" for fault in faults)
    faults += [glued.find(text, characters, codes - {"ar"} if is_backward else codes), repeated.find(text)]
    return [fault for fault in faults if fault is not None]


def _warning(text: InputText, fault: Fault) -> TextWarning:
    """Return the warning about a fault of a text."""
    where = f"({'in' if fault.count == 1 else 'first in'} {_place(text, fault.start)})"
    problem = fault.problem.replace(PLACE, where)
    return TextWarning(fault.kind, text.name, fault.count, line_number(text.text, fault.start), problem, fault.hint)


def _place(text: InputText, offset: int) -> str:
    """Return the place in the file that an offset of its text comes from."""
    return text.place_of(offset) or _row_of(text, offset) or f"line {line_number(text.text, offset)}"


def _row_of(text: InputText, offset: int) -> str:
    """Return the row of a table that an offset of its text is in, such as `line 7`; empty if the text is no table."""
    if not text.rows:
        return ""
    index = bisect_right(text.rows, offset, key=lambda row: row.cells[0].start if row.cells else 0) - 1
    return f"{text.row_unit} {text.rows[max(index, 0)].number}"
