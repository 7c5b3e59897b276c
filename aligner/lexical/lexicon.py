"""Lexicons: words and their translations, each with a probability, from files or from a corpus.

Files are in one of the formats of `dictionaries`. The usual one has lines `source TAB target TAB weight`, where the
weight is P(target | source), above 0 and up to 1. The weight may be missing. Words are written as usual; `align`
normalises and stems them. Expressions of several words are ignored.

The bundled lexicon is opened as an index, see `lexicon_index`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import compress, repeat
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner import input_bytes
from aligner.data_files import data_file
from aligner.dictionaries import formats
from aligner.errors import InputError, cannot_read
from aligner.languages import primary
from aligner.lattice.grid import Floats, Ints
from aligner.lexical import lexicon_index
from aligner.lexical.arabic_affixes import shorter_forms
from aligner.lexical.ranges import concatenate_ranges, counts_before, equal_ranges
from aligner.lexical.stemmer import stem_words
from aligner.lexical.tokens import is_arabic, normalize
from aligner.lexical.translation_table import TranslationTable, merge_tables
from aligner.lexical.vocabulary import Vocabulary

WEIGHT = 0.5  # probability; of an entry without a weight
_KEPT = 8  # lexicons of users that are kept, so that they are read once, and not once a batch of documents


class Lexicon(NamedTuple):
    """The entries of a lexicon, by stems.

    source_stems, target_stems: the number of each stem.
    ends: (source stems + 1,); the rows of the entries of the source stem k are those from ends[k] up to ends[k + 1].
    targets: (rows,), the number of the target stem of each entry.
    forward: (rows,), P(target | source).
    backward: (rows,), P(source | target).
    """

    source_stems: Mapping[str, int]
    target_stems: Mapping[str, int]
    ends: Ints
    targets: Ints
    forward: Floats
    backward: Floats

    def swapped(self) -> Lexicon:
        """The lexicon of the opposite direction."""
        order = np.argsort(self.targets, kind="stable")
        sources = np.repeat(np.arange(len(self.source_stems)), np.diff(self.ends))
        ends = counts_before(np.bincount(self.targets, minlength=len(self.target_stems)))
        return Lexicon(
            self.target_stems, self.source_stems, ends, sources[order], self.backward[order], self.forward[order]
        )

    def matches(self, source: Vocabulary, target: Vocabulary) -> TranslationTable:
        """The entries whose two stems occur in the texts, with their probabilities.

        An Arabic word that the lexicon does not hold has the entries of the first of its shorter forms that it holds.
        """
        # 1. The entries of each source type.
        u, source_stems = _stems_of(source, self.source_stems)
        begins = self.ends[source_stems]
        counts = self.ends[source_stems + 1] - begins
        u, rows = np.repeat(u, counts), concatenate_ranges(begins, counts)
        # 2. The target types of each entry; several may have one stem.
        w, target_stems = _stems_of(target, self.target_stems)
        order = np.argsort(target_stems, kind="stable")
        begins, counts = equal_ranges(target_stems[order], self.targets[rows])
        u, rows, w = np.repeat(u, counts), np.repeat(rows, counts), w[order][concatenate_ranges(begins, counts)]
        return merge_tables([TranslationTable(u, w, self.forward[rows], self.backward[rows])])


def _stems_of(vocabulary: Vocabulary, numbers: Mapping[str, int]) -> tuple[Ints, Ints]:
    """The types that are words of a lexicon, or of which it holds a shorter form, and the numbers of their stems."""
    stems_of_types = [stem for _, stem in vocabulary.type_keys]  # of words if they are stems of the lexicon
    stems = np.array(list(map(numbers.get, stems_of_types, repeat(-1))), np.intp)
    if primary(vocabulary.language) == "ar" and numbers:
        for number in np.flatnonzero(stems < 0).tolist():
            kind, stem = vocabulary.type_keys[number]
            if kind == "word" and is_arabic(stem):
                stems[number] = next((numbers[form] for form in shorter_forms(stem) if form in numbers), -1)
    types = np.flatnonzero(stems >= 0)
    return types, stems[types]


def bundled(source: str, target: str) -> Lexicon:
    """The lexicon that comes with the program for two language tags, or an empty one if there is none."""
    return _bundled(primary(source), primary(target))


@cache
def _bundled(source: str, target: str) -> Lexicon:
    """The same, for two primary language subtags. The files are stored for one order of each pair of languages."""
    for languages in ((source, target), (target, source)):
        path = data_file(f"lexicon/{'-'.join(languages)}.tsv")
        if path.is_file():
            lexicon = Lexicon(*lexicon_index.load(path, partial(_bundled_columns, languages)))
            return lexicon if languages == (source, target) else lexicon.swapped()
    return from_entries([], [], [], source, target)


def _bundled_columns(languages: tuple[str, str], content: bytes) -> lexicon_index.Columns:
    """The entries of a bundled lexicon. Tests check that its lines are well formed and its words normalised."""
    fields = content.decode().replace("\n", "\t").split("\t")[:-1]
    lexicon = from_entries(fields[::3], fields[1::3], list(map(float, fields[2::3])), *languages)
    return lexicon_index.Columns(*lexicon)


def read_lexicon(path: Path, source: str, target: str) -> Lexicon:
    """The lexicon in a file.

    path: a file in UTF-8, or XML, which may be compressed.
    source, target: the language tags of its two sides.

    Raises InputError if the file cannot be read, or for the first line that is not an entry.
    """
    try:
        with path.open("rb") as file:
            content = input_bytes.read_stream(file, str(path))
    except FileNotFoundError:
        raise InputError(str(path), "there is no such file") from None
    except OSError as error:
        raise cannot_read(path, error) from None
    return _from_content(content, str(path), source, target)


@lru_cache(_KEPT)
def _from_content(content: bytes, name: str, source: str, target: str) -> Lexicon:
    """The lexicon in the content of a file of this name."""
    entries = formats.read_entries(content, name, (primary(source), primary(target)))
    return learned(
        tuple(
            (normalize(word), normalize(translation), WEIGHT if weight is None else weight)
            for word, translation, weight in entries
        ),
        source,
        target,
    )


@lru_cache(_KEPT)
def learned(entries: tuple[tuple[str, str, float], ...], source: str, target: str) -> Lexicon:
    """The lexicon of entries (word, translation, weight), see `from_entries`."""
    words, translations, weights = zip(*entries, strict=True) if entries else ((), (), ())
    return from_entries(words, translations, weights, source, target)


def from_entries(
    words: Sequence[str], translations: Sequence[str], weights: Sequence[float], source: str, target: str
) -> Lexicon:
    """The lexicon that holds some entries. Their words are stemmed here; entries that are not words are left out.

    words, translations: (entries,), normalised words of the source and of the target.
    weights: (entries,), P(translation | word).
    source, target: language tags.

    A file holds no P(word | translation). It is estimated from the weights W of all words v with the same translation:

        P(u | w) = W(u, w) / max(1, sum over v of W(v, w)).
    """
    is_word = [word.isalpha() and translation.isalpha() for word, translation in zip(words, translations, strict=True)]
    kept_words, kept_translations = list(compress(words, is_word)), list(compress(translations, is_word))
    (source_stems, sources), (target_stems, targets) = (
        _number_stems(column, primary(language))
        for column, language in ((kept_words, source), (kept_translations, target))
    )
    forward = np.array(list(compress(weights, is_word)), np.float64)
    backward = forward / np.maximum(np.bincount(targets, forward), 1.0)[targets]
    order = np.argsort(sources, kind="stable")
    ends = counts_before(np.bincount(sources, minlength=len(source_stems)))
    return Lexicon(source_stems, target_stems, ends, targets[order], forward[order], backward[order])


def _number_stems(words: Sequence[str], language: str) -> tuple[dict[str, int], Ints]:
    """The number of each stem of some words, and (words,), the number of the stem of each word."""
    distinct = list(dict.fromkeys(words))
    stems = stem_words(distinct, language)
    numbers = {stem: number for number, stem in enumerate(dict.fromkeys(stems))}
    number_of_word = dict(zip(distinct, map(numbers.__getitem__, stems), strict=True))
    return numbers, np.array([number_of_word[word] for word in words], np.intp)
