"""Confidence of unaligned rows: the probability that their sentence has no partner, wherever it is passed over."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.align.path_confidence import path_confidence
from aligner.lattice.forward_backward import BeadPosteriors


def posteriors(*beads):
    """The posteriors of beads that are given as (i, j, s, t, probability), in any order."""
    columns = list(zip(*sorted(beads), strict=True))
    return BeadPosteriors(*(np.array(column) for column in columns[:4]), np.array(columns[4], np.float64))


# Two source sentences, one target sentence: 0-0 and 1 alone (.5), 1-0 and 0 alone (.3), or the target passed over at
# three places (.1, .06, .04).
BEADS = posteriors(
    (0, 0, 1, 1, 0.5), (1, 1, 1, 0, 0.6), (1, 0, 1, 1, 0.3), (0, 0, 1, 0, 0.4), (0, 0, 0, 1, 0.1), (0, 1, 1, 0, 0.1),
    (1, 0, 0, 1, 0.06), (1, 0, 1, 0, 0.04), (2, 0, 0, 1, 0.04),
)  # fmt: skip


def test_two_sided_bead_has_its_posterior():
    assert path_confidence(BEADS, np.array([[0, 0], [1, 1], [2, 1]]))[0] == pytest.approx(0.5)


def test_source_row_has_the_probability_that_its_sentence_is_in_no_pair():
    # Sentence 1 is alone in paths of .5, .06 + .04 and .1, and paired in paths of .3.
    assert path_confidence(BEADS, np.array([[0, 0], [1, 1], [2, 1]]))[1] == pytest.approx(0.64 / 0.94)


def test_target_row_does_not_depend_on_where_it_stands():
    paths = [[[0, 0], [0, 1], [1, 1], [2, 1]], [[0, 0], [1, 0], [1, 1], [2, 1]], [[0, 0], [1, 0], [2, 0], [2, 1]]]
    confidence = [path_confidence(BEADS, np.array(path))[row] for row, path in enumerate(paths)]
    assert confidence == pytest.approx([0.2] * 3)


def test_sentence_of_a_wide_bead_is_paired():
    beads = posteriors((0, 0, 3, 1, 0.75), (0, 0, 1, 1, 0.25), (1, 1, 1, 0, 0.25), (2, 1, 1, 0, 0.25))
    assert path_confidence(beads, np.array([[0, 0], [1, 1], [2, 1], [3, 1]])) == pytest.approx([0.25, 0.25, 0.25])


def test_row_without_any_posterior_has_none():
    beads = posteriors((0, 0, 1, 1, 1.0))
    assert path_confidence(beads, np.array([[0, 0], [1, 1], [1, 2]])) == [1.0, 0.0]


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=9))
def test_sentence_that_is_only_ever_passed_over_is_certain(probabilities):
    total = sum(probabilities)
    beads = posteriors(*((0, j, 1, 0, probability / total) for j, probability in enumerate(probabilities)))
    assert path_confidence(beads, np.array([[0, 0], [1, 0]])) == pytest.approx([1.0])
