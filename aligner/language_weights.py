"""The weight of the evidence that a text is in one or the other of two languages.

Languages are told apart by the letters of their scripts. Two facts keep letters from being counted alike:

- Addresses, tags, code, file names and placeholders are the same in every language, so they have no weight.
- Latin letters occur in texts of any script, as names of products, say; letters of another script hardly occur in a
  text in Latin letters. So an Arabic letter weighs more than a Latin letter, and a Latin word that may be a name
  weighs least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import regex

from aligner import languages

# Weights of a letter; only their ratios matter. Within a text that begins and ends in the other language, half of it.
NATIVE = 30  # a letter of a script other than Latin
LOWER = 10  # a letter of a Latin word in lower case
CODE = 5  # such a letter beside letters of another script, if no function word is there: it may be code
NAME = 1  # a letter of another Latin word, which may be a name
FUNCTION_WORD = 60  # a Latin word such as `the`, besides its letters; it occurs in names, but seldom

_NEUTRAL = regex.compile(
    r"""
      `[^`\n]{1,200}+`                                  # code in Markdown: `git commit`
    | </?[A-Za-z!][^<>\n]{0,500}+>                      # a tag: <a href="...">
    | &\#?\w{1,8};                                      # an entity: &nbsp;
    | \$?\{\{?[A-Za-z0-9_.:,|!\ -]{0,60}+\}                       # a placeholder: {name}, ${name}
    | %(?:\([^()\n]{1,50}+\))?[-+0-9.]{0,8}+[sdifgx]\b  # a placeholder: %s, %(name)d
    | \b(?:https?|ftp|mailto|file):\S++ | \bwww\.\S++   # an address, whatever its letters
    | (?<![\w&])[\#@][\p{L}\p{N}_]++                    # a hashtag or the name of an account: @lamp
    | (?<![\w-])--[A-Za-z][A-Za-z0-9-]*+                # an option: --quiet
    # A file name, an e-mail address, an identifier: letters with one of these signs within.
    | (?<![\w.@/\\:~$\#])[A-Za-z0-9~$\#-]++(?:[_@/\\.:]++[A-Za-z0-9~$\#-]++)++
    """,
    regex.VERBOSE,
)
_MAY_BE_NEUTRAL = regex.compile(r"[`<&{%@\#_/\\]|(?<=[A-Za-z0-9])[.:][A-Za-z0-9]|--")
_LATIN = r"\p{Latin}&&\p{L}"
_LOWER_WORD = regex.compile(rf"(?<![{_LATIN}\p{{N}}])[\p{{Latin}}&&\p{{Ll}}]{{2,}}+(?![{_LATIN}\p{{N}}])", regex.V1)
_FIRST_LETTER, _LAST_LETTER = regex.compile(r"\p{L}"), regex.compile(r"(?r)\p{L}")


class LanguageWeights(NamedTuple):
    """The letters of two languages in a text, and their weight.

    letters: numbers of letters of the source and of the target, without those of neutral text.
    weights: the weight of the evidence for the source and for the target.
    has_words: True if a Latin letter stands in a word in lower case, or if a letter is not Latin: then the text is
        more than names.
    function_words: number of Latin words such as `the`, by which a text is more than names or code; 0 if all words
        have a capital, as in titles.
    """

    letters: tuple[int, int]
    weights: tuple[int, int]
    has_words: bool
    function_words: int = 0

    @property
    def side(self) -> int | None:
        """The likelier language: 0 for the source, 1 for the target; None if there is no majority."""
        source, target = self.weights
        return None if source == target else int(target > source)


Weigher = Callable[[str], LanguageWeights]
LetterCounter = Callable[[str], tuple[int, int]]


def mask_neutral_text(text: str) -> str:
    """Return a text of the same length, in which addresses, tags, code, file names and placeholders are underscores."""
    return _NEUTRAL.sub(lambda match: "_" * len(match[0]), text) if _MAY_BE_NEUTRAL.search(text) else text


def letter_counter(source: str, target: str) -> LetterCounter:
    """Return a function that counts the letters of two languages in a text, those of neutral text included.

    Two texts are compared with each other by their shares of letters, which is faster than to weigh long texts.
    """
    patterns = languages.letter_pattern(source), languages.letter_pattern(target)

    def count(text: str) -> tuple[int, int]:
        characters = Counter(text)
        return count_matches(characters, patterns[0]), count_matches(characters, patterns[1])

    return count


def count_matches(characters: Counter[str], pattern: regex.Pattern[str]) -> int:
    """Return the number of characters that match a pattern; each different character is looked at once."""
    return sum(number for character, number in characters.items() if pattern.match(character))


def weigher(source: str, target: str) -> Weigher:
    """Return a function that weighs the letters of two languages in a line, a cell or a sentence.

    Languages of one script have equal weights, since their letters do not tell them apart.

    source: language tag of the source.
    target: language tag of the target.
    """
    patterns = languages.letter_pattern(source), languages.letter_pattern(target)
    can_tell = languages.script(source) != languages.script(target)
    latin = next((side for side, tag in enumerate((source, target)) if languages.script(tag) == "Latn"), None)
    function_words = languages.word_lists((source, target)[latin or 0]).lowercase_starters

    def weigh(text: str) -> LanguageWeights:
        text = mask_neutral_text(text)
        # Text in ASCII holds no letter but Latin ones.
        only_latin = can_tell and latin is not None and text.isascii()
        words = [[] if only_latin and side != latin else patterns[side].findall(text) for side in (0, 1)]
        letters = sum(map(len, words[0])), sum(map(len, words[1]))
        if not can_tell or latin is None or not letters[latin]:
            return LanguageWeights(letters, (NATIVE * letters[0], NATIVE * letters[1]), has_words=any(letters))
        lower = sum(map(len, _LOWER_WORD.findall(text)))
        count = sum(word.lower() in function_words for word in words[latin]) if lower else 0
        weights = [NATIVE * letters[0], NATIVE * letters[1]]
        weights[latin] = NAME * (letters[latin] - lower) + LOWER * lower
        if letters[1 - latin]:
            may_be_code = not count and function_words
            weights[latin] += FUNCTION_WORD * count - (LOWER - CODE) * lower * bool(may_be_code)
            around = _side_around(text, patterns)
            if around is not None:
                weights[1 - around] //= 2
        has_words = bool(lower or letters[1 - latin])
        return LanguageWeights(letters, (weights[0], weights[1]), has_words, count)

    return weigh


def _side_around(text: str, patterns: Sequence[regex.Pattern[str]]) -> int | None:
    """Return the side, 0 or 1, of the first and of the last letter of a text; None if they are not of one side.

    Words of the other language are then embedded: the text explains them, or they are a name.
    """
    first, last = _FIRST_LETTER.search(text), _LAST_LETTER.search(text)
    ends = [end[0] for end in (first, last) if end]
    return next((side for side, pattern in enumerate(patterns) if all(map(pattern.match, ends))), None)
