"""The certificate of an alignment of documents, and the floors of all methods, on which it depends."""

from dataclasses import replace

import numpy as np
import pytest
from aligning import ARABIC, COUNT, ENGLISH, align_one, documents
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import random_walk

from aligner import split_text
from aligner.align import em, text_search
from aligner.align.methods import METHODS
from aligner.align.shared_lexicon import SharedLexicon
from aligner.align.text_pair import TextPair
from aligner.align.text_search import TextSearch
from aligner.bitext import Parallel
from aligner.diagnostics import SearchProof
from aligner.evidence.break_costs import add_breaks
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice import certificate
from aligner.lattice.grid import Band
from aligner.lattice.limits import SearchLimits
from aligner.lattice.quantized import dequantize
from aligner.lattice.viterbi import best_path, path_cost
from aligner.lexical import word_order


def assert_no_bead_costs_less_than_its_floors(costs, max_worth=None, max_similarity=None):
    n, m = costs.size
    of_source, of_target = certificate._floors(costs, max_worth, max_similarity)
    kind, i, j = (axis.ravel() for axis in np.indices((len(costs.kinds), n + 1, m + 1)))
    s, t = costs.kinds.shapes[kind].T
    inside = (i >= s) & (j >= t)
    kind, i, j, s, t = (axis[inside] for axis in (kind, i, j, s, t))
    cost = costs.of_beads(kind, i, i, j) - costs.priors[kind]
    cost = dequantize(cost + np.where((s > 0) & (t > 0), costs.of_nodes(i - s, j - t), 0))
    floor = np.where(s > 0, of_source[np.where(t > 0, s, 0), i], 0) + np.where(
        t > 0, of_target[np.where(s > 0, t, 0), j], 0
    )
    assert (cost >= floor - 1e-9).all()


@pytest.mark.parametrize("method", ["gale-church", "length"])
def test_no_bead_with_breaks_costs_less_than_its_floors(method):
    rng = np.random.default_rng(3)
    source, target = (np.maximum(rng.lognormal(4, 0.7, size).round(), 1.0) for size in (15, 12))
    costs = METHODS[method].model.from_lengths(source, target).costs(source, target)
    assert_no_bead_costs_less_than_its_floors(add_breaks(costs, BreakModel.from_breaks(15, 12, (5, 9), (4, 8))))


@pytest.mark.parametrize(("n", "m"), [(30, 8), (8, 30)])
def test_no_bead_with_end_gaps_costs_less_than_its_floors(n, m):
    rng = np.random.default_rng(3)
    sides = tuple(np.maximum(rng.lognormal(4, 0.7, size).round(), 1.0) for size in (n, m))
    models = METHODS["length"].first_models(TextPair(sides))
    partial = models.length.as_partial(n, m)
    costs = METHODS["length"].costs(TextPair(sides), replace(models, length=partial), Band.full([(0, 0), (n, m)]))
    assert_no_bead_costs_less_than_its_floors(costs)


def search_with_words(source, target, vectors=None):
    """The search of two lists of sentences, and its models with the words of the lexicon."""
    pair = Parallel(*documents(source, target))
    search = TextSearch(TextPair.from_documents(pair, vectors), METHODS["hybrid"])
    (words,) = SharedLexicon.from_documents([pair], ()).word_models()
    return search, METHODS["hybrid"].first_models(search.pair).with_words(words)


def test_no_bead_with_words_costs_less_than_its_floors():
    search, models = search_with_words(ARABIC, ENGLISH)
    costs = METHODS["hybrid"].costs(search.pair, models, search.all_nodes)
    assert_no_bead_costs_less_than_its_floors(costs, models.words.max_worth())


