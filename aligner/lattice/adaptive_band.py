"""Where a box of the lattice is searched: all of it, or a corridor, widened until the path keeps clear of its walls.

A long corridor is cut into stretches that overlap and begin and end freely, all of which are
searched together, see `stretches`; where a seam does not hold, two are searched again as one.

Whether a path found in a corridor is the best of all cannot be seen from inside. The rule, which
held wherever it was checked against the whole lattice, and is no proof: a path that stays away
from the walls by at least half of what there is between the middle and a wall is accepted; where
it does not, the corridor is laid round it and made twice as wide, there and a little around.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from aligner.lattice.chunks import CORE, chunk_key, cut, is_short, overlap, seams_of, within
from aligner.lattice.costs import BeadCosts
from aligner.lattice.grid import Band, Block, Bools, Ints, Path, centre_line_along
from aligner.lattice.viterbi import best_paths

FULL = 1 << 18  # nodes up to which the whole box is searched
HALF = 64  # nodes of a diagonal on either side of the middle, to begin with
CLOSE = 24  # likewise for posteriors, which are asked for round a path that is known
_NOTHING = np.empty(0, np.intp)
_NO_PATH = np.empty((0, 2), np.intp)


class AdaptiveBand:
    """A box, the part of it that is searched, and the path that was found there last.

    walk: (n + m + 1,), source sentences of the box before each diagonal of a walk near which the
    path is likely to be; not asked for where the whole box is searched.
    """

    def __init__(self, box: Block, walk: Callable[[], Ints]) -> None:
        self.box = box
        self.path: Path = _NO_PATH
        self.full = box.nodes <= FULL
        self._walk = _NOTHING if self.full else walk() + box.i
        self._half = _NOTHING if self.full else np.full(len(self._walk), HALF)
        self.widened = 0  # how often
        self._fused: set[int] = set()  # seams that did not hold

    @property
    def single_chunk(self) -> bool:
        """Whether the whole box is searched, and in one piece."""
        return self.full and is_short(self.box.n + self.box.m + 1)

    def for_text(self, text: int) -> AdaptiveBand:
        """The same box of a text by another number, to be searched near the same walk."""
        return AdaptiveBand(self.box._replace(text=text), lambda: self._walk - self.box.i)

    def band(self) -> Band:
        """The nodes to search for a path."""
        return Band.full(self.box) if self.full else Band.around(self.box, self._walk, self._half)

    def posterior_band(self) -> Band:
        """The nodes near the path, which are all that any probability to speak of falls on."""
        if self.full or not len(self.path):
            return self.band()
        return Band.around(self.box, centre_line_along(self.path), CLOSE)

    def recentre(self) -> None:
        """Lay the corridor round the path that was found, as wide as at first; for costs that see more."""
        if not self.full and len(self.path):
            self._walk = centre_line_along(self.path)
            self._half = np.full(len(self._walk), CLOSE)
            self._fused = set()

    def chunks(self) -> list[Band]:
        """The band, cut at its seams."""
        band = self.band()
        return cut(band, self._seams(band))

    def _seams(self, band: Band) -> list[int]:
        return [seam for seam in seams_of(band) if seam not in self._fused]

    def accept(self, parts: Sequence[Path]) -> bool:
        """Take the paths that were found in the stretches; whether they can stay, or have to be searched for again."""
        band = self.band()
        seams = self._seams(band)
        bounds = [0, *seams, len(band.first)]
        starts = [stretch.start - band.start for stretch in self.chunks()]
        holds = [
            np.array_equal(within(one, *overlap(band, seam)), within(other, *overlap(band, seam)))
            for (one, other), seam in zip(pairwise(parts), seams, strict=True)
        ]
        walk = np.concatenate(
            [
                centre_line_along(part)[begin - start : end - start]
                for part, start, (begin, end) in zip(parts, starts, pairwise(bounds), strict=True)
            ]
        )
        narrow = np.zeros(len(walk), bool) if self.full else band.clearance(self.box, walk) < self._half // 2
        if all(holds) and not narrow.any():
            pieces = zip(parts, pairwise(bounds), strict=True)
            last = band.start + len(band.first)
            self.path = np.concatenate(
                [within(part, band.start + begin, min(band.start + end, last)) for part, (begin, end) in pieces]
            )
            return True
        # A seam that fails near a wall fails because of the wall. Of the others, so many of the neighbours
        # are given up that the next stretch is twice as long.
        for k, seam in enumerate(seams):
            if not holds[k] and not narrow[max(seam - CORE, 0) : seam + CORE].any():
                reach = (bounds[k + 2] - bounds[k]) // 2
                self._fused.update(other for other in seams if abs(other - seam) < reach)
        if not self.full:
            self.widened += bool(narrow.any())
            wide = _around(narrow, 2 * self._half)
            self._walk = np.where(wide, walk, self._walk)
            self._half = np.where(wide, 2 * self._half, self._half)
            self.full = int(self._half.min()) >= min(self.box.n, self.box.m)
        return False


def search_adaptive(
    costs: BeadCosts, corridors: Sequence[AdaptiveBand], again: Callable[[], BeadCosts] | None = None
) -> None:
    """Find the path of each corridor; a stretch that stays as it is is searched once.

    again: what beads cost, where they are known inside of the bands alone; asked anew when one was widened.
    """
    simple = [corridor for corridor in corridors if corridor.single_chunk]
    if simple:
        paths = best_paths(costs, [corridor.band() for corridor in simple])
        for corridor, path in zip(simple, paths, strict=True):
            corridor.path = path
    known: dict[bytes, Path] = {}
    pending = [corridor for corridor in corridors if not corridor.single_chunk]
    widened = sum(corridor.widened for corridor in corridors)
    while pending:
        if again and sum(corridor.widened for corridor in corridors) > widened:
            widened = sum(corridor.widened for corridor in corridors)
            costs = again()
        cuts = [{chunk_key(stretch): stretch for stretch in corridor.chunks()} for corridor in pending]
        wanted = {key: stretch for stretches in cuts for key, stretch in stretches.items() if key not in known}
        known.update(zip(wanted, best_paths(costs, list(wanted.values())), strict=True))
        parts = [[known[key] for key in stretches] for stretches in cuts]
        pending = [corridor for corridor, found in zip(pending, parts, strict=True) if not corridor.accept(found)]


def _around(some: Bools, reach: Ints) -> Bools:
    """The places no further than its reach from one of some places."""
    places = np.flatnonzero(some)
    steps = np.zeros(len(some) + 1, np.intp)
    np.add.at(steps, np.maximum(places - reach[places], 0), 1)
    np.add.at(steps, np.minimum(places + reach[places] + 1, len(some)), -1)
    around: Bools = np.cumsum(steps[:-1]) > 0
    return around
