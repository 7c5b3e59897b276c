"""Costs as a sum of terms: breaks, compared with a loop over the places inside a bead; words; and terms in general."""

import brute
import numpy as np
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import MISTAKE, random_walk

from aligner.evidence.break_costs import BreakTerm
from aligner.evidence.gale_church import GaleChurch
from aligner.evidence.length_model import LengthModel
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.costs import QUANTUM, SideFacts, costs_of_all_kinds, dequantize, quantize
from aligner.lattice.forward_backward import bead_posteriors
from aligner.lattice.grid import Band, Block
from aligner.lattice.terms import SummedCosts
from aligner.lattice.viterbi import best_paths, path_cost
from aligner.lexical.word_model import WordCosts
from aligner.lexical.word_term import WordTerm

SIZES = [(9, 8), (4, 11), (1, 2)]
LENGTHS = [(np.arange(20.0, 20.0 + n), np.arange(30.0, 30.0 + m)) for n, m in SIZES]
MODELS = pytest.mark.parametrize("model", [LengthModel, GaleChurch])


def costs_of(model):
    return model.costs([model.from_lengths(*lengths) for lengths in LENGTHS], LENGTHS)


def with_breaks(base, models):
    """The costs of lengths with those of breaks, if there are any."""
    return SummedCosts(base, [BreakTerm(models, SIZES, base.kinds)] if any(models) else [])


def with_words(costs, word_costs):
    return SummedCosts(costs, [WordTerm(word_costs, [m for _, m in SIZES])])


@st.composite
def breaks(draw):
    """The break model of each text; a text of one sentence has none."""
    return [
        BreakModel.from_breaks(
            n, m, *(sorted(draw(st.sets(st.integers(1, size - 1)))) if size > 1 else [] for size in (n, m))
        )
        for n, m in SIZES
    ]


def facts(costs, text):
    """The text and the facts of both sides at all its nodes, as arguments of the functions of costs."""
    return brute.at_every_node(costs, text, *SIZES[text])


def inner_costs(breaks, text):
    n, m = SIZES[text]
    return breaks.inner_costs() if breaks else (np.zeros(n + 1), np.zeros(m + 1))


@MODELS
@settings(max_examples=examples(15))
@given(break_models=breaks())
def test_breaks_inside_a_bead_add_to_the_costs_of_its_length(model, break_models):
    length = costs_of(model)
    evidence = with_breaks(length, break_models)
    for text, (n, m) in enumerate(SIZES):
        source, target = inner_costs(break_models[text], text)
        alone, every = (dequantize(costs_of_all_kinds(costs, *facts(costs, text))) for costs in (length, evidence))
        for number, (s, t) in enumerate(evidence.kinds):
            for i in range(s, n + 1):
                for j in range(t, m + 1):
                    inside = sum(source[at] for at in range(i - s + 1, i)) + sum(target[j - t + 1 : j])
                    assert every[number, i, j] == pytest.approx(alone[number, i, j] + inside, abs=1.01 * QUANTUM)


@MODELS
@settings(max_examples=examples(15))
@given(break_models=breaks())
def test_a_node_costs_half_of_its_breaks_except_at_the_ends_of_a_text(model, break_models):
    evidence = with_breaks(costs_of(model), break_models)
    for text, (n, m) in enumerate(SIZES):
        nodes = evidence.nodes(*facts(evidence, text))
        if not any(break_models):
            assert nodes is None
            continue
        expected = np.zeros((n + 1, m + 1))
        for i in range(1, n):
            for j in range(1, m):
                if breaks_of := break_models[text]:
                    at_node = breaks_of.at_source[i], breaks_of.at_target[j]
                    expected[i, j] = breaks_of.node_costs()[at_node] / 2
        assert nodes.tolist() == quantize(expected).tolist()


def test_neither_end_of_a_text_is_evidence():
    break_models = [BreakModel.from_breaks(9, 8, (3, 8), (3, 7)), None, None]
    evidence = with_breaks(costs_of(LengthModel), break_models)
    nodes = evidence.nodes(*facts(evidence, 0))
    assert not nodes[[0, -1]].any()
    assert not nodes[:, [0, -1]].any()
    assert nodes[1:-1, 1:-1].all()


@MODELS
def test_the_breaks_of_a_text_do_not_affect_another(model):
    length = costs_of(model)
    evidence = with_breaks(length, [BreakModel.from_breaks(9, 8, (3, 8), (3, 7)), None, None])
    for text in (1, 2):
        n, m = SIZES[text]
        assert not evidence.nodes(*facts(evidence, text)).any()
        without, with_them = (costs_of_all_kinds(costs, *facts(costs, text)) for costs in (length, evidence))
        for number, (s, t) in enumerate(evidence.kinds):
            assert without[number, s:, t:].tolist() == with_them[number, s : n + 1, t : m + 1].tolist()


