"""Lengths of sentences: the beads of two texts that the caller keeps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from aligner.api import arguments


def align_lengths(
    source: Sequence[float], target: Sequence[float], method: str = "length"
) -> list[tuple[range, range]]:
    """Align two texts of which only the lengths of the sentences are known.

    This function serves callers that split sentences themselves, and comparisons with other programs. It reads no text
    and computes no confidence.

    source: length of each source sentence, in characters; 0 or more.
    target: length of each target sentence, in characters; 0 or more.
    method: `length` or `gale-church`; `hybrid` is allowed, but has no words to use.

    Returns the beads in order, each as the numbers, from 0, of its source sentences and of its target sentences.

    Raises ValueError for a method that does not exist, and for a length that is negative or not finite; TypeError for
    a value of a wrong type.

    >>> align_lengths([90, 30, 40, 60], [90, 70, 60], method="gale-church")
    [(range(0, 1), range(0, 1)), (range(1, 3), range(1, 2)), (range(3, 4), range(2, 3))]
    """
    import numpy as np

    from aligner.align import em

    given = arguments.lengths("source", source), arguments.lengths("target", target)
    lengths = np.array(given[0], np.float64), np.array(given[1], np.float64)
    if not all(np.isfinite(side).all() and (side >= 0).all() for side in lengths):
        raise ValueError("a length must be a finite number of characters, 0 or more")
    (path,) = em.align_lengths([lengths], arguments.string("method", method))
    return [(range(i, k), range(j, n)) for (i, j), (k, n) in pairwise(path.tolist())]
