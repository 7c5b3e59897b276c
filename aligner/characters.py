"""Character classes, patterns and line ends that several packages share.

Names of Unicode categories: Mn, combining marks such as Arabic vowel signs; Cf, format characters such as
U+200F RIGHT-TO-LEFT MARK; Cc, control characters.
"""

from __future__ import annotations

import regex

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # begins a file; stands within a text that was joined from files
TATWEEL = "\N{ARABIC TATWEEL}"  # lengthens the joint between two Arabic letters; has no meaning

# Embeddings, overrides and isolates of bidirectional text: invisible, of no width, and put around lines by programs.
BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
RIGHT_TO_LEFT = ("\u202b", "\u2067")  # those that begin text from right to left

LINE_END = regex.compile(r"\r\n|[\r\n]")  # one line end: CRLF, CR or LF
# One character that can be seen. Signs that enclose a number, such as the Arabic end of a verse, are format characters
# by their category.
VISIBLE = regex.compile(r"[^\s\p{Cf}\p{Cc}]|\p{Prepended_Concatenation_Mark}")

# A line that divides a text, such as *** or a row of dashes: signs alone, and none that ends, quotes or encloses a
# sentence.
ORNAMENT = regex.compile(r"[\s\p{Cf}]*+(?:[\p{Po}\p{Pd}\p{S}\s\p{Cf}\N{ARABIC TATWEEL}--.!?؟…۔:;؛،,\"']++)\Z", regex.V1)

# Runs of characters to leave out.
MARKS = regex.compile(r"[\p{Mn}\p{Cf}]+")  # in tokens, which map tatweel themselves
MARKS_AND_TATWEEL = regex.compile(r"[\p{Mn}\p{Cf}\N{ARABIC TATWEEL}]+")  # in words that are looked up in lists
WITHOUT_LENGTH = regex.compile(r"[\p{Mn}\p{Cf}\p{Cc}\N{ARABIC TATWEEL}]+")  # in the length of a sentence

ARABIC = regex.compile(r"\p{Arabic}")  # one character of the Arabic script, marks included
SENTENCE_START = regex.compile(r"[\p{Arabic}\p{Lu}]")  # a letter that can begin a sentence: Arabic, or a capital

# A part for other patterns: quotes and brackets that close after the end mark of a sentence or a clause.
CLOSERS = r"[\p{Cf}\"'”’»)\]]*+"


def line_starts(text: str) -> list[int]:
    """Return the offset at which each line of a text begins.

    >>> line_starts("One.\\r\\nTwo.")
    [0, 6]
    """
    return [0, *(end.end() for end in LINE_END.finditer(text))]


def line_number(text: str, offset: int) -> int:
    """Return the number of the line, from 1, on which an offset of a text is.

    >>> line_number("One.\\r\\nTwo.", 6)
    2
    """
    return 1 + len(LINE_END.findall(text, 0, offset))
