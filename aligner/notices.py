"""Notices: what the user should know about an input or a result, logged under the name `aligner`.

Functions return notices beside their result and do not log them, so that a worker can send them to the process
that shows them. Only the outermost caller logs them: the command, or a function of the library.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import NamedTuple

MAX_RANGES = 20  # ranges of numbers in a notice; a reader looks up no more

logger = logging.getLogger("aligner")


class Notice(NamedTuple):
    """One sentence for the user.

    text: the sentence, which begins with the name of the input.
    level: `logging.INFO` for a description of the input, such as its layout; `logging.WARNING` for an assumption or a
        doubt, such as a guessed encoding.
    """

    text: str
    level: int = logging.WARNING


def log_notices(notices: Iterable[Notice]) -> None:
    """Log each notice under the name `aligner`, at its level."""
    for notice in notices:
        logger.log(notice.level, "%s", notice.text)


def number_ranges(noun: str, numbers: Sequence[int]) -> str:
    """Return ascending numbers after their noun, with ranges: `line 3`, `lines 3, 7-9`; of many, the first ones."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    listed = [str(first) if first == last else f"{first}-{last}" for first, last in ranges[:MAX_RANGES]]
    unnamed = sum(last - first + 1 for first, last in ranges[MAX_RANGES:])
    return f"{noun}{'s' * (len(numbers) > 1)} {', '.join(listed)}{f' and {unnamed} more' if unnamed else ''}"
