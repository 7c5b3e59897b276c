"""Garbled text: letters that were read in the wrong encoding, and saved as the signs that came out.

Three kinds of damage:

- UTF-8 that was read in an 8-bit encoding: each letter is two or three signs, the first of which is of a few, as in
  `Ø§Ù„` or `â€™`. It happens twice, too.
- An 8-bit encoding of Arabic that was read as another one: words of accented letters only, as in `ÇáÓáÇã`.
- Lost letters: replacement characters (U+FFFD), and question marks in place of letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import regex

from aligner.characters import LINE_END
from aligner.health import lost_letters
from aligner.health.fault import PLACE, Fault, counted

HINT = "save the text in UTF-8 again from the original"

MIN_GARBLED = 8  # characters, from which on a text can be called garbled
GARBLED = 0.5  # least share of the letters outside of ASCII that are garbled
# Different words of accents, from which on a text was Windows-1256: words with the article, or any.
MIN_STRONG, MIN_WEAK = 2, 5
LONG = 6  # letters of such a word with the article that is enough
NAMED = 4  # times by which a reason may be rarer than the commonest one and is named; rarer ones are mostly mistakes

_SAMPLE = 1 << 16  # characters
_LETTER = regex.compile(r"[\p{L}--[A-Za-z]]", regex.V1)
_WORD_OF_ACCENTS = regex.compile(r"(?<!\p{L})[À-ÖØ-öø-ÿ×]{3,}+(?!\p{L})")
_ACCENTS = frozenset(map(chr, range(0xC0, 0x100)))
_ACCENTS_IN_A_ROW = re.compile("[À-ÖØ-öø-ÿ×]{3}")
MIN_ACCENTS = 4  # different letters with accents, without which no words of accents are looked for
# Encodings of Arabic, their letters in Windows-1252, and words that begin with the article, with a clitic or not.
_ARABIC_ENCODINGS = (
    ("Windows-1256", regex.compile(r"[^àâçèéêëîïôùûü]+"), regex.compile(r"[æÝÈß]?Çá[À-ÿ]{2}")),
    ("ISO-8859-6", regex.compile(r"[Á-Úà-ò]+"), regex.compile(r"[èáÈã]?Çä[À-ÿ]{2}")),
)
_LATIN_LETTERS, _ARABIC_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz"), frozenset("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")
_USUAL_SIGNS = frozenset("،؛؟«»\xa0“”‘’–—…•\u200c\u200d")  # of texts, although garbled letters hold them, too
_C1 = regex.compile(r"[\x80-\x9f]")  # of UTF-8 that was read as ISO-8859-1


@dataclass(frozen=True)
class Misreading:
    """UTF-8 that was read in another encoding.

    name: name of the encoding for messages.
    leads: the signs with which a garbled letter begins.
    signs: signs within garbled letters that are no letters and no usual marks.
    source: pattern of garbled letters.
    """

    name: str
    leads: frozenset[str]
    signs: frozenset[str]
    source: str

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """Matches garbled letters. Few texts have signs of them, and it takes a while to compile."""
        return regex.compile(self.source)


class _Damage(NamedTuple):
    """Garbled stretches of a text that have one reason.

    reason: what has happened to them.
    spans: where they stand, in order.
    is_lost: True if the letters cannot be restored.
    """

    reason: str
    spans: list[tuple[int, int]]
    is_lost: bool = False


def _decoded(codes: Iterable[int], encoding: str) -> list[str]:
    """Return the signs of bytes in an encoding; for a byte that it lacks, the control of ISO-8859-1."""
    return [bytes([code]).decode(encoding, "ignore") or chr(code) for code in codes]


def _misreading(name: str, encoding: str, other_leads: str = "", others: str = "") -> Misreading:
    """Return the misreading of UTF-8 in an encoding.

    other_leads: signs with which letters of other scripts begin.
    others: a pattern of such letters, with `{0}` for a sign that follows.
    """
    following = dict.fromkeys([*_decoded(range(0x80, 0xC0), encoding), *map(chr, range(0x80, 0xA0))])
    second = f"[{regex.escape(''.join(following))}]"
    # Arabic letters are D8 or D9 and another byte. Two in a row, since two such signs may stand in a text.
    arabic = _decoded((0xD8, 0xD9), encoding)
    # Quotation marks, dashes, the euro and arrows are E2, a byte such as 80, and another; ﷺ and byte order marks EF.
    e2, ef = _decoded((0xE2, 0xEF), encoding)
    after_e2 = "".join(_decoded((0x80, 0x82, 0x84, 0x86, 0x88), encoding)) + "\x80\x82\x84\x86\x88"
    after_ef = regex.escape("".join(_decoded((0xB7, 0xB8, 0xB9, 0xBA, 0xBB), encoding)))
    # Letters such as é are C3 and another byte, signs such as £ are C2 and their byte in Windows-1252.
    c3, c2 = _decoded((0xC3, 0xC2), encoding)
    after_c2 = regex.escape("".join(_decoded("\xa0£§©®°±«»¿¡·²³½¼¾".encode("latin-1"), encoding)))
    parts = [
        f"(?:[{''.join(arabic)}]{second}){{2,}}",
        f"{e2}[{after_e2}]{second}|{ef}[{after_ef}]{second}",
        f"(?<=[a-z]){c3}{second}|{c3}{second}(?=[a-z])|(?<!\\p{{Lu}}){c2}[{after_c2}](?!\\p{{Ll}})",
    ]
    if others:
        parts.append(others.format(second))
    signs = {sign for sign in following if not sign.isalpha() and sign not in _USUAL_SIGNS}
    leads = frozenset([*arabic, e2, ef, c3, c2, *other_leads])
    return Misreading(name, leads, frozenset(signs), "|".join(parts))


# Emoji, letters that were misread twice, and letters of other scripts.
_IN_1252 = r"ð[Ÿ\x9f]{0}{0}|(?:[ÃÂ]{0}){{2,}}|(?:[ÎÏÐÑÚÛ]{0}){{3,}}"
_IN_1256 = r"(?:[آأطظعغ]{0}){{2,}}"
_MISREADINGS = (
    _misreading("Windows-1252", "cp1252", "ðÎÏÐÑÚÛ", _IN_1252),
    _misreading("Windows-1256", "cp1256", "عغ", _IN_1256),
    _misreading("Windows-1251", "cp1251"),
    _misreading("Windows-1250", "cp1250"),
    _misreading("Mac Roman", "mac_roman"),
    _misreading("code page 437", "cp437"),
    _misreading("code page 850", "cp850"),
)
_TWICE = regex.compile(
    r"Ã[ƒ\x83]Â|Ã¢(?:â‚¬|Â\x80)|Ã[\x98-\x9b˜™š›](?:Â|â|Å|Æ|Ë)"  # as Windows-1252
    r"|أ¢â"  # as Windows-1256
)
# Letters that were misread twice as Windows-1256 begin with one of these; of those misread once, ط and ظ alone do.
_TAH = re.compile("ط[·¸]")
MIN_TAH = (
    0.15  # of all signs, from which on they were misread twice: one of four signs is expected, or one of two of few
)
# A letter such as é that is an Arabic letter or vowel mark in Windows-1256.
_LATIN_AS_ARABIC = re.compile("[A-Za-z][\u0621-\u0652](?=[a-z])")  # faster than regex here
MIN_LATIN_AS_ARABIC = 2  # letters; one may be a slip


def description(text: str) -> str:
    """Return the reason why most letters of a text are garbled, or an empty text.

    >>> description("نعم، وصلت الرسالة".encode().decode("latin-1"))
    'the Arabic is garbled: UTF-8 that was read as Windows-1252'
    >>> description("Ærø, Færøerne, Ølgod")
    ''
    """
    sample = text[:_SAMPLE]
    characters = set(sample)
    letters = len(_LETTER.findall(sample))
    for damage in (*_misread_utf8(sample, characters), *_misread_arabic(sample, characters)):
        garbled = sum(len(_LETTER.findall(sample, *span)) for span in damage.spans)
        if garbled >= MIN_GARBLED and garbled >= GARBLED * letters:
            return f"the Arabic is garbled: {damage.reason}"
    return ""


def refusal(text: str) -> tuple[str, str] | None:
    """Return the reason why a text that lacks letters of a language is refused, and what to do; None without one."""
    if reason := description(text):
        return reason, HINT
    if reason := lost_letters.description(text, _LETTER):
        return reason, lost_letters.HINT
    return None


def find(text: str, characters: Set[str]) -> tuple[Fault | None, str]:
    """Return the fault of garbled letters in a text, and the text with spaces in their place.

    characters: the set of the characters of the text.
    """
    damages = [
        damage
        for find_damage in (_misread_utf8, _misread_arabic, _misread_latin)
        for damage in find_damage(text, characters)
    ]
    damages += [_Damage(*lost, is_lost=True) for lost in lost_letters.find_lost(text, characters)]
    if not damages:
        return None, text
    spans = sorted({span for damage in damages for span in damage.spans})
    count = _number_of_lines(text, spans)
    most_spans = max(len(damage.spans) for damage in damages)
    reasons = "; ".join(damage.reason for damage in damages if NAMED * len(damage.spans) >= most_spans)
    verb = "is" if count == 1 else "are"
    hint = lost_letters.HINT if all(damage.is_lost for damage in damages) else HINT
    fault = Fault("mojibake", count, spans[0][0], f"{counted(count, 'line')} {verb} garbled {PLACE}: {reasons}", hint)
    blanked = _blanked(text, spans)
    return fault, _C1.sub(" ", blanked) if "UTF-8" in reasons else blanked


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a text of the same length, with spaces in the place of spans."""
    pieces, end = [], 0
    for start, stop in spans:
        pieces += [text[end:start], " " * (stop - max(start, end))]
        end = max(end, stop)
    return "".join([*pieces, text[end:]])


