"""What is said to be proved is true: a narrow band against the whole lattice."""

import numpy as np
import pytest
from aligning import align_one
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.align import em
from aligner.align.text_pair import TextPair
from aligner.bitext import Parallel
from aligner.evidence.break_costs import BreakCosts
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice import adaptive_band
from aligner.lattice.certificate import Certificate, _longest, certify
from aligner.lattice.costs import costs_of_all_kinds, dequantize
from aligner.lattice.grid import Band, Block, proportional_centre_line
from aligner.lattice.viterbi import best_paths, path_cost

MODELS = [em.METHODS["gale-church"].model, em.METHODS["length"].model]


def lengths(rng, n):
    return np.maximum(rng.lognormal(4, 0.7, n).round(), 1.0)


def costs_of(model, source, target, breaks=None):
    length = model.costs([model.from_lengths(source, target)], [(source, target)])
    return BreakCosts(length, [breaks], [(len(source), len(target))])


@pytest.mark.parametrize("model", MODELS)
@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32), half=st.integers(0, 12), broken=st.booleans())
def test_what_is_proved_is_so(model, seed, half, broken):
    rng = np.random.default_rng(seed)
    source = lengths(rng, int(rng.integers(20, 60)))
    target = lengths(rng, int(rng.integers(20, 60))) if rng.random() < 0.3 else source[rng.random(len(source)) > 0.1]
    n, m = len(source), len(target)
    breaks = BreakModel.from_breaks(n, m, range(4, n, 4), range(4, m, 4)) if broken else None
    costs = costs_of(model, source, target, breaks)
    box = Block(0, 0, 0, n, m)
    band = Band.around(box, proportional_centre_line(source, target), half)
    whole, narrow = best_paths(costs, [Band.full(box), band])
    found = certify(costs, (n, m), box, band, path_cost(costs, 0, narrow))
    if found.proved:
        assert path_cost(costs, 0, narrow) == path_cost(costs, 0, whole)


@pytest.mark.parametrize("model", MODELS)
def test_no_bead_costs_less_than_its_floors(model):
    rng = np.random.default_rng(3)
    source, target = lengths(rng, 15), lengths(rng, 12)
    costs = costs_of(model, source, target, BreakModel.from_breaks(15, 12, (5, 9), (4, 8)))
    i, j = (axis.ravel() for axis in np.mgrid[9:16, 9:13])
    texts = np.zeros(len(i), np.intp)
    known = [side.at(texts, at) for side, at in zip(costs.sides, (i, j), strict=True)]
    nodes = dequantize(costs.nodes(texts, *known))
    beads = dequantize(costs_of_all_kinds(costs, texts, *known)) - dequantize(costs.priors(texts))
    of_source, of_target = costs.floors(0)
    for number, (s, t) in enumerate(costs.kinds):
        if s and t:
            # The other node of the bead costs no less than the cheapest.
            least = of_source[s][i] + of_target[t][j]
            assert (beads[number] + nodes + nodes.min() >= least - 1e-9).all()
        else:
            floor = of_source[0][i] if s else of_target[0][j]
            assert (beads[number] >= floor - 1e-9).all()


def test_a_band_as_wide_as_the_lattice_is_proved():
    rng = np.random.default_rng(1)
    source = lengths(rng, 40)
    costs = costs_of(MODELS[0], source, source)
    box = Block(0, 0, 0, 40, 40)
    (path,) = best_paths(costs, [Band.full(box)])
    assert certify(costs, (40, 40), box, Band.full(box), path_cost(costs, 0, path)) == Certificate(proved=True)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=20), st.integers(0, 18))
def test_the_longest_excursion_is_that_of_a_loop(pairs, cost):
    leave, enter = (np.array(side, float) for side in zip(*pairs, strict=True))
    wins = [b - a for a in range(len(leave)) for b in range(a + 1, len(leave)) if leave[a] + enter[b] < cost]
    expected = min(wins) - 1 if wins else len(leave)
    found = _longest(leave, enter, float(cost))
    assert found == expected if wins else found >= expected


@pytest.mark.parametrize("method", ["gale-church", "length", "hybrid"])
def test_it_is_said_in_the_parameters_if_asked(method, monkeypatch):
    monkeypatch.setattr(adaptive_band, "FULL", 100)
    text = "\n".join("x" * size for size in range(20, 60))
    from aligner import split_text

    document = split_text(text, pre_split=True)
    ((_, found),) = em.align_documents([Parallel(document, document)], method, certify=True)
    assert set(found.as_dict()["search"]) == {"proved", "excursion"}
    assert align_one(document, document, method)[1].proof is None


def test_a_text_that_is_searched_in_full_is_proved():
    sizes = np.full(5, 50.0)
    text = TextPair(0, (sizes, sizes), MODELS[0].from_lengths(sizes, sizes))
    assert text.certified(costs_of(MODELS[0], sizes, sizes)) == Certificate(proved=True)
