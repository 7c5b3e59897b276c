"""Texts for `speed.py`: lengths of sentences whose true alignment is known, and how much of it was found.

A length is drawn for each source sentence and varied; its translation is as long, more or less. Then 5 % of the
sentences of each side are left out, and 3 % of the targets are joined to the one before.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

import aligner
from aligner.align.text_pair import sentence_lengths

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample.txt"
LEFT_OUT, JOINED = 0.05, 0.03
VARIED = 0.25  # standard deviation of the logarithm of a source length
VARIANCE = 6.8  # of a target length, for each character of the source
LETTERS = {"ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "en": "abcdefghijklmnopqrstuvwxyz"}


class Text(NamedTuple):
    """The lengths of the sentences of a text and its translation; links: (k, 2), what belongs together."""

    source: list[int]
    target: list[int]
    links: np.ndarray


def pool(folder: Path | None) -> np.ndarray:
    """The lengths to draw from: of the sentences of the sample, or of the .txt files of a folder.

    A file that is called name.xx.txt is in the language xx; any other is split as English.
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
    found = np.concatenate([np.empty(0), *map(sentence_lengths, documents)])
    if not found.any():
        raise SystemExit(f"there are no sentences in {folder}; texts are files that end in .txt")
    return found[found > 0]


def make(drawn_from: np.ndarray, size: int, random: np.random.Generator) -> Text:
    """A text of `size` sentences, and its translation of about as many."""
    drawn = round(size / (1 - LEFT_OUT))
    source = np.maximum(np.rint(random.choice(drawn_from, drawn) * np.exp(random.normal(0, VARIED, drawn))), 1)
    target = np.maximum(np.rint(random.normal(source, np.sqrt(VARIANCE * source))), 1)
    here, there = (np.sort(random.choice(drawn, size, replace=False)) for _ in range(2))
    group = np.cumsum(np.append(False, random.random(size - 1) >= JOINED))
    joined = np.bincount(group, target[there])
    _, i, j = np.intersect1d(here, there, return_indices=True)
    return Text(source[here].astype(int).tolist(), joined.astype(int).tolist(), np.stack([i, group[j]], axis=1))


def write(text: Text, folder: Path, random: np.random.Generator) -> list[str]:
    """Two files with a line for each sentence, words of five letters that are as long together."""
    files = []
    for (language, letters), sizes in zip(LETTERS.items(), (text.source, text.target), strict=True):
        places = np.arange(max(sizes) + 60_000)
        stream = "".join(np.where(places % 6 == 5, " ", random.choice([*letters], len(places))))
        begins = (6 * random.integers(0, 10_000, len(sizes))).tolist()
        lines = [
            stream[begin : begin + size - 1] + letters[0] + "\n" for begin, size in zip(begins, sizes, strict=True)
        ]
        file = folder / f"text.{language}.txt"
        file.write_text("".join(lines), encoding="utf-8")
        files.append(str(file))
    return files


def of_path(path: np.ndarray) -> np.ndarray:
    """The links of a path (beads + 1, 2): each source sentence of a bead with each target sentence of it."""
    s, t = np.diff(path, axis=0).T
    bead = np.repeat(np.arange(len(s)), s * t)
    number = np.arange(len(bead)) - np.repeat(np.cumsum(s * t) - s * t, s * t)
    return path[bead] + np.stack([number // t[bead], number % t[bead]], axis=1)


def of_pairs(pairs: Sequence[tuple[int, int]]) -> np.ndarray:
    """Likewise, of links as nltk gives them."""
    return np.array(pairs, int).reshape(-1, 2)


def of_ladder(printed: str) -> np.ndarray:
    """Likewise, of what hunalign prints: a node a line, and how good it is."""
    return of_path(np.array([line.split("\t")[:2] for line in printed.splitlines()], int))


def of_index(printed: str) -> np.ndarray:
    """Likewise, of what `align -f index` prints: lines such as [0, 1]:[0]:0.987."""
    beads = [re.findall(r"\[(.*?)\]", line) for line in printed.splitlines()]
    return of_pairs([(int(i), int(j)) for a, b in beads if a and b for i in a.split(",") for j in b.split(",")])


def of_many(links: Iterable[np.ndarray]) -> np.ndarray:
    """The links of some short texts as those of one."""
    return np.concatenate([each + (number << 10) for number, each in enumerate(links)])


def f1(found: np.ndarray, true: np.ndarray) -> float:
    """Of links."""
    both = np.intersect1d(*(links[:, 0] << 32 | links[:, 1] for links in (found, true)))
    return 2 * len(both) / (len(found) + len(true))
