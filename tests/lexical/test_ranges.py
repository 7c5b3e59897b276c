"""Ranges in flat arrays, against lists of Python."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aligner.lexical.ranges import concatenate_ranges, counts_before, equal_ranges

COUNTS = st.lists(st.integers(0, 6))
VALUES = st.lists(st.integers(0, 9))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 6))))
def test_ranges_are_one_after_the_other(ranges):
    begins, counts = (np.array([entry[column] for entry in ranges], np.intp) for column in (0, 1))
    assert concatenate_ranges(begins, counts).tolist() == [
        index for begin, count in ranges for index in range(begin, begin + count)
    ]


@given(COUNTS)
def test_sums_before_counts_are_whole_numbers(counts):
    sums = counts_before(np.array(counts, np.intp))
    assert sums.dtype == np.intp
    assert sums.tolist() == [sum(counts[:k]) for k in range(len(counts) + 1)]


@given(VALUES.map(sorted), VALUES)
def test_equal_ranges_hold_all_equal_entries(entries, values):
    begins, counts = equal_ranges(np.array(entries, np.intp), np.array(values, np.intp))
    for value, begin, count in zip(values, begins.tolist(), counts.tolist(), strict=True):
        assert entries[begin : begin + count] == [value] * entries.count(value)
