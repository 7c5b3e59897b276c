"""The cheapest path through the lattice of beads, by the Viterbi algorithm. The search sees costs, never text."""

from __future__ import annotations

import numpy as np

from aligner import kernel
from aligner.lattice import reference
from aligner.lattice.costs import BeadCosts
from aligner.lattice.grid import Band, Int64s, Path
from aligner.lattice.quantized import dequantize

UNREACHED = reference.UNREACHED  # quantized total of a node that no path inside the band reaches


def best_path(costs: BeadCosts, band: Band) -> Path:
    """The cheapest path through all blocks of a band, from the first corner to the last.

    Where beads cost the same, the lowest rank wins, see `Kinds.tie_ranks`.

    Raises ValueError if no path inside a block leads to its end, and MemoryError for a band that is too large.
    """
    if kernel.lattice is None:
        return reference.best_path(costs, band)
    return np.frombuffer(kernel.lattice.best_path(costs.arrays(), band), np.int64).reshape(-1, 2)


def path_cost(costs: BeadCosts, band: Band, path: Path) -> float:
    """The cost of a path in nats: the sum of the costs of its beads.

    band: the band that the words of the costs are tabled for.
    """
    return float(dequantize(costs.of_path(path, band.rows_of_beads(path)).sum()))


def totals(costs: BeadCosts, band: Band) -> tuple[Int64s, Int64s]:
    """(nodes,) each, quantized: the cost of the cheapest path in its block from the begin to each node, and to the end.

    The nodes of a row follow those of the row before it. A node that no path inside the band reaches costs `UNREACHED`.
    """
    if kernel.lattice is None:
        return reference.totals(costs, band)
    from_begin, to_end = kernel.lattice.totals(costs.arrays(), band)
    return np.frombuffer(from_begin, np.int64), np.frombuffer(to_end, np.int64)
