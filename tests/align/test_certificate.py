"""The certificate of a search, asked for in the alignment of documents, and the floors that it rests on."""

import numpy as np
import pytest
from aligning import align_one
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import split_text
from aligner.align import em
from aligner.align.text_pair import TextPair
from aligner.bitext import Parallel
from aligner.evidence.break_costs import BreakCosts
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.certificate import Certificate, certify
from aligner.lattice.costs import costs_of_all_kinds, dequantize
from aligner.lattice.grid import Band, Block, proportional_centre_line
from aligner.lattice.viterbi import best_paths, path_cost

MODELS = [em.METHODS["gale-church"].model, em.METHODS["length"].model]


def lengths(rng, n):
    return np.maximum(rng.lognormal(4, 0.7, n).round(), 1.0)


def costs_of(model, source, target, breaks=None):
    length = model.costs([model.from_lengths(source, target)], [(source, target)])
    return BreakCosts(length, [breaks], [(len(source), len(target))])


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32), half_width=st.integers(0, 12), with_breaks=st.booleans())
def test_no_path_is_better_than_one_that_is_proved(model, seed, half_width, with_breaks):
    rng = np.random.default_rng(seed)
    source = lengths(rng, int(rng.integers(20, 60)))
    target = lengths(rng, int(rng.integers(20, 60))) if rng.random() < 0.3 else source[rng.random(len(source)) > 0.1]
    n, m = len(source), len(target)
    breaks = BreakModel.from_breaks(n, m, range(4, n, 4), range(4, m, 4)) if with_breaks else None
    costs = costs_of(model, source, target, breaks)
    block = Block(0, 0, 0, n, m)
    band = Band.around(block, proportional_centre_line(source, target), half_width)
    in_full, in_band = (path_cost(costs, 0, path) for path in best_paths(costs, [Band.full(block), band]))
    assert in_full == in_band or not certify(costs, (n, m), block, band, in_band).proved


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
    document = split_text("\n".join("x" * (20 + size % 50) for size in range(520)), pre_split=True)
    ((_, diagnostics),) = em.align_documents([Parallel(document, document)], method, certify=True)
    assert set(diagnostics.as_dict()["search"]) == {"proved", "excursion"}


def test_there_is_no_certificate_unless_it_is_asked_for():
    document = split_text("\n".join("x" * size for size in range(20, 60)), pre_split=True)
    assert align_one(document, document, "length")[1].proof is None


def test_a_text_that_is_searched_in_full_is_proved():
    sizes = np.full(5, 50.0)
    text = TextPair(0, (sizes, sizes), MODELS[0].from_lengths(sizes, sizes))
    assert text.certified(costs_of(MODELS[0], sizes, sizes)) == Certificate(proved=True)
