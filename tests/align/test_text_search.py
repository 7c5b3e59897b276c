"""The search of a pair of texts: which part of its lattice is searched, in which round, and that nothing is missed."""

import numpy as np
import pytest
from aligning import ARABIC, COUNT, ENGLISH, documents
from tables import lengths_of_translation

from aligner.align import em, text_search
from aligner.align.methods import METHODS
from aligner.align.shared_lexicon import SharedLexicon
from aligner.align.text_pair import TextPair
from aligner.align.text_search import UNSURE_WIDTH, TextSearch
from aligner.bitext import Parallel
from aligner.lattice.forward_backward import bead_posteriors
from aligner.lattice.limits import SearchLimits
from aligner.lattice.viterbi import best_path, path_cost

IN_FULL = SearchLimits(full_nodes=1 << 40, full_nodes_with_words=1 << 40, sampled_sentences=1 << 40)
NARROW = SearchLimits(full_nodes=0, full_nodes_with_words=0)
WITHOUT_WORDS = pytest.mark.parametrize("method", ["length", "gale-church"])


@pytest.fixture
def bands(monkeypatch):
    """Records the bands in which posteriors are computed."""
    bands = []

    def recorded(costs, band, *options):
        bands.append(band)
        return bead_posteriors(costs, band, *options)

    monkeypatch.setattr(text_search, "bead_posteriors", recorded)
    return bands


