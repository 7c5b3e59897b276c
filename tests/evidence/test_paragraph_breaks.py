"""Paragraph breaks: their costs in the first round, and the rates that are fitted to beads."""

from math import log

import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.forward_backward import BeadPosteriors

# Ten sentences a side: both texts break after 3, the source after 6, the target after 8.
BREAKS = BreakModel.from_breaks(10, 10, (3, 6), (3, 8))
BOTH, NONE, SOURCE_ONLY, TARGET_ONLY = (3, 3), (4, 4), (6, 4), (4, 8)


def cost(breaks, node):
    """The cost of a node that stands at neither end of either text."""
    i, j = node
    return float(breaks.node_costs()[breaks.at_source[i], breaks.at_target[j]])


def beads_of(*beads):
    """Hand-made posteriors; a bead is (i, j, s, t, probability)."""
    *places, probability = zip(*beads, strict=True)
    return BeadPosteriors(*(np.array(column, np.intp) for column in places), np.array(probability, float))


def one_to_one(count):
    """The 1-1 beads of `count` sentences, each with posterior 1."""
    return beads_of(*((k, k, 1, 1, 1.0) for k in range(count)))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        pytest.param((), (), id="neither"),
        pytest.param((3,), (), id="source alone"),
        pytest.param((), (3,), id="target alone"),
    ],
)
def test_there_is_no_model_unless_both_texts_have_breaks(source, target):
    assert BreakModel.from_breaks(10, 10, source, target) is None


def test_breaks_on_both_sides_are_best_and_on_one_side_worst():
    assert cost(BREAKS, BOTH) < cost(BREAKS, NONE) < cost(BREAKS, SOURCE_ONLY)
    assert cost(BREAKS, NONE) < cost(BREAKS, TARGET_ONLY)
    assert cost(BREAKS, BOTH) < 0 < cost(BREAKS, SOURCE_ONLY)


def test_a_break_inside_a_bead_has_a_cost():
    source, target = BREAKS.inner_costs()
    assert [at for at, inner in enumerate(source) if inner > 0] == [3, 6]
    assert [at for at, inner in enumerate(target) if inner > 0] == [3, 8]
    # A quarter of all places are breaks, and inside beads ten times fewer.
    assert source[[3, 4]] == pytest.approx([log(0.25 / 0.025), log(0.75 / 0.975)])


@pytest.mark.parametrize(
    ("node", "joint", "anywhere"),
    [
        pytest.param(BOTH, 0.6 + 0.4 * 0.1 * 0.2, 0.25 * 0.25, id="both"),
        pytest.param(NONE, 0.4 * 0.9 * 0.8, 0.75 * 0.75, id="neither"),
        pytest.param(SOURCE_ONLY, 0.4 * 0.1 * 0.8, 0.25 * 0.75, id="source alone"),
        pytest.param(TARGET_ONLY, 0.4 * 0.9 * 0.2, 0.75 * 0.25, id="target alone"),
    ],
)
def test_a_node_costs_what_the_formula_says(node, joint, anywhere):
    breaks = BreakModel(
        BREAKS.at_source, BREAKS.at_target, rates=(0.25, 0.25), shared=0.6, stray=(0.1, 0.2), inner=(0.01, 0.01)
    )
    assert cost(breaks, node) == pytest.approx(-log(joint / anywhere))


def test_breaks_are_at_the_given_places():
    assert np.flatnonzero(BREAKS.at_source).tolist() == [3, 6]
    assert np.flatnonzero(BREAKS.at_target).tolist() == [3, 8]
    assert len(BREAKS.at_source) == len(BREAKS.at_target) == 11


@pytest.mark.parametrize("node", [(0, 0), (0, 3), (3, 0), (10, 10), (10, 3), (3, 10), (0, 10), (10, 0)])
def test_the_ends_of_a_text_are_no_evidence(node):
    """A bead with both ends at ends of the texts does not change the rates."""
    i, j = node
    before = BREAKS.refit(beads_of((1, 1, 1, 1, 0.0)))
    begins = BREAKS.refit(beads_of((i, j, 10 - i or 1, 10 - j or 1, 1.0))) if i < 10 and j < 10 else before
    ends = BREAKS.refit(beads_of((0, 0, i, j, 1.0))) if i and j else before
    for after in (begins, ends):
        assert (after.shared, after.stray) == (before.shared, before.stray)


