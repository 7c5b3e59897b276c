"""Kinds of bead: how many source and target sentences a bead holds, such as (2, 1)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

Kind = tuple[int, int]

DELETION: Kind = (1, 0)  # a source sentence without a translation
INSERTION: Kind = (0, 1)  # a target sentence without a source
RANK_BITS = 6  # low bits of a quantized cost, which hold the rank of a kind


class Kinds(tuple[Kind, ...]):
    """The kinds of bead that a search knows, in the order in which costs of beads are stacked.

    Two-sided kinds come first; (1, 0) and (0, 1) come last, in this order.

    Raises ValueError if the order differs, if a kind occurs twice, or if there are more than 64 kinds,
    whose ranks fit in `RANK_BITS` bits.

    >>> kinds = Kinds([(1, 1), (2, 1), (1, 0), (0, 1)])
    >>> kinds.paired, kinds.widest
    (2, 2)
    """

    def __new__(cls, kinds: Iterable[Kind]) -> Self:
        """Check the kinds and their order."""
        self = super().__new__(cls, kinds)
        if self[-2:] != (DELETION, INSERTION) or not all(s > 0 and t > 0 for s, t in self[:-2]):
            raise ValueError(f"two-sided kinds of bead come first, then (1, 0) and (0, 1): {list(self)}")
        if len(set(self)) != len(self):
            raise ValueError(f"a kind of bead occurs twice: {list(self)}")
        if len(self) > 1 << RANK_BITS:
            raise ValueError(f"{len(self)} kinds of bead; at most {1 << RANK_BITS} are possible")
        return self

    @property
    def paired(self) -> int:
        """Number of two-sided kinds."""
        return len(self) - 2

    @property
    def widest(self) -> int:
        """The largest number of sentences on one side of a bead."""
        return max(max(kind) for kind in self)

    def tie_ranks(self) -> list[int]:
        """Rank of each kind where costs are equal; the search prefers the lowest.

        Fewer sentences come first, then sides that differ less, then fewer source sentences; (1, 0) and
        (0, 1) come after all others, in this order.
        """
        order = sorted(self[:-2], key=lambda kind: (sum(kind), abs(kind[0] - kind[1]), kind[0]))
        ranks = {kind: rank for rank, kind in enumerate([*order, DELETION, INSERTION])}
        return [ranks[kind] for kind in self]

    @cached_property
    def shapes(self) -> npt.NDArray[np.int32]:
        """(kinds, 2): s and t of each kind."""
        return np.array(self, np.int32).reshape(-1, 2)

    def numbers(self, s: npt.NDArray[np.integer], t: npt.NDArray[np.integer]) -> npt.NDArray[np.intp]:
        """(beads,): the number of the kind of each bead of s and t sentences. Raises KeyError for an unknown kind.

        >>> Kinds([(1, 1), (2, 1), (1, 0), (0, 1)]).numbers(np.array([2, 0]), np.array([1, 1])).tolist()
        [1, 3]
        """
        number = {kind: k for k, kind in enumerate(self)}
        return np.array([number[kind] for kind in zip(s.tolist(), t.tolist(), strict=True)], np.intp)

    @cached_property
    def ranks(self) -> npt.NDArray[np.int32]:
        """(kinds,): `tie_ranks`."""
        return np.array(self.tie_ranks(), np.int32)