def _number_of_lines(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """Return the number of lines in which spans begin, in order."""
    number, end = 0, -1
    for start, _ in spans:
        if start >= end:
            number += 1
            match = LINE_END.search(text, start)
            end = match.end() if match else len(text)
    return number


def _misread_utf8(text: str, characters: Set[str]) -> list[_Damage]:
    """Return the stretches of UTF-8 that was read in another encoding, by encodings; the most frequent one first."""
    by_name: dict[str, list[tuple[int, int]]] = {}
    for misreading in _MISREADINGS:
        # The garbled letters of Windows-1256 may be a list of Arabic letters, unless they hold other signs.
        is_letters = misreading.name == "Windows-1256"
        if characters.isdisjoint(misreading.leads) or (is_letters and characters.isdisjoint(misreading.signs)):
            continue
        spans = [
            match.span()
            for match in misreading.pattern.finditer(text)
            if not (is_letters and misreading.signs.isdisjoint(match[0]))
        ]
        if spans:
            by_name[misreading.name] = spans
    damages: list[_Damage] = []
    taken: set[int] = set()
    for name in sorted(by_name, key=lambda name: -sum(end - start for start, end in by_name[name])):
        spans = [span for span in by_name[name] if span[0] not in taken]
        taken.update(start for start, _ in spans)
        twice = " twice" if _is_twice(text, spans) else ""
        if spans:
            damages.append(_Damage(f"UTF-8 that was read as {name}{twice}", spans))
    return damages


def _is_twice(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether garbled stretches of a text were misread twice."""
    signs = sum(end - start for start, end in spans)
    tahs = sum(len(_TAH.findall(text, start, end)) for start, end in spans)
    return tahs >= MIN_TAH * signs or any(_TWICE.search(text, start, end + 4) for start, end in spans)


def _misread_arabic(text: str, characters: Set[str]) -> list[_Damage]:
    """Return the words of Windows-1256 or ISO-8859-6 that were read as Windows-1252, if they are surely that."""
    if len(characters & _ACCENTS) < MIN_ACCENTS or not _ACCENTS_IN_A_ROW.search(text):
        return []
    ranked = []
    for name, letters, article in _ARABIC_ENCODINGS:
        words = [match for match in _WORD_OF_ACCENTS.finditer(text) if letters.fullmatch(match[0])]
        distinct = {match[0] for match in words}
        strong = sum(article.match(word) is not None for word in distinct)
        longest = max((len(word) for word in distinct if article.match(word)), default=0)
        if strong >= MIN_STRONG or (strong and len(distinct) > strong) or len(distinct) >= MIN_WEAK or longest >= LONG:
            damage = _Damage(f"{name} that was read as Windows-1252", [match.span() for match in words])
            ranked.append((strong, damage))
    return [max(ranked, key=lambda item: item[0])[1]] if ranked else []


def _misread_latin(text: str, characters: Set[str]) -> list[_Damage]:
    """Return the letters of Windows-1252 that were read as Windows-1256: `Malلga`."""
    if characters.isdisjoint(_LATIN_LETTERS) or characters.isdisjoint(_ARABIC_LETTERS):
        return []
    spans = [match.span() for match in _LATIN_AS_ARABIC.finditer(text)]
    return [_Damage("Windows-1252 that was read as Windows-1256", spans)] if len(spans) >= MIN_LATIN_AS_ARABIC else []
