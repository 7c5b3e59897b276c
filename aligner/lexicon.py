"""Lexicons: files of words and their translations, with how likely each is.

A line is `source TAB target TAB weight`, the weight between 0 and 1; or, as hunalign has its
dictionaries, `target @ source`. Lines that begin with # are comments. Words are written as usual;
they are stemmed when they are read. Of an expression of several words nothing is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aligner.errors import InputError
from aligner.languages import primary
from aligner.resources import data_file
from aligner.stems import stems
from aligner.tokens import folded

WEIGHT = 0.5  # of an entry that has none


class Entry(NamedTuple):
    """A source stem, a target stem, and P(target | source)."""

    source: str
    target: str
    weight: float


def own(source: str, target: str) -> tuple[Entry, ...]:
    """The entries of the lexicon that comes with the program, either way round; none for most languages."""
    names = primary(source), primary(target)
    if data_file(f"lexicon/{names[0]}-{names[1]}.tsv").is_file():
        return _own(*names)
    return tuple(Entry(t, s, weight) for s, t, weight in _own(*names[::-1]))


@cache
def _own(source: str, target: str) -> tuple[Entry, ...]:
    path = data_file(f"lexicon/{source}-{target}.tsv")
    return tuple(read(path, source, target)) if path.is_file() else ()


def read(path: Path, source: str, target: str) -> list[Entry]:
    """The entries of a file; of several for the same stems, the heaviest.

    Raises InputError for a file that cannot be read or a line that is none of a lexicon.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"not UTF-8 at byte {error.start}", hint="save it as UTF-8") from None
    return stemmed(list(_fields(folded(text).splitlines(), str(path))), source, target)


def stemmed(entries: Sequence[tuple[str, str, float]], source: str, target: str) -> list[Entry]:
    """Entries of folded words as entries of stems, no pair of them twice."""
    best: dict[tuple[str, str], float] = {}
    words = zip(
        stems([entry[0] for entry in entries], primary(source)),
        stems([entry[1] for entry in entries], primary(target)),
        entries,
        strict=True,
    )
    for u, w, (_, _, weight) in words:
        if best.get((u, w), 0.0) < weight:
            best[u, w] = weight
    return [Entry(u, w, weight) for (u, w), weight in best.items()]


def _fields(lines: Iterable[str], name: str) -> Iterable[tuple[str, str, float]]:
    """Source word, target word and weight of each line that has one word a side."""
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) == 1:
            fields = [field.strip() for field in line.split(" @ ")][::-1]
        weight = _weight(fields[2]) if len(fields) == 3 else WEIGHT
        if len(fields) not in (2, 3) or not fields[0] or not fields[1] or weight is None:
            hint = "a line is `source TAB target TAB weight`, or `target @ source`"
            raise InputError(name, "this is no entry of a lexicon", hint=hint, line=number)
        if fields[0].isalpha() and fields[1].isalpha():
            yield fields[0], fields[1], weight


def _weight(field: str) -> float | None:
    """A number above 0 and up to 1."""
    try:
        weight = float(field)
    except ValueError:
        return None
    return weight if 0 < weight <= 1 else None
