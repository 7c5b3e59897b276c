"""What beads cost: whole numbers, made of facts of their two sides, in a form in which many are asked for at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from aligner.lattice.grid import Floats, Int32s, Ints, Number
from aligner.lattice.kinds import RANK_BITS, Kind, Kinds

Rows = Ints | slice | int

QUANTUM = 2.0**-12  # nats: what costs are rounded to, so that sums are exact, in any order and on any machine
FEW = 1024  # nodes
MAX_COST = 8000.0  # nats: a bead that would cost more costs this


def quantize(nats: Floats | float) -> Int32s:
    """Costs as whole numbers of units, with `SPARE` bits free below them."""
    limited = np.clip(nats, -MAX_COST / 2, MAX_COST)
    return np.rint(limited * (1 / QUANTUM)).astype(np.int32) << RANK_BITS


def dequantize(whole_costs: npt.NDArray[np.signedinteger]) -> Floats:
    """What whole costs are in nats."""
    return (whole_costs >> RANK_BITS).astype(np.float64) * QUANTUM


class SideFacts(NamedTuple):
    """What there is to know of one side of a bead, at the place where the bead ends, for some texts.

    table: (facts, places), the places of one text after those of another: n + 1 for n sentences.
    Facts are words of 32 bits, of which each model knows its own: whole numbers, or floats under
    another name. begins: (texts,), where the places of each text begin.
    """

    table: Int32s
    begins: Ints

    def of_text(self, text: int) -> Int32s:
        """(facts, n + 1): what is known of one text."""
        ends = np.append(self.begins, self.table.shape[1])
        return self.table[:, ends[text] : ends[text + 1]]

    def at(self, texts: Ints, places: Ints) -> Int32s:
        """(facts, *shape): what is known at some places of some texts."""
        return self.table.take(self.begins[texts] + places, axis=1)


def concatenate_with_starts(
    values: Sequence[npt.NDArray[Number]], first: float = 0
) -> tuple[npt.NDArray[Number], Ints]:
    """Values of the sentences of some texts as one array of the places after them, and where each text begins.

    first: the value of the place before the first sentence of each text.
    """
    gap = np.full(1, first, values[0].dtype)
    sizes = np.array([len(each) + 1 for each in values])
    row = np.concatenate([part for each in values for part in (gap, each)])
    return row, np.cumsum(sizes) - sizes


def sums_of_last(row: Floats, most: int) -> Floats:
    """(most + 1, places): the sum of the last 0 to `most` values up to each place of a row of texts.

    What would begin before its text has a sum that means nothing, but is finite.
    """
    before = np.cumsum(row)
    sums: Floats = before - before[np.maximum(np.arange(len(row)) - np.arange(most + 1)[:, None], 0)]
    return sums


class BeadCosts(Protocol):
    """What beads cost: -ln of a probability or of a ratio of two, so less is better; in units, see `whole`.

    A cost is made of what is known of the two sides of the bead. Several texts may be asked about
    at once: `texts` holds the number of the text of each node, and may be of any shape that goes
    with the shape of the nodes. What stands for a bead that would begin outside of its text is
    never looked at.

    kinds: (s, t), those with both sides first, then (1, 0) and (0, 1).
    groups: the kinds cut into stretches that are quick to ask about at once; others may be, too.
    sides: the source and the target of the texts.
    priors: (kinds, *shape), what beads cost in each text wherever they stand.
    beads: (group, *shape), what the bead of each kind of a group that ends at each node costs
    beyond that, given what is known of its source there, (facts, *shape), and of its target.
    nodes: (*shape), cost of a two-sided bead for having this node as one of its two ends; None if
    no node of any text costs anything.
    floors: what either side costs at least, in nats, wherever the other stands: for the source and
    the target of a text, (most + 1, places), of the last k sentences before a place as one side of
    a bead; row 0, of the last sentence as a bead by itself. A bead costs no less than its prior and
    the floors of its sides.
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
    """The rows, of a table of facts of sides of so many sentences, for the two-sided beads of a group.

    least: the number of sentences that the first row is of.
    """

    def __init__(self, kinds: Sequence[Kind], least: int) -> None:
        self._s, self._t = np.array([kind for kind in kinds if all(kind)], np.intp).reshape(-1, 2).T - least
        self._known: dict[tuple[int, int], tuple[int, Rows, Rows]] = {}

    def of(self, group: slice) -> tuple[int, Rows, Rows]:
        """How many two-sided beads there are in a group, and the rows of their source sides and target sides.

        A number and a slice, by which nothing is copied, where the kinds have the same source side and
        target sides that follow each other.
        """
        key = group.start, group.stop
        if key not in self._known:
            s, t = self._s[group], self._t[group]
            alike = len(s) > 0 and (s == s[0]).all() and (np.diff(t) == 1).all()
            rows = (int(s[0]), slice(int(t[0]), int(t[-1]) + 1)) if alike else (s, t)
            self._known[key] = len(s), *rows
        return self._known[key]


def kind_groups(costs: BeadCosts, nodes: int) -> Sequence[slice]:
    """The kinds of bead to ask about at once at some nodes: all where there are few, so that there are few calls."""
    return costs.groups if nodes > FEW else [slice(0, len(costs.kinds))]


def costs_of_all_kinds(costs: BeadCosts, texts: Ints, source: Int32s, target: Int32s) -> Int32s:
    """(kinds, *shape): what the beads of all kinds that end at some nodes cost, but for the nodes' own costs."""
    groups = kind_groups(costs, source[0].size)
    found = [costs.beads(group, texts, source, target) for group in groups]
    costs_of_all: Int32s = np.concatenate(found) + costs.priors(texts)
    return costs_of_all