def test_no_bead_with_the_order_of_words_costs_less_than_its_floors(monkeypatch):
    monkeypatch.setattr(word_order, "LEAST_POSTERIOR", 0.0)  # all beads have it
    monkeypatch.setattr(word_order, "MAX_BEADS", 10**6)
    search, models = search_with_words(ARABIC, ENGLISH)
    layers = METHODS["hybrid"].layers(search.pair, models, search.all_nodes, last=True)
    assert [name for name, _ in layers][-1] == "words"
    costs = layers[-1][1]
    assert np.count_nonzero(costs.bead_table.table) > 10 * COUNT
    assert_no_bead_costs_less_than_its_floors(costs, models.words.max_worth(METHODS["hybrid"].max_gain_factor))


def test_no_bead_with_similarity_costs_less_than_its_floors():
    rng = np.random.default_rng(3)
    vectors = [rng.normal(0, 1, (COUNT, 3)).astype(np.float32)] * 2  # of sentences that mean the same
    search, models = search_with_words(ARABIC, ENGLISH, vectors)
    costs = METHODS["hybrid"].costs(search.pair, models, search.all_nodes)
    max_similarity = models.similarity.max_worth(len(costs.source))
    assert_no_bead_costs_less_than_its_floors(costs, models.words.max_worth(), max_similarity)
    with pytest.raises(AssertionError):  # the bounds are needed
        assert_no_bead_costs_less_than_its_floors(costs, models.words.max_worth())


@settings(max_examples=examples(20))
@given(st.integers(0, 2**32), st.integers(1, 8))
def test_no_path_is_better_than_one_that_is_proved_with_words(seed, half_width):
    rng = np.random.default_rng(seed)
    kept = [np.flatnonzero(rng.random(COUNT) > 0.2).tolist() for _ in range(2)]
    search, models = search_with_words([ARABIC[at] for at in kept[0]], [ENGLISH[at] for at in kept[1]])
    costs = METHODS["hybrid"].costs(search.pair, models, search.all_nodes)
    in_full = best_path(costs, search.all_nodes)
    near = in_full if seed % 2 else random_walk(rng, search.all_nodes)
    band = search.all_nodes.around(near, half_width)
    of_band = METHODS["hybrid"].costs(search.pair, models, band)
    path = best_path(of_band, band)
    cost, least = path_cost(of_band, band, path), path_cost(costs, search.all_nodes, in_full)
    proof = certificate.certify(of_band, search.all_nodes, band, models.words.max_worth())
    assert cost == least or not proof.proved


@pytest.mark.parametrize("method", ["gale-church", "length", "hybrid"])
def test_a_text_that_is_searched_in_full_is_proved(method):
    document = split_text("\n".join("x" * size for size in range(20, 60)), pre_split=True)
    diagnostics = align_one(document, document, method, certify=True, limits=SearchLimits(full_nodes=100))[1]
    assert diagnostics.proof == SearchProof(proved=True)
    assert diagnostics.as_dict()["search"] == {"proved": 1.0, "excursion": 0.0}


@pytest.mark.parametrize("method", ["gale-church", "length", "hybrid"])
def test_a_text_too_large_to_be_searched_in_full_has_a_certificate(method, monkeypatch):
    monkeypatch.setattr(text_search, "CERTIFIED_NODES", 100)
    monkeypatch.setattr(text_search, "CERTIFIED_WIDTH", 8)
    document = split_text("\n".join("x" * size for size in range(20, 60)), pre_split=True)
    limits = SearchLimits(full_nodes=100, full_nodes_with_words=100)
    diagnostics = align_one(document, document, method, certify=True, limits=limits)[1]
    assert set(diagnostics.as_dict()["search"]) == {"proved", "excursion"}


def test_there_is_no_certificate_unless_it_is_requested():
    document = split_text("\n".join("x" * size for size in range(20, 60)), pre_split=True)
    assert align_one(document, document, "length")[1].proof is None


@pytest.mark.parametrize("method", em.METHODS)
def test_a_certified_search_gives_the_same_beads(method):
    target = [*ENGLISH[:5], *ENGLISH[7:]]
    certified, usual = (align_one(*documents(ARABIC, target), method, certify=certify)[0] for certify in (True, False))
    assert certified == usual
