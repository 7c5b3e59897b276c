"""Synthetic texts for `speed.py`: sentence lengths whose alignment is known, and F1 against that alignment.

A source length is drawn from real sentences and varied. The length of its translation is drawn from a normal
distribution around it. Then 5 % of the sentences of each side are left out, and 3 % of the target sentences are joined
to the sentence before them.

A link is a pair (source sentence, target sentence), counted from 0. Links are integer arrays of shape (k, 2).
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

import aligner
from aligner.align.text_pair import sentence_lengths

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample.txt"
OMITTED = 0.05  # share of the sentences of each side that are left out
JOINED = 0.03  # share of the target sentences that are joined to the sentence before
LENGTH_SPREAD = 0.25  # standard deviation of the factor's logarithm by which a source length is varied
VARIANCE = 6.8  # characters² per source character; s² of Gale & Church (1993)
LETTERS = {"ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "en": "abcdefghijklmnopqrstuvwxyz"}
WORD = 5  # letters
STREAM = 60_000  # characters; lines begin in this part of a long random text
TEXT_BITS = 10  # `join_links` leaves each text 2¹⁰ sentence numbers


class SyntheticText(NamedTuple):
    """Sentence lengths of a text and its translation, in characters, and the links between them."""

    source: list[int]
    target: list[int]
    links: np.ndarray


def observed_lengths(folder: Path | None) -> np.ndarray:
    """Lengths of real sentences to draw from, all above 0: those of the sample, or of the .txt files of a folder.

    A file called name.xx.txt is in the language xx. Any other file is split as English. A folder without sentences
    ends the program.
    """
    if folder is None:
        sample = aligner.align_file(SAMPLE)
        documents = [sample.source, sample.target]
    else:
        documents = [
            aligner.split_text(
                file.read_text(encoding="utf-8"), (re.findall(r"\.(\w\w)\.txt$", file.name) or ["en"])[0]
            )
            for file in sorted(folder.glob("*.txt"))
        ]
    lengths = np.concatenate([np.empty(0), *map(sentence_lengths, documents)])
    if not lengths.any():
        raise SystemExit(f"{folder} has no .txt file with a sentence")
    return lengths[lengths > 0]


def generate(lengths: np.ndarray, size: int, random: np.random.Generator) -> SyntheticText:
    """A text of `size` sentences, and its translation of about as many.

    lengths: sentence lengths to draw from.
    size: number of source sentences.
    random: source of random numbers; the same state gives the same text.
    """
    # 1. Draw source sentences and their translations.
    drawn = round(size / (1 - OMITTED))
    varied = random.choice(lengths, drawn) * np.exp(random.normal(0, LENGTH_SPREAD, drawn))
    source = np.maximum(np.rint(varied), 1)
    target = np.maximum(np.rint(random.normal(source, np.sqrt(VARIANCE * source))), 1)
    # 2. Leave sentences out on both sides.
    kept_source, kept_target = (np.sort(random.choice(drawn, size, replace=False)) for _ in range(2))
    # 3. Join target sentences: those of the same group become one.
    group = np.cumsum(np.append(False, random.random(size - 1) >= JOINED))
    joined = np.bincount(group, target[kept_target])
    # 4. Link the sentences that are left of the same drawn pair.
    _, i, j = np.intersect1d(kept_source, kept_target, return_indices=True)
    links = np.stack([i, group[j]], axis=1)
    return SyntheticText(source[kept_source].astype(int).tolist(), joined.astype(int).tolist(), links)


def write_files(text: SyntheticText, folder: Path, random: np.random.Generator) -> list[str]:
    """Write the text as two files and return their names.

    A sentence is a line of random words of five letters, as long as the text prescribes.
    """
    files = []
    for (language, letters), sizes in zip(LETTERS.items(), (text.source, text.target), strict=True):
        places = np.arange(max(sizes) + STREAM)
        is_space = places % (WORD + 1) == WORD
        stream = "".join(np.where(is_space, " ", random.choice([*letters], len(places))))
        starts = ((WORD + 1) * random.integers(0, STREAM // (WORD + 1), len(sizes))).tolist()
        lines = [
            stream[start : start + size - 1] + letters[0] + "\n" for start, size in zip(starts, sizes, strict=True)
        ]
        file = folder / f"text.{language}.txt"
        file.write_text("".join(lines), encoding="utf-8")
        files.append(str(file))
    return files


def links_from_path(path: np.ndarray) -> np.ndarray:
    """Links of a path of nodes, shape (beads + 1, 2).

    Each source sentence of a bead is linked with each target sentence of the same bead.
    """
    s, t = np.diff(path, axis=0).T
    bead = np.repeat(np.arange(len(s)), s * t)
    number = np.arange(len(bead)) - np.repeat(np.cumsum(s * t) - s * t, s * t)
    return path[bead] + np.stack([number // t[bead], number % t[bead]], axis=1)


def links_from_pairs(pairs: Sequence[tuple[int, int]]) -> np.ndarray:
    """Links as nltk returns them, as an array."""
    return np.array(pairs, int).reshape(-1, 2)


def links_from_ladder(printed: str) -> np.ndarray:
    """Links of the output of hunalign: one node and its score a line, separated by tabs."""
    return links_from_path(np.array([line.split("\t")[:2] for line in printed.splitlines()], int))


def links_from_index(printed: str) -> np.ndarray:
    """Links of the output of `align -f index`: lines such as [0, 1]:[0]:0.987."""
    beads = [re.findall(r"\[(.*?)\]", line) for line in printed.splitlines()]
    return links_from_pairs(
        [
            (int(i), int(j))
            for source, target in beads
            if source and target
            for i in source.split(",")
            for j in target.split(",")
        ]
    )


def join_links(texts: Iterable[np.ndarray]) -> np.ndarray:
    """Links of several short texts in one array; texts stay apart by their sentence numbers."""
    return np.concatenate([links + (number << TEXT_BITS) for number, links in enumerate(texts)])


def f1(predicted: np.ndarray, true: np.ndarray) -> float:
    """F1 of predicted links, from 0 to 1."""
    common = np.intersect1d(*(links[:, 0] << 32 | links[:, 1] for links in (predicted, true)))
    return 2 * len(common) / (len(predicted) + len(true))
