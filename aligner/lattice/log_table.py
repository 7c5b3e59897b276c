"""Logarithms by table: whole costs, the same on every machine, which a logarithm of NumPy's need not be."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import numpy.typing as npt

from aligner.lattice.costs import quantize
from aligner.lattice.grid import Int32s

_DROPPED = 10
_OCTAVES = range(-24, 128)


def quantized_log(values: npt.NDArray[np.float32], factor: float) -> Int32s:
    """factor * ln v, whole, of float32 from 2 ** -24 up, which are used up; off by less than factor * 1e-4 nats and two
    units."""
    index = values.view(np.int32)
    index >>= _DROPPED
    index -= (127 + _OCTAVES.start) << 23 - _DROPPED
    logs: Int32s = _table(factor).take(index, mode="clip")
    return logs


@cache
def _table(factor: float) -> Int32s:
    """The logarithms of numbers one index apart, by the leading bits of a float32."""
    mantissas = 1 + (np.arange(1 << 23 - _DROPPED) + 0.5) / (1 << 23 - _DROPPED)
    logs = quantize(np.array([factor * math.log(mantissa) for mantissa in mantissas.tolist()]))
    octaves = quantize(np.array([factor * octave * math.log(2) for octave in _OCTAVES]))
    return (octaves[:, None] + logs).ravel()
