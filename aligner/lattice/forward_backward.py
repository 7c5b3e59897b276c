"""The posterior of every bead, by the forward-backward algorithm.

Forward, F(v) = ln of the sum over all paths to the node v of exp(-cost / temperature). Backward, P(v) is the
probability that the path passes v; it is 1 at the end. Each node shares its probability among the beads that end
there,

    P(bead u -> v) = P(v) exp(F(u) - cost / temperature - F(v)),

and P(u) is the sum of the shares of the beads that begin at u. Unlike the usual sums over paths to the end, this
pass can leave out improbable nodes, which are most nodes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aligner import kernel
from aligner.lattice import reference
from aligner.lattice.costs import BeadCosts
from aligner.lattice.grid import Band, Bools, Floats, Ints, Path
from aligner.lattice.quantized import UNITS

_PLACE_BITS, _SIDE_BITS = 25, 6  # of the place where a bead begins, and of the sentences on one side of it


class BeadPosteriors(NamedTuple):
    """Beads and their posterior probabilities, in the order of the nodes where they begin, then of s and t.

    All arrays are (beads,).

    i, j: the node where the bead begins.
    s, t: its source and target sentences.
    probability: P(bead | both texts), in (0, 1].
    """

    i: Ints
    j: Ints
    s: Ints
    t: Ints
    probability: Floats

    def of_path(self, path: Path) -> list[float]:
        """The posterior of each bead of a path, at most 1.0; 0.0 for a bead that is missing here."""
        i, j = path[:-1].T
        s, t = np.diff(path, axis=0).T
        keys, of_path = _bead_keys(self.i, self.j, self.s, self.t), _bead_keys(i, j, s, t)
        at = np.minimum(np.searchsorted(keys, of_path), max(len(keys) - 1, 0))
        if not len(keys):
            return [0.0] * len(i)
        posteriors: list[float] = np.where(keys[at] == of_path, np.minimum(self.probability[at], 1.0), 0.0).tolist()
        return posteriors

    def take(self, which: slice | Ints | Bools) -> BeadPosteriors:
        """The beads of a slice, of indices or of a mask."""
        i, j, s, t, probability = self
        return BeadPosteriors(i[which], j[which], s[which], t[which], probability[which])


def bead_posteriors(
    costs: BeadCosts, band: Band, temperature: float = 1.0, least: float = 1e-3
) -> tuple[BeadPosteriors, Band]:
    """The posterior of every bead inside a band that is at least `least` likely, and the band of the probable nodes.

    P(bead) = sum over paths with the bead of exp(-cost / temperature) / the same sum over all paths.

    temperature: divides all costs; the higher it is, the closer to each other are the posteriors of rival beads.
    least: the smallest posterior that is returned.

    Raises ValueError if no path inside the band leads to its end, and MemoryError for a band that is too large.
    """
    scale = -1 / UNITS / temperature
    low, high = np.empty_like(band.first), np.empty_like(band.last)
    if kernel.lattice is not None:
        columns = kernel.lattice.posteriors(costs.arrays(), band, scale, least, low, high)
        i, j, kind = (np.frombuffer(column, np.int64).astype(np.intp) for column in columns[:3])
        probability = np.frombuffer(columns[3], np.float64)
    else:
        i, j, kind, probability = reference.posteriors(costs, band, scale, least, low, high)
    s, t = costs.kinds.shapes[kind].T.astype(np.intp)
    beads = BeadPosteriors(i, j, s, t, probability)
    if kernel.lattice is None:  # the compiled core has sorted them
        beads = beads.take(np.argsort(_bead_keys(i, j, s, t)))
    return beads, band.narrowed(low, high)


def _bead_keys(i: Ints, j: Ints, s: Ints, t: Ints) -> Ints:
    """A number for each bead, in the order of i, then j, s and t. Texts have fewer than 2 ** 25 sentences a side."""
    return ((i << _PLACE_BITS | j) << _SIDE_BITS | s) << _SIDE_BITS | t
