"""Character classes and patterns that several packages share."""

from __future__ import annotations

import regex

LINE_END = regex.compile(r"\r\n|[\r\n]")
VISIBLE = regex.compile(r"[^\s\p{Cf}\p{Cc}]")  # a character that can be seen

# words
MARKS = regex.compile(r"[\p{Mn}\p{Cf}]+")  # in tokens, which map tatweel themselves
