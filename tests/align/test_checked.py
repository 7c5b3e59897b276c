"""Checked beads: they are in the result as they are, and the rest of the alignment is made between them."""

from itertools import pairwise

import numpy as np
import pytest
from aligning import ARABIC, COUNT, ENGLISH, documents
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.align import em
from aligner.align.checked import replace_beads, replace_posteriors, with_corners
from aligner.bitext import CHECKED, Bead, Parallel
from aligner.lattice.forward_backward import BeadPosteriors

METHODS = ("hybrid", "length", "gale-church")
SOURCE, TARGET = documents(ARABIC, ENGLISH)


@st.composite
def chains(draw, sizes=(COUNT, COUNT), largest=4):
    """Checked beads of a text: in order, with gaps between them, and of any kind."""
    beads, i, j = [], 0, 0
    for _ in range(draw(st.integers(0, 5))):
        i += draw(st.integers(0, 5))
        j += draw(st.integers(0, 5))
        s, t = draw(st.integers(0, largest)), draw(st.integers(0, largest))
        if s + t == 0 or i + s > sizes[0] or j + t > sizes[1]:
            break
        beads.append((range(i, i + s), range(j, j + t)))
        i, j = i + s, j + t
    return beads


def assert_tiled(beads, n, m):
    """Each sentence is in exactly one bead, in order."""
    for side, count in (("source", n), ("target", m)):
        assert [number for bead in beads for number in getattr(bead, side)] == list(range(count))


def align(checked, method="hybrid", anchors=(), **options):
    """The bitext of the story with checked beads."""
    return em.align_documents([Parallel(SOURCE, TARGET, anchors, checked)], method, **options)[0][0]


def places(beads):
    return [(bead.source, bead.target) for bead in beads]


@pytest.mark.parametrize("method", METHODS)
@given(checked=chains())
@settings(max_examples=10)
def test_checked_beads_are_in_the_result(method, checked):
    beads = align(checked, method).beads
    assert_tiled(beads, COUNT, COUNT)
    assert [bead for bead in beads if CHECKED in bead.flags] == [
        Bead(source, target, 1.0, (CHECKED,)) for source, target in checked
    ]


@given(checked=chains())
@settings(max_examples=10)
def test_gaps_are_aligned_as_between_anchors(checked):
    """The published parameters are not fitted, so that checked beads change nothing outside of them."""
    corners = [node for s, t in checked for node in ((s.start, t.start), (s.stop, t.stop))]
    anchored = align((), "gale-church", corners).beads
    of_gaps = [bead for bead in anchored if not any(is_within(bead, bead_) for bead_ in checked)]
    assert [bead for bead in align(checked, "gale-church").beads if CHECKED not in bead.flags] == of_gaps


def is_within(bead, checked):
    """True for a bead inside a checked one."""
    source, target = checked
    return (
        source.start <= bead.source.start
        and bead.source.stop <= source.stop
        and target.start <= bead.target.start
        and bead.target.stop <= target.stop
    )


@given(checked=chains((9, 9)), data=st.data())
def test_anchors_that_contradict_are_left_out(checked, data):
    """The oracle: an anchor stays if no checked bead is on both sides of it."""
    numbers = st.lists(st.integers(0, 9), max_size=6).map(sorted)
    anchors = list(zip(data.draw(numbers), data.draw(numbers), strict=False))
    corners = {node for s, t in checked for node in ((s.start, t.start), (s.stop, t.stop))}

    def is_compatible(anchor):
        i, j = anchor
        return all((i <= s.start and j <= t.start) or (i >= s.stop and j >= t.stop) for s, t in checked)

    result = with_corners(anchors, checked)
    assert result == sorted(corners | set(filter(is_compatible, anchors)))
    assert all(a <= c and b <= d for (a, b), (c, d) in pairwise(result))


@given(checked=chains())
def test_checked_beads_replace_those_within_them(checked):
    """The oracle goes through all beads: each is within a checked one, or stays."""
    i = j = 0
    beads = []
    corners = [node for s, t in checked for node in ((s.start, t.start), (s.stop, t.stop))]
    for end in [*corners, (COUNT, COUNT)]:
        while (i, j) != end:
            s, t = int(i < end[0]), int(j < end[1])
            beads.append(Bead(range(i, i + s), range(j, j + t), 0.5))
            i, j = i + s, j + t
    stay = [bead for bead in beads if not any(is_within(bead, other) for other in checked)]
    expected = stay + [Bead(source, target, 1.0, (CHECKED,)) for source, target in checked]
    result = replace_beads(beads, checked)
    assert result == sorted(expected, key=lambda bead: (bead.source.start, bead.target.start))
    assert_tiled(result, COUNT, COUNT)

    columns = np.array([(b.source.start, b.target.start, len(b.source), len(b.target)) for b in beads]).T
    learned = replace_posteriors(BeadPosteriors(*columns, np.full(len(beads), 0.5)), checked)
    assert list(zip(*(column.tolist() for column in learned), strict=True)) == [
        (b.source.start, b.target.start, len(b.source), len(b.target), b.confidence) for b in result
    ]


def test_anchor_that_a_checked_bead_contradicts_yields():
    beads = align([(range(4, 6), range(3, 5))], anchors=[(5, 5), (8, 8)]).beads
    assert (range(4, 6), range(3, 5)) in places(beads)
    assert any(bead.source.start == bead.target.start == 8 for bead in beads)


def test_whole_text_in_one_checked_bead():
    (bead,) = align([(range(COUNT), range(COUNT))]).beads
    assert (bead.kind, bead.confidence, bead.flags) == ("16-16", 1.0, (CHECKED,))


def test_all_rows_checked():
    checked = [(range(number, number + 1), range(number, number + 1)) for number in range(COUNT)]
    assert places(align(checked).beads) == checked


def test_text_with_one_side_only():
    empty, target = documents([], ENGLISH)
    checked = [(range(0), range(2, 4))]
    ((bitext, _),) = em.align_documents([Parallel(empty, target, (), checked)], "hybrid")
    assert (range(0), range(2, 4)) in places(bitext.beads)
    assert_tiled(bitext.beads, 0, COUNT)


def test_reasons_of_a_checked_bead_are_those_of_the_same_bead():
    checked = [(range(2, 3), range(2, 3)), (range(4, 6), range(4, 6))]
    same, merged = (bead for bead in align(checked, why=True).beads if CHECKED in bead.flags)
    assert ("الشاي", "tea") in same.why.matched
    assert merged.why is None


def test_certificate_is_of_the_search_between_checked_beads():
    ((_, diagnostics),) = em.align_documents(
        [Parallel(SOURCE, TARGET, (), [(range(4, 6), range(3, 5))])], "hybrid", certify=True
    )
    assert diagnostics.proof.proved


def test_sampled_text_keeps_checked_beads():
    """A text so long that lengths are fitted to a sample of it."""
    limits = em.SEARCH_LIMITS._replace(sampled_sentences=8, windows=2, window_sentences=4)
    checked = [(range(1, 3), range(1, 2)), (range(9, 9), range(8, 10)), (range(12, 13), range(12, 13))]
    for method in METHODS:
        beads = align(checked, method, limits=limits).beads
        assert_tiled(beads, COUNT, COUNT)
        assert [place for place in places(beads) if place in checked] == checked
