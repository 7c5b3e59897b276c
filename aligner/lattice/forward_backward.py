"""The posterior of every bead, by the forward-backward algorithm, in any number of bands at once.

Forward, F(v) = ln of the sum over all paths to the node v of exp(-cost / temperature). Backward, P(v) is the
probability that the path passes v: on the last diagonal, the share of v in the sum of exp F. Each node shares its
probability among the beads that end there,

    P(bead u -> v) = P(v) exp(F(u) - cost / temperature - F(v)),

and P(u) is the sum of the shares of the beads that begin at u. Unlike the usual sums over paths to the end, this
pass can leave out improbable nodes, which are most nodes. Long bands are cut into chunks, see `chunks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.lattice.chunks import cut_band, find_seams, shared_diagonals, solve
from aligner.lattice.costs import QUANTUM, BeadCosts, costs_of_all_kinds, kind_groups
from aligner.lattice.grid import Band, Bools, Floats, Ints, Path
from aligner.lattice.kinds import RANK_BITS
from aligner.lattice.limits import BATCH_LIMITS, SEARCH_LIMITS, BatchLimits, SearchLimits
from aligner.lattice.sweep import DiagonalBatch, batch_bands, log_sum

_MAX_REACH_FACTOR = 4  # a seam that fails though its chunks reach over it by so many times the usual is dropped
_NEGLIGIBLE = 1e-13  # probability; the backward pass does not follow less probable nodes and beads
_NATS = QUANTUM / (1 << RANK_BITS)  # nats of one unit of a quantized cost, with the bits of the rank


class BeadPosteriors(NamedTuple):
    """Beads of one band and their posterior probabilities, in the order of the diagonals on which they end.

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

    @classmethod
    def concatenate(cls, parts: Sequence[BeadPosteriors]) -> BeadPosteriors:
        """The beads of parts that follow each other."""
        return cls(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def of_path(self, path: Path) -> list[float]:
        """The posterior of each bead of a path, at most 1.0; 0.0 for a bead that is missing here."""
        *beads, probability = (column.tolist() for column in self)
        posteriors = dict(zip(zip(*beads, strict=True), probability, strict=True))
        on_path = np.hstack([path[:-1], np.diff(path, axis=0)]).tolist()
        return [min(1.0, posteriors.get(tuple(bead), 0.0)) for bead in on_path]

    @property
    def ends(self) -> Ints:
        """i + j of the node where each bead ends."""
        return self.i + self.j + self.s + self.t

    def within(self, begin: int, end: int) -> BeadPosteriors:
        """The beads that end on a diagonal from `begin` up to but not including `end`."""
        return self.take(slice(*np.searchsorted(self.ends, [begin, end])))

    def take(self, which: slice | Ints | Bools) -> BeadPosteriors:
        """The beads of a slice, of indices or of a mask."""
        i, j, s, t, probability = self
        return BeadPosteriors(i[which], j[which], s[which], t[which], probability[which])


def bead_posteriors(
    costs: BeadCosts,
    bands: Sequence[Band],
    temperature: float = 1.0,
    least: float = 1e-3,
    tolerance: float = 1e-7,
    limits: SearchLimits = SEARCH_LIMITS,
    batch_limits: BatchLimits = BATCH_LIMITS,
) -> list[BeadPosteriors]:
    """For each band, the posterior of every bead inside it that is at least `least` likely.

    P(bead) = sum over paths with the bead of exp(-cost / temperature) / the same sum over all paths.

    temperature: divides all costs; the higher it is, the closer to each other are the posteriors of rival beads.
    least: the smallest posterior that is returned.
    tolerance: how far posteriors may differ where two chunks of a long band overlap.
    limits, batch_limits: sizes of chunks and of batches.

    Raises ValueError if no path inside a band leads to its end.
    """
    chunked = [_ChunkedPosteriors(band, least, tolerance, limits) for band in bands]
    solve(chunked, lambda chunks: _posteriors_of_bands(costs, chunks, temperature, least, batch_limits))
    return [band.beads for band in chunked]


class _ChunkedPosteriors:
    """The posteriors of a band that is solved in chunks; a `chunks.Chunked`."""

    def __init__(self, band: Band, least: float, tolerance: float, limits: SearchLimits) -> None:
        self._band, self._least, self._tolerance, self._limits = band, least, tolerance, limits
        self._seams = find_seams(band, limits)
        self._reach_factors: dict[int, int] = {}

    def chunks(self) -> list[Band]:
        """The band, cut at its seams."""
        return cut_band(self._band, self._seams, self._limits, self._reach_factors)

    def accept(self, results: Sequence[BeadPosteriors]) -> bool:
        """Join the posteriors of the chunks if they agree; else let the chunks reach further, or merge them."""
        # 1. Compare neighbouring chunks where they overlap.
        failed = []
        for seam, (left, right) in zip(self._seams, pairwise(results), strict=True):
            overlap = shared_diagonals(self._band, seam, self._limits)
            if not _agree(left.within(*overlap), right.within(*overlap), self._least, self._tolerance):
                failed.append(seam)
        # 2. Join them, each between its seams.
        if not failed:
            start = self._band.start
            bounds = pairwise([0, *(start + seam for seam in self._seams), start + len(self._band.first)])
            parts = [part.within(*ends) for part, ends in zip(results, bounds, strict=True)]
            self.beads = BeadPosteriors.concatenate(parts)
            return True
        # 3. Otherwise, reach twice as far over the seams that failed, and drop those where that did not help.
        for seam in failed:
            self._reach_factors[seam] = 2 * self._reach_factors.get(seam, 1)
            if self._reach_factors[seam] > _MAX_REACH_FACTOR:
                self._seams.remove(seam)
        return False


def _agree(left: BeadPosteriors, right: BeadPosteriors, least: float, tolerance: float) -> bool:
    """True if two chunks give the same posteriors where they overlap.

    A bead may be missing from one of them if its posterior is hardly larger than `least`.
    """
    _, in_left, in_right = np.intersect1d(*_bead_keys(left, right), assume_unique=True, return_indices=True)
    differences = np.abs(left.probability[in_left] - right.probability[in_right])
    missing = np.concatenate([np.delete(left.probability, in_left), np.delete(right.probability, in_right)])
    return float(differences.max(initial=0.0)) <= tolerance and float(missing.max(initial=0.0)) <= least + tolerance


def _bead_keys(left: BeadPosteriors, right: BeadPosteriors) -> tuple[Ints, Ints]:
    """A number for each bead: the index of (i, j, s, t) in the smallest array that holds all beads of both.

    Raises ValueError if such an array is too large to have indices.
    """
    columns = np.concatenate([np.stack(left[:4]), np.stack(right[:4])], axis=1)
    if not columns.size:
        return columns[0], columns[0]
    columns -= columns.min(axis=1, keepdims=True)
    keys = np.ravel_multi_index(tuple(columns), tuple(columns.max(axis=1) + 1))
    return keys[: len(left.i)], keys[len(left.i) :]


def _posteriors_of_bands(
    costs: BeadCosts, bands: Sequence[Band], temperature: float, least: float, batch_limits: BatchLimits
) -> list[BeadPosteriors]:
    """For each band, the posteriors of its beads; bands are not cut."""
    posteriors: dict[int, BeadPosteriors] = {}
    for numbers, batch in batch_bands(bands, costs.kinds, batch_limits):
        of_lanes = _backward(costs, batch, temperature, *_forward(costs, batch, temperature), least)
        posteriors.update(zip(numbers, of_lanes, strict=True))
    return [posteriors[number] for number in range(len(bands))]


def _forward(costs: BeadCosts, batch: DiagonalBatch, temperature: float) -> tuple[Floats, Floats]:
    """Two tables: F at every node, and F less what a two-sided bead pays for the node where it begins.

    The axes are those of `sweep`; in front are as many empty diagonals as the longest bead goes back.
    """
    paired, scale = costs.kinds.paired, -_NATS / temperature
    total: Floats = batch.table(batch.reach + batch.diagonals, np.float64(-np.inf))
    joined = total  # a copy as soon as nodes have costs
    terms = np.empty((len(costs.kinds), batch.slots, batch.lanes))
    constant = np.empty(terms.shape, np.int32)
    constant[:] = costs.priors(batch.texts)[:, None, :]
    groups = kind_groups(costs, batch.slots * batch.lanes)
    for diagonal in batch.sweep(costs.sides):
        at, slots = batch.reach + diagonal.number, diagonal.slots
        # 1. Compute the costs of nodes.
        quantized = costs.nodes(batch.texts, diagonal.source, diagonal.target)
        nodes = None if quantized is None else quantized * scale
        if nodes is not None and joined is total:
            joined = total.copy()
        # 2. Sum up over the beads that end at each node; a node of the first diagonal begins a path of cost 0.
        if diagonal.number:
            into = terms[:, : slots.stop - slots.start]
            for group in groups:
                beads = costs.beads(group, batch.texts, diagonal.source, diagonal.target)
                beads += constant[group, slots]
                np.multiply(beads, scale, out=into[group])
            for kind, (s, t) in enumerate(costs.kinds):
                into[kind] += (joined if kind < paired else total)[at - s - t, batch.bead_starts(s, slots)]
            if nodes is not None:
                into[:paired] += nodes
            sums = log_sum(into)
        else:
            sums = np.zeros(diagonal.outside.shape)
        # 3. Keep the sums for the beads that begin here.
        sums[diagonal.outside] = -np.inf
        batch.store(total[at], slots, sums)
        if nodes is not None:
            batch.store(joined[at], slots, sums + nodes)
    return total, joined


def _backward(
    costs: BeadCosts, batch: DiagonalBatch, temperature: float, total: Floats, joined: Floats, least: float
) -> list[BeadPosteriors]:
    """The posteriors of each lane: the backward pass of the module docstring.

    total, joined: as `_forward` returns them. They are read at flat indices, one of each probable node.
    """
    kinds, paired, scale = np.array(costs.kinds, np.intp), costs.kinds.paired, -_NATS / temperature
    plane = total[0].size  # flat size of a diagonal
    steps_back = (kinds.sum(axis=1) * plane + kinds[:, 0] * batch.lanes)[:, None]  # s + t diagonals and s slots
    flat_total, flat_joined = total.reshape(-1), joined.reshape(-1)
    probable = np.zeros_like(total)
    flat_probable = probable.reshape(-1)
    columns: list[tuple[npt.NDArray[Any], ...]] = []
    for number in range(batch.diagonals - 1, 0, -1):
        at = batch.reach + number
        # 1. Complete P of the nodes of this diagonal: all beads that begin there have been seen.
        batch.fold_margin(probable[at])
        _set_probabilities_of_ends(batch, number, total[at], probable[at])
        # 2. Take the probable nodes, with the flat index of each.
        inside = np.flatnonzero(probable[at, batch.margin :] > _NEGLIGIBLE)
        slots, lanes = np.divmod(inside, batch.lanes)
        here = at * plane + batch.margin * batch.lanes + inside
        # 3. Compute minus the costs, divided by the temperature, of the beads of all kinds that end there.
        i, j = batch.nodes_at(number, slots, lanes)
        texts = batch.texts[lanes]
        source, target = (side.at(texts, places) for side, places in zip(costs.sides, (i, j), strict=True))
        shares = costs_of_all_kinds(costs, texts, source, target) * scale
        nodes = costs.nodes(texts, source, target)
        if nodes is not None:
            shares[:paired] += nodes * scale
        # 4. Share P(v) of each node among them: P(v) exp(F(u) - cost / temperature - F(v)).
        begins = here - steps_back
        shares[:paired] += flat_joined[begins[:paired]]
        shares[paired:] += flat_total[begins[paired:]]
        shares -= flat_total[here]
        np.exp(shares, out=shares)
        shares *= flat_probable[here]
        # 5. Add the shares to P of the nodes where the beads begin, and keep the probable beads.
        passed = shares > _NEGLIGIBLE
        np.add.at(flat_probable, begins[passed], shares[passed])
        kind, node = np.nonzero(shares >= least)
        s, t = kinds[kind].T
        columns.append((lanes[node], i[node] - s, j[node] - t, s, t, shares[kind, node]))
    return _by_lane(columns, batch.lanes)


def _set_probabilities_of_ends(batch: DiagonalBatch, number: int, total: Floats, probable: Floats) -> None:
    """Set P of the nodes of a diagonal in the lanes of which it is the last: their share in the sum of exp F."""
    lanes = batch.lanes_ending(number)
    if len(lanes):
        ends = total[batch.margin :, lanes]
        of_all = log_sum(ends.copy())
        if (of_all == -np.inf).any():
            raise ValueError("no path inside the band leads to its end")
        probable[batch.margin :, lanes] = np.exp(ends - of_all)


def _by_lane(columns: Sequence[tuple[npt.NDArray[Any], ...]], lanes: int) -> list[BeadPosteriors]:
    """The beads of each lane, from columns (lane, i, j, s, t, probability), in an order that no batch changes."""
    if not columns:
        none = np.empty(0, np.intp)
        return [BeadPosteriors(none, none, none, none, np.empty(0))] * lanes
    lane, i, j, s, t, probability = (np.concatenate(column) for column in zip(*columns, strict=True))
    order = np.lexsort((s, i, i + j + s + t, lane))
    bounds = np.searchsorted(lane[order], np.arange(lanes + 1))
    beads = BeadPosteriors(i, j, s, t, probability).take(order)
    return [beads.take(slice(*ends)) for ends in pairwise(bounds.tolist())]
