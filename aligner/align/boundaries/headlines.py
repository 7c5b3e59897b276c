"""Ends of headlines that stand in one line with what follows, without a mark, by one text.

In a script with capitals, a sentence begins with a capital after a small letter; clearest if the word with it is one
that has small letters otherwise. In a script without, the words at the gap say little: no headline ends with a
preposition, and Arabic sentences often begin with a verb. In either, the first sentence repeats words of its headline,
which a sentence seldom does with its own.

The values were chosen by the headlines of the NTREX development set. They are no probabilities: the sum of the signs of
both texts is compared with limits, see `choice`.
"""

from __future__ import annotations

import numpy as np
import regex

from aligner.align.boundaries.side import SideWords
from aligner.align.boundaries.usage import Usage
from aligner.align.word_support import function_stems
from aligner.languages import WordLists, primary, word_lists
from aligner.lattice.grid import Floats

# Nats. A capital, by the word that has it, if the word after that has a small letter:
FUNCTION_WORD, SMALL_WORD, NAME = 4.0, 3.0, 1.0  # The | Ash, which the text has in small letters, too | Clinton
NOT_BEFORE_SMALL = -2.0  # the word after that has a capital, too: The Power of
LEAST_NAME = 0.5  # of a name, then
AFTER_CAPITAL = -1.0  # the word before has a capital as well, as in the title of a work, or in a name
REPEATED = 1.0  # for each content word on both sides of the gap
# Scripts without capitals:
AFTER_FUNCTION_WORD = -3.0  # no headline ends with a preposition
AFTER_CLAUSE, AFTER_QUOTATION = -1.0, 1.0  # the word before ends with a comma | with a quotation mark
REPORTING = 2.5  # the next word is a verb of saying, which begins a sentence in Arabic
VERB, SHORT_WORD, STARTER = 1.0, 0.5, 0.5  # the next word looks like a verb | has three letters | is a function word
BOUND_WORD = -1.5  # the next word has the article or a preposition
SPLIT = 7.0  # a sentence without an end mark, as the splitter has found it
ALONE = 3.0  # a capital that says less is a sign only with `MIN_REPEATED` words
MIN_REPEATED = 2
MIN_WORDS = 2  # of a headline and of what follows, as of the halves of every cut

_NO_BREAK = frozenset(",،;؛:–—-")
_ENDS = frozenset(".!?؟۔…‼⁇⁈⁉:؛;,،\"'”’»›)]")
_OPENING_QUOTES = frozenset("\"'“‘„«")
_QUOTES = frozenset('"”»›)]')
_FIRST_PERSON = regex.compile(r"I(?:['’]\p{L}+)?")  # has a capital wherever it stands
_NOT_LETTER = regex.compile(r"\P{L}")
# Arabic, behind an optional "and" or "so": the article, or a preposition that is written onto its noun.
_BOUND = regex.compile(r"[وف]?(?:ال|لل|بال|كال)|[بلك]\p{L}{3}")
# Imperfect with ya or ta, perfect with ta, or a derived form with alef; but no ending of a noun.
_VERB = regex.compile(r"[وف]?(?:[يت]\p{L}{3,5}|\p{L}{2,5}ت|[اأ]\p{L}{2,4})(?<!ات|ة|ه|ها|هم)")
_NOUNS_WITH_CAPITALS = ("de", "lb")  # a capital shows a noun


