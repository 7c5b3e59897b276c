"""Parts of a document that are left out, although its readers may see them: their numbers, for a remark."""

from __future__ import annotations

from collections import Counter

# Kind of part -> the words for one part, and for several.
_WORDS = {
    "deletion": ("tracked deletion", "tracked deletions"),
    "move": ("old place of moved text", "old places of moved text"),
    "comment": ("comment", "comments"),
    "hidden": ("passage of hidden text", "passages of hidden text"),
    "header": ("header or footer", "headers and footers"),
    "object": ("chart, diagram or embedded object", "charts, diagrams and embedded objects"),
    "reading": ("reading above characters", "readings above characters"),
}


class LeftOut:
    """The numbers of the parts that were left out. A kind of part is a key of `_WORDS`."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._last = ""

    def count(self, kind: str, number: int = 1) -> None:
        """Count parts, each by itself."""
        self._counts[kind] += number

    def add_to_passage(self, kind: str) -> None:
        """Count a piece of text, as one passage with the pieces of its kind before it."""
        self._counts[kind] += kind != self._last
        self._last = kind

    def end_passage(self) -> None:
        """End a passage, since text that is read follows."""
        self._last = ""

    def remarks(self) -> tuple[str, ...]:
        """Return the sentence about the parts that were left out; none if there are none.

        >>> left_out = LeftOut()
        >>> left_out.count("comment", 2)
        >>> left_out.add_to_passage("hidden")
        >>> left_out.remarks()
        ('left out 2 comments and 1 passage of hidden text',)
        """
        counts = ((self._counts[kind], words) for kind, words in _WORDS.items() if self._counts[kind])
        parts = [f"{number} {words[number > 1]}" for number, words in counts]
        listed = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
        return (f"left out {listed}",) if listed else ()
