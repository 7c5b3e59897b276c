"""Hyphens: words that were divided at the end of a line, and are joined again within a paragraph.

A hyphen at a line end may belong to the word ("well-/known") or show that it was divided ("dec-/ades"). The words of
both texts decide, and then a word list:

1. The form that is more frequent in the texts is taken, with or without the hyphen.
2. If neither occurs, a word without the hyphen is taken if the word list has it.
3. Otherwise, the hyphen stays, and the two parts follow each other without a space; but not in a text that has such
   hyphens with a space within its lines, where they are dashes.

A soft hyphen (U+00AD) at a line end always shows that a word was divided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

import regex

from aligner.bitext import Span
from aligner.data_files import data_file
from aligner.join.text_edits import Edit
from aligner.languages import primary

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_LETTER = r"[\p{Lu}\p{Ll}\p{Lt}\p{M}]"
# A word that is divided at a line end, and the white space after it.
_DIVIDED = regex.compile(
    rf"""
    (?P<first> (?: {_LETTER}++ - (?={_LETTER}) )*+ {_LETTER}++ )
    (?P<hyphen> [-\N{{HYPHEN}}{SOFT_HYPHEN}] [^\S\r\n]*+ (?:\r\n|[\r\n]) [^\S\r\n]*+ )
    (?P<second> {_LETTER}++ (?: - {_LETTER}++ )*+ )
    (?= \S*+ (?P<blank> [^\S\r\n]++ (?=\S) )? )
    """,
    regex.VERBOSE,
)
_WORD = regex.compile(rf"{_LETTER}++(?:[-\N{{HYPHEN}}{SOFT_HYPHEN}]{_LETTER}++)*+")
# Words after a hyphen that stands for the rest of the word: "pre- and post-war", "Vor- und Nachteile".
_AND = r"(?:and|or|nor|to|but|versus|vs|und|oder|bis|et|ou|y|e|o|u)\b"
_CONJUNCTION = regex.compile(_AND, regex.IGNORECASE)
_DASH = regex.compile(
    r"\p{Ll}{2}- (?!(?:and|or|to|und|oder|et|ou|y|o)\b)\p{Ll}{2}"
)  # a hyphen as a dash: "He came- at last"
_INFLECTIONS = ("s", "es", "d", "ed", "ing", "ly", "'s")  # of English, which the word list has of few words
_PREFIXES = ("un", "in", "non", "dis", "re", "mis", "over", "under", "inter")
# British spellings and those of the word list.
_SPELLINGS = (
    ("our", "or"),
    ("ise", "ize"),
    ("isa", "iza"),
    ("isi", "izi"),
    ("yse", "yze"),
    ("tre", "ter"),
    ("ll", "l"),
)
LEAST_STEM = 4  # letters of a word without its ending


class JoinedWords(NamedTuple):
    """The words of a text that were divided at line ends.

    edits: the edits that join them.
    words: the joined words.
    starts: the offsets at which they begin.
    """

    edits: list[Edit]
    words: list[str]
    starts: list[int]


def join_words(text: str, paragraphs: Sequence[Span], texts: Iterable[str], tag: str) -> JoinedWords:
    """Return the words of one side that were divided at line ends.

    text: the text of the side.
    paragraphs: its paragraphs; a line end within them is no end of a paragraph.
    texts: the texts whose words decide.
    tag: the language tag of the side.
    """
    joined = JoinedWords([], [], [])
    divided = [match for span in paragraphs for match in _DIVIDED.finditer(text, *span)]
    if not divided:
        return joined
    counts = _word_counts(texts)
    for match in divided:
        word = _joined_word(match, counts, tag)
        if not word:
            continue
        hyphen = match["hyphen"][0] if len(word) > len(match["first"] + match["second"]) else ""
        joined.edits.append(Edit(*match.span("hyphen"), hyphen))
        if match["blank"]:  # the line ends after the word, so that no line is lost
            joined.edits.append(Edit(*match.span("blank"), match["hyphen"][1:].strip(" \t")))
        joined.words.append(word)
        joined.starts.append(match.start())
    return joined


def _joined_word(match: regex.Match[str], counts: Counter[str], tag: str) -> str:
    """Return a divided word as it is to be joined, with or without its hyphen; empty if its parts stay apart."""
    first, second = match["first"], match["second"]
    word, compound = first + second, f"{first}{match['hyphen'][0]}{second}"
    if match["hyphen"].startswith(SOFT_HYPHEN):
        return word
    times, times_compound = counts[_folded(word)], counts[_folded(compound)]
    fits = second[0].islower() or first.isupper()  # no capital is within a word
    if times or times_compound:
        return word if fits and times > times_compound else compound
    if fits and _is_listed(_folded(word), tag):
        return word
    is_dash = _CONJUNCTION.fullmatch(second) or _DASH.search(match.string)
    return "" if is_dash else compound


def _word_counts(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word occurs in texts; the parts of a word that is divided count by themselves."""
    return Counter(_folded(word) for text in texts for word in _WORD.findall(text))


def _folded(word: str) -> str:
    """Return a word in lower case, with the letters of ligatures and the usual hyphen.

    >>> _folded("Of\N{LATIN SMALL LIGATURE FI}ce")
    'office'
    """
    return normalize("NFKC", word).replace(SOFT_HYPHEN, "").replace("\N{HYPHEN}", "-").lower()


def _is_listed(word: str, tag: str) -> bool:
    """Return whether the word list of a language has a word, with or without an ending."""
    words = _word_list(primary(tag))
    for spelling in (word, *(word.replace(*change) for change in _SPELLINGS if change[0] in word)):
        if spelling in words:
            return True
        stems = [spelling.removesuffix(ending) for ending in _INFLECTIONS if spelling.endswith(ending)]
        stems += [f"{stem}{ending}" for stem in stems for ending in ("e", "le")]  # "influencing", "considerably"
        stems += [f"{stem[:-1]}y" for stem in stems if stem.endswith("i")]  # "countries"
        stems += [spelling.removeprefix(prefix) for prefix in _PREFIXES if spelling.startswith(prefix)]
        if any(len(stem) >= LEAST_STEM and stem in words for stem in stems):
            return True
    return False


@cache
def _word_list(language: str) -> frozenset[str]:
    """Return the words of a language in the bundled lexicon; none for a language that it lacks."""
    if language != "en":
        return frozenset()
    lines = data_file("lexicon/ar-en.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[1] for line in lines)
