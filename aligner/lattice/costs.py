"""Costs of beads: quantized to whole numbers, and computed from facts of the two sides of a bead.

Any cost model that satisfies `BeadCosts` can be searched. One call returns the costs of many beads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from aligner.lattice.grid import Floats, Int32s, Ints, Number
from aligner.lattice.kinds import RANK_BITS, Kind, Kinds

Rows = Ints | slice | int  # an index of the rows of a table

QUANTUM = 2.0**-12  # nats; costs are multiples of it, so that sums are exact in any order and on any machine
FEW_NODES = 1024  # nodes; for no more than these, the costs of all kinds come from one call, since calls are slow
MAX_COST = 8000.0  # nats; larger costs count as this, so that a quantized cost has room in an int32


def quantize(nats: Floats | float) -> Int32s:
    """Costs in nats as whole numbers of `QUANTUM`, shifted left by `RANK_BITS`; limited to -MAX_COST / 2 to MAX_COST.

    The search stores the rank of a kind in the low bits.
    """
    limited = np.clip(nats, -MAX_COST / 2, MAX_COST)
    return np.rint(limited * (1 / QUANTUM)).astype(np.int32) << RANK_BITS


def dequantize(quantized: npt.NDArray[np.signedinteger]) -> Floats:
    """Quantized costs in nats; the low `RANK_BITS` bits are ignored."""
    return (quantized >> RANK_BITS).astype(np.float64) * QUANTUM


class SideFacts(NamedTuple):
    """Facts of one side of a bead, tabled by the place where the bead ends, for several texts.

    A text of n sentences has n + 1 places; place k stands after k sentences.

    table: (facts, places); the places of the texts follow each other. A fact has 32 bits, which the cost model that
    made it interprets: an integer, or a float32 under another dtype.
    begins: (texts,), the column where the places of each text begin.
    """

    table: Int32s
    begins: Ints

    @classmethod
    def from_texts(cls, tables: Sequence[Int32s]) -> SideFacts:
        """The facts of several texts, each (facts, n + 1)."""
        sizes = np.array([table.shape[1] for table in tables])
        return cls(np.concatenate(tables, axis=1), np.cumsum(sizes) - sizes)

    def of_text(self, text: int) -> Int32s:
        """(facts, n + 1): the facts of one text."""
        ends = np.append(self.begins, self.table.shape[1])
        return self.table[:, ends[text] : ends[text + 1]]

    def at(self, texts: Ints, places: Ints) -> Int32s:
        """(facts, *shape): the facts at some places of some texts."""
        return self.table.take(self.begins[texts] + places, axis=1)


def concatenate_with_starts(
    values: Sequence[npt.NDArray[Number]], first: float = 0
) -> tuple[npt.NDArray[Number], Ints]:
    """Values of the sentences of several texts, as one row over the places after them.

    values: (n,) of each text.
    first: value of the place before the first sentence of each text.

    Returns the row, and (texts,) the index where the places of each text begin.
    """
    start = np.full(1, first, values[0].dtype)
    sizes = np.array([len(of_text) + 1 for of_text in values])
    row = np.concatenate([part for of_text in values for part in (start, of_text)])
    return row, np.cumsum(sizes) - sizes


def sums_of_last(row: Floats, max_count: int) -> Floats:
    """(max_count + 1, places): the sum of the last 0 to `max_count` values up to each place of a row.

    A sum that would begin before its text is finite, but undefined otherwise.
    """
    total = np.cumsum(row)
    sums: Floats = total - total[np.maximum(np.arange(len(row)) - np.arange(max_count + 1)[:, None], 0)]
    return sums


class BeadCosts(Protocol):
    """Costs of beads: -ln of a probability, or of a ratio of two; quantized, see `quantize`. Less is better.

    A cost is computed from the facts of the two sides of a bead. One call may be about several texts: `texts` holds
    the number of the text of each node, in any shape that broadcasts with the shape of the nodes. Values for beads
    that would begin before their text are undefined and must not be read.

    kinds: the kinds of bead, two-sided ones first.
    groups: slices of the kinds whose costs are quick to compute in one call of `beads`; other slices are allowed.
    sides: facts of the source and of the target sides of beads.
    priors: (kinds, *shape), the part of the cost that depends on the kind and the text alone.
    beads: (group, *shape), the rest of the cost of the bead of each kind of a group that ends at each node, given
    the facts there of its source, (facts, *shape), and of its target. The caller may change the result in place.
    nodes: (*shape), cost of a node for each of the two-sided beads that begin or end there; None if no node of any
    text has a cost.
    floors: lower bounds, in nats, of the cost of either side of a bead, wherever the other side stands. For the
    source and for the target of a text, (widest + 1, places): row k for the last k sentences before a place as one
    side of a two-sided bead; row 0 for the last sentence as a one-sided bead. A bead costs at least its
    prior plus the floors of its sides.
    """

    @property
    def kinds(self) -> Kinds: ...  # noqa: D102
    @property
    def groups(self) -> Sequence[slice]: ...  # noqa: D102
    @property
    def sides(self) -> tuple[SideFacts, SideFacts]: ...  # noqa: D102
    def priors(self, texts: Ints) -> Int32s: ...  # noqa: D102
    def beads(self, group: slice, texts: Ints, source: Int32s, target: Int32s) -> Int32s: ...  # noqa: D102
    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> Int32s | None: ...  # noqa: D102
    def floors(self, text: int) -> tuple[Floats, Floats]: ...  # noqa: D102


class SideRows:
    """The rows of the sides of two-sided kinds, in a table of facts that has one row for each number of sentences.

    least: number of sentences of the first row of the table.
    """

    def __init__(self, kinds: Sequence[Kind], least: int) -> None:
        self._s, self._t = np.array([kind for kind in kinds if all(kind)], np.intp).reshape(-1, 2).T - least
        self._cache: dict[tuple[int, int], tuple[int, Rows, Rows]] = {}

    def of_group(self, group: slice) -> tuple[int, Rows, Rows]:
        """Number of two-sided kinds in a group, and the rows of their source sides and of their target sides.

        If the kinds have the same source side and consecutive target sides, the rows are an integer and a slice,
        so that NumPy does not copy them.
        """
        key = group.start, group.stop
        if key not in self._cache:
            s, t = self._s[group], self._t[group]
            consecutive = len(s) > 0 and (s == s[0]).all() and (np.diff(t) == 1).all()
            rows = (int(s[0]), slice(int(t[0]), int(t[-1]) + 1)) if consecutive else (s, t)
            self._cache[key] = len(s), *rows
        return self._cache[key]


def kind_groups(costs: BeadCosts, nodes: int) -> Sequence[slice]:
    """The groups of kinds whose costs to compute in one call of `BeadCosts.beads`, for a number of nodes."""
    return costs.groups if nodes > FEW_NODES else [slice(0, len(costs.kinds))]


def costs_of_all_kinds(costs: BeadCosts, texts: Ints, source: Int32s, target: Int32s) -> Int32s:
    """(kinds, *shape): costs of the beads of all kinds that end at some nodes, priors included, `nodes` excluded."""
    groups = kind_groups(costs, source[0].size)
    beads = [costs.beads(group, texts, source, target) for group in groups]
    costs_of_all: Int32s = np.concatenate(beads) + costs.priors(texts)
    return costs_of_all
