"""Sizes that decide how much of a lattice is searched, and how much of it at a time."""

from __future__ import annotations

from typing import NamedTuple


class SearchLimits(NamedTuple):
    """Sizes that decide where a long text is searched; tests pass smaller ones.

    full_nodes: nodes of a block up to which all of it is searched.
    half_width: nodes of a diagonal on either side of the centre line, in the first band.
    posterior_half_width: the same for posteriors, and for a new search with more evidence, since both are
    laid around a path that is known already.
    chunk_diagonals: diagonals between two seams of a narrow band.
    narrow_nodes: nodes of a diagonal up to which a band is narrow; a band twice as wide has chunks
    twice as long, and so on.
    """

    full_nodes: int = 1 << 18
    half_width: int = 64
    posterior_half_width: int = 24
    chunk_diagonals: int = 512
    narrow_nodes: int = 144


class BatchLimits(NamedTuple):
    """Sizes that decide which bands are swept together. They change the speed, and no result.

    nodes: nodes of a diagonal, all bands together; large enough for NumPy to be fast, small enough for a cache.
    few_nodes: nodes of a diagonal below which a batch takes bands of any length.
    length_ratio: length of the shortest band of a larger batch, as a share of the longest.
    table_nodes: nodes of all diagonals, all bands together.
    """

    nodes: int = 1 << 13
    few_nodes: int = 1 << 11
    length_ratio: float = 0.7
    table_nodes: int = 1 << 22


SEARCH_LIMITS = SearchLimits()
BATCH_LIMITS = BatchLimits()
