"""Logarithms as whole numbers, from basic arithmetic: the same on every machine, while those of NumPy may differ."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from aligner.lattice.grid import Int32s
from aligner.lattice.quantized import QUANTUM

Float32s = npt.NDArray[np.float32]

_SQRT_HALF = 0x3F3504F3  # the bits of sqrt(1/2) as a float32
_MANTISSA_BITS = 23  # of a float32
_LN_2 = np.float32(math.log(2))
_THIRD, _FIFTH = np.float32(1 / 3), np.float32(1 / 5)


def quantized_log(values: Float32s) -> Int32s:
    """ln(v) of each value in quanta; off by less than one.

    A value is 2 ** octave * mantissa, with a mantissa between sqrt(1/2) and sqrt(2), whose logarithm is the beginning
    of a series: ln m = 2 (x + x ** 3 / 3 + x ** 5 / 5 + ...), where x = (m - 1) / (m + 1).

    values: numbers from 2 ** -126 to 2 ** 127.

    >>> (quantized_log(np.array([0.25, 1.0, 10.0], np.float32)) * QUANTUM).round(3).tolist()
    [-1.386, 0.0, 2.302]
    """
    bits = values.view(np.int32)
    octave = (bits - np.int32(_SQRT_HALF)) >> np.int32(_MANTISSA_BITS)
    mantissa = (bits - (octave << np.int32(_MANTISSA_BITS))).view(np.float32)
    x = (mantissa - 1) / (mantissa + 1)
    y = x * x
    nats = octave.astype(np.float32) * _LN_2 + 2 * x * (1 + y * (_THIRD + y * _FIFTH))
    quanta: Int32s = np.rint(nats * np.float32(1 / QUANTUM)).astype(np.int32)
    return quanta
