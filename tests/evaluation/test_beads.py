"""Strict and lax scores: the cases of a file, and a slow oracle that lists all links."""

from fractions import Fraction

import evaluation_samples as samples
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.evaluation import bead_lines, score_beads
from aligner.evaluation.beads import Bead, KindCount, judge_beads, score_judged


def beads_of(text):
    return [(bead.source, bead.target) for bead in bead_lines.read_index(enumerate(text.splitlines(), 1), "case")]


def fractions(judged):
    """The precision and recall of a judgement as fractions."""
    gold = [item for item in judged.gold if item.bead.paired]
    for name in ("strict", "lax"):
        right, found = (sum(getattr(item, name) for item in items) for items in (judged.predicted, gold))
        yield f"{name} precision {right}/{len(judged.predicted)}, recall {found}/{len(gold)}"


def judged_case(gold, predicted):
    return judge_beads(
        *([Bead(*map(tuple, map(sorted, bead))) for bead in beads_of(text)] for text in (gold, predicted))
    )


CASES = list(samples.read_cases("beads.txt"))


@pytest.mark.parametrize(("gold", "predicted", "figures"), [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_case(gold, predicted, figures):
    judged = judged_case(gold, predicted)
    assert list(fractions(judged)) == figures.splitlines()
    scores = score_beads(beads_of(gold), beads_of(predicted))
    shown = [[float(Fraction(part.split()[-1])) for part in line.split(",")] for line in figures.splitlines()]
    assert [list(scores.strict[:2]), list(scores.lax[:2])] == shown


def oracle(gold, predicted):
    """Precision and recall by sets of beads and of links, as the definition has them."""
    links = [{(i, j) for source, target in beads for i in source for j in target} for beads in (gold, predicted)]
    paired = [{bead for bead in beads if all(bead)} for beads in (gold, predicted)]

    def share(beads, same, reference, lax):
        right = [bead in same or (lax and any((i, j) in reference for i in bead[0] for j in bead[1])) for bead in beads]
        return sum(right) / len(right) if right else 0.0

    return [
        (share(predicted, gold, links[0], lax), share(paired[0], paired[1], links[1], lax)) for lax in (False, True)
    ]


numbers = st.sets(st.integers(0, 4), max_size=3).map(sorted).map(tuple)
alignments = st.sets(st.tuples(numbers, numbers).filter(any), max_size=6)


@settings(max_examples=15)
@given(alignments, alignments)
def test_scores_are_those_of_the_definition(gold, predicted):
    scores = score_beads(gold, predicted)
    assert [scores.strict[:2], scores.lax[:2]] == oracle(gold, predicted)


def test_kinds_of_the_gold_and_of_the_prediction():
    scores = score_beads([([0], [0]), ([1, 2], [1]), ([3], [])], [([0], [0]), ([1], [1]), ([2], []), ([3], [])])
    assert scores.by_gold_kind == {"1-0": KindCount(1, 1, 1), "1-1": KindCount(1, 1, 1), "2-1": KindCount(1, 0, 1)}
    assert scores.by_predicted_kind == {"1-0": KindCount(2, 1, 1), "1-1": KindCount(2, 1, 2)}
    assert (scores.gold, scores.predicted) == (2, 4)


def test_counts_are_summed_over_documents_before_they_are_divided():
    few, many = ([Bead((n,), (n,)) for n in range(size)] for size in (1, 3))
    wrong = [Bead((0,), (5,))]
    scores = score_judged([judge_beads(few, wrong), judge_beads(many, many)])
    assert scores.strict == (0.75, 0.75, 0.75)


def test_nothing_is_no_division_by_zero():
    assert score_beads([], []).strict == (0, 0, 0)
