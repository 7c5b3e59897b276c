"""Limits of the search: how much of the lattice is looked at, and in pieces of which size."""

from __future__ import annotations

from typing import NamedTuple


class SearchLimits(NamedTuple):
    """Sizes that decide where a long text is searched; tests pass smaller ones.

    full_nodes: nodes of a block up to which all of it is searched.
    half_width: nodes of a diagonal on either side of the centre line, in the first band.
    posterior_half_width: the same for posteriors, which are computed round a known path.
    chunk_diagonals: diagonals between two seams of a narrow band.
    narrow_nodes: nodes of a diagonal up to which a band is narrow; a band twice as wide has chunks
    twice as long, and so on.
    """

    full_nodes: int = 1 << 18
    half_width: int = 64
    posterior_half_width: int = 24
    chunk_diagonals: int = 512
    narrow_nodes: int = 144
