"""Long bands, cut into overlapping chunks that are solved in one batch.

A path through a chunk may begin at any node of its first diagonal and end at any node of its last one. Each chunk
reaches over a seam into its neighbour. A seam holds if both chunks give the same result on the middle half of their
overlap: then the free ends have no influence there. If a seam does not hold, the problem changes its chunks, and
those that are new are solved.

        seam 512          seam 1024
    |------------:--|
              |--:---------------:--|
                              |--:------------|
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol, TypeVar

import numpy as np

from aligner.lattice.grid import Band, Ints, Path
from aligner.lattice.limits import SEARCH_LIMITS, SearchLimits

_OVERLAP_SHARE = 5  # a chunk reaches over a seam by this fraction, a fifth, of the diagonals between two seams

Result = TypeVar("Result")
_Accepted = TypeVar("_Accepted", contravariant=True)


class Chunked(Protocol[_Accepted]):
    """A problem on a long band that is solved in chunks.

    chunks: the bands to solve now.
    accept: takes their results; returns False, after it has changed its chunks, if they cannot be joined.
    """

    def chunks(self) -> list[Band]: ...  # noqa: D102
    def accept(self, results: Sequence[_Accepted]) -> bool: ...  # noqa: D102


def solve(problems: Sequence[Chunked[Result]], solver: Callable[[list[Band]], list[Result]]) -> None:
    """Solve problems until each has accepted the results of its chunks.

    solver: returns the result of each band. It is called once a round, with all chunks, of all problems, that have
    not been solved before.
    """
    solved: dict[bytes, Result] = {}
    pending = list(problems)
    while pending:
        # 1. Cut the bands into chunks, by their keys.
        cuts = [{chunk_key(chunk): chunk for chunk in problem.chunks()} for problem in pending]
        # 2. Solve the chunks that are new, in one batch.
        new = {key: chunk for chunks in cuts for key, chunk in chunks.items() if key not in solved}
        solved.update(zip(new, solver(list(new.values())), strict=True))
        # 3. Go on with the problems whose chunks cannot be joined; most of their chunks have been solved.
        results = [[solved[key] for key in chunks] for chunks in cuts]
        pending = [problem for problem, parts in zip(pending, results, strict=True) if not problem.accept(parts)]


def chunk_key(chunk: Band) -> bytes:
    """Hash of a band: its text and nodes."""
    digest = hashlib.blake2b(f"{chunk.text} {chunk.start}".encode(), digest_size=16)
    digest.update(chunk.first.tobytes())
    digest.update(chunk.last.tobytes())
    return digest.digest()


def fits_one_chunk(diagonals: int, limits: SearchLimits = SEARCH_LIMITS) -> bool:
    """True if a band of so many diagonals is not cut, however narrow it is."""
    return diagonals < limits.chunk_diagonals * 3 // 2


def find_seams(band: Band, limits: SearchLimits = SEARCH_LIMITS) -> list[int]:
    """Numbers of the diagonals at which to cut a band; none if it is short, or wide for its length."""
    diagonals = len(band.first)
    if fits_one_chunk(diagonals, limits):
        return []
    size = limits.chunk_diagonals
    candidates = np.arange(size, diagonals - size // 2, size)
    seams: list[int] = candidates[candidates % _chunk_lengths(band, candidates, limits) == 0].tolist()
    return seams


def cut_band(
    band: Band,
    seams: Sequence[int],
    limits: SearchLimits = SEARCH_LIMITS,
    reach_factors: Mapping[int, int] = MappingProxyType({}),
) -> list[Band]:
    """The chunks between seams, each of which reaches over its seams.

    reach_factors: by seam, how many times as far as usual its chunks reach; 1 for those that are missing.
    """
    if not seams:
        return [band]
    factors = [reach_factors.get(seam, 1) for seam in seams]
    reach = _chunk_lengths(band, np.array(seams, np.intp), limits) // _OVERLAP_SHARE * factors
    begins = [0, *np.maximum(seams - reach, 0).tolist()]
    ends = [*np.minimum(seams + reach, len(band.first)).tolist(), len(band.first)]
    return [band.part(begin, end) for begin, end in zip(begins, ends, strict=True)]


def shared_diagonals(band: Band, seam: int, limits: SearchLimits = SEARCH_LIMITS) -> tuple[int, int]:
    """The diagonals on which two chunks have to agree: i + j of the first, and of the one after the last."""
    reach = int(_chunk_lengths(band, np.array([seam]), limits)[0]) // _OVERLAP_SHARE // 2
    return band.start + seam - reach, band.start + seam + reach + 1


def _chunk_lengths(band: Band, seams: Ints, limits: SearchLimits) -> Ints:
    """Diagonals between two seams, for the width of the band at each of the seams."""
    width = band.last[seams] - band.first[seams] + 1
    doublings: Ints = np.ceil(np.log2(np.maximum(width / limits.narrow_nodes, 1))).astype(np.intp)
    return limits.chunk_diagonals << doublings


def path_between(path: Path, begin: int, end: int) -> Path:
    """The nodes of a path on the diagonals from `begin` up to but not including `end`."""
    diagonals = path.sum(axis=1)
    return path[np.searchsorted(diagonals, begin) : np.searchsorted(diagonals, end)]
