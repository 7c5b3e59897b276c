"""Two documents to beads: properties of any text, worked examples, and extremes.

Sentences consist of the letter x, since only their lengths and their paragraphs matter here.
"""

import unicodedata
from itertools import pairwise

import brute
import numpy as np
import pytest
from aligning import align_one
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import lengths_of_translation

from aligner import pipeline, split_text
from aligner.align import em, text_pair, text_search
from aligner.align.plausibility import SUPPORTED_POWER
from aligner.bitext import Parallel
from aligner.evidence.gale_church import GaleChurch
from aligner.evidence.paragraph_breaks import BreakModel
from aligner.lattice.grid import Band
from aligner.lattice.limits import SearchLimits
from aligner.lattice.viterbi import path_cost

METHODS = pytest.mark.parametrize("method", pipeline.METHODS)
# For tests that take seconds with the fitted models; these run the same code as the published model.
FITTED_IS_SLOW = pytest.mark.parametrize(
    "method",
    [pytest.param(method, marks=[pytest.mark.slow] * (method != "gale-church")) for method in pipeline.METHODS],
)
HYBRID_IS_SLOW = pytest.mark.parametrize(
    "method", [pytest.param(method, marks=[pytest.mark.slow] * (method == "hybrid")) for method in pipeline.METHODS]
)
# So that short texts count as long.
SMALL = SearchLimits(full_nodes=1000, full_nodes_with_words=1000)
# So that no text counts as long.
IN_FULL = SearchLimits(full_nodes=1 << 40, full_nodes_with_words=1 << 40, sampled_sentences=1 << 40)

PARAGRAPHS = st.lists(st.lists(st.integers(1, 300), min_size=1, max_size=4), max_size=3)


def document(*paragraphs):
    """A document whose sentences have these numbers of characters."""
    joined = "\n\n".join("\n".join("x" * size for size in paragraph) for paragraph in paragraphs)
    return split_text(joined, pre_split=True)


def aligned(source, target, method="length", anchors=(), **options):
    """The beads of two texts, each a list of paragraphs of lengths. options: keywords of `em.align_documents`."""
    return align_one(document(*source), document(*target), method, anchors, **options)[0].beads


def places(beads):
    """The sentences of beads, without confidence."""
    return [(bead.source, bead.target) for bead in beads]


def nodes(beads):
    """The nodes on the path of the beads."""
    return {(0, 0), *((bead.source.stop, bead.target.stop) for bead in beads)}


def kinds(beads):
    return " ".join(bead.kind for bead in beads)


def joined(paragraphs):
    """The same sentences in one paragraph."""
    return [[size for paragraph in paragraphs for size in paragraph]]


def cut(sizes, *ends):
    """The same sentences in paragraphs that end after these numbers of sentences."""
    return [sizes[start:end] for start, end in pairwise([0, *ends, len(sizes)])]


def text_and_translation(count, seed=1):
    """Lengths of a text and of its translation, with a contraction at 20 and an expansion at 40."""
    rng = np.random.default_rng(seed)
    source = [int(size) for size in rng.integers(20, 200, count)]
    target = [int(size * rng.uniform(0.85, 1.15)) for size in source]
    target[20:22] = [sum(target[20:22])]
    source[40:42] = [sum(source[40:42])]
    return source, target


def assert_tiled(beads, n, m):
    """Every sentence is in one bead, in order, and no bead is empty."""
    assert [number for bead in beads for number in bead.source] == list(range(n))
    assert [number for bead in beads for number in bead.target] == list(range(m))
    assert all(bead.source or bead.target for bead in beads)
    assert all(0 <= bead.confidence <= 1 for bead in beads)


@METHODS
@settings(max_examples=examples(8))
@given(source=PARAGRAPHS, target=PARAGRAPHS)
def test_beads_tile_both_texts(method, source, target):
    assert_tiled(aligned(source, target, method), sum(map(len, source)), sum(map(len, target)))


