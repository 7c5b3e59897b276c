"""Words as a term of the costs: costs of two-sided beads, tabled in advance for the nodes of a band."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.lattice.costs import SideFacts, sums_of_last
from aligner.lattice.grid import Floats, Int32s, Ints
from aligner.lexical.word_model import WordCosts


class WordTerm:
    """Costs of words, for the nodes of the bands that were tabled; a `Term`.

    Either side has one fact. At a node, the fact of the source plus the fact of the target is its cell: the column of
    the table that holds the costs of the beads that end there. At nodes outside the bands, costs are undefined.

    word_costs: the costs of the words of each text.
    target_sizes: target sentences of each text.
    """

    evidence = "words"

    def __init__(self, word_costs: Sequence[WordCosts], target_sizes: Sequence[int]) -> None:
        self._max_worth = [of_text.max_worth for of_text in word_costs]
        tables = [of_text.table for of_text in word_costs]
        begins = np.cumsum([0, *(table.shape[1] for table in tables[:-1])]).tolist()
        self._table = tables[0] if len(tables) == 1 else np.concatenate(tables, axis=1)
        rows = [of_text.rows + begin for of_text, begin in zip(word_costs, begins, strict=True)]
        self.sides = (
            SideFacts.from_texts([of_text.astype(np.int32)[None] for of_text in rows]),
            SideFacts.from_texts([np.arange(m + 1, dtype=np.int32)[None] for m in target_sizes]),
        )

    def add_beads(self, costs: Int32s, group: slice, texts: Ints, source: Int32s, target: Int32s) -> None:
        """Add the tabled costs of two-sided beads; one-sided beads have none."""
        if group.start < len(self._table):
            cell = (source[0] + target[0]).astype(np.intp)
            tabled = self._table[group].take(cell, axis=1, mode="clip")
            costs[: len(tabled)] += tabled

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> None:
        """None: words are no evidence about a node."""

    def add_floors(self, floors: tuple[Floats, Floats], text: int) -> None:
        """Subtract the most that the tokens of each side can be worth, wherever the other side stands."""
        for floor, max_worth in zip(floors, self._max_worth[text](), strict=True):
            floor[1:] -= sums_of_last(np.append(0.0, max_worth), len(floor) - 1)[1:]
