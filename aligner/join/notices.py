"""Notices about lines that were joined to paragraphs."""

from __future__ import annotations

from aligner.bitext import InputText
from aligner.characters import line_number
from aligner.notices import Notice, number_ranges
from aligner.text_lines import Paragraphs


def joining_notices(text: InputText, language: str, side: Paragraphs) -> list[Notice]:
    """Return the notices about lines that were joined to paragraphs."""
    if not side.joined_lines:
        return []
    plural = "s" * (side.joined_paragraphs != 1)
    lines = f"{side.joined_lines} hard-wrapped {language} lines to {side.joined_paragraphs} paragraph{plural}"
    notices = [Notice(f"{text.name}: joined {lines} (use --lines line if this is wrong)")]
    if side.page_marks:
        numbers = [line_number(text.text, start) for start, _ in side.page_marks]
        marks = number_ranges("line", numbers)
        looks = "looks like a page header or number" if len(numbers) == 1 else "look like page headers or numbers"
        notices.append(Notice(f"{text.name}: {marks} {looks} within a sentence, and stays in it; remove it if so"))
    return notices
