"""The cheapest path through the lattice of beads, by the Viterbi algorithm, in any number of bands at once.

The search sees costs, never text. Costs are whole numbers. Their lowest bits are free and hold the rank of the
kind of bead, so that one minimum finds the cheapest bead into a node and its kind. Where beads cost the same, the
lowest rank wins, see `Kinds.tie_ranks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from aligner.lattice.costs import BeadCosts, costs_of_all_kinds, dequantize, kind_groups
from aligner.lattice.grid import Band, Ints, Path
from aligner.lattice.kinds import RANK_BITS
from aligner.lattice.limits import BATCH_LIMITS, BatchLimits
from aligner.lattice.sweep import Diagonal, DiagonalBatch, batch_bands

UNREACHED = 1 << 61  # quantized cost of a node that no path inside the band reaches
_RANK = (1 << RANK_BITS) - 1  # mask of the bits of the rank

Totals = npt.NDArray[np.int64]


def best_paths(costs: BeadCosts, bands: Sequence[Band], batch_limits: BatchLimits = BATCH_LIMITS) -> list[Path]:
    """The cheapest path through each band, from its first diagonal to its last.

    Raises ValueError if no path inside a band leads to its end.
    """
    paths: dict[int, Path] = {}
    for numbers, batch in batch_bands(bands, costs.kinds, batch_limits):
        paths.update(zip(numbers, _trace_back(costs, batch, *_cheapest_beads(costs, batch)), strict=True))
    return [paths[number] for number in range(len(bands))]


def bead_costs_along(costs: BeadCosts, text: int, path: Path) -> tuple[Totals, Totals]:
    """(beads,) each: the quantized cost of every bead of a path, and the part of it that is the prior."""
    texts = np.array([text])
    source, target = (side.at(texts, places) for side, places in zip(costs.sides, path.T, strict=True))
    number = {kind: k for k, kind in enumerate(costs.kinds)}
    kinds = np.array([number[s, t] for s, t in np.diff(path, axis=0).tolist()], np.intp)
    all_kinds = costs_of_all_kinds(costs, texts, source[:, 1:], target[:, 1:])
    beads = np.take_along_axis(all_kinds, kinds[None], axis=0)[0].astype(np.int64)
    nodes = costs.nodes(texts, source, target)
    if nodes is not None:
        beads += np.where(kinds < costs.kinds.paired, nodes[1:] + nodes[:-1], 0)
    return beads, costs.priors(texts)[kinds, 0].astype(np.int64)


def path_cost(costs: BeadCosts, text: int, path: Path) -> float:
    """The cost of a path in nats: the sum of the costs of its beads."""
    beads, _ = bead_costs_along(costs, text, path)
    return float(dequantize(beads.sum()))


def _cheapest_beads(costs: BeadCosts, batch: DiagonalBatch) -> tuple[npt.NDArray[np.uint8], Ints]:
    """The rank of the cheapest bead into each node, (diagonals, slots, lanes), and the slot where each path ends."""
    ranks = np.empty((batch.diagonals, batch.slots, batch.lanes), np.uint8)
    ends = np.empty(batch.lanes, np.intp)
    for diagonal, totals in cheapest_totals(costs, batch):
        np.bitwise_and(totals, _RANK, out=ranks[diagonal.number, diagonal.slots], casting="unsafe")
        lanes = batch.lanes_ending(diagonal.number)
        if len(lanes):
            ends[lanes] = _end_slots(batch, diagonal, totals, lanes)
    return ranks, ends


def cheapest_totals(costs: BeadCosts, batch: DiagonalBatch) -> Iterator[tuple[Diagonal, Totals]]:
    """Yield, diagonal by diagonal, (slots, lanes): the quantized cost of the cheapest path to each node.

    The low bits hold the rank of the last bead of the path. A node that no path reaches costs `UNREACHED`.
    """
    depth, paired = batch.reach + 1, costs.kinds.paired
    total = batch.table(depth, np.int64(UNREACHED))  # the last few diagonals, in a ring
    # A two-sided bead pays for the nodes where it begins and ends, too. Its start is looked up in `joined`, which holds
    # total + the cost of the node; it is a table of its own as soon as nodes have costs.
    joined = total
    constant = np.empty((len(costs.kinds), batch.slots, batch.lanes), np.int32)  # prior and rank of each kind
    constant[:] = (costs.priors(batch.texts) + np.array(costs.kinds.tie_ranks(), np.int32)[:, None])[:, None, :]
    groups = kind_groups(costs, batch.slots * batch.lanes)
    for diagonal in batch.sweep(costs.sides):
        number, slots = diagonal.number, diagonal.slots
        best = np.empty(diagonal.outside.shape, np.int64)
        scratch = np.empty_like(best)
        # 1. Compute the costs of nodes.
        nodes = costs.nodes(batch.texts, diagonal.source, diagonal.target)
        if nodes is not None and joined is total:
            joined = total.copy()
        # 2. Every node of the first diagonal begins a path.
        if not number:
            best.fill(0)
        # 3. Later nodes take the cheapest of the beads that end there.
        for group in groups if number else []:
            beads = costs.beads(group, batch.texts, diagonal.source, diagonal.target)
            beads += constant[group, slots]
            if nodes is not None:
                beads[: max(paired - group.start, 0)] += nodes
            for kind, cost in enumerate(beads, group.start):
                s, t = costs.kinds[kind]
                begins = joined if kind < paired else total
                before = begins[(number - s - t) % depth, batch.bead_starts(s, slots)]
                np.add(before, cost, out=scratch if kind else best)
                if kind:
                    np.minimum(best, scratch, out=best)
        np.copyto(best, UNREACHED, where=diagonal.outside)
        yield diagonal, best
        # 4. Store the totals, without ranks, for the beads that begin here.
        best &= ~_RANK
        _store(batch, diagonal, total, best)
        if nodes is not None:
            _store(batch, diagonal, joined, best + nodes)


def _store(batch: DiagonalBatch, diagonal: Diagonal, table: Totals, totals: Totals) -> None:
    """Store the totals of a diagonal in a table that holds the last few."""
    row = table[diagonal.number % len(table)]
    row.fill(UNREACHED)
    batch.store(row, diagonal.slots, totals)


def _end_slots(batch: DiagonalBatch, diagonal: Diagonal, totals: Totals, lanes: Ints) -> Ints:
    """(lanes,): the slot of the cheapest node of each lane; of equal nodes, that of the least i."""
    slots = np.arange(diagonal.slots.start, diagonal.slots.stop)[:, None]
    of_lanes = totals[:, lanes]
    least = of_lanes.min(axis=0)
    if (least > UNREACHED // 2).any():
        raise ValueError("no path inside the band leads to its end")
    # Which slot comes first depends on the batch, but i does not.
    i, _ = batch.nodes_at(diagonal.number, slots, lanes)
    ends: Ints = slots[np.where(of_lanes == least, i, i.max() + 1).argmin(axis=0), 0]
    return ends


def _trace_back(costs: BeadCosts, batch: DiagonalBatch, ranks: npt.NDArray[np.uint8], ends: Ints) -> list[Path]:
    """The path of each lane: from its end, all lanes go back one bead at a time.

    ranks, ends: as `_cheapest_beads` returns them.
    """
    s_of_rank, t_of_rank = np.array(costs.kinds, np.intp)[np.argsort(costs.kinds.tie_ranks())].T
    lanes, number, slot = np.arange(batch.lanes), batch.last, ends
    nodes = [np.stack(batch.nodes_at(number, slot, lanes))]
    lengths = np.zeros(batch.lanes, np.intp)
    while number.any():
        active = number > 0
        rank = ranks[number, slot, lanes]
        bead = np.stack([s_of_rank.take(rank), t_of_rank.take(rank)]) * active
        lengths += active
        number = number - bead[0] - bead[1]
        slot = (slot - bead[0]) % batch.slots
        nodes.append(nodes[-1] - bead)
    backwards = np.stack(nodes)
    return [backwards[length::-1, :, lane] for lane, length in enumerate(lengths.tolist())]
