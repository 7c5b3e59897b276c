"""Characters that nobody sees: controls, byte order marks, bidirectional controls, zero-width characters in words.

Hidden characters that have a purpose are no faults: marks of direction, balanced isolates, ZWJ in emoji and in Arabic
abbreviations, ZWNJ in Persian.
"""

from __future__ import annotations

from collections.abc import Set
from itertools import islice

import regex

from aligner.characters import BYTE_ORDER_MARK
from aligner.health.fault import PLACE, Fault, counted, lines

# Controls other than tab, line ends (NEL, too) and page break. DOS ended files with U+001A.
_CONTROL_CHARACTERS = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0)))) - set("\t\n\r\f\x85")
_CONTROL = regex.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]|\x1a(?!\s*\Z)")

_OVERRIDES = frozenset("\u202d\u202e")  # show text in another order than it is read in
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_EMBEDDINGS = frozenset("\u202a\u202b") | _OVERRIDES  # end with _POP
_ISOLATES = frozenset("\u2066\u2067\u2068")  # end with _POP_ISOLATE
_BIDI = regex.compile(r"[\u202a-\u202e\u2066-\u2069]")
_BIDI_CHARACTERS = _EMBEDDINGS | _ISOLATES | {_POP, _POP_ISOLATE}

_ZWNJ = "\u200c"
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\u00ad\u180e\u2061-\u2064"
_ZERO_WIDTH_CHARACTERS = frozenset("\u200b\u200c\u200d\u2060\u00ad\u180e\u2061\u2062\u2063\u2064")
_LETTER = r"[[\p{Arabic}\p{Latin}]&&[\p{L}\p{M}]]"
_IN_WORD = regex.compile(rf"(?<={_LETTER})[{_ZERO_WIDTH}]++(?={_LETTER})", regex.V1)
_WORD_AROUND = regex.compile(r"[\p{L}\p{M}\u200c]+")
# Persian joins prefixes and suffixes to words with ZWNJ, and has letters that Arabic lacks.
_PERSIAN_LETTER = regex.compile(r"[یکۀۂپچژگہےٹڈڑں]")
_PERSIAN_AFFIX = regex.compile(
    r"(?:^|\u200c)ن?می\u200c|\u200c(?:ها|های|هایی|هایم|هایش|تر|ترین|ام|ات|اش|ای|اند|ایم|اید|شان|مان|تان|رو|گر)(?:\u200c|$)"
)
MAX_LOOKED_AT = 20_000  # zero-width characters; all others of a text are taken to be as most of them, to save time
NEAR = 30  # characters beside a ZWNJ, within which a Persian letter shows that its word is Persian


def controls(text: str, characters: Set[str]) -> Fault | None:
    """Return the fault of control characters, such as NUL, in a text."""
    if characters.isdisjoint(_CONTROL_CHARACTERS):
        return None
    starts = [match.start() for match in _CONTROL.finditer(text)]
    if not starts:
        return None
    names = sorted({f"U+{ord(text[start]):04X}" for start in starts})
    such = ", ".join(names[:3]) + " and others" * (len(names) > 3)
    problem = f"{counted(len(starts), 'control character')} ({such}) {PLACE}"
    return Fault("controls", len(starts), starts[0], problem, "--repair controls leaves them out")


def byte_order_marks(text: str, characters: Set[str]) -> Fault | None:
    """Return the fault of byte order marks within a text, as in files that were joined."""
    if BYTE_ORDER_MARK not in characters:
        return None
    begin = len(text) - len(text.lstrip(BYTE_ORDER_MARK))
    count = text.count(BYTE_ORDER_MARK, begin)
    if not count:
        return None
    problem = f"{counted(count, 'byte order mark')} (U+FEFF) within the text {PLACE}"
    return Fault("bom", count, text.index(BYTE_ORDER_MARK, begin), problem, "--repair bom leaves them out")


def bidi(text: str, characters: Set[str]) -> Fault | None:
    """Return the fault of hidden controls that change the order in which a text is shown.

    These are overrides, and embeddings and isolates that do not end in their line.
    """
    if characters.isdisjoint(_BIDI_CHARACTERS):
        return None
    overrides: list[int] = []
    unbalanced: list[int] = []
    for line in lines(text):
        if _BIDI.search(line.text):
            overrides += [line.start + index for index, sign in enumerate(line.text) if sign in _OVERRIDES]
            unbalanced += [line.start + index for index in _unbalanced(line.text)]
    starts = sorted({*overrides, *unbalanced})
    if not starts:
        return None
    what = "override" if overrides else "control without its end or beginning"
    if overrides and len(starts) > len(overrides):
        what = "control"
    problem = (
        f"{counted(len(starts), f'hidden bidirectional {what}')} {PLACE}: the text is shown in another order than read"
    )
    return Fault("bidi", len(starts), starts[0], problem, "--repair bidi leaves them out")


def _unbalanced(line: str) -> list[int]:
    """Return the offsets of the controls of a line that lack their end or their beginning."""
    embeddings: list[int] = []
    isolates: list[int] = []
    result: list[int] = []
    for match in _BIDI.finditer(line):
        sign, at = match[0], match.start()
        if sign in _EMBEDDINGS:
            embeddings.append(at)
        elif sign in _ISOLATES:
            isolates.append(at)
        else:
            opened = embeddings if sign == _POP else isolates
            if opened:
                opened.pop()
            else:
                result.append(at)
    return [*result, *embeddings, *isolates]


def zero_width(text: str, characters: Set[str]) -> Fault | None:
    """Return the fault of zero-width characters and soft hyphens inside words.

    ZWNJ is right in Persian words, and is no fault there.
    """
    if characters.isdisjoint(_ZERO_WIDTH_CHARACTERS):
        return None
    starts = _starts_in_words(text)
    if not starts:
        return None
    words = "word holds" if len(starts) == 1 else "words hold"
    names = sorted({f"U+{ord(text[start]):04X}" for start in starts})
    problem = f"{len(starts)} {words} zero-width characters ({', '.join(names)}) {PLACE}"
    return Fault("zero-width", len(starts), starts[0], problem, "--repair zero-width leaves them out")


def _starts_in_words(text: str) -> list[int]:
    """Return the offsets of zero-width characters inside words, except of those that are right in Persian."""
    matches = _IN_WORD.finditer(text)
    looked_at = list(islice(matches, MAX_LOOKED_AT))
    starts = [match.start() for match in looked_at if not _is_persian(text, match)]
    if len(looked_at) == MAX_LOOKED_AT and len(starts) > MAX_LOOKED_AT // 2:
        starts += [match.start() for match in matches]
    return starts


def _is_persian(text: str, match: regex.Match[str]) -> bool:
    """Return whether zero-width characters are a ZWNJ in a Persian word, or beside Persian words."""
    if match[0] != _ZWNJ:
        return False
    start, end = match.span()
    begin = max(start - NEAR, 0)
    while start > begin and (text[start - 1] == _ZWNJ or text[start - 1].isalpha()):
        start -= 1
    word = _WORD_AROUND.match(text, start, end + NEAR)
    if word and _PERSIAN_AFFIX.search(word[0]):
        return True
    line_start = max(text.rfind("\n", start - NEAR if start > NEAR else 0, start) + 1, start - NEAR)
    line_end = text.find("\n", end, end + NEAR)
    return _PERSIAN_LETTER.search(text, line_start, line_end if line_end >= 0 else end + NEAR) is not None
