"""Costs of beads as a sum: the costs of one base, to which terms add, one for each further kind of evidence.

To add a kind of evidence, write one class that satisfies `Term`. The search, the posteriors and the certificate see
the sum alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Protocol

import numpy as np

from aligner.lattice.costs import BeadCosts, SideFacts
from aligner.lattice.grid import Floats, Int32s, Ints


class Term(Protocol):
    """Evidence that adds to the quantized costs of beads, in nats -ln of a likelihood ratio.

    evidence: name under which the explanation of a bead reports the term, such as `words`.
    sides: the facts that the term needs, for the source and the target of the same texts as in the base.
    add_beads: adds to `costs`, (group, *shape), in place; `source` and `target` are the facts of the term
    alone, (facts, *shape), at the nodes where the beads end.
    nodes: (*shape), cost of a node for each of the two-sided beads that begin or end there; None if the term has no
    such costs.
    add_floors: adds to the lower bounds of one text in place; see `BeadCosts.floors`.
    """

    @property
    def evidence(self) -> str: ...  # noqa: D102
    @property
    def sides(self) -> tuple[SideFacts, SideFacts]: ...  # noqa: D102
    def add_beads(self, costs: Int32s, group: slice, texts: Ints, source: Int32s, target: Int32s) -> None: ...  # noqa: D102
    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> Int32s | None: ...  # noqa: D102
    def add_floors(self, floors: tuple[Floats, Floats], text: int) -> None: ...  # noqa: D102


class SummedCosts:
    """The costs of a base and of all terms, added up; satisfies `BeadCosts`.

    The facts of a side are those of the base, then those of each term; a term is given its rows alone.

    base: has the kinds and the priors of beads.
    terms: those that have something to add; a term without evidence is left out by the caller.
    """

    def __init__(self, base: BeadCosts, terms: Sequence[Term]) -> None:
        self.base, self.terms = base, terms
        self.kinds, self.groups = base.kinds, base.groups
        stacks = [[base.sides[number], *(term.sides[number] for term in terms)] for number in range(2)]
        self.sides = _stack(stacks[0]), _stack(stacks[1])
        (self._base_source, *source_rows), (self._base_target, *target_rows) = map(_row_slices, stacks)
        self._terms = list(zip(terms, source_rows, target_rows, strict=True))

    def first(self, count: int) -> SummedCosts:
        """The base with the first `count` terms only."""
        return self if count == len(self.terms) else SummedCosts(self.base, self.terms[:count])

    def priors(self, texts: Ints) -> Int32s:
        """(kinds, *shape): those of the base; see `BeadCosts`."""
        return self.base.priors(texts)

    def beads(self, group: slice, texts: Ints, source: Int32s, target: Int32s) -> Int32s:
        """(group, *shape): the sum; see `BeadCosts`."""
        costs = self.base.beads(group, texts, source[self._base_source], target[self._base_target])
        for term, of_source, of_target in self._terms:
            term.add_beads(costs, group, texts, source[of_source], target[of_target])
        return costs

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> Int32s | None:
        """(*shape): the sum, or None if neither the base nor a term has costs of nodes; see `BeadCosts`."""
        total = self.base.nodes(texts, source[self._base_source], target[self._base_target])
        for term, of_source, of_target in self._terms:
            nodes = term.nodes(texts, source[of_source], target[of_target])
            if nodes is not None:
                total = nodes if total is None else total + nodes
        return total

    def floors(self, text: int) -> tuple[Floats, Floats]:
        """The sum of the lower bounds; see `BeadCosts`."""
        floors = self.base.floors(text)
        for term in self.terms:
            term.add_floors(floors, text)
        return floors


def _stack(sides: Sequence[SideFacts]) -> SideFacts:
    """One side with the facts of several, which belong to the same texts; the rows follow each other."""
    return sides[0] if len(sides) == 1 else SideFacts(np.concatenate([side.table for side in sides]), sides[0].begins)


def _row_slices(sides: Sequence[SideFacts]) -> list[slice]:
    """The rows of each side in the result of `_stack`."""
    bounds = accumulate((len(side.table) for side in sides), initial=0)
    return [slice(begin, end) for begin, end in pairwise(bounds)]
