"""Unmarked ends: places where a sentence ends though no end mark stands there.

Paragraphs are often lines that were joined, and headlines, datelines, headers of mails and signatures have no marks.
The rules are for kinds that are near-certain without the other text: a false boundary costs as much as a missed one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from aligner.languages import WordLists
from aligner.split import datelines, headlines, mail

_ALEF = "ا"  # nearly every Arabic paragraph has it, and hardly another
_E = "e"  # nearly every English paragraph has it, and few Arabic ones

Finder = Callable[[str, int, int], Iterable[int]]


class Unmarked:
    """Finds unmarked ends by the word lists of a language."""

    def __init__(self, words: WordLists) -> None:
        self._headlines, self._datelines = headlines.Headlines(words), datelines.Datelines(words)
        # Signs that are looked for first, since a single one is found most quickly. Then the signs that a finder needs.
        finders: dict[str, list[tuple[str, Finder]]] = {
            ":": [(":", partial(mail.after_stamps, words)), ("://", mail.after_web_addresses)],
            "@": [("@", partial(mail.after_mail_addresses, words))],
            **{mouth: [(mouth, partial(mail.after_smileys, mouth))] for mouth in mail.MOUTHS},
            **{sign: [(sign * 4, partial(mail.after_drawn_lines, sign))] for sign in mail.DRAWN},
        }
        for signs, dash in datelines.DASHES:
            finders.setdefault(dash, []).append((signs, partial(self._datelines.before_dashes, dash)))
        if words.valedictions:
            finders[","] = [(",", partial(mail.after_valedictions, words, mail.valediction_pattern(words)))]
        if words.clause_verbs:
            finders[_ALEF] = [(_ALEF, self._datelines.around_dates), (_ALEF, self._headlines.before_verbs)]
        if words.openers:
            finders[_E] = [(_E, self._headlines.after_headlines), ("day, ", self._datelines.around_days)]
            finders[_E].append((mail.DEAR, partial(mail.after_salutations, words)))
            for dash in headlines.DASHES:
                finders[dash[0]].append((dash, partial(self._headlines.after_broken_speech, dash)))
        self._finders = tuple(finders.items())

    def boundaries(self, text: str, start: int, stop: int) -> Iterable[tuple[int, int]]:
        """Return (end of a sentence, start of the next) for each unmarked end in a paragraph, in any order.

        text: a text.
        start: where the paragraph starts.
        stop: where it ends.
        """
        starts: list[int] = []
        for sign, finders in self._finders:
            if text.find(sign, start, stop) >= 0:
                for signs, finder in finders:
                    if text.find(signs, start, stop) >= 0:
                        starts += finder(text, start, stop)
        if not starts:
            return ()
        return {(_end_before(text, place), place) for place in starts if start < place < stop}


def _end_before(text: str, place: int) -> int:
    """Return the end of the text before a place, without white space."""
    while text[place - 1].isspace():
        place -= 1
    return place
