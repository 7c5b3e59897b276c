"""Languages that a text lacks, and languages that it holds besides the source and the target.

A third language has no place in the result. A text in which it takes as much room as a third translation is refused;
a few of its lines, such as a quotation, stay with the line before them and are reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import regex

from aligner import languages
from aligner.errors import InputError
from aligner.health import garbled
from aligner.language_weights import LOWER
from aligner.separate import look_alikes
from aligner.separate.line_languages import Line
from aligner.separate.line_names import LineNames

THIRD_TEXT = 0.5  # share of the lines of the rarer language, from which on a third language is a text of its own
MIN_FUNCTION_WORDS = 2  # function words of another language, besides twice those of its own, that tell the language
CLEAR_FUNCTION_WORDS = 4  # of its own language, by which a line is not in another
PERSIAN_OR_URDU = 0.02  # share of letters that Arabic lacks, from which on a text in Arabic letters is not Arabic
SENTENCE = 0.6  # share of the letters in words in lower case, from which on a line is more than names: Juan de la Cruz

_WORD = regex.compile(r"[\p{L}\p{M}'’]++")
_OPTIONS = ("--from", "--to")
_PERSIAN_OR_URDU = regex.compile(r"[پچژگٹڈڑےںہ]")  # letters that Arabic has in foreign names only
_ARABIC_LETTER = regex.compile(r"[\p{Arabic}&&\p{L}]", regex.V1)
_NAME_LANGUAGES = "name the languages with --from and --to"
_GIVE_TRANSLATION = "give the translation in the same file, or as a second file"


class LanguagePair(NamedTuple):
    """The tags of the source and the target."""

    source: str
    target: str

    @property
    def names(self) -> tuple[str, str]:
        """Their English names."""
        return languages.name(self.source), languages.name(self.target)


def check_both_languages(
    text: str, lines: Sequence[Line], name: str, pair: LanguagePair, name_lines: LineNames
) -> None:
    """Raise InputError if no line is in the source language or no line is in the target language.

    text: the decoded input.
    lines: its visible lines.
    name: the name of the input for messages.
    name_lines: names lines for messages.
    """
    sides = {line.side for line in lines if line.side is not None}
    if len(sides) == 2:
        return
    names = pair.names
    if refusal := garbled.refusal(text):
        raise InputError(name, refusal[0], hint=refusal[1])
    if not any(line.letters for line in lines):
        raise InputError(name, f"neither {names[0]} nor {names[1]} was found", hint=_NAME_LANGUAGES)
    if not sides:
        raise InputError(name, f"no line is mostly {names[0]} or mostly {names[1]}", hint=_GIVE_TRANSLATION)
    side = sides.pop()
    both = [line.number for line in lines if line.evidence.letters[1 - side]]
    foreign = foreign_script_lines(text, lines, pair)
    if foreign:
        script = languages.script_name(next(iter(foreign)))
        problem = f"no line in {names[1 - side]} was found, but lines in {names[side]} and in {script} letters"
        raise InputError(name, problem, hint=_NAME_LANGUAGES)
    if both:
        where = name_lines(both)
        verb = "holds" if len(both) == 1 else "hold"
        problem = f"no line is mostly {names[1 - side]}; {where} {verb} {names[1 - side]} letters among {names[side]}"
        raise InputError(name, problem, hint=_GIVE_TRANSLATION)
    look = _likeliest_language(_looks(text, lines, side, pair[side]))
    if _is_persian_or_urdu(text, pair[side]):
        looks = f"the text looks Persian or Urdu, not {names[side]}"
        raise InputError(name, f"no line in {names[1 - side]} was found, and {looks}", hint=_NAME_LANGUAGES)
    if look is not None and look != languages.primary(pair[side]):
        looks = f"the text looks {look_alikes.known_languages()[look].name}, not {names[side]}"
        problem = f"no line in {names[1 - side]} was found, and {looks}"
        raise InputError(name, problem, hint=_NAME_LANGUAGES)
    raise InputError(name, f"only {names[side]} was found, no line in {names[1 - side]}", hint=_GIVE_TRANSLATION)


def check_third_language(
    text: str, lines: Sequence[Line], name: str, pair: LanguagePair, name_lines: LineNames
) -> list[str]:
    """Return remarks for the user about lines in a third language; mostly none.

    Raises InputError if such lines are so many that they may be another translation.
    """
    remarks = []
    fewest = min(sum(line.side == side for line in lines) for side in (0, 1))
    for script, numbers in foreign_script_lines(text, lines, pair).items():
        letters = f"in {languages.script_name(script)} letters, neither {pair.names[0]} nor {pair.names[1]}"
        where = name_lines(numbers)
        verb = "is" if len(numbers) == 1 else "are"
        # A quotation may stand in both texts.
        distinct = {text[slice(*line.span)].strip() for line in lines if line.number in numbers}
        if len(distinct) >= THIRD_TEXT * fewest:
            raise InputError(name, f"{where} {verb} {letters}", hint=f"take them out, or {_NAME_LANGUAGES}")
        remarks.append(f"{where} {verb} {letters}; kept with the line before")
    for side, tag in enumerate(pair):
        if _is_persian_or_urdu(text, tag) and not garbled.description(text):
            remarks.append(f"the lines in Arabic letters look Persian or Urdu; use {_OPTIONS[side]} fa or ur")
        if languages.script(tag) == "Latn":
            remarks += _check_language_of_lines(text, lines, name, side, tag, name_lines)
    return remarks


def foreign_script_lines(text: str, lines: Sequence[Line], pair: LanguagePair) -> dict[str, list[int]]:
    """Return the numbers of the lines that are mostly in a script of neither language, by the code of the script."""
    result: dict[str, list[int]] = {}
    patterns = {
        script: pattern
        for script, pattern in languages.script_patterns().items()
        if script not in map(languages.script, pair) and pattern.search(text)
    }
    for line in lines if patterns else ():
        counts = {script: sum(map(len, of_script.findall(text, *line.span))) for script, of_script in patterns.items()}
        script = max(counts, key=counts.__getitem__)
        if counts[script] > line.letters:
            result.setdefault(script, []).append(line.number)
    return result


def _check_language_of_lines(
    text: str, lines: Sequence[Line], name: str, side: int, tag: str, name_lines: LineNames
) -> list[str]:
    """Return remarks about lines of a side in Latin letters that look like another language.

    Raises InputError if there are about as many lines in the language of the side as in another one.
    """
    looks = _looks(text, lines, side, tag)
    usual = sum(look == languages.primary(tag) for look in looks.values())
    look = _likeliest_language({number: look for number, look in looks.items() if look != languages.primary(tag)})
    if look is None:
        return []
    numbers = [number for number in looks if looks[number] == look]
    look_name = look_alikes.known_languages()[look].name
    if len(numbers) > 2 * usual:
        looks_like = f"{look_name}, not {languages.name(tag)}"
        return [f"the lines in Latin letters look {looks_like}; use {_OPTIONS[side]} {look}"]
    if len(numbers) > 1 and len(numbers) >= THIRD_TEXT * usual:
        problem = f"{name_lines(numbers)} look {look_name}, and others {languages.name(tag)}"
        raise InputError(name, problem, hint="keep one translation, or give the texts as two files")
    return []


def _is_persian_or_urdu(text: str, tag: str) -> bool:
    """Return whether a text that is said to be Arabic has many letters that Arabic lacks."""
    if languages.primary(tag) != "ar":
        return False
    foreign = len(_PERSIAN_OR_URDU.findall(text))
    return foreign > 1 and foreign >= PERSIAN_OR_URDU * len(_ARABIC_LETTER.findall(text))


def _looks(text: str, lines: Sequence[Line], side: int, tag: str) -> dict[int, str]:
    """Return the likeliest language of the lines of a side in Latin letters, by their numbers.

    A line is likelier in another language than in that of its side if it holds function words of that language, and
    more than twice as many as of its own; lines without such words are left out.
    """
    usual_language = languages.primary(tag)
    words_of = {
        code: language.words
        for code, language in look_alikes.known_languages().items()
        if languages.script(code) == "Latn"
    }
    looks: dict[int, str] = {}
    if usual_language not in words_of:
        return looks
    for line in lines:
        if line.side != side or line.evidence.weights[side] < SENTENCE * LOWER * line.letters:
            continue
        if line.evidence.function_words >= CLEAR_FUNCTION_WORDS:
            looks[line.number] = usual_language
            continue
        words = _WORD.findall(text[slice(*line.span)].lower())
        counts = {language: sum(word in of_language for word in words) for language, of_language in words_of.items()}
        usual = max(counts.pop(usual_language), line.evidence.function_words)
        best = max(sorted(counts), key=counts.__getitem__)
        if counts[best] >= MIN_FUNCTION_WORDS + 2 * usual:
            looks[line.number] = best
        elif usual:
            looks[line.number] = usual_language
    return looks


def _likeliest_language(looks: dict[int, str]) -> str | None:
    """Return the language of most lines."""
    counts = Counter(looks.values())
    return max(sorted(counts), key=counts.__getitem__) if counts else None
