"""Mail and web pages: places where a line of them ended, if their lines were joined.

A header with a name and a time, an address, a drawn line, a smiley and the words before a signature end a sentence
though no end mark stands there. Each pattern begins with a sign that is rare in other texts, which keeps the search
quick, and all quantifiers are possessive or bounded.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from aligner.languages import WordLists

DEAR = "Dear "
DRAWN = "_*=~-"  # signs of which lines are drawn
MOUTHS = ")("  # the last signs of smileys
LEAST_LINE = 5  # signs of a drawn line; fewer hyphens or asterisks stand for a word that is left out
LEAST_BLANK = 12  # underscores of one; fewer are to be filled in

# The minutes of a time: :25 or :25:59 PM
_MINUTES = regex.compile(r":\p{Nd}{2}(?::\p{Nd}{2})?+(?:\p{Zs}?+[AaPp]\.?+[Mm]\b\.?+)?+(?![\p{L}\p{Nd}:])")
# The date and the hours before them: 05/25/2001 09, 2001-05-25 09 or 25.5.2001 9
_DATE = regex.compile(
    r"(?<!\S)(?:\p{Nd}{1,2}/\p{Nd}{1,2}/(?:\p{Nd}{2}){1,2}|\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}|\p{Nd}{1,2}\.\p{Nd}{1,2}\.\p{Nd}{4})"
    r",?\p{Zs}\p{Nd}{1,2}\Z"
)
_DATE_REACH = 16  # characters of the longest date before the colon of its time
_COLONS_WITH_SECONDS = 2  # programs write seconds, and people do not
# What goes on with a time: its zone, or its sentence.
_ZONE = regex.compile(r"(?:[AP]M|Uhr|GMT|UTC|CES?T|BST|[ECMP][SD]?T)\b|(?:to|and|or|at|in|on|for)\b")
_NAME_REACH = 30  # characters before a time in which a name ends, and those of the words before a signature

# The beginning of a letter in English: names and a comma or a colon.
_SALUTATION = regex.compile(
    rf"{DEAR}(?:(?:\p{{Lu}}[\p{{L}}.'’-]*+|and|all|sir|madam|friends?|&)\s?){{1,7}}+(?<=\S)[,:]\p{{Zs}}++(?P<next>\p{{Lu}}[\p{{L}}’']*+)"
)
# An address before a capital, or before another address.
_WEB_ADDRESS = regex.compile(r"://[^\s]{1,400}+(?<![,;:(])\p{Zs}++(?=\p{Lu}|https?+://|www\.)")
_MAIL_ADDRESS = regex.compile(r"@[\w-]++\.[\w.-]++(?P<bracket>>)?+\p{Zs}++(?P<next>\p{Lu}[\p{L}’']*+)")
_DRAWN_LINES = {
    sign: regex.compile(
        rf"\{sign}(?<!\{sign}{{2}})\{sign}{{{least - 1},}}+[\s\x1c-\x1f]++(?=[\"“«]?+[\p{{Lu}}\p{{Lo}}\p{{Nd}}])"
    )
    for sign, least in ((sign, LEAST_BLANK if sign == "_" else LEAST_LINE) for sign in DRAWN)
}
_SMILEYS = {mouth: regex.compile(rf"\{mouth}(?<=[\w!?.]\s?[:;=]-?\{mouth})\p{{Zs}}++(?=\p{{Lu}})") for mouth in MOUTHS}


def after_stamps(words: WordLists, text: str, start: int, stop: int) -> Iterator[int]:
    """Yield where the time in the header of a mail starts, and the text after it: Salma Reed 05/25/2001 09:01 AM We

    words: the word lists of the language.
    text: a text.
    start: where the paragraph starts.
    stop: where it ends.
    """
    for match in _MINUTES.finditer(text, start, stop):
        date = _DATE.search(text, max(start, match.start() - _DATE_REACH), match.start())
        if date is None:
            continue
        follows_name = date.start() > start and _ends_with_name(words, text, start, date.start())
        if follows_name:
            yield date.start()
        after = match.end()
        while after < stop and text[after].isspace():
            after += 1
        if match.end() < after < stop and (text[after].isalpha() or text[after] in '"<“«'):
            is_header = follows_name or date.start() == start or match[0].count(":") == _COLONS_WITH_SECONDS
            if is_header and not _ZONE.match(text, after):
                yield after


def _ends_with_name(words: WordLists, text: str, start: int, place: int) -> bool:
    """Return whether a name or an address stands before a place, and not a word that leads to a time: on, until."""
    before = text[max(start, place - _NAME_REACH) : place].split()[-2:]
    if not before or not (before[-1][-1].isalnum() or before[-1][-1] in '>)"'):
        return False
    if "@" in before[-1] or before[-1][-1] == ">":
        return True
    return len(before) > 1 and all(word[0].isupper() and word.lower() not in words.function for word in before)


def after_web_addresses(text: str, start: int, stop: int) -> Iterator[int]:
    """Yield the places after web addresses where a capital or the next address follows; see `after_stamps`."""
    return (match.end() for match in _WEB_ADDRESS.finditer(text, start, stop))


def after_mail_addresses(words: WordLists, text: str, start: int, stop: int) -> Iterator[int]:
    """Yield the places after mail addresses where a sentence begins; see `after_stamps`."""
    for match in _MAIL_ADDRESS.finditer(text, start, stop):
        if match["bracket"] or match["next"].lower() in words.lowercase_starters:
            yield match.start("next")


def after_drawn_lines(sign: str, text: str, start: int, stop: int) -> Iterator[int]:
    """Yield the places after lines that are drawn with a sign; see `after_stamps`."""
    for match in _DRAWN_LINES[sign].finditer(text, start, stop):
        if match.start() == start or text[match.start() - 1].isspace():
            yield match.end()


def after_smileys(mouth: str, text: str, start: int, stop: int) -> Iterator[int]:
    """Yield the places after smileys with one of `MOUTHS` where a capital follows; see `after_stamps`."""
    return (match.end() for match in _SMILEYS[mouth].finditer(text, start, stop))


def after_salutations(words: WordLists, text: str, start: int, stop: int) -> Iterator[int]:
    """Yield where a letter starts after its salutation: Dear Mr. Reed, I forgot. See `after_stamps`."""
    for match in _SALUTATION.finditer(text, start, stop):
        if match["next"].lower() in words.lowercase_starters:
            yield match.start("next")


def valediction_pattern(words: WordLists) -> regex.Pattern[str]:
    """Return a pattern of the comma between the last words of a letter and a name from which nothing goes on."""
    phrases = "|".join(map(regex.escape, sorted(words.valedictions, key=lambda phrase: (-len(phrase), phrase))))
    return regex.compile(
        rf",(?=\p{{Zs}}++(?P<name>\p{{Lu}}[\p{{L}}’'-]*+)(?:\s++(?!\p{{Ll}})|\Z))"
        rf"(?<=\b(?=\p{{Lu}})(?i:{phrases or '(?!)'}),)"
    )


def after_valedictions(
    words: WordLists, pattern: regex.Pattern[str], text: str, start: int, stop: int
) -> Iterator[int]:
    """Yield where the name after the last words of a letter starts: Best regards, Salma. See `after_stamps`.

    pattern: the `valediction_pattern` of the language.
    """
    for match in pattern.finditer(text, start, stop):
        if match["name"].lower() not in words.lowercase_starters:
            yield match.start("name")
