"""The posterior of every bead, by forward sums and backward shares, for any number of bands at once.

Forward, F(v) = ln of the sum over paths to the node v of exp(-cost / temperature). Backward, the
probability of a node is shared out among the beads that end there,

    P(bead u -> v) = P(v) exp(F(u) - cost / temperature - F(v)),

and what they get is the probability of the nodes where they begin. Only nodes that matter are
looked at on the way back.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from aligner.lattice.chunks import chunk_key, cut, overlap, seams_of
from aligner.lattice.costs import QUANTUM, BeadCosts, costs_of_all_kinds, kind_groups
from aligner.lattice.grid import Band, Bools, Floats, Ints, Path
from aligner.lattice.kinds import RANK_BITS
from aligner.lattice.sweep import DiagonalBatch, batches, log_sum

_WIDEST = 4  # times as far as usual that a stretch may reach over a seam, before two are searched as one
_MATTERS = 1e-13  # nodes less probable than this are not followed on the way back


class BeadPosteriors(NamedTuple):
    """Beads of one band and their posterior probabilities; all arrays have one entry a bead.

    i, j: the node where the bead begins. s, t: how many sentences it has on each side.
    probability: P(bead | both texts), in (0, 1]. Beads are in the order of where they end.
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
        """The posterior of each bead of a path; 0.0 for one that is not among these."""
        columns = (self.i, self.j, self.s, self.t, self.probability)
        found = {tuple(bead): p for *bead, p in zip(*(column.tolist() for column in columns), strict=True)}
        beads = np.hstack([path[:-1], np.diff(path, axis=0)]).tolist()
        return [min(1.0, found.get(tuple(bead), 0.0)) for bead in beads]

    @property
    def ends(self) -> Ints:
        """i + j of the node where each bead ends."""
        return self.i + self.j + self.s + self.t

    def within(self, begin: int, end: int) -> BeadPosteriors:
        """The beads that end on a diagonal from `begin` on and before `end`."""
        some = slice(*np.searchsorted(self.ends, [begin, end]))
        return self.take(some)

    def take(self, which: slice | Ints | Bools) -> BeadPosteriors:
        """Those of some entries."""
        i, j, s, t, probability = self
        return BeadPosteriors(i[which], j[which], s[which], t[which], probability[which])


def bead_posteriors(
    costs: BeadCosts, bands: Sequence[Band], temperature: float = 1.0, least: float = 1e-3, agreed: float = 1e-7
) -> list[BeadPosteriors]:
    """For each band, the posterior of every bead inside it that is at least `least` likely.

    P(bead) = sum over paths with it of exp(-cost / temperature) / the same sum over all paths.
    agreed: how far posteriors may differ where two stretches of a long band overlap; where they
    differ by more, the two are searched again as one.
    Raises ValueError if no path inside a band leads to its end.
    """

    seams = [seams_of(band) for band in bands]
    wider: list[dict[int, int]] = [{} for _ in bands]
    found: dict[bytes, BeadPosteriors] = {}
    results: dict[int, BeadPosteriors] = {}
    pending = list(range(len(bands)))
    while pending:
        cuts = {
            number: {chunk_key(part): part for part in cut(bands[number], seams[number], wider[number])}
            for number in pending
        }
        wanted = {key: part for parts in cuts.values() for key, part in parts.items() if key not in found}
        found.update(zip(wanted, _swept(costs, list(wanted.values()), temperature, least), strict=True))
        for number in pending:
            band, parts = bands[number], [found[key] for key in cuts[number]]
            holds = [
                _alike(one.within(*overlap(band, seam)), other.within(*overlap(band, seam)), least, agreed)
                for (one, other), seam in zip(pairwise(parts), seams[number], strict=True)
            ]
            if not all(holds):
                _let_out(seams[number], wider[number], holds)
            else:
                bounds = pairwise([0, *(band.start + seam for seam in seams[number]), band.start + len(band.first)])
                results[number] = BeadPosteriors.concatenate(
                    [part.within(*ends) for part, ends in zip(parts, bounds, strict=True)]
                )
        pending = [number for number in pending if number not in results]
    return [results[number] for number in range(len(bands))]


def _let_out(seams: list[int], wider: dict[int, int], holds: list[bool]) -> None:
    """Let stretches reach further over seams that did not hold, and give up those where that did not help."""
    for seam, fine in list(zip(seams, holds, strict=True)):
        if not fine:
            wider[seam] = 2 * wider.get(seam, 1)
            if wider[seam] > _WIDEST:
                seams.remove(seam)


def _alike(one: BeadPosteriors, other: BeadPosteriors, least: float, agreed: float) -> bool:
    """Whether two stretches give the same posteriors; one that is hardly larger than the least may be missing."""
    begins = [int(min(column.min(initial=1 << 40) for column in both)) for both in ((one.i, other.i), (one.j, other.j))]
    keys = [
        (((beads.i - begins[0] << 24) + beads.j - begins[1]) << 16) + (beads.s << 8) + beads.t for beads in (one, other)
    ]
    _, first, second = np.intersect1d(keys[0], keys[1], assume_unique=True, return_indices=True)
    differences = np.abs(one.probability[first] - other.probability[second])
    missing = np.concatenate([np.delete(one.probability, first), np.delete(other.probability, second)])
    return float(differences.max(initial=0.0)) <= agreed and float(missing.max(initial=0.0)) <= least + agreed


