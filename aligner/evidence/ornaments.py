"""Costs of ornaments: lines without a letter or a number, such as `***` between two scenes.

An ornament divides a text, and is not a part of the sentence before or after it. A bead that holds one beside another
sentence of its side therefore costs more.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aligner.evidence.break_costs import inside
from aligner.lattice.costs import BeadCosts

Flags = npt.NDArray[np.bool_]

COST = 6.0  # nats of each end of an ornament within a bead; as much as a sentence without a translation, or more


def add_ornaments(costs: BeadCosts, source: Flags, target: Flags) -> BeadCosts:
    """Return the costs with those of ornaments added; the same costs if there are none.

    source, target: (n,) and (m,), True for each sentence that is an ornament.
    """
    if not source.any() and not target.any():
        return costs
    return costs._replace(
        source=costs.source + inside(_at_ends(source), len(costs.source)),
        target=costs.target + inside(_at_ends(target), len(costs.target)),
    )


def _at_ends(ornaments: Flags) -> npt.NDArray[np.float64]:
    """(n + 1,): nats of each place for being inside a bead: `COST` for each ornament beside it."""
    nats = np.zeros(len(ornaments) + 1)
    nats[:-1] += COST * ornaments
    nats[1:] += COST * ornaments
    return nats
