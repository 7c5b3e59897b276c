"""Arabic with its letters in reverse, as some programs copy it from a PDF: in the order of the page, from the left.

Two letters show it: `ة` and `ى` end words and never begin them.
"""

from __future__ import annotations

import regex

PROBLEM = "the Arabic looks reversed: its letters run backwards, as some programs copy them from a PDF"
HINT = "put them in order first"

MIN_WORDS = 2  # words that begin with such a letter; one may be a slip
_ENDING = "ةىﺓﺔﻯﻰ"
_BEGINS = regex.compile(rf"(?<![\p{{L}}\p{{M}}])[{_ENDING}]\p{{M}}*+\p{{Arabic}}")
_ENDS = regex.compile(rf"\p{{Arabic}}[{_ENDING}](?![\p{{L}}\p{{M}}])")


def looks_reversed(text: str) -> bool:
    """Return whether the Arabic words of a text look reversed.

    >>> looks_reversed(".ةنماثلا ةعاسلا يف ةطحملا ىلإ راطقلا لصو"), looks_reversed("وصل القطار إلى المحطة الثامنة.")
    (True, False)
    """
    begin = sum(1 for _ in _BEGINS.finditer(text))
    return begin >= MIN_WORDS and begin > sum(1 for _ in _ENDS.finditer(text))
