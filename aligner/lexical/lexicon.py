"""Lexicons: words and their translations, each with a probability, from files or from a corpus.

A line of a file is `source TAB target TAB weight`, where the weight is P(target | source), above 0 and up to 1. The
weight may be missing. Lines of hunalign's dictionaries, `target @ source`, are read, too. A line that begins with # is
a comment. Words are written as usual; `align` normalises and stems them. Expressions of several words are ignored.

This module does not need NumPy, so that a command can check a lexicon quickly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import truediv
from pathlib import Path
from typing import NamedTuple

from aligner.data_files import data_file
from aligner.errors import InputError, cannot_read
from aligner.languages import primary
from aligner.lexical.stemmer import stem_words
from aligner.lexical.tokens import normalize

WEIGHT = 0.5  # probability; of an entry without a weight


class Lexicon(NamedTuple):
    """The entries of a lexicon, by stems.

    rows: the row numbers of the entries of each source stem.
    targets: (rows,), the target stem of each entry.
    forward: (rows,), P(target | source).
    backward: (rows,), P(source | target).
    """

    rows: Mapping[str, Sequence[int]]
    targets: Sequence[str]
    forward: Sequence[float]
    backward: Sequence[float]

    def swapped(self) -> Lexicon:
        """The lexicon of the opposite direction, with the same row numbers."""
        rows: dict[str, list[int]] = {}
        for row, stem in enumerate(self.targets):
            rows.setdefault(stem, []).append(row)
        source_of_row = {row: stem for stem, stem_rows in self.rows.items() for row in stem_rows}
        sources = [source_of_row[row] for row in range(len(self.targets))]
        return Lexicon(rows, sources, self.backward, self.forward)


def bundled(source: str, target: str) -> Lexicon:
    """The lexicon that comes with the program for two language tags, or an empty one if there is none."""
    return _bundled(primary(source), primary(target))


@cache
def _bundled(source: str, target: str) -> Lexicon:
    """The same, for two primary language subtags. The files are stored for one order of each pair of languages."""
    for languages in ((source, target), (target, source)):
        path = data_file(f"lexicon/{'-'.join(languages)}.tsv")
        if path.is_file():
            # Tests check that the lines are well formed and the words normalised, so one split is enough.
            fields = path.read_text(encoding="utf-8").replace("\n", "\t").split("\t")[:-1]
            words, translations, weights = fields[::3], fields[1::3], list(map(float, fields[2::3]))
            lexicon = from_entries(words, translations, weights, *languages)
            return lexicon if languages == (source, target) else lexicon.swapped()
    return from_entries([], [], [], source, target)


def read_lexicon(path: Path, source: str, target: str) -> Lexicon:
    """The lexicon in a file.

    path: a UTF-8 file; the module docstring describes its lines.
    source, target: the language tags of its two sides.

    Raises InputError if the file cannot be read, or for the first line that is not a lexicon entry.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise cannot_read(path, error) from None
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"not UTF-8 at byte {error.start}", hint="save it as UTF-8") from None
    entries = list(_entries(normalize(text).split("\n"), str(path)))
    words = [word for word, _, _ in entries]
    translations = [translation for _, translation, _ in entries]
    return from_entries(words, translations, [weight for _, _, weight in entries], source, target)


def from_entries(
    words: Sequence[str], translations: Sequence[str], weights: Sequence[float], source: str, target: str
) -> Lexicon:
    """The lexicon that holds some entries. Their words are stemmed here.

    words, translations: (entries,), normalised words of the source and of the target.
    weights: (entries,), P(translation | word).
    source, target: language tags.

    A file holds no P(word | translation). It is estimated from the weights W of all words v with the same translation:

        P(u | w) = W(u, w) / max(1, sum over v of W(v, w)).
    """
    sides = []
    for column, language in ((words, source), (translations, target)):
        distinct = list(dict.fromkeys(column))
        stem = dict(zip(distinct, stem_words(distinct, primary(language)), strict=True))
        sides.append(list(map(stem.__getitem__, column)))
    source_stems, target_stems = sides
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, stem_of_row in enumerate(source_stems):
        rows[stem_of_row].append(row)
    weight_of_stem: defaultdict[str, float] = defaultdict(float)
    for stem_of_row, weight in zip(target_stems, weights, strict=True):
        weight_of_stem[stem_of_row] += weight
    total = {target_stem: max(1.0, weight) for target_stem, weight in weight_of_stem.items()}
    backward = list(map(truediv, weights, map(total.__getitem__, target_stems)))
    return Lexicon(dict(rows), target_stems, weights, backward)


def _entries(lines: Iterable[str], name: str) -> Iterable[tuple[str, str, float]]:
    """Yield source word, target word and weight of each entry that has one word on each side.

    Raises InputError, with the file's name and the number of the line, for a line that is not a lexicon entry.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) == 1:
            fields = [field.strip() for field in line.split(" @ ")][::-1]
        weight = _weight(fields[2]) if len(fields) == 3 else WEIGHT
        if len(fields) not in (2, 3) or not fields[0] or not fields[1] or weight is None:
            hint = "expected `source TAB target TAB weight` with a weight above 0 and up to 1, or `target @ source`"
            raise InputError(name, "not a lexicon entry", hint=hint, line=number)
        if fields[0].isalpha() and fields[1].isalpha():
            yield fields[0], fields[1], weight


def _weight(field: str) -> float | None:
    """The number in a field, or None unless it is above 0 and up to 1."""
    try:
        weight = float(field)
    except ValueError:
        return None
    return weight if 0 < weight <= 1 else None
