"""Text as XML 1.0 holds it, for the formats that are XML."""

from __future__ import annotations

import re
from collections import Counter

from aligner.notices import logger

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
REPLACEMENT = "\ufffd"  # stands for a character that XML cannot hold
MAX_NAMED = 5  # code points in a notice; a reader searches for no more

# XML 1.0 cannot hold these characters, not even as references. The first ones are white space, such as a page break.
_ILLEGAL_SPACES = re.compile("[\v\f\x1c-\x1f]")
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]")
# Characters that are not written as they are. Few texts have one, and those that have none are written unchanged.
_NOT_PLAIN = re.compile("[&<>\r\v\f\x1c-\x1f\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]")

# A parser makes a line feed of a carriage return, and a space of white space in an attribute, unless it is a reference.
_IN_CONTENT = {"\r": "&#13;"}
_IN_ATTRIBUTES = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}


class XmlText:
    """Escapes texts for one file, and counts the characters that XML cannot hold.

    A space replaces white space that XML cannot hold, U+FFFD all else that it cannot hold. A parser returns all other
    characters as they were.
    """

    def __init__(self) -> None:
        from xml.sax.saxutils import escape  # imported here, since it imports much of the standard library

        self._escape = escape
        self._replaced: Counter[str] = Counter()

    def content(self, text: str) -> str:
        """Return a text as the content of an element."""
        return self._escape(self._legal(text), _IN_CONTENT) if _NOT_PLAIN.search(text) else text

    def attribute(self, text: str) -> str:
        """Return a text as the value of an attribute, in quotation marks."""
        return f'"{self._escape(self._legal(text), _IN_ATTRIBUTES)}"'

    def _legal(self, text: str) -> str:
        """Replace the characters that XML cannot hold."""
        illegal = _ILLEGAL.findall(text)
        if illegal:
            self._replaced.update(illegal)
            text = _ILLEGAL.sub(REPLACEMENT, text)
        return _ILLEGAL_SPACES.sub(" ", text)

    def log_replaced(self, name: str) -> None:
        """Log one warning if U+FFFD replaced characters.

        name: name of the input; empty if it is not known.
        """
        if not self._replaced:
            return
        number = self._replaced.total()
        named = [f"U+{ord(character):04X}" for character in sorted(self._replaced)[:MAX_NAMED]]
        unnamed = len(self._replaced) - len(named)
        logger.warning(
            "%sXML cannot hold %d character%s (%s%s); U+FFFD (%s) replaces %s",
            f"{name}: " if name else "",
            number,
            "s" * (number > 1),
            ", ".join(named),
            f" and {unnamed} more" if unnamed else "",
            REPLACEMENT,
            "each" if number > 1 else "it",
        )