@MODELS
def test_without_breaks_nothing_is_added(model):
    length = costs_of(model)
    evidence = with_breaks(length, [None] * 3)
    assert evidence.sides == length.sides
    for text in range(3):
        at = facts(evidence, text)
        assert evidence.nodes(*at) is None
        assert costs_of_all_kinds(evidence, *at).tolist() == costs_of_all_kinds(length, *at).tolist()


@MODELS
def test_breaks_do_not_change_one_sided_beads(model):
    length = costs_of(model)
    models = [BreakModel.from_breaks(9, 8, (4,), (3,)), BreakModel.from_breaks(4, 11, (2,), (3, 9)), None]
    evidence = with_breaks(length, models)
    for text in range(3):
        without, with_them = (costs_of_all_kinds(costs, *facts(costs, text))[-2:] for costs in (length, evidence))
        assert without.tolist() == with_them.tolist()
    assert (evidence.kinds, evidence.groups) == (length.kinds, length.groups)
    texts = np.arange(3)
    assert evidence.priors(texts).tolist() == length.priors(texts).tolist()


def word_costs_of(kinds, band, rng):
    """Random costs of words, for the beads that end in a band; all other cells hold `MISTAKE`."""
    nodes = brute.nodes_of(band)
    n, m = SIZES[band.text]
    rows, cells = [], 0
    for i in range(n + 1):
        columns = [j for k, j in nodes if k == i] or [0]
        rows.append(cells - min(columns))
        cells += max(columns) - min(columns) + 1
    table = quantize(np.full((len(kinds), cells), MISTAKE))
    for i, j in nodes:
        table[:, rows[i] + j] = quantize(rng.uniform(-50, 50, len(kinds)))
    return WordCosts(table, np.array(rows), lambda: (np.full(n, 0.5), np.full(m, 0.25)))


