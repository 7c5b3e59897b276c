"""The search of a block in a band that is widened until the path keeps clear of its edges.

A small block is searched in full. A large one is searched in a band around a centre line, and a long band is
cut into chunks, see `chunks`.

A search of a band cannot tell whether the best path of the band is the best path of the block. So it follows a
rule: accept a path that stays at least half of the half-width away from both edges; where it comes nearer,
centre the band on the path and double its width, there and for some diagonals around. The rule gave the best
path wherever it was compared with a search in full, but it is not a proof. `certificate` proves a path.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from aligner.lattice import chunks
from aligner.lattice.chunks import path_between
from aligner.lattice.costs import BeadCosts
from aligner.lattice.grid import Band, Block, Bools, Ints, Path, centre_line_along
from aligner.lattice.limits import SEARCH_LIMITS, SearchLimits
from aligner.lattice.viterbi import best_paths

_NOTHING = np.empty(0, np.intp)
_NO_PATH = np.empty((0, 2), np.intp)


class AdaptiveBand:
    """A block, the band of it that is searched, and the path that the last search returned; a `chunks.Chunked`.

    block: the block.
    limits: sizes of its band and chunks.
    path: its path; empty before the first search.
    full: True if all nodes of the block are searched.
    widened: number of times that the band has been widened.
    """

    def __init__(self, block: Block, centre_line: Callable[[], Ints], limits: SearchLimits = SEARCH_LIMITS) -> None:
        """Lay the first band.

        centre_line: returns (n + m + 1,), the line along which the path is expected: source sentences of the
        block before each diagonal. It is not called if the block is searched in full.
        """
        self.block = block
        self.limits = limits
        self.path: Path = _NO_PATH
        self.full = block.nodes <= limits.full_nodes
        self.widened = 0
        self._centre_line = _NOTHING if self.full else centre_line() + block.i
        self._half_width = _NOTHING if self.full else np.full(len(self._centre_line), limits.half_width)
        self._dropped_seams: set[int] = set()

    @property
    def single_chunk(self) -> bool:
        """True if the block is searched in full and in one chunk."""
        return self.full and chunks.fits_one_chunk(self.block.n + self.block.m + 1, self.limits)

    def for_text(self, text: int) -> AdaptiveBand:
        """A band along the same centre line, not yet searched, for the text of another number."""
        block = self.block._replace(text=text)
        return AdaptiveBand(block, lambda: self._centre_line - self.block.i, limits=self.limits)

    def band(self) -> Band:
        """The nodes to search for a path."""
        if self.full:
            return Band.full(self.block)
        return Band.around(self.block, self._centre_line, self._half_width)

    def posterior_band(self) -> Band:
        """The nodes near the path, on which nearly all of the probability falls."""
        if self.full or not len(self.path):
            return self.band()
        return Band.around(self.block, centre_line_along(self.path), self.limits.posterior_half_width)

    def recentre(self) -> None:
        """Lay a narrow band around the path, for costs that depend on more evidence than those of the last search."""
        if not self.full and len(self.path):
            self._centre_line = centre_line_along(self.path)
            self._half_width = np.full(len(self._centre_line), self.limits.posterior_half_width)
            self._dropped_seams = set()

    def chunks(self) -> list[Band]:
        """The band, cut at its seams."""
        band = self.band()
        return chunks.cut_band(band, self._seams(band), self.limits)

    def _seams(self, band: Band) -> list[int]:
        """Numbers of the diagonals at which the band is cut."""
        return [seam for seam in chunks.find_seams(band, self.limits) if seam not in self._dropped_seams]

    def accept(self, results: Sequence[Path]) -> bool:
        """Keep the path if its chunks agree and it keeps clear of the edges; else change the seams or the band.

        results: the path through each of `chunks()`. Returns whether the path was kept.
        """
        band = self.band()
        seams = self._seams(band)
        bounds = [0, *seams, len(band.first)]
        # 1. Compare the paths of neighbouring chunks where they overlap.
        overlaps = [chunks.shared_diagonals(band, seam, self.limits) for seam in seams]
        agreed = [
            np.array_equal(path_between(left, *overlap), path_between(right, *overlap))
            for (left, right), overlap in zip(pairwise(results), overlaps, strict=True)
        ]
        # 2. Find the diagonals on which the path comes near an edge.
        line = self._joined_line(band, results, bounds)
        near_edge = np.zeros(len(line), bool) if self.full else self._near_edge(band, line)
        # 3. Keep the path.
        if all(agreed) and not near_edge.any():
            parts = zip(results, pairwise(bounds), strict=True)
            self.path = np.concatenate(
                [path_between(path, band.start + begin, band.start + end) for path, (begin, end) in parts]
            )
            return True
        # 4. Otherwise, change the seams and the band for the next search.
        self._drop_seams(seams, bounds, agreed, near_edge)
        if not self.full:
            self._widen(line, near_edge)
        return False

    def _near_edge(self, band: Band, line: Ints) -> Bools:
        """(diagonals,): True where a line is nearer to an edge than half of the half-width of the band."""
        return band.clearance(self.block, line) < self._half_width // 2

    def _joined_line(self, band: Band, paths: Sequence[Path], bounds: Sequence[int]) -> Ints:
        """(diagonals,): the centre line along the paths of the chunks, each between its seams."""
        starts = [chunk.start - band.start for chunk in self.chunks()]
        return np.concatenate(
            [
                centre_line_along(path)[begin - start : end - start]
                for path, start, (begin, end) in zip(paths, starts, pairwise(bounds), strict=True)
            ]
        )

    def _drop_seams(
        self, seams: Sequence[int], bounds: Sequence[int], agreed: Sequence[bool], near_edge: Bools
    ) -> None:
        """Drop the seams at which chunks disagree, and so many of their neighbours that the chunk is twice as long.

        A seam near an edge stays: there, the chunks disagree because the band is too narrow.
        """
        near = self.limits.chunk_diagonals
        for number, seam in enumerate(seams):
            if not agreed[number] and not near_edge[max(seam - near, 0) : seam + near].any():
                reach = (bounds[number + 2] - bounds[number]) // 2
                self._dropped_seams.update(neighbour for neighbour in seams if abs(neighbour - seam) < reach)

    def _widen(self, line: Ints, near_edge: Bools) -> None:
        """Centre the band on a line and double its width, on the diagonals near an edge and those around them."""
        self.widened += bool(near_edge.any())
        doubled = _within_reach(near_edge, 2 * self._half_width)
        self._centre_line = np.where(doubled, line, self._centre_line)
        self._half_width = np.where(doubled, 2 * self._half_width, self._half_width)
        self.full = int(self._half_width.min()) >= min(self.block.n, self.block.m)


def search_adaptive(
    costs: BeadCosts, bands: Sequence[AdaptiveBand], recompute_costs: Callable[[], BeadCosts] | None = None
) -> None:
    """Find the path of each band, and store it there.

    recompute_costs: returns costs that cover the bands as they are now. It is called after a band has been
    widened. None if the costs cover all nodes.
    """
    # 1. Most blocks are small: search all of them at once.
    small: list[AdaptiveBand] = []
    large: list[AdaptiveBand] = []
    for adaptive in bands:
        (small if adaptive.single_chunk else large).append(adaptive)
    if small:
        paths = best_paths(costs, [adaptive.band() for adaptive in small])
        for adaptive, path in zip(small, paths, strict=True):
            adaptive.path = path
    # 2. Search the others in chunks, and again in wider bands where their paths come near an edge.
    widened = _times_widened(bands)

    def search(new: list[Band]) -> list[Path]:
        nonlocal costs, widened
        if recompute_costs and _times_widened(bands) > widened:
            widened = _times_widened(bands)
            costs = recompute_costs()
        return best_paths(costs, new)

    chunks.solve(large, search)


def _times_widened(bands: Sequence[AdaptiveBand]) -> int:
    """The number of times that bands have been widened, all together."""
    return sum(adaptive.widened for adaptive in bands)


def _within_reach(marked: Bools, reach: Ints) -> Bools:
    """The places that are no further from a marked place than the reach of that place."""
    places = np.flatnonzero(marked)
    changes = np.zeros(len(marked) + 1, np.intp)
    np.add.at(changes, np.maximum(places - reach[places], 0), 1)
    np.add.at(changes, np.minimum(places + reach[places] + 1, len(marked)), -1)
    within: Bools = np.cumsum(changes[:-1]) > 0
    return within