@METHODS
@pytest.mark.parametrize(
    ("source", "target"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([40, 50, 60], [], id="no target"),
        pytest.param([], [40, 50, 60], id="no source"),
        pytest.param([40], [40], id="one sentence each"),
        pytest.param([1], [1], id="one character each"),
        pytest.param([1], [100_000], id="1 character and 100,000"),
        pytest.param([100_000], [100_000], id="100,000 characters each"),
        pytest.param([60, 100_000, 40, 1], [1, 70, 50, 100_000], id="all sizes"),
        pytest.param([50] * 30, [50] * 30, id="all sentences alike"),
        pytest.param([40], [30] * 50, id="one sentence and 50"),
        pytest.param([30] * 50, [40], id="50 sentences and one"),
        pytest.param([40], [30] * 5000, id="one sentence and 5000", marks=pytest.mark.slow),
        pytest.param([30] * 5000, [40], id="5000 sentences and one", marks=pytest.mark.slow),
    ],
)
def test_extremes(method, source, target):
    assert_tiled(aligned([source], [target], method), len(source), len(target))


@pytest.mark.slow
@METHODS
@pytest.mark.parametrize(("n", "m"), [(1, 1000), (1000, 1)])
def test_one_sentence_and_many(method, n, m):
    assert_tiled(aligned([[40] * n], [[30] * m], method), n, m)


@METHODS
def test_sentences_without_a_visible_character(method):
    marks = split_text("\N{ARABIC FATHA}\n\N{ARABIC TATWEEL}", pre_split=True)
    assert text_pair.sentence_lengths(marks).tolist() == [0, 0]
    assert_tiled(align_one(marks, marks, method)[0].beads, 2, 2)


def test_beads_are_certain_if_one_text_is_empty():
    for beads in (aligned([[40, 50]], []), aligned([], [[40, 50]])):
        assert [bead.confidence for bead in beads] == [pytest.approx(1)] * 2


@METHODS
@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param([90, 30, 150, 60, 20], [95, 33, 140, 64, 18], "1-1 1-1 1-1 1-1 1-1", id="substitutions"),
        pytest.param([90, 30, 40, 150, 60], [95, 72, 140, 64], "1-1 2-1 1-1 1-1", id="contraction"),
        pytest.param([95, 72, 140, 64], [90, 30, 40, 150, 60], "1-1 1-2 1-1 1-1", id="expansion"),
    ],
)
def test_worked_examples(method, source, target, expected):
    assert kinds(aligned([source], [target], method)) == expected


@pytest.mark.parametrize("size", [40, 80, 150, 250])
def test_a_sentence_without_a_translation_is_left_alone(size):
    source, target = [90, 30, 150, 60, 20, 110, 75, 130, 45, 170], [95, 33, 140, 64, 18, 118, 70, 135, 42, 160]
    longer = [*source[:5], size, *source[5:]]
    one_way, other_way = aligned([longer], [target]), aligned([target], [longer])
    assert kinds(one_way) == "1-1 1-1 1-1 1-1 1-1 1-0 1-1 1-1 1-1 1-1 1-1"
    assert kinds(other_way) == "1-1 1-1 1-1 1-1 1-1 0-1 1-1 1-1 1-1 1-1 1-1"


@HYBRID_IS_SLOW
@pytest.mark.parametrize("grown", [1.0, 1.3])
def test_to_swap_the_texts_is_to_swap_the_sides_of_the_beads(method, grown):
    source, target = text_and_translation(45)
    target = [int(grown * size) for size in target]
    one_way, other_way = aligned([source], [target], method), aligned([target], [source], method)
    assert places(one_way) == [place[::-1] for place in places(other_way)]
    assert [bead.confidence for bead in one_way] == pytest.approx([bead.confidence for bead in other_way], abs=0.01)


