"""Two files: which of two texts is the source and which the target, by comparing them with each other.

The first of these that decides is used:

1. The letters of each text, if most belong to the source in one text and to the target in the other.
2. The letters of the lines that only one text has. Code that both texts have is left out.
3. The languages in the names of the files: `guide.ar.md`, `guide_en.txt`.
4. The order of the files, if the user has named the languages.

Two texts of which neither has the letters of a language are in the same language, and are refused.
"""

from __future__ import annotations

import os.path
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple
from unicodedata import name as character_name

import regex

from aligner import languages
from aligner.bitext import InputText
from aligner.characters import LINE_END
from aligner.errors import InputError
from aligner.health import garbled, lost_letters
from aligner.language_weights import count_matches, letter_counter
from aligner.read.tables import headers
from aligner.separate import look_alikes

# Share of letters in the rarer language, from which on the text that holds most of it is in that language. A text in
# another script keeps many Latin names, but a text in Latin letters quotes few words of another script.
ENOUGH, ENOUGH_LATIN = 0.1, 0.4
A_LITTLE = 0.02  # share from which on the names of the files, or the order that the user gives, decide
TIMES = 10  # times by which the share in the other text has to be smaller
BILINGUAL = 0.25  # share of letters in the rarer language of both texts, from which on each holds both languages
MIN_WORDS = 4  # words in lower case, from which on a line in Latin letters may be a sentence

_SAMPLE = 1 << 18  # characters by which the script of a text is found
_LETTER = regex.compile(r"\p{L}+")
_FENCED = regex.compile(r"(?ms)^[^\S\r\n]*(```|~~~).*?^[^\S\r\n]*\1[^\r\n]*")  # a block of code in Markdown
_WORD_IN_LOWER_CASE = regex.compile(r"(?<![^\s\"'(])\p{Ll}{2,}+(?![^\s\"').,;:!?])")
_NAME_WORD = regex.compile(r"[\p{L}\p{M}]+")


class Order(NamedTuple):
    """The order of two texts.

    reverse: True if the second text is the source.
    notice: a sentence for the user; empty if there is nothing to tell.
    """

    reverse: bool
    notice: str = ""


def find_order(texts: Sequence[InputText], tags: tuple[str, str], *, order_is_given: bool) -> Order:
    """Return which of two texts is the source.

    texts: two texts.
    tags: language tags of the source and of the target.
    order_is_given: whether the user has named the languages, in the order of the files.

    Raises InputError if a text is in a third script, or both texts are in the same language.
    """
    for text in texts:
        if len(held := list(dict.fromkeys(filter(None, text.column_languages)))) > 1:
            raise InputError(text.name, f"this file holds both {held[0]} and {held[1]}", hint="align it alone")
    names = _sides_in_names(texts, tags)
    if languages.script(tags[0]) == languages.script(tags[1]):
        _check_scripts(texts, tags, [None, None])
        return _order(texts, tags, reverse=True, reason=", by their names") if names == [1, 0] else Order(reverse=False)
    # 1. The letters of each text.
    count = letter_counter(*tags)
    letters = [count(text.text) for text in texts]
    sides = [None if source == target else int(target > source) for source, target in letters]
    _check_scripts(texts, tags, sides)
    for text in texts:
        if reason := lost_letters.description(text.text):
            raise InputError(text.name, reason, hint=lost_letters.HINT)
    if sides[0] is None or sides[1] is None or sides[0] != sides[1]:
        is_reverse = sides[0] == 1 or sides[1] == 0
        return _order(texts, tags, reverse=True) if is_reverse else Order(reverse=False)
    # 2. The letters of the lines that only one text has.
    rarer = 1 - sides[0]
    shares = [_share(count(text), rarer) for text in _without_shared_lines(texts)]
    in_rarer = shares.index(max(shares))
    enough = ENOUGH_LATIN if languages.script(tags[rarer]) == "Latn" else ENOUGH
    if max(shares) >= enough and max(shares) >= TIMES * min(shares):
        _check_bilingual(texts[in_rarer], texts[1 - in_rarer], tags[rarer], tags[1 - rarer])
        return _order(texts, tags, reverse=True) if in_rarer != rarer else Order(reverse=False)
    # 3. The names of the files.  4. The order that the user has given.
    if max(shares) >= A_LITTLE and names[0] is not None:
        return _order(texts, tags, reverse=names[0] == 1, reason=", by their names")
    if max(shares) >= A_LITTLE and order_is_given:
        return _order(texts, tags, reverse=False, reason=", as --from and --to say")
    _check_letters(texts)
    shares_of_all = [_share(of_text, rarer) for of_text in letters]
    raise _same_language(texts, tags, sides[0], shares, shares_of_all)


