"""The certificate of an alignment of documents, and the floors of all methods, on which it depends."""

import numpy as np
import pytest
from aligner.align.group import PairGroup
from aligner.lattice.terms import SummedCosts
from aligning import align_one

from aligner import split_text
from aligner.align import em
from aligner.align.text_pair import TextPair
from aligner.diagnostics import SearchProof
from aligner.evidence.break_costs import BreakTerm
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.costs import costs_of_all_kinds, dequantize
from aligner.lattice.limits import SearchLimits

MODELS = [em.METHODS["gale-church"].model, em.METHODS["length"].model]


def lengths(rng, n):
    return np.maximum(rng.lognormal(4, 0.7, n).round(), 1.0)


def costs_of(model, source, target, breaks=None):
    base = model.costs([model.from_lengths(source, target)], [(source, target)])
    return SummedCosts(base, [BreakTerm([breaks], [(len(source), len(target))], base.kinds)] if breaks else [])


@pytest.mark.parametrize("model", MODELS)
def test_no_bead_costs_less_than_its_floors(model):
    rng = np.random.default_rng(3)
    source, target = lengths(rng, 15), lengths(rng, 12)
    costs = costs_of(model, source, target, BreakModel.from_breaks(15, 12, (5, 9), (4, 8)))
    i, j = (axis.ravel() for axis in np.mgrid[9:16, 9:13])
    texts = np.zeros(len(i), np.intp)
    facts = [side.at(texts, places) for side, places in zip(costs.sides, (i, j), strict=True)]
    nodes = dequantize(costs.nodes(texts, *facts))
    beads = dequantize(costs_of_all_kinds(costs, texts, *facts)) - dequantize(costs.priors(texts))
    of_source, of_target = costs.floors(0)
    for number, (s, t) in enumerate(costs.kinds):
        if s and t:
            # The node where the bead begins costs no less than the cheapest.
            least = of_source[s][i] + of_target[t][j]
            assert (beads[number] + nodes + nodes.min() >= least - 1e-9).all()
        else:
            floor = of_source[0][i] if s else of_target[0][j]
            assert (beads[number] >= floor - 1e-9).all()


@pytest.mark.parametrize("method", ["gale-church", "length", pytest.param("hybrid", marks=pytest.mark.slow)])
def test_a_text_too_large_to_be_searched_in_full_has_a_certificate(method):
    document = split_text("\n".join("x" * size for size in range(20, 60)), pre_split=True)
    limits = SearchLimits(full_nodes=100)
    diagnostics = align_one(document, document, method, certify=True, limits=limits)[1]
    assert set(diagnostics.as_dict()["search"]) == {"proved", "excursion"}


def test_there_is_no_certificate_unless_it_is_requested():
    document = split_text("\n".join("x" * size for size in range(20, 60)), pre_split=True)
    assert align_one(document, document, "length")[1].proof is None


def test_a_text_that_is_searched_in_full_is_proved():
    sizes = np.full(5, 50.0)
    group = PairGroup([TextPair((sizes, sizes))], em.METHODS["gale-church"])
    assert group.proof(0, costs_of(MODELS[0], sizes, sizes)) == SearchProof(proved=True)
