"""Notices: what the user should know about an input or a result, logged under the name `aligner`.

Functions return notices beside their result and do not log them, so that a worker can send them to the process
that shows them. Only the outermost caller logs them: the command, or a function of the library.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import NamedTuple

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