def _check_letters(texts: Sequence[InputText]) -> None:
    """Raise InputError if most letters of a text are garbled or lost."""
    for text in texts:
        if refusal := garbled.refusal(text.text):
            raise InputError(text.name, refusal[0], hint=refusal[1])


def foreign_lines(text: InputText, translation: InputText, tag: str, other_tag: str) -> list[int]:
    """Return the numbers, from 1, of the lines of a text that are in the language of the other text.

    A line in Latin letters is in that language only if it is a sentence, and the other text does not have it: names and
    code are no sentences.

    text: a text.
    translation: the other text.
    tag: language tag of the text.
    other_tag: language tag of the other text.
    """
    if languages.script(tag) == languages.script(other_tag):
        return []
    is_latin = languages.script(other_tag) == "Latn"
    letters, other_letters = languages.letter_pattern(tag), languages.letter_pattern(other_tag)
    others = {line.strip() for line in LINE_END.split(translation.text)} if is_latin else set()
    return [
        number
        for number, line in enumerate(LINE_END.split(_without_code(text.text, _line_ends)), 1)
        if other_letters.search(line)
        and not letters.search(line)
        and not (is_latin and (line.strip() in others or not _is_sentence(line, other_tag)))
    ]


def _check_bilingual(text: InputText, translation: InputText, tag: str, other_tag: str) -> None:
    """Raise InputError for a text that holds as many sentences of the other language as lines of its own."""
    letters = languages.letter_pattern(tag)
    size = sum(letters.search(line) is not None for line in LINE_END.split(text.text))
    foreign = foreign_lines(text, translation, tag, other_tag)
    if len(foreign) >= size:
        name, other_name = languages.name(tag), languages.name(other_tag)
        hint = "align it alone, or take out one of the languages"
        raise InputError(text.name, f"this text holds both {name} and {other_name}", hint=hint)


def _is_sentence(line: str, tag: str) -> bool:
    """Return whether a line in Latin letters is a sentence of a language."""
    words = _WORD_IN_LOWER_CASE.findall(line)
    return len(words) >= MIN_WORDS and look_alikes.holds_common_word(words, tag)


def _without_code(text: str, instead: str | Callable[[regex.Match[str]], str]) -> str:
    """Return a text with a replacement for each block of code."""
    return _FENCED.sub(instead, text) if "```" in text or "~~~" in text else text


def _line_ends(match: regex.Match[str]) -> str:
    """Return the line ends of a match, so that lines can be counted."""
    return "".join(LINE_END.findall(match[0]))


def _sides_in_names(texts: Sequence[InputText], tags: tuple[str, str]) -> list[int | None]:
    """Return the sides of two texts by the names of their files, 0 and 1 or 1 and 0; None if they are not clear.

    If one name has no language, it is that of the other side: `README.ar.md`, `README.md`.
    """
    first, second = (side_in_name(text.name, tags) for text in texts)
    if first is None and second is not None:
        first = 1 - second
    elif second is None and first is not None:
        second = 1 - first
    return [None, None] if first == second else [first, second]


