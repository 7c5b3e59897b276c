"""Ornaments as costs of beads, compared with a loop over the places inside a bead, and as lines of texts."""

import numpy as np
import pytest

import aligner
from aligner.characters import ORNAMENT
from aligner.evidence.length_model import LengthModel
from aligner.evidence.ornaments import COST, add_ornaments
from aligner.lattice.quantized import QUANTUM, dequantize

SOURCE = np.array([False, True, False, False, True, True])
TARGET = np.array([True, False, False])


@pytest.mark.parametrize(
    "line", ["***", "* * *", "---", "— — —", "⁂", "٭٭٭", "ـــــ", "~~~", "=====", "❖", " •• \u200f"]
)
def test_lines_of_signs_are_ornaments(line):
    assert ORNAMENT.match(line)


@pytest.mark.parametrize("line", ["...", "…", "؟", '"', "(1)", "a", "* ب", "1.", "!", "»", "(***)", "،", "12"])
def test_lines_that_belong_to_a_sentence_are_none(line):
    assert not ORNAMENT.match(line)


def test_a_bead_costs_more_for_each_end_of_an_ornament_inside():
    lengths = np.full(len(SOURCE), 30.0), np.full(len(TARGET), 40.0)
    before = LengthModel.from_lengths(*lengths).costs(*lengths)
    after = add_ornaments(before, SOURCE, TARGET)
    for ornaments, was, now in ((SOURCE, before.source, after.source), (TARGET, before.target, after.target)):
        for end in range(1, len(ornaments) + 1):
            for count in range(1, min(len(was), end) + 1):
                inner = range(end - count + 1, end)  # places between two sentences of the side
                ends = sum(bool(ornaments[place - 1]) + bool(ornaments[place]) for place in inner)
                added = dequantize(now[count - 1, end]) - dequantize(was[count - 1, end])
                assert added == pytest.approx(COST * ends, abs=QUANTUM)


def test_texts_without_ornaments_cost_the_same():
    lengths = np.full(2, 30.0), np.full(2, 40.0)
    costs = LengthModel.from_lengths(*lengths).costs(*lengths)
    assert add_ornaments(costs, np.zeros(2, bool), np.zeros(2, bool)) is costs


@pytest.mark.parametrize("ornament", ["***", "* * *", "⁂", "———"])
@pytest.mark.parametrize("method", ["hybrid", "length"])
def test_an_ornament_of_one_text_stands_alone(ornament, method):
    arabic = ["سافر الرجل إلى المدينة.", ornament, "لم يجد هناك أحدا.", ornament, "رجع إلى القرية في الليل."]
    english = ["The man travelled to the city.", "He found nobody there.", "He returned to the village at night."]
    beads = aligner.align_sentences(arabic, english, method=method).beads
    assert [bead.kind for bead in beads] == ["1-1", "1-0", "1-1", "1-0", "1-1"]


def test_ornaments_of_both_texts_are_paired():
    arabic = ["سافر الرجل إلى المدينة.", "***", "لم يجد هناك أحدا."]
    english = ["The man travelled to the city.", "* * *", "He found nobody there."]
    beads = aligner.align_sentences(arabic, english).beads
    assert [bead.kind for bead in beads] == ["1-1", "1-1", "1-1"]