@HYBRID_IS_SLOW
def test_the_same_texts_give_the_same_result(method):
    source, target = (document(*cut(sizes, 10, 25)) for sizes in text_and_translation(50))
    assert align_one(source, target, method) == align_one(source, target, method)


def test_confidence_is_low_among_equals_and_high_without_rivals():
    (doubtful,) = [bead for bead in aligned([[50] * 10], [[50] * 9]) if not bead.paired]
    assert doubtful.confidence < 0.2
    assert min(bead.confidence for bead in aligned([[20, 90, 300, 40]], [[21, 88, 310, 41]])) > 0.8


@METHODS
def test_the_temperature_of_the_confidence_can_be_given(method):
    # At a very high one all paths are equal: the substitution, and deletion and insertion in either order.
    (bead,) = aligned([[50]], [[50]], method, temperature=1e9)
    power = SUPPORTED_POWER if em.METHODS[method].words else 1.0
    assert bead.confidence == pytest.approx((1 / 3) ** power, rel=1e-4)


@METHODS
def test_the_temperature_of_the_confidence_is_that_of_the_method(method):
    texts = [[50, 60, 70]], [[50, 70]]
    assert aligned(*texts, method) == aligned(*texts, method, temperature=em.METHODS[method].temperature)


@METHODS
@pytest.mark.parametrize("short", [0, 5])
def test_equal_paragraphs_decide_where_lengths_do_not(method, short):
    source = [[50] * 3 for _ in range(6)]
    target = [[50] * (2 if number == short else 3) for number in range(6)]
    beads = aligned(source, target, method)
    (left_over,) = [bead for bead in beads if bead.kind != "1-1"]
    assert set(left_over.source) <= set(range(3 * short, 3 * short + 3))


def test_equal_paragraphs_correct_what_lengths_suggest():
    # By length the sentence of 70 characters is the one without a translation.
    source = [[50, 50, 50], [50, 70, 50], *[[50, 50, 50]] * 6]
    target = [*[[50, 50, 50]] * 5, [50, 50], *[[50, 50, 50]] * 2]
    assert [bead.source for bead in aligned(joined(source), joined(target)) if not bead.paired] == [range(4, 5)]
    (settled,) = [bead.source for bead in aligned(source, target) if not bead.paired]
    assert settled.start in range(15, 18)


def test_paragraphs_that_do_not_correspond_change_little():
    source, target = text_and_translation(60)
    without = aligned([source], [target])
    stray = aligned(cut(source, *range(5, 59, 7)), cut(target, *range(2, 59, 5)))
    assert places(stray) == places(without)
    assert [bead.confidence for bead in stray] == pytest.approx([bead.confidence for bead in without], abs=0.1)


@pytest.mark.parametrize(
    ("ends", "shared_grows"),
    [
        pytest.param(range(4, 50, 5), True, id="they do"),
        pytest.param(range(6, 50, 5), False, id="they do not"),
    ],
)
def test_the_share_of_corresponding_paragraphs_is_fitted(ends, shared_grows):
    source, _ = text_and_translation(52)
    texts = document(*cut(source, *range(4, 50, 5))), document(*cut(source, *ends))
    before = BreakModel.from_breaks(len(source), len(source), texts[0].breaks, texts[1].breaks).shared
    assert (align_one(*texts)[1].breaks["shared"] > before) == shared_grows


def test_paragraphs_are_first_fitted_to_beads_chosen_by_length():
    # Every break is one sentence late; used in the first round, they would move beads.
    sizes = np.random.default_rng(1).integers(80, 121, 60).tolist()
    beads = aligned(cut(sizes, *range(4, 58, 4)), cut(sizes, *range(5, 58, 4)))
    assert {bead.kind for bead in beads} == {"1-1"}


def test_paragraphs_of_one_text_alone_change_nothing():
    source, target = text_and_translation(60)
    assert aligned(cut(source, *range(5, 59, 7)), [target]) == aligned([source], [target])


