"""The cheapest path through the lattice of beads, for any number of bands at once.

The search sees costs, never text. Costs are whole numbers; the bits that they leave free below hold
the rank of the kind of bead, so that one minimum finds the best bead into a node and its kind. Ties
go to the bead with fewer sentences, then to the one whose sides differ less, then to fewer source
sentences; deletions and insertions stand behind all others, in this order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from aligner.lattice.costs import BeadCosts, costs_of_all_kinds, dequantize, kind_groups
from aligner.lattice.grid import Band, Ints, Path
from aligner.lattice.kinds import RANK_BITS
from aligner.lattice.sweep import DiagonalBatch, Step, batches

UNREACHED = 1 << 61
_RANK = (1 << RANK_BITS) - 1

Totals = npt.NDArray[np.int64]


def best_paths(costs: BeadCosts, bands: Sequence[Band]) -> list[Path]:
    """The cheapest path through each band, from its first diagonal to its last.

    Raises ValueError if no path inside a band leads to its end.
    """
    paths: dict[int, Path] = {}
    for numbers, batch in batches(bands, costs.kinds):
        paths.update(zip(numbers, _trace(costs, batch, *_least(costs, batch)), strict=True))
    return [paths[number] for number in range(len(bands))]


def bead_costs_along(costs: BeadCosts, text: int, path: Path) -> tuple[Totals, Totals]:
    """(beads,) each: what every bead of a path costs, rounded as in the search, and how much of it is its prior."""
    texts = np.array([text])
    source, target = (side.at(texts, at) for side, at in zip(costs.sides, path.T, strict=True))
    number = {kind: k for k, kind in enumerate(costs.kinds)}
    kinds = np.array([number[s, t] for s, t in np.diff(path, axis=0).tolist()], np.intp)
    beads = costs_of_all_kinds(costs, texts, source[:, 1:], target[:, 1:])
    each = np.take_along_axis(beads, kinds[None], axis=0)[0].astype(np.int64)
    nodes = costs.nodes(texts, source, target)
    if nodes is not None:
        each += np.where(kinds < len(costs.kinds) - 2, nodes[1:] + nodes[:-1], 0)
    return each, costs.priors(texts)[kinds, 0].astype(np.int64)


def path_cost(costs: BeadCosts, text: int, path: Path) -> float:
    """What a path costs in nats: the sum of what its beads cost."""
    each, _ = bead_costs_along(costs, text, path)
    return float(dequantize(each.sum()))


def _least(costs: BeadCosts, batch: DiagonalBatch) -> tuple[npt.NDArray[np.uint8], Ints]:
    """(diagonals, slots, members): rank of the best bead into each node; (members,): slot of each end."""
    chosen = np.empty((batch.diagonals, batch.slots, batch.members), np.uint8)
    ends = np.empty(batch.members, np.intp)
    for step, best in totals(costs, batch):
        np.bitwise_and(best, _RANK, out=chosen[step.number, step.slots], casting="unsafe")
        _note_ends(batch, step, best, ends)
    return chosen, ends


def totals(costs: BeadCosts, batch: DiagonalBatch) -> Iterator[tuple[Step, Totals]]:
    """Diagonal by diagonal, (slots, members): what the cheapest path to each node costs, whole.

    The rank of its last bead stands in the bits below; a node that cannot be reached costs `UNREACHED`.
    """
    depth, paired = batch.reach + 1, len(costs.kinds) - 2
    total = batch.table(depth, np.int64(UNREACHED))
    joins = total  # and what a two-sided bead pays for beginning there, if anything
    constant = np.empty((len(costs.kinds), batch.slots, batch.members), np.int32)
    constant[:] = (costs.priors(batch.texts) + np.array(costs.kinds.tie_ranks(), np.int32)[:, None])[:, None, :]
    groups = kind_groups(costs, batch.slots * batch.members)
    for step in batch.steps(costs.sides):
        nodes = costs.nodes(batch.texts, step.source, step.target)
        if nodes is not None and joins is total:
            joins = total.copy()
        best = np.empty(step.outside.shape, np.int64)
        scratch = np.empty_like(best)
        if not step.number:
            best.fill(0)
        for group in groups if step.number else []:
            beads = costs.beads(group, batch.texts, step.source, step.target)
            beads += constant[group, step.slots]
            if nodes is not None:
                beads[: max(paired - group.start, 0)] += nodes
            for number, cost in enumerate(beads, group.start):
                s, t = costs.kinds[number]
                before = (joins if number < paired else total)[(step.number - s - t) % depth, batch.back(s, step.slots)]
                np.add(before, cost, out=scratch if number else best)
                if number:
                    np.minimum(best, scratch, out=best)
        np.copyto(best, UNREACHED, where=step.outside)
        yield step, best
        best &= ~_RANK
        _put(batch, step, total, best)
        if nodes is not None:
            _put(batch, step, joins, best + nodes)


def _put(batch: DiagonalBatch, step: Step, table: Totals, values: Totals) -> None:
    """One diagonal into its place in a table that holds the last few."""
    row = table[step.number % len(table)]
    row.fill(UNREACHED)
    batch.put(row, step.slots, values)


def _note_ends(batch: DiagonalBatch, step: Step, best: Totals, ends: Ints) -> None:
    members = batch.ending(step.number)
    if len(members):
        slots = np.arange(step.slots.start, step.slots.stop)[:, None]
        i, _ = batch.places(step.number, slots, members)  # which slot is first depends on the batch, which i does not
        least = best[:, members].min(axis=0)
        if (least > UNREACHED // 2).any():
            raise ValueError("no path inside the band leads to its end")
        ends[members] = slots[np.where(best[:, members] == least, i, i.max() + 1).argmin(axis=0), 0]


def _trace(costs: BeadCosts, batch: DiagonalBatch, chosen: npt.NDArray[np.uint8], ends: Ints) -> list[Path]:
    """The paths that the best beads make, all members going back one bead at a time."""
    of_source, of_target = np.array(costs.kinds, np.intp)[np.argsort(costs.kinds.tie_ranks())].T
    members, number, slot = np.arange(batch.members), batch.last, ends
    nodes = [np.stack(batch.places(number, slot, members))]
    lengths = np.zeros(batch.members, np.intp)
    while number.any():
        active = number > 0
        kind = chosen[number, slot, members]
        bead = np.stack([of_source.take(kind), of_target.take(kind)]) * active
        lengths += active
        number = number - bead[0] - bead[1]
        slot = (slot - bead[0]) % batch.slots
        nodes.append(nodes[-1] - bead)
    every = np.stack(nodes)
    return [every[length::-1, :, member] for member, length in enumerate(lengths.tolist())]
