"""Long bands, cut into stretches that are searched side by side, and joined again.

A stretch begins and ends with any node of its first and last diagonal, and reaches over the seam
into the next. What is found there must be the same from both sides, over half of the overlap, for the
seam to hold: then neither of the free ends has any influence there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from aligner.lattice.grid import Band, Ints, Path

CORE = 512  # diagonals between two seams of a narrow band
NARROW = 144  # nodes; a band twice as wide has half as many seams, and so on
_OVERLAP = 5  # a stretch reaches over a seam by this part of a core


def is_short(diagonals: int) -> bool:
    """Whether a band of so many diagonals is left whole, however narrow it is."""
    return diagonals < CORE * 3 // 2


def seams_of(band: Band) -> list[int]:
    """Where to cut a band, as numbers of diagonals; one that is short or wide for its length is left whole."""
    diagonals = len(band.first)
    if is_short(diagonals):
        return []
    seams = np.arange(CORE, diagonals - CORE // 2, CORE)
    wanted: list[int] = seams[seams % _core(band, seams) == 0].tolist()
    return wanted


def cut(band: Band, seams: list[int], wider: Mapping[int, int] = MappingProxyType({})) -> list[Band]:
    """The stretches between some seams, each of which reaches over its seams.

    wider: how many times as far as usual, for seams where that is not once.
    """
    if not seams:
        return [band]
    reach = _core(band, np.array(seams, np.intp)) // _OVERLAP * [wider.get(seam, 1) for seam in seams]
    begins = [0, *np.maximum(seams - reach, 0).tolist()]
    ends = [*np.minimum(seams + reach, len(band.first)).tolist(), len(band.first)]
    return [band.part(begin, end) for begin, end in zip(begins, ends, strict=True)]


def overlap(band: Band, seam: int) -> tuple[int, int]:
    """The first diagonal, i + j, on which two stretches have to agree, and the one after the last."""
    reach = int(_core(band, np.array([seam]))[0]) // _OVERLAP // 2
    return band.start + seam - reach, band.start + seam + reach + 1


def _core(band: Band, seams: Ints) -> Ints:
    """Diagonals between two seams where the band is as wide as at each of some."""
    width = band.last[seams] - band.first[seams] + 1
    doubled: Ints = np.ceil(np.log2(np.maximum(width / NARROW, 1))).astype(np.intp)
    return CORE << doubled


def chunk_key(stretch: Band) -> bytes:
    """What tells a stretch from all others."""
    digest = hashlib.blake2b(f"{stretch.text} {stretch.start}".encode(), digest_size=16)
    digest.update(stretch.first.tobytes())
    digest.update(stretch.last.tobytes())
    return digest.digest()


def within(path: Path, begin: int, end: int) -> Path:
    """The nodes of a path on the diagonals from `begin` up to but not including `end`."""
    at = path.sum(axis=1)
    return path[np.searchsorted(at, begin) : np.searchsorted(at, end)]
