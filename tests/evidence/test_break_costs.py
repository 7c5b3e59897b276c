"""Paragraph breaks as costs of beads, compared with a loop over the places inside a bead."""

import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.evidence.break_costs import add_breaks
from aligner.evidence.gale_church import GaleChurch
from aligner.evidence.length_model import LengthModel
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.quantized import QUANTUM, dequantize, quantize

MODELS = pytest.mark.parametrize("model", [LengthModel, GaleChurch])
SIZES = st.sampled_from([(9, 8), (4, 11), (2, 2)])


def costs_of(model, n, m):
    source, target = np.arange(20.0, 20.0 + n), np.arange(30.0, 30.0 + m)
    return model.from_lengths(source, target).costs(source, target)


def every_bead(costs):
    """(kinds, n + 1, m + 1): the quantized costs of all beads, without the nodes where they begin."""
    kind, i, j = np.indices((len(costs.kinds), *(side + 1 for side in costs.size)))
    return costs.of_beads(kind, i, i, j)


def every_node(costs):
    """(n + 1, m + 1): the quantized costs of all nodes."""
    return costs.of_nodes(*np.indices([side + 1 for side in costs.size]))


@st.composite
def texts_with_breaks(draw):
    """The sizes of a text, and the model of its breaks."""
    n, m = draw(SIZES)
    places = [sorted(draw(st.sets(st.integers(1, size - 1), min_size=1))) for size in (n, m)]
    return n, m, BreakModel.from_breaks(n, m, *places)


@MODELS
@settings(max_examples=examples(30))
@given(text=texts_with_breaks())
def test_breaks_inside_a_bead_add_to_its_cost(model, text):
    n, m, breaks = text
    alone = costs_of(model, n, m)
    costs = add_breaks(alone, breaks)
    source, target = breaks.inner_costs()
    before, after = dequantize(every_bead(alone)), dequantize(every_bead(costs) - every_node(costs))
    for number, (s, t) in enumerate(costs.kinds[:-2]):
        for i in range(s, n + 1):
            for j in range(t, m + 1):
                inside = sum(source[at] for at in range(i - s + 1, i)) + sum(target[j - t + 1 : j])
                assert after[number, i, j] == pytest.approx(before[number, i, j] + inside, abs=1.01 * QUANTUM)


@settings(max_examples=examples(30))
@given(text=texts_with_breaks())
def test_a_node_costs_half_of_its_breaks_except_at_the_ends_of_a_text(text):
    n, m, breaks = text
    expected = np.zeros((n + 1, m + 1))
    for i in range(1, n):
        for j in range(1, m):
            expected[i, j] = breaks.node_costs()[breaks.at_source[i], breaks.at_target[j]] / 2
    assert every_node(add_breaks(costs_of(GaleChurch, n, m), breaks)).tolist() == quantize(expected).tolist()


@MODELS
def test_without_breaks_the_costs_stay_the_same(model):
    costs = costs_of(model, 9, 8)
    assert add_breaks(costs, None) is costs


@MODELS
def test_breaks_do_not_change_one_sided_beads_and_priors(model):
    alone = costs_of(model, 9, 8)
    costs = add_breaks(alone, BreakModel.from_breaks(9, 8, (4,), (3, 5)))
    assert every_bead(costs)[-2:].tolist() == every_bead(alone)[-2:].tolist()
    assert costs.priors.tolist() == alone.priors.tolist()
    assert costs.kinds == alone.kinds


def test_the_costs_that_are_added_to_are_not_changed():
    alone = costs_of(GaleChurch, 9, 8)
    before = every_bead(alone).tolist()
    add_breaks(alone, BreakModel.from_breaks(9, 8, (4,), (3, 5)))
    assert every_bead(alone).tolist() == before
