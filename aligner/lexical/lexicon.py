"""Lexicons: files of words and their translations, with how likely each is.

A line is `source TAB target TAB weight`, the weight between 0 and 1; or, as hunalign has its
dictionaries, `target @ source`. Lines that begin with # are comments. Words are written as usual;
they are stemmed when they are read. Of an expression of several words nothing is used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import truediv
from pathlib import Path
from typing import NamedTuple

from aligner.data_files import data_file
from aligner.errors import InputError
from aligner.languages import primary
from aligner.lexical.stemmer import stem_words
from aligner.lexical.tokens import normalize

WEIGHT = 0.5  # of an entry that has none


class Lexicon(NamedTuple):
    """The entries of a lexicon. rows: those of each source stem, by number. targets: the target stem of each.
    forward: P(target | source). backward: P(source | target)."""

    rows: Mapping[str, Sequence[int]]
    targets: Sequence[str]
    forward: Sequence[float]
    backward: Sequence[float]

    def swapped(self) -> Lexicon:
        """The same, seen from the other side."""
        rows: dict[str, list[int]] = {}
        for row, stem in enumerate(self.targets):
            rows.setdefault(stem, []).append(row)
        stems_of = {row: stem for stem, found in self.rows.items() for row in found}
        return Lexicon(rows, [stems_of[row] for row in range(len(self.targets))], self.backward, self.forward)


def bundled(source: str, target: str) -> Lexicon:
    """The lexicon that comes with the program, either way round; nothing for most languages."""
    return _own(primary(source), primary(target))


@cache
def _own(source: str, target: str) -> Lexicon:
    for one, other in ((source, target), (target, source)):
        path = data_file(f"lexicon/{one}-{other}.tsv")
        if path.is_file():
            # Its words are folded already and every line is known to be well formed, so all are taken apart at once.
            fields = path.read_text(encoding="utf-8").replace("\n", "\t").split("\t")[:-1]
            words, translations, weights = fields[::3], fields[1::3], list(map(float, fields[2::3]))
            found = from_entries(words, translations, weights, one, other)
            return found if one == source else found.swapped()
    return from_entries([], [], [], source, target)


def read_lexicon(path: Path, source: str, target: str) -> Lexicon:
    """The lexicon in a file. source, target: the languages of its sides.

    Raises InputError for a file that cannot be read or a line that is none of a lexicon.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"not UTF-8 at byte {error.start}", hint="save it as UTF-8") from None
    entries = list(_fields(normalize(text).split("\n"), str(path)))
    words = [word for word, _, _ in entries]
    translations = [translation for _, translation, _ in entries]
    return from_entries(words, translations, [weight for _, _, weight in entries], source, target)


def from_entries(
    words: Sequence[str], translations: Sequence[str], weights: Sequence[float], source: str, target: str
) -> Lexicon:
    """The lexicon of some folded words, a translation of each, and P(translation | word).

    P(word | translation) is what is left of the weight when all entries of the translation share it.
    """
    sides = []
    for column, language in ((words, source), (translations, target)):
        distinct = list(dict.fromkeys(column))
        stem = dict(zip(distinct, stem_words(distinct, primary(language)), strict=True))
        sides.append(list(map(stem.__getitem__, column)))
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, word in enumerate(sides[0]):
        rows[word].append(row)
    shared: defaultdict[str, float] = defaultdict(float)
    for word, weight in zip(sides[1], weights, strict=True):
        shared[word] += weight
    shares = {word: max(1.0, whole) for word, whole in shared.items()}
    backward = list(map(truediv, weights, map(shares.__getitem__, sides[1])))
    return Lexicon(dict(rows), sides[1], weights, backward)


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
            hint = "a line is `source TAB target TAB weight`, weight above 0 and up to 1, or `target @ source`"
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
