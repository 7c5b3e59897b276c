"""The best path through the lattice of beads, and the posterior of every bead.

The search sees costs, never text. Both sweeps go row by row, all kinds of bead and all nodes of
a row at once, inside a band of nodes.

Ties go to the kind that stands first in `BeadCosts.kinds`, then to a deletion, then to an
insertion. Costs are rounded to 2 ** -16 nats, so that sums are exact and a tie is a tie.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.lattice import Band, BeadCosts, Floats, Ints, Kind, Lattice, sums_before

_UNIT = 2.0**-16  # nats; sums of multiples stay exact in float64 up to 2 ** 37 nats


class Posteriors(NamedTuple):
    """Beads and their posterior probabilities; all arrays have one entry a bead.

    i, j: the node where the bead begins. s, t: how many sentences it has on each side.
    probability: P(bead | both texts), in (0, 1].
    """

    i: Ints
    j: Ints
    s: Ints
    t: Ints
    probability: Floats

    def of(self, path: Sequence[Kind]) -> list[float]:
        """The posterior of each bead of a path; 0.0 for one that is not among these."""
        found = dict(zip(zip(self.i, self.j, self.s, self.t, strict=True), self.probability, strict=True))
        posteriors = []
        i = j = 0
        for s, t in path:
            posteriors.append(min(1.0, float(found.get((i, j, s, t), 0.0))))
            i, j = i + s, j + t
        return posteriors


def _rounded(costs: Floats) -> Floats:
    whole: Floats = np.rint(costs / _UNIT) * _UNIT
    return whole


def best_path(costs: BeadCosts, band: Band) -> tuple[list[Kind], float]:
    """The kinds of bead on the cheapest path from (0, 0) to (n, m), and its cost in nats.

    Raises ValueError if no path inside the band leads to the end.
    """
    lattice = Lattice(costs, band)
    count = len(costs.kinds)
    deletion, insertion = _rounded(costs.deletion), _rounded(costs.insertion)
    inserted = sums_before(insertion[1:])  # (m + 1,) cost of inserting the first j
    total = lattice.table(np.inf)
    joined = lattice.table(np.inf)  # total, and what a two-sided bead pays for beginning there
    chosen = np.empty((lattice.n + 1, lattice.width), np.uint8)
    for rows in lattice.blocks():
        columns = lattice.columns(rows)
        beads, nodes = _rounded(costs.beads(rows, columns)), _rounded(costs.nodes(rows, columns))
        for i in range(rows.start, rows.stop):
            here = i - rows.start
            size = lattice.size(i)
            if i == 0:
                best = np.full(lattice.width, np.inf)
                best[0] = 0.0
                choice = np.zeros(lattice.width, np.intp)
            else:
                candidates = np.empty((count + 1, lattice.width))
                candidates[:count] = joined.take(lattice.neighbours(i, -1))
                candidates[:count] += beads[here]
                candidates[:count] += nodes[here]
                candidates[count] = lattice.row(total, i - 1, of=i) + deletion[i]
                choice = candidates.argmin(axis=0)
                best = candidates[choice, lattice.offsets]
            before = inserted[columns[here, :size]]
            along = best[:size] - before
            least = np.minimum.accumulate(along)
            choice[:size][least < along] = count + 1
            chosen[i] = choice
            total[i, 1 : size + 1] = least + before
            joined[i, 1 : size + 1] = total[i, 1 : size + 1] + nodes[here, :size]
    end = float(total[lattice.n, lattice.m - lattice.first[lattice.n] + 1])
    if not np.isfinite(end):
        raise ValueError("no path inside the band leads to the end of both texts")
    return _trace(chosen, lattice), end


def _trace(chosen: npt.NDArray[np.uint8], lattice: Lattice) -> list[Kind]:
    kinds: list[Kind] = [*((int(s), int(t)) for s, t in lattice.costs.kinds), (1, 0), (0, 1)]
    path = []
    i, j = lattice.n, lattice.m
    while i or j:
        s, t = kinds[chosen[i, j - lattice.first[i]]]
        path.append((s, t))
        i, j = i - s, j - t
    path.reverse()
    return path


def posteriors(costs: BeadCosts, band: Band, temperature: float = 1.0, least: float = 1e-3) -> Posteriors:
    """The posterior of every bead inside the band that is at least `least` likely.

    P(bead) = sum over paths with it of exp(-cost / temperature) / the same sum over all paths,
    by forward-backward in the log domain.
    """
    lattice = Lattice(costs, band)
    forward = _forward(lattice, temperature)
    total = float(forward[lattice.n, lattice.m - lattice.first[lattice.n] + 1])
    if not np.isfinite(total):
        raise ValueError("no path inside the band leads to the end of both texts")
    return _backward(lattice, temperature, forward, total, least)


def _log_sum(terms: Floats) -> tuple[Floats, Floats, Floats]:
    """ln of the sum of exp(terms) along the first axis; also the shares of the sum and its peak.

    Returns (sums, exp(terms - peak), peak); all -inf sums to -inf.
    """
    peak = terms.max(axis=0)
    peak[~np.isfinite(peak)] = 0.0
    shares = np.exp(terms - peak)
    with np.errstate(divide="ignore"):
        return np.log(shares.sum(axis=0)) + peak, shares, peak


def _forward(lattice: Lattice, temperature: float) -> Floats:
    """(n + 1, pitch): ln of the sum over paths from (0, 0) to each node of exp(-cost / temperature)."""
    count = len(lattice.s)
    deletion, insertion = -lattice.costs.deletion / temperature, -lattice.costs.insertion / temperature
    inserted = sums_before(insertion[1:])
    forward = lattice.table(-np.inf)
    joined = lattice.table(-np.inf)
    for rows in lattice.blocks():
        columns = lattice.columns(rows)
        beads = lattice.costs.beads(rows, columns) / -temperature
        nodes = lattice.costs.nodes(rows, columns) / -temperature
        for i in range(rows.start, rows.stop):
            here = i - rows.start
            size = lattice.size(i)
            if i == 0:
                reached = np.full(size, -np.inf)
                reached[0] = 0.0
            else:
                terms = np.empty((count + 1, lattice.width))
                terms[:count] = joined.take(lattice.neighbours(i, -1))
                terms[:count] += beads[here]
                terms[:count] += nodes[here]
                terms[count] = lattice.row(forward, i - 1, of=i) + deletion[i]
                reached = _log_sum(terms)[0][:size]
            before = inserted[columns[here, :size]]
            forward[i, 1 : size + 1] = np.logaddexp.accumulate(reached - before) + before
            joined[i, 1 : size + 1] = forward[i, 1 : size + 1] + nodes[here, :size]
    return forward


def _backward(lattice: Lattice, temperature: float, forward: Floats, total: float, least: float) -> Posteriors:
    """The backward sweep: each row is finished, its beads are kept, and the row before is begun."""
    count = len(lattice.s)
    deletion, insertion = -lattice.costs.deletion / temperature, -lattice.costs.insertion / temperature
    inserted = sums_before(insertion[1:])
    backward = lattice.table(-np.inf)
    joined = lattice.table(-np.inf)
    found: list[tuple[Ints, Ints, Ints, Ints, Floats]] = []
    kinds = np.arange(count)[:, None]
    for rows in reversed(list(lattice.blocks())):
        reach = slice(rows.start, min(lattice.n + 1, rows.stop + lattice.most))
        columns = lattice.columns(reach)
        beads = lattice.costs.beads(reach, columns) / -temperature
        nodes = lattice.costs.nodes(reach, columns) / -temperature
        for i in range(rows.stop - 1, rows.start - 1, -1):
            here = i - reach.start
            size = lattice.size(i)
            begun = forward[i, 1 : size + 1] - total
            after = lattice.neighbours(i, +1)
            ends = np.minimum(here + lattice.s, len(beads) - 1)[:, None]
            cells = np.minimum(np.maximum(after % lattice.pitch - 1, 0), lattice.width - 1)
            terms = np.empty((count + 1, lattice.width))
            terms[:count] = joined.take(after)
            terms[:count] += beads.take((ends * count + kinds) * lattice.width + cells)
            terms[:count] += nodes[here]
            terms[count] = -np.inf
            if i < lattice.n:
                terms[count] = lattice.row(backward, i + 1, of=i) + deletion[i + 1]
            left, shares, peak = _log_sum(terms)
            left = left[:size]
            if i == lattice.n:
                left[-1] = 0.0
            before = inserted[columns[here, :size]]
            row = np.logaddexp.accumulate((left + before)[::-1])[::-1] - before
            backward[i, 1 : size + 1] = row
            joined[i, 1 : size + 1] = row + nodes[here, :size]
            # A term and the sum of the paths that lead here make the weight of the paths through it.
            through = shares[:, :size] * np.exp(np.minimum(begun + peak[:size], 0.0))
            kind, at = np.nonzero(through >= least)
            starts = at + lattice.first[i]
            s, t = np.append(lattice.s, 1)[kind], np.append(lattice.t, 0)[kind]
            found.append((np.full(len(at), i), starts, s, t, through[kind, at]))
            step = np.exp(np.minimum(begun[:-1] + insertion[lattice.first[i] + 1 + np.arange(size - 1)] + row[1:], 0.0))
            at = np.nonzero(step >= least)[0]
            one = np.ones(len(at), np.intp)
            found.append((np.full(len(at), i), at + lattice.first[i], one - 1, one, step[at]))
    found.reverse()
    return Posteriors(*(np.concatenate(column) for column in zip(*found, strict=True)))
