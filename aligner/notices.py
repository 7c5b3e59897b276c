"""Notices: what the user should know about an input or a result, logged under the name `aligner`.

Functions return notices beside their result and do not log them, so that a worker can send them to the process
that shows them. Only the outermost caller logs them: the command, or a function of the library.

Writers are the exception: a format may be unable to hold a part of a text, which shows only while it is written. A
writer logs one warning, with a count, at the end. A worker takes it with `recorded`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

MAX_RANGES = 20  # ranges of numbers in a notice; a reader looks up no more

logger = logging.getLogger("aligner")


@dataclass(frozen=True)
class TextWarning:
    """A fault of a text that should be known before its pairs are used.

    kind: name of the fault, such as `reversed`; see `health`.
    input: name of the input.
    count: number of the places where it shows, at least 1.
    line: number of the line of the text, from 1, where it shows first; None if it shows in no line.
    problem: the fault as a sentence without its end, which gives the count and the place.
    hint: what to do.
    """

    kind: str
    input: str
    count: int
    line: int | None
    problem: str
    hint: str

    def __str__(self) -> str:
        return f"{self.input}: {self.problem}; {self.hint}"


class Notice(NamedTuple):
    """One sentence for the user.

    text: the sentence, which begins with the name of the input.
    level: `logging.INFO` for a description of the input, such as its layout; `logging.WARNING` for an assumption or a
        doubt, such as a guessed encoding.
    warning: the warning about a text that the sentence gives; None for other notices.
    """

    text: str
    level: int = logging.WARNING
    warning: TextWarning | None = None


def log_notices(notices: Iterable[Notice]) -> None:
    """Log each notice under the name `aligner`, at its level."""
    for notice in notices:
        logger.log(notice.level, "%s", notice.text)


@contextmanager
def recorded() -> Iterator[list[Notice]]:
    """Take what this thread logs under the name `aligner` while the context lasts; nothing shows it."""
    notices: list[Notice] = []
    thread = threading.get_ident()

    def record(log_record: logging.LogRecord) -> bool:
        """Keep a record of this thread, and let those of other threads pass."""
        if log_record.thread != thread:
            return True
        notices.append(Notice(log_record.getMessage(), log_record.levelno))
        return False

    logger.addFilter(record)
    try:
        yield notices
    finally:
        logger.removeFilter(record)


def counted(count: int, noun: str) -> str:
    """Return a number before its noun.

    >>> counted(1, "row"), counted(2, "text box")
    ('1 row', '2 text boxes')
    """
    plural = "es" if noun.endswith("x") else "s"
    return f"{count} {noun}{plural * (count != 1)}"


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
