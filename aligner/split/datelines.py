"""Datelines: places where the place and the source of a report follow its headline.

`القاهرة 12-3 (رويترز) -` and `LONDON (Reuters) -` begin the first sentence of a report. A place with a date and no
source is a line of its own, `بكين 3 مايو`, and so is a day with its date, `Tuesday, September 1, 2015`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from aligner.languages import WordLists, strip_marks
from aligner.split.headlines import HEADLINE_REACH

_REACH = 60  # characters of a dateline

_DAY = r"\p{Nd}{1,2}"
DASHES = ((" -", "-"), ("«-", "-"), ("–", "–"), ("—", "—"))  # signs of a dateline, and the dash among them
# The dash of a dateline, and what closes before it: (AFP) -
_DASH = {dash: regex.compile(rf"{dash}(?<=[)»«\"“”]\s?{dash})(?:(?=\s)|{dash})") for dash in "-–—"}
# A dateline without its dash: the place, perhaps the country or the date, and the source.
_DATELINE = regex.compile(
    rf"""
    (?<! \S )
    (?P<place> \p{{Lu}}{{3,}} (?: [ ] \p{{Lu}}{{2,}} ){{0,2}} | \p{{Arabic}}++ )
    (?: ,? [ ] \p{{Lu}} [\p{{L}}.]{{1,12}} (?: [ ] {_DAY} )? )?    # LONDON, England or LONDON, May 3
    (?: [ ] \( [^()]{{2,25}} \) )?                                # (a country)
    (?: [ ] {_DAY} [-/] {_DAY} )?+
    [ ] (?: [-–—] [ ]?+ )?+ [(»«"“] [ ]?+ (?P<source> [^()»«"“”]{{2,20}} ) [)»«"“”] \s?+ \Z
    """,
    regex.VERBOSE,
)
_PLACE = regex.compile(r"\p{Arabic}++\Z")
_CLOCK = r"\p{Nd}{1,2}: ?\p{Nd}{2}(?!\p{Nd})"


class Datelines:
    """Finds datelines by the places, the agencies and the months of a language.

    words: the word lists of the language.
    """

    def __init__(self, words: WordLists) -> None:
        self._words = words
        months = "|".join(sorted(words.months, key=lambda month: (-len(month), month))) or "(?!)"
        self._date = regex.compile(
            rf"{_DAY} (?:{months})\b(?P<clock> {_CLOCK})?+(?P<source> ?[(/][^()/]{{2,20}}[)/])?+(?! ال| \p{{Nd}})"
        )
        self._weekday = regex.compile(rf"(?i:day, (?:{months})) \d{{1,2}}, \d{{4}}(?= \p{{Lu}}|\s*+\Z)")

    def before_dashes(self, dash: str, text: str, start: int, stop: int) -> Iterator[int]:
        """Yield where sentences start with a place and its source: LONDON (Reuters) -

        dash: a dash of `DASHES`.
        text: a text.
        start: where the paragraph starts.
        stop: where it ends.
        """
        for match in _DASH[dash].finditer(text, start, stop):
            dateline = _DATELINE.search(text, max(start, match.start() - _REACH), match.start())
            if dateline is None:
                continue
            is_agency = dateline["source"].strip().lower() in self._words.agencies
            if is_agency or strip_marks(dateline["place"]) in self._words.cities:
                yield from self._before(text, start, dateline.start())

    def around_dates(self, text: str, start: int, stop: int) -> Sequence[int]:
        """Return where a place with a date starts, and the sentence after it: بكين 3 مايو. See `before_dashes`.

        They are looked for where reports start, with a headline or without: elsewhere, dates are in sentences.
        """
        match = self._date.search(text, start, min(stop, start + HEADLINE_REACH))
        return list(self._around_date(text, start, stop, match)) if match else ()

    def around_days(self, text: str, start: int, stop: int) -> Iterator[int]:
        """Yield where days with a date start, and the sentences after them: Tuesday, May 3, 2016.

        text, start, stop: see `before_dashes`.
        """
        for match in self._weekday.finditer(text, start, stop):
            day = max(text.rfind(" ", start, match.start()) + 1, start)
            if text[day].isupper() and text[day - 2 : day - 1] != ":":
                yield from self._before(text, start, day)
                yield from _after(text, match.end(), stop)

    def _around_date(self, text: str, start: int, stop: int, match: regex.Match[str]) -> Iterator[int]:
        """Yield where a place with a date starts, and the sentence after it: بكين 3 مايو"""
        reach = max(start, match.start() - _REACH)
        place = _PLACE.search(text[reach : match.start()].rstrip())
        if place is None or text[match.start() - 1] != " ":
            return
        if not (match["clock"] or match["source"] or strip_marks(place[0]) in self._words.cities):
            return
        first = reach + place.start()
        starts = list(self._before(text, start, first))
        if starts or first == start:
            yield from starts
            if not match["source"]:
                yield from _after(text, match.end(), stop)

    def _before(self, text: str, start: int, first: int) -> Iterator[int]:
        """Yield where a dateline starts, unless a word before it leads to it: in Cairo

        first: where its last word of a place starts; the words before it may belong to the name, as in Los Angeles.
        """
        while first > start and (previous := text.rfind(" ", start, first - 1) + 1 or start) < first - 1:
            if strip_marks(text[previous : first - 1]) not in self._words.places:
                break
            first = previous
        if first <= start:
            return
        before = strip_marks(text[max(start, first - _REACH) : first]).lower().split()
        last = before[-1] if before else "."
        if last not in self._words.function and (last[-1].isalnum() or last[-1] in "\"”»«)’':"):
            yield first


def _after(text: str, end: int, stop: int) -> Iterator[int]:
    """Yield where the sentence after a dateline without a source starts, if a letter begins it."""
    if end + 1 < stop and text[end].isspace() and text[end + 1].isalpha():
        yield end + 1
