"""Lists like those of dict.cc: columns with tabs, and marks in brackets that are not part of the words.

    # DE-EN vocabulary database compiled by dict.cc
    Brücke {f} [auch fig.]	bridge	noun	[archi.]
    (etw.) abreißen	to demolish (sth.)	verb

{f} is a gender or a number, [...] a note, (...) what may be left out, and <...> a short form. The third column is the
class of the words, and the fourth their subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

from aligner.dictionaries.entry import Entry, bad_line

_MARKS = regex.compile(r"\{[^{}]*+\}|\[[^\[\]]*+\]|\((?:[^()]*+)\)|<[^<>]*+>")
_GENDER = regex.compile(r"\{(?:[mfnu]|pl|sg|[mf]\.?pl|[mfn](?:[/,] ?[mfn])++)\.?\}", regex.IGNORECASE)
_LANGUAGES = regex.compile(r"#\s*([A-Za-z]{2,3})\s*-\s*([A-Za-z]{2,3})\b")
_CLASSES = frozenset({"noun", "verb", "adj", "adv", "prep", "pron", "conj", "prefix", "suffix", "past-p", "pres-p"})
_INFINITIVE = "to "  # before English verbs
_HINT = "expected `source TAB target`, and after another tab the class of the words"


def is_list(lines: Sequence[str]) -> bool:
    """Return True for lines with a word class in the third column, or with a gender in braces.

    lines: the first lines that are not blank.
    """
    rows = [line.split("\t") for line in lines if not line.startswith("#") and "\t" in line]
    return any(
        (len(row) > 2 and bool(set(row[2].lower().replace(".", "").split()) & _CLASSES))
        or any(_GENDER.search(cell) for cell in row[:2])
        for row in rows
    )


def read_list(lines: Iterable[tuple[int, str]], name: str, languages: tuple[str, str]) -> Iterator[Entry]:
    """Yield the entries of numbered lines, without the marks.

    languages: primary subtags of the source and of the target; if the first comment names them in the other order, the
        columns are exchanged.

    Raises InputError for a line that is not an entry.
    """
    exchanged = False
    for number, line in lines:
        if line.startswith("#"):
            if match := _LANGUAGES.match(line):
                exchanged = (match[1].lower(), match[2].lower()) == languages[::-1]
            continue
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) < 2 or not cells[0].strip() or not cells[1].strip():
            raise bad_line(name, number, _HINT)
        is_verb = len(cells) > 2 and "verb" in cells[2].lower().split()
        words = [_word(cell, is_verb=is_verb) for cell in cells[:2]]
        if all(words):
            yield Entry(words[exchanged], words[not exchanged])


def _word(cell: str, *, is_verb: bool) -> str:
    """Return the words of a cell without its marks; empty if there is nothing but marks.

    >>> _word("(etw.) abreißen [ugs.] {vt}", is_verb=True), _word("to demolish (sth.)", is_verb=True)
    ('abreißen', 'demolish')
    """
    while (rest := _MARKS.sub(" ", cell)) != cell:  # marks may be within marks
        cell = rest
    text = " ".join(cell.split())
    return text.removeprefix(_INFINITIVE) if is_verb else text
