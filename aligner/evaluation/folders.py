"""Folders of alignments: the documents of the gold and those of the prediction, by their names.

The name of a document is the path of its file from the folder, without suffix. A file such as `law-1/gold.txt` is named
after its folder, `law-1`; the files beside it are not alignments. `law.ar` and `law.en` are a Moses pair of the name
`law`, unless another file has that name.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from aligner import storage
from aligner.convert.readers import SUFFIXES
from aligner.errors import InputError
from aligner.evaluation.document_names import document_name, marked_name, source_first
from aligner.folder_walk import NotWalked
from aligner.read.packed import compressed

_SUFFIXES = frozenset({*SUFFIXES, ".txt"})  # of files that may hold an alignment
_OF_RUNS = frozenset({"summary.json"})  # files that `align` writes into a folder besides documents


class DocumentPair(NamedTuple):
    """The files of one document: the gold and the prediction."""

    name: str
    gold: str
    predicted: str


class PairedFolders(NamedTuple):
    """The documents of two folders.

    documents: those of both folders, by their names.
    only_gold, only_predicted: names of the documents that the other folder lacks.
    not_walked: what was left out of both folders: links out of them, and what cannot be read.
    """

    documents: list[DocumentPair]
    only_gold: list[str]
    only_predicted: list[str]
    not_walked: tuple[NotWalked, NotWalked]


def pair_documents(gold: str, predicted: str) -> PairedFolders:
    """Return the documents of two folders.

    Raises InputError for a folder without alignments, and for two files of one document.
    """
    not_walked = NotWalked(), NotWalked()
    of_gold, of_prediction = (
        documents_of(folder, left_out) for folder, left_out in zip((gold, predicted), not_walked, strict=True)
    )
    common = sorted(of_gold.keys() & of_prediction.keys())
    return PairedFolders(
        [DocumentPair(name, of_gold[name], of_prediction[name]) for name in common],
        sorted(of_gold.keys() - of_prediction.keys()),
        sorted(of_prediction.keys() - of_gold.keys()),
        not_walked,
    )


def documents_of(folder: str, not_walked: NotWalked) -> dict[str, str]:
    """Return the path of the alignment of each document of a folder, by its name.

    not_walked: takes links out of the folder, and what cannot be read.

    Raises InputError for a folder without alignments, and for two files of one document.
    """
    by_folder: dict[str, list[str]] = {}
    for file in storage.files(folder, lambda _: False, not_walked.add):
        by_folder.setdefault(os.path.dirname(file.name), []).append(file.name)
    documents: dict[str, str] = {}
    for of_folder in by_folder.values():
        for name, path in _named(sorted(of_folder)):
            if name in documents:
                problem = f"{path} and {documents[name]} are two alignments of the document {name}"
                raise InputError(folder, problem, hint="leave one of them")
            documents[name] = path
    if not documents:
        raise InputError(
            folder,
            "there is no alignment in this folder",
            hint=next(
                chain(not_walked.errors(), not_walked.warnings()),
                "give files of beads or of pairs, such as align -f jsonl writes",
            ),
        )
    return {name: storage.join(folder, path) for name, path in documents.items()}


def _named(paths: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the name of the document and the path of each alignment among the files of a folder."""
    folder = os.path.dirname(paths[0])
    candidates = [path for path in paths if _suffix(path) in _SUFFIXES and os.path.basename(path) not in _OF_RUNS]
    if named := [path for path in candidates if not document_name(path)]:
        yield from ((folder or os.curdir, path) for path in named)
        return
    pairs = _moses_pairs(path for path in paths if path not in candidates or _suffix(path) == ".txt")
    texts = {path for of_pair in pairs.values() for path in of_pair}
    alignments = [path for path in candidates if path not in texts]
    yield from ((os.path.join(folder, document_name(path)), path) for path in alignments)
    names = set(map(document_name, alignments))
    for stem, of_pair in pairs.items():
        if stem not in names:
            yield os.path.join(folder, stem) if stem else folder or os.curdir, of_pair[0]


def _moses_pairs(paths: Iterable[str]) -> dict[str, list[str]]:
    """Return the two texts of each document that has them, by the name that they share."""
    texts: dict[str, dict[str, str]] = {}
    for path in paths:
        if mark := marked_name(path):
            texts.setdefault(mark.stem, {})[mark.tag] = path
    return {stem: source_first(list(of_stem.values())) for stem, of_stem in texts.items() if len(of_stem) == 2}


def _suffix(path: str) -> str:
    return os.path.splitext(compressed.without_suffix(path))[1].lower()