def search_by_lengths(method, limits, count=150, anchors=(), gap=0):
    """The search of a text and its translation, in which sentences in the middle are missing; and its models."""
    source, target, _ = lengths_of_translation(count, count)
    target = np.delete(target, slice(len(target) // 2, len(target) // 2 + gap))
    search = TextSearch(TextPair((source, target), anchors=anchors), METHODS[method], limits)
    return search, METHODS[method].first_models(search.pair)


def search_with_words(source, target, limits, anchors=()):
    """The search of two lists of sentences of the story, and its models with the words of the lexicon."""
    pair = Parallel(*documents(source, target), anchors)
    search = TextSearch(TextPair.from_documents(pair), METHODS["hybrid"], limits)
    (words,) = SharedLexicon.from_documents([pair], ()).word_models()
    return search, METHODS["hybrid"].first_models(search.pair).with_words(words)


def long_story(dropped=range(0), times=4):
    """The story several times over, and its translation without the sentences of some numbers."""
    target = ENGLISH * times
    return ARABIC * times, [sentence for number, sentence in enumerate(target) if number not in dropped]


def likely(beads, least=0.01):
    """{(i, j, s, t): probability} of the beads that are at least as likely."""
    columns = zip(*(column.tolist() for column in beads), strict=True)
    return {(i, j, s, t): probability for i, j, s, t, probability in columns if probability >= least}


def assert_same_posteriors(beads, expected):
    found, wanted = likely(beads, 0.0), likely(expected, 0.0)
    for bead in set(likely(beads)) | set(likely(expected)):
        assert found.get(bead, 0.0) == pytest.approx(wanted.get(bead, 0.0), abs=1e-6)


class TestWithoutWords:
    @WITHOUT_WORDS
    @pytest.mark.parametrize("gap", [0, 40])
    def test_posteriors_in_beams_are_those_of_all_nodes(self, method, gap, bands):
        search, models = search_by_lengths(method, NARROW, gap=gap)
        beads = search.posteriors(models)
        assert bands[0].nodes < search.all_nodes.nodes / 2
        assert search.complete
        assert_same_posteriors(beads, search_by_lengths(method, IN_FULL, gap=gap)[0].posteriors(models))

    @WITHOUT_WORDS
    def test_the_alignment_in_beams_is_that_of_all_nodes(self, method):
        search, models = search_by_lengths(method, NARROW, gap=30)
        narrow, full = search.align(models), search_by_lengths(method, IN_FULL, gap=30)[0].align(models)
        assert narrow.path.tolist() == full.path.tolist()
        assert narrow.confidence == pytest.approx(full.confidence, abs=1e-6)
        assert search.worth(models) == -path_cost(full.costs, full.band, full.path)

    @WITHOUT_WORDS
    def test_lengths_of_a_long_text_are_fitted_to_windows(self, method, bands):
        limits = NARROW._replace(sampled_sentences=100, windows=3, window_sentences=80)
        search, models = search_by_lengths(method, limits, count=400)
        beads = search.posteriors(models)
        (band,) = bands
        assert band.blocks == 3
        assert band.bounds[-1] < 3 * 85
        expected = likely(search_by_lengths(method, IN_FULL, count=400)[0].posteriors(models), 0.0)
        # Inside a window, beads are as likely as in the entire text; near its ends, the beads beyond are missing.
        middle = int(band.start[1]) + 40
        inside = [bead for bead in likely(beads, 0.5) if abs(bead[0] - middle) < 10]
        assert len(inside) > 10
        for bead in inside:
            assert likely(beads)[bead] == pytest.approx(expected[bead], abs=0.01)

    @pytest.mark.parametrize("sentences", [99, 100])
    def test_a_text_is_long_from_a_number_of_source_sentences_on(self, sentences, bands):
        lengths = np.full(sentences, 30.0)
        limits = NARROW._replace(sampled_sentences=100, windows=2, window_sentences=10)
        search = TextSearch(TextPair((lengths, lengths)), METHODS["length"], limits)
        search.posteriors(METHODS["length"].first_models(search.pair))
        assert (bands[0].blocks > 1) == (sentences == 100)

    @WITHOUT_WORDS
    def test_windows_of_a_text_with_many_anchors_hold_its_beads(self, method):
        """An anchor stands in two rows of a band, so the numbers of rows and of sentences differ."""
        search, models = search_by_lengths(method, IN_FULL)
        path = search.align(models).path
        limits = NARROW._replace(sampled_sentences=100, windows=3, window_sentences=30)
        search, _ = search_by_lengths(method, limits, anchors=list(map(tuple, path[5:-5:2].tolist())))
        sure = likely(search.posteriors(models), 0.9)
        of_path = set(map(tuple, np.hstack([path[:-1], np.diff(path, axis=0)]).tolist()))
        assert len(sure) > 30
        assert len(set(sure) - of_path) < 0.1 * len(sure)

    def test_a_search_that_gave_up_is_not_complete(self):
        search, models = search_by_lengths("length", NARROW._replace(max_beads_a_sentence=0), count=60)
        assert search.complete
        path = search.align(models).path
        assert not search.complete
        assert path.tolist() == search_by_lengths("length", IN_FULL, count=60)[0].align(models).path.tolist()

    def test_once_a_search_gave_up_all_further_ones_look_near_its_path(self, bands):
        limits = NARROW._replace(max_beads_a_sentence=1000)
        search, models = search_by_lengths("length", limits, count=300, gap=60)
        search.posteriors(models)
        first = search._path_of_search
        alignment = search.align(models)
        assert not search.complete
        near = search.all_nodes.around(first, UNSURE_WIDTH)
        assert (alignment.band.first >= near.first).all()
        assert (alignment.band.last <= near.last).all()
        assert [band.nodes for band in bands] == [
            near.nodes,
            search.all_nodes.around(alignment.path, UNSURE_WIDTH).nodes,
        ]
        assert near.nodes < search.all_nodes.nodes / 3

    @WITHOUT_WORDS
    def test_the_path_passes_anchors_inside_beams(self, method):
        search, models = search_by_lengths(method, NARROW, anchors=[(40, 60), (41, 60), (120, 100)])
        nodes = set(map(tuple, search.align(models).path.tolist()))
        assert {(0, 0), (40, 60), (41, 60), (120, 100), search.pair.size} <= nodes


class TestWithWords:
    def test_a_small_text_is_searched_in_full(self, bands):
        search, models = search_with_words(ARABIC, ENGLISH, SearchLimits())
        search.posteriors(models)
        assert bands[0].nodes == (COUNT + 1) ** 2

    @pytest.mark.parametrize("dropped", [range(0), range(30, 34), range(6)], ids=str)
    def test_posteriors_in_a_band_are_those_of_all_nodes(self, dropped, bands):
        search, models = search_with_words(*long_story(dropped), NARROW)
        beads = search.posteriors(models)
        assert max(band.nodes for band in bands) < search.all_nodes.nodes
        in_full, _ = search_with_words(*long_story(dropped), IN_FULL)
        assert_same_posteriors(beads, in_full.posteriors(models))

    def test_a_band_is_widened_until_no_likely_bead_is_at_its_edge(self, bands, monkeypatch):
        """The first band is laid around a path that is wrong, three sentences wide on either side."""
        monkeypatch.setattr(text_search, "PATH_WIDTH", 3)
        search, models = search_with_words(*long_story(range(30, 36)), NARROW)
        n, m = search.pair.size
        search._first_path = np.array([(0, 0), (8, 0), *((8 + at, at) for at in range(1, n - 7)), (n, m)])
        beads = search.posteriors(models)
        assert len(bands) > 1
        assert [band.nodes for band in bands] == sorted(band.nodes for band in bands)
        assert not search._touches_edge(bands[-1], beads)
        in_full, _ = search_with_words(*long_story(range(30, 36)), IN_FULL)
        assert_same_posteriors(beads, in_full.posteriors(models))

    def test_widening_ends_with_all_nodes(self, bands, monkeypatch):
        """Texts that do not translate each other have likely beads everywhere."""
        monkeypatch.setattr(text_search, "PATH_WIDTH", 2)
        search, models = search_with_words(ARABIC, ENGLISH[::-1], NARROW)
        search.posteriors(models)
        assert len(bands) <= COUNT
        assert bands[-1].nodes <= search.all_nodes.nodes

    def test_a_band_that_widens_beyond_the_budget_gives_way_to_one_near_the_best_path(self, bands, monkeypatch):
        """Where sentences cannot be told apart, likely beads are everywhere."""
        monkeypatch.setattr(text_search, "PATH_WIDTH", 2)
        limits = NARROW._replace(max_nodes_with_words=200, max_nodes_a_sentence=10)
        search, models = search_with_words(ARABIC * 4, ENGLISH[::-1] * 4, limits)
        for _ in range(5):
            search.posteriors(models)
        assert not search.complete
        assert max(band.nodes for band in bands) < 200 + 10 * sum(search.pair.size)
        assert len(search.align(models).path) > 4 * COUNT / 2

    def test_a_search_within_the_budget_is_complete(self):
        search, models = search_with_words(*long_story(range(30, 36)), NARROW)
        search.posteriors(models)
        assert search.complete

    def test_the_next_band_has_the_probable_nodes_and_those_near_them(self, bands):
        search, models = search_with_words(*long_story(), NARROW)
        search.posteriors(models)
        search.posteriors(models)
        assert bands[-1].nodes < bands[0].nodes
        near = search.all_nodes.around(np.array([(at, at) for at in range(4 * COUNT + 1)]), text_search.MARGIN)
        assert (bands[-1].first <= near.first).all()
        assert (bands[-1].last >= near.last).all()

    def test_anchors_hold_in_a_band(self):
        anchors = [(20, 25), (40, 40)]
        search, models = search_with_words(*long_story(), NARROW, anchors)
        beads = search.posteriors(models)
        ends = {(i + s, j + t) for (i, j, s, t) in likely(beads, 0.99)} | {(i, j) for i, j, *_ in likely(beads, 0.99)}
        assert set(map(tuple, search.align(models).path.tolist())) >= set(anchors)
        assert (40, 40) in ends
        for i, j, s, t in likely(beads, 0.0):
            assert [(k, n) for k, n in anchors if i < k < i + s or j < n < j + t] == []

    def test_the_band_of_a_search_with_words_does_not_depend_on_the_words(self, monkeypatch):
        """The first path of a large text is found by lengths, once."""
        search, models = search_with_words(*long_story(), NARROW)
        path = search._path_by_lengths(models)
        monkeypatch.setattr(text_search.beam, "search", None)
        assert search._path_by_lengths(models) is path


class TestCertified:
    @pytest.mark.parametrize("method", ["hybrid", "length", "gale-church"])
    def test_all_nodes_of_a_text_are_searched_up_to_a_number(self, method):
        search, models = (
            search_with_words(*long_story(), NARROW) if method == "hybrid" else search_by_lengths(method, NARROW)
        )
        assert search.align(models, certified=True).band.nodes == search.all_nodes.nodes

    @pytest.mark.parametrize("method", ["hybrid", "length", "gale-church"])
    def test_the_band_of_a_larger_text_is_wide_on_either_side_of_the_path(self, method, monkeypatch):
        monkeypatch.setattr(text_search, "CERTIFIED_NODES", 0)
        monkeypatch.setattr(text_search, "CERTIFIED_WIDTH", 20)
        search, models = (
            search_with_words(*long_story(), NARROW) if method == "hybrid" else search_by_lengths(method, NARROW)
        )
        alignment = search.align(models, certified=True)
        near = search.all_nodes.around(alignment.path, 10)
        assert alignment.band.nodes < search.all_nodes.nodes
        assert (alignment.band.first <= near.first).all()
        assert (alignment.band.last >= near.last).all()
        assert alignment.path.tolist() == best_path(alignment.costs, alignment.band).tolist()

    @pytest.mark.parametrize("method", ["hybrid", "length", "gale-church"])
    def test_a_certified_search_finds_the_same_path(self, method):
        def aligned(*, certified):
            search, models = (
                search_with_words(*long_story(range(20, 23)), NARROW)
                if method == "hybrid"
                else search_by_lengths(method, NARROW, gap=20)
            )
            return search.align(models, certified=certified)

        certified, usual = aligned(certified=True), aligned(certified=False)
        assert certified.path.tolist() == usual.path.tolist()
        assert certified.confidence == pytest.approx(usual.confidence, abs=1e-6)


@pytest.mark.parametrize("method", ["length", "gale-church"])
@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 5), (5, 0)])
def test_a_text_without_sentences_is_searched(method, n, m):
    search = TextSearch(TextPair((np.full(n, 30.0), np.full(m, 30.0))), METHODS[method], NARROW)
    models = METHODS[method].first_models(search.pair)
    assert len(search.align(models).path) == n + m + 1
    assert len(search.posteriors(models).probability) == n + m


@pytest.mark.slow
@pytest.mark.parametrize("method", em.METHODS)
def test_the_worth_of_a_long_text_is_that_of_a_search_in_full(method):
    method = "length" if method == "hybrid" else method
    for count in (300, 500, 800):
        search, models = search_by_lengths(method, SearchLimits(), count=count, gap=count // 10)
        assert search.worth(models) == search_by_lengths(method, IN_FULL, count, gap=count // 10)[0].worth(models)


@pytest.mark.parametrize(("limits", "complete"), [(NARROW, True), (NARROW._replace(max_beads_a_sentence=0), False)])
def test_the_diagnostics_say_whether_the_search_gave_up(limits, complete):
    texts = Parallel(*documents(ARABIC, ENGLISH))
    ((_, diagnostics),) = em.align_documents([texts], "length", limits=limits)
    assert diagnostics.complete == complete
