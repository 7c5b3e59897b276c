"""Sizes that decide how much of a lattice is searched."""

from __future__ import annotations

from typing import NamedTuple


class SearchLimits(NamedTuple):
    """Sizes that decide where a text is searched; tests pass smaller ones.

    full_nodes: nodes of a block up to which all of it is searched.
    margin: nats; the first beam of a larger block keeps nodes that cost at most as much more than the cheapest of
    their row.
    max_beads: beads of all beams of a block together, after which no wider beam is tried; some five seconds.
    """

    full_nodes: int = 1 << 12
    margin: float = 64.0
    max_beads: int = 1 << 31


SEARCH_LIMITS = SearchLimits()