@pytest.mark.parametrize(
    ("source", "target", "models"),
    [
        pytest.param([[9, 9]], [[9, 9]], {"length"}, id="no breaks"),
        pytest.param([[9], [9]], [[9, 9]], {"length"}, id="breaks in one text"),
        pytest.param([[9], [9]], [[9], [9]], {"length", "breaks"}, id="breaks in both"),
    ],
)
def test_diagnostics_hold_the_models_that_were_fitted(source, target, models):
    assert set(align_one(document(*source), document(*target), "length")[1].as_dict()) == models


@st.composite
def texts_with_anchors(draw):
    sides = [draw(st.lists(st.sampled_from([5, 50, 500]), min_size=1, max_size=5)) for _ in range(2)]
    rows, columns = (sorted(draw(st.lists(st.integers(0, len(side)), max_size=3))) for side in sides)
    return *sides, list(zip(rows, columns, strict=False))


@METHODS
@settings(max_examples=examples(8))
@given(texts=texts_with_anchors())
def test_paths_pass_the_anchors_whatever_the_lengths(method, texts):
    source, target, anchors = texts
    beads = aligned([source], [target], method, anchors)
    assert_tiled(beads, len(source), len(target))
    assert nodes(beads) >= set(anchors)


@METHODS
@pytest.mark.parametrize(
    ("source", "target", "anchors"),
    [
        pytest.param([50, 50], [100], [(1, 0)], id="inside of a contraction"),
        pytest.param([100], [50, 50], [(0, 1)], id="inside of an expansion"),
        pytest.param([50, 500], [500, 50], [(1, 1)], id="beside two sentences of the same length"),
        pytest.param([40, 90, 60], [45, 95], [(1, 1), (2, 1)], id="a row without a target"),
    ],
)
def test_paths_pass_anchors_that_contradict_the_lengths(method, source, target, anchors):
    assert nodes(aligned([source], [target], method, anchors)) >= set(anchors)


def test_anchors_override_lengths():
    assert kinds(aligned([[90, 30, 40, 60]], [[90, 70, 60]])) == "1-1 2-1 1-1"
    assert kinds(aligned([[90, 30, 40, 60]], [[90, 70, 60]], anchors=[(1, 1), (2, 2)])) != "1-1 2-1 1-1"


@pytest.fixture
def widths(monkeypatch):
    """Records the nodes of the widest row of each band for which posteriors are computed."""
    widths = []

    def recorded(costs, band, *options):
        widths.append(int((band.last - band.first).max()) + 1)
        return original(costs, band, *options)

    original = text_search.bead_posteriors
    monkeypatch.setattr(text_search, "bead_posteriors", recorded)
    return widths


def assert_alike(beads, expected):
    assert places(beads) == places(expected)
    assert [bead.confidence for bead in beads] == pytest.approx([bead.confidence for bead in expected], abs=5e-3)


@HYBRID_IS_SLOW
def test_a_long_text_gives_the_same_beads_in_a_band(method, widths):
    source, target = text_and_translation(160)
    in_a_band = aligned([source], [target], method, limits=SMALL)
    assert max(widths) < 110
    assert_alike(in_a_band, aligned([source], [target], method, limits=IN_FULL))


@METHODS
def test_a_passage_without_a_translation_is_found_in_a_band(method):
    source, target = text_and_translation(80)
    longer, _ = text_and_translation(15, seed=3)
    target = target[:40] + longer + target[40:]
    in_a_band = aligned([source], [target], method, limits=SMALL)
    assert places(in_a_band) == places(aligned([source], [target], method, limits=IN_FULL))


@FITTED_IS_SLOW
def test_paragraphs_count_in_a_band_too(method, widths):
    source, target = text_and_translation(160)
    texts = cut(source, *range(5, 159, 6)), cut(target, *range(5, 159, 6))
    in_a_band = aligned(*texts, method, limits=SMALL)
    assert max(widths) < 110
    assert_alike(in_a_band, aligned(*texts, method, limits=IN_FULL))


