"""Quantized costs: nats as whole numbers, so that sums are exact in any order and on any machine."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aligner.lattice.grid import Floats, Int32s
from aligner.lattice.kinds import RANK_BITS

QUANTUM = 2.0**-12  # nats; costs are multiples of it
UNITS = (1 << RANK_BITS) / QUANTUM  # units of a quantized cost in a nat, with the bits of the rank
# Nats; larger costs count as this. The two sides, the words and the prior of a bead together have room in an int32.
MAX_COST = 2000.0


def quantize(nats: Floats | float) -> Int32s:
    """Costs in nats as whole numbers of `QUANTUM`, shifted left by `RANK_BITS`; limited to -MAX_COST to MAX_COST.

    The search stores the rank of a kind in the low bits.
    """
    limited = np.clip(nats, -MAX_COST, MAX_COST)
    return np.rint(limited * (1 / QUANTUM)).astype(np.int32) << RANK_BITS


def dequantize(quantized: npt.NDArray[np.signedinteger]) -> Floats:
    """Quantized costs in nats; the low `RANK_BITS` bits are ignored."""
    return (quantized >> RANK_BITS).astype(np.float64) * QUANTUM
