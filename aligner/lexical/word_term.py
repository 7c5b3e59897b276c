"""Words as a term of the costs: scores of two-sided beads, tabled in advance for the nodes of a band."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.lattice.costs import SideFacts
from aligner.lattice.grid import Floats, Int32s, Ints
from aligner.lexical.word_model import WordScores


class WordTerm:
    """Costs of words, for nodes of the bands that were scored; a `Term`.

    Either side has one fact. The fact of the source of a node and that of its target add up to its cell, the column
    of the table of scores that holds the beads that end there.

    scores: those of each text.
    target_sizes: target sentences of each text.
    """

    evidence = "words"

    def __init__(self, scores: Sequence[WordScores], target_sizes: Sequence[int]) -> None:
        self._best = [of_text.best for of_text in scores]
        tables = [of_text.table for of_text in scores]
        begins = np.cumsum([0, *(table.shape[1] for table in tables[:-1])]).tolist()
        self._table = tables[0] if len(tables) == 1 else np.concatenate(tables, axis=1)
        rows = [of_text.rows + begin for of_text, begin in zip(scores, begins, strict=True)]
        self.sides = (
            SideFacts.from_texts([of_text.astype(np.int32)[None] for of_text in rows]),
            SideFacts.from_texts([np.arange(m + 1, dtype=np.int32)[None] for m in target_sizes]),
        )

    def add_beads(self, costs: Int32s, group: slice, texts: Ints, source: Int32s, target: Int32s) -> None:
        """Add the scores of two-sided beads; one-sided beads have none."""
        if group.start < len(self._table):
            cell = (source[0] + target[0]).astype(np.intp)
            scored = self._table[group].take(cell, axis=1, mode="clip")
            costs[: len(scored)] += scored

    def nodes(self, texts: Ints, source: Int32s, target: Int32s) -> None:
        """None: words are no evidence about a node."""

    def add_floors(self, floors: tuple[Floats, Floats], text: int) -> None:
        """Subtract what every token is worth at best, wherever the other side stands."""
        for floor, best in zip(floors, self._best[text](), strict=True):
            total = np.append(0.0, np.cumsum(best))
            places = np.arange(len(total))
            for k in range(1, len(floor)):
                floor[k] -= total - total[np.maximum(places - k, 0)]