def headline_signs(side: SideWords, usage: Usage, *, begins: bool) -> Floats:
    """(words + 1,), nats: the signs for the end of a headline at each gap of one side; minus infinity for none.

    usage: how the text writes its words.
    begins: whether the side begins with the first sentence of the text. Elsewhere, a name with a capital is no sign.
    """
    paragraphs = frozenset() if begins else side.side.paragraph_starts
    unmarked = [
        gap for gap in side.boundaries if side.texts[gap - 1][-1] not in _ENDS and side.starts[gap] not in paragraphs
    ]
    end = min([*side.boundaries.difference(unmarked), len(side.texts) + 1 - MIN_WORDS])
    lists = word_lists(side.side.document.language)
    signs = np.full(len(side.texts) + 1, -np.inf)
    for gap in range(MIN_WORDS, end):
        if not begins and side.texts[gap][0] in _OPENING_QUOTES:
            continue  # a quotation within a sentence begins with a capital as well
        signs[gap] = (
            _with_case(side, gap, lists, usage, begins=begins) if side.has_case else _without_case(side, gap, lists)
        )
    signs[[gap for gap in unmarked if MIN_WORDS <= gap < end]] = SPLIT
    if side.has_case and not (signs > -np.inf if begins else signs >= ALONE).any():
        return np.full(len(signs), -np.inf)  # repeated words, which take longer to find, change nothing
    repeated = _repeated(side, min([*side.boundaries.difference(unmarked), len(side.texts)]))
    values = signs + REPEATED * repeated
    if side.has_case:
        by_repetition = begins & (repeated >= MIN_REPEATED) & (values >= ALONE)
        values[~(by_repetition | (signs >= ALONE))] = -np.inf
    return values


def _with_case(side: SideWords, gap: int, lists: WordLists, usage: Usage, *, begins: bool) -> float:
    """Return the nats for the end of a headline at a gap of a text in a script with capitals."""
    before, word = side.cores[gap - 1], side.cores[gap]
    if not before or not word[:1].isupper() or side.texts[gap][0] in "([" or side.texts[gap - 1][-1] in _NO_BREAK:
        return -np.inf
    if _FIRST_PERSON.fullmatch(word):
        return -np.inf
    if before.lower() == before and (before in lists.function or before in lists.lowercase_starters):
        return -np.inf
    first = _NOT_LETTER.split(word, maxsplit=1)[0].lower()
    has_capital_nouns = primary(side.side.document.language) in _NOUNS_WITH_CAPITALS
    value = NAME
    if usage.is_small(first):
        if first in lists.function or first in lists.lowercase_starters:
            # Pronouns such as He and Who, which stand for God, are no openers; at the beginning, they may be.
            value = FUNCTION_WORD if begins or not lists.openers or first in lists.openers else NAME
        elif not has_capital_nouns:
            value = SMALL_WORD
    is_before_small = gap + 1 < len(side.cores) and side.cores[gap + 1][:1].islower()
    if not is_before_small and not (value == FUNCTION_WORD and has_capital_nouns):
        value = max(value + NOT_BEFORE_SMALL, LEAST_NAME)
    if before[0].isupper() and side.texts[gap][0] not in _OPENING_QUOTES:
        value += AFTER_CAPITAL
    return value


def _without_case(side: SideWords, gap: int, lists: WordLists) -> float:
    """Return the nats for the end of a headline at a gap of a text in a script without capitals."""
    last, word = side.texts[gap - 1][-1], side.cores[gap]
    value = AFTER_CLAUSE if last in _NO_BREAK else AFTER_QUOTATION if last in _QUOTES else 0.0
    if side.cores[gap - 1] in lists.function:
        value += AFTER_FUNCTION_WORD
    if word in lists.reporting or word[1:] in lists.reporting:
        value += REPORTING
    elif _BOUND.match(word):
        value += BOUND_WORD
    elif _VERB.fullmatch(word):
        value += VERB
    elif len(word) == 3:
        value += SHORT_WORD
    if word in lists.function or (word[:1] in ("و", "ف") and word[1:] in lists.function):
        value += STARTER
    return value


def _repeated(side: SideWords, stop: int) -> Floats:
    """(words + 1,): the number of content words that stand both before and behind each gap.

    stop: the number of words that count, those of the first sentence.
    """
    function = function_stems(side.side.document.language)
    first: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], int] = {}
    for key, word in zip(side.tokens.keys, side.tokens.word.tolist(), strict=True):
        kind, stem = key
        if word < stop and kind != "mark" and not (kind == "word" and (len(stem) == 1 or stem in function)):
            first.setdefault(key, word)
            last[key] = word
    changes = np.zeros(len(side.texts) + 2)
    for key, begin in first.items():
        changes[begin + 1] += 1
        changes[last[key] + 1] -= 1
    repeated: Floats = np.cumsum(changes)[:-1]
    return repeated