@FITTED_IS_SLOW
@pytest.mark.parametrize("anchors", [[(40, 39)], [(10, 10), (60, 30)], [(70, 69), (70, 79)]], ids=str)
def test_large_blocks_between_anchors_are_searched_in_bands_too(method, anchors):
    source, target = text_and_translation(140)
    beads = aligned([source], [target], method, anchors, limits=SMALL)
    assert nodes(beads) >= set(anchors)
    assert_alike(beads, aligned([source], [target], method, anchors, limits=IN_FULL))


@pytest.mark.slow
def test_a_large_block_far_behind_an_anchor():
    """With the limits of the program: both blocks are too large to be searched in full."""
    source, target = text_and_translation(1300)
    expected = aligned([source], [target], "gale-church")
    i, j = expected[650].source.stop, expected[650].target.stop
    assert min(i * j, (len(source) - i) * (len(target) - j)) > SearchLimits().full_nodes
    assert places(aligned([source], [target], "gale-church", [(i, j)])) == places(expected)


@pytest.mark.slow
@METHODS
@pytest.mark.parametrize(("n", "m"), [(2, 800), (800, 2)])
def test_two_sentences_and_many(method, n, m):
    rng = np.random.default_rng(1)
    source, target = rng.integers(20, 90, n).tolist(), rng.integers(5, 90, m).tolist()
    assert_tiled(aligned([source], [target], method), n, m)


@HYBRID_IS_SLOW
def test_a_document_is_aligned_alike_alone_and_beside_others(method):
    rng = np.random.default_rng(2)
    pairs = []
    for count in (45, 0, 1, 60):
        source, target = text_and_translation(max(count, 44), seed=count)
        ends = sorted(rng.choice(np.arange(1, 40), 5, replace=False).tolist()) if count % 2 else []
        anchors = [(20, 20)] if count == 60 else []
        sides = (cut(sizes[: count or 0], *[end for end in ends if end < count]) for sizes in (source, target))
        pairs.append(Parallel(*(document(*side) for side in sides), anchors))
    assert em.align_documents(pairs, method) == [align_one(*pair[:2], method, pair[2]) for pair in pairs]


@HYBRID_IS_SLOW
def test_lengths_alone_give_the_beads_of_a_document_without_paragraphs(method):
    texts = [text_and_translation(count, seed=count) for count in (60, 45)]
    paths = em.align_lengths([tuple(np.array(side, float) for side in sides) for sides in texts], method)
    for path, (source, target) in zip(paths, texts, strict=True):
        assert [(range(i, k), range(j, n)) for (i, j), (k, n) in pairwise(path.tolist())] == places(
            aligned([source], [target], method)
        )


@METHODS
@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 3), (3, 0)])
def test_lengths_of_an_empty_text(method, n, m):
    (path,) = em.align_lengths([(np.full(n, 30.0), np.full(m, 30.0))], method)
    assert path.tolist() == [[min(at, n), min(at, m)] for at in range(max(n, m) + 1)]


@pytest.mark.parametrize("call", [em.align_lengths, em.align_documents])
def test_an_unknown_method_is_refused_whatever_is_aligned(call):
    with pytest.raises(ValueError, match="no method is called 'lenght'"):
        call([(np.ones(1), np.ones(1))] if call is em.align_lengths else [], "lenght")


@pytest.mark.slow
@pytest.mark.parametrize(("count", "method"), [(2000, "length"), (2000, "gale-church"), (5000, "gale-church")], ids=str)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_path_of_a_long_text_is_that_of_a_search_in_full(count, method, seed):
    *sizes, _ = lengths_of_translation(count, seed)
    in_full = em.align_lengths([sizes], method, limits=IN_FULL)
    assert em.align_lengths([sizes], method)[0].tolist() == in_full[0].tolist()