def _swept(costs: BeadCosts, bands: Sequence[Band], temperature: float, least: float) -> list[BeadPosteriors]:
    found: dict[int, BeadPosteriors] = {}
    for numbers, batch in batches(bands, costs.kinds):
        swept = _shared(costs, batch, temperature, *_forward(costs, batch, temperature), least)
        found.update(zip(numbers, swept, strict=True))
    return [found[number] for number in range(len(bands))]


def _forward(costs: BeadCosts, batch: DiagonalBatch, temperature: float) -> tuple[Floats, Floats]:
    """F, and F with what a two-sided bead pays for beginning at a node; a margin of diagonals before both."""
    paired, scale = len(costs.kinds) - 2, -QUANTUM / (1 << RANK_BITS) / temperature
    total: Floats = batch.table(batch.reach + batch.diagonals, np.float64(-np.inf))
    joins = total
    every = np.empty((len(costs.kinds), batch.slots, batch.members))
    constant = np.empty(every.shape, np.int32)
    constant[:] = costs.priors(batch.texts)[:, None, :]
    groups = kind_groups(costs, batch.slots * batch.members)
    for step in batch.steps(costs.sides):
        whole = costs.nodes(batch.texts, step.source, step.target)
        nodes = None if whole is None else whole * scale
        if nodes is not None and joins is total:
            joins = total.copy()
        at = batch.reach + step.number
        if step.number:
            into = every[:, : step.slots.stop - step.slots.start]
            for group in groups:
                beads = costs.beads(group, batch.texts, step.source, step.target)
                beads += constant[group, step.slots]
                np.multiply(beads, scale, out=into[group])
            for number, (s, t) in enumerate(costs.kinds):
                into[number] += (joins if number < paired else total)[at - s - t, batch.back(s, step.slots)]
            if nodes is not None:
                into[:paired] += nodes
            sums = log_sum(into)
        else:
            sums = np.zeros(step.outside.shape)
        sums[step.outside] = -np.inf
        batch.put(total[at], step.slots, sums)
        if nodes is not None:
            batch.put(joins[at], step.slots, sums + nodes)
    return total, joins


def _shared(
    costs: BeadCosts, batch: DiagonalBatch, temperature: float, total: Floats, joins: Floats, least: float
) -> list[BeadPosteriors]:
    """The probability of nodes, shared out from the last diagonal to the first."""
    kinds, paired = np.array(costs.kinds, np.intp), len(costs.kinds) - 2
    scale = -QUANTUM / (1 << RANK_BITS) / temperature
    plane = total[0].size
    back = (kinds.sum(axis=1) * plane + kinds[:, 0] * batch.members)[:, None]  # of one bead, in a flat table
    probable = np.zeros_like(total)
    flat = probable.reshape(-1)
    found: list[tuple[Ints, ...] | tuple[Floats, ...]] = []
    for number in range(batch.diagonals - 1, -1, -1):
        at = batch.reach + number
        batch.fold(probable[at])
        members = batch.ending(number)
        if len(members):
            ends = total[at, batch.margin :, members].T
            whole = log_sum(ends.copy())
            if (whole == -np.inf).any():
                raise ValueError("no path inside the band leads to its end")
            probable[at, batch.margin :, members] = np.exp(ends - whole).T
        if not number:
            break
        inside = np.flatnonzero(probable[at, batch.margin :] > _MATTERS)
        slots, members = np.divmod(inside, batch.members)
        here = at * plane + batch.margin * batch.members + inside
        i, j = batch.places(number, slots, members)
        texts = batch.texts[members]
        known = [side.at(texts, places) for side, places in zip(costs.sides, (i, j), strict=True)]
        into = costs_of_all_kinds(costs, texts, *known) * scale
        nodes = costs.nodes(texts, *known)
        if nodes is not None:
            into[:paired] += nodes * scale
        before = here - back
        into[:paired] += joins.reshape(-1)[before[:paired]]
        into[paired:] += total.reshape(-1)[before[paired:]]
        into -= total.reshape(-1)[here]
        shares = np.exp(into, out=into)
        shares *= flat[here]
        some = shares > _MATTERS
        np.add.at(flat, before[some], shares[some])
        kind, node = np.nonzero(shares >= least)
        s, t = kinds[kind].T
        found.append((members[node], i[node] - s, j[node] - t, s, t, shares[kind, node]))
    return _by_member(found, batch.members)


def _by_member(found: Sequence[tuple[Ints, ...] | tuple[Floats, ...]], members: int) -> list[BeadPosteriors]:
    """The beads of each member, in an order that does not depend on the batch."""
    if not found:
        none = np.empty(0, np.intp)
        return [BeadPosteriors(none, none, none, none, np.empty(0))] * members
    member, i, j, s, t, probability = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((s, i, i + j + s + t, member))
    bounds = np.searchsorted(member[order], np.arange(members + 1))
    beads = BeadPosteriors(i, j, s, t, probability).take(order)
    return [beads.take(slice(*ends)) for ends in pairwise(bounds.tolist())]
