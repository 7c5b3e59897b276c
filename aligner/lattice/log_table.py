"""Logarithms from tables. They are whole numbers and the same on every machine; those of NumPy may differ."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from aligner.lattice.grid import Int32s
from aligner.lattice.quantized import quantize

MANTISSA_BITS = 23  # of a float32
EXPONENT_BIAS = 127  # of a float32
KEPT_BITS = 11  # leading bits of the mantissa that the tables tell apart
_OCTAVES = range(-24, 128)  # exponents of 2 that the tables cover


class LogTable(NamedTuple):
    """Values of a function of v > 0, for the leading bits of v as a float32: the sum of a coarse and a fine entry.

    The index of a value is its bits without the lowest, less the offset. The lowest bits of the index choose the fine
    entry, the others the coarse one.

    coarse: the part that depends on the high bits of the index.
    fine: the part that depends on the low bits; its length is a power of two.
    dropped_bits: lowest bits of the value that are not told apart.
    offset: the first index; smaller values have the first entry, larger ones the last.
    """

    coarse: Int32s
    fine: Int32s
    dropped_bits: int
    offset: int

    @property
    def fine_bits(self) -> int:
        """Bits of the index that choose the fine entry."""
        return len(self.fine).bit_length() - 1

    def of(self, values: npt.NDArray[np.float32]) -> Int32s:
        """The entry of each value, quantized."""
        index = (values.view(np.int32) >> self.dropped_bits) - self.offset
        index = index.clip(0, (len(self.coarse) << self.fine_bits) - 1)
        entries: Int32s = self.coarse[index >> self.fine_bits] + self.fine[index & (len(self.fine) - 1)]
        return entries


@cache
def log_table(factor: float) -> LogTable:
    """factor * ln(v), quantized like a cost; off by less than factor * 2.5e-4 nats and two quanta; v >= 2 ** -24."""
    steps = 1 << KEPT_BITS
    mantissas = 1 + (np.arange(steps) + 0.5) / steps
    return LogTable(
        quantize(np.array([factor * octave * math.log(2) for octave in _OCTAVES])),
        quantize(np.array([factor * math.log(mantissa) for mantissa in mantissas.tolist()])),
        MANTISSA_BITS - KEPT_BITS,
        (EXPONENT_BIAS + _OCTAVES.start) << KEPT_BITS,
    )