def side_in_name(path: str, tags: tuple[str, str]) -> int | None:
    """Return the side, 0 or 1, whose language the name of a file names; None if it names neither or both.

    >>> [side_in_name(path, ("ar", "en")) for path in ("guide.ar.md", "guide_EN.txt", "guide.md", "ar-en.txt")]
    [0, 1, None, None]
    """
    primaries = [languages.primary(tag) for tag in tags]
    words = _NAME_WORD.findall(os.path.basename(path))
    sides = {primaries.index(code) for word in words if (code := headers.language(word, primaries)) in primaries}
    return sides.pop() if len(sides) == 1 else None


def _order(texts: Sequence[InputText], tags: tuple[str, str], *, reverse: bool, reason: str = "") -> Order:
    """Return an order with a notice about it."""
    in_order = texts[::-1] if reverse else texts
    names = [f"{text.name} is {languages.name(tag)}" for text, tag in zip(in_order, tags, strict=True)]
    return Order(reverse, f"{' and '.join(names)}{reason or '; taken in this order'}")


def _share(letters: tuple[int, int], side: int) -> float:
    """Return the share of the letters of a side, in [0, 1]; 0 if there are no letters."""
    return letters[side] / sum(letters) if any(letters) else 0.0


def _without_shared_lines(texts: Sequence[InputText]) -> list[str]:
    """Return each text without blocks of code and without the lines that both texts have."""
    lines = [[line.strip() for line in _without_code(text.text, "").splitlines()] for text in texts]
    shared = set(lines[0]).intersection(lines[1])
    return ["\n".join(line for line in of_text if line not in shared) for of_text in lines]


def _check_scripts(texts: Sequence[InputText], tags: tuple[str, str], sides: Sequence[int | None]) -> None:
    """Raise InputError for a text most of whose letters belong to neither language.

    sides: the side of most letters of each text, or None.
    """
    patterns = {languages.letter_pattern(tag) for tag in tags}
    for index, text in enumerate(texts):
        sample = text.text[:_SAMPLE]
        characters = Counter(sample)
        size = count_matches(characters, _LETTER)
        if 2 * sum(count_matches(characters, pattern) for pattern in patterns) >= size:
            continue
        side_of_other = sides[1 - index]
        missing = index if side_of_other is None else 1 - side_of_other
        raise InputError(
            text.name,
            f"most of its letters are {_script_name(sample)}, neither {languages.name(tags[0])} nor"
            f" {languages.name(tags[1])}",
            hint=f"name its language with {('--from', '--to')[missing]}",
        )


def _script_name(text: str) -> str:
    """Return the name of the script of most letters of a text, such as `Cyrillic`."""
    letters = [letter for run in _LETTER.findall(text) for letter in run]
    scripts = Counter(character_name(letter, "unknown").partition(" ")[0] for letter in letters)
    script = scripts.most_common(1)[0][0] if scripts else "unknown"
    return {"CJK": "Chinese"}.get(script, script.capitalize())


def _same_language(
    texts: Sequence[InputText],
    tags: tuple[str, str],
    side: int,
    shares: Sequence[float],
    shares_of_all: Sequence[float],
) -> InputError:
    """Return the error for two texts in the same language.

    side: the side of most letters of both texts.
    shares: shares of the letters of the rarer language, without the lines that both texts have.
    shares_of_all: the shares with these lines.
    """
    likely, missing = languages.name(tags[side]), languages.name(tags[1 - side])
    name = f"{texts[0].name} and {texts[1].name}"
    if min(shares_of_all) >= BILINGUAL:
        return InputError(name, f"both hold {likely} and {missing}", hint="align one file at a time")
    if max(shares) >= A_LITTLE:
        named = f"--from {tags[0]} --to {tags[1]}"
        problem = f"both are mostly in the letters of {likely}"
        return InputError(name, problem, hint=f"give the {languages.name(tags[0])} text first, with {named}")
    problem = f"both are in the letters of {likely}, neither in those of {missing}"
    return InputError(
        name, problem, hint="give a text and its translation, or name their languages with --from and --to"
    )
