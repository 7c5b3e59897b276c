"""Repairs: safe normalisations of the texts of the output, which the user asks for by name: `--repair forms,controls`.

A repair changes the rows on their way to a writer. The texts that were read, their spans and the filters know nothing
of it. Each repair changes the characters of its own kind only, and repeating it changes nothing more.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import regex

from aligner import languages
from aligner.characters import BYTE_ORDER_MARK, TATWEEL, VISIBLE
from aligner.rows import Row, Rows

SEPARATOR = ","  # between names, as the user gives them and as a signature has them

# Forms of vowel marks, which stand on a space or a tatweel of their own, after the letter that they belong to. Unicode
# counts them as letters.
_MARK_FORMS = r"\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe72\ufe74\ufe76-\ufe7f"
_LETTER = rf"[[\p{{Arabic}}&&\p{{L}}]--[{_MARK_FORMS}]]"
# The spaces of typography, such as U+00A0 NO-BREAK SPACE. The ideographic space of Chinese is not among them.
_SPACES = regex.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_CONTROLS = regex.compile(r"[\p{Cc}--[\t\n\r]]", regex.V1)
_BIDIRECTIONAL = regex.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BYTE_ORDER_MARKS = regex.compile(BYTE_ORDER_MARK)
# Soft hyphen, word joiner, byte order mark, and zero width space. The last one ends words in scripts without spaces.
_ZERO_WIDTH = regex.compile(r"[\xad\u2060\ufeff]|(?<![\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])\u200b")
# Joiners, and other invisible signs, between two letters of a word.
_HIDDEN = r"\u180e\u200c\u200d\u2061-\u2064"
_IN_LATIN_WORD = regex.compile(rf"(?<=\p{{Latin}}\p{{M}}?)[{_HIDDEN}]++(?=\p{{Latin}})")
_ARABIC_WORD = regex.compile(rf"[{_LETTER}{TATWEEL}\p{{M}}{_HIDDEN}]++", regex.V1)
_IN_ARABIC_WORD = regex.compile(rf"(?<=[^{_HIDDEN}])[{_HIDDEN}]++(?=[{_LETTER}{TATWEEL}])", regex.V1)
_PERSIAN_WORD = regex.compile(
    "[پچژگکیےہھەۀۂٹڈڑں]"
)  # a letter of Persian or Urdu, in whose words a non-joiner may belong
# Forms of letters by their place in a word, and ligatures. U+FDF0-FDFF are words and signs, such as ﷺ, and stay.
_FORMS = regex.compile(r"[\ufb00-\ufdef\ufe70-\ufefc]")
_AFTER_LETTER = regex.compile(
    rf"(?<={_LETTER})[\p{{M}}\p{{Cf}}{TATWEEL}{_MARK_FORMS}[\p{{Cc}}--\s]]++", regex.V1
)  # the marks of a letter, and what is invisible among them
_MARK_AS_FORM = regex.compile(f"[{_MARK_FORMS}]")
# Tatweel that lengthens the joint of two letters. At the end of a word it keeps the form of a letter, as in هـ, and a
# tatweel that carries a hamza is a letter.
_TATWEEL = regex.compile(
    rf"(?<!{TATWEEL}){TATWEEL}++(?<={_LETTER}\p{{M}}*+{TATWEEL}++)(?!\p{{M}}*[\u0654\u0655])(?=\p{{M}}*{_LETTER})",
    regex.V1,
)
_CLUSTER = regex.compile(r"\X")  # a character as readers see it: a letter with its marks
# Letters of Persian and Urdu keyboards that look like an Arabic letter -> that letter. The last letter of علی may be
# an Arabic ي or ى; it becomes ي, which is the more frequent one.
_PERSIAN = {"ک": "ك", "ی": "ي", "ے": "ي", "ہ": "ه", "ھ": "ه", "ە": "ه"}
_PERSIAN_LETTERS = regex.compile(f"[{''.join(_PERSIAN)}]")

Change = Callable[[str, str], tuple[str, int]]  # text and language tag -> repaired text, number of changed characters


def _without(pattern: regex.Pattern[str]) -> Change:
    """Return the repair that removes single characters."""
    return lambda text, language: pattern.subn("", text)


def _compose(text: str, language: str) -> tuple[str, int]:
    """Return a text in the normal form NFC."""
    composed = unicodedata.normalize("NFC", text)
    if composed == text:
        return text, 0
    changed = sum(unicodedata.normalize("NFC", cluster) != cluster for cluster in _CLUSTER.findall(text))
    return composed, max(changed, 1)


def _replace_controls(text: str, language: str) -> tuple[str, int]:
    """Return a text without control characters; one that separates words, such as a form feed, becomes a space."""
    return _CONTROLS.subn(lambda match: " " if match[0].isspace() else "", text)


def _replace_forms(text: str, language: str) -> tuple[str, int]:
    """Return a text with letters in place of their presentation forms."""
    marks = sum(len(_MARK_AS_FORM.findall(run)) for run in _AFTER_LETTER.findall(text))
    text = _AFTER_LETTER.sub(lambda run: _MARK_AS_FORM.sub(lambda mark: _letters(mark[0])[1:], run[0]), text)
    forms = [form for form in _FORMS.findall(text) if _letters(form) != form and not _MARK_AS_FORM.match(form)]
    return text.translate({ord(form): _letters(form) for form in set(forms)}), marks + len(forms)


def _letters(form: str) -> str:
    """Return the letters that a presentation form stands for."""
    return unicodedata.normalize("NFKC", form)


def _replace_persian(text: str, language: str) -> tuple[str, int]:
    """Return a text in Arabic with Arabic letters in place of Persian ones that look like them."""
    if not _is_arabic(language):
        return text, 0
    return _PERSIAN_LETTERS.subn(lambda match: _PERSIAN[match[0]], text)


def _remove_zero_width(text: str, language: str) -> tuple[str, int]:
    """Return a text without characters of no width; joiners within Latin words, and within Arabic words of Arabic."""
    result = _IN_LATIN_WORD.sub("", _ZERO_WIDTH.sub("", text))
    if _is_arabic(language):
        result = _ARABIC_WORD.sub(
            lambda word: word[0] if _PERSIAN_WORD.search(word[0]) else _IN_ARABIC_WORD.sub("", word[0]), result
        )
    return result, len(text) - len(result)


def _remove_tatweel(text: str, language: str) -> tuple[str, int]:
    """Return a text without tatweel between two letters."""
    result = _TATWEEL.sub("", text)
    return result, len(text) - len(result)


def _is_arabic(language: str) -> bool:
    return languages.primary(language) == "ar"


class Repair(NamedTuple):
    """A repair of texts.

    name: a value of `--repair`.
    change: the function that makes it.
    """

    name: str
    change: Change


# In the order in which they are made: a repair may bring about what a later one looks for, never the reverse.
REPAIRS = (
    Repair("forms", _replace_forms),
    Repair("controls", _replace_controls),
    Repair("bom", _without(_BYTE_ORDER_MARKS)),
    Repair("bidi", _without(_BIDIRECTIONAL)),
    Repair("persian", _replace_persian),
    Repair("zero-width", _remove_zero_width),
    Repair("tatweel", _remove_tatweel),
    Repair("spaces", lambda text, language: _SPACES.subn(" ", text)),
    Repair("nfc", _compose),
)
NAMES = tuple(repair.name for repair in REPAIRS)


def parse(value: str) -> tuple[str, ...]:
    """Return the names of repairs in a list such as `forms,controls`, in the order in which they are made.

    Raises ValueError for a name that is not that of a repair, and for a list without names.
    """
    return in_order([name.strip() for name in value.split(SEPARATOR)])


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Return names of repairs, each once, in the order in which they are made.

    Raises ValueError for a name that is not that of a repair.
    """
    wanted = list(names)
    if unknown := [name for name in wanted if name not in NAMES]:
        raise ValueError(f"there is no repair {unknown[0]!r}; choose from {', '.join(NAMES)}")
    return tuple(name for name in NAMES if name in wanted)


