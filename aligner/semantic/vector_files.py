"""Files of vectors: `.npy` of NumPy, with a row for each sentence; or the embeddings of vecalign, beside their texts.

vecalign has a text file of overlaps, each line of which is one sentence or several consecutive ones, and a file of raw
float32 numbers with the vector of each line. If the latter is `NAME.SUFFIX`, the former must be `NAME`. The vectors of
the lines that are single sentences are taken.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from aligner import errors
from aligner.errors import InputError
from aligner.lattice.costs import Float32s

_NPY = b"\x93NUMPY"
_BLANK = "BLANK_LINE"  # in place of an empty line in vecalign's texts
_LONGEST = 10_000  # characters of a line in vecalign's texts


def read_vectors(path: str, sentences: Sequence[str]) -> Float32s:
    """(sentences, d): the vectors of the sentences of a side.

    path: of the file.
    sentences: in their order.

    Raises InputError if the file cannot be read, is no file of vectors, or does not fit the sentences.
    """
    try:
        with open(path, "rb") as file:
            is_npy = file.read(len(_NPY)) == _NPY
        vectors = _read_npy(path) if is_npy else _read_overlaps(path, sentences)
    except OSError as error:
        raise errors.cannot_read(path, error) from None
    if not np.isfinite(vectors).all():
        raise InputError(path, "holds numbers that are not finite", hint="encode the sentences anew")
    return vectors


def _read_npy(path: str) -> Float32s:
    try:
        array = np.load(path, allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise InputError(path, f"is a damaged .npy file: {error}", hint="save it anew with numpy.save") from None
    if array.ndim != 2 or array.dtype.kind != "f" or not array.shape[1]:
        problem = f"has the shape {array.shape} and the type {array.dtype}, not a row of numbers for each sentence"
        raise InputError(path, problem, hint="save a matrix of floating-point numbers with numpy.save")
    return np.asarray(array, np.float32)


def _read_overlaps(path: str, sentences: Sequence[str]) -> Float32s:
    """The vectors of single sentences from vecalign's file of overlaps."""
    text = os.path.splitext(path)[0]
    if text == path or not os.path.isfile(text):
        problem = "is no .npy file, and the text of vecalign's overlaps is not beside it"
        hint = "save vectors with numpy.save, or give NAME.emb with the lines of vecalign's overlaps in NAME"
        raise InputError(path, problem, hint=hint)
    lines = Path(text).read_text(encoding="utf-8", errors="replace").split("\n")
    lines = lines[:-1] if lines and not lines[-1] else lines
    numbers = np.fromfile(path, "<f4")
    if not lines or not len(numbers) or len(numbers) % len(lines):
        problem = f"has {len(numbers)} numbers, which is no multiple of the {len(lines)} lines of {text}"
        raise InputError(path, problem, hint="encode the lines of that file anew")
    line_of = {line: number for number, line in enumerate(lines)}
    wanted = [(sentence.strip() or _BLANK)[:_LONGEST] for sentence in sentences]
    for number, sentence in enumerate(wanted):
        if sentence not in line_of:
            problem = f"has no vector of sentence {number + 1}, which is no line of {text}"
            raise InputError(path, problem, hint="make the overlaps of the same files, or save vectors with numpy.save")
    vectors: Float32s = numbers.reshape(len(lines), -1)[[line_of[sentence] for sentence in wanted]]
    return vectors
