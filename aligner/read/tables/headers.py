"""Names of columns: which cells of a table name a column, and which sort of column they name.

A name of a column is made of the words of `data/columns.toml` only, so that "Arabic text", "src_text" and
"الترجمة الإنجليزية" are names, and "Product name" over a list of products is not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import regex

from aligner.data_files import data_file
from aligner.languages import strip_marks

LONGEST_NAME = 4  # words of a name of a column; a cell with more is a sentence
_LANGUAGE_WORDS = frozenset({"language", "languages", "lang"})  # "source language" is a column of codes, not of text
SOURCE, TARGET = "src_text", "trg_text"  # columns of the texts in tables that this program writes
TOOL = "align"  # the name by which this program signs its output
ALIGNED_ALREADY = "this is output of align; `align convert` changes its format without aligning it again"
_OUTPUT = frozenset({SOURCE, TARGET, "kind"})

_WORD = regex.compile(r"[\p{L}\p{M}]+|\#")
_CAMEL = regex.compile(r"(?<=\p{Ll})(?=\p{Lu})")  # sourceText


class _Words(NamedTuple):
    """The words of `data/columns.toml`.

    languages: name or code of a language -> its two-letter code.
    text: word for a column of text -> its meaning.
    aside: words for other columns.
    fillers: words that may stand beside these.
    """

    languages: Mapping[str, str]
    text: Mapping[str, str]
    aside: frozenset[str]
    fillers: frozenset[str]


@cache
def _words() -> _Words:
    tables = tomllib.loads(data_file("columns.toml").read_text(encoding="utf-8"))
    languages, text = (
        {word: meaning for meaning, words in tables[title].items() for word in words} for title in ("languages", "text")
    )
    return _Words(languages, text, frozenset(tables["aside"]["words"]), frozenset(tables["fillers"]["words"]))


class Label(NamedTuple):
    """The meaning of a name of a column.

    text: True for a column of text, False for numbers, notes and the like.
    language: two-letter code of the language that the name names, or empty.
    meaning: the sort of text, such as `source` or `translation`; empty if only a language is named.
    """

    text: bool
    language: str
    meaning: str


def label(cell: str, codes: Collection[str] = ()) -> Label | None:
    """Return the meaning of a cell that is a name of a column, or None if it is not.

    cell: the text of a cell.
    codes: two-letter codes of languages that count as names besides the usual ones.

    >>> label("Arabic text"), label("trg_text").meaning, label("Notes").text, label("Product name")
    (Label(text=True, language='ar', meaning='text'), 'target text', False, None)
    """
    lists = _words()
    words = [strip_marks(word).lower() for word in _WORD.findall(_CAMEL.sub(" ", cell))]
    codes_named = [code for word in words if (code := language(word, codes))]
    meanings = sorted({lists.text[word] for word in words if word in lists.text})
    is_aside = not lists.aside.isdisjoint(words)
    if not (codes_named or meanings or is_aside) or any(not _is_name_word(word, codes) for word in words):
        return None
    is_aside |= not codes_named and not _LANGUAGE_WORDS.isdisjoint(words)
    return Label(not is_aside, codes_named[0] if codes_named else "", " ".join(meanings))


def _is_name_word(word: str, codes: Collection[str]) -> bool:
    lists = _words()
    return bool(language(word, codes)) or word in lists.text or word in lists.aside or word in lists.fillers


def language(word: str, codes: Collection[str] = ()) -> str:
    """Return the two-letter code of the language that a word names, or an empty string.

    word: a name or code of a language, in upper or lower case.
    codes: two-letter codes that count besides the usual ones.
    """
    word = word.lower()
    return _words().languages.get(word, word if word in codes else "")


def is_output(names: Sequence[str]) -> bool:
    """Return whether the names of columns are those of a table that this program wrote, in any order.

    >>> is_output(["src_text", "trg_text", "confidence", "kind"]), is_output(["src_text", "trg_text", "score"])
    (True, False)
    """
    return set(names) >= _OUTPUT and len(set(names)) == len(names)


def names_text(cell: str) -> bool:
    """Return whether a cell names a column of text."""
    labelled = label(cell) if len(cell.split()) <= LONGEST_NAME else None
    return labelled is not None and labelled.text


def is_header(
    cells: Sequence[str], chosen: tuple[int, int], *, wrong_script: bool, codes: Sequence[str] = ("", "")
) -> bool:
    """Return whether the first row of a table names its columns.

    A row whose two cells mean the same, each in its language, is an entry of a glossary: `الترجمة`, `Translation`.

    cells: the texts of the cells of the row.
    chosen: numbers, from 0, of the source column and of the target column.
    wrong_script: whether a chosen cell has letters of the other language only.
    codes: two-letter codes of the source and of the target.
    """
    if not all(column < len(cells) and len(cells[column].split()) <= LONGEST_NAME for column in chosen):
        return False
    if all(names_language(cells[column], code) for column, code in zip(chosen, codes, strict=True)):
        return True
    labels = [label(cell, codes) for cell in cells]
    first, second = (labels[column] for column in chosen)
    if not (first and first.text) and not (second and second.text):
        return False
    if not (first and second):
        return wrong_script
    texts = {cells[column].strip().lower() for column in chosen}
    has_aside = any(labelled and not labelled.text for labelled in labels)
    return first != second or has_aside or (wrong_script and len(texts) == len(chosen))


def names_language(cell: str, code: str) -> bool:
    """Return whether a word of a cell names a language, and no word another one."""
    return {named for word in _WORD.findall(cell) if (named := language(strip_marks(word), (code,)))} == {code}
