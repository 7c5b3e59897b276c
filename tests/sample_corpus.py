"""Folders of documents, made of the sentences of the project's own sample, the same each time."""

import os
import random
from functools import cache
from pathlib import Path

from aligner import pipeline

PAIR = ("نام الحارس. طار العصفور.\n", "The guard slept. The bird flew away.\n")
SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample.txt"


@cache
def beads():
    """The pairs of the sample: Arabic and English passages that translate each other."""
    settings = pipeline.Settings()
    return [
        (pair.source, pair.target)
        for pair in pipeline.align_paths([str(SAMPLE)], settings).output.bitext.pairs()
        if pair.source and pair.target
    ]


def text(seed, size):
    """A text and its translation; each side lacks a sentence here and there.

    size: number of pairs.
    """
    chance = random.Random(seed)
    sides = [], []
    for number in range(size):
        for side, passage in zip(sides, chance.choice(beads()), strict=True):
            if number == 0 or chance.random() < 0.95:
                side.append(passage)
    return tuple("\n".join(" ".join(side[k : k + 4]) for k in range(0, len(side), 4)) + "\n" for side in sides)


def corpus(folder, documents, least=5, most=60, seed=1):
    """Make documents of two files each, every tenth of one file, in subfolders of a hundred documents.

    documents: number of documents.
    least, most: limits of the number of pairs in a document.
    """
    chance = random.Random(seed)
    for number in range(documents):
        place = folder / f"{number // 100:03}"
        place.mkdir(parents=True, exist_ok=True)
        arabic, english = text(chance.random(), chance.randint(least, most))
        if number % 10 == 9:
            (place / f"{number:06}.txt").write_text(arabic + english, encoding="utf-8")
        else:
            (place / f"{number:06}.ar.txt").write_text(arabic, encoding="utf-8")
            (place / f"{number:06}.en.txt").write_text(english, encoding="utf-8")
    return folder


def tiny(folder, documents):
    """Make documents of one pair each, in subfolders of a thousand documents."""
    for number in range(documents):
        if number % 1000 == 0:
            place = folder / f"{number // 1000:03}"
            place.mkdir(parents=True)
        (place / f"{number:06}.txt").write_text("نام الحارس.\nThe guard slept.\n", encoding="utf-8")
    return folder


def contents(folder):
    """The bytes of every file in a folder by its name, without hidden files and folders."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def visible_files(folder):
    """The names of the files in a folder and its subfolders, without hidden ones, sorted."""
    names = []
    for top, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        names += [os.path.relpath(os.path.join(top, name), folder) for name in files]
    return sorted(names)
