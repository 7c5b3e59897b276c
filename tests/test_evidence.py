"""All costs of a bead, added up by a loop over the places inside of it."""

import brute
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.breaks import Breaks
from aligner.evidence import BreakCosts
from aligner.gale_church import GaleChurch
from aligner.lattice import UNIT, beads_of, nats, whole
from aligner.length_model import LengthModel

SIZES = [(9, 8), (4, 11), (1, 2)]
LENGTHS = [(np.arange(20.0, 20.0 + n), np.arange(30.0, 30.0 + m)) for n, m in SIZES]
MODELS = pytest.mark.parametrize("model", [LengthModel, GaleChurch])


def costs_of(model):
    return model.costs([model.of(*lengths) for lengths in LENGTHS], LENGTHS)


@st.composite
def breaks(draw):
    """Those of each text; a text of one sentence has none."""
    return [
        Breaks.of(n, m, *(sorted(draw(st.sets(st.integers(1, size - 1)))) if size > 1 else [] for size in (n, m)))
        for n, m in SIZES
    ]


def known(costs, text):
    return brute.at_every_node(costs, text, *SIZES[text])


def inner_costs(breaks, text):
    n, m = SIZES[text]
    return breaks.inner_costs() if breaks else (np.zeros(n + 1), np.zeros(m + 1))


@MODELS
@settings(deadline=None, max_examples=30)
@given(found=breaks())
def test_what_is_inside_of_a_bead_is_added_to_its_length(model, found):
    length = costs_of(model)
    evidence = BreakCosts(length, found, SIZES)
    for text, (n, m) in enumerate(SIZES):
        source, target = inner_costs(found[text], text)
        alone, every = (nats(beads_of(costs, *known(costs, text))) for costs in (length, evidence))
        for number, (s, t) in enumerate(evidence.kinds):
            for i in range(s, n + 1):
                for j in range(t, m + 1):
                    inside = sum(source[at] for at in range(i - s + 1, i)) + sum(target[j - t + 1 : j])
                    assert every[number, i, j] == pytest.approx(alone[number, i, j] + inside, abs=1.01 * UNIT)


@MODELS
@settings(deadline=None, max_examples=30)
@given(found=breaks())
def test_a_node_inside_of_both_texts_costs_half_of_its_breaks(model, found):
    evidence = BreakCosts(costs_of(model), found, SIZES)
    for text, (n, m) in enumerate(SIZES):
        nodes = evidence.nodes(*known(evidence, text))
        if not any(found):
            assert nodes is None
            continue
        expected = np.zeros((n + 1, m + 1))
        for i in range(1, n):
            for j in range(1, m):
                if each := found[text]:
                    expected[i, j] = each.node_costs()[each.at_source[i], each.at_target[j]] / 2
        assert nodes.tolist() == whole(expected).tolist()


def test_neither_end_of_a_text_is_evidence():
    found = [Breaks.of(9, 8, (3, 8), (3, 7)), None, None]
    evidence = BreakCosts(costs_of(LengthModel), found, SIZES)
    nodes = evidence.nodes(*known(evidence, 0))
    assert not nodes[[0, -1]].any()
    assert not nodes[:, [0, -1]].any()
    assert nodes[1:-1, 1:-1].all()


@MODELS
def test_the_breaks_of_one_text_say_nothing_of_another(model):
    length = costs_of(model)
    evidence = BreakCosts(length, [Breaks.of(9, 8, (3, 8), (3, 7)), None, None], SIZES)
    for text in (1, 2):
        n, m = SIZES[text]
        assert not evidence.nodes(*known(evidence, text)).any()
        one, other = (beads_of(costs, *known(costs, text)) for costs in (length, evidence))
        for number, (s, t) in enumerate(evidence.kinds):
            assert one[number, s:, t:].tolist() == other[number, s : n + 1, t : m + 1].tolist()


@MODELS
def test_where_no_text_breaks_nothing_is_added(model):
    length = costs_of(model)
    evidence = BreakCosts(length, [None] * 3, SIZES)
    assert evidence.sides == length.sides
    for text in range(3):
        at = known(evidence, text)
        assert evidence.nodes(*at) is None
        assert beads_of(evidence, *at).tolist() == beads_of(length, *at).tolist()


@MODELS
def test_deletions_and_insertions_cost_what_lengths_say(model):
    length = costs_of(model)
    evidence = BreakCosts(length, [Breaks.of(9, 8, (4,), (3,)), Breaks.of(4, 11, (2,), (3, 9)), None], SIZES)
    for text in range(3):
        one, other = (beads_of(costs, *known(costs, text))[-2:] for costs in (length, evidence))
        assert one.tolist() == other.tolist()
    assert (evidence.kinds, evidence.groups) == (length.kinds, length.groups)
    texts = np.arange(3)
    assert evidence.priors(texts).tolist() == length.priors(texts).tolist()
