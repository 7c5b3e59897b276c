"""Vectors of texts, kept on disk between runs: a database for each encoder, with a row for each text.

A vector is rounded to half precision whether it was kept or not, so that the cache does not change a result. Nothing
depends on the cache: if it cannot be read or written, the texts are encoded.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

from aligner import data_files
from aligner.lattice.costs import Float32s
from aligner.semantic.encoders import Encoder

Halves = npt.NDArray[np.float16]

BATCH = 512  # texts that are encoded between two reports of the progress
MAX_BYTES = 1 << 30  # of a database; nothing is added to a larger one
_QUERY = 500  # keys of one query; SQLite takes 999
_WAIT = 10.0  # seconds that a process waits for another one to finish writing


def encode(
    encoder: Encoder, texts: Sequence[str], report: Callable[[int, int], None] = lambda done, total: None
) -> Float32s:
    """(texts, d): the vectors of texts, from the cache where it has them; d is 0 if there are no texts.

    report: called before each batch with the number of the texts that are encoded, and that of all to encode.
    """
    distinct = list(dict.fromkeys(texts))
    keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in distinct]
    path = _path_of(encoder)
    kept = _read(path, keys) if path else {}
    missing = [(key, text) for key, text in zip(keys, distinct, strict=True) if key not in kept]
    new: dict[bytes, Halves] = {}
    for begin in range(0, len(missing), BATCH):
        report(begin, len(missing))
        batch = missing[begin : begin + BATCH]
        vectors = encoder.encode([text for _, text in batch]).astype(np.float16)
        new.update(zip((key for key, _ in batch), vectors, strict=True))
    if path and new:
        _write(path, new)
    of_key = {**kept, **new}
    rows = {text: of_key[key] for key, text in zip(keys, distinct, strict=True)}
    if not texts:
        return np.zeros((0, 0), np.float32)
    return np.stack([rows[text] for text in texts]).astype(np.float32)


def _path_of(encoder: Encoder) -> Path | None:
    """The path of the database of an encoder; None if the user has no folder for caches."""
    folder = data_files.cache_folder()
    name = hashlib.sha256(encoder.identity.encode()).hexdigest()[:16]
    return folder / "vectors" / f"{name}.sqlite" if folder else None


def _read(path: Path, keys: Sequence[bytes]) -> dict[bytes, Halves]:
    """The vectors of the keys that a database has."""
    if not path.exists():
        return {}
    kept: dict[bytes, Halves] = {}
    # A file that is no database, or a folder that may not be read, is as good as none.
    with suppress(sqlite3.Error, OSError, ValueError), closing(sqlite3.connect(path, timeout=_WAIT)) as database:
        for begin in range(0, len(keys), _QUERY):
            wanted = keys[begin : begin + _QUERY]
            marks = ",".join("?" * len(wanted))
            rows = database.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", wanted)
            kept.update((bytes(key), np.frombuffer(vector, "<f2")) for key, vector in rows)
    return kept if len({vector.size for vector in kept.values()}) <= 1 else {}


def _write(path: Path, vectors: dict[bytes, Halves]) -> None:
    """Add vectors to a database, unless it is full."""
    with suppress(sqlite3.Error, OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MAX_BYTES:
            return
        with closing(sqlite3.connect(path, timeout=_WAIT)) as database, database:
            database.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")
            rows = ((key, vector.astype("<f2").tobytes()) for key, vector in vectors.items())
            database.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)
