"""What the documents of a folder teach of their words, before any of them is aligned.

A sample is read and aligned together; what it shows of which words are translations of each other goes
with the settings to all who align the documents. The sample is of so many documents, taken at even
distances in the order of their names, and so the same for the same documents.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from aligner import job, read, storage
from aligner.bitext import Document
from aligner.errors import InputError
from aligner.settings import Learned, Settings

BYTES = 4 << 20  # of a sample: what is learned of more is worth little, and takes memory


def sample(documents: Iterable[tuple[str, ...]], count: int, most: int) -> list[tuple[str, ...]]:
    """At most so many of some documents. documents: the files of each. count: how many there are."""
    return list(islice(documents, 0, None, math.ceil(count / most)))


def learned(documents: Sequence[tuple[str, ...]], settings: Settings) -> tuple[Learned, int]:
    """What some documents teach, and how many of them were looked at.

    documents: the files of each. Those that cannot be read or split are passed over here; they are
    reported when their turn comes.
    """
    pairs: list[tuple[Document, Document, Sequence[tuple[int, int]]]] = []
    size = 0
    for paths in documents:
        try:
            data = [storage.read(path) for path in paths]
            size += sum(map(len, data))
            if size > BYTES and pairs:
                break
            texts = [read.decoded(each, path, settings.encoding) for each, path in zip(data, paths, strict=True)]
            prepared = job.prepare(texts, settings)
        except InputError:
            continue
        pairs.append((prepared.source, prepared.target, prepared.walls))
    return job.learn(pairs, settings), len(pairs)


def as_lines(entries: Sequence[tuple[str, str, float]]) -> Iterator[str]:
    """A lexicon as it stands in a file."""
    return (f"{source}\t{target}\t{weight:g}\n" for source, target, weight in sorted(entries))
