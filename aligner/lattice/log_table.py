"""Logarithms from a table. They are whole numbers and the same on every machine; those of NumPy may differ."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import numpy.typing as npt

from aligner.lattice.costs import quantize
from aligner.lattice.grid import Int32s

_MANTISSA_BITS = 23  # of a float32
_EXPONENT_BIAS = 127  # of a float32
_DROPPED_BITS = 10  # lowest bits of the mantissa that the table does not tell apart
_OCTAVES = range(-24, 128)  # exponents of 2 that the table covers


def quantized_log(values: npt.NDArray[np.float32], factor: float) -> Int32s:
    """factor * ln(v) of each value, quantized like a cost; off by less than factor * 1e-4 nats and two quanta.

    values: numbers of at least 2 ** -24. Their array is overwritten.
    """
    index = values.view(np.int32)
    index >>= _DROPPED_BITS
    index -= (_EXPONENT_BIAS + _OCTAVES.start) << _MANTISSA_BITS - _DROPPED_BITS
    logs: Int32s = _table(factor).take(index, mode="clip")
    return logs


@cache
def _table(factor: float) -> Int32s:
    """Quantized logarithms by the leading bits of a float32: exponent first, then mantissa."""
    steps = 1 << _MANTISSA_BITS - _DROPPED_BITS
    mantissas = 1 + (np.arange(steps) + 0.5) / steps
    logs = quantize(np.array([factor * math.log(mantissa) for mantissa in mantissas.tolist()]))
    octaves = quantize(np.array([factor * octave * math.log(2) for octave in _OCTAVES]))
    return (octaves[:, None] + logs).ravel()
