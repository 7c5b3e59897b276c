"""Repairs: safe normalisations of the texts of the output, which the user asks for by name: `--repair forms,controls`.

A repair changes the rows on their way to a writer. The texts that were read, their spans and the filters know nothing
of it. `repairs` has the functions that change characters. Repeating a repair changes nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from aligner.characters import VISIBLE
from aligner.rows import Row, Rows

SEPARATOR = ","  # between names, as the user gives them and as a signature has them
# The repairs in the order in which they are made: one may bring about what a later one looks for, never the reverse.
NAMES = (
    "forms",
    "controls",
    "bom",
    "bidi",
    "persian",
    "zero-width",
    "tatweel",
    "spaces",
    "nfc",
)


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
    from aligner.write.repairs import CHANGES  # it takes a while to compile its patterns

    for name, change in CHANGES.items():
        if name in names:
            text, count = change(text, language)
            counts[name] += count
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
