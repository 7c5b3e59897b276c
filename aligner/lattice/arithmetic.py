"""exp and ln from basic arithmetic: the same bits on every machine, and in the compiled core."""

from __future__ import annotations

import numpy as np

from aligner.lattice.grid import Floats


def exponential(x: Floats) -> Floats:
    """exp(x) for x from -700 to a little above 0.

    2 ** n times the Taylor series of the rest, |rest| <= ln(2) / 2; ln(2) is subtracted in two parts, so that the
    products are exact.
    """
    magic = 1.5 * 2.0**52  # rounds to a whole number
    shifted = x * 1.4426950408889634 + magic
    n = shifted - magic
    rest = x - n * 6.93147180369123816490e-01 - n * 1.90821492927058770002e-10
    total = np.full_like(rest, 1.0 / 479001600)
    for factorial in (39916800, 3628800, 362880, 40320, 5040, 720, 120, 24, 6):
        total = total * rest + 1.0 / factorial
    for constant in (0.5, 1.0, 1.0):
        total = total * rest + constant
    result: Floats = (total.view(np.int64) + (shifted.view(np.int64) << 52)).view(np.float64)
    return result


def logarithm(v: Floats) -> Floats:
    """ln(v) for v >= 1: ln(m) + e ln(2), v = m 2^e.

    ln(m) = 2 artanh(z), z = (m - 1) / (m + 1), by its series.
    """
    bits = v.view(np.int64)
    e = ((bits >> 52) - 1023).astype(np.float64)
    m = (bits & 0xFFFFFFFFFFFFF | 1023 << 52).view(np.float64)
    large = m > 1.4142135623730951
    m, e = np.where(large, m * 0.5, m), np.where(large, e + 1.0, e)
    z = (m - 1.0) / (m + 1.0)
    square = z * z
    total = np.full_like(z, 1.0 / 21)
    for odd in range(19, 0, -2):
        total = total * square + 1.0 / odd
    return e * 0.6931471805599453 + 2.0 * z * total
