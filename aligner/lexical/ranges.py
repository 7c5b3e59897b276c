"""Ranges of indices in flat arrays: the tokens of all sentences, or the rows of all types, one after the other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aligner.lattice.grid import Bools, Ints


def counts_before(counts: Ints | Bools) -> Ints:
    """(k + 1,): the sum of the counts before each of k places; the last is the sum of all.

    The same as `grid.sums_before`, for whole numbers.

    >>> counts_before(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    total: npt.NDArray[np.intp] = np.append(0, np.cumsum(counts))
    return total


def concatenate_ranges(begins: Ints, counts: Ints) -> Ints:
    """The indices begin, ..., begin + count - 1 of each range, one range after the other.

    >>> concatenate_ranges(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist()
    [5, 6, 9, 10, 11]
    """
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts - begins, counts)


def equal_ranges(sorted_values: Ints, values: Ints) -> tuple[Ints, Ints]:
    """(values,) each: the index of the first of the sorted entries that equal a value, and the number of these entries.

    >>> [column.tolist() for column in equal_ranges(np.array([1, 1, 4]), np.array([4, 2, 1]))]
    [[2, 2, 0], [1, 0, 2]]
    """
    begins = np.searchsorted(sorted_values, values)
    return begins, np.searchsorted(sorted_values, values, "right") - begins