def repaired_text(text: str, language: str, names: Sequence[str], counts: Counter[str] | None = None) -> str:
    """Return a text with repairs.

    A text of which a repair would leave nothing that can be seen stays as it is.

    language: tag of the language of the text.
    names: the repairs.
    counts: gets the number of characters that each repair changed.

    >>> repaired_text("ﻛﺘـﺎب\\u200f", "ar", ["forms", "bidi", "tatweel"])
    'كتاب'
    """
    changes: Counter[str] = Counter()
    result = _changed(text, language, names, changes)
    if not VISIBLE.search(result):
        return text
    if counts is not None:
        counts.update(changes)
    return result


def _changed(text: str, language: str, names: Sequence[str], counts: Counter[str]) -> str:
    """Return a text with repairs, and add the numbers of changed characters to the counts."""
    for repair in REPAIRS:
        if repair.name in names:
            text, count = repair.change(text, language)
            counts[repair.name] += count
    return text


def repaired(rows: Rows, names: Sequence[str], counts: Counter[str] | None = None) -> Rows:
    """Return rows whose texts have repairs; spans and numbers stay.

    counts: gets the number of characters that each repair changed, while the rows are read.
    """
    if not names:
        return rows
    return rows._replace(rows=_repaired(rows, names, Counter() if counts is None else counts))


