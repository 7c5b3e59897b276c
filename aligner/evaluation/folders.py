"""Folders of alignments: the documents of the gold and those of the prediction, by their names.

The name of a document is the path of its file from the folder, without suffix. A file such as `law-1/gold.txt` is named
after its folder, `law-1`; the files beside it are not alignments. `law.ar` and `law.en` are a Moses pair of the name
`law`, unless another file has that name.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from typing import NamedTuple

from aligner import storage
from aligner.convert.readers import SUFFIXES
from aligner.errors import InputError
from aligner.evaluation.document_names import ALIGNMENT_NAMES, marked_name
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
    """

    documents: list[DocumentPair]
    only_gold: list[str]
    only_predicted: list[str]


def pair_documents(gold: str, predicted: str) -> PairedFolders:
    """Return the documents of two folders.

    Raises InputError for a folder without alignments, and for two files of one document.
    """
    of_gold, of_prediction = documents_of(gold), documents_of(predicted)
    common = sorted(of_gold.keys() & of_prediction.keys())
    return PairedFolders(
        [DocumentPair(name, of_gold[name], of_prediction[name]) for name in common],
        sorted(of_gold.keys() - of_prediction.keys()),
        sorted(of_prediction.keys() - of_gold.keys()),
    )


def documents_of(folder: str) -> dict[str, str]:
    """Return the path of the alignment of each document of a folder, by its name."""
    by_folder: dict[str, list[str]] = {}
    for file in storage.files(folder, lambda _: False):
        by_folder.setdefault(os.path.dirname(file.name), []).append(file.name)
    documents: dict[str, str] = {}
    for of_folder in by_folder.values():
        for name, path in _named(sorted(of_folder)):
            if name in documents:
                problem = f"{path} and {documents[name]} are two alignments of the document {name}"
                raise InputError(folder, problem, hint="leave one of them")
            documents[name] = path
    if not documents:
        raise InputError(folder, "there is no alignment in this folder", hint="give the folder of the files of beads")
    return {name: storage.join(folder, path) for name, path in documents.items()}


def _named(paths: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the name of the document and the path of each alignment among the files of a folder."""
    candidates = [path for path in paths if _suffix(path) in _SUFFIXES and os.path.basename(path) not in _OF_RUNS]
    if named := [path for path in candidates if os.path.basename(_stem(path)) in ALIGNMENT_NAMES]:
        yield from ((os.path.dirname(path) or os.curdir, path) for path in named)
        return
    texts: dict[str, str] = {}
    names = set()
    for path in paths:
        mark = marked_name(path)
        if mark and (path not in candidates or _suffix(path) == ".txt"):
            texts.setdefault(os.path.join(os.path.dirname(path), mark.stem or os.curdir), path)
        elif path in candidates:
            names.add(_stem(path))
            yield _stem(path), path
    yield from ((os.path.normpath(name), path) for name, path in texts.items() if os.path.normpath(name) not in names)


def _stem(path: str) -> str:
    return os.path.splitext(compressed.without_suffix(path))[0]


def _suffix(path: str) -> str:
    return os.path.splitext(compressed.without_suffix(path))[1].lower()