@st.composite
def costs_with_words(draw, model):
    """Costs without words, costs with them, the band of each text, and the costs of its words."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    bands = []
    for text, (n, m) in enumerate(SIZES):
        block = Block(text, 0, 0, n, m)
        band = Band.around(block, random_walk(rng, block), draw(st.integers(0, 3)))
        bands.append(draw(st.sampled_from([band, Band.full(block)])))
    without = with_breaks(costs_of(model), draw(breaks()))
    word_costs = [word_costs_of(without.kinds[:-2], band, rng) for band in bands]
    return without, with_words(without, word_costs), bands, word_costs


def into(costs, band):
    """(kinds, nodes) quantized costs of the beads that end at every node of a band, and the costs of the nodes."""
    i, j = np.array(brute.nodes_of(band), np.intp).T
    texts = np.full(len(i), band.text)
    source, target = (side.at(texts, places) for side, places in zip(costs.sides, (i, j), strict=True))
    return costs_of_all_kinds(costs, texts, source, target), costs.nodes(texts, source, target)


@MODELS
@settings(max_examples=examples(10))
@given(data=st.data())
def test_costs_of_words_are_added_at_every_node_of_the_bands(model, data):
    without, costs, bands, word_costs = data.draw(costs_with_words(model))
    for band, of_words in zip(bands, word_costs, strict=True):
        i, j = np.array(brute.nodes_of(band), np.intp).T
        (before, nodes_before), (after, nodes_after) = into(without, band), into(costs, band)
        for number, (s, t) in enumerate(costs.kinds):
            inside = (i >= s) & (j >= t)
            expected = of_words.table[number, of_words.rows[i] + j] if s and t else np.zeros(len(i), np.int32)
            assert (after - before)[number, inside].tolist() == expected[inside].tolist()
        assert np.array_equal(nodes_before, nodes_after) or nodes_before is nodes_after is None
    assert (costs.kinds, costs.groups) == (without.kinds, without.groups)
    assert costs.priors(np.arange(3)).tolist() == without.priors(np.arange(3)).tolist()


@MODELS
@settings(max_examples=examples(10))
@given(data=st.data())
def test_words_of_a_text_do_not_affect_another(model, data):
    _, costs, bands, _ = data.draw(costs_with_words(model))
    paths = best_paths(costs, bands)
    for text, (band, path) in enumerate(zip(bands, paths, strict=True)):
        assert path.tolist() == best_paths(costs, [band])[0].tolist()
        expected, total = brute.best_path(costs, band)
        assert path.tolist() == list(map(list, expected))
        assert path_cost(costs, text, path) == total / brute.NAT


@settings(max_examples=examples(15))
@given(data=st.data())
def test_posteriors_with_words_are_those_of_all_paths(data):
    _, costs, bands, _ = data.draw(costs_with_words(GaleChurch))
    for band, found in zip(bands, bead_posteriors(costs, bands, temperature=9.0), strict=True):
        expected = brute.posteriors(costs, band, temperature=9.0)
        places = zip(*(column.tolist() for column in found[:4]), strict=True)
        by_place = dict(zip(places, found.probability.tolist(), strict=True))
        assert by_place == pytest.approx({bead: p for bead, p in expected.items() if bead in by_place}, rel=1e-6)
        assert all(p < 1.01e-3 for bead, p in expected.items() if bead not in by_place)


def test_any_slice_of_kinds_has_the_costs_of_its_kinds():
    rng = np.random.default_rng(1)
    length = costs_of(LengthModel)
    bands = [Band.full(Block(text, 0, 0, n, m)) for text, (n, m) in enumerate(SIZES)]
    costs = with_words(length, [word_costs_of(length.kinds[:-2], band, rng) for band in bands])
    at = facts(costs, 0)
    every = costs.beads(slice(0, len(costs.kinds)), *at)
    for begin in range(0, len(costs.kinds) - 1, 5):
        group = slice(begin, min(begin + 7, len(costs.kinds)))
        for number, kind in enumerate(costs.kinds[group], begin):
            s, t = kind
            found = costs.beads(group, *at)[number - begin]
            assert found[s:, t:].tolist() == every[number, s:, t:].tolist()


class Constant:
    """A term whose one fact of either side is added to every bead; and a cost of nodes, or None."""

    evidence = "constant"

    def __init__(self, source, target, node=None):
        rows = [
            [np.full((1, size + 1), fact, np.int32) for size in sizes] for fact, sizes in self._sides(source, target)
        ]
        self.sides = SideFacts.from_texts(rows[0]), SideFacts.from_texts(rows[1])
        self._node = node

    @staticmethod
    def _sides(source, target):
        return (source, [n for n, _ in SIZES]), (target, [m for _, m in SIZES])

    def add_beads(self, costs, group, texts, source, target):
        assert len(source) == len(target) == 1
        costs += source[0] + target[0]

    def nodes(self, texts, source, target):
        return (
            None if self._node is None else np.full(np.broadcast_shapes(source[0].shape, target[0].shape), self._node)
        )

    def add_floors(self, floors, text):
        for floor, side in zip(floors, self.sides, strict=True):
            np.add(floor, dequantize(side.of_text(text)), out=floor)


class TestSum:
    def test_every_term_is_given_its_own_facts(self):
        length = costs_of(LengthModel)
        terms = [Constant(quantize(1.0), quantize(2.0)), Constant(quantize(30.0), quantize(40.0))]
        summed = SummedCosts(length, terms)
        at, alone = facts(summed, 0), facts(length, 0)
        difference = dequantize(costs_of_all_kinds(summed, *at) - costs_of_all_kinds(length, *alone))
        assert (difference == 73.0).all()

    def test_the_first_terms_are_a_sum_of_their_own(self):
        length = costs_of(LengthModel)
        terms = [Constant(quantize(1.0), quantize(2.0)), Constant(quantize(30.0), quantize(40.0))]
        summed = SummedCosts(length, terms)
        for count, expected in enumerate([0.0, 3.0, 73.0]):
            first = summed.first(count)
            assert list(first.terms) == terms[:count]
            difference = costs_of_all_kinds(first, *facts(first, 0)) - costs_of_all_kinds(length, *facts(length, 0))
            assert (dequantize(difference) == expected).all()

    @pytest.mark.parametrize(("nodes", "expected"), [((None, None), None), ((None, 5), 5), ((3, None), 3), ((3, 5), 8)])
    def test_costs_of_nodes_add_up(self, nodes, expected):
        summed = SummedCosts(costs_of(LengthModel), [Constant(0, 0, node) for node in nodes])
        found = summed.nodes(*facts(summed, 0))
        assert found is None if expected is None else (found == expected).all()

    def test_floors_add_up(self):
        length = costs_of(LengthModel)
        summed = SummedCosts(length, [Constant(quantize(1.0), quantize(2.0))] * 2)
        for added, floor, without in zip((2.0, 4.0), summed.floors(1), length.floors(1), strict=True):
            assert floor == pytest.approx(without + added)