def test_initial_rates_by_hand():
    # Half a break is added on each side: 2.5 of 10 places. Four fifths of the smaller rate are shared.
    assert BREAKS.rates == (0.25, 0.25)
    breaks = BreakModel.from_breaks(10, 20, (3, 6), (3, 8))
    assert breaks.rates == (0.25, 0.125)
    assert breaks.parameters() == pytest.approx(
        {"shared": 0.1, "stray_source": 0.15, "stray_target": 0.025, "inner_source": 0.025, "inner_target": 0.0125}
    )


def test_a_fit_of_shared_breaks_by_hand():
    """Four sentences a side, both texts break in the middle, four substitutions.

    rates 1.5 / 4 = 0.375, shared 0.3, stray 0.075; they count for 3 / 0.375 = 8 places.
    Three ends of beads stand at neither end of the texts. At one of them both texts break, and the break is shared with
    probability 0.3 / (0.3 + 0.7 * 0.075^2) = 0.98704.
    """
    fitted = BreakModel.from_breaks(4, 4, (2,), (2,)).refit(one_to_one(4))
    stray = (1 - 0.98704 + 8 * 0.075) / (3 - 0.98704 + 8)
    assert fitted.shared == pytest.approx((0.98704 + 8 * 0.3) / (3 + 8), abs=1e-5)
    assert fitted.stray == pytest.approx((stray, stray), abs=1e-5)
    assert fitted.inner == pytest.approx((0.0375, 0.0375))


def test_a_fit_of_inner_breaks_by_hand():
    """Two beads 2-1; the source breaks inside the first, the target between them."""
    fitted = BreakModel.from_breaks(4, 2, (1,), (1,)).refit(beads_of((0, 0, 2, 1, 1.0), (2, 1, 2, 1, 1.0)))
    assert fitted.shared == pytest.approx((0 + 8 * 0.3) / (1 + 8))
    assert fitted.stray == pytest.approx(((0 + 8 * 0.075) / (1 + 8), (1 + 4 * 0.45) / (1 + 4)))
    assert fitted.inner == pytest.approx(((1 + 8 * 0.0375) / (2 + 8), 0.075))


def test_a_fit_weights_two_sided_beads_by_their_posterior_and_ignores_others():
    beads = beads_of((0, 0, 2, 1, 0.5), (2, 1, 2, 1, 0.5), (0, 0, 1, 0, 1.0), (1, 0, 1, 0, 1.0), (1, 0, 0, 1, 1.0))
    fitted = BreakModel.from_breaks(4, 2, (1,), (1,)).refit(beads)
    assert fitted.shared == pytest.approx((0 + 8 * 0.3) / (0.5 + 8))
    assert fitted.inner == pytest.approx(((0.5 + 8 * 0.0375) / (1 + 8), 0.075))


def test_evidence_grows_where_breaks_correspond():
    places = range(5, 100, 5)
    before = BreakModel.from_breaks(100, 100, places, places)
    after = before.refit(one_to_one(100))
    assert cost(after, (50, 50)) < cost(before, (50, 50)) < 0
    assert cost(after, (50, 51)) > cost(before, (50, 51)) > 0
    assert cost(after, (51, 50)) > cost(before, (51, 50)) > 0


def test_evidence_vanishes_where_breaks_never_correspond():
    def fitted(size):
        before = BreakModel.from_breaks(size, size, range(10, size, 10), range(5, size, 10))
        after = before.refit(one_to_one(size))
        assert after.shared < before.shared
        return cost(after, (10, 5))

    few, some, many = (fitted(size) for size in (100, 1000, 100_000))
    assert few < some < many < 0
    assert many > -0.05
    assert cost(BreakModel.from_breaks(100, 100, range(10, 100, 10), range(5, 100, 10)), (10, 5)) < -1.5


def test_the_rate_of_breaks_inside_beads_is_fitted():
    """If the source breaks inside every 2-1 bead, breaks inside beads become cheap."""
    before = BreakModel.from_breaks(100, 50, range(1, 100, 2), (25,))
    after = before.refit(beads_of(*((2 * k, k, 2, 1, 1.0) for k in range(50))))
    assert after.inner_costs()[0][1] < before.inner_costs()[0][1]


@settings(max_examples=examples(50))
@given(st.data())
def test_costs_are_finite_wherever_texts_break(data):
    n, m = data.draw(st.integers(2, 8)), data.draw(st.integers(2, 8))
    source, target = (data.draw(st.sets(st.integers(1, size - 1), min_size=1)) for size in (n, m))
    breaks = BreakModel.from_breaks(n, m, sorted(source), sorted(target))
    beads = one_to_one(min(n, m))
    for _ in range(4):
        assert np.isfinite(breaks.node_costs()).all()
        assert all(np.isfinite(side).all() for side in breaks.inner_costs())
        breaks = breaks.refit(beads)