def _repaired(rows: Rows, names: Sequence[str], counts: Counter[str]) -> Iterator[Row]:
    for row in rows.rows:
        source, source_sentences = _side(row.source, row.source_sentences, rows.source_language, names, counts)
        target, target_sentences = _side(row.target, row.target_sentences, rows.target_language, names, counts)
        yield row._replace(
            source=source, target=target, source_sentences=source_sentences, target_sentences=target_sentences
        )


def _side(
    text: str, sentences: Sequence[str], language: str, names: Sequence[str], counts: Counter[str]
) -> tuple[str, Sequence[str]]:
    """Return the text of a side and the texts of its sentences with repairs.

    Sentences and the gaps between them are repaired one by one, so that the side holds its sentences afterwards, too.
    """
    pieces: list[str] = []
    results: list[str] = []
    end = 0
    for sentence in sentences:
        start = text.find(sentence, end)
        if start < 0:  # a row of another program, whose sentences are not those of its side
            pieces, results, end = [], [repaired_text(sentence, language, names) for sentence in sentences], 0
            break
        results.append(repaired_text(sentence, language, names, counts))
        pieces += [_changed(text[end:start], language, names, counts), results[-1]]
        end = start + len(sentence)
    rest = text[end:]
    pieces.append(_changed(rest, language, names, counts) if pieces else repaired_text(rest, language, names, counts))
    return "".join(pieces), results


def signature(names: Sequence[str]) -> str:
    """Return the end of a signature, which names the repairs; empty without any."""
    return f"|repair:{SEPARATOR.join(names)}" if names else ""


def in_metadata(names: Sequence[str], counts: Mapping[str, int]) -> dict[str, int]:
    """Return the number of characters that each repair changed, for the metadata; 0 for one that changed none."""
    return {name: counts.get(name, 0) for name in names}


def describe(counts: Mapping[str, int]) -> str:
    """Return the number of changed characters as a phrase for the user.

    counts: the number for each repair that was asked for.

    >>> describe({"controls": 1, "forms": 12, "bom": 0}), describe({"bom": 0})
    ('13 characters repaired: 1 by controls, 12 by forms', 'no character to repair by bom')
    """
    total = sum(counts.values())
    if not total:
        return f"no character to repair by {' or '.join(counts)}"
    by_repair = ", ".join(f"{count} by {name}" for name, count in counts.items() if count)
    return f"{total} character{'s' * (total != 1)} repaired: {by_repair}"