@pytest.mark.slow
def test_paths_of_15_texts_are_those_of_a_search_node_by_node():
    """The published model on random texts, in full and in beams."""
    rng = np.random.default_rng(5)
    texts = [lengths_of_translation(int(count), seed)[:2] for seed, count in enumerate(rng.integers(0, 90, 15))]
    paths = em.align_lengths(texts, "gale-church", limits=IN_FULL)
    narrow = em.align_lengths(texts, "gale-church", limits=SMALL)
    for sides, path, in_beams in zip(texts, paths, narrow, strict=True):
        costs = GaleChurch.from_lengths(*sides).costs(*sides)
        band = Band.full([(0, 0), costs.size])
        nodes_of_path, total = brute.cheapest(costs, band)
        assert path.tolist() == in_beams.tolist() == list(map(list, nodes_of_path))
        assert path_cost(costs, band, path) == total / brute.NAT


@pytest.mark.slow
def test_the_path_of_a_text_with_a_missing_block_is_that_of_a_search_in_full():
    """A tenth of a translation is removed. Lengths alone may then favour a wrong path; the search finds theirs."""
    source, target, _ = lengths_of_translation(1000, 1, missing=0.02)
    target = np.delete(target, np.arange(len(target) * 45 // 100, len(target) * 55 // 100))
    (path,) = em.align_lengths([(source, target)], "length")
    (in_full,) = em.align_lengths([(source, target)], "length", limits=IN_FULL)
    assert path.tolist() == in_full.tolist()


ALEF, BEH = "\N{ARABIC LETTER ALEF}", "\N{ARABIC LETTER BEH}"


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(f"{BEH}\N{ARABIC FATHA}{ALEF}{BEH}\N{ARABIC DAMMATAN}", id="vowel marks"),
        pytest.param(f"{BEH}\N{ARABIC SHADDA}\N{ARABIC KASRA}{ALEF}{BEH}", id="two marks on a letter"),
        pytest.param(f"{BEH}\N{ARABIC TATWEEL}\N{ARABIC TATWEEL}{ALEF}{BEH}", id="tatweel"),
        pytest.param(f"{BEH}\N{ZERO WIDTH NON-JOINER}{ALEF}{BEH}\N{RIGHT-TO-LEFT MARK}", id="marks that are not seen"),
        pytest.param(f"{BEH}\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}{BEH}", id="hamza composed"),
        pytest.param(f"{BEH}{ALEF}\N{ARABIC HAMZA ABOVE}{BEH}", id="hamza apart"),
        pytest.param("caf\N{LATIN SMALL LETTER E WITH ACUTE}"[1:], id="accent composed"),
        pytest.param("afe\N{COMBINING ACUTE ACCENT}", id="accent apart"),
    ],
)
def test_marks_have_no_length(sentence):
    assert text_pair.sentence_lengths(split_text(sentence, pre_split=True)).tolist() == [3]


def test_lengths_are_those_of_each_sentence():
    assert text_pair.sentence_lengths(document([3, 1], [2])).tolist() == [3, 1, 2]
    assert text_pair.sentence_lengths(split_text("a b.\nc", pre_split=True)).tolist() == [4, 1]
    assert text_pair.sentence_lengths(split_text("")).tolist() == []


def test_composed_and_decomposed_texts_are_aligned_alike():
    source = "\n".join("\N{ARABIC LETTER ALEF WITH MADDA ABOVE}" * size for size in (30, 40, 90, 20))
    target = document([32, 130, 19])
    composed, decomposed = (
        align_one(split_text(unicodedata.normalize(form, source), "ar", pre_split=True), target)
        for form in ("NFC", "NFD")
    )
    assert composed[0].beads == decomposed[0].beads
    assert composed[1] == decomposed[1]


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match=f"no method is called 'lenght'; there are {', '.join(em.METHODS)}"):
        aligned([[9]], [[9]], "lenght")
