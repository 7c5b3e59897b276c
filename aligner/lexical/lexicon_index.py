"""Index of the bundled lexicon: its stems and rows as they lie in memory, in a file of the user's cache.

To read the lexicon's words and to stem them takes longer than to align a short text. So the first run writes an index,
and later runs open it. Results do not depend on it: a file that is missing, damaged or of other words or rules of stems
is made anew, and if the cache cannot be written, each run reads the words.

The file, in little-endian order:

    MAGIC | key | checksum of what follows | sizes of the two texts, of ends and of the rows
    source stems, one a line | target stems | ends | targets | forward | backward
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner import parts
from aligner.data_files import cache_folder
from aligner.lattice.grid import Floats, Ints
from aligner.lexical.stemmer import RULES

MAGIC = b"align lexicon 1\n"  # with the version of this layout
_KEY_SIZE = 16  # bytes
_HEADER = struct.Struct(f"<{len(MAGIC)}s{_KEY_SIZE}sI4Q")


class Columns(NamedTuple):
    """The fields of `lexicon.Lexicon`, which describes them."""

    source_stems: Mapping[str, int]
    target_stems: Mapping[str, int]
    ends: Ints
    targets: Ints
    forward: Floats
    backward: Floats


def load(path: Path, build: Callable[[bytes], Columns]) -> Columns:
    """The columns of a bundled lexicon, from its index if there is one.

    path: the file with the words.
    build: a function that makes the columns of the content of that file.
    """
    content = path.read_bytes()
    key = hashlib.blake2b(content + repr(RULES).encode(), digest_size=_KEY_SIZE).digest()
    folder = cache_folder()
    index = folder and folder / f"{path.stem}-{key.hex()}.lexicon"
    try:
        columns = unpack(index.read_bytes(), key) if index else None
    except OSError:
        columns = None
    if columns is None:
        columns = build(content)
        if index:
            _write(index, pack(columns, key))
    return columns


def pack(columns: Columns, key: bytes) -> bytes:
    """The content of an index; `key` is a checksum of what it was made of."""
    texts = ["\n".join(stems).encode() for stems in columns[:2]]
    arrays = [columns.ends.astype("<i8"), columns.targets.astype("<i8")]
    arrays += [columns.forward.astype("<f8"), columns.backward.astype("<f8")]
    body = b"".join(texts + [array.tobytes() for array in arrays])
    sizes = *map(len, texts), len(columns.ends), len(columns.targets)
    return _HEADER.pack(MAGIC, key, zlib.crc32(body), *sizes) + body


def unpack(data: bytes, key: bytes) -> Columns | None:
    """The columns in the content of an index, or None unless it is whole and of this key."""
    if len(data) < _HEADER.size:
        return None
    magic, key_of_data, checksum, *sizes = _HEADER.unpack_from(data)
    source_size, target_size, ends_size, rows = sizes
    texts_end = _HEADER.size + source_size + target_size
    is_whole = len(data) == texts_end + 8 * (ends_size + 3 * rows)
    if (magic, key_of_data) != (MAGIC, key) or not is_whole or zlib.crc32(memoryview(data)[_HEADER.size :]) != checksum:
        return None
    source = data[_HEADER.size : _HEADER.size + source_size].decode().split("\n")
    target = data[_HEADER.size + source_size : texts_end].decode().split("\n")
    integers = np.frombuffer(data, "<i8", ends_size + rows, texts_end).astype(np.intp)
    probabilities = np.frombuffer(data, "<f8", 2 * rows, texts_end + 8 * len(integers)).astype(np.float64)
    return Columns(
        dict(zip(source, range(len(source)), strict=True)),
        dict(zip(target, range(len(target)), strict=True)),
        *(integers[:ends_size], integers[ends_size:]),
        *(probabilities[:rows], probabilities[rows:]),
    )


def _write(path: Path, data: bytes) -> None:
    """Write a file of the cache, and rename it when it is whole; do nothing if that is not possible."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with parts.new(str(path.parent)) as part:
            part.write(data)
            parts.close(part)
            os.replace(part.name, path)
