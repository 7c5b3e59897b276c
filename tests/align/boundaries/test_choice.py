"""Cuts of beads: their order, their places, and beads that are left alone."""

import pytest
from boundary_texts import model_of, text_side
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.align.boundaries import choice
from aligner.align.boundaries.choice import MAX_TOKENS, MAX_WORDS, BeadText, Cut, cuts_of_bead
from aligner.align.boundaries.side import side_words
from aligner.align.boundaries.usage import Usage

NAMES = ["alba", "bora", "cedo", "dura", "eno", "fila", "goro", "hima"]


def cuts(source, target, *, begins=True, may_open=True, refine=False):
    """The cuts of the bead of two texts, in which equal words translate each other."""
    sides = text_side(source), text_side(target)
    words = [side_words(side, range(len(side.document.sentences))) for side in sides]
    common = set(source.lower().split()) & set(target.lower().split()) & set(NAMES)
    model = model_of(*sides, [(name, name, 1.0, 1.0) for name in sorted(common)])
    usages = Usage(source), Usage(target)
    return list(cuts_of_bead(BeadText(*words, begins, may_open), model, usages, refine=refine))


def test_a_bead_is_cut_where_a_headline_ends():
    text = "Alba bora eno Cedo dura was fila goro and the cedo alba."
    assert cuts(text, text) == [Cut(3, 3)]
    assert cuts(text, text, begins=False) == [Cut(3, 3)]
    assert cuts(text, text, begins=False, may_open=False) == []


def test_further_cuts_are_those_of_the_halves():
    source = "alba bora p.m. Cedo dura p.m. Eno fila."
    target = "Alba bora. Cedo dura. Eno fila."
    assert cuts(source, target, begins=False) == [Cut(3, 2), Cut(6, 4)]


def test_clauses_are_cut_if_asked():
    source, target = "Alba bora, cedo dura.", "Alba bora. Cedo dura."
    assert cuts(source, target) == []
    assert cuts(source, target, refine=True) == [Cut(2, 2)]
    assert cuts(target, source, refine=True) == [Cut(2, 2)]


def test_halves_in_the_other_order_are_no_cut():
    assert cuts("Alba bora, cedo dura.", "Cedo dura. Alba bora.", refine=True) == []


def test_a_half_has_two_words():
    assert cuts("alba, bora cedo dura.", "Alba. Bora cedo dura.", refine=True) == []


@pytest.mark.parametrize(
    ("middle", "is_tried"),
    [
        ("dura " * (MAX_WORDS - 6), True),
        ("dura " * (MAX_WORDS - 5), False),
        ("." * (MAX_TOKENS - 20) + " ", True),
        ("." * MAX_TOKENS + " ", False),
    ],
)
def test_a_very_long_bead_is_left_alone(middle, is_tried, monkeypatch):
    tried = []
    compute = choice.gains_of_cuts
    monkeypatch.setattr(choice, "gains_of_cuts", lambda *texts: tried.append(1) or compute(*texts))
    source = f"Alba bora eno The cedo {middle}hima."
    cuts(source, "Alba bora eno The cedo dura hima.")
    assert bool(tried) is is_tried


PIECES = st.lists(
    st.sampled_from(["alba bora", "The cedo dura", "eno, fila", "p.m. Goro hima", '"Eno alba"']), min_size=1, max_size=5
)


@settings(max_examples=examples(40))
@given(pieces=PIECES, stops=st.lists(st.sampled_from([" ", ". ", ", "]), min_size=5, max_size=5), begins=st.booleans())
def test_cuts_ascend_within_the_bead(pieces, stops, begins):
    source = "".join(piece + stop for piece, stop in zip(pieces, stops, strict=False)) + "end."
    target = " ".join(pieces) + " end."
    sizes = len(source.split()), len(target.split())
    places = cuts(source, target, begins=begins, refine=True)
    for side, size in enumerate(sizes):
        gaps = [0, *(cut[side] for cut in places), size]
        assert gaps == sorted(gaps)
    assert len(set(places)) == len(places)
    assert cuts(target, source, begins=begins, refine=True) == [Cut(cut.target, cut.source) for cut in places]
